"""Owns the way from lines to entries: headings of months, blocks between blank lines, entries inside a block.

What belongs to the page is taken out, lines that a page or a margin broke are put together. Knows nothing of what the
parts of an entry mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from coecal.ranges import Period
from coecal.readers.agenda.dating import Dating
from coecal.readers.agenda.groups import level_of
from coecal.readers.agenda.words import AgendaWords
from coecal.readers.newsletter.headings import ANY_YEAR, month_after, read_period
from coecal.readers.newsletter.lines import Line, is_listed
from coecal.readers.newsletter.markup import clean
from coecal.readers.newsletter.words import fold

_BULLET = re.compile(r"\A\s*(?:[-*+•‣◦▪·–—>]|\(?(?:\d{1,3}|[a-zA-Z])\))[ \t]+(?=\S)")
_NUMBER = re.compile(r"\A\s*(\d{1,3})\.[ \t]+(?=\S)")
_ORDER = re.compile(r"\A(?:[IVX]{1,4}|[A-Z]|\d{1,2})[.)]\s+(?=\D)")  # "II. Deuxième trimestre"
_DEFINITION = re.compile(r"\A\s*:\s+(?=\S)")
_UNFINISHED = re.compile(
    r"(?:[,&/-]|\b(?:and|et|or|ou|of|de|du|des|the|la|le|les|in|à|for|pour|on|sur|with|avec))$", re.IGNORECASE
)
_GAP = re.compile(r" {3,}")
LONGEST_ENTRY = 1_500
"""How many characters an entry may have."""
_SLASH = re.compile(r"\s/\s")
_FIRST, _SEVERAL = 1, 2
_HOUR = r"\d{1,2}(?:[:.]\d{2}|\s?h(?:\s?\d{2})?|\s?[ap]\.?m\.?)"
CLOCK = re.compile(
    rf"(?:à\s+|at\s+)?(?P<clock>{_HOUR}(?:\s*(?:[-–—]|à|to)\s*{_HOUR})?)\s*(?:[:|–—,\t]|-\s|\s{{2,}})\s*(?=\S)",
    re.IGNORECASE,
)
"""Matches the time of day that a line begins with."""
_STRIKE = re.compile(r"~~")


@attrs.frozen
class Piece:
    """A line of an entry: its words, its number, and whether it stands in the list as an item of its own."""

    words: str
    number: int
    raw: str
    is_item: bool
    is_marked: bool


@attrs.frozen
class Heading:
    """A heading inside the calendar.

    Attributes:
        words: the heading.
        period: the period that it says; None for "to be confirmed", or where its year is not known.
        is_open: whether it says that there is no date yet.
        line: its line.
        level: how deep it stands.
    """

    words: str
    period: Period | None
    is_open: bool
    line: int
    level: int


@attrs.frozen
class Block:
    """Lines that stand together.

    Attributes:
        pieces: the lines.
        new_page: whether a page begins between it and the block before it.
    """

    pieces: tuple[Piece, ...]
    new_page: bool = False


def find_blocks(
    lines: Sequence[Line], words: AgendaWords, issue: Period | None, dating: Dating
) -> Iterator[Heading | Block]:
    """Yield the headings and blocks of a text in order; page numbers and rules are left out."""
    held: list[Piece] = []
    new_page = False
    last: Period | None = None
    texts = _texts(lines)
    for position, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if not line.text or not text or words.page.fullmatch(text):
            if held and not line.text.strip():
                yield Block(tuple(held), new_page)
                held, new_page = [], False
            new_page = new_page or (bool(text) and words.page.fullmatch(text) is not None)
            continue
        if line.new_page and held:
            yield Block(tuple(held), new_page)
            held, new_page = [], True
        new_page = new_page or line.new_page
        heading = None if is_listed(line.raw) else _heading(text, line, words, issue, last)
        if heading is not None and _is_date_of(held, line, texts[position + 1 : position + 2], dating, heading.period):
            heading = None
        if held and (heading is not None or line.marked):
            yield Block(tuple(held), new_page)
            held, new_page = [], False
        if heading is None:
            held.append(Piece(text, line.number, line.raw, is_listed(line.raw), line.marked))
        else:
            last = heading.period or last
            yield heading
    if held:
        yield Block(tuple(held), new_page)


def _is_date_of(
    held: Sequence[Piece], line: Line, following: Sequence[str], dating: Dating, period: Period | None
) -> bool:
    """Whether a month is the date of the lines right above it, which have none, and of those right below it."""
    if not held or line.marked or held[0].number == _FIRST or not any(following):
        return False
    beside = (*(piece.words for piece in held), *following)
    return not any(piece.is_item for piece in held) and not any(dating.find(words, period) for words in beside)


def _texts(lines: Sequence[Line]) -> list[str]:
    """Return the words of all lines; where slashes part the rows, bars stand for them."""
    numbered = _numbered(lines)
    texts = [_words(line.raw, _NUMBER if line.number in numbered else _BULLET) for line in lines]
    slashed = [len(_SLASH.findall(text)) > 1 for text in texts]
    if sum(slashed) < _SEVERAL or 3 * sum(slashed) < sum(map(bool, texts)):
        return texts
    return [_SLASH.sub(" | ", text) if is_slashed else text for text, is_slashed in zip(texts, slashed, strict=True)]


def _words(raw: str, marker: re.Pattern[str]) -> str:
    """Return the words of a line without what makes it a heading, an item or a definition, and without mark-up."""
    bare = _DEFINITION.sub("", marker.sub("", raw.lstrip("#").rstrip("# ")))
    return _GAP.sub("  ", clean(_STRIKE.sub("", bare))).strip()


def _numbered(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that are items of a numbered list: "1.", "2.", and not days as in "3. März"."""
    found = [(line.number, int(match[1])) for line in lines if (match := _NUMBER.match(line.raw)) is not None]
    is_list = len(found) > 1 and [count for _, count in found] == list(range(1, len(found) + 1))
    return frozenset(number for number, _ in found) if is_list else frozenset()


