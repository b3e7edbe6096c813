"""Owns Excel workbooks (XLSX): every sheet with its real dates, merged cells filled. Needs the extra `tables`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from coecal.errors import InputError, MissingExtraError, Problem, Severity
from coecal.readers.limits import LARGEST_UNPACKED, check_archive
from coecal.readers.tables.sheets import MOST_ROWS, Cell, Line, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

_MOST_CELLS = 5_000_000
_LARGE = 30_000_000  # unpacked; above it the cells are read one row at a time, and merged ones are not filled


def read_workbook(data: bytes, source: str | None) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets of a workbook, hidden ones left out, and what is to be said of them.

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
        check_archive(data, source, largest=LARGEST_UNPACKED)
        is_large = _unpacked(data) > _LARGE
        book = load_workbook(BytesIO(data), data_only=True, read_only=is_large)
        sheets = list(_streamed(book, source) if is_large else _sheets(book, source))
    except InputError:
        raise
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, AttributeError) as error:
        msg = "the file is no XLSX workbook that can be read: save it again as .xlsx"
        raise InputError(msg, source=source) from error
    return sheets, [_not_filled()] if is_large and _has_merged(data) else []


def _unpacked(data: bytes) -> int:
    with ZipFile(BytesIO(data)) as archive:
        return sum(one.file_size for one in archive.infolist() if "/worksheets/" in one.filename)


def _sheets(book: Workbook, source: str | None) -> Iterator[Sheet]:
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
        yield Sheet(sheet.title, tuple(_lines(grid, sheet.title, source)))


def _streamed(book: Workbook, source: str | None) -> Iterator[Sheet]:
    """Yield the sheets of a large workbook, of which only one row at a time is held as openpyxl has it."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what the file says of its size may be anything
            rows = ([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
            yield Sheet(sheet.title, tuple(_lines(rows, sheet.title, source)))


def _lines(rows: Iterable[Sequence[Cell]], title: str, source: str | None) -> Iterator[Line]:
    """Yield the rows that hold anything, with their numbers."""
    count = cells = 0
    for number, row in enumerate(rows, 1):
        line = Line(number, tuple(row))
        if not line.filled:
            continue
        count, cells = count + 1, cells + len(row)
        if count > MOST_ROWS or cells > _MOST_CELLS:
            msg = f"the sheet {title!r} has more than {MOST_ROWS:,} rows or {_MOST_CELLS:,} cells: part it"
            raise InputError(msg, source=source)
        yield line


def _has_merged(data: bytes) -> bool:
    """Whether a sheet of a workbook has merged cells, which stand at the end of it."""
    with ZipFile(BytesIO(data)) as archive:
        for one in archive.infolist():
            if "/worksheets/" in one.filename:
                with archive.open(one) as member:
                    tail = b""
                    while chunk := member.read(1_000_000):
                        if b"<mergeCell " in tail + chunk:
                            return True
                        tail = chunk[-20:]
    return False


def _not_filled() -> Problem:
    return Problem(
        line=None,
        code="merged-cells",
        severity=Severity.WARNING,
        message="the workbook is so large that merged cells were not filled: only the first of them counts",
        remedy="Undo the merging, or part the workbook.",
    )


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, (str, bool, int, float, datetime, date)):
        return value
    return str(value)
