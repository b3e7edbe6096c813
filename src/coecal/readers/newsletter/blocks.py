"""Owns the finding of project blocks: a name and the labelled lines under it, in the body and in the closing list.

Knows nothing of what the labels' values mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.words import Words, fold

_LONGEST_NAME = 120
_FIELDS_OF_A_FRAME = frozenset({"duration", "budget", "scope"})
_LABEL = re.compile(r"\W*([^:\t]{3,50}?)\s*:\s*(.*)")
_UPDATE = re.compile(r"\s*([^:]{1,20}?)\s*:\s*(\S.*)")
_SHORT = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_FOOTNOTE = re.compile(r"\s*(?:\*+|\\\*|\[\d+\]|\(\d+\)|[†‡¹²³])\s*\S")
_LOOK_BACK = 3


@attrs.frozen
class Block:
    """The frame of one project as one place gives it.

    Attributes:
        names: how the block writes the project's name, its own form first.
        is_closing: whether it stands in the closing list, not under a report.
        fields: the value and the line of each labelled line.
        line: the line of the name, or of the first label where there is no name.
        first, last: positions of its first and last line among the lines.
    """

    names: tuple[str, ...]
    is_closing: bool
    fields: dict[str, tuple[str, int]]
    line: int
    first: int
    last: int


def read_label(text: str, words: Words) -> tuple[str, str] | None:
    """Return the field that a labelled line fills and its value, or None where the line has no label.

    >>> from coecal.readers.newsletter.words import load_words
    >>> read_label("Budget: Budget: EUR 5.33 million", load_words("en"))
    ('budget', 'EUR 5.33 million')
    """
    match = _LABEL.fullmatch(text)
    field = words.labels.get(fold(match[1])) if match else None
    if match is None or field is None:
        return None
    value = match[2].strip()
    again = _LABEL.fullmatch(value)
    if again is not None and words.labels.get(fold(again[1])) == field:
        value = again[2].strip()
    return field, value


def is_footnote(raw: str) -> bool:
    """Whether a line as it stands is a footnote: an asterisk or a number in brackets, then words."""
    return _FOOTNOTE.match(raw) is not None and not raw.lstrip().startswith(("* ", "**"))


def find_blocks(lines: Sequence[Line], words: Words) -> Iterator[Block]:
    """Yield the blocks of projects in the order in which they stand.

    A block is two or more labelled lines, or one of duration, budget or scope, under a name. Blank lines and
    footnotes between them do not count.
    """
    position = 0
    while position < len(lines):
        if read_label(lines[position].text, words) is None:
            position += 1
            continue
        fields, last = _read_fields(lines, position, words)
        if not _FIELDS_OF_A_FRAME.isdisjoint(fields):
            yield _block(lines, position, last, fields, words)
        position = last + 1


def _read_fields(lines: Sequence[Line], first: int, words: Words) -> tuple[dict[str, tuple[str, int]], int]:
    """Return the fields of the labelled lines that begin at a position, and the position of the last."""
    fields: dict[str, tuple[str, int]] = {}
    last, position = first, first
    waiting: str | None = None
    while position < len(lines):
        line = lines[position]
        label = read_label(line.text, words)
        if label is not None:
            field, value = label
            if field in fields:
                break  # the next project's block, whose name is missing
            fields[field] = (value, line.number)
            waiting = None if value else field
            last = position
        elif waiting is not None and line.text and not line.marked:
            fields[waiting] = (line.words, line.number)
            waiting, last = None, position
        elif line.text and not is_footnote(line.raw):
            break
        position += 1
    return fields, last


def _block(lines: Sequence[Line], position: int, last: int, fields: dict[str, tuple[str, int]], words: Words) -> Block:
    at = _previous(lines, position)
    name_line = lines[at] if at is not None else None
    if at is None or name_line is None or not _is_name(name_line, words):
        return Block((), is_closing=True, fields=fields, line=lines[position].number, first=position, last=last)
    name = name_line.words.rstrip(" :")
    update = _after_update(name, words)
    basics = next((word for word in words.basics if fold(name).endswith(f" {word}")), None)
    names = [name]
    if update is not None:
        names = long_and_short(update)
    elif basics is not None:
        names = [" ".join(name.split()[: -len(basics.split())]), *_heading_above(lines, at, words)]
    else:
        names = long_and_short(name)
    return Block(
        tuple(dict.fromkeys(names)),
        is_closing=basics is None and update is None,
        fields=fields,
        line=name_line.number,
        first=at,
        last=last,
    )


def _previous(lines: Sequence[Line], position: int) -> int | None:
    """Return the position of the last line with words before a position."""
    return next((at for at in range(position - 1, -1, -1) if lines[at].text), None)


def _is_name(line: Line, words: Words) -> bool:
    name = line.words
    return (
        len(name) <= _LONGEST_NAME
        and not name.endswith((".", "!", "?"))
        and "\t" not in line.text.strip()
        and read_label(line.text, words) is None
        and not is_footnote(line.raw)
        and not any(fold(name).startswith(other) for other in words.others if other not in words.update)
    )


def _after_update(name: str, words: Words) -> str | None:
    match = _UPDATE.fullmatch(name)
    return match[2] if match is not None and fold(match[1]) in words.update else None


def _heading_above(lines: Sequence[Line], at: int, words: Words) -> list[str]:
    """Return the names in the heading "UPDATE: long name (SHORT)" a few lines above the name."""
    above: int | None = at
    for _ in range(_LOOK_BACK):
        above = _previous(lines, above) if above is not None else None
        if above is None:
            return []
        update = _after_update(lines[above].words, words)
        if update is not None:
            return [*long_and_short(update), update]
    return []


def long_and_short(name: str) -> list[str]:
    """Return "Long name (SHORT)" as its short and its long form; any other name alone."""
    match = _SHORT.fullmatch(name)
    if match is None or len(match[2]) > len(match[1]) or len(match[2].split()) > 3:
        return [name]
    return [match[2].strip(), match[1], name]
