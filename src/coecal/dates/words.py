"""Owns the languages: which words have which meaning, read from one table per language.

Knows nothing of grammar. A table is `data/languages/CODE.toml`; names of months and weekdays come from CLDR.
Each section of a table is a sort of word, but for those that say something else: `compound` (endings), `formats` (how
dates are written) and `to_be_confirmed`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

import attrs

from coecal.dates import cldr
from coecal.dates.items import split_items
from coecal.dates.tables import known_language, load_table
from coecal.dates.unconfirmed import TABLE as UNCONFIRMED
from coecal.dates.unconfirmed import unconfirmed

_COMPOUND = (
    "compound"  # endings that make a word of a month and a unit, or of a weekday and a part of it: "Oktoberwoche"
)
_NO_SORTS = frozenset({_COMPOUND, UNCONFIRMED, "formats"})


class Sort(StrEnum):
    """The sorts of words that tables name and tokens have."""

    MONTH = "month"
    WEEKDAY = "weekday"
    EVERY_WEEKDAY = "every_weekday"
    PART = "part"
    NUMBER = "number"
    ORDINAL = "ordinal"
    ORDINAL_SUFFIX = "ordinal_suffix"
    UNIT = "unit"
    UNITS = "units"
    LETTER = "letter"
    SEASON = "season"
    WEEK_NUMBER = "week_number"
    WEEK_OF = "week_of"
    BOUND = "bound"
    ONWARDS = "onwards"
    OR_EARLIER = "or_earlier"
    BETWEEN = "between"
    THROUGHOUT = "throughout"
    TO = "to"
    AND = "and"
    OR = "or"
    EITHER = "either"
    EVERY = "every"
    RELATIVE = "relative"
    RELATIVE_AFTER = "relative_after"
    INCLUSIVE = "inclusive"
    EVERY_AFTER = "every_after"
    LATER = "later"
    LAST = "last"
    TODAY = "today"
    AHEAD = "ahead"
    AGO = "ago"
    OF = "of"
    ON = "on"
    EVENT = "event"
    MOVED = "moved"
    TENTATIVE = "tentative"
    APPROXIMATE = "approximate"
    HOUR = "hour"
    MERIDIEM = "meridiem"
    MOMENT = "moment"
    CLOCK_AT = "clock_at"
    STATUS = "status"
    YEAR_OF = "year_of"
    UNIT_OF_MONTH = "unit_of_month"
    FROM_NOW = "from_now"
    OF_DAY = "of_day"
    DAYS_LONG = "days_long"


_WEEKDAY = Sort.WEEKDAY.value
Value = str | int


@attrs.frozen
class Phrase:
    """One way to say something: its items after the first, and its meanings, most specific first."""

    rest: tuple[str, ...]
    meanings: tuple[tuple[Sort, Value], ...]


@attrs.frozen
class Language:
    """A language's words.

    Attributes:
        code: ISO 639-1 code.
        phrases: the phrases by their first item, the longest first.
        words: every single word that is known, for suggestions.
        vocabulary: every word that stands in a phrase, for telling languages apart.
    """

    code: str
    phrases: Mapping[str, tuple[Phrase, ...]] = attrs.field(repr=False)
    words: frozenset[str] = attrs.field(repr=False)
    vocabulary: frozenset[str] = attrs.field(repr=False)


def fold(word: str) -> str:
    """Return a word without case and accents.

    >>> fold("Février")
    'fevrier'
    """
    if word.isascii():
        return word.lower()
    if word in "’ʼ":
        return "'"
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def language(locale: str) -> Language:
    """Return the language of a locale such as "en" or "en_US".

    Raises:
        UnknownNameError: there is no table for it.
    """
    code = known_language(locale)
    meanings: dict[tuple[str, ...], dict[tuple[Sort, Value], None]] = {}
    for sort, value, phrase in _entries(code, load_table(code)):
        items = tuple(fold(item.text) for item in split_items(phrase))
        meanings.setdefault(items, {})[sort, value] = None
        if items.count(".") > 1 and items[-1] == ".":  # "t.b.c" before the full stop of a sentence, or cut with it
            meanings.setdefault(items[:-1], {})[sort, value] = None
    phrases: dict[str, list[Phrase]] = {}
    for items, senses in meanings.items():
        phrases.setdefault(items[0], []).append(Phrase(items[1:], tuple(senses)))
    ordered = {first: tuple(sorted(found, key=lambda phrase: -len(phrase.rest))) for first, found in phrases.items()}
    words = frozenset(items[0] for items in meanings if len(items) == 1 and len(items[0]) > 2)
    vocabulary = frozenset(item for items in meanings for item in items if item[0].isalpha())
    return Language(code, ordered, words, vocabulary)


def _entries(code: str, table: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[Sort, Value, str]]:
    for sort, names in ((Sort.MONTH, cldr.month_words(code)), (Sort.WEEKDAY, cldr.weekday_words(code))):
        for number, words in names.items():
            for word in words:
                yield sort, number, word
    yield from _compounds(code, table.get(_COMPOUND, {}))
    said = unconfirmed(code)
    yield from ((Sort.TENTATIVE, "yes", phrase) for phrase in (*said.words, *said.dates))
    for sort_name, values in table.items():
        for value, phrases in values.items() if sort_name not in _NO_SORTS else ():
            meaning: Value = int(value) if value.lstrip("-").isdecimal() else value
            for phrase in phrases:
                yield Sort(sort_name), meaning, phrase


def _compounds(code: str, endings: Mapping[str, list[str]]) -> Iterator[tuple[Sort, Value, str]]:
    for number, word in enumerate(cldr.weekday_names(code)):
        yield from ((Sort.WEEKDAY, number, word + tail) for tail in endings.get(_WEEKDAY, ()))
    for number, words in cldr.month_words(code).items():
        for unit, tails in endings.items():
            if unit == _WEEKDAY:
                continue
            for word in words:
                yield from ((Sort.UNIT_OF_MONTH, f"{unit} {number}", word + tail) for tail in tails)
