"""Owns the page around the picture: filters, zoom, and the same activities as a list, in one file.

The list says in words what the picture shows, and everything but filters and zoom works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.timeline.bands import AXIS_HEIGHT, draw_axis, draw_band, draw_foot, lane_attributes
from coecal.timeline.frame import head, navigation
from coecal.timeline.layout import GAP, LANE_FOOT, LANE_HEAD, ROW
from coecal.timeline.marks import px
from coecal.timeline.policy import content_policy, in_header
from coecal.timeline.scene import Scene
from coecal.timeline.svg import DEFINITIONS, root_attributes, style
from coecal.timeline.text import content, in_order, quoted, safe
from coecal.timeline.tooltips import title_of
from coecal.timeline.words import Words

_EDGE: Final = 8.0


@attrs.frozen(kw_only=True)
class Beside:
    """What stands beside the page of a timeline.

    Attributes:
        links: what pages of other things are called, by their addresses.
        lanes: what pages of the same with other lanes are called, by their addresses.
        here: the address of the page itself, as it stands in one of the two.
    """

    links: Mapping[str, str] = MappingProxyType({})
    lanes: Mapping[str, str] = MappingProxyType({})
    here: str = ""


ALONE: Final = Beside()
"""A page with nothing beside it."""


def page(scene: Scene, beside: Beside) -> str:
    """Return a page in HTML that needs nothing else, the same for the same scene."""
    words = scene.words
    title = words.fill("timeline.page", title=scene.title)
    lines = [
        *head(title, words.language, _policy(), _file("page.css"), style()),
        "<body>",
        *navigation(beside.links, beside.here, words["site.pages"]),
        "<main>",
        f"<h1>{content(scene.title)}</h1>",
        f"<p>{content(scene.said)}</p>",
        *navigation(beside.lanes, beside.here, words["timeline.lanes"]),
        *_form(scene.programme.activities, words),
        f'<div tabindex="0" {root_attributes(scene).replace("coecal", "coecal picture", 1)}{_focus(scene)}>',
        *_parts(scene),
        "</div>",
        *_list(scene.programme.activities, words),
        "</main>",
        f"<script>{_file('page.js')}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _focus(scene: Scene) -> str:
    """Return where to look first: today, or the day of the issue, since what comes next begins after it."""
    day, axis = scene.today or scene.programme.as_of, scene.layout.axis
    if day is None or axis is None or not axis.holds(day.toordinal(), day.toordinal()):
        return ""
    return f' data-focus="{px(axis.place(day.toordinal()))}"'


def _parts(scene: Scene) -> Iterator[str]:
    """Yield the picture, each lane as an SVG of its own: a printer breaks pages between them, a filter hides them."""
    foot, foot_height = draw_foot(scene)
    yield '<div class="top">'  # what a printer repeats on each sheet
    yield from _part('class="axis"', scene.width, AXIS_HEIGHT, [DEFINITIONS, *draw_axis(scene)])
    yield "</div>"
    for band in scene.layout.bands:
        yield from _part(lane_attributes(band, scene.words), scene.width, band.height, draw_band(scene, band))
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
    return in_header(_policy())


def _policy() -> str:
    return content_policy(_file("page.css"), style(), script=_file("page.js"))


@cache
def _file(name: str) -> str:
    return "\n" + (files("coecal.timeline") / name).read_text(encoding="utf-8")


def _form(activities: Iterable[Activity], words: Words) -> Iterator[str]:
    """Yield what filters and zooms; it stays hidden where no script runs."""
    measures = " ".join(f"{number:g}" for number in (ROW, LANE_HEAD + LANE_FOOT, GAP))
    said = {"shown": "filter.shown", "one": "count.one", "other": "count.other"}
    data = "".join(f" data-{name}={quoted(words[key])}" for name, key in said.items())
    yield f'<form hidden data-measures="{measures}"{data}>'
    for name, choices in choices_of(activities, words).items():
        if len(choices) > 1:
            yield f'<label>{content(words[f"filter.{name}"])} <select name="{name}">'
            yield f'<option value="">{content(words["filter.all"])}</option>'
            for value, called in choices.items():
                yield f"<option value={quoted(value)}>{content(called)}</option>"
            yield "</select></label>"
    yield f"<fieldset><legend>{content(words['timeline.zoom'])}</legend>"
    yield f'<button type="button" name="out" aria-label={quoted(words["timeline.zoom_out"])}>−</button>'
    yield f'<button type="button" name="in" aria-label={quoted(words["timeline.zoom_in"])}>+</button>'
    yield f'<button type="button" name="fit">{content(words["timeline.fit"])}</button></fieldset>'
    yield f'<button type="reset">{content(words["filter.reset"])}</button>'
    yield "<output></output>"
    yield "</form>"


def choices_of(activities: Iterable[Activity], words: Words) -> Mapping[str, Mapping[str, str]]:
    """Return what can be filtered by, each with its values and what they are called, in the order of the latter."""
    found: dict[str, dict[str, str]] = {"project": {}, "region": {}, "country": {}, "mode": {}}
    for activity in activities:
        found["project"].update((name, name) for name in activity.projects)
        found["region"].update((name, name) for name in activity.regions)
        found["country"].update((code, words.country(code)) for code in activity.countries)
        if activity.mode is not None:
            found["mode"][activity.mode.value] = words.mode(activity.mode)
    return {
        name: {safe(value): called for value, called in sorted(values.items(), key=lambda each: in_order(each[1]))}
        for name, values in found.items()
    }


def _list(activities: Iterable[Activity], words: Words) -> Iterator[str]:
    yield "<details>"
    yield f"<summary>{content(words['timeline.list'])}</summary>"
    yield "<table>"
    heads = "".join(f"<th>{content(words[f'timeline.{name}'])}</th>" for name in ("when", "what", "who", "where"))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for activity in activities:
        who = activity.partners
        where = (*activity.places, *([] if activity.mode is None else [words.mode(activity.mode)]))
        cells = (when_words(activity, words), title_of(activity, words), ", ".join(who), ", ".join(where))
        row = "".join(f"<td><bdi>{content(cell)}</bdi></td>" if safe(cell) else "<td></td>" for cell in cells)
        yield f"<tr data-of={quoted(activity.uid)}>{row}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</details>"


def when_words(activity: Activity, words: Words) -> str:
    """Return the date in full words, and as it was written where that says something else."""
    written, full = safe(activity.when.text), activity.when.format(words.language)
    return full if not written or written == full else f"{full} ({written})"
