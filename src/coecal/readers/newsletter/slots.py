"""Owns what one piece of a row can be besides title and date: a mode, a status, a place.

Knows nothing of the order of pieces. Answers are kept, since a newsletter names the same places often.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import attrs

from coecal.activities import Mode, Status
from coecal.places import Place, Places
from coecal.places.venues import is_venue
from coecal.readers.newsletter.words import Words, fold

_LONGEST, _MOST_WORDS = 80, 9
_REMARK = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")
_PARTS = re.compile(r"\s*,\s*|\s+(?:and|&|\+)\s+|\s*/\s*")
_AND_BEFORE = re.compile(r"\A(?:and|et|&)\s+(?=[^\W\d_a-zß-ÿ])")  # "Vienna, Austria, and Bratislava, Slovakia"
_JOINED = re.compile(r"\s+(?:and|&)\s+|\s*/\s*")
_NAME_PART = re.compile(r"[^\W\d_]+")


@attrs.frozen
class Located:
    """A piece that is a place.

    Attributes:
        words: the words of the place, as written.
        countries: codes of the countries that it lies in or is.
        regions: names of the regions that it means, where it is no country.
        is_country: whether it is the name of a country.
        is_list: whether it names several places.
        is_guessed: whether the words may mean something else too.
    """

    words: str
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    is_country: bool = False
    is_list: bool = False
    is_guessed: bool = False


class Slots:
    """Tells what a piece of a row is, for the rows of one newsletter."""

    def __init__(self, words: Words, places: Places, text: str, is_body: Callable[[str], bool]) -> None:
        """Tell pieces apart.

        Args:
            words: the words of the language.
            places: the places that are known.
            text: the whole newsletter; a word that it writes in lower case is no name of a place.
            is_body: whether words name projects or organisers, which are no places.
        """
        self._words = words
        self._places = places
        self._text = text
        self._is_body = is_body
        self._lower: frozenset[str] | None = None
        self._found: dict[str, Located | None] = {}
        self._mode_starts = frozenset(key.split(" ", 1)[0] for key in words.modes)
        joined = "|".join(map(re.escape, words.prepositions))
        self._preposition = re.compile(rf"(?:{joined})\s+(?=\S)", re.IGNORECASE)

    def mode(self, piece: str) -> Mode | None:
        """Return the mode that a piece says, or None."""
        return self._words.modes.get(fold(piece)) if len(piece) <= _LONGEST else None

    def status(self, piece: str) -> Status | None:
        """Return the status that a piece says, or None."""
        return self._words.statuses.get(fold(piece)) if len(piece) <= _LONGEST else None

    def may_hold_mode(self, piece: str) -> bool:
        """Whether one of the words of a piece can begin a mode."""
        return any(word in self._mode_starts for word in fold(piece).split())

    def begins_mode(self, piece: str) -> bool:
        """Whether the first word of a piece can begin a mode."""
        return fold(piece.split(" ", 1)[0]).split(" ", 1)[0] in self._mode_starts

    def remark(self, piece: str) -> tuple[str, str] | None:
        """Return the words before and the words inside the brackets that a piece ends with, or None."""
        match = _REMARK.fullmatch(piece) if piece[-1:] in ")]" else None
        return (match[1], match[2].strip()) if match else None

    def without_remark(self, piece: str) -> str:
        """Return a piece without the brackets that it ends with."""
        remark = self.remark(piece)
        return piece if remark is None else remark[0]

    def place_among_modes(self, words: str) -> Located | None:
        """Return the place in words that are nothing but places and modes: "Strasbourg and online"."""
        parts = [part.strip() for part in _PARTS.split(words)]
        places = [self.place(part) for part in parts if self.mode(part) is None]
        found = [place for place in places if place is not None]
        if not found or len(found) < len(places):
            return None
        return _joined(", ".join(place.words for place in found), found)

    def place(self, piece: str, near: Iterable[str] = ()) -> Located | None:
        """Return the place that a piece is, or None.

        Args:
            piece: the words.
            near: codes of countries that stand beside it, whose lesser-known cities count too.
        """
        piece = _AND_BEFORE.sub("", piece)
        if piece not in self._found:
            self._found[piece] = self._look(piece)
        located = self._found[piece]
        if located is None and piece[:1].isupper() and len(piece) <= _LONGEST:
            return next(filter(None, (self._place_in(country, piece) for country in near)), None)
        return located

    def guess(self, piece: str) -> Located | None:
        """Return the place that a piece is if it is the name of a city that only one country has, for want of another.

        It is for pieces that stand where places do, and whoever uses it says so.
        """
        name = self._preposition.sub("", piece, count=1) if self._preposition.match(piece) else piece
        code = self._places.guess_city(name) if self.is_name(name, strictly=False) else None
        return None if code is None else Located(name, (code,), is_guessed=True)

    def _place_in(self, country: str, piece: str) -> Located | None:
        """Return the place that a piece is within a country, where it is one of its lesser-known cities or several."""
        parts = _JOINED.split(self.without_remark(piece))
        found = [self._places.find_place(part, country=country) for part in parts]
        if not all(found):
            return None
        return Located(piece, (country,), is_list=len(parts) > 1)

    def tail_place(self, piece: str) -> str | None:
        """Return the code of the country or the name of the region that a piece ends with, after other words."""
        words = piece.split()
        for count in range(min(4, len(words) - 1), 0, -1):
            tail = " ".join(words[-count:])
            if words[-count][:1].isupper():
                region = self._places.find_region(tail)
                country = self._places.find_country(tail)
                if country is not None or region is not None:
                    return country or (None if region is None else region.name)
        return None

    def is_venue(self, piece: str, beside: Located) -> bool:
        """Whether a piece names a venue, given the place that stands beside it.

        Beside a country a ministry or a court is likelier to be who is met than where: only a building is a venue.
        """
        if not is_venue(piece) or not piece[:1].isupper():
            return False
        return not beside.is_country or not self._words.venues.isdisjoint(fold(piece).split())

    def is_building(self, piece: str) -> bool:
        """Whether a piece names a venue that is a building, which is a place whatever stands beside it."""
        return piece[:1].isupper() and is_venue(piece) and not self._words.venues.isdisjoint(fold(piece).split())

    def is_plain_mode(self, piece: str) -> bool:
        """Whether a piece is a mode and nothing that a title could begin with, as "Digital" could."""
        return fold(piece) in self._words.first_modes

    def is_remark(self, piece: str) -> bool:
        """Whether a piece opens as a remark does ("with the Harbour Trust"), or is one ("in Spanish", "mode TBC")."""
        folded = fold(piece)
        if folded in self._words.remarks or folded.startswith(self._words.remark_openings):
            return True
        words = folded.split()
        if len(words) < 2:  # signs alone fold to none
            return False
        return words[0] in self._words.language_openings and self._words.languages.issuperset(words[1:])

    def is_name(self, piece: str, *, strictly: bool = True) -> bool:
        """Whether a piece looks like the name of a place: one to three capitalised words that are nothing else.

        None of them may be an ordinary word of titles or, strictly, stand in lower case elsewhere in the newsletter.
        """
        words = [word for word in piece.split() if word not in self._words.particles]
        if not 1 <= len(words) <= 3 or len(piece.split()) > 4 or self._is_body(piece):
            return False
        return all(self._is_name_word(word, strictly=strictly) for word in words)

    def _is_name_word(self, word: str, *, strictly: bool) -> bool:
        parts = _NAME_PART.findall(word)
        if (
            not parts
            or not parts[0][0].isupper()
            or any(char.isdigit() for char in word)
            or word.strip("-'’.") != word.strip(".")
        ):
            return False
        if all(part.isupper() for part in parts) and len("".join(parts)) > 1:
            return False  # an abbreviation
        if self._lower is None:
            self._lower = frozenset(word for word in re.findall(r"\b[^\W\d_]{2,}\b", self._text) if word.islower())
        lowered = {part.lower() for part in parts if len(part) > 1} - self._words.particles
        if strictly and not lowered.isdisjoint(self._lower):
            return False
        possessive = fold(word).removesuffix("'s").removesuffix("’s")
        return self._words.no_names.isdisjoint({fold(word), possessive})

    def _look(self, piece: str) -> Located | None:
        if len(piece) > _LONGEST or len(piece.split()) > _MOST_WORDS:
            return None
        if fold(piece) in self._words.open_places:
            return Located(piece)
        for words in self._spellings(piece):
            located = self._known(words)
            if located is not None:
                return attrs.evolve(located, words=piece if words in piece[: len(words)] else words)
        return None

    def _spellings(self, piece: str) -> Iterable[str]:
        """Yield a piece, then without a preposition before it, then without a remark in brackets after it."""
        yield piece
        bare = self._preposition.sub("", piece, count=1) if self._preposition.match(piece) else piece
        if bare != piece:
            yield bare
        remark = self.remark(bare)
        if remark is not None:
            yield remark[0]

    def _known(self, words: str) -> Located | None:
        place: Place | None = self._places.find_place(words)
        if place is None:
            return None
        is_country = self._places.find_country(words) is not None
        if not is_country and not words[:1].isupper():
            return None  # "reading" and "nice" are cities only with a capital
        is_list = not is_country and len(place.countries) != 1 and _JOINED.search(words) is not None
        is_list = is_list and self._places.find_region(words) is None
        return Located(words, place.countries, place.regions, is_country=is_country, is_list=is_list)


def _joined(words: str, places: list[Located]) -> Located:
    """Return several places as one."""
    countries = dict.fromkeys(code for place in places for code in place.countries)
    regions = dict.fromkeys(name for place in places for name in place.regions)
    return Located(words, tuple(countries), tuple(regions), is_list=True)
