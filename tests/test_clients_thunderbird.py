"""Thunderbird itself, subscribed over HTTP: what stands in the database of its calendar."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest
from client_programs import Found, need
from client_servers import serving
from dateutil.rrule import rrulestr
from feed_cases import CASES, ISSUE, TIMED
from feed_reading import between
from test_clients import HOSTILE, expected, expected_instants, hostile, in_order
from test_clients_subscribed import AFTER, BEFORE, STATUS_AFTER, WHEN_AFTER, WHEN_BEFORE

from coecal.writers.ical import to_ical

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Thunderbird is stopped as POSIX does")

# One calendar, kept in a database, and nothing that asks a person or any other machine.
PREFERENCES = {
    "calendar.registry.feed.type": '"ics"',
    "calendar.registry.feed.name": '"feed"',
    "calendar.registry.feed.cache.enabled": "true",
    "calendar.registry.feed.readOnly": "true",
    "calendar.list.sortOrder": '"feed"',
    "calendar.timezone.local": '"UTC"',
    "calendar.timezone.useSystemTimezone": "false",
    "mail.provider.suppress_dialog_on_startup": "true",
    "mailnews.start_page.enabled": "false",
    "app.update.enabled": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "extensions.update.enabled": "false",
    "network.captive-portal-service.enabled": "false",
    "network.connectivity-service.enabled": "false",
}
QUERY = """
    select id, title, ical_status, event_start, event_end, event_start_tz, icalString
    from cal_events left join cal_recurrence on cal_recurrence.item_id = cal_events.id
"""
PATIENCE = 60
"""How many seconds Thunderbird has to start and to fetch."""


@attrs.frozen
class Kept:
    """An event as Thunderbird keeps it: microseconds since 1970, in local time where it has no zone."""

    uid: str
    title: str
    status: str
    start: int
    end: int
    zone: str
    rule: str | None

    def on(self) -> Iterator[str]:
        """Yield the days or instants, those of a rule expanded by dateutil."""
        zone = UTC if self.zone in ("floating", "UTC") else ZoneInfo(self.zone)
        first = datetime.fromtimestamp(self.start // 1_000_000, zone)
        length = timedelta(microseconds=self.end - self.start)
        naive = first.replace(tzinfo=None)
        starts = rrulestr(self.rule.strip(), dtstart=naive) if self.rule else [naive]
        for each in starts:
            if self.zone == "floating":
                yield from between(each.date(), each.date() + length)
                continue
            instant = (first if each == naive else each.replace(tzinfo=zone)).astimezone(UTC)
            yield from between(instant, instant + length)


def kept(profile: Path, copy: Path) -> list[Kept]:
    """Return the events in a copy of the database, which Thunderbird holds locked; none while it is half written."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in ("cache.sqlite", "cache.sqlite-wal"):
        with suppress(FileNotFoundError):  # not there yet
            shutil.copy(profile / "calendar-data" / name, copy)
    with closing(sqlite3.connect(copy / "cache.sqlite")) as database:
        try:
            return [Kept(*row) for row in database.execute(QUERY)]
        except sqlite3.DatabaseError:
            return []


@contextmanager
def thunderbird(profile: Path, url: str) -> Iterator[None]:
    """Run Thunderbird without a screen, subscribed to a feed."""
    program = need("thunderbird")
    profile.mkdir(exist_ok=True)
    preferences = PREFERENCES | {"calendar.registry.feed.uri": f'"{url}"'}
    lines = (f'user_pref("{name}", {value});\n' for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines))
    process = subprocess.Popen(
        [program, "--headless", "--no-remote", "--profile", str(profile)],
        env={**os.environ, "HOME": str(profile.parent), "TZ": "UTC"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=PATIENCE)


Subscribed = Callable[[bytes, set[str]], list[Kept]]


@pytest.fixture
def subscribed(tmp_path: Path) -> Iterator[Subscribed]:
    """Return what starts Thunderbird, subscribed to a feed, and says what it keeps once it has what is waited for."""
    need("thunderbird")
    site, profile, copy = (tmp_path / name for name in ("site", "profile", "copy"))
    site.mkdir()
    with serving(site) as address:

        def made(feed: bytes, awaited: set[str]) -> list[Kept]:
            (site / "all.ics").write_bytes(feed)
            with thunderbird(profile, f"{address}all.ics"):
                return settled(lambda: kept(profile, copy), awaited)

        yield made


def settled(read: Callable[[], list[Kept]], awaited: set[str]) -> list[Kept]:
    """Return what is kept once it holds the titles that are waited for and changes no more, or when patience ends."""
    before: list[Kept] = []
    found = read()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (found == before and awaited <= {event.title for event in found}):
        time.sleep(0.5)
        before, found = found, read()
    return found


def when(events: list[Kept]) -> Found:
    """Return when each event takes place by its UID, none standing twice."""
    found = {event.uid: list(event.on()) for event in events}
    assert len(found) == len(events)
    return in_order(found)


def test_thunderbird_has_every_kind_of_date(subscribed: Subscribed) -> None:
    """Each event stands on its days, or at its instants, and has its status; no title moves or adds one."""
    cases = [case for case in CASES.values() if case.shown[0].last != date.max]
    activities = [case.activity for case in cases] + [case.activity for case in TIMED.values()] + hostile()
    window = [f"2026-11-{day}" for day in range(11, 21)]
    wanted = expected(cases) | expected_instants(TIMED.values())
    wanted |= {f"hostile.{number}@coecal": window for number in range(len(HOSTILE))}
    last = attrs.evolve(CASES["one day"].activity, uid="last@coecal", title="the last one")
    found = subscribed(to_ical([*activities, last], as_of=ISSUE), {"the last one"})
    assert when(found) == wanted | {"last@coecal": ["2026-09-07"]}
    status = {f"{shown.uid}@coecal": shown.status for case in cases for shown in case.shown}
    assert {event.uid: event.status for event in found if event.uid in status} == status


def test_changes_reach_thunderbird(subscribed: Subscribed) -> None:
    """A new date moves the one event, by its UID, and a cancelled one says so."""
    uids = {"moves@coecal", "ends@coecal", "stays@coecal"}
    for programme, titles in ((BEFORE, WHEN_BEFORE), (AFTER, WHEN_AFTER)):
        events = subscribed(programme.to_ical(), set(titles))
        assert {event.uid for event in events} == uids
        assert {event.title: list(event.on()) for event in events} == titles
        assert len(events) == len(uids)
    assert {event.title: event.status for event in events} == STATUS_AFTER
