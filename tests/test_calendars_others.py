"""Calendars of other programs, in their own ways: days, times and zones as people there see them."""

from __future__ import annotations

import pytest

from coecal.activities import Activity, Mode, Status
from coecal.readers.calendars import read_ics

OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
# pretalx, by way of vobject, names zones by their winter's abbreviation: this is London.
LONDON = """BEGIN:VTIMEZONE
TZID:GMT
BEGIN:STANDARD
DTSTART:20001029T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
"""
LIBICAL = "BEGIN:VTIMEZONE\nTZID:Town\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n"
NEW_YORK = "X-WR-TIMEZONE:America/New_York\n"


def calendar(*parts: str) -> bytes:
    """Return a calendar of these parts."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *"".join(parts).splitlines(), "END:VCALENDAR", ""]).encode()


def event(lines: str, uid: str = "one@example.org", name: str = "VEVENT") -> str:
    """Return an event or task of some lines."""
    return f"BEGIN:{name}\nUID:{uid}\nSUMMARY:Talks\n{lines}\nEND:{name}\n"


def read_one(*parts: str) -> tuple[Activity, list[str]]:
    """Return the one activity of a calendar, and the codes of what was found."""
    programme = read_ics(calendar(*parts))
    (activity,) = programme.activities
    return activity, [problem.code for problem in programme.problems]


@pytest.mark.parametrize(
    ("before", "lines", "days", "times", "codes"),
    [
        (
            OUTLOOK,
            "DTSTART;TZID=Customized Time Zone:20260703T140000",
            "2026-07-03",
            "14:00 +02:00",
            ["zone-as-offset"],
        ),
        (
            OUTLOOK,
            "DTSTART;TZID=Customized Time Zone:20261203T140000",
            "2026-12-03",
            "14:00 +01:00",
            ["zone-as-offset"],
        ),
        (LONDON, "DTSTART;TZID=GMT:20260703T140000", "2026-07-03", "14:00 +01:00", ["zone-as-offset"]),
        (
            LONDON + OUTLOOK,
            "DTSTART;TZID=GMT:20260703T140000\nDTEND;TZID=Customized Time Zone:20260703T160000",
            "2026-07-03",
            "14:00-15:00 +01:00",
            ["zone-as-offset", "zone-as-offset"],
        ),
        (LONDON.replace("GMT", "WET"), "DTSTART;TZID=WET:20260703T140000", "2026-07-03", "14:00 WET", []),
        (
            LONDON.replace("GMT", "Europe/Moscow"),
            "DTSTART;TZID=Europe/Moscow:20260703T140000",
            "2026-07-03",
            "14:00 Europe/Moscow",
            [],
        ),
        (LIBICAL, "DTSTART;TZID=Town:20260703T140000", "2026-07-03", "14:00 Europe/Berlin", []),
        (
            "",
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20260703T140000",
            "2026-07-03",
            "14:00 Europe/Paris",
            [],
        ),
        ("", "DTSTART;TZID=Pacific Standard Time:20261003T140000", "2026-10-03", "14:00 America/Los_Angeles", []),
        # Google writes moments in UTC and the zone of the calendar: it is still Saturday evening there.
        (
            NEW_YORK,
            "DTSTART:20261004T000000Z\nDTEND:20261004T020000Z",
            "2026-10-03",
            "20:00-22:00 America/New_York",
            [],
        ),
        (
            "",
            "DTSTART;TZID=Europe/Paris:20261003T090000\nDTEND;TZID=America/New_York:20261003T060000",
            "2026-10-03",
            "09:00-12:00 Europe/Paris",
            [],
        ),
        ("", "DTSTART:20261003T180000\nDTEND:20261004T000000", "2026-10-03", "18:00-00:00", []),
        ("", "DTSTART:20261003T140000\nDTEND:20261004T120000", "2026-10-03..2026-10-04", "14:00-12:00", []),
        (
            "",
            (
                "DTSTART;TZID=Europe/Paris:20261003T000000\nDTEND;TZID=Europe/Paris:20261005T000000\n"
                "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
            ),
            "2026-10-03..2026-10-04",
            "",
            [],
        ),
        (
            "",
            "DTSTART;VALUE=DATE:20261003\nDTEND;VALUE=DATE:20261001",
            "starts 2026-10-03, ends 2026-10-03..",
            "",
            ["bad-end"],
        ),
        (
            "",
            "DTSTART;VALUE=DATE:20261003\nRRULE:FREQ=SECONDLY",
            "starts 2026-10-03, ends 2026-10-03..",
            "",
            ["bad-rule"],
        ),
        (
            "",
            "DTSTART;TZID=America/New_York:20261005T200000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20261013T000000Z",
            "2026-10-05 ; 2026-10-19",
            "20:00 America/New_York",
            [],
        ),
        (
            "",
            "DTSTART;TZID=America/New_York:20261005T200000\nRRULE:FREQ=DAILY;UNTIL=20261008T000000Z",
            "2026-10-05 ; 2026-10-06 ; 2026-10-07",
            "20:00 America/New_York",
            [],
        ),
        (
            "",
            "DTSTART:20261005T100000Z\nRDATE;VALUE=PERIOD:20261007T100000Z/20261009T120000Z",
            "2026-10-05 ; 2026-10-07..2026-10-09",
            "10:00 UTC",
            [],
        ),
        (
            "",
            "DTSTART;VALUE=DATE:20261003\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",
            "2026-10-03 ; 2026-10-05 ; 2026-10-12",
            "",
            [],
        ),
        ("", "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=DAILY", "9999-12-31", "", ["endless-rule"]),
    ],
)
def test_days_are_those_that_people_there_see(before: str, lines: str, days: str, times: str, codes: list[str]) -> None:
    """Whatever the zone is written in, the day is that of the place; what is not known stays open."""
    activity, found = read_one(before, event(lines))
    assert " ; ".join(repr(part)[11:-1] for part in activity.when.ranges) == days
    assert str(activity.when.times or "") == times
    assert found == codes


def test_an_endless_rule_is_read_beyond_the_day_of_the_file() -> None:
    """A rule of long ago reaches two years past the last day that the file tells of, and says that it goes on."""
    activity, _ = read_one(event("DTSTAMP:20261101T000000Z\nDTSTART;VALUE=DATE:20150105\nRRULE:FREQ=MONTHLY"))
    assert str(activity.when.latest_end) == "2028-10-05"
    assert activity.when.text == "5 January 2015, then every month"


def test_a_single_day_that_was_moved_keeps_its_own_length() -> None:
    """What takes the place of one day, found by its moment in UTC, has days of its own."""
    moved = "RECURRENCE-ID:20261013T000000Z\nDTSTART;VALUE=DATE:20261014\nDTEND;VALUE=DATE:20261016"
    rule = "DTSTART;TZID=America/New_York:20261005T200000\nRRULE:FREQ=WEEKLY;COUNT=2"
    activity, _ = read_one(event(rule), event(moved))
    assert [repr(part)[11:-1] for part in activity.when.ranges] == ["2026-10-05", "2026-10-14..2026-10-15"]


@pytest.mark.parametrize(
    ("before", "lines", "status"),
    [
        ("METHOD:CANCEL\n", "DTSTART;VALUE=DATE:20261003", Status.CANCELLED),
        ("", "DTSTART;VALUE=DATE:20261003\nSUMMARY:", Status.PLANNED),
    ],
)
def test_a_calendar_that_takes_its_events_back(before: str, lines: str, status: Status) -> None:
    """The method of a calendar counts for all of its events."""
    assert read_one(before, event(lines))[0].status is status


@pytest.mark.parametrize(("mark", "status"), [("CANCELLED: ", Status.CANCELLED), ("POSTPONED: ", Status.POSTPONED)])
def test_marks_before_a_title_are_its_status(mark: str, status: Status) -> None:
    """A calendar that lost our own properties still says what became of an activity."""
    text = event("DTSTART;VALUE=DATE:20261003").replace("SUMMARY:", f"SUMMARY:{mark}")
    activity, _ = read_one(text)
    assert (activity.title, activity.status) == ("Talks", status)


def test_a_link_is_no_place_and_an_address_no_organiser() -> None:
    """A place that is a link means online; a name that is an address is nobody's name."""
    lines = (
        "DTSTART;VALUE=DATE:20261003\nLOCATION:https://meet.example/1\nORGANIZER;CN=a@example.org:mailto:a@example.org"
    )
    activity, _ = read_one(event(lines))
    assert (activity.places, activity.mode, activity.organisers) == ((), Mode.ONLINE, ())


