"""Owns `coecal timeline`: the picture of a programme, in a file or on the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import click

from coecal.cli.inputs import check_days, load, programme_argument, to_day
from coecal.cli.output import patience, say
from coecal.cli.timeline_lines import print_timeline
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.timeline.axis import natural_period
from coecal.timeline.lanes import LANES
from coecal.timeline.picture import Timeline, make_timeline
from coecal.timeline.words import LANGUAGES
from coecal.writers.files import replace_file

FORMATS = ("svg", "png", "html")


@click.command("timeline")
@programme_argument
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to this file: .svg, .png or .html.")
@click.option("--by", type=click.Choice(LANES), default="project", show_default=True, help="What makes a lane.")
@click.option("--from", "first", callback=to_day, metavar="DAY", help="The first day shown, such as 2023-10-01.")
@click.option("--until", "last", callback=to_day, metavar="DAY", help="The last day shown, such as 2023-12-31.")
@click.option("--today", callback=to_day, metavar="DAY", help="Draw a line at this day.")
@click.option(
    "--locale", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of its words."
)
def command(
    programme: str, output: str | None, by: str, first: date | None, last: date | None, today: date | None, locale: str
) -> None:
    """Draw a timeline: what is certain, what is possible, and what overlaps.

    Without -o, it is drawn on the terminal. --from and --until are inclusive; without them, all that is known is
    shown.
    """
    form = None if output is None else PurePath(output).suffix.lower().removeprefix(".")
    if form is not None and form not in FORMATS:
        msg = f"{output!r} does not end in {', '.join(f'.{name}' for name in FORMATS)}: give it one of these endings"
        raise click.UsageError(msg)
    check_days(first, last)
    loaded = load(programme)
    with patience("Drawing"):
        timeline = make_timeline(loaded, by=by, during=_during(loaded, first, last), today=today, locale=locale)
        if output is not None and form is not None:
            replace_file(output, _bytes(timeline, form))
    if output is None:
        print_timeline(timeline)
    else:
        say(f"Written: {output}")


def _bytes(timeline: Timeline, form: str) -> bytes:
    if form == "png":
        return timeline.to_png()
    return (timeline.to_svg() if form == "svg" else timeline.to_html()).encode()


def _during(programme: Programme, first: date | None, last: date | None) -> Period | None:
    """Return the days to show; a side that is not given is where the programme ends, or the only day given."""
    if first is None and last is None:
        return None
    natural = natural_period(programme)
    start = first or (last if natural is None or last is None else min(natural.first, last))
    end = last or (first if natural is None or first is None else max(natural.last, first))
    return None if start is None or end is None else Period(start, end)
