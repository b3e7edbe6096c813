"""Calendars expanded: each time of what repeats in a period is an activity of its own, however it was changed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import coecal
from coecal.activities import Activity, Status
from coecal.cli.main import main
from coecal.dates import FuzzyDate, Kind
from coecal.errors import DateError, InputError, MissingExtraError
from coecal.ranges import DateRange, Period
from coecal.readers.calendars import read_ics
from coecal.readers.calendars.expansion import MOST_OCCURRENCES
from coecal.writers.ical import to_ical

pytest.importorskip("recurring_ical_events")

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
PARIS = "DTSTART;TZID=Europe/Paris:{0}T090000\nDTEND;TZID=Europe/Paris:{0}T100000"
WEEKLY = PARIS.format("20260907") + "\nRRULE:FREQ=WEEKLY"


def calendar(*events: str) -> bytes:
    """Return a calendar of events of one UID, each given by its lines."""
    titled = (lines if "SUMMARY" in lines else f"SUMMARY:Call\n{lines}" for lines in events)
    parts = (f"BEGIN:VEVENT\nUID:one@example.org\n{lines}\nEND:VEVENT\n" for lines in titled)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(parts)}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def shown(activities: tuple[Activity, ...]) -> list[tuple[str, str]]:
    """Return the slot in the UID of each activity, and its date."""
    return [
        (each.uid.removeprefix("one").removesuffix("@example.org"), each.when.text.replace(" 2026", ""))
        for each in activities
    ]


def expanded(*events: str, period: Period = OCTOBER) -> list[tuple[str, str]]:
    """Return what a calendar of events is in a period."""
    return shown(read_ics(calendar(*events), expand=period).activities)


def test_each_time_is_an_activity() -> None:
    """An endless rule gives the times of the period, its first and last day among them, each with a UID of its own."""
    period = Period(date(2026, 10, 5), date(2026, 10, 26))
    programme = read_ics(calendar(WEEKLY), expand=period)
    assert shown(programme.activities) == [
        ("-20261005T090000", "5 October, 09:00-10:00 Europe/Paris"),
        ("-20261012T090000", "12 October, 09:00-10:00 Europe/Paris"),
        ("-20261019T090000", "19 October, 09:00-10:00 Europe/Paris"),
        ("-20261026T090000", "26 October, 09:00-10:00 Europe/Paris"),
    ]
    assert {each.when.kind for each in programme.activities} == {Kind.EXACT}
    (problem,) = programme.problems
    assert (problem.code, problem.line) == ("expanded", 3)
    assert "4 from 2026-10-05 to 2026-10-26" in problem.message


def test_a_single_time_has_its_own_texts() -> None:
    """The title, place, times and status of a single event are those of its occurrence, and its UID stays."""
    moved = (
        "RECURRENCE-ID;TZID=Europe/Paris:20261012T090000\nSUMMARY:Call\\, long\nLOCATION:Accra\\, Ghana\n"
        "DTSTART;TZID=Africa/Accra:20261013T140000\nDTEND;TZID=Africa/Accra:20261013T180000"
    )
    gone = "RECURRENCE-ID:20261019T070000Z\nSTATUS:CANCELLED\n" + PARIS.format("20261019")
    programme = read_ics(calendar(WEEKLY, moved, gone), expand=OCTOBER)
    first, second, third, fourth = programme.activities
    assert (second.title, second.countries) == ("Call, long", ("GH",))
    assert shown((second,)) == [("-20261012T090000", "13 October, 14:00-18:00 Africa/Accra")]
    assert (first.status, third.status, fourth.status) == (Status.PLANNED, Status.CANCELLED, Status.PLANNED)
    assert third.uid == "one-20261019T090000@example.org"


@pytest.mark.parametrize(
    ("events", "days"),
    [
        pytest.param(
            ["DTSTART;VALUE=DATE:20260930\nDTEND;VALUE=DATE:20261002\nRRULE:FREQ=WEEKLY;COUNT=2"],
            [("-20260930", "30 September-1 October"), ("-20261007", "7-8 October")],
            id="one that reaches into the period",
        ),
        pytest.param(
            [WEEKLY + "\nEXDATE:20261005T070000Z,20261019T070000Z"],
            [
                ("-20261012T090000", "12 October, 09:00-10:00 Europe/Paris"),
                ("-20261026T090000", "26 October, 09:00-10:00 Europe/Paris"),
            ],
            id="taken out in UTC, of a local time",
        ),
        pytest.param(
            [PARIS.format("20261001") + "\nRRULE:FREQ=DAILY;UNTIL=20261003T065959Z"],
            [
                ("-20261001T090000", "1 October, 09:00-10:00 Europe/Paris"),
                ("-20261002T090000", "2 October, 09:00-10:00 Europe/Paris"),
            ],
            id="until a second before",
        ),
        pytest.param(
            [PARIS.format("20261005") + "\nRDATE;TZID=Europe/Paris:20261007T150000\nRDATE;VALUE=DATE:20261009"],
            [
                ("-20261005T090000", "5 October, 09:00-10:00 Europe/Paris"),
                ("-20261007T150000", "7 October, 15:00-16:00 Europe/Paris"),
                ("-20261009T090000", "9 October, 09:00-10:00 Europe/Paris"),
            ],
            id="times that are listed",
        ),
        pytest.param(
            [PARIS.format("20261005") + "\nRDATE;VALUE=PERIOD:20261007T070000Z/PT3H"],
            [
                ("-20261005T090000", "5 October, 09:00-10:00 Europe/Paris"),
                ("-20261007T090000", "7 October, 09:00-12:00 Europe/Paris"),
            ],
            id="a period that is listed",
        ),
        pytest.param(
            [
                "DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=4",
                "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261012\nDTSTART;VALUE=DATE:20261013",
                "RECURRENCE-ID;VALUE=DATE:20261019\nDTSTART;VALUE=DATE:20261023",
            ],
            [
                ("-20261005", "5 October"),
                ("-20261012", "13 October"),
                ("-20261019", "23 October"),
                ("-20261026", "27 October"),
            ],
            id="all that follow, but one",
        ),
        pytest.param(
            [
                "RECURRENCE-ID;VALUE=DATE:20261012\nDTSTART;VALUE=DATE:20261013\nRRULE:FREQ=DAILY",
                "RECURRENCE-ID;VALUE=DATE:20261019\nDTSTART;VALUE=DATE:20261119",
            ],
            [("-20261012", "13 October")],
            id="single times of an event that is not there",
        ),
        pytest.param(
            ["SEQUENCE:2\nDTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=2",
             "SEQUENCE:1\nRECURRENCE-ID;VALUE=DATE:20261020\nDTSTART;VALUE=DATE:20261021"],
            [("-20261005", "5 October"), ("-20261012", "12 October")],
            id="a single time of an older state",
        ),
        pytest.param(["DTSTART;VALUE=DATE:20260105"], [("", "5 January")], id="one that does not repeat"),
        pytest.param(["DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=2"], [], id="one that was before"),
    ],
)  # fmt: skip
def test_times_in_october(events: list[str], days: list[tuple[str, str]]) -> None:
    """Exactly the times that touch the period, each under the time for which it was planned."""
    assert expanded(*events) == days


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=HOURLY", "bad-rule"),
        ("DTSTART;VALUE=DATE:20261005\nDTEND;VALUE=DATE:20261001\nRRULE:FREQ=DAILY;COUNT=2", "bad-end"),
        ("DTSTART:00010103T000000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "not-expanded"),
        ("DTSTART;VALUE=DATE:20251228\nRRULE:FREQ=YEARLY;UNTIL=20261231;BYMONTH=2;BYDAY=53SU", "not-expanded"),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20261231;BYMONTH=2;BYMONTHDAY=31", "not-expanded"),
    ],
)
def test_what_cannot_be_expanded_is_read_as_ever(lines: str, code: str) -> None:
    """It is one activity, and a problem says why; a rule that fits no day is not looked for up to the year 9999."""
    programme = read_ics(calendar(lines), expand=OCTOBER)
    (activity,) = programme.activities
    assert activity.uid == "one@example.org"
    assert code in [problem.code for problem in programme.problems]


def test_too_many_times_are_an_error() -> None:
    """None is left out in silence: the sentence says how many are read, and what to do."""
    period = Period(date(1970, 1, 1), date(2069, 12, 31))
    with pytest.raises(InputError, match=r"more than 10,000 times from 1970-01-01 to 2069-12-31: ask for a shorter"):
        read_ics(calendar("DTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY"), expand=period)
    many = calendar("DTSTART;VALUE=DATE:19700101\nRRULE:FREQ=DAILY;COUNT=5").replace(b"one@", b"%d@")
    event = many.split(b"\r\n", 2)[2].removesuffix(b"END:VCALENDAR\r\n")
    body = b"".join(event.replace(b"%d", str(number).encode()) for number in range(MOST_OCCURRENCES // 5 + 1))
    with pytest.raises(InputError, match="shorter period"):
        read_ics(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n", expand=period)


def test_the_same_time_in_any_period() -> None:
    """An occurrence is the same activity whatever the period it was found in, and after its time was moved."""
    (one,) = read_ics(calendar(WEEKLY), expand=Period(date(2026, 10, 12), date(2026, 10, 12))).activities
    assert one in read_ics(calendar(WEEKLY), expand=OCTOBER).activities
    moved = "RECURRENCE-ID;TZID=Europe/Paris:20261012T090000\n" + PARIS.format("20261015")
    assert one.uid in {each.uid for each in read_ics(calendar(WEEKLY, moved), expand=OCTOBER).activities}


def test_what_coecal_wrote() -> None:
    """A date of ours that recurs is expanded too; one of several stretches, or vague, stays as it is."""
    mondays = coecal.parse_date("every Monday in October", within="2026")
    stretches = coecal.parse_date("11-13 & 15 September 2026")
    window = coecal.parse_date("mid-November 2026")
    made = [
        Activity(uid=f"{name}@example.org", title=name, when=when)
        for name, when in (("one", mondays), ("two", stretches), ("three", window))
    ]
    period = Period(date(2026, 10, 10), date(2026, 10, 20))
    found = {each.uid: each for each in read_ics(to_ical(made), expand=period).activities}
    assert sorted(found) == [
        "one-20261012@example.org",
        "one-20261019@example.org",
        "three@example.org",
        "two@example.org",
    ]
    assert found["three@example.org"] == made[2]
    assert found["two@example.org"] == made[1]
    day = date(2026, 10, 12)
    assert found["one-20261012@example.org"].when == FuzzyDate("", Kind.EXACT, (DateRange.exact(day, day),))


@given(
    freq=st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]),
    extra=st.sampled_from(
        ["", ";BYDAY=MO", ";BYMONTHDAY=15", ";BYDAY=TU,TH;BYSETPOS=1", ";COUNT=9", ";UNTIL=20271001"]
    ),
    interval=st.integers(1, 3),
    length=st.integers(1, 4),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_the_times_are_the_days_of_the_whole(
    freq: str, extra: str, interval: int, length: int, data: st.DataObject
) -> None:
    """What recurring-ical-events finds and what reading the rule as one activity finds are the same days."""
    start = {
        "": date(2026, 1, 6),
        ";BYDAY=MO": date(2026, 1, 5),
        ";BYMONTHDAY=15": date(2026, 1, 15),
    }.get(extra, date(2026, 1, 6))
    if freq == "WEEKLY" and "MONTHDAY" in extra:
        extra = ""
    lines = f"DTSTART;VALUE=DATE:{start:%Y%m%d}\nDURATION:P{length}D\nRRULE:FREQ={freq};INTERVAL={interval}{extra}"
    first = data.draw(st.dates(date(2026, 1, 1), date(2027, 6, 1)))
    period = Period(first, data.draw(st.dates(first, date(2027, 12, 31))))
    (whole,) = read_ics(calendar(lines)).activities
    touched = [part for part in whole.when.ranges if (days := part.possible) is not None and days.overlaps(period)]
    assert [each.when.ranges for each in read_ics(calendar(lines), expand=period).activities] == [
        (part,) for part in touched
    ]


def test_from_python_and_the_command_line(tmp_path: Path) -> None:
    """The period is written as ISO or in words; other formats have nothing to expand."""
    path = tmp_path / "feed.ics"
    path.write_bytes(calendar(WEEKLY))
    assert len(coecal.read(path, expand="2026-10").activities) == 4
    assert len(coecal.read(path, expand="October 2026").activities) == 4
    assert len(coecal.read(path, expand=OCTOBER).activities) == 4
    with pytest.raises(DateError):
        coecal.read(path, expand="mid-nowhere")
    with pytest.raises(InputError, match="only a calendar has events to expand"):
        coecal.read(text="Events", format="newsletter", expand="2026-10")
    out = tmp_path / "out.json"
    done = CliRunner().invoke(main, ["read", str(path), "--expand", "2026-10-05/2026-10-12", "-o", str(out)])
    assert done.exit_code == 0
    assert [each.uid for each in coecal.read(out).activities] == [
        "one-20261005T090000@example.org",
        "one-20261012T090000@example.org",
    ]
    done = CliRunner().invoke(main, ["read", str(path), "--expand", "2026-10-05/.."])
    assert (done.exit_code, "is no period" in done.stderr) == (2, True)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install; reading without a period needs none of it."""
    monkeypatch.setitem(sys.modules, "recurring_ical_events", None)
    assert len(read_ics(calendar(WEEKLY)).activities) == 1
    with pytest.raises(MissingExtraError, match=r"pip install \"coecal\[calendars\]\""):
        read_ics(calendar(WEEKLY), expand=OCTOBER)


def test_long_names_keep_within_what_a_feed_can_hold() -> None:
    """A UID that would be too long with its time becomes one that follows from both."""
    long = calendar(WEEKLY).replace(b"one@example.org", b"x" * 250)
    programme = read_ics(long, expand=OCTOBER)
    assert len({each.uid for each in programme.activities}) == 4
    assert all(len(each.uid) <= 255 for each in programme.activities)
    assert to_ical([attrs.evolve(each) for each in programme.activities])
