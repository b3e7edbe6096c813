"""Activities as schema.org events: what is known of their days and nothing more, safe inside HTML."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from strategies import activities, programmes
from test_section_signs import HOSTILE

import coecal
from coecal.activities import Activity, Mode, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.writers.jsonld import event_of, jsonld_script, to_jsonld

PLAIN = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2026-10-10/2026-10-12"))
SCHEMA = "https://schema.org/"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("4-7 October", "2026-10-04", "2026-10-07"),
        ("4 October", "2026-10-04", "2026-10-04"),
        ("11-13 & 15 October", "2026-10-11", "2026-10-15"),
        ("every Monday in October", "2026-10-05", "2026-10-26"),
        ("from 3 October", "2026-10-03", None),
        ("until 15 November", None, "2026-11-15"),
        ("4 October, 14:00-16:30 Europe/Paris", "2026-10-04T14:00:00+02:00", "2026-10-04T16:30:00+02:00"),
        ("4 October, 22:00-02:00 UTC", "2026-10-04T22:00:00+00:00", "2026-10-05T02:00:00+00:00"),
        ("4 October, 14:00", "2026-10-04T14:00:00", "2026-10-04"),
        ("4-7 October (TBC)", None, None),
        ("around 12 October", None, None),
        ("12 or 19 October", None, None),
        ("mid-October", None, None),
        ("October", None, None),
        ("by October", None, None),
        ("July-September", None, None),
        ("TBC", None, None),
    ],
)
def test_a_day_stands_there_only_where_it_is_known(words: str, start: str | None, end: str | None) -> None:
    """No day is made up for a date that is vague or to be confirmed."""
    event = event_of(attrs.evolve(PLAIN, when=parse_date(words, within="2026")))
    assert (event.get("startDate"), event.get("endDate")) == (start, end)


@pytest.mark.parametrize(
    ("when", "locale", "words"),
    [
        (parse_date("mid-November", within="2026"), "en", "mid-November 2026"),
        (parse_date("4-7 October (TBC)", within="2026"), "fr", "du 4 au 7 octobre 2026 (à confirmer)"),
        (FuzzyDate.undated(Period.month(2026, 11), text="TBC"), "en", "November 2026 (TBC)"),
        (FuzzyDate.undated(), "fr", "date à confirmer"),
    ],
)
def test_a_vague_date_is_said_in_words(when: FuzzyDate, locale: str, words: str) -> None:
    """Readers learn what is known, in the language asked for."""
    assert event_of(attrs.evolve(PLAIN, when=when), locale=locale)["description"] == words


def test_each_of_several_stretches_is_an_event_inside_the_event() -> None:
    """Between two stretches nothing takes place, which the first and the last day do not say."""
    when = parse_date("11-13 & 15 October", within="2026")
    assert event_of(attrs.evolve(PLAIN, when=when))["subEvent"] == [
        {"@type": "Event", "name": "Talks", "startDate": "2026-10-11", "endDate": "2026-10-13"},
        {"@type": "Event", "name": "Talks", "startDate": "2026-10-15", "endDate": "2026-10-15"},
    ]


@pytest.mark.parametrize(
    ("status", "words", "expected"),
    [
        (Status.PLANNED, "4 October", "EventScheduled"),
        (Status.HELD, "4 October", "EventScheduled"),
        (Status.CANCELLED, "4 October", "EventCancelled"),
        (Status.POSTPONED, "4 October", "EventRescheduled"),
        (Status.POSTPONED, "TBC", "EventPostponed"),
        (Status.PLANNED, "4 October (cancelled)", "EventCancelled"),
    ],
)
def test_the_status_is_that_of_schema_org(status: Status, words: str, expected: str) -> None:
    """What is postponed to a known day is rescheduled."""
    event = event_of(attrs.evolve(PLAIN, status=status, when=parse_date(words, within="2026")))
    assert event["eventStatus"] == SCHEMA + expected


GHANA = {"@type": "Place", "name": "Accra, Ghana", "address": {"@type": "PostalAddress", "addressCountry": "GH"}}


@pytest.mark.parametrize(
    ("mode", "attendance", "location", "audience"),
    [
        (None, None, GHANA, None),
        (Mode.IN_PERSON, "OfflineEventAttendanceMode", GHANA, None),
        (Mode.ONLINE, "OnlineEventAttendanceMode", {"@type": "VirtualLocation"}, GHANA),
        (Mode.HYBRID, "MixedEventAttendanceMode", [GHANA, {"@type": "VirtualLocation"}], None),
    ],
)
def test_the_mode_says_where_people_take_part(
    mode: Mode | None, attendance: str | None, location: object, audience: object
) -> None:
    """An online activity takes place at no place; those that it names are whom it is for."""
    event = event_of(attrs.evolve(PLAIN, mode=mode, places=["Accra", "Ghana"], countries=["GH"]))
    assert event.get("eventAttendanceMode") == (SCHEMA + attendance if attendance else None)
    assert event["location"] == location
    assert event.get("audience") == ({"@type": "Audience", "geographicArea": audience} if audience else None)


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://example.org/talks", "https://example.org/talks"), ("javascript:alert(1)", None), ("", None)],
)
def test_only_addresses_of_the_web_are_linked(url: str, expected: str | None) -> None:
    """A link that runs something is none."""
    assert event_of(attrs.evolve(PLAIN, url=url)).get("url") == expected


class Scripts(HTMLParser):
    """Collects the words of each script, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self.tags.append(tag)
        assert attrs == [("type", "application/ld+json")]

    def handle_data(self, data: str) -> None:
        """Add words."""
        self.words.append(data)


