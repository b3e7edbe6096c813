"""Owns recurrence rules (RFC 5545, section 3.3.10): the days of a recurring date -> the rule that says exactly these.

A rule counts its days. One that some readers understand in another way, such as every other week on several days of
it, whose first day people set differently, is left out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The names of the days of the week, Monday first."""

_SHORTEST_MONTH: Final = 28


def find_rule(days: Sequence[date]) -> str | None:
    """Return the value of RRULE that says exactly these days, the first of them being where it starts; None: none does.

    Args:
        days: at least two days, in order.

    >>> find_rule([date(2026, 9, 7), date(2026, 10, 5), date(2026, 11, 2), date(2026, 12, 7)])
    'FREQ=MONTHLY;BYDAY=1MO;COUNT=4'
    """
    if len(days) < 2 or any(later <= earlier for earlier, later in pairwise(days)):
        return None
    rule = _even(days) or _monthly(days) or _weekly(days)
    return None if rule is None else f"FREQ={rule};COUNT={len(days)}"


def _even(days: Sequence[date]) -> str | None:
    """Every so many days or weeks."""
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    if len(gaps) > 1:
        return None
    weeks, rest = divmod(gaps.pop(), 7)
    return _every("DAILY", 7 * weeks + rest) if rest else _every("WEEKLY", weeks)


def _monthly(days: Sequence[date]) -> str | None:
    """Every so many months, on the same day of it or on the same one of its Mondays or other weekdays."""
    months = [day.year * 12 + day.month for day in days]
    gaps = {later - earlier for earlier, later in pairwise(months)}
    if len(gaps) > 1 or 0 in gaps:
        return None
    every = _every("MONTHLY", gaps.pop())
    numbers = {day.day for day in days}
    if len(numbers) == 1 and days[0].day <= _SHORTEST_MONTH:
        return f"{every};BYMONTHDAY={days[0].day}"
    if len({day.weekday() for day in days}) > 1:
        return None
    weekday = WEEKDAYS[days[0].weekday()]
    weeks = {(number - 1) // 7 + 1 for number in numbers}
    if len(weeks) == 1 and 5 not in weeks:
        return f"{every};BYDAY={weeks.pop()}{weekday}"
    return f"{every};BYDAY=-1{weekday}" if all(map(is_in_last_week, days)) else None


def is_in_last_week(day: date) -> bool:
    """Whether a day is the last of its weekday in its month."""
    return day.day + 7 > monthrange(day.year, day.month)[1]


def _weekly(days: Sequence[date]) -> str | None:
    """Every week, on several days of it."""
    weekdays = {day.weekday() for day in days}
    length = (days[-1] - days[0]).days
    every_one = (days[0] + timedelta(days=number) for number in range(length + 1))
    if len(days) < length // 7 or [day for day in every_one if day.weekday() in weekdays] != list(days):
        return None
    return f"WEEKLY;BYDAY={','.join(WEEKDAYS[number] for number in sorted(weekdays))}"


def _every(unit: str, interval: int) -> str:
    return unit if interval == 1 else f"{unit};INTERVAL={interval}"
