"""Owns the grammar of points: days and periods that can be the end of a stretch.

Every rule returns a node and leaves the cursor behind it, or returns None; `point` then takes the cursor back.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    Around,
    Day,
    Fraction,
    IsoWeek,
    Month,
    NextNamed,
    Nth,
    NthWeekday,
    Part,
    Point,
    Relative,
    Season,
    Union,
    Year,
)
from coecal.dates.tokens import (
    AMPERSAND,
    CLOSE,
    COMMA,
    DASH,
    DAY_MONTH,
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

Rule = Callable[[Cursor], Point | None]

_FRACTIONS = {"quarter": 4, "half_year": 2}
_OFFSETS = {"last": -1, "this": 0, "coming": 1, "next": 1}


def point(cursor: Cursor) -> Point | None:
    """Read a day or a period, two neighbouring periods with a slash between them included."""
    first = _simple_point(cursor)
    if first is None or isinstance(first, Day) or not cursor.sees(SLASH):
        return first
    start = cursor.position
    cursor.position += 1
    last = _simple_point(cursor)
    if last is None or isinstance(last, Day) or isinstance(last, Year) is not isinstance(first, Year):
        cursor.position = start
        return first
    return Union((first.span[0], last.span[1]), first, last)


def _simple_point(cursor: Cursor) -> Point | None:
    start = cursor.position
    if cursor.sees(Sort.AHEAD, Sort.AGO, NUMBER):
        node = _distance(cursor)
        if node is not None:
            return node
        cursor.position = start
    while cursor.sees(Sort.ON, Sort.OF) and not (cursor.sees(Sort.UNIT) and cursor.sees(Sort.RELATIVE_AFTER, ahead=1)):
        cursor.position += 1
    begin = cursor.position
    node = _relative_after(cursor)
    if node is not None:
        return node
    for rule in _rules_for(cursor):
        node = rule(cursor)
        if node is not None:
            return node
        cursor.position = begin
    cursor.furthest = max(cursor.furthest, begin)
    cursor.position = start
    return None


def _rules_for(cursor: Cursor) -> list[Rule]:
    """The rules that can start with the next token, in their order."""
    meanings = cursor.starters()
    return [rule for rule, sorts in _RULES if not sorts.isdisjoint(meanings)]


def take_unit(cursor: Cursor) -> str | None:
    """Take a unit of time, in the singular or the plural, and return its name."""
    return cursor.take_word(Sort.UNIT) or cursor.take_word(Sort.UNITS)


def _distance(cursor: Cursor) -> Point | None:
    """In two weeks; three days ago."""
    start = cursor.position
    ahead = cursor.take(Sort.AHEAD) is not None
    ago = not ahead and cursor.take(Sort.AGO) is not None
    number = cursor.take_number(NUMBER)
    unit = take_unit(cursor) if number is not None else None
    if number is None or unit is None:
        return None
    if not ahead:
        if not ago and cursor.take(Sort.AGO) is None:
            return None
        number = -number
    elif cursor.sees(Sort.OF):
        return None  # "in 3 days of October" says how long, not how far away
    return Relative(cursor.span_from(start), unit, number)


def _day(cursor: Cursor) -> Point | None:
    """12; 12 October; Thursday, 12 October 2023; October 12, 2023; 12 October (Thursday)."""
    start = cursor.position
    weekday = _weekday_before(cursor)
    if weekday is not None and cursor.sees(Sort.UNIT, Sort.UNITS, YEAR):
        return None  # "segunda semana", "mar. 2026": another meaning of the word
    if weekday is not None and isinstance(numeric := _numeric(cursor), Day):
        return attrs.evolve(numeric, span=cursor.span_from(start), weekday=weekday)
    month = None
    if cursor.sees(Sort.MONTH) and cursor.sees(NUMBER, ahead=1):
        month = cursor.take_number(Sort.MONTH)
        number = _day_number(cursor)
    else:
        number = _day_number(cursor)
        month = _month_after(cursor) if number is not None else None
    if number is None:
        if weekday is None or cursor.position != start + 1:
            return None
        after = cursor.take_word(Sort.RELATIVE_AFTER)  # "vendredi prochain" is the first to come
        return NextNamed(cursor.span_from(start), "weekday", weekday, -1 if after == "last" else 0)
    year = _year_after(cursor)
    if weekday is None:
        weekday = _weekday_after(cursor)
    if year is None and month is not None and cursor.value(Sort.RELATIVE_AFTER) == "next":
        cursor.position += 1  # the nearest to come, as without the word
    return Day(cursor.span_from(start), number, month, year, weekday)


def _weekday_before(cursor: Cursor) -> int | None:
    """The weekday before its date, with a comma or an article after it; of several days, that of the first."""
    if cursor.sees(Sort.EVERY_WEEKDAY) and not cursor.sees(Sort.WEEKDAY) and cursor.sees(NUMBER, ahead=1):
        return cursor.take_number(Sort.EVERY_WEEKDAY)  # "los lunes 5 y 12 de octubre"
    weekday = cursor.take_number(Sort.WEEKDAY)
    if weekday is not None:
        if cursor.sees(COMMA):
            cursor.position += 1
        cursor.skip(Sort.ON)
    return weekday


def _day_number(cursor: Cursor) -> int | None:
    """A day's number: not the 4 of "4th quarter", nor the 3 of "3 days", nor that of "third Thursday"."""
    number = cursor.take_number(NUMBER)
    if number is None:
        number = cursor.take_number(Sort.ORDINAL)
    if number is None or not 1 <= number <= 31:
        return None
    if cursor.sees(Sort.UNIT, Sort.UNITS, Sort.LETTER, Sort.EVENT) or (
        cursor.sees(Sort.WEEKDAY) and Sort.ORDINAL in cursor.tokens[cursor.position - 1].meanings
    ):
        return None
    if cursor.sees(Sort.ORDINAL, Sort.LAST) and cursor.sees(Sort.UNITS, ahead=1):
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
    elif cursor.sees(DASH, SLASH) and cursor.sees(YEAR, ahead=1) and cursor.touches():
        after_month = cursor.position > 0 and Sort.MONTH in cursor.tokens[cursor.position - 1].meanings
        if after_month and (cursor.sees(SLASH) or cursor.sees(DASH, ahead=-2)):
            cursor.position += 1  # Oct/2023, 12-Oct-2023
    if cursor.sees(YEAR) and cursor.sees(DASH, SLASH, ahead=1) and cursor.sees(Sort.LETTER, ahead=2):
        return None
    return cursor.take_number(YEAR)


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


