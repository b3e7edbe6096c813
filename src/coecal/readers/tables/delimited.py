"""Owns CSV files as people save them: which encoding and which delimiter, told from the file and noted."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import StringIO

from coecal.errors import InputError, Problem, Severity
from coecal.readers.tables.columns import find_header
from coecal.readers.tables.sheets import MOST_ROWS, Line, Sheet

_DELIMITERS = (";", ",", "\t", "|")
_LONGEST_CELL = 1_000_000
_SAMPLE = 200_000
_SAMPLE_ROWS = 1_000
_DECIMAL = re.compile(r"^\s*-?\d[\d \u00a0\u202f]*([.,])\d{1,2}\s*$")


def read_delimited(data: bytes, names: Mapping[str, str], source: str | None) -> tuple[Sheet, list[Problem]]:
    """Return the sheet of a CSV file, and what was told of it: its encoding and delimiter.

    Raises:
        InputError: the file is no text.
    """
    text, encoding = _decode(data, source)
    text = text.removeprefix("sep=;\n").removeprefix("sep=,\n")  # a line for spreadsheets, no row
    best = max(_DELIMITERS, key=lambda delimiter: _fit(_sample(text, delimiter), names))
    sheet = Sheet("", tuple(_lines(text, best, source)))
    shown = {"\t": "tab"}.get(best, best)
    decimal = f" and the decimal sign {sign!r}" if (sign := _decimal(sheet)) else ""
    note = Problem(
        line=None,
        code="table-form",
        severity=Severity.NOTE,
        message=f"read as {encoding} with the delimiter {shown!r}{decimal}",
        remedy="Nothing needs to be done if that is so.",
    )
    return sheet, [note]


def _decode(data: bytes, source: str | None) -> tuple[str, str]:
    if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return _checked(data.decode("utf-16", "replace"), source), "UTF-16"
    data = data.removeprefix(BOM_UTF8)
    try:
        return _checked(data.decode(), source), "UTF-8"
    except UnicodeDecodeError:
        return _checked(data.decode("cp1252", "replace"), source), "Windows-1252"


def _checked(text: str, source: str | None) -> str:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("the file is no text, there is a zero byte in it: save it as CSV", source=source, line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _sample(text: str, delimiter: str) -> Sheet:
    """Return the first rows of a table, as far as they can be read with a delimiter."""
    lines: list[Line] = []
    with suppress(InputError):
        lines += _lines(text[:_SAMPLE], delimiter, None)
    return Sheet("", tuple(lines))


def _lines(text: str, delimiter: str, source: str | None) -> Iterator[Line]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    start, count = 1, 0
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                count += 1
                if count > MOST_ROWS:
                    msg = f"the table has more than {MOST_ROWS:,} rows: part it in several files"
                    raise InputError(msg, source=source)
                yield Line(start, tuple(cells))
            start = reader.line_num + 1
    except csv.Error as error:
        msg = f"the table cannot be read here, {error}: look for a quotation mark without its partner"
        raise InputError(msg, source=source, line=start) from error


def _decimal(sheet: Sheet) -> str:
    """Return the sign before the decimals that the numbers of a table have; "" where none has any, or both stand."""
    found = {sign for line in sheet.lines[:_SAMPLE_ROWS] for cell in line.cells for sign in _DECIMAL.findall(str(cell))}
    return found.pop() if len(found) == 1 else ""


def _fit(sheet: Sheet, names: Mapping[str, str]) -> tuple[int, int]:
    """How well a delimiter fits: how many headings are known, then how many cells the widest line has."""
    header = find_header(sheet, names)
    return (0 if header is None else len(header.columns)), max((len(line.cells) for line in sheet.lines), default=0)
