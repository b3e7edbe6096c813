"""Owns programmes as tables: CSV, Excel workbooks and Markdown, one row an activity.

Text of a newsletter is not ours: no cell is ever a formula. `docs/tables.md` lists the columns and what reads back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Kind
from coecal.errors import MissingExtraError
from coecal.programme import Programme
from coecal.writers.office import valid_text, without_clock

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = (
    "Title", "Projects", "Organisers", "Dates", "Listed under", "EDTF", "To be confirmed", "Time", "Earliest start",
    "Latest start", "Earliest end", "Latest end", "Mode", "Place", "Country", "Regions", "Status", "URL", "UID",
)  # fmt: skip
PEOPLE = "People"
"""The heading of a last column, which only a programme has that names persons."""
_WIDTHS = (50, 18, 18, 22, 16, 26, 8, 16, 12, 12, 12, 12, 11, 26, 9, 30, 11, 20, 30, 30)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NO_DAY = datetime(1970, 1, 1)  # noqa: DTZ001 - workbooks know no zones
_FIRST_EXCEL_YEAR = 1900
_LONGEST_CELL = 32_767  # what a cell of Excel holds

Value = str | date


def safe(cell: str) -> str:
    """Return words that no spreadsheet takes for a formula: an apostrophe stands before what looks like one.

    >>> safe("=1+1"), safe("Talks")
    ("'=1+1", 'Talks')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def to_csv_bytes(programme: Programme) -> bytes:
    """Return a programme as CSV: UTF-8 with a byte order mark, so that Excel reads it right, commas, CRLF."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_headings(programme))
    writer.writerows([safe(str(value)) for value in row] for row in _rows(programme))
    return buffer.getvalue().encode("utf-8-sig", "replace")


def to_markdown_bytes(programme: Programme) -> bytes:
    """Return a programme as a table of Markdown (GFM): what people read, without the columns for programs."""
    columns = [HEADINGS.index(name) for name in ("Title", "Projects", "Dates", "Mode", "Place", "Status")]
    lines = [[HEADINGS[column] for column in columns], ["---"] * len(columns)]
    lines += ([_markdown(str(row[column])) for column in columns] for row in _rows(programme))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode("utf-8", "replace")


def to_xlsx_bytes(programme: Programme) -> bytes:
    """Return a programme as an Excel workbook: real dates, vague ones as words, a filter on every column.

    The same programme gives the same bytes.

    Raises:
        MissingExtraError: the extra `tables` is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("writing XLSX", "openpyxl", "tables") from error
    book = Workbook()
    book.properties.creator = "coecal"
    book.properties.created = book.properties.modified = _NO_DAY
    sheet = book.active
    if sheet is None:
        raise AssertionError
    sheet.title = "Activities"
    _fill(sheet, _headings(programme), _rows(programme))
    saved = BytesIO()
    book.save(saved)
    return without_clock(saved.getvalue())


def _fill(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.append(list(headings))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            if value == "":
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, date) and value.year >= _FIRST_EXCEL_YEAR:
                cell.value, cell.number_format = value, "yyyy-mm-dd"
            else:
                cell.value = valid_text(str(value))[:_LONGEST_CELL]
                cell.data_type = "s"  # words, whatever they look like
            cell.alignment = Alignment(vertical="top", wrap_text=column == 1)
    for column, width in enumerate(_WIDTHS[: len(headings)], 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _headings(programme: Programme) -> tuple[str, ...]:
    return (*HEADINGS, PEOPLE) if any(activity.people for activity in programme.activities) else HEADINGS


def _rows(programme: Programme) -> Iterable[tuple[Value, ...]]:
    has_people = len(_headings(programme)) > len(HEADINGS)
    for activity in programme.activities:
        yield (*_row(activity), *([_persons(activity)] if has_people else ()))


def _persons(activity: Activity) -> str:
    """Return the persons, of whom a semicolon keeps a single one whole that holds a comma."""
    words = "; ".join(activity.people)
    return f"{words};" if len(activity.people) == 1 and "," in words else words


def _row(activity: Activity) -> tuple[Value, ...]:
    when = activity.when
    return (
        activity.title,
        "; ".join(activity.projects),
        "; ".join(activity.organisers),
        when.text or ("" if when.kind is Kind.UNDATED else when.format()),
        activity.source.heading or "",
        _edtf(when),
        "yes" if when.tentative else "",
        "" if when.times is None else str(when.times),
        *(
            "" if day is None else day
            for day in (when.earliest_start, when.latest_start, when.earliest_end, when.latest_end)
        ),
        "" if activity.mode is None else activity.mode.value,
        ", ".join(activity.places),
        "; ".join(activity.countries),
        "; ".join(activity.regions),
        activity.status.value,
        activity.url or "",
        activity.uid,
    )


def _edtf(when: FuzzyDate) -> str:
    """Return EDTF where it says all that is known of the days."""
    if when.kind is Kind.UNDATED:
        return ""
    text = when.to_edtf()
    again = FuzzyDate.from_edtf(text)
    return text if (again.kind, again.ranges) == (when.kind, when.ranges) else ""


def _markdown(cell: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(cell.split()))
