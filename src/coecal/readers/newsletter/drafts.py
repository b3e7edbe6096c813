"""Owns the row before it is taken apart, and whether the line after it is the rest of it.

Knows nothing of headings and of who runs what.
"""

from __future__ import annotations

import re

import attrs

from coecal.activities import Section
from coecal.ranges import Period
from coecal.readers.newsletter.cells import LONGEST_ROW
from coecal.readers.newsletter.headings import Month
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.rows import Row, read_row
from coecal.readers.newsletter.walk import Tools

_ENDS_WITH_NUMBER = re.compile(r"[\d–—-]$")


@attrs.define
class Draft:
    """A row before it is taken apart.

    Attributes:
        section: the list that it stands in.
        month: the heading that it stands under; None where it stands right under the list's heading.
        within: the period that it is listed under; None where that is not known.
        cell: who runs it, as written; "" where no cell was found.
        words: the rest of it.
        lines: the lines as they stand.
        number: the number of the first of them.
        group: the heading of a project, region or country that it stands under; "" where there is none.
    """

    section: Section
    month: Month | None
    within: Period | None
    cell: str
    words: str
    lines: list[str]
    number: int
    group: str = ""

    def add(self, line: Line, words: str) -> None:
        """Add the rest of the row; a hyphen at a line's end joins two parts of one word."""
        if words:
            joint = "" if self.words.endswith("-") and words[0].islower() else " "
            self.words = f"{self.words}{joint}{words}"
        self.lines.append(line.raw)


@attrs.frozen
class Rests:
    """Tells the rest of a broken row from a row of its own.

    Attributes:
        tools: take rows apart, to see what a row lacks.
        width: the length of the longest line that is a row.
    """

    tools: Tools
    width: int

    def is_rest(self, draft: Draft, line: Line, *, is_next: bool) -> bool:
        """Whether a line without a cell is the rest of the row before it.

        It is where that row has no date yet and breaks off (an open bracket, a comma, "and"), or has none and the
        line starts in lower case or with a place, mode or date, or was cut at the page's width; and where the line
        follows at once and holds nothing but modes and places that the row lacks.

        Args:
            draft: the row.
            line: the line after it.
            is_next: whether nothing stands between the two, not even a blank line.
        """
        words = line.words
        if len(draft.words) + len(words) > LONGEST_ROW:
            return False
        row = self._row(draft, draft.words)
        pieces = [piece.text for piece in split_pieces(words)]
        slots = [self._is_slot(piece, draft.within) for piece in pieces]
        if row.is_dated:
            return is_next and row.mode is None and bool(slots) and all(slots)
        starts = words[0].islower() or bool(slots and slots[0])
        return starts or self._is_unfinished(draft.words) or self._is_cut(draft.lines[-1], words)

    def ends_date(self, draft: Draft, line: Line) -> bool:
        """Whether what looks like the heading of a month is the end of a broken date: "…, 29-30" and "November"."""
        if _ENDS_WITH_NUMBER.search(draft.words) is None:
            return False
        alone = self._row(draft, draft.words)
        both = self._row(draft, f"{draft.words} {line.words}")
        return both.is_dated and not both.problems and (not alone.is_dated or bool(alone.problems))

    def _row(self, draft: Draft, words: str) -> Row:
        return read_row(self.tools, words, line=draft.number, within=draft.within)

    def _is_slot(self, piece: str, within: Period | None) -> bool:
        slots = self.tools.slots
        return (
            slots.mode(piece) is not None
            or slots.place(piece) is not None
            or slots.status(piece) is not None
            or self.tools.dates.read(piece, within) is not None
        )

    def _is_unfinished(self, words: str) -> bool:
        """Whether a row's words break off: an open bracket, a comma or dash, or a word that asks for another."""
        if words.count("(") > words.count(")") or words.count("[") > words.count("]"):
            return True
        last = words.rsplit(" ", 1)[-1]
        return last.lower() in self.tools.words.unfinished or words.endswith((",", "-", "–", "—", "/", "&"))

    def _is_cut(self, before: str, words: str) -> bool:
        """Whether the line before had no room for the first word of this one, in a list of which no line is longer."""
        return len(before.rstrip()) + 1 + len(words.split(" ", 1)[0]) > self.width
