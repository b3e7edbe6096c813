"""Owns `coecal stats`: the counts of a programme, as tables for people and as JSON."""

from __future__ import annotations

import click

from coecal.activities import Section
from coecal.cli.inputs import load, programme_argument
from coecal.cli.output import print_json, say
from coecal.cli.tables import print_table
from coecal.dates import parse_period
from coecal.errors import DateError, UnknownNameError
from coecal.statistics import GROUPS, Statistics


@click.command("stats")
@programme_argument
@click.option("--project", metavar="NAME", help="Only what this project runs.")
@click.option("--section", type=click.Choice([section.value for section in Section]), help="Only what this list holds.")
@click.option(
    "--during", metavar="PERIOD", help='Only what may happen in this period: 2023-11, "July - September 2023".'
)
@click.option(
    "--by", "groups", type=click.Choice(GROUPS), multiple=True, help="Count by this alone; may be given several times."
)
@click.option(
    "--locale", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Of the list of countries."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    programme: str,
    project: str | None,
    section: str | None,
    during: str | None,
    groups: tuple[str, ...],
    locale: str,
    *,
    as_json: bool,
) -> None:
    """Count the activities of PROGRAMME, with firm dates and with vague ones.

    By project, organiser, region, country, month, mode, status and section. An activity of two projects counts for
    each, and once among all. The last line is the list of countries that a highlight would say.
    """
    loaded = load(programme)
    try:
        period = None if during is None else parse_period(during)
    except DateError as error:
        raise click.BadParameter(str(error), param_hint="--during") from error
    try:
        found = loaded.filter(project=project, section=section, during=period).statistics()
    except UnknownNameError as error:
        raise click.BadParameter(str(error), param_hint="--project") from error
    if as_json:
        print_json(found.to_mapping())
        return
    _show(found, groups or GROUPS)
    say(f"\n{found.support(locale)}")


def _show(found: Statistics, groups: tuple[str, ...]) -> None:
    say(f"{found.total.activities} activities, {found.total.firm} with firm dates, {found.total.vague} without")
    for group in groups:
        counts = found.groups[group]
        if not any(count.key for count in counts):
            continue  # nothing says it of any activity
        say("")
        rows = [[count.name, *map(str, (count.activities, count.firm, count.vague))] for count in counts]
        print_table((group, "activities", "firm", "vague"), rows, numbers=("activities", "firm", "vague"))
