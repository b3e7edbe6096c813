"""Owns the grammar of items, what stands alone or in a list: stretches, bounds, recurrence, known durations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    All,
    Around,
    Bound,
    Day,
    Item,
    Lasting,
    Part,
    Point,
    Recurring,
    Relative,
    Stretch,
)
from coecal.dates.points import point
from coecal.dates.points_parts import week_of
from coecal.dates.points_units import take_unit
from coecal.dates.stretches import plain_stretch, take_inclusive, take_joiner
from coecal.dates.tokens import (
    AMPERSAND,
    COLON,
    COMMA,
    DASH,
    NUMBER,
)
from coecal.dates.words import Sort

_DAILY = 0  # what tables give as the interval of "daily"


def take_item(cursor: Cursor) -> Item | None:
    """Read one item, or return None and leave the cursor where it was."""
    start = cursor.position
    for rule in _rules_for(tuple(cursor.starters())):
        node = rule(cursor)
        if node is not None:
            return node
        cursor.position = start
    return None


@cache
def _rules_for(sorts: tuple[str, ...]) -> tuple[Callable[[Cursor], Item | None], ...]:
    """The rules that can start with a token of such sorts, in their order."""
    return tuple(rule for rule, starts in _RULES if starts is None or not starts.isdisjoint(sorts))


def _stretch(cursor: Cursor) -> Item | None:
    """A plain stretch; "October onwards"; "30 October at the latest"."""
    start = cursor.position
    node = plain_stretch(cursor)
    if node is None or isinstance(node, Stretch):
        return node
    after = cursor.position
    cursor.pass_over(COMMA)
    if cursor.sees(Sort.ONWARDS) and not cursor.sees(Sort.ON):
        cursor.position += 1
        return Bound(cursor.span_from(start), "from", node)
    if cursor.take(Sort.OR_EARLIER):
        return Bound(cursor.span_from(start), "by", node)
    cursor.position = after
    return node


def _bound(cursor: Cursor) -> Item | None:
    """By October; until 15 November; from 3 October; from 3 to 5 October."""
    start = cursor.position
    if cursor.sees(Sort.ON) and not cursor.sees(Sort.BOUND):
        cursor.position += 1  # "dates: from …"
    word = cursor.take_word(Sort.BOUND)
    if word is None:
        return None
    cursor.pass_over(COLON)
    node = plain_stretch(cursor)
    if isinstance(node, Stretch):
        return attrs.evolve(node, span=cursor.span_from(start)) if word in {"from", "since"} else None
    if node is None and word == "by" and cursor.sees(NUMBER) and cursor.sees(Sort.UNIT, Sort.UNITS, ahead=1):
        begin = cursor.position
        number, unit = cursor.take_number(NUMBER), take_unit(cursor)
        node = Relative(cursor.span_from(begin), str(unit), number or 1)
    if node is None:
        return None
    take_inclusive(cursor)
    if word == "before" and isinstance(node, Part) and node.last == "late":
        word = "by"
    if word == "from":
        cursor.take(Sort.ONWARDS)
    return Bound(cursor.span_from(start), word, node)


def _between(cursor: Cursor) -> Item | None:
    """Between 3 and 10 October."""
    start = cursor.position
    if cursor.take(Sort.BETWEEN) is None:
        return None
    first = point(cursor)
    if first is None or not (cursor.take(Sort.AND) or cursor.take(AMPERSAND) or take_joiner(cursor)):
        return None
    last = point(cursor)
    return None if last is None else Stretch(cursor.span_from(start), first, last, within=True)


def _throughout(cursor: Cursor) -> Item | None:
    """Throughout October; all of November."""
    start = cursor.position
    if cursor.take(Sort.THROUGHOUT) is None:
        return None
    node = plain_stretch(cursor)
    return None if node is None else All(cursor.span_from(start), node)


def _week_of_stretch(cursor: Cursor) -> Item | None:
    """Week of 9-13 October: somewhere in those days."""
    start = cursor.position
    cursor.skip(Sort.ON)
    if week_of(cursor) is None:
        return None
    node = plain_stretch(cursor)
    if isinstance(node, Day) and cursor.sees(Sort.AND, AMPERSAND):
        cursor.position += 1
        last = point(cursor)
        if isinstance(last, Day):
            node = Stretch(cursor.span_from(start), node, last)
    if not isinstance(node, Stretch) or isinstance(node.first, Around):
        return None
    return attrs.evolve(node, span=cursor.span_from(start), within=True)


def _recurring(cursor: Cursor) -> Item | None:
    """Every Monday and Thursday in October; Mondays from 2 to 23 October; every day from 3 to 7 October."""
    start = cursor.position
    if cursor.value(NUMBER) == 1 and cursor.sees(Sort.WEEKDAY, ahead=1) and cursor.sees(Sort.EVERY_AFTER, ahead=2):
        cursor.position += 1
        weekday = cursor.take_number(Sort.WEEKDAY)
        times = cursor.take_number(Sort.EVERY_AFTER)
        of = _inside(cursor)
        return None if of is None or weekday is None else Recurring(cursor.span_from(start), (weekday,), times or 1, of)
    interval = cursor.take_number(Sort.EVERY)
    if (interval is None and not cursor.sees(Sort.EVERY_WEEKDAY)) or (interval == 1 and cursor.sees(Sort.ORDINAL)):
        return _nth_of_each_month(cursor, start, is_said=interval is not None)
    weekdays: list[int] = []
    if interval == 1 and cursor.value(Sort.UNIT) == "day":
        cursor.position += 1
    elif interval != _DAILY:
        weekly = interval is None or not cursor.sees(Sort.WEEKDAY)
        weekdays = _weekday_list(cursor, Sort.EVERY_WEEKDAY if weekly else Sort.WEEKDAY)
        if not weekdays:
            return None
    after = cursor.position
    cursor.pass_over(COMMA)
    of = _inside(cursor)
    if isinstance(of, Day):
        return None  # "les samedis 14 et 21 octobre" are two days
    if of is None:
        cursor.position = after
    return Recurring(cursor.span_from(start), tuple(weekdays), interval or 1, of)


def _nth_of_each_month(cursor: Cursor, start: int, *, is_said: bool) -> Item | None:
    """The first and third Monday of each month, March to June 2027; every first Monday of the month."""
    cursor.skip(Sort.ON)
    nth: list[int] = []
    while len(nth) < 5:
        number = -1 if cursor.take(Sort.LAST) else cursor.take_number(Sort.ORDINAL)
        if number is None:
            break
        nth.append(number)
        if cursor.sees(COMMA, Sort.AND, AMPERSAND) and cursor.sees(Sort.ORDINAL, Sort.LAST, ahead=1):
            cursor.position += 1
    weekday = cursor.take_number(Sort.WEEKDAY)
    while cursor.sees(Sort.OF, Sort.ON) and cursor.value(Sort.UNIT) != "month":
        cursor.position += 1
    is_each = is_said or cursor.take_number(Sort.EVERY) == 1
    if not nth or weekday is None or not is_each or cursor.value(Sort.UNIT) != "month":
        return None
    cursor.position += 1
    after = cursor.position
    cursor.pass_over(COMMA)
    of = _inside(cursor)
    if of is None:
        cursor.position = after
    return Recurring(cursor.span_from(start), (weekday,), 1, of, tuple(nth))


def _weekday_list(cursor: Cursor, sort: Sort) -> list[int]:
    weekdays: list[int] = []
    while len(weekdays) < 7:
        weekday = cursor.take_number(sort)
        if weekday is None:
            break
        weekdays.append(weekday)
        if cursor.sees(COMMA, Sort.AND, AMPERSAND) and cursor.sees(sort, Sort.WEEKDAY, ahead=1):
            cursor.position += 1
            sort = sort if cursor.sees(sort) else Sort.WEEKDAY
    return weekdays


def _inside(cursor: Cursor) -> Point | Stretch | None:
    """What a recurrence or a duration lies in: a point, a stretch, "from 2 to 23 October", "between … and …"."""
    cursor.skip(Sort.OF)
    start = cursor.position
    node = _between(cursor) if cursor.sees(Sort.BETWEEN) else _week_of_stretch(cursor)
    if isinstance(node, Stretch):
        return node
    cursor.position = start
    if cursor.value(Sort.BOUND) in ("from", "since"):
        cursor.position += 1
        stretch = plain_stretch(cursor)
        return stretch if isinstance(stretch, Stretch) else None
    cursor.pass_over(Sort.THROUGHOUT)
    return plain_stretch(cursor)


def _lasting(cursor: Cursor) -> Item | None:
    """Two-day workshop in mid-November; 2-3 days in October; 3 days in the week of 9 October."""
    start = cursor.position
    if cursor.take(Sort.EVENT):
        cursor.skip(Sort.OF)
    long = cursor.take_number(Sort.DAYS_LONG)
    if long is not None:
        cursor.skip(Sort.EVENT)
        of = _inside(cursor)
        return None if of is None else Lasting(cursor.span_from(start), long, long, of)
    least = cursor.take_number(NUMBER)
    if least is None:
        return None
    most = least
    if (cursor.sees(DASH, Sort.TO, Sort.OR)) and cursor.sees(NUMBER, ahead=1):
        cursor.position += 1
        most = cursor.take_number(NUMBER) or least
    cursor.pass_over(DASH)
    if take_unit(cursor) != "day":
        return None
    cursor.skip(Sort.EVENT)
    cursor.pass_over(COMMA)
    of = _inside(cursor)
    if of is None or not 1 <= least <= most:
        return None
    return Lasting(cursor.span_from(start), least, most, of)


# Each rule for an item with the sorts of token that it can start with; None: any.
_RULES: tuple[tuple[Callable[[Cursor], Item | None], frozenset[str] | None], ...] = (
    (_lasting, frozenset({NUMBER, Sort.EVENT, Sort.DAYS_LONG})),
    (_recurring, frozenset({Sort.EVERY, Sort.EVERY_WEEKDAY, NUMBER, Sort.ORDINAL, Sort.LAST, Sort.ON})),
    (_throughout, frozenset({Sort.THROUGHOUT})),
    (_between, frozenset({Sort.BETWEEN})),
    (_bound, frozenset({Sort.BOUND, Sort.ON})),
    (_week_of_stretch, frozenset({Sort.ON, Sort.UNIT, Sort.WEEK_OF})),
    (_stretch, None),
)
