"""Python libraries that read calendars, each asked which events it finds, on which days or at which instants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from client_programs import Seen
from dateutil.rrule import rrulestr
from feed_reading import between

FIRST, LAST = date(2026, 1, 1), date(2049, 12, 31)


def with_icalendar(path: Path) -> list[Seen]:
    """Return the events as icalendar reads them, their rules expanded by dateutil."""
    events = icalendar.Calendar.from_ical(path.read_bytes()).events
    assert [event.errors for event in events if event.errors] == []
    return [
        Seen(
            uid=str(event["UID"]),
            summary=str(event["SUMMARY"]),
            location=str(event.get("LOCATION", "")),
            status=str(event["STATUS"]),
            on=list(_expanded(event)),
        )
        for event in events
    ]


def _expanded(event: icalendar.Event) -> Iterator[str]:
    first, last = event.start, event.end if "DTEND" in event else None
    if not event.rrules:
        # A duration may reach to the last day there is, of which no end can be said.
        whole = [str(first + timedelta(days=number)) for number in range(event.duration.days)]
        yield from whole if last is None else between(first, last)
        return
    assert last is not None
    naive = datetime.combine(first, first.time() if isinstance(first, datetime) else datetime.min.time())
    for moment in rrulestr(event.rrules[0].to_ical().decode(), dtstart=naive):
        zone = first.tzinfo if isinstance(first, datetime) else None
        yield from _once(moment.replace(tzinfo=zone), first, last)


def _once(start: date, first: date, last: date) -> list[str]:
    """Return one occurrence, as long as the first; one of whole days may be given as a midnight."""
    if isinstance(start, datetime) and isinstance(first, datetime) and isinstance(last, datetime):
        instant = start.astimezone(UTC)
        return between(instant, instant + (last.astimezone(UTC) - first.astimezone(UTC)))
    day = start.date() if isinstance(start, datetime) else start
    return between(day, day + (last - first))


def with_recurring_ical_events(path: Path) -> list[Seen]:
    """Return the events as recurring-ical-events expands them."""
    recurring = pytest.importorskip("recurring_ical_events")
    seen: dict[str, Seen] = {}
    for event in recurring.of(icalendar.Calendar.from_ical(path.read_bytes())).between(FIRST, LAST):
        uid, status = str(event["UID"]), str(event["STATUS"])
        found = seen.setdefault(uid, Seen(uid=uid, summary=str(event["SUMMARY"]), status=status, on=[]))
        found.on.extend(between(event.start, event.end))
    return list(seen.values())


def with_home_assistant(path: Path) -> list[Seen]:
    """Return the events as ical, the library of Home Assistant's calendars, expands them."""
    stream = pytest.importorskip("ical.calendar_stream")
    calendar = stream.IcsCalendarStream.calendar_from_ics(path.read_bytes().decode())
    seen: dict[str, Seen] = {}
    for event in calendar.timeline:
        found = seen.setdefault(
            event.uid,
            Seen(
                uid=event.uid,
                summary=event.summary,
                location=event.location or "",
                status=str(event.status and event.status.value),
                on=[],
            ),
        )
        found.on.extend(between(event.start, event.end))
    return list(seen.values())


def with_vobject(path: Path) -> list[Seen]:
    """Return the events as vobject, of Radicale and others, reads them."""
    vobject = pytest.importorskip("vobject")
    calendar = vobject.readOne(path.read_bytes().decode())
    return [
        Seen(
            uid=event.uid.value,
            summary=event.summary.value,
            location=event.location.value if hasattr(event, "location") else "",
            status=event.status.value,
            on=[text for start in _starts(event) for text in _once(start, event.dtstart.value, event.dtend.value)],
        )
        for event in calendar.contents.get("vevent", [])
    ]


def _starts(event: Any) -> Iterable[date]:  # noqa: ANN401 - vobject has no types
    rule = event.getrruleset(addRDate=True)
    return [event.dtstart.value] if rule is None else rule
