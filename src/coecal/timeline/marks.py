"""Owns the drawing of one activity as SVG: its stretches, flag, arrows and outline, its label, and its data.

Everything that the picture says of an activity stands in its `data-` attributes, too, so that it can be checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.dates import Certainty, FuzzyDate
from coecal.ranges import DateRange
from coecal.timeline.axis import Axis
from coecal.timeline.days import Look, Piece, flag_day, pieces_of, shared_days
from coecal.timeline.layout import LEAST_BAR, MARGIN, ROW, STUB, Mark, span
from coecal.timeline.text import content, isolated, lines_content, quoted, safe
from coecal.timeline.tooltips import tooltip
from coecal.timeline.words import Words

TOP: Final = 17.0
"""Where the bars of a row begin; its label stands above."""
BAR: Final = 11.0
_MIDDLE: Final = TOP + BAR / 2
_ARROW: Final = 8.0
_LABEL: Final = 14


@attrs.frozen
class Bar:
    """A stretch in its place: the pieces that are shown, and from where to where they reach."""

    part: DateRange
    pieces: tuple[tuple[Piece, float, float], ...]
    flag: float | None

    @property
    def extent(self) -> tuple[float, float] | None:
        """From where to where it reaches, or None where nothing of it is shown."""
        return (self.pieces[0][1], max(end for _, _, end in self.pieces)) if self.pieces else None


def px(number: float) -> str:
    """Return a length, to a hundredth.

    >>> px(12.0), px(0.125 + 1)
    ('12', '1.12')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")


def draw_mark(mark: Mark, axis: Axis, words: Words) -> Iterator[str]:
    """Yield the lines of an activity that has a date."""
    when = mark.activity.when
    bars = [_bar(when, part, axis) for part in when.ranges]
    start, end = mark.extent
    yield _group(mark, f' data-x1="{px(start)}" data-x2="{px(end)}"')
    yield f"<title>{lines_content(tooltip(mark.activity, mark.clash, words))}</title>"
    yield f'<rect class="hit" x="{px(start)}" width="{px(end - start)}" height="{px(ROW - 2)}"/>'
    yield from _link([bar.extent for bar in bars if bar.extent is not None])
    for bar in bars:
        yield from _draw_bar(bar, mark, axis)
    if when.is_choice and (shared := shared_days(when.ranges)) is not None and axis.holds(shared.first, shared.last):
        yield _rect(Look.CERTAIN, *span(axis, shared.first, shared.last))
    yield from _label(mark)
    yield "</g>"


def draw_undated(mark: Mark, words: Words) -> Iterator[str]:
    """Yield the lines of an activity that stands in the margin."""
    label = mark.label
    yield _group(mark, "")
    yield f"<title>{lines_content(tooltip(mark.activity, mark.clash, words))}</title>"
    for part in mark.activity.when.ranges:
        yield f"{_stretch(part)}/>"
    yield f'<rect class="hit" width="{px(MARGIN)}" height="{px(ROW - 2)}"/>'
    yield '<circle class="spot" cx="6" cy="8" r="4.5"/>'
    yield f'<svg x="16" width="{px(MARGIN - 16)}" height="30"><text y="12">{content(label.title)}</text>'
    yield f'<text class="when" y="26">{content(label.date)}</text></svg>'
    yield "</g>"


def _group(mark: Mark, more: str) -> str:
    activity = mark.activity
    classes = ["mark", *_classes(activity)]
    names = {
        "projects": activity.projects,
        "regions": activity.regions,
        "countries": activity.countries,
        "modes": [] if activity.mode is None else [activity.mode.value],
    }
    lists = "".join(f" data-{name}={quoted(_json(values))}" for name, values in names.items())
    return (
        f'<g class="{" ".join(classes)}" role="img" transform="translate(0 {px(mark.row * ROW)})"'
        f" data-uid={quoted(activity.uid)}{_facts(activity.when)}"
        f' data-status="{activity.status.value}" data-overlap="{mark.clash.certainty.value}"{lists}{more}>'
    )


def _json(names: Iterable[str]) -> str:
    return json.dumps([safe(name) for name in names], ensure_ascii=False)


def _classes(activity: Activity) -> Iterator[str]:
    when = activity.when
    if activity.is_cancelled:
        yield "cancelled"
    if when.is_choice:
        yield "choice"


def _facts(when: FuzzyDate) -> str:
    tentative = "true" if when.tentative else "false"
    return f' data-kind="{when.kind.value}" data-tentative="{tentative}" data-when={quoted(when.text)}{_points(when)}'


def _stretch(part: DateRange) -> str:
    most = "" if part.max_days is None else part.max_days
    return f'<g class="stretch"{_points(part)} data-min-days="{part.min_days}" data-max-days="{most}"'


