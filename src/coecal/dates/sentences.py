"""Owns the sentences that explain dates: one table per language, `data/explanations/CODE.toml`, read when first used.

Knows no rule and no date; `explain` says which sentence is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import attrs

from coecal.dates.cldr import month_names, plural_form
from coecal.dates.format_table import formats_of
from coecal.dates.formats import format_day
from coecal.dates.reasons import Value
from coecal.dates.tables import known_language, known_languages, load_table

_FOLDER = "explanations"


@attrs.frozen
class Sentences:
    """The sentences of one language.

    Attributes:
        code: ISO 639-1 code.
        table: by section and name a sentence, or one for each plural form.
    """

    code: str
    table: Mapping[str, Mapping[str, str | Mapping[str, str]]] = attrs.field(repr=False)

    def say(self, section: str, name: str, values: Mapping[str, Value] | None = None) -> str:
        """Return a sentence with its braces filled in.

        Args:
            section: where it stands in the table.
            name: what it is called there.
            values: what stands in its braces. Dates, a `month` (1 to 12) and days of a month (`first`, `last`) are
                written as the language writes them, a `unit` by its name, and `count` chooses the plural form.

        >>> sentences_of("fr").say("rule", "lasting", {"count": 2})
        'dure 2 jours'
        """
        values = values or {}
        sentence = self.table[section][name]
        if not isinstance(sentence, str):
            sentence = sentence.get(plural_form(self.code, int(str(values["count"]))), sentence["other"])
        return sentence.format(**{key: self._written(key, value) for key, value in values.items()})

    def _written(self, key: str, value: Value) -> int | str:
        if isinstance(value, date):
            return format_day(value, self.code)
        if isinstance(value, str):
            return self.say("unit", value) if key == "unit" else value
        if key == "month":
            return month_names(self.code)[value - 1]
        if key in ("first", "last"):
            return formats_of(self.code).fill("first_number" if value == 1 else "number", number=value)
        return value


def known_sentences() -> tuple[str, ...]:
    """Return the codes of the languages in which dates can be explained, in order."""
    return known_languages(_FOLDER)


@cache
def sentences_of(locale: str) -> Sentences:
    """Return the sentences of a locale such as "en" or "fr_CH".

    Raises:
        UnknownNameError: there is no table for it.
    """
    code = known_language(locale, _FOLDER)
    return Sentences(code, load_table(code, _FOLDER))
