"""Owns what belongs to the page and not to a list: page numbers, running heads, addresses, heads of columns.

Knows nothing of rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coecal.readers.newsletter.headings import is_period
from coecal.readers.newsletter.lines import Line, is_table_head
from coecal.readers.newsletter.when import RowDates
from coecal.readers.newsletter.words import Words, fold

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s|]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_BARS = re.compile(r"\s*[|·•]\s*|\t+")
_COLUMNS = re.compile(r"\s*[|\t]\s*|(?<=\S) {2,}(?=\S)")
_DIGITS = re.compile(r"\d+")
_DASHES = " -–—,:()[]"
_MOST_ADDRESS_WORDS = 12


class Furniture:
    """Tells what belongs to the page in one newsletter."""

    def __init__(self, lines: Sequence[Line], words: Words, dates: RowDates, title: str) -> None:
        """Know the newsletter's lines and its title, which may be ""."""
        self._lines = lines
        self._dates = dates
        self._columns = words.columns
        self._title = re.compile(r"\s+".join(map(re.escape, title.split())), re.IGNORECASE) if title else None
        page = "|".join(map(re.escape, words.page))
        self._number = re.compile(
            rf"\W*(?:(?:{page})\W*)?\d{{1,4}}(?:\s*(?:/|of)\s*\d{{1,4}})?\W*(?:{page})?\W*", re.IGNORECASE
        )
        barred = (line.words for line in lines if "|" in line.text and "\t" not in line.text)
        self._barred = Counter(_DIGITS.sub("0", words) for words in barred)

    def is_number(self, position: int) -> bool:
        """Whether the line at a position is a page number, or rules off the head of a table."""
        return self._is_number(self._lines[position].text) or is_table_head(self._lines, position)

    def is_leftover(self, line: Line) -> bool:
        """Whether a line is a running head or foot, an address, or the head of columns."""
        if self._are_columns(line.text):
            return True
        return "\t" not in line.text.strip() and (self._is_running(line.words) or self._is_address(line.words))

    def _is_number(self, words: str) -> bool:
        return self._number.fullmatch(words) is not None

    def _are_columns(self, text: str) -> bool:
        """Whether a line is nothing but two or more names of columns: "Project" and "Activity"."""
        bare = text.strip(" |")
        if fold(bare.split("\t", 1)[0].split("|", 1)[0].split("  ", 1)[0]) not in self._columns:
            return False  # as most lines are, which need not be parted
        cells = [cell for cell in _COLUMNS.split(bare) if cell]
        return len(cells) > 1 and all(fold(cell) in self._columns for cell in cells)

    def _is_running(self, words: str) -> bool:
        """Whether a line is nothing but the title, addresses, page numbers and periods, and not a period alone.

        Other words make no running head, but where the line comes again with another page number.
        """
        without = self._title.sub("|", words) if self._title is not None else words
        bare = _ADDRESS.sub("|", without)
        parts = [part for part in (part.strip(_DASHES) for part in _BARS.split(bare)) if part]
        others = [part for part in parts if not self._is_number(part)]
        if all(map(is_period, others)):
            return bare != words or len(others) < len(parts)
        comes_again = self._barred[_DIGITS.sub("0", words)] > 1
        return comes_again and len(parts) > 1 and (self._is_number(parts[0]) or self._is_number(parts[-1]))

    def _is_address(self, words: str) -> bool:
        """Whether a line is a few words, none of them of a date, that end with an address of the web or of mail."""
        last = words.rsplit(" ", 1)[-1].strip("().,;<>")
        rest = words[: -len(last)] if last else words
        return (
            _ADDRESS.fullmatch(last) is not None
            and len(rest.split()) <= _MOST_ADDRESS_WORDS
            and not self._dates.may_hold(rest)
        )
