"""Feeds as icalendar reads them, and texts as they should be in a feed, for the tests of feeds and of clients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import attrs
import icalendar

from coecal.activities import Activity


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


def words(text: str) -> str:
    """Return a text as a feed can hold it: without control characters, empty where it is blank."""
    return cleaned(text) if filled([text]) else ""


def as_in_a_feed(activity: Activity) -> Activity:
    """Return an activity as a feed can hold it; docs/feeds.md says what it cannot carry."""
    source, places = activity.source, activity.places
    is_page = activity.url is not None and re.match(r"https?://[^/]", activity.url, re.IGNORECASE)
    # Without a comma in one of them, the places are what LOCATION says, which holds no lines of its own.
    kept = (
        filled(places)
        if any("," in place for place in places)
        else [cleaned(each) for each in places if words(each).strip()]
    )
    return attrs.evolve(
        activity,
        title=words(activity.title),
        when=attrs.evolve(activity.when, text=words(activity.when.text)),
        projects=filled(activity.projects),
        organisers=filled(activity.organisers),
        places=kept,
        countries=filled(activity.countries),
        regions=filled(activity.regions),
        source=attrs.evolve(source, text=words(source.text), heading=words(source.heading or "") or None),
        url=activity.url if is_page else None,
    )
