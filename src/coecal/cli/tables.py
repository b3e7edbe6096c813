"""Owns tables for people. On a terminal they fit its width; elsewhere each row is one line without colours."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from coecal.cli.output import one_line

ONE_LINE = 10_000
"""A width that no row reaches, so that what is not a terminal gets one line a row, whatever its environment says."""


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[str] = (),
    unbroken: Sequence[str] = (),
) -> None:
    """Print rows under the names of their columns.

    Args:
        columns: the names.
        rows: the rows, each as long as `columns`.
        numbers: the columns that are set to the right; they are unbroken, too.
        unbroken: the columns whose cells never become two lines.
    """
    terminal = sys.stdout.isatty()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        right, whole = column in numbers, column in numbers or column in unbroken
        table.add_column(Text(column), justify="right" if right else "left", no_wrap=whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console = Console(
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        width=None if terminal else ONE_LINE,
        markup=False,
        emoji=False,
        highlight=False,
    )
    if terminal:
        console.print(table)
        return
    with console.capture() as capture:
        console.print(table)
    click.echo("\n".join(line.rstrip() for line in capture.get().splitlines()))
