"""Owns VTIMEZONE (RFC 5545, section 3.6.5): a zone and some years -> the component that says its clock changes.

icalendar has one too, but gives the change to summer time an hour late, so that an event of that morning moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

import attrs

from coecal.dates.zones import load_zone
from coecal.writers.ical_lines import compact, join_lines
from coecal.writers.ical_rules import WEEKDAYS, is_in_last_week

_EVIDENCE_YEARS: Final = 28
"""In so many years every date falls on every weekday, so that a rule that held all the time is the zone's."""
_LAST_LISTED: Final = 2090
"""After it, no zone has any change that does not follow its last rule."""
_STEP: Final = timedelta(days=7)


@attrs.frozen
class _Shift:
    """What a change of the clock does: the distance from UTC before and after it, the new name, whether of summer."""

    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@attrs.frozen
class _Change:
    """One change of the clock, and when it comes by the clock before it."""

    at: datetime
    shift: _Shift


@lru_cache(maxsize=256)
def timezone_bytes(name: str, first: int, last: int) -> bytes:
    """Return the VTIMEZONE of a zone of the IANA database, valid for all days of the years from first to last.

    Raises:
        KeyError: there is no such zone.

    >>> timezone_bytes("Africa/Accra", 2026, 2026).decode().split()[1:5]
    ['TZID:Africa/Accra', 'BEGIN:STANDARD', 'DTSTART:20250101T000000', 'TZOFFSETFROM:+0000']
    """
    zone = load_zone(name)
    if zone is None:
        raise KeyError(name)
    return join_lines(("BEGIN:VTIMEZONE", f"TZID:{name}", *_observances(zone, first, last), "END:VTIMEZONE"))


def _observances(zone: tzinfo, first: int, last: int) -> Iterator[str]:
    start = datetime(max(first - 1, 1), 1, 2, tzinfo=UTC)
    evidence = max(min(last + 1, _LAST_LISTED), first) + _EVIDENCE_YEARS
    changes = list(_changes(zone, start, datetime(min(evidence, date.max.year), 12, 20, tzinfo=UTC)))
    if not changes or changes[0].at.year >= first:
        yield from _observance(_Change(datetime(start.year, 1, 1), _at(zone, start)), "")  # noqa: DTZ001 - by its clock
    for shift in dict.fromkeys(change.shift for change in changes):
        times = [change.at for change in changes if change.shift == shift]
        listed, rule = _split(times, changes[-1].at.year)
        for at in listed:
            if at.year <= last + 1:
                yield from _observance(_Change(at, shift), "")
        if rule and times[len(listed)].year <= last + 1:
            yield from _observance(_Change(times[len(listed)], shift), rule)


def _at(zone: tzinfo, instant: datetime) -> _Shift:
    """Return the state of the clock as the change that would lead to it from the same distance."""
    local = instant.astimezone(zone)
    distance = local.utcoffset() or timedelta()
    return _Shift(distance, distance, local.tzname() or "", bool(local.dst()))


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[_Change]:
    before = _at(zone, start)
    while start < end:
        after = _at(zone, start + _STEP)
        if after != before:
            at = _first_with_another(zone, start, start + _STEP, before)
            after = _at(zone, at)
            shift = attrs.evolve(after, before=before.after)
            yield _Change((at + before.after).replace(tzinfo=None), shift)
            start, before = at, after
        else:
            start += _STEP


def _first_with_another(zone: tzinfo, start: datetime, end: datetime, state: _Shift) -> datetime:
    """Return the first second in which the clock is in another state than at the start."""
    low, high = 0, int((end - start).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _at(zone, start + timedelta(seconds=middle)) == state else (low, middle)
    return start + timedelta(seconds=high)


def _split(times: Sequence[datetime], last: int) -> tuple[Sequence[datetime], str]:
    """Return the changes that have to be listed, and the rule that those after them follow to the end, if any."""
    run = len(times)
    while run and times[run - 1].year == last - (len(times) - run) and _alike(times[run - 1], times[-1]):
        run -= 1
    while len(times) - run >= _EVIDENCE_YEARS - 1:
        if rule := _rule(times[run:]):
            return times[:run], rule
        run += 1
    return times, ""


def _alike(one: datetime, other: datetime) -> bool:
    return (one.month, one.weekday(), one.time()) == (other.month, other.weekday(), other.time())


def _rule(times: Sequence[datetime]) -> str:
    """Return the yearly rule of times in the same month on the same weekday; "" where there is none."""
    weekday, days = WEEKDAYS[times[0].weekday()], [at.day for at in times]
    each = f"FREQ=YEARLY;BYMONTH={times[0].month};"
    if all(map(is_in_last_week, times)):
        return f"{each}BYDAY=-1{weekday}"
    first = min(days)
    if max(days) - first > 6:
        return ""
    if first % 7 == 1:
        return f"{each}BYDAY={first // 7 + 1}{weekday}"
    return f"{each}BYMONTHDAY={','.join(map(str, range(first, first + 7)))};BYDAY={weekday}"


def _observance(change: _Change, rule: str) -> Iterator[str]:
    kind = "DAYLIGHT" if change.shift.is_summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{compact(change.at)}"
    yield f"TZOFFSETFROM:{_distance(change.shift.before)}"
    yield f"TZOFFSETTO:{_distance(change.shift.after)}"
    yield f"TZNAME:{change.shift.name}"
    if rule:
        yield f"RRULE:{rule}"
    yield f"END:{kind}"


def _distance(distance: timedelta) -> str:
    seconds = int(distance.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}" + (f"{rest:02d}" if rest else "")
