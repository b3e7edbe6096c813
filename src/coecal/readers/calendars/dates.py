"""Owns the fuzzy date of an event that coecal did not write: its days, those on which it repeats, its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from coecal.dates import DateStatus, FuzzyDate, Kind
from coecal.errors import RangeError
from coecal.ranges import DateRange, Period
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.days import Clock
from coecal.readers.calendars.findings import Finding
from coecal.readers.calendars.repeats import Repeats, Scope
from coecal.readers.calendars.rules import Rule

_MOST_IN_WORDS = 400
_LONGEST_WORDS = 300


@attrs.define
class DateReader:
    """Reads the dates of one file; `scope` says what holds for all of it."""

    scope: Scope

    def event(self, event: Component, overrides: Sequence[Component], clock: Clock) -> FuzzyDate | None:
        """Return the date of an event and of the single ones that take the place of some of its days.

        None where every day was taken out; where they were cancelled, the date says so.
        """
        tentative = event.status == "TENTATIVE"
        stay = clock.stay(event)
        if stay is None:
            line = event.first("DTSTART")
            if line is None:
                self.scope.findings.add(Finding.NO_DATE, event.line, event.called)
            # What was written and not understood is kept in its own words.
            return _worded(FuzzyDate.undated()) if line is None else FuzzyDate.undated(text=line.value)
        found = Repeats(self.scope, clock, event, stay)
        days = found.days(overrides)
        if not days and not found.is_cancelled:
            self.scope.findings.add(Finding.NO_DAYS, event.line, event.called)
            return None
        if found.is_open or stay.last is None:
            when = FuzzyDate("", Kind.OPEN, (DateRange(stay.first, stay.first, stay.last, None),), tentative)
        else:
            kind = Kind.RECURRING if len(days) > 1 else Kind.EXACT
            shown = days or [stay.period]
            when = FuzzyDate("", kind, [DateRange.exact(day.first, day.last) for day in shown], tentative)
        when = _worded(attrs.evolve(when, times=stay.times), found.endless if when.kind is Kind.RECURRING else None)
        return when if days else attrs.evolve(when, status=DateStatus.CANCELLED)

    def task(self, task: Component, clock: Clock) -> FuzzyDate:
        """Return the deadline of a task."""
        tentative = task.status == "TENTATIVE"
        due = clock.due(task)
        stay = clock.stay(task) if task.first("DTSTART") is not None else None
        if (line := task.first("RRULE")) is not None:
            self.scope.findings.add(Finding.BAD_RULE, line.number, line.value, "(a deadline is read once)")
        if due is None:
            if task.first("DUE") is None and stay is None:
                return _worded(FuzzyDate.undated())
            first = None if stay is None else stay.first
            kind = Kind.UNDATED if first is None else Kind.OPEN
            return _worded(FuzzyDate("", kind, [DateRange(first, None, None, None)], tentative or first is None))
        last, times = due
        try:
            stretch = DateRange(None if stay is None else stay.first, None, None, last)
        except RangeError:
            line = task.first("DUE") or task.lines["DTSTART"][0]
            self.scope.findings.add(Finding.BAD_END, line.number, str(line))
            stretch = DateRange(None, None, None, last)
        when = FuzzyDate("", Kind.DEADLINE, [DateRange(None, None, None, last)], tentative, times=times)
        return attrs.evolve(_worded(when), ranges=[stretch])


def _worded(when: FuzzyDate, endless: Rule | None = None) -> FuzzyDate:
    """Return a date with the words that a person would write for it."""
    first, last = when.ranges[0], when.ranges[-1]
    if endless is not None:
        once = attrs.evolve(when, kind=Kind.EXACT, ranges=(first,))
        return attrs.evolve(when, text=f"{once.format()}, then {endless.words}")
    words = when.format() if len(when.ranges) <= _MOST_IN_WORDS else ""
    if not words or len(words) > _LONGEST_WORDS:
        period = Period(first.earliest_start or date.min, last.latest_end or date.max)
        span = FuzzyDate("", Kind.EXACT, [DateRange.exact(period.first, period.last)], when.tentative).format()
        words = f"{len(when.ranges)} times, {span}"
    return attrs.evolve(when, text=words)
