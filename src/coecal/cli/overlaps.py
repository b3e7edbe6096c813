"""Owns `coecal overlaps`: what falls on the same days, what conflicts, what to settle first and where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs
import click

from coecal.activities import Activity, Section
from coecal.cli.inputs import check_days, load, programme_argument, to_day
from coecal.cli.output import patience, print_json, say_error
from coecal.cli.overlap_reports import (
    CONFLICT_COLUMNS,
    PAIR_COLUMNS,
    conflict_rows,
    conflicts_report,
    pair_rows,
    pairs_report,
    settling_report,
    unused_words,
    windows_report,
)
from coecal.cli.report import Report, print_text, to_csv
from coecal.conflicts import Rules, default_rules, find_conflicts, free_windows, read_rules, settle_first
from coecal.conflicts.common import by_use
from coecal.dates import Certainty
from coecal.overlaps import CRITERIA, Overlaps
from coecal.programme import Programme
from coecal.ranges import Period

SHIPPED = ""
"""What `--rules` has where no file is given."""


@attrs.frozen(kw_only=True)
class _Wanted:
    """What the options say: what to compare, when, and in which form to print it (None: for people)."""

    by: tuple[str, ...]
    rules: str | None
    only_certain: bool
    first: date | None
    last: date | None
    form: str | None

    @property
    def period(self) -> Period | None:
        """The days that are asked for; None: all."""
        return None if self.first is self.last is None else Period(self.first or date.min, self.last or date.max)


@click.command("overlaps")
@programme_argument
@click.option(
    "--by",
    multiple=True,
    type=click.Choice((*CRITERIA, "all")),
    help="What two activities have to share; several times: any of these.  [default: project]",
)
@click.option(
    "--section", type=click.Choice([section.value for section in Section]), help="Compare the activities of one list."
)
@click.option("--certain", is_flag=True, help="Leave out what overlaps only if it so happens.")
@click.option("--from", "first", metavar="DAY", callback=to_day, help="Leave out what is over before this day.")
@click.option("--until", "last", metavar="DAY", callback=to_day, help="Leave out what begins after this day.")
@click.option(
    "--rules",
    is_flag=False,
    flag_value=SHIPPED,
    metavar="[FILE]",
    help="Look for conflicts: by the rules that come with coecal, changed by those of a TOML file.",
)
@click.option("--settle", is_flag=True, help="Rank open dates by how many possible overlaps each would decide.")
@click.option("--free", type=click.IntRange(min=1), metavar="DAYS", help="Find room for an activity of so many days.")
@click.option("--project", help="With --free: the project that runs it.")
@click.option("--country", help="With --free: the country that it takes place in, by code or name.")
@click.option("--json", "forms", flag_value="json", multiple=True, help="Print a JSON list.")
@click.option("--csv", "forms", flag_value="csv", multiple=True, help="Print a table for spreadsheets, in UTF-8.")
@click.option("--md", "forms", flag_value="md", multiple=True, help="Print a table of Markdown.")
@click.option("--html", "forms", flag_value="html", multiple=True, help="Print a page of HTML.")
def command(  # noqa: PLR0913 - one argument for each option
    programme: str,
    *,
    by: tuple[str, ...],
    section: str | None,
    certain: bool,
    first: date | None,
    last: date | None,
    rules: str | None,
    settle: bool,
    free: int | None,
    project: str | None,
    country: str | None,
    forms: tuple[str, ...],
) -> None:
    """Find activities that share a day, for certain or possibly, the most useful to know first.

    Two activities of PROGRAMME are compared where they share what --by says. A date that is not firm overlaps
    possibly where some placements of it do, certainly where all do.

    \b
    --rules   lists conflicts instead: the same person, room or week, travel,
              holidays, the lifetime of projects; see docs/overlaps.md.
    --settle  lists the open dates that decide most when they are settled.
    --free N  lists where an activity of N days would fit, conflicts by --rules.

    Exit codes: 0 fine, whatever is found; 1 an input cannot be used; 2 wrong usage.
    """  # noqa: D301 - click takes the sign itself for "do not wrap this"
    _check(by=by, rules=rules, settle=settle, free=free, about=(project, country), forms=forms)
    check_days(first, last)
    form = forms[0] if forms else None
    wanted = _Wanted(by=by or ("project",), rules=rules, only_certain=certain, first=first, last=last, form=form)
    loaded = load(programme)
    if section is not None:
        loaded = loaded.filter(section=section)
    if free is not None:
        _print_windows(loaded, wanted, free, project, country)
    elif rules is not None:
        _print_conflicts(loaded, wanted)
    elif settle:
        _print_settling(loaded, wanted)
    else:
        _print_pairs(loaded, wanted)


def _check(
    *,
    by: Sequence[str],
    rules: str | None,
    settle: bool,
    free: int | None,
    about: Sequence[str | None],
    forms: Sequence[str],
) -> None:
    """Refuse options that do not go together."""
    wrong = {
        "--json, --csv, --md and --html exclude each other": len(set(forms)) > 1,
        "--settle goes neither with --rules nor with --free": settle and not (rules is None and free is None),
        "--by is for overlaps and --settle: rules say themselves what is shared": bool(by)
        and not (rules is None and free is None),
        "--project and --country go with --free": free is None and any(value is not None for value in about),
    }
    for message, is_wrong in wrong.items():
        if is_wrong:
            raise click.UsageError(message)


def _print_pairs(programme: Programme, wanted: _Wanted) -> None:
    with patience("Comparing"):
        overlaps = _overlaps(programme, wanted)
        if wanted.form == "json":
            print_json(overlaps.to_json())
            return
        found = sorted(overlaps, key=lambda overlap: by_use(overlap, programme.as_of))
    if wanted.form == "csv":
        print_text(to_csv(PAIR_COLUMNS, pair_rows(found)))
    else:
        _print(pairs_report(found, overlaps.unplaced, programme), wanted)


def _print_conflicts(programme: Programme, wanted: _Wanted) -> None:
    with patience("Comparing"):
        conflicts = find_conflicts(programme, _rules(wanted))
    found = [
        conflict
        for conflict in conflicts.all
        if (conflict.certainty is Certainty.CERTAIN or not wanted.only_certain)
        and (wanted.period is None or conflict.days is None or conflict.days.overlaps(wanted.period))
    ]
    if wanted.form in ("json", "csv"):
        for words in conflicts.unchecked:
            say_error(f"not checked: {words}")
        for waiver in conflicts.unused:
            say_error(f"waives nothing: {unused_words(waiver)}")
    if wanted.form == "json":
        print_json([conflict.to_json() for conflict in found])
    elif wanted.form == "csv":
        print_text(to_csv(CONFLICT_COLUMNS, conflict_rows(found)))
    else:
        _print(conflicts_report(found, conflicts, programme), wanted)


def _print_settling(programme: Programme, wanted: _Wanted) -> None:
    with patience("Comparing"):
        found = settle_first(_overlaps(programme, wanted), period=programme.period)
    if wanted.form == "json":
        print_json([settling.to_json() for settling in found])
    else:
        _print(settling_report(found, programme), wanted)


def _print_windows(programme: Programme, wanted: _Wanted, days: int, project: str | None, country: str | None) -> None:
    with patience("Looking for room"):
        period = _period(programme, wanted)
        found = free_windows(programme, days, project=project, country=country, period=period, rules=_rules(wanted))
    if wanted.form == "json":
        print_json([window.to_json() for window in found])
    else:
        _print(windows_report(found, programme), wanted)


def _print(report: Report, wanted: _Wanted) -> None:
    if wanted.form == "csv":
        print_text(to_csv(report.columns, report.rows))
    elif wanted.form == "md":
        print_text(report.to_markdown())
    elif wanted.form == "html":
        print_text(report.to_html())
    else:
        report.show()


def _overlaps(programme: Programme, wanted: _Wanted) -> Overlaps[Activity]:
    found = programme.overlaps(by="all" if "all" in wanted.by else wanted.by if len(wanted.by) > 1 else wanted.by[0])
    if wanted.period is not None:
        found = found.between(wanted.period.first, wanted.period.last)
    return found.certain() if wanted.only_certain else found


def _rules(wanted: _Wanted) -> Rules:
    return read_rules(Path(wanted.rules)) if wanted.rules else default_rules()


def _period(programme: Programme, wanted: _Wanted) -> Period | None:
    """Return the period that is asked for; a side that is not given is that of the programme."""
    if wanted.first is wanted.last is None:
        return None
    own = programme.period
    first = own.first if wanted.first is None and own is not None else wanted.first
    last = own.last if wanted.last is None and own is not None else wanted.last
    if first is None or last is None:
        msg = "the programme does not say what period it covers: give both --from and --until"
        raise click.UsageError(msg)
    if last < first:
        msg = f"there is no day from {first} to {last}: give --from and --until"
        raise click.UsageError(msg)
    return Period(first, last)
