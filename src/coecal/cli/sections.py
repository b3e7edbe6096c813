"""Owns what the commands that write sections share: their options, and how they write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import PurePath

import attrs
import click

from coecal.cli.inputs import check_days, load, programme_argument, to_day
from coecal.cli.output import patience, print_bytes, say
from coecal.errors import UnknownNameError
from coecal.writers.files import replace_file
from coecal.writers.section_docx import to_docx
from coecal.writers.section_groups import Order
from coecal.writers.section_lists import SectionName
from coecal.writers.section_rows import Dates
from coecal.writers.sections import make_section, write_section

FORMATS = ("md", "html", "txt", "docx")


@attrs.frozen(kw_only=True)
class Wanted:
    """What the options of a command say.

    Attributes:
        first: the first day; None: as the section has it.
        last: the last day; None: likewise.
        months: how many months from the first day on; None: not said.
        by: what the headings name; None: as the section has it.
        locale: the language.
        dates: in which words dates stand; None: the usual ones.
        form: the format; None: as the ending of the output says.
        templates: a folder of templates; None: those that ship.
        output: the file; None: standard output.
    """

    first: date | None
    last: date | None
    months: int | None
    by: str | None
    locale: str
    dates: str | None
    form: str | None
    templates: str | None
    output: str | None


_OPTIONS = (
    programme_argument,
    click.option("--from", "first", callback=to_day, metavar="DAY", help="The first day, such as 2023-10-01."),
    click.option("--until", "last", callback=to_day, metavar="DAY", help="The last day, such as 2023-12-31."),
    click.option("--months", type=click.IntRange(1, 1200), metavar="N", help="So many months from the first day on."),
    click.option("--by", type=click.Choice([order.value for order in Order]), help="What the headings name."),
    click.option("--locale", metavar="LANGUAGE", default="en", show_default=True, help="The language: en or fr."),
    click.option(
        "--dates", type=click.Choice([words.value for words in Dates]),
        help="The words of dates as written, or words made from the days. If not given: as written, where that is the "
        "language of the section.",
    ),
    click.option(
        "--format", "form", type=click.Choice(FORMATS), help="As the ending of the output says, else md, if not given."
    ),
    click.option("--templates", metavar="DIR", type=click.Path(), help="A folder with templates of your own."),
    click.option(
        "-o", "--output", metavar="FILE", type=click.Path(), help="Write to this file, not to standard output."
    ),
)  # fmt: skip


def section_command(command_name: str, name: SectionName, text: str) -> click.Command:
    """Return the command that writes a section."""

    def write(  # noqa: PLR0913, PLR0917 - one argument for each option
        programme: str, first: date | None, last: date | None, months: int | None, by: str | None, locale: str,
        dates: str | None, form: str | None, templates: str | None, output: str | None,
    ) -> None:  # fmt: skip
        wanted = Wanted(
            first=first, last=last, months=months, by=by, locale=locale, dates=dates, form=form, templates=templates,
            output=output,
        )  # fmt: skip
        _write(programme, name, wanted)

    decorated: Callable[..., None] = write
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return click.command(command_name, help=text)(decorated)


def _write(path: str, name: SectionName, wanted: Wanted) -> None:
    _check(wanted)
    loaded = load(path)
    with patience("Writing"):
        try:
            made = make_section(
                loaded, name, first=wanted.first, last=wanted.last, months=wanted.months, by=wanted.by,
                locale=wanted.locale, dates=wanted.dates,
            )  # fmt: skip
        except UnknownNameError as error:
            raise click.BadParameter(str(error), param_hint="--locale") from error
        form = wanted.form or _format_of(wanted.output)
        if form == "docx":
            data = to_docx(made)
        else:
            data = write_section(made, format=form, templates=wanted.templates).encode(errors="replace")
        if wanted.output is not None:
            replace_file(wanted.output, data)
    if wanted.output is None:
        print_bytes(data)
    else:
        say(f"Written: {wanted.output}")


def _check(wanted: Wanted) -> None:
    """Refuse options that contradict one another."""
    check_days(wanted.first, wanted.last)
    is_docx = (wanted.form or _format_of(wanted.output)) == "docx"
    if wanted.last is not None and wanted.months is not None:
        msg = "--until and --months both say where the list ends: give one of the two"
    elif is_docx and wanted.output is None:
        msg = "a Word document needs a file: give it with -o FILE.docx"
    elif is_docx and wanted.templates is not None:
        msg = "a Word document has no template, since it takes its looks from the document it is pasted into"
    else:
        return
    raise click.UsageError(msg)


def _format_of(output: str | None) -> str:
    ending = "" if output is None else PurePath(output).suffix.lower().removeprefix(".")
    return ending if ending in FORMATS else "md"
