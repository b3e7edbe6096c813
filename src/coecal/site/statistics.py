"""Owns the figures of a programme: how many activities by month, project and country, firm against not firm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Kind
from coecal.programme import Programme
from coecal.timeline.words import is_cancelled


@attrs.define
class Count:
    """So many activities with firm dates, and so many others."""

    firm: int = 0
    vague: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.firm + self.vague

    def add(self, activity: Activity) -> None:
        """Count an activity."""
        if activity.when.is_firm:
            self.firm += 1
        else:
            self.vague += 1


@attrs.frozen(kw_only=True)
class Statistics:
    """The figures of a programme, without what is cancelled.

    Attributes:
        total: all of its activities.
        months: by the first day of the month of their first possible day, in order; None, which comes last: no day
            is known.
        months_projects: the number of activities of each project, by the same months.
        projects: by project, in the order of the programme; None: those of no project.
        countries: by code, in the order of the programme; None: those of no country.
    """

    total: Count
    months: Mapping[date | None, Count]
    months_projects: Mapping[date | None, Mapping[str | None, int]]
    projects: Mapping[str | None, Count]
    countries: Mapping[str | None, Count]


def make_statistics(programme: Programme) -> Statistics:
    """Return the figures of a programme.

    >>> make_statistics(Programme()).total
    Count(firm=0, vague=0)
    """
    total = Count()
    months: dict[date | None, Count] = {}
    by_project: dict[date | None, dict[str | None, int]] = {}
    projects: dict[str | None, Count] = {project.name: Count() for project in programme.projects}
    countries: dict[str | None, Count] = {}
    for activity in programme.activities:
        if is_cancelled(activity):
            continue
        month = _month_of(activity.when)
        total.add(activity)
        months.setdefault(month, Count()).add(activity)
        for name in _each(activity.projects):
            projects.setdefault(name, Count()).add(activity)
            counts = by_project.setdefault(month, {})
            counts[name] = counts.get(name, 0) + 1
        for code in _each(activity.countries):
            countries.setdefault(code, Count()).add(activity)
    return Statistics(
        total=total,
        months=dict(sorted(months.items(), key=lambda each: (each[0] is None, each[0] or date.min))),
        months_projects=by_project,
        projects=dict(sorted(projects.items(), key=lambda each: each[0] is None)),
        countries=countries,
    )


def _each(names: Iterable[str]) -> Iterable[str | None]:
    known = dict.fromkeys(name for name in names if name.strip())
    return known or (None,)


def _month_of(when: FuzzyDate) -> date | None:
    """Return the first day of the month that a date counts in; None where no day is known."""
    ends = [part.latest_end for part in when.ranges if part.latest_end is not None]
    starts = [part.earliest_start for part in when.ranges if part.earliest_start is not None]
    if ends and (when.kind is Kind.DEADLINE or not starts):
        return max(ends).replace(day=1)
    return min(starts).replace(day=1) if starts else None
