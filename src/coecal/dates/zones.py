"""Owns what people write for a zone of time: IANA names, offsets from UTC, abbreviations, names in words.

An abbreviation that is in use for several zones is refused with the candidates, unless the region of the locale is
that of one of them. Abbreviations stand for the clock of the place, all year round: "14:00 CET" in July is two
o'clock there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import attrs

from coecal.data import read_table
from coecal.dates.words import fold
from coecal.errors import DateError

_FORMS = re.compile(
    r"""
    (?:(?:UTC|GMT)\s?(?P<sign>[+\-\u2212\u2013])\s?|(?P<plus>\+))(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-5][0-9]))?
        (?![0-9:])
  | (?P<iana>[A-Z][A-Za-z]+(?:/[A-Za-z][A-Za-z_+-]*){1,2})
  | (?P<letters>[A-Z]{1,4})(?!\w)
    """,
    re.VERBOSE,
)
_WORDS = re.compile(r"[^\W\d_]+(?:[\s'’]+[^\W\d_]+){0,4}")
_FURTHEST_HOURS = {"-": 12, "+": 14}


@attrs.frozen
class Zone:
    """A zone as written: its name (None: the time of the place) and the place after it in the text."""

    name: str | None
    end: int


@attrs.frozen
class _Table:
    """What people write: abbreviations of one zone, those of several by country, names ("": the place's own time)."""

    abbreviations: Mapping[str, str]
    ambiguous: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]


@cache
def _table() -> _Table:
    table = read_table("zones.toml")
    names = {_plain(words): zone for zone, phrases in table["names"].items() for words in phrases}
    local = {_plain(words): "" for phrases in table["local"].values() for words in phrases}
    return _Table(table["abbreviations"], table["ambiguous"], {**names, **local})


@lru_cache(maxsize=1024)
def load_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name in the IANA database, or None where there is none of this name.

    What is known of it comes from pytz's files, so that no database of the machine changes an answer. They are read
    by `zoneinfo`, since pytz itself knows no summer time after 2037.

    >>> load_zone("Europe/Nowhere") is None
    True
    """
    if name not in iana_zones():
        return None
    from pytz import open_resource  # type: ignore[attr-defined]  # noqa: PLC0415 - as below; the stubs leave it out

    with open_resource(name) as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def iana_zones() -> frozenset[str]:
    """Return the names of all zones of the IANA database."""
    from pytz import all_timezones  # noqa: PLC0415 - few dates name a zone so, and pytz is slow to load

    return frozenset(all_timezones)  # its set is filled late, and a copy of it is empty


def _plain(words: str) -> str:
    return " ".join(fold(words).replace("’", "'").split())


def zone_at(text: str, start: int, territory: str) -> Zone | None:
    """Return the zone that is written at a place in a text, or None.

    Args:
        text: the whole text.
        start: where the zone would begin.
        territory: the region of the locale, such as "US", or "".

    Raises:
        DateError: an abbreviation stands for several zones, a name for none, or an offset is too far.

    >>> zone_at("14:00 UTC+2", 6, "")
    Zone(name='+02:00', end=11)
    """
    found = _named(text, start)
    if found is not None:
        return found
    match = _FORMS.match(text, start)
    if match is None:
        return None
    if match["hours"]:
        return _offset(text, match)
    if match["iana"]:
        if match["iana"] not in iana_zones():
            message = f"{match['iana']!r} is no zone of the IANA database: write one such as Europe/Paris"
            raise DateError(message, text, match.span())
        return Zone(match["iana"], match.end())
    return _abbreviated(text, match, territory)


def _named(text: str, start: int) -> Zone | None:
    """A zone named in words, the most words that make one."""
    match = _WORDS.match(text, start)
    end = match.end() if match else start
    while end > start:
        name = _table().names.get(_plain(text[start:end]))
        if name is not None:
            return Zone(name or None, end)
        end = max((text.rfind(sign, start, end) for sign in " '’"), default=start)
    return None


def _offset(text: str, match: re.Match[str]) -> Zone:
    sign = "+" if (match["sign"] or match["plus"]) == "+" else "-"
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    distance = f"{sign}{hours:02}:{minutes:02}"
    if hours * 60 + minutes > _FURTHEST_HOURS[sign] * 60:
        message = f"no zone is {distance} from UTC: they run from UTC-12 to UTC+14"
        raise DateError(message, text, match.span())
    return Zone("UTC" if hours == minutes == 0 else distance, match.end())


def _abbreviated(text: str, match: re.Match[str], territory: str) -> Zone | None:
    letters = match["letters"]
    candidates = _table().ambiguous.get(letters, {})
    if territory in candidates:
        return Zone(candidates[territory], match.end())
    if candidates:
        several = " or ".join(candidates.values())
        message = f"{letters!r} is in use for several zones: write {several}, or the offset as UTC+2"
        raise DateError(message, text, match.span())
    name = _table().abbreviations.get(letters)
    return None if name is None else Zone(name, match.end())
