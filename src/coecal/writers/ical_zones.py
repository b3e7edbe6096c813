"""Owns the zone of an activity's times, and the fence around pytz for the writer of feeds.

All that is known of zones comes from pytz's files, so that no database of the machine changes a byte of a feed. They
are read by `zoneinfo`, since pytz itself knows no summer time after 2037. Knows no iCalendar.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

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


@lru_cache(maxsize=1024)
def load_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name in the IANA database, or None where there is none of this name."""
    import pytz  # noqa: PLC0415 - as above

    if name not in pytz.all_timezones_set:
        return None
    with pytz.open_resource(name) as file:  # type: ignore[attr-defined] # the stubs leave it out
        return ZoneInfo.from_file(file, key=name)
