"""Owns the grammar of whole expressions: lists of items, choices, what stands in brackets, and the marks.

Tokens go in, an expression comes out; nothing is resolved here and no word is skipped to make a reading succeed.
"""

from __future__ import annotations

from difflib import get_close_matches

from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    All,
    Bound,
    Day,
    Expression,
    Item,
    Lasting,
    Many,
    Point,
    Recurring,
    Stretch,
    Year,
    leaves,
    needs_year,
)
from coecal.dates.item_rules import take_item
from coecal.dates.marks import Marks, take_bare_marks, take_marks
from coecal.dates.points import simple_point
from coecal.dates.points_units import take_unit
from coecal.dates.stretches import sharing
from coecal.dates.tokens import (
    AMPERSAND,
    CLOSE,
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
    cursor = Cursor(tokens, day_first=day_first, inner=simple_point)
    marks = Marks()
    take_marks(cursor, marks)
    body: Item | Many | None = None
    gloss: Item | Many | None = None
    if not cursor.at_end:
        bracketed = cursor.sees(OPEN) and CLOSE in tokens[-1].meanings
        start = cursor.position
        body = take_list(cursor, marks)
        if body is None and bracketed:
            cursor.position = start + 1
            take_marks(cursor, marks)
            body = take_list(cursor, marks)
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
        node = take_list(cursor, marks)
        take_marks(cursor, marks)
        if node is not None and cursor.take(CLOSE):
            return node
    cursor.position = start
    return None


def take_list(cursor: Cursor, marks: Marks) -> Item | Many | None:
    """Take one item, several that all happen (commas, and, &, +), or several of which one does (or)."""
    start = cursor.position
    either = cursor.take(Sort.EITHER) is not None
    first = take_item(cursor)
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
        following = take_item(cursor)
        if following is None:
            cursor.position = before
            break
        if not choice and isinstance(items[-1], Year) and all(needs_year(leaf) for leaf in leaves(following)):
            return None  # "2021, 5 October": the year belongs to something else
        if _is_bare(following) and not isinstance(items[-1], (Day, Stretch)):
            return None  # "August, 2": a number alone takes no month from a period before it
        items.append(following)
        choices |= choice
    if len(items) == 1:
        return None if either else first
    if len(choices) > 1 or (either and True not in choices):
        return None  # "3 or 5 and 7 October": which of them happen cannot be known
    shared = [sharing(item, items[-1]) for item in items]
    if None in shared:
        return None
    return Many(cursor.span_from(start), tuple(item for item in shared if item is not None), choice=True in choices)


def _is_bare(item: Item) -> bool:
    return isinstance(item, Day) and item.month is None


def _separator(cursor: Cursor) -> set[bool] | None:
    """Take what stands between two items: {True} for "or", {False} for "and", empty for a comma alone."""
    comma = cursor.take(COMMA) is not None
    if cursor.take(Sort.OR):
        return {True}
    if cursor.sees(Sort.AND, AMPERSAND, PLUS):
        cursor.position += 1
        return {False}
    return set() if comma else None


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