def _month(cursor: Cursor) -> Point | None:
    """October; October 2023."""
    start = cursor.position
    month = cursor.take_number(Sort.MONTH)
    if month is None:
        return None
    year = _year_after(cursor)
    return Month(cursor.span_from(start), month, year)


def _numeric(cursor: Cursor) -> Point | None:
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


def _part(cursor: Cursor) -> Point | None:
    """mid-November; early 2024; mid to late October; end of this month."""
    start = cursor.position
    first = cursor.take_word(Sort.PART)
    if first is None:
        return None
    last = first
    if cursor.sees(Sort.TO, Sort.OR, Sort.AND, SLASH, DASH) and cursor.sees(Sort.PART, ahead=1):
        cursor.position += 1
        last = cursor.take_word(Sort.PART) or first
    if cursor.sees(DASH):
        cursor.position += 1
    period = _this_year(cursor) or _simple_point(cursor)
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


def _year_end(cursor: Cursor) -> Point | None:
    """Year-end; year-end 2023."""
    start = cursor.position
    if cursor.value(Sort.UNIT) != "year":
        return None
    cursor.position += 1
    if cursor.sees(DASH):
        cursor.position += 1
    part = cursor.take_word(Sort.PART)
    if part is None:
        return None
    year = cursor.take_number(YEAR)
    span = cursor.span_from(start)
    return Part(span, part, part, Year(span, year))


