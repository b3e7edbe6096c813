"""Owns the properties from which an activity can be read back (X-COECAL-...): activity -> their content lines.

docs/feeds.md lists them. Their names and values never change, since feeds of years ago are still read.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from coecal.activities import Activity, Source, Status
from coecal.dates import FuzzyDate, Kind
from coecal.ranges import DateRange
from coecal.writers.ical_lines import custom_line

_LANGUAGE: Final = "en"


def lines_about(activity: Activity) -> list[str]:
    """Return the lines from which the activity can be read back, but for those that everybody reads."""
    lines = _date(activity.when)
    if activity.status is not Status.PLANNED:
        lines.append(f"X-COECAL-STATUS:{activity.status}")
    if activity.mode is not None:
        lines.append(f"X-COECAL-MODE:{activity.mode}")
    several = (
        ("X-COECAL-PROJECT", activity.projects),
        ("X-COECAL-ORGANISER", activity.organisers),
        ("X-COECAL-PLACE", activity.places if _are_ambiguous(activity.places) else ()),
        ("X-COECAL-COUNTRY", activity.countries),
        ("X-COECAL-REGION", activity.regions),
    )
    for name, values in several:
        for value in values:
            lines.append(custom_line(name, value))
    lines += _source(activity.source)
    return lines


def _are_ambiguous(places: tuple[str, ...]) -> bool:
    """Whether LOCATION does not say which places these are, since one of them holds what joins them."""
    return bool(places) and any(["," in place for place in places])  # noqa: C419 - mostly two: a generator costs more


def _date(when: FuzzyDate) -> list[str]:
    lines = [custom_line("X-COECAL-WHEN", when.text), f"X-COECAL-KIND:{when.kind}"]
    if when.tentative:
        lines.append("X-COECAL-TENTATIVE:TRUE")
    if when.approximate:
        lines.append("X-COECAL-APPROXIMATE:TRUE")
    if when.times is not None:
        clocks = (when.times.start, when.times.end, when.times.zone)
        lines.append(custom_line("X-COECAL-TIMES", " ".join(".." if value is None else str(value) for value in clocks)))
    if when.status is not None:
        lines.append(f"X-COECAL-SAID:{when.status}")
    if when.locale != _LANGUAGE:
        lines.append(custom_line("X-COECAL-LANGUAGE", when.locale))
    lines += (custom_line("X-COECAL-EDTF", _edtf(when)), f"X-COECAL-POINTS:{' '.join(map(_points, when.ranges))}")
    return lines


def _edtf(when: FuzzyDate) -> str:
    if when.kind is Kind.EXACT and len(when.ranges) == 1 and when.is_firm:
        # Most dates are such ones, and `to_edtf` takes long to look for more than days in them.
        first, last = when.ranges[0].earliest_start, when.ranges[0].latest_end
        if first != last:
            return f"{first}/{last}"
        if when.times is None or when.times.to_iso() is None:
            return f"{first}"
    return when.to_edtf()


def _source(source: Source) -> list[str]:
    lines = [] if source.section is None else [f"X-COECAL-SECTION:{source.section}"]
    if source.heading is not None:
        lines.append(custom_line("X-COECAL-HEADING", source.heading))
    if source.line is not None:
        lines.append(f"X-COECAL-LINE:{source.line}")
    lines.append(custom_line("X-COECAL-SOURCE", source.text))
    return lines


def _points(stretch: DateRange) -> str:
    """Return the six numbers of a stretch, `..` for one that is not known."""
    most = ".." if stretch.max_days is None else stretch.max_days
    starts = f"{_day(stretch.earliest_start)}/{_day(stretch.latest_start)}"
    return f"{starts}/{_day(stretch.earliest_end)}/{_day(stretch.latest_end)}/{stretch.min_days}/{most}"


def _day(day: date | None) -> str:
    return ".." if day is None else day.isoformat()
