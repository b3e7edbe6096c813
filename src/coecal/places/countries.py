"""Owns countries: their ISO 3166-1 alpha-2 codes, and the fence around babel for their names in CLDR.

babel is loaded when a name is first asked for. Knows nothing of regions and cities.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from coecal.data import read_table
from coecal.errors import UnknownNameError
from coecal.places.names import name_key
from coecal.places.pieces import joined_keys

# English first: where two languages use one name for two countries, the earlier language wins.
_LOCALES = ("en", "fr", "es", "de", "it", "pt")


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return read_table("countries.toml")


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of all countries and territories of ISO 3166-1, and XK for Kosovo*."""
    return frozenset(_table()["names"])


def country_name(code: str, locale: str = "en") -> str:
    """Return the name of a country as CLDR displays it.

    Kosovo* keeps its asterisk; the footnote that belongs to it is for the page that shows the name.

    Args:
        code: ISO 3166-1 alpha-2, or XK.
        locale: a CLDR locale such as "fr" or "pt_BR".

    Raises:
        UnknownNameError: there is no such country, or CLDR has no such locale.

    >>> country_name("GB"), country_name("DE", "fr"), country_name("XK")
    ('United Kingdom', 'Allemagne', 'Kosovo*')
    """
    if code not in country_codes():
        msg = f"{code!r} is no country code: use two capital letters of ISO 3166-1, such as FR, or XK"
        raise UnknownNameError(msg)
    name = _territories(locale).get(code, code)
    return f"{name}*" if code == "XK" else name


def country_or_code(code: str, locale: str = "en") -> str:
    """Return the name of a country, or the code where it is one of somebody's own: it is what is known of the place.

    >>> country_or_code("DE", "fr"), country_or_code("ZZZ")
    ('Allemagne', 'ZZZ')
    """
    return country_name(code, locale) if code in country_codes() else code


@cache
def countries_by_key() -> Mapping[str, str]:
    """Return the codes of all countries by the keys of their names.

    A name of the table wins over one of CLDR, and an English one over one of another language.
    """
    codes = country_codes()
    ambiguous = {name_key(name) for name in _table()["elsewhere"]["cities"]}
    index = {name_key(name): code for code, names in _table()["names"].items() for name in names}
    for locale in _LOCALES:
        for code, name in _territories(locale).items():
            key = name_key(name)
            if code in codes and (locale == "en" or key not in ambiguous):
                index.setdefault(key, code)
    return index


@cache
def joined_countries() -> frozenset[str]:
    """Return the keys of the names that are written with "and": only those may be found across one."""
    written = [name for names in _table()["names"].values() for name in names]
    codes = country_codes()
    return joined_keys(written + [name for code, name in _territories("en").items() if code in codes])


@cache
def _territories(locale: str) -> Mapping[str, str]:
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - babel is loaded when first used

    try:
        return dict(Locale.parse(locale, sep="-" if "-" in locale else "_").territories)
    except (UnknownLocaleError, ValueError) as error:
        msg = f"CLDR has no names of countries for the locale {locale!r}: use one such as 'en' or 'fr'"
        raise UnknownNameError(msg) from error
