"""Owns the days on which one event happens: its rules, dates added and taken out, single days that were changed.

Knows no words: what comes out are days, and whether they are all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import attrs

from coecal.ranges import Period
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.days import Clock, Stay
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.rules import Budget, Rule, RuleError, days_of, read_rule
from coecal.readers.calendars.values import read_duration, read_moment

AHEAD_DAYS = 731
"""A rule without end is read up to so many days after its first day, or after the last that the file tells of."""

MOST_DAYS = 5_000
"""How many days of one rule are read at most."""


@attrs.frozen
class Scope:
    """What holds for all events of a file.

    Attributes:
        findings: where to list what is wrong.
        informed: the day up to which the file is informed; None where it does not say.
        budget: what its rules may still take.
    """

    findings: Findings
    informed: date | None
    budget: Budget = attrs.field(factory=Budget)


@attrs.frozen
class _Change:
    """A single event in the place of one day: that day, its own days, None where it was cancelled."""

    slot: date
    period: Period | None
    event: Component
    with_following: bool


class Repeats:
    """One event and all days on which it happens.

    Attributes:
        endless: its rule, where that has no end.
        is_open: whether there may be days that were not read.
        is_cancelled: whether single days of it were cancelled.
    """

    def __init__(self, scope: Scope, clock: Clock, event: Component, stay: Stay) -> None:
        """Start with an event and from when to when it lasts."""
        self.endless: Rule | None = None
        self.is_open = False
        self.is_cancelled = False
        self._is_whole = True
        self._scope, self._clock, self._event, self._stay = scope, clock, event, stay
        self._length = None if stay.last is None else stay.last - stay.first

    def days(self, overrides: Sequence[Component]) -> list[Period]:
        """Return the days in order, after exceptions and single events in the place of some of them.

        Empty where every day was taken out.
        """
        # An event that stands for a single day of another which is not there stands for that day alone.
        is_single = self._event.first("RECURRENCE-ID") is not None
        found = {} if is_single else self._planned()
        singles = [self._event, *overrides] if is_single else overrides
        for change in sorted(filter(None, map(self._change, singles)), key=lambda change: change.slot):
            self._apply(change, found)
        days = set(filter(None, found.values()))
        return sorted(days, key=lambda period: (period.first, period.last))

    def _planned(self) -> dict[date, Period | None]:
        """Return the days that the event itself says, each by the day on which it was to start."""
        rules = [line for line in self._event.all("RRULE") if line.value.strip()]
        found: dict[date, Period | None] = {}
        for line in rules:
            found.update((day, self._lasting(day)) for day in self._ruled(line))
        # A rule that ends before its event starts is what remains of a series that was changed from its first day on.
        if found or self.is_open or not rules:
            found[self._stay.first] = self._stay.period
        for line in self._event.all("RDATE"):
            found.update(self._added(line))
        for line in self._event.all("EXRULE"):
            self._scope.findings.add(Finding.BAD_RULE, line.number, str(line))
        for line in self._event.all("EXDATE"):
            for day in self._listed(line):
                found.pop(day, None)
        return found

    def _apply(self, change: _Change, found: dict[date, Period | None]) -> None:
        event = change.event
        is_gone = change.slot not in found and (self._is_whole or change.slot <= max(found, default=date.max))
        if is_gone and event.sequence < self._event.sequence:
            # Its day is none of the event's newer state.
            self._scope.findings.add(Finding.SUPERSEDED, event.line, event.text("UID") or "")
            return
        self.is_cancelled |= change.period is None
        found[change.slot] = change.period
        if not change.with_following:
            return
        for day, period in found.items():
            if day > change.slot and period is not None:
                found[day] = None if change.period is None else _shifted(change.period, day - change.slot)

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
        budget = self._scope.budget
        if min(budget.looks, budget.finds) <= 0:
            self._refuse(line, "the file has too many repetitions")
            return
        horizon = self._horizon()
        last = horizon if rule.is_endless else self._until(rule) or date.max
        if last < self._stay.first:
            return
        day, count = self._stay.first, 0
        for day in days_of(rule, self._stay.first, last, budget):
            if count == MOST_DAYS or budget.finds <= 0:
                break
            count += 1
            budget.finds -= 1
            yield day
        self.endless = rule if rule.is_endless else None
        is_cut = count == MOST_DAYS or budget.finds <= 0 or budget.looks < 0
        self._is_whole &= not (is_cut or rule.is_endless)
        if is_cut and (rule.count is None or count < rule.count):
            self._scope.findings.add(Finding.LONG_RULE, line.number, line.value, f"up to {day}")
        elif rule.is_endless:
            self._scope.findings.add(Finding.ENDLESS_RULE, line.number, line.value, f"up to {horizon}")

    def _refuse(self, line: Line, why: str) -> None:
        self.is_open = True
        self._is_whole = False
        self._scope.findings.add(Finding.BAD_RULE, line.number, line.value, f"({why})")

    def _horizon(self) -> date:
        after = max(self._stay.first, self._scope.informed or self._stay.first)
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
                self._scope.findings.add(Finding.BAD_DATE, line.number, value)
            else:
                yield self._clock.day_in(moment, line, self._stay.zone).date()

    def _added(self, line: Line) -> Iterator[tuple[date, Period | None]]:
        """Yield the days of an RDATE; one that is a PERIOD has an end of its own."""
        for value in line.value.split(","):
            start, slash, end = value.partition("/")
            moment = read_moment(start)
            if moment is None or self._scope.budget.finds <= 0:
                self._scope.findings.add(Finding.BAD_DATE, line.number, value)
                continue
            self._scope.budget.finds -= 1
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

    def _change(self, event: Component) -> _Change | None:
        line = event.lines["RECURRENCE-ID"][0]
        moment = self._clock.moment(line)
        if moment is None:
            return None
        slot = self._clock.day_in(moment, line, self._stay.zone).date()
        follows = (line.parameter("RANGE") or "").upper() == "THISANDFUTURE"
        if event.status == "CANCELLED":
            return _Change(slot, None, event, follows)
        stay = self._clock.stay(event)
        if stay is None:
            return None
        if (stay.start, stay.end) != (self._stay.start, self._stay.end):
            self._scope.findings.add(Finding.SEVERAL_TIMES, event.line, event.called)
        return _Change(slot, stay.period, event, follows)


def _shifted(period: Period, by: timedelta) -> Period | None:
    """Return days that lie later; None where they would leave the calendar."""
    try:
        return Period(period.first + by, period.last + by)
    except OverflowError:
        return None
