"""Owns finding dates in running text: where the grammar can begin, and what is no date however much it looks like one.

Each date that is found is read again by `parse_date`, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from coecal.dates.clock import take_times
from coecal.dates.cursor import Cursor
from coecal.dates.detect import language_of_prose
from coecal.dates.expression import (
    Bound,
    Day,
    Fraction,
    IsoWeek,
    Item,
    Many,
    Month,
    NextNamed,
    Nth,
    Recurring,
    Relative,
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
# How many words may stand between "moved" and its "from".
_REACH_OF_MOVED = 3


@attrs.frozen
class FoundDate:
    """A date in running text.

    Attributes:
        when: the date; `when.text` are its words.
        start: the position of its first character in the text.
        end: the position after its last character.
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
    found: list[FoundDate] = []
    position = 0
    while position < len(tokens):
        following = position + 1
        for spans, after in _places_at(text, tokens, position, dated=today is not None, year_known=period is not None):
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


def _places_at(
    text: str, tokens: list[Token], position: int, *, dated: bool, year_known: bool
) -> Iterator[tuple[list[Span], int]]:
    """Yield the places of what may start at a token, the longest first, each with the position after it."""
    meanings = tokens[position].meanings
    if not meanings or (not _NO_START.isdisjoint(meanings) and not (dated and Sort.AHEAD in meanings)):
        return
    if _is_inside_a_word(text, tokens[position].start):
        return
    cursor = Cursor(text, tokens, day_first=True, inner=simple_point)
    cursor.position = position
    take_bare_marks(cursor, Marks())
    body = take_list(cursor, Marks())
    if body is None or not _says_enough(body, tokens, position, dated=dated, year_known=year_known):
        return
    if isinstance(body, Stretch) and _is_moved(tokens, position):
        yield [body.first.span, body.last.span], cursor.position
        return
    if isinstance(body, Bound) and body.word == "from" and Sort.OF_DAY in meanings:
        yield [body.point.span], cursor.position
        return
    last = list(leaves(body))[-1]
    if not (isinstance(body, Many) and isinstance(last, Day) and last.month is None and last.year is None):
        after = cursor.position
        take_times(cursor)
        take_marks(cursor, Marks())
        if Sort.ON in tokens[cursor.position - 1].meanings:
            cursor.position = after
        yield [(tokens[position].start, tokens[cursor.position - 1].end)], cursor.position
    if isinstance(body, Many):
        # "18 August, 2 people": the number behind belongs to something else.
        end = body.items[0].span[1]
        after = next(index for index in range(position, len(tokens)) if tokens[index].end == end) + 1
        yield [(tokens[position].start, end)], after


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
    if any(isinstance(leaf, (Relative, NextNamed)) for leaf in found):
        return dated
    has_month = any(isinstance(leaf, (Day, Month)) and leaf.month for leaf in found)
    if any(isinstance(leaf, Day) and not leaf.month for leaf in found) and not has_month:
        return False
    if any(isinstance(leaf, (Season, IsoWeek)) and leaf.year is None for leaf in found):
        return False
    said = any(not isinstance(leaf, (Relative, NextNamed)) and leaf.year for leaf in found)
    if not (year_known or said) and any(isinstance(leaf, Fraction) for leaf in found):
        return False
    if not isinstance(body, (Year, Month)) or (isinstance(body, Month) and body.year is not None):
        return True
    introduced = position > 0 and not _INTRODUCTIONS.isdisjoint(tokens[position - 1].meanings)
    of_something = position + 1 < len(tokens) and WORD in tokens[position + 1].meanings  # "the 2023 charter"
    return introduced and not (isinstance(body, Year) and of_something)
