"""iCalendar feeds: what becomes of each kind of date, the properties, the switches, and what is refused."""

from __future__ import annotations

import gc
import re
import weakref
from datetime import date, timedelta

import attrs
import pytest
from feed_cases import CASES, ISSUE, UNDATED, Case, activity, on, within
from feed_reading import events, only, text, texts
from hypothesis import given
from hypothesis import strategies as st

from coecal.activities import Activity, Status
from coecal.dates import DateStatus, FuzzyDate, Kind
from coecal.errors import InputError, UnknownNameError
from coecal.ranges import DateRange
from coecal.writers.ical import FeedPolicy, Vague, to_ical, undated, write_feed, write_undated_feed
from coecal.writers.ical_days import show

FIRM = FuzzyDate("7 September", Kind.EXACT, (on(9, 7),))
POLICIES = (FeedPolicy(), FeedPolicy(longest_window_days=3))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_kind_of_date_becomes_its_events(case: Case) -> None:
    """Days, status, UID and the words behind the title are as the rules say."""
    found = [
        (text(event, "UID"), event.start, event.duration.days, text(event, "SUMMARY"), text(event, "STATUS"))
        for event in events(to_ical([case.activity]))
    ]
    assert found == [
        (
            f"{shown.uid}@coecal",
            shown.first,
            (shown.last - shown.first).days + 1,
            f"{shown.prefix}Well drilling, basics {shown.brackets}".strip(),
            shown.status,
        )
        for shown in case.shown
    ]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_only_what_is_firm_makes_busy(case: Case) -> None:
    """Whatever is not confirmed is transparent, also for Outlook; what is confirmed says nothing about it."""
    busy = {
        "CONFIRMED": (None, None),
        "TENTATIVE": ("TRANSPARENT", "TENTATIVE"),
        "CANCELLED": ("TRANSPARENT", "FREE"),
    }
    for event in events(to_ical([case.activity])):
        found = (text(event, "TRANSP"), text(event, "X-MICROSOFT-CDO-BUSYSTATUS"))
        assert found == busy[str(event["STATUS"])]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("window", "Takes place some time from 11 November 2026 to 20 November 2026; the days are not fixed yet."),
        (
            "window of a known duration",
            (
                "Takes place some time from 11 November 2026 to 20 November 2026; the days are not fixed yet."
                " It lasts 2 days."
            ),
        ),
        (
            "window longer than a month",
            (
                "It starts between 1 July 2026 and 31 July 2026 and it ends between 1 September 2026 and"
                " 30 September 2026; the days are not fixed yet. Only the first possible day is shown here."
            ),
        ),
        ("deadline", "Takes place by 31 October 2026; the days are not fixed yet."),
        ("open end", "It starts on 3 October 2026 and its end is not known."),
        ("open start", "Its start is not known and it ends on 15 November 2026."),
        (
            "alternatives",
            (
                "Either 12 October 2026 to 13 October 2026 or 19 October 2026 to 20 October 2026;"
                " which of these is not decided yet."
            ),
        ),
        ("tentative", "These days are still to be confirmed."),
        (
            "undated in a month",
            "The date is not known yet; it is listed under 1 November 2026 to 30 November 2026.",
        ),
    ],
)
def test_a_sentence_says_what_is_known(name: str, sentence: str) -> None:
    """The description starts with what is known of the days, in words."""
    description = str(events(to_ical([CASES[name].activity]))[0]["DESCRIPTION"])
    assert description == f"{sentence}\nProject: WELL+\nOrganiser: Water Office; Accra\nMode: online"


@pytest.mark.parametrize(
    ("stretch", "sentence"),
    [
        (within(11, 11, 20, 2, 3), "It lasts 2 to 3 days."),
        (within(11, 11, 20, 2), "It lasts 2 days or more."),
        (within(11, 11, 20, 1, 1), "It lasts 1 day."),
    ],
)
def test_a_known_duration_is_said(stretch: DateRange, sentence: str) -> None:
    """How long it lasts is told behind the window."""
    when = FuzzyDate("in mid-November", Kind.WINDOW, (stretch,))
    assert str(only(to_ical([activity("x", when)]))["DESCRIPTION"]).splitlines()[0].endswith(f"yet. {sentence}")


