"""Owns `coecal next`: the "coming next" section of a newsletter."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import click

from coecal.cli.inputs import load, programme_argument, to_day
from coecal.cli.output import patience, print_bytes, say
from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.writers.files import replace_file
from coecal.writers.section_docx import coming_next_docx
from coecal.writers.sections import coming_next

FORMATS = ("md", "html", "txt", "docx")


@click.command("next")
@programme_argument
@click.option("--from", "first", callback=to_day, metavar="DAY", help="The first day, such as 2023-10-01.")
@click.option("--until", "last", callback=to_day, metavar="DAY", help="The last day, such as 2023-12-31.")
@click.option("--locale", metavar="LANGUAGE", default="en", show_default=True, help="The language: en or fr.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="As the ending of the output says, else md, if not given."
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to this file, not to standard output.")
def command(
    programme: str, first: date | None, last: date | None, locale: str, form: str | None, output: str | None
) -> None:
    """Write the section "coming next".

    What PROGRAMME plans stands there by month, each date in its own words. --from and --until are inclusive; without
    them it is what lies after the day of the source, up to the end of its period.
    """
    if first is not None and last is not None and last < first:
        msg = f"--until {last} lies before --from {first}"
        raise click.UsageError(msg)
    if output is None and form == "docx":
        msg = "a Word document needs a file: give it with -o FILE.docx"
        raise click.UsageError(msg)
    loaded = load(programme)
    with patience("Writing"):
        try:
            data = _write(loaded, form or _format_of(output), first, last, locale)
        except UnknownNameError as error:
            raise click.BadParameter(str(error), param_hint="--locale") from error
        if output is not None:
            replace_file(output, data)
    if output is None:
        print_bytes(data)
    else:
        say(f"Written: {output}")


def _write(programme: Programme, form: str, first: date | None, last: date | None, locale: str) -> bytes:
    if form == "docx":
        return coming_next_docx(programme, first=first, last=last, locale=locale)
    return coming_next(programme, first=first, last=last, locale=locale, format=form).encode()


def _format_of(output: str | None) -> str:
    ending = "" if output is None else PurePath(output).suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "md"
