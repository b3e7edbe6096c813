"""Comparing two dates, held against an enumeration of everything that can happen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement, islice, product
from math import comb
from random import Random
from typing import TypeAlias

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import FIRST, axis_dates, axis_ranges, on_axis

from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.errors import RangeError
from coecal.ranges import ONE_DAY, DateRange, Period

Days: TypeAlias = frozenset[int]
Shape: TypeAlias = tuple[DateRange, tuple[Days, ...]]

unhurried = settings(deadline=None)

FAR = 6
"""Further than any stretch on the small axes can reach: where the oracle lets open ends begin."""


def placements(
    starts: tuple[int | None, int | None],
    ends: tuple[int | None, int | None],
    shortest: int = 1,
    longest: int | None = None,
) -> tuple[Days, ...]:
    """Return the days of every stretch that the four points and the lengths allow."""
    low, high = (-FAR if starts[0] is None else starts[0]), (FAR if ends[1] is None else ends[1])
    return tuple(
        frozenset(range(start, end + 1))
        for start, end in product(range(low, high + 1), repeat=2)
        if shortest <= end - start + 1 <= (longest or 3 * FAR)
        and (starts[1] is None or start <= starts[1])
        and (ends[0] is None or end >= ends[0])
    )


def of(*ranges: DateRange, choice: bool = False) -> FuzzyDate:
    """Return a date of these stretches."""
    return FuzzyDate("made", Kind.ALTERNATIVES if choice else Kind.WINDOW, ranges)


def shapes(size: int, lengths: Iterable[tuple[int, int | None]]) -> list[Shape]:
    """Return all closed ranges on an axis that differ in what can happen, with their placements."""
    found: dict[tuple[Days, ...], DateRange] = {}
    days = range(size)
    for es, ls, ee, le, (shortest, longest) in product(days, days, days, days, lengths):
        happens = placements((es, ls), (ee, le), shortest, longest)
        if happens and es <= ls and ee <= le and happens not in found:
            found[happens] = DateRange(on_axis(es), on_axis(ls), on_axis(ee), on_axis(le), shortest, longest)
    return [(made, happens) for happens, made in found.items()]


def all_lengths(size: int) -> list[tuple[int, int | None]]:
    """Return every least and greatest length on an axis, the greatest left open too."""
    return [(low, high) for low in range(1, size + 1) for high in (None, *range(low, size + 1))]


def numbers(parts: Iterable[DateRange]) -> Iterator[tuple[Days, ...]]:
    """Yield the placements of each range, found from its six numbers."""
    for part in parts:
        assert part.earliest_start is not None
        assert part.latest_start is not None
        assert part.earliest_end is not None
        assert part.latest_end is not None
        yield placements(
            ((part.earliest_start - FIRST).days, (part.latest_start - FIRST).days),
            ((part.earliest_end - FIRST).days, (part.latest_end - FIRST).days),
            part.min_days,
            part.max_days,
        )


def joint(parts: Sequence[tuple[Days, ...]]) -> Counter[Days]:
    """Return how often each set of days is taken when all stretches happen."""
    taken = Counter({frozenset[int](): 1})
    for happens in parts:
        grown: Counter[Days] = Counter()
        for days, times in taken.items():
            for placed in happens:
                grown[days | placed] += times
        taken = grown
    return taken


def share(ones: Counter[Days], others: Counter[Days]) -> Fraction:
    """Return the share of joint placements that have a day in common."""
    hits = sum(m * n for (one, m), (other, n) in product(ones.items(), others.items()) if one & other)
    return Fraction(hits, ones.total() * others.total())


def expected(a: FuzzyDate, b: FuzzyDate) -> Fraction:
    """Return the likelihood by enumeration of all that can happen."""
    mine, theirs = list(numbers(a.ranges)), list(numbers(b.ranges))
    ones = [joint([part]) for part in mine] if a.is_choice else [joint(mine)]
    others = [joint([part]) for part in theirs] if b.is_choice else [joint(theirs)]
    shares = [share(one, other) for one, other in product(ones, others)]
    return sum(shares, Fraction(0)) / len(shares)


def verdict(likelihood: Fraction) -> Certainty:
    """Return the certainty that goes with an exact likelihood."""
    return Certainty.CERTAIN if likelihood == 1 else Certainty.POSSIBLE if likelihood else Certainty.NONE


@pytest.mark.parametrize(
    ("size", "lengths"),
    [
        pytest.param(7, [(1, None)], id="lengths unknown"),
        pytest.param(8, [(length, length) for length in range(1, 9)], id="lengths known"),
    ],
)
def test_windows_on_a_longer_axis_agree_with_enumeration(size: int, lengths: list[tuple[int, int | None]]) -> None:
    """The closed forms for windows are exact however the two windows lie to each other."""
    windows = [
        of(DateRange.window(FIRST + first * ONE_DAY, FIRST + last * ONE_DAY, *length))
        for first, last, length in product(range(size), range(size), lengths)
        if last - first + 1 >= length[0]
    ]
    counted = [(one, joint(list(numbers(one.ranges)))) for one in windows]
    for (one, mine), (other, theirs) in islice(product(counted, repeat=2), 0, None, 7):
        assert one.compare(other).likelihood == share(mine, theirs), (one, other)


@pytest.mark.parametrize("width", [1, 2, 3, 10, 31, 366])
def test_the_same_window_twice_follows_the_formula(width: int) -> None:
    """Two stretches of unknown length in the same W days miss each other in 2 C(W+2,4) of C(W+1,2)^2 cases."""
    window = of(DateRange.window(FIRST, FIRST + (width - 1) * ONE_DAY))
    assert window.compare(window).likelihood == 1 - Fraction(2 * comb(width + 2, 4), comb(width + 1, 2) ** 2)


def test_the_length_decides_how_likely_two_equal_windows_overlap() -> None:
    """In ten days, two one-day events meet in a tenth of the cases and stretches of any length in two thirds."""
    last = FIRST + 9 * ONE_DAY
    any_length, one_day = of(DateRange.window(FIRST, last)), of(DateRange.window(FIRST, last, 1, 1))
    assert one_day.compare(one_day).likelihood == Fraction(1, 10)
    assert any_length.compare(any_length).likelihood == Fraction(37, 55)


def test_long_windows_of_unusual_shape_are_counted_exactly() -> None:
    """Shapes without a closed form agree with a count over all pairs of days, for windows of a season."""
    one, other = DateRange.window(FIRST, FIRST + 89 * ONE_DAY, 3), DateRange.window(FIRST, FIRST + 99 * ONE_DAY, 1, 30)
    mine = Counter((start, end) for start in range(90) for end in range(start + 2, 90))
    by_start = Counter(start for start in range(100) for end in range(start, min(100, start + 30)))
    by_end = Counter(end for start in range(100) for end in range(start, min(100, start + 30)))
    missed = sum(
        sum(times for first, times in by_start.items() if first > end)
        + sum(times for last, times in by_end.items() if last < start)
        for start, end in mine
    )
    result = of(one).compare(of(other)).likelihood
    assert result == 1 - Fraction(missed, mine.total() * by_start.total())


def open_shapes(size: int) -> Iterator[Shape]:
    """Yield ranges with one or two open ends on a small axis, with their placements up to a far horizon."""
    points = (None, *range(size))
    for es, ls, ee, le, length in product(points, points, points, points, [(1, None), (2, 2)]):
        try:
            made = DateRange(on_axis(es), on_axis(ls), on_axis(ee), on_axis(le), *length)
        except RangeError:
            continue
        # A known length and one known end leave nothing open.
        if made.is_open:
            yield made, placements((es, ls), (ee, le), *length)


def _outcomes(mine: Iterable[Days], theirs: Sequence[Days]) -> set[bool]:
    """Return whether some placements meet and whether some do not."""
    found: set[bool] = set()
    for placed, met in product(mine, theirs):
        found.add(not placed.isdisjoint(met))
        if len(found) == 2:
            break
    return found


def test_open_ends_agree_with_enumeration_up_to_a_far_horizon() -> None:
    """With an open end the certainty is exact and the likelihood of a possible overlap is not known."""
    closed = shapes(3, [(1, None), (2, 2)])
    opened = list(open_shapes(3))
    for (one, mine), (other, theirs) in islice(product(opened, (*closed, *opened)), 0, None, 5):
        hits = _outcomes(mine, theirs)
        result = of(one).compare(of(other))
        certainty = Certainty.POSSIBLE if len(hits) == 2 else Certainty.CERTAIN if hits == {True} else Certainty.NONE
        assert result.certainty is certainty, (one, other)
        assert result.likelihood == {"certain": 1, "none": 0}.get(certainty)
        assert result.bounds is None


def test_open_ends_leave_the_known_days_of_a_possible_overlap() -> None:
    """A deadline and a window may meet on the days of the window before it; two deadlines have no first day."""
    deadline = of(DateRange(None, None, None, date(2024, 10, 31)))
    window = of(DateRange.window(date(2024, 10, 20), date(2024, 11, 10)))
    assert deadline.compare(window).possible_days == Period(date(2024, 10, 20), date(2024, 10, 31))
    assert deadline.compare(deadline).possible_days is None
    assert deadline.compare(deadline).likelihood is None


def test_what_runs_on_overlaps_for_certain_whatever_its_open_end() -> None:
    """A stretch that has begun and has not ended holds the days between, though its start is not known."""
    running = of(DateRange(None, date(2024, 3, 1), date(2024, 6, 30), None))
    result = running.compare(of(DateRange.window(date(2024, 4, 1), date(2024, 4, 30))))
    assert result.certainty is Certainty.CERTAIN
    assert result.likelihood == 1


def several(size: int, lengths: list[tuple[int, int | None]], most: int) -> list[tuple[FuzzyDate, Counter[Days]]]:
    """Return all dates of up to so many stretches on a small axis, all of which happen."""
    found = shapes(size, lengths)
    return [
        (of(*(made for made, _ in chosen)), joint([happens for _, happens in chosen]))
        for count in range(1, most + 1)
        for chosen in combinations_with_replacement(found, count)
    ]


@pytest.mark.parametrize(
    ("size", "lengths", "most", "every"),
    [
        pytest.param(3, [(1, None), (1, 1), (2, 2)], 2, 5, id="two stretches"),
        pytest.param(3, [(1, None)], 3, 101, id="three stretches"),
        pytest.param(5, [(1, None), (2, 3)], 2, 40_009, id="two stretches on a longer axis"),
    ],
)
def test_several_stretches_agree_with_enumeration(
    size: int, lengths: list[tuple[int, int | None]], most: int, every: int
) -> None:
    """Certainty is exact; the likelihood is exact or, where both dates are several and fuzzy, within its bounds."""
    dates = several(size, lengths, most)
    for (one, mine), (other, theirs) in islice(product(dates, repeat=2), 0, None, every):
        exact = share(mine, theirs)
        result = one.compare(other)
        assert result.certainty is verdict(exact), (one, other)
        if result.bounds is None:
            assert result.likelihood == exact, (one, other)
        else:
            assert result.likelihood is None
            assert result.bounds[0] <= exact <= result.bounds[1]
            assert min(len(one.ranges), len(other.ranges)) > 1
            assert not all(part.is_exact for part in one.ranges)
            assert not all(part.is_exact for part in other.ranges)


@unhurried
@given(axis_dates(), axis_dates())
def test_any_two_dates_agree_with_enumeration(a: FuzzyDate, b: FuzzyDate) -> None:
    """Choices, several stretches and single ones of any shape all agree with what can happen."""
    exact, result = expected(a, b), a.compare(b)
    assert result.certainty is verdict(exact)
    if result.bounds is None:
        assert result.likelihood == exact
    else:
        assert result.bounds[0] <= exact <= result.bounds[1]


def test_several_stretches_can_overlap_for_certain_without_a_certain_pair() -> None:
    """A two-day event within 13-15 cannot miss both 11-13 and 15, though it can miss either."""
    meeting = of(DateRange.exact(date(2024, 9, 11), date(2024, 9, 13)), DateRange.exact(date(2024, 9, 15)))
    event = of(DateRange.window(date(2024, 9, 13), date(2024, 9, 15), 2, 2))
    assert meeting.compare(event).certainty is Certainty.CERTAIN
    assert meeting.compare(event).likelihood == 1
    assert of(meeting.ranges[0]).compare(event).likelihood == Fraction(1, 2)
    assert of(meeting.ranges[1]).compare(event).likelihood == Fraction(1, 2)


def test_the_days_between_two_stretches_are_free() -> None:
    """What falls into the gap between two stretches overlaps neither."""
    meeting = of(DateRange.exact(date(2024, 9, 11), date(2024, 9, 13)), DateRange.exact(date(2024, 9, 15)))
    assert meeting.compare(of(DateRange.exact(date(2024, 9, 14)))).certainty is Certainty.NONE


def test_a_stretch_within_another_one_of_its_date_changes_nothing() -> None:
    """The day 3 of a date that takes 1-6 leaves no gap before 6."""
    long = DateRange.exact(FIRST, FIRST + 5 * ONE_DAY)
    short = DateRange.exact(FIRST + 2 * ONE_DAY)
    event = of(DateRange.window(FIRST, FIRST + 9 * ONE_DAY))
    assert of(long, short).compare(event).likelihood == of(long).compare(event).likelihood == Fraction(45, 55)


@pytest.mark.parametrize(("days", "certainty"), [(6, Certainty.POSSIBLE), (7, Certainty.CERTAIN)])
def test_a_year_of_mondays_meets_every_week_but_not_every_six_days(days: int, certainty: Certainty) -> None:
    """Six days fit between two Mondays, seven do not; a second fuzzy stretch changes neither."""
    mondays = of(*(DateRange.exact(FIRST + 7 * week * ONE_DAY) for week in range(53)))
    stretch = DateRange.window(FIRST, date(2024, 12, 30), days, days)
    anywhere = DateRange.window(FIRST, date(2024, 12, 30), 1, 1)
    assert mondays.compare(of(stretch)).certainty is certainty
    assert mondays.compare(of(anywhere, stretch, anywhere)).certainty is certainty
    loose = of(*mondays.ranges, DateRange.window(FIRST, date(2024, 12, 30), 1, 1))
    assert loose.compare(of(anywhere, stretch, anywhere)).certainty is certainty


def test_the_likelihood_of_several_stretches_is_no_product_of_pairs() -> None:
    """A day somewhere in 11-14 meets 11 & 12 in half of the cases, not in 1 - (3/4)^2 of them."""
    two_days = of(DateRange.exact(date(2024, 9, 11)), DateRange.exact(date(2024, 9, 12)))
    one_day = of(DateRange.window(date(2024, 9, 11), date(2024, 9, 14), 1, 1))
    assert two_days.compare(one_day).likelihood == Fraction(1, 2)


def test_two_dates_of_several_fuzzy_stretches_have_bounds() -> None:
    """The least is that of the likeliest pair, the greatest the sum of all pairs."""
    a, b = (
        DateRange.window(FIRST, FIRST + ONE_DAY, 1, 1),
        DateRange.window(FIRST + 7 * ONE_DAY, FIRST + 9 * ONE_DAY, 1, 1),
    )
    result = of(a, b).compare(of(a, b))
    assert result.likelihood is None
    assert result.bounds == (Fraction(1, 2), Fraction(5, 6))


def test_many_fuzzy_stretches_over_centuries_have_bounds_at_once() -> None:
    """What would take more than a stated number of steps to count has bounds, so that no input stops a programme."""
    start = DateRange(date(1000, 1, 1), date(1300, 1, 1), date(1000, 2, 1), date(1300, 12, 1), 2, None)
    parts = [attrs.evolve(start, earliest_start=date(1000, month, 1), max_days=9) for month in range(1, 11)]
    one, many = FuzzyDate("one", Kind.SPAN, (start,)), FuzzyDate("many", Kind.SPAN, tuple(parts))
    for overlap in (one.compare(many), many.compare(one)):
        assert overlap.likelihood is None
        assert overlap.bounds is not None
        least, most = overlap.bounds
        assert 0 < least < most == 1


def test_stretches_that_cannot_meet_the_other_date_change_nothing() -> None:
    """Where one fuzzy stretch alone is in reach of the other date, the likelihood is exact."""
    near, later = (
        DateRange.window(FIRST, FIRST + 3 * ONE_DAY),
        DateRange.window(FIRST + 30 * ONE_DAY, FIRST + 33 * ONE_DAY),
    )
    much_later = DateRange.window(FIRST + 60 * ONE_DAY, FIRST + 63 * ONE_DAY)
    result = of(near, later).compare(of(near, much_later))
    assert result.likelihood == of(near).compare(of(near)).likelihood
    assert result.bounds is None


def test_alternatives_count_as_equally_likely_candidates() -> None:
    """One of two candidates meets: one half; both: certain; neither: none."""
    choice = of(DateRange.exact(date(2024, 10, 12)), DateRange.exact(date(2024, 10, 19)), choice=True)
    week, month = (
        DateRange.exact(date(2024, 10, 7), date(2024, 10, 13)),
        DateRange.exact(date(2024, 10, 1), date(2024, 10, 31)),
    )
    assert choice.compare(of(week)).likelihood == Fraction(1, 2)
    assert choice.compare(of(month)).certainty is Certainty.CERTAIN
    assert choice.compare(of(DateRange.exact(date(2024, 10, 15)))).certainty is Certainty.NONE
    assert choice.compare(choice).likelihood == Fraction(1, 2)


def test_possible_days_reach_from_the_first_pair_to_the_last() -> None:
    """Over several stretches, possible days run from the first day on which both may be to the last."""
    days = of(
        DateRange.exact(date(2024, 10, 2)), DateRange.exact(date(2024, 10, 9)), DateRange.exact(date(2024, 10, 30))
    )
    window = of(DateRange.window(date(2024, 10, 1), date(2024, 10, 20)))
    assert days.compare(window).possible_days == Period(date(2024, 10, 2), date(2024, 10, 9))


@unhurried
@given(axis_dates(open_ends=True), axis_dates(open_ends=True))
def test_overlap_is_symmetric(a: FuzzyDate, b: FuzzyDate) -> None:
    """It does not matter which of two dates is asked."""
    there, back = a.compare(b), b.compare(a)
    assert (there.a, there.b) == (back.b, back.a)
    assert there.certainty is back.certainty
    assert (there.likelihood, there.bounds, there.possible_days) == (back.likelihood, back.bounds, back.possible_days)


@unhurried
@given(axis_dates(open_ends=True), axis_dates(open_ends=True), st.randoms(use_true_random=False))
def test_the_order_of_stretches_changes_nothing(a: FuzzyDate, b: FuzzyDate, random: Random) -> None:
    """Stretches and candidates are a set, in whatever order they stand."""
    shuffled = of(*random.sample(a.ranges, len(a.ranges)), choice=a.is_choice)
    one, other = a.compare(b), shuffled.compare(b)
    assert (one.certainty, one.likelihood, one.bounds) == (other.certainty, other.likelihood, other.bounds)


@unhurried
@given(axis_ranges(), axis_dates(), st.data())
def test_what_is_certain_stays_certain_when_a_date_firms_up(
    coarse: DateRange, other: FuzzyDate, data: st.DataObject
) -> None:
    """Every placement of a date overlaps for certain what the date overlaps for certain, and never what it cannot."""
    happens = data.draw(st.sampled_from(next(numbers([coarse]))))
    firm = of(DateRange.exact(FIRST + min(happens) * ONE_DAY, FIRST + max(happens) * ONE_DAY))
    before = of(coarse).compare(other).certainty
    if before is not Certainty.POSSIBLE:
        assert firm.compare(other).certainty is before


@unhurried
@given(axis_dates(open_ends=True), axis_dates(open_ends=True))
def test_the_likelihood_goes_with_the_certainty(a: FuzzyDate, b: FuzzyDate) -> None:
    """Certain is 1, none is 0, possible lies between; possible days are known for overlaps only."""
    result = a.compare(b)
    known = {Certainty.CERTAIN: Fraction(1), Certainty.NONE: Fraction(0)}
    if result.certainty is Certainty.POSSIBLE:
        assert result.likelihood is None or 0 < result.likelihood < 1
    else:
        assert result.likelihood == known[result.certainty]
    assert result.certainty is not Certainty.NONE or result.possible_days is None
    if result.bounds is not None:
        assert result.likelihood is None
        assert 0 < result.bounds[0] < result.bounds[1] <= 1
