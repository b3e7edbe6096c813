"""Feeds in FullCalendar, in a real browser: every event lies over its days, as a person sees them."""

from __future__ import annotations

import html
import json
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from client_programs import CLIENTS, Found, need, need_package, run
from client_servers import serving
from feed_cases import CASES, ISSUE, TIMED
from test_clients import by_summary, expected, hostile, in_order, titled

from coecal.activities import Activity
from coecal.writers.ical import to_ical

FULLCALENDAR = CLIENTS / "fullcalendar"
PARIS = ZoneInfo("Europe/Paris")
# As root, as in a container, Chromium starts only without its sandbox; it opens nothing but what the test serves.
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--virtual-time-budget=10000", "--window-size=1400,6000",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the page and the builds of FullCalendar in it."""
    need("chromium")
    for name in ("@fullcalendar/core", "@fullcalendar/daygrid", "@fullcalendar/icalendar", "ical.js"):
        need_package(name, FULLCALENDAR)
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(FULLCALENDAR / "show.html", site)
    (site / "node_modules").symlink_to(FULLCALENDAR / "node_modules")
    return site


def shown(folder: Path, activities: list[Activity], start: str = "2026-01-01", months: int = 12) -> Found:
    """Return over which days each event lies, by its title, since FullCalendar keeps no UID."""
    (folder / "feed.ics").write_bytes(to_ical(activities, as_of=ISSUE))
    with serving(folder) as address:
        page = f"{address}show.html?from={start}&months={months}"
        profile = f"--user-data-dir={folder.parent / 'profile'}"
        env = {"TZ": "Europe/Paris", "HOME": str(folder.parent)}
        dom = run(need("chromium"), *OPTIONS, profile, "--dump-dom", page, env=env, quiet=False)
    found = re.search(r'<pre id="seen">(.+?)</pre>', dom, re.DOTALL)
    assert found is not None, dom[-2000:]
    read: Found = json.loads(html.unescape(found[1]))
    return in_order(read)


def test_fullcalendar_shows_the_same_days(folder: Path) -> None:
    """Each event of each kind of date lies over exactly the days that the rules say."""
    cases = [case for case in CASES.values() if case.shown[0].last != date.max]
    assert shown(folder, [titled(case.activity) for case in cases]) == in_order(by_summary(cases, expected(cases)))


def local_days(start: datetime, end: datetime) -> list[str]:
    """Return the days that an event with times touches, by the clock in Paris; one that ends at midnight is over."""
    first, last = (moment.astimezone(PARIS).date() for moment in (start, end - timedelta(seconds=1)))
    return [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]


def test_fullcalendar_shows_events_with_times_on_their_days(folder: Path) -> None:
    """Each event with times of day lies over the days from its start to its end, by the clock of the reader."""
    cases = [case for case in TIMED.values() if all(span[0].year == 2026 for on in case.shown.values() for span in on)]
    found: Found = {}
    for title, on in shown(folder, [titled(case.activity) for case in cases]).items():
        found.setdefault(title.partition(" (")[0], []).extend(on)
    assert in_order(found) == {
        case.activity.uid: sorted(day for on in case.shown.values() for span in on for day in local_days(*span))
        for case in cases
    }


def test_hostile_texts_do_nothing_in_a_browser(folder: Path) -> None:
    """No title becomes markup, or moves or adds an event."""
    activities = hostile()
    found = shown(folder, activities, "2026-11-01", 1)
    window = [f"2026-11-{day}" for day in range(11, 21)]
    assert list(found.values()) == [window] * len(activities)
