"""Owns the lanes: which activities stand in which, in which order, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.timeline.text import in_order, safe
from coecal.timeline.words import Words

LANES: Final = ("project", "region", "country")
"""What a timeline can be divided by."""

_KEYS: Final[dict[str, Callable[[Activity], tuple[str, ...]]]] = {
    "project": lambda activity: activity.projects,
    "region": lambda activity: activity.regions,
    "country": lambda activity: activity.countries,
}


@attrs.frozen
class Lane:
    """Activities that have something in common.

    Attributes:
        key: the project, region or country code that they share; None: they have none.
        name: what the lane is called.
        activities: the activities, in the order of the programme.
    """

    key: str | None
    name: str
    activities: tuple[Activity, ...]


def lanes_of(programme: Programme, by: str, words: Words) -> list[Lane]:
    """Return the lanes that are not empty; an activity stands in each lane that it belongs to.

    Projects come in the order of the programme, then those that it only names; regions and countries by their names.
    What belongs nowhere comes last.

    Raises:
        UnknownNameError: `by` is neither "project", "region" nor "country".
    """
    if by not in _KEYS:
        msg = f"there are no lanes by {by!r}: use one of {', '.join(LANES)}"
        raise UnknownNameError(msg)
    members: dict[str, list[Activity]] = {}
    rest: list[Activity] = []
    for activity in programme.activities:
        keys = dict.fromkeys(key for key in _KEYS[by](activity) if safe(key))
        for key in keys:
            members.setdefault(key, []).append(activity)
        if not keys:
            rest.append(activity)
    lanes = [Lane(key, _name(by, key, words), tuple(members[key])) for key in _in_order(programme, members, by, words)]
    return [*lanes, Lane(None, words[f"timeline.no_{by}"], tuple(rest))] if rest else lanes


def _in_order(programme: Programme, keys: Iterable[str], by: str, words: Words) -> list[str]:
    places = {project.name: place for place, project in enumerate(programme.projects)} if by == "project" else {}
    return sorted(keys, key=lambda key: (places.get(key, len(places)), in_order(_name(by, key, words)), key))


def _name(by: str, key: str, words: Words) -> str:
    return words.country(key) if by == "country" else key
