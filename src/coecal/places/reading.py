"""Owns the reading of a text that is a place: what each of its names means beside the others.

Knows nothing of newsletters and their rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import attrs

from coecal.places.areas import area_name, looks_like_area
from coecal.places.gazetteer import Gazetteer
from coecal.places.items import Item, read_items, without_prepositions
from coecal.places.names import name_key
from coecal.places.pieces import Piece, split_pieces
from coecal.places.regions import Region
from coecal.places.venues import is_venue


@attrs.frozen
class Reading:
    """What a text means: codes of countries and regions, in the order of the text, each once."""

    countries: tuple[str, ...]
    regions: tuple[Region, ...]


@attrs.frozen
class _Located:
    """Where a name lies: the code of its country, and whether it is an area, in which what stands before it lies."""

    code: str
    is_area: bool = False


@attrs.frozen
class _Beside:
    """What stands beside a name that lies within a country.

    Attributes:
        previous: the name before it, where nothing says that it is another place.
        following: the name after it, where nothing says that it is another place.
        located: where the name after it lies, if it lies within a country.
        countries: codes of the next country in the text, of the one before, and of one that is known otherwise.
        given: the codes of the countries that are said of this name and others in a list with it, or known otherwise.
    """

    previous: Item | None
    following: Item | None
    located: _Located | None
    countries: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def said(self) -> str | None:
        """The code of the country in which the name after it says that it lies."""
        if self.following is None:
            return None
        return self.located.code if self.located is not None and self.located.is_area else self.following.code


def read_place(text: str, names: Gazetteer, country: str | None) -> Reading | None:
    """Return what a text means where all of it is places, else None.

    Args:
        text: the text.
        names: what names mean.
        country: the code of a country in which a city may lie that the text itself puts nowhere.
    """
    pieces = split_pieces(text)
    found = _read(text, pieces, names, country)
    if found is None:
        # Only now, since a city may begin with such a word: "In Salah, Algeria".
        bare = without_prepositions(text, pieces)
        found = _read(text, bare, names, country) if bare != pieces else None
    return found


def _read(text: str, pieces: Sequence[Piece], names: Gazetteer, country: str | None) -> Reading | None:
    items = read_items(text, pieces, names)
    codes = _codes(items, names, country)
    if codes is None:
        return None
    regions = tuple(dict.fromkeys(item.region for item in items if item.region is not None))
    return Reading(tuple(dict.fromkeys(codes)), regions) if codes or regions else None


def _codes(items: Sequence[Item], names: Gazetteer, country: str | None) -> list[str] | None:
    """Return the codes of the countries of all names in order, None where one is no place."""
    before = _nearest_countries(items)
    after = _nearest_countries(items[::-1])[::-1]
    codes: list[str] = []
    located: _Located | None = None
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        if not item.is_within:
            located = None
            codes += [item.code] if item.code is not None else []
            continue
        beside = _beside(items, place, located, (after[place], before[place], country))
        located = _locate_known(item, beside, names) or _locate_area(item, beside, names)
        if located is not None:
            codes.append(located.code)
        elif not _is_before_its_city(item, items[place + 1 : place + 2]):
            return None
    return codes[::-1]


def _nearest_countries(items: Sequence[Item]) -> list[str | None]:
    """Return for each item the country of the last item before it that is one, None for a region or nothing."""
    nearest: str | None = None
    found = []
    for item in items:
        found.append(nearest)
        if not item.is_within:
            nearest = item.code
    return found


def _is_before_its_city(item: Item, following: Sequence[Item]) -> bool:
    """Return whether a name that is no place is a venue, and a city follows: "Hotel Rogner, Tirana"."""
    return any(city.is_within for city in following) and is_venue(item.text)


def _beside(
    items: Sequence[Item], place: int, located: _Located | None, countries: tuple[str | None, str | None, str | None]
) -> _Beside:
    """Return what stands beside a name; the countries are the next, the one before and one known otherwise."""
    after, _, known = countries
    previous = items[place - 1] if place and not items[place - 1].listing else None
    following = items[place + 1] if place + 1 < len(items) and not items[place].listing else None
    given = (
        after if _is_said_of(items, place) else None,
        previous.code if previous is not None else None,
        known,
    )
    return _Beside(
        previous,
        following,
        located,
        tuple(code for code in countries if code is not None),
        tuple(code for code in given if code is not None),
    )


def _is_said_of(items: Sequence[Item], place: int) -> bool:
    """Return whether the next country is said of a name and of all between: "Sughd and Khatlon regions, Tajikistan"."""
    for item, following in pairwise(items[place:]):
        if not following.is_within:
            return not item.listing
    return False


def _locate_known(item: Item, beside: _Beside, names: Gazetteer) -> _Located | None:
    """Return where a city or area lies that is known by its name.

    It lies in the first of these that has one of its name: the area after it, the next country that the text names,
    the one before, the one given. Else it lies where everybody knows it to lie; but never silently in another
    country than the one that it is said to lie in.
    """
    in_area = beside.located is not None and beside.located.is_area and beside.said is not None
    for code in (beside.said,) if in_area else beside.countries:
        if code is not None and names.has_within(item.key, code):
            return _Located(code, _is_area(item, code, names))
    alone = names.alone(item.key)
    if alone is not None:
        return _Located(alone, _is_area(item, alone, names)) if beside.said in (None, alone) else None
    # "Buffalo, New York": the name after it is a city too, and alone it would be a second place.
    if beside.following is not None and beside.located is not None:
        code = beside.located.code
        if names.has_area(beside.following.key, code) and names.has_within(item.key, code):
            return _Located(code)
    return None


def _is_area(item: Item, code: str, names: Gazetteer) -> bool:
    """Return whether a known name says where the one before it lies; one that is a city first may be a second place."""
    return names.has_area(item.key, code) and names.lone_city(item.key) is None


def _locate_area(item: Item, beside: _Beside, names: Gazetteer) -> _Located | None:
    """Return where an area lies that is known by its abbreviation, by the word of one, or by what is around it."""
    code = (
        _country_of_abbreviation(item, beside, names)
        or _country_by_area_word(item, beside, names)
        or _country_around(item, beside, names)
    )
    return None if code is None else _Located(code, is_area=True)


def _country_of_abbreviation(item: Item, beside: _Beside, names: Gazetteer) -> str | None:
    """Return the code of the country of "MA" in "Cambridge, MA, USA"."""
    if beside.previous is None or not beside.previous.is_within or not item.text.strip()[:1].isupper():
        return None
    return next((code for code in beside.given if names.has_abbreviation(item.key, code)), None)


def _country_by_area_word(item: Item, beside: _Beside, names: Gazetteer) -> str | None:
    """Return the code of the country of an area such as "Khatlon region"; one that is not known needs its country."""
    name = area_name(item.text)
    if name is None:
        return None
    key = name_key(name)
    for code in beside.given:
        if names.has_within(key, code):
            return code
    alone = names.alone(key)
    if beside.given:
        return beside.given[0] if alone is None and names.country(key) in (None, beside.given[0]) else None
    return alone if alone is not None and names.has_area(key, alone) else None


def _country_around(item: Item, beside: _Beside, names: Gazetteer) -> str | None:
    """Return the code of the country of an unknown area between a city and its country: "Kumasi, Ashanti, Ghana".

    Where all states of a country are known, an unknown one is none.
    """
    code, city = beside.said, beside.previous
    if (
        code is not None
        and city is not None
        and city.is_within
        and names.has_within(city.key, code)
        and not names.has_all_areas(code)
        and names.alone(item.key) is None
        and looks_like_area(item.text, may_be_capitals=city.text.isupper())
    ):
        return code
    return None
