"""Owns the words that the newsletter reader knows, read from `data/newsletter.toml`.

What "to be confirmed" is comes from the tables of dates. Knows nothing of lines or rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import attrs

from coecal.activities import Mode, Section, Status
from coecal.data import read_table
from coecal.dates.unconfirmed import unconfirmed
from coecal.errors import UnknownNameError
from coecal.locales import language_of


@attrs.frozen(repr=False)
class Words:
    """The words of one language, folded by `fold` unless said otherwise.

    Attributes:
        sections: the headings of the two lists.
        undated: headings that stand for "no period".
        others: beginnings of headings that end a list.
        rest: headings inside a list above what belongs under none of the others.
        update: words before the long name of a project, as in "UPDATE: …".
        save: beginnings of the heading over save-the-dates.
        basics: words after a project's name, as in "… basics".
        declared: words before the names of projects that have no frame.
        page: words before a page number.
        columns: names of the columns of a list.
        modes: how people take part.
        mode_pattern: what matches any of them in a text, with white space or hyphens between its words.
        first_modes: those of them that stand before a title and never begin one.
        statuses: where an activity stands.
        status_pattern: matches any status word, for use inside other patterns.
        moves: words that say that the date changed, without a status.
        status_links: words between these or "postponed" and the new date.
        without_days: words in the place of a date that say no days.
        prepositions: words that may stand before a place.
        open_places: words for a place that is not known yet.
        venues: words of buildings, which make a piece beside a country a venue.
        particles: lower-case words that may stand inside the name of a place.
        no_names: words that are no name of a place even where they are capitalised.
        remarks: remarks as a whole.
        remark_openings: first words of remarks, each with a space after it.
        language_openings: words before the languages that are spoken.
        languages: names of languages, and the words between two of them.
        ands: words that join the last two names of a list.
        joints: words that join a project's name to the next name of a cell.
        roles: what a cell says in brackets of a project's part, which names nobody.
        project_words: words that may follow a project's name.
        unfinished: words after which a line goes on in the next.
        labels: the field of a project's block by its label.
        everywhere: scopes that mean the whole world.
        scope_suffixes: words that may follow the name of a region.
        funding_opening: words before the names of those who pay, the longest first.
        funding_joints: words between the names of those who pay, the longest first.
        powers: the power of ten that a word after an amount stands for.
        as_of: words between what is counted and the day up to which it holds, the longest first.
        at_least: words before a number that say that there may be more, the longest first.
        or_more: words or signs after a number that say the same, the longest first.
        totals: names of what adds others up.
        no_figures: words before a colon and a number that counts nothing.
        held: words before a mode in the text of a report, the longest first.
        kinds: words for kinds of activities, which tell little.
        common: words that tell no activity from another.
        currencies: ISO 4217 codes by lower-case sign or name.
    """

    sections: Mapping[str, Section]
    undated: frozenset[str]
    others: tuple[str, ...]
    rest: frozenset[str]
    update: tuple[str, ...]
    save: tuple[str, ...]
    basics: tuple[str, ...]
    declared: tuple[str, ...]
    page: tuple[str, ...]
    columns: frozenset[str]
    modes: Mapping[str, Mode]
    mode_pattern: str
    first_modes: frozenset[str]
    statuses: Mapping[str, Status]
    status_pattern: str
    moves: tuple[str, ...]
    status_links: tuple[str, ...]
    without_days: frozenset[str]
    prepositions: tuple[str, ...]
    open_places: frozenset[str]
    venues: frozenset[str]
    particles: frozenset[str]
    no_names: frozenset[str]
    remarks: frozenset[str]
    remark_openings: tuple[str, ...]
    language_openings: frozenset[str]
    languages: frozenset[str]
    ands: tuple[str, ...]
    joints: tuple[str, ...]
    roles: frozenset[str]
    project_words: tuple[str, ...]
    unfinished: frozenset[str]
    labels: Mapping[str, str]
    everywhere: frozenset[str]
    scope_suffixes: tuple[str, ...]
    funding_opening: tuple[str, ...]
    funding_joints: tuple[str, ...]
    powers: Mapping[str, int]
    as_of: tuple[str, ...]
    at_least: tuple[str, ...]
    or_more: tuple[str, ...]
    totals: frozenset[str]
    no_figures: frozenset[str]
    held: tuple[str, ...]
    kinds: frozenset[str]
    common: frozenset[str]
    currencies: Mapping[str, str]


@lru_cache(maxsize=10_000)
def fold(words: str) -> str:
    """Return words without case, accents and punctuation, with single spaces.

    >>> fold("  In-Person "), fold("Participating countries/regions")
    ('in person', 'participating countries regions')
    """
    letters = words.lower()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters.casefold())
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(letters))


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|&")


_CURRENCIES = "currencies"


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return read_table("newsletter.toml")


def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that newsletters are read in, English first."""
    return tuple(code for code in _tables() if code != _CURRENCIES)