@pytest.mark.parametrize("title", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>", "]]>", "a\ud800b"])
def test_no_title_ends_the_script_that_holds_it(title: str) -> None:
    """A parser of HTML finds one script, and in it the title as it was."""
    scripts = Scripts()
    scripts.feed(jsonld_script([attrs.evolve(PLAIN, title=title, places=[title], organisers=[title])]))
    scripts.close()
    assert scripts.tags == ["script"]
    [event] = json.loads(scripts.words[0])["@graph"]
    assert (event["name"], event["location"]["name"]) == (title, title)


@settings(max_examples=100, deadline=None)
@given(activities)
def test_any_activity_is_an_event(activity: Activity) -> None:
    """It has a name, a status and either its days or words for them; days are those that are certain."""
    text = to_jsonld([activity])
    assert not set(text) & set("<>&\u2028\u2029")
    text.encode()
    [event] = json.loads(text)["@graph"]
    assert (event["@type"], event["name"], event["identifier"]) == ("Event", activity.title, activity.uid)
    when = activity.when
    if "startDate" in event:
        assert when.earliest_start == when.latest_start == date.fromisoformat(event["startDate"][:10])
        assert not when.tentative
        assert when.kind is not Kind.ALTERNATIVES
    assert event.get("description") or {"startDate", "endDate"} <= event.keys()


@settings(max_examples=20, deadline=None)
@given(programmes)
def test_a_programme_is_written_by_the_ending_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, programme: Programme
) -> None:
    """One event an activity, in their order, the same bytes each time."""
    path: Path = tmp_path_factory.mktemp("jsonld") / "events.jsonld"
    coecal.write(programme, path)
    written = path.read_bytes()
    events = json.loads(written)["@graph"]
    assert [event["identifier"] for event in events] == [activity.uid for activity in programme.activities]
    coecal.write(programme, path)
    assert path.read_bytes() == written


def test_an_unknown_language_is_refused() -> None:
    """The words of a vague date have to be in some language that is known."""
    with pytest.raises(UnknownNameError, match="tlh"):
        to_jsonld([attrs.evolve(PLAIN, when=FuzzyDate.undated())], locale="tlh")
