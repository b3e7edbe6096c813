"""Every two dates that a small axis has, held against all that can happen: single, several, alternatives, open.

Nothing here is computed by the library but what is tested: placements come from the six numbers that a range is made
of, before it tightens them, as masks of days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product
from math import prod
from typing import NamedTuple

import pytest
from strategies import FIRST, on_axis

from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.errors import RangeError
from coecal.overlaps import find_overlaps
from coecal.ranges import ONE_DAY, DateRange, Period

BEYOND = 5
"""How far placements of what is open reach beyond the axis; nothing on it can tell them from those further off."""


class Made(NamedTuple):
    """A range, and the days of each of its placements as a mask whose bit `BEYOND` is the first day of the axis."""

    part: DateRange
    masks: tuple[int, ...]


class Case(NamedTuple):
    """A date, and how often each set of days is taken by what may happen: one tally for each candidate."""

    when: FuzzyDate
    tallies: tuple[Counter[int], ...]
    is_single: bool
    is_exact: bool


def masks(es: int | None, ls: int | None, ee: int | None, le: int | None, low: int, high: int | None) -> Iterator[int]:
    """Yield the days of every stretch that six numbers allow, up to a few days beyond the axis."""
    days = range(-BEYOND, 2 * BEYOND)
    for start, end in product(days, days):
        starts = (es is None or es <= start) and (ls is None or start <= ls)
        ends = (ee is None or ee <= end) and (le is None or end <= le)
        if starts and ends and low <= end - start + 1 and (high is None or end - start + 1 <= high):
            yield sum(1 << day + BEYOND for day in range(start, end + 1))


def lengths(size: int) -> list[tuple[int, int | None]]:
    """Return every least and greatest number of days, the greatest unknown too."""
    return [(low, high) for low in range(1, size + 1) for high in (None, *range(low, size + 1))]


def made(size: int, *, open_ends: bool = False, known: Sequence[tuple[int, int | None]] | None = None) -> list[Made]:
    """Return ranges on an axis of so many days, one for each set of placements; refused are those without any."""
    points = [*range(size), *([None] if open_ends else [])]
    found: dict[tuple[int, ...], Made] = {}
    for es, ls, ee, le, length in product(points, points, points, points, lengths(size) if known is None else known):
        happens = tuple(masks(es, ls, ee, le, *length))
        days = (on_axis(es), on_axis(ls), on_axis(ee), on_axis(le))
        if happens:
            found.setdefault(happens, Made(DateRange(*days, *length), happens))
        else:
            with pytest.raises(RangeError):
                DateRange(*days, *length)
    return list(found.values())


def together(parts: Iterable[Made]) -> Counter[int]:
    """Return how often each set of days is taken where all of them happen."""
    taken = Counter([0])
    for part in parts:
        grown: Counter[int] = Counter()
        for days, mask in product(taken, part.masks):
            grown[days | mask] += taken[days]
        taken = grown
    return taken


def cases(ranges: Sequence[Made], most: int, *, choice: bool = False) -> list[Case]:
    """Return all dates of up to so many of the ranges: all of them happen, or one of them does."""
    return [
        Case(
            FuzzyDate("made", Kind.ALTERNATIVES if choice else Kind.WINDOW, [one.part for one in chosen]),
            tuple(together([one]) for one in chosen) if choice else (together(chosen),),
            choice or count == 1,
            all(len(one.masks) == 1 for one in chosen),
        )
        for count in range(2 if choice else 1, most + 1)
        for chosen in combinations_with_replacement(ranges, count)
    ]


def share(one: Counter[int], other: Counter[int]) -> Fraction:
    """Return the share of all that can happen in which a day is taken by both."""
    hits = sum(times * other[days] for mask, times in one.items() for days in other if mask & days)
    return Fraction(hits, one.total() * other.total())


def check(one: Case, other: Case) -> bool:
    """Hold two dates against all that can happen; return whether the likelihood is exact."""
    shares = [share(mine, theirs) for mine, theirs in product(one.tallies, other.tallies)]
    expected = sum(shares, Fraction(0)) / len(shares)
    found = one.when.compare(other.when)
    sure = Certainty.NONE if expected == 0 else Certainty.CERTAIN if expected == 1 else Certainty.POSSIBLE
    assert found.certainty is sure, (one.when, other.when, expected)
    if found.bounds is None:
        assert found.likelihood == expected, (one.when, other.when)
        assert isinstance(found.likelihood, Fraction)
    else:
        assert found.likelihood is None
        assert found.bounds[0] <= expected <= found.bounds[1], (one.when, other.when)
        # Bounds are for several against several that are not exact, and for nothing else.
        assert not any((one.is_single, other.is_single, one.is_exact, other.is_exact))
    return found.bounds is None


SHORT: list[tuple[int, int | None]] = [(1, None), (1, 1), (2, 2)]


@pytest.mark.parametrize(("size", "count"), [(3, 29), (4, 90), (5, 232)])
def test_every_two_single_stretches(size: int, count: int) -> None:
    """All pairs of all shapes: 841, 8,100 and 53,824, each with its exact likelihood."""
    found = cases(made(size), 1)
    assert len(found) == count
    assert all(check(one, other) for one, other in product(found, repeat=2))


@pytest.mark.parametrize(
    ("size", "known", "most", "exact"),
    [
        pytest.param(3, None, 2, 0.5, id="two stretches of any length"),
        pytest.param(2, None, 3, 0.5, id="three stretches of any length"),
    ],
)
def test_every_two_dates_of_several_stretches(
    size: int, known: Sequence[tuple[int, int | None]] | None, most: int, exact: float
) -> None:
    """The certainty is exact for all pairs, and the likelihood exact or within its bounds."""
    found = cases(made(size, known=known), most)
    told = [check(one, other) for one, other in combinations_with_replacement(found, 2)]
    assert len(told) == len(found) * (len(found) + 1) // 2
    assert exact < sum(told) / len(told) < 1


def test_every_choice_against_every_choice_and_every_date() -> None:
    """One of two candidates, against one of two, two that happen, and one: candidates are as likely as each other."""
    ranges = made(3, known=[(1, None), (2, 2)])
    choices, others = cases(ranges, 2, choice=True), cases(ranges, 2)
    assert all(check(one, other) for one, other in combinations_with_replacement(choices, 2))
    assert all(check(one, other) for one, other in product(choices, others))


def test_every_two_dates_with_open_ends() -> None:
    """The certainty is exact; the likelihood is known where it is certain or none, and else nothing is made up."""
    closed, opened = made(3, known=SHORT), [one for one in made(3, open_ends=True, known=SHORT) if one.part.is_open]
    for one, other in product(opened, [*opened, *closed]):
        hits = {bool(mine & theirs) for mine, theirs in product(one.masks, other.masks)}
        found = FuzzyDate("", Kind.OPEN, [one.part]).compare(FuzzyDate("", Kind.WINDOW, [other.part]))
        sure = Certainty.POSSIBLE if len(hits) == 2 else Certainty.CERTAIN if hits.pop() else Certainty.NONE
        assert found.certainty is sure, (one.part, other.part)
        assert found.likelihood == {"certain": 1, "none": 0}.get(sure)
        assert found.bounds is None


@pytest.mark.parametrize("count", [4, 6, 9])
def test_one_stretch_against_many_fuzzy_ones(count: int) -> None:
    """Many stretches make more choices than there are days: the likelihood stays that of all placements."""
    ranges = made(5, known=[(1, None), (2, 3)])
    for place in range(0, len(ranges), 3):
        one, many = ranges[place], [ranges[(place * 7 + step * 5) % len(ranges)] for step in range(count)]
        missed = sum(prod(sum(not mask & days for days in other.masks) for other in many) for mask in one.masks)
        total = len(one.masks) * prod(len(other.masks) for other in many)
        found = FuzzyDate("", Kind.WINDOW, [one.part]).compare(
            FuzzyDate("", Kind.WINDOW, [other.part for other in many])
        )
        assert found.likelihood == 1 - Fraction(missed, total)


@pytest.mark.parametrize("gap", [1, 2])
def test_every_two_stretches_with_days_between_them(gap: int) -> None:
    """With a gap, two overlap where fewer than so many whole days lie between their placements."""
    found = made(3)
    items = [(place, FuzzyDate("", Kind.WINDOW, [one.part])) for place, one in enumerate(found)]
    told = {(overlap.a, overlap.b): overlap for overlap in find_overlaps(items, gap=gap)}
    for one, other in combinations(range(len(found)), 2):
        placed = list(product(found[one].masks, found[other].masks))
        expected = Fraction(sum(days_between(mine, theirs) < gap for mine, theirs in placed), len(placed))
        assert ((one, other) in told) == (expected > 0)
        if expected:
            assert told[one, other].likelihood == expected


def days_between(one: int, other: int) -> int:
    """Return how many whole days lie between two masks, less than 1 where they meet or follow each other."""
    one, other = sorted((one, other))
    return (other & -other).bit_length() - 1 - one.bit_length()


def test_possible_days_are_those_on_which_both_may_be() -> None:
    """The period runs from the first to the last day that some placement of either takes."""
    found = made(4)
    for one, other in product(found, repeat=2):
        days = _days(one.masks) & _days(other.masks)
        overlap = FuzzyDate("", Kind.WINDOW, [one.part]).compare(FuzzyDate("", Kind.WINDOW, [other.part]))
        expected = None
        if days:
            first, last = (days & -days).bit_length() - 1 - BEYOND, days.bit_length() - 1 - BEYOND
            expected = Period(FIRST + first * ONE_DAY, FIRST + last * ONE_DAY)
        assert overlap.possible_days == expected


def _days(placements: Iterable[int]) -> int:
    taken = 0
    for mask in placements:
        taken |= mask
    return taken
