"""Owns the axis of time: which days are shown, where each of them lies, and where the ticks are.

Days are ordinals; a day takes up the same width everywhere, from its own place to that of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import attrs

from coecal.dates.cldr import month_names
from coecal.programme import Programme
from coecal.ranges import LAST_DAY, Period
from coecal.timeline.days import is_undated, known_days

_NARROWEST: Final = 960.0
_WIDEST: Final = 2400.0
_DAY_WIDTH: Final = 5.0
"""Wished for; an axis is never narrower or wider than the two above, in pixels."""
_MARGIN_DAYS: Final = 2

_STEPS: Final = (1, 3, 6, *(12 * count for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))
"""How many months lie between two ticks."""
_LEAST_GAP: Final = 58.0
_WEEK_GAP: Final = 26.0


@attrs.frozen
class Tick:
    """A place on the axis that is labelled.

    Attributes:
        day: the day that starts there.
        label: what is written there.
    """

    day: int
    label: str


@attrs.frozen
class Axis:
    """The days from `first` to `last`, both inclusive, on `width` pixels."""

    first: int
    last: int
    width: float
    locale: str = "en"

    @classmethod
    def of(cls, period: Period, locale: str = "en") -> Axis:
        """Return the axis that shows a period, with the names of months in the language of a locale."""
        width = min(max(_NARROWEST, period.days * _DAY_WIDTH), _WIDEST)
        return cls(period.first.toordinal(), period.last.toordinal(), width, locale)

    def place(self, day: int) -> float:
        """Return where a day begins, in pixels from the left; that is where the day before ends."""
        return (day - self.first) * self.width / (self.last - self.first + 1)

    def holds(self, first: int | None, last: int | None) -> bool:
        """Return whether any of some days is shown; None: open."""
        return (first is None or first <= self.last) and (last is None or last >= self.first)

    def ticks(self) -> Iterator[Tick]:
        """Yield the months, or as many of them as there is room for, and the first one in any case."""
        step = self._step()
        begin = date.fromordinal(self.first)
        number = -(-(begin.year * 12 + begin.month - 1) // step) * step
        starts = [day for day in _starts(number, step, self.last) if day > self.first]
        ends = [*starts, self.last + 1]
        yield Tick(self.first, self._fitting(self._label(begin, step, is_first=True), self.first, ends[0]))
        for day, end in pairwise(ends):
            is_first = self.place(starts[0]) < _LEAST_GAP and day == starts[0]
            yield Tick(day, self._fitting(self._label(date.fromordinal(day), step, is_first=is_first), day, end))

    def _fitting(self, label: str, first: int, end: int) -> str:
        """Return a label, or nothing where a part of a month is too short for it."""
        is_all = end - first > self.last - self.first
        return label if is_all or self.place(end) - self.place(first) >= _LEAST_GAP else ""

    def weeks(self) -> Iterator[Tick]:
        """Yield the Mondays, where there is room for them."""
        if self.place(self.first + 7) < _WEEK_GAP:
            return
        monday = self.first + (1 - self.first) % 7  # the ordinal 1 is a Monday
        for day in range(monday, self.last + 1, 7):
            yield Tick(day, str(date.fromordinal(day).day))

    def _label(self, day: date, step: int, *, is_first: bool) -> str:
        if step >= 12:
            return str(day.year)
        name = month_names(self.locale, "wide" if step == 1 else "abbreviated")[day.month - 1]
        return f"{name} {day.year}" if is_first or day.month == 1 else name

    def _step(self) -> int:
        month = self.width / (self.last - self.first + 1) * 30.4
        return next((step for step in _STEPS if step * month >= _LEAST_GAP), _STEPS[-1])


def natural_period(programme: Programme) -> Period | None:
    """Return the days that a picture of a programme has to show; None where no day is known.

    These are its period and every known point of its activities, with two days around them where they go beyond.

    >>> natural_period(Programme(period=Period.month(2023, 11)))
    <Period 2023-11-01..2023-11-30>
    """
    dates = (activity.when for activity in programme.activities)
    days = [day for when in dates if not is_undated(when) for day in known_days(when)]
    period = programme.period
    if not days:
        return period
    first, last = max(1, min(days) - _MARGIN_DAYS), min(LAST_DAY, max(days) + _MARGIN_DAYS)
    if period is not None:
        begin, end = period.first.toordinal(), period.last.toordinal()
        first = begin if first + _MARGIN_DAYS >= begin else first
        last = end if last - _MARGIN_DAYS <= end else last
    return Period(date.fromordinal(first), date.fromordinal(last))


def _starts(number: int, step: int, last: int) -> Iterator[int]:
    """Yield the first day of each month that is a tick, up to the last day shown."""
    while number < (date.max.year + 1) * 12 and (day := _first_of(number)) <= last:
        yield day
        number += step


def _first_of(number: int) -> int:
    """Return the first day of a month by its number, counting from January of the year 0."""
    year, month = divmod(number, 12)
    return date(max(1, year), month + 1, 1).toordinal()
