"""Owns what the names of places mean: the tables that ship, and a user's own names beside them. Reads no texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from coecal.places.areas import known_areas
from coecal.places.cities import cities_of, joined_cities, lone_cities
from coecal.places.countries import countries_by_key, joined_countries
from coecal.places.regions import Region, RegionTable


@attrs.frozen
class Gazetteer:
    """Countries, regions, cities and areas within countries, each found by the key of one of its names.

    Attributes:
        table: the regions.
        own_countries: codes of countries by the keys of a user's names for them.
        own_cities: codes of the countries of a user's cities by the keys of their names.
        own_joined: keys of those of a user's names that are written with "and".
    """

    table: RegionTable
    own_countries: Mapping[str, str] = attrs.field(factory=dict)
    own_cities: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    own_joined: frozenset[str] = frozenset()

    def country(self, key: str) -> str | None:
        """Return the code of the country of that name."""
        return self.own_countries.get(key) or countries_by_key().get(key)

    def region(self, key: str) -> Region | None:
        """Return the region of that name."""
        return self.table.find(key)

    def is_joined(self, key: str) -> bool:
        """Return whether a name of that key is written with "and", so that it may be found across one."""
        return (
            key in joined_countries()
            or self.table.is_joined(key)
            or key in self.own_joined
            or key in known_areas().joined
            or key in joined_cities()
        )

    def has_within(self, key: str, country: str) -> bool:
        """Return whether a city or area of that name is known in a country, given by its code."""
        return key in cities_of(country) or self.has_area(key, country) or country in self.own_cities.get(key, ())

    def has_area(self, key: str, country: str) -> bool:
        """Return whether an area of that name is known in a country, given by its code."""
        return key in known_areas().names.get(country, ())

    def has_abbreviation(self, key: str, country: str) -> bool:
        """Return whether an area of a country, given by its code, has that abbreviation."""
        return key in known_areas().abbreviations.get(country, ())

    def has_all_areas(self, country: str) -> bool:
        """Return whether all states of a country, given by its code, are known."""
        return country in known_areas().abbreviations

    def alone(self, key: str) -> str | None:
        """Return the code of the country of the city or area that is meant by that name wherever it stands.

        A user's city is meant too, where the user names no other of that name and nobody means another one by it.
        """
        code = self.lone_city(key) or known_areas().alone.get(key)
        if code is None and len(self.own_cities.get(key, ())) == 1:
            (code,) = self.own_cities[key]
        return code

    def lone_city(self, key: str) -> str | None:
        """Return the code of the country of the city that everybody means by that name."""
        return lone_cities().get(key)

    def region_names(self, countries: tuple[str, ...], regions: tuple[Region, ...]) -> Iterator[str]:
        """Yield the names of regions, each followed by the groups around it, then of the groups of countries."""
        for region in regions:
            yield from self.table.around(region)
        for code in countries:
            yield from self.table.of_country(code)
