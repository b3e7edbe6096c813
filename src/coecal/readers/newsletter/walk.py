"""Owns the state of one row while it is read from the right, and what all steps of that share.

Knows nothing of the steps.
"""

from __future__ import annotations

import re

import attrs

from coecal.activities import Mode, Status
from coecal.dates import FuzzyDate
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.pieces import Piece, split_pieces
from coecal.readers.newsletter.slots import Located, Slots
from coecal.readers.newsletter.when import RowDates
from coecal.readers.newsletter.words import Words

_JOINTS = " -–—/|:"


@attrs.frozen
class Tools:
    """What rows are read with.

    Attributes:
        words: the words of the language.
        slots: tells modes, statuses and places.
        dates: reads dates.
        status_hint: matches where a word of a status or a move stands.
        status_first: matches "CANCELLED:" or "[cancelled]" at the start.
        status_last: matches a title and " - cancelled" or " CANCELLED" at its end.
        moved: matches "3 May (postponed to June)": what stands before, the word, and the new date.
    """

    words: Words
    slots: Slots
    dates: RowDates
    status_hint: re.Pattern[str]
    status_first: re.Pattern[str]
    status_last: re.Pattern[str]
    moved: re.Pattern[str]

    @classmethod
    def of(cls, words: Words, slots: Slots, dates: RowDates) -> Tools:
        """Return the tools for the words of a language."""
        status, links = words.status_pattern, "|".join(map(re.escape, words.status_links))
        moves = "|".join(map(re.escape, words.moves))
        return cls(
            words,
            slots,
            dates,
            status_hint=re.compile(rf"{status}|{moves}", re.IGNORECASE),
            status_first=re.compile(
                rf"(?:[\[(]\s*({status})\s*[\])]\s*[:–—-]?\s*|({status})\s*(?::|\s[–—-])\s*)(?=\S)", re.IGNORECASE
            ),
            status_last=re.compile(rf"(.*\S)(?:\s*[–—:]\s*|\s-\s+)((?i:{status}))|(.*\S)\s+({status.upper()})"),
            moved=re.compile(rf"(.*?)[\s(\[]*\b({status}|{moves})\s+(?:{links})\s+(.+?)[)\]]?", re.IGNORECASE),
        )


@attrs.define
class Walk:
    """One row: the pieces that are left, and what was found in those taken from the right.

    Attributes:
        tools: what it is read with.
        words: the row's words with single spaces.
        line: its line, for problems.
        within: the period that it is listed under; None where that is not known.
        heading: the words of the heading that it stands under, for problems.
        pieces: the pieces that are not taken yet; the title keeps the first.
        places: the places found, the last one first.
        mode: None until it is found.
        mode_words: the words that said so.
        status: None until it is found.
        when: None until words for the date are found.
        is_unread: whether the words for the date were not understood.
        is_moved: whether `when` is the new date of what was postponed, so that the old one may stand before it.
        extra: words after the date that are nothing else; they belong to the title.
        beside: the place that was taken just now, or None.
        problems: what an editor should look at.
    """

    tools: Tools
    words: str
    line: int
    within: Period | None
    heading: str
    pieces: list[Piece] = attrs.field(init=False)
    places: list[Located] = attrs.field(factory=list)
    mode: Mode | None = None
    mode_words: str = ""
    status: Status | None = None
    when: FuzzyDate | None = None
    is_unread: bool = False
    is_moved: bool = False
    extra: str = ""
    beside: Located | None = None
    problems: list[Problem] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.pieces = split_pieces(self.words)

    @property
    def first(self) -> str:
        """The first piece; "" where there is none."""
        return self.pieces[0].text if self.pieces else ""

    @property
    def last(self) -> str:
        """The last piece."""
        return self.pieces[-1].text

    @property
    def before(self) -> str:
        """The piece before the last; "" where that is the title's first or there is none."""
        return self.pieces[-2].text if len(self.pieces) > 2 else ""

    @property
    def is_at_end(self) -> bool:
        """Whether nothing was taken from the right yet."""
        return self.when is None and self.mode is None and not self.places

    def tail(self, size: int) -> str:
        """Return the words of the last pieces with the commas between them."""
        return self.words[self.pieces[-size].start : self.pieces[-1].end]

    def drop(self, size: int = 1) -> None:
        """Take the last pieces away."""
        del self.pieces[-size:]

    def shrink(self, left: str) -> None:
        """Keep only the first words of the last piece."""
        piece, bare = self.pieces[-1], left.rstrip(_JOINTS) or left
        self.pieces[-1] = Piece(bare, piece.start, piece.start + len(bare))

    def keep_right(self, right: str) -> None:
        """Keep only the last words of the last piece."""
        piece, bare = self.pieces[-1], right.lstrip(_JOINTS) or right
        self.pieces[-1] = Piece(bare, piece.end - len(bare), piece.end)

    def read_date(self, words: str) -> FuzzyDate | None:
        """Return the date that some words of this row are, or None."""
        return self.tools.dates.read(words, self.within)

    def set_date(self, when: FuzzyDate) -> None:
        """Note the date; a time of day among its words that could not be read is listed."""
        time = self.tools.dates.time_of_day(when.text)
        if time and when.times is None:
            self.find(Finding.TIME_OF_DAY, time)
        self.when = when

    def ends_list(self, position: int) -> bool:
        """Whether a piece ends a list of countries in the title: "judges from Kenya, Rwanda and Togo, Accra, Ghana".

        It does where the words before it end with another country or region, and it is itself a list, or a country
        while a place of the activity has been found already. A country after its own city is the city's.
        """
        slots = self.tools.slots
        place = slots.place(self.pieces[position].text)
        if place is None or not (place.is_list or place.is_country):
            return False
        city = slots.place(self.pieces[position - 1].text) if position > 1 else None
        if city is not None and not city.is_country and city.countries == place.countries:
            return False
        position -= 1
        while position > 0 and (before := slots.place(self.pieces[position].text)) is not None:
            if before.is_list:  # "Ghana, Kenya and Togo" is ended by its "and"; what follows is no part of it
                return False
            position -= 1
        tail = slots.tail_place(self.pieces[position].text)
        return tail is not None and tail not in place.countries and tail not in place.regions

    def set_mode(self, mode: Mode, words: str) -> None:
        """Note the mode; two different ones make it hybrid."""
        if self.mode is not None and self.mode is not mode:
            self.find(Finding.TWO_MODES, words, other=self.mode_words)
            mode = Mode.HYBRID
        self.mode, self.mode_words = mode, words

    def set_unread(self, words: str) -> None:
        """Make the row undated: the words stand in the place of its date."""
        self.when = FuzzyDate.undated(self.within, text=words)
        self.is_unread = True

    def add_place(self, place: Located) -> None:
        """Take the last piece as a place."""
        self.places.append(place)
        self.beside = place
        self.drop()

    def find(self, finding: Finding, words: str, **others: str) -> None:
        """List a problem of this row."""
        self.problems.append(finding.at(self.line, words, **others))
