"""Owns the picture as one SVG that stands alone, and its colours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from coecal.timeline.bands import AXIS_HEIGHT, draw_axis, draw_band, draw_foot, lane_attributes
from coecal.timeline.marks import px
from coecal.timeline.scene import Scene
from coecal.timeline.text import content, cut, quoted

EDGE: Final = 20.0
_HEADING: Final = 62.0

DEFINITIONS: Final = (
    "<defs>"
    '<linearGradient id="coecal-rising"><stop class="ink" offset="0" stop-opacity=".04"/>'
    '<stop class="ink" offset="1" stop-opacity=".95"/></linearGradient>'
    '<linearGradient id="coecal-falling"><stop class="ink" offset="0" stop-opacity=".95"/>'
    '<stop class="ink" offset="1" stop-opacity=".04"/></linearGradient>'
    '<pattern id="coecal-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="5" height="5"/><path class="hatch-line" d="M1 0V5"/></pattern>'
    "</defs>"
)
"""What the pieces of bars are filled with."""


@cache
def style(*, dark: bool = True) -> str:
    """Return the style sheet, with or without what a dark screen needs."""
    folder = files("coecal.timeline")
    light = (folder / "timeline.css").read_text(encoding="utf-8")
    if not dark:
        return f"\n{light}"
    rules = (folder / "dark.css").read_text(encoding="utf-8")
    return f"\n{light}@media screen and (prefers-color-scheme:dark){{\n{rules}}}\n"


def draw(scene: Scene, *, dark: bool = True) -> str:
    """Return the picture; the same for the same scene, to the byte.

    Args:
        scene: what is drawn.
        dark: whether it changes its colours on a dark screen.
    """
    foot, foot_height = draw_foot(scene)
    top = _HEADING + AXIS_HEIGHT
    bottom = top + scene.layout.height
    width, height = px(scene.width + 2 * EDGE), px(bottom + foot_height + EDGE)
    namespace = 'xmlns="http://www.w3.org/2000/svg"'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [
        f"<svg {namespace} {size} {root_attributes(scene)}>",
        f"<title>{content(scene.title)}</title>",
        f"<style>{style(dark=dark)}</style>",
        DEFINITIONS,
        '<rect class="paper" width="100%" height="100%"/>',
        f'<g transform="translate({px(EDGE)} 0)">',
        f'<text class="heading" y="34">{content(cut(scene.title, 20, scene.width))}</text>',
        f'<text class="quiet" y="54">{content(cut(scene.said, 11, scene.width))}</text>',
        *_moved(_HEADING, draw_axis(scene)),
    ]
    for band in scene.layout.bands:
        lines.append(f'<g {lane_attributes(band, scene.words)} transform="translate(0 {px(top + band.top)})">')
        lines.extend(draw_band(scene, band))
        lines.append("</g>")
    lines.extend(_moved(bottom, foot))
    return "\n".join([*lines, "</g>", "</svg>"]) + "\n"


def root_attributes(scene: Scene) -> str:
    """Return what the picture as a whole is, with enough data to tell the day at each place of it."""
    attributes = (
        f'class="coecal" role="graphics-document" lang="{scene.words.language}"'
        f" aria-label={quoted(scene.words.fill('timeline.label', title=scene.title, said=scene.said))}"
        f' data-by="{scene.by}"'
    )
    axis = scene.layout.axis
    if axis is None:
        return attributes
    first, last = date.fromordinal(axis.first), date.fromordinal(axis.last)
    shown = f' data-first="{first}" data-last="{last}" data-left="{px(EDGE)}" data-width="{px(axis.width)}"'
    return attributes + shown + ("" if scene.today_place is None else f' data-today="{scene.today}"')


def _moved(top: float, lines: Iterator[str] | list[str]) -> Iterator[str]:
    yield f'<g transform="translate(0 {px(top)})">'
    yield from lines
    yield "</g>"
