"""Owns the patterns in which a language writes dates: the section `[formats]` of its table.

Knows nothing of days; `formats` fills the patterns in.
"""

from __future__ import annotations

from functools import cache

import attrs

from coecal.dates import cldr
from coecal.dates.tables import known_language, load_table

_TABLE = "formats"


@attrs.frozen(kw_only=True)
class Formats:
    """How one language writes dates. The table of English says what each pattern is for.

    Attributes:
        code: ISO 639-1 code.
        patterns: the patterns by name.
        months: the names of the months, January first.
        weekdays: the names of the days of the week, Monday first.
    """

    code: str
    patterns: dict[str, str] = attrs.field(repr=False)
    months: tuple[str, ...] = attrs.field(repr=False)
    weekdays: tuple[str, ...] = attrs.field(repr=False)

    def fill(self, name: str, **values: str | int) -> str:
        """Return a pattern with its braces filled in."""
        return self.patterns[name].format(**values)


@cache
def formats_of(locale: str) -> Formats:
    """Return how the language of a locale such as "en" or "en_GB" writes dates.

    Raises:
        UnknownNameError: there is no table for it.
    """
    code = known_language(locale)
    return Formats(
        code=code,
        patterns={name: str(pattern) for name, pattern in load_table(code)[_TABLE].items()},
        months=cldr.month_names(code),
        weekdays=cldr.weekday_names(code),
    )
