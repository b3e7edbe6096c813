"""Owns how a text is cut into the pieces that may be names of places. Knows no names."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from coecal.places.names import name_key

# What stands between two places, the second never being where the first one lies. "or" is the state of Oregon or a
# word of a name ("Or Yehuda") where it has a capital and no name just before it, and where no name follows.
# What is asked of the text before a word is asked after its first letter, so that few places of a text are tried.
_LISTING = (
    r"[;/&+]"
    r"|[Aa](?<!\w.)[Nn][Dd](?!\w)"
    r"|o(?<=\s.)r(?=\s+[^\s,;(])"
    r"|[Oo](?<=[^\s,;]\s.)[Rr](?=\s+[^\s,;(])"
)
_IS_LISTING = re.compile(_LISTING)
# What may stand between names: that, a comma, brackets, and a dash between spaces.
_SEPARATOR = re.compile(rf"({_LISTING})|[,()]|[-\u2013\u2014](?<=\s.)(?=\s)")


@attrs.frozen
class Piece:
    """A part of a text between separators.

    Attributes:
        key: the key of its name; never empty.
        start: where it begins in the text.
        end: where it ends in the text, exclusive.
        listing: whether the separator after it says that another place follows.
    """

    key: str
    start: int
    end: int
    listing: bool


def split_pieces(text: str) -> list[Piece]:
    """Return the parts of a text between separators; those without a letter count as separators."""
    pieces: list[Piece] = []
    start = 0
    for match in (*_SEPARATOR.finditer(text), None):
        end = len(text) if match is None else match.start()
        key = name_key(text[start:end])
        if key:
            pieces.append(Piece(key, start, end, listing=False))
        if match is not None:
            if pieces and match[1]:
                pieces[-1] = attrs.evolve(pieces[-1], listing=True)
            start = match.end()
    return pieces


def is_joined(name: str) -> bool:
    """Return whether a name is written with what also stands between two places.

    >>> is_joined("Trinidad & Tobago"), is_joined("Congo (DRC)")
    (True, False)
    """
    return _IS_LISTING.search(name) is not None


def joined_keys(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of those of the names that are written with what also stands between two places."""
    return frozenset(name_key(name) for name in names if is_joined(name))
