"""Owns finding dates in running text: where the grammar can begin, and what is no date however much it looks like one.

Each date that is found is read again by `parse_date`, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

import attrs

from coecal.dates.clock import take_times
from coecal.dates.cursor import Cursor
from coecal.dates.detect import language_of_prose
from coecal.dates.expression import (
    FROM_TODAY,
    Bound,
    Day,
    Fraction,
    IsoWeek,
    Item,
    Leaf,
    Many,
    Month,
    Nth,
    Recurring,
    Season,
    Span,
    Stretch,
    Year,
    leaves,
)
from coecal.dates.grammar import take_list
from coecal.dates.kinds import DEFAULT_POLICY, Policy
from coecal.dates.marks import FORMER, Marks, take_bare_marks, take_marks
from coecal.dates.parse import parse_date, parse_period
from coecal.dates.points import simple_point
from coecal.dates.tokens import WORD, Token, tokenize_prose
from coecal.dates.value import FuzzyDate
from coecal.dates.words import Sort, language
from coecal.errors import DateError
from coecal.ranges import Period

# Words that stand before a date and are no part of it, and those that say nothing without one.
_NO_START = frozenset({Sort.ON, Sort.OF, Sort.TENTATIVE, Sort.STATUS})
_INTRODUCTIONS = frozenset({Sort.OF, Sort.ON, Sort.AHEAD})
# More days than these in one list are not looked for in prose.
_MOST_ITEMS = 31
# How many words may stand between "moved" and its "from".
_REACH_OF_MOVED = 3


@attrs.frozen
class FoundDate:
    """A date in running text.

    Attributes:
        when: the date; `when.text` are its words.
        start: the position of its first character in the text.
        end: the position after its last character.

    >>> [found] = find_dates("Talks follow on 3 October 2023.")
    >>> found.when.kind.value, found.start, found.end
    ('exact', 16, 30)
    """

    when: FuzzyDate
    start: int
    end: int


def find_dates(
    text: str,
    *,
    within: str | Period | None = None,
    today: str | date | None = None,
    locale: str | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> tuple[FoundDate, ...]:
    """Return the dates in running text, in order, each with its place.

    Only what says enough by itself counts: a day with its month, a month with its year, a part of it or a
    preposition before it, a quarter or season with its year, an ISO or numeric date. Numbers, years, months and
    weekdays alone are left alone, as are words such as "TBC"; what counts from today is found where `today` is
    given. Days that are none of the calendar are no dates.

    Args:
        text: such as the body of a report.
        within: as for `parse_date`.
        today: as for `parse_date`.
        locale: as for `parse_date`; None: the language that knows the most words of the text.
        policy: as for `parse_date`.

    Returns:
        The dates in the order of the text, none of which overlaps another.

    Raises:
        DateError: `within` is no period or `today` no day.
        UnknownNameError: there is no table for the language of `locale`.

    >>> found = find_dates("Moved from 3 October to mid-November, in room 12.", within="2023")
    >>> [one.when.text for one in found]
    ['3 October', 'mid-November']
    """
    period = parse_period(within) if isinstance(within, str) else within
    code = locale or language_of_prose(text)
    tokens = tokenize_prose(text, language(code))
    cursor = Cursor(text, tokens, day_first=True, inner=simple_point, most_items=_MOST_ITEMS)
    found: list[FoundDate] = []
    position = 0
    while position < len(tokens):
        following = position + 1
        for spans, after in _places_at(cursor, position, dated=today is not None, year_known=period is not None):
            following = max(following, after)  # nor is a part of "31 November" a date
            read = [_read(text, span, period, today, code, policy) for span in spans]
            if None not in read:
                found += (one for one in read if one is not None)
                following = after
                break
        position = following
    return tuple(found)


def _read(
    text: str, span: Span, within: Period | None, today: str | date | None, locale: str, policy: Policy
) -> FoundDate | None:
    try:
        when = parse_date(text[slice(*span)], within=within, today=today, locale=locale, policy=policy)
    except DateError:
        return None
    return FoundDate(when, *span)


def _places_at(cursor: Cursor, position: int, *, dated: bool, year_known: bool) -> Iterator[tuple[list[Span], int]]:
    """Yield the places of what may start at a token, the longest first, each with the position after it."""
    tokens = cursor.tokens
    meanings = tokens[position].meanings
    if not meanings or (not _NO_START.isdisjoint(meanings) and not (dated and Sort.AHEAD in meanings)):
        return
    if _is_inside_a_word(cursor.text, tokens[position].start):
        return
    cursor.position = position
    take_bare_marks(cursor, Marks())
    body = take_list(cursor, Marks())
    if body is None:
        return
    if not _says_enough(body, tokens, position, dated=dated, year_known=year_known):
        if all(_is_number_alone(leaf) for leaf in leaves(body)):
            yield [], cursor.position  # numbers alone, and so are those that begin among them
    elif isinstance(body, Stretch) and _is_moved(tokens, position):
        yield [body.first.span, body.last.span], cursor.position
    elif isinstance(body, Bound) and body.word == "from" and Sort.OF_DAY in meanings:
        yield [body.point.span], cursor.position
    else:
        yield from _whole_and_parts(cursor, position, body)


def _whole_and_parts(cursor: Cursor, position: int, body: Item | Many) -> Iterator[tuple[list[Span], int]]:
    """Yield the place of a date with its times and marks, then those of the parts of a list."""
    tokens = cursor.tokens
    last = list(leaves(body))[-1]
    if not (isinstance(body, Many) and isinstance(last, Day) and last.month is None and last.year is None):
        _take_behind(cursor)
        yield [(tokens[position].start, tokens[cursor.position - 1].end)], cursor.position
    if isinstance(body, Many):
        # "18 August, 2 people": the number behind belongs to something else.
        alone = list(takewhile(lambda item: not (isinstance(item, Day) and item.month is None), body.items))
        for items in (alone, alone[:1]):
            if items:
                end = items[-1].span[1]
                after = next(index for index in range(position, len(tokens)) if tokens[index].end == end) + 1
                spans = [_without_on(tokens[position:after], item.span) for item in items[1:]]
                yield [(tokens[position].start, items[0].span[1]), *spans], after


def _take_behind(cursor: Cursor) -> None:
    """Take the times and marks behind a date."""
    after = cursor.position
    try:
        take_times(cursor)
    except DateError:  # the zone of the time is none, or one of several: the day is found without it
        cursor.position = after
    take_marks(cursor, Marks())
    if Sort.ON in cursor.tokens[cursor.position - 1].meanings:
        cursor.position = after


def _without_on(tokens: list[Token], span: Span) -> Span:
    """Return a place without the words before it that are no part of it."""
    starts = (token.start for token in tokens if token.start >= span[0] and Sort.ON not in token.meanings)
    return next(starts, span[0]), span[1]


def _is_number_alone(leaf: Leaf) -> bool:
    """Whether a leaf is a number without its month, or a quarter without its year."""
    return (isinstance(leaf, Day) and leaf.month is None) or (isinstance(leaf, Fraction) and leaf.year is None)


def _is_inside_a_word(text: str, start: int) -> bool:
    """Whether a place lies inside "Q1", "B12" or "3.5", where no date begins."""
    before = text[max(0, start - 2) : start]
    return before[-1:].isalnum() or (before[-1:] in (".", "_") and before[:1].isalnum())


def _is_moved(tokens: list[Token], position: int) -> bool:
    """Whether a stretch is "from … to …" after a word such as "moved"."""
    before = tokens[max(0, position - _REACH_OF_MOVED) : position]
    return any(Sort.MOVED in token.meanings or token.meanings.get(Sort.STATUS) in FORMER for token in before)


def _says_enough(body: Item | Many, tokens: list[Token], position: int, *, dated: bool, year_known: bool) -> bool:
    """Whether something is a date in running text, not just a number, a name or a year."""
    if isinstance(body, (Nth, Recurring)) and body.of is None:
        return False
    found = list(leaves(body))
    if any(isinstance(leaf, FROM_TODAY) for leaf in found):
        return dated
    has_month = any(isinstance(leaf, (Day, Month)) and leaf.month for leaf in found)
    if any(isinstance(leaf, Day) and not leaf.month for leaf in found) and not has_month:
        return False
    if any(isinstance(leaf, (Season, IsoWeek)) and leaf.year is None for leaf in found):
        return False
    said = any(not isinstance(leaf, FROM_TODAY) and leaf.year for leaf in found)
    if not (year_known or said) and any(isinstance(leaf, Fraction) for leaf in found):
        return False
    if not isinstance(body, (Year, Month)) or (isinstance(body, Month) and body.year is not None):
        return True
    introduced = position > 0 and not _INTRODUCTIONS.isdisjoint(tokens[position - 1].meanings)
    of_something = position + 1 < len(tokens) and WORD in tokens[position + 1].meanings  # "the 2023 charter"
    return introduced and not (isinstance(body, Year) and of_something)
