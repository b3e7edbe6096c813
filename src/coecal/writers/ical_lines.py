"""Owns content lines (RFC 5545, section 3.1): cleaning, escaping and folding of text that nobody has vouched for.

Knows no property and no activity. No parameter ever carries text from outside, so that none has to be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

LONGEST_LINE: Final = 75
"""Octets in a line, without its line break."""

_LINE_BREAKS: Final = "\n\r\x85\u2028\u2029"
_CLEAN: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None),
    ord("\t"): " ",
    **dict.fromkeys(map(ord, _LINE_BREAKS), "\n"),
    # Half of a surrogate pair has no UTF-8 form.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_UNCLEAN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPECIAL: Final = re.compile(_UNCLEAN.pattern[:-1] + r"\\;,]")


def clean(text: str) -> str:
    r"""Return a text without control characters; every sort of line break becomes a line feed, a tab a space.

    >>> clean("one\r\ntwo\x00\x1b[0m")
    'one\ntwo[0m'
    """
    if _UNCLEAN.search(text) is None:
        return text
    return text.replace("\r\n", "\n").translate(_CLEAN)


def clean_line(text: str) -> str:
    """Return a text clean, on one line and with single spaces."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    r"""Return a text, cleaned, as the value of a property of type TEXT (RFC 5545, section 3.3.11).

    >>> print(escape("Accra, Ghana\nBEGIN:VEVENT"))
    Accra\, Ghana\nBEGIN:VEVENT
    """
    if _SPECIAL.search(text) is None:
        return text
    cleaned = clean(text).replace("\\", "\\\\")  # the escape itself comes first
    return cleaned.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def compact(moment: date) -> str:
    """Return a day, or a moment without its zone, as DATE or DATE-TIME (RFC 5545, sections 3.3.4 and 3.3.5).

    >>> compact(date(987, 6, 5))
    '09870605'
    """
    return moment.isoformat().replace("-", "").replace(":", "")


def text_line(name: str, text: str) -> str:
    """Return the line of a property of type TEXT; empty where the text is blank, since readers refuse such ones."""
    value = text if _SPECIAL.search(text) is None else escape(text)
    return f"{name}:{value}" if value and not value.isspace() else ""


def custom_line(name: str, text: str) -> str:
    r"""Return the line of a property of type TEXT that not every reader knows; empty where the text is blank.

    TEXT is the default for such a property (RFC 5545, section 3.8.8.2), yet readers take back the escapes of an
    unknown one only where it says so itself.

    >>> print(custom_line("X-COECAL-MODE", "online"))
    X-COECAL-MODE:online
    >>> print(custom_line("X-COECAL-WHEN", "12, 19 October"))
    X-COECAL-WHEN;VALUE=TEXT:12\, 19 October
    """
    value = text if _SPECIAL.search(text) is None else escape(text)
    if not value or value.isspace():
        return ""
    return f"{name}:{value}" if value is text or "\\" not in value else f"{name};VALUE=TEXT:{value}"


def join_lines(lines: Iterable[str]) -> bytes:
    r"""Return lines in UTF-8, without the empty ones, each with its line break and folded where it is long.

    A line is folded at 75 octets, never inside a character or an escape.

    >>> join_lines(["SUMMARY:" + "x" * 70, "", "SEQUENCE:0"])
    b'SUMMARY:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n xxx\r\nSEQUENCE:0\r\n'
    """
    folded = [line if len(line) <= LONGEST_LINE and line.isascii() else _fold(line) for line in lines if line]
    return "\r\n".join((*folded, "")).encode()


def _fold(line: str) -> str:
    octets = line.encode()
    pieces, start, room = [], 0, LONGEST_LINE
    while len(octets) - start > room:
        end = _place_to_fold(octets, start, start + room)
        pieces.append(octets[start:end])
        start, room = end, LONGEST_LINE - 1  # the space that marks a continuation counts
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode()


def _place_to_fold(octets: bytes, start: int, end: int) -> int:
    """Return the last place up to `end` that splits no character and no escape; none is split at `start`."""
    while octets[end] & 0xC0 == 0x80:
        end -= 1
    before = end
    while before > start and octets[before - 1] == ord("\\"):
        before -= 1
    return end - (end - before) % 2
