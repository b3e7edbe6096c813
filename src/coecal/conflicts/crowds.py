"""Owns the rule about many activities: more than so many that share something, on one day or in one week.

On a given day (or in a given week) each activity is counted by itself, so certain and possible are exact: certain
where more than so many are there whatever happens, possible where more than so many may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import attrs

from coecal.activities import Activity
from coecal.conflicts.conflict import Conflict
from coecal.conflicts.pairs import named, say
from coecal.conflicts.rules import Rule, Rules, Unit
from coecal.dates import Certainty, FuzzyDate
from coecal.ranges import LAST_DAY, DateRange, Period
from coecal.ready import Closing

DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_Span: TypeAlias = tuple[int, int]
"""The first and the last of some units in a row."""


@attrs.frozen
class _Crowd:
    """Those who come together from one unit of time to another, both inclusive, by their positions."""

    first: int
    last: int
    members: frozenset[int]
    certainty: Certainty

    def goes_on_as(self, other: _Crowd) -> bool:
        """Whether the other one is the same, right after it."""
        return (self.last + 1, self.members, self.certainty) == (other.first, other.members, other.certainty)


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


def _units(when: FuzzyDate, width: int) -> tuple[list[_Span], list[_Span]]:
    """Return the units in which a date takes place whatever happens, and those in which it may; none if it is open."""
    certain = [_certain(part, width) for part in when.ranges]
    possible = [_possible(part, width) for part in when.ranges]
    sure = list(filter(None, [_shared(certain)] if when.is_choice else certain))
    return _merged(sure), _merged(filter(None, possible))


def _certain(part: DateRange, width: int) -> _Span | None:
    if part.latest_start is None or part.earliest_end is None:
        return None
    # A week can be certain though none of its days is.
    first, last = _unit(part.latest_start, width), _unit(part.earliest_end, width)
    return None if last < first else (first, last)


def _possible(part: DateRange, width: int) -> _Span | None:
    days = part.possible
    return _certain(part, width) if days is None else (_unit(days.first, width), _unit(days.last, width))


def _shared(spans: Sequence[_Span | None]) -> _Span | None:
    """Return what all spans have in common."""
    known = [span for span in spans if span is not None]
    first, last = max(first for first, _ in known or [(0, 0)]), min(last for _, last in known or [(0, 0)])
    return None if len(known) < len(spans) or last < first else (first, last)


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    """Return spans that neither meet nor follow each other, in order."""
    merged: list[_Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _unit(day: date, width: int) -> int:
    """Return the number of the day or of its week: day 1 of the calendar is a Monday."""
    return (day.toordinal() - 1) // width


def _crowds(most: int, spans: Mapping[int, tuple[list[_Span], list[_Span]]]) -> list[_Crowd]:
    """Return what comes together in each unit, units in a row with the same members as one.

    Only the units in which somebody comes or goes are looked at, however long anybody stays.
    """
    coming: dict[int, list[tuple[int, int]]] = defaultdict(list)
    going: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for member, lists in spans.items():
        for sort, several in enumerate(lists):
            for first, last in several:
                coming[first].append((sort, member))
                going[last + 1].append((sort, member))
    present: tuple[set[int], set[int]] = (set(), set())
    runs: list[_Crowd] = []
    for unit, following in pairwise(sorted(coming.keys() | going.keys())):
        for sort, member in going.get(unit, ()):
            present[sort].discard(member)
        for sort, member in coming.get(unit, ()):
            present[sort].add(member)
        certain, possible = present
        if len(possible) > most:
            is_sure = len(certain) > most
            members = frozenset(certain if is_sure else possible)
            crowd = _Crowd(unit, following - 1, members, Certainty.CERTAIN if is_sure else Certainty.POSSIBLE)
            runs.append(attrs.evolve(crowd, first=runs.pop().first) if runs and runs[-1].goes_on_as(crowd) else crowd)
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
    first, last = crowd.first * width + 1, min((crowd.last + 1) * width, LAST_DAY)
    together = tuple(activities[place] for place in sorted(crowd.members))
    days = Period(date.fromordinal(first), date.fromordinal(last))
    words = say(rule, shared=named(rule.by, (key,)), detail=str(days.first), count=len(together))
    yield Conflict(
        rule=rule,
        severity=level,
        certainty=crowd.certainty,
        activities=together,
        days=days,
        shared=(key,) if key else (),
        text=words,
    )
