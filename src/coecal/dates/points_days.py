"""Owns the grammar of days and months: "Thursday, 12 October 2023", "October 2023", "2023-10-03", "16.11."."""

from __future__ import annotations

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import Day, IsoWeek, Month, NextNamed, Point, Year
from coecal.dates.tokens import (
    CLOCK,
    CLOSE,
    COMMA,
    DASH,
    DAY_MONTH,
    DIGITS,
    ISO_DAY,
    ISO_MONTH,
    ISO_WEEK,
    NUMBER,
    NUMERIC,
    OPEN,
    SLASH,
    YEAR,
)
from coecal.dates.words import Sort

# What follows the number of something else than a day: "4th quarter", "3 days", "9 am".
_NO_DAY_BEFORE = (
    Sort.UNIT, Sort.UNITS, Sort.LETTER, Sort.EVENT, Sort.HOUR, Sort.MERIDIEM, Sort.MOMENT, Sort.UNIT_OF_MONTH,
)  # fmt: skip


def take_day(cursor: Cursor) -> Point | None:
    """12; 12 October; Thursday, 12 October 2023; October 12, 2023; 12 October (Thursday)."""
    start = cursor.position
    weekday = _weekday_before(cursor)
    if weekday is not None and cursor.sees(Sort.UNIT, Sort.UNITS, YEAR):
        return None  # "segunda semana", "mar. 2026": another meaning of the word
    if weekday is not None and (numeric := _numeric_behind(cursor, start, weekday)) is not None:
        return numeric
    month = year = None
    if _year_and_month_first(cursor) and cursor.sees(DIGITS, ahead=_year_and_month_first(cursor)):
        year = cursor.take_number(YEAR)  # "2026 March 5", "2026-Mar-05"
        month = _month_after(cursor)
        cursor.skip(DASH, SLASH)
        number = _day_number(cursor)
    elif cursor.sees(Sort.MONTH) and cursor.sees(NUMBER, Sort.ORDINAL, ahead=1):
        month = cursor.take_number(Sort.MONTH)
        number = _day_number(cursor)
    else:
        number = _day_number(cursor)
        month = _month_after(cursor) if number is not None else None
    if number is None:
        return None if weekday is None or cursor.position != start + 1 else _weekday_alone(cursor, start, weekday)
    year = year or _year_after(cursor)
    if weekday is None:
        weekday = _weekday_after(cursor)
    if year is None and month is not None and cursor.value(Sort.RELATIVE_AFTER) == "next":
        cursor.position += 1  # the nearest to come, as without the word
    return Day(cursor.span_from(start), number, month, year, weekday)


def _year_and_month_first(cursor: Cursor) -> int:
    """How many tokens a year and a month behind it take, with the signs that join them: "2026 March", "2026-Mar-"."""
    if not cursor.sees(YEAR):
        return 0
    named = 1 if cursor.sees(Sort.MONTH, ahead=1) else 2
    own_year = named + 1 + cursor.sees(Sort.OF, ahead=named + 1)  # "2026 - enero de 2027" are two
    if not cursor.sees(Sort.MONTH, ahead=named) or cursor.sees(YEAR, ahead=own_year):
        return 0
    year, month = cursor.tokens[cursor.position], cursor.tokens[cursor.position + named]
    if cursor.text[year.end : month.start] not in (" ", "-", "/"):
        return 0
    return named + 1 + (named == 2 and cursor.sees(DASH, SLASH, ahead=3))


def _weekday_alone(cursor: Cursor, start: int, weekday: int) -> NextNamed:
    """Friday; Friday next week; vendredi prochain, which is the first to come."""
    if cursor.value(Sort.RELATIVE) == "next" and cursor.value(Sort.UNIT, 1) == "week":
        cursor.position += 2
        return NextNamed(cursor.span_from(start), "weekday", weekday, 1)
    after = cursor.take_word(Sort.RELATIVE_AFTER)
    return NextNamed(cursor.span_from(start), "weekday", weekday, -1 if after == "last" else 0)


def _numeric_behind(cursor: Cursor, start: int, weekday: int) -> Day | None:
    """The numeric date behind a weekday."""
    if isinstance(numeric := take_numeric(cursor), Day):
        return attrs.evolve(numeric, span=cursor.span_from(start), weekday=weekday)
    return _short_numeric(cursor, start, weekday)


