"""Owns turning the points of an expression into functions from numbers to their first and last day.

They word no errors: what plans do not serve is an `UnplannedError`, once, when the function is made; numbers that are
no date are a `ValueError`, each time. Either way the text is read in full, and that reading words the error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from coecal.dates.expression import Around, Day, Fraction, Month, Part, Point, Union, Year
from coecal.dates.kinds import PARTS, Policy
from coecal.dates.plans_numbers import Sources, UnplannedError
from coecal.ranges import ONE_DAY

Values = Sequence[int]
Days = tuple[date, date]
PlannedPoint = Callable[[Values], Days]


def plan_point(node: Point, sources: Sources, policy: Policy) -> PlannedPoint:
    """Return the function from numbers to the first and last day of a point.

    Raises:
        UnplannedError: plans do not serve such a point.
    """
    match node:
        case Day():
            return plan_day(node, sources)
        case Month():
            return _month(node, sources)
        case Year():
            year = sources.year_of(node)
            return lambda values: (date(values[year], 1, 1), date(values[year], 12, 31))
        case Fraction():
            return _fraction(node, sources)
        case Part():
            return _part(node, sources, policy)
        case Around(unit=unit, day=Day() as of):
            return _around(unit, plan_day(of, sources))
        case Union():
            return _union(plan_point(node.first, sources, policy), plan_point(node.last, sources, policy))
        case _:
            raise UnplannedError


def plan_day(node: Day, sources: Sources) -> PlannedPoint:
    """Return the function from numbers to a day, which is both the first and the last."""
    day, month, year = sources.of(node.day), sources.month_of(node), sources.year_of(node)
    weekday = node.weekday

    def read(values: Values) -> Days:
        found = date(values[year], values[month], values[day])
        if weekday is not None and found.weekday() != weekday:
            raise ValueError
        return found, found

    return read


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - ONE_DAY


def _month(node: Month, sources: Sources) -> PlannedPoint:
    month, year = sources.month_of(node), sources.year_of(node)
    return lambda values: (date(values[year], values[month], 1), _last_of(values[year], values[month]))


def _fraction(node: Fraction, sources: Sources) -> PlannedPoint:
    number, year, parts, months = sources.of(node.number), sources.year_of(node), node.parts, 12 // node.parts

    def read(values: Values) -> Days:
        if not 1 <= values[number] <= parts:
            raise ValueError
        last = months * values[number]
        return date(values[year], last - months + 1, 1), _last_of(values[year], last)

    return read


def _part(node: Part, sources: Sources, policy: Policy) -> PlannedPoint:
    first, last = PARTS.index(node.first), PARTS.index(node.last)
    if last < first:
        raise UnplannedError
    whole = plan_point(node.of, sources, policy)
    match node.of:
        case Month():
            return _part_of_month(whole, first, last, policy)
        case Year():
            return _thirds(whole, first, last, 4)
        case Fraction(parts=parts):
            return _thirds(whole, first, last, 4 // parts)
        case _:
            raise UnplannedError


def _part_of_month(whole: PlannedPoint, first: int, last: int, policy: Policy) -> PlannedPoint:
    start = (1, policy.early_until + 1, policy.mid_until + 1)[first]
    end = (policy.early_until, policy.mid_until, None)[last]
    if end is not None and end < start:
        raise UnplannedError

    def read(values: Values) -> Days:
        begin, finish = whole(values)
        return begin.replace(day=start), finish if end is None else finish.replace(day=end)

    return read


def _thirds(whole: PlannedPoint, first: int, last: int, months: int) -> PlannedPoint:
    """From one third of a period to another, each of so many months."""

    def read(values: Values) -> Days:
        begin, _ = whole(values)
        end = begin.month + months * (last + 1) - 1
        return begin.replace(month=begin.month + months * first), _last_of(begin.year, end)

    return read


def _around(unit: str, day: PlannedPoint) -> PlannedPoint:
    before = 5 if unit == "weekend" else 0

    def read(values: Values) -> Days:
        when = day(values)[0]
        monday = when - timedelta(days=when.weekday())
        return monday + timedelta(days=before), monday + timedelta(days=6)

    return read


def _union(first: PlannedPoint, last: PlannedPoint) -> PlannedPoint:
    def read(values: Values) -> Days:
        one, other = first(values), last(values)
        if other[0] <= one[1] or other[0] - one[1] > ONE_DAY:
            raise ValueError
        return one[0], other[1]

    return read
