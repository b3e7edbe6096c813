"""Owns the times of day of a date, their zone, and the statuses that a date can be said to have. Knows no words."""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum

import attrs

from coecal.errors import RangeError

_OFFSET = re.compile(r"[+-]([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class DateStatus(StrEnum):
    """What the words of a date say of it beside the days.

    CANCELLED: it does not take place.
    POSTPONED: it was planned for another day; the date is the new one, if any.

    >>> DateStatus("postponed") is DateStatus.POSTPONED
    True
    """

    CANCELLED = "cancelled"
    POSTPONED = "postponed"


@attrs.frozen
class Times:
    """When it starts on its first day and ends on its last, by the clock at the place.

    Attributes:
        start: None where only the end is known.
        end: None where only the start is known. An end that is not after the start, on a date of one day, lies on
            the day after; 00:00 is the midnight at the day's end.
        zone: an IANA zone, "UTC", or an offset such as "+02:00"; None: not said, so the time of the place.

    Raises:
        RangeError: neither is known, one is no whole second, or the zone is an offset that no zone has.

    >>> str(Times(time(14), time(16, 30), "Europe/Paris"))
    '14:00-16:30 Europe/Paris'
    """

    start: time | None
    end: time | None = None
    zone: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.start is None and self.end is None:
            msg = "times of day have a start or an end: give one of the two"
            raise RangeError(msg)
        if any(moment and (moment.microsecond or moment.tzinfo) for moment in (self.start, self.end)):
            msg = "times of day are whole seconds without a zone of their own: give the zone beside them"
            raise RangeError(msg)
        if self.zone is not None and self.zone[:1] in "+-" and not _OFFSET.fullmatch(self.zone):
            msg = f"{self.zone!r} is no offset from UTC: write it as +02:00, from -23:59 to +23:59"
            raise RangeError(msg)

    def to_iso(self) -> str | None:
        """Return one moment as ISO 8601 writes it, or None where it has an end or a zone with a name.

        >>> Times(time(14), zone="UTC").to_iso()
        '14:00:00Z'
        """
        zone = {"UTC": "Z", None: ""}.get(self.zone, self.zone or "")
        if self.start is None or self.end is not None or zone[:1] not in ("", "Z", "+", "-"):
            return None
        return f"{self.start.isoformat('seconds')}{zone}"

    def __str__(self) -> str:
        start = "" if self.start is None else clock_text(self.start)
        end = "" if self.end is None else f"-{clock_text(self.end)}"
        return f"{start}{end}" + (f" {self.zone}" if self.zone else "")


def clock_text(moment: time) -> str:
    """Return a time of day, with its seconds where it has any.

    >>> clock_text(time(9, 30)), clock_text(time(9, 30, 5))
    ('09:30', '09:30:05')
    """
    return moment.isoformat("seconds" if moment.second else "minutes")
