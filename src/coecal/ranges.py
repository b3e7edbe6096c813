"""Owns days, periods and the four points of one fuzzy stretch of days.

Knows nothing of words: a stretch is six numbers, tightened once when it is made. All days are inclusive.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from math import inf

import attrs

from coecal.errors import RangeError

ONE_DAY = timedelta(days=1)
LAST_DAY = date.max.toordinal()
"""The number of days that the calendar has, from 1 January of year 1 on."""


@attrs.frozen(order=True)
class Period:
    """A whole number of days.

    Attributes:
        first: its first day, inclusive.
        last: its last day, inclusive; the same as `first` in a period of one day.

    Raises:
        RangeError: `last` is before `first`.

    >>> Period(date(2024, 2, 1), date(2024, 2, 29)) == Period.month(2024, 2)
    True
    >>> date(2024, 2, 29) in Period.month(2024, 2)
    True
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            msg = f"a period ends on {self.last}, before it starts on {self.first}"
            raise RangeError(msg)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return one calendar month.

        Args:
            year: from 1 to 9999.
            month: 1 is January.

        >>> Period.month(2024, 2)
        <Period 2024-02-01..2024-02-29>
        """
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def months(cls, year: int, month: int, count: int) -> Period:
        """Return so many whole months from the given one on; a month beyond 12, or before 1, is one of another year.

        Args:
            year: the year that the month is counted in.
            month: the first month, 1 being January.
            count: how many months, at least 1.

        Raises:
            RangeError: they leave the calendar, which has the years 1 to 9999.

        >>> Period.months(2023, 14, 3)
        <Period 2024-02-01..2024-04-30>
        """
        first = year * 12 + month - 1
        (first_year, first_month), (last_year, last_month) = divmod(first, 12), divmod(first + count - 1, 12)
        if not MINYEAR <= first_year <= last_year <= MAXYEAR:
            msg = f"{count} months from {first_year}-{first_month + 1:02} on leave the years 1 to 9999 of the calendar"
            raise RangeError(msg)
        return cls(date(first_year, first_month + 1, 1), cls.month(last_year, last_month + 1).last)

    @classmethod
    def year(cls, year: int) -> Period:
        """Return one calendar year.

        Args:
            year: from 1 to 9999.

        >>> Period.year(2024)
        <Period 2024-01-01..2024-12-31>
        """
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> int:
        """The number of days, the first and the last included.

        >>> Period.month(2024, 2).days
        29
        """
        return (self.last - self.first).days + 1

    @property
    def whole_months(self) -> int | None:
        """The number of months of the calendar that it is made of; None where it is not made of whole ones.

        >>> Period.year(2023).whole_months, Period(date(2023, 10, 2), date(2023, 10, 31)).whole_months
        (12, None)
        """
        if self.first.day != 1 or self.last.day != monthrange(self.last.year, self.last.month)[1]:
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day.

        Args:
            other: the other period.

        >>> Period.month(2024, 2).overlaps(Period.year(2024)), Period.month(2024, 2).overlaps(Period.month(2024, 3))
        (True, False)
        """
        return self.first <= other.last and other.first <= self.last

    def distance(self, day: date) -> int:
        """Return how many days a day lies outside, before or after; 0 when it lies inside.

        Args:
            day: the day.

        >>> Period.month(2024, 2).distance(date(2024, 3, 2))
        2
        """
        return max(0, (self.first - day).days, (day - self.last).days)

    def __repr__(self) -> str:
        return f"<Period {self.first}..{self.last}>"


