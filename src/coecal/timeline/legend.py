"""Owns the legend: what the signs mean, and only those that the picture has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coecal.dates import Certainty, Kind
from coecal.ranges import DateRange
from coecal.timeline.axis import Axis
from coecal.timeline.days import flag_day
from coecal.timeline.layout import Layout, Mark
from coecal.timeline.scene import Scene
from coecal.timeline.text import content, quoted, width_of

_ROW: Final = 24.0
_SAMPLE: Final = 34.0

_CERTAIN: Final = '<rect class="certain" width="28" height="11"/>'
_REACH: Final = '<path class="reach" d="M0 0v11H28v-11"/>'
_OUTLINED: Final = '<rect class="certain" x="3" width="22" height="11"/><rect class="outline outline-{}" {}/>'
_AROUND: Final = 'x=".5" y="-2.5" width="27" height="16" rx="2.5"'
_SAMPLES: Final = {
    "certain": _CERTAIN,
    "fading": '<rect class="rising" width="9" height="11"/><rect class="certain" x="9" width="10" height="11"/>'
    f'<rect class="falling" x="19" width="9" height="11"/>{_REACH}',
    "hatched": f'<rect class="possible" width="28" height="11"/>{_REACH}',
    "tentative": f'{_CERTAIN}<path class="unsure" d="M1 5.5H27"/>',
    "deadline": '<path class="pole" d="M14 -4V12"/><path class="flag" d="M14 -4l9 4l-9 4z"/>',
    "open": '<path class="arrow" d="M20 5.5l-8 -6v12z"/>',
    "beyond": '<path class="beyond" d="M12 0l4 5.5l-4 5.5"/>',
    "overlap_certain": _OUTLINED.format("certain", _AROUND),
    "overlap_possible": _OUTLINED.format("possible", _AROUND),
    "undated": '<circle class="spot" cx="14" cy="5.5" r="4.5"/>',
    "today": '<path class="today" d="M14 -4V15"/>',
}
"""What each sign looks like; its words stand under `sign` in the tables."""


def draw_legend(scene: Scene) -> tuple[list[str], float]:
    """Return the lines of the legend of a picture, and its height; it takes as many rows as it needs."""
    layout = scene.layout
    signs = {sign for band in layout.bands for mark in band.marks for sign in _signs(mark, layout)}
    if layout.has_undated:
        signs.add("undated")
    if scene.today_place is not None:
        signs.add("today")
    lines = [f'<g class="legend" role="group" aria-label={quoted(scene.words["timeline.legend"])}>']
    x, y = 0.0, 0.0
    for sign, sample in _SAMPLES.items():
        if sign in signs:
            words = scene.words[f"sign.{sign}"]
            width = _SAMPLE + width_of(words, 11) + 18
            if x > 0 and x + width > scene.width:
                x, y = 0.0, y + _ROW
            lines.append(
                f'<g transform="translate({x:g} {y + 6:g})">{sample}<text x="36" y="9.5">{content(words)}</text></g>'
            )
            x += width
    return [*lines, "</g>"], y + _ROW


def _signs(mark: Mark, layout: Layout) -> Iterator[str]:
    """Yield the signs that an activity is drawn with."""
    when, axis = mark.activity.when, layout.axis
    if mark.clash.certainty is not Certainty.NONE:
        yield f"overlap_{mark.clash.certainty.value}"
    for part in when.ranges:
        has_certain = part.certain is not None and when.kind is not Kind.ALTERNATIVES
        if not has_certain:
            yield "hatched"
        else:
            yield "tentative" if when.tentative else "certain"
            if not part.is_exact:
                yield "fading"
        if flag_day(when, part) is not None:
            yield "deadline"
        if part.is_open:
            yield "open"
        if axis is not None and _goes_beyond(part, axis):
            yield "beyond"


def _goes_beyond(part: DateRange, axis: Axis) -> bool:
    first, last = part.earliest_start, part.latest_end
    if first is not None and first.toordinal() < axis.first:
        return True
    return last is not None and last.toordinal() > axis.last
