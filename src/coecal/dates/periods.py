"""Owns what a point means in days: early October, week 41, the third Thursday, next month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import MO, SA, relativedelta
from dateutil.relativedelta import weekday as nth_weekday
from dateutil.rrule import TH, WEEKLY, rrule

from coecal.dates.cldr import month_names, weekday_names
from coecal.dates.context import Context
from coecal.dates.expression import (
    Around,
    Day,
    Fraction,
    IsoWeek,
    Month,
    NextNamed,
    Nth,
    NthWeekday,
    Part,
    Point,
    Relative,
    Rolling,
    Season,
    Span,
    SplitYear,
    Union,
    Year,
)
from coecal.dates.kinds import PARTS, SEASON_STARTS, UNIT_MONTHS, Weeks
from coecal.dates.reasons import Rule
from coecal.dates.relative import named_period, relative_period, rolling_period
from coecal.ranges import ONE_DAY, Period


def is_precise(node: Point) -> bool:
    """Whether a point is one day."""
    match node:
        case Day() | NthWeekday():
            return True
        case IsoWeek(weekday=weekday):
            return weekday is not None
        case Relative(exact=exact, unit=unit):
            return exact or unit == "day"
        case NextNamed(sort=sort):
            return sort == "weekday"
        case Nth(unit=unit, count=count):
            return unit == "day" and count == 1
        case _:
            return False


def period_of(node: Point, context: Context) -> Period:  # noqa: C901, PLR0911, PLR0912 - one case for each node
    """Return the first and last day of a point.

    Raises:
        DateError: there is no such day, or something is missing to know it.
    """
    match node:
        case Day():
            day = _day(node, context)
            return Period(day, day)
        case Month():
            return Period.month(_year(node.span, context), node.month)
        case Year():
            return Period.year(_year(node.span, context))
        case Fraction(parts=parts, number=number):
            return Period.months(_year(node.span, context), 12 // parts * (number - 1) + 1, 12 // parts)
        case Season():
            return _season(node, _year(node.span, context), context)
        case SplitYear():
            return _split_year(node, context)
        case IsoWeek():
            return _iso_week(node, _year(node.span, context), context)
        case Part():
            return _part(node, context)
        case Nth():
            return _nth(node, context)
        case NthWeekday():
            return _nth_weekday(node, context)
        case Around():
            return _around(node, context)
        case Union():
            return _union(node, context)
        case Relative():
            return relative_period(node, context)
        case Rolling():
            return rolling_period(node, context)
        case NextNamed():
            return named_period(node, context)


def _year(span: Span, context: Context) -> int:
    year = context.filled[span].year
    if year is None:
        raise context.error("the year is missing: write it, or give the period it stands under or today", span)
    if not 1 <= year <= 9999:
        raise context.error(f"there is no year {year}: the calendar has the years 1 to 9999", span)
    return year


def _day(node: Day, context: Context) -> date:
    month, year = context.filled[node.span].month, _year(node.span, context)
    if month is None:
        raise context.error(
            f"the month of the {node.day} is missing: write it, or give one month to read it in", node.span
        )
    if not 1 <= month <= 12:
        raise context.error(
            f"there is no month {month}: is the month written first? then give a locale such as en_US", node.span
        )
    last = Period.month(year, month).last.day
    if not 1 <= node.day <= last:
        name = month_names("en")[month - 1]
        raise context.error(f"there is no {node.day} {name} {year}: {name} has {last} days", node.span)
    day = date(year, month, node.day)
    check_weekday(day, node.weekday, node.span, context)
    return day


def check_weekday(day: date, weekday: int | None, span: Span, context: Context) -> None:
    """Refuse a weekday that contradicts its date.

    Raises:
        DateError: the day is another day of the week.
    """
    if weekday is not None and day.weekday() != weekday:
        names = weekday_names("en")
        raise context.error(
            f"{day.day} {month_names('en')[day.month - 1]} {day.year} is a {names[day.weekday()]}, "
            f"not a {names[weekday]}: correct one of the two",
            span,
        )


def _season(node: Season, year: int, context: Context) -> Period:
    month = SEASON_STARTS[node.name]
    if context.policy.southern:
        month = (month + 5) % 12 + 1
    context.because(node.span, Rule.SEASON, "southern")
    return Period.months(year, month, 3)


def _split_year(node: SplitYear, context: Context) -> Period:
    starts = context.policy.fiscal_year_starts if node.sort == "fiscal" else context.policy.academic_year_starts
    context.because(node.span, Rule.SPLIT_YEAR, f"{node.sort}_year_starts", month=starts)
    return Period.months(_year(node.span, context), starts, 12)


def _iso_week(node: IsoWeek, year: int, context: Context) -> Period:
    try:
        monday = date.fromisocalendar(year, node.week, 1)
    except ValueError:
        raise context.error(f"{year} has no week {node.week}", node.span) from None
    context.because(node.span, Rule.ISO_WEEK)
    if node.weekday is None:
        return Period(monday, monday + timedelta(days=6))
    day = monday + timedelta(days=node.weekday - 1)
    return Period(day, day)


def _part(node: Part, context: Context) -> Period:
    whole = period_of(node.of, context)
    first, last = PARTS.index(node.first), PARTS.index(node.last)
    if last < first:
        raise context.error(f"{node.last!r} comes before {node.first!r}: write them the other way round", node.span)
    months = whole.whole_months
    if months == 1:
        ends = (0, context.policy.early_until, context.policy.mid_until, whole.last.day)
        period = Period(whole.first.replace(day=ends[first] + 1), whole.first.replace(day=ends[last + 1]))
        for part in range(first, last + 1):
            days = {"first": ends[part] + 1, "last": ends[part + 1]}
            context.because(node.span, Rule(PARTS[part]), "early_until, mid_until", **days)
        return period
    if months is None or months % 3:
        raise context.error(
            f"{node.first} is not known of such a period: say it of a month, quarter or year", node.span
        )
    third = months // 3
    for part in range(first, last + 1):
        context.because(node.span, Rule(f"{PARTS[part]}_third"), months=months)
    return Period.months(whole.first.year, whole.first.month + third * first, third * (last - first + 1))


def _nth(node: Nth, context: Context) -> Period:
    whole = context.within if node.of is None else period_of(node.of, context)
    if whole is None:
        raise context.error("names no period: write it, or give the one that it stands under", node.span)
    by_iso = node.unit == "week" and context.policy.weeks is Weeks.ISO
    period = _nth_iso_week(node, whole) if by_iso else _nth_part(node, whole, context.policy.half_until)
    reaches_out = period is not None and not by_iso and not (period.first in whole and period.last in whole)
    if period is None or reaches_out:
        words = context.text[slice(*node.span)]
        raise context.error(f"there is no {words!r}: say it of a period that has so many", node.span)
    context.because(
        node.span,
        Rule.FROM_END if node.number < 0 else Rule.FROM_START,
        {"week": "weeks", "half": "half_until"}.get(node.unit),
        unit=node.unit,
    )
    return period


def _nth_iso_week(node: Nth, whole: Period) -> Period | None:
    """The nth of the weeks from Monday to Sunday whose Thursday lies in a period (ISO 8601 counts a year's so)."""
    thursdays = rrule(WEEKLY, dtstart=midnight(whole.first), until=midnight(whole.last), byweekday=TH)
    weeks = [moment.date() - timedelta(days=3) for moment in thursdays]
    first = node.number - 1 if node.number > 0 else len(weeks) + node.number - (node.count - 1)
    if not 0 <= first <= first + node.count - 1 < len(weeks):
        return None
    return Period(weeks[first], weeks[first + node.count - 1] + timedelta(days=6))


def midnight(day: date) -> datetime:
    """The moment that rrule counts with; it knows no plain days."""
    return datetime.combine(day, time())


def _nth_part(node: Nth, whole: Period, half_until: int) -> Period | None:
    from_end = node.number < 0
    skipped = -1 - node.number if from_end else node.number - 1
    whole_months = whole.whole_months
    if node.unit in ("half", "fortnight") and whole_months == 1 and node.count == 1:
        middle = whole.first.replace(day=half_until)
        return (Period(whole.first, middle), Period(middle + ONE_DAY, whole.last))[node.number == 2 or from_end]
    if node.unit == "weekend":
        return _nth_weekend(node, whole)
    if node.unit in ("day", "week"):
        length = timedelta(days=(7 if node.unit == "week" else 1) * node.count)
        before = timedelta(days=(7 if node.unit == "week" else 1) * skipped)
        if from_end:
            return Period(whole.last - before - length + ONE_DAY, whole.last - before)
        return Period(whole.first + before, whole.first + before + length - ONE_DAY)
    months = UNIT_MONTHS.get({"half": "half_year"}.get(node.unit, node.unit))
    if months is None or whole_months is None or months * (skipped + node.count) > whole_months:
        return None
    ahead = whole_months - months * (skipped + node.count) if from_end else months * skipped
    return Period.months(whole.first.year, whole.first.month + ahead, months * node.count)


def _nth_weekend(node: Nth, whole: Period) -> Period | None:
    if node.count != 1:
        return None
    if node.number < 0:
        saturday = whole.last + relativedelta(weekday=SA(-1)) - timedelta(weeks=-1 - node.number)
        saturday -= timedelta(weeks=1) * (saturday + ONE_DAY > whole.last)
    else:
        saturday = whole.first + relativedelta(weekday=SA(node.number))
    return Period(saturday, saturday + ONE_DAY)


def _nth_weekday(node: NthWeekday, context: Context) -> Period:
    whole = period_of(node.of, context)
    anchor = whole.last if node.number < 0 else whole.first
    day = anchor + relativedelta(weekday=nth_weekday(node.weekday, node.number))
    if day not in whole:
        words = context.text[slice(*node.span)]
        raise context.error(f"there is no {words!r}: the period has fewer of that weekday", node.span)
    return Period(day, day)


def _around(node: Around, context: Context) -> Period:
    whole = period_of(node.day, context)
    if not is_precise(node.day):
        if node.unit == "week" and whole.days == 7:
            return whole
        raise context.error(f"a {node.unit} is named by one of its days: write such a day", node.span)
    monday = whole.first + relativedelta(weekday=MO(-1))
    context.because(node.span, Rule.WEEKEND_OF if node.unit == "weekend" else Rule.WEEK_OF)
    return Period(monday + timedelta(days=5 * (node.unit == "weekend")), monday + timedelta(days=6))


def _union(node: Union, context: Context) -> Period:
    first, last = period_of(node.first, context), period_of(node.last, context)
    if last.first <= first.last or last.first - first.last > ONE_DAY:
        raise context.error(
            "a slash joins two periods that follow one another: else write 'or', 'and' or 'to'", node.span
        )
    context.because(node.span, Rule.SLASH)
    return Period(first.first, last.last)
