"""Owns the components of a calendar file: which line belongs to which event, however badly they are closed.

Keeps the properties that are read and forgets all others. Nothing recurses, so that no nesting is too deep.
"""

from __future__ import annotations

import re
from collections import Counter

import attrs

from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line, read_line, unfold

ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"})
"""The components that stand for something in time."""

_DIRECT = ENTRIES | {"VTIMEZONE"}
_KEEPING = ENTRIES | {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
_READ = frozenset({
    "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD", "TZID", "X-LIC-LOCATION", "TZOFFSETFROM", "TZOFFSETTO", "UID",
    "SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
    "COMPLETED", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "LOCATION", "CATEGORIES", "URL", "ORGANIZER",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
})  # fmt: skip
_OURS = "X-COECAL-"
_SEQUENCE = re.compile(r"\d{1,9}", re.ASCII)
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")


@attrs.define(eq=False)
class Component:
    """A component: its name in capitals, the line of its BEGIN, the lines that are read, and what stands within."""

    name: str
    line: int
    lines: dict[str, list[Line]] = attrs.field(factory=dict)
    parts: list[Component] = attrs.field(factory=list)

    def first(self, name: str) -> Line | None:
        """Return the first line of a property, None where there is none."""
        found = self.lines.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Line]:
        """Return the lines of a property."""
        return self.lines.get(name, [])

    def text(self, name: str) -> str | None:
        """Return the first value of a property as text, None where there is none."""
        found = self.first(name)
        return None if found is None else found.text

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the values of a property as texts."""
        return tuple(line.text for line in self.all(name))

    @property
    def called(self) -> str:
        """What people call it, or else what sort of component it is."""
        return self.text("SUMMARY") or self.name

    @property
    def status(self) -> str:
        """Its status in capitals, empty where it does not say."""
        return (self.text("STATUS") or "").strip().upper()

    @property
    def sequence(self) -> int:
        """How often it was changed, 0 where it does not say."""
        written = (self.text("SEQUENCE") or "").strip()
        return int(written) if _SEQUENCE.fullmatch(written) else 0


def read_components(text: str, findings: Findings) -> list[Component]:
    """Return the calendars of a text; entries that stand outside of any make one of their own. Empty: there is none."""
    builder = _Builder(findings)
    for number, line in unfold(text, findings):
        builder.take(number, line)
    builder.end()
    return builder.calendars


class _Builder:
    def __init__(self, findings: Findings) -> None:
        self.calendars: list[Component] = []
        self._findings = findings
        self._open: list[Component] = []
        self._names: Counter[str] = Counter()

    def take(self, number: int, text: str) -> None:
        match = _NAME.match(text)
        if match is None:
            self._findings.add(Finding.UNREAD_LINE, number, text)
            return
        name = match[1].upper()
        if name == "BEGIN":
            self._begin(text[match.end() :].strip().upper(), number)
        elif name == "END":
            self._end(text[match.end() :].strip().upper(), number, text)
        elif not self._open:
            self._findings.add(Finding.UNREAD_LINE, number, text)
        elif (name in _READ or name.startswith(_OURS)) and self._open[-1].name in _KEEPING:
            self._keep(number, text)

    def end(self) -> None:
        entry = next((part for part in self._open if part.name in ENTRIES), None)
        if entry is not None:
            self._findings.add(Finding.TRUNCATED, entry.line, entry.called)
            self.calendars[-1].parts.remove(entry)
        elif self._open:
            self._findings.add(Finding.OPEN_CALENDAR, self._open[0].line, self._open[0].name)

    def _keep(self, number: int, text: str) -> None:
        line = read_line(number, text)
        if line is None:
            self._findings.add(Finding.UNREAD_LINE, number, text)
        else:
            self._open[-1].lines.setdefault(line.name, []).append(line)

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self._close(down_to=0)
        elif name in _DIRECT:
            self._close(down_to=1 if self._names["VCALENDAR"] else 0)
        part = Component(name, number)
        if name == "VCALENDAR":
            self.calendars.append(part)
        elif self._open:
            if name in _KEEPING or len(self._open) == 1:
                self._open[-1].parts.append(part)
        elif name in ENTRIES:
            self._findings.add(Finding.OUTSIDE, number, name)
            self.calendars.append(Component("VCALENDAR", number, parts=[part]))
        self._open.append(part)
        self._names[name] += 1

    def _end(self, name: str, number: int, text: str) -> None:
        if not self._names[name]:
            self._findings.add(Finding.STRAY_END, number, text)
            return
        while self._open[-1].name != name:
            self._pop_unclosed()
        self._pop()

    def _close(self, down_to: int) -> None:
        while len(self._open) > down_to:
            self._pop_unclosed()

    def _pop_unclosed(self) -> None:
        part = self._pop()
        self._findings.add(Finding.NOT_CLOSED, part.line, part.text("SUMMARY") or f"BEGIN:{part.name}")

    def _pop(self) -> Component:
        part = self._open.pop()
        self._names[part.name] -= 1
        return part
