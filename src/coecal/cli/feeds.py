"""Owns `coecal feeds`: a folder of iCalendar feeds that any web server can serve."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath

import click

from coecal.cli.inputs import load, programme_argument
from coecal.cli.output import patience, print_json
from coecal.cli.tables import print_table
from coecal.site.feeds import write_feeds
from coecal.timeline.words import LANGUAGES
from coecal.writers.ical import Vague


@click.command("feeds")
@programme_argument
@click.option("-o", "--output", metavar="DIR", required=True, type=click.Path(), help="The folder to write to.")
@click.option(
    "--vague",
    type=click.Choice([way.value for way in Vague]),
    default=Vague.WINDOW.value,
    show_default=True,
    help="What becomes of a date that is not firm: all of its possible days, its first possible day, left out of the "
    "dated feeds, or listed among the undated ones.",
)
@click.option("--url", metavar="ADDRESS", help="Where the folder is published, such as https://example.org/calendars.")
@click.option(
    "--locale", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the pages."
)
@click.option("--findings", is_flag=True, help="Write what `coecal check` finds as a page, too: findings.html.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object with the files by what happened to them.")
def command(
    programme: str, output: str, vague: str, url: str | None, locale: str, *, findings: bool, as_json: bool
) -> None:
    """Write calendar feeds into a folder.

    There is a feed of everything in PROGRAMME, one per project, region and country, and each with firm dates alone.

    Beside them stand pages: what comes next with the feeds, the months, a timeline and figures.

    A file is written only where its content changes; a feed that is no longer
    produced stays as an empty one, and a page goes.
    """
    loaded = load(programme)
    with patience(f"Writing feeds to {output}"):
        found = loaded.check() if findings else None
        result = write_feeds(loaded, output, vague=vague, url=url, locale=locale, findings=found)
    done = {
        "written": result.written,
        "unchanged": result.unchanged,
        "emptied": result.emptied,
        "removed": result.removed,
    }
    if as_json:
        print_json(done)
        return
    folders = {str(PurePosixPath(path).parent) for paths in done.values() for path in paths}
    counts = {folder: [_count(paths, folder) for paths in done.values()] for folder in sorted(folders)}
    rows = [(str(PurePath(output, folder)), *map(str, row)) for folder, row in counts.items()]
    print_table(("folder", *done), rows, numbers=tuple(done))


def _count(paths: Iterable[str], folder: str) -> int:
    return sum(str(PurePosixPath(path).parent) == folder for path in paths)
