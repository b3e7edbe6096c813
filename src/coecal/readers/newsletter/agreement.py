"""Owns whether two dates of one thing can both be right, and how far apart they are.

Knows nothing of reports and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coecal.dates import Certainty, FuzzyDate
from coecal.ranges import Period


def agrees(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether both can be said of the same days: "September" and "11-18 September", not "18" and "18-19 September".

    Where one date is several stretches, only its first and last days count: "11-13 & 15 September" agrees with
    "11-15 September".

    >>> from coecal.dates import parse_date
    >>> agrees(parse_date("May 2027"), parse_date("3-4 May 2027"))
    True
    >>> agrees(parse_date("3 May 2027"), parse_date("3-4 May 2027"))
    False
    """
    return _meet(one.earliest_start, one.latest_start, other.earliest_start, other.latest_start) and _meet(
        one.earliest_end, one.latest_end, other.earliest_end, other.latest_end
    )


def _meet(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Whether two spans of days share one; None is open."""
    return (last is None or other_first is None or other_first <= last) and (
        first is None or other_last is None or first <= other_last
    )


def days_between(one: FuzzyDate, other: FuzzyDate) -> int | None:
    """Return how many days lie between two dates: 0 where they may share one; None where an end is open."""
    a, b = one.possible, other.possible
    if a is None or b is None:
        return None if one.compare(other).certainty is Certainty.NONE else 0
    return max(0, (b.first - a.last).days, (a.first - b.last).days)


def is_inside(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether all possible days of a date lie within those of another."""
    a, b = one.possible, other.possible
    return a is not None and b is not None and b.first <= a.first and a.last <= b.last


def hull(dates: Iterable[FuzzyDate]) -> Period | None:
    """Return the days from the first to the last possible one of several dates, or None where an end is open."""
    periods = [when.possible for when in dates]
    known = [period for period in periods if period is not None]
    if not known or len(known) < len(periods):
        return None
    return Period(min(period.first for period in known), max(period.last for period in known))