def test_codes_of_the_post_do_not_hide_a_city() -> None:
    """An address that ends with a code and a city lies in its country."""
    activity, _ = read_one(event("DTSTART;VALUE=DATE:20261003\nLOCATION:Allee 1\\, 67000 Strasbourg"))
    assert (activity.places, activity.countries) == (("Allee 1", "67000 Strasbourg"), ("FR",))


def test_a_task_from_its_start_to_its_end() -> None:
    """A task that was done is held; one that is due at midnight is due on the day before."""
    task = event("DTSTART;VALUE=DATE:20261001\nDUE:20261101T000000Z\nSTATUS:COMPLETED", name="VTODO")
    activity, _ = read_one(task)
    assert (str(activity.when.earliest_start), str(activity.when.latest_end)) == ("2026-10-01", "2026-10-31")
    assert activity.status is Status.HELD


def test_one_of_ours_that_was_moved_by_hand() -> None:
    """Where the days of the calendar are not those that were written, the calendar's count, and it is told."""
    ours = "X-COECAL-WHEN:11 November\nX-COECAL-KIND:exact\nX-COECAL-POINTS:" + "2026-11-11/" * 4 + "1/.."
    assert read_one(event(f"DTSTART;VALUE=DATE:20261111\n{ours}"))[0].when.text == "11 November"
    activity, codes = read_one(event(f"DTSTART;VALUE=DATE:20261201\n{ours}"))
    assert (activity.when.text, codes) == ("1 December 2026", ["edited-event"])


