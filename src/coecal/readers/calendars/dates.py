"""Owns the fuzzy date of an event that coecal did not write: its days, those on which it repeats, its deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import attrs

from coecal.dates import FuzzyDate, Kind
from coecal.errors import RangeError
from coecal.ranges import DateRange, Period
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.days import Clock, Stay
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.rules import Budget, Rule, RuleError, days_of, read_rule
from coecal.readers.calendars.values import Moment, read_duration, read_moment

AHEAD_DAYS = 731
"""A rule without end is read up to so many days after its first day, or after the last that the file tells of."""

MOST_DAYS = 5_000
"""How many days of one rule are read at most."""

_MOST_IN_WORDS = 400
_LONGEST_WORDS = 300


@attrs.define
class DateReader:
    """Reads the dates of one file.

    Attributes:
        findings: where to list what is wrong.
        informed: the day up to which the file is informed; None where it does not say.
        budget: what its rules may still take.
    """

    findings: Findings
    informed: date | None
    budget: Budget = attrs.field(factory=Budget)

    def event(self, event: Component, overrides: Sequence[Component], clock: Clock) -> FuzzyDate:
        """Return the date of an event and of the single ones that take the place of some of its days."""
        tentative = (event.text("STATUS") or "").strip().upper() == "TENTATIVE"
        stay = clock.stay(event)
        if stay is None:
            line = event.first("DTSTART")
            if line is None:
                self.findings.add(Finding.NO_DATE, event.line, event.text("SUMMARY") or event.name)
            # What was written and not understood is kept in its own words.
            return _worded(FuzzyDate.undated()) if line is None else FuzzyDate.undated(text=line.value)
        found = _Repeated(self, clock, event, stay)
        days = found.days(overrides)
        if found.is_open or stay.last is None:
            when = FuzzyDate("", Kind.OPEN, (DateRange(stay.first, stay.first, stay.last, None),), tentative)
        else:
            kind = Kind.RECURRING if len(days) > 1 else Kind.EXACT
            when = FuzzyDate("", kind, [DateRange.exact(day.first, day.last) for day in days], tentative)
        return _worded(attrs.evolve(when, times=stay.times), found.endless if when.kind is Kind.RECURRING else None)

    def task(self, task: Component, clock: Clock) -> FuzzyDate:
        """Return the deadline of a task."""
        tentative = (task.text("STATUS") or "").strip().upper() == "TENTATIVE"
        due = clock.due(task)
        stay = clock.stay(task) if task.first("DTSTART") is not None else None
        if (line := task.first("RRULE")) is not None:
            self.findings.add(Finding.BAD_RULE, line.number, line.value, "(a deadline is read once)")
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
            self.findings.add(Finding.BAD_END, line.number, str(line))
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


class _Repeated:
    """One event and all days on which it happens."""

    def __init__(self, reader: DateReader, clock: Clock, event: Component, stay: Stay) -> None:
        self.endless: Rule | None = None
        self.is_open = False
        self._reader, self._clock, self._event, self._stay = reader, clock, event, stay
        self._length = None if stay.last is None else stay.last - stay.first

    def days(self, overrides: Sequence[Component]) -> list[Period]:
        """Return the days in order, after exceptions and single events in the place of some of them."""
        found: dict[date, Period | None] = {self._stay.first: self._stay.period}
        for line in self._event.all("RRULE"):
            found.update((day, self._lasting(day)) for day in self._ruled(line))
        for line in self._event.all("RDATE"):
            found.update(self._added(line))
        for line in self._event.all("EXRULE"):
            self._reader.findings.add(Finding.BAD_RULE, line.number, str(line))
        for line in self._event.all("EXDATE"):
            for day in self._listed(line):
                found.pop(day, None)
        moved = [place for event in overrides if (place := self._moved(event)) is not None]
        for day, _ in moved:
            found.pop(day, None)
        days = {period for _, period in moved if period is not None} | set(filter(None, found.values()))
        # Where every single day was taken out, the first is still all that is known.
        return sorted(days, key=lambda period: (period.first, period.last)) or [self._stay.period]

    def _lasting(self, day: date) -> Period | None:
        """Return the days of a repetition, None where they would leave the calendar."""
        try:
            return Period(day, day + (self._length or timedelta()))
        except OverflowError:
            return None

    def _ruled(self, line: Line) -> Iterator[date]:
        try:
            rule = read_rule(line.value)
        except RuleError as error:
            self._refuse(line, str(error))
            return
        budget = self._reader.budget
        if min(budget.looks, budget.finds) <= 0:
            self._refuse(line, "the file has too many repetitions")
            return
        horizon = self._horizon()
        last = horizon if rule.is_endless else self._until(rule) or date.max
        day, count = self._stay.first, 0
        for day in days_of(rule, self._stay.first, last, budget):
            if count == MOST_DAYS or budget.finds <= 0:
                break
            count += 1
            budget.finds -= 1
            yield day
        self.endless = rule if rule.is_endless else None
        is_cut = count == MOST_DAYS or budget.finds <= 0 or budget.looks < 0
        if is_cut and (rule.count is None or count < rule.count):
            self._reader.findings.add(Finding.LONG_RULE, line.number, line.value, f"up to {day}")
        elif rule.is_endless:
            self._reader.findings.add(Finding.ENDLESS_RULE, line.number, line.value, f"up to {horizon}")

    def _refuse(self, line: Line, why: str) -> None:
        self.is_open = True
        self._reader.findings.add(Finding.BAD_RULE, line.number, line.value, f"({why})")

    def _horizon(self) -> date:
        after = max(self._stay.first, self._reader.informed or self._stay.first)
        return date.fromordinal(min(after.toordinal() + AHEAD_DAYS, date.max.toordinal()))

    def _until(self, rule: Rule) -> date | None:
        """Return the last day on which a repetition may start."""
        until = rule.until
        if until is None or until.clock is None or self._stay.start is None:
            return None if until is None else until.day
        local = until.local
        if until.utc and self._stay.zone is not None:
            try:
                local = self._stay.zone.from_utc(local)
            except OverflowError:
                return until.day
        is_before = local.time() < self._stay.start and local.date() > date.min
        return local.date() - timedelta(days=1) if is_before else local.date()

    def _listed(self, line: Line) -> Iterator[date]:
        for value in line.value.split(","):
            moment = read_moment(value)
            if moment is None:
                self._reader.findings.add(Finding.BAD_DATE, line.number, value)
            else:
                yield self._clock.day_in(moment, line, self._stay.zone).date()

    def _added(self, line: Line) -> Iterator[tuple[date, Period | None]]:
        """Yield the days of an RDATE; one that is a PERIOD has an end of its own."""
        for value in line.value.split(","):
            start, slash, end = value.partition("/")
            moment = read_moment(start)
            if moment is None or self._reader.budget.finds <= 0:
                self._reader.findings.add(Finding.BAD_DATE, line.number, value)
                continue
            self._reader.budget.finds -= 1
            local = self._clock.day_in(moment, line, self._stay.zone)
            yield local.date(), self._period(local, end, line) if slash else self._lasting(local.date())

    def _period(self, start: datetime, end: str, line: Line) -> Period | None:
        moment, length = read_moment(end), read_duration(end)
        try:
            last = (
                self._clock.day_in(moment, line, self._stay.zone)
                if moment is not None
                else start + (length or timedelta())
            )
        except OverflowError:
            last = start
        if last.time() == time() and last > start:
            last -= timedelta(seconds=1)
        return Period(start.date(), max(start.date(), last.date()))

    def _moved(self, event: Component) -> tuple[date, Period | None] | None:
        """Return which day a single event takes the place of, and its own days; None for those that were cancelled."""
        line = event.lines["RECURRENCE-ID"][0]
        moment: Moment | None = self._clock.moment(line)
        if moment is None:
            return None
        if line.parameter("RANGE") is not None:
            self._reader.findings.add(Finding.MOVED_FOLLOWING, line.number, str(line))
        instead = self._clock.day_in(moment, line, self._stay.zone).date()
        if (event.text("STATUS") or "").strip().upper() == "CANCELLED":
            return instead, None
        stay = self._clock.stay(event)
        if stay is None:
            return None
        if (stay.start, stay.end) != (self._stay.start, self._stay.end):
            self._reader.findings.add(Finding.SEVERAL_TIMES, event.line, event.text("SUMMARY") or event.name)
        return instead, stay.period
