"""Owns what several commands take: a programme by the name of its file, and a day."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from coecal import readers
from coecal.cli.output import patience
from coecal.nodes import DAY
from coecal.places import default_places
from coecal.programme import Programme

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
    path: str | os.PathLike[str], form: str | None = None, places: str | os.PathLike[str] | None = None
) -> Programme:
    """Read a programme from programme.json or from anything that `coecal read` reads.

    Args:
        path: the file.
        form: the name of its format; None: as its ending says.
        places: a TOML file with regions, countries and cities of the user's own; None: those known alone.

    Raises:
        CoecalError: the file cannot be used.
        OSError: the file cannot be read.
    """
    known = None if places is None else default_places().extended(Path(places))
    with patience(f"Reading {os.fspath(path)}"):
        return readers.read(path, format=form, places=known)
