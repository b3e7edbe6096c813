"""Owns the rules about one activity: public holidays and weekends at its place, and the lifetime of its project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from coecal.activities import Activity
from coecal.conflicts.closed_days import holiday_names, weekend_days
from coecal.conflicts.conflict import Conflict
from coecal.conflicts.pairs import named, say
from coecal.conflicts.placements import edges, leaves, starts_or_ends, touches
from coecal.conflicts.rules import Rule
from coecal.dates import Certainty, FuzzyDate
from coecal.dates.cldr import weekday_names
from coecal.errors import MissingExtraError
from coecal.projects import Project, index_projects, name_key
from coecal.ranges import Period
from coecal.ready import Closing

MOST_DAYS = 3_660
"""Where the start or the end of an activity may vary over more days, ten years, its weekends are not looked at."""

Unchecked = Callable[[str], None]
"""Takes a sentence about what could not be checked."""


def on_holidays(
    rule: Rule, activities: Sequence[Activity], period: Period | None, unchecked: Unchecked
) -> Iterator[Conflict]:
    """Yield the activities on a public holiday of a country they take place in."""
    closing = Closing(period)
    for activity in activities:
        when = closing.of(activity)
        for country in activity.countries if when.possible else ():
            try:
                names = _holidays(country, when)
            except MissingExtraError as error:
                unchecked(str(error))
                return
            if names is None:
                unchecked(f"no public holidays are known for {named('country', (country,))} {_years(when)}")
            else:
                yield from _closed(rule, activity, country, names, touches(when, names.keys()))


def on_weekends(
    rule: Rule, activities: Sequence[Activity], period: Period | None, unchecked: Unchecked
) -> Iterator[Conflict]:
    """Yield the activities that start or end on a weekend of a country they take place in."""
    closing = Closing(period)
    for activity in activities:
        when = closing.of(activity)
        if any(days.days > MOST_DAYS for days in edges(when)):
            unchecked(f"the weekends of {activity.title!r}, which may start or end within more than ten years")
            continue
        for country in activity.countries if when.possible else ():
            days = frozenset(day for period in edges(when) for day in weekend_days(country, period))
            names = {day: weekday_names("en")[day.weekday()] for day in sorted(days)}
            yield from _closed(rule, activity, country, names, starts_or_ends(when, days))


def outside_projects(
    rule: Rule, activities: Sequence[Activity], period: Period | None, projects: Sequence[Project]
) -> Iterator[Conflict]:
    """Yield the activities on days on which a project that runs them does not run.

    A project whose duration is said in months runs from the first day of the first to the last day of the last.
    """
    closing, known = Closing(period), index_projects(projects)
    for activity in activities:
        when = closing.of(activity)
        for name in activity.projects:
            project = known.get(name_key(name))
            life = None if project is None else project.duration
            if life is None:
                continue
            found = leaves(when, life.earliest_start, life.latest_end)
            level = rule.level(certain=found is Certainty.CERTAIN)
            if found is not Certainty.NONE and level is not None:
                yield Conflict(
                    rule=rule,
                    severity=level,
                    certainty=found,
                    activities=(activity,),
                    days=when.possible,
                    shared=(name,),
                    text=say(rule, shared=name, detail=life.text or life.format(), count=1),
                )


def _years(when: FuzzyDate) -> str:
    days = when.possible
    if days is None:
        return ""
    return (
        f"in {days.first.year}" if days.first.year == days.last.year else f"from {days.first.year} to {days.last.year}"
    )


def _holidays(country: str, when: FuzzyDate) -> Mapping[date, str] | None:
    """Return the holidays of a country that a date may touch; None where they are not known."""
    found: dict[date, str] = {}
    for part in when.ranges:
        names = {} if part.possible is None else holiday_names(country, part.possible)
        if names is None:
            return None
        found.update(names)
    return found


def _closed(
    rule: Rule, activity: Activity, country: str, names: Mapping[date, str], found: Certainty
) -> Iterator[Conflict]:
    level = rule.level(certain=found is Certainty.CERTAIN)
    if found is Certainty.NONE or level is None:
        return
    yield Conflict(
        rule=rule,
        severity=level,
        certainty=found,
        activities=(activity,),
        days=Period(min(names), max(names)),
        shared=(country,),
        text=say(
            rule,
            shared=named("country", (country,)),
            detail=", ".join(f"{name} ({day})" for day, name in names.items()),
            count=1,
        ),
    )
