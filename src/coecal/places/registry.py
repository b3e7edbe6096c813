"""Owns the registry of places: countries, regions, cities and areas, found by their names.

Knows nothing of newsletters and their rows: a text is a place as a whole, or it is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import attrs

from coecal.locales import language_of
from coecal.places.cities import only_cities
from coecal.places.extension import extend
from coecal.places.gazetteer import Gazetteer
from coecal.places.items import whole_key
from coecal.places.names import name_key
from coecal.places.reading import read_place
from coecal.places.regions import Region, built_in_regions

# Texts whose answer is kept; then they are forgotten all at once. A programme has far fewer.
MOST_KEPT = 50_000


@attrs.frozen
class Place:
    """What a text that is a place means.

    Attributes:
        text: the text, without white space around it.
        countries: ISO 3166-1 alpha-2 codes, in the order of the text, each once; XK for Kosovo*.
        regions: names of the regions that the words mean, in the order of the text, each followed by the groups
            that hold it; then those that hold the countries. Each once.
    """

    text: str
    countries: tuple[str, ...]
    regions: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class Places:
    """An immutable registry of places. `default_places()` gives the one that ships, `extended` one with more.

    Names are found whatever their case, accents and punctuation; "the", "and" and a trailing * do not count.

    >>> default_places().find_country("the netherlands")
    'NL'
    """

    _names: Gazetteer
    _kept: dict[tuple[str, str | None], Place | None] = attrs.field(init=False, factory=dict)

    @property
    def regions(self) -> tuple[Region, ...]:
        """All regions, in the order of the tables.

        >>> "Africa" in [region.name for region in default_places().regions]
        True
        """
        return self._names.table.regions

    def find_country(self, name: str) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of a country by any of its usual names; XK for Kosovo*.

        Args:
            name: in English, French, Spanish, German, Italian or Portuguese, or a long or common form.

        >>> default_places().find_country("Côte d'Ivoire"), default_places().find_country("KOSOVO*")
        ('CI', 'XK')
        """
        return self._names.country(whole_key(name, self._names))

    def find_region(self, name: str) -> Region | None:
        """Return a region by its name, its key or an alias; a word such as "region" after it does not count.

        Args:
            name: however it is spelt.

        >>> default_places().find_region("LATAM").name
        'Latin America and Caribbean'
        """
        return self._names.region(whole_key(name, self._names))

    def find_place(self, text: str, *, country: str | None = None) -> Place | None:
        """Return what a text means where the whole of it is a place.

        That is a country, a region, a city or area that everybody knows, one with its country, several of these
        joined by commas, "and", "or", "&", "+", "/" or ";", or a venue before its city; "in", "near", "at" or
        "outside" may stand before it.

        Args:
            text: the text.
            country: the code of a country that is known otherwise; then any known city of that country is a place.

        Returns:
            The place, or None where a part of the text is not known.

        >>> default_places().find_place("Tirana, Albania; Pristina, Kosovo*").countries
        ('AL', 'XK')
        >>> default_places().find_place("Europol Headquarters at The Hague").countries
        ('NL',)
        >>> default_places().find_place("Final meeting in Kosovo") is None
        True
        """
        asked = (text, country)
        try:
            return self._kept[asked]
        except KeyError:
            pass
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        place = self._kept[asked] = self._read(text.strip(), country)
        return place

    def guess_city(self, name: str) -> str | None:
        """Return the code of the one country that has a city of a name, for words that are likely to be a place.

        The name may mean other things: "Nancy" is a city of France alone, and a first name. Who uses it says so.

        Args:
            name: the name, in any case and with or without accents.

        >>> default_places().guess_city("Nancy"), default_places().guess_city("Cambridge")
        ('FR', None)
        """
        return only_cities().get(name_key(name))

    def regions_of(self, country: str) -> tuple[str, ...]:
        """Return the names of the regions that a country belongs to, by its code.

        The first is its region of the United Nations' M49 standard; then come the groups that hold it. Sub-regions
        such as Western Africa are known by name only.

        Args:
            country: the ISO 3166-1 alpha-2 code.

        >>> default_places().regions_of("BJ"), default_places().regions_of("GE")
        (('Africa',), ('Asia', 'Eastern Partnership'))
        """
        return self._names.table.of_country(country)

    def extended(self, source: Path | Mapping[str, object]) -> Places:
        """Return the registry with a user's own regions, names of countries and cities.

        Args:
            source: a TOML file, or what one would hold; `docs/places.md` describes it.

        Raises:
            InputError: the file cannot be read, or something in it cannot be used; its `path` says what.

        >>> more = default_places().extended({"cities": {"MU": ["Cyber Tower"]}})
        >>> more.find_place("Cyber Tower").countries
        ('MU',)
        """
        return Places(extend(self._names, source))

    def _read(self, text: str, country: str | None) -> Place | None:
        reading = read_place(text, self._names, country)
        if reading is None:
            return None
        regions = dict.fromkeys(self._names.region_names(reading.countries, reading.regions))
        return Place(text, reading.countries, tuple(regions))

    def __repr__(self) -> str:
        return f"<Places {len(self.regions)} regions>"


@cache
def default_places() -> Places:
    """Return the registry that ships."""
    return Places(Gazetteer(built_in_regions()))


def find_country(name: str) -> str | None:
    """Return the code of a country of the default registry by one of its usual names."""
    return default_places().find_country(name)


def find_region(name: str) -> Region | None:
    """Return a region of the default registry by its name, its key or an alias."""
    return default_places().find_region(name)


def region_name(name: str, locale: str = "en") -> str:
    """Return the name of a region in the language of `locale`; one that is not known stays as it is.

    >>> region_name("Latin America and Caribbean", "fr_BE"), region_name("Lake District", "fr")
    ('Amérique latine et Caraïbes', 'Lake District')
    """
    region = find_region(name)
    code = language_of(locale)
    return name if region is None else region.translations.get(code, name)
