"""Owns the rule about many activities: more than so many that share something, on one day or in one week.

On a given day (or in a given week) each activity is counted by itself, so certain and possible are exact: certain
where more than so many are there whatever happens, possible where more than so many may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce

import attrs

from coecal.activities import Activity
from coecal.conflicts.conflict import Conflict
from coecal.conflicts.pairs import named, say
from coecal.conflicts.rules import Rule, Rules, Unit
from coecal.dates import Certainty, FuzzyDate
from coecal.ranges import DateRange, Period
from coecal.ready import Closing

DAYS = {Unit.DAY: 1, Unit.WEEK: 7}


@attrs.frozen
class _Crowd:
    """Those who come together from one unit of time to another, both inclusive, by their positions."""

    first: int
    last: int
    members: frozenset[int]
    certainty: Certainty


def crowded(rule: Rule, rules: Rules, activities: Sequence[Activity], period: Period | None) -> Iterator[Conflict]:
    """Yield the times at which more than so many activities share something."""
    closing = Closing(period)
    members: dict[str, list[int]] = defaultdict(list)
    for position, activity in enumerate(activities):
        for key in rules.keys_of(activity, rule.by):
            members[key].append(position)
    width = DAYS[rule.unit]
    spans = [_units(closing.of(activity), width) for activity in activities]
    for key, positions in members.items():
        if len(positions) > rule.most:
            for crowd in _largest(_crowds(rule.most, {place: spans[place] for place in positions})):
                yield from _conflict(rule, key, crowd, activities)


def _units(when: FuzzyDate, width: int) -> tuple[frozenset[int], frozenset[int]]:
    """Return the units in which a date takes place whatever happens, and those in which it may; none if it is open."""
    certain = [_certain(part, width) for part in when.ranges]
    possible = [_possible(part, width) for part in when.ranges]
    return reduce(frozenset.__and__ if when.is_choice else frozenset.__or__, certain), frozenset().union(*possible)


def _certain(part: DateRange, width: int) -> frozenset[int]:
    if part.latest_start is None or part.earliest_end is None:
        return frozenset()
    return frozenset(range(_unit(part.latest_start, width), _unit(part.earliest_end, width) + 1))


def _possible(part: DateRange, width: int) -> frozenset[int]:
    if part.earliest_start is None or part.latest_end is None:
        return _certain(part, width)
    return frozenset(range(_unit(part.earliest_start, width), _unit(part.latest_end, width) + 1))


def _unit(day: date, width: int) -> int:
    """Return the number of the day or of its week: day 1 of the calendar is a Monday."""
    return (day.toordinal() - 1) // width


def _crowds(most: int, spans: Mapping[int, tuple[frozenset[int], frozenset[int]]]) -> list[_Crowd]:
    """Return what comes together in each unit, units in a row with the same members as one."""
    certain: dict[int, set[int]] = defaultdict(set)
    possible: dict[int, set[int]] = defaultdict(set)
    for member, (sure, maybe) in spans.items():
        for unit in sure:
            certain[unit].add(member)
        for unit in maybe:
            possible[unit].add(member)
    runs: list[_Crowd] = []
    for unit in sorted(possible):
        is_sure = len(certain[unit]) > most
        if not is_sure and len(possible[unit]) <= most:
            continue
        members = frozenset(certain[unit] if is_sure else possible[unit])
        crowd = _Crowd(unit, unit, members, Certainty.CERTAIN if is_sure else Certainty.POSSIBLE)
        if runs and attrs.evolve(runs[-1], first=unit, last=unit) == crowd and runs[-1].last == unit - 1:
            crowd = attrs.evolve(crowd, first=runs.pop().first)
        runs.append(crowd)
    return runs


def _largest(runs: Sequence[_Crowd]) -> Iterator[_Crowd]:
    """Yield those crowds that are no part of another one that is as sure; equal ones apart in time all stay."""
    for crowd in runs:
        if not any(crowd.members < other.members and crowd.certainty is other.certainty for other in runs):
            yield crowd


def _conflict(rule: Rule, key: str, crowd: _Crowd, activities: Sequence[Activity]) -> Iterator[Conflict]:
    level = rule.level(certain=crowd.certainty is Certainty.CERTAIN)
    if level is None:
        return
    width = DAYS[rule.unit]
    first, last = date.fromordinal(crowd.first * width + 1), date.fromordinal((crowd.last + 1) * width)
    together = tuple(activities[place] for place in sorted(crowd.members))
    words = say(rule, shared=named(rule.by, (key,)), detail=str(first), count=len(together))
    yield Conflict(
        rule=rule,
        severity=level,
        certainty=crowd.certainty,
        activities=together,
        days=Period(first, last),
        shared=(key,) if key else (),
        text=words,
    )
