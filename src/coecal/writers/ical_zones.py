"""Owns the zone of an activity's times: what is written, or that of its country where it has but one.

Knows no iCalendar. What is known of a zone comes from `coecal.dates.zones`.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

import attrs

from coecal.dates.zones import load_zone

_UTC: Final = "UTC"


@attrs.frozen
class Clock:
    """The clock by which an activity starts and ends.

    Attributes:
        zone: what turns its times into instants.
        name: its name in the IANA database; None for UTC and for a fixed distance from it.
    """

    zone: tzinfo
    name: str | None


@lru_cache(maxsize=1024)
def find_clock(zone: str | None, countries: tuple[str, ...]) -> Clock | None:
    """Return the clock of an activity, or None where it cannot be known.

    Args:
        zone: its zone as `coecal.dates.Times` has it; None where none is written.
        countries: the ISO 3166-1 codes of where it takes place. They count where no zone is written: one country
            with one zone, by pytz's table, has that.

    >>> find_clock(None, ("GH",)).name, find_clock(None, ("BR",)), find_clock(None, ("GH", "KE"))
    ('Africa/Accra', None, None)
    """
    if zone is None:
        zone = _only_zone(countries[0]) if len(countries) == 1 else None
    if zone is None or zone == _UTC:
        return None if zone is None else Clock(UTC, None)
    if zone[0] in "+-":
        hours, minutes = zone[1:].split(":")
        distance = timedelta(hours=int(hours), minutes=int(minutes))
        return Clock(timezone(-distance if zone[0] == "-" else distance), None)
    found = load_zone(zone)
    return None if found is None else Clock(found, zone)


def _only_zone(country: str) -> str | None:
    from pytz import country_timezones  # noqa: PLC0415 - few activities have times, and pytz is slow to load

    zones = country_timezones.get(country, ())
    return zones[0] if len(zones) == 1 else None
