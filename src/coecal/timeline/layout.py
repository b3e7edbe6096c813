"""Owns where everything stands: lanes below each other, each activity in a row, the undated in a margin.

Knows numbers, not how anything is drawn. Places are in pixels, from the left of the axis and the top of the lane.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Kind
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.timeline.axis import Axis
from coecal.timeline.clashes import NO_CLASH, Clash, clashes_of
from coecal.timeline.days import flag_day, is_undated, pieces_of
from coecal.timeline.lanes import Lane, lanes_of
from coecal.timeline.packing import pack
from coecal.timeline.text import ELLIPSIS, cut, safe, width_of
from coecal.timeline.tooltips import titled
from coecal.timeline.words import Words

FONT: Final = 11.0
ROW: Final = 33.0
LANE_HEAD: Final = 27.0
LANE_FOOT: Final = 9.0
STUB: Final = 32.0
"""How far a deadline reaches back from its flag where nothing says since when it can be met."""
FLAG: Final = 9.0
LEAST_BAR: Final = 6.0
ROOM: Final = 270.0
"""For the label of an activity."""
MOST_ROOM: Final = 560.0
"""For the label of one that has nothing beside it."""
MARGIN: Final = 250.0
"""The width of the margin of the undated."""
GAP: Final = 12.0


@attrs.frozen
class Label:
    """The words at an activity: its date where that is not exact, and its title, cut to the room that there is."""

    date: str
    title: str
    place: float
    width: float

    @property
    def is_cut(self) -> bool:
        """Whether there is more of the title than there was room for."""
        return self.title.endswith(ELLIPSIS)


@attrs.frozen
class Mark:
    """An activity in its place in a lane.

    Attributes:
        activity: the activity.
        clash: what it overlaps in its lane.
        label: its words.
        row: the row in which it stands, counting from 0.
        extent: from where to where it reaches, its label included.
    """

    activity: Activity
    clash: Clash
    label: Label
    row: int
    extent: tuple[float, float]


@attrs.frozen
class Band:
    """A lane with its marks.

    Attributes:
        lane: the lane.
        top: where it begins.
        height: how high it is.
        marks: its activities with a date, in order of time.
        undated: its activities without one, in the order of the programme; they stand in the margin.
    """

    lane: Lane
    top: float
    height: float
    marks: tuple[Mark, ...]
    undated: tuple[Mark, ...]


@attrs.frozen
class Layout:
    """The bands of a timeline, and its axis; None: no day is known."""

    axis: Axis | None
    bands: tuple[Band, ...]

    @property
    def height(self) -> float:
        """The height of all bands together."""
        return self.bands[-1].top + self.bands[-1].height if self.bands else 0.0

    @property
    def has_undated(self) -> bool:
        """Whether there is anything for the margin."""
        return any(band.undated for band in self.bands)


def lay_out(programme: Programme, axis: Axis | None, by: str, period: Period | None, words: Words) -> Layout:
    """Return where the activities of a programme stand.

    Args:
        programme: its activities are all shown.
        axis: the axis; None: no day is known.
        by: what makes the lanes.
        period: what closes open ends for overlaps.
        words: the words of the picture.
    """
    lanes = lanes_of(programme, by, words)
    found = [clashes_of(lane.activities, period) if lane.key is not None else {} for lane in lanes]
    parts = [_fill(lane, axis, clashes, words) for lane, clashes in zip(lanes, found, strict=True)]
    heights = [_height(marks, undated) for marks, undated in parts]
    tops = list(accumulate(heights, initial=0.0))
    bands = [Band(*each) for each in zip(lanes, tops, heights, *_columns(parts), strict=False)]
    return Layout(axis, tuple(bands))


Marks = tuple[Mark, ...]


def _columns(parts: list[tuple[Marks, Marks]]) -> tuple[list[Marks], list[Marks]]:
    return [marks for marks, _ in parts], [undated for _, undated in parts]


def _height(marks: Marks, undated: Marks) -> float:
    rows = max((mark.row for mark in (*marks, *undated)), default=-1) + 1
    return LANE_HEAD + rows * ROW + LANE_FOOT


def _fill(lane: Lane, axis: Axis | None, clashes: Mapping[str, Clash], words: Words) -> tuple[Marks, Marks]:
    undated = [activity for activity in lane.activities if axis is None or is_undated(activity.when)]
    without = {activity.uid for activity in undated}
    dated = [activity for activity in lane.activities if activity.uid not in without]
    margin = [
        Mark(activity, NO_CLASH, _margin_label(activity, words), row, (0.0, MARGIN))
        for row, activity in enumerate(undated)
    ]
    if axis is None:
        return (), tuple(margin)
    spots = [(activity, *_spot(activity, axis, words)) for activity in dated]
    rows = pack([extent for _, _, extent in spots], GAP)
    marks = [
        Mark(activity, clashes.get(activity.uid, NO_CLASH), label, row, extent)
        for (activity, label, extent), row in zip(spots, rows, strict=True)
    ]
    marks.sort(key=lambda mark: (mark.extent, mark.row))
    return tuple(_widen(marks, axis, words)), tuple(margin)


def _widen(marks: list[Mark], axis: Axis, words: Words) -> Iterator[Mark]:
    """Yield marks, in order of time, with as much of their titles as there is room for before the next in the row."""
    following: dict[int, float] = {}
    widened: list[Mark] = []
    for mark in reversed(marks):
        until = following.get(mark.row, axis.width + GAP) - GAP
        following[mark.row] = mark.extent[0]
        room = min(until - mark.label.place, MOST_ROOM)
        if mark.label.is_cut and room > mark.label.width:
            label = attrs.evolve(_label(mark.activity, mark.label.date, room, words), place=mark.label.place)
            end = max(mark.extent[1], label.place + label.width)
            mark = attrs.evolve(mark, label=label, extent=(mark.extent[0], end))  # noqa: PLW2901 - the same, wider
        widened.append(mark)
    return reversed(widened)


def _spot(activity: Activity, axis: Axis, words: Words) -> tuple[Label, tuple[float, float]]:
    """Return the label of an activity, and from where to where it reaches together with its bars."""
    spans = list(_spans(activity.when, axis))
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    date = "" if activity.when.kind is Kind.EXACT and not activity.when.tentative else safe(activity.when.text)
    label = _label(activity, date, max(ROOM, min(end - start, 2 * ROOM)), words)
    # A label that would leave the axis on the right is moved to the left as far as it needs.
    place = max(0.0, min(max(0.0, start), axis.width - label.width))
    return attrs.evolve(label, place=place), (min(start, place), max(end, place + label.width))


def _spans(when: FuzzyDate, axis: Axis) -> Iterator[tuple[float, float]]:
    """Yield from where to where each stretch is drawn; one that is not shown lies at an edge."""
    for part in when.ranges:
        for piece in pieces_of(part, is_choice=when.is_choice):
            first, last = span(axis, piece.first, piece.last)
            if piece.first is None and flag_day(when, part) is not None:
                first = max(first, last - STUB)
            yield first, last + (FLAG if flag_day(when, part) is not None else 0.0)


def span(axis: Axis, first: int | None, last: int | None) -> tuple[float, float]:
    """Return from where to where days are drawn: as wide as they are, but never too narrow to be seen."""
    start = 0.0 if first is None else min(max(axis.place(first), 0.0), axis.width)
    end = axis.width if last is None else min(max(axis.place(last + 1), 0.0), axis.width)
    return start, max(end, start)


def _label(activity: Activity, date: str, room: float, words: Words) -> Label:
    date = cut(date, FONT, room / 2) if date else ""
    used = width_of(date + " ", FONT) if date else 0.0
    title = cut(titled(activity, words), FONT, room - used)
    return Label(date, title, 0.0, used + width_of(title, FONT) + 2)


def _margin_label(activity: Activity, words: Words) -> Label:
    room = MARGIN - 18
    heading = safe(activity.source.heading or "")
    listed = words.fill("timeline.listed_under", heading=heading) if heading else ""
    said = ", ".join(filter(None, (safe(activity.when.text), listed))) or words["timeline.no_date"]
    title = cut(titled(activity, words), FONT, room)
    return Label(cut(said, FONT, room), title, 0.0, room)
