"""Owns how sure each day of a date is, as pieces that are drawn alike. Knows nothing of axes and pictures.

Days are proleptic Gregorian ordinals, so that no piece ever leaves the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

import attrs

from coecal.dates import FuzzyDate, Kind
from coecal.ranges import DateRange, Period


class Look(Enum):
    """How sure the days of a piece are.

    CERTAIN: all of them. RISING: surer by the day. FALLING: less sure by the day. HATCHED: possible, and the stretch
    that they belong to has no day that is certain.
    """

    CERTAIN = "certain"
    RISING = "rising"
    FALLING = "falling"
    HATCHED = "possible"


@attrs.frozen
class Piece:
    """Days in a row that are equally sure, or that become so.

    Attributes:
        look: how sure they are.
        first: the first of them; None: open.
        last: the last of them; None: open.
    """

    look: Look
    first: int | None
    last: int | None


def is_undated(when: FuzzyDate) -> bool:
    """Return whether a date has no place on an axis: it is undated, or none of its points is known.

    >>> is_undated(FuzzyDate.from_edtf("2023-11"))
    False
    """
    return when.kind is Kind.UNDATED or not any(known_days(when))


def known_days(when: FuzzyDate) -> Iterator[int]:
    """Yield the points of a date that are known."""
    for part in when.ranges:
        for day in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end):
            if day is not None:
                yield day.toordinal()


def pieces_of(part: DateRange, *, is_choice: bool = False) -> list[Piece]:
    """Return the pieces of one stretch, in order of time.

    Args:
        part: the stretch.
        is_choice: whether it is a candidate, of which no day is certain.

    >>> from datetime import date
    >>> july_to_september = DateRange(date(2023, 7, 1), date(2023, 7, 31), date(2023, 9, 1), date(2023, 9, 30))
    >>> [piece.look.name for piece in pieces_of(july_to_september)]
    ['RISING', 'CERTAIN', 'FALLING']
    """
    first = None if part.earliest_start is None else part.earliest_start.toordinal()
    last = None if part.latest_end is None else part.latest_end.toordinal()
    if part.certain is None or is_choice:
        return [Piece(Look.HATCHED, first, last)]
    start, end = part.certain.first.toordinal(), part.certain.last.toordinal()
    found = [Piece(Look.CERTAIN, start, end)]
    if first is None or first < start:
        found.insert(0, Piece(Look.RISING, first, start - 1))
    if last is None or last > end:
        found.append(Piece(Look.FALLING, end + 1, last))
    return found


def shared_days(ranges: Sequence[DateRange]) -> Piece | None:
    """Return the days that are certain whichever of several candidates happens, or None where there are none."""
    certain: list[Period] = [part.certain for part in ranges if part.certain is not None]
    if len(certain) < len(ranges):
        return None
    first, last = max(days.first for days in certain), min(days.last for days in certain)
    return Piece(Look.CERTAIN, first.toordinal(), last.toordinal()) if first <= last else None


def flag_day(when: FuzzyDate, part: DateRange) -> int | None:
    """Return the day of a deadline: the last one on which it can be done; None for any other date."""
    if when.kind is not Kind.DEADLINE or part.latest_end is None:
        return None
    return part.latest_end.toordinal()
