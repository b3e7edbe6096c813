"""Owns the way through one list: which of its lines are months, rows, rests of rows, or none of these.

A row broken over lines or pages is put together here. Knows nothing of what a row's words mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

import attrs

from coecal.activities import Section
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.blocks import is_footnote
from coecal.readers.newsletter.cells import LONGEST_ROW, Split
from coecal.readers.newsletter.drafts import Draft, Rests
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.furniture import Furniture
from coecal.readers.newsletter.headings import ANY_YEAR, Month, SectionHeading, is_period, month_heading, read_period
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.rows import read_row
from coecal.readers.newsletter.runners import CellReader
from coecal.readers.newsletter.walk import Tools
from coecal.readers.newsletter.words import Words, fold

_LEGEND = re.compile(r"\s*[(\[]?[*†‡]+[)\]]?\s*(?=[^\s*])")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MOST_HEADING_WORDS = 10
_MOST_CELL_WORDS = 6
_LOOK_AHEAD = 4
_LONGEST_MONTH, _MOST_TURNED_DAYS = 31, 184


@attrs.define
class ListReader:
    """Reads the lines of one list.

    Attributes:
        lines: the lines of the newsletter.
        splits: the lines that are rows with a cell, by position.
        taken: positions of lines that belong to project blocks.
        words: the words of the language.
        cells: tells names of projects and organisers.
        tools: take rows apart, to tell a row from other lines.
        rests: tells the rest of a broken row.
        furniture: tells what belongs to the page.
        heading: the list's heading.
        issue: the issue's period or year, which supplies years that the list lacks; None where it is not known.
        period: the list's period as its heading says; None where it does not.
        drafts: the rows found.
        problems: what an editor should look at.
        covered: the periods of the list's heading, or of the months in it.
    """

    lines: Sequence[Line]
    splits: Mapping[int, Split]
    taken: frozenset[int]
    words: Words
    cells: CellReader
    tools: Tools
    rests: Rests
    furniture: Furniture
    heading: SectionHeading
    issue: Period | None
    period: Period | None = None
    drafts: list[Draft] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    covered: list[Period] = attrs.field(factory=list)
    _month: Month | None = None
    _month_line: int = 0
    _cell: tuple[str, Line] | None = None
    _group: str = ""
    _gap: bool = False
    _is_open: bool = False

    def read(self, stop: int) -> int:
        """Read the lines up to the position `stop`, exclusive, and return where the list ends."""
        self._read_heading()
        position = self.heading.position + 1
        while position < stop and position not in self.taken:
            line = self.lines[position]
            split = self.splits.get(position)
            if split is not None:
                self._start(line, split.cell, split.words)
                self._gap = False
            elif not line.text:
                self._gap = True
            elif self.furniture.is_number(position):
                pass
            elif self._is_other(line) and not self._goes_on(position, stop):
                break
            elif self._is_leftover(line):
                self.problems.append(Finding.PAGE_LINE.at(line.number, line.words))
            else:
                if self._ends_at(position, line, stop):
                    break
                self._take(position, line)
                self._gap = False
            position += 1
        self._close_month()
        self._check_drafts()
        if not self.drafts:
            self.problems.append(Finding.EMPTY_SECTION.at(self.lines[self.heading.position].number, self.heading.words))
        return position

    def _read_heading(self) -> None:
        """Read the period in the list's heading."""
        self.period = read_period(self.heading.period_words, self.issue) if self.heading.period_words else None
        if self.period is not None:
            self.covered.append(self.period)
            self._check_period(self.period)
        elif self.heading.period_words:
            line = self.lines[self.heading.position].number
            if is_period(self.heading.period_words):
                self.problems.append(Finding.NO_YEAR.at(line, self.heading.words))
            else:
                self.problems.append(Finding.PERIOD_UNREAD.at(line, self.heading.period_words))

    def _check_period(self, period: Period) -> None:
        """List "September - July 2023": with one year for both months, more than half a year is likelier a slip."""
        years = len(_YEAR.findall(self.heading.period_words))
        if years < 2 and period.first.year != period.last.year and period.days > _MOST_TURNED_DAYS:
            line = self.lines[self.heading.position].number
            self.problems.append(
                Finding.PERIOD_TURNED.at(line, self.heading.period_words, period=f"{period.first} to {period.last}")
            )

    @property
    def _year(self) -> Period | None:
        """The period that supplies the year of months in the list."""
        return self.issue if self.period is None else self.period

    def _within(self) -> Period | None:
        """Return the period that a row is listed under now."""
        if self._month is not None and not self._month.is_open:
            return self._month.period
        return self.issue if self.period is None and self.heading.section is Section.INVENTORY else self.period

    def _take(self, position: int, line: Line) -> None:
        is_legend = self._is_legend(line)
        if not is_legend and (
            self._take_month(line) or self._take_inner_heading(position, line) or self._take_cell(position, line)
        ):
            pass
        elif is_legend or (is_footnote(line.raw) and not self._cell):
            self.problems.append(Finding.FOOTNOTE.at(line.number, line.words))
            self._is_open = False
        elif self._cell is not None:
            cell, cell_line = self._cell
            self._cell = None
            self._start(cell_line, cell, line.words)
            self._continue(line, "")
        elif self._is_open and self.rests.is_rest(self.drafts[-1], line, is_next=not self._gap):
            self._continue(line, line.words)
        else:
            self._take_bare_row(line)

    # Headings inside a list, and its end.

    def _take_month(self, line: Line) -> bool:
        month = month_heading(line, self._year, self.words)
        if month is None:
            return False
        if self._ends_date(month, line):
            self._continue(line, line.words)
            return True
        self._close_month()
        self._month, self._month_line, self._group = month, line.number, ""
        self._is_open = False
        period = month.period
        if period is not None and self.period is None:
            self.covered.append(period)
        if period is None and not month.is_open:
            self.problems.append(Finding.NO_YEAR.at(line.number, month.words))
        elif period is not None and self.period is not None and not period.overlaps(self.period):
            shown = f"{self.period.first} to {self.period.last}"
            self.problems.append(Finding.HEADING_OUTSIDE.at(line.number, month.words, period=shown))
        return True

    def _ends_date(self, month: Month, line: Line) -> bool:
        """Whether a month's name is the end of a row's date: the list is in that month already."""
        if not self._is_open or self._gap or self._month is None or month.period != self._month.period:
            return False
        return self.rests.ends_date(self.drafts[-1], line)

    def _close_month(self) -> None:
        if self._month is not None and (not self.drafts or self.drafts[-1].month is not self._month):
            self.problems.append(Finding.EMPTY_HEADING.at(self._month_line, self._month.words))

    def _ends_at(self, position: int, line: Line, stop: int) -> bool:
        """Whether a line is a heading that ends the list."""
        if month_heading(line, self._year, self.words) is not None:
            return False
        return line.marked and not self._is_other(line) and not self._rows_follow(position, stop)

    def _is_other(self, line: Line) -> bool:
        """Whether a line begins as the headings do that end a list."""
        folded = fold(line.words)
        is_other = any(folded == other or folded.startswith(f"{other} ") for other in self.words.others)
        short = "," not in line.text and len(folded.split()) <= _MOST_HEADING_WORDS
        return is_other and (short or re.match(r"\S+\s*:", line.text) is not None)

    def _goes_on(self, position: int, stop: int) -> bool:
        """Whether a row stands among the next lines, so that the heading before it is a stray one."""
        following = (at for at in range(position + 1, stop) if self.lines[at].text)
        for at in islice(following, _LOOK_AHEAD):
            if at in self.taken:
                return False
            split = self.splits.get(at)
            if split is not None and self._is_whole_row(self.lines[at], split):
                return True
        return False

    def _is_whole_row(self, line: Line, split: Split) -> bool:
        """Whether a line is a row beyond doubt: its cell names a project, or a tab parts it and its end is known."""
        return bool(self.cells.read(split.cell).projects) or ("\t" in line.text and has_slots(self.tools, split.words))

    def _take_inner_heading(self, position: int, line: Line) -> bool:
        if not line.marked and not self._is_other(line) and not self._names_rows(position, line):
            return False
        before = self._month.words if self._month is not None else self.heading.words
        self.problems.append(Finding.HEADING_INSIDE.at(line.number, line.words, before=before))
        self._is_open, self._group = False, line.words
        return True

    def _names_rows(self, position: int, line: Line) -> bool:
        """Whether a line is the name of a project or place by itself, with space around it and rows below."""
        is_apart = self._gap and position + 1 < len(self.lines) and not self.lines[position + 1].text
        if not is_apart or "," in line.text or not self._rows_follow(position, len(self.lines)):
            return False
        is_name = self.cells.is_known(line.words) or self.tools.slots.place(line.words) is not None
        return is_name or fold(line.words) in self.words.rest

    def _rows_follow(self, position: int, stop: int) -> bool:
        following = next((at for at in range(position + 1, stop) if self.lines[at].text), None)
        return following is not None and (
            following in self.splits or month_heading(self.lines[following], self._year, self.words) is not None
        )

    def _is_leftover(self, line: Line) -> bool:
        """Whether a line is left over from a page: a running head, an address, the list's heading or period again."""
        if fold(line.words) == fold(self.heading.words) or self.furniture.is_leftover(line):
            return True
        month = month_heading(line, self._year, self.words)
        if month is None or month.period is None or self._month is None:
            return False
        is_whole = month.period in {self.period, self.issue} and month.period.days > _LONGEST_MONTH
        return is_whole and self._month.period is not None and self._month.period != month.period

    def _is_legend(self, line: Line) -> bool:
        """Whether a line explains a sign: "(*) to be confirmed"; it is no heading for what follows."""
        sign = _LEGEND.match(line.raw)
        return sign is not None and not line.marked and fold(line.raw[sign.end() :]) in self.words.undated

    # Rows.

    def _start(self, line: Line, cell: str, words: str) -> None:
        draft = Draft(
            self.heading.section, self._month, self._within(), cell, words, [line.raw], line.number, self._group
        )
        self.drafts.append(draft)
        self._is_open = True

    def _check_drafts(self) -> None:
        """Leave out rows that stand under another project, region or country already, as in lists ordered by these."""
        first: dict[tuple[str, str], str] = {}
        drafts, self.drafts = self.drafts, []
        for draft in drafts:
            other = first.setdefault((draft.cell, draft.words), draft.group)
            if draft.month is None and other != draft.group:
                words = other or self.heading.words
                self.problems.append(Finding.ROW_AGAIN.at(draft.number, draft.words, other=words))
                continue
            self.drafts.append(draft)
            if not draft.cell:
                self.problems.append(Finding.ROW_WITHOUT_CELL.at(draft.number, draft.words))

    def _continue(self, line: Line, words: str) -> None:
        self.drafts[-1].add(line, words)
        self.problems.append(Finding.ROW_JOINED.at(line.number, line.words))

    def _take_cell(self, position: int, line: Line) -> bool:
        """Take a line that is nothing but names of projects: the row's words stand in the next line."""
        following = next((at for at in range(position + 1, len(self.lines)) if self.lines[at].text), None)
        if self._cell is not None or following is None or following in self.splits or following in self.taken:
            return False
        if not self.cells.is_known(line.words) or month_heading(self.lines[following], self._year, self.words):
            return False
        self._cell = (line.words, line)
        return True

    def _take_bare_row(self, line: Line) -> None:
        """Take a row without a tab: known names may stand at its start; else it needs a date or mode to be one."""
        words = line.words
        if len(words) > LONGEST_ROW:
            sizes = {"length": f"{len(words):,}", "limit": f"{LONGEST_ROW:,}"}
            self.problems.append(Finding.ROW_TOO_LONG.at(line.number, words, **sizes))
            return
        count = self.cells.known_start(words)
        if count:
            parts = words.split(" ")
            cell = " ".join(parts[:count])
            self.problems.append(Finding.CELL_ASSUMED.at(line.number, cell))
            self._start(line, cell, " ".join(parts[count:]))
            return
        row = read_row(self.tools, words, line=line.number, within=self._within())
        if "," in words and not words.endswith(".") and (row.when.text or row.mode is not None):
            self._start(line, "", words)
        else:
            self.problems.append(Finding.UNREAD_LINE.at(line.number, words))
            self._is_open = False


