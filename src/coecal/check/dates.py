"""Owns the checks of dates: against their words, their month, the calendar, the day of the issue and today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from coecal.activities import Activity, Mode, Section, Status
from coecal.check.codes import Remark, codes
from coecal.conflicts.closed_days import holiday_names, weekend
from coecal.dates import FuzzyDate, Kind, parse_date, parse_period
from coecal.errors import DateError, MissingExtraError, UnknownNameError
from coecal.matching import meet
from coecal.programme import Programme
from coecal.ranges import Period

SOON = 28
"""How many days ahead a date should be firm."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check_dates(programme: Programme, today: date | None) -> Iterator[Remark]:
    """Yield what is doubtful about the dates of rows.

    Args:
        programme: the programme.
        today: the day on which it is checked; None: nothing is said to be near or past.
    """
    for activity in programme.activities:
        if activity.is_cancelled:
            continue
        yield from _words(activity)
        yield from _month(activity)
        yield from _closed(activity)
        yield from _held(activity, programme.as_of)
        if today is not None:
            yield from _near(activity, today)


def _words(activity: Activity) -> Iterator[Remark]:
    when = activity.when
    if not when.text:
        if when.kind is Kind.UNDATED and activity.status in (Status.PLANNED, Status.HELD):
            yield codes()["date-missing"].about(activity)
        return
    if when.kind is Kind.DEADLINE and when.latest_end is not None:
        yield codes()["deadline"].about(activity, date=when.text, day=str(when.latest_end))
    read = _read_again(when)
    if read is not None and not meet(read, when):
        yield codes()["date-words-differ"].about(activity, date=when.text, days=_days(when))


def _read_again(when: FuzzyDate) -> FuzzyDate | None:
    """Return what the words mean in the year of the days; None where they cannot be read by themselves."""
    day = when.earliest_start or when.latest_end
    if day is None:
        return None
    try:
        return parse_date(when.text, within=Period.year(day.year), locale=when.locale)
    except (DateError, UnknownNameError):
        return None


def _days(when: FuzzyDate) -> str:
    first, last = when.earliest_start, when.latest_end
    return f"{first or 'open'} to {last or 'open'}"


def _month(activity: Activity) -> Iterator[Remark]:
    period = None if activity.source.heading is None else _period_of(activity.source.heading)
    if period is None or activity.when.kind is Kind.UNDATED:
        return
    first, last = activity.when.earliest_start, activity.when.latest_end
    if activity.when.kind is Kind.DEADLINE:
        first = last
    is_outside = (first is not None and first > period.last) or (last is not None and last < period.first)
    if is_outside:
        date_words = activity.when.text or _days(activity.when)
        yield codes()["wrong-month"].about(activity, date=date_words, heading=activity.source.heading or "")


@lru_cache(maxsize=1024)
def _period_of(heading: str) -> Period | None:
    try:
        return parse_period(heading)
    except DateError:
        return None


def _closed(activity: Activity) -> Iterator[Remark]:
    """Yield where a firm start is weekend or holiday in the country; what is online has no country in this."""
    start = activity.when.earliest_start
    if not activity.when.is_firm or start is None or activity.mode is Mode.ONLINE or len(activity.countries) != 1:
        return
    (country,) = activity.countries
    if start.weekday() in weekend(country):
        weekday = _WEEKDAYS[start.weekday()]
        yield codes()["weekend-start"].about(activity, day=str(start), weekday=weekday, country=country)
        return
    name = _holiday(country, start)
    if name is not None:
        yield codes()["holiday-start"].about(activity, day=str(start), holiday=name, country=country)


def _holiday(country: str, day: date) -> str | None:
    try:
        names = holiday_names(country, Period(day, day))
    except MissingExtraError:
        return None
    return None if names is None else names.get(day)


def _held(activity: Activity, as_of: date | None) -> Iterator[Remark]:
    if activity.status is not Status.HELD:
        return
    when = activity.when
    if as_of is not None and when.earliest_start is not None and when.earliest_start > as_of:
        yield codes()["held-later"].about(activity, date=when.text or _days(when), day=str(as_of))
    elif when.tentative and when.text:
        yield codes()["held-not-firm"].about(activity, date=when.text)


def _near(activity: Activity, today: date) -> Iterator[Remark]:
    when = activity.when
    if activity.status is not Status.PLANNED or activity.source.section is Section.INVENTORY:
        return
    words = when.text or "no date"
    if when.latest_end is not None and when.latest_end < today:
        yield codes()["past-planned"].about(activity, date=words, today=str(today))
    elif not when.is_firm and when.earliest_start is not None and when.kind is not Kind.OPEN:
        ahead = (when.earliest_start - today).days
        if ahead <= SOON:
            how = f"in {ahead} days" if ahead > 1 else "tomorrow" if ahead == 1 else "any day now"
            yield codes()["vague-soon"].about(activity, date=words, how=how)
    elif not when.is_firm and when.kind is Kind.DEADLINE and when.latest_end is not None and when.tentative:
        ahead = (when.latest_end - today).days
        if ahead <= SOON:
            yield codes()["vague-soon"].about(activity, date=words, how=f"and has to be done in {ahead} days")
