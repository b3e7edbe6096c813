"""Owns the words that calendars in prose are told by, read from `data/agenda.toml`. Knows nothing of lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import attrs

from coecal.activities import Mode, Status
from coecal.data import read_table
from coecal.readers.newsletter.words import Words, fold, load_words

_PREPOSITIONS = ("à", "au", "aux", "en")


@attrs.frozen(repr=False)
class AgendaWords:
    """The words of calendars in all languages that are known here, folded.

    Attributes:
        slots: the words that modes, statuses and places are told by.
        labels: the field that a word before a colon stands for.
        openings: the field that the first words of a part stand for, the longest first.
        kinds: modes that are kinds of events too, and belong to a title before a colon.
        articles: matches what stands before the name of a body and is no part of it.
        stamp: matches what says how old the text is: "(updated: 20 December 2025)".
        page: matches the number of a page.
    """

    slots: Words
    labels: Mapping[str, str]
    openings: tuple[tuple[str, str], ...]
    kinds: frozenset[str]
    articles: re.Pattern[str]
    stamp: re.Pattern[str]
    page: re.Pattern[str]


@cache
def agenda_words() -> AgendaWords:
    """Return the words of calendars."""
    table = read_table("agenda.toml")
    english, french = load_words("en"), load_words("fr")
    openings = {
        fold(words): field for field in ("projects", "organisers", "places") for words in table["openings"][field]
    }
    headings = table["headings"]
    page, of = ("|".join(map(re.escape, headings[name])) for name in ("page", "of"))
    return AgendaWords(
        slots=attrs.evolve(
            english,
            modes={**english.modes, **_inverted(table["modes"], Mode)},
            statuses={**english.statuses, **_inverted(table["statuses"], Status)},
            undated=english.undated | french.undated,
            open_places=english.open_places | french.open_places,
            remarks=english.remarks | french.remarks,
            prepositions=(*english.prepositions, *_PREPOSITIONS),
        ),
        labels={fold(words): field for field, phrases in table["labels"].items() for words in phrases},
        openings=tuple(sorted(openings.items(), key=lambda item: -len(item[0]))),
        kinds=frozenset(map(fold, table["openings"]["kinds"])),
        articles=re.compile(
            rf"\A(?:(?:{'|'.join(map(re.escape, table['openings']['the']))})\s+|l['’])(?=\S)", re.IGNORECASE
        ),
        stamp=re.compile(rf"\b(?:{'|'.join(map(re.escape, headings['stamps']))})\b.*", re.IGNORECASE),
        page=re.compile(
            rf"\W*(?:(?:{page})\W*|(?!(?:19|20)\d\d\W*\Z))\d{{1,4}}(?:\s*(?:{of})\s*\d{{1,4}})?\W*", re.IGNORECASE
        ),
    )


Kind = TypeVar("Kind", Mode, Status)


def _inverted(table: Mapping[str, list[str]], kind: type[Kind]) -> dict[str, Kind]:
    return {fold(words): kind(name) for name, phrases in table.items() for words in phrases}
