"""Owns the timeline for people at a terminal: a line an activity, its days as signs that need no colour."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import Final

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from coecal.cli.output import one_line
from coecal.dates import Certainty
from coecal.dates.cldr import month_names
from coecal.timeline.axis import Axis
from coecal.timeline.days import Look, flag_day, pieces_of, shared_days
from coecal.timeline.layout import Band, Mark
from coecal.timeline.picture import Timeline
from coecal.timeline.tooltips import titled
from coecal.timeline.words import Words

PIPE_WIDTH: Final = 120
"""The width where there is no terminal, whatever the environment says."""
_LEAST_WIDTH: Final = 60

_SIGNS: Final = {Look.CERTAIN: "█", Look.RISING: "▒", Look.FALLING: "▒", Look.HATCHED: "░"}
_PLAIN: Final = {"█": "#", "▒": "+", "░": "?", "⚑": "!", "◀": "<", "▶": ">", "│": "|", "…": "~"}
_OVERLAPS: Final = {Certainty.CERTAIN: "=", Certainty.POSSIBLE: "~", Certainty.NONE: " "}
_STYLES: Final = {"█": "bold blue", "▒": "blue", "░": "blue", "⚑": "bold red", "◀": "bold blue", "▶": "bold blue"}
_LEGEND: Final = (
    ("█", "certain"),
    ("▒", "possible"),
    ("░", "hatched"),
    ("⚑", "deadline"),
    ("◀▶", "open"),
    ("│", "today"),
    ("=", "overlap_certain"),
    ("~", "overlap_possible"),
)


def print_timeline(timeline: Timeline) -> None:
    """Print a timeline, as wide as the terminal, or 120 columns where there is none."""
    is_terminal = sys.stdout.isatty()
    console = Console(force_terminal=is_terminal, markup=False, emoji=False, highlight=False)
    width = max(_LEAST_WIDTH, console.width) if is_terminal else PIPE_WIDTH
    for line in timeline_lines(timeline, width):
        if is_terminal:
            console.print(_fit_for(line), no_wrap=True, overflow="crop")
        else:
            click.echo(_fit_for(line).plain.rstrip())


def timeline_lines(timeline: Timeline, width: int) -> Iterator[Text]:
    """Yield the lines of a timeline: its months, its lanes with a line an activity, and what the signs mean.

    Args:
        timeline: the timeline.
        width: how many columns there are.
    """
    axis, words, names = timeline.layout.axis, timeline.words, max(24, width * 2 // 5)
    room = width - names - 4
    if axis is not None:
        yield Text(" " * (names + 3) + _months(axis, room), "dim")
    for band in timeline.layout.bands:
        yield Text("")
        yield Text(f"{one_line(band.lane.name)} ({len(band.lane.activities)})", "bold")
        yield from _band_lines(band, timeline, names, room)
    yield Text("")
    yield from _legend(words, width)


def _legend(words: Words, width: int) -> Iterator[Text]:
    """Yield what the signs mean, on as many lines as it takes."""
    line = ""
    for sign, name in _LEGEND:
        entry = f"{sign} {words[f'terminal.{name}']}"
        if line and cell_len(line) + 3 + cell_len(entry) > width:
            yield Text(line, "dim")
            line = ""
        line = f"{line}   {entry}" if line else entry
    yield Text(line, "dim")


def _band_lines(band: Band, timeline: Timeline, names: int, room: int) -> Iterator[Text]:
    axis, words = timeline.layout.axis, timeline.words
    if axis is not None:
        for mark in band.marks:
            bars = _bars(mark, axis, room, timeline.today)
            line = Text(f"  {_fit(titled(mark.activity, words), names - 2)} {_OVERLAPS[mark.clash.certainty]} {bars}")
            for sign, style in _STYLES.items():
                line.highlight_words([sign], style)
            yield line
    for mark in band.undated:
        said = one_line(", ".join(filter(None, (mark.activity.when.text, mark.activity.source.heading))))
        undated = words.fill("terminal.undated_with", words=said) if said else words["terminal.undated"]
        yield Text(f"  {_fit(titled(mark.activity, words), names - 2)}   {undated}")


def _bars(mark: Mark, axis: Axis, room: int, today: date | None) -> str:
    """Return the days of an activity as signs, one a column; a certain day hides a possible one in its column."""
    columns = [" "] * room
    if today is not None and axis.holds(today.toordinal(), today.toordinal()):
        columns[_column(axis, today.toordinal(), room)] = "│"
    when = mark.activity.when
    pieces = [piece for part in when.ranges for piece in pieces_of(part, is_choice=when.is_choice)]
    shared = shared_days(when.ranges) if when.is_choice else None
    certain = [piece for piece in pieces if piece.look is Look.CERTAIN] + ([] if shared is None else [shared])
    for piece in (*(piece for piece in pieces if piece.look is not Look.CERTAIN), *certain):
        if axis.holds(piece.first, piece.last):
            start = 0 if piece.first is None else _column(axis, max(piece.first, axis.first), room)
            end = room - 1 if piece.last is None else _column(axis, min(piece.last, axis.last), room)
            columns[start : end + 1] = _SIGNS[piece.look] * (end + 1 - start)
    if any(part.earliest_start is None for part in when.ranges):
        columns[0] = "◀"
    if any(part.latest_end is None for part in when.ranges):
        columns[-1] = "▶"
    for part in when.ranges:
        flag = flag_day(when, part)
        if flag is not None and axis.holds(flag, flag):
            columns[_column(axis, flag, room)] = "⚑"
    return "".join(columns)


def _column(axis: Axis, day: int, room: int) -> int:
    return (day - axis.first) * room // (axis.last - axis.first + 1)


def _months(axis: Axis, room: int) -> str:
    line = ""
    for tick in axis.ticks():
        column = _column(axis, tick.day, room)
        if tick.label and len(line) <= column:
            name, _, year = tick.label.partition(" ")
            month = month_names(axis.locale, "abbreviated")[date.fromordinal(tick.day).month - 1]
            line = line.ljust(column) + f"{name if name.isdigit() else month} {year}".rstrip() + " "
    return line[:room].rstrip()


def _fit(text: str, columns: int) -> str:
    """Return a text on exactly so many columns."""
    words = one_line(text)
    return set_cell_size(words, columns) if cell_len(words) <= columns else set_cell_size(words, columns - 1) + "…"


def _fit_for(line: Text) -> Text:
    """Return a line as standard output can write it: where it knows no blocks, with plain signs."""
    try:
        "".join(_PLAIN).encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        line.plain = line.plain.translate(str.maketrans("".join(_PLAIN), "".join(_PLAIN.values())))
    return line
