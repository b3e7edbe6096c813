"""Owns the names of cities by country, and which of them mean one city wherever they stand.

They come from `data/cities.txt` (GeoNames), read when a city is first asked for; the names of one country are
taken apart when that country is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from coecal.data import read_text
from coecal.places.names import name_key
from coecal.places.pieces import joined_keys


@cache
def cities_of(country: str) -> frozenset[str]:
    """Return the keys of the names of the cities of a country, given by its code; none for an unknown code.

    >>> name_key("Chişinău") in cities_of("MD")
    True
    """
    return frozenset(map(name_key, _sections().get(country, "").splitlines()))


@cache
def lone_cities() -> Mapping[str, str]:
    """Return the codes of the countries by the keys of the names that mean one city wherever they stand.

    >>> lone_cities()[name_key("Den Haag")]
    'NL'
    """
    return {
        name_key(before_mark[before_mark.rfind("\n") + 1 :]): country
        for country, section in _sections().items()
        for before_mark in section.split("*\n")[:-1]
    }


@cache
def only_cities() -> Mapping[str, str]:
    """Return the codes of the countries by the keys of the names of cities that are known in one country alone.

    Beside the cities that everybody means, these are names that a person or a thing may have too, which a reader of
    words that are a place anyway can use.

    >>> only_cities()[name_key("La Rochelle")], name_key("Cambridge") in only_cities()
    ('FR', False)
    """
    found: dict[str, str] = {}
    for country in _sections():
        for key in cities_of(country):
            found[key] = "" if key in found else country
    return {key: country for key, country in found.items() if country}


@cache
def joined_cities() -> frozenset[str]:
    """Return the keys of those of these names that are written with a slash: only those may be found across one.

    >>> name_key("Frankfurt/Main") in joined_cities()
    True
    """
    lines = (line for section in _sections().values() if "/" in section for line in section.splitlines())
    return joined_keys(line[:-1] for line in lines if line.endswith("*") and "/" in line)


@cache
def _sections() -> Mapping[str, str]:
    """Return the lines under each country's code; a name that means one city ends with a mark."""
    text = read_text("cities.txt")
    # Before the first bracket at the beginning of a line stands the head.
    return {section[:2]: f"{section[4:]}\n" for section in text.rstrip("\n").split("\n[")[1:]}
