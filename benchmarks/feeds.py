"""Measure how long writing a feed takes and how much memory, beside other packages where they are installed.

    python benchmarks/feeds.py [--slow] [SIZE ...]

Every event has about 0.8 KB. Each writer gets the same properties of the same events and runs in a process of its
own: seconds from objects to bytes, and by how much that raises the peak of memory. The floor is a writer that only
escapes, folds and joins texts that it is given, the least that pure Python can do. `again` writes the same activities
a second time. Nothing here is a test: the figures depend on the machine.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import NamedTuple

from coecal.activities import Activity, Mode, Section, Source
from coecal.dates import FuzzyDate, Kind
from coecal.ranges import DateRange
from coecal.writers.ical import to_ical

FIRST = date(2024, 1, 1)
WORDS = ("workshop", "for", "judges", "and", "electronic", "evidence,", "Café", "training", "of", "regional")
RUNS = 3
SLOW_FROM = 20_000
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"


class Event(NamedTuple):
    """An event as a writer of texts takes it; days are inclusive, `others` is what has no field of its own."""

    uid: str
    first: date
    last: date
    changed: date
    sequence: int
    summary: str
    location: str
    description: str
    categories: list[str]
    url: str
    others: dict[str, str]


def make_activities(size: int) -> list[Activity]:
    """Return so many activities of one to five days, the same ones each time."""
    random = Random(size)  # noqa: S311 - the same numbers each time are what is wanted
    return [_activity(number, random) for number in range(size)]


def _activity(number: int, random: Random) -> Activity:
    first = FIRST + timedelta(days=random.randrange(1500))
    last = first + timedelta(days=random.randrange(5))
    title = " ".join(random.choice(WORDS) for _ in range(9))
    return Activity(
        uid=f"activity-{number}@example.org",
        title=title,
        when=FuzzyDate(f"{first:%d.%m.}-{last:%d.%m.%Y}", Kind.EXACT, (DateRange.exact(first, last),)),
        projects=(f"WELL {number % 40}",),
        mode=Mode.IN_PERSON,
        places=("Accra", "Ghana"),
        countries=("GH",),
        regions=("West Africa",),
        sequence=number % 4,
        last_modified=FIRST,
        source=Source(section=Section.INVENTORY, line=number + 1, text=title),
        url=f"https://example.org/activities/{number}",
    )


def make_events(size: int) -> list[Event]:
    """Return the same as `make_activities`, as texts."""
    return [_event(activity) for activity in make_activities(size)]


def _event(activity: Activity) -> Event:
    days = activity.when.possible
    assert days is not None
    project, source = activity.projects[0], activity.source
    others = {
        "WHEN": activity.when.text,
        "KIND": "exact",
        "EDTF": f"{days.first}/{days.last}",
        "POINTS": f"{days.first}/{days.first}/{days.last}/{days.last}/1/..",
        "MODE": "in person",
        "PROJECT": project,
        "COUNTRY": "GH",
        "REGION": "West Africa",
        "SECTION": "inventory",
        "LINE": str(source.line),
        "SOURCE": source.text,
    }
    return Event(
        activity.uid,
        days.first,
        days.last,
        FIRST,
        activity.sequence,
        activity.title,
        "Accra, Ghana",
        f"Project: {project}\nMode: in person",
        [project, "West Africa"],
        activity.url or "",
        {f"X-COECAL-{name}": value for name, value in others.items()},
    )


def write_floor(events: Sequence[Event]) -> bytes:
    """Write with nothing but texts."""
    lines = [line for event in events for line in _lines(event)]
    return (HEAD + "\r\n".join(map(_fold, lines)) + "\r\nEND:VCALENDAR\r\n").encode()


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{event.changed:%Y%m%d}T000000Z"
    yield f"LAST-MODIFIED:{event.changed:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield "STATUS:CONFIRMED"
    yield f"SUMMARY:{_escape(event.summary)}"
    yield f"LOCATION:{_escape(event.location)}"
    yield f"DESCRIPTION:{_escape(event.description)}"
    yield f"CATEGORIES:{','.join(map(_escape, event.categories))}"
    yield f"URL:{event.url}"
    for name, value in event.others.items():
        yield f"{name}:{_escape(value)}"
    yield "END:VEVENT"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    if len(line) <= 75 and line.isascii():
        return line
    octets, pieces, room = line.encode(), [], 75
    while len(octets) > room:
        end = room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[:end])
        octets, room = octets[end:], 74
    return b"\r\n ".join((*pieces, octets)).decode()


def write_icalendar(events: Sequence[Event]) -> bytes:
    """Write with icalendar: `Event.new` and `to_ical`."""
    icalendar = import_module("icalendar")
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//benchmark//EN")
    for event in events:
        made = icalendar.Event.new(
            uid=event.uid,
            start=event.first,
            end=event.last + timedelta(days=1),
            stamp=_midnight(event.changed),
            last_modified=_midnight(event.changed),
            sequence=event.sequence,
            status="CONFIRMED",
            summary=event.summary,
            location=event.location,
            description=event.description,
            categories=event.categories,
            url=event.url,
        )
        for name, value in event.others.items():
            made.add(name, icalendar.vText(value))
        calendar.add_component(made)
    return bytes(calendar.to_ical())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def write_ics(events: Sequence[Event]) -> bytes:
    """Write with ics.py, which does not fold."""
    ics, line = import_module("ics"), import_module("ics.grammar.parse").ContentLine
    calendar = ics.Calendar(creator="-//benchmark//EN")
    for event in events:
        made = ics.Event(
            name=event.summary,
            begin=event.first.isoformat(),
            uid=event.uid,
            description=event.description,
            created=_midnight(event.changed),
            last_modified=_midnight(event.changed),
            location=event.location,
            url=event.url,
            categories=set(event.categories),
            status="CONFIRMED",
        )
        made.end = event.last.isoformat()
        made.make_all_day()
        made.extra.extend(line(name=name, params={}, value=value) for name, value in event.others.items())
        made.extra.append(line(name="SEQUENCE", params={}, value=str(event.sequence)))
        calendar.events.add(made)
    return str(calendar.serialize()).encode()


def write_vobject(events: Sequence[Event]) -> bytes:
    """Write with vobject, which finds a name for no zone of the standard library."""
    utc = import_module("vobject.icalendar").utc
    calendar = import_module("vobject").iCalendar()
    for event in events:
        made = calendar.add("vevent")
        made.add("uid").value = event.uid
        made.add("dtstamp").value = _midnight(event.changed).replace(tzinfo=utc)
        made.add("last-modified").value = _midnight(event.changed).replace(tzinfo=utc)
        made.add("sequence").value = str(event.sequence)
        made.add("dtstart").value = event.first
        made.add("dtend").value = event.last + timedelta(days=1)
        made.add("status").value = "CONFIRMED"
        made.add("summary").value = event.summary
        made.add("location").value = event.location
        made.add("description").value = event.description
        made.add("categories").value = event.categories
        made.add("url").value = event.url
        for name, value in event.others.items():
            made.add(name).value = value
    return str(calendar.serialize()).encode()


PEERS: dict[str, Callable[[Sequence[Event]], bytes]] = {
    "floor": write_floor,
    "ics": write_ics,
    "icalendar": write_icalendar,
    "vobject": write_vobject,
}
SLOW = {"vobject"}


class Measured(NamedTuple):
    """What one writer took; `again` is None where it keeps nothing."""

    seconds: float
    again: float | None
    megabytes: float
    bytes_each: float


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """Return how long the work takes, and what it gives."""
    gc.collect()
    start = perf_counter()
    data = work()
    return perf_counter() - start, data


def peak() -> float:
    """Return the peak of memory of this process, in MB (Linux counts KB, macOS bytes)."""
    return getrusage(RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def measure(name: str, size: int) -> Measured:
    """Measure one writer in this process."""
    if name == "coecal":
        activities = make_activities(size)
        before = peak()
        seconds, data = timed(lambda: to_ical(activities))
        megabytes = peak() - before
        again, same = timed(lambda: to_ical(activities))
        assert same == data
        return Measured(seconds, again, megabytes, len(data) / size)
    events, write = make_events(size), PEERS[name]
    write(events[:2])  # loads the package
    before = peak()
    seconds, data = timed(lambda: write(events))
    return Measured(seconds, None, peak() - before, len(data) / size)


def in_own_process(name: str, size: int, runs: int) -> Measured:
    """Return the fastest of some runs, each in a process of its own."""
    command = [sys.executable, __file__, "--one", name, str(size)]
    found = [
        Measured(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))  # noqa: S603 - ourselves
        for _ in range(runs)
    ]
    again = [each.again for each in found if each.again is not None]
    return min(found)._replace(again=min(again, default=None))


def report(size: int, *, slow: bool) -> None:
    """Measure and print the table of one size."""
    print(f"\n{size:,} events{'seconds':>24}{'/ floor':>10}{'MB more':>10}{'bytes each':>12}")
    floor = in_own_process("floor", size, RUNS)
    row("floor (texts alone)", floor.seconds, floor, floor.seconds)
    coecal = in_own_process("coecal", size, RUNS)
    row("coecal, cold", coecal.seconds, coecal, floor.seconds)
    row("coecal, again", coecal.again or 0.0, None, floor.seconds)
    for name in PEERS:
        if name == "floor":
            continue
        if name in SLOW and size > SLOW_FROM and not slow:
            print(f"  {name:<24}  skipped: give --slow to run it on so many")
            continue
        try:
            import_module(name)
        except ImportError as error:
            print(f"  {name:<24}  skipped: {error}")
            continue
        found = in_own_process(name, size, 1 if size > SLOW_FROM or name in SLOW else RUNS)
        row(name, found.seconds, found, floor.seconds)


def row(name: str, seconds: float, found: Measured | None, floor: float) -> None:
    """Print one line of the table."""
    rest = "" if found is None else f"{found.megabytes:>10.0f}{found.bytes_each:>12.0f}"
    print(f"  {name:<24}{seconds:>11.4f}{seconds / floor:>10.2f}{rest}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the whole table."""
    parser = ArgumentParser(description="Measure how long writing a feed takes.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000], metavar="SIZE")
    parser.add_argument("--slow", action="store_true", help="run the slow packages on large sizes too")
    parser.add_argument("--one", metavar="WRITER", help="measure one writer in this process, and print JSON")
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(options.one, options.sizes[0])))
        return
    for size in options.sizes:
        report(size, slow=options.slow)


if __name__ == "__main__":
    main()