def _nth(cursor: Cursor) -> Point | None:
    """First week of October; last two weeks of October; third Thursday in November; 4th quarter of 2023."""
    start = cursor.position
    before = None
    if cursor.sees(NUMBER) and cursor.sees(Sort.ORDINAL, Sort.LAST, ahead=1):
        before = cursor.take_number(NUMBER)
    number = -1 if cursor.take(Sort.LAST) else cursor.take_number(Sort.ORDINAL)
    if number is None:
        return None
    count = before or (cursor.take_number(NUMBER) if cursor.sees(NUMBER) and cursor.sees(Sort.UNITS, ahead=1) else 1)
    if cursor.sees(Sort.WEEKDAY):
        weekday = cursor.take_number(Sort.WEEKDAY)
        of = _period_of(cursor)
        if weekday is None or of is None:
            return None
        return NthWeekday(cursor.span_from(start), weekday, number, of)
    if number > 5 and (cursor.sees(Sort.WEEK_NUMBER) or cursor.value(Sort.UNIT) == "week"):
        cursor.position += 1  # "42nd week of 2026", "42. KW": weeks are counted so far only in the whole year
        return _iso_week(cursor, start, number)
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
    if unit in _FRACTIONS and number > 0 and (of is None or isinstance(of, Year)):
        return _fraction_node(cursor, start, _FRACTIONS[unit], number, None if of is None else of.year)
    if of is None and (number < 0 or unit not in ("half", "week", "fortnight", "weekend") or not cursor.at_end):
        return None
    return Nth(cursor.span_from(start), unit, number, of, count)


def _period_of(cursor: Cursor) -> Point | None:
    while cursor.sees(Sort.OF, Sort.ON) and not cursor.sees(Sort.TO):
        cursor.position += 1
    if cursor.sees(Sort.TO):
        return None  # "primer trimestre a tercer trimestre": an end follows, not the whole
    if cursor.sees(COMMA):
        cursor.position += 1
    period = _this_year(cursor) or _simple_point(cursor)
    return None if isinstance(period, (Day, Around)) else period


def _fraction(cursor: Cursor) -> Point | None:
    """Q4 2023; Q4/2023; 2023-Q4; 2H 2023; quarter 4."""
    start = cursor.position
    year = None
    if cursor.sees(YEAR) and (cursor.sees(Sort.LETTER, ahead=1) or cursor.sees(Sort.LETTER, ahead=2)):
        year = cursor.take_number(YEAR)
        if cursor.sees(DASH, SLASH):
            cursor.position += 1
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
    return _fraction_node(cursor, start, _FRACTIONS.get(unit or "", 2), number, year)


def _fraction_node(cursor: Cursor, start: int, parts: int, number: int, year: int | None) -> Point | None:
    return Fraction(cursor.span_from(start), parts, number, year) if 1 <= number <= parts else None


def _season(cursor: Cursor) -> Point | None:
    """Summer 2026; winter 2026/27."""
    start = cursor.position
    name = cursor.take_word(Sort.SEASON)
    if name is None:
        return None
    cursor.skip(Sort.OF)
    year = cursor.take_number(YEAR)
    if year is not None and name == "winter" and cursor.sees(SLASH, DASH):
        following = cursor.value(YEAR, 1) or cursor.value(NUMBER, 1)
        if following in (year + 1, (year + 1) % 100):
            cursor.position += 2
    return Season(cursor.span_from(start), name, year)


def week_of(cursor: Cursor) -> str | None:
    """Take the words before a day that name its week or weekend, and return which of the two."""
    if cursor.value(Sort.UNIT) in ("week", "weekend") and cursor.sees(Sort.OF, ahead=1):
        unit = cursor.take_word(Sort.UNIT)
        cursor.position += 1
        return unit
    return cursor.take_word(Sort.WEEK_OF)


def _week(cursor: Cursor) -> Point | None:
    """Week 41; calendar week 41 of 2026; week of 9 October; weekend of 14 October."""
    start = cursor.position
    around = week_of(cursor)
    if around is not None:
        day = _simple_point(cursor)
        if isinstance(day, (Month, Year, Fraction, Season)):
            return None  # "week of October" does not say which
        return None if day is None else Around(cursor.span_from(start), around, day)
    if not (cursor.value(Sort.UNIT) == "week" and cursor.take(Sort.UNIT)) and not cursor.take(Sort.WEEK_NUMBER):
        return None
    week = cursor.take_number(NUMBER)
    return None if week is None else _iso_week(cursor, start, week)


