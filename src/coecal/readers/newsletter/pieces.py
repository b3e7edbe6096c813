"""Owns the cutting of a row's words into pieces at its commas.

Knows nothing of what the pieces mean.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SIGN = re.compile(r"[,;()\[\]{}\"“”„«»]")
_CLOSING = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_OPENING = {"(", "[", "{", "“", "«", "„"}


class Piece(NamedTuple):
    """What stands between two commas, without spaces at its ends.

    Attributes:
        text: the words.
        start: the position of its first character in the row's words.
        end: the position after its last character.
    """

    text: str
    start: int
    end: int


def split_pieces(words: str) -> list[Piece]:
    """Return the pieces of a row's words, parted by commas and semicolons outside brackets and quotation marks.

    A bracket or quotation mark without its partner parts nothing and protects nothing. Empty pieces are left out.

    >>> [piece.text for piece in split_pieces("Course (1, 2), Kenya, <3 May>,")]
    ['Course (1, 2)', 'Kenya', '<3 May>']
    >>> [piece.text for piece in split_pieces("Course (1, Kenya, 3 May")]
    ['Course (1', 'Kenya', '3 May']
    """
    pieces: list[Piece] = []
    start = 0
    for comma in (*_commas(words), len(words)):
        text = words[start:comma]
        bare = text.strip()
        if bare:
            first = start + text.index(bare[0])
            pieces.append(Piece(bare, first, first + len(bare)))
        start = comma + 1
    return pieces


def _commas(words: str) -> list[int]:
    """Return the positions of the commas and semicolons that part pieces."""
    spans = _protected(words) if any(sign in words for sign in '([{"“«„') else []
    commas = [match.start() for match in _SIGN.finditer(words) if match[0] in ",;"]
    if not spans:
        return commas
    outside: list[int] = []
    position = 0
    for comma in commas:
        while position < len(spans) and spans[position][1] < comma:
            position += 1
        if position == len(spans) or comma < spans[position][0]:
            outside.append(comma)
    return outside


def _protected(words: str) -> list[tuple[int, int]]:
    """Return the outermost pairs of brackets and quotation marks, in order, each as its two positions."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    quote: int | None = None
    for match in _SIGN.finditer(words):
        sign, position = match[0], match.start()
        if sign == '"':
            if quote is None:
                quote = position
            else:
                pairs.append((quote, position))
                quote = None
        elif sign in _OPENING:
            waiting.append((sign, position))
        elif sign in _CLOSING:
            opening = next((at for at in range(len(waiting) - 1, -1, -1) if _pairs_with(waiting[at][0], sign)), None)
            if opening is not None:
                pairs.append((waiting[opening][1], position))
                del waiting[opening:]
    return _outermost(pairs)


def _pairs_with(opening: str, closing: str) -> bool:
    return opening == _CLOSING[closing] or (opening == "„" and closing == "”")


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    outer: list[tuple[int, int]] = []
    for first, last in sorted(pairs):
        if not outer or first > outer[-1][1]:
            outer.append((first, last))
        elif last > outer[-1][1]:  # a quotation that crosses a bracket: all of it is protected
            outer[-1] = (outer[-1][0], last)
    return outer
