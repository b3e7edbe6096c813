"""Owns an item made ready to be compared with others: its date with open ends closed and a gap added, and its keys.

Knows neither what the keys are nor how pairs are found (`coecal.sweep`).
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Generic, NamedTuple, TypeVar

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, parse_period
from coecal.errors import DateError, RangeError
from coecal.ranges import DateRange, Period
from coecal.sweep import Sweep

Id = TypeVar("Id")
Item_co = TypeVar("Item_co", covariant=True)

# In the sweep an open end is a day before the first or after the last of the calendar, and each key has a part of
# the axis to itself.
BEFORE_ALL = 0
AFTER_ALL = date.max.toordinal() + 1
STRIDE = AFTER_ALL + 1


class Ready(NamedTuple, Generic[Id]):
    """An item made ready: its date as it is compared, whether that had an open end before, and its keys.

    Its keys are None where none are asked for.
    """

    item: Id
    when: FuzzyDate
    was_open: bool
    keys: tuple[Hashable, ...] | None

    @property
    def is_placed(self) -> bool:
        """Whether any day at all is known."""
        return not self.was_open or has_day(self.when)

    def stretches(self) -> list[tuple[int, int]]:
        """Return the days on which it may be, as stretches that share no day."""
        if len(self.when.ranges) == 1:
            return [reach(self.when.ranges[0])]
        merged: list[tuple[int, int]] = []
        for first, last in sorted(map(reach, self.when.ranges)):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return merged


class Closing:
    """Closes open ends by the period that an activity is listed under, then by the period of the programme."""

    def __init__(self, period: Period | None) -> None:
        """Start with the period of the programme; None where there is none."""
        self._period = period
        self._headings: dict[str | None, Period | None] = {None: None}

    def close(self, when: FuzzyDate, heading: str | None = None) -> FuzzyDate:
        """Return a date with its open ends closed, as far as the two periods can."""
        if heading not in self._headings:
            self._headings[heading] = self._period_of(heading or "")
        for period in (self._headings[heading], self._period):
            if period is not None:
                try:
                    when = when.closed_by(period)
                except RangeError:
                    continue  # it lasts longer than the period
        return when

    def of(self, activity: Activity) -> FuzzyDate:
        """Return the date of an activity with its open ends closed."""
        return self.close(activity.when, activity.source.heading) if is_open(activity.when) else activity.when

    def _period_of(self, heading: str) -> Period | None:
        """Return the period that a heading names, or None where it names none, such as "Other events"."""
        try:
            return parse_period(heading, within=self._period)
        except DateError:
            return None


def is_open(when: FuzzyDate) -> bool:
    """Whether the first or the last possible day of any stretch is not known."""
    for part in when.ranges:  # noqa: SIM110 - a generator costs more, and there may be a million
        if part.earliest_start is None or part.latest_end is None:
            return True
    return False


def has_day(when: FuzzyDate) -> bool:
    """Whether any day of a date is known."""
    return any(
        day is not None
        for part in when.ranges
        for day in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end)
    )


def widened(when: FuzzyDate, gap: int) -> FuzzyDate:
    """Return a date each stretch of which ends so many days later, which is one placement for each placement.

    Two dates widened in this way share a day if and only if fewer than `gap` whole days lie between the two, or none.

    >>> widened(FuzzyDate.from_edtf("2023-10-10/2023-10-12"), 1).ranges
    (<DateRange 2023-10-10..2023-10-13>,)
    """
    return attrs.evolve(when, ranges=tuple(_widened(part, gap) for part in when.ranges)) if gap else when


def _widened(part: DateRange, gap: int) -> DateRange:
    longest = None if part.max_days is None else part.max_days + gap
    earliest, latest = _later(part.earliest_end, gap), _later(part.latest_end, gap)
    return DateRange(part.earliest_start, part.latest_start, earliest, latest, part.min_days + gap, longest)


def _later(day: date | None, gap: int) -> date | None:
    return None if day is None else day + timedelta(days=gap)


def sweep(entries: Sequence[Ready[Item_co]]) -> Sweep:
    """Return the sweep over all stretches of all entries, once for each key of theirs."""
    # A generator would cost more, and most of many items are of this sort.
    if all([entry.keys is None and not entry.was_open and len(entry.when.ranges) == 1 for entry in entries]):  # noqa: C419
        return _simple_sweep([entry.when.ranges[0] for entry in entries])
    firsts, lasts, owners = array("q"), array("q"), array("q")
    places: dict[Hashable, int] = {}
    for position, entry in enumerate(entries):
        if entry.was_open and not entry.is_placed:
            continue
        keys = ("",) if entry.keys is None else entry.keys
        offsets = [places.setdefault(key, len(places)) * STRIDE for key in keys]
        for offset, (first, last) in product(offsets, entry.stretches()):
            firsts.append(offset + first)
            lasts.append(offset + last)
            owners.append(position)
    return Sweep(firsts, lasts, owners)


def _simple_sweep(parts: Sequence[DateRange]) -> Sweep:
    """Return the sweep over stretches whose ends are known, one an entry."""
    firsts = array("q", [part.earliest_start.toordinal() for part in parts if part.earliest_start is not None])
    lasts = array("q", [part.latest_end.toordinal() for part in parts if part.latest_end is not None])
    return Sweep(firsts, lasts, range(len(parts)))


def day_number(day: date | None, otherwise: int) -> int:
    """Return the number of a day; `otherwise` where it is open."""
    return otherwise if day is None else day.toordinal()


def reach(part: DateRange) -> tuple[int, int]:
    """Return the first and the last day on which it may be, for the sweep."""
    first, last = part.earliest_start, part.latest_end
    return BEFORE_ALL if first is None else first.toordinal(), AFTER_ALL if last is None else last.toordinal()
