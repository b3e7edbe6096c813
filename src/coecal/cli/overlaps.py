"""Owns `coecal overlaps`: which activities fall on the same days, certainly or possibly."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from io import StringIO

import click

from coecal.activities import Activity, Section
from coecal.cli.inputs import load, programme_argument
from coecal.cli.output import patience, print_bytes, print_json, say
from coecal.cli.tables import print_table
from coecal.dates import Certainty, Overlap
from coecal.ranges import Period
from coecal.writers.tables import safe

CRITERIA = ("project", "organiser", "region", "country", "place", "partner", "all")
COLUMNS = ("days", "overlap", "likelihood", "shared", "one", "other")
CSV_COLUMNS = ("a", "b", "certainty", "likelihood", "shared", "first", "last", "a_title", "a_when", "b_title", "b_when")


@click.command("overlaps")
@programme_argument
@click.option(
    "--by", type=click.Choice(CRITERIA), default="project", show_default=True, help="What two activities have to share."
)
@click.option(
    "--section", type=click.Choice([section.value for section in Section]), help="Compare the activities of one list."
)
@click.option("--certain", is_flag=True, help="Leave out what overlaps only if it so happens.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object a pair.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets, in UTF-8.")
def command(programme: str, by: str, section: str | None, *, certain: bool, as_json: bool, as_csv: bool) -> None:
    """Find activities that share a day, for certain or possibly.

    Two activities of PROGRAMME are compared where they share what --by says. A date that is not firm overlaps
    possibly where some placements of it do, certainly where all do.
    """
    if as_json and as_csv:
        msg = "--json and --csv exclude each other"
        raise click.UsageError(msg)
    loaded = load(programme)
    if section is not None:
        loaded = loaded.filter(section=section)
    with patience("Comparing"):
        found = loaded.overlaps(by=by)
        if certain:
            found = found.certain()
    if as_json:
        print_json(found.to_json())
    elif as_csv:
        print_bytes(_to_csv(found).encode())
    else:
        _show(list(found))
        _show_unplaced(found.unplaced)


def _show(found: Sequence[Overlap[Activity]]) -> None:
    print_table(COLUMNS, map(_row, sorted(found, key=_in_time)), numbers=("likelihood",), unbroken=("days", "overlap"))
    certain = sum(overlap.certainty is Certainty.CERTAIN for overlap in found)
    say(f"\n{len(found)} overlap{'s' * (len(found) != 1)}, {certain} of them certain")


def _show_unplaced(unplaced: Sequence[Activity]) -> None:
    if not unplaced:
        return
    say(f"\nNot compared, as no day of them is known: {len(unplaced)}")
    for activity in unplaced:
        say(f"  {activity.title}")


def _in_time(overlap: Overlap[Activity]) -> tuple[date, date]:
    days = overlap.possible_days
    return (date.max, date.max) if days is None else (days.first, days.last)


def _row(overlap: Overlap[Activity]) -> Sequence[str]:
    activities = (overlap.a, overlap.b)
    return (
        _days(overlap.possible_days),
        overlap.certainty.value,
        _percent(overlap),
        ", ".join(overlap.shared),
        *(f"{activity.title}, {activity.when.text or 'no date'}" for activity in activities),
    )


def _days(days: Period | None) -> str:
    if days is None:
        return "open"
    return str(days.first) if days.first == days.last else f"{days.first} to {days.last}"


def _percent(overlap: Overlap[Activity]) -> str:
    """Return how likely it is, without ever rounding a doubt away."""
    if overlap.certainty is Certainty.CERTAIN:
        return ""
    if overlap.likelihood is None:
        return "unknown" if overlap.bounds is None else " to ".join(map(_rounded, overlap.bounds))
    return _rounded(overlap.likelihood)


def _rounded(share: Fraction) -> str:
    if share < Fraction(1, 100):
        return "<1 %"
    return ">99 %" if share > Fraction(99, 100) else f"{round(share * 100)} %"


def _to_csv(found: Iterable[Overlap[Activity]]) -> str:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(CSV_COLUMNS)
    for overlap in found:
        one, other, days = overlap.a, overlap.b, overlap.possible_days
        rows.writerow(
            (
                *(one.uid, other.uid, overlap.certainty.value),
                "" if overlap.likelihood is None else float(overlap.likelihood),
                safe("; ".join(overlap.shared)),
                *(("", "") if days is None else (days.first, days.last)),
                *map(safe, (one.title, one.when.text, other.title, other.when.text)),
            )
        )
    return text.getvalue()
