"""Owns what the columns of a table are, told by what stands in them where their headings are not known.

Knows no words of headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from coecal.dates import parse_date
from coecal.errors import DateError
from coecal.places import Places
from coecal.ranges import Period
from coecal.readers.tables.columns import Header, has_dates, key, known_words, named_columns
from coecal.readers.tables.sheets import Line, Sheet

_ANY_YEAR = Period.year(2000)
_MOST_HEADERS, _SAMPLE, _LEAST_ROWS, _LEAST_COLUMNS = 10, 50, 2, 2
_MOST, _NEARLY_ALL = 0.6, 0.9
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"(?=.*[A-ZÀ-Þ0-9+-].*[A-ZÀ-Þ0-9+-])[A-ZÀ-Þ][A-ZÀ-Þ0-9+ .-]{1,30}")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")

Test = Callable[[str], bool]


def complete_header(sheet: Sheet, header: Header, places: Places) -> Header:
    """Return a header with the columns of modes, statuses, places and projects that its headings leave out."""
    rows = [line for line in sheet.lines if line.number > header.line.number][:_SAMPLE]
    columns = dict(header.columns)
    known = {"when"} if {"places", "countries"}.isdisjoint(columns) else {"when", "places", "countries"}
    tests = {field: test for field, test in _tests(places).items() if field not in known}
    cells = _unread(header.line, rows, columns)
    _assign(columns, cells, tests, _NEARLY_ALL)
    again = {column: words for column, words in cells.items() if len(set(words)) < len(words)}  # numbers do not repeat
    _assign(columns, again, {"projects": _is_code}, _NEARLY_ALL)
    return Header(header.line, columns)


def infer_header(sheet: Sheet, known: Header | None, names: Mapping[str, str], places: Places) -> Header | None:
    """Return where the table of a sheet begins and what its columns are, or None where they do not show it.

    A column is what most of its cells are: dates, modes, statuses, countries, places, codes of projects. The title is
    the longest of the other texts. What headings say stays so.

    Args:
        sheet: the sheet.
        known: what the headings say; None where none of them says which column is the title.
        names: headings of the user's own by field.
        places: the places that are known.
    """
    lines = [line for line in sheet.lines if len(line.filled) >= _LEAST_COLUMNS]
    tests = _tests(places)
    start = lines.index(known.line) if known is not None and known.line in lines else None
    candidates = range(min(_MOST_HEADERS, len(lines))) if start is None else range(start, start + 1)
    for place in candidates:
        line = lines[place]
        if any(test(words) for words in line.filled for test in tests.values()) or not all(
            map(_LETTER.search, line.filled)
        ):
            continue  # what stands in cells of rows is no heading
        columns = _columns(line, lines[place + 1 :][:_SAMPLE], named_columns(line, names), tests)
        header = Header(line, columns)
        if "title" in columns and has_dates(header):
            return header
    return None


def _tests(places: Places) -> Mapping[str, Test]:
    """Return how the cells of a column are told, by field, in the order in which it counts."""

    def is_place(words: str) -> bool:
        spelt = _BRACKETS.sub(r", \1", words)
        return any(places.find_place(part) is not None for part in (spelt, *spelt.split(", ")))

    return {
        "when": _is_date,
        "mode": lambda words: key(words) in known_words().modes,
        "status": lambda words: key(words) in known_words().statuses,
        "countries": lambda words: places.find_country(words) is not None,
        "places": is_place,
    }


def _is_date(words: str) -> bool:
    if not words[:1].isalnum() or words.isdecimal():
        return False
    try:
        parse_date(words, within=_ANY_YEAR)
    except DateError:
        return False
    return True


def _is_code(words: str) -> bool:
    return _CODE.fullmatch(words) is not None


def _columns(line: Line, rows: Sequence[Line], columns: dict[str, int], tests: Mapping[str, Test]) -> dict[str, int]:
    """Return the columns of the fields: those that are known, and those that the cells show."""
    cells = _unread(line, rows, columns)
    is_dated = bool({"start", "edtf"} & columns.keys())
    wanted = {field: test for field, test in tests.items() if field != "when" or not is_dated}
    _assign(columns, cells, {**wanted, "projects": _is_code}, _MOST)
    texts = {column: words for column, words in cells.items() if any(map(_LETTER.search, words))}
    if "title" not in columns and texts:
        columns["title"] = max(texts, key=lambda column: sum(map(len, texts[column])) / len(texts[column]))
    return columns


def _unread(line: Line, rows: Sequence[Line], columns: Mapping[str, int]) -> dict[int, list[str]]:
    """Return the cells of the columns that are no field yet and hold something."""
    cells = {
        column: [words for row in rows if (words := row.words(column))]
        for column in range(len(line.cells))
        if line.words(column) and column not in columns.values()
    }
    return {column: words for column, words in cells.items() if len(words) >= _LEAST_ROWS}


def _assign(columns: dict[str, int], cells: dict[int, list[str]], tests: Mapping[str, Test], least: float) -> None:
    """Give each field that is missing the column that is most like it, where enough of its cells are."""
    for field, test in tests.items():
        shares = {column: sum(map(test, words)) / len(words) for column, words in cells.items()}
        best = max(shares, key=shares.__getitem__, default=None)
        if field not in columns and best is not None and shares[best] >= least:
            columns[field] = best
            del cells[best]
