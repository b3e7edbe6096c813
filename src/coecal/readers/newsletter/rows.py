"""Owns one row: its words are taken apart into title, places, mode, status and date.

The words are cut at their commas and read from the right: dates, modes, statuses and places in any order, until a
piece is none of them. The rest is the title, which keeps at least one piece. Knows nothing of projects.
"""

from __future__ import annotations

import attrs

from coecal.activities import Mode, Status
from coecal.dates import FuzzyDate
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.slots import Located
from coecal.readers.newsletter.take_dates import (
    find_date_in_title,
    take_dashed,
    take_date,
    take_extra,
    take_fault,
    take_glued,
    take_moved,
    take_sign,
    take_unread,
)
from coecal.readers.newsletter.take_first import take_first_date, take_first_mode, take_first_status
from coecal.readers.newsletter.take_remarks import cut_title_date, take_aside, take_note_sign, take_open
from coecal.readers.newsletter.take_words import (
    find_odd_title,
    is_title_list,
    take_mode,
    take_neighbour,
    take_parted_place,
    take_place,
    take_place_and_mode,
    take_remark,
    take_status,
    take_title_end,
)
from coecal.readers.newsletter.walk import Tools, Walk


@attrs.frozen(kw_only=True)
class Row:
    """What one row says, apart from who runs it.

    Attributes:
        title: the title's words.
        places: the words of its places, in order.
        countries: codes of their countries, in order, each once.
        regions: regions that its places mean, where they are no countries.
        mode: None where it is not said.
        status: None where it is not said.
        when: the date; undated in the period it is listed under where there is none or it cannot be read.
        is_dated: whether words for the date were found and understood.
        problems: what an editor should look at.
    """

    title: str
    places: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    mode: Mode | None
    status: Status | None
    when: FuzzyDate
    is_dated: bool
    problems: tuple[Problem, ...]


def read_row(tools: Tools, words: str, *, line: int, within: Period | None, heading: str = "") -> Row:
    """Take a row apart.

    Args:
        tools: what to read it with.
        words: the row after its cell.
        line: its line, for problems.
        within: the period that it is listed under; None where that is not known.
        heading: the words of the heading that it stands under, for problems.
    """
    walk = Walk(tools, plain(words), line, within, heading)
    take_first_status(walk)
    take_first_date(walk)
    take_first_mode(walk)
    while len(walk.pieces) > 1 and _take_last(walk):
        pass
    _finish_title(walk)
    return _row(walk)


def _take_last(walk: Walk) -> bool:
    """Take the last piece, or words from its end; return False where it belongs to the title."""
    beside, walk.beside = walk.beside, None
    return (
        take_sign(walk)
        or take_note_sign(walk)
        or take_status(walk)
        or take_moved(walk)
        or take_remark(walk)
        or take_mode(walk)
        or take_date(walk)
        or take_open(walk)
        or (not is_title_list(walk) and _take_beside(walk, beside))
    )


def _take_beside(walk: Walk, beside: Located | None) -> bool:
    """Take what is told by what stands beside it: a place, a remark, words that stand where the date belongs."""
    return (
        take_place(walk)
        or take_parted_place(walk)
        or take_place_and_mode(walk)
        or take_dashed(walk)
        or take_glued(walk)
        or take_neighbour(walk, beside)
        or take_fault(walk)
        or take_aside(walk)
        or take_unread(walk)
        or take_extra(walk)
    )


def _finish_title(walk: Walk) -> None:
    if not walk.pieces:
        walk.find(Finding.ROW_WITHOUT_TITLE, walk.words)
        return
    take_title_end(walk)
    cut_title_date(walk)
    find_odd_title(walk)
    if walk.when is None:
        find_date_in_title(walk)


def _row(walk: Walk) -> Row:
    places = walk.places[::-1]
    title = walk.words[walk.pieces[0].start : walk.pieces[-1].end].rstrip(" ,;") if walk.pieces else ""
    return Row(
        title=f"{title}, {walk.extra}" if walk.extra else title,
        places=tuple(place.words for place in places),
        countries=tuple(dict.fromkeys(code for place in places for code in place.countries)),
        regions=tuple(dict.fromkeys(name for place in places for name in place.regions)),
        mode=walk.mode,
        status=walk.status,
        when=FuzzyDate.undated(walk.within) if walk.when is None else walk.when,
        is_dated=walk.when is not None and not walk.is_unread,
        problems=tuple(walk.problems),
    )
