"""Owns what a title says: its words and what it counts. How alike two titles are is `coecal.likeness`.

Knows nothing of activities. A number that says which of several it is ("part 2", "29th", "2026") is kept apart from
one that says how many.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache, lru_cache

import attrs

from coecal.data import read_table

_TOKEN = re.compile(r"(?P<number>\d+)(?:\s?(?P<ordinal>st|nd|rd|th|e|er|eme|º|ª|°)\b)?|(?P<word>[^\W\d_]+\+?)")
_ROMAN = re.compile(r"\b(?=[IVX]{1,5}\b)X{0,2}(?:IX|IV|V?I{0,3})\b")
_RUN = re.compile(r"\b(\d{1,2})\s?(?:-|–|\b(?:to|through|à|bis)\b)\s?(\d{1,2})\b")
_CUT = re.compile(r"\b([^\W\d_]{2,8})\.(?=\s\S)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


@attrs.frozen
class _Words:
    """The words of data/matching.toml."""

    small: Mapping[str, frozenset[str]]
    shortened: frozenset[str]
    serial: frozenset[str]
    every: Mapping[str, int]
    ordinals: Mapping[str, int]
    cardinals: Mapping[str, int]


@cache
def _words() -> _Words:
    table = read_table("matching.toml")
    return _Words(
        small=_languages_of(table["small"]),
        shortened=frozenset(table["shortened"].split()),
        serial=frozenset(table["serial"].split()),
        every=_numbers_of(table["every"]),
        ordinals=_numbers_of(table["ordinals"]),
        cardinals=_numbers_of(table["cardinals"]),
    )


def _numbers_of(table: Mapping[str, str]) -> Mapping[str, int]:
    return {word: int(number) for number, words in table.items() for word in words.split()}


def _languages_of(table: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Return, for each small word, the languages that have it."""
    found: dict[str, frozenset[str]] = {}
    for language, words in table.items():
        for word in words.split():
            found[word] = found.get(word, frozenset()) | {language}
    return found


Serials = Mapping[str, frozenset[int]]
"""What says which of several something is, by the word before it."""


@attrs.frozen
class Title:
    """What a title says.

    Attributes:
        folded: its words in small letters without accents or punctuation.
        words: its words but for small ones and numbers, in order, each once.
        names: those of them that begin with a capital letter, but for the first.
        serials: what says which of several it is, by the word before it ("part" of "part 2"), "" for ordinals.
        years: its years.
        counts: its other numbers.
        initials: the first letters of all its words, and of all but the small ones.
        short: those of its words that are written as abbreviations.
        cut: those of its words that are the beginning or some letters of another, such as "Int." and "Intl".
        every: how many days lie between two of what comes again and again, such as 30 of "monthly"; None: not said.
        languages: those in which most of its small words occur; none where it has no small words.
    """

    folded: str
    words: tuple[str, ...]
    names: frozenset[str]
    serials: Serials
    years: frozenset[int]
    counts: frozenset[int]
    initials: tuple[str, ...]
    short: frozenset[str]
    cut: tuple[str, ...]
    every: int | None
    languages: frozenset[str]


def fold(text: str) -> str:
    """Return text in small letters, without accents.

    >>> fold("Türkiye"), fold("Côte d'Ivoire")
    ('turkiye', "cote d'ivoire")
    """
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in letters if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def read_title(text: str) -> Title:
    """Return what a title says.

    >>> title = read_title("29 th session: Drafting retreat - part II, 2026")
    >>> title.words, dict(title.serials), title.years
    (('session', 'drafting', 'retreat', 'part'), {'': frozenset({29}), 'part': frozenset({2})}, frozenset({2026}))
    """
    known = _words()
    words: list[str] = []
    names: set[str] = set()
    serials: dict[str, set[int]] = {}
    years: set[int] = set()
    counts: set[int] = set()
    before = ""
    spelt = _RUN.sub(_all_of_run, _ROMAN.sub(_from_roman, text) if _ROMAN.search(text) else text)
    every: list[str] = []
    for found in _TOKEN.finditer(_keeping_case(spelt)):
        written = found["word"] or found["number"]
        word = written.lower()
        every.append(word)
        number = int(word[:9]) if found["number"] else known.ordinals.get(word, known.cardinals.get(word))
        if number is None:
            before = word if word in known.serial else "" if word not in known.small else before
            if word not in known.small:
                if written[0].isupper() and words and len(written) != 1:
                    names.add(word)
                words.append(word)
            continue
        if len(word) == 4 and found["number"] and 1900 <= number <= 2100:
            years.add(number)
        elif before and not (found["ordinal"] or word in known.ordinals):
            serials.setdefault(before.rstrip("s"), set()).add(number)
        elif found["ordinal"] or word in known.ordinals:
            serials.setdefault("", set()).add(number)
        else:
            counts.add(number)
    kept = tuple(dict.fromkeys(words))
    return Title(
        folded=" ".join(every),
        words=kept,
        names=frozenset(names),
        serials={label: frozenset(numbers) for label, numbers in serials.items()},
        years=frozenset(years),
        counts=frozenset(counts),
        initials=_initials(every, known.small),
        short=frozenset(
            word for word in kept if len(word) <= 6 and re.search(rf"\b{re.escape(word)}s?\b", _acronyms(spelt))
        ),
        cut=tuple(sorted({*map(fold, _CUT.findall(spelt)), *known.shortened}.intersection(kept))),
        every=min((known.every[word] for word in kept if word in known.every), default=None),
        languages=_languages(every),
    )


def _languages(words: Iterable[str]) -> frozenset[str]:
    known = _words().small
    counts = Counter(language for word in words for language in known.get(word, ()))
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count == most)


def _keeping_case(text: str) -> str:
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _from_roman(found: re.Match[str]) -> str:
    numeral = found[0]
    if numeral in ("I", "X") and not _follows_serial(found):
        return numeral
    values = [_ROMAN_VALUES[char] for char in numeral]
    total = sum(
        -value if later and value < later else value for value, later in zip(values, [*values[1:], 0], strict=True)
    )
    return str(total) if _follows_serial(found) else f"{total}th"


def _all_of_run(found: re.Match[str]) -> str:
    """Return all numbers of "levels 2-4"; other two numbers, such as articles, stay as they are."""
    first, last = int(found[1]), int(found[2])
    if not (first < last <= first + 20 and _follows_serial(found)):
        return found[0]
    return ", ".join(map(str, range(first, last + 1)))


def _follows_serial(found: re.Match[str]) -> bool:
    before = re.findall(r"[^\W\d_]+", found.string[: found.start()])
    return bool(before) and fold(before[-1]) in _words().serial


def _initials(every: Sequence[str], small: Container[str]) -> tuple[str, ...]:
    """Return the first letters of all words, and of all but the small ones, each as one string."""
    return "".join(word[0] for word in every), "".join(word[0] for word in every if word not in small)


def _acronyms(text: str) -> str:
    """Return, in small letters, the words with two capital letters or more."""
    found = re.findall(r"[^\W\d_]+", text)
    return " ".join(fold(word) for word in found if sum(char.isupper() for char in word) >= 2)


def is_small(word: str) -> bool:
    """Whether a word says little, so that it may come and go in a title."""
    return word in _words().small
