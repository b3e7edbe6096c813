"""Owns the reading of tables: CSV, Excel workbooks and data frames -> programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.tables.columns import read_mapping
from coecal.readers.tables.delimited import read_delimited
from coecal.readers.tables.rows import numbered, read_sheets
from coecal.readers.tables.sheets import Sheet
from coecal.readers.tables.workbook import read_workbook

__all__ = ["read_csv", "read_frame", "read_mapping", "read_xlsx"]

Rows = Sequence[Mapping[str, object]]


class _Pandas(Protocol):
    def to_dict(self, orient: str) -> Rows: ...


class _Polars(Protocol):
    def to_dicts(self) -> Rows: ...


class _Arrow(Protocol):
    def to_pylist(self) -> Rows: ...


def read_csv(
    data: bytes, *, source: str | None = None, places: Places | None = None, columns: Mapping[str, str] | None = None
) -> Programme:
    r"""Read the activities of a CSV file.

    Encoding, delimiter and the order of numeric dates are told from the file and noted among the problems. Columns
    are known by their headings in English and French; docs/tables.md lists them.

    Args:
        data: the bytes of the file.
        source: the file's name, for errors.
        places: the places that are known; None: those that coecal knows.
        columns: headings of your own by field, such as `{"title": "Libellé"}`.

    Raises:
        InputError: the file is no text, or has no line of headings.

    >>> [one] = read_csv(b"Activity;Dates;Pays\nAtelier;4-7 mai 2026;Ghana").activities
    >>> one.title, one.when.text, one.countries
    ('Atelier', '4-7 mai 2026', ('GH',))
    """
    sheet, problems = read_delimited(data, columns or {}, source)
    return read_sheets([sheet], names=columns or {}, places=places, source=source, problems=problems)


def read_xlsx(
    data: bytes, *, source: str | None = None, places: Places | None = None, columns: Mapping[str, str] | None = None
) -> Programme:
    """Read the activities of all visible sheets of an Excel workbook; see `read_csv`.

    Raises:
        InputError: the file is no workbook, or no sheet has a line of headings.
        MissingExtraError: the extra `tables` is not installed.
    """
    sheets, problems = read_workbook(data, source)
    return read_sheets(sheets, names=columns or {}, places=places, source=source, problems=problems)


def read_frame(frame: object, *, places: Places | None = None, columns: Mapping[str, str] | None = None) -> Programme:
    """Read the activities of a table of pandas, polars or Arrow, or a list of mappings; see `read_csv`.

    Raises:
        InputError: the columns hold no title.
        TypeError: it is no such table.
    """
    if hasattr(frame, "to_dicts"):
        rows = cast("_Polars", frame).to_dicts()
    elif hasattr(frame, "to_pylist"):
        rows = cast("_Arrow", frame).to_pylist()
    elif hasattr(frame, "to_dict"):
        rows = cast("_Pandas", frame).to_dict(orient="records")
    elif isinstance(frame, Sequence):
        rows = frame
    else:
        msg = f"{type(frame).__name__} is no table: give one of pandas, polars or Arrow, or a list of mappings"
        raise TypeError(msg)
    return read_sheets([Sheet("", tuple(numbered(rows)))], names=columns or {}, places=places, source=None)
