"""Owns which rows of a merged programme stand in its newest issue, and what became of the others.

Lines, headings and months are those of one source; of what only earlier issues said, an editor can no longer change a
row, only say in the next one what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from coecal.activities import Activity, Status
from coecal.check.codes import Remark, codes
from coecal.programme import Programme


@attrs.frozen
class Sources:
    """The activities of a programme by where they stand.

    Attributes:
        newest: the programme with the rows of its newest issue alone, each with its line there.
        earlier: what was planned in earlier issues, and has no row in the newest.
    """

    newest: Programme
    earlier: tuple[Activity, ...]


def part_by_source(programme: Programme) -> Sources:
    """Return which activities of a programme the newest issue has a row for; all of them where nothing was merged."""
    newest: list[Activity] = []
    earlier: list[Activity] = []
    for activity in programme.activities:
        last = activity.history[-1] if activity.history else None
        if last is None:
            newest.append(activity)
        elif last.said is not None and (last.issue, last.as_of) == (programme.title, programme.as_of):
            newest.append(attrs.evolve(activity, source=last.said.source, history=()))
        elif activity.status is Status.PLANNED:
            earlier.append(activity)
    return Sources(attrs.evolve(programme, activities=newest), tuple(earlier))


def check_open(sources: Sources) -> Iterator[Remark]:
    """Yield the rows of the newest issue of which nobody has said yet whether they are what an earlier one planned."""
    rows = {each.uid: each for each in sources.newest.activities}
    for activity in sources.earlier:
        for uid in activity.history[-1].asked:
            if uid in rows:
                yield codes()["match-open"].about(rows[uid], activity, other=activity.title)


def check_earlier(programme: Programme, earlier: Iterable[Activity]) -> Iterator[Remark]:
    """Yield what was planned and may have taken place by now, and the newest issue passes over."""
    for activity in earlier:
        when = activity.when
        is_due = programme.as_of is None or when.earliest_start is None or when.earliest_start <= programme.as_of
        if is_due or activity.history[-1].said is None:
            yield codes()["not-mentioned"].about(activity, date=when.text or "no date")