def test_edtf_alone_says_a_vague_date() -> None:
    """The days that a calendar shows of a vague date are not its date."""
    lines = "DTSTART;VALUE=DATE:20261111\nX-COECAL-WHEN:mid-November\nX-COECAL-EDTF:[2026-11-11..2026-11-20]"
    when = read_one(event(lines))[0].when
    assert (when.text, when.kind, when.to_edtf()) == ("mid-November", "window", "[2026-11-11..2026-11-20]")


def test_a_date_that_is_none_keeps_its_words() -> None:
    """The words stay, the date is not known."""
    activity, codes = read_one(event("DTSTART;VALUE=DATE:20261340"))
    assert (activity.when.text, activity.when.kind, codes) == ("20261340", "undated", ["bad-date"])


def test_the_same_event_twice_is_one() -> None:
    """Two calendars in one file that share an event tell of one activity."""
    assert read_one(event("DTSTART;VALUE=DATE:20261003") * 2)[1] == ["superseded"]


def changed(lines: str) -> str:
    """Return a weekly event of three days and single ones in the place of some of them, each of some lines."""
    weekly = "DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=3\nSEQUENCE:2"
    return event(weekly) + "".join(event(single) for single in lines.split("\n\n"))


@pytest.mark.parametrize(
    ("lines", "days", "codes"),
    [
        pytest.param(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261012\nDTSTART;VALUE=DATE:20261013\nSEQUENCE:2",
            "2026-10-05 ; 2026-10-13 ; 2026-10-20",
            [],
            id="all that follow",
        ),
        pytest.param(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261012\nDTSTART;VALUE=DATE:20261012\n"
            "DTEND;VALUE=DATE:20261014\nSEQUENCE:2\n\n"
            "RECURRENCE-ID;VALUE=DATE:20261019\nDTSTART;VALUE=DATE:20261021\nSEQUENCE:2",
            "2026-10-05 ; 2026-10-12..2026-10-13 ; 2026-10-21",
            [],
            id="all that follow, but one",
        ),
        pytest.param(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261012\nSTATUS:CANCELLED",
            "2026-10-05",
            [],
            id="all that follow are cancelled",
        ),
        pytest.param(
            "RECURRENCE-ID;VALUE=DATE:20261102\nDTSTART;VALUE=DATE:20261103\nSEQUENCE:1",
            "2026-10-05 ; 2026-10-12 ; 2026-10-19",
            ["superseded"],
            id="of an older state",
        ),
        pytest.param(
            "RECURRENCE-ID;VALUE=DATE:20261102\nDTSTART;VALUE=DATE:20261103\nSEQUENCE:2",
            "2026-10-05 ; 2026-10-12 ; 2026-10-19 ; 2026-11-03",
            [],
            id="beside the rule",
        ),
    ],
)
def test_single_events_in_the_place_of_days(lines: str, days: str, codes: list[str]) -> None:
    """A change of one day, or of all that follow, counts where it belongs to the newest state of the event."""
    activity, found = read_one(changed(lines))
    assert " ; ".join(repr(part)[11:-1] for part in activity.when.ranges) == days
    assert found == codes


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;VALUE=DATE:20261005,20261012",
        # What remains of a series after all of it was changed from its first day on.
        "DTSTART;TZID=Europe/Paris:20261005T090000\nRRULE:FREQ=WEEKLY;UNTIL=20261004T215959Z",
    ],
)
def test_an_event_of_no_day_is_left_out(lines: str) -> None:
    """An event all days of which were taken out takes place on none, and it is told."""
    programme = read_ics(calendar(event(lines)))
    assert programme.activities == ()
    assert [problem.code for problem in programme.problems] == ["no-days"]


