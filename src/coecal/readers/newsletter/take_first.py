"""Owns the steps at a row's start: a status, a date or a mode that stands before the title."""

from __future__ import annotations

import re

from coecal.dates import FuzzyDate
from coecal.readers.newsletter.pieces import Piece
from coecal.readers.newsletter.walk import Walk

_JOINT = re.compile(r"\s*:\s+|\s+[–—|-]\s+")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}")
_MOST_DATE_PIECES, _LONGEST = 3, 40


def take_first_status(walk: Walk) -> None:
    """Take "CANCELLED:" from the start of a row."""
    match = walk.tools.status_first.match(walk.words)
    if match is None or not walk.pieces or match.end() >= walk.pieces[0].end:
        return
    first = walk.pieces[0]
    walk.status = walk.tools.slots.status(match[1] or match[2])
    walk.pieces[0] = Piece(walk.words[match.end() : first.end], match.end(), first.end)


def take_first_date(walk: Walk) -> None:
    """Take "3 May, Course on wells, Togo" and "3 May: Course on wells, Togo", where no other date follows."""
    if not walk.tools.dates.begins(walk.first):
        return
    found = _leading_date(walk) or _joined_date(walk)
    if found is None:
        return
    when, start = found
    rest = [piece for piece in walk.pieces if piece.end > start]
    if not rest or any(walk.read_date(piece.text) is not None for piece in rest if piece.start >= start):
        return
    first = walk.words[start : rest[0].end].lstrip()
    walk.pieces[:] = [Piece(first, rest[0].end - len(first), rest[0].end), *rest[1:]]
    walk.set_date(when)


def take_first_mode(walk: Walk) -> None:
    """Take "Online, Course on wells, Togo" and "Webinar | Course on wells, Togo"; a title follows and no other mode."""
    slots = walk.tools.slots
    if not slots.begins_mode(walk.first):
        return
    left, bar, right = (part.strip() for part in walk.first.partition("|"))
    if bar and right and slots.mode(left) is not None:
        end = walk.pieces[0].end
        first, rest = [Piece(right, end - len(right), end)], walk.pieces[1:]
    elif len(walk.pieces) > 1 and slots.is_plain_mode(left) and _is_title(walk, walk.pieces[1].text):
        first, rest = [], walk.pieces[1:]
    else:
        return
    mode = slots.mode(left)
    if mode is not None and not any(slots.mode(piece.text) for piece in rest):
        walk.set_mode(mode, left)
        walk.pieces[:] = [*first, *rest]


def _leading_date(walk: Walk) -> tuple[FuzzyDate, int] | None:
    """Return the date that the first pieces are, and where the next piece starts."""
    most = _MOST_DATE_PIECES if walk.tools.dates.may_join(walk.first) else 1
    for size in range(min(most, len(walk.pieces) - 1), 0, -1):
        words = walk.words[walk.pieces[0].start : walk.pieces[size - 1].end]
        when = _read(walk, words)
        if when is not None and _titles_follow(walk, size):
            return when, walk.pieces[size].start
    return None


def _titles_follow(walk: Walk, position: int) -> bool:
    """Whether the piece at a position can begin a title, or is a mode that can stand before one."""
    if walk.tools.slots.is_plain_mode(walk.pieces[position].text) and position + 1 < len(walk.pieces):
        position += 1
    return _is_title(walk, walk.pieces[position].text)


def _joined_date(walk: Walk) -> tuple[FuzzyDate, int] | None:
    """Return the date before the last colon, dash or bar of the first piece that has one, and where the rest starts."""
    piece = walk.pieces[0]
    for joint in reversed(list(_JOINT.finditer(piece.text))):
        when = _read(walk, piece.text[: joint.start()])
        if when is not None and _is_title(walk, piece.text[joint.end() :]):
            return when, piece.start + joint.end()
    return None


def _read(walk: Walk, words: str) -> FuzzyDate | None:
    """Return the date that words are, where they name its month and a number."""
    if len(words) > _LONGEST or _SLASHED.fullmatch(words) or not any(map(str.isdigit, words)):
        return None
    when = walk.read_date(words)
    return when if walk.tools.dates.shape(words).placed else None


def _is_title(walk: Walk, words: str) -> bool:
    """Whether words can begin a title: they do not start in lower case, and are no place, mode or date."""
    slots = walk.tools.slots
    return not (
        words[:1].islower() or slots.mode(words) or slots.status(words) or slots.place(words) or walk.read_date(words)
    )
