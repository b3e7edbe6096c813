"""Owns a repeating event on the clock that it is written in, as recurring-ical-events takes it, and the way back.

Knows no zone: a moment is handed over as the clock shows it, so that what is found depends on no other list of zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import attrs

from coecal.ranges import ONE_DAY
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.days import Clock
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.rules import Rule, RuleError, read_rule
from coecal.readers.calendars.values import Moment, read_duration, read_moment
from coecal.readers.calendars.zones import Zone

if TYPE_CHECKING:
    import icalendar

Start = date | datetime

MARK = "X-COECAL-PART"
_SINGLE = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})
_LASTING = frozenset({"DTSTART", "DTEND", "DURATION"})


@attrs.frozen
class Occurrence:
    """One time that an event happens.

    Attributes:
        part: it as an event of its own.
        slot: the moment for which it was planned, as `RECURRENCE-ID` writes it; it stays when the time is moved.
    """

    part: Component
    slot: str


@attrs.frozen
class Timed:
    """An event with its start and end on the clock that it is written in; the end is exclusive."""

    part: Component
    line: Line
    moment: Moment
    zone: Zone | None
    start: Start
    end: Start

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return span(self.start, self.end)

    def at(self, start: Start, end: Start) -> Component:
        """Return it as an event of its own that starts and ends at other moments."""
        kept = {name: lines for name, lines in self.part.lines.items() if name not in _SINGLE}
        if start == self.start:
            return attrs.evolve(self.part, lines=kept)
        kept = {name: lines for name, lines in kept.items() if name not in _LASTING}
        kept["DTSTART"] = [self._moved(start, "DTSTART")]
        if not _LASTING.isdisjoint(self.part.lines.keys() - {"DTSTART"}):
            kept["DTEND"] = [self._moved(end, "DTEND")]
        return attrs.evolve(self.part, lines=kept)

    def _moved(self, moment: Start, name: str) -> Line:
        return attrs.evolve(self.line, name=name, value=written(moment) + ("Z" if self.moment.utc else ""))


@attrs.frozen
class Series:
    """A repeating event, and the single ones in the place of some of its times, each with the time that it replaces."""

    clock: Clock
    event: Timed
    rules: tuple[Rule, ...]
    singles: tuple[tuple[Timed, Start], ...]

    def added(self) -> Iterator[tuple[Start, Start]]:
        """Yield the start and end of each time that is added to the rules."""
        for line in self.event.part.all("RDATE"):
            for value in line.value.split(","):
                start, _, end = value.partition("/")
                first = self._listed(start, line)
                if isinstance(self.event.start, datetime) and first is not None and not isinstance(first, datetime):
                    first = datetime.combine(first, self.event.start.time())
                if first is not None:
                    yield first, self._end(first, end, line)

    def calendar(self) -> icalendar.Calendar:
        """Return the calendar of which recurring-ical-events finds the occurrences; each part has a number in it."""
        import icalendar  # noqa: PLC0415 - slow to load

        calendar = icalendar.Calendar()
        core = _plain(self.event, 0)
        for line in self.event.part.all("RRULE"):
            if line.value.strip():
                core.add("rrule", icalendar.vRecur.from_ical(self._rule(line.value)))
        for start, end in self.added():
            is_period = isinstance(start, datetime)
            core.add("rdate", [(start, end)] if is_period else [start], {"VALUE": "PERIOD"} if is_period else {})
        for line in self.event.part.all("EXDATE"):
            taken = (self._listed(value, line) for value in line.value.split(","))
            core.add("exdate", [moment for moment in taken if moment is not None])
        calendar.add_component(core)
        for number, (single, slot) in enumerate(self.singles, start=1):
            part = _plain(single, number)
            # Only one that has a rule is left out where its time is none of the newer event's.
            part.add("rrule", icalendar.vRecur.from_ical("FREQ=DAILY;COUNT=1"))
            part.add("recurrence-id", slot, {"RANGE": "THISANDFUTURE"} if _follows(single.part) else {})
            calendar.add_component(part)
        return calendar

    def occurrence(self, number: int, start: Start, end: Start) -> Occurrence:
        """Return an occurrence of the part with a number, as an event of its own."""
        if not number:
            return Occurrence(self.event.at(start, end), written(start))
        single, slot = self.singles[number - 1]
        # What follows a change of all that follow was planned as much earlier or later as that was.
        return Occurrence(
            single.at(start, end), written(slot if start == single.start else start - span(slot, single.start))
        )

    def _listed(self, value: str, line: Line) -> Start | None:
        moment = read_moment(value)
        return None if moment is None else placed(self.clock, moment, line, self.event)

    def _end(self, start: Start, value: str, line: Line) -> Start:
        moment, length = self._listed(value, line) if value else None, read_duration(value) if value else None
        end = start + (length or self.event.length) if moment is None else moment
        return end if isinstance(end, datetime) == isinstance(start, datetime) and end > start else start + ONE_DAY

    def _rule(self, value: str) -> str:
        parts = [part for part in "".join(value.upper().split()).split(";") if part]
        return ";".join(self._until(part) if part.startswith("UNTIL=") else part for part in parts)

    def _until(self, part: str) -> str:
        moment = read_moment(part.removeprefix("UNTIL="))
        if moment is None or not isinstance(self.event.start, datetime):
            return part if moment is None else f"UNTIL={written(moment.day)}"
        if moment.clock is None:
            return f"UNTIL={written(moment.day)}T235959"  # a day is meant as a whole
        zone = self.event.zone
        local = zone.from_utc(moment.local) if moment.utc and zone is not None else moment.local
        return f"UNTIL={written(local)}"


def read_series(event: Component, singles: Sequence[Component], clock: Clock) -> Series | None:
    """Return an event as a series; None where it does not repeat, or its rules or days cannot be read.

    Raises:
        OverflowError: a day of it lies outside of the calendar.
    """
    lines = [line for line in event.all("RRULE") if line.value.strip()]
    core = read_timed(event, clock)
    if core is None or event.first("EXRULE") is not None or not (lines or event.first("RDATE") or singles):
        return None
    try:
        rules = tuple(read_rule(line.value) for line in lines)
    except RuleError:
        return None
    timed = [single for part in singles if (single := read_timed(part, clock)) is not None]
    placed_singles = ((single, slot) for single in timed if (slot := read_slot(single.part, clock, core)) is not None)
    return Series(clock, core, rules, tuple(placed_singles))


def read_timed(part: Component, clock: Clock) -> Timed | None:
    """Return an event on its clock; None where its start or end cannot be read."""
    line = part.first("DTSTART")
    moment = None if line is None else read_moment(line.value)
    if line is None or moment is None:
        return None
    zone = clock.written_zone(moment, line)
    end, last = clock.end(part, moment, zone)
    start: Start = moment.day if moment.clock is None else moment.local
    if last is None:
        return Timed(part, line, moment, zone, start, start + (ONE_DAY if moment.clock is None else timedelta()))
    if end is None or end < moment.local:
        return None
    return Timed(
        part, line, moment, zone, start, max(end.date(), moment.day + ONE_DAY) if moment.clock is None else end
    )


def read_slot(part: Component, clock: Clock, event: Timed) -> Start | None:
    """Return the time that a single event replaces, None where it cannot be read."""
    line = part.first("RECURRENCE-ID")
    moment = None if line is None else read_moment(line.value)
    return None if line is None or moment is None else placed(clock, moment, line, event)


def placed(clock: Clock, moment: Moment, line: Line, event: Timed) -> Start:
    """Return a moment on the clock of an event; a day stays one, and so does any moment where the event has days."""
    local = clock.day_in(moment, line, event.zone)
    return local.date() if moment.clock is None or event.moment.clock is None else local


def written(moment: Start) -> str:
    """Return a moment as iCalendar writes it, without a zone."""
    form = "%Y%m%dT%H%M%S" if isinstance(moment, datetime) else "%Y%m%d"
    return moment.strftime(form).rjust(15 if isinstance(moment, datetime) else 8, "0")


def span(start: Start, end: Start) -> timedelta:
    """Return how much time lies between two moments, in whole days where one is a day."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end - start
    return day_of(end) - day_of(start)


def day_of(moment: Start) -> date:
    """Return the day of a moment."""
    return date(moment.year, moment.month, moment.day)


def _plain(timed: Timed, number: int) -> icalendar.Event:
    import icalendar  # noqa: PLC0415 - slow to load

    event = icalendar.Event()
    event.add("uid", "1")
    event.add(MARK, str(number))
    event.add("sequence", timed.part.sequence)
    event.add("dtstart", timed.start)
    event.add("dtend", timed.end)
    return event


def _follows(part: Component) -> bool:
    line = part.first("RECURRENCE-ID")
    return line is not None and (line.parameter("RANGE") or "").upper() == "THISANDFUTURE"
