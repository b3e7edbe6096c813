"""Owns the words of one row: who runs it, its title, places, mode and date.

Knows nothing of months, formats and their escapes.
"""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import DateError, UnknownNameError
from coecal.places import country_name
from coecal.ranges import Period
from coecal.writers.section_words import section_words

# Control characters, and the marks that turn the direction of what follows: the words of one title must not
# reorder its row. Letters of right-to-left scripts need none of them.
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_NOTATION_STARTS = tuple("[{.0123456789")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


def make_row(activity: Activity, month: Period | None, locale: str) -> Row:
    """Return the words of an activity that is listed under a month (None: under no month)."""
    return Row(
        bodies=_lines(activity.projects + activity.organisers),
        is_postponed=activity.status is Status.POSTPONED,
        title=one_line(activity.title),
        places=_lines(activity.places) or tuple(country_words(code, locale) for code in activity.countries),
        mode="" if activity.mode is None else section_words(locale).modes[activity.mode],
        date=date_words(activity.when, month, locale),
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


def date_words(when: FuzzyDate, month: Period | None, locale: str) -> str:
    """Return a date in words that mean the same when they are read under a month.

    These are the words as written, or else words made from the date. Where neither reads back as the same date (a
    date that has no words, or an undated one of another period), the words as written are kept.

    >>> date_words(parse_date("4-7 September", within="2023"), Period.month(2023, 9), "en")
    '4-7 September'
    >>> date_words(parse_date("4-7 September", within="2023"), Period.month(2025, 1), "en")
    '4-7 September 2023'
    """
    written = "" if _is_notation(when) else one_line(when.text)
    if when.kind is Kind.UNDATED and written and not locale.lower().startswith(when.locale.lower()[:2]):
        return when.format(locale)  # "TBC" and its like, whatever the period
    if _read_back(written, month, locale) == when or when.kind is Kind.UNDATED:
        return written
    made = when.format(locale)
    return made if not written or _read_back(made, month, locale) == when else written


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
    """Return the name of a country; a code that names none stays, since it is what is known of the place."""
    try:
        return country_name(code, locale)
    except UnknownNameError:
        return one_line(code)


def _lines(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(one_line, words)))
