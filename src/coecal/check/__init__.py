"""Owns what an editor should look at before an issue goes out: all checks together, and what their reader found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coecal.activities import Activity
from coecal.check.codes import Code, Reading, Remark, codes, in_order, readings
from coecal.check.dates import check_dates
from coecal.check.doubles import check_doubles
from coecal.check.figures import check_figures
from coecal.check.projects import check_projects
from coecal.check.rows import check_rows, check_spellings
from coecal.check.sources import check_earlier, check_open, part_by_source
from coecal.check.waivers import EVERYTHING, CheckPolicy, Waiver, read_policy
from coecal.errors import Problem
from coecal.programme import Programme

__all__ = [
    "EVERYTHING",
    "CheckPolicy",
    "Code",
    "Reading",
    "Remark",
    "Waiver",
    "check",
    "codes",
    "read_policy",
    "readings",
]


_OF_A_DATE = ("date-missing", "held-not-firm", "past-planned", "vague-soon")
_COVERED = {
    "date-unread": _OF_A_DATE,
    "words-unread": _OF_A_DATE,
    "place-unknown": ("place-missing",),
    "unknown-project": ("project-misspelt",),
}
"""What follows from a finding of reading, and is not told again for the same line."""


def check(programme: Programme, *, today: date | None = None, policy: CheckPolicy = EVERYTHING) -> tuple[Remark, ...]:
    """Return what an editor should look at, in the order of lines: what reading found and what checks find.

    Of a merged programme the rows of the newest issue are checked, by their lines there; what earlier issues planned
    and the newest passes over is named with its issue.

    Args:
        programme: what is checked.
        today: the day on which it is checked; None: nothing is said to be near or past.
        policy: what is not to be told.

    >>> from coecal.dates import parse_date
    >>> talks = Activity(uid="1@x", title="Talks", when=parse_date("by May 2027"), mode="online", organisers=["X"])
    >>> [remark.code for remark in check(Programme(activities=[talks]))]
    ['deadline']
    """
    sources = part_by_source(programme)
    newest = sources.newest
    asked = tuple(check_open(sources))
    pairs = {frozenset(remark.uids) for remark in asked}
    doubles = [each for each in check_doubles(newest, sources.earlier) if frozenset(each.uids) not in pairs]
    named = {uid for remark in (*asked, *doubles) for uid in remark.uids}
    found = [
        *check_rows(newest),
        *check_spellings(newest),
        *check_dates(newest, today),
        *check_projects(newest),
        *asked,
        *doubles,
        *check_figures(newest),
        *check_earlier(programme, (each for each in sources.earlier if each.uid not in named)),
    ]
    read = _as_remarks(programme.problems, newest.activities)
    told = {(code, *_spot(remark)) for remark in read for code in (remark.code, *_COVERED.get(remark.code, ()))}
    return policy.left([*read, *(remark for remark in found if (remark.code, *_spot(remark)) not in told)])


def _spot(problem: Problem) -> tuple[str | None, int | None]:
    return problem.file, problem.line


def _as_remarks(problems: Iterable[Problem], activities: Iterable[Activity]) -> tuple[Remark, ...]:
    """Return what reading found, each with the activities of its line."""
    uids: dict[tuple[str | None, int | None], list[str]] = {}
    for activity in activities:
        if activity.source.line is not None:
            uids.setdefault((activity.source.file, activity.source.line), []).append(activity.uid)
    return in_order(
        Remark(
            line=problem.line,
            code=problem.code,
            severity=problem.severity,
            message=problem.message,
            remedy=problem.remedy,
            file=problem.file,
            uids=uids.get(_spot(problem), []),
        )
        for problem in problems
    )
