"""Owns phrases: days, periods and lists of them in words, each with the year that is still to be written behind it.

Knows nothing of kinds and marks; those are `formats`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import attrs

from coecal.dates.format_table import Formats
from coecal.dates.kinds import DEFAULT_POLICY, PARTS
from coecal.ranges import Period

_EVERY = {1: "every", 2: "every_other", 3: "every_third"}
# A recurrence is read over about a year at most; no name of a period is longer.
_LONGEST_RECURRENCE = 366


@attrs.frozen
class Phrase:
    """Some words and what is needed to join them with others.

    Attributes:
        words: the words, without `year`.
        year: the year to write behind them; None where the words hold all that they need.
        plain: whether a hyphen joins them with others like them, as in "July-September".
        is_day: whether they name one day.
    """

    words: str
    year: int | None = None
    plain: bool = False
    is_day: bool = False


def dated(phrase: Phrase, formats: Formats) -> str:
    """Return a phrase with its year."""
    return phrase.words if phrase.year is None else formats.fill("dated", words=phrase.words, year=phrase.year)


def filled(pattern: str, phrase: Phrase, formats: Formats) -> Phrase:
    """Return a pattern filled in with a phrase and its year."""
    return Phrase(formats.fill(pattern, words=dated(phrase, formats)))


def day(when: date, formats: Formats) -> Phrase:
    """Return one day in words."""
    return Phrase(_of_month(_number(when, formats), when, formats), when.year, is_day=True)


def named(first: date | None, last: date | None, formats: Formats) -> Phrase | None:
    """Return the name of the period from `first` to `last`, both inclusive, or None where it has none."""
    if first is None or last is None:
        return None
    if first == last:
        return day(first, formats)
    period = Period(first, last)
    return next((phrase for phrase, days in _names(first.year, first.month, formats) if days == period), None)


def month(year: int, number: int, formats: Formats) -> Phrase:
    """Return a month in words."""
    return Phrase(formats.fill("month", month=formats.months[number - 1]), year, plain=True)


def _names(year: int, number: int, formats: Formats) -> Iterator[tuple[Phrase, Period]]:
    """Yield the names of periods that start in a month, and their days."""
    whole = Period.month(year, number)
    name = formats.months[number - 1]
    yield month(year, number, formats), whole
    ends = (0, DEFAULT_POLICY.early_until, DEFAULT_POLICY.mid_until, whole.last.day)
    for part, (before, end) in zip(PARTS, pairwise(ends), strict=True):
        days = Period(whole.first.replace(day=before + 1), whole.first.replace(day=end))
        yield Phrase(formats.fill(f"{part}_month", month=name), year), days
    if number == 1:
        yield Phrase(formats.fill("year", year=year), plain=True), Period.year(year)
    for months, pattern in ((3, "quarter"), (6, "half"), (4, "")):
        index, rest = divmod(number - 1, months)
        days = Period(whole.first, Period.month(year, index * months + months).last)
        if rest == 0 and pattern:
            yield Phrase(formats.fill(pattern, number=index + 1), year), days
        elif rest == 0:
            yield Phrase(formats.fill(f"{PARTS[index]}_year", year=year)), days


def several(stretches: Sequence[Period], joint: str, formats: Formats) -> Phrase:
    """Return exact stretches in words: each month and year once, behind the last day that it governs.

    Args:
        stretches: the stretches in order of time.
        joint: the name of what stands before the last one: all, each or one.
        formats: the language.
    """
    if len(stretches) == 1 and stretches[0].days > 1:
        return _stretch(stretches[0], formats)
    words, numbers = "", ""
    points = list(_points(stretches, joint, formats))
    for index, (when, sign, crossing) in enumerate(points):
        following = points[index + 1][0] if index + 1 < len(points) else None
        numbers += _number(when, formats)
        same_year = following is None or following.year == when.year
        if following is not None and same_year and following.month == when.month and not crossing:
            numbers += sign
            continue
        phrase = Phrase(_of_month(numbers, when, formats), None if same_year else when.year)
        words += dated(phrase, formats) + sign
        numbers = ""
    last = stretches[-1].last
    same = stretches[0].first.year == last.year
    return Phrase(words, last.year) if same else Phrase(formats.fill("dated", words=words, year=last.year))


def _stretch(days: Period, formats: Formats) -> Phrase:
    """Return one stretch of several days; its month and year stand behind its last day, its own where they differ."""
    first, last = day(days.first, formats), day(days.last, formats)
    if first.year != last.year:
        start = dated(first, formats)
    elif days.first.month != days.last.month:
        start = first.words
    else:
        start = _number(days.first, formats)
    return Phrase(formats.fill("stretch", first=start, last=last.words), last.year)


def _points(stretches: Sequence[Period], joint: str, formats: Formats) -> Iterator[tuple[date, str, bool]]:
    """Yield the days to write, what follows each, and whether it ends a stretch that crosses months."""
    signs = [formats.patterns["comma"]] * (len(stretches) - 2) + [formats.patterns[joint], ""]
    for days, sign in zip(stretches, signs[-len(stretches) :], strict=True):
        crossing = (days.first.year, days.first.month) != (days.last.year, days.last.month)
        if days.days > 1:
            yield days.first, formats.patterns["hyphen"], False
        yield days.last, sign, crossing


def joined(phrases: Sequence[Phrase], joint: str, formats: Formats) -> Phrase:
    """Return phrases as a list; a year is written once for those that share it."""
    signs = [formats.patterns["comma"]] * (len(phrases) - 2) + [formats.patterns[joint], ""]
    words = ""
    for index, sign in zip(range(len(phrases)), signs[-len(phrases) :], strict=True):
        phrase = phrases[index]
        shares = index + 1 < len(phrases) and phrase.year == phrases[index + 1].year
        words += (phrase.words if shares or index + 1 == len(phrases) else dated(phrase, formats)) + sign
    only_year = len({phrase.year for phrase in phrases}) == 1
    last = Phrase(words, phrases[-1].year)
    return last if only_year else Phrase(dated(last, formats))


def recurring(stretches: Sequence[Period], formats: Formats) -> Phrase | None:
    """Return what recurs by weekday in words ("every Monday in October"), or None where it does not.

    The period is named where a name holds the same days, and else runs from the first to the last of them.
    """
    days = [one.first for one in stretches]
    bounds = Period(days[0], days[-1])
    if len(days) < 2 or bounds.days > _LONGEST_RECURRENCE or any(one.days > 1 for one in stretches):
        return None
    weekdays = sorted({one.weekday() for one in days})
    interval = next((every for every in _EVERY if _times(bounds, weekdays, every) == days), None)
    if interval is None:
        return None
    where = _where(bounds, lambda period: _times(period, weekdays, interval) == days, formats)
    if len(weekdays) == 7 and interval == 1:
        return filled("every_day", where, formats)
    names = joined([Phrase(formats.weekdays[weekday]) for weekday in weekdays], "each", formats)
    return Phrase(formats.fill(_EVERY[interval], weekdays=names.words, words=where.words))


def _times(period: Period, weekdays: Sequence[int], interval: int) -> list[date]:
    """Return the days on these weekdays, every so many weeks from the first one in the period on."""
    days = (period.first + timedelta(days=ahead) for ahead in range(period.days))
    found = [when for when in days if when.weekday() in weekdays]
    weeks = [(when.toordinal() - 1) // 7 for when in found]  # 1 January of the year 1 is a Monday
    return [when for when, week in zip(found, weeks, strict=True) if (week - weeks[0]) % interval == 0]


def _where(days: Period, holds_them: Callable[[Period], bool], formats: Formats) -> Phrase:
    names = _names(days.first.year, days.first.month, formats)
    name = next((phrase for phrase, period in names if holds_them(period)), None)
    return between("from_to", days, formats) if name is None else filled("inside", name, formats)


def between(pattern: str, days: Period, formats: Formats) -> Phrase:
    """Return a pattern filled in with the first and the last of some days."""
    first, last = day(days.first, formats), day(days.last, formats)
    start = first.words if first.year == last.year else dated(first, formats)
    if (days.first.year, days.first.month) == (days.last.year, days.last.month):
        start = _number(days.first, formats)
    return Phrase(formats.fill(pattern, first=start, last=dated(last, formats)))


def _number(when: date, formats: Formats) -> str:
    return formats.fill("first_number" if when.day == 1 else "number", number=when.day)


def _of_month(numbers: str, when: date, formats: Formats) -> str:
    return formats.fill("day", days=numbers, month=formats.months[when.month - 1])