def _short_numeric(cursor: Cursor, start: int, weekday: int) -> Day | None:
    """Wed 25/11, Di 03.11: without the weekday, it could be a fraction or a time as well."""
    begin = cursor.position
    numbers = cursor.value(CLOCK)
    first = last = None
    if isinstance(numbers, tuple) and cursor.text[cursor.tokens[begin].end - 3] == ".":
        cursor.position += 1
        first, last = numbers[:2]
    elif cursor.sees(DIGITS) and cursor.sees(SLASH, ahead=1) and cursor.sees(DIGITS, ahead=2):
        first = cursor.take_number(NUMBER)
        cursor.position += 1
        last = cursor.take_number(NUMBER)
    if first is None or last is None or cursor.sees(Sort.MONTH, Sort.HOUR, Sort.MERIDIEM, Sort.OF, SLASH):
        cursor.position = begin
        return None
    day, month = (first, last) if cursor.day_first else (last, first)
    return Day(cursor.span_from(start), day, month, None, weekday)


def _weekday_before(cursor: Cursor) -> int | None:
    """The weekday before its date, with a comma or an article after it; of several days, that of the first."""
    if cursor.sees(Sort.EVERY_WEEKDAY) and not cursor.sees(Sort.WEEKDAY) and cursor.sees(NUMBER, ahead=1):
        return cursor.take_number(Sort.EVERY_WEEKDAY)  # "los lunes 5 y 12 de octubre"
    weekday = cursor.take_number(Sort.WEEKDAY)
    if weekday is not None:
        cursor.pass_over(COMMA)
        cursor.skip(Sort.ON)
    return weekday


def _day_number(cursor: Cursor) -> int | None:
    """A day's number: not the 4 of "4th quarter", nor the 3 of "3 days", nor that of "third Thursday"."""
    number = cursor.take_number(NUMBER)
    if number is None:
        number = cursor.take_number(Sort.ORDINAL)
    elif not cursor.sees(DIGITS, ahead=-1) and (number == 1 or not cursor.sees(Sort.MONTH, Sort.OF)):
        return None  # in letters a day only with its month ("dez de outubro"), and "a May Day" never is
    if number is None or not 1 <= number <= 31:
        return None
    if cursor.sees(*_NO_DAY_BEFORE) or (
        cursor.sees(Sort.WEEKDAY) and Sort.ORDINAL in cursor.tokens[cursor.position - 1].meanings
    ):
        return None
    if cursor.sees(Sort.ORDINAL, Sort.LAST, Sort.RELATIVE) and cursor.sees(Sort.UNITS, ahead=1):
        return None
    if cursor.sees(DASH, NUMBER) and cursor.sees(Sort.UNIT, Sort.UNITS, ahead=1):
        return None
    return number


def _month_after(cursor: Cursor) -> int | None:
    start = cursor.position
    cursor.skip(Sort.OF)
    if cursor.sees(DASH, SLASH) and cursor.sees(Sort.MONTH, ahead=1) and cursor.touches():
        cursor.position += 1  # 12-Oct-2023
    month = cursor.take_number(Sort.MONTH)
    if month is None:
        cursor.position = start
    return month


def _year_after(cursor: Cursor) -> int | None:
    """The year that follows a month or day: "2023", ", 2023", "of 2023", "-2023"."""
    if cursor.sees(COMMA, Sort.OF) and cursor.sees(YEAR, ahead=1):
        cursor.position += 1
    elif cursor.sees(DASH, SLASH) and cursor.sees(YEAR, DIGITS, ahead=1) and cursor.touches():
        after_month = cursor.position > 0 and Sort.MONTH in cursor.tokens[cursor.position - 1].meanings
        if after_month and (cursor.sees(SLASH) or cursor.sees(DASH, ahead=-2)):
            cursor.position += 1  # Oct/2023, 12-Oct-2023
            year = _two_digits(cursor) or cursor.take_number(YEAR)
            cursor.position -= year is None
            return year
    if (
        cursor.sees(YEAR)
        and cursor.sees(DASH, SLASH, ahead=1)
        and cursor.sees(Sort.LETTER, ahead=2)
        and cursor.sees(NUMBER, ahead=3)
    ):
        return None
    return cursor.take_number(YEAR)


