"""Owns what a planner can say: rules, waivers, and who and what takes part. Knows neither files nor how rules apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from string import Formatter

import attrs

from coecal.activities import Activity
from coecal.errors import RangeError
from coecal.overlaps import CRITERIA
from coecal.typing import strings


class Level(StrEnum):
    """How much a conflict matters: an error cannot stay, a warning is to be decided, a note is worth knowing."""

    ERROR = "error"
    WARN = "warn"
    NOTE = "note"


class RuleKind(StrEnum):
    """What a rule looks for.

    OVERLAP: two activities that share something and a day. TRAVEL: two that share something, in different countries,
    without enough days between them. CROWD: more than so many that share something, on one day or in one week.
    HOLIDAY: a public holiday at the place. WEEKEND: a start or an end on a weekend of the place. LIFETIME: days on
    which the project does not run.
    """

    OVERLAP = "overlap"
    TRAVEL = "travel"
    CROWD = "crowd"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    LIFETIME = "lifetime"


class Unit(StrEnum):
    """What a crowd gathers in: one day, or one week from Monday to Sunday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"


SHARING: tuple[RuleKind, ...] = (RuleKind.OVERLAP, RuleKind.TRAVEL, RuleKind.CROWD)
"""The kinds of rules about what activities share, which have a `by`."""

KINDS_OF: dict[str, tuple[RuleKind, ...]] = {
    "by": SHARING,
    "unit": (RuleKind.CROWD,),
    "most": (RuleKind.CROWD,),
    "gap": (RuleKind.TRAVEL,),
}
"""The kinds of rules that a field means something for; the others are for all."""

CRITERIA_OF_RULES = (*CRITERIA, "room", "all")
FIELDS = ("shared", "detail", "count", "most")


def _is_text(_: object, __: object, text: str) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        parts = [("", "{", "", None)]
    if not text.strip() or any(
        name is not None and (name not in FIELDS or spec or how) for _, name, spec, how in parts
    ):
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        msg = f"the text {text!r} cannot be used: write words, with no more than {known} in them"
        raise RangeError(msg)


@attrs.frozen(kw_only=True)
class Rule:
    """One rule, under its key.

    Attributes:
        key: its name, such as `same-person`.
        kind: what it looks for.
        severity: how much a conflict matters that is there whatever happens.
        text: what is said of a conflict; {shared}, {detail}, {count} and {most} are filled in.
        possible: how much one matters that is there only if it so happens; None: such ones are left out.
        by: what activities have to share: a criterion of `find_overlaps`, or "room".
        unit: for a crowd, a day or a week.
        most: for a crowd, how many may come together.
        gap: for travel, how many whole days have to lie between.

    Raises:
        RangeError: a field has no value that can be used.
    """

    key: str
    kind: RuleKind = attrs.field(converter=RuleKind)
    severity: Level = attrs.field(converter=Level)
    text: str = attrs.field(validator=_is_text)
    possible: Level | None = attrs.field(default=None, converter=attrs.converters.optional(Level))
    by: str = "all"
    unit: Unit = attrs.field(default=Unit.DAY, converter=Unit)
    most: int = 1
    gap: int = 1

    def __attrs_post_init__(self) -> None:
        if self.by not in CRITERIA_OF_RULES:
            msg = f"cannot compare by {self.by!r}: use one of {', '.join(CRITERIA_OF_RULES)}"
            raise RangeError(msg)
        if self.most < 1 or self.gap < 1:
            msg = f"most = {self.most} and gap = {self.gap} cannot be used: give 1 or more"
            raise RangeError(msg)

    def level(self, *, certain: bool) -> Level | None:
        """Return how much a conflict matters; None where it is left out."""
        return self.severity if certain else self.possible


@attrs.frozen(kw_only=True)
class Waiver:
    """A conflict that is accepted, and why.

    Attributes:
        activities: UIDs or whole titles; a conflict is waived if every one of them names an activity of it.
        reason: why it may stay.
        rule: the key of the only rule that it is about; None: all.
    """

    activities: tuple[str, ...] = attrs.field(converter=strings, validator=attrs.validators.min_len(1))
    reason: str = attrs.field(validator=attrs.validators.min_len(1))
    rule: str | None = None

    def waives(self, rule: str, activities: Iterable[Activity]) -> bool:
        """Whether it is about a conflict of these activities under this rule."""
        named = {name for activity in activities for name in (activity.uid, activity.title)}
        return self.rule in (None, rule) and named.issuperset(self.activities)


def _names(values: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: strings(names) for key, names in values.items()}


@attrs.frozen(kw_only=True)
class Rules:
    """All that a planner says.

    Attributes:
        rules: the rules, in the order in which equally severe conflicts are listed.
        waivers: what is accepted.
        people: for each person, the activities they are needed in beside those that name them, by UID or whole title.
        rooms: for each room, the activities that take place in it, likewise.
    """

    rules: tuple[Rule, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    people: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_names)
    rooms: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_names)

    def keys_of(self, activity: Activity, by: str) -> tuple[str, ...]:
        """Return what an activity has of a criterion, such as its countries or its persons."""
        if by == "all":
            return ("",)
        known = CRITERIA[by](activity) if by in CRITERIA else ()
        assigned = {"person": self.people, "room": self.rooms}.get(by, {})
        own = {activity.uid, activity.title}
        listed = (name for name, activities in assigned.items() if not own.isdisjoint(activities))
        return tuple(dict.fromkeys(filter(None, (*known, *listed))))

    def unknown_names(self, activities: Iterable[Activity]) -> tuple[str, ...]:
        """Return the names of activities, in the lists of persons, rooms and waivers, that no activity has."""
        known = {name for activity in activities for name in (activity.uid, activity.title)}
        lists = (*self.people.values(), *self.rooms.values(), *(waiver.activities for waiver in self.waivers))
        return tuple(dict.fromkeys(name for names in lists for name in names if name not in known))
