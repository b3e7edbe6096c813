"""Owns the days and times of one component: its start, its end however that is said, both inclusive.

Knows nothing of repetition.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import attrs

from coecal.dates import Times
from coecal.ranges import ONE_DAY, Period
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.values import Moment, read_duration, read_moment
from coecal.readers.calendars.zones import UTC_ZONE, Zone, Zones, moment_in

_NIGHT = timedelta(hours=12)
"""An event of less than this that goes over midnight happens on its first day; the end lies on the day after."""

_MIDNIGHT = time()


@attrs.frozen
class Stay:
    """From when to when one event lasts.

    Attributes:
        first: its first day.
        last: its last day; None where its end is not known.
        start: when it starts, on the clock of its zone; None for whole days.
        end: when it ends; None where that is not said.
        zone: its zone; None for whole days, and for the time of the place.
    """

    first: date
    last: date | None
    start: time | None = None
    end: time | None = None
    zone: Zone | None = None

    @property
    def times(self) -> Times | None:
        """The times of day, None for whole days."""
        if self.start is None:
            return None
        named = None if self.zone is None else self.zone.name_at(datetime.combine(self.first, self.start))
        return Times(self.start, self.end, named)

    @property
    def period(self) -> Period:
        """The days, the first alone where the last is not known."""
        return Period(self.first, self.last or self.first)


class Clock:
    """Reads the moments of one calendar."""

    def __init__(self, calendar: Component, findings: Findings) -> None:
        """Start with the zones of the calendar."""
        self._zones = Zones(calendar, findings)
        self._findings = findings

    def moment(self, line: Line) -> Moment | None:
        """Return the value of a line; one that is no moment is listed."""
        moment = read_moment(line.value)
        if moment is None:
            self._findings.add(Finding.BAD_DATE, line.number, str(line))
        return moment

    def stay(self, part: Component) -> Stay | None:
        """Return from when to when an event lasts, None where no start can be read."""
        line = part.first("DTSTART")
        moment = None if line is None else self.moment(line)
        if line is None or moment is None:
            return None
        if moment.clock is None:
            return Stay(moment.day, self._last_day(part, moment.day))
        start, zone = self.local(moment, line)
        return self._timed(part, start, zone)

    def local(self, moment: Moment, line: Line) -> tuple[datetime, Zone | None]:
        """Return a moment on the clock of the zone of its line."""
        name = line.parameter("TZID")
        zone = None if name is None else self._zones.find(name, line)
        return moment_in(moment, zone, self._zones.own)

    def written_zone(self, moment: Moment, line: Line) -> Zone | None:
        """Return the zone that a moment is written in; None for the time of the place."""
        name = line.parameter("TZID")
        if moment.utc:
            return UTC_ZONE
        return None if name is None else self._zones.find(name, line)

    def day_in(self, moment: Moment, line: Line, zone: Zone | None) -> datetime:
        """Return a moment of another line on the clock of a zone; a day stays that day."""
        if moment.clock is None or (not moment.utc and line.parameter("TZID") is None):
            return moment.local
        local, own = self.local(moment, line)
        if zone is None or own is None or own == zone:
            return local
        try:
            return zone.from_utc(own.to_utc(local))
        except OverflowError:
            return local

    def due(self, part: Component) -> tuple[date, Times | None] | None:
        """Return the last day on which a task is due, and until when on it; None where it is not said."""
        line = part.first("DUE")
        if line is not None:
            moment = self.moment(line)
            if moment is None:
                return None
            return (moment.day, None) if moment.clock is None else _due_at(*self.local(moment, line))
        stay = self.stay(part) if part.first("DURATION") is not None else None
        if stay is None or stay.last is None:
            return None
        times = stay.times
        return stay.last, None if times is None or times.end is None else Times(None, times.end, times.zone)

    def _last_day(self, part: Component, first: date) -> date | None:
        end, line = self.end(part, Moment(first), None)
        if line is None:
            return first
        if end is not None and end.date() >= first:
            # Many write the same day for both, and mean that day.
            return max(first, end.date() - ONE_DAY if end.time() == _MIDNIGHT and end.date() > first else end.date())
        self._bad_end(line)
        return None

    def _timed(self, part: Component, start: datetime, zone: Zone | None) -> Stay:
        end, line = self.end(part, Moment(start.date(), start.time()), zone)
        if line is None or end == start:
            return Stay(start.date(), start.date(), start.time(), None, zone)
        if end is None or end < start:
            self._bad_end(line)
            return Stay(start.date(), None, start.time(), None, zone)
        last = end.date()
        if last > start.date() and (end.time() == _MIDNIGHT or end - start < _NIGHT):
            last -= ONE_DAY
        if start.time() == end.time() == _MIDNIGHT or part.text("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
            return Stay(start.date(), last)
        return Stay(start.date(), last, start.time(), end.time(), zone)

    def end(self, part: Component, start: Moment, zone: Zone | None) -> tuple[datetime | None, Line | None]:
        """Return the end as it is written, exclusive, and its line; None for one that cannot be read or is not said."""
        line = part.first("DTEND")
        if line is not None:
            moment = read_moment(line.value)
            return (None if moment is None else self.day_in(moment, line, zone)), line
        line = part.first("DURATION")
        if line is None:
            return None, None
        length = read_duration(line.value)
        try:
            return (None if length is None else start.local + length), line
        except OverflowError:
            # The last day of all has no day after it.
            is_last = length is not None and date.max - start.day == length - ONE_DAY
            return (datetime.combine(date.max, time(12)) if is_last else None), line

    def _bad_end(self, line: Line) -> None:
        self._findings.add(Finding.BAD_END, line.number, str(line))


def _due_at(local: datetime, zone: Zone | None) -> tuple[date, Times | None]:
    named = None if zone is None else zone.name_at(local)
    # Midnight is the end of the day before.
    day = local.date() - ONE_DAY if local.time() == _MIDNIGHT and local.date() > date.min else local.date()
    return day, Times(None, local.time(), named)
