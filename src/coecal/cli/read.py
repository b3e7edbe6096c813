"""Owns `coecal read`: a newsletter or another source in, programme.json and a summary for people out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath

import click

from coecal import readers, writers
from coecal.activities import Activity, Section
from coecal.cli.inputs import STANDARD_INPUT, load_all, to_format, to_period
from coecal.cli.output import patience, print_bytes, say, told_severities
from coecal.cli.tables import print_table
from coecal.dates.mapping import period_to_text
from coecal.errors import Problem, Severity
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.tables import read_mapping
from coecal.writers.json import to_json_bytes

SHOWN = 10
"""How many problems the summary shows."""
TOLD = ("table-form", "table-columns", "date-order")
"""The problems that say what a table was taken for, which the summary shows beside the others."""

FORMATS = ", ".join(sorted({*readers.READERS, *readers.FILE_READERS}))
"""The names of the formats that coecal reads by itself."""


@click.command("read")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Write the programme to this file: .json; as a table .csv, .xlsx or .md.",
)
@click.option(
    "--format",
    "form",
    metavar="NAME",
    callback=to_format,
    help=f"What each FILE is, whatever its name: {FORMATS}, or the name of a reader of another package; with - among "
    "several, what standard input is.",
)
@click.option(
    "--columns",
    metavar="FILE",
    type=click.Path(),
    help='A TOML file that names the columns of a table: [columns], title = "Libellé", ...',
)
@click.option("--places", metavar="FILE", type=click.Path(), help="A TOML file with regions and places of your own.")
@click.option(
    "--expand",
    metavar="FROM/UNTIL",
    callback=to_period,
    help="Of a calendar: each time of what repeats in this period becomes an activity of its own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the programme as JSON in the place of the summary.")
def command(
    files: Sequence[str],
    output: str | None,
    form: str | None,
    columns: str | None,
    places: str | None,
    expand: Period | None,
    *,
    as_json: bool,
) -> None:
    """Read newsletters, calendars, tables or programmes.

    A newsletter or a calendar in prose may be text, Markdown, HTML, DOCX or PDF, a table CSV or Excel, a calendar an
    iCalendar file, a programme JSON or TOML. Several FILEs are read as one programme; - is standard input, which
    needs --format.

    Says what stands in FILE. What was not understood is listed with its line; all of it is kept in the programme
    that -o writes.
    """
    _check_input(files, form)
    names = None if columns is None else read_mapping(Path(columns).read_bytes(), source=columns)
    programme = load_all(files, form, places, names, expand)
    if output is not None:
        with patience(f"Writing {output}"):
            writers.write(programme, output, format=None if PurePath(output).suffix else "json")
    if as_json:
        print_bytes(to_json_bytes(programme))
        return
    _show(programme)
    if output is not None:
        say(f"\nWritten: {output}")


def _check_input(files: Sequence[str], form: str | None) -> None:
    """Refuse standard input without its format, or twice."""
    count = files.count(STANDARD_INPUT)
    if count and form is None:
        raise click.UsageError("standard input does not say what it is: say --format")
    if count > 1:
        raise click.UsageError("standard input can be read once: give - once")


def _show(programme: Programme) -> None:
    period = "" if programme.period is None else f" ({period_to_text(programme.period)})"
    say(f"{programme.title or 'Programme'}{period}\n")
    _show_sections(programme)
    if programme.projects:
        say("")
        _show_projects(programme)
    say("")
    told = [problem for problem in programme.problems if problem.code in TOLD and problem.severity is Severity.NOTE]
    for problem in told:
        say(f"{_where(problem)}{problem.message}")
    _show_problems([problem for problem in programme.problems if problem not in told])


def _show_sections(programme: Programme) -> None:
    sections: dict[Section | None, list[Activity]] = {}
    for activity in programme.activities:
        sections.setdefault(activity.source.section, []).append(activity)
    rows = [
        [str(section or "other"), *map(str, _counts(activities))]
        for section, activities in sorted(sections.items(), key=lambda item: str(item[0] or "other"), reverse=True)
    ]
    if len(rows) != 1:
        rows.append(["all", *map(str, _counts(programme.activities))])
    columns = ("section", "activities", "dates firm", "not firm")
    print_table(columns, rows, numbers=columns[1:])


def _counts(activities: Sequence[Activity]) -> tuple[int, int, int]:
    firm = sum(activity.when.is_firm for activity in activities)
    return len(activities), firm, len(activities) - firm


def _show_projects(programme: Programme) -> None:
    held = Counter(name for activity in programme.activities for name in activity.projects)
    rows = [(project.name, str(held[project.name]), project.scope or "") for project in programme.projects]
    print_table(("project", "activities", "scope"), rows, numbers=("activities",))


def _show_problems(problems: Sequence[Problem]) -> None:
    if not problems:
        say("No problems.")
        return
    say(f"To look at: {told_severities(problems)}")
    rank = list(Severity)
    first = sorted(problems, key=lambda problem: (rank.index(problem.severity), problem.file or "", problem.line or 0))[
        :SHOWN
    ]
    for problem in first:
        say(f"  {_where(problem)}{problem.severity}: {problem.message}: {problem.remedy}")
    if len(problems) > SHOWN:
        say(f'  … and {len(problems) - SHOWN} more, listed under "problems" with --json or -o')


def _where(problem: Problem) -> str:
    """Return the file and the line of a problem, as far as they are known, with a comma after each."""
    parts = (problem.file, None if problem.line is None else f"line {problem.line}")
    return "".join(f"{part}, " for part in parts if part is not None)
