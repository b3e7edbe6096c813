"""Owns the counting of placements: how many a stretch has, and how many of them miss another date.

Every end is known here, days are whole numbers and results are exact. Knows nothing of open ends, of certainty
or of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise, product
from math import comb, prod
from operator import mul
from typing import NamedTuple

from coecal.ranges import DateRange

MOST_STEPS = 4_000_000
"""As much work goes into one exact likelihood, some tenths of a second; beyond, bounds are given."""
_STEPS_A_DAY = 10
"""What a day of one stretch costs where one other stretch is not firm."""
_MOST_KEPT = 4_000
"""Of stretches whose ends vary over more days, the counts are not kept."""


class Shape(NamedTuple):
    """The placements of one stretch whose ends are known, as proleptic ordinals of days, all inclusive.

    A placement is a start and an end within the four points with `shortest <= end - start <= longest`; a one-day
    stretch has a length of 0 here. The six are tight, so that each of the four points is taken by some placement.
    """

    earliest_start: int
    latest_start: int
    earliest_end: int
    latest_end: int
    shortest: int
    longest: int

    @classmethod
    def of(cls, part: DateRange) -> Shape | None:
        """Return the placements of a range, or None where an end of it is open."""
        es, ls, ee, le = part.points
        if es is None or ls is None or ee is None or le is None:
            return None
        first, last = es.toordinal(), le.toordinal()
        shortest = max(part.min_days - 1, (ee - ls).days)
        longest = last - first if part.max_days is None else min(part.max_days - 1, last - first)
        return cls(first, ls.toordinal(), ee.toordinal(), last, shortest, longest)

    @property
    def is_exact(self) -> bool:
        """Whether there is one placement only."""
        return self.earliest_start == self.latest_start and self.earliest_end == self.latest_end

    @property
    def is_window(self) -> bool:
        """Whether every stretch of days between the first and the last is a placement."""
        # A least length of more than a day would have set the earliest end apart from the earliest start.
        return (
            self.earliest_start == self.earliest_end
            and self.latest_start == self.latest_end
            and self.longest == self.latest_end - self.earliest_start
        )

    def within(self, first: int, last: int) -> Shape | None:
        """Return the placements that lie from `first` to `last`, or None where there are none."""
        es, le = max(self.earliest_start, first), min(self.latest_end, last)
        ls, ee = min(self.latest_start, le - self.shortest), max(self.earliest_end, es + self.shortest)
        es, le = max(es, ee - self.longest), min(le, ls + self.longest)
        return (
            None
            if ls < es or le < ee
            else self._replace(earliest_start=es, latest_start=ls, earliest_end=ee, latest_end=le)
        )

    @property
    def placements(self) -> int:
        """The number of placements."""
        es, ls, ee, le, shortest, longest = self
        # A start has a placement for each length, less those that end too late and those that end too early.
        late = _triangle(ls + longest - le) - _triangle(es + longest - le - 1)
        early = _triangle(ee - shortest - es) - _triangle(ee - shortest - ls - 1)
        return (ls - es + 1) * (longest - shortest + 1) - late - early

    def over_before(self, first: int, last: int) -> list[int]:
        """Return for each day from `first` to `last` how many placements are over when it begins."""
        before = max(0, min(last, self.earliest_end) - first + 1)
        within = _ended(self, max(first - 1, self.earliest_end), min(last - 1, self.latest_end))
        after = last - first + 1 - before - len(within)
        return [0] * before + within + [self.placements] * after

    def yet_to_start_after(self, first: int, last: int) -> list[int]:
        """Return for each day from `first` to `last` how many placements begin when it is over: time turned round."""
        turned = Shape(
            -self.latest_end, -self.earliest_end, -self.latest_start, -self.earliest_start, self.shortest, self.longest
        )
        return turned.over_before(-last, -first)[::-1]


def _ended(shape: Shape, first: int, last: int) -> list[int]:
    """Return how many placements are over with each day from `first` to `last`, both possible ends."""
    if last < first:
        return []
    if shape.latest_end - shape.earliest_end > _MOST_KEPT:
        return _count_ended(shape, first, last)
    return _kept(shape)[first - shape.earliest_end : last - shape.earliest_end + 1]


@lru_cache(maxsize=512)
def _kept(shape: Shape) -> list[int]:
    return _count_ended(shape, shape.earliest_end, shape.latest_end)


def _count_ended(shape: Shape, first: int, last: int) -> list[int]:
    es, ls, _, _, shortest, longest = shape
    before = shape.within(es, first - 1)
    starts = (min(ls, end - shortest) - max(es, end - longest) + 1 for end in range(first, last + 1))
    return list(accumulate(starts, initial=0 if before is None else before.placements))[1:]


def likelihood_bounds(ones: Sequence[Shape], others: Sequence[Shape]) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest share of placements in which two dates overlap; equal where it is exact.

    It is bounds where several stretches of both vary, or where an exact count would take more than `MOST_STEPS`.
    Placements are uniform and those of different stretches independent. All stretches happen, each can meet one of
    the other date, and none of them meets one for certain.
    """
    if all(other.is_exact for other in others):
        return _twice(1 - prod((1 - _likelihood(one, others) for one in ones), start=Fraction(1)))
    if len(ones) == 1 and _steps(ones[0], others) <= MOST_STEPS:
        return _twice(_likelihood(ones[0], others))
    if (len(others) == 1 and len(ones) > 1) or all(one.is_exact for one in ones):
        return likelihood_bounds(others, ones)
    pairs = [_pair_bounds(one, other) for one, other in product(ones, others)]
    return max(least for least, _ in pairs), min(Fraction(1), sum((most for _, most in pairs), Fraction(0)))


