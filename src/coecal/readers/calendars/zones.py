"""Owns the zones of a calendar file: what TZID says -> a zone of the IANA database, or none."""

from __future__ import annotations

from functools import cache

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from coecal.dates.zones import is_iana_zone
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line


class Zones:
    """Tells zones by their names, and by what the VTIMEZONEs of the file say of them."""

    def __init__(self, calendar: Component, findings: Findings) -> None:
        """Know the zones of one calendar."""
        self._own = {
            part.text("TZID") or "": part.text("X-LIC-LOCATION") or ""
            for part in calendar.parts
            if part.name == "VTIMEZONE"
        }
        self._findings = findings
        self._told: set[str] = set()

    def of(self, line: Line, *, utc: bool) -> str | None:
        """Return the zone of a moment; None: the time of the place, or a zone that is not known."""
        if utc:
            return "UTC"
        name = line.parameter("TZID")
        if name is None:
            return None
        zone = _iana(name) or _iana(self._own.get(name, ""))
        if zone is None and name not in self._told:
            self._told.add(name)
            self._findings.add(Finding.UNKNOWN_ZONE, line.number, name)
        return zone


@cache
def _iana(name: str) -> str | None:
    """Return the zone of a name: as it is, the Windows name of it, or behind a path of the program's own."""
    parts = name.strip("/").split("/")
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(parts[-2:]), "/".join(parts[-3:])):
        if is_iana_zone(candidate):
            return candidate
    return None
