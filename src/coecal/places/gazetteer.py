"""Owns what the names of places mean: the tables that ship, and a user's own names beside them. Reads no texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from coecal.places.cities import cities_of, lone_cities
from coecal.places.countries import countries_by_key
from coecal.places.regions import Region, RegionTable


@attrs.frozen
class Gazetteer:
    """Countries, regions and cities, each found by the key of one of its names.

    Attributes:
        table: the regions.
        own_countries: codes of countries by the keys of a user's names for them.
        own_cities: codes of the countries of a user's cities by the keys of their names.
    """

    table: RegionTable
    own_countries: Mapping[str, str] = attrs.field(factory=dict)
    own_cities: Mapping[str, frozenset[str]] = attrs.field(factory=dict)

    def country(self, key: str) -> str | None:
        """Return the code of the country of that name."""
        return self.own_countries.get(key) or countries_by_key().get(key)

    def region(self, key: str) -> Region | None:
        """Return the region of that name."""
        return self.table.find(key)

    def has_city(self, key: str, country: str) -> bool:
        """Return whether a city of that name is known in a country, given by its code."""
        return key in cities_of(country) or country in self.own_cities.get(key, ())

    def lone_city(self, key: str) -> str | None:
        """Return the code of the country of the city that is meant by that name wherever it stands.

        A user's city is meant too, where the user names no other of that name and nobody means another one by it.
        """
        code = lone_cities().get(key)
        if code is None and len(self.own_cities.get(key, ())) == 1:
            (code,) = self.own_cities[key]
        return code

    def region_names(self, countries: tuple[str, ...], regions: tuple[Region, ...]) -> Iterator[str]:
        """Yield the names of regions, each followed by the groups around it, then of the groups of countries."""
        for region in regions:
            yield from self.table.around(region)
        for code in countries:
            yield from self.table.of_country(code)
