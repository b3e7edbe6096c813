"""Owns the grammar of what counts from today: "in two weeks", "next month", "mars dernier", "this Friday"."""

from __future__ import annotations

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import Day, NextNamed, Point, Relative, Rolling
from coecal.dates.points_days import take_day
from coecal.dates.points_units import take_unit
from coecal.dates.tokens import NUMBER
from coecal.dates.words import Sort

_OFFSETS = {"last": -1, "this": 0, "coming": 1, "next": 1, "after_next": 2}


def take_distance(cursor: Cursor) -> Point | None:
    """In two weeks; three days ago."""
    start = cursor.position
    ahead = cursor.take(Sort.AHEAD) is not None
    ago = not ahead and cursor.take(Sort.AGO) is not None
    number = cursor.take_number(NUMBER)
    unit = take_unit(cursor) if number is not None else None
    if number is None or unit is None:
        return None
    if not ahead and not ago and cursor.take(Sort.FROM_NOW):
        return Relative(cursor.span_from(start), unit, number)
    if not ahead:
        if not ago and cursor.take(Sort.AGO) is None:
            return None
        number = -number
    elif cursor.sees(Sort.OF):
        return None  # "in 3 days of October" says how long, not how far away
    return Relative(cursor.span_from(start), unit, number)


def take_relative(cursor: Cursor) -> Point | None:
    """Today; next month; later this year; next week Friday; this Friday; last March."""
    start = cursor.position
    days = cursor.take_number(Sort.TODAY)
    if days is not None:
        return Relative(cursor.span_from(start), "day", days, exact=True)
    if (rolling := _rolling(cursor, start)) is not None:
        return rolling
    rest = cursor.take(Sort.LATER) is not None
    which = cursor.take_word(Sort.RELATIVE)
    if which is None and not rest and cursor.value(Sort.LAST) != "final" and cursor.take(Sort.LAST):
        which = "last"
    if which is None:
        return None
    begin = cursor.position
    if which != "last" and not rest and isinstance(day := take_day(cursor), Day) and day.month is not None:
        return attrs.evolve(day, span=cursor.span_from(start))  # "next 20 October": the nearest to come
    cursor.position = begin
    unit = cursor.take_word(Sort.UNIT)
    if unit is not None:
        if unit == "week" and _OFFSETS[which] == 1 and cursor.sees(Sort.WEEKDAY) and not cursor.sees(NUMBER, ahead=1):
            weekday = cursor.take_number(Sort.WEEKDAY) or 0  # "next week Friday"
            return NextNamed(cursor.span_from(start), "weekday", weekday, 1)
        # The coming weekend is the first to come, the coming week the one after this.
        offset = 0 if which == "coming" and unit == "weekend" else _OFFSETS[which]
        return Relative(cursor.span_from(start), unit, offset, rest=rest)
    return None if rest else _named(cursor, start, (Sort.WEEKDAY, Sort.MONTH, Sort.SEASON), which)


def _rolling(cursor: Cursor, start: int) -> Point | None:
    """Next two weeks; last 3 months; les 2 prochaines semaines."""
    number = cursor.take_number(NUMBER)
    coming = cursor.value(Sort.RELATIVE) in ("coming", "next")
    past = not coming and (cursor.sees(Sort.LAST) and cursor.value(Sort.LAST) != "final")
    if coming or past:
        cursor.position += 1
        number = cursor.take_number(NUMBER) if number is None else number
        unit = cursor.take_word(Sort.UNITS) if number is not None else None
        if number and unit is not None:
            return Rolling(cursor.span_from(start), unit, number if coming else -number)
    cursor.position = start
    return None


def take_relative_after(cursor: Cursor) -> Point | None:
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
