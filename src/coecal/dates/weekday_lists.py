"""Owns the grammar of weekdays said of several days together: "Sa/So, 14./15. November", "8 e 9 (quinta e sexta)"."""

from __future__ import annotations

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import Day, Item, Stretch
from coecal.dates.tokens import AMPERSAND, CLOSE, COMMA, NUMBER, OPEN, SLASH
from coecal.dates.words import Sort


def take_weekdays_before(cursor: Cursor) -> tuple[int, ...]:
    """Take two weekdays or more before the numbers of their days; nothing otherwise."""
    if not cursor.sees(Sort.WEEKDAY):
        return ()
    start = cursor.mark()
    weekdays = _weekdays(cursor)
    cursor.pass_over(COMMA)
    cursor.skip(Sort.ON)
    if len(weekdays) < 2 or not cursor.sees(NUMBER):
        cursor.back_to(start)
        return ()
    return weekdays


def take_weekdays_behind(cursor: Cursor) -> tuple[int, ...]:
    """Take two weekdays or more in brackets behind their days; nothing otherwise."""
    start = cursor.mark()
    if cursor.take(OPEN):
        weekdays = _weekdays(cursor)
        if len(weekdays) > 1 and cursor.take(CLOSE):
            return weekdays
    cursor.back_to(start)
    return ()


def with_weekdays(items: list[Item], weekdays: tuple[int, ...]) -> list[Item] | None:
    """Return the items with the weekday of each; None where they are not as many, or say other ones themselves."""
    if not weekdays:
        return items
    if len(items) == 1 and len(weekdays) == 2 and isinstance(items[0], Stretch) and items[0].weekdays is None:
        return [attrs.evolve(items[0], weekdays=weekdays)]
    days = [item for item in items if isinstance(item, Day) and item.weekday is None]
    if len(days) != len(items) or len(items) != len(weekdays):
        return None
    return [attrs.evolve(day, weekday=weekday) for day, weekday in zip(days, weekdays, strict=True)]


def _weekdays(cursor: Cursor) -> tuple[int, ...]:
    weekdays: list[int] = []
    while len(weekdays) < 7 and (weekday := cursor.take_number(Sort.WEEKDAY)) is not None:
        weekdays.append(weekday)
        if cursor.sees(SLASH, Sort.AND, AMPERSAND, COMMA) and cursor.sees(Sort.WEEKDAY, ahead=1):
            cursor.position += 1
    return tuple(weekdays)
