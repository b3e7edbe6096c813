"""Owns the last stage of reading: expression -> kind and ranges, with the year that the whole belongs to.

Reads no text but to mark errors and quote reasons.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import attrs
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from coecal.dates.context import Context
from coecal.dates.expression import (
    FROM_TODAY,
    All,
    Bound,
    Expression,
    Item,
    Lasting,
    Leaf,
    Many,
    Point,
    Recurring,
    Span,
    Stretch,
    Year,
    leaves,
    needs_year,
)
from coecal.dates.fill import fill
from coecal.dates.kinds import Between, Kind, Policy
from coecal.dates.periods import check_weekday, is_precise, midnight, period_of
from coecal.dates.reasons import Rule
from coecal.dates.years import Resolved, missing_month, with_best_year
from coecal.errors import DateError, RangeError
from coecal.ranges import ONE_DAY, DateRange, Period

_MOST_RECURRENCES = 400


@attrs.frozen
class _Question:
    """An expression with all that it is read in but its year."""

    expression: Expression
    body: Item | Many
    text: str
    found: list[Leaf]
    month: int | None
    within: Period | None
    today: date | None
    policy: Policy

    def answer(self, year: int | None) -> Resolved:
        """Return what it means in a year (None: it says the year itself, or needs none)."""
        try:
            return self._answer(year, before_years=False)
        except DateError:
            # "October to early 2024": what stands before a year alone may lie in the year before.
            if not any(isinstance(leaf, Year) and leaf.year for leaf in self.found[1:]):
                raise
            with suppress(DateError):
                return self._answer(year, before_years=True)
            raise

    def _answer(self, year: int | None, *, before_years: bool) -> Resolved:
        filled = fill(self.found, year, self.month, before_years=before_years)
        context = Context(self.text, filled, self.within, self.today, self.policy, [])
        whole = (0, len(self.text))
        try:
            kind, ranges = _body(self.body, context)
            if self.expression.gloss is not None:
                kind, ranges = _finer((kind, ranges), _body(self.expression.gloss, context), context)
            if self.expression.approximate:
                days = self.policy.around_days
                kind, ranges = _around(kind, ranges, days)
                context.because(whole, Rule.AROUND, "around_days", count=days)
        except RangeError as error:
            raise context.error(str(error), whole) from None
        except OverflowError:
            raise context.error("reaches beyond the years 1 to 9999 of the calendar", whole) from None
        return Resolved(kind, ranges, tuple(context.reasons))


def resolve(
    expression: Expression, text: str, *, within: Period | None, today: date | None, policy: Policy
) -> Resolved:
    """Return the days that an expression means.

    Raises:
        DateError: a day is none of the calendar, an end lies before its start, or the year cannot be known.
    """
    body = expression.body
    if body is None:
        return Resolved(Kind.UNDATED, (DateRange.listed_under(within),), ())
    found = [*leaves(body), *(() if expression.gloss is None else leaves(expression.gloss))]
    month = missing_month(found, text, within)
    question = _Question(expression, body, text, found, month, within, today, policy)
    year_given = any(not isinstance(leaf, FROM_TODAY) and leaf.year for leaf in found)
    if year_given or not any(needs_year(leaf) for leaf in found):
        return question.answer(None)
    return with_best_year(question.answer, body, found, month, text, within, today)


Answer = tuple[Kind, tuple[DateRange, ...]]


def _finer(one: Answer, other: Answer, context: Context) -> Answer:
    """Return the finer of two ways to say the same; neither may reach beyond the other."""
    hulls = [
        (ranges[0].earliest_start, max(part.latest_end or date.max for part in ranges)) for _, ranges in (one, other)
    ]
    (first, last), (other_first, other_last) = hulls
    if first is None or other_first is None or date.max in (last, other_last):
        pass
    elif first <= other_first and other_last <= last:
        return other
    elif other_first <= first and last <= other_last:
        return one
    raise context.error("the date in brackets is another: write one of the two", (0, len(context.text)))


def _body(body: Item | Many, context: Context) -> tuple[Kind, tuple[DateRange, ...]]:
    if not isinstance(body, Many):
        return _item(body, context)
    parts = [_item(item, context) for item in body.items]
    if any(kind in (Kind.DEADLINE, Kind.OPEN) for kind, _ in parts):
        raise context.error("a date with an open end cannot stand in a list: write it alone", body.span)
    if body.choice:
        if any(len(ranges) > 1 for _, ranges in parts):
            raise context.error("one of several stretches cannot itself be several: write one stretch each", body.span)
        ranges = _each_once(tuple(part[0] for _, part in parts), body.span, context)
        context.because(body.span, Rule.CHOICE)
        return Kind.ALTERNATIVES, ranges
    kinds = {kind for kind, _ in parts}
    kind = next((kind for kind in (Kind.WINDOW, Kind.SPAN, Kind.RECURRING) if kind in kinds), Kind.EXACT)
    return kind, _each_once(tuple(part for _, ranges in parts for part in ranges), body.span, context)


def _each_once(ranges: tuple[DateRange, ...], span: Span, context: Context) -> tuple[DateRange, ...]:
    if len(set(ranges)) < len(ranges):
        raise context.error("the same days stand here twice: write each once", span)
    return ranges


def _item(item: Item, context: Context) -> tuple[Kind, tuple[DateRange, ...]]:
    match item:
        case Stretch():
            kind, single = _stretch(item, context)
            return kind, (single,)
        case Bound():
            kind, single = _bound(item, context)
            return kind, (single,)
        case All(of=of):
            whole = _hull(of, context)
            context.because(item.span, Rule.ALL_DAYS)
            return Kind.EXACT, (DateRange.exact(whole.first, whole.last),)
        case Recurring():
            return Kind.RECURRING, _recurring(item, context)
        case Lasting():
            kind, single = _lasting(item, context)
            return kind, (single,)
        case _:
            period = period_of(item, context)
            if is_precise(item):
                return Kind.EXACT, (DateRange.exact(period.first),)
            context.because(item.span, Rule.SOMEWHERE)
            return Kind.WINDOW, (DateRange.window(period.first, period.last),)


def _ends(node: Stretch, context: Context) -> tuple[Period, Period]:
    first, last = period_of(node.first, context), period_of(node.last, context)
    if last.last < first.first or (is_precise(node.first) and is_precise(node.last) and last.first < first.first):
        message = f"it ends on {last.last}, before it starts on {first.first}: write the earlier date first"
        raise context.error(message, node.span)
    if node.weekdays is not None:
        check_weekday(first.first, node.weekdays[0], node.first.span, context)
        check_weekday(last.last, node.weekdays[1], node.last.span, context)
    return first, last


def _stretch(node: Stretch, context: Context) -> tuple[Kind, DateRange]:
    first, last = _ends(node, context)
    if node.within:
        if context.policy.between is Between.EXACT:
            context.because(node.span, Rule.BETWEEN_ALL, "between")
            return Kind.EXACT, DateRange.exact(first.first, last.last)
        context.because(node.span, Rule.BETWEEN, "between")
        return Kind.WINDOW, DateRange.window(first.first, last.last)
    if is_precise(node.first) and is_precise(node.last):
        return Kind.EXACT, DateRange.exact(first.first, last.last)
    if last.last < first.last:
        message = "the second part ends before the first does: write the earlier one first"
        raise context.error(message, node.span)
    context.because(node.span, Rule.SPAN)
    return Kind.SPAN, DateRange(first.first, first.last, last.first, last.last)


def _hull(node: Point | Stretch, context: Context) -> Period:
    if isinstance(node, Stretch):
        first, last = _ends(node, context)
        return Period(first.first, last.last)
    return period_of(node, context)


def _bound(node: Bound, context: Context) -> tuple[Kind, DateRange]:
    period = period_of(node.point, context)
    first, last = period.first, period.last
    match node.word:
        case "by":
            context.because(node.span, Rule.BY, day=last)
            return Kind.DEADLINE, DateRange(None, None, None, last)
        case "before":
            context.because(node.span, Rule.BEFORE, day=first - ONE_DAY)
            return Kind.DEADLINE, DateRange(None, None, None, first - ONE_DAY)
        case "until":
            context.because(node.span, Rule.UNTIL)
            return Kind.OPEN, DateRange(None, None, first, last)
        case "after":
            context.because(node.span, Rule.AFTER, day=last + ONE_DAY)
            return Kind.OPEN, DateRange(last + ONE_DAY, None, None, None)
        case "not_before":
            context.because(node.span, Rule.NOT_BEFORE, day=first)
            return Kind.OPEN, DateRange(first, None, None, None)
        case _:
            context.because(node.span, Rule.SINCE)
            return Kind.OPEN, DateRange(first, last, None, None)


def _recurring(node: Recurring, context: Context) -> tuple[DateRange, ...]:
    whole = context.within if node.of is None else _hull(node.of, context)
    if whole is None:
        raise context.error(
            "this recurs without an end: name the period, or give the one that it stands under", node.span
        )
    if whole.days > _MOST_RECURRENCES:
        raise context.error(
            f"a recurrence is read over at most {_MOST_RECURRENCES} days: name a shorter period", node.span
        )
    if node.nth:
        named = [weekday(day)(number) for day in node.weekdays for number in node.nth]
        rule = rrule(MONTHLY, dtstart=midnight(whole.first), until=midnight(whole.last), byweekday=named)
    else:
        rule = rrule(
            WEEKLY if node.weekdays else DAILY,
            interval=node.interval or 1,
            dtstart=_first_time(node, whole),
            until=midnight(whole.last),
            byweekday=node.weekdays or None,
        )
    days = tuple(DateRange.exact(moment.date()) for moment in rule)
    if not days:
        raise context.error("no such day lies in the period: name a longer one", node.span)
    context.because(node.span, Rule.TIMES, count=len(days))
    return days


def _first_time(node: Recurring, whole: Period) -> datetime:
    """The first day that counts, so that "every other Monday" starts with the first Monday of the period."""
    days = (whole.first + timedelta(days=ahead) for ahead in range(7))
    return midnight(next(day for day in days if not node.weekdays or day.weekday() in node.weekdays))


def _lasting(node: Lasting, context: Context) -> tuple[Kind, DateRange]:
    least, most = int(node.min_days), int(node.max_days)  # plain numbers, without their places in the text
    days = f"lasts {least} to {most} days" if most > least else f"lasts {least} day{'s' * (least > 1)}"
    if most > least:
        context.because(node.span, Rule.LASTING_BETWEEN, least=least, most=most)
    else:
        context.because(node.span, Rule.LASTING, count=least)
    if isinstance(node.of, Stretch) and is_precise(node.of.first) and is_precise(node.of.last) and not node.of.within:
        first, last = _ends(node.of, context)
        length = (last.last - first.first).days + 1
        if least <= length <= most:
            return Kind.EXACT, DateRange.exact(first.first, last.last)
        if length < least:
            raise context.error(f"{length} days are too few for one that {days}: correct one of the two", node.span)
        return Kind.WINDOW, DateRange.window(first.first, last.last, least, most)
    whole = _hull(node.of, context)
    if not isinstance(node.of, Stretch) and is_precise(node.of):
        start = whole.first
        earliest, latest = (start + timedelta(days=count - 1) for count in (least, most))
        return Kind.EXACT if earliest == latest else Kind.SPAN, DateRange(start, start, earliest, latest)
    return Kind.WINDOW, DateRange.window(whole.first, whole.last, least, most)


def _around(kind: Kind, ranges: tuple[DateRange, ...], days: int) -> tuple[Kind, tuple[DateRange, ...]]:
    """Widen every known point by so many days; an exact day becomes a window, an exact stretch a span."""
    wide = tuple(part.reaching_out(days) for part in ranges)
    if kind in (Kind.EXACT, Kind.RECURRING) and days:
        kind = Kind.WINDOW if all(part.earliest_start == part.earliest_end for part in ranges) else Kind.SPAN
    return kind, wide
