"""Owns Excel workbooks (XLSX): every sheet with its real dates, merged cells filled. Needs the extra `tables`."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile

from coecal.errors import InputError, MissingExtraError
from coecal.readers.tables.sheets import Cell, Line, Sheet

_MOST_CELLS = 5_000_000


def read_workbook(data: bytes, source: str | None) -> list[Sheet]:
    """Return the sheets of a workbook, hidden ones left out.

    Raises:
        InputError: the file is no workbook, or far too large.
        MissingExtraError: the extra `tables` is not installed.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, loaded when first used
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("reading XLSX", "openpyxl", "tables") from error
    try:
        book = load_workbook(BytesIO(data), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        msg = "the file is no XLSX workbook that can be read: save it again as .xlsx"
        raise InputError(msg, source=source) from error
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            size = f"{sheet.max_row} rows and {sheet.max_column} columns"
            msg = f"the sheet {sheet.title!r} has {size}: remove the empty ones"
            raise InputError(msg, source=source)
        grid = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for merged in sheet.merged_cells.ranges:
            first = grid[merged.min_row - 1][merged.min_col - 1]
            # Down only: a title across columns is one cell, a project beside several rows is said of each.
            for row in range(merged.min_row - 1, min(merged.max_row, len(grid))):
                grid[row][merged.min_col - 1] = first
        lines = (Line(number, tuple(cells)) for number, cells in enumerate(grid, 1))
        sheets.append(Sheet(sheet.title, tuple(line for line in lines if line.filled)))
    return sheets


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, bool, int, float, datetime, date)):
        return value
    return str(value)
