"""Owns the words of one row: who runs it, its title, places, mode and date.

Knows nothing of months, formats and their escapes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

import attrs

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import DateError
from coecal.locales import language_of
from coecal.places import country_or_code, translate_place
from coecal.ranges import Period
from coecal.writers.section_words import section_words

# Control characters, and the marks that turn the direction of what follows: the words of one title must not
# reorder its row. Letters of right-to-left scripts need none of them.
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_NOTATION_STARTS = tuple("[{.0123456789")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Dates(StrEnum):
    """In which words dates stand: those in which they were written, or those that are made from their days."""

    WORDS = "words"
    FORMAT = "format"


@attrs.frozen(kw_only=True)
class Row:
    """The words of one activity, each on one line.

    Attributes:
        bodies: the projects, then the organisers.
        is_postponed: whether it was put off to the date that is given.
        title: the title.
        places: the places; where none are named, the countries.
        mode: how people take part; empty where it is not said.
        date: the words of the date; empty where there are none.
        day: the date as ISO 8601 where it is a single day that is known, else empty.
    """

    bodies: tuple[str, ...]
    is_postponed: bool
    title: str
    places: tuple[str, ...]
    mode: str
    date: str
    day: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """Its words piece by piece."""
        return *self.bodies, self.title, *self.places, self.date


def make_row(activity: Activity, within: Period | None, locale: str, dates: Dates | None = None) -> Row:
    """Return the words of an activity.

    Args:
        activity: what to write.
        within: the period of the heading above it, which says the year; None: no heading says one.
        locale: the language.
        dates: in which words the date stands, as `date_words` has it.
    """
    places = (translate_place(place, activity.countries, locale) for place in _lines(activity.places))
    return Row(
        bodies=_lines(activity.partners),
        is_postponed=activity.status is Status.POSTPONED,
        title=one_line(activity.title),
        places=tuple(places) or tuple(country_words(code, locale) for code in activity.countries),
        mode="" if activity.mode is None else section_words(locale).modes[activity.mode],
        date=date_words(activity.when, within, locale, dates),
        day=_single_day(activity.when),
    )


def one_line(words: str) -> str:
    r"""Return words on one line, with single spaces, without control characters and marks of direction.

    >>> one_line(" Talks\n on\u202e loans ")
    'Talks on loans'
    """
    if words.isascii() and words.isprintable():
        return " ".join(words.split())
    return " ".join(_UNSAFE.sub("", words).split())


def date_words(when: FuzzyDate, within: Period | None, locale: str, dates: Dates | None = None) -> str:
    """Return a date in words that mean the same when they are read under a heading.

    Args:
        when: the date.
        within: the period that the heading names; None: it names none.
        locale: the language of the section.
        dates: WORDS keeps the words as written, whatever their language; FORMAT makes them from the days; None keeps
            what is written in the language of the section. Words that would mean something else under the heading
            are replaced in any case, and where new words would not read back either, the written ones stay.

    >>> date_words(parse_date("4-7 September", within="2023"), Period.month(2023, 9), "en")
    '4-7 September'
    >>> date_words(parse_date("4-7 September", within="2023"), Period.month(2025, 1), "en")
    '4-7 September 2023'
    >>> date_words(parse_date("4-7 September", within="2023"), Period.month(2023, 9), "fr")
    'du 4 au 7 septembre'
    """
    written = "" if _is_notation(when) else one_line(when.text)
    if when.kind is Kind.UNDATED:
        is_foreign = dates is None and language_of(locale) != language_of(when.locale)
        return when.format(locale) if written and (is_foreign or dates is Dates.FORMAT) else written
    if dates is not Dates.FORMAT and _read_back(written, within, when.locale if dates else locale) == when:
        return written
    for made in (when.format(locale, year=False), when.format(locale)):
        if _read_back(made, within, locale) == when:
            return made
    return written or when.format(locale)


def with_month(when: FuzzyDate, *, tentative: bool) -> FuzzyDate:
    """Return a date without days as a date in the month that it was listed under; any other stays.

    One whose words could not be read stays as well, since they say more.

    >>> with_month(FuzzyDate.undated(Period.month(2023, 11), text="TBC"), tentative=True).format()
    'November 2023 (TBC)'
    """
    if when.kind is not Kind.UNDATED or when.possible is None:
        return when
    if one_line(when.text) and _read_back(one_line(when.text), when.possible, when.locale) != when:
        return when
    return FuzzyDate("", Kind.WINDOW, when.ranges, tentative=tentative, locale=when.locale)


def _is_notation(when: FuzzyDate) -> bool:
    """Whether the text of a date is EDTF, that is no words; a day in ISO form is what people write."""
    text = when.text.strip()
    return text[:1] in _NOTATION_STARTS and _ISO_DAY.fullmatch(text) is None and text == when.to_edtf()


@lru_cache(maxsize=4096)
def _read_back(words: str, month: Period | None, locale: str) -> FuzzyDate | None:
    try:
        return parse_date(words, within=month, locale=locale)
    except DateError:
        return None


def _single_day(when: FuzzyDate) -> str:
    if when.kind is not Kind.EXACT or len(when.ranges) != 1 or not when.ranges[0].is_exact:
        return ""
    first, last = when.earliest_start, when.latest_end
    return "" if first is None or first != last else first.isoformat()


def country_words(code: str, locale: str) -> str:
    """Return the name of a country, or the code where it names none, on one line."""
    return one_line(country_or_code(code, locale))


def _lines(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, words)))
