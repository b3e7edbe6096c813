"""Owns iCalendar files (RFC 5545) -> programme: feeds that coecal wrote, and the calendars of other programs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from coecal.activities import Activity, Source, Status
from coecal.errors import InputError
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.projects import Project
from coecal.readers.calendars.components import ENTRIES, Component, read_components
from coecal.readers.calendars.events import read_when
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import decode
from coecal.readers.calendars.ours import first_of_each, is_ours, last_modified, read_ours
from coecal.readers.calendars.rules import Budget
from coecal.readers.calendars.zones import Zones

__all__ = ["read_ics"]

_UID = re.compile(r"[!-~]{1,255}")
_KEY = re.compile(r"[^a-z0-9]+")
_CANCELLED = re.compile(r"(?:cancelled|canceled|annulé|abgesagt)\s*[:\-–]\s*", re.IGNORECASE)


def read_ics(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read the activities of an iCalendar file.

    Events that coecal wrote become the activities that they were. Events and tasks of others become activities with
    the days that they say: a task is a deadline, a rule of repetition its days (one without end, those of two years).
    What is broken is a problem with its line, and the rest is read.

    Args:
        data: the bytes of the file.
        source: its name, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: there is no calendar in the file.

    >>> text = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talks\r\nDTSTART;VALUE=DATE:20260504\r\nEND:VEVENT"
    >>> [one] = read_ics(text + b"\r\nEND:VCALENDAR\r\n").activities
    >>> one.title, one.when.text
    ('Talks', '4 May 2026')
    """
    findings = Findings()
    calendars = read_components(decode(data), findings)
    if not calendars:
        msg = "there is no calendar in it, which starts with BEGIN:VCALENDAR: export or fetch it again"
        raise InputError(msg, source=source)
    reading = _Reading(findings, default_places() if places is None else places)
    for calendar in calendars:
        reading.read(calendar)
    titles = (calendar.text("NAME") or calendar.text("X-WR-CALNAME") for calendar in calendars)
    names = dict.fromkeys(name for activity in reading.activities for name in activity.projects)
    return Programme(
        title=next(filter(None, titles), ""),
        projects=_projects(names),
        activities=reading.activities,
        problems=findings.problems(),
    )


def _projects(names: Iterable[str]) -> list[Project]:
    projects: dict[str, Project] = {}
    for name in names:
        key = _KEY.sub("-", name.lower().replace("+", "-plus")).strip("-") or "project"
        if key in projects:
            key = f"{key}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:6]}"
        projects[key] = Project(key=key, name=name)
    return list(projects.values())