def _pair_bounds(one: Shape, other: Shape) -> tuple[Fraction, Fraction]:
    """Return the share for two stretches; anything from none to all where counting would take too long."""
    if _steps(one, [other]) > MOST_STEPS:
        return Fraction(0), Fraction(1)
    return _twice(_likelihood(one, [other]))


def _steps(one: Shape, others: Sequence[Shape]) -> int:
    """Return about how many steps it takes to count in how many placements one stretch misses all others."""
    loose = [other for other in others if not other.is_exact]
    starts, ends = one.latest_start - one.earliest_start + 1, one.latest_end - one.earliest_end + 1
    if len(loose) > 1:
        return min((starts + ends) << len(loose), starts * ends * len(loose))
    if any(_has_closed_form(one, other) for other in loose):
        return 0
    return _STEPS_A_DAY * min((starts + ends, *map(_extent, loose)))


def _twice(share: Fraction) -> tuple[Fraction, Fraction]:
    return share, share


def _likelihood(one: Shape, others: Sequence[Shape]) -> Fraction:
    """Return the exact share of placements in which one stretch meets any of the others."""
    loose = [other for other in others if not other.is_exact]
    fixed = [other for other in others if other.is_exact]
    total = one.placements * prod(other.placements for other in loose)
    return Fraction(total - _count_missing(one, fixed, loose), total)


def _count_missing(one: Shape, fixed: Sequence[Shape], loose: Sequence[Shape]) -> int:
    """Return how many joint placements of `one` and `loose` there are in which `one` meets nothing."""
    if len(loose) == 1 and not fixed:
        return _count_apart(one, loose[0])
    parts = (one.within(first, last) for first, last in _gaps(fixed, one.earliest_start, one.latest_end))
    return sum(_sum_missing(part, loose) if loose else part.placements for part in parts if part is not None)


