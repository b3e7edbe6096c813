"""Feeds read by the clients that people use: every one finds the same events on the same days."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import attrs
import icalendar
import pytest
from dateutil.rrule import rrulestr
from feed_cases import CASES, ISSUE, UNDATED, Case
from feed_reading import cleaned

from coecal.activities import Activity
from coecal.ranges import Period
from coecal.writers.ical import Vague, to_ical, write_undated_feed

CLIENTS = Path(__file__).parent / "clients"
NASTY = 'Ärger \\n; "x", \U0001f4a7 BEGIN:VEVENT\r\nSUMMARY:no\u2028\u202eabc\x00' + "🦆," * 60
ALL = tuple(CASES.values())
# khal adds a day to the last one of an event, and fails where there is none; libical is asked for two years only.
WITHIN_TIME = tuple(case for case in ALL if case.shown[0].last != date.max)

Days = dict[str, list[date]]
"""The days of each event by its UID."""


def days(first: date, last: date) -> list[date]:
    """Return the days from first to last, both inclusive."""
    return [first + timedelta(days=number) for number in range(Period(first, last).days)]


def expected(cases: tuple[Case, ...]) -> Days:
    """Return the days that the cases say, those of a repeated event from the stretches that it stands for."""
    found = {}
    for case in cases:
        for shown in case.shown:
            stretches = [part.possible for part in case.activity.when.ranges] if shown.count > 1 else []
            periods = [part for part in stretches if part is not None] or [Period(shown.first, shown.last)]
            found[f"{shown.uid}@coecal"] = [day for part in periods for day in days(part.first, part.last)]
    return found


def feed(cases: tuple[Case, ...]) -> bytes:
    """Return the feed of the cases."""
    return to_ical([case.activity for case in cases], name="Wells, all", as_of=ISSUE)


def need(program: str) -> str:
    """Return the path of a program, or skip the test and say what is missing."""
    found = shutil.which(program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


@attrs.frozen
class Found:
    """What ical.js says of one event."""

    uid: str
    summary: str | None
    location: str | None
    description: str | None
    status: str | None
    when: str | None
    organiser: str | None
    categories: list[str]
    days: list[str]


def with_icaljs(path: Path) -> tuple[str, list[Found]]:
    """Return the name of a feed and its events as ical.js, the library of Thunderbird, reads them."""
    node = need("node")
    if not (CLIENTS / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js is not installed: run 'npm ci' in tests/clients")
    done = subprocess.run([node, CLIENTS / "read_icaljs.mjs", path], capture_output=True, check=True, encoding="utf-8")
    (calendar,) = json.loads(done.stdout)
    return calendar["name"], [Found(**event) for event in calendar["events"]]


def icaljs_days(data: bytes, folder: Path) -> Days:
    """Return the days of each event as ical.js reads them."""
    path = folder / "feed.ics"
    path.write_bytes(data)
    return {event.uid: [date.fromisoformat(day) for day in event.days] for event in with_icaljs(path)[1]}


@attrs.frozen
class Read:
    """What libical says of a feed."""

    valid: bool
    errors: int
    events: list[dict[str, Any]]


def with_libical(path: Path) -> Read:
    """Return a feed as libical, the library of Evolution and KOrganizer, reads it."""
    library = ctypes.util.find_library("ical")
    if library is None or "3" not in library:
        pytest.skip("libical 3 is not installed")
    script = CLIENTS / "read_libical.py"
    done = subprocess.run([sys.executable, script, library, path], capture_output=True, check=True, encoding="utf-8")
    return Read(**json.loads(done.stdout))


def libical_days(data: bytes, folder: Path) -> Days:
    """Return the days of each event as libical reads them, once it has found no error."""
    path = folder / "feed.ics"
    path.write_bytes(data)
    found = with_libical(path)
    assert found.valid
    assert found.errors == 0
    return {event["uid"]: [date.fromisoformat(day) for day in event["days"]] for event in found.events}


def khal_days(data: bytes, folder: Path) -> Days:
    """Return the days of each event as khal lists them after importing the feed."""
    khal = need("khal")
    (folder / "feed").mkdir()
    (folder / "feed.ics").write_bytes(data)
    locale = "local_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\n" + "".join(
        f"{name} = %Y-%m-%d{clock}\n"
        for name, clock in (
            ("dateformat", ""),
            ("longdateformat", ""),
            ("datetimeformat", " %H:%M"),
            ("longdatetimeformat", " %H:%M"),
        )
    )
    (folder / "config").write_text(
        f"[calendars]\n[[feed]]\npath = {folder / 'feed'}\n[locale]\n{locale}"
        f"[sqlite]\npath = {folder / 'khal.db'}\n[default]\ndefault_calendar = feed\n"
    )
    own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}

    def run(*arguments: str) -> str:
        command = [khal, "-c", str(folder / "config"), "--no-color", *arguments]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env=os.environ | own)
        assert "warning" not in done.stderr.lower()
        return done.stdout

    run("import", "--batch", "-a", "feed", str(folder / "feed.ics"))
    listed = run("list", "--day-format", "DAY {date}", "--format", "UID {uid}", "2026-01-01", "2026-12-31")
    found: Days = {}
    for line in listed.splitlines():
        if line.startswith("DAY "):
            day = date.fromisoformat(line.removeprefix("DAY "))
        else:
            found.setdefault(line.removeprefix("UID "), []).append(day)
    return found


def icalendar_days(data: bytes, _folder: Path) -> Days:
    """Return the days of each event as icalendar reads them, its rules expanded by dateutil."""
    found = {}
    for event in icalendar.Calendar.from_ical(data).events:
        assert event.errors == []
        first, length = event.start, event.duration
        rule = event.rrules[0].to_ical().decode() if event.rrules else "FREQ=DAILY;COUNT=1"
        starts = [start.date() for start in rrulestr(rule, dtstart=datetime.combine(first, time.min))]
        found[str(event.uid)] = [day for start in starts for day in days(start, start + (length - timedelta(days=1)))]
    return found


@pytest.mark.parametrize("client", [icalendar_days, icaljs_days, libical_days, khal_days])
def test_every_client_finds_the_same_days(client: Callable[[bytes, Path], Days], tmp_path: Path) -> None:
    """Each event of each kind of date stands on exactly the days that the rules say, whoever reads the feed."""
    cases = WITHIN_TIME if client in (khal_days, libical_days) else ALL
    assert client(feed(cases), tmp_path) == expected(cases)


@pytest.mark.parametrize("client", [icalendar_days, icaljs_days, libical_days, khal_days])
def test_every_client_finds_undated_activities(client: Callable[[bytes, Path], Days], tmp_path: Path) -> None:
    """The feed of undated activities is a calendar like any other."""
    vague = [CASES[name].activity for name in ("window", "deadline", "alternatives")]
    data = write_undated_feed([UNDATED, *vague], vague=Vague.UNDATED_FEED).data
    assert client(data, tmp_path) == {
        "undated@coecal": [ISSUE],
        "window@coecal": [date(2026, 11, 11)],
        "deadline@coecal": [date(2026, 10, 31)],
        "either@coecal": [date(2026, 10, 12)],
    }


@pytest.mark.parametrize("client", [icalendar_days, icaljs_days])
def test_every_client_reads_an_empty_feed(client: Callable[[bytes, Path], Days], tmp_path: Path) -> None:
    """A feed that is no longer produced is a calendar without events."""
    assert client(to_ical([], name="Gone"), tmp_path) == {}


def nasty(activity: Activity) -> Activity:
    """Return an activity whose every text tries to break out of its line."""
    return attrs.evolve(activity, title=NASTY, places=(NASTY,), projects=(NASTY,), organisers=(NASTY,), url=NASTY)


def test_icaljs_reads_texts_as_they_were(tmp_path: Path) -> None:
    """Texts that look like lines of iCalendar come back as texts, and add no event."""
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical([nasty(CASES["window"].activity)], name=NASTY))
    name, (event,) = with_icaljs(path)
    assert name == " ".join(cleaned(NASTY).split())
    assert event.summary == f"{cleaned(NASTY)} (mid-November)"
    assert event.location == event.organiser == cleaned(NASTY)
    assert event.categories == [cleaned(NASTY), "West Africa"]
    assert event.when == "mid-November"
    assert event.status == "TENTATIVE"
    assert event.description is not None
    assert event.description.startswith("Takes place some time from 11 November 2026 to 20 November 2026;")


def test_libical_reads_texts_as_they_were(tmp_path: Path) -> None:
    """Texts that look like lines of iCalendar come back as texts, and add no event."""
    path = tmp_path / "feed.ics"
    path.write_bytes(to_ical([nasty(CASES["window"].activity)], name=NASTY))
    found = with_libical(path)
    assert (found.valid, found.errors, len(found.events)) == (True, 0, 1)
    assert found.events[0]["summary"] == f"{cleaned(NASTY)} (mid-November)"
    assert found.events[0]["location"] == cleaned(NASTY)


def test_khal_reads_texts_as_they_were(tmp_path: Path) -> None:
    """Texts that look like lines of iCalendar add no event in khal either."""
    window = CASES["window"]
    assert khal_days(to_ical([nasty(window.activity)]), tmp_path) == expected((window,))
