"""Owns how a notebook shows dates and overlaps: pictures in the signs of the timeline, and a table in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Final, TypeVar

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Overlap
from coecal.dates.formats import format_day
from coecal.overlaps import Overlaps
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.timeline.days import known_days
from coecal.timeline.picture import make_timeline
from coecal.timeline.text import content, safe

Item = TypeVar("Item")

MOST_ROWS: Final = 100
"""How many overlaps are shown; what is more is counted."""
_AROUND: Final = timedelta(days=31)
_HEADS: Final = ("one", "other", "certainty", "likelihood", "possible days", "shared")


def date_svg(when: FuzzyDate) -> str:
    """Return a picture of one date: its certain and its possible days, with a month around them.

    >>> date_svg(FuzzyDate.from_edtf("2023-10")).startswith("<svg ")
    True
    """
    return _svg(safe(when.text) or when.format(), [("", when)], during=_around(when))


def date_html(when: FuzzyDate) -> str:
    """Return the same picture with the explanation of the date below it."""
    lines = "<br>\n".join(content(line) for line in when.explain().split("\n"))
    return f'<div style="overflow-x:auto">\n{date_svg(when)}</div>\n<p>{lines}</p>'


def overlaps_svg(overlaps: Overlaps[Item]) -> str:
    """Return a picture of the items that overlap, those of the first pairs."""
    shown = sorted({place for pair in islice(overlaps.pairs(), MOST_ROWS) for place in pair})
    compared = overlaps.compared if shown else ()
    return _svg(_counted(overlaps), [compared[place] for place in shown])


def overlaps_html(overlaps: Overlaps[Item]) -> str:
    """Return a table of overlaps: who with whom, how sure, on which days, and what they share."""
    rows = [_row(found) for found in islice(overlaps, MOST_ROWS)]
    heads = "".join(f"<th>{name}</th>" for name in _HEADS)
    more = len(overlaps) - len(rows)
    table = ["<table>", f"<thead><tr>{heads}</tr></thead>", "<tbody>", *rows, "</tbody>", "</table>"]
    last = [f"<p>and {more} more</p>"] if more else []
    return "\n".join([f"<p>{content(_counted(overlaps))}</p>", *table, *last])


def _svg(title: str, items: list[tuple[Item, FuzzyDate]], during: Period | None = None) -> str:
    activities = [_activity(number, item, when) for number, (item, when) in enumerate(items)]
    return make_timeline(Programme(title=title, activities=activities), during=during).to_svg()


def _activity(number: int, item: object, when: FuzzyDate) -> Activity:
    """Return an activity that stands for an item, in one lane with all others."""
    if isinstance(item, Activity):
        return attrs.evolve(item, uid=str(number))
    return Activity(uid=str(number), title=str(item) or when.format(), when=when, projects=[when.kind.value])


def _around(when: FuzzyDate) -> Period | None:
    days = [date.fromordinal(day) for day in known_days(when)]
    if not days:
        return None
    first = min(days) - _AROUND if min(days) - date.min > _AROUND else date.min
    return Period(first, max(days) + _AROUND if date.max - max(days) > _AROUND else date.max)


def _counted(overlaps: Overlaps[Item]) -> str:
    count, items = len(overlaps), len(overlaps.compared)
    return f"{count} overlap{'' if count == 1 else 's'} among {items} item{'' if items == 1 else 's'}"


def _row(found: Overlap[Item]) -> str:
    days = found.possible_days
    cells = (
        _name(found.a),
        _name(found.b),
        found.certainty.value,
        _likelihood(found),
        "" if days is None else " to ".join(dict.fromkeys(map(format_day, (days.first, days.last)))),
        ", ".join(found.shared),
    )
    return f"<tr>{''.join(f'<td><bdi>{content(cell)}</bdi></td>' for cell in cells)}</tr>"


def _likelihood(found: Overlap[Item]) -> str:
    if found.likelihood is not None:
        return f"{float(found.likelihood):.2f}"
    if found.bounds is None:
        return ""
    return " to ".join(f"{float(bound):.2f}" for bound in found.bounds)


def _name(item: object) -> str:
    if not isinstance(item, Activity):
        return str(item)
    words = (safe(item.title), safe(item.when.text))
    return ", ".join(filter(None, words)) or item.uid
