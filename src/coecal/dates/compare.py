"""Owns the comparison of two fuzzy dates: certain, possible or none, and how likely.

Knows nothing of words, nor of how placements are counted (`coecal.dates.likelihood`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import product
from typing import Generic, NamedTuple, Protocol, TypeVar

import attrs

from coecal.dates.likelihood import Shape, likelihood_bounds
from coecal.ranges import DateRange, Period

ZERO, ONE = Fraction(0), Fraction(1)

Item_co = TypeVar("Item_co", covariant=True)


class Certainty(StrEnum):
    """Whether two dates share a day.

    CERTAIN: whatever happens.
    POSSIBLE: if it so happens.
    NONE: never.

    >>> Certainty("possible") is Certainty.POSSIBLE
    True
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NONE = "none"


class Stretches(Protocol):
    """What is compared: ranges, all of which happen or one of which does."""

    @property
    def ranges(self) -> tuple[DateRange, ...]:
        """The stretches, one at least."""
        ...

    @property
    def is_choice(self) -> bool:
        """Whether one of them happens, not all."""
        ...


@attrs.frozen
class Overlap(Generic[Item_co]):
    """How two items overlap.

    Attributes:
        a: the one item.
        b: the other.
        certainty: certain, possible or none.
        likelihood: the exact share of placements that overlap, each placement being as likely as the next;
            None where an open end leaves that unknown, or where only `bounds` are known.
        shared: the keys (projects, countries, …) that the two have in common.
        possible_days: the first and last day on which both may happen; None where there is none or it is open.
        bounds: least and greatest likelihood, where no exact one is given but bounds are known.

    >>> Overlap("visit", "workshop", Certainty.POSSIBLE, Fraction(6, 11)).likelihood
    Fraction(6, 11)
    """

    a: Item_co
    b: Item_co
    certainty: Certainty
    likelihood: Fraction | None
    shared: tuple[str, ...] = ()
    possible_days: Period | None = None
    bounds: tuple[Fraction, Fraction] | None = None


Subject = TypeVar("Subject", bound=Stretches)


def compare(a: Subject, b: Subject) -> Overlap[Subject]:
    """Return whether two dates share a day: certain, possible or none, and how likely.

    The likelihood is the share of placements that overlap, where every start and end that a stretch allows is as
    likely as the next, every candidate of a choice is as likely as the next, and all are independent of each other.
    It is 1 where the overlap is certain and 0 where there is none. Where it is possible only, it is None if an open
    end takes part in it, and also if each of the two dates has several stretches that can meet the other, some of
    them not exact; in that case `bounds` holds the greatest likelihood of any pair of stretches and the sum of all.

    Args:
        a: the one date.
        b: the other.

    >>> @attrs.frozen
    ... class When:
    ...     ranges: tuple[DateRange, ...]
    ...     is_choice: bool = False
    >>> mid_november = When((DateRange.window(date(2023, 11, 11), date(2023, 11, 20)),))
    >>> found = compare(mid_november, When((DateRange.exact(date(2023, 11, 15)),)))
    >>> found.certainty.value, found.likelihood, found.possible_days
    ('possible', Fraction(6, 11), <Period 2023-11-15..2023-11-15>)
    """
    verdict = certainty(a, b)
    if verdict is Certainty.NONE:
        return Overlap(a, b, verdict, ZERO)
    days = _possible_days(a.ranges, b.ranges)
    if verdict is Certainty.CERTAIN:
        return Overlap(a, b, verdict, ONE, possible_days=days)
    bounds = _likelihoods(a, b)
    if bounds is None or bounds[0] < bounds[1]:
        return Overlap(a, b, verdict, None, possible_days=days, bounds=bounds)
    return Overlap(a, b, verdict, bounds[0], possible_days=days)


def certainty(a: Stretches, b: Stretches) -> Certainty:
    """Return whether two dates share a day: whatever happens, if it so happens, or never."""
    if not a.is_choice and not b.is_choice:
        return _certainty(a.ranges, b.ranges)
    found = {_certainty(ones, others) for ones, others in product(_outcomes(a), _outcomes(b))}
    return found.pop() if len(found) == 1 else Certainty.POSSIBLE


def _can_meet(a: DateRange, b: DateRange) -> bool:
    return _may_precede(a.earliest_start, b.latest_end) and _may_precede(b.earliest_start, a.latest_end)


def _must_meet(a: DateRange, b: DateRange) -> bool:
    return _precedes(a.latest_start, b.earliest_end) and _precedes(b.latest_start, a.earliest_end)


