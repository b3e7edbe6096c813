"""Owns what several commands take: a programme by the name of its file, and a day."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from coecal import readers
from coecal.cli.output import failure_of, patience
from coecal.dates import parse_period
from coecal.errors import DateError
from coecal.nodes import DAY
from coecal.places import default_places
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.limits import read_stream

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


def check_days(first: date | None, last: date | None) -> None:
    """Refuse a last day before the first.

    Raises:
        UsageError: it is.
    """
    if first is not None and last is not None and last < first:
        msg = f"--until {last} lies before --from {first}"
        raise click.UsageError(msg)


def to_format(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the name of a format that can be read; None where it is not given."""
    if value is None or value in readers.known_formats():
        return value
    msg = f"{value!r} is not one of {', '.join(map(repr, readers.known_formats()))}"
    raise click.BadParameter(msg, context, option)


def to_period(context: click.Context, option: click.Parameter, value: str | None) -> Period | None:
    """Return the period that an option says, such as 2026-10/2026-12; None where it is not given."""
    try:
        return None if value is None else parse_period(value)
    except DateError as error:
        msg = f"{failure_of(error)}; from one to another is 2026-10/2026-12 or 2026-10-01/2026-10-15"
        raise click.BadParameter(msg, context, option) from error


def load(
    path: str | os.PathLike[str],
    form: str | None = None,
    places: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    expand: Period | None = None,
) -> Programme:
    """Read a programme from programme.json or from anything that `coecal read` reads.

    Args:
        path: the file; `-` for standard input, which is programme.json unless `form` says otherwise.
        form: the name of its format; None: as its ending says.
        places: a TOML file with regions, countries and cities of the user's own; None: those known alone.
        columns: headings of a table by field; None: those known alone.
        expand: of a calendar, the period within which what repeats is expanded; None: it is not.

    Raises:
        CoecalError: the file cannot be used.
        OSError: the file cannot be read.
    """
    known = None if places is None else default_places().extended(Path(places))
    if path == STANDARD_INPUT:
        data = read_stream(sys.stdin.buffer, named(path))
        return readers.read(
            data=data, format=form or "json", places=known, columns=columns, expand=expand, name=named(path)
        )
    with patience(f"Reading {os.fspath(path)}"):
        return readers.read(path, format=form, places=known, columns=columns, expand=expand)


def load_all(
    paths: Sequence[str],
    form: str | None = None,
    places: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    expand: Period | None = None,
) -> Programme:
    """Read several files as one programme; see `load`.

    Where standard input is among several files, `form` is its format, and the others say theirs by their endings.
    """
    if len(paths) == 1:
        return load(paths[0], form, places, columns, expand)
    of_input = STANDARD_INPUT in paths
    given = [form if path == STANDARD_INPUT or not of_input else None for path in paths]
    forms = [readers.format_of(path, own) for path, own in zip(paths, given, strict=True)]
    readers.check_options(forms, columns=columns, expand=expand)
    programmes = []
    for path, own in zip(paths, forms, strict=True):
        fitting = (columns if own in readers.TABLES else None, expand if own in readers.CALENDARS else None)
        programmes.append((named(path), load(path, own, places, *fitting)))
    return readers.join_programmes(programmes)


def named(path: str | os.PathLike[str]) -> str:
    """Return what people call a file."""
    return "standard input" if path == STANDARD_INPUT else os.fspath(path)
