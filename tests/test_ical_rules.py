"""Recurrence rules: a rule says exactly the days it was made from, or there is none."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, rrulestr
from dateutil.rrule import weekday as weekday_of
from hypothesis import given
from hypothesis import strategies as st

from coecal.writers.ical_rules import find_rule


def said_by(rule: str, first: date) -> list[date]:
    """Return the days that a rule says, as dateutil reads it."""
    return [moment.date() for moment in rrulestr(rule, dtstart=datetime.combine(first, time.min))]


def month_days(*days: str) -> list[date]:
    """Return days of 2026 written as month and day."""
    return [date.fromisoformat(f"2026-{day}") for day in days]


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (month_days("10-05", "10-06", "10-07"), "FREQ=DAILY;COUNT=3"),
        (month_days("10-05", "10-08"), "FREQ=DAILY;INTERVAL=3;COUNT=2"),
        (month_days("10-05", "10-12", "10-19"), "FREQ=WEEKLY;COUNT=3"),
        (month_days("10-05", "10-19", "11-02"), "FREQ=WEEKLY;INTERVAL=2;COUNT=3"),
        (month_days("09-07", "10-05", "11-02"), "FREQ=WEEKLY;INTERVAL=4;COUNT=3"),
        (month_days("09-07", "10-05", "11-02", "12-07"), "FREQ=MONTHLY;BYDAY=1MO;COUNT=4"),
        (month_days("01-14", "03-11", "05-13"), "FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE;COUNT=3"),
        (month_days("07-31", "08-28", "09-25", "10-30"), "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4"),
        (month_days("01-15", "02-15", "03-15"), "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3"),
        (month_days("06-01", "06-04", "06-08", "06-11"), "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4"),
        (month_days("10-01", "10-02", "10-05", "10-06"), "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR;COUNT=4"),
        (month_days("10-01", "10-02", "10-15", "10-16"), None),
        (month_days("10-01", "10-03", "10-09"), None),
        (month_days("01-31", "03-31", "05-31", "08-31"), None),
        (month_days("10-05"), None),
        (month_days("10-05", "10-05"), None),
        ([], None),
    ],
)
def test_the_rule_of_some_days(days: list[date], rule: str | None) -> None:
    """Even distances first, then months, then weeks; irregular days have no rule."""
    assert find_rule(days) == rule


@given(st.lists(st.dates(date(2024, 1, 1), date(2030, 1, 1)), unique=True, max_size=6).map(sorted))
def test_a_rule_says_exactly_the_days(days: list[date]) -> None:
    """Whatever the days, a rule that is found says these and no others, and counts them."""
    rule = find_rule(days)
    assert rule is None or said_by(rule, days[0]) == days


@given(
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    interval=st.integers(1, 12),
    number=st.sampled_from((1, 2, 3, 4, -1)),
    weekday=st.integers(0, 6),
    count=st.integers(2, 12),
)
def test_every_monthly_recurrence_has_a_rule(first: date, interval: int, number: int, weekday: int, count: int) -> None:
    """The second Tuesday of every third month and the like are found again from their days."""
    start = datetime(first.year, first.month, 1)  # noqa: DTZ001 - days alone
    moments = rrule(MONTHLY, start, interval, count=count, byweekday=weekday_of(weekday)(number))
    days = [moment.date() for moment in moments]
    rule = find_rule(days)
    assert rule is not None
    assert said_by(rule, days[0]) == days


@given(
    first=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    count=st.integers(2, 40),
)
def test_every_weekly_recurrence_has_a_rule(first: date, weekdays: set[int], count: int) -> None:
    """Mondays and Thursdays and the like are found again from their days, once each weekday has come."""
    moments = rrule(WEEKLY, datetime.combine(first, time.min), count=count, byweekday=sorted(weekdays))
    days = [moment.date() for moment in moments]
    rule = find_rule(days)
    assert rule is not None or len(days) < len(weekdays)
    assert rule is None or said_by(rule, days[0]) == days


def test_days_far_apart_cost_nothing() -> None:
    """Two days at the ends of the calendar are found at once, and irregular ones among them have no rule."""
    assert find_rule([date.min, date.max]) == f"FREQ=DAILY;INTERVAL={(date.max - date.min).days};COUNT=2"
    assert find_rule([date.min, date.min + timedelta(days=1), date.max]) is None