def test_siblings_are_related() -> None:
    """Each further stretch is related to the first one, and the first to all others."""
    related = {str(event["UID"]): texts(event, "RELATED-TO") for event in events(to_ical([three_stretches()]))}
    assert related == {"x@coecal": ["x-2@coecal", "x-3@coecal"], "x-2@coecal": ["x@coecal"], "x-3@coecal": ["x@coecal"]}
    assert b"RELATED-TO;RELTYPE=SIBLING:x-2@coecal\r\n" in to_ical([three_stretches()])


def three_stretches() -> Activity:
    """Return an activity of three stretches."""
    return activity("x", FuzzyDate("1, 3 and 6 May", Kind.EXACT, (on(5, 1), on(5, 3), on(5, 6))))


def test_the_uid_stays_while_the_date_firms_up() -> None:
    """One event keeps the activity's UID through every change of what is known of its date."""
    for case in CASES.values():
        named = attrs.evolve(case.activity, uid="same@coecal")
        assert str(events(to_ical([named]))[0]["UID"]) == "same@coecal"


def test_a_uid_without_a_host_takes_its_suffix_at_the_end() -> None:
    """A UID from elsewhere need not hold an at sign."""
    bare = attrs.evolve(three_stretches(), uid="abc")
    assert [str(event["UID"]) for event in events(to_ical([bare]))] == ["abc", "abc-2", "abc-3"]


def test_properties_of_an_event() -> None:
    """Everything that the activity knows is in its event."""
    event = only(to_ical([CASES["window"].activity], as_of=date(2027, 1, 1)))
    found = {name: text(event, name) for name in event if name not in ("CATEGORIES", "DTSTART", "DTEND", "DTSTAMP")}
    assert found == {
        "UID": "window@coecal",
        "LAST-MODIFIED": found["LAST-MODIFIED"],
        "SEQUENCE": "3",
        "STATUS": "TENTATIVE",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "TENTATIVE",
        "SUMMARY": "Well drilling, basics (mid-November)",
        "X-COECAL-TITLE": "Well drilling, basics",
        "LOCATION": "Accra, Ghana",
        "DESCRIPTION": found["DESCRIPTION"],
        "URL": "https://example.org/wells?basics",
        "X-COECAL-WHEN": "mid-November",
        "X-COECAL-KIND": "window",
        "X-COECAL-EDTF": "[2026-11-11..2026-11-20]",
        "X-COECAL-POINTS": "2026-11-11/2026-11-20/2026-11-11/2026-11-20/1/..",
        "X-COECAL-MODE": "online",
        "X-COECAL-PROJECT": "WELL+",
        "X-COECAL-ORGANISER": "Water Office; Accra",
        "X-COECAL-COUNTRY": "GH",
        "X-COECAL-REGION": "West Africa",
        "X-COECAL-SECTION": "coming next",
        "X-COECAL-HEADING": "November 2026",
        "X-COECAL-LINE": "7",
        "X-COECAL-SOURCE": "WELL+; Well drilling, basics",
    }
    assert event.categories == ["WELL+", "West Africa"]
    assert event["DTSTAMP"].to_ical() == event["LAST-MODIFIED"].to_ical() == b"20260930T000000Z"


@pytest.mark.parametrize(
    ("changed", "as_of", "stamp", "modified"),
    [
        (ISSUE, date(2027, 1, 1), b"DTSTAMP:20260930T000000Z", b"LAST-MODIFIED:20260930T000000Z"),
        (None, date(2027, 1, 1), b"DTSTAMP:20270101T000000Z", b"LAST-MODIFIED:20270101T000000Z"),
        (None, None, b"DTSTAMP:19700101T000000Z", None),
        (date(1, 1, 1), None, b"DTSTAMP:00010101T000000Z", b"LAST-MODIFIED:00010101T000000Z"),
    ],
)
def test_stamps_come_from_the_last_change(
    changed: date | None, as_of: date | None, stamp: bytes, modified: bytes | None
) -> None:
    """The stamp is the day of the last change, else that of the issue, else a fixed one; never the clock's."""
    lines = to_ical([attrs.evolve(activity("x", FIRM), last_modified=changed)], as_of=as_of).split(b"\r\n")
    assert stamp in lines
    assert [line for line in lines if line.startswith(b"LAST-MODIFIED")] == ([modified] if modified else [])


