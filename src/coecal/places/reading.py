"""Owns the reading of a text that is a place: its names, one after the other, and what each means beside the others.

Knows nothing of newsletters and their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from coecal.places.gazetteer import Gazetteer
from coecal.places.names import name_key
from coecal.places.regions import Region
from coecal.places.venues import is_venue, split_venue

# What may stand between names: ", ; / &", brackets, a dash between spaces, and "and".
_SEPARATOR = re.compile(r"[,;/&()]|(?<=\s)[-\u2013\u2014](?=\s)|(?<!\w)and(?!\w)", re.IGNORECASE)
_LISTING = frozenset({";", "/", "&", "and"})  # the next is another place, never where this one lies

# A name such as "Saint Helena, Ascension and Tristan da Cunha" has that many separators and one.
MOST_PIECES = 4


@attrs.frozen
class _Piece:
    """A part of the text between separators."""

    key: str
    start: int
    end: int
    listing: bool  # whether the separator after it says that another place follows


@attrs.frozen
class _Item:
    """A name in the text: the country or region that it means; where it means neither, it can only be a city."""

    key: str
    text: str
    listing: bool
    code: str | None = None
    region: Region | None = None

    @property
    def is_city(self) -> bool:
        return self.code is None and self.region is None


@attrs.frozen
class Reading:
    """What a text means: codes of countries and regions, in the order of the text, each once."""

    countries: tuple[str, ...]
    regions: tuple[Region, ...]


def read_place(text: str, names: Gazetteer, country: str | None) -> Reading | None:
    """Return what a text means where all of it is places, else None.

    Args:
        text: the text.
        names: what names mean.
        country: the code of a country in which a city may lie that the text itself puts nowhere.
    """
    items = _read_items(text, _pieces(text), names)
    before = _nearest_countries(items)
    after = _nearest_countries(items[::-1])[::-1]
    codes = []
    for place, item in enumerate(items):
        code = item.code
        if item.is_city:
            following = items[place + 1] if place + 1 < len(items) else None
            code = _country_of_city(item, following, (after[place], before[place], country), names)
            if code is None and not _is_before_its_city(item, following):
                return None
        if code is not None:
            codes.append(code)
    regions = tuple(dict.fromkeys(item.region for item in items if item.region is not None))
    return Reading(tuple(dict.fromkeys(codes)), regions) if codes or regions else None


def _pieces(text: str) -> list[_Piece]:
    """Return the parts of a text between separators; those without a letter count as separators."""
    pieces: list[_Piece] = []
    start = 0
    for match in (*_SEPARATOR.finditer(text), None):
        end = len(text) if match is None else match.start()
        key = name_key(text[start:end])
        if key:
            pieces.append(_Piece(key, start, end, listing=False))
        if match is not None:
            if pieces and match.group().lower() in _LISTING:
                pieces[-1] = attrs.evolve(pieces[-1], listing=True)
            start = match.end()
    return pieces


def _read_items(text: str, pieces: Sequence[_Piece], names: Gazetteer) -> list[_Item]:
    """Return the names in a text, at each place the longest that is known; any other piece may be a city."""
    items = []
    place = 0
    while place < len(pieces):
        item, count = _known_name(text, pieces, place, names) or _name_after_venue(text, pieces, place, names)
        items.append(item)
        place += count
    return items


def _known_name(text: str, pieces: Sequence[_Piece], place: int, names: Gazetteer) -> tuple[_Item, int] | None:
    """Return the longest name of a country or region that begins at a piece, and its number of pieces."""
    for count in range(min(MOST_PIECES, len(pieces) - place), 0, -1):
        found = pieces[place : place + count]
        item = _item("".join([piece.key for piece in found]), text[found[0].start : found[-1].end], found[-1], names)
        if count == 1:
            return None if item.is_city else (item, 1)
        # "Australia and New Zealand" are two countries, though there is a region of that name.
        if item.region is not None and all(names.country(piece.key) is not None for piece in found):
            continue
        if not item.is_city or names.lone_city(item.key) is not None:  # "Washington, D.C." is a city
            return item, count
    return None


def _item(key: str, text: str, last: _Piece, names: Gazetteer) -> _Item:
    code = names.country(key)
    return _Item(key, text, last.listing, code, names.region(key) if code is None else None)


def _name_after_venue(text: str, pieces: Sequence[_Piece], place: int, names: Gazetteer) -> tuple[_Item, int]:
    """Return the name at the end of "Europol Headquarters at The Hague", else the piece, and the number of pieces.

    More than one piece, where an "and" belongs to the venue: "Ministry of Justice and Public Order in Nicosia".
    """
    first = pieces[place]
    for count, last in enumerate(pieces[place : place + MOST_PIECES], start=1):
        rest = split_venue(text[first.start : last.end])
        if rest is not None:
            return _item(name_key(rest), rest, last, names), count
        if not last.listing:
            break
    return _item(first.key, text[first.start : first.end], first, names), 1


def _nearest_countries(items: Sequence[_Item]) -> list[str | None]:
    """Return for each item the country of the last item before it that is no city, None for a region or nothing."""
    nearest: str | None = None
    found = []
    for item in items:
        found.append(nearest)
        if not item.is_city:
            nearest = item.code
    return found


def _is_before_its_city(item: _Item, following: _Item | None) -> bool:
    """Return whether a name that is no place is a venue, and a city follows: "Hotel Rogner, Tirana"."""
    return following is not None and following.is_city and is_venue(item.text)


def _country_of_city(
    item: _Item, following: _Item | None, countries: Iterable[str | None], names: Gazetteer
) -> str | None:
    """Return the code of the country in which a city lies, None where no such city is known.

    A city lies in the first of the countries that has one of its name: the next that the text names, the one
    before, the one given. Else it lies where everybody knows it to lie; but never silently in another country
    than the one that it is said to lie in.
    """
    for code in countries:
        if code is not None and names.has_city(item.key, code):
            return code
    alone = names.lone_city(item.key)
    said_to_lie_in = following.code if following is not None and not item.listing else None
    return alone if said_to_lie_in in (None, alone) else None
