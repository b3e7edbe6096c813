"""Owns inheritance: the month and year that a part of an expression takes from the others.

"29 November-1 December 2023": the rightmost governs; an earlier part lies in the year before where it would
otherwise come after a later one. Which year the whole belongs to, where none is written, is `resolve`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coecal.dates.expression import (
    FROM_TODAY,
    Day,
    Fraction,
    IsoWeek,
    Leaf,
    Month,
    Season,
    Span,
    Year,
    needs_year,
)
from coecal.dates.kinds import SEASON_STARTS

# An event may run over New Year, but hardly for longer than this: "15 November - 3 October" is a slip.
LONGEST_OVER_NEW_YEAR = 183


@attrs.frozen
class Filled:
    """The month and year of a leaf, own or taken over; None where the leaf has none of its own."""

    month: int | None
    year: int | None


def fill(
    found: list[Leaf], year: int | None, month: int | None, *, before_years: bool = False
) -> Mapping[Span, Filled]:
    """Return the month and year of each leaf by its span.

    Args:
        found: the leaves in the order of the text.
        year: the year of the rightmost leaf without one, where no leaf says a year.
        month: the month of days without one, where no leaf says a month.
        before_years: whether what stands before a year alone lies in the year before: "October to early 2024".
    """
    months = _months(found, month)
    years = _years(found, months, year, before_years=before_years)
    return {leaf.span: Filled(*both) for leaf, *both in zip(found, months, years, strict=True)}


def _months(found: list[Leaf], month: int | None) -> list[int | None]:
    months = [_own_month(leaf) for leaf in found]
    for step in (reversed(range(len(found))), range(len(found))):
        carried: int | None = None
        for index in step:
            if months[index] is None and isinstance(found[index], Day):
                months[index] = carried
            carried = months[index] or carried
    return [month if own is None and isinstance(leaf, Day) else own for leaf, own in zip(found, months, strict=True)]


def _own_month(leaf: Leaf) -> int | None:
    """The month in which a leaf lies or starts, as far as it says so."""
    match leaf:
        case Day(month=month) | Month(month=month):
            return month
        case Fraction(parts=parts, number=number):
            return 12 // parts * (number - 1) + 1
        case Season(name=name):
            return SEASON_STARTS[name]
        case IsoWeek(week=week):
            return min(12, week * 7 // 31 + 1)
        case _:
            return None


def _years(found: list[Leaf], months: list[int | None], year: int | None, *, before_years: bool) -> list[int | None]:
    years = [None if isinstance(leaf, FROM_TODAY) else leaf.year for leaf in found]
    count = len(found)
    if all(own is None for own in years) and year is not None:
        rightmost = max((index for index in range(count) if needs_year(found[index])), default=None)
        if rightmost is not None:
            years[rightmost] = year
    for index in reversed(range(count - 1)):
        after = years[index + 1]
        if years[index] is None and after is not None and needs_year(found[index]):
            crosses = (
                before_years if isinstance(found[index + 1], Year) else _comes_after(found, months, index, index + 1)
            )
            years[index] = after - crosses
    for index in range(1, count):
        before = years[index - 1]
        if years[index] is None and before is not None and needs_year(found[index]):
            crosses = _comes_after(found, months, index - 1, index)
            years[index] = before + crosses
    return years


def _comes_after(found: list[Leaf], months: list[int | None], earlier: int, later: int) -> bool:
    """Whether a leaf would come after the next one in the same year, so that a New Year must lie between them."""
    one, two = found[earlier], found[later]
    month_one, month_two = months[earlier], months[later]
    if month_one is None or month_two is None or month_one <= month_two:
        return False
    if isinstance(one, Day) and isinstance(two, Day):
        days = (month_two + 12 - month_one) * 30.4 + two.day - one.day
        return days <= LONGEST_OVER_NEW_YEAR
    return True


def rightmost_month(found: list[Leaf], filled: Mapping[Span, Filled]) -> int:
    """Return the month of the rightmost leaf that has one of the calendar, or 1."""
    months = (filled[leaf.span].month for leaf in reversed(found))
    return next((month for month in months if month is not None and 1 <= month <= 12), 1)
