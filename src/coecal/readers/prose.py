"""Owns what a text is: a newsletter with its lists, a table with tabs or bars, or a calendar in prose.

Knows the three readers, and no format of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coecal.dates.mapping import period_to_text
from coecal.errors import InputError, Problem, Severity
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.agenda import issue_of, read_agenda
from coecal.readers.newsletter import NO_LISTS, has_lists, read_newsletter
from coecal.readers.newsletter.headings import is_period, read_period
from coecal.readers.newsletter.lines import split_lines
from coecal.readers.newsletter.markup import clean, plain
from coecal.readers.tables.columns import find_header, has_dates
from coecal.readers.tables.inferring import infer_header
from coecal.readers.tables.rows import read_sheets
from coecal.readers.tables.sheets import Line, Sheet

_RULE = re.compile(r"[\s|:+=-]*")


def read_prose(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read a text: a newsletter where it has one of its lists, else a table in it, else a calendar in prose.

    Args:
        text: the text, plain or Markdown.
        source: the file's name, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: the text is empty, is no text, or is none of these.

    >>> [one] = read_prose("| Date | Event | Place |\n|---|---|---|\n| 3 May 2027 | Talks | Accra |").activities
    >>> one.title, one.when.text, one.countries
    ('Talks', '3 May 2027', ('GH',))
    """
    if has_lists(text, source=source):
        return read_newsletter(text, source=source, places=places)
    issue = issue_of(split_lines(text, source=source))
    sheet = Sheet("", tuple(_rows(text, issue)))
    header = find_header(sheet, {})
    if header is None or not has_dates(header):
        header = infer_header(sheet, header, {}, default_places() if places is None else places)
    if header is not None and has_dates(header):
        beside = list(_beside(text, header.line.number))
        return read_sheets([sheet], names={}, places=places, source=source, problems=beside, issue=issue)
    try:
        return read_agenda(text, source=source, places=places)
    except InputError as error:
        msg = f"{NO_LISTS}, and it is no calendar either: {error.message}"
        raise InputError(msg, source=source) from error


def _rows(text: str, issue: Period | None) -> Iterator[Line]:
    """Yield the lines that are rows of a table, its headings once, and the periods between them with their years."""
    headings: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = _cells(line)
        if len(list(filter(None, cells))) > 1:
            if cells != headings:
                yield Line(number, tuple(cells))
            headings = headings or cells
        elif (words := "".join(cells)) and is_period(words):
            period = read_period(words, issue)
            yield Line(number, (words if period is None else period_to_text(period),))


def _cells(line: str) -> list[str]:
    if _RULE.fullmatch(line):
        return []
    if line.lstrip().startswith("|"):
        return [plain(clean(cell)) for cell in line.strip().strip("|").split("|")]
    return [plain(clean(cell)) for cell in line.lstrip("#").rstrip().split("\t")]


def _beside(text: str, header: int) -> Iterator[Problem]:
    """Yield a note for each line below the headings of a table that is no row of it."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = _cells(line)
        words = "".join(cells)
        if number > header and len(list(filter(None, cells))) == 1 and not is_period(words):
            message = f"{words[:120]!r} is no row of the table"
            yield Problem(
                line=number, code="unread-line", severity=Severity.NOTE, message=message,
                remedy="Nothing needs to be done if it is no activity.",
            )  # fmt: skip
