"""Owns the days on which a place does not work: weekends as CLDR has them, public holidays as `holidays` has them.

Both packages are loaded when they are first asked; the second is the extra `holidays`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from coecal.errors import MissingExtraError
from coecal.ranges import Period

SATURDAY, SUNDAY = 5, 6


@cache
def weekend(country: str) -> frozenset[int]:
    """Return the days of the weekend of a country, 0 being Monday; Saturday and Sunday where CLDR says nothing.

    >>> sorted(weekend("FR")), sorted(weekend("DZ"))
    ([5, 6], [4, 5])
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - babel is loaded when first used

    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return frozenset({SATURDAY, SUNDAY})
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def weekend_days(country: str, period: Period) -> frozenset[date]:
    """Return the days of a period that are weekend in a country."""
    off = weekend(country)
    return frozenset(day for day in days_of(period) if day.weekday() in off)


def holiday_names(country: str, period: Period) -> Mapping[date, str] | None:
    """Return the public holidays of a whole country in a period with their names, in order; None: not known.

    Holidays of parts of a country do not count. Some, such as those of the Islamic calendar, are estimates.

    Raises:
        MissingExtraError: the extra `holidays` is not installed.
    """
    found: dict[date, str] = {}
    for year in range(period.first.year, period.last.year + 1):
        names = _holidays(country, year)
        if names is None:
            return None
        found.update((day, names[day]) for day in sorted(names) if day in period)
    return found


@cache
def _holidays(country: str, year: int) -> Mapping[date, str] | None:
    try:
        from holidays import country_holidays  # noqa: PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("a rule on public holidays", "the package holidays", "holidays") from error
    try:
        found = country_holidays(country, years=year, language="en_US")
    except NotImplementedError:
        return None
    return dict(found) if found.start_year <= year <= found.end_year else None


def days_of(period: Period) -> Iterator[date]:
    """Yield the days of a period."""
    return map(date.fromordinal, range(period.first.toordinal(), period.last.toordinal() + 1))
