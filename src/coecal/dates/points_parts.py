"""Owns the grammar of parts of a period: early, mid and late, the nth week or weekday, the week of a day.

What they are parts of is read by `Cursor.inner`, since the grammar is recursive and its modules are not.
"""

from __future__ import annotations

from coecal.dates.cursor import Cursor
from coecal.dates.expression import Around, Day, Fraction, Month, Nth, NthWeekday, Part, Point, Relative, Season, Year
from coecal.dates.points_units import FRACTIONS, fraction_node, take_iso_week, take_unit
from coecal.dates.tokens import COMMA, DASH, NUMBER, SLASH, YEAR
from coecal.dates.words import Sort


def take_part(cursor: Cursor) -> Point | None:
    """mid-November; early 2024; mid to late October; end of this month."""
    start = cursor.position
    first = cursor.take_word(Sort.PART)
    if first is None:
        return None
    last = first
    if cursor.sees(Sort.TO, Sort.OR, Sort.AND, SLASH, DASH) and cursor.sees(Sort.PART, ahead=1):
        cursor.position += 1
        last = cursor.take_word(Sort.PART) or first
    cursor.pass_over(DASH)
    period = _this_year(cursor) or cursor.inner(cursor)
    if period is None or isinstance(period, (Day, Part)):
        return None
    return Part(cursor.span_from(start), first, last, period)


def _this_year(cursor: Cursor) -> Point | None:
    """The year, after "end of": the one that the whole lies in."""
    start = cursor.position
    cursor.skip(Sort.ON)
    if cursor.value(Sort.UNIT) == "year" and not cursor.sees(YEAR, Sort.RELATIVE_AFTER, ahead=1):
        cursor.position += 1
        return Year(cursor.span_from(start), None)
    unit = cursor.value(Sort.UNIT)
    if unit in ("month", "quarter", "half_year") and not cursor.sees(
        NUMBER, YEAR, Sort.OF, Sort.RELATIVE_AFTER, ahead=1
    ):
        cursor.position += 1
        return Relative(cursor.span_from(start), str(unit), 0)
    cursor.position = start
    return None


def take_year_end(cursor: Cursor) -> Point | None:
    """Year-end; year-end 2023."""
    start = cursor.position
    if cursor.value(Sort.UNIT) != "year":
        return None
    cursor.position += 1
    cursor.pass_over(DASH)
    part = cursor.take_word(Sort.PART)
    if part is None:
        return None
    year = cursor.take_number(YEAR)
    span = cursor.span_from(start)
    return Part(span, part, part, Year(span, year))


def take_nth(cursor: Cursor) -> Point | None:
    """First week of October; last two weeks of October; third Thursday in November; 4th quarter of 2023."""
    start = cursor.position
    before = None
    if cursor.sees(NUMBER) and cursor.sees(Sort.ORDINAL, Sort.LAST, ahead=1):
        before = cursor.take_number(NUMBER)
    number = -1 if cursor.take(Sort.LAST) else cursor.take_number(Sort.ORDINAL)
    if number is None:
        return None
    count = before or (cursor.take_number(NUMBER) if cursor.sees(NUMBER) and cursor.sees(Sort.UNITS, ahead=1) else 1)
    if cursor.sees(DASH) and cursor.sees(Sort.UNIT, ahead=1) and cursor.touches():
        cursor.position += 1  # "first-half of March"
    if cursor.sees(Sort.UNIT_OF_MONTH):
        unit, _, month = str(cursor.take_word(Sort.UNIT_OF_MONTH)).partition(" ")
        span = cursor.span_from(cursor.position - 1)
        return Nth(cursor.span_from(start), unit, number, Month(span, int(month), cursor.take_number(YEAR)))
    if cursor.sees(Sort.WEEKDAY):
        weekday = cursor.take_number(Sort.WEEKDAY)
        of = _period_of(cursor)
        if weekday is None or of is None:
            return None
        return NthWeekday(cursor.span_from(start), weekday, number, of)
    if number > 5 and (cursor.sees(Sort.WEEK_NUMBER) or cursor.value(Sort.UNIT) == "week"):
        cursor.position += 1  # "42nd week of 2026", "42. KW": weeks are counted so far only in the whole year
        return take_iso_week(cursor, start, number)
    return _nth_unit(cursor, start, number, count or 1)


def _nth_unit(cursor: Cursor, start: int, number: int, count: int) -> Point | None:
    """The unit that an ordinal counts and what it is counted in; a quarter needs no "of", nor does what comes last."""
    unit = take_unit(cursor)
    if unit is None:
        return None
    after = cursor.position
    of = _period_of(cursor)
    if of is None:
        cursor.position = after
    if unit in FRACTIONS and number < 0 and isinstance(of, Year):
        number += FRACTIONS[unit] + 1
    if unit in FRACTIONS and number > 0 and (of is None or isinstance(of, Year)):
        return fraction_node(cursor, start, FRACTIONS[unit], number, None if of is None else of.year)
    if of is None and (number < 0 or unit not in ("half", "week", "fortnight", "weekend") or not cursor.at_end):
        return None
    return Nth(cursor.span_from(start), unit, number, of, count)


def _period_of(cursor: Cursor) -> Point | None:
    while cursor.sees(Sort.OF, Sort.ON) and not cursor.sees(Sort.TO):
        cursor.position += 1
    if cursor.sees(Sort.TO):
        return None  # "primer trimestre a tercer trimestre": an end follows, not the whole
    cursor.pass_over(COMMA)
    period = _this_year(cursor) or cursor.inner(cursor)
    return None if isinstance(period, (Day, Around)) else period


def week_of(cursor: Cursor) -> str | None:
    """Take the words before a day that name its week or weekend, and return which of the two."""
    if cursor.value(Sort.UNIT) in ("week", "weekend") and cursor.sees(Sort.OF, ahead=1):
        unit = cursor.take_word(Sort.UNIT)
        cursor.position += 1
        return unit
    return cursor.take_word(Sort.WEEK_OF)


def take_around(cursor: Cursor) -> Point | None:
    """Week of 9 October; weekend of 14 October."""
    start = cursor.position
    around = week_of(cursor)
    if around is None:
        return None
    day = cursor.inner(cursor)
    if day is None or isinstance(day, (Month, Year, Fraction, Season)):
        return None  # "week of October" does not say which
    return Around(cursor.span_from(start), around, day)
