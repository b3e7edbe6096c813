"""Owns writing dates in words: kind, ranges and marks -> the phrase that reads back as the same, where there is one.

The inverse of reading. What no phrase says exactly is written as the tightest phrase that covers it; docs/edtf.md
lists what is lost. Knows no language: `format_table` has the patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import attrs

from coecal.dates import phrases
from coecal.dates.format_table import Formats, formats_of
from coecal.dates.kinds import DEFAULT_POLICY, Kind
from coecal.dates.phrases import Phrase
from coecal.dates.times import DateStatus, Times
from coecal.errors import RangeError
from coecal.ranges import DateRange, Period

_MOST_DAYS_IN_WORDS = 999


def format_date(
    kind: Kind,
    ranges: tuple[DateRange, ...],
    *,
    tentative: bool = False,
    approximate: bool = False,
    times: Times | None = None,
    status: DateStatus | None = None,
    locale: str = "en",
    year: bool = True,
) -> str:
    """Return a date in words, with its year.

    Args:
        kind: what sort of statement it is.
        ranges: its stretches, in order of time.
        tentative: whether it is to be confirmed.
        approximate: whether to say "around", where the days can be read as so many days around closer ones.
        times: times of day to write behind the days.
        status: cancelled or postponed, to be written in brackets behind all.
        locale: the language, such as "en" or "en_GB".
        year: False leaves out every year that stands beside a month.

    Raises:
        UnknownNameError: there is no table for the language.

    >>> format_date(Kind.EXACT, (DateRange.exact(date(2023, 11, 29), date(2023, 12, 1)),), tentative=True)
    '29 November-1 December 2023 (TBC)'
    """
    formats = formats_of(locale) if year else _without_year(locale)
    words = _days(kind, ranges, formats, tentative=tentative, approximate=approximate)
    if times is not None:
        words = f"{words}, {_times(times, kind, formats)}"
    return words if status is None else formats.fill(status.value, words=words)


@cache
def _without_year(locale: str) -> Formats:
    formats = formats_of(locale)
    return attrs.evolve(formats, patterns={**formats.patterns, "dated": "{words}"})


def _times(times: Times, kind: Kind, formats: Formats) -> str:
    """Return times of day; the end of a deadline, or of what runs until a day, needs no word before it."""
    clocks = str(attrs.evolve(times, zone=None)).removeprefix("-")
    if times.start is None and kind not in (Kind.DEADLINE, Kind.OPEN):
        clocks = formats.fill("until_time", words=clocks)
    if times.zone is None:
        return clocks
    return f"{clocks} UTC{times.zone}" if times.zone[0] in "+-" else f"{clocks} {times.zone}"


def _days(kind: Kind, ranges: tuple[DateRange, ...], formats: Formats, *, tentative: bool, approximate: bool) -> str:
    if kind is Kind.UNDATED:
        return formats.fill("undated")
    closer = _closer(kind, ranges) if approximate else None
    if closer is not None:
        return formats.fill("around", words=phrases.dated(_date(*closer, formats), formats))
    words = phrases.dated(_date(kind, ranges, formats), formats)
    return formats.fill("tentative", words=words) if tentative or approximate else words


def format_day(day: date, locale: str = "en") -> str:
    """Return one day in words.

    >>> format_day(date(2023, 10, 3))
    '3 October 2023'
    """
    formats = formats_of(locale)
    return phrases.dated(phrases.day(day, formats), formats)


def month_heading(year: int, month: int, locale: str = "en") -> str:
    """Return the heading under which the activities of a month stand.

    >>> month_heading(2023, 10)
    'October 2023'
    """
    formats = formats_of(locale)
    return phrases.dated(phrases.month(year, month, formats), formats)


def _closer(kind: Kind, ranges: Iterable[DateRange]) -> tuple[Kind, tuple[DateRange, ...]] | None:
    """Return the date that was widened by "around", or None where it cannot have been."""
    if kind in (Kind.EXACT, Kind.RECURRING):
        return kind, tuple(ranges)
    try:
        closer = tuple(part.reaching_out(-DEFAULT_POLICY.around_days) for part in ranges)
    except (RangeError, OverflowError):
        return None
    known = kind is not Kind.ALTERNATIVES and all(part.is_exact and part.max_days is None for part in closer)
    return Kind.EXACT if known else kind, closer


def _date(kind: Kind, ranges: Sequence[DateRange], formats: Formats) -> Phrase:
    exact = [days for part in ranges if part.is_exact and (days := part.possible) is not None]
    joint = {Kind.ALTERNATIVES: "one", Kind.RECURRING: "each"}.get(kind, "all")
    if len(exact) < len(ranges) or (kind is Kind.WINDOW and len(ranges) == 1):
        return phrases.joined([_stretch(kind, part, formats) for part in ranges], joint, formats)
    recurring = phrases.recurring(exact, formats) if kind is Kind.RECURRING else None
    return recurring or phrases.several(exact, joint, formats)


def _stretch(kind: Kind, part: DateRange, formats: Formats) -> Phrase:
    """Return one stretch in words; a window that its known duration fills is still a window."""
    if part.possible is None:
        return _open(part, formats)
    lasts = part.min_days, part.max_days
    if part.is_exact and (kind is not Kind.WINDOW or lasts == (1, None)):
        return phrases.several([part.possible], "all", formats)
    if lasts != (1, None) and part == DateRange.window(part.possible.first, part.possible.last, *lasts):
        return _lasting(part.possible, *lasts, formats)
    if part.latest_start is not None and part.earliest_end is not None and part.latest_start < part.earliest_end:
        start = phrases.named(part.earliest_start, part.latest_start, formats)
        end = phrases.named(part.earliest_end, part.latest_end, formats)
        if start is not None and end is not None:
            return phrases.joined([start, end], "hyphen" if start.plain and end.plain else "to", formats)
    return _window(part.possible, formats)


def _open(part: DateRange, formats: Formats) -> Phrase:
    """Return a stretch with an open end in words."""
    if part.earliest_start is not None:
        if part.latest_start is not None and (start := phrases.named(part.earliest_start, part.latest_start, formats)):
            return phrases.filled("from_day" if start.is_day else "from_period", start, formats)
        return phrases.filled("not_before", phrases.day(part.earliest_start, formats), formats)
    last = part.latest_end
    if last is None:
        return Phrase(formats.fill("undated"))
    if part.earliest_end is not None:
        end = phrases.named(part.earliest_end, last, formats) or phrases.day(last, formats)
        return phrases.filled("until_day" if end.is_day else "until_period", end, formats)
    if last == Period.month(last.year, last.month).last:
        return phrases.filled("by_period", phrases.month(last.year, last.month, formats), formats)
    return phrases.filled("by_day", phrases.day(last, formats), formats)


def _lasting(days: Period, least: int, most: int | None, formats: Formats) -> Phrase:
    """Return a known duration within days; one without an upper limit, or beyond what is read, is left out."""
    window = _window(days, formats)
    if most is None or most > _MOST_DAYS_IN_WORDS:
        return window
    is_named = phrases.named(days.first, days.last, formats) is not None
    where = phrases.filled("inside", window, formats) if is_named else window
    number = str(least) if least == most else f"{least}{formats.patterns['hyphen']}{most}"
    words = formats.fill("lasting_one" if most == 1 else "lasting", number=number, words=where.words)
    return attrs.evolve(where, words=words)


def _window(days: Period, formats: Formats) -> Phrase:
    """Return somewhere in these days."""
    named = phrases.named(days.first, days.last, formats)
    return phrases.between("between", days, formats) if named is None else named