def _gaps(fixed: Sequence[Shape], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of days from `first` to `last` that the exact stretches leave free."""
    for taken in sorted(fixed):
        if first < taken.earliest_start:
            yield first, min(last, taken.earliest_start - 1)
        first = max(first, taken.latest_end + 1)
    if first <= last:
        yield first, last


def _count_apart(a: Shape, b: Shape) -> int:
    """Return how many joint placements of two stretches share no day, in closed form where there is one."""
    if a.latest_end < b.earliest_start or b.latest_end < a.earliest_start:
        return a.placements * b.placements
    if not _has_closed_form(a, b):
        return _sum_missing(*((b, [a]) if _extent(b) < _extent(a) else (a, [b])))
    if a.is_window and b.is_window:
        return _unknown_lengths(a, b) + _unknown_lengths(b, a)
    return _known_lengths(a, b) + _known_lengths(b, a)


def _has_closed_form(a: Shape, b: Shape) -> bool:
    """Whether both lengths are known, or both are windows of unknown length."""
    return (a.shortest == a.longest and b.shortest == b.longest) or (a.is_window and b.is_window)


def _known_lengths(a: Shape, b: Shape) -> int:
    """Return how often `a` ends before `b` starts: pairs of days u < v, each uniform over its own run of days."""
    u1, u2, v1, v2 = a.earliest_end, a.latest_end, b.earliest_start, b.latest_start
    return _triangle(v2 - u1) - _triangle(v2 - u2 - 1) - _triangle(v1 - 1 - u1) + _triangle(v1 - u2 - 2)


def _unknown_lengths(a: Shape, b: Shape) -> int:
    """Return how often `a` ends before `b` starts, where any stretch of days in either window is a placement.

    That is the number of days s <= e < s' <= e' from the first of `a` to the last of `b`, without those where e is
    after the window of `a` and those where s' is before that of `b`; the windows share a day, so it is never both.
    """
    total = b.latest_end - a.earliest_start + 1
    beyond_a, beyond_b = b.latest_end - a.latest_end, b.earliest_start - a.earliest_start
    late = _choose(beyond_a + 2, 4) + (total - beyond_a) * _choose(beyond_a + 1, 3)
    early = _choose(beyond_b + 2, 4) + (total - beyond_b) * _choose(beyond_b + 1, 3)
    return _choose(total + 2, 4) - late - early


def _sum_missing(one: Shape, loose: Sequence[Shape]) -> int:
    """Return how many joint placements there are in which `one` meets none of `loose`.

    Each of `loose` is over before `one` starts, which depends on the start alone, or begins after it ends, which
    depends on the end alone. The starts are parted into runs in which the same of `loose` may be either.
    """
    es, ls = one.earliest_start, one.latest_start
    cuts = {day for other in loose for day in (other.earliest_end + 1, other.latest_start) if es < day <= ls}
    runs = pairwise((es, *sorted(cuts), ls + 1))
    return sum(_sum_of_run(part, loose) for first, end in runs if (part := _starting(one, first, end - 1)) is not None)


def _starting(one: Shape, first: int, last: int) -> Shape | None:
    """Return the placements that start from `first` to `last`, or None where there are none."""
    ee, le = max(one.earliest_end, first + one.shortest), min(one.latest_end, last + one.longest)
    return None if le < ee else Shape(first, last, ee, le, one.shortest, one.longest)


def _sum_of_run(one: Shape, loose: Sequence[Shape]) -> int:
    """Return the same for a run of starts, in each of which the same of `loose` may be either."""
    es, ls, ee, le, shortest, longest = one
    by_start, by_end = [1] * (ls - es + 1), [1] * (le - ee + 1)
    either: list[tuple[list[int], list[int]]] = []
    for other in loose:
        if es <= other.earliest_end:
            by_end = list(map(mul, by_end, other.yet_to_start_after(ee, le)))
        elif other.latest_start <= es:
            by_start = list(map(mul, by_start, other.over_before(es, ls)))
        else:
            either.append((other.over_before(es, ls), other.yet_to_start_after(ee, le)))
    limits = [(max(ee, start + shortest) - ee, min(le, start + longest) - ee + 1) for start in range(es, ls + 1)]
    if (len(by_start) + len(by_end)) << len(either) > len(by_start) * len(by_end) * len(either):
        return _sum_one_by_one(by_start, by_end, either, limits)
    return _sum_of_choices(by_start, by_end, either, limits)


def _sum_of_choices(
    by_start: list[int], by_end: list[int], either: Sequence[tuple[list[int], list[int]]], limits: list[tuple[int, int]]
) -> int:
    """Return the sum choice by choice which of `either` are over: sums over starts of prefix sums over ends."""
    if not any(by_start) or not any(by_end):
        return 0
    if not either:
        sums = list(accumulate(by_end, initial=0))
        return sum(
            ways * (sums[high] - sums[low]) for ways, (low, high) in zip(by_start, limits, strict=True) if low < high
        )
    (over, ahead), *others = either
    return _sum_of_choices(list(map(mul, by_start, over)), by_end, others, limits) + _sum_of_choices(
        by_start, list(map(mul, by_end, ahead)), others, limits
    )


def _sum_one_by_one(
    by_start: list[int], by_end: list[int], either: Sequence[tuple[list[int], list[int]]], limits: list[tuple[int, int]]
) -> int:
    """Return the sum start by start and end by end, which is less work than all choices where these are many."""
    total = 0
    for place, (ways, (low, high)) in enumerate(zip(by_start, limits, strict=True)):
        row = by_end[low:high] if ways else []
        for over, ahead in either:
            row = list(map(mul, row, map(over[place].__add__, ahead[low:high])))
        total += ways * sum(row)
    return total


def _extent(shape: Shape) -> int:
    """Return over how many days the start and the end may vary."""
    return shape.latest_start - shape.earliest_start + shape.latest_end - shape.earliest_end


def _triangle(number: int) -> int:
    """Return 1 + 2 + … + number, 0 for a negative number."""
    return number * (number + 1) // 2 if number > 0 else 0


def _choose(number: int, size: int) -> int:
    """Return the binomial coefficient, 0 for a negative number."""
    return comb(number, size) if number > 0 else 0