def _points(known: FuzzyDate | DateRange) -> str:
    points = {
        "earliest-start": known.earliest_start,
        "latest-start": known.latest_start,
        "earliest-end": known.earliest_end,
        "latest-end": known.latest_end,
    }
    return "".join(f' data-{name}="{"" if day is None else day.isoformat()}"' for name, day in points.items())


def _bar(when: FuzzyDate, part: DateRange, axis: Axis) -> Bar:
    last = flag_day(when, part)
    shown = []
    for piece in pieces_of(part, is_choice=when.is_choice):
        if axis.holds(piece.first, piece.last):
            start, end = span(axis, piece.first, piece.last)
            if piece.look in (Look.CERTAIN, Look.HATCHED):
                end = max(end, start + LEAST_BAR)
            if piece.first is None and last is not None:
                start = max(start, end - STUB)
            shown.append((piece, start, end))
    flag = axis.place(last + 1) if last is not None and axis.holds(last, last) else None
    return Bar(part, tuple(shown), flag)


def _draw_bar(bar: Bar, mark: Mark, axis: Axis) -> Iterator[str]:
    yield f"{_stretch(bar.part)}>"
    for piece, start, end in bar.pieces:
        yield _rect(piece.look, start, end)
    if bar.extent is not None:
        yield from _ends(bar, *bar.extent, axis)
        yield from _doubts(bar, mark.activity.when)
    if bar.flag is not None:
        x = px(bar.flag)
        yield f'<path class="pole" d="M{x} {px(TOP - 4)}V{px(TOP + BAR + 1)}"/>'
        yield f'<path class="flag" d="M{x} {px(TOP - 4)}l9 4l-9 4z"/>'
    if bar.extent is not None and mark.clash.certainty is not Certainty.NONE:
        yield _outline(mark.clash.certainty, *bar.extent)
    yield "</g>"


def _rect(look: Look, start: float, end: float) -> str:
    return f'<rect class="{look.value}" x="{px(start)}" y="{px(TOP)}" width="{px(end - start)}" height="{px(BAR)}"/>'


def _outline(certainty: Certainty, start: float, end: float) -> str:
    place = f'x="{px(start - 2.5)}" y="{px(TOP - 2.5)}" width="{px(end - start + 5)}" height="{px(BAR + 5)}"'
    return f'<rect class="outline outline-{certainty.value}" {place} rx="2.5"/>'


def _ends(bar: Bar, start: float, end: float, axis: Axis) -> Iterator[str]:
    """Yield what stands at the ends: a bracket where days are not certain, arrows and signs that it goes on."""
    first, last = bar.pieces[0][0].first, bar.pieces[-1][0].last
    if any(piece.look is not Look.CERTAIN for piece, _, _ in bar.pieces):
        left = f"M{px(start)} {px(TOP)}v{px(BAR)}" if first is not None else f"M{px(start)} {px(TOP + BAR)}"
        yield f'<path class="reach" d="{left}H{px(end)}{f"v{px(-BAR)}" if last is not None else ""}"/>'
    if first is None:
        yield f'<path class="arrow" d="M{px(start - 1)} {px(_MIDDLE)}l{px(_ARROW)} -6v12z"/>'
    elif first < axis.first:
        yield f'<path class="beyond" d="M{px(start - 2)} {px(TOP)}l-4 5.5l4 5.5"/>'
    if last is None:
        yield f'<path class="arrow" d="M{px(end + 1)} {px(_MIDDLE)}l{px(-_ARROW)} -6v12z"/>'
    elif last > axis.last:
        yield f'<path class="beyond" d="M{px(end + 2)} {px(TOP)}l4 5.5l-4 5.5"/>'


def _doubts(bar: Bar, when: FuzzyDate) -> Iterator[str]:
    """Yield what is drawn through days that would be certain if they were confirmed."""
    if not when.tentative:
        return
    for piece, start, end in bar.pieces:
        if piece.look is Look.CERTAIN:
            yield f'<path class="unsure" d="M{px(start + 1)} {px(_MIDDLE)}H{px(end - 1)}"/>'


def _link(extents: list[tuple[float, float]]) -> Iterator[str]:
    """Yield a line between several stretches of one activity."""
    if len(extents) > 1:
        yield f'<path class="link" d="M{px(extents[0][0])} {px(_MIDDLE)}H{px(extents[-1][1])}"/>'


def _label(mark: Mark) -> Iterator[str]:
    label = mark.label
    date_words = f'<tspan class="when">{content(isolated(label.date))}</tspan> ' if label.date else ""
    # A picture of its own cuts off what an unusual font makes wider than it was reckoned to be.
    yield f'<svg class="label" x="{px(label.place)}" width="{px(label.width)}" height="{_LABEL}">'
    yield f'<text y="11">{date_words}{content(label.title)}</text></svg>'
