"""Owns the days that a section lists, and under which month and in which order it lists activities.

Knows nothing of what else a section may be ordered by, nor of how a row is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Kind, parse_period
from coecal.errors import DateError
from coecal.ranges import DateRange, Period

_DATED = frozenset({Kind.EXACT, Kind.RECURRING, Kind.ALTERNATIVES})


@attrs.frozen
class Window:
    """The days that are listed, both inclusive; None: open."""

    first: date | None
    last: date | None

    def touches(self, stretch: DateRange) -> bool:
        """Whether a stretch may have a day in the window."""
        starts, ends = stretch.earliest_start, stretch.latest_end
        return (ends is None or self.first is None or self.first <= ends) and (
            starts is None or self.last is None or starts <= self.last
        )

    def clip(self, day: date) -> date:
        """Return the day of the window that is nearest to `day`."""
        if self.first is not None and day < self.first:
            return self.first
        return self.last if self.last is not None and self.last < day else day


@attrs.frozen
class MonthGroup:
    """The activities of one month in the order of the list; `month` is None for those without any day known."""

    month: Period | None
    activities: tuple[Activity, ...]


def group_by_month(
    activities: Iterable[Activity], window: Window, *, context: Period | None = None
) -> list[MonthGroup]:
    """Return the activities that may fall into a window, by month.

    An activity stays under the month whose heading it was read under, as long as that month is listed and its date
    allows it: its editor put it there. Else it stands under the month of its first possible day in the window, or,
    where only an end is known ("by", "until"), under the month of that.

    Args:
        activities: in the order of their source, which decides where nothing else does.
        window: the days that are listed.
        context: the period that supplies the year of headings such as "June".
    """
    months: dict[Period | None, list[Activity]] = {}
    for activity in activities:
        if any(map(window.touches, activity.when.ranges)):
            months.setdefault(_month(activity, window, context), []).append(activity)
    last = months.pop(None, None)
    groups = [MonthGroup(month, _in_order(months[month], window)) for month in sorted(filter(None, months))]
    return groups if last is None else [*groups, MonthGroup(None, _in_order(last, window))]


def month_of(day: date) -> Period:
    """Return the calendar month of a day."""
    return Period.month(day.year, day.month)


def heading_month(heading: str | None, context: Period | None = None) -> Period | None:
    """Return the month that a heading names, or None where it names none.

    >>> heading_month("November 2023")
    <Period 2023-11-01..2023-11-30>
    >>> heading_month("October - December 2023")
    """
    if not heading:
        return None
    try:
        period = parse_period(heading, within=context)
    except DateError:
        return None
    return period if period == month_of(period.first) else None


def _month(activity: Activity, window: Window, context: Period | None) -> Period | None:
    listed = heading_month(activity.source.heading, context)
    if listed is not None and _may_stay(activity.when, listed, window):
        return listed
    day = _placing_day(activity.when, window)
    return None if day is None else month_of(window.clip(day))


def _may_stay(when: FuzzyDate, month: Period, window: Window) -> bool:
    first, last = window.clip(month.first), window.clip(month.last)
    if first not in month or last not in month:
        return False
    return when.kind is Kind.UNDATED or any(map(Window(first, last).touches, when.ranges))


def _placing_day(when: FuzzyDate, window: Window) -> date | None:
    """Return the day that decides under which month a date stands; None where no day is known."""
    stretches = [part for part in when.ranges if window.touches(part)]
    starts = [part.earliest_start for part in stretches if part.earliest_start is not None]
    ends = [part.latest_end for part in stretches if part.latest_end is not None]
    if ends and (when.kind is Kind.DEADLINE or not starts):
        return max(ends)
    if starts:
        return min(starts)
    # Nothing limits the days as a whole, but one limit may be known inside: "starts by 3 October".
    inner = [day for part in stretches for day in (part.latest_start, part.earliest_end) if day is not None]
    return min(inner, default=None)


def _in_order(activities: Iterable[Activity], window: Window) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda activity: _place(activity, window)))


def _place(activity: Activity, window: Window) -> tuple[int, date, date, str]:
    """Return what orders the rows of a month: dated, vague, vague without a last day, undated."""
    when = activity.when
    stretches = [part for part in when.ranges if window.touches(part)]
    starts = [part.earliest_start for part in stretches if part.earliest_start is not None]
    ends = [part.latest_end for part in stretches if part.latest_end is not None]
    if when.kind in _DATED and starts and ends:
        return 0, min(starts), max(ends), activity.title.casefold()
    if when.kind is Kind.UNDATED:
        return 3, date.min, date.min, ""
    if len(ends) < len(stretches):
        return 2, date.min, date.min, ""
    return 1, max(ends), date.min, ""
