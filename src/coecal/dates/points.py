"""Owns the grammar of points: days and periods that can be the end of a stretch.

Every rule returns a node and leaves the cursor behind it, or returns None; `point` then takes the cursor back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    Day,
    Point,
    Union,
    Year,
)
from coecal.dates.points_days import take_day, take_month, take_month_year, take_numeric, take_year
from coecal.dates.points_parts import take_around, take_nth, take_part, take_year_end
from coecal.dates.points_relative import take_distance, take_relative, take_relative_after
from coecal.dates.points_units import take_fraction, take_season, take_split_year, take_week_number
from coecal.dates.tokens import (
    DAY_MONTH,
    ISO_DAY,
    ISO_MONTH,
    ISO_WEEK,
    NUMBER,
    NUMERIC,
    SLASH,
    YEAR,
)
from coecal.dates.words import Sort

_DEEPEST = 4  # "end of the first week of the second half of October"
Rule = Callable[[Cursor], Point | None]


def point(cursor: Cursor) -> Point | None:
    """Read a day or a period, two neighbouring periods with a slash between them included."""
    first = simple_point(cursor)
    if first is None or isinstance(first, Day) or not cursor.sees(SLASH):
        return first
    start = cursor.position
    cursor.position += 1
    last = simple_point(cursor)
    if last is None or isinstance(last, Day) or isinstance(last, Year) is not isinstance(first, Year):
        cursor.position = start
        return first
    return Union((first.span[0], last.span[1]), first, last)


def simple_point(cursor: Cursor) -> Point | None:
    """Read a day or a period; this is also what points inside another are read with."""
    if cursor.depth > _DEEPEST:
        return None
    cursor.depth += 1
    try:
        return _simple_point(cursor)
    finally:
        cursor.depth -= 1


def _simple_point(cursor: Cursor) -> Point | None:
    start = cursor.position
    if cursor.sees(Sort.AHEAD, Sort.AGO, NUMBER):
        node = take_distance(cursor)
        if node is not None:
            return node
        cursor.position = start
    while cursor.sees(Sort.ON, Sort.OF) and not (cursor.sees(Sort.UNIT) and cursor.sees(Sort.RELATIVE_AFTER, ahead=1)):
        cursor.position += 1
    begin = cursor.position
    node = take_relative_after(cursor)
    if node is not None:
        return node
    for rule in _rules_for(tuple(cursor.starters())):
        node = rule(cursor)
        if node is not None:
            return node
        cursor.position = begin
    cursor.furthest = max(cursor.furthest, begin)
    cursor.position = start
    return None


@cache
def _rules_for(sorts: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that can start with a token of such sorts, in their order."""
    return tuple(rule for rule, starts in _RULES if not starts.isdisjoint(sorts))


# Each rule with the sorts of token that it can start with.
_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (take_month_year, frozenset({NUMBER})),
    (take_day, frozenset({NUMBER, YEAR, Sort.ORDINAL, Sort.MONTH, Sort.WEEKDAY, Sort.EVERY_WEEKDAY})),
    (take_month, frozenset({Sort.MONTH, YEAR})),
    (take_numeric, frozenset({ISO_DAY, ISO_MONTH, ISO_WEEK, NUMERIC, DAY_MONTH})),
    (take_part, frozenset({Sort.PART})),
    (take_nth, frozenset({Sort.ORDINAL, Sort.LAST, NUMBER})),
    (take_fraction, frozenset({Sort.LETTER, Sort.UNIT, NUMBER, YEAR})),
    (take_split_year, frozenset({Sort.YEAR_OF, YEAR})),
    (take_season, frozenset({Sort.SEASON})),
    (take_week_number, frozenset({Sort.WEEK_NUMBER, Sort.UNIT, Sort.UNITS, YEAR})),
    (take_around, frozenset({Sort.WEEK_OF, Sort.UNIT})),
    (take_year_end, frozenset({Sort.UNIT})),
    (take_relative, frozenset({NUMBER, Sort.TODAY, Sort.LATER, Sort.RELATIVE, Sort.LAST})),
    (take_year, frozenset({YEAR, Sort.UNIT})),
)
