"""Owns the timeline of a programme as a value: it can be asked for as SVG, HTML or PNG."""

from __future__ import annotations

from datetime import date

import attrs

from coecal.dates import parse_period
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.timeline.axis import Axis, natural_period
from coecal.timeline.days import is_undated
from coecal.timeline.html import ALONE, Beside, page
from coecal.timeline.layout import Layout, lay_out
from coecal.timeline.png import to_png
from coecal.timeline.rules import with_rules
from coecal.timeline.scene import Scene
from coecal.timeline.svg import draw
from coecal.timeline.words import Words, words_of


@attrs.frozen
class Timeline:
    """A timeline, ready to be drawn; a notebook shows it as it is."""

    _scene: Scene

    @property
    def layout(self) -> Layout:
        """Where everything stands."""
        return self._scene.layout

    @property
    def words(self) -> Words:
        """The words of its language."""
        return self._scene.words

    @property
    def today(self) -> date | None:
        """The day at which a line is drawn; None: no line."""
        return self._scene.today

    def to_svg(self) -> str:
        """Return a picture in SVG 1.1 that stands alone: no script, no font, nothing from elsewhere."""
        return draw(self._scene)

    def to_html(self, *, beside: Beside = ALONE) -> str:
        """Return a page with the picture, filters, zoom and a list of the same activities; it needs nothing else.

        Args:
            beside: pages beside it that are linked to at its top.
        """
        return page(self._scene, beside)

    def to_png(self, *, zoom: float = 2.0) -> bytes:
        """Return the picture as PNG, in its light colours.

        Args:
            zoom: how many pixels a pixel of the picture becomes; less where it would be too large otherwise.

        Raises:
            MissingExtraError: the extra `plot` is not installed.
        """
        return to_png(draw(self._scene, dark=False), zoom)

    def to_notebook(self) -> str:
        """Return the picture as a part of a page, as notebooks show it: it scrolls where it is wider than they are."""
        return f'<div style="overflow-x:auto">\n{self.to_svg()}</div>'

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def _repr_html_(self) -> str:
        return self.to_notebook()


def make_timeline(
    programme: Programme,
    *,
    by: str = "project",
    during: str | Period | None = None,
    today: date | None = None,
    locale: str = "en",
) -> Timeline:
    """Return the timeline of a programme.

    Args:
        programme: the programme.
        by: "project", "region" or "country": what makes a lane.
        during: the days to show, in words or ISO: activities that cannot happen on any of them are left out. None:
            all that is known, and the programme's period.
        today: the day at which a line is drawn; None: no line.
        locale: the language of its words: "en" or "fr".

    Raises:
        UnknownNameError: `by` is none of the three, or there are no words in that language.
        DateError: `during` is no period.
    """
    words = words_of(locale)
    period = parse_period(during) if isinstance(during, str) else during
    shown = with_rules(programme if period is None else programme.filter(during=period))
    days = period or natural_period(shown)
    axis = (
        None
        if days is None or all(is_undated(each.when) for each in shown.activities)
        else Axis.of(days, words.language)
    )
    layout = lay_out(shown, axis, by, programme.period, words)
    return Timeline(Scene(programme=shown, layout=layout, by=by, today=today, words=words))