def test_properties_of_the_calendar() -> None:
    """A feed tells its name, where it is, how often to look and its colour, and nothing that it does not know."""
    data = to_ical([], name="Wells, all", url="https://example.org/all.ics", policy=FeedPolicy(refresh_hours=6))
    head = data.decode().split("\r\n")
    assert head[:9] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//coecal//coecal//EN",
        r"NAME;VALUE=TEXT:Wells\, all",
        r"X-WR-CALNAME;VALUE=TEXT:Wells\, all",
        "SOURCE;VALUE=URI:https://example.org/all.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        head[8],
    ]
    assert re.fullmatch("COLOR:[a-z]+", head[8])
    assert head[9:] == ["END:VCALENDAR", ""]
    assert b"SOURCE" not in to_ical([])


def test_a_blank_name_is_replaced() -> None:
    """A calendar without a name cannot be told from others, and an empty property is refused by readers."""
    assert b"\r\nNAME:Activities\r\n" in to_ical([], name=" \x00\n")


@pytest.mark.parametrize("url", ["all.ics", "javascript:alert(1)", "https://example.org/a b", "https://a\r\nX:1", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    """The address of the feed is the caller's own, and has to be one."""
    with pytest.raises(InputError, match="is no address of a feed"):
        to_ical([], url=url)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "wells", "https://", ""])
def test_an_event_links_only_to_pages(url: str) -> None:
    """What is no address of a page does not become a link."""
    assert "URL" not in only(to_ical([attrs.evolve(activity("x", FIRM), url=url)]))


@pytest.mark.parametrize(
    ("vague", "name", "days"),
    [
        ("day", "window", [date(2026, 11, 11)]),
        ("day", "window longer than a month", [date(2026, 7, 1)]),
        ("day", "deadline", [date(2026, 10, 31)]),
        ("day", "open end", [date(2026, 10, 3)]),
        ("day", "alternatives", [date(2026, 10, 12), date(2026, 10, 19)]),
        ("day", "undated in a month", [date(2026, 11, 1)]),
        ("day", "some days", [date(2026, 9, day) for day in (4, 5, 6, 7)]),
        ("day", "tentative", [date(2026, 11, 12), date(2026, 11, 13)]),
        ("skip", "window", []),
        ("skip", "deadline", []),
        ("skip", "open end", []),
        ("skip", "alternatives", []),
        ("skip", "undated in a month", []),
        ("skip", "firm and vague stretches", [date(2026, 10, 3)]),
        ("skip", "tentative", [date(2026, 11, 12), date(2026, 11, 13)]),
        ("undated-feed", "window", []),
        ("undated-feed", "some days", [date(2026, 9, day) for day in (4, 5, 6, 7)]),
    ],
)
def test_one_switch_says_what_becomes_of_vague_dates(vague: str, name: str, days: list[date]) -> None:
    """It changes what is not exact, and nothing else."""
    data = to_ical([CASES[name].activity], vague=vague)
    shown = [event.start + timedelta(days=day) for event in events(data) for day in range(event.duration.days)]
    assert shown == days


def test_an_unknown_way_to_show_vague_dates_is_refused() -> None:
    """The error names the ways that there are."""
    with pytest.raises(UnknownNameError, match="use one of window, day, skip, undated-feed"):
        to_ical([], vague="guess")


def test_the_longest_window_is_a_policy() -> None:
    """A window of that many days stays whole, one of more shrinks to its first day."""
    month = CASES["window of a month"].activity
    lengths = [
        only(to_ical([month], policy=FeedPolicy(longest_window_days=longest))).duration.days for longest in (30, 31)
    ]
    assert lengths == [1, 31]