def _iso_week(cursor: Cursor, start: int, week: int) -> Point | None:
    if not 1 <= week <= 53:
        return None
    if cursor.sees(COMMA, SLASH, Sort.OF) and cursor.sees(YEAR, ahead=1):
        cursor.position += 1
    year = cursor.take_number(YEAR)
    return IsoWeek(cursor.span_from(start), week, year)


def _relative(cursor: Cursor) -> Point | None:
    """Today; next month; later this year; this Friday; last March."""
    start = cursor.position
    days = cursor.take_number(Sort.TODAY)
    if days is not None:
        return Relative(cursor.span_from(start), "day", days, exact=True)
    rest = cursor.take(Sort.LATER) is not None
    which = cursor.take_word(Sort.RELATIVE)
    if which is None and not rest and cursor.take(Sort.LAST):
        which = "last"
    if which is None:
        return None
    begin = cursor.position
    if which != "last" and not rest and isinstance(day := _day(cursor), Day) and day.month is not None:
        return attrs.evolve(day, span=cursor.span_from(start))  # "next 20 October": the nearest to come
    cursor.position = begin
    unit = cursor.take_word(Sort.UNIT)
    if unit is not None:
        # The coming weekend is the first to come, the coming week the one after this.
        offset = 0 if which == "coming" and unit == "weekend" else _OFFSETS[which]
        return Relative(cursor.span_from(start), unit, offset, rest=rest)
    return None if rest else _named(cursor, start, (Sort.WEEKDAY, Sort.MONTH, Sort.SEASON), which)


def _relative_after(cursor: Cursor) -> Point | None:
    """Le mois prochain; mars dernier."""
    start = cursor.position
    after = cursor.value(Sort.RELATIVE_AFTER, 1)
    if not isinstance(after, str):
        return None
    unit = cursor.take_word(Sort.UNIT)
    if unit is not None:
        cursor.position += 1
        return Relative(cursor.span_from(start), unit, _OFFSETS[after])
    return _named(cursor, start, (Sort.MONTH, Sort.SEASON), after, behind=1)


def _named(cursor: Cursor, start: int, sorts: tuple[Sort, ...], which: str, *, behind: int = 0) -> Point | None:
    """A month, weekday or season named from today; `behind` tokens stand after it that belong to it."""
    for sort in sorts:
        token = cursor.take(sort)
        if token is not None:
            cursor.position += behind
            value = token.meanings[sort]
            number = value if isinstance(value, str) else int(str(value))
            # "Coming" and a weekday is the first to come, "next" the one in the week after this.
            offset = 0 if which == "coming" and sort is Sort.WEEKDAY else _OFFSETS[which]
            return NextNamed(cursor.span_from(start), sort.value, number, offset)
    return None


def _year(cursor: Cursor) -> Point | None:
    start = cursor.position
    year = cursor.take_number(YEAR)
    return None if year is None else Year(cursor.span_from(start), year)


# Each rule with the sorts of token that it can start with.
_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (_day, frozenset({NUMBER, Sort.ORDINAL, Sort.MONTH, Sort.WEEKDAY, Sort.EVERY_WEEKDAY})),
    (_month, frozenset({Sort.MONTH})),
    (_numeric, frozenset({ISO_DAY, ISO_MONTH, ISO_WEEK, NUMERIC, DAY_MONTH})),
    (_part, frozenset({Sort.PART})),
    (_nth, frozenset({Sort.ORDINAL, Sort.LAST, NUMBER})),
    (_fraction, frozenset({Sort.LETTER, Sort.UNIT, NUMBER, YEAR})),
    (_season, frozenset({Sort.SEASON})),
    (_week, frozenset({Sort.WEEK_OF, Sort.WEEK_NUMBER, Sort.UNIT})),
    (_year_end, frozenset({Sort.UNIT})),
    (_relative, frozenset({Sort.TODAY, Sort.LATER, Sort.RELATIVE, Sort.LAST})),
    (_year, frozenset({YEAR})),
)
