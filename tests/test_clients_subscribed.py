"""Subscribers over HTTP: what changes in the programme reaches their calendars as a change of the same event."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest
from client_programs import Found, Seen, khal_home, khal_list, merged, need, own_home, run
from client_servers import serving
from feed_cases import CASES, ISSUE, TIMED, activity, on, within
from test_clients import by_summary, expected, expected_instants, in_order, titled
from test_serve_live import running, wait_for

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate, Kind
from coecal.programme import Programme
from coecal.writers.ical import to_ical
from coecal.writers.json import to_json

NEXT_ISSUE = date(2026, 10, 15)
CONFIG = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{calendar}"
fileext = ".ics"
"""


@attrs.frozen
class Subscriber:
    """A person who reads with khal what vdirsyncer fetches."""

    folder: Path
    calendar: Path
    vdirsyncer: tuple[str, ...]
    khal: tuple[str, ...]

    def fetch(self) -> str:
        """Bring the calendar up to date, and return what vdirsyncer says that it did."""
        return run(*self.vdirsyncer, "sync", env=own_home(self.folder), errors=True)

    def seen(self) -> list[Seen]:
        """Return the events that khal lists."""
        return khal_list(self.khal, self.folder)

    def when(self) -> Found:
        """Return when each event takes place by its title, no title standing twice.

        vdirsyncer gives every event that it fetches over HTTP a UID of its own making, a hash of what it says.
        """
        return in_order(merged(attrs.evolve(event, uid=event.summary or "") for event in self.seen()))


Subscribe = Callable[[str], Subscriber]


@pytest.fixture
def subscribe(tmp_path: Path) -> Subscribe:
    """Return what subscribes somebody to an address."""
    program = need("vdirsyncer")

    def made(url: str) -> Subscriber:
        calendar, config = tmp_path / "calendar", tmp_path / "vdirsyncer"
        calendar.mkdir()
        config.write_text(CONFIG.format(folder=tmp_path, url=url, calendar=calendar))
        command = (program, "-c", str(config))
        run(*command, "discover", env=own_home(tmp_path))
        return Subscriber(tmp_path, calendar, command, khal_home(tmp_path, calendar))

    return made


def moved(was: Activity, when: FuzzyDate) -> Activity:
    """Return an activity as the next issue tells it, on other days."""
    return attrs.evolve(was, when=when, sequence=was.sequence + 1, last_modified=NEXT_ISSUE)


def called(uid: str, when: FuzzyDate) -> Activity:
    """Return an activity of which the title is the first part of its UID."""
    return attrs.evolve(activity(uid, when), title=uid)


VAGUE = called("moves", FuzzyDate("mid-November", Kind.WINDOW, (within(11, 11, 20),)))
FIRM = moved(VAGUE, FuzzyDate("24-25 November", Kind.EXACT, (on(11, 24, 25),)))
PLANNED = called("ends", FuzzyDate("7-8 December", Kind.EXACT, (on(12, 7, 8),)))
CANCELLED = attrs.evolve(PLANNED, status=Status.CANCELLED, sequence=4, last_modified=NEXT_ISSUE)
SAME = called("stays", FuzzyDate("1 December", Kind.EXACT, (on(12, 1),)))
BEFORE = Programme(activities=(VAGUE, PLANNED, SAME), as_of=ISSUE)
AFTER = Programme(activities=(FIRM, CANCELLED, SAME), as_of=NEXT_ISSUE)


WHEN_BEFORE = {
    "moves (mid-November)": [f"2026-11-{day}" for day in range(11, 21)],
    "ends": ["2026-12-07", "2026-12-08"],
    "stays": ["2026-12-01"],
}
WHEN_AFTER = {
    "moves": ["2026-11-24", "2026-11-25"],
    "CANCELLED: ends": ["2026-12-07", "2026-12-08"],
    "stays": ["2026-12-01"],
}
STATUS_AFTER = {"moves": "CONFIRMED", "CANCELLED: ends": "CANCELLED", "stays": "CONFIRMED"}


