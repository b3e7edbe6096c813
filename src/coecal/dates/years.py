"""Owns the choice of the year (and month) that an expression belongs to where it says none itself."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from typing import Final

import attrs

from coecal.dates.expression import Bound, Day, Item, Leaf, Many
from coecal.dates.fill import LONGEST_OVER_NEW_YEAR, Filled, fill, rightmost_month
from coecal.dates.kinds import Kind
from coecal.dates.reasons import Reason, Rule
from coecal.errors import DateError
from coecal.ranges import DateRange, Period


@attrs.frozen
class Resolved:
    """What an expression says of the days."""

    kind: Kind
    ranges: tuple[DateRange, ...]
    reasons: tuple[Reason, ...]


OPEN_AT_THEIR_END: Final = frozenset({"since", "from", "after", "not_before"})
"""The bounds of what has a start that is known and no end."""


def month_of(within: Period | None) -> int | None:
    """The month that a period lies in; None where it reaches into several, or where there is none."""
    if within is None or (within.first.year, within.first.month) != (within.last.year, within.last.month):
        return None
    return within.first.month


def missing_month(found: list[Leaf], text: str, within: Period | None) -> int | None:
    """The month of `within`, for days of which no part of the expression says the month.

    Raises:
        DateError: a day has no month, and none can be found for it.
    """
    if (month := month_of(within)) is not None:
        return month
    bare = next((leaf for leaf in found if isinstance(leaf, Day) and leaf.month is None), None)
    if bare is not None and not any(isinstance(leaf, Day) and leaf.month for leaf in found):
        with_month = any(not isinstance(leaf, Day) for leaf in found)
        if not with_month:
            message = f"the month of {text[slice(*bare.span)]!r} is missing: write it, or give one month to read it in"
            raise DateError(message, text, bare.span)
    return None


def with_best_year(
    attempt: Callable[[int | None], Resolved],
    body: Item | Many,
    found: list[Leaf],
    month: int | None,
    text: str,
    within: Period | None,
    today: date | None,
) -> Resolved:
    """Return the reading in the year that fits best; its errors are raised, not those of other years."""
    bound = body.word if isinstance(body, Bound) else ""
    if within is not None:
        year = _year_within(attempt, bound, found, month, within)
        reason = Reason(text, Rule.YEAR_OF_PERIOD, values={"year": year})
    elif today is not None:
        year = _year_to_come(attempt, bound, found, month, today)
        reason = Reason(text, Rule.YEAR_TO_COME, values={"year": year, "today": today})
    else:
        message = "the year is missing: write it, or give the period that it stands under, or today"
        raise DateError(message, text, (0, len(text)))
    best = attempt(year)
    return attrs.evolve(best, reasons=(*best.reasons, reason))


def _year_within(
    attempt: Callable[[int | None], Resolved], bound: str, found: list[Leaf], month: int | None, within: Period
) -> int:
    """The year in which it lies inside the period, else that in which it is nearest to it."""
    misfits: dict[int, tuple[int, int, int]] = {}
    first, last = within.first.year, within.last.year
    nearby = range(max(MINYEAR, first - 1), min(MAXYEAR, last + 1) + 1)
    for year in sorted(nearby, key=lambda year: not first <= year <= last):  # one of the period's own mostly fits
        misfits[year] = _misfit(attempt, bound, found, month, year, within)
        if not any(misfits[year]):
            return year
    _, nearest = min(((misfit, year) for year, misfit in misfits.items()), default=((0, 0, 0), within.first.year))
    return nearest


def _misfit(
    attempt: Callable[[int | None], Resolved],
    bound: str,
    found: list[Leaf],
    month: int | None,
    year: int,
    within: Period,
) -> tuple[int, int, int]:
    """How badly a year fits the period; of a year in which it is no date, how badly its last month does."""
    try:
        return misfit(attempt(year).ranges, bound, within)
    except DateError:
        guess = Period.month(year, rightmost_month(found, fill(found, year, month)))
        return _misfit_of_days(guess.first, guess.last, bound, within)


def misfit(ranges: tuple[DateRange, ...], bound: str, within: Period) -> tuple[int, int, int]:
    """How badly days fit the period: days from their start and then their end to it, after any rule of bounds."""
    first = min([part.earliest_start or part.latest_start or part.earliest_end or date.min for part in ranges])
    last = max([part.latest_end or part.earliest_end or part.latest_start or date.max for part in ranges])
    if bound in OPEN_AT_THEIR_END:
        last = first
    elif bound:
        first = last
    return _misfit_of_days(first, last, bound, within)


def _misfit_of_days(first: date, last: date, bound: str, within: Period) -> tuple[int, int, int]:
    """What is to be done by a day is not listed after it, and what runs since a day not before it."""
    late = bound in ("by", "before", "until") and last < within.first
    early = bound == "since" and first > within.last
    return int(late or early), within.distance(first), within.distance(last)


def _year_to_come(
    attempt: Callable[[int | None], Resolved], bound: str, found: list[Leaf], month: int | None, today: date
) -> int:
    """The first year in which it is not over; for "since", the last in which it has begun.

    Where a weekday contradicts it in that year, one that has just passed and agrees with it is meant.
    """
    years = range(max(MINYEAR, today.year - 1), min(MAXYEAR, today.year + 8) + 1)
    began = passed = None
    for year in years:
        try:
            ranges = attempt(year).ranges
        except DateError:
            filled = fill(found, year, month)
            last = Period.month(year, rightmost_month(found, filled)).last
            if last >= today and not any(_waits_for_leap_year(leaf, filled[leaf.span]) for leaf in found):
                return year if passed is None else passed  # what is wrong with it is wrong in the year to come
            continue
        first = min(part.earliest_start or part.earliest_end or date.min for part in ranges)
        if bound == "since":
            if first > today:
                return began if began is not None else year
            began = year
        elif bound in OPEN_AT_THEIR_END:
            if max(part.latest_start or first for part in ranges) >= today:
                return year
        else:
            last = max(part.latest_end or date.max for part in ranges)
            if last >= today:
                return year
            passed = year if (today - last).days <= LONGEST_OVER_NEW_YEAR else None
    return today.year


def _waits_for_leap_year(leaf: Leaf, filled: Filled) -> bool:
    """Whether a leaf is 29 February, in a year without it."""
    is_leap_day = isinstance(leaf, Day) and leaf.day == 29 and filled.month == 2
    return is_leap_day and filled.year is not None and not isleap(filled.year)
