"""Owns what a language calls the places of another: countries, regions, and cities that have a name of their own.

Names of cities are CLDR's, where a zone of time is called after them, and those of `data/exonyms.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from coecal.data import read_table
from coecal.errors import UnknownNameError
from coecal.locales import language_of
from coecal.places.countries import country_name
from coecal.places.names import name_key
from coecal.places.registry import find_country, find_region, region_name

_ENGLISH = "en"


def translate_place(words: str, countries: Collection[str], locale: str) -> str:
    """Return what the language of `locale` calls a place; words that name none, or none with another name, stay.

    Args:
        words: one place as written, in English.
        countries: the codes of the countries that it lies in, so that a city of another country is none.
        locale: the language; in English every place stays as written.

    Raises:
        UnknownNameError: CLDR has no such language.

    >>> [translate_place(words, ["AT"], "fr") for words in ("Vienna", "Austria", "Europe", "Hall 3")]
    ['Vienne', 'Autriche', 'Europe', 'Hall 3']
    >>> translate_place("Vienna", ["US"], "fr"), translate_place("Turkiye", ["TR"], "en")
    ('Vienna', 'Turkiye')
    """
    code = language_of(locale)
    if code == _ENGLISH:
        return words
    country = find_country(words)
    if country is not None:
        # Kosovo* keeps its asterisk or the lack of it: that is for who writes.
        return country_name(country, locale) if country in countries and country != "XK" else words
    if find_region(words) is not None:
        return region_name(words, locale)
    cities = _cities(code)
    key = name_key(words)
    return next((cities[country, key] for country in countries if (country, key) in cities), words)


@cache
def _cities(code: str) -> Mapping[tuple[str, str], str]:
    """Return the names of cities in a language by country and by the key of their English name."""
    tables = read_table("exonyms.toml")
    zones = {
        (territory, name_key(english)): name
        for zone, territory in _territories().items()
        if (name := _zone_city(zone, code)) and (english := _zone_city(zone, _ENGLISH) or _last(zone))
    }
    own = {
        (country, name_key(english)): name
        for country, names in tables.get(code, {}).items()
        for english, name in names.items()
    }
    return zones | own


@cache
def _territories() -> Mapping[str, str]:
    from babel.core import get_global  # noqa: PLC0415 - babel is loaded when first used

    return dict(get_global("zone_territories"))


def _zone_city(zone: str, code: str) -> str | None:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        city = Locale.parse(code).time_zones.get(zone, {}).get("city")
    except (UnknownLocaleError, ValueError) as error:
        msg = f"CLDR has no names of cities for the language {code!r}: use one such as 'fr'"
        raise UnknownNameError(msg) from error
    return None if city is None else str(city)


def _last(zone: str) -> str:
    """Return the city in the name of a zone, such as "Addis Ababa" of Africa/Addis_Ababa."""
    return zone.rpartition("/")[2].replace("_", " ")
