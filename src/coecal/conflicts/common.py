"""Owns what two overlapping activities have in common, in words, and which pair a planner should look at first."""

from __future__ import annotations

from datetime import date

from coecal.activities import Activity, Status
from coecal.conflicts.pairs import named
from coecal.dates import Certainty, Overlap
from coecal.overlaps import CRITERIA

WEIGHTS = {"person": 8, "country": 4, "place": 2, "project": 2, "organiser": 2, "region": 1}
"""How much it says of a pair to have something in common: nobody is in two places, and a country is one audience."""


def in_common(one: Activity, other: Activity) -> dict[str, tuple[str, ...]]:
    """Return what two activities have in common by criterion, the weightiest first."""
    shared = {
        name: tuple(key for key in CRITERIA[name](one) if key and key in CRITERIA[name](other)) for name in WEIGHTS
    }
    return {name: keys for name, keys in shared.items() if keys}


def why(found: Overlap[Activity]) -> str:
    """Return why a pair matters: what the two have in common; a region only where there is nothing else."""
    shared = in_common(found.a, found.b)
    if set(shared.get("place", ())) <= {named("country", (code,)) for code in shared.get("country", ())}:
        shared.pop("place", None)  # the country said twice
    if len(shared) > 1 and not set(shared.get("region", ())) & set(found.shared):
        shared.pop("region", None)
    return "; ".join(f"same {name}: {named(name, keys)}" for name, keys in shared.items())


def by_use(found: Overlap[Activity], as_of: date | None) -> tuple[object, ...]:
    """Return what pairs are sorted by, the most useful to a planner first.

    What can still be changed stands before what is over; then the certain, those that have more in common, the
    likelier and the sooner.
    """
    days = found.possible_days
    both_held = found.a.status is found.b.status is Status.HELD
    is_over = both_held or (as_of is not None and days is not None and days.last < as_of)
    likelihood = found.likelihood or (found.bounds[0] if found.bounds else 0)
    return (
        is_over,
        found.certainty is not Certainty.CERTAIN,
        -sum(WEIGHTS[name] for name in in_common(found.a, found.b)),
        -likelihood,
        date.max if days is None else days.first,
        date.max if days is None else days.last,
        found.a.uid,
        found.b.uid,
    )
