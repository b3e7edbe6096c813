"""Owns the events of other programs: their days, times and repetition -> a fuzzy date that says what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
import pytz

from coecal.dates import FuzzyDate, Kind, Times
from coecal.ranges import ONE_DAY, DateRange
from coecal.readers.calendars.components import Component
from coecal.readers.calendars.findings import Finding, Findings
from coecal.readers.calendars.lines import Line
from coecal.readers.calendars.rules import Budget, Rule, RuleError, days_of, read_rule
from coecal.readers.calendars.values import Moment, read_duration, read_moment
from coecal.readers.calendars.zones import Zones

HORIZON = timedelta(days=731)
"""How far from its first day a rule without end is read."""

_MOST_IN_WORDS = 12
MOST_TIMES = 1000
"""How many times of one event are read."""


@attrs.frozen
class Span:
    """The first time of an event: its days, and its times of day where it has any."""

    first: date
    last: date
    times: Times | None


def read_when(
    event: Component, moved: Sequence[Component], zones: Zones, findings: Findings, budget: Budget
) -> FuzzyDate:
    """Return the date of an event or task.

    Args:
        event: the event.
        moved: the events that stand for single times of it (RECURRENCE-ID).
        zones: the zones of its calendar.
        findings: what is noted of it.
        budget: how many days rules may still look at.
    """
    tentative = (event.text("STATUS") or "").upper() == "TENTATIVE"
    if event.name == "VTODO":
        return _named(_task(event, zones, findings), tentative)
    span = _span(event, zones, findings)
    if span is None:
        return _named(FuzzyDate.undated(), tentative)
    days = _days(event, span, moved, zones, findings, budget)
    length = span.last - span.first
    parts = tuple(DateRange.exact(day, day + length) for day in days if date.max - day >= length)
    if not parts:
        return _named(FuzzyDate.undated(), tentative)
    kind = Kind.EXACT if len(parts) == 1 else Kind.RECURRING
    return _named(FuzzyDate("", kind, parts, times=span.times), tentative)


def _named(when: FuzzyDate, tentative: bool) -> FuzzyDate:  # noqa: FBT001 - a mark of the date
    """Return a date with the words that a person would write for it."""
    when = attrs.evolve(when, tentative=when.tentative or tentative)
    if when.kind is Kind.UNDATED:
        return when
    if len(when.ranges) <= _MOST_IN_WORDS:
        return attrs.evolve(when, text=when.format())
    first, last = (FuzzyDate("", Kind.EXACT, (part,)).format() for part in (when.ranges[0], when.ranges[-1]))
    return attrs.evolve(when, text=f"{len(when.ranges)} times, the first {first}, the last {last}")


def _task(event: Component, zones: Zones, findings: Findings) -> FuzzyDate:
    """A task is done by its DUE; one that has only a start is open from then on."""
    for name, kind in (("DUE", Kind.DEADLINE), ("DTSTART", Kind.OPEN)):
        line = event.first(name)
        moment = None if line is None else _moment(line, findings)
        if line is None or moment is None:
            continue
        zone = zones.of(line, utc=moment.utc)
        if kind is Kind.DEADLINE:
            times = None if moment.clock is None else Times(None, moment.clock, zone)
            return FuzzyDate("", kind, (DateRange(None, None, None, moment.day),), times=times)
        times = None if moment.clock is None else Times(moment.clock, None, zone)
        return FuzzyDate("", kind, (DateRange(moment.day, moment.day, None, None),), times=times)
    return FuzzyDate.undated()


def _moment(line: Line, findings: Findings) -> Moment | None:
    moment = read_moment(line.value)
    if moment is None:
        findings.add(Finding.BAD_DATE, line.number, str(line))
    return moment


def _span(event: Component, zones: Zones, findings: Findings) -> Span | None:
    line = event.first("DTSTART")
    start = None if line is None else _moment(line, findings)
    if line is None or start is None:
        if line is None:
            findings.add(Finding.NO_DATE, event.line, event.text("SUMMARY") or event.name)
        return None
    zone = zones.of(line, utc=start.utc) if start.clock is not None else None
    end = _end(event, start, findings)
    if start.clock is None:
        last = start.day if end is None else end.day - ONE_DAY * (end.clock is None and end.day > start.day)
        return Span(start.day, max(start.day, last), None)
    if end is None or end.clock is None or end.local == start.local:
        return Span(start.day, start.day, Times(start.clock, None, zone))
    is_night = end.day == start.day + ONE_DAY and end.clock <= start.clock
    return Span(start.day, start.day if is_night else end.day, Times(start.clock, end.clock, zone))


def _end(event: Component, start: Moment, findings: Findings) -> Moment | None:
    """When an event ends by the clock of its start; None where it is not said, or no end of this start."""
    line = event.first("DTEND")
    if line is not None:
        end = _moment(line, findings)
        if end is None:
            return None
        if end.local < start.local or (end.clock is None) != (start.clock is None):
            findings.add(Finding.BAD_END, line.number, str(line))
            return None
        return end
    line = event.first("DURATION")
    length = None if line is None else read_duration(line.value)
    if line is None or length is None:
        return None
    try:
        local = start.local + length
    except OverflowError:
        local = start.local
    if length < timedelta() or local == start.local:
        findings.add(Finding.BAD_END, line.number, str(line))
        return None
    return Moment(local.date(), None if start.clock is None else local.time(), start.utc)


def _days(
    event: Component, span: Span, moved: Sequence[Component], zones: Zones, findings: Findings, budget: Budget
) -> list[date]:
    """Return the first days of all times of an event, in order, each once."""
    days = {span.first}
    for line in event.all("RRULE"):
        days |= set(_rule_days(line, event, span, findings, budget))
    for line in event.all("RDATE"):
        days |= set(_listed(line, findings))
    for line in event.all("EXDATE"):
        days -= set(_listed(line, findings))
    for other in moved:
        named = other.first("RECURRENCE-ID")
        instead = None if named is None else read_moment(named.value)
        if instead is not None:
            days.discard(instead.day)
        if (other.text("STATUS") or "").upper() != "CANCELLED" and (own := _span(other, zones, findings)) is not None:
            days.add(own.first)
            if own.times != span.times:
                findings.add(Finding.SEVERAL_TIMES, other.line, own.first.isoformat())
    return sorted(days)


def _rule_days(line: Line, event: Component, span: Span, findings: Findings, budget: Budget) -> list[date]:
    try:
        rule = read_rule(line.value)
    except RuleError as error:
        findings.add(Finding.BAD_RULE, line.number, str(line), f"({error})")
        return []
    last = date.max - HORIZON
    if rule.is_endless:
        last = min(last, span.first) + HORIZON
        findings.add(Finding.ENDLESS_RULE, line.number, event.text("SUMMARY") or rule.words, f"until {last}")
    elif rule.until is not None:
        last = _until(rule, span)
    days: list[date] = []
    for day in days_of(rule, span.first, last, budget):
        if day > last:
            break
        if len(days) == MOST_TIMES or budget.finds <= 0:
            last_read = days[-1] if days else span.first
            findings.add(Finding.LONG_RULE, line.number, event.text("SUMMARY") or rule.words, f"until {last_read}")
            break
        budget.finds -= 1
        days.append(day)
    return days


def _until(rule: Rule, span: Span) -> date:
    """The last day on which a time of the rule may begin, by the clock of its zone."""
    until = rule.until
    if until is None:
        return date.max
    if (
        until.utc
        and span.times is not None
        and span.times.zone not in (None, "UTC")
        and date.min < until.day < date.max
    ):
        local = pytz.utc.localize(until.local).astimezone(pytz.timezone(str(span.times.zone)))
        until = Moment(local.date(), local.time())
    is_before = until.clock is not None and span.times is not None and span.times.start is not None
    is_before = is_before and until.clock is not None and until.clock < span.times.start  # type: ignore[operator, union-attr]
    return until.day - ONE_DAY if is_before and until.day > date.min else until.day


def _listed(line: Line, findings: Findings) -> list[date]:
    """The days of an RDATE or EXDATE; of a period, its start."""
    days = []
    for value in line.value.split(","):
        moment = read_moment(value.partition("/")[0])
        if moment is None:
            findings.add(Finding.BAD_DATE, line.number, value)
        else:
            days.append(moment.day)
    return days
