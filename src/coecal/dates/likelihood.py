"""Owns the counting of placements: how many a stretch has, and how many of them miss another date.

Every end is known here, days are whole numbers and results are exact. Knows nothing of open ends, of certainty
or of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, product
from math import comb, prod
from operator import mul
from typing import NamedTuple

from coecal.ranges import DateRange


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
        es, ls, ee, le = part.earliest_start, part.latest_start, part.earliest_end, part.latest_end
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

    def count_ending_before(self, day: int) -> int:
        """Return the number of placements that are over when `day` begins."""
        part = self.within(self.earliest_start, day - 1)
        return 0 if part is None else part.placements

    def count_starting_after(self, day: int) -> int:
        """Return the number of placements that begin when `day` is over."""
        part = self.within(day + 1, self.latest_end)
        return 0 if part is None else part.placements


def likelihood_bounds(ones: Sequence[Shape], others: Sequence[Shape]) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest share of placements in which two dates overlap; equal where it is exact.

    Placements are uniform and those of different stretches independent. All stretches happen, each can meet one of
    the other date, and none of them meets one for certain.
    """
    if all(other.is_exact for other in others):
        return _twice(1 - prod((1 - _likelihood(one, others) for one in ones), start=Fraction(1)))
    if len(ones) == 1:
        return _twice(_likelihood(ones[0], others))
    if len(others) == 1 or all(one.is_exact for one in ones):
        return likelihood_bounds(others, ones)
    pairs = [_likelihood(one, [other]) for one, other in product(ones, others)]
    return max(pairs), min(Fraction(1), sum(pairs, Fraction(0)))


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
    if a.shortest == a.longest and b.shortest == b.longest:
        return _known_lengths(a, b) + _known_lengths(b, a)
    if a.is_window and b.is_window:
        return _unknown_lengths(a, b) + _unknown_lengths(b, a)
    return _sum_missing(*((b, [a]) if _extent(b) < _extent(a) else (a, [b])))


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

    Each of `loose` is over before `one` starts or begins after it ends. The first depends on the start alone and
    the second on the end alone, so that each such choice is a sum over starts of prefix sums over ends: linear in
    the days. Choices that leave no room for `one` are not followed, which is nearly all of them where `loose` are
    spread over time.
    """
    es, ls, ee, le, shortest, longest = one
    over = [list(map(other.count_ending_before, range(es, ls + 1))) for other in loose]
    ahead = [list(map(other.count_starting_after, range(ee, le + 1))) for other in loose]
    limits = [(max(ee, s + shortest) - ee, min(le, s + longest) - ee + 1) for s in range(es, ls + 1)]

    def total(index: int, by_start: list[int], by_end: list[int], first: int, last: int) -> int:
        if one.within(first, last) is None:
            return 0
        if index == len(loose):
            sums = list(accumulate(by_end, initial=0))
            return sum(ways * (sums[high] - sums[low]) for ways, (low, high) in zip(by_start, limits, strict=True))
        other = loose[index]
        started = list(map(mul, by_start, over[index]))
        ended = list(map(mul, by_end, ahead[index]))
        return total(index + 1, started, by_end, max(first, other.earliest_end + 1), last) + total(
            index + 1, by_start, ended, first, min(last, other.latest_start - 1)
        )

    return total(0, [1] * (ls - es + 1), [1] * (le - ee + 1), es, le)


def _extent(shape: Shape) -> int:
    """Return over how many days the start and the end may vary."""
    return shape.latest_start - shape.earliest_start + shape.latest_end - shape.earliest_end


def _triangle(number: int) -> int:
    """Return 1 + 2 + … + number, 0 for a negative number."""
    return number * (number + 1) // 2 if number > 0 else 0


def _choose(number: int, size: int) -> int:
    """Return the binomial coefficient, 0 for a negative number."""
    return comb(number, size) if number > 0 else 0
