"""Owns areas within countries: their names, their abbreviations, and what looks like one, by `data/areas.toml`.

Knows nothing of cities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import attrs

from coecal.data import read_table
from coecal.places.names import name_key
from coecal.places.pieces import joined_keys
from coecal.places.venues import is_word_of_venues

MOST_WORDS = 4

_WORD = re.compile(r"[^\W_]+")


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(name_key, names))


@attrs.frozen
class Areas:
    """The names of areas.

    Attributes:
        names: keys of names by country.
        abbreviations: keys of abbreviations by country; such a country has all its states among the names.
        alone: codes of countries by the keys of the names that mean one area wherever they stand.
        joined: keys of the names that are written with "and".
    """

    names: Mapping[str, frozenset[str]]
    abbreviations: Mapping[str, frozenset[str]]
    alone: Mapping[str, str]
    joined: frozenset[str]


@attrs.frozen
class AreaWords:
    """The words beside which a name is an area, and those that may and may not stand in such a name."""

    after: tuple[str, ...]
    before: tuple[str, ...]
    particles: frozenset[str] = attrs.field(converter=_keys)
    never: frozenset[str] = attrs.field(converter=_keys)


@cache
def known_areas() -> Areas:
    """Return the areas that ship.

    >>> known_areas().alone[name_key("Azores")], name_key("Punjab") in known_areas().names["PK"]
    ('PT', True)
    """
    table = read_table("areas.toml")
    never = _keys(table["never_alone"]["names"])
    states, alone = table["states"], table["alone"]
    names: dict[str, set[str]] = defaultdict(set)
    for part in (states, alone, table["with_country"]):
        for country, listed in part.items():
            names[country].update(listed)
    return Areas(
        {country: _keys(found) for country, found in names.items()},
        {country: _keys(short for every in found.values() for short in every) for country, found in states.items()},
        {key: country for part in (states, alone) for country in part for key in _keys(part[country]) - never},
        joined_keys(name for found in names.values() for name in found),
    )


@cache
def _words() -> AreaWords:
    table = read_table("areas.toml")
    return AreaWords(**table["words"])


@cache
def _with_area_word() -> re.Pattern[str]:
    """Return what matches a name with one of the words that say that it is an area."""
    before, after = ("|".join(map(re.escape, words)) for words in (_words().before, _words().after))
    return re.compile(rf"(?:the\s+)?(?:(?:{before})\s+(?:the\s+)?(\S.*)|(\S.*)[\s-](?:{after}))\W*", re.IGNORECASE)


def area_name(text: str) -> str | None:
    """Return the name in a text that is a name with the word of an area; None for any other text.

    >>> area_name("Khatlon region"), area_name("Province of Sughd")
    ('Khatlon', 'Sughd')
    >>> area_name("Pilot region") is None
    True
    """
    match = _with_area_word().fullmatch(text.strip())
    name = None if match is None else match[1] or match[2]
    return name if name is not None and looks_like_area(name, may_be_capitals=text.isupper()) else None


def looks_like_area(text: str, *, may_be_capitals: bool) -> bool:
    """Return whether a text is a few capitalised words, none of which says who or what.

    Args:
        text: the text.
        may_be_capitals: whether all that is around it is in capitals, so that those make no abbreviation.
    """
    words = _WORD.findall(text)
    if not words or len(words) > MOST_WORDS or not words[0][0].isupper():
        return False
    return all(_may_stand(word, may_be_capitals=may_be_capitals) for word in words)


def _may_stand(word: str, *, may_be_capitals: bool) -> bool:
    key = name_key(word) or word.casefold()  # "the" and "and" have no key
    if key in _words().never or is_word_of_venues(word):
        return False
    if word[0].isupper():
        return may_be_capitals or len(word) == 1 or not word.isupper()
    return key in _words().particles
