"""Owns the steps that take a date from the end of a row: a whole one, one glued to other words, a faulty one."""

from __future__ import annotations

import re

import attrs

from coecal.dates import FuzzyDate
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.pieces import Piece
from coecal.readers.newsletter.walk import Walk
from coecal.readers.newsletter.when import LONGEST_DATE
from coecal.readers.newsletter.words import fold

_TAIL_NUMBER = re.compile(r"(.*\S)\s+(\d{1,2}(?:\s*[-–—]\s*\d{1,2})?)")
_DASH = re.compile(r"\s+[-–—|]\s+")
_YEAR = re.compile(r"\d{4}")
_NOTHING = re.compile(r"[\W_]*")
_MOST_WORDS, _MOST_EXTRA = 10, 3


def take_sign(walk: Walk) -> bool:
    """Take a piece without letters and digits: a question mark says that the date is open, a dash says nothing."""
    if walk.last[0].isalnum() or _NOTHING.fullmatch(walk.last) is None:
        return False
    if "?" in walk.last and walk.when is None:
        walk.set_unread(walk.last)
    walk.drop()
    return True


def take_date(walk: Walk) -> bool:
    """Take the longest run of last pieces that is a date."""
    if walk.when is not None:
        return _take_old_date(walk)
    for size in range(_run(walk), 0, -1):
        when = walk.read_date(walk.tail(size))
        if when is not None:
            walk.set_date(when)
            walk.drop(size)
            _take_glued_days(walk, when)
            return True
    return _take_days(walk)


def take_moved(walk: Walk) -> bool:
    """Take "3 May (postponed to January 2026)": the new date counts, the words of both stay."""
    if walk.when is not None or walk.tools.status_hint.search(walk.last) is None:
        return False
    match = walk.tools.moved.fullmatch(walk.last)
    if match is None or ((before := match[1].rstrip(" ([,")) and walk.read_date(before) is None):
        return False
    when = walk.read_date(match[3])
    if when is None:
        walk.find(Finding.DATE_UNREAD, walk.last, why=walk.tools.dates.why_not(match[3], walk.within))
        walk.set_unread(walk.last)
    else:
        walk.when = attrs.evolve(when, text=walk.last)
    walk.status = walk.tools.slots.status(match[2]) or walk.status
    walk.is_moved = True
    walk.drop()
    return True


def take_dashed(walk: Walk) -> bool:
    """Part "Kenya – in person – 3 May" at its dashes, where each part is a place, a mode, a status or the date."""
    if _DASH.search(walk.last) is None:
        return False
    parts = _DASH.split(walk.last)
    slots = walk.tools.slots
    others = [part for part in parts if not (slots.mode(part) or slots.place(part) or slots.status(part))]
    if len(others) > 1 or any(walk.read_date(part) is None for part in others):
        return False
    start = walk.pieces.pop().start
    for part in parts:
        start = walk.words.index(part, start)
        walk.pieces.append(Piece(part, start, start + len(part)))
        start += len(part)
    return True


def take_glued(walk: Walk) -> bool:
    """Take the mode or the date that no comma parts from a place: "in person 3-4 May", "Ghana 3-4 May"."""
    dating = walk.when is None and walk.tools.dates.may_hold(walk.last)
    if not dating and not walk.tools.slots.may_hold_mode(walk.last):
        return False
    words = walk.last.split(" ")
    if len(words) > _MOST_WORDS:
        return False
    return any(_take_parted(walk, " ".join(words[:count]), " ".join(words[count:])) for count in range(1, len(words)))


def take_fault(walk: Walk) -> bool:
    """Take words that look like a date and are none: the row becomes undated, the words stay with it."""
    if walk.when is not None:
        return False
    for size in range(_run(walk), 0, -1):
        words = walk.tail(size)
        if size > 1 and not walk.tools.dates.shape(words).known:
            continue
        fault = walk.tools.dates.fault(words, walk.within)
        if fault is not None:
            walk.find(Finding.DATE_UNREAD, words, why=fault.message)
            walk.set_unread(words)
            walk.drop(size)
            return True
    return False