@cache
def load_words(locale: str) -> Words:
    """Return the words of the language of `locale`.

    Raises:
        UnknownNameError: there is no table for it.
    """
    tables = _tables()
    code = language_of(locale)
    if code not in known_languages():
        msg = f"no words of newsletters are known for the locale {locale!r}: use one of {', '.join(known_languages())}"
        raise UnknownNameError(msg)
    table = tables[code]
    headings, places, lists, figures = table["headings"], table["places"], table["lists"], table["figures"]
    statuses, said = _inverted(table["statuses"]), unconfirmed(code)
    return Words(
        sections={words: Section(name) for words, name in _inverted(table["sections"]).items()},
        undated=_folded((*headings["undated"], *said.words, *said.dates)),
        others=tuple(map(fold, headings["others"])),
        rest=_folded(headings["rest"]),
        update=tuple(map(fold, headings["update"])),
        save=tuple(map(fold, headings["save"])),
        basics=tuple(map(fold, headings["basics"])),
        declared=tuple(map(fold, headings["declared"])),
        page=tuple(map(fold, headings["page"])),
        columns=_folded(headings["columns"]),
        modes=_modes(table["modes"]),
        mode_pattern=_mode_pattern(table["modes"]),
        first_modes=_folded(table["modes"]["first"]),
        statuses={words: Status(name) for words, name in statuses.items()},
        status_pattern="|".join(map(re.escape, _longest_first({*statuses, *chain(*table["statuses"].values())}))),
        moves=tuple(table["moves"]["words"]),
        status_links=tuple(table["moves"]["links"]),
        without_days=_folded(table["moves"]["without_days"]),
        prepositions=tuple(sorted(map(fold, places["prepositions"]), key=len, reverse=True)),
        open_places=_folded(said.places),
        venues=_folded(places["venues"]),
        particles=_folded(places["particles"]),
        no_names=_folded(places["no_names"]),
        remarks=_folded((*table["remarks"]["whole"], *said.modes)),
        remark_openings=tuple(f"{fold(words)} " for words in table["remarks"]["openings"]),
        language_openings=_folded(table["remarks"]["language_openings"]),
        languages=_folded(table["remarks"]["languages"]),
        ands=tuple(lists["and"]),
        joints=tuple(sorted(lists["joints"], key=len, reverse=True)),
        roles=_folded((*lists["roles"], *said.words)),
        project_words=tuple(lists["project_words"]),
        unfinished=frozenset(lists["unfinished"]),
        labels=_inverted(table["labels"]),
        everywhere=_folded(table["scopes"]["global"]),
        scope_suffixes=tuple(map(fold, table["scopes"]["suffixes"])),
        funding_opening=tuple(sorted(table["funding"]["opening"], key=len, reverse=True)),
        funding_joints=tuple(sorted(table["funding"]["joints"], key=len, reverse=True)),
        powers={word: int(power) for power, spellings in table["numbers"].items() for word in spellings},
        as_of=_longest_first(figures["as_of"]),
        at_least=_longest_first(figures["at_least"]),
        or_more=_longest_first(figures["or_more"]),
        totals=_folded(figures["totals"]),
        no_figures=_folded(figures["no_names"]),
        held=_longest_first(table["reports"]["held"]),
        kinds=_folded(table["reports"]["kinds"]),
        common=_folded(table["reports"]["common"]),
        currencies={sign.lower(): code for code, signs in tables[_CURRENCIES].items() for sign in signs},
    )


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _inverted(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(spelling): name for name, spellings in table.items() for spelling in spellings}


def _modes(table: Mapping[str, list[str]]) -> dict[str, Mode]:
    suffixes = ("", *(f" {fold(suffix)}" for suffix in table["suffixes"]))
    prefixes = ("", *(f"{fold(prefix)} " for prefix in table["prefixes"]))
    return {
        prefix + fold(spelling) + suffix: mode
        for mode in Mode
        for spelling in table[mode.value]
        for prefix in prefixes
        for suffix in suffixes
    }


def _mode_pattern(table: Mapping[str, list[str]]) -> str:
    """Return what matches the keys of `_modes`, made of their parts: there are thousands of them, slow to compile."""
    prefixes, suffixes = _any_of(table["prefixes"]), _any_of(table["suffixes"])
    spellings = _any_of(spelling for mode in Mode for spelling in table[mode.value])
    return rf"(?:{prefixes}[\s-]+)??{spellings}(?:[\s-]+{suffixes})?"


def _any_of(phrases: Iterable[str]) -> str:
    words = (re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in _longest_first(map(fold, phrases)))
    return f"(?:{'|'.join(words)})"
