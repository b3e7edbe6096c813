"""Owns which feeds a programme has: the path, the title and the activities of each. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.places import country_or_code
from coecal.programme import Programme
from coecal.projects import Project, index_projects, name_key
from coecal.site.stems import file_stems, marked_stem
from coecal.writers.ical_lines import clean_line

_FILTERS: Final = {"projects": "project", "regions": "region", "countries": "country"}
_CODE: Final = re.compile(r"[A-Z]{2}")


@attrs.frozen
class About:
    """What a feed stands for: the filter "project", "region" or "country", and the value of it."""

    filter: str
    value: str


@attrs.frozen(kw_only=True)
class Plan:
    """A feed that is still to be written.

    Attributes:
        path: where it goes, relative to the folder, with slashes.
        title: the name under which calendars show it.
        activities: what it is about.
        firm_only: whether it leaves out whatever is not firm.
        undated: whether it is the feed of those activities that no dated feed shows.
        about: what it stands for; None: for everything.
    """

    path: str
    title: str
    activities: tuple[Activity, ...]
    firm_only: bool = False
    undated: bool = False
    about: About | None = None


def plan_feeds(programme: Programme, known: Mapping[str, str] = MappingProxyType({})) -> tuple[Plan, ...]:
    """Return the feeds of a programme; every project has one, even without an activity.

    Args:
        programme: the programme.
        known: the paths that subscribers may know, each with its title; none of them comes to mean something else.

    >>> [plan.path for plan in plan_feeds(Programme(title="WELL"))]
    ['all.ics', 'firm/all.ics', 'undated.ics']
    """
    dated = tuple(_dated(programme, known))
    firm = (
        attrs.evolve(plan, path=f"firm/{plan.path}", title=f"{plan.title} (firm dates)", firm_only=True)
        for plan in dated
    )
    title = _title(programme)
    rest = Plan(path="undated.ics", title=f"{title} (no date yet)", activities=programme.activities, undated=True)
    return (*dated, *firm, rest)


def _title(programme: Programme) -> str:
    return clean_line(programme.title) or "Activities"


def _dated(programme: Programme, known: Mapping[str, str]) -> Iterator[Plan]:
    yield Plan(path="all.ics", title=_title(programme), activities=programme.activities)
    yield from _project_feeds(programme, known)
    regions = _by_key(programme.activities, lambda activity: activity.regions)
    yield from _feeds("regions", {name: (name, members) for name, members in regions.items()}, known)
    countries = _by_key(programme.activities, lambda activity: activity.countries)
    yield from _feeds(
        "countries", {code: (country_or_code(code), members) for code, members in countries.items()}, known
    )


def _project_feeds(programme: Programme, known: Mapping[str, str]) -> Iterator[Plan]:
    """Yield a feed for each project: those that the programme describes, then those that it only names."""
    members = _by_key(programme.activities, project_keys(programme))
    titles = {project.key: project.name for project in programme.projects}
    every = dict.fromkeys((*titles, *members))
    yield from _feeds("projects", {key: (titles.get(key, key), members.get(key, ())) for key in every}, known)


def project_keys(programme: Programme) -> Callable[[Activity], Iterator[str]]:
    """Return what gives the projects of an activity: keys of those that are described, names of those that are not.

    >>> from coecal.dates import FuzzyDate
    >>> keys = project_keys(Programme(projects=[Project(key="well-plus", name="WELL+")]))
    >>> when = FuzzyDate.from_edtf("2026-11")
    >>> list(keys(Activity(uid="1", title="Drilling", when=when, projects=["Well +", "Pump"])))
    ['well-plus', 'Pump']
    """
    known = index_projects(programme.projects)
    by_name = {project.name: project for project in programme.projects}

    def find(name: str) -> Project | None:
        return by_name.get(name) or (known.get(name_key(name)) if name_key(name) else None)

    def keys(activity: Activity) -> Iterator[str]:
        for name in activity.projects:
            project = find(name)
            yield name if project is None else project.key

    return keys


def _by_key(
    activities: Iterable[Activity], keys: Callable[[Activity], Iterable[str]]
) -> Mapping[str, tuple[Activity, ...]]:
    """Return the activities by each of their keys; blank keys are none."""
    members: dict[str, list[Activity]] = {}
    for activity in activities:
        for key in dict.fromkeys(keys(activity)):
            if clean_line(key):
                members.setdefault(key, []).append(activity)
    return {key: tuple(each) for key, each in members.items()}


def _feeds(
    folder: str, contents: Mapping[str, tuple[str, tuple[Activity, ...]]], known: Mapping[str, str]
) -> Iterator[Plan]:
    if folder == "countries":
        # A code of a country is written in capitals; what is none is marked, so that it is never taken for one.
        stems: Mapping[str, str] = {key: _country_stem(key) for key in contents}
    else:
        keys = {clean_line(title): key for key, (title, _) in contents.items()}
        paths = (PurePosixPath(path) for path in known)
        stems = file_stems(contents, {p.stem: keys.get(known[str(p)]) for p in paths if str(p.parent) == folder})
    for key, (title, members) in contents.items():
        stem = stems[key]
        about = About(_FILTERS[folder], key)
        yield Plan(path=f"{folder}/{stem}.ics", title=clean_line(title) or stem, activities=members, about=about)


def _country_stem(code: str) -> str:
    return code if _CODE.fullmatch(code) else marked_stem(code)
