"""Owns the rules by which a date was read, found again from its words: a file of a programme does not keep them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, parse_date, parse_period
from coecal.errors import DateError, UnknownNameError
from coecal.programme import Programme
from coecal.ranges import Period


def with_rules(programme: Programme) -> Programme:
    """Return a programme whose dates know the rules by which their words mean what they say.

    They are found by reading the words again, under their heading, in the programme's period, or in the month or year
    of the date itself. A date that comes from none of these keeps the rules that it has.

    >>> from coecal.activities import Source
    >>> when = attrs.evolve(parse_date("mid-November", within="2026"), reasons=())
    >>> activity = Activity(uid="1", title="", when=when, source=Source(heading="November 2026"))
    >>> len(when.reasons), len(with_rules(Programme(activities=[activity])).activities[0].when.reasons)
    (0, 3)
    """
    return attrs.evolve(programme, activities=[_with_rules(each, programme.period) for each in programme.activities])


def without_rules(activity: Activity) -> Activity:
    """Return an activity as a file of its programme would keep it: its date does not know how it was read."""
    return attrs.evolve(activity, when=attrs.evolve(activity.when, reasons=()))


def _with_rules(activity: Activity, period: Period | None) -> Activity:
    when = activity.when
    for context in _contexts(activity, period):
        again = _read_again(when.text, context, when.locale)
        if again is not None and again == when:
            return attrs.evolve(activity, when=attrs.evolve(when, reasons=again.reasons))
    return activity


def _contexts(activity: Activity, period: Period | None) -> Iterator[Period | None]:
    """Yield the periods under which the words of an activity may have been read, the likeliest first."""
    if activity.source.heading:
        yield _listed_under(activity.source.heading, period)
    yield period
    day = activity.when.earliest_start or activity.when.latest_end
    if day is not None:
        yield Period.month(day.year, day.month)
        yield Period.year(day.year)


@lru_cache(maxsize=4096)
def _read_again(text: str, within: Period | None, locale: str) -> FuzzyDate | None:
    try:
        return parse_date(text, within=within, locale=locale) if text.strip() else None
    except (DateError, UnknownNameError):  # a locale of which only dates that are written already are known
        return None


@lru_cache(maxsize=256)
def _listed_under(heading: str, period: Period | None) -> Period | None:
    try:
        return parse_period(heading, within=period)
    except DateError:
        return period
