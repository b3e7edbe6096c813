"""Owns the grammar of whole expressions: lists of items, choices, what stands in brackets, and the marks.

Tokens go in, an expression comes out; nothing is resolved here and no word is skipped to make a reading succeed.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from functools import partial

from coecal.dates.clock import ENDS, take_times
from coecal.dates.cursor import Cursor
from coecal.dates.expression import (
    FROM_TODAY,
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
from coecal.dates.marks import FORMER, Marks, take_bare_marks, take_marks
from coecal.dates.points import simple_point
from coecal.dates.points_units import take_unit
from coecal.dates.stretches import plain_stretch, sharing, take_week_after
from coecal.dates.times import Times
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
from coecal.dates.weekday_lists import take_weekdays_before, take_weekdays_behind, with_weekdays
from coecal.dates.words import Language, Sort
from coecal.errors import DateError


def parse_expression(
    text: str, tokens: list[Token], language: Language, *, day_first: bool = True, territory: str = ""
) -> Expression:
    """Return what the tokens of a text say.

    Raises:
        DateError: a token has no place in any reading of the whole.
    """
    cursor = Cursor(text, tokens, day_first=day_first, inner=simple_point, territory=territory)
    try:
        return _expression(cursor, language, times_first=False)
    except DateError:
        cursor.position = 0
        with suppress(DateError):
            return _expression(cursor, language, times_first=True)
        raise


def _expression(cursor: Cursor, language: Language, *, times_first: bool) -> Expression:
    marks = Marks()
    take_marks(cursor, marks)
    bound = str(cursor.value(Sort.BOUND) or "") if times_first else ""
    times = take_times(cursor) if times_first else None
    if times_first and (times is None or cursor.at_end):
        raise _not_understood(cursor, language)
    if times is not None:
        take_marks(cursor, marks)
        cursor.skip(COMMA, DASH, COLON)
    body: Item | Many | None = None
    gloss: Item | Many | None = None
    if not cursor.at_end:
        body = _body(cursor, marks)
        gloss, times = _tail(cursor, marks, body, times)
    if (body is None and not (marks.tentative or marks.moved) and cursor.tokens) or not cursor.at_end:
        raise _not_understood(cursor, language)
    if body is None:
        _check_bodiless(cursor, marks, times)
    elif times_first:
        if not isinstance(next(leaves(body)), (Day, *FROM_TODAY)):
            raise _not_understood(cursor, language)
        if bound in ENDS and not isinstance(body, (Many, Stretch, All, Bound, Recurring, Lasting)):
            body = Bound(body.span, "until" if bound == "until" else "by", body)  # "by 12 noon on 11 January"
    whole = _whole_times(body, times, cursor)
    return Expression(body, marks.tentative, marks.approximate, gloss, whole, marks.status)


def _tail(
    cursor: Cursor, marks: Marks, body: Item | Many | None, times: Times | None
) -> tuple[Item | Many | None, Times | None]:
    """Take what stands behind the days, in any order: the same date again, times, the former date, marks."""
    gloss: Item | Many | None = None
    before = -1
    while cursor.position != before:
        before = cursor.position
        gloss = gloss or _gloss(cursor, marks)
        times = times or take_times(cursor)
        _take_former_date(cursor, marks, has_new=body is not None)
        if cursor.sees(DASH) and cursor.sees(Sort.TENTATIVE, ahead=1) and not isinstance(body, Day):
            cursor.position += 1  # "October-TBC"; of a day, a dash without spaces could lead to an unknown end
        take_marks(cursor, marks)
    cursor.skip(COMMA)
    return gloss, times


def _check_bodiless(cursor: Cursor, marks: Marks, times: Times | None) -> None:
    """Refuse what says something of a day that is not there."""
    if marks.approximate or times is not None:
        what = "a time of day" if times is not None else "about when"
        raise DateError(f"says {what}, but no date follows: write the date", cursor.text, (0, len(cursor.text)))


def _body(cursor: Cursor, marks: Marks) -> Item | Many | None:
    """The days themselves; brackets around all of them are left aside."""
    start = cursor.position
    if cursor.value(Sort.STATUS) in FORMER:
        status = FORMER[cursor.take_word(Sort.STATUS) or ""]
        moved = plain_stretch(cursor)  # "postponed from 3 October to 12 November" names the old day first
        if isinstance(moved, Stretch):
            marks.note_status(status)
            return moved.last
        cursor.position = start
        return None
    bracketed = cursor.sees(OPEN) and CLOSE in cursor.tokens[-1].meanings
    body = take_list(cursor, marks)
    if body is None and bracketed:
        cursor.position = start + 1
        take_marks(cursor, marks)
        body = take_list(cursor, marks)
        cursor.take(CLOSE)
    if body is not None and not isinstance(body, (Many, Bound, Recurring, Lasting, All)):
        body = _duration_after(cursor, body)
    return body


def _take_former_date(cursor: Cursor, marks: Marks, *, has_new: bool) -> None:
    """Take the date that held before: "12 November (postponed from 3 October)"."""
    if Sort.STATUS not in cursor.sorts:
        return
    start = cursor.mark()
    opened = cursor.take(OPEN) is not None
    if not opened and (cursor.sees(COMMA) or cursor.sees_spaced(DASH)):
        cursor.position += 1
    if cursor.value(Sort.STATUS) in FORMER:
        said = Marks()
        said.note_status(FORMER[cursor.take_word(Sort.STATUS) or ""])
        is_read = take_list(cursor, said) is not None and (not opened or cursor.take(CLOSE))
        # "originally 3 October" alone says neither what became of it nor a new date.
        if is_read and (has_new or said.status is not None):
            marks.moved, marks.status = True, said.status or marks.status
            return
    cursor.back_to(start)


def _whole_times(body: Item | Many | None, times: Times | None, cursor: Cursor) -> Times | None:
    """Join the times of both ends of a stretch; a time said of a deadline or an end is when it ends."""
    if isinstance(body, Stretch) and body.starts is not None:
        if times is None:
            return body.starts
        if times.start is None or times.end is not None:
            message = "each end of a stretch has one time: write the start and the end"
            raise DateError(message, cursor.text, body.span)
        return Times(body.starts.start, times.start, times.zone or body.starts.zone)
    if isinstance(body, Bound) and body.word in ENDS and times is not None and times.end is None:
        return Times(None, times.start, times.zone)
    return times


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
    weekdays = take_weekdays_before(cursor)
    first = take_item(cursor)
    if first is None:
        return None
    items = [first]
    choices = _more_items(cursor, marks, items)
    if choices is None:
        return None
    named = with_weekdays(items, weekdays or take_weekdays_behind(cursor))
    if named is None:
        return None
    items = named
    if len(items) == 1:
        return None if either else items[0]
    if len(choices) > 1 or (either and True not in choices):
        return None  # "3 or 5 and 7 October": which of them happen cannot be known
    shared = [sharing(item, items[-1]) for item in items]
    if None in shared:
        return None
    return Many(cursor.span_from(start), tuple(item for item in shared if item is not None), choice=True in choices)


def _more_items(cursor: Cursor, marks: Marks, items: list[Item]) -> set[bool] | None:
    """Take all further items of a list and add them; return what joins them, None where they cannot stand so."""
    choices: set[bool] = set()
    while True:
        before = cursor.position
        if _times_follow(cursor):  # before marks: "about 8 am" says nothing of the day
            return choices
        take_marks(cursor, marks)
        is_full = len(items) >= cursor.most_items
        choice = None if is_full or _times_follow(cursor) else _separator(cursor)
        if choice is not None:
            take_bare_marks(cursor, marks)
        following = None if choice is None else take_week_after(cursor, items[-1]) or take_item(cursor)
        if choice is None or following is None:
            cursor.position = before
            return choices
        if not choice and isinstance(items[-1], Year) and all(needs_year(leaf) for leaf in leaves(following)):
            return None  # "2021, 5 October": the year belongs to something else
        if _is_bare(following) and not isinstance(items[-1], (Day, Stretch)):
            return None  # "August, 2": a number alone takes no month from a period before it
        if _is_bare(following) and isinstance(items[-1], Day) and items[-1].year is not None:
            return None  # "8 October 2026, 20": a number behind a whole date is something else
        items.append(following)
        choices |= choice


def _times_follow(cursor: Cursor) -> bool:
    """Whether times of day come next: "3 October, 9-17 h" is no list of days."""
    start = cursor.mark()
    try:
        return take_times(cursor) is not None
    except DateError:
        return True  # with something wrong in them
    finally:
        cursor.back_to(start)


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


def _not_understood(cursor: Cursor, language: Language) -> DateError:
    """Return the error that marks the first token that fits into no reading."""
    text = cursor.text
    index = min(max(cursor.furthest, cursor.position), len(cursor.tokens) - 1)
    unknown = next((token for token in cursor.tokens if WORD in token.meanings), None)
    token = unknown or cursor.tokens[index]
    words = text[token.start : token.end]
    meant = None
    no_day = next((token for token in cursor.tokens if _is_no_day(token)), None)
    if unknown is None and no_day is not None:
        token, words = no_day, text[no_day.start : no_day.end]
        message = f"{words!r} is no day of a month: days run from 1 to 31"
    elif unknown is None:
        message = f"{words!r} does not fit here: write one date, such as 3-5 October 2023, mid-November or by December"
    else:
        message = f"{words!r} is no word of a date that is known here"
        meant = partial(_meant, words.lower(), language.words)
    return DateError(message, text, (token.start, token.end), meant)


def _meant(word: str, known: Collection[str]) -> str | None:
    """Return the known word that an unknown one is closest to, None where none is close."""
    from difflib import get_close_matches  # noqa: PLC0415 - for errors that are shown alone

    close = get_close_matches(word, known, n=1, cutoff=0.8) if len(word) > 4 else []
    return close[0].capitalize() if close else None
