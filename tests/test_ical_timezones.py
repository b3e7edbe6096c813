"""VTIMEZONE: what a feed says of a zone gives the same clock as the zone itself."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pytest
import pytz
from dateutil.tz import tzical
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coecal.dates.zones import load_zone
from coecal.writers.ical_timezones import timezone_bytes


def wrong_times(name: str, first: int, last: int, step: timedelta) -> list[datetime]:
    """Return the times that dateutil reads another distance from UTC for, from what a feed says of the zone.

    Times that the clock shows twice or jumps over are left out, since readers differ about them.
    """
    zone = load_zone(name)
    component = timezone_bytes(name, first, last).decode()
    read = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{component}END:VCALENDAR\r\n")).get(name)
    assert zone is not None
    assert read is not None
    wrong, moment = [], datetime(first, 1, 1)  # noqa: DTZ001 - by the clock of the zone
    while moment.year <= last:
        here = moment.replace(tzinfo=zone)
        if here.utcoffset() == here.replace(fold=1).utcoffset() != read.utcoffset(moment):
            wrong.append(moment)
        moment += step
    return wrong


@given(name=st.sampled_from(sorted(pytz.all_timezones)), first=st.integers(1975, 2060), years=st.integers(0, 2))
@example("Europe/Istanbul", 2014, 3)
@example("America/New_York", 2005, 3)
@example("Europe/Dublin", 2026, 0)
@example("Africa/Casablanca", 2026, 1)
@example("Africa/Casablanca", 2086, 2)
@example("Asia/Jerusalem", 2026, 0)
@example("America/Nuuk", 2023, 2)
@example("Australia/Lord_Howe", 2026, 1)
@example("Europe/Moscow", 2010, 2)
@settings(deadline=None, max_examples=40)
def test_what_is_said_of_a_zone_is_its_clock(name: str, first: int, years: int) -> None:
    """All through the years asked for, in every zone there is, whatever laws have changed."""
    assert wrong_times(name, first, first + years, timedelta(hours=11, minutes=30)) == []


@pytest.mark.parametrize("name", ["Europe/Paris", "America/Santiago", "Australia/Sydney", "Asia/Jerusalem"])
def test_the_change_of_the_clock_is_right_to_the_minute(name: str) -> None:
    """Just before and after each change the distance is right; a library that says it an hour late would fail."""
    assert wrong_times(name, 2026, 2026, timedelta(minutes=15)) == []


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("Europe/Paris", ["BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"]),
        ("America/New_York", ["BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"]),
        ("Asia/Jerusalem", ["BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR", "BYMONTH=10;BYDAY=-1SU"]),
        ("Africa/Accra", []),
    ],
)
def test_a_yearly_change_is_a_rule(name: str, rules: list[str]) -> None:
    """As other programs write it: the rule of the zone, without an end."""
    assert re.findall(r"RRULE:FREQ=YEARLY;(.*)\r", timezone_bytes(name, 2026, 2027).decode()) == rules


@pytest.mark.parametrize("year", [1, 2, 1900, 2500, 9990, 9999])
def test_every_year_of_the_calendar_is_described(year: int) -> None:
    """At the ends of the calendar too there is a description of the zone."""
    data = timezone_bytes("America/New_York", year, year).decode()
    assert data.startswith("BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\nBEGIN:")
    assert not [start for start in re.findall(r"DTSTART:(.*)\r", data) if not re.fullmatch(r"\d{8}T\d{6}", start)]


def test_no_other_name_is_a_zone() -> None:
    """A name of no zone is never looked for as a path, and has no clock."""
    assert [load_zone(name) for name in ("../etc/passwd", "/etc/localtime", "europe/paris", "", "Mars/Olympus")] == [
        None
    ] * 5
    with pytest.raises(KeyError):
        timezone_bytes("Mars/Olympus", 2026, 2026)
