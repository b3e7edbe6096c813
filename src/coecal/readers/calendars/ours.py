"""Owns the events that coecal wrote: their X-COECAL properties -> the activity as it was.

docs/feeds.md lists them. An event without them, or with ones that contradict each other, is read as anybody's.
"""

from __future__ import annotations

import re
from datetime import date, time

import attrs

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import DateStatus, FuzzyDate, Kind, Times
from coecal.errors import CoecalError
from coecal.ranges import DateRange
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.values import read_moment

_PREFIX = "X-COECAL-"
_ADDED = re.compile(r"(?:(?:CANCELLED|POSTPONED): )?\s*(?:\([^()]*\)\s*)*")


def is_ours(event: Component) -> bool:
    """Whether coecal wrote an event."""
    return event.first(f"{_PREFIX}POINTS") is not None or event.first(f"{_PREFIX}EDTF") is not None


def uid_of(event: Component) -> str:
    """Return the UID of the activity that an event is one of the days of."""
    return event.text(f"{_PREFIX}UID") or event.text("UID") or ""


def read_ours(event: Component) -> Activity | None:
    """Return the activity of an event that coecal wrote, or None where its properties are not as coecal writes them."""
    try:
        return _activity(event)
    except (CoecalError, ValueError):
        return None


def _activity(event: Component) -> Activity:
    when = _when(event)
    places = event.texts(f"{_PREFIX}PLACE") or tuple(filter(None, (event.text("LOCATION") or "").split(", ")))
    return Activity(
        uid=uid_of(event),
        title=_title(event, when),
        when=when,
        projects=event.texts(f"{_PREFIX}PROJECT"),
        organisers=event.texts(f"{_PREFIX}ORGANISER"),
        mode=None if (mode := _said(event, "MODE")) is None else Mode(mode),
        places=places,
        countries=event.texts(f"{_PREFIX}COUNTRY"),
        regions=event.texts(f"{_PREFIX}REGION"),
        status=Status(_said(event, "STATUS") or Status.PLANNED),
        sequence=int(event.text("SEQUENCE") or 0),
        last_modified=last_modified(event),
        source=_source(event),
        url=event.text("URL") or None,
    )


def _title(event: Component, when: FuzzyDate) -> str:
    """Return the title. Where the summary says more, it stands apart, but for one that is blank."""
    said = _said(event, "TITLE")
    if said is not None:
        return said
    is_known = when.kind not in (Kind.ALTERNATIVES, Kind.DEADLINE, Kind.UNDATED) and when.ranges[0].is_exact
    is_plain = is_known and (len(when.ranges) == 1 or when.kind is Kind.RECURRING)
    has_prefix = _said(event, "STATUS") in (Status.CANCELLED, Status.POSTPONED) or when.status is not None
    says_more = has_prefix or when.tentative or when.approximate or when.times is not None or not is_plain
    summary = event.text("SUMMARY") or ""
    return "" if says_more and _ADDED.fullmatch(summary) else summary


def last_modified(event: Component) -> date | None:
    """Return the day on which an event was last changed, None where it is not said."""
    moment = read_moment(event.text("LAST-MODIFIED") or "")
    return None if moment is None else moment.day


def _said(event: Component, name: str, otherwise: str | None = None) -> str | None:
    found = event.text(f"{_PREFIX}{name}")
    return otherwise if found is None else found


def _when(event: Component) -> FuzzyDate:
    status = _said(event, "SAID")
    if event.first(f"{_PREFIX}POINTS") is None:
        when = FuzzyDate.from_edtf(_said(event, "EDTF") or "")
        return attrs.evolve(when, text=_said(event, "WHEN", when.text) or "")
    return FuzzyDate(
        _said(event, "WHEN", "") or "",
        Kind(_said(event, "KIND") or ""),
        tuple(_stretch(points) for points in (_said(event, "POINTS") or "").split(" ")),
        event.first(f"{_PREFIX}TENTATIVE") is not None,
        event.first(f"{_PREFIX}APPROXIMATE") is not None,
        _said(event, "LANGUAGE", "en") or "en",
        times=_times(_said(event, "TIMES")),
        status=None if status is None else DateStatus(status),
    )


def _stretch(points: str) -> DateRange:
    """Return the stretch of six numbers, such as 2026-11-11/2026-11-20/2026-11-11/2026-11-20/1/.."""
    *days, least, most = points.split("/")
    es, ls, ee, le = (None if day == ".." else date.fromisoformat(day) for day in days)
    return DateRange(es, ls, ee, le, int(least), None if most == ".." else int(most))


def _times(words: str | None) -> Times | None:
    if words is None:
        return None
    start, end, zone = words.split(" ", 2)
    return Times(_clock(start), _clock(end), None if zone == ".." else zone)


def _clock(words: str) -> time | None:
    return None if words == ".." else time.fromisoformat(words)


def _source(event: Component) -> Source:
    section, line = _said(event, "SECTION"), _said(event, "LINE")
    return Source(
        section=None if section is None else Section(section),
        heading=_said(event, "HEADING"),
        line=None if line is None else int(line),
        text=_said(event, "SOURCE", "") or "",
    )
