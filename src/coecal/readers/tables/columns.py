"""Owns what the columns of a table mean: headings -> fields, by a table of words in English and French."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import attrs

from coecal.activities import Mode, Status
from coecal.data import read_table
from coecal.dates.unconfirmed import unconfirmed
from coecal.dates.words import fold
from coecal.errors import InputError
from coecal.readers.tables.sheets import Line, Sheet
from coecal.toml_text import parse_toml

FIELDS = (
    "uid", "title", "when", "start", "end", "times", "edtf", "within", "tentative", "places", "countries", "regions",
    "mode", "projects", "organisers", "people", "status", "url",
)  # fmt: skip
_DATES = frozenset({"when", "start", "end", "edtf"})
_MOST_LINES_BEFORE = 30
_BRACKETS = re.compile(r"\([^()]*\)")
_LANGUAGES = ("en", "fr")
_WORDS = re.compile(r"\w+")


@attrs.frozen
class Header:
    """Where a table begins: the line of its headings, and the column of each field."""

    line: Line
    columns: Mapping[str, int]

    def heading(self, field: str) -> str:
        """Return the heading of the column of a field."""
        return self.line.words(self.columns[field])


@attrs.frozen
class _Words:
    fields: Mapping[str, str]
    modes: Mapping[str, Mode]
    statuses: Mapping[str, Status]
    yes: frozenset[str]
    nobody: frozenset[str]


def key(words: str) -> str:
    """Return words as they are compared: without case, accents and punctuation."""
    return " ".join(_WORDS.findall(fold(words)))


@cache
def known_words() -> _Words:
    """Return the words that headings and cells are told by."""
    table = read_table("columns.toml")
    said = [phrase for code in _LANGUAGES for phrase in unconfirmed(code).words]
    table["fields"]["tentative"] += said
    table["nobody"]["nobody"] += said
    return _Words(
        fields={key(words): field for field, phrases in table["fields"].items() for words in phrases},
        modes={key(words): Mode(mode) for mode, phrases in table["modes"].items() for words in phrases},
        statuses={key(words): Status(status) for status, phrases in table["statuses"].items() for words in phrases},
        yes=frozenset(key(words) for words in table["yes"]["yes"]),
        nobody=frozenset(key(words) for words in table["nobody"]["nobody"]),
    )


def find_header(sheet: Sheet, names: Mapping[str, str]) -> Header | None:
    """Return where the table of a sheet begins, or None where no line has a title and something else.

    Args:
        sheet: the sheet.
        names: headings of the user's own by field; they come before those that are known.
    """
    best: Header | None = None
    for line in sheet.lines[:_MOST_LINES_BEFORE]:
        columns = named_columns(line, names)
        if "title" in columns and len(columns) > 1 and (best is None or len(columns) > len(best.columns)):
            best = Header(line, columns)
    return best


def named_columns(line: Line, names: Mapping[str, str]) -> dict[str, int]:
    """Return the columns of the fields that the cells of a line are headings of.

    Args:
        line: the line.
        names: headings of the user's own by field; they come before those that are known.
    """
    own = {key(heading): field for field, heading in names.items()}
    headings = [line.words(column) for column in range(len(line.cells))]
    columns: dict[str, int] = {}
    for meaning in (own, known_words().fields):  # the user's come first, whatever stands before them
        for column, heading in enumerate(headings):
            field = meaning.get(key(heading)) or meaning.get(key(_BRACKETS.sub("", heading)))
            if field is not None and column not in columns.values():
                columns.setdefault(field, column)
    return columns


def read_mapping(text: str | bytes, source: str | None = None) -> Mapping[str, str]:
    r"""Return the headings by field that a TOML file names under `[columns]`.

    Raises:
        InputError: it is no TOML, has no such table, or names a field that there is not.

    >>> read_mapping('[columns]\ntitle = "Libellé"')
    {'title': 'Libellé'}
    """
    try:
        table = parse_toml(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("the file of columns is not UTF-8: save it as UTF-8", source=source) from error
    except InputError as error:
        raise error.of_source(source) from error
    columns = table.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(heading, str) for heading in columns.values()):
        message = 'the file of columns has no table [columns] of headings, such as title = "Libellé": add it'
        raise InputError(message, source=source, path="columns")
    unknown = sorted(columns.keys() - set(FIELDS))
    if unknown:
        message = f"{unknown[0]!r} is no field: use one of {', '.join(FIELDS)}"
        raise InputError(message, source=source, path=f"columns.{unknown[0]}")
    return columns


def describe_columns(header: Header) -> str:
    """Return which column was taken for which field, and which were left out.

    >>> from coecal.readers.tables.sheets import Line
    >>> describe_columns(Header(Line(1, ("Activité", "Quand", "Budget")), {"title": 0, "when": 1}))
    "the columns are title 'Activité', when 'Quand'; not read: 'Budget'"
    """
    words = [header.line.words(column) for column in range(len(header.line.cells))]
    read = ", ".join(f"{field} {words[column]!r}" for field, column in header.columns.items())
    taken = set(header.columns.values())
    rest = ", ".join(repr(heading) for column, heading in enumerate(words) if heading and column not in taken)
    return f"the columns are {read}" + (f"; not read: {rest}" if rest else "")


def has_dates(header: Header) -> bool:
    """Whether a table has a column of dates."""
    return not _DATES.isdisjoint(header.columns)
