"""Owns the title of a report: the mode and the projects that stand before or after it, apart from its words.

Knows nothing of places and dates.
"""

from __future__ import annotations

import re

import attrs

from coecal.activities import Mode
from coecal.readers.newsletter.runners import CellReader
from coecal.readers.newsletter.slots import Slots

_MOST_MODE_WORDS = 5
_GLUED_STARS = re.compile(r"(?<=\w)\*{2,3}(?=\w)")
_FIRST_STARS = re.compile(r"^(?:\*{2,3}|_{2,3})(?=\S)")
_BAR_STAR = re.compile(r"[*_](?=\s*\|)")
_LAST_STARS = re.compile(r"(?:\*\*|__)$")
_BRACKETED = re.compile(r"[\[(]\s*([^\[\]()]{1,40}?)\s*[\])]\s*[:|–—-]?\s*(\S.*)")
_JOINED = re.compile(r"([^:–—|]{1,40}?)\s*(?::|\s[–—-])\s+(\S.*)")
_LAST_BRACKET = re.compile(r"(.*\S)\s*[\[(]\s*([^\[\]()]{1,40}?)\s*[\])]")
_PREFIX = re.compile(r"([^:]{1,80}?)\s*:\s+\S.*")


@attrs.frozen
class Title:
    """A title taken apart.

    Attributes:
        words: the title as written.
        mode: None where it is not said.
        projects: names of the projects that stand before it.
        odd: words before a bar that are neither a mode nor a project; "" where there are none.
        is_barred: whether a bar parts it from a mode.
    """

    words: str
    mode: Mode | None = None
    projects: tuple[str, ...] = ()
    odd: str = ""
    is_barred: bool = False


def without_stars(text: str) -> str:
    """Return a cleaned line without the signs of emphasis that were glued to words, and so were left in it.

    >>> without_stars("LOME, TOGO, 3 May***In person* | Rain**"), without_stars("Rain in Kosovo*")
    ('LOME, TOGO, 3 May In person | Rain', 'Rain in Kosovo*')
    """
    if "*" not in text and "_" not in text:
        return text
    bare = _BAR_STAR.sub("", _FIRST_STARS.sub("", _GLUED_STARS.sub(" ", text)))
    return _LAST_STARS.sub("", bare).strip() if bare != text else text


def read_title(text: str, slots: Slots, cells: CellReader) -> Title:
    """Take the title of a report apart: "In person | WELL+: Rain in the archive", "Rain in the archive (online)"."""
    words, odd, is_barred = text, "", False
    mode: Mode | None = None
    projects: tuple[str, ...] = ()
    while "|" in words:
        left, _, right = (part.strip() for part in words.partition("|"))
        found = slots.mode(left)
        named = () if found is not None or not left else known_projects(left, cells)
        last = slots.mode(words.rpartition("|")[2].strip())
        if not left or not right:
            words = (left or right).strip()
        elif found is not None or named:
            mode, projects, words, is_barred = mode or found, projects or named, right, is_barred or found is not None
        elif last is not None:
            mode, words, is_barred = mode or last, words.rpartition("|")[0].strip(), True
        else:
            odd = left
            break
    if mode is None:
        mode, words = _unbarred_mode(words, slots)
    prefix = _PREFIX.fullmatch(words)
    named = known_projects(prefix[1], cells) if prefix is not None else ()
    return Title(words, mode, projects or named, odd, is_barred)


def mode_at_end(words: str, slots: Slots) -> tuple[str, str]:
    """Return words in two, the second of them the longest mode that they end with, or ""."""
    parts = words.split(" ")
    for count in range(min(_MOST_MODE_WORDS, len(parts)), 0, -1):
        tail = " ".join(parts[-count:])
        if slots.mode(tail) is not None:
            return " ".join(parts[:-count]), tail
    return words, ""


def known_projects(words: str, cells: CellReader) -> tuple[str, ...]:
    """Return the names of the projects that words are, or none where they name anything else too."""
    runners = cells.look(words)
    return () if runners.organisers else tuple(project.name for project in runners.projects)


def _unbarred_mode(words: str, slots: Slots) -> tuple[Mode | None, str]:
    """Return the mode that a colon, a dash or brackets part from a title, and the title."""
    match = _BRACKETED.fullmatch(words)
    if match is not None and (mode := slots.mode(match[1])) is not None:
        return mode, match[2]
    match = _JOINED.fullmatch(words)
    if match is not None and slots.is_plain_mode(match[1]):
        return slots.mode(match[1]), match[2]
    match = _LAST_BRACKET.fullmatch(words)
    if match is not None and (mode := slots.mode(match[2])) is not None:
        return mode, match[1]
    return None, words
