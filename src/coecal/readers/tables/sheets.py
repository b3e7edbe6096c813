"""Owns the sheet: rows of cells with the line that each stands on. Knows neither files nor what columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import attrs

MOST_ROWS = 1_000_000
"""How many rows of a table are read."""

Cell = str | date | datetime | bool | int | float | None


_NOTHING = frozenset({"-", "–", "—"})  # what people write into a cell that is empty


@attrs.frozen
class Line:
    """One row of a sheet: its number, counting from 1, and its cells."""

    number: int
    cells: tuple[Cell, ...]

    def words(self, column: int) -> str:
        """Return what a cell says as words on one line; "" where it is empty or not there."""
        cell = self.cells[column] if column < len(self.cells) else None
        if cell is None:
            return ""
        if isinstance(cell, datetime):
            cell = cell.date() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if isinstance(cell, date):
            return cell.isoformat()
        words = " ".join(str(cell).split())
        return "" if words in _NOTHING else words

    @property
    def filled(self) -> list[str]:
        """The words of the cells that hold any, from left to right."""
        return [words for column in range(len(self.cells)) if (words := self.words(column))]


@attrs.frozen
class Sheet:
    """A table as a file holds it.

    Attributes:
        name: what the file calls it; "" where there is only one.
        lines: its rows, those without any cell left out.
    """

    name: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, name: str, rows: Sequence[Sequence[Cell]], first: int = 1) -> Sheet:
        """Return a sheet of rows that stand one below the other from line `first` on."""
        lines = (Line(number, tuple(cells)) for number, cells in enumerate(rows, first))
        return cls(name, tuple(line for line in lines if line.filled))
