"""Owns the zones of a calendar file: what a TZID means, and moments of one zone in another.

A name of the IANA database, one of Windows and one within a longer name ("/example.org/Europe/Paris") mean that zone.
Any other means what its VTIMEZONE says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache

import attrs

from coecal.dates.zones import iana_zones, load_zone
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.rules import Budget, Every, Rule, RuleError, days_of, read_rule
from coecal.readers.calendars.values import Moment, read_moment, read_offset

_YEAR = timedelta(days=366)
_AGREED = 2024
"""A year in whose winter and summer two zones are compared."""


@attrs.frozen
class Observance:
    """What clocks show from some moments on: the first, the rule and the list of these, the offsets around them."""

    onset: datetime
    rule: Rule | None
    more: tuple[datetime, ...]
    before: timedelta
    offset: timedelta

    def latest(self, local: datetime) -> datetime | None:
        """Return the last of its moments up to a local one, None where there is none."""
        moments = [moment for moment in (self.onset, *self.more) if moment <= local]
        if self.rule is not None and self.onset <= local:
            moments += [moment for moment in self._repeated(self.rule, local) if moment <= local]
        return max(moments, default=None)

    def _repeated(self, rule: Rule, local: datetime) -> Iterable[datetime]:
        since = local.date() - _YEAR if local.year > 1 else None
        until = None if rule.until is None else rule.until.local
        if rule.until is not None and rule.until.utc and until is not None and until.year > 1:
            until += self.before
        # A rule of a zone repeats each year: a few years of it are enough, and a count is rare.
        for day in days_of(rule, self.onset.date(), local.date(), Budget(looks=50_000), since=since):
            moment = datetime.combine(day, self.onset.time())
            if until is not None and moment > until:
                return
            yield moment


@attrs.frozen
class Zone:
    """A zone: its name in the IANA database, or what a VTIMEZONE says where it has none."""

    name: str | None
    observances: tuple[Observance, ...] = ()

    def name_at(self, local: datetime) -> str:
        """Return the name, or where there is none the distance from UTC at a local moment, such as "+02:00"."""
        if self.name is not None:
            return self.name
        minutes = int(self.offset(local).total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "UTC"

    def offset(self, local: datetime) -> timedelta:
        """Return the distance from UTC at a local moment."""
        if self.name is not None:
            return local.replace(tzinfo=load_zone(self.name)).utcoffset() or timedelta()
        found = [(moment, each.offset) for each in self.observances if (moment := each.latest(local)) is not None]
        if found:
            return max(found)[1]
        return min(self.observances, key=lambda each: each.onset).before

    def from_utc(self, moment: datetime) -> datetime:
        """Return the local moment of one in UTC.

        Raises:
            OverflowError: it lies outside of the calendar.
        """
        if self.name is not None:
            return moment.replace(tzinfo=UTC).astimezone(load_zone(self.name)).replace(tzinfo=None)
        offsets = dict.fromkeys(each.offset for each in self.observances)
        return next(
            (local for offset in offsets if self.offset(local := moment + offset) == offset),
            moment + next(iter(offsets)),
        )

    def to_utc(self, local: datetime) -> datetime:
        """Return the moment in UTC of a local one.

        Raises:
            OverflowError: it lies outside of the calendar.
        """
        return local - self.offset(local)


UTC_ZONE = Zone("UTC")


class Zones:
    """The zones of one calendar, each found once."""

    def __init__(self, calendar: Component, findings: Findings) -> None:
        """Start with the VTIMEZONEs of a calendar."""
        described = (part for part in calendar.parts if part.name == "VTIMEZONE")
        self._described = {part.text("TZID"): part for part in described}
        self._findings = findings
        self._found: dict[str, Zone | None] = {}
        own = calendar.first("X-WR-TIMEZONE")
        self.own = None if own is None else self.find(own.text, own)
        """The zone in which the whole calendar is kept, where it says so."""

    def find(self, name: str, line: Line) -> Zone | None:
        """Return the zone of a TZID, None for one that is not known. `line` is where it stands."""
        if name not in self._found:
            self._found[name] = self._find(name, line)
        return self._found[name]

    def _find(self, name: str, line: Line) -> Zone | None:
        part = self._described.get(name)
        location = part.text("X-LIC-LOCATION") if part is not None else None
        known = _known(name) or (_known(location) if location is not None else None)
        observances = () if part is None else tuple(filter(None, map(_observance, part.parts)))
        described = Zone(None, observances) if observances else None
        if known is not None and (described is None or not _is_another(name, Zone(known), described)):
            return Zone(known)
        if described is None:
            self._findings.add(Finding.UNKNOWN_ZONE, line.number, name)
        else:
            self._findings.add(Finding.ZONE_AS_OFFSET, line.number, name)
        return described


def _is_another(name: str, known: Zone, described: Zone) -> bool:
    """Whether a file means another zone by a name than that of the database.

    Some programs name zones by abbreviations, and mean New York by EST and London by GMT. A name with a place in it
    is that place, whatever a file of years ago says of it.
    """
    seasons = (datetime(_AGREED, 1, 1), datetime(_AGREED, 7, 1))  # noqa: DTZ001 - on the clock of either zone
    return "/" not in name and any(known.offset(moment) != described.offset(moment) for moment in seasons)


def moment_in(moment: Moment, zone: Zone | None, own: Zone | None) -> tuple[datetime, Zone | None]:
    """Return a moment on the clock of its zone.

    Args:
        moment: it has a time of day.
        zone: the zone that is said of it, None where none is.
        own: the zone of the calendar, in which people see a moment that is written in UTC.
    """
    if not moment.utc:
        return moment.local, zone
    target = zone or own or UTC_ZONE
    try:
        return target.from_utc(moment.local), target
    except OverflowError:
        return moment.local, UTC_ZONE


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in iana_zones()}


def _known(written: str) -> str | None:
    """Return the IANA name of a zone, None where it has none."""
    pieces = written.strip().strip('"/').split("/")
    for count in range(min(3, len(pieces)), 0, -1):
        name = _iana_names().get("/".join(pieces[-count:]).replace(" ", "_").casefold())
        if name is not None:
            return "UTC" if name in {"Etc/UTC", "Zulu", "Etc/UCT", "UCT", "GMT", "Etc/GMT", "Etc/Zulu"} else name
    return _of_windows(written.strip())


def _of_windows(written: str) -> str | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - slow to load, seldom needed

    return WINDOWS_TO_OLSON.get(written)


def _observance(part: Component) -> Observance | None:
    """Return what a STANDARD or DAYLIGHT says, None where it does not say all that is needed."""
    start, offset, before = (part.text(name) for name in ("DTSTART", "TZOFFSETTO", "TZOFFSETFROM"))
    onset, after = read_moment(start or ""), read_offset(offset or "")
    if onset is None or after is None:
        return None
    written = part.text("RRULE")
    try:
        rule = None if written is None else read_rule(written)
    except RuleError:
        rule = None
    if rule is not None and rule.every is not Every.YEARLY:
        rule = None
    more = [read_moment(value) for line in part.all("RDATE") for value in line.value.split(",")[:200]]
    earlier = read_offset(before or "")
    return Observance(
        onset.local,
        rule,
        tuple(moment.local for moment in more if moment is not None),
        after if earlier is None else earlier,
        after,
    )
