"""Owns the page around the picture: filters, zoom, and the same activities as a list, in one file.

The list says in words what the picture shows, and everything but filters and zoom works without scripts.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from coecal.activities import Activity
from coecal.timeline.bands import AXIS_HEIGHT, draw_axis, draw_band, draw_foot, lane_attributes
from coecal.timeline.lanes import name_of_country
from coecal.timeline.layout import GAP, LANE_FOOT, LANE_HEAD, ROW
from coecal.timeline.marks import px
from coecal.timeline.scene import Scene
from coecal.timeline.svg import DEFINITIONS, root_attributes, style
from coecal.timeline.text import content, quoted, safe
from coecal.timeline.tooltips import title_of

_EDGE: Final = 8.0


def page(scene: Scene) -> str:
    """Return a page in HTML that needs nothing else, the same for the same scene."""
    title = content(scene.title)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_policy())}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{title}: timeline</title>",
        f"<style>{_file('page.css')}</style>",
        f"<style>{style()}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
        f"<p>{content(scene.said)}</p>",
        *_form(scene.programme.activities),
        f'<div tabindex="0" {root_attributes(scene).replace("coecal", "coecal picture", 1)}>',
        *_parts(scene),
        "</div>",
        *_list(scene.programme.activities),
        "</main>",
        f"<script>{_file('page.js')}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _parts(scene: Scene) -> Iterator[str]:
    """Yield the picture, each lane as an SVG of its own: a printer breaks pages between them, a filter hides them."""
    foot, foot_height = draw_foot(scene)
    yield from _part('class="axis"', scene.width, AXIS_HEIGHT, [DEFINITIONS, *draw_axis(scene)])
    for band in scene.layout.bands:
        yield from _part(lane_attributes(band), scene.width, band.height, draw_band(scene, band))
    yield from _part('class="foot"', scene.width, foot_height, foot)


def _part(attributes: str, width: float, height: float, lines: Iterable[str]) -> Iterator[str]:
    wide, high = px(width + 2 * _EDGE), px(height)
    yield f'<svg {attributes} viewBox="{px(-_EDGE)} 0 {wide} {high}" width="{wide}" height="{high}">'
    yield from lines
    yield "</svg>"


def page_policy() -> str:
    """Return the Content-Security-Policy (Level 3) that the page needs, for a server's header.

    It allows the page's own styles and script, and nothing else.

    >>> page_policy().partition(";")[0]
    "default-src 'none'"
    """
    return f"{_policy()}; frame-ancestors 'none'"


def _policy() -> str:
    styles = f"{_hash(_file('page.css'))} {_hash(style())}"
    return (
        f"default-src 'none'; style-src {styles}; script-src {_hash(_file('page.js'))}; base-uri 'none';"
        " form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _file(name: str) -> str:
    return "\n" + (files("coecal.timeline") / name).read_text(encoding="utf-8")


def _form(activities: Iterable[Activity]) -> Iterator[str]:
    """Yield what filters and zooms; it stays hidden where no script runs."""
    measures = " ".join(f"{number:g}" for number in (ROW, LANE_HEAD + LANE_FOOT, GAP))
    yield f'<form hidden data-measures="{measures}">'
    for name, choices in _choices(activities).items():
        if len(choices) > 1:
            yield f'<label>{name.capitalize()} <select name="{name}"><option value="">all</option>'
            for value, words in choices.items():
                yield f"<option value={quoted(value)}>{content(words)}</option>"
            yield "</select></label>"
    yield '<fieldset><legend>Zoom</legend><button type="button" name="out" aria-label="Zoom out">−</button>'
    yield '<button type="button" name="in" aria-label="Zoom in">+</button>'
    yield '<button type="button" name="fit">fit</button></fieldset>'
    yield '<button type="reset">Reset</button>'
    yield "<output></output>"
    yield "</form>"


def _choices(activities: Iterable[Activity]) -> Mapping[str, Mapping[str, str]]:
    """Return what can be filtered by, each with its values and what they are called, in the order of the latter."""
    found: dict[str, dict[str, str]] = {"project": {}, "region": {}, "country": {}, "mode": {}}
    for activity in activities:
        found["project"].update((name, name) for name in activity.projects)
        found["region"].update((name, name) for name in activity.regions)
        found["country"].update((code, name_of_country(code)) for code in activity.countries)
        if activity.mode is not None:
            found["mode"][activity.mode.value] = activity.mode.value
    return {
        name: {safe(value): words for value, words in sorted(values.items(), key=lambda each: each[1].casefold())}
        for name, values in found.items()
    }


def _list(activities: Iterable[Activity]) -> Iterator[str]:
    yield "<details>"
    yield "<summary>The same as a list</summary>"
    yield "<table>"
    yield "<thead><tr><th>When</th><th>What</th><th>Who</th><th>Where</th></tr></thead>"
    yield "<tbody>"
    for activity in activities:
        who = (*activity.projects, *activity.organisers)
        where = (*activity.places, *([] if activity.mode is None else [activity.mode.value]))
        cells = (_when(activity), title_of(activity), ", ".join(who), ", ".join(where))
        row = "".join(f"<td><bdi>{content(cell)}</bdi></td>" if safe(cell) else "<td></td>" for cell in cells)
        yield f"<tr data-of={quoted(activity.uid)}>{row}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</details>"


def _when(activity: Activity) -> str:
    """Return the date in full words, and as it was written where that says something else."""
    words, full = safe(activity.when.text), activity.when.format()
    return full if not words or words == full else f"{full} ({words})"
