"""Owns the projects of several programmes as one list: those of one name are one, what differs is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate
from coecal.errors import Problem, Severity
from coecal.programme import Programme
from coecal.projects import Money, Project, index_projects, name_key, with_unique_keys
from coecal.reports import Report

_SAID = ("duration", "budget", "funding", "funders", "scope", "countries", "implementation")


class JoinedProjects:
    """The projects of several programmes, those of one name joined.

    Attributes:
        projects: in the order in which they are first named.
        problems: what one file says of a project and another one otherwise; organisers that are projects elsewhere.
    """

    def __init__(self, programmes: Sequence[tuple[str, Programme]]) -> None:
        """Join the projects of programmes, each given with the name of its file."""
        self.problems: list[Problem] = []
        joined: list[Project] = []
        sources: list[dict[str, str]] = []
        positions: dict[str, int] = {}
        for file, programme in programmes:
            for project in programme.projects:
                names = [name_key(name) for name in (project.name, *project.aliases)]
                position = next((positions[name] for name in names if name in positions), None)
                if position is None:
                    position = len(joined)
                    joined.append(project)
                    sources.append(dict.fromkeys(_SAID, file))
                else:
                    joined[position] = self._joined(joined[position], project, sources[position], file)
                for name in names:
                    positions.setdefault(name, position)
        self.projects: tuple[Project, ...] = tuple(with_unique_keys(joined))
        self._index = index_projects(self.projects)
        self._own: Mapping[str, Mapping[str, Project]] = {
            file: index_projects(programme.projects) for file, programme in programmes
        }

    def _joined(self, first: Project, other: Project, sources: dict[str, str], file: str) -> Project:
        """Return a project with what another file says of it where the first says nothing."""
        changes: dict[str, object] = {}
        for name in _SAID:
            before, after = getattr(first, name), getattr(other, name)
            if not after or before == after:
                continue
            if not before:
                changes[name] = after
                sources[name] = file
            else:
                self.problems.append(_differs(first, name, (before, sources[name]), (after, file)))
        aliases = dict.fromkeys((*first.aliases, other.name, *other.aliases))
        return attrs.evolve(first, aliases=[name for name in aliases if name != first.name], **changes)  # type: ignore[arg-type]

    def renamed_report(self, file: str, report: Report) -> Report:
        """Return a report with the joined names of its projects."""
        return attrs.evolve(report, projects=self._names(file, report.projects))

    def renamed_activity(self, file: str, activity: Activity) -> Activity:
        """Return an activity with the joined names of its projects; an organiser that is a project elsewhere is one."""
        if not activity.projects and not activity.organisers:
            return activity
        names = self._names(file, activity.projects)
        organisers = []
        for body in activity.organisers:
            project = self._index.get(name_key(body))
            if project is None:
                organisers.append(body)
            else:
                names.append(project.name)
                self._note_project(file, activity, body)
        return attrs.evolve(activity, projects=dict.fromkeys(names), organisers=organisers)

    def _names(self, file: str, names: Iterable[str]) -> list[str]:
        found = []
        for name in names:
            project = self._own[file].get(name_key(name))
            joined = self._index.get(name_key(name if project is None else project.name))
            found.append(name if joined is None else joined.name)
        return list(dict.fromkeys(found))

    def _note_project(self, file: str, activity: Activity, body: str) -> None:
        self.problems.append(
            Problem(
                line=activity.source.line,
                code="organiser-is-project",
                severity=Severity.NOTE,
                message=f"{body!r} is an organiser here and a project in another file: it was taken for the project",
                remedy="Nothing needs to be done if that is so.",
                file=file,
            )
        )


def _differs(project: Project, name: str, first: tuple[object, str], other: tuple[object, str]) -> Problem:
    return Problem(
        line=None,
        code="project-differs",
        severity=Severity.WARNING,
        message=f"the {name} of {project.name} is {_shown(other[0])} in {other[1]} and {_shown(first[0])} in "
        f"{first[1]}, which was taken",
        remedy="Correct one of the two files.",
        file=other[1],
    )


def _shown(value: object) -> str:
    if isinstance(value, FuzzyDate):
        return repr(value.text or value.to_edtf())
    if isinstance(value, Money):
        return f"{value.currency} {value.amount:,f}"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else repr(value)
