"""Owns what a title says: its words, what it counts, and how alike two titles are.

Knows nothing of activities. A number that says which of several it is ("part 2", "29th", "2026") is kept apart from
one that says how many.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from math import log

import attrs

_TOKEN = re.compile(r"(?P<number>\d+)(?:\s?(?P<ordinal>st|nd|rd|th|e|er|eme|º|ª|°)\b)?|(?P<word>[^\W\d_]+\+?)")
_ROMAN = re.compile(r"\b(?=[IVX]{1,5}\b)X{0,2}(?:IX|IV|V?I{0,3})\b")
_RUN = re.compile(r"\b(\d{1,2})\s?(?:-|–|\b(?:to|through|à|bis)\b)\s?(\d{1,2})\b")
_CUT = re.compile(r"\b([^\W\d_]{2,8})\.(?=\s\S)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_ALIKE = 0.84
"""From which share of equal letters on two words are taken for spellings of one."""

_STEM = 0.55
"""How much of the longer of two words the shorter one has to be, where it is its beginning ("parliament")."""

_SHORTEST = 4
"""How many letters words need before a spelling that differs is looked for."""


_FEWEST = 40
"""Of fewer titles, how common a word is among them tells little yet."""


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
    table = tomllib.loads(files("coecal.data").joinpath("matching.toml").read_text("utf-8"))
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


class Vocabulary:
    """How much each word tells, from how rare it is among titles."""

    def __init__(self, titles: Iterable[Title] = ()) -> None:
        """Count the words of titles; without any, all words tell the same."""
        self._counts: Counter[str] = Counter()
        self._size = 0
        self._weights: dict[str, float] = {}
        for title in titles:
            self._size += 1
            self._counts.update(title.words)

    def weight(self, word: str) -> float:
        """Return how much a word tells: 1 for the rarest, less the more titles hold it."""
        if self._size < 2:
            return 1.0
        known = self._weights.get(word)
        if known is None:
            size = max(self._size, _FEWEST)
            rarity = log(size / max(1, self._counts[word])) / log(size)
            known = self._weights[word] = 0.15 + 0.85 * rarity
        return known

    def rarest(self, title: Title, count: int) -> list[str]:
        """Return the words of a title that tell most, the rarest first."""
        return sorted(title.words, key=lambda word: (self._counts[word], word))[:count]


@attrs.frozen
class Likeness:
    """How alike two titles are.

    Attributes:
        share: 0 for nothing in common, 1 for the same words.
        same: whether the words are the same in the same order.
        only: the words that one has and the other has not, of each.
    """

    share: float
    same: bool
    only: tuple[tuple[str, ...], tuple[str, ...]]


def compare_titles(
    one: Title, other: Title, vocabulary: Vocabulary, *, silent: AbstractSet[str] = frozenset()
) -> Likeness:
    """Return how alike two titles are, rare words counting for more.

    Args:
        one: a title.
        other: another.
        vocabulary: how much each word tells.
        silent: words that tell nothing where only one title has them, such as those of the place that both share.

    >>> support, held = read_title("Support to the festival of letters"), read_title("Festival of Letters: support")
    >>> compare_titles(support, held, Vocabulary()).share
    1.0
    """
    if one.folded == other.folded:
        return Likeness(1.0, same=True, only=((), ()))
    if silent:
        one, other = _without(one, silent - set(other.words)), _without(other, silent - set(one.words))
    pairs = _pair_words(one, other)
    matched_one = sum(vocabulary.weight(word) * share for word, (_, share) in pairs.items())
    matched_other = sum(vocabulary.weight(word) * share for word, share in pairs.values())
    mine, theirs = _covered(one, other), _covered(other, one)
    matched_one += sum(vocabulary.weight(word) for word in mine - pairs.keys())
    taken = {word for word, _ in pairs.values()}
    matched_other += sum(vocabulary.weight(word) for word in theirs - taken)
    whole_one = sum(map(vocabulary.weight, one.words)) or 1.0
    whole_other = sum(map(vocabulary.weight, other.words)) or 1.0
    both = (matched_one + matched_other) / (whole_one + whole_other)
    part = max(matched_one / whole_one, matched_other / whole_other) * min(1.0, min(matched_one, matched_other) / 1.5)
    left = tuple(word for word in one.words if word not in pairs and word not in mine)
    right = tuple(word for word in other.words if word not in taken and word not in theirs)
    return Likeness(min(1.0, 0.65 * both + 0.35 * max(part, both)), same=False, only=(left, right))


def _without(title: Title, silent: AbstractSet[str]) -> Title:
    kept = tuple(word for word in title.words if word not in silent)
    return title if not kept or len(kept) == len(title.words) else attrs.evolve(title, words=kept)


def _pair_words(one: Title, other: Title) -> dict[str, tuple[str, float]]:
    """Return, for words of the one, the word of the other that stands for it, and how surely."""
    theirs = set(other.words)
    pairs = {word: (word, 1.0) for word in one.words if word in theirs}
    taken = set(pairs)
    for word, whole in _shortened(one, other):
        if word not in pairs and whole not in taken:
            pairs[word] = (whole, 1.0)
            taken.add(whole)
    left = [word for word in one.words if word not in pairs and len(word) >= _SHORTEST]
    free = [word for word in other.words if word not in taken and len(word) >= _SHORTEST]
    for word in left:
        best = max(((_alike(word, each), each) for each in free), default=(0.0, ""))
        if best[0] >= _ALIKE:
            pairs[word] = (best[1], best[0])
            free.remove(best[1])
    return pairs


def _shortened(one: Title, other: Title) -> Iterator[tuple[str, str]]:
    """Yield the words of the one and the other of which one is the other written short: "Int.", "International"."""
    yield from ((word, whole) for word in one.cut for whole in other.words if _is_short_for(word, whole))
    yield from ((whole, word) for word in other.cut for whole in one.words if _is_short_for(word, whole))


def _is_short_for(word: str, whole: str) -> bool:
    letters = iter(whole)
    return word[0] == whole[0] and len(word) < len(whole) and all(each in letters for each in word)


@lru_cache(maxsize=65536)
def _alike(one: str, other: str) -> float:
    shorter, longer = sorted((len(one), len(other)))
    if one[0] != other[0] or shorter < _STEM * longer:
        return 0.0
    if one.startswith(other) or other.startswith(one):
        return 0.95
    if shorter < 0.65 * longer:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _covered(one: Title, other: Title) -> set[str]:
    """Return the words of the one that an abbreviation stands for, or that are the abbreviation."""
    covered: set[str] = set()
    for word in one.short - set(other.words):
        if any(_spells(initials, word) for initials in other.initials):
            covered.add(word)
    for word in other.short - set(one.words):
        for small in (False, True):
            covered.update(_spelt_words(one, word, small=small))
    return covered


def _spells(initials: str, word: str) -> bool:
    return len(word) >= 3 and word in initials


def _spelt_words(title: Title, word: str, *, small: bool) -> tuple[str, ...]:
    initials = title.initials[small]
    if not _spells(initials, word):
        return ()
    every = [each for each in title.folded.split() if not small or each not in _words().small]
    start = initials.index(word)
    return tuple(each for each in every[start : start + len(word)] if each in title.words)


@attrs.frozen
class Numbers:
    """What the numbers of two titles say of each other.

    Attributes:
        apart: what tells the two apart, such as ("part 1", "part 2"); None where nothing does.
        lacking: what one says that the other does not, such as "part 2"; None where nothing.
        counts_differ: whether they count different numbers of things.
        is_part: whether one names some of those that the other names, as "level 1" does of "levels 1 and 2".
    """

    apart: tuple[str, str] | None = None
    lacking: str | None = None
    counts_differ: bool = False
    is_part: bool = False


def compare_numbers(one: Title, other: Title) -> Numbers:
    """Return whether numbers tell two titles apart.

    >>> compare_numbers(read_title("Drafting, part 1"), read_title("Drafting, part 2")).apart
    ('part 1', 'part 2')
    >>> compare_numbers(read_title("Forum"), read_title("Forum, 7th edition")).apart is None
    True
    """
    lacking: str | None = None
    is_part = False
    first, second = _with_labels(one.serials, other.serials), _with_labels(other.serials, one.serials)
    for label in sorted({*first, *second}):
        mine, theirs = first.get(label, frozenset()), second.get(label, frozenset())
        if _exclude(mine, theirs):
            return Numbers((_said(label, mine), _said(label, theirs)))
        if mine != theirs:
            lacking = lacking or _said(label, mine ^ theirs)
            is_part |= bool(mine and theirs)
    if _exclude(one.years, other.years):
        return Numbers((_said("", one.years), _said("", other.years)))
    return Numbers(None, lacking, counts_differ=_exclude(one.counts, other.counts), is_part=is_part)


def _with_labels(serials: Serials, others: Serials) -> Serials:
    """Return numbers with those of ordinals under the word of the other title: "third part" is "part 3"."""
    missing = others.keys() - serials.keys()
    if "" not in serials or "" in others or len(missing) != 1:
        return serials
    (label,) = missing
    return {**{key: numbers for key, numbers in serials.items() if key}, label: serials[""]}


def _exclude(mine: AbstractSet[int], theirs: AbstractSet[int]) -> bool:
    """Whether both name numbers, and each one that the other does not."""
    return bool(mine and theirs) and not (mine <= theirs or theirs <= mine)


def _said(label: str, numbers: Iterable[int]) -> str:
    return f"{label} {', '.join(map(str, sorted(numbers)))}".strip()
