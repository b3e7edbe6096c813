"""Owns the marks of what is not firm: TBC, provisional, "?", around, with the signs that stand about them."""

from __future__ import annotations

from typing import Final

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.times import DateStatus
from coecal.dates.tokens import CLOSE, COLON, COMMA, DASH, OPEN, QUESTION, TILDE
from coecal.dates.words import Sort

FORMER: Final = {"postponed_from": "postponed", "moved_from": "moved"}
"""The words of status that the former date follows, each with what it says of the new one."""

_MARKS = frozenset({Sort.TENTATIVE, QUESTION, Sort.APPROXIMATE, TILDE, Sort.STATUS})
_MOST_MARKS = 5  # in a row; more are no date


@attrs.define
class Marks:
    """What the marks said so far; `moved`: a status was among them, be it one without a name."""

    tentative: bool = False
    approximate: bool = False
    status: DateStatus | None = None
    moved: bool = False

    def note_status(self, word: str) -> None:
        """Note a word such as "cancelled"; "moved" says that there is a status, but none that the days do not show."""
        self.moved = True
        if word != "moved":
            self.status = DateStatus(word)


def take_marks(cursor: Cursor, marks: Marks) -> bool:
    """Take all words and signs that say that the date is not firm, brackets, commas and dashes around them included."""
    if _MARKS.isdisjoint(cursor.sorts):
        return False
    taken = False
    for _ in range(_MOST_MARKS):
        start = cursor.position
        if cursor.sees(COMMA, COLON) or cursor.sees_spaced(DASH):
            cursor.position += 1
        opened = cursor.take(OPEN) is not None
        cursor.skip(Sort.ON)
        found = take_bare_marks(cursor, marks)
        if not found or (opened and not cursor.take(CLOSE)):
            cursor.position = start
            if taken and (cursor.sees(COMMA, COLON) or cursor.sees_spaced(DASH)):
                cursor.position += 1
            return taken
        taken = True
    return taken


def take_bare_marks(cursor: Cursor, marks: Marks) -> bool:
    """Take the words and signs themselves, one after the other; return whether there were any."""
    if _MARKS.isdisjoint(cursor.sorts):
        return False
    found = False
    for _ in range(_MOST_MARKS):
        if cursor.take(Sort.TENTATIVE) or cursor.take(QUESTION):
            marks.tentative = True
        elif cursor.sees(Sort.APPROXIMATE) or cursor.sees(TILDE):
            cursor.position += 1
            marks.tentative = marks.approximate = True
        elif cursor.sees(Sort.STATUS) and cursor.value(Sort.STATUS) not in FORMER:
            marks.note_status(cursor.take_word(Sort.STATUS) or "")
        else:
            return found
        found = True
    return found
