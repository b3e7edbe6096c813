"""Owns several programmes as one: which activities are the same, whose projects are equal, what contradicts.

Knows nothing of formats. It is no merge of issues: nothing is firmed up or moved, whatever differs is kept and listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import attrs

from coecal.activities import Activity, Source, Status
from coecal.errors import Problem, Severity
from coecal.identity import UidMaker
from coecal.programme import Programme
from coecal.projects import name_key
from coecal.ranges import Period
from coecal.readers.together_projects import JoinedProjects
from coecal.reports import Figure, Passage, Report, SaveTheDate

_ASIDE = ("sequence", "last_modified", "source", "status")
_BECOMES_HELD = {Status.PLANNED, Status.HELD}
Item = TypeVar("Item", Activity, Report, SaveTheDate, Figure)


def join_programmes(named: Sequence[tuple[str, Programme]]) -> Programme:
    """Return several programmes as one.

    Activities keep their UIDs. One that two programmes hold alike is taken once. Where the same UID stands for what
    differs, both are kept, the later one under a UID of its own, and a warning says what differs. Projects of one
    name are one; the first that says something of them counts, and a warning says what another says instead.

    Args:
        named: the programmes in order, each with the name of its file, which its problems and sources get.

    >>> from coecal.dates import parse_date
    >>> one = Activity(uid="a", title="Talks", when=parse_date("3 May 2027"))
    >>> moved = attrs.evolve(one, when=parse_date("4 May 2027"))
    >>> joined = join_programmes([("x.csv", Programme(activities=[one])), ("y.csv", Programme(activities=[moved]))])
    >>> [activity.when.text for activity in joined.activities], joined.problems[0].code
    (['3 May 2027', '4 May 2027'], 'same-uid')
    """
    programmes = [(file, _with_files(file, programme)) for file, programme in named]
    projects = JoinedProjects(programmes)
    joining = _Activities(projects, {one.uid for _, programme in programmes for one in programme.activities})
    reports: list[Report] = []
    saves: list[SaveTheDate] = []
    for file, programme in programmes:
        uids = joining.add(file, programme)
        reports += [_relinked(projects.renamed_report(file, report), uids) for report in programme.reports]
        saves += [_relinked(save, uids) for save in programme.save_the_dates]
    figures = [figure for _, programme in programmes for figure in programme.figures]
    days = [programme.as_of for _, programme in programmes if programme.as_of is not None]
    return Programme(
        title=next((programme.title for _, programme in programmes if programme.title), ""),
        period=_period([programme.period for _, programme in programmes if programme.period is not None]),
        as_of=max(days, default=None),
        projects=projects.projects,
        activities=joining.activities,
        reports=reports,
        save_the_dates=saves,
        figures=figures,
        problems=[
            *(problem for _, programme in programmes for problem in programme.problems),
            *projects.problems,
            *joining.problems,
            *_differing_figures(figures),
        ],
    )


def _with_files(file: str, programme: Programme) -> Programme:
    """Return a programme whose sources and problems say which file they are of."""
    return attrs.evolve(
        programme,
        activities=[_of_file(file, one) for one in programme.activities],
        reports=[_of_file(file, one) for one in programme.reports],
        save_the_dates=[_of_file(file, one) for one in programme.save_the_dates],
        figures=[_of_file(file, one) for one in programme.figures],
        problems=[attrs.evolve(problem, file=problem.file or file) for problem in programme.problems],
    )


def _of_file(file: str, item: Item) -> Item:
    source = attrs.evolve(item.source, file=item.source.file or file)
    return attrs.evolve(item, source=source)


class _Activities:
    """Takes the activities of one programme after another, each UID once."""

    def __init__(self, projects: JoinedProjects, taken: set[str]) -> None:
        self._projects = projects
        self._uids = UidMaker(taken)
        self._positions: dict[str, int] = {}
        self.activities: list[Activity] = []
        self.problems: list[Problem] = []

    def add(self, file: str, programme: Programme) -> Mapping[str, str]:
        """Take the activities of a programme, and return the UIDs of those that got another one."""
        renamed: dict[str, str] = {}
        for activity in programme.activities:
            one = self._projects.renamed_activity(file, activity)
            position = self._positions.get(one.uid)
            if position is None:
                self._append(one)
            elif not (differing := _differing(self.activities[position], one)):
                self._take_again(position, one)
            else:
                own = self._uids.make(one.title, one.partners, one.countries)
                self.problems.append(_same_uid(self.activities[position], one, own, differing))
                renamed[one.uid] = own
                self._append(attrs.evolve(one, uid=own))
        return renamed

    def _append(self, activity: Activity) -> None:
        self._positions[activity.uid] = len(self.activities)
        self.activities.append(activity)

    def _take_again(self, position: int, again: Activity) -> None:
        """Keep of the same activity in two files the first, unless the other knows that it was held."""
        first = self.activities[position]
        if first.status is Status.PLANNED and again.status is Status.HELD:
            self.activities[position] = again
        self.problems.append(
            Problem(
                line=again.source.line,
                code="listed-twice",
                severity=Severity.NOTE,
                message=f"{again.title!r} stands in {_place(first.source)} too, and was taken once",
                remedy="Nothing needs to be done if it is the same activity.",
                file=again.source.file,
            )
        )


def _differing(one: Activity, other: Activity) -> list[str]:
    """Return the fields in which two activities of one UID differ, as they are called in JSON."""
    names = [field.name for field in attrs.fields(Activity) if field.name not in _ASIDE]
    differing = [name for name in names if getattr(one, name) != getattr(other, name)]
    if one.status is not other.status and {one.status, other.status} != _BECOMES_HELD:
        differing.append("status")
    return differing


def _same_uid(first: Activity, other: Activity, own: str, differing: Sequence[str]) -> Problem:
    shown = "; ".join(f"{name}: {_shown(first, name)} and {_shown(other, name)}" for name in differing)
    return Problem(
        line=other.source.line,
        code="same-uid",
        severity=Severity.WARNING,
        message=f"{other.title!r} has the UID of an activity in {_place(first.source)}, but says otherwise: {shown}; "
        f"both were kept, this one as {own}",
        remedy="Correct one of the two files; where one is a later issue of the other, put them together with merge.",
        file=other.source.file,
    )


def _shown(activity: Activity, name: str) -> str:
    if name == "when":
        return repr(activity.when.text or activity.when.to_edtf())
    value: object = getattr(activity, name)
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else repr(str(value))


def _place(source: Source | Passage) -> str:
    return f"{source.file}" if source.line is None else f"{source.file}, line {source.line}"


Linked = TypeVar("Linked", Report, SaveTheDate)


def _relinked(item: Linked, uids: Mapping[str, str]) -> Linked:
    return attrs.evolve(item, activities=[uids.get(uid, uid) for uid in item.activities]) if uids else item


def _period(periods: Sequence[Period]) -> Period | None:
    if not periods:
        return None
    return Period(min(period.first for period in periods), max(period.last for period in periods))


def _differing_figures(figures: Sequence[Figure]) -> Iterator[Problem]:
    """Yield the figures of different files that count the same thing on the same day, and differ."""
    first: dict[tuple[str, date, str | None], Figure] = {}
    for figure in figures:
        if figure.as_of is None or figure.total_of:
            continue  # without a day, two issues may well give two counts
        known = first.setdefault((name_key(figure.name), figure.as_of, figure.unit), figure)
        if known.value != figure.value and known.source.file != figure.source.file:
            yield Problem(
                line=figure.source.line,
                code="figure-differs",
                severity=Severity.WARNING,
                message=f"{figure.name!r} is {figure.value} here and {known.value} in {_place(known.source)}",
                remedy="Correct one of the two.",
                file=figure.source.file,
            )
