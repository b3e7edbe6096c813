"""Owns an activity as a schema.org Event in JSON-LD 1.1: what is known of it, and no invented day."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from coecal.activities import Activity, Mode, Status
from coecal.dates import FuzzyDate, Kind
from coecal.timeline.tooltips import title_of
from coecal.timeline.words import Words, is_cancelled

_WEB: Final = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_MODES: Final = {
    Mode.IN_PERSON: "https://schema.org/OfflineEventAttendanceMode",
    Mode.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Mode.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


def json_ld(activity: Activity, words: Words, address: str | None) -> str:
    """Return the JSON of an activity, to stand inside a script element of HTML.

    Days are given only where all of them are known; a vague date is told in words.

    Args:
        activity: the activity.
        words: the language in which its date is told.
        address: where it is shown; None where that is not known.
    """
    entry: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": activity.uid,
        "name": title_of(activity, words),
        "description": activity.when.format(words.language),
        "eventStatus": _status(activity),
        **_days(activity.when),
    }
    if address is not None:
        entry["@id"] = entry["mainEntityOfPage"] = address
    if activity.mode is not None:
        entry["eventAttendanceMode"] = _MODES[activity.mode]
    if activity.url is not None and is_web(activity.url):
        entry["url"] = activity.url
    if places := _places(activity, words):
        entry["location"] = places
    if bodies := (*activity.projects, *activity.organisers):
        entry["organizer"] = [{"@type": "Organization", "name": name} for name in bodies]
    return _for_script(entry)


def is_web(address: str) -> bool:
    """Return whether an address is one of the web, which a page may link to.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return _WEB.match(address) is not None


def _days(when: FuzzyDate) -> Mapping[str, object]:
    if when.kind not in (Kind.EXACT, Kind.RECURRING):
        return {}
    parts = [part.possible for part in when.ranges if part.possible is not None]
    days: dict[str, object] = {"startDate": str(parts[0].first), "endDate": str(parts[-1].last)}
    if len(parts) > 1:
        days["subEvent"] = [
            {"@type": "Event", "startDate": str(part.first), "endDate": str(part.last)} for part in parts
        ]
    return days


def _status(activity: Activity) -> str:
    if is_cancelled(activity):
        return "https://schema.org/EventCancelled"
    return f"https://schema.org/Event{'Postponed' if activity.status is Status.POSTPONED else 'Scheduled'}"


def _places(activity: Activity, words: Words) -> list[object]:
    named: list[object] = [{"@type": "Place", "name": name} for name in activity.places]
    if named:
        return named
    return [
        {"@type": "Place", "name": words.country(code), "address": {"@type": "PostalAddress", "addressCountry": code}}
        for code in activity.countries
    ]


def _for_script(entry: Mapping[str, object]) -> str:
    r"""Return JSON in which nothing can end the element or begin a comment; every reader of JSON reads the same."""
    text = json.dumps(entry, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
