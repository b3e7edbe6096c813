"""Programs that read calendars, each driven to say which events it finds in a feed, on which days or at which instants.

A day is written 2026-10-03, and an event with times of day 2026-10-03T12:00:00Z/2026-10-03T14:00:00Z. A program that is
not installed skips the test and says so.
"""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import attrs
import pytest
from feed_reading import between

CLIENTS = Path(__file__).parent / "clients"

Found = dict[str, list[str]]
"""When each event takes place, by its UID."""

# The first and the last day of what programs are asked for that list one day after the other.
YEARS = (("2026-01-01", "2026-12-31"), ("2045-01-01", "2045-12-31"))
UTC_ZONE = {"TZ": "UTC"}


@attrs.frozen(kw_only=True)
class Seen:
    """What a program says of one event; None: it was not asked."""

    uid: str
    summary: str | None
    on: list[str]
    location: str | None = None
    status: str | None = None
    description: str | None = None
    when: str | None = None
    organiser: str | None = None
    categories: list[str] = attrs.Factory(list)


def need(program: str) -> str:
    """Return the path of a program, or skip the test and say what is missing."""
    found = shutil.which(program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def need_package(name: str, folder: Path = CLIENTS) -> Path:
    """Return where a package of npm is, or skip the test and say how to install it."""
    found = folder / "node_modules" / name
    if not found.is_dir():
        pytest.skip(f"{name} is not installed: run 'npm ci' in tests/{folder.relative_to(CLIENTS.parent)}")
    return found


def run(*command: str | Path, env: Mapping[str, str] = UTC_ZONE, quiet: bool = True, errors: bool = False) -> str:
    """Return what a program prints, in the zone UTC unless told otherwise; a quiet one warns of nothing.

    What it says of its work is printed among errors by some.
    """
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env={**os.environ, **env})
    assert done.returncode == 0, done.stderr
    assert not quiet or "warning" not in done.stderr.lower(), done.stderr
    return done.stdout + done.stderr if errors else done.stdout


def with_icaljs(path: Path) -> tuple[str, list[Seen]]:
    """Return the name of a feed and its events as ical.js, the library of Thunderbird, reads them."""
    node, _ = need("node"), need_package("ical.js")
    (calendar,) = json.loads(run(node, CLIENTS / "read_icaljs.mjs", path))
    return calendar["name"], [Seen(**event) for event in calendar["events"]]


def with_node_ical(path: Path) -> list[Seen]:
    """Return the events as node-ical, of Node-RED and MagicMirror, reads them."""
    node, _ = need("node"), need_package("node-ical")
    return [Seen(**event) for event in json.loads(run(node, CLIENTS / "read_node_ical.mjs", path))]


def with_libical(path: Path) -> list[Seen]:
    """Return the events as libical, of Evolution and KOrganizer, reads them, once it has found no error."""
    library = ctypes.util.find_library("ical")
    if library is None or "3" not in library:
        pytest.skip("libical 3 is not installed")
    read = json.loads(run(sys.executable, CLIENTS / "read_libical.py", library, path))
    assert (read["valid"], read["errors"]) == (True, 0)
    return [Seen(**event) for event in read["events"]]


def with_sabre(path: Path) -> list[Seen]:
    """Return the events as sabre/vobject, of Nextcloud and other servers, reads them, once it has found no error."""
    php = need("php")
    library = Path("/usr/share/php/Sabre/VObject/RecurrenceIterator.php")
    if not library.is_file():
        pytest.skip("sabre/vobject is not installed: Debian has it as php-sabre-vobject")
    read = json.loads(run(php, CLIENTS / "read_sabre.php", path))
    assert read["wrong"] == []
    return [Seen(**event) for event in read["events"]]


def khal_home(folder: Path, calendar: Path) -> tuple[str, ...]:
    """Return the command of a khal that has settings and one calendar of its own."""
    khal = need("khal")
    forms = {"dateformat": "", "longdateformat": "", "datetimeformat": " %H:%M", "longdatetimeformat": " %H:%M"}
    locale = "".join(f"{name} = %Y-%m-%d{clock}\n" for name, clock in forms.items())
    (folder / "config").write_text(
        f"[calendars]\n[[feed]]\npath = {calendar}\n[locale]\n{locale}timeformat = %H:%M\n"
        f"local_timezone = UTC\ndefault_timezone = UTC\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n[default]\ndefault_calendar = feed\n"
    )
    return (khal, "-c", str(folder / "config"), "--no-color")


