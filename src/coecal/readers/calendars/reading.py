"""Owns the steps from the components of a file to activities: which belong together, and a UID for each."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from coecal.activities import Activity, Source
from coecal.dates import DateStatus, FuzzyDate, Kind
from coecal.places import Places
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.dates import DateReader
from coecal.readers.calendars.days import Clock
from coecal.readers.calendars.expansion import Expansion
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.ours import is_ours, read_ours, uid_of
from coecal.readers.calendars.repeats import Scope
from coecal.readers.calendars.theirs import TheirReader

_UID = re.compile(r"[!-~]{1,255}")
_READ = ("VEVENT", "VTODO")


def read_activities(
    calendars: Iterable[Component],
    findings: Findings,
    places: Places,
    informed: date | None,
    expansion: Expansion | None = None,
) -> list[Activity]:
    """Return the activities of calendars, in the order of the file.

    Args:
        calendars: the calendars of the file.
        findings: where to list what is wrong.
        places: the places that are known.
        informed: the day up to which the file is informed; None where it does not say.
        expansion: finds the occurrences of what repeats, each of which becomes an activity; None: all of what
            repeats is one activity.

    Raises:
        InputError: there are too many occurrences.
    """
    reading = _Reading(findings, places, informed, expansion)
    for group in _groups(calendars, findings):
        if group.is_ours:
            reading.add_ours(group)
        else:
            reading.add_theirs(group)
    return reading.activities


@attrs.frozen
class _Entry:
    """An event or task, and what reads the moments of its calendar."""

    part: Component
    clock: Clock
    is_cancelled: bool


@attrs.define
class _Group:
    """The entries of one activity, or at least of one UID."""

    is_ours: bool
    entries: list[_Entry] = attrs.field(factory=list)

    def parted(self) -> tuple[list[_Entry], list[_Entry]]:
        """Return the entries, and apart from them those that stand for single days of another."""
        single = [entry for entry in self.entries if entry.part.first("RECURRENCE-ID") is not None]
        whole = [entry for entry in self.entries if entry.part.first("RECURRENCE-ID") is None]
        return whole, single


def _groups(calendars: Iterable[Component], findings: Findings) -> list[_Group]:
    groups: dict[tuple[bool, str], _Group] = {}
    for calendar in calendars:
        clock = Clock(calendar, findings)
        is_cancelled = (calendar.text("METHOD") or "").strip().upper() == "CANCEL"
        for part in calendar.parts:
            if part.name not in _READ:
                if part.name != "VTIMEZONE":
                    findings.add(Finding.NOT_READ, part.line, part.called)
                continue
            ours = is_ours(part)
            uid = uid_of(part) if ours else (part.text("UID") or "").strip()
            # Entries without a UID have nothing to do with each other.
            key = (ours, uid or f"\n{len(groups)}")
            groups.setdefault(key, _Group(ours)).entries.append(_Entry(part, clock, is_cancelled))
    return list(groups.values())


class _Reading:
    """Makes activities of groups, each with a UID of its own."""

    def __init__(self, findings: Findings, places: Places, informed: date | None, expansion: Expansion | None) -> None:
        self.activities: list[Activity] = []
        self._expansion = expansion
        self._findings = findings
        self._dates = DateReader(Scope(findings, informed))
        self._theirs = TheirReader(findings, places)
        self._uids: set[str] = set()
        self._counts: Counter[str] = Counter()

    def add_ours(self, group: _Group) -> None:
        """Add the activity that coecal wrote as these events, all of which carry all of it."""
        newest = max(group.entries, key=lambda entry: entry.part.sequence)
        activity = read_ours(newest.part)
        if activity is None or _UID.fullmatch(activity.uid) is None or activity.uid in self._uids:
            self._findings.add(Finding.BAD_PROPERTY, newest.part.line, f"X-COECAL-… of {newest.part.called}")
            self.add_theirs(group)
            return
        self._uids.add(activity.uid)
        if (moved := self._moved(activity.when, group)) is not None:
            activity = attrs.evolve(activity, when=moved)
        if self._expansion is None or activity.when.kind is not Kind.RECURRING:
            self.activities.append(activity)
            return
        for slot, when in self._expansion.stretches(activity.when, newest.part):
            self.activities.append(attrs.evolve(activity, uid=self._uid_at(activity.uid, slot), when=when))

    def add_theirs(self, group: _Group) -> None:
        """Add the activities of another program's events of one UID; of several states of one, the newest counts."""
        whole, single = group.parted()
        if not whole:
            # The event of which these are single days is not in the file: the first that takes place stands for all.
            single.sort(key=lambda entry: entry.part.status == "CANCELLED")
            whole, single = single[:1], single[1:]
        newest = max(entry.part.sequence for entry in whole)
        kept: set[tuple[Activity, ...]] = set()
        for entry in whole:
            uid = entry.part.text("UID") or ""
            if entry.part.sequence < newest:
                self._findings.add(Finding.SUPERSEDED, entry.part.line, uid)
                continue
            made = self._made(entry, () if kept else single)
            nowhere = tuple(attrs.evolve(activity, source=Source()) for _, activity in made)
            if nowhere in kept:
                self._findings.add(Finding.SUPERSEDED, entry.part.line, uid)
            elif made:
                kept.add(nowhere)
                uid = self._uid(entry.part)
                self.activities += [attrs.evolve(each, uid=self._uid_at(uid, slot)) for slot, each in made]

    def _made(self, entry: _Entry, single: Sequence[_Entry]) -> list[tuple[str, Activity]]:
        """Return the activities of an event, each with the time of which it is the occurrence, "" for the event."""
        found = None
        if self._expansion is not None and entry.part.name == "VEVENT":
            found = self._expansion.occurrences(entry.part, [other.part for other in single], entry.clock)
        if found is None:
            activity = self._their_activity(entry, single)
            return [] if activity is None else [("", activity)]
        each = ((one.slot, self._their_activity(attrs.evolve(entry, part=one.part), ())) for one in found)
        return [(slot, activity) for slot, activity in each if activity is not None]

    def _their_activity(self, entry: _Entry, single: Sequence[_Entry]) -> Activity | None:
        part = entry.part
        if part.name == "VTODO":
            when = self._dates.task(part, entry.clock)
        elif (found := self._dates.event(part, [other.part for other in single], entry.clock)) is not None:
            when = found
        else:
            return None
        is_cancelled = entry.is_cancelled or when.status is DateStatus.CANCELLED
        words = part.text("X-COECAL-WHEN")
        when = attrs.evolve(when, text=when.text if words is None else words, status=None)
        return self._theirs.activity(part, "?", when, is_cancelled=is_cancelled)

    def _moved(self, when: FuzzyDate, group: _Group) -> FuzzyDate | None:
        """Return the date of events whose days are not those that coecal wrote; None where they are."""
        whole, single = group.parted()
        if when.kind not in (Kind.EXACT, Kind.RECURRING) or when.times is not None or not whole:
            return None
        written = {part.possible for part in when.ranges}
        stays = [(entry, entry.clock.stay(entry.part)) for entry in whole]
        other = [entry for entry, stay in stays if stay is not None and stay.period not in written]
        if not other and not single:
            return None
        self._findings.add(Finding.EDITED, (other or single)[0].part.line, (other or single)[0].part.called)
        dates = [
            self._dates.event(
                entry.part,
                [each.part for each in single if each.part.text("UID") == entry.part.text("UID")],
                entry.clock,
            )
            for entry in whole
        ]
        kept = [each for each in dates if each is not None]
        ranges = dict.fromkeys(part for each in kept for part in each.ranges)
        if len(kept) <= 1:
            return kept[0] if kept else None
        exact = all(part.is_exact for part in ranges)
        moved = FuzzyDate("", when.kind if exact else Kind.OPEN, ranges, when.tentative, when.approximate)
        return attrs.evolve(moved, text=moved.format())

    def _uid(self, part: Component) -> str:
        given = (part.text("UID") or "").strip()
        uid = given
        if not given:
            uid = _derived("\n".join((part.text("SUMMARY") or "", part.text("LOCATION") or "")))
            self._findings.add(Finding.NO_UID, part.line, part.called)
        elif _UID.fullmatch(given) is None:
            uid = _derived(given)
            self._findings.add(Finding.CHANGED_UID, part.line, given)
        first = uid
        while uid in self._uids:
            self._counts[first] += 1
            uid = _derived(f"{first}\n#{self._counts[first] + 1}")
        if given and uid != first:
            self._findings.add(Finding.REPEATED_UID, part.line, given)
        self._uids.add(uid)
        return uid

    def _uid_at(self, uid: str, slot: str) -> str:
        """Return the UID of one occurrence: that of the event, with the time for which it was planned before its @."""
        if not slot:
            return uid
        before, at, domain = uid.rpartition("@")
        found = f"{before}-{slot}{at}{domain}" if at else f"{uid}-{slot}"
        if _UID.fullmatch(found) is None or found in self._uids:
            found = _derived(f"{uid}\n{slot}")
        self._uids.add(found)
        return found


def _derived(words: str) -> str:
    """Return a UID that is the same for the same words."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:20] + "@coecal"
