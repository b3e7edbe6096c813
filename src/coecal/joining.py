"""Owns what a merge joins beside activities: projects under the names that are known, periods, figures, links by UID.

And which reports are about an activity that the newer issue has no row for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

import attrs

from coecal.activities import Activity, Status
from coecal.identity import UidMaker
from coecal.matching import Answer, Comparer, Entry
from coecal.projects import Project, index_projects, name_key, with_unique_keys
from coecal.ranges import Period
from coecal.reports import Figure, Report


def renamed(activity: Activity, names: Mapping[str, str]) -> Activity:
    """Return an activity with its projects under the names that they have in the programme."""
    projects = tuple(names.get(name, name) for name in activity.projects)
    return activity if projects == activity.projects else attrs.evolve(activity, projects=projects)


def join_projects(
    olds: Sequence[Project], news: Sequence[Project], *, keep_old: bool
) -> tuple[tuple[Project, ...], Mapping[str, str]]:
    """Return the projects of both, and the name in the programme of each that the newer issue calls otherwise.

    A project keeps its key and name, on which addresses of feeds depend; what the newer issue says of it holds.
    """
    known = index_projects(olds)
    joined = {project.key: project for project in olds}
    names: dict[str, str] = {}
    added: list[Project] = []
    for project in news:
        old = known.get(name_key(project.name))
        if old is None:
            added.append(project)
        else:
            names[project.name] = old.name
            joined[old.key] = _join_project(joined[old.key], project, keep_old=keep_old)
    return tuple(with_unique_keys((*joined.values(), *added))), names


def _join_project(old: Project, new: Project, *, keep_old: bool) -> Project:
    first, second = (old, new) if keep_old else (new, old)
    names = dict.fromkeys((*old.aliases, new.name, *new.aliases))
    return Project(
        key=old.key,
        name=old.name,
        aliases=tuple(name for name in names if name != old.name),
        duration=first.duration or second.duration,
        budget=first.budget or second.budget,
        funding=first.funding or second.funding,
        funders=first.funders or second.funders,
        scope=first.scope or second.scope,
        countries=first.countries or second.countries,
        implementation=first.implementation or second.implementation,
    )


def joined_period(one: Period | None, other: Period | None) -> Period | None:
    """Return the period that holds both; None says nothing."""
    if one is None or other is None:
        return one or other
    return Period(min(one.first, other.first), max(one.last, other.last))


class _HasActivities(Protocol):
    """A report or an announcement: it names activities by UID."""

    @property
    def activities(self) -> tuple[str, ...]:
        """The UIDs."""
        ...


Linking = TypeVar("Linking", bound=_HasActivities)


def linked(item: Linking, rows: Mapping[str, str]) -> Linking:
    """Return a report or announcement with the UIDs that its activities have in the programme."""
    return attrs.evolve(item, activities=tuple(rows.get(uid, uid) for uid in item.activities))  # type: ignore[misc]


def link_report(report: Report, missing: Sequence[Entry], comparer: Comparer) -> Report:
    """Return a report with the one activity that it is surely about, where its own issue has no row for that.

    Args:
        report: a report; one that is linked to a row, or has no title, is left as it is.
        missing: what was planned and has no row.
        comparer: knows both issues.
    """
    if report.activities or not report.title:
        return report
    told = Entry.of(
        Activity(
            uid="-",
            title=report.title,
            when=report.when,
            projects=report.projects,
            mode=report.mode,
            places=report.places,
            countries=report.countries,
            status=Status.HELD,
        )
    )
    found = [entry for entry in missing if comparer.compare(entry, told).answer is Answer.SAME]
    return attrs.evolve(report, activities=[found[0].activity.uid]) if len(found) == 1 else report


def joined_figures(olds: Sequence[Figure], news: Sequence[Figure], *, is_late: bool) -> Iterable[Figure]:
    """Return the figures of both, those of the newer issue together at the end: a total counts what stands above it."""
    first, last = (news, olds) if is_late else (olds, news)
    return dict.fromkeys((*(figure for figure in first if figure not in last), *last))


def given_uids(activities: Sequence[Activity]) -> set[str]:
    """Return the UIDs that rows did not get from their words: those of another calendar, or of a merge before."""
    groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = defaultdict(int)
    for each in activities:
        groups[each.title, each.partners, each.countries] += 1
    made: set[str] = set()
    maker = UidMaker()
    for (title, runners, countries), count in groups.items():
        made.update(maker.make(title, runners, countries) for _ in range(count))
    return {each.uid for each in activities} - made