def test_firm_only_leaves_out_what_is_not_firm() -> None:
    """Only known days that nobody has to confirm are left, the cancelled ones among them."""
    feed = write_feed([case.activity for case in CASES.values()], firm_only=True)
    expected = {
        f"{shown.uid}@coecal"
        for case in CASES.values()
        for shown in case.shown
        if all(each.status != "TENTATIVE" for each in case.shown)
    }
    assert {str(event["UID"]) for event in events(feed.data)} == expected
    assert feed.count == sum(all(each.status != "TENTATIVE" for each in case.shown) for case in CASES.values())


@pytest.mark.parametrize(
    ("days", "grace", "stays"), [(0, 30, True), (30, 30, True), (31, 30, False), (1, 0, False), (None, 30, True)]
)
def test_a_cancelled_activity_leaves_after_its_grace(days: int | None, grace: int, *, stays: bool) -> None:
    """It stays so many days after its last change, and as long as nobody says what day it is."""
    as_of = None if days is None else ISSUE + timedelta(days=days)
    data = to_ical([CASES["cancelled"].activity], as_of=as_of, policy=FeedPolicy(cancelled_grace_days=grace))
    assert bool(events(data)) is stays


def test_a_cancelled_activity_stays_where_its_change_is_not_dated() -> None:
    """Nobody knows whether its subscribers have seen it."""
    cancelled = attrs.evolve(CASES["cancelled"].activity, last_modified=None)
    assert events(to_ical([cancelled], as_of=date(2030, 1, 1)))


def test_undated_activities_have_a_feed_of_their_own() -> None:
    """What has no day stands there on the day of its last change, and in no dated feed."""
    firm = CASES["one day"].activity
    assert [str(event["UID"]) for event in events(to_ical([UNDATED, firm]))] == ["day@coecal"]
    feed = write_undated_feed([UNDATED, firm])
    event = only(feed.data)
    assert (str(event["UID"]), event.start, event.duration.days) == ("undated@coecal", ISSUE, 1)
    assert (text(event, "STATUS"), text(event, "SUMMARY")) == ("TENTATIVE", "Well drilling, basics (TBC)")
    assert str(event["DESCRIPTION"]).startswith("The date is not known yet.")
    assert feed.count == 1
    assert undated([UNDATED, firm]) == (UNDATED,)


@pytest.mark.parametrize(
    ("day", "as_of", "expected"),
    [
        (date(2026, 7, 1), date(2026, 8, 1), date(2026, 7, 1)),
        (None, date(2026, 8, 1), date(2026, 8, 1)),
        (None, None, date(1970, 1, 1)),
    ],
)
def test_an_undated_activity_stands_on_some_day(day: date | None, as_of: date | None, expected: date) -> None:
    """Where its last change is not known either, it stands on the day given, else on that of the issue."""
    unknown = attrs.evolve(UNDATED, last_modified=None)
    assert only(write_undated_feed([unknown], day=day, as_of=as_of).data).start == expected


@pytest.mark.parametrize(("vague", "moved"), [("window", 0), ("day", 0), ("skip", 0), ("undated-feed", 1)])
def test_vague_dates_move_to_the_undated_feed_if_asked_for(vague: str, moved: int) -> None:
    """The undated feed holds exactly what the dated ones leave to it."""
    window = CASES["window"].activity
    feed = write_undated_feed([window, CASES["one day"].activity], vague=vague)
    assert feed.count == len(events(feed.data)) == len(undated([window], vague=vague)) == moved


def test_two_activities_with_one_uid_are_refused() -> None:
    """A calendar would show one of them only; the error names the UID."""
    with pytest.raises(InputError, match="two activities have the UID 'x@coecal'"):
        to_ical([activity("x", FIRM), activity("x", CASES["window"].activity.when)])


def test_a_uid_that_a_stretch_would_get_is_refused() -> None:
    """The UIDs of stretches are unique in the feed too."""
    with pytest.raises(InputError, match="two events have the UID 'x-2@coecal'"):
        to_ical([three_stretches(), activity("x-2", FIRM)])


