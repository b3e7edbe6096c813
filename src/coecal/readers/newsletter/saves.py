"""Owns one line under "Save the date": its date and place, and the title beside them.

Knows nothing of the rest of the newsletter.
"""

from __future__ import annotations

import re

import attrs

from coecal.dates import FuzzyDate
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.heads import Head, HeadReader
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.rows import read_row
from coecal.readers.newsletter.titles import without_stars
from coecal.readers.newsletter.walk import Tools
from coecal.reports import Passage, SaveTheDate

_SEPARATOR = re.compile(r"\s*:\s+|\s+[–—|-]\s+|\s*\t\s*")
_LONGEST = 400


def read_save(
    line: Line, heads: HeadReader, tools: Tools, within: Period | None, *, section: str | None
) -> tuple[SaveTheDate, list[Problem]] | None:
    """Return the save-the-date that a line is, and what is odd about it; None where no date is found in it.

    "3-4 May 2027, Lome, Togo: Harvest supper" has its date and place on one side of a colon, dash or bar and its
    title on the other; anything else is read as a row is.
    """
    text = without_stars(line.text)
    if len(text) > _LONGEST:
        return None
    parted = _parted(text, heads)
    source = Passage(section=section, line=line.number, text=line.raw.strip("\r\n"))
    if parted is not None:
        head, when, title = parted
        save = SaveTheDate(
            title=title, when=when, mode=head.mode, places=head.places, countries=head.countries, source=source
        )
        return (save if head.places else _with_place(save, tools, line.number)), []
    row = read_row(tools, line.words, line=line.number, within=within)
    if not row.is_dated:
        return None
    save = SaveTheDate(
        title=row.title, when=row.when, mode=row.mode, places=row.places, countries=row.countries, source=source
    )
    return save, list(row.problems)


def _with_place(save: SaveTheDate, tools: Tools, line: int) -> SaveTheDate:
    """Return a save-the-date with the place and mode that stand after its title: "Harvest supper, Lome, Togo"."""
    row = read_row(tools, save.title, line=line, within=None)
    if row.is_dated or not (row.places or row.mode):
        return save
    mode = save.mode or row.mode
    return attrs.evolve(save, title=row.title, places=row.places, countries=row.countries, mode=mode)


def unread_save(line: Line, within: Period | None, *, section: str | None) -> tuple[SaveTheDate, list[Problem]]:
    """Return a line without a date as a save-the-date that is undated, and the problem that says so."""
    source = Passage(section=section, line=line.number, text=line.raw.strip("\r\n"))
    save = SaveTheDate(title=line.words, when=FuzzyDate.undated(within), source=source)
    return save, [Finding.SAVE_UNREAD.at(line.number, line.words)]


def _parted(text: str, heads: HeadReader) -> tuple[Head, FuzzyDate, str] | None:
    """Return the date and place on one side of a sign, and the title on the other: where most of them are together.

    The dash of "29 June - 2 July, Lome, Togo: Harvest supper" parts the line too, but with less of them on a side.
    """
    found: list[tuple[bool, int, Head, FuzzyDate, str]] = []
    for match in _SEPARATOR.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        for side, title in ((left, right), (right, left)):
            head = heads.line(side) if title else None
            if head is not None and head.when is not None and (head.is_known or not head.places):
                found.append((bool(head.places), len(side), head, head.when, title))
    if not found:
        return None
    _, _, head, when, title = max(found, key=lambda one: one[:2])
    return head, when, title
