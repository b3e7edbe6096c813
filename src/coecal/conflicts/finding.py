"""Owns the finding of all conflicts of a programme: which rule is applied by what, waivers, and what comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import attrs

from coecal.activities import Activity
from coecal.conflicts.conflict import Conflict, by_use
from coecal.conflicts.crowds import crowded
from coecal.conflicts.pairs import overlapping, travelling
from coecal.conflicts.reading import default_rules
from coecal.conflicts.rules import SHARING, Rule, RuleKind, Rules, Waiver
from coecal.conflicts.single import Unchecked, on_holidays, on_weekends, outside_projects
from coecal.programme import Programme


@attrs.frozen(repr=False)
class Conflicts:
    """The conflicts of a programme, the most useful to a planner first; iterating and `len` leave out waived ones.

    Attributes:
        all: every conflict, the waived ones last.
        unchecked: what could not be checked, in sentences.
        as_of: the day up to which the programme is informed; None: not known.
        unused: the waivers that waive none of them, though what they name is there.
    """

    all: tuple[Conflict, ...]
    unchecked: tuple[str, ...] = ()
    as_of: date | None = None
    unused: tuple[Waiver, ...] = ()

    def __iter__(self) -> Iterator[Conflict]:
        return (conflict for conflict in self.all if conflict.waiver is None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<Conflicts: {len(self)}, {len(self.waived)} waived>"

    @property
    def waived(self) -> tuple[Conflict, ...]:
        """Those that may stay as they are."""
        return tuple(conflict for conflict in self.all if conflict.waiver is not None)

    def to_json(self) -> list[dict[str, object]]:
        """Return all of them as JSON values, in order."""
        return [conflict.to_json() for conflict in self.all]


def find_conflicts(programme: Programme, rules: Rules | None = None, *, about: Activity | None = None) -> Conflicts:
    """Return the conflicts of a programme under rules, the most useful to a planner first.

    Cancelled activities take part in none. Open ends are closed as in `find_overlaps`.

    Args:
        programme: what is planned.
        rules: what to look for; None: the rules that come with coecal.
        about: the activity of the programme whose conflicts alone are looked for; None: those of all.
    """
    rules = default_rules() if rules is None else rules
    unchecked: dict[str, None] = {}
    going = [activity for activity in programme.activities if not activity.is_cancelled]
    alone = going if about is None else [about]
    found = (
        conflict
        for rule in rules.rules
        for conflict in _apply(rule, rules, programme, going if rule.kind in SHARING else alone, unchecked.setdefault)
        if about is None or any(activity.uid == about.uid for activity in conflict.activities)
    )
    waived = [_waived(conflict, rules) for conflict in found]
    strange = rules.unknown_names(programme.activities)
    unknown = (f"no activity is called {name!r}, which the rules name" for name in strange)
    idle = () if about is not None else _idle(rules, strange, waived)
    places = {rule.key: place for place, rule in enumerate(rules.rules)}
    ranked = sorted(waived, key=lambda conflict: (*by_use(conflict, programme.as_of), places[conflict.rule.key]))
    return Conflicts(tuple(ranked), (*unchecked, *unknown), programme.as_of, tuple(idle))


def _apply(
    rule: Rule, rules: Rules, programme: Programme, activities: list[Activity], unchecked: Unchecked
) -> Iterable[Conflict]:
    """Return the conflicts under one rule."""
    period = programme.period
    match rule.kind:
        case RuleKind.OVERLAP:
            return overlapping(rule, rules, activities, period)
        case RuleKind.TRAVEL:
            return travelling(rule, rules, activities, period)
        case RuleKind.CROWD:
            return crowded(rule, rules, activities, period)
        case RuleKind.HOLIDAY:
            return on_holidays(rule, activities, period, unchecked)
        case RuleKind.WEEKEND:
            return on_weekends(rule, activities, period, unchecked)
        case RuleKind.LIFETIME:
            return outside_projects(rule, activities, period, programme.projects)


def _idle(rules: Rules, strange: Collection[str], conflicts: Sequence[Conflict]) -> Iterator[Waiver]:
    """Yield the waivers that waive nothing, but for those of a rule that is off or of what is not there."""
    applied = {rule.key for rule in rules.rules}
    for waiver in rules.waivers:
        can = (waiver.rule is None or waiver.rule in applied) and not set(waiver.activities) & set(strange)
        if can and not any(waiver.waives(each.rule.key, each.activities) for each in conflicts):
            yield waiver


def _waived(conflict: Conflict, rules: Rules) -> Conflict:
    for waiver in rules.waivers:
        if waiver.waives(conflict.rule.key, conflict.activities):
            return attrs.evolve(conflict, waiver=waiver)
    return conflict
