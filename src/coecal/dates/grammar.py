"""Owns the grammar above points: stretches, bounds, lists, recurrence and the marks of what is not firm.

Tokens go in, an expression comes out; nothing is resolved here and no word is skipped to make a reading succeed.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    All,
    Around,
    Bound,
    Day,
    Expression,
    Fraction,
    Item,
    Lasting,
    Many,
    Nth,
    NthWeekday,
    Part,
    Point,
    Recurring,
    Relative,
    Stretch,
    Year,
    leaves,
    needs_year,
)
from coecal.dates.marks import Marks, take_bare_marks, take_marks
from coecal.dates.points import point, take_unit, week_of
from coecal.dates.tokens import (
    AMPERSAND,
    CLOSE,
    COLON,
    COMMA,
    DASH,
    NUMBER,
    OPEN,
    PLUS,
    WORD,
    Token,
)
from coecal.dates.words import Language, Sort
from coecal.errors import DateError


def parse_expression(text: str, tokens: list[Token], language: Language, *, day_first: bool = True) -> Expression:
    """Return what the tokens of a text say.

    Raises:
        DateError: a token has no place in any reading of the whole.
    """
    cursor = Cursor(tokens, day_first=day_first)
    marks = Marks()
    take_marks(cursor, marks)
    body: Item | Many | None = None
    gloss: Item | Many | None = None
    if not cursor.at_end:
        bracketed = cursor.sees(OPEN) and CLOSE in tokens[-1].meanings
        start = cursor.position
        body = _list(cursor, marks)
        if body is None and bracketed:
            cursor.position = start + 1
            take_marks(cursor, marks)
            body = _list(cursor, marks)
            cursor.take(CLOSE)
        if body is not None and not isinstance(body, (Many, Bound, Recurring, Lasting, All)):
            body = _duration_after(cursor, body)
        gloss = _gloss(cursor, marks)
        if cursor.sees(DASH) and cursor.sees(Sort.TENTATIVE, ahead=1) and not isinstance(body, Day):
            cursor.position += 1  # "October-TBC"; of a day, a dash without spaces could lead to an unknown end
        take_marks(cursor, marks)
        cursor.skip(COMMA)
    if (body is None and not marks.tentative and tokens) or not cursor.at_end:
        raise _not_understood(text, cursor, language)
    if body is None and marks.approximate:
        raise DateError("says about when, but no date follows: write the date", text, (0, len(text)))
    return Expression(body, marks.tentative, marks.approximate, gloss)


def _duration_after(cursor: Cursor, body: Point | Stretch) -> Item:
    """How long, in brackets: "mid-November (2 days)"."""
    start = cursor.position
    if cursor.take(OPEN) and cursor.sees(NUMBER):
        days = cursor.take_number(NUMBER)
        if days and take_unit(cursor) == "day" and cursor.take(CLOSE):
            return Lasting(cursor.span_from(0), days, days, body)
    cursor.position = start
    return body


def _gloss(cursor: Cursor, marks: Marks) -> Item | Many | None:
    """The same date said again in brackets: "week 41 (9-13 October)"."""
    start = cursor.position
    if cursor.take(OPEN):
        node = _list(cursor, marks)
        take_marks(cursor, marks)
        if node is not None and cursor.take(CLOSE):
            return node
    cursor.position = start
    return None


def _list(cursor: Cursor, marks: Marks) -> Item | Many | None:
    """One item, several that all happen (commas, and, &, +), or several of which one does (or)."""
    start = cursor.position
    either = cursor.take(Sort.EITHER) is not None
    first = _item(cursor)
    if first is None:
        return None
    items = [first]
    choices: set[bool] = set()
    while True:
        before = cursor.position
        take_marks(cursor, marks)
        choice = _separator(cursor)
        if choice is None:
            cursor.position = before
            break
        take_bare_marks(cursor, marks)
        following = _item(cursor)
        if following is None:
            cursor.position = before
            break
        if not choice and isinstance(items[-1], Year) and all(needs_year(leaf) for leaf in leaves(following)):
            return None  # "2021, 5 October": the year belongs to something else
        items.append(following)
        choices |= choice
    if len(items) == 1:
        return None if either else first
    if len(choices) > 1 or (either and True not in choices):
        return None  # "3 or 5 and 7 October": which of them happen cannot be known
    shared = [_sharing(item, items[-1]) for item in items]
    if None in shared:
        return None
    return Many(cursor.span_from(start), tuple(item for item in shared if item is not None), choice=True in choices)


def _sharing(item: Item, last: Item) -> Item | None:
    """What a number alone means before another item: "third and fourth quarter", "first and second week of May".

    None: a number has nothing that it could be the number of.
    """
    if not isinstance(item, Day) or item.month is not None or item is last:
        return item
    if isinstance(last, (Nth, NthWeekday, Fraction)):
        limit = last.parts if isinstance(last, Fraction) else 5
        return (
            attrs.evolve(last, span=item.span, number=item.day) if item.day <= limit and item.weekday is None else None
        )
    return item if isinstance(last, (Day, Stretch)) else None


_NO_POINTS = (Stretch, All, Bound, Recurring, Lasting)


def _separator(cursor: Cursor) -> set[bool] | None:
    """Take what stands between two items: {True} for "or", {False} for "and", empty for a comma alone."""
    comma = cursor.take(COMMA) is not None
    if cursor.take(Sort.OR):
        return {True}
    if cursor.sees(Sort.AND, AMPERSAND, PLUS):
        cursor.position += 1
        return {False}
    return set() if comma else None


def _item(cursor: Cursor) -> Item | None:
    start = cursor.position
    meanings = cursor.starters()
    for rule, sorts in _RULES:
        if sorts is not None and sorts.isdisjoint(meanings):
            continue
        node = rule(cursor)
        if node is not None:
            return node
        cursor.position = start
    return None


def _joiner(cursor: Cursor) -> bool:
    """Take what stands between the ends of a stretch: to, through, a dash, until."""
    if cursor.sees(COMMA) and cursor.sees(Sort.TO, ahead=1):
        cursor.position += 1
    if cursor.sees(Sort.TO, DASH) or cursor.value(Sort.BOUND) == "until":
        cursor.position += 1
        return True
    cursor.furthest = max(cursor.furthest, cursor.position)
    return False


def _plain_stretch(cursor: Cursor) -> Point | Stretch | None:
    """A point, or from one point to another, with weekdays before it perhaps."""
    start = cursor.position
    weekdays = _weekdays_before(cursor)
    first = point(cursor)
    if first is None:
        return None
    after = cursor.position
    if _joiner(cursor):
        last = point(cursor)
        shared = None if last is None else _sharing(first, last)
        if last is not None and shared is not None and not isinstance(shared, _NO_POINTS):
            _inclusive(cursor)
            return Stretch(cursor.span_from(start), shared, last, weekdays=weekdays)
    cursor.position = after
    return first if weekdays is None else None


def _inclusive(cursor: Cursor) -> None:
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
            if cursor.sees(COMMA):
                cursor.position += 1
            return first, last
    cursor.position = start
    return None


def _stretch(cursor: Cursor) -> Item | None:
    """A plain stretch; "October onwards"; "30 October at the latest"."""
    start = cursor.position
    node = _plain_stretch(cursor)
    if node is None or isinstance(node, Stretch):
        return node
    after = cursor.position
    if cursor.sees(COMMA):
        cursor.position += 1
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
    word = cursor.take_word(Sort.BOUND)
    if word is None:
        return None
    if cursor.sees(COLON):
        cursor.position += 1
    node = _plain_stretch(cursor)
    if isinstance(node, Stretch):
        return attrs.evolve(node, span=cursor.span_from(start)) if word in {"from", "since"} else None
    if node is None and word == "by" and cursor.sees(NUMBER) and cursor.sees(Sort.UNIT, Sort.UNITS, ahead=1):
        begin = cursor.position
        number, unit = cursor.take_number(NUMBER), take_unit(cursor)
        node = Relative(cursor.span_from(begin), str(unit), number or 1)
    if node is None:
        return None
    _inclusive(cursor)
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
    if first is None or not (cursor.take(Sort.AND) or cursor.take(AMPERSAND) or _joiner(cursor)):
        return None
    last = point(cursor)
    return None if last is None else Stretch(cursor.span_from(start), first, last, within=True)


def _throughout(cursor: Cursor) -> Item | None:
    """Throughout October; all of November."""
    start = cursor.position
    if cursor.take(Sort.THROUGHOUT) is None:
        return None
    node = _plain_stretch(cursor)
    return None if node is None else All(cursor.span_from(start), node)


def _week_of_stretch(cursor: Cursor) -> Item | None:
    """Week of 9-13 October: somewhere in those days."""
    start = cursor.position
    cursor.skip(Sort.ON)
    if week_of(cursor) is None:
        return None
    node = _plain_stretch(cursor)
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
    if interval is None and not cursor.sees(Sort.EVERY_WEEKDAY):
        return None
    weekdays: list[int] = []
    if interval is not None and cursor.value(Sort.UNIT) == "day" and interval == 1:
        cursor.position += 1
    else:
        weekdays = _weekday_list(cursor, Sort.EVERY_WEEKDAY if interval is None else Sort.WEEKDAY)
        if not weekdays:
            return None
    after = cursor.position
    if cursor.sees(COMMA):
        cursor.position += 1
    of = _inside(cursor)
    if isinstance(of, Day):
        return None  # "les samedis 14 et 21 octobre" are two days
    if of is None:
        cursor.position = after
    return Recurring(cursor.span_from(start), tuple(weekdays), interval or 1, of)


def _weekday_list(cursor: Cursor, sort: Sort) -> list[int]:
    weekdays: list[int] = []
    while True:
        weekday = cursor.take_number(sort)
        if weekday is None:
            return weekdays
        weekdays.append(weekday)
        if cursor.sees(COMMA, Sort.AND, AMPERSAND) and cursor.sees(sort, Sort.WEEKDAY, ahead=1):
            cursor.position += 1
            sort = sort if cursor.sees(sort) else Sort.WEEKDAY


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
        stretch = _plain_stretch(cursor)
        return stretch if isinstance(stretch, Stretch) else None
    if cursor.sees(Sort.THROUGHOUT):
        cursor.position += 1
    return _plain_stretch(cursor)


def _lasting(cursor: Cursor) -> Item | None:
    """Two-day workshop in mid-November; 2-3 days in October; 3 days in the week of 9 October."""
    start = cursor.position
    if cursor.take(Sort.EVENT):
        cursor.skip(Sort.OF)
    least = cursor.take_number(NUMBER)
    if least is None:
        return None
    most = least
    if (cursor.sees(DASH, Sort.TO, Sort.OR)) and cursor.sees(NUMBER, ahead=1):
        cursor.position += 1
        most = cursor.take_number(NUMBER) or least
    if cursor.sees(DASH):
        cursor.position += 1
    if take_unit(cursor) != "day":
        return None
    cursor.skip(Sort.EVENT)
    if cursor.sees(COMMA):
        cursor.position += 1
    of = _inside(cursor)
    if of is None or not 1 <= least <= most:
        return None
    return Lasting(cursor.span_from(start), least, most, of)


# Each rule for an item with the sorts of token that it can start with; None: any.
_RULES: tuple[tuple[Callable[[Cursor], Item | None], frozenset[str] | None], ...] = (
    (_lasting, frozenset({NUMBER, Sort.EVENT})),
    (_recurring, frozenset({Sort.EVERY, Sort.EVERY_WEEKDAY, NUMBER})),
    (_throughout, frozenset({Sort.THROUGHOUT})),
    (_between, frozenset({Sort.BETWEEN})),
    (_bound, frozenset({Sort.BOUND})),
    (_week_of_stretch, frozenset({Sort.ON, Sort.UNIT, Sort.WEEK_OF})),
    (_stretch, None),
)


def _is_no_day(token: Token) -> bool:
    number = token.meanings.get(NUMBER)
    return isinstance(number, int) and not 1 <= number <= 31


def _not_understood(text: str, cursor: Cursor, language: Language) -> DateError:
    """Return the error that marks the first token that fits into no reading."""
    index = min(max(cursor.furthest, cursor.position), len(cursor.tokens) - 1)
    unknown = next((token for token in cursor.tokens if WORD in token.meanings), None)
    token = unknown or cursor.tokens[index]
    words = text[token.start : token.end]
    no_day = next((token for token in cursor.tokens if _is_no_day(token)), None)
    if unknown is None and no_day is not None:
        token, words = no_day, text[no_day.start : no_day.end]
        message = f"{words!r} is no day of a month: days run from 1 to 31"
    elif unknown is None:
        message = f"{words!r} does not fit here: write one date, such as 3-5 October 2023, mid-November or by December"
    else:
        close = get_close_matches(words.lower(), language.words, n=1, cutoff=0.8) if len(words) > 4 else []
        hint = f"did you mean {close[0].capitalize()!r}?" if close else "give the date alone, in the words of dates"
        message = f"{words!r} is no word of a date that is known here: {hint}"
    return DateError(message, text, (token.start, token.end))
