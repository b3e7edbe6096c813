"""Owns the lines of a text: numbered as editors number them, cleaned, with what their mark-up says.

Knows nothing of sections and rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from coecal.errors import InputError
from coecal.readers.newsletter.markup import clean, plain

_END = re.compile(r"\r\n|\n|\r")
_HASHES = re.compile(r"\s{0,3}#{1,6}\s+(.*?)[\s#]*$")
_BOLD = re.compile(
    r"\s*(\*\*\*|\*\*|__|<b>|<strong>|<h[1-6][^<>]*>)(?=\S).*\S(\*\*\*|\*\*|__|</b>|</strong>|</h[1-6]>):?\s*"
)
_BULLET = re.compile(r"\A\s*(?:[-*+•‣◦▪·–—]|\(?(?:\d{1,3}|[a-zA-Z])\)|\d{1,3}\.|>)[ \t]+(?=\S)")
_RULE = re.compile(r"[\s\W_]*")
_BINARY = ("%PDF-", "PK\x03\x04", "\x89PNG", "{\\rtf", "\xd0\xcf\x11\xe0")


class Line(NamedTuple):
    """One line.

    Attributes:
        number: counting from 1.
        raw: the line as it stands, without its end.
        text: the line cleaned, without a list marker; tabs and runs of spaces inside it stay.
        marked: whether its mark-up makes it a heading (hashes, or all of it bold).
        new_page: whether a page begins with it. A form feed inside a line parts it in two of the same number.
    """

    number: int
    raw: str
    text: str
    marked: bool
    new_page: bool

    @property
    def words(self) -> str:
        """The line with single spaces."""
        return plain(self.text)


def split_lines(text: str, *, source: str | None = None) -> list[Line]:
    """Return the lines of a text; lines without a letter or digit have an empty `text`.

    Raises:
        InputError: the text is empty or is no text.
    """
    _refuse(text, source)
    lines: list[Line] = []
    new_page = False
    for number, whole in enumerate(_END.split(text.removeprefix("\ufeff")), 1):
        for position, raw in enumerate(whole.split("\f")):
            new_page = new_page or position > 0
            line = _read(number, raw, new_page=new_page)
            lines.append(line)
            new_page = new_page and not line.text
    return lines


def _refuse(text: str, source: str | None) -> None:
    if not text.strip():
        msg = "the text is empty: give the text of a newsletter"
        raise InputError(msg, source=source)
    sample = text[:20_000]
    strange = sum(1 for char in sample if char == "\ufffd" or (char < " " and char not in "\t\n\r\f\v"))
    if text.startswith(_BINARY) or "\x00" in text or strange * 50 > len(sample):
        msg = "this is a binary file or text in another encoding: give the newsletter as UTF-8 text"
        raise InputError(msg, source=source)


def _read(number: int, raw: str, *, new_page: bool) -> Line:
    if _RULE.fullmatch(raw):
        return Line(number, raw, "", marked=False, new_page=new_page)
    hashes = _HASHES.match(raw)
    inner = hashes[1] if hashes else _BULLET.sub("", raw, count=1)
    marked = hashes is not None or _BOLD.fullmatch(inner) is not None
    return Line(number, raw, clean(inner).strip(" \r\n\f"), marked=marked, new_page=new_page)


def is_listed(raw: str) -> bool:
    """Whether a line as it stands is an item of a list: a bullet or a number stands before its words."""
    return _BULLET.match(raw) is not None


def is_table_head(lines: Sequence[Line], position: int) -> bool:
    """Whether a line names the columns of a Markdown table, that is whether the next line rules it off."""
    following = lines[position + 1] if position + 1 < len(lines) else None
    return following is not None and not following.text and "|" in following.raw and "-" in following.raw