class _Reading:
    """Reads calendar after calendar into one list of activities, each with a UID of its own."""

    def __init__(self, findings: Findings, places: Places) -> None:
        self.activities: list[Activity] = []
        self._findings = findings
        self._places = places
        self._budget = Budget()
        self._uids: set[str] = set()
        self._counts: dict[str, int] = {}  # so that the thousandth event without a UID need not try a thousand

    def read(self, calendar: Component) -> None:
        """Read one calendar."""
        zones = Zones(calendar, self._findings)
        events = [part for part in calendar.parts if part.name in ("VEVENT", "VTODO")]
        for part in calendar.parts:
            if part.name in ENTRIES - {"VEVENT", "VTODO"}:
                self._findings.add(Finding.NOT_READ, part.line, part.text("SUMMARY") or part.name)
        ours = [event for event in events if is_ours(event)]
        for event in first_of_each(ours):
            activity = read_ours(event)
            if activity is None or not _UID.fullmatch(activity.uid):
                self._findings.add(Finding.BAD_PROPERTY, event.line, event.text("SUMMARY") or event.name)
                self._add_foreign(event, (), zones)
            elif activity.uid not in self._uids:
                self._uids.add(activity.uid)
                self.activities.append(activity)
        for event, moved in _groups([event for event in events if not is_ours(event)], self._findings):
            self._add_foreign(event, moved, zones)

    def _add_foreign(self, event: Component, moved: Iterable[Component], zones: Zones) -> None:
        when = read_when(event, list(moved), zones, self._findings, self._budget)
        location = " ".join((event.text("LOCATION") or "").split())
        places = tuple(filter(None, (part.strip() for part in location.split(","))))
        countries = self._countries(location, places)
        title = " ".join((event.text("SUMMARY") or "").split())
        is_cancelled = (event.text("STATUS") or "").upper() == "CANCELLED"
        bare = _CANCELLED.sub("", title, count=1) if is_cancelled and _CANCELLED.match(title) else title
        named = event.first("ORGANIZER")
        organiser = None if named is None else named.parameter("CN")
        url = event.text("URL")
        self.activities.append(
            Activity(
                uid=self._uid(event),
                title=bare,
                when=when,
                organisers=(organiser,) if organiser else (),
                places=places,
                countries=countries,
                regions=tuple(dict.fromkeys((*self._regions(event), *self._around(countries)))),
                status=Status.CANCELLED if is_cancelled else Status.PLANNED,
                sequence=_number(event.text("SEQUENCE")),
                last_modified=last_modified(event),
                source=Source(line=event.line, text=title),
                url=url if url and url.lower().startswith(("http://", "https://")) else None,
            )
        )

    def _countries(self, location: str, parts: tuple[str, ...]) -> tuple[str, ...]:
        whole = self._places.find_place(location) if location else None
        if whole is not None:
            return whole.countries
        # An address ends with its country, mostly: "Hall 3, 12 Lake Road, Accra, Ghana".
        last = self._places.find_place(parts[-1]) if parts else None
        return () if last is None or len(last.countries) != 1 else last.countries

    def _around(self, countries: tuple[str, ...]) -> Iterable[str]:
        return (name for code in countries for name in self._places.regions_of(code))

    def _regions(self, event: Component) -> list[str]:
        regions = []
        for line in event.all("CATEGORIES"):
            for name in filter(None, (part.strip() for part in re.split(r"(?<!\\),", line.value))):
                region = self._places.find_region(name.replace("\\", ""))
                if region is None:
                    self._findings.add(Finding.CATEGORIES, line.number, name)
                else:
                    regions.append(region.name)
        return regions

    def _uid(self, event: Component) -> str:
        given = event.text("UID") or ""
        uid = given
        if not given:
            uid = _derived("\n".join((event.text("SUMMARY") or "", event.text("LOCATION") or "")))
            self._findings.add(Finding.NO_UID, event.line, event.text("SUMMARY") or event.name)
        elif _UID.fullmatch(given) is None:
            uid = _derived(given)
            self._findings.add(Finding.CHANGED_UID, event.line, given)
        if given and uid in self._uids:
            self._findings.add(Finding.REPEATED_UID, event.line, given)
        base = given or uid
        while uid in self._uids:
            self._counts[base] = self._counts.get(base, 1) + 1
            uid = _derived(f"{base}\n#{self._counts[base]}")
        self._uids.add(uid)
        return uid


def _derived(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:20] + "@coecal"


def _number(words: str | None) -> int:
    return int(words) if words is not None and words.isascii() and words.isdigit() and len(words) < 10 else 0


def _groups(events: list[Component], findings: Findings) -> list[tuple[Component, list[Component]]]:
    """Return each event with those that stand for single times of it; of two states of one, the newer counts."""
    whole: dict[str, list[Component]] = {}
    moved: dict[str, list[Component]] = {}
    alone: list[Component] = []
    for event in events:
        uid = event.text("UID") or ""
        if uid and event.first("RECURRENCE-ID") is not None:
            moved.setdefault(uid, []).append(event)
        elif uid:
            whole.setdefault(uid, []).append(event)
        else:
            alone.append(event)
    groups: list[tuple[Component, list[Component]]] = []
    for uid, same in whole.items():
        newest = max(same, key=lambda event: _number(event.text("SEQUENCE")))
        is_newer = len({_number(event.text("SEQUENCE")) for event in same}) == len(same)
        for event in same:
            if event is newest:
                groups.append((event, moved.pop(uid, [])))
            elif is_newer:
                findings.add(Finding.SUPERSEDED, event.line, uid)
            else:
                groups.append((event, []))
    groups += [(event, []) for event in (*alone, *(each for rest in moved.values() for each in rest))]
    return sorted(groups, key=lambda group: group[0].line)
