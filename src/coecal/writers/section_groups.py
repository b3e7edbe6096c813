"""Owns what a section may be ordered by, and the headings that this gives it.

An activity of two projects, regions or countries stands under both. Knows nothing of how a row is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import attrs

from coecal.activities import Activity
from coecal.dates.formats import month_heading
from coecal.places import default_places, region_name
from coecal.places.names import name_key
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.writers.section_months import MonthGroup
from coecal.writers.section_rows import country_words, one_line
from coecal.writers.section_words import SectionWords


class Order(StrEnum):
    """What a section is ordered by; DATE is one list without headings."""

    DATE = "date"
    MONTH = "month"
    PROJECT = "project"
    REGION = "region"
    COUNTRY = "country"


@attrs.frozen
class Group:
    """Some activities in the order in which they are listed.

    Attributes:
        heading: the heading above them; empty: none.
        month: the month that the heading names; None where it names none.
        activities: what stands there.
    """

    heading: str
    month: Period | None
    activities: tuple[Activity, ...]


def group_by(
    order: Order, months: Iterable[MonthGroup], programme: Programme, words: SectionWords, undated: str, locale: str
) -> list[Group]:
    """Return what is listed under the headings of an order; what belongs to none of them stands last.

    Args:
        order: what the headings name.
        months: what is listed, by month.
        programme: whose projects are named, in its order.
        words: the words of the language.
        undated: the heading of what has no month.
        locale: the language.
    """
    if order is Order.MONTH:
        return [_month(group, undated, locale) for group in months]
    activities = tuple(activity for group in months for activity in group.activities)
    if order is Order.DATE:
        return [Group("", None, activities)] if activities else []
    groups = _HEADINGS[order](activities, programme, locale)
    inside = {activity.uid for members in groups.values() for activity in members}
    rest = tuple(activity for activity in activities if activity.uid not in inside)
    listed = [Group(heading, None, tuple(members)) for heading, members in groups.items()]
    return [*listed, Group(words.others, None, rest)] if rest else listed


def _month(group: MonthGroup, undated: str, locale: str) -> Group:
    first = None if group.month is None else group.month.first
    heading = undated if first is None else month_heading(first.year, first.month, locale)
    return Group(heading, group.month, group.activities)


Members = dict[str, list[Activity]]


def _collect(activities: Iterable[Activity], headings: Callable[[Activity], Iterable[str]]) -> Members:
    members: Members = {}
    for activity in activities:
        for heading in dict.fromkeys(map(one_line, headings(activity))):
            if heading:
                members.setdefault(heading, []).append(activity)
    return members


def _projects(activities: Iterable[Activity], programme: Programme, _: str) -> Members:
    """Return activities by project, in the order of the programme."""
    members = _collect(activities, lambda activity: activity.projects)
    known = [one_line(project.name) for project in programme.projects]
    ordered = dict.fromkeys([*(name for name in known if name in members), *members])
    return {name: members[name] for name in ordered}


def _countries(activities: Iterable[Activity], _: Programme, locale: str) -> Members:
    members = _collect(activities, lambda activity: (country_words(code, locale) for code in activity.countries))
    return {name: members[name] for name in sorted(members, key=name_key)}


def _regions(activities: Iterable[Activity], _: Programme, locale: str) -> Members:
    """Return activities by region; where two regions hold the same ones, the smaller one says it all."""
    members = _collect(activities, lambda activity: activity.regions)
    smallest: dict[tuple[str, ...], str] = {}
    for name in sorted(members, key=lambda name: (_size(name), name_key(name))):
        smallest.setdefault(tuple(activity.uid for activity in members[name]), name)
    shown = {_capital(region_name(name, locale)): members[name] for name in smallest.values()}
    return {name: shown[name] for name in sorted(shown, key=name_key)}


def _capital(heading: str) -> str:
    """Return a heading with its first letter as a capital: "Îles du Pacifique"."""
    return f"{heading[:1].upper()}{heading[1:]}"


def _size(region: str) -> int:
    known = default_places().find_region(region)
    return 0 if known is None else len(known.countries)


_HEADINGS: Mapping[Order, Callable[[Iterable[Activity], Programme, str], Members]] = {
    Order.PROJECT: _projects,
    Order.REGION: _regions,
    Order.COUNTRY: _countries,
}
