"""Owns the reading of the names in a text, one after the other, each the longest that is known. Places none of them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from coecal.places.areas import area_name
from coecal.places.gazetteer import Gazetteer
from coecal.places.names import name_key
from coecal.places.pieces import Piece, is_joined, split_pieces
from coecal.places.regions import Region
from coecal.places.venues import prepositions, split_venue

# A name such as "Saint Helena, Ascension and Tristan da Cunha" has that many separators and one.
MOST_PIECES = 4


@attrs.frozen
class Item:
    """A name in a text: the country or region that it means; where it means neither, it lies within a country.

    Attributes:
        key: the key of the name.
        text: the name as written.
        listing: whether what stands after it says that another place follows.
        code: the code of the country that it names.
        region: the region that it names.
    """

    key: str
    text: str
    listing: bool
    code: str | None = None
    region: Region | None = None

    @property
    def is_within(self) -> bool:
        """Whether it can only be a city or area within a country."""
        return self.code is None and self.region is None


def whole_key(text: str, names: Gazetteer) -> str:
    """Return the key of a text that is one name, empty where an "and" in it joins two.

    "Trinidad and Tobago" is one, but "Congo and DRC" is not "Congo (DRC)".
    """
    key = name_key(text)
    if is_joined(text) and any(piece.listing for piece in split_pieces(text)[:-1]) and not names.is_joined(key):
        return ""
    return key


def without_prepositions(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a text, those that begin with "in", "near" or the like beginning after it."""
    bare = []
    for piece in pieces:
        word, _, rest = text[piece.start : piece.end].strip().partition(" ")
        key = name_key(rest) if word.casefold() in prepositions() else ""
        bare.append(attrs.evolve(piece, key=key, start=text.index(rest, piece.start)) if key else piece)
    return bare


def read_items(text: str, pieces: Sequence[Piece], names: Gazetteer) -> list[Item]:
    """Return the names in a text, at each place the longest that is known; any other piece may lie in a country."""
    items: list[Item] = []
    place = 0
    while place < len(pieces):
        item, count = _known_name(text, pieces, place, names) or _name_after_venue(text, pieces, place, names)
        items.append(item)
        place += count
    return _with_areas(items, names)


def _known_name(text: str, pieces: Sequence[Piece], place: int, names: Gazetteer) -> tuple[Item, int] | None:
    """Return the longest name of a country or region that begins at a piece, and its number of pieces."""
    for count in range(min(MOST_PIECES, len(pieces) - place), 0, -1):
        found = pieces[place : place + count]
        key = "".join([piece.key for piece in found])
        item = _item(key, text[found[0].start : found[-1].end], found[-1], names)
        if count == 1:
            return None if item.is_within else (item, 1)
        if _is_one_name(item, found, names):
            return item, count
    return None


def _is_one_name(item: Item, pieces: Sequence[Piece], names: Gazetteer) -> bool:
    """Return whether several pieces are one name."""
    if any(piece.listing for piece in pieces[:-1]) and not names.is_joined(item.key):
        return False
    # "Australia and New Zealand" are two countries, though there is a region of that name.
    if item.region is not None and all(names.country(piece.key) is not None for piece in pieces):
        return False
    return not item.is_within or names.alone(item.key) is not None  # "Washington, D.C." is a city


def _item(key: str, text: str, last: Piece, names: Gazetteer) -> Item:
    code = names.country(key)
    return Item(key, text, last.listing, code, names.region(key) if code is None else None)


def _name_after_venue(text: str, pieces: Sequence[Piece], place: int, names: Gazetteer) -> tuple[Item, int]:
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


def _with_areas(items: list[Item], names: Gazetteer) -> list[Item]:
    """Return the names, those of countries that mean an area here as part of the country that follows.

    "Georgia" is a state between a city of the United States and their name: "Atlanta, Georgia, USA".
    """
    for place in range(1, len(items) - 1):
        city, item, country = items[place - 1 : place + 2]
        if (
            item.code is not None
            and country.code is not None
            and city.is_within
            and not city.listing
            and not item.listing
            and names.has_area(item.key, country.code)
            and (names.has_within(city.key, country.code) or area_name(city.text) is not None)
        ):
            items[place] = attrs.evolve(item, code=country.code)
    return items
