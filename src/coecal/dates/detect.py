"""Owns telling which language a date is written in, from its words alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coecal.dates.items import items_of, split_items
from coecal.dates.tables import known_languages
from coecal.dates.words import Language, fold, language

DEFAULT_LOCALE = "en"
"""The language of texts that hold no word, and the first to be tried."""


def languages_of(text: str) -> Iterator[Language]:
    """Yield the languages in which a text may be written, the likeliest first.

    Likeliest is the language that knows the most of its words, English first among equals. Languages that know
    fewer words than the best are not tried: one expression is in one language. Other tables than that of English
    are read only when a text is not English.

    >>> [found.code for found in languages_of("10-12 October 2023")][:1]
    ['en']
    """
    default = language(DEFAULT_LOCALE)
    words = [fold(item.text) for item in items_of(text) if item.group == "word"]
    if default.vocabulary.issuperset(words):
        yield default
        if not words:
            return
    known = _known(words)
    best = max(known.values())
    likely = [code for code in known if known[code] == best] if best else [DEFAULT_LOCALE]
    for code in sorted(likely, key=lambda code: code != DEFAULT_LOCALE):
        if code != DEFAULT_LOCALE or not default.vocabulary.issuperset(words):
            yield language(code)


def language_of_prose(text: str) -> str:
    """Return the code of the language that knows the most words of a running text, English among equals."""
    words = [fold(item.text) for item in split_items(text) if item.group == "word"]
    known = _known(words)
    return max(known, key=lambda code: (known[code], code == DEFAULT_LOCALE))


def _known(words: Sequence[str]) -> Mapping[str, int]:
    """Return how many of the words each language knows."""
    return {code: sum(word in language(code).vocabulary for word in words) for code in known_languages()}
