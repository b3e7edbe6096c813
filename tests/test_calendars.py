"""iCalendar read back: what coecal wrote comes back, what others wrote becomes honest dates, nothing broken ends it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import attrs
import pytest
from dateutil.rrule import rrulestr
from feed_reading import as_in_a_feed, words
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import activities

import coecal
from coecal.activities import Activity, Status
from coecal.errors import InputError, Severity
from coecal.programme import Programme
from coecal.readers.calendars import read_ics
from coecal.readers.calendars.rules import Budget, days_of, read_rule
from coecal.writers.ical import Vague, to_ical, write_undated_feed

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Somebody's\r\n"
FOOT = "END:VCALENDAR\r\n"


def calendar(*events: str) -> bytes:
    """Return a calendar of events, each given by its lines after the UID."""
    parts = [f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events)]
    return (HEAD + "".join(parts).replace("\r\n\r\n", "\r\n") + FOOT).encode()


def only(event: str) -> Activity:
    """Return the one activity of an event."""
    (activity,) = read_ics(calendar(event)).activities
    return activity


def codes(data: bytes) -> list[str]:
    """Return the codes of the problems of a file."""
    return [problem.code for problem in read_ics(data).problems]


@given(
    made=st.lists(activities, min_size=1, max_size=4, unique_by=lambda each: each.uid),
    vague=st.sampled_from([each for each in Vague if each is not Vague.SKIP]),
)
def test_what_was_written_is_read_back(made: list[Activity], vague: Vague) -> None:
    """Activities in the dated feed or that of undated ones are the same after reading, without any problem.

    100 programmes, or 1,000 others with `--hypothesis-profile=explore`.
    """
    assume(all(words(each.title).strip() for each in made))
    try:
        feeds = (to_ical(made, vague=vague), write_undated_feed(made, vague=vague).data)
    except InputError:  # two of their events would have one UID
        assume(False)  # noqa: FBT003
    programmes = [read_ics(feed) for feed in feeds]
    assert [programme.problems for programme in programmes] == [(), ()]
    again = {each.uid: each for programme in programmes for each in programme.activities}
    assert list(map(again.get, (each.uid for each in made))) == list(map(as_in_a_feed, made))
    for one in made:
        read = again[one.uid].when
        assert (read.text, read.locale) == (words(one.when.text), one.when.locale)


def test_the_feeds_of_a_newsletter_come_back() -> None:
    """Every activity that has a day, with its projects and places."""
    programme = coecal.read(f"{__file__.rsplit('/', 2)[0]}/examples/update-2025-q3.txt")
    again = read_ics(programme.to_ical())
    known = {one.uid: one for one in again.activities}
    assert again.title == programme.title
    assert not again.problems
    for one in programme.activities:
        other = known[one.uid]
        assert attrs.evolve(other, source=one.source) == one
        assert other.when.text == one.when.text


@pytest.mark.parametrize(
    ("event", "days", "times"),
    [
        ("DTSTART;VALUE=DATE:20261003", "2026-10-03", ""),
        ("DTSTART;VALUE=DATE:20261003\r\nDTEND;VALUE=DATE:20261006", "2026-10-03..2026-10-05", ""),
        ("DTSTART;VALUE=DATE:20261003\r\nDURATION:P3D", "2026-10-03..2026-10-05", ""),
        ("DTSTART:20261003T140000\r\nDTEND:20261003T160000", "2026-10-03", "14:00-16:00"),
        ("DTSTART:20261003T140000Z\r\nDURATION:PT90M", "2026-10-03", "14:00-15:30 UTC"),
        ("DTSTART;TZID=Europe/Paris:20261003T220000\r\nDTEND;TZID=Europe/Paris:20261004T020000",
         "2026-10-03", "22:00-02:00 Europe/Paris"),
        ('DTSTART;TZID="W. Europe Standard Time":20261003T090000\r\nDTEND;TZID=W. Europe Standard Time:20261005T170000',
         "2026-10-03..2026-10-05", "09:00-17:00 Europe/Berlin"),
        ("DTSTART:20261003T140000", "2026-10-03", "14:00"),
        ("DTSTART;VALUE=DATE:20261005\r\nRRULE:FREQ=WEEKLY;COUNT=3",
         "2026-10-05 ; 2026-10-12 ; 2026-10-19", ""),
        ("DTSTART;VALUE=DATE:20261005\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20261231",
         "2026-10-05 ; 2026-11-02 ; 2026-12-07", ""),
        ("DTSTART;VALUE=DATE:20261005\r\nRDATE;VALUE=DATE:20261009,20261011\r\nEXDATE;VALUE=DATE:20261009",
         "2026-10-05 ; 2026-10-11", ""),
        ("DTSTART;TZID=Europe/Paris:20261005T140000\r\nRRULE:FREQ=DAILY;UNTIL=20261007T110000Z",
         "2026-10-05 ; 2026-10-06", "14:00 Europe/Paris"),
    ],
)  # fmt: skip
def test_events_of_others_have_these_days(event: str, days: str, times: str) -> None:
    """Days are inclusive, times keep their zone, rules become their days."""
    when = only(f"SUMMARY:Talks\r\n{event}").when
    assert " ; ".join(repr(part)[11:-1] for part in when.ranges) == days
    assert str(when.times or "") == times
    assert when.text


def test_what_else_an_event_says() -> None:
    """Place and country, organiser, address, status, and a title without the mark of a cancelled event."""
    one = only(
        "SUMMARY:CANCELLED: Talks\\, part 2\r\nDTSTART;VALUE=DATE:20261003\r\nSTATUS:CANCELLED\r\nSEQUENCE:4\r\n"
        "LOCATION:Hall 3\\, Accra\\, Ghana\r\nORGANIZER;CN=Lake Trust:mailto:x@example.org\r\n"
        "URL:https://example.org/1\r\nLAST-MODIFIED:20260901T100000Z\r\nCATEGORIES:Africa,Fun"
    )
    assert (one.title, one.status, one.sequence) == ("Talks, part 2", Status.CANCELLED, 4)
    assert (one.places, one.countries) == (("Hall 3", "Accra", "Ghana"), ("GH",))
    assert (one.organisers, one.url, one.last_modified) == (("Lake Trust",), "https://example.org/1", date(2026, 9, 1))
    assert only("SUMMARY:x\r\nSTATUS:TENTATIVE\r\nDTSTART;VALUE=DATE:20261003").when.tentative


def test_a_task_is_a_deadline() -> None:
    """A VTODO is done by its DUE."""
    data = (HEAD + "BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Report\r\nDUE:20261101T170000Z\r\nEND:VTODO\r\n" + FOOT).encode()
    (one,) = read_ics(data).activities
    assert (one.when.to_edtf(), str(one.when.times)) == ("[..2026-11-01]", "-17:00 UTC")


def test_single_times_that_were_moved_or_cancelled() -> None:
    """RECURRENCE-ID takes the place of one time of its event."""
    data = calendar("SUMMARY:Call\r\nDTSTART;VALUE=DATE:20261005\r\nRRULE:FREQ=WEEKLY;COUNT=3").decode()
    moved = "BEGIN:VEVENT\r\nUID:0\r\nRECURRENCE-ID;VALUE=DATE:{}\r\nSUMMARY:Call\r\n{}\r\nEND:VEVENT\r\n"
    text = data.replace(
        FOOT,
        moved.format("20261012", "DTSTART;VALUE=DATE:20261014")
        + moved.format("20261019", "DTSTART;VALUE=DATE:20261019\r\nSTATUS:CANCELLED")
        + FOOT,
    )
    (one,) = read_ics(text.encode()).activities
    assert [str(part.earliest_start) for part in one.when.ranges] == ["2026-10-05", "2026-10-14"]


@pytest.mark.parametrize(
    ("data", "code", "count"),
    [
        (calendar("SUMMARY:x\r\nDTSTART:20261340"), "bad-date", 1),
        (calendar("SUMMARY:x"), "no-date", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003\r\nDTEND;VALUE=DATE:20261001"), "bad-end", 1),
        (calendar("SUMMARY:x\r\nDTSTART;TZID=Nowhere/At_All:20261003T100000"), "unknown-zone", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003\r\nRRULE:FREQ=SECONDLY"), "bad-rule", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003\r\nRRULE:FREQ=DAILY"), "endless-rule", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003\r\nRRULE:FREQ=DAILY;COUNT=1000000"), "long-rule", 1),
        (calendar("garbage without a colon\r\nSUMMARY:x\r\nDTSTART;VALUE=DATE:20261003"), "unread-line", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003").replace(b"UID:0\r\n", b""), "no-uid", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003")[:-40], "truncated", 0),
        (calendar("SUMMARY:caf\xe9").replace("\xe9".encode(), b"\xe9"), "not-utf-8", 1),
        (b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261003\r\nEND:VEVENT\r\n", "outside-calendar", 1),
        (calendar("SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003").replace(b"UID:0", b"UID:a b"), "changed-uid", 1),
    ],
)
def test_what_is_broken_is_a_problem_and_no_end(data: bytes, code: str, count: int) -> None:
    """Each fault is told with its line, and what can be read is read."""
    programme = read_ics(data)
    assert code in [problem.code for problem in programme.problems]
    assert len(programme.activities) == count
    assert all(problem.remedy and problem.severity in Severity for problem in programme.problems)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=DAILY;BYEASTER=1", "BYEASTER is not known"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "'32' is not from 1 to 31"),
        ("FREQ=DAILY;COUNT=1,2", "'1,2' is several numbers"),
        ("FREQ=WEEKLY;BYDAY=XX", "'XX' is no weekday"),
        ("FREQ=YEARLY;BYDAY=54MO", "'54MO' is no weekday"),
        ("FREQ=WEEKLY;WKST=MO,TU", "weeks cannot start on 'MO,TU'"),
    ],
)
def test_a_rule_that_is_none_is_told_with_its_reason(rule: str, why: str) -> None:
    """The first day is kept, with an open end, and the problem says what is wrong with the rule."""
    programme = read_ics(calendar(f"SUMMARY:x\r\nDTSTART;VALUE=DATE:20261003\r\nRRULE:{rule}"))
    assert [activity.when.earliest_start for activity in programme.activities] == [date(2026, 10, 3)]
    assert any(problem.code == "bad-rule" and why in problem.message for problem in programme.problems)


@pytest.mark.parametrize("data", [b"", b"no calendar", b"\xff\xfe\x00", b"<html>"])
def test_what_is_no_calendar_is_an_error(data: bytes) -> None:
    """A file without a calendar cannot be used."""
    with pytest.raises(InputError, match="no calendar"):
        read_ics(data)


def test_the_same_uid_twice() -> None:
    """A newer state takes the place of the older; two of the same age are two activities."""
    event = "BEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:{}\r\nSUMMARY:{}\r\nDTSTART;VALUE=DATE:20261003\r\nEND:VEVENT\r\n"
    newer = read_ics((HEAD + event.format(1, "old") + event.format(2, "new") + FOOT).encode())
    assert [one.title for one in newer.activities] == ["new"]
    same = read_ics((HEAD + event.format(1, "one") + event.format(1, "two") + FOOT).encode())
    assert len({one.uid for one in same.activities}) == 2
    assert "repeated-uid" in [problem.code for problem in same.problems]


@given(
    freq=st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]),
    interval=st.integers(1, 4),
    extra=st.sampled_from([
        "", ";BYDAY=MO,WE", ";BYDAY=1MO", ";BYDAY=-1FR", ";BYMONTHDAY=1,-1", ";BYMONTH=2,6", ";BYMONTHDAY=31",
        ";BYDAY=MO;WKST=SU", ";BYDAY=TU,TH;BYSETPOS=1", ";BYYEARDAY=1,-1",
    ]),
    start=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    count=st.integers(1, 12),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_rules_mean_the_days_that_dateutil_finds(freq: str, interval: int, extra: str, start: date, count: int) -> None:
    """Where the first day fits its rule, the days are those of another implementation."""
    assume(
        not ("BYSETPOS" in extra and freq == "DAILY")
        and not ("1" in extra and "DAY=" in extra and freq in ("WEEKLY", "DAILY"))
    )
    assume(not (extra.startswith(";BYYEARDAY") and freq != "YEARLY") and not ("MONTHDAY" in extra and freq == "WEEKLY"))
    text = f"FREQ={freq};INTERVAL={interval}{extra};COUNT={count}"
    last = start + timedelta(days=4000)
    theirs = [moment.date() for moment in rrulestr(text, dtstart=_midnight(start)) if moment.date() <= last]
    assume(theirs and theirs[0] == start)
    ours = list(days_of(read_rule(text), start, last, Budget()))
    assert ours == theirs


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - dateutil counts in plain moments


@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_it_is_a_programme_or_our_error(data: bytes) -> None:
    """No bytes end in a traceback."""
    with suppress(InputError):
        assert isinstance(read_ics(data), Programme)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("BEGIN:VEVENT\r\n" * 20_000, 19_999),
        ("BEGIN:VEVENT\r\nDTSTART:20261003\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n" * 1_000, 1_000),
        ("BEGIN:VEVENT\r\nSUMMARY:" + "x" * 1_000_000 + "\r\nDTSTART:20261003\r\nEND:VEVENT\r\n", 1),
    ],
    ids=["never closed", "endless rules", "a long line"],
)
def test_hostile_files_are_read_within_bounds(text: str, count: int) -> None:
    """Neither many open components, nor many endless rules, nor a long line make reading take forever."""
    programme = read_ics(("BEGIN:VCALENDAR\r\n" + text).encode())
    assert len(programme.activities) == count
    assert len(programme.problems) < 500
