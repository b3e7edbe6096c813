"""Owns the grammar of plain stretches: a point, or from one point to another."""

from __future__ import annotations

import attrs

from coecal.dates.clock import take_time
from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    All,
    Bound,
    Day,
    Fraction,
    IsoWeek,
    Item,
    Lasting,
    Month,
    Nth,
    NthWeekday,
    Point,
    Recurring,
    Stretch,
    Year,
)
from coecal.dates.points import point
from coecal.dates.points_units import take_iso_week
from coecal.dates.tokens import CLOSE, COMMA, DASH, DIGITS, ISO_DAY, NUMBER, OPEN, SLASH
from coecal.dates.words import Sort

_NO_POINTS = (Stretch, All, Bound, Recurring, Lasting)


def plain_stretch(cursor: Cursor) -> Point | Stretch | None:
    """A point, or from one point to another, with weekdays before it perhaps."""
    start = cursor.position
    weekdays = _weekdays_before(cursor)
    first = point(cursor)
    if first is None:
        return None
    after = cursor.position
    starts = take_time(cursor)
    if take_joiner(cursor) or _take_iso_slash(cursor, timed=starts is not None):
        last = take_week_after(cursor, first) or point(cursor)
        shared = None if last is None else sharing(first, last)
        if starts is not None and isinstance(last, Day) and last.month is None:
            last = None  # "7 November, 10-12 noon": an hour
        if last and shared and not isinstance(shared, _NO_POINTS) and _can_end(shared, last):
            take_inclusive(cursor)
            return Stretch(cursor.span_from(start), shared, last, weekdays=weekdays, starts=starts)
    cursor.position = after
    return first if weekdays is None else None


def take_week_after(cursor: Cursor, first: Item) -> Point | None:
    """The second number of "weeks 41-43"."""
    if not isinstance(first, IsoWeek) or first.year is not None or not cursor.sees(DIGITS):
        return None
    start = cursor.position
    number = cursor.take_number(NUMBER)
    week = None if number is None or cursor.sees(Sort.MONTH, Sort.OF) else take_iso_week(cursor, start, number)
    if week is None:
        cursor.position = start
    return week


def sharing(item: Item, last: Item) -> Item | None:
    """What a number alone means before another item: "third and fourth quarter", "first and second week of May".

    None: a number has nothing that it could be the number of.
    """
    if not isinstance(item, Day) or item.month is not None or item is last:
        return item
    if isinstance(last, (Nth, NthWeekday)) or (isinstance(last, Fraction) and not last.lettered):
        limit = last.parts if isinstance(last, Fraction) else 5
        return (
            attrs.evolve(last, span=item.span, number=item.day) if item.day <= limit and item.weekday is None else None
        )
    return item if isinstance(last, (Day, Stretch)) else None


def _can_end(first: Point, last: Point) -> bool:
    """Whether a point can end a stretch: not a year whose own day begins it, nor a number behind a period.

    "15 March - 2024" and "early Oct-12" are slips or other ways to write one date.
    """
    if isinstance(last, Year):
        return not (isinstance(first, (Day, Month)) and first.year is None)
    return isinstance(first, Day) or not (isinstance(last, Day) and last.month is None)


def _take_iso_slash(cursor: Cursor, *, timed: bool) -> bool:
    """Take the slash of an interval of ISO 8601, 2023-10-03/2023-10-05, with times or without."""
    if (timed or cursor.sees(ISO_DAY, ahead=-1)) and cursor.sees(SLASH) and cursor.sees(ISO_DAY, ahead=1):
        cursor.position += 1
        return True
    return False


def take_joiner(cursor: Cursor) -> bool:
    """Take what stands between the ends of a stretch: to, through, a dash, until."""
    if cursor.sees(COMMA) and cursor.sees(Sort.TO, ahead=1):
        cursor.position += 1
    if cursor.sees(Sort.TO, DASH) or cursor.value(Sort.BOUND) == "until":
        cursor.position += 1
        return True
    cursor.furthest = max(cursor.furthest, cursor.position)
    return False


def take_inclusive(cursor: Cursor) -> None:
    """Skip a word that says that the last day counts, as it does anyway."""
    if cursor.sees(OPEN) and cursor.sees(Sort.INCLUSIVE, ahead=1) and cursor.sees(CLOSE, ahead=2):
        cursor.position += 3
    else:
        cursor.take(Sort.INCLUSIVE)


def _weekdays_before(cursor: Cursor) -> tuple[int, int] | None:
    """Monday to Thursday, before "9-12 November"."""
    start = cursor.position
    cursor.skip(Sort.ON, Sort.OF)
    first = cursor.take_number(Sort.WEEKDAY)
    if first is not None and cursor.sees(Sort.TO, DASH):
        cursor.position += 1
        last = cursor.take_number(Sort.WEEKDAY)
        if last is not None:
            cursor.pass_over(COMMA)
            return first, last
    cursor.position = start
    return None
