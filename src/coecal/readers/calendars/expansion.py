"""Owns the single occurrences of what repeats within a period, found by recurring-ical-events within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from coecal.dates import FuzzyDate, Kind
from coecal.errors import InputError, MissingExtraError
from coecal.ranges import Period
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.days import Clock
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.rules import Budget, days_of
from coecal.readers.calendars.series import (
    MARK,
    Occurrence,
    Series,
    day_of,
    read_series,
    read_slot,
    read_timed,
    span,
    written,
)

MOST_OCCURRENCES: Final = 10_000
"""How many occurrences of a file are read at most; more are an error, since none is left out in silence."""

_LOOKS = 1_000_000
_SLACK = timedelta(days=3)  # the period is asked for in days of the reader, an event has days of its zone


@attrs.define
class Expansion:
    """Finds the occurrences of the events of one file.

    Attributes:
        period: where to look.
        findings: where to list what is wrong.

    Raises:
        MissingExtraError: the extra `calendars` is not installed.
    """

    period: Period
    findings: Findings
    _budget: Budget = attrs.field(factory=lambda: Budget(looks=_LOOKS), init=False)
    _left: int = attrs.field(default=MOST_OCCURRENCES, init=False)

    def __attrs_post_init__(self) -> None:
        try:
            import recurring_ical_events  # type: ignore[import-untyped]  # noqa: F401, PLC0415 - an extra
        except ImportError as error:
            raise MissingExtraError.of("expanding a calendar", "recurring-ical-events", "calendars") from error

    def occurrences(self, event: Component, singles: Sequence[Component], clock: Clock) -> list[Occurrence] | None:
        """Return the occurrences that touch the period, in order; None for an event that is read as any other.

        That is one that does not repeat, or whose days cannot be found.

        Raises:
            InputError: the file has too many.
        """
        try:
            found = self._found(event, singles, clock)
        except OverflowError:
            found = None
            self.findings.add(Finding.NOT_EXPANDED, event.line, event.called)
        if found is None:
            return None
        kept = {each.slot: each for each in found if self._touches(each.part, clock)}
        more = f"{len(kept)} from {self.period.first} to {self.period.last}"
        self.findings.add(Finding.EXPANDED, event.line, event.called, more)
        return list(kept.values())

    def stretches(self, when: FuzzyDate, event: Component) -> list[tuple[str, FuzzyDate]]:
        """Return the times of a recurring date that touch the period, each as a date with its slot."""
        kept = [part for part in when.ranges if (days := part.possible) is None or days.overlaps(self.period)]
        more = f"{len(kept)} from {self.period.first} to {self.period.last}"
        self.findings.add(Finding.EXPANDED, event.line, event.called, more)
        dates = []
        for part in kept:
            self._count(self.period.first, timedelta())
            once = attrs.evolve(when, text="", kind=Kind.EXACT, ranges=(part,))
            slot = "" if part.earliest_start is None else written(part.earliest_start)
            dates.append((slot, attrs.evolve(once, text=once.format())))
        return dates

    def _found(self, event: Component, singles: Sequence[Component], clock: Clock) -> list[Occurrence] | None:
        if event.first("RECURRENCE-ID") is not None:
            return sorted(_alone([event, *singles], clock), key=lambda each: each.slot)
        series = read_series(event, singles, clock)
        if series is None:
            return None
        if not self._is_bounded(series):
            msg = "a rule fits so few days that the next is too far away"
            raise OverflowError(msg)
        return list(self._expanded(series))

    def _expanded(self, series: Series) -> Iterator[Occurrence]:
        import recurring_ical_events  # noqa: PLC0415 - an extra

        first, last = _plus(self.period.first, -_SLACK), _plus(self.period.last, _SLACK)
        try:
            found = recurring_ical_events.of(series.calendar()).between(first, last)
        except (IndexError, ValueError) as error:  # such as for the 53rd Sunday of a month
            msg = "a rule was not followed"
            raise OverflowError(msg) from error
        for part in sorted(found, key=lambda part: written(part["DTSTART"].dt)):
            yield series.occurrence(int(part[MARK]), part["DTSTART"].dt, part["DTEND"].dt)

    def _is_bounded(self, series: Series) -> bool:
        """Whether the days up to the first behind the period can be looked at; a rule may fit no day at all."""
        length = max(each.length for each in (series.event, *(single for single, _ in series.singles)))
        behind = _plus(self.period.last, _SLACK)
        for rule in series.rules:
            last = behind if rule.until is None else min(rule.until.day, behind)
            # Others look for the next day that fits even behind the rule's end.
            for day in days_of(rule, day_of(series.event.start), date.max, self._budget):
                if day > last:
                    break
                self._count(day, length)
        for start, end in series.added():
            self._count(day_of(start), span(start, end))
        return self._budget.looks >= 0

    def _count(self, first: date, length: timedelta) -> None:
        self._left -= first <= self.period.last and _plus(first, length) >= self.period.first
        if self._left < 0:
            msg = (
                f"what repeats in it happens more than {MOST_OCCURRENCES:,} times from {self.period.first} to "
                f"{self.period.last}: ask for a shorter period to expand"
            )
            raise InputError(msg)

    def _touches(self, part: Component, clock: Clock) -> bool:
        stay = clock.stay(part)
        return stay is not None and stay.period.overlaps(self.period)


def _alone(singles: Sequence[Component], clock: Clock) -> Iterator[Occurrence]:
    """Yield single events whose series is not there; the newest of each time comes last."""
    for part in sorted(singles, key=lambda part: part.sequence):
        timed = read_timed(part, clock)
        slot = None if timed is None else read_slot(part, clock, timed)
        if timed is not None and slot is not None:
            yield Occurrence(timed.at(timed.start, timed.end), written(slot))


def _plus(day: date, length: timedelta) -> date:
    """Return a day so much later or earlier, the last or first there is where that lies outside of the calendar."""
    number = day.toordinal() + length.days
    return date.fromordinal(min(max(number, 1), date.max.toordinal()))
