"""Owns the words of pages and pictures in each language, read from tables. Knows no page and no picture.

Names of months and countries come from CLDR, the words of dates from `coecal.dates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

import attrs

from coecal.activities import Activity, Mode, Status
from coecal.data import read_table
from coecal.dates import DateStatus
from coecal.dates.cldr import plural_form
from coecal.dates.formats import format_day
from coecal.errors import UnknownNameError
from coecal.locales import language_of
from coecal.places import country_or_code

LANGUAGES: Final = ("en", "fr")


@attrs.frozen(repr=False)
class Words:
    """The words of one language.

    Attributes:
        language: its code, such as "fr".
    """

    language: str
    _table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Return what stands in the table, such as `words["filter.all"]`."""
        return self._table[key]

    def fill(self, key: str, **values: str | int) -> str:
        """Return what stands in the table with its braces filled."""
        return self._table[key].format(**values)

    def counted(self, count: int) -> str:
        """Return so many activities in words.

        >>> words_of("en").counted(1), words_of("fr").counted(2)
        ('1 activity', '2 activités')
        """
        form = "one" if plural_form(self.language, count) == "one" else "other"
        return self.fill(f"count.{form}", count=count)

    def day(self, day: date) -> str:
        """Return a day in words, with its year."""
        return format_day(day, self.language)

    def mode(self, mode: Mode) -> str:
        """Return how people take part."""
        return self[f"mode.{mode.name.lower()}"]

    def country(self, code: str) -> str:
        """Return the name of a country, or the code where it is one of somebody's own.

        >>> words_of("fr").country("DE"), words_of("en").country("ZZZ")
        ('Allemagne', 'ZZZ')
        """
        return country_or_code(code, self.language)

    def status(self, activity: Activity) -> str:
        """Return that an activity is cancelled or postponed, as itself or its date says; else nothing."""
        if activity.is_cancelled:
            return self["status.cancelled"]
        is_postponed = activity.status is Status.POSTPONED or activity.when.status is DateStatus.POSTPONED
        return self["status.postponed"] if is_postponed else ""


def words_of(locale: str) -> Words:
    """Return the words of a locale such as "en" or "fr_CH".

    Raises:
        UnknownNameError: there are no words in that language yet.

    >>> words_of("fr_CH")["filter.country"]
    'Pays'
    """
    language = language_of(locale)
    if language not in LANGUAGES:
        msg = f"pages and pictures cannot be written in the locale {locale!r}: use one of {', '.join(LANGUAGES)}"
        raise UnknownNameError(msg)
    return _words(language)


@cache
def _words(language: str) -> Words:
    parts: Mapping[str, Mapping[str, str]] = read_table("pages", f"{language}.toml")
    return Words(language, {f"{part}.{name}": words for part, table in parts.items() for name, words in table.items()})