@attrs.frozen(repr=False)
class DateRange:
    """What is known of one stretch of days.

    The stretch starts on some day from `earliest_start` to `latest_start` and ends on some day from
    `earliest_end` to `latest_end`, all four inclusive. The terms are those of planners.

    Attributes:
        earliest_start: the first day on which it may start; None: not known.
        latest_start: the last day on which it may start; None: not known.
        earliest_end: the first day on which it may end; None: not known.
        latest_end: the last day on which it may end; None: not known.
        min_days: how many days it lasts at least, its first and last included.
        max_days: how many days it lasts at most; None: no limit is known.

    The six are tightened against each other when the range is made, so that each point can really happen:

    >>> DateRange(date(2023, 11, 11), date(2023, 11, 20), date(2023, 11, 11), date(2023, 11, 20), 2, 2)
    <DateRange starts 2023-11-11..2023-11-19, ends 2023-11-12..2023-11-20, 2 days>

    Raises:
        RangeError: no stretch of days fits all six.
    """

    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    min_days: int = 1
    max_days: int | None = None

    def __attrs_post_init__(self) -> None:
        if self._is_tight():
            return
        self._check_length()
        es, ls, ee, le = self.points
        if le is not None:
            ls = _least(ls, self._shift(le, 1 - self.min_days))
        if es is not None:
            ee = _greatest(ee, self._shift(es, self.min_days - 1))
        if self.max_days is not None:
            # A longest stretch that would leave the calendar says nothing of where this one starts or ends.
            if ee is not None and self.max_days <= ee.toordinal():
                es = _greatest(es, self._shift(ee, 1 - self.max_days))
            if ls is not None and self.max_days <= LAST_DAY - ls.toordinal() + 1:
                le = _least(le, self._shift(ls, self.max_days - 1))
        if (es is not None and ls is not None and ls < es) or (ee is not None and le is not None and le < ee):
            msg = f"no stretch of days starts {_between(es, ls)} and ends {_between(ee, le)}{self._lasting()}"
            raise RangeError(msg)
        for name, value in (("earliest_start", es), ("latest_start", ls), ("earliest_end", ee), ("latest_end", le)):
            object.__setattr__(self, name, value)

    def _check_length(self) -> None:
        if self.min_days < 1 or (self.max_days is not None and self.max_days < self.min_days):
            msg = f"a stretch cannot last from {self.min_days} to {self.max_days} days: give 1 <= min_days <= max_days"
            raise RangeError(msg)
        if self.min_days > LAST_DAY:
            msg = f"a stretch of {self.min_days} days leaves the calendar, which has {LAST_DAY} days"
            raise RangeError(msg)

    def _is_tight(self) -> bool:
        """Whether nothing is to be tightened: all points known and in order, any number of days."""
        if self.max_days is not None or self.min_days != 1:
            return False
        es, ls, ee, le = self.earliest_start, self.latest_start, self.earliest_end, self.latest_end
        if es is None or ls is None or ee is None or le is None:
            return False
        return es <= ls <= le and es <= ee <= le

    @classmethod
    def exact(cls, first: date, last: date | None = None) -> DateRange:
        """Return a stretch whose days are known.

        Args:
            first: its first day.
            last: its last day, inclusive; None: it is that one day.

        Raises:
            RangeError: `last` is before `first`.

        >>> DateRange.exact(date(2023, 9, 4), date(2023, 9, 7))
        <DateRange 2023-09-04..2023-09-07>
        """
        return cls(first, first, last or first, last or first)

    @classmethod
    def window(cls, first: date, last: date, min_days: int = 1, max_days: int | None = None) -> DateRange:
        """Return a stretch that lies somewhere in a window.

        Args:
            first: the first day of the window, inclusive.
            last: the last day of it, inclusive.
            min_days: how many days the stretch lasts at least.
            max_days: how many it lasts at most; None: as many as the window has.

        Raises:
            RangeError: no stretch of so many days fits into the window.

        >>> DateRange.window(date(2023, 11, 11), date(2023, 11, 20))
        <DateRange 2023-11-11..2023-11-20 (somewhere in)>
        """
        return cls(first, last, first, last, min_days, max_days)

    @classmethod
    def listed_under(cls, period: Period | None) -> DateRange:
        """Return a stretch of which only the period that it is listed under is known.

        Args:
            period: that period, both ends inclusive; None: not even that is known, and all four points are open.

        >>> DateRange.listed_under(Period.month(2023, 10))
        <DateRange 2023-10-01..2023-10-31 (somewhere in)>
        """
        return cls(None, None, None, None) if period is None else cls.window(period.first, period.last)

    @property
    def points(self) -> tuple[date | None, date | None, date | None, date | None]:
        """The four points: earliest start, latest start, earliest end, latest end; None where one is open.

        >>> DateRange.exact(date(2023, 10, 3)).points[0]
        datetime.date(2023, 10, 3)
        """
        return self.earliest_start, self.latest_start, self.earliest_end, self.latest_end

    @property
    def is_exact(self) -> bool:
        """Whether both ends are known to the day.

        >>> DateRange.exact(date(2023, 9, 4)).is_exact, DateRange.window(date(2023, 9, 4), date(2023, 9, 7)).is_exact
        (True, False)
        """
        return (
            self.earliest_start is not None
            and self.earliest_start == self.latest_start
            and self.earliest_end is not None
            and self.earliest_end == self.latest_end
        )

    @property
    def is_open(self) -> bool:
        """Whether the first or the last possible day is not known.

        >>> DateRange(date(2023, 10, 3), date(2023, 10, 3), None, None).is_open
        True
        """
        return self.earliest_start is None or self.latest_end is None

    @property
    def possible(self) -> Period | None:
        """The days on which it may happen, or None where they are open at an end.

        >>> DateRange.window(date(2023, 11, 11), date(2023, 11, 20)).possible
        <Period 2023-11-11..2023-11-20>
        """
        if self.earliest_start is None or self.latest_end is None:
            return None
        return Period(self.earliest_start, self.latest_end)

    @property
    def certain(self) -> Period | None:
        """The days on which it happens for certain, or None where there is no such day.

        >>> DateRange(date(2023, 7, 1), date(2023, 7, 31), date(2023, 9, 1), date(2023, 9, 30)).certain
        <Period 2023-07-31..2023-09-01>
        """
        if self.latest_start is None or self.earliest_end is None or self.earliest_end < self.latest_start:
            return None
        return Period(self.latest_start, self.earliest_end)

    def may_touch(self, first: date, last: date | None = None) -> bool:
        """Whether it may take place on one of some days.

        Args:
            first: the first of the days, inclusive.
            last: the last of them, inclusive; None: `first` is the only one.

        >>> DateRange(None, None, None, date(2023, 10, 31)).may_touch(date(2023, 10, 31), date(2023, 11, 30))
        True
        """
        begins = self.earliest_start is None or self.earliest_start <= (first if last is None else last)
        return begins and (self.latest_end is None or first <= self.latest_end)

    def reaching_out(self, days: int) -> DateRange:
        """Return this range with each point that is known so many days further out.

        Args:
            days: how many days; negative: further in.

        Raises:
            RangeError: nothing is left of it.
            OverflowError: it would leave the calendar.

        >>> DateRange.exact(date(2023, 10, 20)).reaching_out(3)
        <DateRange 2023-10-17..2023-10-23 (somewhere in)>
        """
        out = timedelta(days=days)
        es, ls, ee, le = self.points
        return DateRange(
            None if es is None else es - out,
            None if ls is None else ls + out,
            None if ee is None else ee - out,
            None if le is None else le + out,
            self.min_days,
            self.max_days,
        )

    def closed_by(self, period: Period) -> DateRange:
        """Return this range with each open end closed by a period, where that leaves it possible.

        Args:
            period: what the range is listed under; an end outside it stays open.

        >>> DateRange(None, None, None, date(2023, 10, 31)).closed_by(Period.month(2023, 10))
        <DateRange 2023-10-01..2023-10-31 (somewhere in)>
        """
        es, le = self.earliest_start, self.latest_end
        if es is None and (self.latest_start is None or period.first <= self.latest_start):
            es = period.first
        if le is None and (self.earliest_end is None or period.last >= self.earliest_end):
            le = period.last
        try:
            return attrs.evolve(self, earliest_start=es, latest_end=le)
        except RangeError:
            return self  # it lasts longer than the period

    def _shift(self, day: date, days: int) -> date:
        moved = day.toordinal() + days
        if not 1 <= moved <= LAST_DAY:
            msg = f"a stretch of {self.min_days} days from {day} on, or up to it, leaves the calendar"
            raise RangeError(msg)
        return date.fromordinal(moved)

    def _lasting(self) -> str:
        if self.max_days is None:
            return "" if self.min_days == 1 else f", {self.min_days} days or more"
        if self.min_days == self.max_days:
            return f", {self.min_days} day{'s' * (self.min_days > 1)}"
        return f", {self.min_days} to {self.max_days} days"

    def __repr__(self) -> str:
        if self.is_exact:
            words = str(self.earliest_start)
            if self.latest_end != self.earliest_start:
                words += f"..{self.latest_end}"
        elif (
            (self.earliest_start, self.latest_start) == (self.earliest_end, self.latest_end)
            and not self.is_open
            and self.latest_start is not None
        ):
            words = f"{self.earliest_start}..{self.latest_end} (somewhere in){self._lasting()}"
        else:
            starts = _between(self.earliest_start, self.latest_start)
            words = f"starts {starts}, ends {_between(self.earliest_end, self.latest_end)}{self._lasting()}"
        return f"<DateRange {words}>"


def by_time(part: DateRange) -> tuple[date, date, date, date, int, float]:
    """Return what stretches are sorted by: open starts first, open ends last, and no two different ones alike."""
    return (
        part.earliest_start or date.min,
        part.latest_end or date.max,
        part.latest_start or date.max,
        part.earliest_end or date.min,
        part.min_days,
        inf if part.max_days is None else part.max_days,
    )


def _least(one: date | None, other: date) -> date:
    return other if one is None or other < one else one


def _greatest(one: date | None, other: date) -> date:
    return other if one is None or other > one else one


def _between(first: date | None, last: date | None) -> str:
    return str(first) if first is not None and first == last else f"{first or ''}..{last or ''}"