def _heading(text: str, line: Line, words: AgendaWords, issue: Period | None, last: Period | None) -> Heading | None:
    bare = _ORDER.sub("", text.rstrip(" :."))
    level = level_of(line.raw, is_marked=line.marked)
    if fold(bare) in words.slots.undated:
        return Heading(bare, None, is_open=True, line=line.number, level=level)
    period = read_period(bare, issue)
    if period is not None and last is not None and issue is not None:
        period = month_after(period, last, bare)
    if period is None and read_period(bare, ANY_YEAR) is not None:
        return Heading(bare, None, is_open=False, line=line.number, level=level)
    return None if period is None else Heading(bare, period, is_open=False, line=line.number, level=level)


def split_block(block: Block, dating: Dating, words: AgendaWords, within: Period | None) -> list[tuple[Piece, ...]]:
    """Return the entries of a block.

    Items of a list are entries, and lines with a time of day below a date. Else each has one of the lines that hold a
    date: where these follow each other at the same distance, entries have as many lines; else an entry begins with its
    date, or ends with it.
    """
    pieces = _unwrapped(block.pieces, dating, words, within)
    if any(piece.is_item for piece in pieces):
        return _parted(pieces, _item_begins(pieces, [dating.label(piece.words) for piece in pieces]))
    clocks = [CLOCK.match(piece.words) is not None for piece in pieces]
    if any(clocks[1:]) and dating.read(pieces[0].words, within) is not None:
        return _parted(pieces, clocks)
    found = [dating.find_in_line(piece.words, within) for piece in pieces]
    dated = [position for position, date in enumerate(found) if date is not None]
    if len(dated) < _SEVERAL:
        return [tuple(pieces)]
    first, is_last = dated[0], dated[-1] == len(pieces) - 1
    labels = [dating.label(piece.words) for piece in pieces]
    if labels.count("when") > 1:
        begins = _labelled_begins(labels)
    elif len(pieces) == len(dated) * (dated[1] - first) and _are_even(dated):
        begins = list(range(0, len(pieces), dated[1] - first))
    elif first == 0 or _are_rows(dated) or all(date is None or date.leads for date in found):
        begins = dated
    elif not is_last and all(after - first > before for before, after in pairwise(dated)):
        begins = [position - first for position in dated]
    else:
        begins = [position + 1 for position in dated]
    first_lines = frozenset(begins)
    return _parted(pieces, [position in first_lines for position in range(len(pieces))])


