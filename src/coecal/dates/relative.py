"""Owns what is counted from today: next month, in two weeks, this Friday, last March."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from dateutil.relativedelta import MO, relativedelta

from coecal.dates.context import Context
from coecal.dates.expression import NextNamed, Relative, Rolling, Span
from coecal.dates.kinds import SEASON_STARTS, UNIT_MONTHS
from coecal.dates.reasons import Rule
from coecal.ranges import ONE_DAY, Period


def _today(span: Span, context: Context) -> date:
    if context.today is None:
        raise context.error(f"{context.text[slice(*span)]!r} counts from today: give today's date", span)
    context.because(span, Rule.TODAY, today=context.today)
    return context.today


def relative_period(node: Relative, context: Context) -> Period:
    """Return the day or period that lies so many units from today."""
    today = _today(node.span, context)
    if node.unit == "day":
        day = today + timedelta(days=node.offset)
        return Period(day, day)
    if node.unit in ("week", "weekend"):
        monday = today + relativedelta(weekday=MO(-1)) + timedelta(weeks=node.offset)
        period = Period(monday + timedelta(days=5 * (node.unit == "weekend")), monday + timedelta(days=6))
    else:
        if node.unit not in UNIT_MONTHS:
            raise context.error("counts from today in units that have no start of their own: write the date", node.span)
        months = UNIT_MONTHS[node.unit]
        period = Period.months(today.year, ((today.month - 1) // months + node.offset) * months + 1, months)
    if not node.rest:
        return period
    if node.offset == 0 and today >= period.last:
        raise context.error("nothing is left of it after today: write the date", node.span)
    return Period(max(period.first, today + ONE_DAY), period.last)


def rolling_period(node: Rolling, context: Context) -> Period:
    """Return so many units from tomorrow on, or up to yesterday."""
    today = _today(node.span, context)
    count = abs(node.count)
    match node.unit:
        case "day":
            length = relativedelta(days=count)
        case "week":
            length = relativedelta(weeks=count)
        case unit if unit in UNIT_MONTHS:
            length = relativedelta(months=UNIT_MONTHS[unit] * count)
        case _:
            raise context.error("counts from today in units that have no length: write the date", node.span)
    context.because(node.span, Rule.ROLLING)
    try:
        return Period(today + ONE_DAY, today + length) if node.count > 0 else Period(today - length, today - ONE_DAY)
    except ValueError:  # so says dateutil that a year is none
        raise OverflowError from None


def named_period(node: NextNamed, context: Context) -> Period:
    """This, next or last weekday, month or season: the one in, after or before the current week or year.

    "this Friday" is the nearest to come, today included; "next March" the first that begins after today.
    """
    today = _today(node.span, context)
    if node.sort == "weekday":
        step = (int(node.number) - today.weekday()) % 7
        if node.offset < 0:
            step -= 7
        elif node.offset > 0:
            monday = today + relativedelta(weekday=MO(-1)) + timedelta(weeks=1)
            step = (monday - today).days + int(node.number)
            context.because(node.span, Rule.NEXT_WEEKDAY)
        day = today + timedelta(days=step)
        return Period(day, day)
    month, count = (int(node.number), 1) if node.sort == "month" else (SEASON_STARTS[str(node.number)], 3)
    years = range(max(MINYEAR, today.year - 2), min(MAXYEAR, today.year + 2) + 1)
    periods = [Period.months(year, month, count) for year in years if year < MAXYEAR or month + count <= 13]
    if node.offset < 0:
        found = [period for period in periods[::-1] if period.last < today]
    elif node.offset > 0:
        found = [period for period in periods if period.first > today]
    else:
        found = [period for period in periods if period.last >= today]
    if not found:
        raise OverflowError  # as any other counting that leaves the calendar
    return found[0]
