"""Owns what an event of another program says beside its date: title, place, mode, organiser, status, regions."""

from __future__ import annotations

import re
from datetime import date

from coecal.activities import Activity, Mode, Source, Status
from coecal.dates import FuzzyDate
from coecal.places import Place, Places
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import unescape
from coecal.readers.calendars.values import read_moment

_MARK = re.compile(r"(cancelled|canceled|annulé|abgesagt|postponed)\s*:\s+", re.IGNORECASE)
_PAGE = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_ONLINE = frozenset(
    {"online", "virtual", "remote", "en ligne", "zoom", "google meet", "webex", "microsoft teams"}
    | {"microsoft teams meeting", "microsoft teams-besprechung", "zoom meeting"}
)
_COMMA = re.compile(r"((?:[^\\,]|\\.)*)(?:,|$)", re.DOTALL)
_WITH_DIGIT = re.compile(r"\S*\d\S*")


class TheirReader:
    """Reads the events of others in one file."""

    def __init__(self, findings: Findings, places: Places) -> None:
        """Start with what to list findings in, and the places that are known."""
        self._findings = findings
        self._places = places
        self._not_kept: set[str] = set()

    def activity(self, event: Component, uid: str, when: FuzzyDate, *, is_cancelled: bool = False) -> Activity:
        """Return the activity of an event or task.

        Args:
            event: the event.
            uid: the UID to give it.
            when: its date.
            is_cancelled: whether the calendar as a whole takes its events back.
        """
        written = plain(event.text("SUMMARY"))
        mark = _MARK.match(written)
        location = plain(event.text("LOCATION"))
        is_online = location.casefold() in _ONLINE or _LINK.fullmatch(location) is not None
        places = () if is_online else tuple(filter(None, (part.strip() for part in location.split(","))))
        found = self._place(places)
        regions = (*(found.regions if found is not None else ()), *self._regions(event))
        return Activity(
            uid=uid,
            title=written[mark.end() :] if mark is not None else written,
            when=when,
            organisers=self._organisers(event),
            mode=Mode.ONLINE if is_online else None,
            places=places,
            countries=() if found is None else found.countries,
            regions=dict.fromkeys(regions),
            status=Status.CANCELLED if is_cancelled else _status(event, mark[1].casefold() if mark else ""),
            sequence=event.sequence,
            last_modified=self._last_modified(event),
            source=Source(line=event.line, text=written),
            url=url if (url := event.text("URL")) is not None and _PAGE.fullmatch(url) else None,
        )

    def _place(self, parts: tuple[str, ...]) -> Place | None:
        """Return the place of an address, which ends with its country or city: "Hall 3, 12 Lake Road, Accra, Ghana"."""
        for words in (", ".join(parts), ", ".join(parts[-2:]), "".join(parts[-1:])):
            # "67000 Strasbourg": codes of the post name no place.
            for text in dict.fromkeys((words, " ".join(_WITH_DIGIT.sub(" ", words).split()))):
                found = self._places.find_place(text) if text else None
                if found is not None:
                    return found
        return None

    def _organisers(self, event: Component) -> tuple[str, ...]:
        line = event.first("ORGANIZER")
        name = plain(None if line is None else line.parameter("CN"))
        # Where there is no name, programs write the address in its place.
        return (name,) if name and "@" not in name else ()

    def _regions(self, event: Component) -> list[str]:
        regions = []
        for line in event.all("CATEGORIES"):
            for name in filter(None, map(plain, map(unescape, _COMMA.findall(line.value)))):
                region = self._places.find_region(name)
                if region is not None:
                    regions.append(region.name)
                elif name not in self._not_kept:
                    self._not_kept.add(name)
                    self._findings.add(Finding.CATEGORIES, line.number, name)
        return regions

    def _last_modified(self, event: Component) -> date | None:
        line = event.first("LAST-MODIFIED")
        moment = None if line is None else read_moment(line.value)
        if line is not None and moment is None:
            self._findings.add(Finding.BAD_PROPERTY, line.number, str(line))
        return None if moment is None else moment.day


def plain(words: str | None) -> str:
    """Return words on one line, without white space around them; empty for None."""
    return " ".join((words or "").split())


def _status(event: Component, mark: str) -> Status:
    said = event.status
    if said == "CANCELLED" or mark not in ("", "postponed"):
        return Status.CANCELLED
    if event.name == "VTODO" and (said == "COMPLETED" or event.first("COMPLETED") is not None):
        return Status.HELD
    return Status.POSTPONED if mark else Status.PLANNED
