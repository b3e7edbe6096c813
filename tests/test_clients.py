"""Feeds read by the clients that people use: every one finds the same events, days and instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import attrs
import pytest
from client_libraries import with_home_assistant, with_icalendar, with_recurring_ical_events, with_vobject
from client_programs import (
    Found,
    Seen,
    merged,
    with_calcurse,
    with_icaljs,
    with_khal,
    with_libical,
    with_node_ical,
    with_sabre,
)
from feed_cases import CASES, ISSUE, TIMED, UNDATED, Case, TimedCase
from feed_reading import between, cleaned

from coecal.activities import Activity
from coecal.writers.ical import Vague, to_ical, write_undated_feed

NASTY: Final = 'Ärger \\n; "x", \U0001f4a7 BEGIN:VEVENT\r\nSUMMARY:no\u2028\u202eabc\x00' + "🦆," * 60
# Each tries to end its line, its property, its event or its calendar, or is read as something else than a text.
HOSTILE: Final = (
    NASTY,
    "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:other",
    "x\nDTSTART:20200101T000000Z\n\tfolded\n folded",
    "\\\\\\n\\,\\;\\",
    ";VALUE=DATE:20200101",
    '";x="^n^\'^^:',
    "<script>alert(1)</script> & ${x} %(y)s {z} {{ z }} `id`",
    "\ufeffmarked \u2066isolated\u2069 \u202ebackwards",
    "e\u0301" * 80 + "\u200b\u200d" * 40,
    "\x07\x1b[31m\x85\u2029\x0b\x0c",
    "a" * 3000,
)

Client = Callable[[Path], list[Seen]]


def icaljs(path: Path) -> list[Seen]:
    """Return the events as ical.js reads them."""
    return with_icaljs(path)[1]


CLIENTS: Final[dict[str, Client]] = {
    "icalendar": with_icalendar,
    "recurring-ical-events": with_recurring_ical_events,
    "ical": with_home_assistant,
    "vobject": with_vobject,
    "ical.js": icaljs,
    "node-ical": with_node_ical,
    "libical": with_libical,
    "sabre-vobject": with_sabre,
    "khal": with_khal,
}
EVERY = pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
WITH_TEXTS = {name: CLIENTS[name] for name in ("icalendar", "ical", "vobject", "ical.js", "node-ical", "libical")}

# Only these read an event that ends on the last day there is: it has a duration, and most count to the day after it.
TO_THE_END: Final = {"icalendar", "ical.js"}
# What a program cannot keep: khal takes zones from pytz, which knows no summer time after 2037; calcurse keeps local
# times, so that of the two that the clock shows in autumn it takes the second.
UNABLE: Final = {"khal": {"a year that pytz does not reach"}, "calcurse": {"a time that the clock shows twice"}}


def expected(cases: Iterable[Case]) -> Found:
    """Return the days that the cases say, those of a repeated event from the stretches that it stands for."""
    found = {}
    for case in cases:
        for shown in case.shown:
            stretches = [part.possible for part in case.activity.when.ranges] if shown.count > 1 else []
            periods = [(part.first, part.last) for part in stretches if part] or [(shown.first, shown.last)]
            found[f"{shown.uid}@coecal"] = [day for first, last in periods for day in days(first, last)]
    return found


def days(first: date, last: date) -> list[str]:
    """Return the days from first to last, both inclusive."""
    return [*between(first, last), str(last)]


def expected_instants(cases: Iterable[TimedCase]) -> Found:
    """Return the instants that the cases say."""
    return {
        f"{uid}@coecal": [text for start, end in spans for text in between(start, end)]
        for case in cases
        for uid, spans in case.shown.items()
    }


def feed(folder: Path, cases: Mapping[str, Case | TimedCase]) -> Path:
    """Return the path of a feed of the cases."""
    path = folder / "feed.ics"
    path.write_bytes(to_ical([case.activity for case in cases.values()], name="Wells, all", as_of=ISSUE))
    return path


def in_order(found: Found) -> Found:
    """Return the same, the times of each event in their order."""
    return {uid: sorted(on) for uid, on in found.items()}


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_finds_the_same_days(client: str, tmp_path: Path) -> None:
    """Each event of each kind of date stands on exactly the days that the rules say, whoever reads the feed."""
    cases = {name: case for name, case in CASES.items() if client in TO_THE_END or case.shown[0].last != date.max}
    assert in_order(merged(CLIENTS[client](feed(tmp_path, cases)))) == expected(cases.values())


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_finds_the_same_instants(client: str, tmp_path: Path) -> None:
    """Each event with times of day starts and ends at the same instants, whoever reads the feed."""
    cases = {name: case for name, case in TIMED.items() if name not in UNABLE.get(client, ())}
    assert in_order(merged(CLIENTS[client](feed(tmp_path, cases)))) == expected_instants(cases.values())


@pytest.mark.parametrize("client", [name for name in CLIENTS if name != "libical"])
def test_every_client_finds_the_same_status(client: str, tmp_path: Path) -> None:
    """What is tentative or cancelled is so for every client."""
    cases = {name: case for name, case in CASES.items() if case.shown[0].last != date.max}
    known = {f"{shown.uid}@coecal": shown.status for case in cases.values() for shown in case.shown}
    assert {event.uid: event.status for event in CLIENTS[client](feed(tmp_path, cases))} == known


@EVERY
def test_every_client_finds_undated_activities(client: Client, tmp_path: Path) -> None:
    """The feed of undated activities is a calendar like any other."""
    vague = [CASES[name].activity for name in ("window", "deadline", "alternatives")]
    path = tmp_path / "feed.ics"
    path.write_bytes(write_undated_feed([UNDATED, *vague], vague=Vague.UNDATED_FEED).data)
    assert merged(client(path)) == {
        "undated@coecal": [str(ISSUE)],
        "window@coecal": ["2026-11-11"],
        "deadline@coecal": ["2026-10-31"],
        "either@coecal": ["2026-10-12"],
    }


@EVERY
def test_every_client_reads_an_empty_feed(client: Client, tmp_path: Path) -> None:
    """A feed that is no longer produced is a calendar without events."""
    assert client(feed(tmp_path, {})) == []


def hostile() -> list[Activity]:
    """Return a programme of which every text tries to break out of its line."""
    base = CASES["window"].activity
    return [
        attrs.evolve(
            base,
            uid=f"hostile.{number}@coecal",
            title=words,
            places=(words,),
            projects=(words,),
            organisers=(words,),
            regions=(words,),
            url=words,
            when=attrs.evolve(base.when, text=words),
            source=attrs.evolve(base.source, heading=words, text=words),
        )
        for number, words in enumerate(HOSTILE)
    ]


@EVERY
def test_hostile_texts_add_and_move_no_event(client: Client, tmp_path: Path) -> None:
    """Texts that look like lines of iCalendar neither add an event nor change when one takes place."""
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical(hostile(), name=NASTY, as_of=ISSUE))
    window = days(date(2026, 11, 11), date(2026, 11, 20))
    assert in_order(merged(client(path))) == {f"hostile.{number}@coecal": window for number in range(len(HOSTILE))}


@pytest.mark.parametrize("client", WITH_TEXTS)
def test_hostile_texts_come_back_as_they_were(client: str, tmp_path: Path) -> None:
    """Each text is read as what it was, but for the characters that no feed can hold."""
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical(hostile(), as_of=ISSUE))
    found = {event.uid: event for event in WITH_TEXTS[client](path)}
    for number, words in enumerate(HOSTILE):
        if client == "node-ical" and "\\" in words:
            continue  # it takes an escaped backslash and an n for a backslash and a line break
        event = found[f"hostile.{number}@coecal"]
        assert event.summary is not None
        assert event.summary.startswith(f"{cleaned(words)} (".lstrip())
        assert event.location == cleaned(words)


def test_icaljs_reads_all_texts_as_they_were(tmp_path: Path) -> None:
    """The name of the feed, the words of the date, the organiser and the categories come back as texts too."""
    path = tmp_path / "feed.ics"
    window = CASES["window"].activity
    nasty = attrs.evolve(window, title=NASTY, places=(NASTY,), projects=(NASTY,), organisers=(NASTY,), url=NASTY)
    path.write_bytes(to_ical([nasty], name=NASTY))
    name, (event,) = with_icaljs(path)
    assert name == " ".join(cleaned(NASTY).split())
    assert event.summary == f"{cleaned(NASTY)} (mid-November)"
    assert event.location == event.organiser == cleaned(NASTY)
    assert event.categories == [cleaned(NASTY), "West Africa"]
    assert event.when == "mid-November"
    assert event.status == "TENTATIVE"
    assert event.description is not None
    assert event.description.startswith("Takes place some time from 11 November 2026 to 20 November 2026;")


def titled(activity: Activity) -> Activity:
    """Return an activity whose title tells it from all others."""
    return attrs.evolve(activity, title=activity.uid)


def by_summary(cases: Iterable[Case], found: Found) -> Found:
    """Return the days of the cases by what their events are called."""
    named: Found = {}
    for case in cases:
        for shown in case.shown:
            summary = f"{shown.prefix}{case.activity.uid} {shown.brackets}".strip()
            named.setdefault(summary, []).extend(found[f"{shown.uid}@coecal"])
    return named


def test_calcurse_finds_the_same_days(tmp_path: Path) -> None:
    """It shows every event on its days, told by their titles since it keeps no UID."""
    # It repeats one day of a repeated event of several, since that is how it keeps several days itself.
    left_out = {"recurring every three days", "the last day there is"}
    cases = [case for name, case in CASES.items() if name not in left_out]
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical([titled(case.activity) for case in cases], as_of=ISSUE))
    assert in_order(with_calcurse(path)) == in_order(by_summary(cases, expected(cases)))


def test_calcurse_finds_the_same_instants(tmp_path: Path) -> None:
    """It shows every event with times at its instants, told by their titles since it keeps no UID."""
    cases = [case for name, case in TIMED.items() if name not in UNABLE["calcurse"]]
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical([titled(case.activity) for case in cases], as_of=ISSUE))
    named: Found = {}
    for summary, on in with_calcurse(path).items():
        named.setdefault(summary.partition(" (")[0], []).extend(on)
    by_title = {
        case.activity.uid: sorted(text for on in expected_instants([case]).values() for text in on) for case in cases
    }
    assert in_order(named) == by_title
