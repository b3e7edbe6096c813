"""Owns the drawing of the parts of a picture that stand below each other: its axis, its lanes, and its foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from coecal.timeline.axis import Axis
from coecal.timeline.layout import LANE_HEAD, Band
from coecal.timeline.legend import draw_legend
from coecal.timeline.marks import draw_mark, draw_undated, px
from coecal.timeline.scene import Scene
from coecal.timeline.text import content, cut, isolated, quoted, safe
from coecal.timeline.words import Words

AXIS_HEIGHT: Final = 46.0
_NAMES_HEIGHT: Final = 26.0
_EDGE: Final = 8.0
_LONG: Final = 620.0
"""Where lanes are higher than this, the names of the months stand below them, too."""


def draw_axis(scene: Scene) -> Iterator[str]:
    """Yield the lines of what stands above the lanes."""
    axis, today = scene.layout.axis, scene.today_place
    if axis is not None:
        yield from _names(axis, AXIS_HEIGHT - 18, AXIS_HEIGHT - 5)
    if scene.layout.has_undated:
        place = f'x="{px(scene.margin_left)}" y="{px(AXIS_HEIGHT - 18)}"'
        yield f'<text class="month" {place}>{content(scene.words["timeline.no_date_yet"])}</text>'
    if axis is not None and today is not None:
        yield f'<path class="today" d="M{px(today)} 4V{px(AXIS_HEIGHT)}"/>'
        side = ("end", -5) if today > axis.width - 60 else ("start", 5)
        name = content(scene.words["timeline.today"])
        yield f'<text class="today-name" x="{px(today + side[1])}" y="12" text-anchor="{side[0]}">{name}</text>'


def lane_attributes(band: Band, words: Words) -> str:
    """Return the attributes of what holds a lane."""
    name = quoted(f"{safe(band.lane.name)}, {words.counted(len(band.lane.activities))}")
    return f'class="lane" role="group" aria-label={name} data-lane={quoted(band.lane.key or "")}'


def draw_band(scene: Scene, band: Band) -> Iterator[str]:
    """Yield the lines of what a lane holds."""
    axis = scene.layout.axis
    if axis is not None:
        yield from _grid(axis, band.height, scene.today_place)
    yield f'<rect class="head" width="{px(scene.width)}" height="21"/>'
    name = content(isolated(cut(safe(band.lane.name), 13, scene.width - 120)))
    count = scene.words.counted(len(band.lane.activities))
    yield f'<text class="lane-name" x="6" y="15">{name} <tspan class="count">{count}</tspan></text>'
    yield f'<g transform="translate(0 {px(LANE_HEAD)})">'
    if axis is not None:
        for mark in band.marks:
            yield from draw_mark(mark, axis, scene.words)
    yield "</g>"
    if band.undated:
        yield f'<g class="margin" transform="translate({px(scene.margin_left)} {px(LANE_HEAD)})">'
        for mark in band.undated:
            yield from draw_undated(mark, scene.words)
        yield "</g>"


def draw_foot(scene: Scene) -> tuple[list[str], float]:
    """Return the lines of what stands below the lanes, and its height."""
    axis = scene.layout.axis
    is_long = axis is not None and scene.layout.height > _LONG
    legend, height = draw_legend(scene)
    above = _NAMES_HEIGHT if is_long else _EDGE
    names = _names(axis, 14, None) if axis is not None and is_long else ()
    return [*names, f'<g transform="translate(0 {px(above)})">', *legend, "</g>"], above + height


def _names(axis: Axis, months: float, weeks: float | None) -> Iterator[str]:
    for tick in axis.ticks():
        if tick.label:
            place = px(axis.place(tick.day) + 4)
            yield f'<text class="month" x="{place}" y="{px(months)}">{content(tick.label)}</text>'
    for tick in axis.weeks() if weeks is not None else ():
        yield f'<text class="week-day" x="{px(axis.place(tick.day) + 2)}" y="{px(weeks or 0)}">{tick.label}</text>'


def _grid(axis: Axis, height: float, today: float | None) -> Iterator[str]:
    """Yield the lines behind a lane."""
    months = [*(axis.place(tick.day) for tick in axis.ticks()), axis.width]
    yield _verticals("week", (axis.place(tick.day) for tick in axis.weeks()), height)
    yield _verticals("line", months, height)
    if today is not None:
        yield _verticals("today", (today,), height)


def _verticals(name: str, places: Iterable[float], height: float) -> str:
    return f'<path class="{name}" d="{"".join(f"M{px(place)} 0V{px(height)}" for place in places)}"/>'
