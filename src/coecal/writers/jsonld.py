"""Owns activities as schema.org `Event`s in JSON-LD, which search engines and other people's sites read.

A day stands there only where it is known; docs/sections.md says what becomes of the others. Knows no site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final

import attrs

from coecal.activities import Activity, Mode, Status
from coecal.dates import DateStatus, FuzzyDate, Kind, Times
from coecal.programme import Programme
from coecal.ranges import ONE_DAY, DateRange
from coecal.typing import Json
from coecal.writers.ical_zones import find_clock
from coecal.writers.section_rows import country_words

_CONTEXT: Final = "https://schema.org"
_ATTENDANCE: Final = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_WEB: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# What ends a script element or begins a comment in HTML, what XML cannot hold bare, what JavaScript takes for the end
# of a line, and halves of surrogate pairs. All of it has an escape in JSON that means the same.
_UNSAFE: Final = re.compile("[<>&\u2028\u2029\x7f-\x9f\ud800-\udfff]")


def to_jsonld(activities: Iterable[Activity], *, locale: str = "en") -> str:
    r"""Return activities as JSON-LD text: one schema.org `Event` each, in their order.

    `startDate` and `endDate` stand where the day is known and nothing about it is to be confirmed; else `description`
    says the date in words. The text can stand inside a script element of HTML as it is: it holds no `<`, `>` or `&`.

    Args:
        activities: what to write.
        locale: the language of dates in words and of names of countries.

    Raises:
        UnknownNameError: the language is not known.

    >>> when = FuzzyDate.from_edtf("2023-10-10/2023-10-12")
    >>> talks = Activity(uid="1@example.org", title="Talks </script>", when=when, mode=Mode.ONLINE)
    >>> text = to_jsonld([talks])
    >>> [event] = json.loads(text)["@graph"]
    >>> event["name"], event["startDate"], event["endDate"], event["eventStatus"]
    ('Talks </script>', '2023-10-10', '2023-10-12', 'https://schema.org/EventScheduled')
    >>> "</script>" in text
    False
    """
    document = {"@context": _CONTEXT, "@graph": [event_of(activity, locale=locale) for activity in activities]}
    return _UNSAFE.sub(_escape, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def to_jsonld_bytes(programme: Programme) -> bytes:
    """Return a programme as JSON-LD in UTF-8, the same bytes for the same programme."""
    return to_jsonld(programme.activities).encode()


def jsonld_script(activities: Iterable[Activity], *, locale: str = "en") -> str:
    """Return the script element that embeds activities in a page of HTML; no title can end it.

    Raises:
        UnknownNameError: the language is not known.

    >>> jsonld_script([]).splitlines()[0]
    '<script type="application/ld+json">'
    """
    return f'<script type="application/ld+json">\n{to_jsonld(activities, locale=locale)}</script>\n'


def event_of(activity: Activity, *, locale: str = "en") -> dict[str, Json]:
    """Return one activity as a schema.org `Event`, as plain data without a context.

    Raises:
        UnknownNameError: the language is not known.
    """
    dates = _dates(activity)
    event: dict[str, Json] = {"@type": "Event", "identifier": activity.uid, "name": activity.title, **dates}
    if not {"startDate", "endDate"} <= dates.keys():
        event["description"] = _in_words(activity.when, locale)
    event["eventStatus"] = f"{_CONTEXT}/{_status(activity, is_dated='startDate' in dates)}"
    if activity.mode is not None:
        event["eventAttendanceMode"] = f"{_CONTEXT}/{_ATTENDANCE[activity.mode]}"
    event |= _location(activity, locale)
    if organisers := _organisers(activity):
        event["organizer"] = organisers
    if url := _address(activity):
        event["url"] = url
    return event


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _status(activity: Activity, *, is_dated: bool) -> str:
    """Return the status; what is postponed is rescheduled where its new date is known."""
    if activity.is_cancelled:
        return "EventCancelled"
    if activity.status is Status.POSTPONED or activity.when.status is DateStatus.POSTPONED:
        return "EventRescheduled" if is_dated else "EventPostponed"
    return "EventScheduled"


# Dates.


def _dates(activity: Activity) -> dict[str, Json]:
    """Return the days that are known for certain; each stretch of several is an event inside the event."""
    when = activity.when
    if when.tentative or when.approximate or when.is_choice or when.kind is Kind.UNDATED:
        return {}
    times = when.times
    if len(when.ranges) == 1:
        return _stretch(when.ranges[0], times, activity)
    whole = DateRange(when.earliest_start, when.latest_start, when.earliest_end, when.latest_end)
    each = times if when.kind is Kind.RECURRING else None
    dates = _stretch(whole, times, activity)
    if when.kind in (Kind.EXACT, Kind.RECURRING):
        parts = ({"@type": "Event", "name": activity.title} | _stretch(part, each, activity) for part in when.ranges)
        dates["subEvent"] = list(parts)
    return dates


def _stretch(part: DateRange, times: Times | None, activity: Activity) -> dict[str, Json]:
    first = part.earliest_start if part.earliest_start == part.latest_start else None
    last = part.latest_end if part.earliest_end == part.latest_end else None
    start, end = (None, None) if times is None else (times.start, times.end)
    if end is not None and last is not None and _is_next_day(first, last, start, end):
        last = last + ONE_DAY if last < date.max else last
    found = {"startDate": _moment(first, start, activity), "endDate": _moment(last, end, activity)}
    return {name: value for name, value in found.items() if value is not None}


def _is_next_day(first: date | None, last: date, start: time | None, end: time) -> bool:
    """Whether an end lies on the day after: midnight, and one that is not after the start of the same day."""
    return end == time() or (first == last and start is not None and end <= start)


def _moment(day: date | None, clock_time: time | None, activity: Activity) -> str | None:
    """Return a day, with its time where that is said, and the distance from UTC where that can be known."""
    if day is None or clock_time is None:
        return None if day is None else day.isoformat()
    times = activity.when.times
    clock = find_clock(None if times is None else times.zone, activity.countries)
    moment = datetime.combine(day, clock_time, None if clock is None else clock.zone)
    return moment.isoformat(timespec="seconds")


def _in_words(when: FuzzyDate, locale: str) -> str:
    """Return a date in words; an undated one names the days of the period that it is listed under."""
    if when.kind is Kind.UNDATED and when.possible is not None:
        return attrs.evolve(when, kind=Kind.WINDOW).format(locale)
    return when.format(locale)


# Places and people.


def _location(activity: Activity, locale: str) -> dict[str, Json]:
    """Return where people take part; what takes place online is for the places that it names, not at them."""
    place = _place(activity, locale)
    if activity.mode is Mode.ONLINE:
        audience: dict[str, Json] = {"audience": {"@type": "Audience", "geographicArea": place}} if place else {}
        return {"location": _virtual(activity), **audience}
    if activity.mode is Mode.HYBRID:
        return {"location": [place, _virtual(activity)] if place else _virtual(activity)}
    return {"location": place} if place else {}


def _virtual(activity: Activity) -> dict[str, Json]:
    url = _address(activity)
    return {"@type": "VirtualLocation", "url": url} if url else {"@type": "VirtualLocation"}


def _place(activity: Activity, locale: str) -> dict[str, Json]:
    countries: list[Json] = [{"@type": "PostalAddress", "addressCountry": code} for code in activity.countries]
    words = activity.places or tuple(country_words(code, locale) for code in activity.countries)
    if not words:
        return {}
    place: dict[str, Json] = {"@type": "Place", "name": ", ".join(words)}
    if countries:
        place["address"] = countries[0] if len(countries) == 1 else countries
    return place


def _organisers(activity: Activity) -> list[Json]:
    projects: list[Json] = [{"@type": "Project", "name": name} for name in activity.projects]
    return [*projects, *({"@type": "Organization", "name": name} for name in activity.organisers)]


def _address(activity: Activity) -> str | None:
    """Return the address of its page, where it is one of the web."""
    url = (activity.url or "").strip()
    return url if _WEB.fullmatch(url) else None
