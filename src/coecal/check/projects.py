"""Owns the checks of rows against their projects: its lifetime and its countries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coecal.activities import Activity
from coecal.check.codes import Remark, codes
from coecal.dates import FuzzyDate
from coecal.programme import Programme
from coecal.projects import Project, index_projects, name_key
from coecal.titles import fold, read_title

_EVERYWHERE = frozenset({"global", "worldwide", "mondial", "mondiale", "monde", "international", "all countries"})

_GATHERINGS = frozenset(
    {
        *("conference", "conferences", "congress", "event", "events", "exhibition", "fair", "forum", "gathering"),
        *("international", "meeting", "meetings", "plenary", "regional", "session", "sessions", "summit", "symposium"),
        *("assemblee", "congres", "evenement", "foire", "internationale", "regionale", "reunion", "reunions", "sommet"),
    }
)
"""Words of what is held where the hosts are; such a meeting abroad is no slip."""


def check_projects(programme: Programme) -> Iterator[Remark]:
    """Yield the rows that do not fit the projects that run them."""
    known = index_projects(programme.projects)
    for activity in programme.activities:
        if activity.is_cancelled:
            continue
        yield from _lifetime(activity, known)
        yield from _countries(activity, known)


def _of(activity: Activity, known: Mapping[str, Project]) -> list[Project]:
    found = (known.get(name_key(name)) for name in activity.projects)
    return [project for project in found if project is not None]


def _lifetime(activity: Activity, known: Mapping[str, Project]) -> Iterator[Remark]:
    for project in _of(activity, known):
        if project.duration is None:
            continue
        how = _outside(activity.when, project.duration)
        if how is not None:
            words = activity.when.text or "without a date"
            lifetime = project.duration.text or project.duration.to_edtf()
            yield codes()["outside-lifetime"].about(
                activity, date=words, how=how, project=project.name, lifetime=lifetime
            )


def _outside(when: FuzzyDate, life: FuzzyDate) -> str | None:
    """Return how a date lies outside a lifetime for certain: wholly or in part."""
    if life.earliest_start is not None and when.latest_end is not None and when.latest_end < life.earliest_start:
        return "before"
    if life.latest_end is None:
        return None
    if when.earliest_start is not None and when.earliest_start > life.latest_end:
        return "after"
    if when.earliest_end is not None and when.earliest_end > life.latest_end and when.is_firm:
        return "partly after"
    return None


def _countries(activity: Activity, known: Mapping[str, Project]) -> Iterator[Remark]:
    """Yield a row none of whose projects works in its country; one that works everywhere works there.

    Meetings and conferences are passed over, since they are often held abroad.
    """
    projects = _of(activity, known)
    if not projects or activity.organisers or not all(project.countries for project in projects):
        return
    if any(_EVERYWHERE & {fold(word.strip()) for word in (project.scope or "").split(",")} for project in projects):
        return
    if _GATHERINGS.intersection(read_title(activity.title).words):
        return
    agreed = {country for project in projects for country in project.countries}
    if activity.countries and not agreed & set(activity.countries):
        names = " or ".join(project.name for project in projects)
        yield codes()["country-not-of-project"].about(activity, country=", ".join(activity.countries), project=names)
