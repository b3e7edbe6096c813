"""Owns what looks like a venue, by the words of `data/venues.toml`. Knows no names of places."""

from __future__ import annotations

import re
from functools import cache

import attrs

from coecal.data import read_table
from coecal.places.names import name_key

MOST_WORDS = 8

_WORD = re.compile(r"[^\W_]+")


@attrs.frozen
class VenueWords:
    """The words by which venues are known, as keys."""

    prepositions: frozenset[str]
    venues: frozenset[str]
    activities: frozenset[str]
    particles: frozenset[str]
    after_venues: frozenset[str]


@cache
def _words() -> VenueWords:
    table = read_table("venues.toml")
    return VenueWords(**{name: frozenset(map(_key, words)) for name, words in table.items()})


def _key(word: str) -> str:
    return word.casefold() if word.isascii() else name_key(word)


def prepositions() -> frozenset[str]:
    """Return the keys of the words that may stand before a place: "at", "near"."""
    return _words().prepositions


def is_word_of_venues(word: str) -> bool:
    """Return whether a word is one of a venue or of an activity."""
    key = _key(word)
    return key in _words().venues or key in _words().activities


def split_venue(text: str) -> str | None:
    """Return what follows the last "at", "in" or the like of a text, where a venue stands before it; else None.

    >>> split_venue("Europol Headquarters at The Hague")
    'The Hague'
    >>> split_venue("Final meeting in Kosovo") is None
    True
    """
    words = text.split()
    prepositions = _words().prepositions
    for place in range(len(words) - 2, 0, -1):
        if _key(words[place]) in prepositions:
            return " ".join(words[place + 1 :]) if is_venue(" ".join(words[:place])) else None
    return None


def is_venue(text: str) -> bool:
    """Return whether a text is short, looks like a name, and has the word of a venue but none of an activity."""
    words = _WORD.findall(text)
    if not words or len(words) > MOST_WORDS:
        return False
    known = _words()
    keys = [_key(word) for word in words]
    seen = False
    for place, (word, key) in enumerate(zip(words, keys, strict=True)):
        before_venue = place + 1 < len(keys) and keys[place + 1] in known.venues
        if key in known.venues:
            seen = True
        elif key in known.activities:
            if not before_venue:
                return False
        elif key in known.after_venues:
            if not seen:
                return False
        elif key not in known.particles and not (word[0].isupper() or word.isdigit()):
            return False
    return seen
