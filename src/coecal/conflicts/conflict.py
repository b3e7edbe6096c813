"""Owns the conflict: what stands in the way of what, on which days, how sure, under which rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

import attrs

from coecal.activities import Activity, Status
from coecal.conflicts.rules import Level, Rule, Waiver
from coecal.dates import Certainty
from coecal.dates.compare import certainty
from coecal.ranges import Period


@attrs.frozen(kw_only=True)
class Conflict:
    """One conflict.

    Attributes:
        rule: the rule that finds it.
        severity: how much it matters, as the rule says for its certainty.
        certainty: certain, where it is there whatever happens; else possible.
        activities: those that take part in it, one or more, in the order of the programme.
        days: the first and the last day on which it may be; None where that is open.
        shared: what it is about: the persons, countries or projects in common.
        text: what it is, in words.
        likelihood: for two activities, the exact share of placements in which it is there; None: not known.
        waiver: why it may stay; None: it is not waived.
    """

    rule: Rule
    severity: Level
    certainty: Certainty
    activities: tuple[Activity, ...]
    days: Period | None
    shared: tuple[str, ...] = ()
    text: str
    likelihood: Fraction | None = None
    waiver: Waiver | None = None

    def is_over(self, as_of: date | None) -> bool:
        """Whether nothing of it can be changed: all its days are past, or its activities were held."""
        if as_of is not None and self.days is not None and self.days.last < as_of:
            return True
        return all(activity.status is Status.HELD for activity in self.activities)

    def to_json(self) -> dict[str, object]:
        """Return it as JSON values, an activity as its UID and a day as in ISO 8601."""
        return {
            "rule": self.rule.key,
            "severity": self.severity.value,
            "certainty": self.certainty.value,
            "likelihood": None if self.likelihood is None else float(self.likelihood),
            "activities": [activity.uid for activity in self.activities],
            "days": None if self.days is None else [self.days.first.isoformat(), self.days.last.isoformat()],
            "shared": list(self.shared),
            "text": self.text,
            "waived": None if self.waiver is None else self.waiver.reason,
        }


LEVELS = tuple(Level)
MOST_COMPARED = 12
"""How many activities of a conflict are compared with each other to rank it."""


def _clash(activities: Sequence[Activity]) -> bool:
    """Whether two of the activities share a day whatever happens."""
    pairs = combinations((activity.when for activity in activities), 2)
    return any(certainty(one, other) is Certainty.CERTAIN for one, other in pairs)


def by_use(conflict: Conflict, as_of: date | None) -> tuple[object, ...]:
    """Return what conflicts are sorted by, the most useful to a planner first.

    What can still be changed stands before what is over, what is not waived before what is; then the more severe,
    the certain, those of activities that share a day for certain, the likelier and the sooner.
    """
    days = conflict.days
    return (
        conflict.waiver is not None,
        conflict.is_over(as_of),
        LEVELS.index(conflict.severity),
        conflict.certainty is not Certainty.CERTAIN,
        not _clash(conflict.activities[:MOST_COMPARED]),
        -(conflict.likelihood or 0),
        date.max if days is None else days.first,
        date.max if days is None else days.last,
        tuple(activity.uid for activity in conflict.activities),
    )
