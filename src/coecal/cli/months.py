"""Owns the calendar of a date for people: the months that it touches, its certain and its possible days marked.

A mark is a sign first, so that it is read in a pipe and without colours; a terminal shows it by a style as well.
"""

from __future__ import annotations

import sys
from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

import attrs
import click
from rich.console import Console
from rich.text import Text

from coecal.cli.output import printable
from coecal.dates import FuzzyDate
from coecal.dates.cldr import month_names, weekday_names
from coecal.ranges import DateRange, Period

MOST_MONTHS = 6
"""How many months are drawn; a sentence says which are not."""

PIPE_WIDTH = 80
"""The width where there is no terminal, whatever the environment says."""

GRID_WIDTH = 31
GAP = 3

Month = tuple[int, int]
"""A year and a month of it, January being 1."""


class Mark(Enum):
    """How sure a day is. The value: what stands before and after its number, and the style on a terminal."""

    CERTAIN = ("[", "]", "bold reverse")
    POSSIBLE = (" ", "?", "underline")
    NONE = (" ", " ", "")

    def cell(self, number: str) -> Text:
        """Return a cell of four columns; a space at its edge has no style."""
        before, after, style = self.value
        text = f"{before}{number:>2}{after}"
        cell = Text(text)
        cell.stylize(style, len(text) - len(text.lstrip()), len(text.rstrip()))
        return cell


@attrs.frozen
class Days:
    """How sure each day of a date is.

    Attributes:
        certain: the days on which it takes place for certain.
        ranges: the stretches, on any of whose days it can take place.
    """

    certain: tuple[Period, ...]
    ranges: tuple[DateRange, ...]

    @classmethod
    def of(cls, when: FuzzyDate) -> Days:
        """Return the days of a date. Those of a choice are certain where all of its alternatives are."""
        certain = tuple(part.certain for part in when.ranges if part.certain is not None)
        if when.is_choice:
            certain = _shared(certain) if len(certain) == len(when.ranges) else ()
        return cls(certain, when.ranges)

    def mark(self, day: date) -> Mark:
        """Return how sure a day is.

        >>> Days.of(FuzzyDate.from_edtf("[2023-11-11..2023-11-20]")).mark(date(2023, 11, 20)).name
        'POSSIBLE'
        """
        if any(day in days for days in self.certain):
            return Mark.CERTAIN
        return Mark.POSSIBLE if any(part.may_touch(day) for part in self.ranges) else Mark.NONE

    def is_certain_from(self, day: date) -> bool:
        """Return whether it takes place for certain on this day or on one that comes later."""
        return any(day <= days.last for days in self.certain)


def months_of(when: FuzzyDate) -> Sequence[Month]:
    """Return the months that a date touches, in order; an open end reaches as far as any day that is known.

    >>> months_of(FuzzyDate.from_edtf("2023-12-28/2024-01-03"))
    [(2023, 12), (2024, 1)]
    """
    known = [day for part in when.ranges for day in part.points if day is not None]
    if not known:
        return []
    start, end = min(known), max(known)
    months: set[Month] = set()
    for part in when.ranges:
        ends = (part.earliest_start or start, part.latest_end or end)
        first, last = (day.year * 12 + day.month - 1 for day in ends)
        months.update((number // 12, number % 12 + 1) for number in range(first, last + 1))
    return sorted(months)


def calendar_lines(when: FuzzyDate, width: int) -> Iterator[Text]:
    """Yield the lines of the calendar of a date: its months, what the marks mean, and what is not shown.

    Args:
        when: the date.
        width: how many columns there are; as many months stand side by side as fit, at least one.
    """
    months = months_of(when)
    if not months:
        yield Text("There is no calendar: no day is known.")
        return
    shown, days = months[:MOST_MONTHS], Days.of(when)
    abreast = max(1, (width + GAP) // (GRID_WIDTH + GAP))
    for start in range(0, len(shown), abreast):
        yield from _side_by_side([_grid(days, month) for month in shown[start : start + abreast]])
        yield Text("")
    yield _legend()
    yield from map(Text, (*_remarks(when), *_not_shown(days, months)))


def print_calendar(when: FuzzyDate) -> None:
    """Print the calendar of a date, as wide as the terminal, or 80 columns where there is none."""
    if sys.stdout.isatty():
        _print_lines(calendar_lines(when, _terminal().width))
    else:
        _print_lines(calendar_lines(when, PIPE_WIDTH))


def print_sentences(text: str) -> None:
    """Print lines of sentences; a terminal breaks them between words."""
    _print_lines([Text(printable(text))])


def _print_lines(lines: Iterable[Text]) -> None:
    if not sys.stdout.isatty():
        for line in lines:
            click.echo(line.plain.rstrip())
        return
    terminal = _terminal()
    for line in lines:
        terminal.print(line)


def _terminal() -> Console:
    return Console(force_terminal=True, markup=False, emoji=False, highlight=False)


def _shared(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Return the days that all of one or more periods share, as one period or none."""
    first, last = max(days.first for days in periods), min(days.last for days in periods)
    return (Period(first, last),) if first <= last else ()


def _grid(days: Days, month: Month) -> list[Text]:
    """Return a month as lines of one width: its name, the days of the week, and its weeks by their ISO numbers."""
    names = "".join(f" {name[:2]} " for name in weekday_names("en", "abbreviated"))
    lines = [Text(f"   {_name(month):^28}", "bold"), Text(f"wk {names}", "dim")]
    for week in Calendar().monthdayscalendar(*month):
        number = date(*month, max(week)).isocalendar().week
        cells = [days.mark(date(*month, day)).cell(str(day)) if day else Mark.NONE.cell("") for day in week]
        lines.append(Text.assemble((f"{number:>2} ", "dim"), *cells))
    return lines


def _side_by_side(grids: Sequence[list[Text]]) -> Iterator[Text]:
    for position in range(max(map(len, grids))):
        cells = [grid[position] if position < len(grid) else Text(" " * GRID_WIDTH) for grid in grids]
        yield Text(" " * GAP).join(cells)


def _legend() -> Text:
    certain, possible = Mark.CERTAIN.value[2], Mark.POSSIBLE.value[2]
    return Text.assemble(("[ ]", certain), " certain day   ", ("?", possible), " possible day")


def _remarks(when: FuzzyDate) -> Iterator[str]:
    """Yield what the marks leave unsaid of all days alike."""
    if when.status == "cancelled":
        yield "It is cancelled: the marked days are those for which it was planned."
    if when.tentative:
        yield "The marked days are to be confirmed."


def _not_shown(days: Days, months: Sequence[Month]) -> Iterator[str]:
    """Yield a sentence on the months that are not drawn, and one on each end that is open."""
    if left := months[MOST_MONTHS:]:
        count = f"{len(left)} more month{'s' * (len(left) > 1)}"
        names = _name(left[0]) if len(left) == 1 else f"from {_name(left[0])} to {_name(left[-1])}"
        among = ", with certain days among them" if days.is_certain_from(date(*left[0], 1)) else ""
        yield f"Not shown: {count}, {names}{among}."
    if any(part.earliest_start is None for part in days.ranges):
        yield f"The start is open: any day before {_name(months[0])} is possible, too."
    if any(part.latest_end is None for part in days.ranges):
        yield f"The end is open: any day after {_name(months[-1])} is possible, too."


def _name(month: Month) -> str:
    year, number = month
    return f"{month_names('en')[number - 1]} {year}"
