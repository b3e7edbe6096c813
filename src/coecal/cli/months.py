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
from coecal.dates.cldr import weekday_names
from coecal.dates.formats import month_heading
from coecal.ranges import DateRange, Period
from coecal.timeline.words import Words

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


def calendar_lines(when: FuzzyDate, width: int, words: Words) -> Iterator[Text]:
    """Yield the lines of the calendar of a date: its months, what the marks mean, and what is not shown.

    Args:
        when: the date.
        width: how many columns there are; as many months stand side by side as fit, at least one.
        words: the words of its language.
    """
    months = months_of(when)
    if not months:
        yield Text(words["date.no_calendar"])
        return
    shown, days = months[:MOST_MONTHS], Days.of(when)
    abreast = max(1, (width + GAP) // (GRID_WIDTH + GAP))
    for start in range(0, len(shown), abreast):
        yield from _side_by_side([_grid(days, month, words) for month in shown[start : start + abreast]])
        yield Text("")
    yield _legend(words)
    yield from map(Text, (*_remarks(when, words), *_not_shown(days, months, words)))


def print_calendar(when: FuzzyDate, words: Words) -> None:
    """Print the calendar of a date, as wide as the terminal, or 80 columns where there is none."""
    width = _terminal().width if sys.stdout.isatty() else PIPE_WIDTH
    _print_lines(calendar_lines(when, width, words))


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


def _grid(days: Days, month: Month, words: Words) -> list[Text]:
    """Return a month as lines of one width: its name, the days of the week, and its weeks by their ISO numbers."""
    names = "".join(f" {name[:2]} " for name in weekday_names(words.language, "abbreviated"))
    lines = [Text(f"   {_name(month, words):^28}", "bold"), Text(f"{words['date.week']:<3}{names}", "dim")]
    for week in Calendar().monthdayscalendar(*month):
        number = date(*month, max(week)).isocalendar().week
        cells = [days.mark(date(*month, day)).cell(str(day)) if day else Mark.NONE.cell("") for day in week]
        lines.append(Text.assemble((f"{number:>2} ", "dim"), *cells))
    return lines


def _side_by_side(grids: Sequence[list[Text]]) -> Iterator[Text]:
    for position in range(max(map(len, grids))):
        cells = [grid[position] if position < len(grid) else Text(" " * GRID_WIDTH) for grid in grids]
        yield Text(" " * GAP).join(cells)


def _legend(words: Words) -> Text:
    certain, possible = Mark.CERTAIN.value[2], Mark.POSSIBLE.value[2]
    names = words["date.certain_day"], words["date.possible_day"]
    return Text.assemble(("[ ]", certain), f" {names[0]}   ", ("?", possible), f" {names[1]}")


def _remarks(when: FuzzyDate, words: Words) -> Iterator[str]:
    """Yield what the marks leave unsaid of all days alike."""
    if when.status == "cancelled":
        yield words["date.cancelled"]
    if when.tentative:
        yield words["date.to_confirm"]


def _not_shown(days: Days, months: Sequence[Month], words: Words) -> Iterator[str]:
    """Yield a sentence on the months that are not drawn, and one on each end that is open."""
    if left := months[MOST_MONTHS:]:
        key = "date.not_shown_one" if len(left) == 1 else "date.not_shown"
        among = words["date.among"] if days.is_certain_from(date(*left[0], 1)) else ""
        first, last = _name(left[0], words), _name(left[-1], words)
        yield words.fill(key, count=len(left), first=first, last=last, among=among)
    if any(part.earliest_start is None for part in days.ranges):
        yield words.fill("date.start_open", month=_name(months[0], words))
    if any(part.latest_end is None for part in days.ranges):
        yield words.fill("date.end_open", month=_name(months[-1], words))


def _name(month: Month, words: Words) -> str:
    return month_heading(*month, words.language)
