"""Owns items made ready to be compared: their dates with open ends closed and a gap added, and their keys.

Knows neither what the keys are nor how pairs are found (`coecal.sweep`).
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Generic, TypeAlias, TypeVar

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, parse_period
from coecal.errors import DateError
from coecal.ranges import LAST_DAY, DateRange, Period
from coecal.sweep import Sweep

Item_co = TypeVar("Item_co", covariant=True)
Stretch: TypeAlias = tuple[int, int]

# In the sweep an open end is a day before the first or after the last of the calendar.
BEFORE_ALL = 0
AFTER_ALL = LAST_DAY + 1

_ranges = attrgetter("ranges")


@attrs.frozen(repr=False, eq=False)
class Ready(Generic[Item_co]):
    """Items made ready, column by column: of a million rows, each would cost more than all that is done with it.

    Attributes:
        items: who or what is compared.
        dates: the date of each as it is compared.
        opened: the positions of those dates that had an open end before.
        keys: the keys of each; None where none are asked for.
    """

    items: Sequence[Item_co]
    dates: Sequence[FuzzyDate]
    opened: frozenset[int]
    keys: Sequence[tuple[Hashable, ...]] | None

    @cached_property
    def unplaced(self) -> tuple[int, ...]:
        """The positions of those of which no day at all is known."""
        return tuple(place for place in sorted(self.opened) if not has_day(self.dates[place]))

    def sweep(self) -> Sweep:
        """Return the sweep over all stretches of all items, once for each key of theirs."""
        if self.keys is None and not self.opened and max(map(len, map(_ranges, self.dates)), default=1) == 1:
            return _simple_sweep([when.ranges[0] for when in self.dates])
        unplaced = frozenset(self.unplaced)
        placed = [place for place in range(len(self.dates)) if place not in unplaced]
        return _keyed_sweep(
            placed,
            [("",)] * len(placed) if self.keys is None else [self.keys[place] for place in placed],
            [_stretches(self.dates[place]) for place in placed],
        )


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
                when = when.closed_by(period)
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


def opened_among(dates: Sequence[FuzzyDate]) -> set[int]:
    """Return the positions of those dates that are open; written out, as a call for each would cost more."""
    return {
        place
        for place, when in enumerate(dates)
        for part in when.ranges
        if part.earliest_start is None or part.latest_end is None
    }


def has_day(when: FuzzyDate) -> bool:
    """Whether any day of a date is known."""
    return any(day is not None for part in when.ranges for day in part.points)


def widened(when: FuzzyDate, gap: int) -> FuzzyDate:
    """Return a date each stretch of which ends so many days later, which is one placement for each placement.

    Two dates widened in this way share a day if and only if fewer than `gap` whole days lie between the two, or none.

    >>> widened(FuzzyDate.from_edtf("2023-10-10/2023-10-12"), 1).ranges
    (<DateRange 2023-10-10..2023-10-13>,)
    """
    return attrs.evolve(when, ranges=tuple(_widened(part, gap) for part in when.ranges)) if gap else when


def is_cut(when: FuzzyDate, gap: int) -> bool:
    """Whether a date widened by so many days would leave the calendar, and is cut off at its end."""
    return any(_is_cut(part, gap) for part in when.ranges)


def _is_cut(part: DateRange, gap: int) -> bool:
    last = max(day_number(part.earliest_end, part.min_days), day_number(part.latest_end, part.min_days))
    return last + gap > LAST_DAY


def _widened(part: DateRange, gap: int) -> DateRange:
    longest = None if part.max_days is None else part.max_days + gap
    shortest = part.min_days if _is_cut(part, gap) else part.min_days + gap
    earliest, latest = _later(part.earliest_end, gap), _later(part.latest_end, gap)
    return DateRange(part.earliest_start, part.latest_start, earliest, latest, shortest, longest)


def _later(day: date | None, gap: int) -> date | None:
    return None if day is None else date.fromordinal(min(day.toordinal() + gap, LAST_DAY))


def _stretches(when: FuzzyDate) -> list[Stretch]:
    """Return the days on which a date may be, as stretches that share no day, in order."""
    if len(when.ranges) == 1:
        return [reach(when.ranges[0])]
    merged: list[Stretch] = []
    for first, last in sorted(map(reach, when.ranges)):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _keyed_sweep(
    positions: Sequence[int], keys: Sequence[tuple[Hashable, ...]], stretches: Sequence[list[Stretch]]
) -> Sweep:
    """Return the sweep in which each key has a part of the axis to itself, with all stretches of its items.

    The parts are no longer than the days that come up, so that the axis can be counted through; an open end reaches
    one day beyond them.
    """
    known = [day for parts in stretches for part in parts for day in part if BEFORE_ALL < day < AFTER_ALL]
    begin, end = min(known, default=1) - 1, max(known, default=1) + 1
    stride = end - begin + 1
    firsts, lasts, owners = array("q"), array("q"), array("q")
    places: dict[Hashable, int] = {}
    for position, own, parts in zip(positions, keys, stretches, strict=True):
        cut = [(max(first, begin), min(last, end)) for first, last in parts]
        for key in own:
            offset = places.setdefault(key, len(places)) * stride
            for first, last in cut:
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
