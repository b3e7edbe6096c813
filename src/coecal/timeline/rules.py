"""Owns the rules by which a date was read, found again from its words: a file of a programme does not keep them."""

from __future__ import annotations

from functools import lru_cache

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, parse_date, parse_period
from coecal.errors import DateError, UnknownNameError
from coecal.programme import Programme
from coecal.ranges import Period


def with_rules(programme: Programme) -> Programme:
    """Return a programme whose dates know the rules by which their words mean what they say.

    They are found by reading the words again under their heading. A date that does not come from that has none, so
    that programmes that are equal have the same rules, whether they come from a newsletter or from a file.

    >>> from coecal.activities import Source
    >>> when = attrs.evolve(parse_date("mid-November", within="2026"), reasons=())
    >>> activity = Activity(uid="1", title="", when=when, source=Source(heading="November 2026"))
    >>> len(when.reasons), len(with_rules(Programme(activities=[activity])).activities[0].when.reasons)
    (0, 3)
    """
    return attrs.evolve(programme, activities=[_with_rules(each, programme.period) for each in programme.activities])


def _with_rules(activity: Activity, period: Period | None) -> Activity:
    when = activity.when
    again = _read_again(when.text, activity.source.heading, period, when.locale)
    reasons = again.reasons if again is not None and again == when else ()
    return attrs.evolve(activity, when=attrs.evolve(when, reasons=reasons))


@lru_cache(maxsize=4096)
def _read_again(text: str, heading: str | None, period: Period | None, locale: str) -> FuzzyDate | None:
    try:
        return parse_date(text, within=_listed_under(heading, period), locale=locale) if text.strip() else None
    except (DateError, UnknownNameError):  # a locale of which only dates that are written already are known
        return None


def _listed_under(heading: str | None, period: Period | None) -> Period | None:
    try:
        return parse_period(heading, within=period) if heading else period
    except DateError:
        return period