def _are_rows(positions: Sequence[int]) -> bool:
    """Whether lines follow each other below one that is their heading."""
    return positions[0] == 1 and positions[-1] == len(positions)


def _are_even(positions: Sequence[int]) -> bool:
    return len({after - before for before, after in pairwise(positions)}) == 1


def _item_begins(pieces: Sequence[Piece], labels: Sequence[str | None]) -> list[bool]:
    """Return which lines begin items: no deeper ones, and none that a label makes a part of the item above."""
    first, *others = [label for piece, label in zip(pieces, labels, strict=True) if piece.is_item]
    parts = set(others) - {first} if others and first is not None else set(labels)
    edge = min(_indent(piece) for piece in pieces if piece.is_item)
    return [
        piece.is_item and _indent(piece) == edge and (label is None or label not in parts)
        for piece, label in zip(pieces, labels, strict=True)
    ]


def _indent(piece: Piece) -> int:
    raw = piece.raw.expandtabs()
    return len(raw) - len(raw.lstrip())


def _labelled_begins(labels: Sequence[str | None]) -> list[int]:
    """Return where entries begin whose lines have labels: at titles without one, else where the first comes again."""
    if labels[0] is not None:
        return [position for position, label in enumerate(labels) if label == labels[0]]
    return [0, *(at + 1 for at, (before, label) in enumerate(pairwise(labels)) if before is not None and label is None)]


def _parted(pieces: Sequence[Piece], begins: Sequence[bool]) -> list[tuple[Piece, ...]]:
    entries: list[list[Piece]] = []
    for piece, is_first in zip(pieces, begins, strict=True):
        if is_first or not entries:
            entries.append([piece])
        else:
            entries[-1].append(piece)
    return [tuple(entry) for entry in entries]


def _is_whole(before: Piece, piece: Piece, dating: Dating, words: AgendaWords, within: Period | None) -> bool:
    """Whether a line and the next are each something: a date, then whatever; or whatever, then a mode: "en ligne"."""
    if is_unfinished(before.words):
        return False
    if fold(piece.words.split(",")[0]) in words.slots.modes or dating.read(before.words, within) is not None:
        return True
    return all(dating.find_in_line(one.words, within) is not None for one in (before, piece))


def _unwrapped(pieces: Sequence[Piece], dating: Dating, words: AgendaWords, within: Period | None) -> list[Piece]:
    """Put lines together that the margin broke: one that breaks off, or after which the next goes on in lower case."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and not piece.is_item
            and len(before.words) < LONGEST_ENTRY
            and is_broken(before.words, piece.words)
            and not _is_whole(before, piece, dating, words, within)
            and (is_unfinished(before.words) or dating.lead(piece.words, within) is None)
        ):
            joint = "" if before.words.endswith("-") and piece.words[:1].islower() else " "
            joined[-1] = attrs.evolve(
                before, words=f"{before.words}{joint}{piece.words}", raw=f"{before.raw}\n{piece.raw}"
            )
        else:
            joined.append(piece)
    return joined


def is_broken(before: str, after: str) -> bool:
    """Whether a line goes on in the next: it breaks off, or the next begins in lower case."""
    return is_unfinished(before) or (after[:1].islower() and not after.startswith(("http:", "https:", "www.")))


def is_unfinished(words: str) -> bool:
    """Whether a line breaks off: with a comma, a word that asks for another, or an open bracket."""
    return _UNFINISHED.search(words) is not None or words.count("(") > words.count(")")
