"""Owns what several commands take: a programme by the name of its file, and a day."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from coecal import readers
from coecal.cli.output import patience
from coecal.nodes import DAY
from coecal.places import default_places
from coecal.programme import Programme

STANDARD_INPUT = "-"
"""Stands for standard input among the names of files."""

programme_argument = click.argument("programme", metavar="PROGRAMME", type=click.Path())


def to_day(context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option says, such as 2023-10-03; None where it is not given."""
    if value is None:
        return None
    if DAY.fullmatch(value) is None:
        msg = f"{value!r} is not written like 2023-10-03"
        raise click.BadParameter(msg, context, option)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        msg = f"{value!r} is no day of the calendar"
        raise click.BadParameter(msg, context, option) from error


def load(
    path: str | os.PathLike[str],
    form: str | None = None,
    places: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Programme:
    """Read a programme from programme.json or from anything that `coecal read` reads.

    Args:
        path: the file; `-` for standard input, which is programme.json unless `form` says otherwise.
        form: the name of its format; None: as its ending says.
        places: a TOML file with regions, countries and cities of the user's own; None: those known alone.
        columns: headings of a table by field; None: those known alone.

    Raises:
        CoecalError: the file cannot be used.
        OSError: the file cannot be read.
    """
    known = None if places is None else default_places().extended(Path(places))
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        return readers.read(data=data, format=form or "json", places=known, columns=columns, name=named(path))
    with patience(f"Reading {os.fspath(path)}"):
        return readers.read(path, format=form, places=known, columns=columns)


def load_all(
    paths: Sequence[str],
    form: str | None = None,
    places: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Programme:
    """Read several files as one programme; see `load`.

    Where standard input is among several files, `form` is its format, and the others say theirs by their endings.
    """
    if len(paths) == 1:
        return load(paths[0], form, places, columns)
    of_input = STANDARD_INPUT in paths
    programmes = []
    for path in paths:
        own = form if path == STANDARD_INPUT or not of_input else None
        is_table = own in readers.TABLES or (own is None and readers.format_of(path) in readers.TABLES)
        programmes.append((named(path), load(path, own, places, columns if is_table else None)))
    return readers.join_programmes(programmes)


def named(path: str | os.PathLike[str]) -> str:
    """Return what people call a file."""
    return "standard input" if path == STANDARD_INPUT else os.fspath(path)
