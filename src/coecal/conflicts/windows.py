"""Owns the search for room: on which days of a period an activity of so many days would stand in the way of least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from coecal.activities import Activity
from coecal.conflicts.conflict import LEVELS, Conflict
from coecal.conflicts.finding import find_conflicts
from coecal.conflicts.reading import default_rules
from coecal.conflicts.rules import SHARING, Rules
from coecal.dates import Certainty, FuzzyDate, Kind
from coecal.errors import RangeError
from coecal.places import default_places
from coecal.programme import Programme
from coecal.ranges import ONE_DAY, DateRange, Period
from coecal.ready import Closing

UID = "window@coecal"
MOST_DAYS = 3_660
"""In a period of so many days, ten years, room is looked for at most: every start in it is tried."""
NEAR = 14
"""How many days around an activity matter to its conflicts: more than a week and the days of travel."""


@attrs.frozen(kw_only=True)
class Window:
    """Days on which an activity could take place, and what it would conflict with.

    Attributes:
        days: the first and the last day.
        conflicts: what stands in the way, the most severe first.
        beside: the activities of the same project that may take place on those days, which no rule forbids.
    """

    days: Period
    conflicts: tuple[Conflict, ...]
    beside: tuple[Activity, ...] = ()

    @property
    def cost(self) -> tuple[int, ...]:
        """The number of conflicts of each severity, the most severe first, certain ones before possible ones."""
        counts = Counter((conflict.severity, conflict.certainty) for conflict in self.conflicts)
        return tuple(
            counts[level, certainty] for level in LEVELS for certainty in (Certainty.CERTAIN, Certainty.POSSIBLE)
        )

    def to_json(self) -> dict[str, object]:
        """Return it as JSON values; the activity that is to be placed is left out of its conflicts."""
        conflicts = [conflict.to_json() for conflict in self.conflicts]
        for conflict, value in zip(self.conflicts, conflicts, strict=True):
            value["activities"] = [activity.uid for activity in conflict.activities if activity.uid != UID]
        return {
            "days": [self.days.first.isoformat(), self.days.last.isoformat()],
            "conflicts": conflicts,
            "beside": [activity.uid for activity in self.beside],
        }


def free_windows(
    programme: Programme,
    days: int,
    *,
    project: str | None = None,
    country: str | None = None,
    period: Period | None = None,
    rules: Rules | None = None,
) -> tuple[Window, ...]:
    """Return where an activity of so many days would fit, those with the fewest and least severe conflicts first.

    Every start within the period is tried. Of equal ones, those with fewer activities of the same project beside them
    come first, then the sooner.

    Args:
        programme: what is planned already.
        days: how many days in a row the activity takes.
        project: the name, key or alias of the project that runs it; None: no project.
        country: the ISO 3166-1 code or the name of the country that it takes place in; None: none.
        period: where to look; None: what is left of the period of the programme on the day up to which it is informed.
        rules: what counts as a conflict; None: the rules that come with coecal.

    Raises:
        UnknownNameError: there is no such project or country.
        RangeError: there is no period or one of more than `MOST_DAYS`, or the activity is longer than it or than no
            day.
    """
    period = _period_left(programme) if period is None else period
    if period is None:
        msg = "the programme does not say what period it covers: give one in which to look"
        raise RangeError(msg)
    if not 1 <= days <= period.days:
        msg = f"{days} days do not fit into {period.days}, from {period.first} to {period.last}: give another number"
        raise RangeError(msg)
    if period.days > MOST_DAYS:
        msg = (
            f"{period.first} to {period.last} are {period.days:,} days, and {MOST_DAYS:,} are tried at most: give fewer"
        )
        raise RangeError(msg)
    event = _event(programme, project, country)
    going = [activity for activity in programme.activities if not activity.is_cancelled]
    closing = Closing(programme.period)
    rules = default_rules() if rules is None else rules
    closed = [
        attrs.evolve(activity, when=closing.of(activity)) for activity in going if _is_related(activity, event, rules)
    ]
    windows = (_window(programme, closed, event, place, rules) for place in _places(period, days))
    return tuple(sorted(windows, key=lambda window: (window.cost, len(window.beside), window.days)))


def _period_left(programme: Programme) -> Period | None:
    period, as_of = programme.period, programme.as_of
    if period is None or as_of is None or as_of not in period or as_of == period.last:
        return period
    return Period(as_of + ONE_DAY, period.last)


def _event(programme: Programme, project: str | None, country: str | None) -> Activity:
    """Return the activity that is to be placed, without its days."""
    code = None if country is None else programme.find_country(country)
    return Activity(
        uid=UID,
        title="",
        when=FuzzyDate.undated(),
        projects=() if project is None else (programme.find_project(project).name,),
        countries=() if code is None else (code,),
        regions=() if code is None else default_places().regions_of(code),
    )


def _is_related(activity: Activity, event: Activity, rules: Rules) -> bool:
    """Whether two activities share what any rule is about, or a project: nothing else is of any effect."""
    names = {rule.by for rule in rules.rules if rule.kind in SHARING} | {"project"}
    return any(set(rules.keys_of(event, name)).intersection(rules.keys_of(activity, name)) for name in names)


def _places(period: Period, days: int) -> Iterator[Period]:
    first = period.first.toordinal()
    for start in range(first, first + period.days - days + 1):
        yield Period(date.fromordinal(start), date.fromordinal(start + days - 1))


def _window(programme: Programme, activities: list[Activity], event: Activity, place: Period, rules: Rules) -> Window:
    """Return what stands in the way of the activity on given days; only what may be near them is looked at."""
    days = DateRange.exact(place.first, place.last)
    placed = attrs.evolve(event, when=FuzzyDate("", Kind.EXACT, (days,)))
    near = [activity for activity in activities if _is_near(activity.when, place)]
    found = find_conflicts(attrs.evolve(programme, activities=(*near, placed), problems=()), rules, about=placed)
    return Window(
        days=place,
        conflicts=tuple(found),
        beside=tuple(activity for activity in near if _is_beside(activity, placed)),
    )


def _is_beside(activity: Activity, placed: Activity) -> bool:
    overlap = activity.when.compare(placed.when)
    return not set(activity.projects).isdisjoint(placed.projects) and overlap.certainty is not Certainty.NONE


def _is_near(when: FuzzyDate, place: Period) -> bool:
    return any(
        (part.earliest_start is None or (part.earliest_start - place.last).days <= NEAR)
        and (part.latest_end is None or (place.first - part.latest_end).days <= NEAR)
        for part in when.ranges
    )
