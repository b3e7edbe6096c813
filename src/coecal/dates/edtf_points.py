"""Owns the values that reading EDTF works on: a piece of the text and its place, and one date with its days."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NoReturn

import attrs

from coecal.errors import DateError


class Precision(StrEnum):
    """How fine a date is; the elements around the two dots of a set share it."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    GROUP = "season, quarter, quadrimester or semester"


@attrs.frozen
class Piece:
    """A part of a text that is being read, and its place there."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the part."""
        return self.whole[self.start : self.end]

    def cut(self, start: int, end: int) -> Piece:
        """Return the part of this part from `start` up to `end`, counted within it."""
        return Piece(self.whole, self.start + start, self.start + end)

    def split(self, separator: str) -> list[Piece]:
        """Return the parts between the separators, in order."""
        pieces, start = [], 0
        for words in self.text.split(separator):
            pieces.append(self.cut(start, start + len(words)))
            start += len(words) + len(separator)
        return pieces

    def refuse(self, message: str) -> NoReturn:
        """Raise the error that marks this part, or the sign beside it where it is empty."""
        start, end = self.start, self.end
        if start == end:
            start, end = max(0, start - 1), min(len(self.whole), max(1, end))
        raise DateError(message, self.whole, (start, end))


@attrs.frozen
class Point:
    """One date: the days it can denote, both ends inclusive, before "approximate" widens them.

    Attributes:
        first: the first day.
        last: the last day.
        precision: year, month, day or a group of months.
        unspecified: whether a digit was left open with `X` or counts as rough with `S`.
        tentative: whether it carries `?` or `%`.
        approximate: whether it carries `~` or `%`.
    """

    first: date
    last: date
    precision: Precision
    unspecified: bool = False
    tentative: bool = False
    approximate: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it names one day."""
        return self.precision is Precision.DAY and not self.unspecified

    def widened(self, days: int) -> Point:
        """Return this date reaching `days` further on both sides where it is approximate, within the calendar."""
        if not self.approximate:
            return self
        reach = timedelta(days=days)
        first = self.first - reach if self.first - date.min > reach else date.min
        last = self.last + reach if date.max - self.last > reach else date.max
        return attrs.evolve(self, first=first, last=last)