def _two_digits(cursor: Cursor) -> int | None:
    """The year of 12-Oct-23: two digits behind a month, all joined by the same sign."""
    if cursor.sees(DIGITS) and not cursor.sees(YEAR) and cursor.touches() and not cursor.sees(Sort.MONTH, ahead=1):
        token = cursor.tokens[cursor.position]
        if token.end - token.start == 2 and cursor.sees(DASH, SLASH, ahead=-1) and cursor.sees(DASH, SLASH, ahead=-3):
            return 2000 + (cursor.take_number(NUMBER) or 0)
    return None


def _weekday_after(cursor: Cursor) -> int | None:
    """The weekday behind its date: "12 October (Thursday)", "12 October, Thursday"."""
    if cursor.sees(COMMA) and cursor.sees(Sort.WEEKDAY, ahead=1) and cursor.position + 2 == len(cursor.tokens):
        cursor.position += 1
        return cursor.take_number(Sort.WEEKDAY)
    if not (cursor.sees(OPEN) and cursor.sees(Sort.WEEKDAY, ahead=1) and cursor.sees(CLOSE, ahead=2)):
        return None
    cursor.position += 1
    weekday = cursor.take_number(Sort.WEEKDAY)
    cursor.position += 1
    return weekday


def take_month(cursor: Cursor) -> Point | None:
    """October; October 2023; 2023 October; 2023-Oct."""
    start = cursor.position
    if _year_and_month_first(cursor) in (2, 3):
        first = cursor.take_number(YEAR)
        named = _month_after(cursor)
        return None if named is None else Month(cursor.span_from(start), named, first)
    month = cursor.take_number(Sort.MONTH)
    if month is None:
        return None
    year = _year_after(cursor)
    return Month(cursor.span_from(start), month, year)


def take_month_year(cursor: Cursor) -> Point | None:
    """06/2027; 06.2027."""
    start = cursor.position
    if not cursor.sees(YEAR, ahead=1) and not (cursor.sees(SLASH, ahead=1) and cursor.sees(YEAR, ahead=2)):
        return None
    month = cursor.take_number(NUMBER)
    if month is None or not cursor.sees(DIGITS, ahead=-1) or not 1 <= month <= 12:
        return None
    sign = cursor.text[cursor.tokens[start].end :][:1]
    cursor.pass_over(SLASH)
    year = cursor.take_number(YEAR)
    places = cursor.tokens[cursor.position - 1].start - cursor.tokens[start].end
    if year is None or sign not in ("/", ".") or places != 1:
        return None
    return Month(cursor.span_from(start), month, year)


def take_numeric(cursor: Cursor) -> Point | None:
    """2023-10-03; 2023-10; 2023-W41; 3/10/2023; 16.11."""
    start = cursor.position
    for sort in (ISO_DAY, ISO_MONTH, ISO_WEEK, NUMERIC, DAY_MONTH):
        numbers = cursor.value(sort)
        if isinstance(numbers, tuple):
            cursor.position += 1
            span = cursor.span_from(start)
            match sort:
                case "iso_day":
                    return Day(span, numbers[2], numbers[1], numbers[0])
                case "iso_month":
                    return Month(span, numbers[1], numbers[0])
                case "iso_week":
                    return IsoWeek(span, numbers[1], numbers[0], numbers[2] if len(numbers) == 3 else None)
                case _:
                    in_order = cursor.day_first or (sort == DAY_MONTH and len(numbers) == 2)
                    day, month = numbers[:2] if in_order else numbers[1::-1]
                    year = numbers[2] if sort == NUMERIC else _year_after(cursor)
                    return Day(span, day, month, year, _weekday_after(cursor))
    return None


def take_year(cursor: Cursor) -> Point | None:
    """A year alone: 2023; the year 2023."""
    start = cursor.position
    if cursor.value(Sort.UNIT) == "year":
        cursor.position += 1
    year = cursor.take_number(YEAR)
    return None if year is None else Year(cursor.span_from(start), year)
