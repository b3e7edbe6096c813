"""Owns the rules about two activities: those that share something and a day, and those that leave no time to travel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coecal.activities import Activity, Mode
from coecal.conflicts.conflict import Conflict
from coecal.conflicts.rules import Rule, Rules
from coecal.dates import Certainty, Overlap
from coecal.dates.compare import certainty
from coecal.overlaps import Criterion, find_overlaps
from coecal.places import country_or_code
from coecal.ranges import Period
from coecal.ready import Closing


def overlapping(rule: Rule, rules: Rules, activities: Sequence[Activity], period: Period | None) -> Iterator[Conflict]:
    """Yield the pairs that share something and a day."""
    for found in find_overlaps(activities, by=_keys(rule, rules), period=period):
        yield from _conflict(rule, found, "")


def travelling(rule: Rule, rules: Rules, activities: Sequence[Activity], period: Period | None) -> Iterator[Conflict]:
    """Yield the pairs in different countries that share something and leave fewer days than the gap between them.

    Those that overlap as surely without the gap are no matter of travel and left out; what is online needs none.
    """
    closing = Closing(period)
    moving = [activity for activity in activities if activity.countries and activity.mode is not Mode.ONLINE]
    for found in find_overlaps(moving, by=_keys(rule, rules), period=period, gap=rule.gap):
        a, b = found.a, found.b
        if set(a.countries).isdisjoint(b.countries) and found.certainty is not certainty(closing.of(a), closing.of(b)):
            yield from _conflict(rule, found, f"between {_names(a)} and {_names(b)}")


def _keys(rule: Rule, rules: Rules) -> Criterion:
    """Return what two activities have to share under a rule."""
    return None if rule.by == "all" else lambda activity: rules.keys_of(activity, rule.by)


def _conflict(rule: Rule, found: Overlap[Activity], detail: str) -> Iterator[Conflict]:
    level = rule.level(certain=found.certainty is Certainty.CERTAIN)
    if level is None:
        return
    shared = named(rule.by, found.shared)
    yield Conflict(
        rule=rule,
        severity=level,
        certainty=found.certainty,
        activities=(found.a, found.b),
        days=found.possible_days,
        shared=found.shared,
        text=say(rule, shared=shared, detail=detail, count=2),
        likelihood=found.likelihood,
    )


def named(by: str, keys: Sequence[str]) -> str:
    """Return keys in words: countries by their names."""
    return ", ".join(country_or_code(key) if by == "country" else key for key in keys)


def say(rule: Rule, *, shared: str, detail: str, count: int) -> str:
    """Return the text of a rule, filled in."""
    return rule.text.format(shared=shared, detail=detail, count=count, most=rule.most)


def _names(activity: Activity) -> str:
    return named("country", activity.countries)
