"""Owns the dates of a table: cells -> fuzzy dates, with the order of numeric dates told from the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache

import attrs

from coecal.dates import FuzzyDate, Kind, Policy, Times, parse_date
from coecal.errors import CoecalError, DateError
from coecal.ranges import DateRange, Period
from coecal.readers.tables.columns import Header, key, known_words
from coecal.readers.tables.sheets import Cell, Line

_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})\b")


@attrs.frozen
class Order:
    """Which way round the numeric dates of a table are: `day_first`, and how many show it and contradict it."""

    day_first: bool | None
    shown: int
    against: int


def order_of(lines: Iterable[Line], header: Header) -> Order:
    """Return the order of numeric dates that a table shows: 25/12/2026 can only be day first."""
    columns = [header.columns[field] for field in ("when", "start", "end") if field in header.columns]
    day = month = 0
    for line in lines:
        for column in columns:
            for first, _, second in _NUMERIC.findall(line.words(column)):
                day += int(first) > 12 >= int(second)
                month += int(second) > 12 >= int(first)
    if day == month == 0:
        return Order(None, 0, 0)
    return Order(day >= month, max(day, month), min(day, month))


def read_when(line: Line, header: Header, within: Period | None, order: Order) -> FuzzyDate:
    """Return the date of a row.

    Raises:
        CoecalError: its words are no date.
    """
    columns, policy = header.columns, Policy(day_first=order.day_first)
    edtf = _words(line, columns.get("edtf"))
    words = _words(line, columns.get("when"))
    if edtf:
        when = attrs.evolve(FuzzyDate.from_edtf(edtf), text=words or edtf)
    elif "start" in columns and (start := _day(line, columns["start"], within, policy)) is not None:
        end = _day(line, columns["end"], within, policy) if "end" in columns else None
        when = _stretch(start, end, words or _said(line, columns))
    else:
        cell = line.cells[columns["when"]] if "when" in columns and columns["when"] < len(line.cells) else None
        when = _of_cell(cell, words, within, policy)
    return _marked(when, line, columns)


def _words(line: Line, column: int | None) -> str:
    return "" if column is None else line.words(column)


def _of_cell(cell: Cell, words: str, within: Period | None, policy: Policy) -> FuzzyDate:
    if isinstance(cell, datetime) and cell.time() != time():
        times = Times(cell.time().replace(microsecond=0, tzinfo=None))
        return FuzzyDate(cell.isoformat(" ", "minutes"), Kind.EXACT, (DateRange.exact(cell.date()),), times=times)
    return _parsed(words, within, policy) if words else FuzzyDate.undated(within)


@lru_cache(maxsize=10_000)
def _parsed(words: str, within: Period | None, policy: Policy) -> FuzzyDate:
    """Return the date that words are; the rows of one table often say the same."""
    return parse_date(words, within=within, policy=policy)


def _day(line: Line, column: int, within: Period | None, policy: Policy) -> FuzzyDate | None:
    cell = line.cells[column] if column < len(line.cells) else None
    words = line.words(column)
    return _of_cell(cell, words, within, policy) if words else None


def _said(line: Line, columns: Mapping[str, int]) -> str:
    return " - ".join(words for field in ("start", "end") if (words := _words(line, columns.get(field))))


def _stretch(start: FuzzyDate, end: FuzzyDate | None, words: str) -> FuzzyDate:
    """Join the dates of two columns; without an end, the start is all that is known."""
    if end is None or end == start:
        return attrs.evolve(start, text=words)
    if len(start.ranges) != 1 or len(end.ranges) != 1:
        raise DateError("one of start and end is several days: write one date in each", words, (0, len(words)))
    first, last = start.ranges[0], end.ranges[0]
    if first.earliest_start and last.latest_end and last.latest_end < first.earliest_start:
        message = f"it ends on {last.latest_end}, before it starts on {first.earliest_start}: correct one of the two"
        raise DateError(message, words, (0, len(words)))
    part = DateRange(first.earliest_start, first.latest_start, last.earliest_end, last.latest_end)
    kind = Kind.EXACT if part.is_exact else Kind.OPEN if part.is_open else Kind.SPAN
    return FuzzyDate(words, kind, (part,), start.tentative or end.tentative, times=_joined(start.times, end.times))


def _joined(start: Times | None, end: Times | None) -> Times | None:
    if start is None or start.start is None:
        return None
    return Times(start.start, None if end is None else end.start, start.zone)


def _marked(when: FuzzyDate, line: Line, columns: Mapping[str, int]) -> FuzzyDate:
    """Return a date with what its other columns say: that it is to be confirmed, the times of day."""
    if key(_words(line, columns.get("tentative"))) in known_words().yes:
        when = attrs.evolve(when, tentative=True)
    clocks = _words(line, columns.get("times"))
    if clocks and when.times is None and when.kind is not Kind.UNDATED:
        day: date = when.earliest_start or when.latest_end or date(2000, 1, 1)
        try:
            when = attrs.evolve(when, times=parse_date(f"{day.isoformat()}, {clocks}").times)
        except DateError as error:
            raise CoecalError(f"the time {clocks!r} cannot be read: write it as 14:00-16:00") from error
    return when
