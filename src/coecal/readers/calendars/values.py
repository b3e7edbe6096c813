"""Owns the values of properties that mean moments and durations (RFC 5545, sections 3.3.4 to 3.3.6 and 3.3.9).

Knows no zone: a moment is a day, a time of day where there is one, and whether it is in UTC.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import attrs

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?", re.ASCII)


@attrs.frozen
class Moment:
    """A day, with a time of day where one is said; `utc` says whether that is in UTC."""

    day: date
    clock: time | None = None
    utc: bool = False

    @property
    def local(self) -> datetime:
        """The moment without a zone; midnight where it has no time of day."""
        return datetime.combine(self.day, self.clock or time())


def read_moment(value: str) -> Moment | None:
    """Return a DATE or DATE-TIME, None where it is no such thing.

    >>> read_moment("20231003T140000Z")
    Moment(day=datetime.date(2023, 10, 3), clock=datetime.time(14, 0), utc=True)
    """
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return Moment(day)
        # A leap second has no place on our clocks; the second before it has.
        return Moment(day, time(int(match[4]), int(match[5]), min(int(match[6]), 59)), bool(match[7]))
    except ValueError:
        return None


def read_duration(value: str) -> timedelta | None:
    """Return a DURATION, None where it is none.

    >>> read_duration("P1DT2H30M")
    datetime.timedelta(days=1, seconds=9000)
    """
    match = _DURATION.fullmatch(value.strip())
    if match is None or value.strip()[-1] in "PTpt":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def read_offset(value: str) -> timedelta | None:
    """Return a distance from UTC, such as +0100; None where it is none that a zone can have."""
    match = _OFFSET.fullmatch(value.strip())
    if match is None:
        return None
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return None if length >= timedelta(days=1) else -length if match[1] == "-" else length
