"""Owns how alike two pieces of text are: the share of the words of one that the other says too, rare words first.

Knows nothing of what the words are about.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from coecal.readers.newsletter.words import Words, fold

# "co-operation" and "e-evidence" are one word each, "storm-proof" is two.
_JOINT = re.compile(r"\b([^\W\d_]{1,3})[-‐](?=[^\W\d_])")
_POSSESSIVE = re.compile(r"['’]s\b")
_ENDINGS = ("ing", "ion", "ian", "ed", "es", "e")
_STEM, _LEAST = 6, 3


class Likeness:
    """Compares texts by the words that tell the titles of one newsletter apart."""

    def __init__(self, titles: Iterable[str], words: Words) -> None:
        """Weigh each word by how few of the titles have it."""
        self._common = words.common | frozenset(words.unfinished)
        self._kinds = frozenset(map(_stem, words.kinds))
        self._known: dict[str, frozenset[str]] = {}
        held = [self.stems(title) for title in titles]
        self._counts = Counter(stem for stems in held for stem in stems)
        self._size = max(1, len(held))

    def stems(self, text: str) -> frozenset[str]:
        """Return the first letters of the words that count, so that "legislative" is like "legislation"."""
        known = self._known.get(text)
        if known is None:
            words = fold(_POSSESSIVE.sub("", _JOINT.sub(r"\1", text))).split()
            kept = (word for word in words if len(word) >= _LEAST and word not in self._common and not word.isdecimal())
            known = self._known[text] = frozenset(_stem(word) for word in kept)
        return known

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Return how much of the weight of `part` lies in words that `whole` has too, 0 to 1."""
        total = sum(map(self._weight, part))
        return sum(map(self._weight, part & whole)) / total if total else 0.0

    def own_share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """Return the share without the words that only say what kind of activity it is, if there are others."""
        return self.share(part - self._kinds or part, whole)

    def _weight(self, stem: str) -> float:
        return math.log(1 + self._size / (1 + self._counts[stem]))


def _stem(word: str) -> str:
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    ending = next((ending for ending in _ENDINGS if bare.endswith(ending) and len(bare) - len(ending) > _LEAST), "")
    return bare[: len(bare) - len(ending)][:_STEM]
