"""Owns CSV files as people save them: which encoding and which delimiter, told from the file and noted."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from io import StringIO

from coecal.errors import InputError, Problem, Severity
from coecal.readers.tables.columns import find_header
from coecal.readers.tables.sheets import Line, Sheet

_DELIMITERS = (";", ",", "\t", "|")
_LONGEST_CELL = 1_000_000


def read_delimited(data: bytes, names: Mapping[str, str], source: str | None) -> tuple[Sheet, list[Problem]]:
    """Return the sheet of a CSV file, and what was told of it: its encoding and delimiter.

    Raises:
        InputError: the file is no text.
    """
    text, encoding = _decode(data, source)
    text = text.removeprefix("sep=;\n").removeprefix("sep=,\n")  # a line for spreadsheets, no row
    sheets = {delimiter: _sheet(text, delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: _fit(sheets[delimiter], names))
    shown = {"\t": "tab"}.get(best, best)
    note = Problem(
        line=None,
        code="table-form",
        severity=Severity.NOTE,
        message=f"read as {encoding} with the delimiter {shown!r}",
        remedy="Nothing needs to be done if that is so.",
    )
    return sheets[best], [note]


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


def _sheet(text: str, delimiter: str) -> Sheet:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    lines: list[Line] = []
    try:
        start = 1
        for cells in reader:
            lines.append(Line(start, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error:
        return Sheet("", ())
    return Sheet("", tuple(line for line in lines if line.filled))


def _fit(sheet: Sheet, names: Mapping[str, str]) -> tuple[int, int]:
    """How well a delimiter fits: how many headings are known, then how many cells the widest line has."""
    header = find_header(sheet, names)
    return (0 if header is None else len(header.columns)), max((len(line.cells) for line in sheet.lines), default=0)
