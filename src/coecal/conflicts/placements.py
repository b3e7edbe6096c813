"""Owns what a fuzzy date does whatever happens, and what it may do, about some given days. Exact; knows no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import accumulate

import attrs

from coecal.dates import Certainty, FuzzyDate
from coecal.errors import RangeError
from coecal.ranges import ONE_DAY, DateRange, Period


def sure(when: FuzzyDate, must: Callable[[DateRange], bool], may: Callable[[DateRange], bool]) -> Certainty:
    """Return how sure it is that one stretch of a date does something.

    Args:
        when: the date; where all stretches happen, one that does it is enough.
        must: whether a stretch does it in all of its placements.
        may: whether it does in one of them.
    """
    if (all if when.is_choice else any)(map(must, when.ranges)):
        return Certainty.CERTAIN
    return Certainty.POSSIBLE if any(map(may, when.ranges)) else Certainty.NONE


def touches(when: FuzzyDate, days: AbstractSet[date]) -> Certainty:
    """Return how sure it is that a date takes place on one of the days."""
    return sure(when, lambda part: not _fits_between(part, days), lambda part: any(map(part.may_touch, days)))


def starts_or_ends(when: FuzzyDate, days: AbstractSet[date]) -> Certainty:
    """Return how sure it is that a stretch of a date starts or ends on one of the days."""
    return sure(when, lambda part: not _can_start_and_end_off(part, days), lambda part: _may_start_or_end(part, days))


def edges(when: FuzzyDate) -> Iterator[Period]:
    """Yield the days on which a stretch of a date may start, and those on which it may end, where they are known."""
    for part in when.ranges:
        for first, last in ((part.earliest_start, part.latest_start), (part.earliest_end, part.latest_end)):
            if first is not None and last is not None:
                yield Period(first, last)


def leaves(when: FuzzyDate, first: date | None, last: date | None) -> Certainty:
    """Return how sure it is that a date has a day before `first` or after `last`; None: no limit on that side."""

    def may(part: DateRange) -> bool:
        early = first is not None and (part.earliest_start is None or part.earliest_start < first)
        return early or (last is not None and (part.latest_end is None or part.latest_end > last))

    return sure(when, lambda part: not _fits(part, first, last), may)


def _fits(part: DateRange, first: date | None, last: date | None) -> bool:
    """Whether some placement lies from `first` to `last`; None: no limit on that side."""
    start = first if part.earliest_start is None else max(part.earliest_start, first or part.earliest_start)
    end = last if part.latest_end is None else min(part.latest_end, last or part.latest_end)
    try:
        attrs.evolve(part, earliest_start=start, latest_end=end)
    except RangeError:
        return False
    return True


def _fits_between(part: DateRange, days: AbstractSet[date]) -> bool:
    """Whether some placement takes none of the days."""
    taken = sorted(filter(part.may_touch, days))
    return any(_fits(part, first, last) for first, last in _gaps(taken))


def _gaps(days: list[date]) -> Iterator[tuple[date | None, date | None]]:
    """Yield the runs between the days, the first without a start and the last without an end."""
    before: date | None = None
    for day in days:
        if before is None or before < day - ONE_DAY:
            yield None if before is None else before + ONE_DAY, day - ONE_DAY
        before = day
    yield None if before is None else before + ONE_DAY, None


def _may_start_or_end(part: DateRange, days: AbstractSet[date]) -> bool:
    """Whether some placement starts or ends on one of the days: each start and each end is that of one."""
    starts, ends = (part.earliest_start, part.latest_start), (part.earliest_end, part.latest_end)
    return any(
        (first is None or first <= day) and (last is None or day <= last)
        for day in days
        for first, last in (starts, ends)
    )


def _can_start_and_end_off(part: DateRange, days: AbstractSet[date]) -> bool:
    """Whether some placement neither starts nor ends on one of the days; one with an open end can go elsewhere."""
    es, ls, ee, le = part.points
    if es is None or ls is None or ee is None or le is None:
        return True
    ends = [ee + timedelta(days=number) not in days for number in range((le - ee).days + 1)]
    free = list(accumulate(ends, initial=0))
    for number in range((ls - es).days + 1):
        start = es + timedelta(days=number)
        if start not in days:
            least = max(0, (start - ee).days + part.min_days - 1)
            most = len(ends) if part.max_days is None else min(len(ends), (start - ee).days + part.max_days)
            if least < most and free[most] > free[least]:
                return True
    return False
