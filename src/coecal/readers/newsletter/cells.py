"""Owns the parting of a line into its first column, the cell, and the rest.

Knows nothing of what either of them means.
"""

from __future__ import annotations

import re

import attrs

from coecal.readers.newsletter.markup import plain

LONGEST_ROW = 5_000
"""How many characters a line may have to be a row."""

_LONGEST, _MOST_WORDS = 120, 14
_GAP = re.compile(r"\s*\t\s*|\s+\|\s+|(?<=\S) {2,}(?=\S)")
_COLUMN, _TAB = re.compile(r"[\t|]"), re.compile(r"\t")
_LETTER = re.compile(r"[^\W\d_]")


@attrs.frozen
class Split:
    """A line in two: the cell, and the row's words after it.

    Attributes:
        cell: the first column.
        words: the rest; further columns are joined by commas.
        is_sure: whether a tab or bar parts the two, not only spaces, and the cell is not a label such as "Members:".
    """

    cell: str
    words: str
    is_sure: bool


def split_row(text: str) -> Split | None:
    r"""Return a cleaned line in two where a tab, a bar or two spaces part them, else None.

    A line of more than `LONGEST_ROW` characters is no row.

    >>> split_row("WELL+\tCourse, Togo, 3 May")
    Split(cell='WELL+', words='Course, Togo, 3 May', is_sure=True)
    """
    if len(text) > LONGEST_ROW:
        return None
    bare = text.strip(" |")
    gap = _first_gap(bare)
    if gap is None or gap.start() == 0:
        return None
    cell, rest = bare[: gap.start()].strip(), bare[gap.end() :]
    is_sure = gap[0].strip(" ") != "" and not cell.endswith(":")
    columns = _COLUMN if text.startswith("|") else _TAB
    rest = ", ".join(part for part in map(str.strip, columns.split(rest)) if part)
    words = plain(rest)
    has_cell = _LETTER.search(cell) is not None and ("\t" in gap[0] or _is_cell(cell))
    if not words or not has_cell or _LETTER.search(words) is None:
        return None
    return Split(plain(cell), words, is_sure)


def _first_gap(text: str) -> re.Match[str] | None:
    """Return the first tab, else the first bar or run of spaces."""
    tab = text.find("\t")
    if tab < 0:
        return _GAP.search(text)
    start = len(text[:tab].rstrip())
    return _GAP.match(text, start)


def _is_cell(cell: str) -> bool:
    """Whether words before a bar or spaces are short enough for a cell; a tab ends one of any length."""
    return len(cell) <= _LONGEST and len(cell.split()) <= _MOST_WORDS and not cell.endswith((".", "!", "?"))
