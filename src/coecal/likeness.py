"""Owns how alike two titles are: their words, rare ones counting for more, and what their numbers say of each other.

Knows nothing of activities; what a title says is `coecal.titles`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

import attrs

from coecal.titles import Serials, Title, is_small

_ALIKE = 0.84
"""From which share of equal letters on two words are taken for spellings of one."""

_STEM = 0.55
"""How much of the longer of two words the shorter one has to be, where it is its beginning ("parliament")."""

_SHORTEST = 4
"""How many letters words need before a spelling that differs is looked for."""


_FEWEST = 40
"""Of fewer titles, how common a word is among them tells little yet."""


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

    >>> from coecal.titles import read_title
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
    every = [each for each in title.folded.split() if not small or not is_small(each)]
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

    >>> from coecal.titles import read_title
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
