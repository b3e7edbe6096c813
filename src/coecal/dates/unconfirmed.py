"""Owns the ways to say "to be confirmed": one list per language, from which all readers make their phrases.

A table `[to_be_confirmed]` of a language has the words themselves, and what they are said of: dates, places, modes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import attrs

from coecal.dates.tables import known_language, load_table

TABLE = "to_be_confirmed"


@attrs.frozen
class Unconfirmed:
    """The ways of a language to say that something is not known yet, as its table writes them.

    Attributes:
        words: the words alone: "to be confirmed", "TBC".
        dates: said of a date: "date to be confirmed", "exact dates TBC".
        places: said of a place: "venue TBC".
        modes: said of how people take part: "format to be confirmed".
    """

    words: tuple[str, ...]
    dates: tuple[str, ...]
    places: tuple[str, ...]
    modes: tuple[str, ...]


@cache
def unconfirmed(locale: str) -> Unconfirmed:
    """Return how the language of a locale says "to be confirmed"; a language may have no such table.

    Raises:
        UnknownNameError: there is no table of words for the language.

    >>> said = unconfirmed("fr")
    >>> "à confirmer" in said.words, "lieu à confirmer" in said.places
    (True, True)
    """
    table = load_table(known_language(locale)).get(TABLE, {})
    words: tuple[str, ...] = tuple(table.get("words", ()))

    def said_of(what: str) -> Iterator[str]:
        return (f"{name} {phrase}" for name in table.get(what, ()) for phrase in words)

    return Unconfirmed(words, tuple(said_of("dates")), tuple(said_of("places")), tuple(said_of("modes")))
