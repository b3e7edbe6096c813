"""Owns the fence around babel for dates: the names of months and weekdays as CLDR has them.

babel is loaded when a name is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

Width = Literal["wide", "abbreviated"]


@cache
def month_names(locale: str, width: Width = "wide") -> tuple[str, ...]:
    """Return the twelve names of the months as they stand inside a date, January first.

    >>> month_names("fr")[1]
    'février'
    """
    from babel.dates import get_month_names  # noqa: PLC0415 - babel is loaded when first used

    names = get_month_names(width, context="format", locale=locale)
    return tuple(names[month] for month in range(1, 13))


@cache
def weekday_names(locale: str, width: Width = "wide") -> tuple[str, ...]:
    """Return the seven names of the days of the week, Monday first.

    >>> weekday_names("en", "abbreviated")[0]
    'Mon'
    """
    from babel.dates import get_day_names  # noqa: PLC0415 - babel is loaded when first used

    names = get_day_names(width, context="format", locale=locale)
    return tuple(names[day] for day in range(7))


def plural_form(locale: str, count: int) -> str:
    """Return the form in which words stand beside a number, such as "one" or "other".

    >>> plural_form("en", 0), plural_form("fr", 0)
    ('other', 'one')
    """
    from babel import Locale  # noqa: PLC0415 - babel is loaded when first used

    return Locale.parse(locale).plural_form(count)


def month_words(code: str) -> Mapping[int, tuple[str, ...]]:
    """Return every way in which CLDR writes each month (1 to 12): wide and abbreviated, in dates and alone."""
    from babel.dates import get_month_names  # noqa: PLC0415 - babel is loaded when first used

    return _all_forms([get_month_names(width, context, code) for width, context in _FORMS], range(1, 13))


def weekday_words(code: str) -> Mapping[int, tuple[str, ...]]:
    """Return every way in which CLDR writes each day of the week, 0 being Monday."""
    from babel.dates import get_day_names  # noqa: PLC0415 - babel is loaded when first used

    return _all_forms([get_day_names(width, context, code) for width, context in _FORMS], range(7))


_FORMS: tuple[tuple[Width, Literal["format", "stand-alone"]], ...] = (
    ("wide", "format"),
    ("abbreviated", "format"),
    ("wide", "stand-alone"),
    ("abbreviated", "stand-alone"),
)


def _all_forms(tables: list[Mapping[int, str]], numbers: range) -> dict[int, tuple[str, ...]]:
    return {number: tuple(dict.fromkeys(table[number].rstrip(".") for table in tables)) for number in numbers}
