"""Owns what is drawn, as a whole, and what is said about it; how it is drawn is for `bands` and `svg`."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from coecal.programme import Programme
from coecal.timeline.layout import MARGIN, Layout
from coecal.timeline.text import safe
from coecal.timeline.words import Words

_BETWEEN: Final = 26.0
"""Between the axis and the margin of the undated."""
_LEAST_WIDTH: Final = 620.0


@attrs.frozen(kw_only=True)
class Scene:
    """What is drawn.

    Attributes:
        programme: the programme, with those activities that are shown.
        layout: where they stand.
        by: what makes the lanes.
        today: the day at which a line is drawn; None: no line.
        words: the words of its language.
    """

    programme: Programme
    layout: Layout
    by: str
    today: date | None
    words: Words

    @property
    def title(self) -> str:
        """What the picture is called."""
        return safe(self.programme.title) or self.words["timeline.untitled"]

    @property
    def said(self) -> str:
        """What is said below the title: how many activities, which days, and as of when."""
        words = self.words
        parts = [words.fill(f"timeline.by_{self.by}", count=words.counted(len(self.programme.activities)))]
        if self.layout.axis is not None:
            first, last = (date.fromordinal(day) for day in (self.layout.axis.first, self.layout.axis.last))
            parts.append(words.fill("timeline.days", first=words.day(first), last=words.day(last)))
        if self.programme.as_of is not None:
            parts.append(words.fill("timeline.as_of", day=words.day(self.programme.as_of)))
        return ", ".join(parts)

    @property
    def margin_left(self) -> float:
        """Where the margin of the undated begins, from the left of the axis."""
        return 0.0 if self.layout.axis is None else self.layout.axis.width + _BETWEEN

    @property
    def width(self) -> float:
        """The width of everything without the edges."""
        if self.layout.has_undated:
            return max(_LEAST_WIDTH, self.margin_left + MARGIN)
        return _LEAST_WIDTH if self.layout.axis is None else self.layout.axis.width

    @property
    def today_place(self) -> float | None:
        """Where the line of today is, or None where there is none."""
        axis = self.layout.axis
        if self.today is None or axis is None or not axis.holds(self.today.toordinal(), self.today.toordinal()):
            return None
        return axis.place(self.today.toordinal())
