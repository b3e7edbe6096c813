"""Owns the second stage of reading: items -> tokens, that is words and numbers with their meanings.

Knows a language's words, but no grammar: which meaning of a word is meant is the grammar's to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, Self

from coecal.dates.items import Item, items_of, split_items
from coecal.dates.words import Language, Sort, Value, fold
from coecal.errors import DateError

# The sorts of tokens that stand for themselves in every language.
NUMBER, YEAR, ISO_DAY, ISO_MONTH, ISO_WEEK, NUMERIC, DAY_MONTH = (
    "number", "year", "iso_day", "iso_month", "iso_week", "numeric", "day_month",
)  # fmt: skip
CLOCK = "clock"  # hours, minutes and seconds
DASH, SLASH, COMMA, AMPERSAND, PLUS, QUESTION, TILDE, OPEN, CLOSE, COLON = "-/,&+?~():"
WORD = "word"
DIGITS = "digits"  # a number that is not written in letters


class Written(int):
    """A number that was written in digits: an ordinary one that knows the place of its first digit in the text."""

    place: int

    def __new__(cls, value: int, place: int) -> Self:
        """Return the number of the digits at a place; a year in two digits counts from 2000, which the caller adds."""
        number = super().__new__(cls, value)
        number.place = place
        return number


Meanings = dict[str, Value | tuple[int, ...]]


class Token(NamedTuple):
    """A token: its meanings by sort, and where it stands (end exclusive).

    Attributes:
        meanings: what it can mean; a word of the language may mean several things ("second").
        start: the position of its first character.
        end: the position after its last character.
    """

    meanings: Meanings
    start: int
    end: int


_SIGNS = {
    "-": DASH, "/": SLASH, ",": COMMA, "&": AMPERSAND, "+": PLUS, "?": QUESTION, "~": TILDE, "≈": TILDE, "(": OPEN,
    ")": CLOSE, "[": OPEN, "]": CLOSE, ":": COLON, ";": COMMA, "|": COMMA, "·": COMMA, "•": COMMA, "¿": QUESTION,
    "@": Sort.CLOCK_AT,
}  # fmt: skip

_DIGITS = re.compile("[0-9]+")
# Apostrophes stand in phrases such as "aujourd'hui".
_IN_PROSE = frozenset({*_SIGNS, "'", "\u2019"})


def tokenize(text: str, language: Language) -> list[Token]:
    """Return the tokens of a text. Words that the language does not know become tokens of the sort `word`.

    Raises:
        DateError: a numeric date is none of the calendar, or a sign has no place in a date.
    """
    return _tokenize(text, items_of(text), language)


def tokenize_prose(text: str, language: Language) -> list[Token]:
    """Return the tokens of running text: what has no place in a date is a token that means nothing.

    A full stop between two sentences is such a token, so that no date reaches over it.
    """
    tokens: list[Token] = []
    start = 0
    items = list(split_items(text))
    for end, item in enumerate(items):
        if item.group == "sign_alone" and (item.text not in _IN_PROSE or item.text == ";"):
            if item.text == "." and not _ends_sentence(items, end):
                continue
            tokens += _prose_part(text, items[start:end], language)
            tokens.append(Token({}, item.start, item.end))
            start = end + 1
    return tokens + _prose_part(text, items[start:], language)


def _ends_sentence(items: list[Item], position: int) -> bool:
    """Whether a full stop ends a sentence: a capital or a number follows a space, and no abbreviation is before it."""
    after = items[position + 1] if position + 1 < len(items) else None
    before = items[position - 1] if position else None
    if after is None or before is None or after.start == items[position].end:
        return after is None
    return not (before.group == "number" or (before.group == "word" and len(before.text) <= 4))


def _prose_part(text: str, items: Sequence[Item], language: Language) -> list[Token]:
    """Return the tokens of a part of a text; what is no number or sign of a date is a token that means nothing."""
    tokens: list[Token] = []
    starts = [item.start for item in items]
    position = 0
    while True:
        try:
            _add_tokens(tokens, text, items, position, language)
        except DateError as error:
            tokens.append(Token({}, *error.span))
            position = bisect_left(starts, error.span[1])
        else:
            return tokens


def _tokenize(text: str, items: Sequence[Item], language: Language) -> list[Token]:
    tokens: list[Token] = []
    _add_tokens(tokens, text, items, 0, language)
    return tokens


def _add_tokens(tokens: list[Token], text: str, items: Sequence[Item], position: int, language: Language) -> None:
    """Add the tokens of items from a position on; where one is none, those before it have been added."""
    while position < len(items):
        if items[position].group == "iso_month" and _follows_month(tokens):
            tokens += _year_dash_number(items[position])
            position += 1
            continue
        phrase = _phrase(items, position, language)
        if phrase is not None and items[position].text == "." and not _is_number(tokens):
            phrase = None  # where a full stop makes ordinals, it still ends abbreviations
        token, used = phrase or (_single(items, position, text, language), 1)
        position += used
        if token is None:
            continue
        if Sort.ORDINAL_SUFFIX in token.meanings and _is_number(tokens) and _is_suffix(text, tokens[-1], token):
            number = tokens.pop()
            value = number.meanings[NUMBER]
            token = Token({**number.meanings, Sort.ORDINAL: value}, number.start, token.end)
        tokens.append(token)


# Behind these, "2026-10" is a year and something else, not an ISO month.
_BEFORE_YEARS = frozenset({Sort.MONTH, Sort.SEASON, Sort.YEAR_OF})


def _follows_month(tokens: list[Token]) -> bool:
    """Whether the last token is a month or the like, or stands between one and its year ("diciembre de 2026")."""
    before = tokens[-2:]
    if len(before) == 2 and (Sort.OF in before[1].meanings or COMMA in before[1].meanings):
        return not _BEFORE_YEARS.isdisjoint(before[0].meanings)
    return bool(before) and not _BEFORE_YEARS.isdisjoint(before[-1].meanings)


def _year_dash_number(item: Item) -> list[Token]:
    """Return what "2000-10" is after a month: "1 September 2000-10 January 2001" holds no ISO month."""
    dash = item.start + 4
    return [
        Token({YEAR: Written(int(item.text[:4]), item.start)}, item.start, dash),
        Token({DASH: "-"}, dash, dash + 1),
        Token(dict.fromkeys((NUMBER, DIGITS), Written(int(item.text[5:]), dash + 1)), dash + 1, item.end),
    ]


def _is_suffix(text: str, number: Token, token: Token) -> bool:
    """Whether an ending stands at its number: one space may part them, unless it is also a word ("3 o 5")."""
    between = text[number.end : token.start]
    return between in ("", ".") or (between == " " and len(token.meanings) == 1)


def _is_number(tokens: list[Token]) -> bool:
    return bool(tokens) and NUMBER in tokens[-1].meanings and YEAR not in tokens[-1].meanings


def _phrase(items: Sequence[Item], position: int, language: Language) -> tuple[Token, int] | None:
    """Return the longest phrase of the language at a position and how many items it takes."""
    first = items[position]
    for phrase in language.phrases.get(fold(first.text), ()):
        used = 1 + len(phrase.rest)
        if used > 1:
            following = items[position + 1 : position + used]
            if phrase.rest != tuple([fold(item.text) for item in following]):
                continue
        meanings: Meanings = dict(phrase.meanings)
        return Token(meanings, first.start, items[position + used - 1].end), used
    return None


def _single(items: Sequence[Item], position: int, text: str, language: Language) -> Token | None:
    """Return the token of one item, or None for a full stop that only ends an abbreviation or the text."""
    item = items[position]
    if item.group == "word":
        return Token({WORD: item.text}, item.start, item.end)
    if item.group == "dash":
        return Token({DASH: item.text}, item.start, item.end)
    if item.group == "sign_alone":
        if item.text == "." and _ends_something(items, position, language):
            return None
        if item.text not in _SIGNS:
            raise DateError(f"{item.text!r} has no place in a date: leave it out", text, (item.start, item.end))
        return Token({_SIGNS[item.text]: item.text}, item.start, item.end)
    return Token(_digits(item, text), item.start, item.end)


def _ends_something(items: Sequence[Item], position: int, language: Language) -> bool:
    """Whether a full stop ends the text, an abbreviation, or a number as ordinals do in German."""
    if position == len(items) - 1:
        return True
    before = items[position - 1] if position else None
    return (
        before is not None
        and before.end == items[position].start
        and (before.group == "number" or (before.group == "word" and fold(before.text) in language.phrases))
    )


def _digits(item: Item, text: str) -> dict[str, Value | tuple[int, ...]]:
    """What an item of digits means."""
    digits = item.text
    if item.group == "number":
        return _number(item, text)
    numbers = tuple(Written(int(found.group()), item.start + found.start()) for found in _DIGITS.finditer(digits))
    match item.group:
        case "iso_day" | "year_first":
            return {ISO_DAY: numbers}
        case "iso_month":
            if not 1 <= numbers[1] <= 12:
                message = f"{digits!r} is no year and month: write the years in full, as in 2023-2024"
                raise DateError(message, text, (item.start, item.end))
            return {ISO_MONTH: numbers}
        case "iso_week":
            year, week = int(digits[:4]), int(digits[4:].lstrip("-W")[:2])
            with_weekday = len(digits.replace("-", "")) == 8
            return {ISO_WEEK: (year, week, int(digits[-1])) if with_weekday else (year, week)}
        case "short_year":
            return {YEAR: Written(2000 + numbers[0], numbers[0].place)}
        case "numeric":
            is_short = not digits[-4:].isdecimal()
            return {NUMERIC: (*numbers[:2], Written(numbers[2] + 2000 * is_short, numbers[2].place))}
        case "clock" | "dotted":
            return {CLOCK: numbers}
        case _:
            in_order = () if "." in digits else (0,)  # a slash leaves the order to the locale
            return {DAY_MONTH: (*numbers, *in_order)}


def _number(item: Item, text: str) -> dict[str, Value | tuple[int, ...]]:
    """A number alone: a year where it has four digits, else a number."""
    if len(item.text) == 4 and "1000" <= item.text <= "2999":
        return {YEAR: Written(int(item.text), item.start)}
    if len(item.text) > 3:
        message = f"{item.text!r} is no day and no year: years run from 1000 to 2999"
        raise DateError(message, text, (item.start, item.end))
    return dict.fromkeys((NUMBER, DIGITS), Written(int(item.text), item.start))
