"""Owns rules of repetition (RFC 5545, section 3.3.10) in whole days: which days a rule means, one after the other.

dateutil's `rrule` is not used, since it looks for the next day until the year 9999 where a rule has none, and a file
can hold thousands of such; here each day that is looked at is counted. The tests compare the two.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import IntEnum

import attrs

from coecal.errors import CoecalError
from coecal.readers.calendars.values import Moment, read_moment

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_CLOCK_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")


class RuleError(CoecalError, ValueError):
    """A rule that is not read, and why."""


class Every(IntEnum):
    """How often a rule repeats."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3


@attrs.frozen(kw_only=True)
class Rule:
    """A rule of repetition; a field that is empty lets every day through.

    Attributes:
        every: the unit.
        interval: how many units lie between one and the next.
        count: how often it happens, the first time among them; None: not said.
        until: the last moment on which it may happen; None: not said.
        months, week_numbers, year_days, month_days: numbers that a day has to have, negative ones from the end.
        weekdays: weekdays from Monday, 0, each with its number within the month or year, 0 for every one.
        positions: which days of each unit count, of those that pass; negative ones from the end.
        week_starts: the weekday on which weeks start.
    """

    every: Every
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0

    @property
    def is_endless(self) -> bool:
        """Whether it has no end."""
        return self.count is None and self.until is None

    @property
    def words(self) -> str:
        """How often it repeats, in English."""
        unit = ("year", "month", "week", "day")[self.every]
        return f"every {unit}" if self.interval == 1 else f"every {self.interval} {unit}s"


@attrs.define
class Budget:
    """How many days the rules of a file may look at, and find, in all."""

    looks: int = 5_000_000
    finds: int = 500_000


def read_rule(value: str) -> Rule:
    """Return the rule that the value of an RRULE says.

    Raises:
        RuleError: it is none, or one that repeats within a day.

    >>> read_rule("FREQ=WEEKLY;INTERVAL=2;COUNT=3").words
    'every 2 weeks'
    """
    parts: dict[str, str] = {}
    # Some programs write a space behind each comma.
    for part in filter(None, "".join(value.upper().split()).split(";")):
        name, equals, said = part.partition("=")
        if not equals or name in parts:
            msg = f"{part!r} is no part of a rule, or stands twice"
            raise RuleError(msg)
        parts[name] = said
    if parts.get("RSCALE") == "GREGORIAN" and parts.get("SKIP", "OMIT") == "OMIT":
        # What every rule means that does not say it (RFC 7529).
        parts = {name: said for name, said in parts.items() if name not in {"RSCALE", "SKIP"}}
    every = parts.pop("FREQ", "")
    if every in _WITHIN_A_DAY or any("," in parts.pop(name, "") for name in _CLOCK_PARTS):
        msg = "it repeats within a day"
        raise RuleError(msg)
    if every not in Every.__members__:
        msg = "FREQ is none of YEARLY, MONTHLY, WEEKLY and DAILY"
        raise RuleError(msg)
    return attrs.evolve(Rule(every=Every[every]), **_fields(parts))  # type: ignore[arg-type]  # each as its table says


def days_of(rule: Rule, start: date, last: date, budget: Budget, *, since: date | None = None) -> Iterator[date]:
    """Yield the days of a rule in order, `start` first even where the rule does not fit it (section 3.8.5.3).

    It ends at the rule's count, not at its `until`, since that has a time of day; and when the budget is used up.

    Args:
        rule: the rule.
        start: the first day.
        last: the last day to look at, inclusive.
        budget: what is left of it, lowered by each day that is looked at.
        since: an earlier day than this need not be yielded, where the rule has no count; None: all are.
    """
    filled = _with_defaults(rule, start)
    found = 1
    yield start
    for days in _units(filled, start, last, since if rule.count is None else None):
        budget.looks -= max(1, len(days))
        fitting = _at_positions([day for day in days if _fits(filled, day)], filled.positions)
        for day in fitting:
            if day > last or (rule.count is not None and found >= rule.count):
                return
            if day > start:
                found += 1
                yield day
        if budget.looks < 0 or (rule.count is not None and found >= rule.count):
            return


def _fields(parts: dict[str, str]) -> dict[str, object]:
    fields = {}
    for name, said in parts.items():
        if name not in _FIELDS:
            msg = f"{name} is not known"
            raise RuleError(msg)
        field, read = _FIELDS[name]
        fields[field] = read(said)
    return fields


def _numbers(lowest: int, highest: int, *, signed: bool = False) -> Callable[[str], tuple[int, ...]]:
    def read(said: str) -> tuple[int, ...]:
        numbers = []
        for word in said.split(","):
            number = int(word) if _NUMBER.fullmatch(word) else 0
            if not lowest <= (abs(number) if signed else number) <= highest:
                msg = f"{word!r} is not from {lowest} to {highest}"
                raise RuleError(msg)
            numbers.append(number)
        return tuple(dict.fromkeys(numbers))

    return read


def _number(said: str) -> int:
    (number, *more) = _numbers(1, 10**9)(said)
    if more:
        msg = f"{said!r} is several numbers"
        raise RuleError(msg)
    return number


def _until(said: str) -> Moment:
    moment = read_moment(said)
    if moment is None:
        msg = f"UNTIL={said} is no date"
        raise RuleError(msg)
    return moment


