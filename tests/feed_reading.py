"""Feeds as icalendar reads them, and texts as they should be in a feed, for the tests of feeds and of clients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import icalendar


def events(data: bytes) -> list[icalendar.Event]:
    """Return the events of a feed, which has no error in any property."""
    calendar = icalendar.Calendar.from_ical(data)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    assert {part.name for part in calendar.subcomponents} <= {"VTIMEZONE", "VEVENT"}
    return calendar.events


def only(data: bytes) -> icalendar.Event:
    """Return the one event of a feed."""
    (event,) = events(data)
    return event


def text(component: icalendar.Component, name: str) -> str | None:
    """Return the value of a property as text, None where there is none."""
    return None if name not in component else str(component[name])


def texts(event: icalendar.Event, name: str) -> list[str]:
    """Return the values of a property that may stand several times."""
    values = event.get(name, [])
    return list(map(str, values)) if isinstance(values, list) else [str(values)]


def cleaned(words: str) -> str:
    """Return what a text is in a feed, said in another way than the library says it."""
    words = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", words).replace("\t", " ")
    words = re.sub("[\ud800-\udfff]", "\ufffd", words)
    return "".join(char for char in words if char == "\n" or not (ord(char) < 32 or 127 <= ord(char) < 160))


def filled(values: Sequence[str]) -> list[str]:
    """Return the texts of which something is left after cleaning."""
    return [cleaned(value) for value in values if cleaned(value).replace("\n", "x").strip()]


def between(start: date, end: date) -> list[str]:
    """Return the days from a start to an end, not included; of instants, both in UTC, as one text."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        assert start.tzinfo is not None
        return ["/".join(f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end))]
    return [str(start + timedelta(days=number)) for number in range((end - start).days)]