def _may_precede(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


def _precedes(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first <= last


def _outcomes(when: Stretches) -> tuple[tuple[DateRange, ...], ...]:
    """Return what may happen: each candidate by itself, or all stretches together."""
    return tuple((part,) for part in when.ranges) if when.is_choice else (when.ranges,)


def _relevant(ones: Sequence[DateRange], others: Sequence[DateRange]) -> list[DateRange]:
    """Return those of the ones that can meet any of the others; the rest change nothing."""
    return [one for one in ones if any(_can_meet(one, other) for other in others)]


def _certainty(ones: Sequence[DateRange], others: Sequence[DateRange]) -> Certainty:
    """Compare two dates, all stretches of which happen."""
    if any(_must_meet(one, other) for one in ones for other in others):
        return Certainty.CERTAIN
    mine, theirs = _relevant(ones, others), _relevant(others, ones)
    if not mine:
        return Certainty.NONE
    if len(mine) == len(theirs) == 1 or _can_miss_all(mine, theirs):
        return Certainty.POSSIBLE
    return Certainty.CERTAIN


class _Core(NamedTuple):
    """The least that a stretch takes up: some `days` days in a row, the first of them from `first` to `last`."""

    first: int
    last: int
    days: int

    @classmethod
    def of(cls, part: DateRange) -> _Core | None:
        """Return the core of a range: each of its placements holds one, and each of these is a placement.

        None where it can be put off, or brought forward, without end: such a stretch can always get out of the way.
        """
        if part.latest_start is None or part.earliest_end is None:
            return None
        start, end = part.latest_start.toordinal(), part.earliest_end.toordinal()
        days = max(part.min_days, end - start + 1)
        return cls(min(start, end - days + 1), start, days)

    def ends(self, day: int) -> int:
        """Return the day on which it ends if it starts as soon as it can from `day` on."""
        return max(self.first, day) + self.days - 1


def _can_miss_all(ones: Iterable[DateRange], others: Iterable[DateRange]) -> bool:
    """Return whether all stretches can be placed so that no one meets any other; exact.

    Where one side cannot move, it is enough that each stretch of the other fits into some gap of it.
    """
    mine = tuple(core for part in ones if (core := _Core.of(part)) is not None)
    theirs = tuple(core for part in others if (core := _Core.of(part)) is not None)
    if all(core.first == core.last for core in theirs):
        return all(_fits((core,), theirs) for core in mine)
    if all(core.first == core.last for core in mine):
        return all(_fits(mine, (core,)) for core in theirs)
    return _fits(mine, theirs)


def _fits(mine: tuple[_Core, ...], theirs: tuple[_Core, ...]) -> bool:
    """Return whether the days can be shared out so that every core of either side has days of its own side only.

    The days are dealt out in runs, to either side in turn. Cores of one side may share days, so a run takes in all
    that fit; only runs that end together with a core need to be tried.
    """
    dead: set[tuple[tuple[_Core, ...], tuple[_Core, ...], int]] = set()

    def deal(having: tuple[_Core, ...], waiting: tuple[_Core, ...], day: int) -> bool:
        if not having or not waiting:
            return all(core.last >= day for core in (*having, *waiting))
        if (having, waiting, day) in dead:
            return False
        limit = min(core.last for core in waiting)
        for end in sorted({core.ends(day) for core in having}):
            if end >= limit:
                break
            left = tuple(core for core in having if core.ends(day) > end)
            if all(core.last > end for core in left) and deal(waiting, left, end + 1):
                return True
        dead.add((having, waiting, day))
        return False

    day = min((core.first for core in (*mine, *theirs)), default=0)
    return deal(mine, theirs, day) or deal(theirs, mine, day)


def _possible_days(ones: Sequence[DateRange], others: Sequence[DateRange]) -> Period | None:
    """Return the first to the last day on which both may be, or None where that is open at an end."""
    firsts: list[date] = []
    lasts: list[date] = []
    for one, other in product(ones, others):
        if _can_meet(one, other):
            starts = [day for day in (one.earliest_start, other.earliest_start) if day is not None]
            ends = [day for day in (one.latest_end, other.latest_end) if day is not None]
            if not starts or not ends:
                return None
            firsts.append(max(starts))
            lasts.append(min(ends))
    return Period(min(firsts), max(lasts))


def _likelihoods(a: Stretches, b: Stretches) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest likelihood, or None where an open end leaves it unknown."""
    shares = [_share(ones, others) for ones, others in product(_outcomes(a), _outcomes(b))]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return None
    if len(known) == 1:
        return known[0]
    return sum((least for least, _ in known), ZERO) / len(known), sum((most for _, most in known), ZERO) / len(known)


def _share(ones: Sequence[DateRange], others: Sequence[DateRange]) -> tuple[Fraction, Fraction] | None:
    """Return the least and the greatest likelihood of two dates, all stretches of which happen."""
    verdict = _certainty(ones, others)
    if verdict is not Certainty.POSSIBLE:
        return (ONE, ONE) if verdict is Certainty.CERTAIN else (ZERO, ZERO)
    mine = [Shape.of(part) for part in _relevant(ones, others)]
    theirs = [Shape.of(part) for part in _relevant(others, ones)]
    closed_mine = [shape for shape in mine if shape is not None]
    closed_theirs = [shape for shape in theirs if shape is not None]
    if len(closed_mine) < len(mine) or len(closed_theirs) < len(theirs):
        return None
    return likelihood_bounds(closed_mine, closed_theirs)