def assert_followed(subscriber: Subscriber, change: Callable[[], None]) -> None:
    """Check what a subscriber has before and after a change of the programme from `BEFORE` to `AFTER`."""
    assert subscriber.fetch().count("(uploading)") == 3
    assert subscriber.when() == WHEN_BEFORE
    assert "item" not in subscriber.fetch()
    change()
    said = subscriber.fetch()
    assert (said.count("(uploading)"), said.count("Deleting item")) == (2, 2)
    assert subscriber.when() == WHEN_AFTER
    assert {event.summary: event.status for event in subscriber.seen()} == STATUS_AFTER
    assert "item" not in subscriber.fetch()


def test_khal_moves_the_same_event(tmp_path: Path) -> None:
    """Where a client keeps UIDs, the new date, the new status and all else are those of the event that it has."""
    calendar, feed = tmp_path / "calendar", tmp_path / "feed.ics"
    calendar.mkdir()
    khal = khal_home(tmp_path, calendar)
    for programme, when in ((BEFORE, WHEN_BEFORE), (AFTER, WHEN_AFTER)):
        feed.write_bytes(programme.to_ical())
        run(*khal, "import", "--batch", "-a", "feed", str(feed), env=own_home(tmp_path))
        seen = khal_list(khal, tmp_path)
        assert {event.uid for event in seen} == {"moves@coecal", "ends@coecal", "stays@coecal"}
        assert {event.summary: sorted(event.on) for event in seen} == when
    assert {event.summary: event.status for event in seen} == STATUS_AFTER


def test_changes_reach_a_subscriber_of_files(tmp_path: Path, subscribe: Subscribe) -> None:
    """A new date replaces the old one, a cancelled event says so, and the rest is left alone."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "all.ics").write_bytes(BEFORE.to_ical())
    with serving(site) as address:

        def change() -> None:
            (site / "all.ics").write_bytes(AFTER.to_ical())

        assert_followed(subscribe(f"{address}all.ics"), change)


@pytest.mark.skipif(sys.platform == "win32", reason="the server is stopped as POSIX does")
def test_changes_reach_a_subscriber_of_the_server(tmp_path: Path, subscribe: Subscribe) -> None:
    """The same over `coecal serve`, which sees that the file of the programme changed."""
    path = tmp_path / "programme.json"
    path.write_text(to_json(BEFORE), encoding="utf-8")
    with running(path) as server:

        def change() -> None:
            path.write_text(to_json(AFTER), encoding="utf-8")
            assert wait_for(lambda: server.get("/all.ics")[1] == AFTER.to_ical())

        assert_followed(subscribe(f"{server.url}all.ics"), change)


def test_every_kind_of_date_reaches_a_subscriber(tmp_path: Path, subscribe: Subscribe) -> None:
    """Each event of each kind of date comes through vdirsyncer, which cuts the feed into one calendar each."""
    cases = [case for case in CASES.values() if case.shown[0].last != date.max]
    (tmp_path / "all.ics").write_bytes(to_ical([titled(case.activity) for case in cases], as_of=ISSUE))
    with serving(tmp_path) as address:
        subscriber = subscribe(f"{address}all.ics")
        subscriber.fetch()
    found: Found = {}
    for event in subscriber.seen():
        found.setdefault(event.summary or "", []).extend(event.on)
    assert in_order(found) == in_order(by_summary(cases, expected(cases)))


def test_events_with_times_keep_their_zones(tmp_path: Path, subscribe: Subscribe) -> None:
    """Each event that vdirsyncer cuts out of the feed takes the description of its zone along."""
    cases = [TIMED[name] for name in ("every week across a change of the clock", "every month, the first Monday")]
    (tmp_path / "all.ics").write_bytes(to_ical([titled(case.activity) for case in cases], as_of=ISSUE))
    with serving(tmp_path) as address:
        subscriber = subscribe(f"{address}all.ics")
        subscriber.fetch()
    files = [file.read_text(encoding="utf-8") for file in subscriber.calendar.iterdir()]
    named = [re.findall("DTSTART;TZID=(.*):", text) for text in files]
    assert sorted(named) == [["America/New_York"], ["Europe/Paris"]]
    assert all(f"\nTZID:{zone}\n" in text.replace("\r", "") for text, (zone,) in zip(files, named, strict=True))
    assert subscriber.when() == expected_instants(cases)
