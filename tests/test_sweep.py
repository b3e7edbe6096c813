"""The sweep over stretches of whole numbers, held against a comparison of every stretch with every other."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.overlaps import find_overlaps
from coecal.ranges import DateRange
from coecal.ready import widened
from coecal.sweep import Sweep

unhurried = settings(deadline=None)
LAST = date.max


def firm(first: date, last: date | None = None) -> FuzzyDate:
    """Return a firm date."""
    return FuzzyDate("made", Kind.EXACT, (DateRange.exact(first, last),))


near = st.tuples(st.integers(0, 20), st.integers(0, 5))
far = st.tuples(st.integers(0, 10**12), st.integers(0, 10**11))


@unhurried
@given(st.lists(near, max_size=30) | st.lists(far, max_size=12) | st.lists(near | far, max_size=12))
def test_what_is_counted_is_what_is_made(stretches: list[tuple[int, int]]) -> None:
    """However close or far the numbers lie, the number of pairs is that of the pairs, and these are all there are."""
    firsts, lasts = [first for first, _ in stretches], [first + length for first, length in stretches]
    found = Sweep(firsts, lasts, range(len(stretches)))
    expected = [
        (one, other)
        for one, other in combinations(range(len(stretches)), 2)
        if firsts[one] <= lasts[other] and firsts[other] <= lasts[one]
    ]
    assert sorted(found.pairs()) == expected
    assert found.count() == len(expected)
    assert list(zip(*found.columns(), strict=True)) == list(found.pairs())
    assert [column.typecode for column in found.columns()] == ["q", "q"]


@pytest.mark.parametrize(
    ("firsts", "lasts", "owners", "pairs"),
    [([1, 1, 5, 5], [2, 2, 6, 6], [1, 0, 0, 1], [(0, 1)]), ([1, 5], [2, 6], [0, 0], []), ([], [], [], [])],
)
def test_a_pair_that_meets_twice_comes_once(
    firsts: list[int], lasts: list[int], owners: list[int], pairs: list[tuple[int, int]]
) -> None:
    """Owners of several stretches are paired once; those who meet nobody are in no pair."""
    found = Sweep(firsts, lasts, owners)
    assert list(found.pairs()) == list(zip(*found.columns(), strict=True)) == pairs
    assert [column.typecode for column in found.columns()] == ["q", "q"]
    assert found.count() == len(pairs)


@pytest.mark.parametrize("most", [1, 3])
def test_five_thousand_keys_give_each_pair_once(most: int) -> None:
    """Items with up to so many of 5,000 keys: each pair that shares one of them and a day is there once."""
    random = Random(most)  # noqa: S311 - the same numbers each time are what is wanted
    days = [date(2024, 1, 1) + timedelta(random.randrange(400)) for _ in range(30_000)]
    dates = [firm(day, day + timedelta(random.randrange(30))) for day in days]
    keys = [sorted({str(random.randrange(5_000)) for _ in range(random.randint(1, most))}) for _ in dates]
    by_key: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            by_key[key].append(place)
    expected = {
        (one, other)
        for places in by_key.values()
        for one, other in combinations(places, 2)
        if dates[one].ranges[0].latest_end >= dates[other].ranges[0].earliest_start  # type: ignore[operator]
        and dates[other].ranges[0].latest_end >= dates[one].ranges[0].earliest_start  # type: ignore[operator]
    }
    found = find_overlaps(enumerate(dates), by=keys.__getitem__)
    pairs = list(found.pairs())
    assert len(pairs) == len(found) == len(expected)
    assert set(pairs) == expected


@pytest.mark.parametrize("gap", [1, 5, 10_000_000_000])
def test_a_gap_at_the_end_of_the_calendar_is_cut_off(gap: int) -> None:
    """What ends on the last days that there are, or never, has no room for a gap and is compared all the same."""
    ends = firm(LAST - timedelta(1), LAST)
    before = firm(LAST - timedelta(3))
    forever = FuzzyDate("made", Kind.OPEN, (DateRange(LAST, LAST, None, None),))
    nothing = FuzzyDate("made", Kind.OPEN, (DateRange(None, LAST, None, None, 3),))
    found = find_overlaps([("ends", ends), ("before", before), ("forever", forever), ("any", nothing)], gap=gap)
    pairs = {(overlap.a, overlap.b): overlap.certainty for overlap in found}
    assert pairs["ends", "forever"] is Certainty.CERTAIN
    assert pairs.get(("ends", "before")) == (None if gap == 1 else Certainty.CERTAIN)


def test_the_likelihood_is_left_out_where_a_gap_is_cut_off() -> None:
    """With a gap that leaves the calendar, placements are no longer one for one; nothing is made up."""
    window = FuzzyDate("made", Kind.WINDOW, (DateRange.window(LAST - timedelta(9), LAST),))
    early = firm(LAST - timedelta(5))
    (bare,), (wide,) = find_overlaps([(1, window), (2, early)]), find_overlaps([(1, window), (2, early)], gap=2)
    assert bare.likelihood is not None
    assert (wide.certainty, wide.likelihood, wide.bounds) == (Certainty.POSSIBLE, None, None)


def test_a_gap_elsewhere_keeps_one_placement_for_each() -> None:
    """Every placement ends so many days later, whatever is known of the length."""
    part = DateRange.window(date(2024, 1, 1), date(2024, 1, 9), 2, 4)
    (wide,) = widened(FuzzyDate("made", Kind.WINDOW, (part,)), 3).ranges
    assert wide == DateRange(date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 5), date(2024, 1, 12), 5, 7)
