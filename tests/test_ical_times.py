"""Times of day in feeds: zones, instants, what stays an event of whole days, and what it then says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import attrs
import pytest
from dateutil.rrule import rrulestr
from feed_cases import TIMED, TimedCase, activity, on, within
from feed_reading import events, only, text
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import activities, times

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Kind, Times
from coecal.ranges import DateRange
from coecal.writers.ical import FeedPolicy, Vague, to_ical, write_undated_feed

if TYPE_CHECKING:
    import icalendar

PARIS = Times(time(14), time(16), "Europe/Paris")


def instants(event: icalendar.Event) -> list[tuple[datetime, datetime]]:
    """Return the start and end of every time that an event takes place, in UTC."""
    first, last = event.start, event.end
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    length = last.astimezone(UTC) - first.astimezone(UTC)
    rules = event.rrules
    rule = rrulestr(rules[0].to_ical().decode(), dtstart=first.replace(tzinfo=None)) if rules else [first]
    starts = [start.replace(tzinfo=first.tzinfo).astimezone(UTC) for start in rule]
    return [(start, start + length) for start in starts]


@pytest.mark.parametrize("case", TIMED.values(), ids=TIMED)
def test_each_date_with_times_becomes_its_instants(case: TimedCase) -> None:
    """Whatever the zone and the clock, every event starts and ends at the instants that are meant."""
    found = {str(event["UID"]): instants(event) for event in events(to_ical([case.activity]))}
    assert found == {f"{uid}@coecal": spans for uid, spans in case.shown.items()}


@pytest.mark.parametrize("case", TIMED.values(), ids=TIMED)
def test_no_time_is_naive(case: TimedCase) -> None:
    """Every time is in UTC, or in a zone that the feed describes; nothing is described that is not used."""
    zones, _, data = to_ical([case.activity]).decode().partition("BEGIN:VEVENT")
    times = re.findall(r"^DT(?:START|END)([:;].*)\r$", data, re.MULTILINE)
    named = {match[1] for time in times if (match := re.fullmatch(r";TZID=([\w/]+):\d{8}T\d{6}", time))}
    assert all(re.fullmatch(r":\d{8}T\d{6}Z|;TZID=.*", time) for time in times)
    assert re.findall(r"^TZID:(.*)\r$", zones, re.MULTILINE) == sorted(named)


def test_zones_are_described_once_and_in_order() -> None:
    """One description for each zone, whatever the order of the activities and the times within the year."""
    data = to_ical([case.activity for case in TIMED.values()])
    names = [line.removeprefix(b"TZID:").decode() for line in data.split(b"\r\n") if line.startswith(b"TZID:")]
    assert names == ["America/New_York", "Europe/Paris"]
    assert data.index(b"BEGIN:VEVENT") > data.rindex(b"END:VTIMEZONE")


def timed(times: Times, *stretches: DateRange, kind: Kind = Kind.EXACT, words: str = "") -> Activity:
    """Return an activity in two countries on some days of 2026, or on 3 October."""
    when = FuzzyDate(words, kind, stretches or (on(10, 3),), times=times)
    return attrs.evolve(activity("x", when), countries=("GH", "FR"))


@pytest.mark.parametrize(
    ("made", "brackets", "sentence"),
    [
        (
            timed(Times(time(14), time(16))),
            "(14:00-16:00 local time)",
            "It starts at 14:00 and ends at 16:00, local time.",
        ),
        (timed(Times(time(14))), "(from 14:00 local time)", "It starts at 14:00, local time."),
        (timed(Times(None, time(17), "Europe/Paris")), "(until 17:00 Europe/Paris)", "It ends at 17:00 Europe/Paris."),
        (timed(Times(None, time(17), "+02:00")), "(until 17:00 UTC+02:00)", "It ends at 17:00 UTC+02:00."),
        (
            timed(Times(time(9), time(9, 30, 15), "Mars/Olympus")),
            "(09:00-09:30:15 Mars/Olympus)",
            "It starts at 09:00 and ends at 09:30:15 Mars/Olympus.",
        ),
        (
            timed(Times(None, time(17), "UTC"), DateRange(None, None, None, date(2026, 10, 31)), kind=Kind.DEADLINE),
            "(by 31 October, 17:00 UTC)",
            "Takes place by 31 October 2026; the days are not fixed yet. The time limit is 17:00 UTC.",
        ),
        (
            timed(PARIS, within(11, 11, 20), kind=Kind.WINDOW, words="mid-November, 2 to 4 pm in Paris"),
            "(mid-November, 2 to 4 pm in Paris)",
            (
                "Takes place some time from 11 November 2026 to 20 November 2026; the days are not fixed yet."
                " It starts at 14:00 and ends at 16:00 Europe/Paris."
            ),
        ),
        (
            timed(PARIS, within(11, 11, 20), kind=Kind.WINDOW),
            "(11 November 2026 to 20 November 2026, 14:00-16:00 Europe/Paris)",
            (
                "Takes place some time from 11 November 2026 to 20 November 2026; the days are not fixed yet."
                " It starts at 14:00 and ends at 16:00 Europe/Paris."
            ),
        ),
    ],
)
def test_what_has_no_instant_lasts_whole_days_and_says_its_times(made: Activity, brackets: str, sentence: str) -> None:
    """Without a zone, a start or a day, the event never invents a time; title and description tell what is known."""
    data = to_ical([made])
    event = only(data)
    assert b"VTIMEZONE" not in data
    assert type(event.start) is date
    assert str(event["SUMMARY"]) == f"Well drilling, basics {brackets}"
    assert str(event["DESCRIPTION"]).splitlines()[0] == sentence


def test_a_start_without_an_end_is_said() -> None:
    """The event has some length, and its description says that nobody knows it."""
    made = timed(Times(time(14), None, "Europe/Paris"))
    event = only(to_ical([made], policy=FeedPolicy(assumed_minutes=90)))
    assert event.end - event.start == timedelta(minutes=90)
    assert str(event["DESCRIPTION"]).startswith("It starts at 14:00; its end is not known.\n")
    assert only(to_ical([made])).duration == timedelta(hours=1)


def test_a_date_whose_times_are_known_says_no_more() -> None:
    """The event itself says it all: no words behind the title, no sentence."""
    event = only(to_ical([timed(PARIS)]))
    assert str(event["SUMMARY"]) == "Well drilling, basics"
    assert str(event["DESCRIPTION"]).startswith("Project: ")
    assert text(event, "STATUS") == "CONFIRMED"


@pytest.mark.parametrize(
    ("countries", "zone"),
    [
        (("FR",), "Europe/Paris"),
        (("GH",), "Africa/Accra"),
        (("US",), None),
        (("BR",), None),
        (("XK",), None),
        (("FR", "GH"), None),
        ((), None),
    ],
)
def test_the_zone_of_a_country_is_used_where_it_has_one(countries: tuple[str, ...], zone: str | None) -> None:
    """One country with one zone has that; in any other case nobody knows it."""
    event = only(to_ical([attrs.evolve(timed(Times(time(14), time(16))), countries=countries)]))
    assert event["DTSTART"].params.get("TZID") == zone
    assert (type(event.start) is date) is (zone is None)


def test_a_candidate_is_timed_only_where_it_is_shown_whole() -> None:
    """Where single days are asked for, a candidate of several days is one of whole days."""
    made = timed(PARIS, on(10, 12, 13), on(10, 19), kind=Kind.ALTERNATIVES, words="12-13 or 19 October")
    starts = [type(event.start) for event in events(to_ical([made], vague=Vague.DAY))]
    assert starts == [date, datetime]


def test_a_stand_in_for_an_undated_activity_is_a_whole_day() -> None:
    """The feed of undated activities never says at what time something is that has no day."""
    made = timed(PARIS, within(11, 11, 20), kind=Kind.WINDOW, words="mid-November")
    assert type(only(write_undated_feed([made], vague=Vague.UNDATED_FEED).data).start) is date


@pytest.mark.parametrize(
    ("stretch", "zone"),
    [
        (DateRange.exact(date.max), "Europe/Paris"),
        (DateRange.exact(date.min), "+02:00"),
        (DateRange.exact(date.max), "-11:00"),
    ],
)
def test_at_the_ends_of_the_calendar_events_last_whole_days(stretch: DateRange, zone: str) -> None:
    """An instant that no calendar has is not shown."""
    event = only(to_ical([timed(Times(time(1), time(0), zone), stretch)]))
    assert type(event.start) is date


@given(made=activities, clocks=times(), country=st.sampled_from(("FR", "US")))
@settings(deadline=None, max_examples=150)
def test_an_event_with_times_ends_after_it_starts(made: Activity, clocks: Times, country: str) -> None:
    """Whatever the days and times, every event lasts some time and is valid; the times can be read back from it."""
    timed = attrs.evolve(made, when=attrs.evolve(made.when, times=clocks), countries=(country,))
    for event in events(to_ical([timed])):
        start, end = event.start, event.start + event.duration
        if isinstance(start, datetime):
            start, end = start.astimezone(UTC), event.end.astimezone(UTC) if isinstance(event.end, datetime) else end
        assert type(start) is type(end)
        assert start < end
        assert "X-COECAL-TIMES" in event