def own_home(folder: Path) -> dict[str, str]:
    """Return the environment of a program that keeps its files in a folder."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    return UTC_ZONE | {name: str(folder) for name in names}


def khal_list(command: tuple[str, ...], folder: Path) -> list[Seen]:
    """Return the events that khal lists, one after the other, each with its days or instants."""
    form = "\x1eUID\x1f{uid}\x1f{status}\x1f{start}\x1f{end}\x1f{all-day}\x1f{title}"
    seen: dict[str, Seen] = {}
    for first, last in YEARS:
        day = ""
        asked = ("list", "--day-format", "\x1eDAY\x1f{date}", "--format", form, first, last)
        # A title may go over several lines, so that the lines say nothing.
        for record in run(*command, *asked, env=own_home(folder)).split("\x1e")[1:]:
            kind, *values = record.removesuffix("\n").split("\x1f")
            if kind == "DAY":
                (day,) = values
                continue
            uid, status, start, end, whole, title = values
            both = (f"{clock.replace(' ', 'T')}:00Z" for clock in (start, end))
            on = seen.setdefault(uid, Seen(uid=uid, summary=title, status=status.strip(), on=[])).on
            on.extend({day if whole == "True" else "/".join(both)}.difference(on))
    return list(seen.values())


def with_khal(path: Path) -> list[Seen]:
    """Return the events that khal lists after it has imported the feed."""
    folder = path.parent
    calendar = folder / "khal"
    calendar.mkdir()
    command = khal_home(folder, calendar)
    run(*command, "import", "--batch", "-a", "feed", str(path), env=own_home(folder))
    return khal_list(command, folder)


def with_calcurse(path: Path) -> Found:
    """Return when events take place by their summary, since calcurse keeps no UID.

    It keeps a repeated event in local time, so that it is asked in the zone of most of those that have times.
    """
    calcurse, folder, zone = need("calcurse"), path.parent / "calcurse", {"TZ": "Europe/Paris", "LC_ALL": "C.UTF-8"}
    own = (calcurse, "-D", str(folder), "-C", str(folder), "--input-datefmt=4")
    folder.mkdir()
    run(*own, "-q", "-i", str(path), env=zone)
    formats = (f"--format-{kind}=T %s %e %m\n" for kind in ("apt", "recur-apt"))
    days = (f"--format-{kind}=D %m\n" for kind in ("event", "recur-event"))
    shown = (*formats, *days, "--output-datefmt=%Y-%m-%d", "--filter-type=cal")
    found: Found = {}
    for first, last in YEARS:
        day = ""
        for line in run(*own, "-Q", "--from", first, "--to", last, *shown, env=zone).splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "D":
                found.setdefault(rest, []).append(day)
            elif kind == "T":
                start, end, summary = rest.split(" ", 2)
                span = between(*(datetime.fromtimestamp(int(clock)).astimezone() for clock in (start, end)))
                # An appointment over midnight is listed on both days.
                found.setdefault(summary, []).extend(set(span).difference(found[summary]))
            elif line:
                day = date.fromisoformat(line.rstrip(":")).isoformat()
    return found


def merged(seen: Iterable[Seen]) -> Found:
    """Return when each event takes place, no UID standing twice."""
    found: Found = {}
    for event in seen:
        assert event.uid not in found
        found[event.uid] = event.on
    return found


@attrs.frozen(kw_only=True)
class Visit:
    """What came of a visit to a page: what the console said, what was asked for, results of acts, axe's violations.

    `wider` is by how many pixels the page is wider than its window.
    """

    said: list[str]
    asked: list[str]
    results: list[object]
    axe: list[str]
    wider: int


def browse(folder: Path, visits: Iterable[Mapping[str, object]]) -> list[Visit]:
    """Return what comes of visits to pages in Chromium; `browse.mjs` says what a visit is."""
    node, chromium = need("node"), need("chromium")
    for name in ("puppeteer-core", "axe-core"):
        need_package(name)
    command = (node, str(CLIENTS / "browse.mjs"), chromium, str(folder / "profile"))
    asked = json.dumps(list(visits))
    env = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", input=asked, env=env)
    assert done.returncode == 0, done.stderr
    return [Visit(**each) for each in json.loads(done.stdout)]