def _weekdays(said: str) -> tuple[tuple[int, int], ...]:
    found = []
    for word in said.split(","):
        match = _WEEKDAY.fullmatch(word)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            msg = f"{word!r} is no weekday"
            raise RuleError(msg)
        found.append((_DAYS.index(match[2]), int(match[1] or 0)))
    return tuple(dict.fromkeys(found))


def _week_starts(said: str) -> int:
    ((weekday, number), *more) = _weekdays(said)
    if number or more:
        msg = f"weeks cannot start on {said!r}"
        raise RuleError(msg)
    return weekday


_FIELDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "INTERVAL": ("interval", _number),
    "COUNT": ("count", _number),
    "UNTIL": ("until", _until),
    "BYMONTH": ("months", _numbers(1, 12)),
    "BYWEEKNO": ("week_numbers", _numbers(1, 53, signed=True)),
    "BYYEARDAY": ("year_days", _numbers(1, 366, signed=True)),
    "BYMONTHDAY": ("month_days", _numbers(1, 31, signed=True)),
    "BYDAY": ("weekdays", _weekdays),
    "BYSETPOS": ("positions", _numbers(1, 366, signed=True)),
    "WKST": ("week_starts", _week_starts),
}


def _with_defaults(rule: Rule, start: date) -> Rule:
    """Return the rule with what it takes from its first day where it says nothing of its own."""
    if rule.week_numbers or rule.year_days or rule.month_days or rule.weekdays or rule.every is Every.DAILY:
        if rule.week_numbers and not (rule.weekdays or rule.month_days or rule.year_days):
            return attrs.evolve(rule, weekdays=((start.weekday(), 0),))
        return rule
    if rule.every is Every.WEEKLY:
        return attrs.evolve(rule, weekdays=((start.weekday(), 0),))
    months = rule.months or ((start.month,) if rule.every is Every.YEARLY else ())
    return attrs.evolve(rule, months=months, month_days=(start.day,))


def _units(rule: Rule, start: date, last: date, since: date | None) -> Iterator[Sequence[date]]:
    """Yield the days that may fit, a year, month, week or day at a time; the first may reach back before `start`."""
    after = max(start, since or start)
    step = rule.interval
    if rule.every is Every.YEARLY:
        skipped = (after.year - start.year) // step * step
        for year in range(start.year + skipped, last.year + 1, step):
            yield [day for month in rule.months or range(1, 13) for day in _month(year, month)]
    elif rule.every is Every.MONTHLY:
        first, wanted, end = (day.year * 12 + day.month - 1 for day in (start, after, last))
        for number in range(first + (wanted - first) // step * step, end + 1, step):
            yield _month(number // 12, number % 12 + 1)
    else:
        days_each = 7 if rule.every is Every.WEEKLY else 1
        back = (start.weekday() - rule.week_starts) % 7 if days_each == 7 else 0
        offsets = sorted((weekday - rule.week_starts) % 7 for weekday, _ in rule.weekdays) if days_each == 7 else [0]
        first = start.toordinal() - back
        skipped = (after.toordinal() - first) // (days_each * step) * days_each * step
        for number in range(first + skipped, last.toordinal() + 1, days_each * step):
            yield [date.fromordinal(each) for offset in offsets or range(7) if 0 < (each := number + offset) <= _MOST]


_MOST = date.max.toordinal()


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _at_positions(days: list[date], positions: tuple[int, ...]) -> list[date]:
    if not positions:
        return sorted(days)
    ordered = sorted(days)
    places = {place - 1 if place > 0 else len(ordered) + place for place in positions}
    return [ordered[place] for place in sorted(places) if 0 <= place < len(ordered)]


def _fits(rule: Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or _is_in(rule.month_days, day.day, monthrange(day.year, day.month)[1]))
        and (not rule.weekdays or _is_weekday(rule, day))
        and (not rule.year_days or _is_in(rule.year_days, day.timetuple().tm_yday, 365 + isleap(day.year)))
        and (not rule.week_numbers or _is_in(rule.week_numbers, *_week(day, rule.week_starts)))
    )


def _is_in(wanted: tuple[int, ...], number: int, of: int) -> bool:
    """Whether a number, or what it is when counted from the end, is wanted."""
    return number in wanted or number - of - 1 in wanted


def _is_weekday(rule: Rule, day: date) -> bool:
    number = 0
    for weekday, wanted in rule.weekdays:
        if weekday != day.weekday():
            continue
        if not wanted or rule.every > Every.MONTHLY:
            return True
        within_month = rule.every is Every.MONTHLY or bool(rule.months)
        place, of = (
            (day.day, monthrange(day.year, day.month)[1])
            if within_month
            else (day.timetuple().tm_yday, 365 + isleap(day.year))
        )
        number = (place - 1) // 7 + 1 if wanted > 0 else -((of - place) // 7 + 1)
        if number == wanted:
            return True
    return False


def _week(day: date, starts: int) -> tuple[int, int]:
    """Return the number of a day's week and of the weeks in that week's year; week 1 has at least four days of it."""
    middle = day.toordinal() - (day.weekday() - starts) % 7 + 3
    if not 1 <= middle <= _MOST:
        return 1, 52
    year = date.fromordinal(middle).year
    first = date(year, 1, 1).toordinal()
    length = 365 + isleap(year)
    number = (middle - first) // 7 + 1
    return number, number + (length - 1 - (middle - first)) // 7