def take_unread(walk: Walk) -> bool:
    """Take last words that stand where the date belongs and are none: after the mode, or a number after a place."""
    if not walk.is_at_end or not walk.before or len(walk.last.split()) > _MOST_WORDS:
        return False
    slots, dates = walk.tools.slots, walk.tools.dates
    is_open = fold(walk.last) in walk.tools.words.without_days
    stands = slots.mode(walk.before) is not None or (
        (is_open or dates.is_number(walk.last) or dates.opens(walk.last)) and slots.place(walk.before) is not None
    )
    if stands:
        walk.find(Finding.WORDS_UNREAD, walk.last)
        walk.set_unread(walk.last)
        walk.drop()
    return stands


def take_extra(walk: Walk) -> bool:
    """Take the last words of a row that follow its date: they stay, at the end of the title."""
    if not walk.is_at_end or walk.extra:
        return False
    for size in range(1, min(_MOST_EXTRA, len(walk.pieces) - 2) + 1):
        date = walk.pieces[-size - 1].text
        if walk.tools.dates.may_join(date) and walk.tools.dates.shape(date).named and walk.read_date(date) is not None:
            walk.extra = walk.tail(size)
            walk.find(Finding.WORDS_AFTER_DATE, walk.extra)
            walk.drop(size)
            return True
    return False


def find_date_in_title(walk: Walk) -> None:
    """List words at the title's end that look like a date, where the row has none."""
    parts = walk.last.split(" ")
    for count in range(min(_MOST_WORDS, len(parts) - 1), 1, -1):
        tail = " ".join(parts[-count:])
        if tail[:1].isdigit() and walk.read_date(tail) is not None:
            walk.find(Finding.DATE_IN_TITLE, tail)
            return


def _run(walk: Walk) -> int:
    """Return how many of the last pieces can be one date together; the first piece is the title's."""
    size = 1
    while size < len(walk.pieces) - 1 and walk.pieces[-1].end - walk.pieces[-size - 1].start <= LONGEST_DATE:
        words = walk.pieces[-size - 1].text
        if not walk.tools.dates.may_join(words) or _YEAR.fullmatch(words) or walk.tools.slots.mode(words) is not None:
            break
        size += 1
    return size


def _take_glued_days(walk: Walk, when: FuzzyDate) -> None:
    """Take the first day of a list of days from the place it is glued to: "Ghana 4, 11 and 18 May"."""
    match = _TAIL_NUMBER.fullmatch(walk.last) if len(walk.pieces) > 1 else None
    if match is None or not (walk.tools.slots.place(match[1]) or walk.tools.slots.mode(match[1])):
        return
    longer = walk.read_date(f"{match[2]}, {when.text}")
    if longer is not None:
        walk.when = longer
        walk.shrink(match[1])


def _take_days(walk: Walk) -> bool:
    """Take "3-5" after a place or a mode as days of the month it is listed under."""
    slots = walk.tools.slots
    if not walk.before or not walk.last[:1].isdigit():
        return False
    when = walk.tools.dates.read_days(walk.last, walk.within)
    if when is None or (slots.mode(walk.before) is None and slots.place(walk.before) is None):
        return False
    walk.find(Finding.DAYS_ASSUMED, walk.last, heading=walk.heading)
    walk.when = when
    walk.drop()
    return True


def _take_old_date(walk: Walk) -> bool:
    """Take the old date before a piece that says to when the activity was moved."""
    if not walk.is_moved or walk.when is None or walk.read_date(walk.last) is None:
        return False
    walk.when = attrs.evolve(walk.when, text=f"{walk.last}, {walk.when.text}")
    walk.is_moved = False
    walk.drop()
    return True


def _take_parted(walk: Walk, left: str, right: str) -> bool:
    """Take the mode or date that the last piece begins or ends with, where all of its words are understood."""
    slots = walk.tools.slots
    left_mode, right_mode = slots.mode(left), slots.mode(right)
    left_when = walk.read_date(left) if walk.when is None else None
    right_when = walk.read_date(right) if walk.when is None else None
    if left_mode is not None and (right_mode is not None or right_when is not None or slots.place(right)):
        walk.set_mode(left_mode, left)
        walk.keep_right(right)
    elif right_mode is not None and (left_when is not None or slots.place(left)):
        walk.set_mode(right_mode, right)
        walk.shrink(left)
    elif right_when is not None and slots.place(left):
        walk.set_date(right_when)
        walk.shrink(left)
    elif left_when is not None and slots.place(right):
        walk.set_date(left_when)
        walk.keep_right(right)
    else:
        return False
    return True