@pytest.mark.parametrize("uid", ["two words", "ünique", "a\r\nSTATUS:CANCELLED", "a\x00", "\ud800"])
def test_a_uid_that_no_feed_can_hold_is_refused(uid: str) -> None:
    """The error names the UID and says what one looks like."""
    with pytest.raises(InputError, match="cannot stand in a feed: use visible ASCII characters"):
        to_ical([attrs.evolve(activity("x", FIRM), uid=uid)])


@given(
    when=st.builds(
        attrs.evolve,
        st.just(CASES["window"].activity.when),
        ranges=st.lists(
            st.tuples(st.dates(), st.dates()).map(lambda ends: DateRange.window(min(ends), max(ends))),
            min_size=1,
            max_size=3,
        ),
    )
)
def test_what_is_shown_is_possible(when: FuzzyDate) -> None:
    """No event stands on a day on which the activity cannot be."""
    for shown in show(when, Vague.WINDOW, 31):
        possible = shown.stretch.possible
        assert possible is not None
        assert shown.days.first == possible.first
        assert shown.days.last == (possible.last if possible.days <= 31 else possible.first)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("longest_window_days", 0),
        ("refresh_hours", 0),
        ("cancelled_grace_days", -1),
        ("assumed_minutes", 0),
        ("assumed_minutes", 1441),
    ],
)
def test_a_policy_refuses_what_makes_no_sense(field: str, value: int) -> None:
    """A window of no days or a refresh without pause is refused, and the field is named."""
    with pytest.raises(ValueError, match=field):
        FeedPolicy(**{field: value})


@pytest.mark.parametrize(("status", "prefix"), [(Status.PLANNED, "CANCELLED: "), (Status.HELD, "CANCELLED: ")])
def test_the_words_of_a_date_can_cancel(status: Status, prefix: str) -> None:
    """What the words call off is shown as cancelled and leaves like what the activity's status calls off."""
    when = attrs.evolve(FIRM, status=DateStatus.CANCELLED)
    event = only(to_ical([activity("x", when, status)]))
    assert (text(event, "STATUS"), str(event["SUMMARY"])) == ("CANCELLED", f"{prefix}Well drilling, basics")
    assert events(to_ical([activity("x", when, status)], as_of=ISSUE + timedelta(days=31))) == []


def test_what_was_written_goes_with_its_activity() -> None:
    """Keeping the bytes keeps no activity alive, and a new one in its place is written anew."""
    activities = [activity(f"x{number}", FIRM) for number in range(50)]
    gone = [weakref.ref(each) for each in activities]
    to_ical(activities)
    del activities
    gc.collect()
    assert [reference() for reference in gone] == [None] * 50
    again = [attrs.evolve(activity(f"x{number}", FIRM), title=f"{number}") for number in range(50)]
    assert {text(event, "SUMMARY") for event in events(to_ical(again))} == set(map(str, range(50)))


def test_the_same_activity_looks_different_by_each_switch() -> None:
    """What was written for one look is never shown for another."""
    window = CASES["window"].activity
    looks = [to_ical([window], vague=way, as_of=ISSUE, policy=policy) for way in Vague for policy in POLICIES]
    assert looks == [
        to_ical([attrs.evolve(window)], vague=way, as_of=ISSUE, policy=policy) for way in Vague for policy in POLICIES
    ]
    assert len(set(looks)) == 3


@pytest.mark.parametrize(
    "stretch",
    [
        DateRange(None, date.min, date.min, date(2000, 1, 1), 2),
        DateRange(date(2000, 1, 1), date.max, date.max, None, 2),
    ],
)
def test_the_ends_of_the_calendar_are_told_like_other_days(stretch: DateRange) -> None:
    """What lasts two days or more and has a side open at the first or last day of all has its words too."""
    open_one = activity("1", FuzzyDate("", Kind.WINDOW, (stretch,)))
    assert "It lasts 2 days or more" in (text(only(to_ical([open_one], vague=Vague.WINDOW)), "DESCRIPTION") or "")
