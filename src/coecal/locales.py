"""Owns what a locale such as "fr_BE" says: its language and its territory. Knows no words of any language."""

from __future__ import annotations


def language_of(locale: str) -> str:
    """Return the code of the language of a locale, in lower case.

    Args:
        locale: with an underscore or a hyphen between its parts, in any case.

    >>> language_of("fr_BE"), language_of("pt-br"), language_of("EN")
    ('fr', 'pt', 'en')
    """
    return _parts(locale)[0].lower()


def territory_of(locale: str) -> str:
    """Return the code of the territory of a locale, in capitals; "" where it names none.

    >>> territory_of("en_US"), territory_of("sr_Latn_rs"), territory_of("fr")
    ('US', 'RS', '')
    """
    return next((part.upper() for part in _parts(locale)[1:] if len(part) == 2), "")


def _parts(locale: str) -> list[str]:
    return locale.replace("-", "_").split("_")
