"""Owns the steps that take what is neither title, place, mode nor date: remarks between these, and signs of notes."""

from __future__ import annotations

import re

from coecal.dates import FuzzyDate
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.walk import Walk

_SIGN = re.compile(r"(.*[^\s*†‡(\[])\s*([(\[]?[*†‡]+[)\]]?)")
_MOST_PIECES, _LONGEST_OPEN = 4, 30
_OPENS_MORE = re.compile(r"(?:and|or|&)\b", re.IGNORECASE)


def take_note_sign(walk: Walk) -> bool:
    """Cut the asterisk from "3 May*"."""
    match = _SIGN.fullmatch(walk.last) if walk.last[-1] in "*†‡)]" else None
    if match is None or walk.when is not None or walk.read_date(match[1]) is None:
        return False
    walk.find(Finding.NOTE_SIGN, match[2], other=match[1])
    walk.shrink(match[1])
    return True


def take_open(walk: Walk) -> bool:
    """Take a second "TBC", beside the date: it says that the place or the mode is open."""
    dates = walk.tools.dates
    if (
        walk.when is None
        or len(walk.last) > _LONGEST_OPEN
        or not dates.begins(walk.last)
        or not dates.is_tentative(walk.last)
    ):
        return False
    shape = dates.shape(walk.last)
    if not shape.known or shape.placed or any(map(str.isdigit, walk.last)):
        return False
    walk.find(Finding.REMARK, walk.last)
    walk.drop()
    return True


def take_aside(walk: Walk) -> bool:
    """Take a remark that stands after a place, a mode or the date: "Kenya, with the Harbour Trust, 3 May".

    Pieces that open as remarks do ("with", "in Spanish", "for 30 people") are remarks there, and so is what stands
    between a place or mode and the date and is nothing else.
    """
    for size in range(1, min(_MOST_PIECES, len(walk.pieces) - 2) + 1):
        position = len(walk.pieces) - size
        opens = walk.tools.slots.is_remark(walk.pieces[position].text)
        if _follows_slot(walk, position, opens=opens):
            walk.find(Finding.REMARK, walk.tail(size))
            walk.drop(size)
            return True
    return False


def _follows_slot(walk: Walk, position: int, *, opens: bool) -> bool:
    """Whether the pieces from a position on are a remark on the piece before them."""
    before = walk.pieces[position - 1].text
    slots = walk.tools.slots
    if slots.mode(before) is not None:
        return walk.mode is None and (opens or _is_between(walk, position))
    if not opens and (walk.when is None or walk.places or position < len(walk.pieces) - 1):
        return False
    if slots.place(before) is not None:
        return not walk.places and not walk.ends_list(position - 1) and (opens or _is_between(walk, position))
    return opens and walk.when is None and _is_date(walk, before)


def _is_between(walk: Walk, position: int) -> bool:
    """Whether the date follows the pieces from a position on, and none of them goes on with a list or is a date."""
    if walk.when is None or walk.places:
        return False
    pieces = walk.pieces[position:]
    return not any(_OPENS_MORE.match(piece.text) or _is_date(walk, piece.text) for piece in pieces)


def _is_date(walk: Walk, words: str) -> bool:
    return walk.tools.dates.shape(words).named and walk.read_date(words) is not None


def cut_title_date(walk: Walk) -> None:
    """Take the date in brackets from the end of the title: "Course on wells (3 May), Togo", "… (online, 3 May)"."""
    remark = walk.tools.slots.remark(walk.last)
    if walk.when is not None or remark is None:
        return
    before, inside = remark
    slots = walk.tools.slots
    parts = [piece.text for piece in split_pieces(inside)]
    modes = [part for part in parts if slots.mode(part) is not None]
    when = _date_in_period(walk, ", ".join(part for part in parts if part not in modes))
    if when is None:
        return
    walk.set_date(when)
    for part in modes:
        mode = slots.mode(part)
        if mode is not None:
            walk.set_mode(mode, part)
    walk.shrink(before)


def _date_in_period(walk: Walk, words: str) -> FuzzyDate | None:
    """Return the date that words are, where it may lie in the period that the row is listed under."""
    when = walk.read_date(words) if words and walk.tools.dates.shape(words).placed else None
    possible = None if when is None else when.possible
    if possible is None or (walk.within is not None and not possible.overlaps(walk.within)):
        return None
    return when