def has_slots(tools: Tools, words: str) -> bool:
    """Whether words end as those of a row do: with a date, a mode or a place."""
    row = read_row(tools, words, line=0, within=ANY_YEAR)
    return bool(row.when.text or row.mode is not None or row.places)


def split_end(words: str, tools: Tools) -> Split | None:
    """Return a line in two before its last piece, where that is a name after a date or mode, or None."""
    pieces = split_pieces(words)
    if len(pieces) < 3:
        return None
    last, rest = pieces[-1].text, words[: pieces[-1].start].rstrip(" ,;")
    if not last[:1].isupper() or len(last.split()) > _MOST_CELL_WORDS or last.endswith("."):
        return None
    if tools.slots.mode(last) or tools.slots.place(last) or tools.dates.read(last, ANY_YEAR):
        return None
    end = pieces[-2].text
    follows = tools.slots.mode(end) is not None or tools.dates.read(end, ANY_YEAR) is not None
    return Split(last, rest, is_sure=False) if follows and has_slots(tools, rest) else None


def is_row(split: Split, cells: CellReader, tools: Tools) -> bool:
    """Whether a line that spaces part in two is a row: no tab says so, so that the cell must look like one."""
    if split.is_sure or cells.is_known(split.cell):
        return True
    if split.cell.endswith(":") and "," in split.words:
        return read_row(tools, split.words, line=0, within=ANY_YEAR).is_dated
    if split.cell.endswith(":") or len(split.cell.split()) > _MOST_CELL_WORDS or split.words[0].islower():
        return False
    first = split_pieces(split.words)
    return bool(first) and not (
        tools.slots.mode(first[0].text) or tools.slots.place(first[0].text) or tools.dates.read(first[0].text, ANY_YEAR)
    )