def test_an_event_all_days_of_which_were_cancelled_is_cancelled() -> None:
    """It is an activity that people knew of."""
    single = event("RECURRENCE-ID;VALUE=DATE:20261005\nSTATUS:CANCELLED")
    activity, codes = read_one(event("DTSTART;VALUE=DATE:20261005\nRRULE:FREQ=WEEKLY;COUNT=1") + single)
    assert (activity.status, str(activity.when.earliest_start), codes) == (Status.CANCELLED, "2026-10-05", [])


def test_single_days_of_an_event_that_is_not_there() -> None:
    """They are its days that are known; a rule beside them is that of the event."""
    first = "RECURRENCE-ID;VALUE=DATE:20261012\nRRULE:FREQ=WEEKLY\nDTSTART;VALUE=DATE:20261005"
    second = "RECURRENCE-ID;VALUE=DATE:20261005\nDTSTART;VALUE=DATE:20261006"
    activity, codes = read_one(event(first) + event(second))
    assert [repr(part)[11:-1] for part in activity.when.ranges] == ["2026-10-05", "2026-10-06"]
    assert codes == []


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("", ["2026-10-05"]),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=MO, TU", ["2026-10-05", "2026-10-06", "2026-10-12"]),
        ("RSCALE=GREGORIAN;FREQ=DAILY;COUNT=2;SKIP=OMIT", ["2026-10-05", "2026-10-06"]),
    ],
)
def test_rules_as_programs_write_them(rule: str, days: list[str]) -> None:
    """An empty rule is none, spaces do not count, and the calendar that every rule means may be named."""
    activity, codes = read_one(event(f"DTSTART;VALUE=DATE:20261005\nRRULE:{rule}"))
    assert [str(part.earliest_start) for part in activity.when.ranges] == days
    assert codes == []


def test_doubled_line_breaks_end_no_line() -> None:
    """A file that was saved with two breaks for one reads as before, folded lines too."""
    text = calendar(event("DTSTART;VALUE=DATE:20261003\nLOCATION:Ac\n cra")).replace(b"\r\n", b"\r\r\n")
    programme = read_ics(text)
    assert [activity.places for activity in programme.activities] == [("Accra",)]
    assert programme.problems == ()
