"""Owns the grammar of periods that have a name or number: quarters, half-years, seasons, weeks of the year."""

from __future__ import annotations

from coecal.dates.cursor import Cursor
from coecal.dates.expression import Fraction, IsoWeek, Point, Season, SplitYear
from coecal.dates.tokens import AMPERSAND, COMMA, DASH, NUMBER, SLASH, YEAR
from coecal.dates.words import Sort

FRACTIONS = {"quarter": 4, "half_year": 2}


def take_unit(cursor: Cursor) -> str | None:
    """Take a unit of time, in the singular or the plural, and return its name."""
    return cursor.take_word(Sort.UNIT) or cursor.take_word(Sort.UNITS)


def take_fraction(cursor: Cursor) -> Point | None:
    """Q4 2023; Q4/2023; 2023-Q4; 2H 2023; quarter 4."""
    start = cursor.position
    year = None
    if cursor.sees(YEAR) and (cursor.sees(Sort.LETTER, ahead=1) or cursor.sees(Sort.LETTER, ahead=2)):
        year = cursor.take_number(YEAR)
        cursor.pass_over(DASH, SLASH)
    if cursor.sees(Sort.LETTER):
        unit = cursor.take_word(Sort.LETTER)
        number = cursor.take_number(NUMBER)
    elif cursor.sees(NUMBER) and cursor.sees(Sort.LETTER, ahead=1):
        number = cursor.take_number(NUMBER)
        if not cursor.touches():
            return None
        unit = cursor.take_word(Sort.LETTER)
    elif cursor.value(Sort.UNIT) in ("quarter", "half", "half_year") and cursor.sees(NUMBER, ahead=1):
        unit = cursor.take_word(Sort.UNIT)
        number = cursor.take_number(NUMBER)
    else:
        return None
    if number is None:
        return None
    if year is None:
        if cursor.sees(SLASH, DASH, AMPERSAND, Sort.OF, COMMA) and cursor.sees(YEAR, ahead=1):
            cursor.position += 1
        year = cursor.take_number(YEAR)
    return fraction_node(cursor, start, FRACTIONS.get(unit or "", 2), number, year, lettered=True)


def fraction_node(
    cursor: Cursor, start: int, parts: int, number: int, year: int | None, *, lettered: bool = False
) -> Point | None:
    """The quarter or half-year of a number, or None where there is none such."""
    return Fraction(cursor.span_from(start), parts, number, year, lettered) if 1 <= number <= parts else None


def take_season(cursor: Cursor) -> Point | None:
    """Summer 2026; winter 2026/27."""
    start = cursor.position
    name = cursor.take_word(Sort.SEASON)
    if name is None:
        return None
    cursor.skip(Sort.OF)
    year = cursor.take_number(YEAR)
    if year is not None and name == "winter":
        _take_next_year(cursor, year)
    return Season(cursor.span_from(start), name, year)


def _take_next_year(cursor: Cursor, year: int) -> bool:
    """Take the second of two years that follow one another: "/27" or "-2027" after 2026."""
    if cursor.sees(SLASH, DASH):
        following = cursor.value(YEAR, 1) or cursor.value(NUMBER, 1)
        if following in (year + 1, (year + 1) % 100):
            cursor.position += 2
            return True
    return False


def take_split_year(cursor: Cursor) -> Point | None:
    """Academic year 2026/27; 2026-2027 school year; fiscal year 2026/27."""
    start = cursor.position
    sort = cursor.take_word(Sort.YEAR_OF)
    cursor.skip(Sort.OF)
    year = cursor.take_number(YEAR)
    if year is None or not _take_next_year(cursor, year):
        return None
    sort = sort or cursor.take_word(Sort.YEAR_OF)
    return None if sort is None else SplitYear(cursor.span_from(start), sort, year)


def take_iso_week(cursor: Cursor, start: int, week: int) -> Point | None:
    """The year that may follow the number of a week; None where no year has such a week."""
    if not 1 <= week <= 53:
        return None
    if cursor.sees(COMMA, SLASH, Sort.OF) and cursor.sees(YEAR, ahead=1):
        cursor.position += 1
    year = cursor.take_number(YEAR)
    return IsoWeek(cursor.span_from(start), week, year)


def take_week_number(cursor: Cursor) -> Point | None:
    """Week 41; calendar week 41 of 2026; 2026 week 41."""
    start = cursor.position
    first = cursor.take_number(YEAR)
    if cursor.value(Sort.UNIT) == "week" or cursor.value(Sort.UNITS) == "week":
        cursor.position += 1
    elif not cursor.take(Sort.WEEK_NUMBER):
        return None
    week = cursor.take_number(NUMBER)
    if first is not None and week is not None:
        return IsoWeek(cursor.span_from(start), week, first) if 1 <= week <= 53 else None
    return None if week is None else take_iso_week(cursor, start, week)
