"""The four points: tightened once, refused where nothing fits, closed by a period for comparison."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coecal.errors import RangeError
from coecal.ranges import ONE_DAY, DateRange, Period

AXIS = [date(2023, 11, 1) + timedelta(days=step) for step in range(4)]
Points = tuple[date | None, date | None, date | None, date | None]


def placements(points: Points, least: int, most: int | None) -> set[tuple[date, date]]:
    """Return every start and end on the axis that six numbers allow."""
    es, ls, ee, le = points
    return {
        (start, end)
        for start, end in product(AXIS, AXIS)
        if (es is None or es <= start)
        and (ls is None or start <= ls)
        and (ee is None or ee <= end)
        and (le is None or end <= le)
        and least <= (end - start).days + 1
        and (most is None or (end - start).days + 1 <= most)
    }


@pytest.mark.parametrize(("least", "most"), [(1, None), (1, 1), (2, None), (2, 2), (2, 3), (3, None), (4, 4)])
def test_points_are_tightened_to_what_can_happen(least: int, most: int | None) -> None:
    """For all shapes on a short axis, the tightened points are those of the placements; none left is refused."""
    for es, ls, ee, le in product(AXIS, repeat=4):
        shape = (es, ls, ee, le)
        allowed = placements(shape, least, most)
        if not allowed:
            with pytest.raises(RangeError):
                DateRange(*shape, least, most)
            continue
        part = DateRange(*shape, least, most)
        starts, ends = [start for start, _ in allowed], [end for _, end in allowed]
        assert (part.earliest_start, part.latest_start) == (min(starts), max(starts))
        assert (part.earliest_end, part.latest_end) == (min(ends), max(ends))


def test_a_deadline_bounds_its_start_too() -> None:
    """What ends by a day starts by that day."""
    part = DateRange(None, None, None, AXIS[2])
    assert (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end) == (
        None,
        AXIS[2],
        None,
        AXIS[2],
    )


def test_a_known_duration_closes_an_open_end() -> None:
    """A start and a length give the end."""
    part = DateRange(AXIS[0], AXIS[1], None, None, 2, 3)
    assert (part.earliest_end, part.latest_end) == (AXIS[1], AXIS[3])


@pytest.mark.parametrize(("least", "most"), [(0, None), (3, 2), (-1, 1)])
def test_an_impossible_duration_is_refused(least: int, most: int | None) -> None:
    """Durations are positive and in order."""
    with pytest.raises(RangeError):
        DateRange(None, None, None, None, least, most)


@pytest.mark.parametrize(
    ("start", "end", "least"),
    [(date.max, None, 2), (None, date.min, 2), (None, None, date.max.toordinal() + 1), (date.min, date.max, 10**30)],
)
def test_a_stretch_that_would_leave_the_calendar_is_refused(start: date | None, end: date | None, least: int) -> None:
    """Nothing lasts beyond the last day that a date can have."""
    with pytest.raises(RangeError, match="leaves the calendar"):
        DateRange(start, None, None, end, least)


def test_the_longest_stretch_may_reach_beyond_the_calendar() -> None:
    """An upper limit that the calendar cannot hold limits nothing."""
    part = DateRange(date.max, date.max, None, None, 1, 10**30)
    assert (part.earliest_end, part.latest_end) == (date.max, None)
    part = DateRange(None, None, date.min, date.min, 1, 2)
    assert (part.earliest_start, part.latest_start) == (None, date.min)


def test_the_longest_stretch_may_reach_to_the_edge_of_the_calendar() -> None:
    """A limit that just fits is a limit."""
    assert DateRange(None, None, date(1, 1, 4), None, 1, 4).earliest_start == date.min
    assert DateRange(None, date(9999, 12, 28), None, None, 1, 4).latest_end == date.max
    assert DateRange(None, date(9999, 12, 28), None, None, 1, 5).latest_end is None
    assert DateRange(None, None, None, None, date.max.toordinal()).is_open


@pytest.mark.parametrize("points", [(None, *AXIS[1:]), (*AXIS[:3], None)])
def test_one_open_end_stays_open(points: Points) -> None:
    """Three known points in order say nothing of the fourth."""
    assert DateRange(*points).points == points


@pytest.mark.parametrize(
    ("points", "least", "most", "sentence"),
    [
        (
            (AXIS[1], AXIS[0], AXIS[3], AXIS[2]),
            1,
            None,
            "no stretch of days starts 2023-11-02..2023-11-01 and ends 2023-11-04..2023-11-03",
        ),
        ((None,) * 4, 3, 2, "a stretch cannot last from 3 to 2 days: give 1 <= min_days <= max_days"),
    ],
)
def test_what_is_refused_is_said_in_full(points: Points, least: int, most: int | None, sentence: str) -> None:
    """All that was given is named, each point in its place."""
    with pytest.raises(RangeError, match=f"^{sentence}$"):
        DateRange(*points, least, most)


@pytest.mark.parametrize("edge", [date.min, date.max])
def test_a_period_of_the_calendars_edge_closes_nothing_longer(edge: date) -> None:
    """Two days do not fit into a period of one, wherever it lies."""
    two_days = DateRange(None, None, None, None, 2, 2)
    assert two_days.closed_by(Period(edge, edge)) == two_days


def test_a_one_day_range_is_valid() -> None:
    """One day is a stretch that starts and ends on it."""
    part = DateRange.exact(AXIS[0])
    assert part.is_exact
    assert part.possible == part.certain == Period(AXIS[0], AXIS[0])


def test_a_window_of_one_day_more_than_its_length_has_certain_days() -> None:
    """Three days within four leave the two in the middle certain."""
    assert DateRange.window(AXIS[0], AXIS[3], 3, 3).certain == Period(AXIS[1], AXIS[2])


def test_a_period_closes_only_what_it_leaves_possible() -> None:
    """An open end is closed by the period, unless the range lies beyond it."""
    november = Period.month(2023, 11)
    assert DateRange(date(2023, 11, 3), None, None, None).closed_by(november).latest_end == november.last
    assert DateRange(date(2023, 12, 3), None, None, None).closed_by(november).latest_end is None
    exact = DateRange.exact(AXIS[0], AXIS[1])
    assert exact.closed_by(november) == exact


def test_reprs_read_like_the_thing() -> None:
    """The repr tells exact days from a window and from coarse ends."""
    assert repr(DateRange.exact(AXIS[0], AXIS[1])) == "<DateRange 2023-11-01..2023-11-02>"
    assert repr(DateRange.window(AXIS[0], AXIS[3], 2, 2)) == (
        "<DateRange starts 2023-11-01..2023-11-03, ends 2023-11-02..2023-11-04, 2 days>"
    )
    assert repr(DateRange(AXIS[0], AXIS[0], None, None)) == "<DateRange starts 2023-11-01, ends 2023-11-01..>"


def test_a_period_ends_after_it_starts() -> None:
    """Periods are refused the other way round."""
    with pytest.raises(RangeError):
        Period(AXIS[1], AXIS[0])


@pytest.mark.parametrize(
    ("part", "touched"),
    [
        (DateRange.exact(AXIS[1]), [False, True, False, False]),
        (DateRange.window(AXIS[1], AXIS[2]), [False, True, True, False]),
        (DateRange(AXIS[2], None, None, None), [False, False, True, True]),
        (DateRange(None, None, None, AXIS[1]), [True, True, False, False]),
        (DateRange(None, None, None, None), [True, True, True, True]),
    ],
)
def test_a_stretch_may_touch_the_days_from_its_first_to_its_last(part: DateRange, touched: list[bool]) -> None:
    """Both ends count, an open one reaches any day, and days in a row are touched where one of them is."""
    assert [part.may_touch(day) for day in AXIS[:4]] == touched
    assert part.may_touch(AXIS[0], AXIS[1]) is any(touched[:2])
    assert part.may_touch(AXIS[2], AXIS[3]) is any(touched[2:])


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(0, 60), st.integers(0, 300))
def test_reaching_out_and_back_in_changes_nothing(first: date, length: int, days: int) -> None:
    """What lies so many days further out is found again by coming back in."""
    part = DateRange.window(first, first + timedelta(days=length))
    assert part.reaching_out(days).reaching_out(-days) == part


@given(st.dates(), st.integers(1, 30))
def test_whole_months_are_told_from_other_days(first: date, count: int) -> None:
    """Months are counted where a period is made of nothing else, up to the edge of the calendar."""
    try:
        period = Period.months(first.year, first.month, count)
    except RangeError:
        assert first.year * 12 + first.month + count > 9999 * 12 + 13
        return
    assert period.whole_months == count
    if period.days > 1:
        assert Period(period.first + ONE_DAY, period.last).whole_months is None
        assert Period(period.first, period.last - ONE_DAY).whole_months in (None, count - 1)


@pytest.mark.parametrize(
    ("year", "month", "count", "days"),
    [
        (2023, 11, 1, "2023-11-01..2023-11-30"),
        (2023, 12, 3, "2023-12-01..2024-02-29"),
        (2023, 14, 1, "2024-02-01..2024-02-29"),
        (2023, 0, 2, "2022-12-01..2023-01-31"),
        (1, 1, 1, "0001-01-01..0001-01-31"),
        (9999, 12, 1, "9999-12-01..9999-12-31"),
    ],
)
def test_months_are_counted_on_over_the_turn_of_the_year(year: int, month: int, count: int, days: str) -> None:
    """The first and the last month are the ones meant, also beyond December and at the edges of the calendar."""
    assert repr(Period.months(year, month, count)) == f"<Period {days}>"


@pytest.mark.parametrize(
    ("year", "month", "count", "named"), [(1, 0, 1, "0-12"), (9999, 12, 2, "9999-12"), (9999, 13, 1, "10000-01")]
)
def test_months_beyond_the_calendar_are_refused(year: int, month: int, count: int, named: str) -> None:
    """The month is named as it was counted."""
    with pytest.raises(RangeError, match=f"^{count} months from {named} on leave the years 1 to 9999 of the calendar$"):
        Period.months(year, month, count)


@pytest.mark.parametrize("days", list(product(range(4), repeat=4)))
def test_periods_share_the_days_that_both_contain(days: tuple[int, int, int, int]) -> None:
    """For all periods on a short axis, both ends of either count."""
    first, last, since, until = (AXIS[day] for day in days)
    if last < first or until < since:
        with pytest.raises(RangeError):
            _ = Period(first, last), Period(since, until)
        return
    one, other = Period(first, last), Period(since, until)
    assert [day in one for day in AXIS] == [days[0] <= place <= days[1] for place in range(4)]
    assert one.overlaps(other) is any(day in one and day in other for day in AXIS)


@pytest.mark.parametrize(
    ("points", "closed"),
    [
        ((None, date(2023, 11, 1), None, None), (date(2023, 11, 1), date(2023, 11, 30))),
        ((None, date(2023, 10, 31), None, None), (None, date(2023, 11, 30))),
        ((None, None, date(2023, 11, 30), None), (date(2023, 11, 1), date(2023, 11, 30))),
        ((None, None, date(2023, 12, 1), None), (date(2023, 11, 1), None)),
        ((date(2023, 10, 3), None, None, None), (date(2023, 10, 3), date(2023, 11, 30))),
        ((None, None, None, date(2023, 12, 3)), (date(2023, 11, 1), date(2023, 12, 3))),
    ],
)
def test_an_open_end_is_closed_where_the_period_reaches_the_day_that_is_known(
    points: Points, closed: tuple[date | None, date | None]
) -> None:
    """The known day may be the first or last of the period; what is known is kept, though it lies outside of it."""
    found = DateRange(*points).closed_by(Period.month(2023, 11))
    assert (found.earliest_start, found.latest_end) == closed


@pytest.mark.parametrize(("day", "distance"), [(1, 4), (4, 1), (5, 0), (7, 0), (9, 0), (10, 1), (30, 21)])
def test_distance_is_counted_from_the_nearest_day(day: int, distance: int) -> None:
    """Neither end is outside, nor is anything between them."""
    assert Period(date(2023, 11, 5), date(2023, 11, 9)).distance(date(2023, 11, day)) == distance


def test_a_month_and_a_year_have_their_first_and_last_days() -> None:
    """Both are inclusive."""
    assert repr(Period.month(2024, 2)) == "<Period 2024-02-01..2024-02-29>"
    assert repr(Period.year(2023)) == "<Period 2023-01-01..2023-12-31>"


@given(st.dates(), st.dates())
def test_distance_is_nought_inside_only(first: date, day: date) -> None:
    """A day is at no distance from a period exactly when it lies in it."""
    period = (
        Period(first, min(first, date(9000, 1, 1)) + timedelta(days=30))
        if first < date(9000, 1, 1)
        else Period(first, first)
    )
    assert (period.distance(day) == 0) == (day in period)


def test_listed_under_a_period_is_somewhere_in_it() -> None:
    """Both ends count; under no period all is open."""
    period = Period.month(2023, 11)
    assert DateRange.listed_under(period) == DateRange.window(period.first, period.last)
    assert DateRange.listed_under(period).possible == period
    assert DateRange.listed_under(None).points == (None,) * 4
