"""Owns the place line over a report: "LOME, TOGO, 3-4 May", with the title glued to it or not.

Knows nothing of what stands under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from coecal.activities import Mode
from coecal.dates import FuzzyDate
from coecal.places import Places
from coecal.ranges import Period
from coecal.readers.newsletter.pieces import Piece, split_pieces
from coecal.readers.newsletter.projects import find_area
from coecal.readers.newsletter.slots import Located
from coecal.readers.newsletter.titles import mode_at_end
from coecal.readers.newsletter.walk import Tools

_LONGEST, _MOST_WORDS, _LONGEST_WITH_TITLE = 140, 18, 500
_MOST_DATE_PIECES, _MOST_LAST_WORDS = 4, 3
_EDGES = " ,;:–—-*|"
_SEPARATORS = ":–—|"
# Where a title may be glued to the place line: at a space before a capital, or between "September" and "The".
_GLUE = re.compile(r"(?<=\w)(?=[A-ZÀ-Þ])|(?<=[\w)])\s*[:–—|*]+\s*(?=\S)|(?<=[\w)])\s+(?=[\"“'‘«(]?[A-ZÀ-Þ])")
_IN_THE = re.compile(r"\b(?:in|at|for|across)\s+(?:the\s+)?(\S.*)", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Head:
    """A place line taken apart.

    Attributes:
        words: the place line, without a title glued to it.
        places: the words of its places.
        countries: codes of their countries, in order, each once.
        regions: regions that its places mean, where they are no countries.
        unknown: places of which no country or region is known.
        mode: None where it is not said.
        when: None where there is no date, or one that cannot be read.
        fault: words that look like a date and are none; "" where there are none.
        why: the reason why they are none.
        rest: the title that is glued to it, with its mode; "" where there is none.
        is_capital: whether its places are all in capitals.
        is_known: whether its places are known, or look like names beside known ones.
    """

    words: str
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    mode: Mode | None = None
    when: FuzzyDate | None = None
    fault: str = ""
    why: str = ""
    rest: str = ""
    is_capital: bool = False
    is_known: bool = False


class HeadReader:
    """Tells the place lines of one newsletter from its other lines."""

    def __init__(self, tools: Tools, places: Places, within: Period | None) -> None:
        """Read with the tools for rows; dates without a year are read within the issue's period."""
        self._tools = tools
        self._places = places
        self._within = within

    def read(self, text: str, *, leads: bool, in_part: bool) -> Head | None:
        """Return the place line that a line is, or begins with, else None.

        A line of places and a date is one, under the heading of a part also one of a mode and a date. Where a mode
        and a bar stand in the next line, it may lack either of the two, or hold words that are no known place.

        Args:
            text: the line, cleaned.
            leads: whether the next line with words begins with a mode and a bar.
            in_part: whether it stands under the heading of a part, where words in capitals can be no masthead.
        """
        if not text or len(text) > _LONGEST_WITH_TITLE or "\t" in text:
            return None
        head = self.line(text)
        if head is not None and self._is_sure(head, leads=leads, in_part=in_part):
            return head
        return self._barred(text) or self._glued(text)

    def _barred(self, text: str) -> Head | None:
        """Return the place line before "In person | Title" in the same line."""
        for bar in (match.start() for match in re.finditer(r"\|", text)):
            for left in _spaced(text[:bar].rstrip()):
                place, mode = mode_at_end(left, self._tools.slots)
                head = self.line(place.strip(_EDGES)) if mode and place.strip(_EDGES) else None
                if head is not None and (head.when is not None or head.fault or head.is_known):
                    return attrs.evolve(head, rest=f"{mode} {text[bar:].strip()}")
        return None

    def _glued(self, text: str) -> Head | None:
        """Return the place line before a title that follows its date in the same line."""
        for match in reversed(list(_GLUE.finditer(text[:_LONGEST]))):
            left, right = text[: match.start()], text[match.end() :]
            if not left[-1:].isalnum() and left[-1:] != ")":
                continue
            head = self.line(left.strip(_EDGES)) if self._may_end_with_date(left) else None
            if head is None or head.when is None or not head.is_known or len(right.split()) < 2:
                continue
            is_parted = any(sign in match[0] for sign in _SEPARATORS)
            if (head.is_capital or is_parted) and not right[0].islower():
                return attrs.evolve(head, rest=right.strip(_EDGES))
        return None

    def _may_end_with_date(self, words: str) -> bool:
        last = " ".join(words.split()[-_MOST_LAST_WORDS:])
        return any(map(str.isdigit, last)) or self._tools.dates.names_month(last)

    def _is_sure(self, head: Head, *, leads: bool, in_part: bool) -> bool:
        has_where = bool(head.places) or head.mode is not None
        if head.when is None and not head.fault:
            return leads and head.is_known
        if not has_where:
            return leads
        return leads or head.is_known or (in_part and (head.is_capital or not head.places))

    def line(self, words: str) -> Head | None:
        """Return what a place line says, or None where the words cannot be one."""
        if not words or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS or words.endswith((".", "!", "?")):
            return None
        text = words.replace("|", ",")
        slots = self._tools.slots
        pieces = split_pieces(text)
        modes = [mode for piece in pieces if (mode := slots.mode(piece.text)) is not None]
        when, pieces = self._date(text, [piece for piece in pieces if slots.mode(piece.text) is None])
        fault, why = "", ""
        if when is None and pieces:
            fault, why, pieces = self._fault(pieces)
        names = [piece.text for piece in pieces]
        written = [*names, *(piece.text for piece in split_pieces(text) if slots.mode(piece.text) is not None)]
        if any(":" in name for name in names) or not (pieces or when or fault):
            return None
        mode = modes[0] if modes else None
        return self._located(Head(words=words, mode=mode, when=when, fault=fault, why=why), names, written)

    def _date(self, text: str, pieces: list[Piece]) -> tuple[FuzzyDate | None, list[Piece]]:
        """Return the date at the end of a place line, else at its start, and the pieces that are left."""
        read, within = self._tools.dates.read, self._within
        sizes = range(min(_MOST_DATE_PIECES, len(pieces)), 0, -1)
        for size in sizes:
            if (when := read(text[pieces[-size].start : pieces[-1].end], within)) is not None:
                return when, pieces[:-size]
        for size in sizes:
            if (when := read(text[pieces[0].start : pieces[size - 1].end], within)) is not None:
                return when, pieces[size:]
        if not pieces:
            return None, pieces
        parts = pieces[-1].text.split(" ")
        for count in range(1, len(parts)):
            left = " ".join(parts[:count]).rstrip(_EDGES)
            if left[-1:].isdigit():
                continue  # "POLAND 31 June" holds no date "June"
            if (when := read(" ".join(parts[count:]), within)) is not None:
                return when, _shortened(pieces, left)
        return None, pieces

    def _fault(self, pieces: list[Piece]) -> tuple[str, str, list[Piece]]:
        """Return words at the end of a place line that look like a date and are none, why, and the pieces left."""
        parts = pieces[-1].text.split(" ")
        for count in range(len(parts)):
            tail = " ".join(parts[count:])
            error = self._tools.dates.fault(tail, self._within) if count == 0 or tail[0].isdigit() else None
            if error is not None:
                return tail, error.message, _shortened(pieces, " ".join(parts[:count]).rstrip(_EDGES))
        return "", "", pieces

    def _located(self, head: Head, names: list[str], written: list[str]) -> Head:
        found = [self._place(name) for name in names]
        codes = dict.fromkeys(code for place in found if place is not None for code in place.countries)
        slots = self._tools.slots
        near = [place or slots.place(name, codes) for name, place in zip(names, found, strict=True)]
        codes = dict.fromkeys(code for place in near if place is not None for code in place.countries)
        regions = dict.fromkeys(
            name for place in near if place is not None and not place.countries for name in place.regions
        )
        unknown = tuple(name for name, place in zip(names, near, strict=True) if place is None)
        known = bool(codes or regions) and all(
            name.isupper() or slots.is_name(name, strictly=False) for name in unknown
        )
        return attrs.evolve(
            head,
            places=tuple(names),
            countries=tuple(codes),
            regions=tuple(regions),
            unknown=() if codes or regions else unknown,
            is_capital=bool(written) and all(words.isupper() for words in written),
            is_known=known,
        )

    def _place(self, name: str) -> Located | None:
        """Return the place that a name is, or the region in "Talks in the Sahel region"."""
        place = self._tools.slots.place(name)
        match = _IN_THE.search(name) if place is None else None
        if match is None:
            return place
        area = find_area(match[1], self._tools.words, self._places)
        return None if area is None else Located(name, (), (area,))


def _shortened(pieces: list[Piece], left: str) -> list[Piece]:
    """Return pieces of which the last keeps only its first words, or goes where these are none."""
    start = pieces[-1].start
    return [*pieces[:-1], Piece(left, start, start + len(left))] if left else pieces[:-1]


def _spaced(left: str) -> Iterator[str]:
    """Yield words, then the same with a space where "SeptemberIn person" lost it."""
    yield left
    for match in re.finditer(r"(?<=[a-zß-ÿ\d])(?=[A-ZÀ-Þ])", left):
        yield f"{left[: match.start()]} {left[match.start() :]}"
