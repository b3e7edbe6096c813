"""Owns text that nobody has vouched for, as SVG and HTML can hold it, and how much room it takes.

No font is ever asked: widths are those of a wide one, so that what fits here fits nearly anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import Final

# What XML 1.0 (section 2.2) and HTML do not allow: control characters, halves of surrogate pairs, non-characters.
# Those control characters that are white space become spaces with the rest of it.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane | low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
    + "]"
)
ELLIPSIS: Final = "…"
_MOST_CHARACTERS: Final = 200
"""However narrow they are, no more characters of one text are drawn."""

# Widths in ems, as DejaVu Sans has them, one of the widest fonts that pages are shown in.
_WIDTHS: Final = {
    character: width
    for width, characters in (
        (0.3, "IJijl"),
        (0.35, " ,./:;\\|\u00a0"),
        (0.41, "()-[]ftr!'\u2018\u2019"),
        (0.52, '"*_`csz\u201c\u201d\u2013'),
        (0.6, "?Fkvxy"),
        (0.65, "$0123456789LEPSTYabdeghnopqu{}"),
        (0.7, "ABCKRVXZ"),
        (0.8, "NU&DGHOQ"),
        (0.87, "#+<=>^w~M"),
        (1.01, "%@Wm\u2014\u2026"),
    )
    for character in characters
}
_JOINER: Final = "\u200d"
_STEERING: Final = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_TURNING: Final = {"R", "AL", "AN", *_STEERING}
"""Classes of characters that are written from right to left, or that change the direction (UAX #9)."""


def safe(text: str) -> str:
    r"""Return a text on one line, without the characters that XML and HTML do not allow; not escaped.

    >>> safe("one\x00\r\n two\ud800")
    'one two'
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # as nearly all are
        return text.strip()
    return " ".join(_FORBIDDEN.sub("", text).split())


def content(text: str) -> str:
    """Return a text as the content of an element.

    >>> content("<b> & <script>")
    '&lt;b&gt; &amp; &lt;script&gt;'
    """
    return escape(safe(text), quote=False)


def isolated(text: str) -> str:
    """Return a text whose direction stays its own, with isolates around it where it could turn what stands beside it.

    What turns directions within it is left out, so that it cannot end the isolate either.

    >>> isolated("plain"), isolated("\u202ecba")
    ('plain', '\u2068cba\u2069')
    """
    if text.isascii() or not any(unicodedata.bidirectional(letter) in _TURNING for letter in text):
        return text
    kept = "".join(letter for letter in text if unicodedata.bidirectional(letter) not in _STEERING)
    return f"\u2068{kept}\u2069"


def lines_content(text: str) -> str:
    """Return a text as the content of an element, with its line feeds, but no other break."""
    return "\n".join(content(line) for line in text.split("\n"))


def quoted(text: str) -> str:
    """Return a text as the value of an attribute, within quotation marks."""
    return f'"{escape(safe(text))}"'


def in_order(text: str) -> tuple[str, str]:
    """Return what texts are sorted by, as people look for them: without capitals and accents first.

    >>> sorted(["Brésil", "Bénin", "Bolivie"], key=in_order)
    ['Bénin', 'Bolivie', 'Brésil']
    """
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letters).casefold(), text


def width_of(text: str, size: float) -> float:
    """Return how wide a text is at most, in pixels, at a size of the font."""
    return size * sum(map(_width, text))


def cut(text: str, size: float, room: float) -> str:
    """Return a text, or as much of it as fits into some room, with an ellipsis where something is cut off.

    It is not cut between a character and what combines with it.

    >>> cut("Regional meeting of libraries and museums", 11, 120)
    'Regional meeting…'
    """
    used, fitting = 0.0, 0
    limit = room - size * _width(ELLIPSIS)
    for place, character in enumerate(text[:_MOST_CHARACTERS]):
        used += size * _width(character)
        if used > room:
            break
        if used <= limit:
            fitting = place + 1
    else:
        if len(text) <= _MOST_CHARACTERS:
            return text
    least = min(1, fitting)  # of a character with very many marks, the character stays
    while least < fitting < len(text) and (_combines(text[fitting]) or text[fitting - 1] == _JOINER):
        fitting -= 1
    return text[:fitting].rstrip() + ELLIPSIS


def _combines(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf", "Sk"}


def _width(character: str) -> float:
    """Return the width of a character in ems; one that has none in the table is taken to be wide."""
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if character < "\u0250":
        return 0.8 if character.isupper() else 0.68
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in {"W", "F"} else 0.8
