"""Owns when an event with times of day starts and ends: its days, times and clock -> two moments.

Knows no activity and writes nothing. Whatever has no clock, no start or no such moment stays an event of whole days.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import attrs

from coecal.dates import Times
from coecal.ranges import ONE_DAY, Period
from coecal.writers.ical_zones import Clock


@attrs.frozen
class Timed:
    """When an event starts and ends.

    Attributes:
        start: by the clock of the zone, or in UTC where that has no name.
        end: likewise; always later.
        zone: the name of the zone; None: both moments are in UTC.
        length: how much time passes between the two.
        is_real: whether the clock shows this start on its day, rather than jumping over it.
    """

    start: datetime
    end: datetime
    zone: str | None
    length: timedelta
    is_real: bool = True


def find_moments(days: Period, times: Times, clock: Clock, assumed: timedelta) -> Timed | None:
    """Return when an event starts and ends, or None where its start is not said or the calendar ends before it does.

    A time that the clock jumps over is the one that it shows instead (RFC 5545, section 3.3.5), one that it shows
    twice is the first.

    Args:
        days: the days of the event.
        times: its times; an end that is not after the start of the same day is on the next one.
        clock: the clock that shows them.
        assumed: how long an event of one day is shown of which only the start is said; one of several days goes on to
            the end of the last.

    >>> from datetime import date
    >>> from coecal.writers.ical_zones import find_clock
    >>> saturday = Period(date(2026, 10, 3), date(2026, 10, 3))
    >>> clock = find_clock("+02:00", ())
    >>> find_moments(saturday, Times(time(22), time(2)), clock, timedelta(hours=1)).end
    datetime.datetime(2026, 10, 4, 0, 0)
    """
    if times.start is None:
        return None
    first = datetime.combine(days.first, times.start)
    try:
        last = first + assumed if times.end is None and days.days == 1 else _end(days, times.start, times.end or time())
        start, end = _instant(first, clock), _instant(last, clock)
        if end <= start or (times.end is None and days.days == 1):
            end = start + (last - first)
        return _written(start, end, first, clock)
    except OverflowError:
        return None


def _end(days: Period, start: time, end: time) -> datetime:
    is_next_day = end == time() or (days.days == 1 and end <= start)
    return datetime.combine(days.last + ONE_DAY if is_next_day else days.last, end)


def _instant(moment: datetime, clock: Clock) -> datetime:
    return moment.replace(tzinfo=clock.zone).astimezone(UTC)


def _written(start: datetime, end: datetime, said: datetime, clock: Clock) -> Timed:
    here = start.astimezone(clock.zone), end.astimezone(clock.zone)
    # A name of a zone cannot say the second of two equal times.
    in_utc = clock.name is None or any(moment.fold for moment in here)
    first, last = (moment.replace(tzinfo=None, fold=0) for moment in ((start, end) if in_utc else here))
    is_real = here[0].replace(tzinfo=None) == said
    return Timed(first, last, None if in_utc else clock.name, end - start, is_real)
