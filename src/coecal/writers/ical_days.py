"""Owns which days a calendar shows of a fuzzy date, and the rules about it that people may dispute.

Knows nothing of iCalendar: all days are inclusive. docs/feeds.md tells users what is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs

from coecal.dates import FuzzyDate, Kind
from coecal.errors import UnknownNameError
from coecal.ranges import DateRange, Period

_NEVER_KNOWN = (Kind.ALTERNATIVES, Kind.DEADLINE, Kind.UNDATED)


class Vague(StrEnum):
    """What a feed shows of a date whose days are not known.

    WINDOW: all possible days, or the first of them where they are too many. DAY: the first possible day.
    SKIP: nothing. UNDATED_FEED: nothing; it is listed in the feed of undated activities instead.
    """

    WINDOW = "window"
    DAY = "day"
    SKIP = "skip"
    UNDATED_FEED = "undated-feed"

    @classmethod
    def of(cls, value: Vague | str) -> Vague:
        """Return the member that a value names.

        Raises:
            UnknownNameError: there is none.
        """
        try:
            return cls(value)
        except ValueError:
            msg = f"no way to show a vague date is called {value!r}: use one of {', '.join(cls)}"
            raise UnknownNameError(msg) from None


@attrs.frozen(kw_only=True)
class FeedPolicy:
    """What a feed shows, where people may differ.

    Attributes:
        longest_window_days: a window of more days than this shrinks to its first day; a month by default.
        cancelled_grace_days: how many days after it was last changed a cancelled activity stays in a feed.
        refresh_hours: how often subscribers are asked to look for changes.
        assumed_minutes: how long an event of one day is shown of which only the start is known, since many calendars
            do not show one that lasts nothing; up to a day.
    """

    longest_window_days: int = attrs.field(default=31, validator=attrs.validators.ge(1))
    cancelled_grace_days: int = attrs.field(default=30, validator=attrs.validators.ge(0))
    refresh_hours: int = attrs.field(default=12, validator=attrs.validators.ge(1))
    assumed_minutes: int = attrs.field(
        default=60, validator=attrs.validators.and_(attrs.validators.ge(1), attrs.validators.le(24 * 60))
    )


DEFAULT_FEED_POLICY = FeedPolicy()


@attrs.frozen(kw_only=True)
class Shown:
    """One event of a calendar and its days.

    Attributes:
        number: which stretch of the date it shows, counting from 0.
        stretch: that stretch.
        days: the days that are shown.
        known: whether these are the days of the stretch, though they may be tentative.
        shrunk: whether more days are possible than are shown.
        whole: whether it shows a stretch of known days from its start to its end, be it one of several candidates.
    """

    number: int
    stretch: DateRange
    days: Period
    known: bool
    shrunk: bool = False
    whole: bool = False


def show(when: FuzzyDate, vague: Vague, longest: int) -> tuple[Shown, ...]:
    """Return what a calendar shows of a date, in the order of its stretches.

    Args:
        when: the date.
        vague: what to show where days are not known.
        longest: how many days a window may show before it shrinks to its first day.

    >>> [shown.days for shown in show(FuzzyDate.from_edtf("[..2023-10-31]"), Vague.WINDOW, 31)]
    [<Period 2023-10-31..2023-10-31>]
    """
    return tuple(_each(when, vague, longest))


def stand_in(when: FuzzyDate, otherwise: date) -> Shown:
    """Return the one day on which a calendar shows a date that no dated feed has.

    It is the first day that `Vague.DAY` would show, or `otherwise` where no day is known at all.
    """
    days = min((shown.days for shown in show(when, Vague.DAY, 1)), default=Period(otherwise, otherwise))
    return Shown(number=0, stretch=when.ranges[0], days=Period(days.first, days.first), known=False, shrunk=True)


def _each(when: FuzzyDate, vague: Vague, longest: int) -> Iterator[Shown]:
    hidden = vague in (Vague.SKIP, Vague.UNDATED_FEED)
    for number, stretch in enumerate(when.ranges):
        possible = stretch.possible
        if stretch.is_exact and possible is not None and when.kind not in _NEVER_KNOWN:
            yield Shown(number=number, stretch=stretch, days=possible, known=True, whole=True)
        elif not hidden and (days := _vague_days(when.kind, stretch, 1 if vague is Vague.DAY else longest)):
            # A candidate is shown whole where its own days are known, unless single days are asked for.
            is_candidate = when.is_choice and stretch.is_exact
            if is_candidate and possible is not None and vague is not Vague.DAY:
                days = possible
            shrunk = days != possible
            yield Shown(
                number=number,
                stretch=stretch,
                days=days,
                known=False,
                shrunk=shrunk,
                whole=is_candidate and not shrunk,
            )


def _vague_days(kind: Kind, stretch: DateRange, longest: int) -> Period | None:
    """Return the days to show of a stretch whose days are not known; None where none of its points is."""
    first, last = stretch.earliest_start, stretch.latest_end
    if kind is Kind.DEADLINE and last is not None:
        return Period(last, last)
    if first is not None and last is not None:
        window = Period(first, last)
        return window if window.days <= longest else Period(first, first)
    # One end is open: the event stands on the day that is known, however long it may go on.
    day = first or last or stretch.latest_start or stretch.earliest_end
    return None if day is None else Period(day, day)
