"""Owns the events of one activity as bytes of iCalendar (RFC 5545, 7986), written once for each look.

Knows nothing of feeds. Writes text itself, since a library for it needs many times as long; the tests read the
bytes with several. docs/feeds.md lists the properties, among them those from which the activity can be read back.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final
from urllib.parse import quote

import attrs

from coecal.activities import Activity, Source, Status
from coecal.dates import FuzzyDate, Kind
from coecal.errors import InputError
from coecal.ranges import ONE_DAY, DateRange, Period
from coecal.writers.ical_days import Shown, Vague, show, stand_in
from coecal.writers.ical_lines import clean, custom_line, escape, join_lines, text_line
from coecal.writers.ical_words import note, sentence

NEVER: Final = date(1970, 1, 1)
"""What stands for the day of a last change where none is known, since DTSTAMP cannot be left out."""

_UID: Final = re.compile(r"[!-~]+")
_WEB: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_ADDRESS_CHARACTERS: Final = "!#$%&'()*+,-./:;=?@[]_~"
_PREFIXES: Final = {Status.CANCELLED: "CANCELLED: ", Status.POSTPONED: "POSTPONED: "}
_LANGUAGE: Final = "en"


@attrs.frozen(kw_only=True, cache_hash=True)
class Look:
    """What decides, beside the activity, what its events look like.

    Attributes:
        vague: what to show of a date whose days are not known.
        longest: how many days a window may show before it shrinks to its first day.
        as_of: stands in for the day of the last change where an activity has none.
        undated: the day on which to show an activity that a dated feed does not show at all, in the feed of those;
            None: this is a dated feed.
    """

    vague: Vague = Vague.WINDOW
    longest: int = 31
    as_of: date | None = None
    undated: date | None = None


@attrs.frozen
class Event:
    """One event: what it is sorted by, and its lines."""

    first: date
    uid: str
    data: bytes


_written: dict[int, tuple[weakref.ref[Activity], dict[Look, tuple[Event, ...]]]] = {}
# Activities are frozen, so that their events never change. They are found by identity: equal activities may still
# differ in the words of their date.


def events_of(activity: Activity, look: Look) -> tuple[Event, ...]:
    """Return the events of an activity, in the order of its stretches; none where there is nothing to show.

    Raises:
        InputError: the activity's UID cannot be one of iCalendar.
    """
    key = id(activity)
    known = _written.get(key)
    if known is None or known[0]() is not activity:
        known = (weakref.ref(activity, lambda _: _written.pop(key, None)), {})
        _written[key] = known
    if look not in known[1]:
        known[1][look] = tuple(_write(activity, look))
    return known[1][look]


def _write(activity: Activity, look: Look) -> Iterator[Event]:
    if _UID.fullmatch(activity.uid) is None:
        msg = f"the UID {activity.uid!r} cannot stand in a feed: use visible ASCII characters without spaces"
        raise InputError(msg)
    shown = _shown(activity, look)
    uids = [_uid(activity.uid, each.number) for each in shown]
    changed, about = tuple(_changed(activity, look)), tuple(_about(activity))
    for each, uid in zip(shown, uids, strict=True):
        # The first is related to all others, and each of them to the first.
        siblings = uids[1:] if uid == uids[0] else uids[:1]
        lines = [
            "BEGIN:VEVENT",
            text_line("UID", uid),
            *changed,
            *_days(each),
            *_standing(activity, each),
            *_words(activity, each),
            *(text_line("RELATED-TO;RELTYPE=SIBLING", sibling) for sibling in siblings),
            custom_line("X-COECAL-UID", activity.uid if uid != activity.uid else ""),
            *about,
            "END:VEVENT",
        ]
        yield Event(each.days.first, uid, join_lines(lines))


def _shown(activity: Activity, look: Look) -> tuple[Shown, ...]:
    shown = show(activity.when, look.vague, look.longest)
    if look.undated is None:
        return shown
    if shown or look.vague is Vague.SKIP:
        return ()
    return (stand_in(activity.when, activity.last_modified or look.undated),)


def _uid(uid: str, number: int) -> str:
    """Return the UID of a stretch. The first keeps the activity's, so that it lives on when others come or go."""
    if number == 0:
        return uid
    name, at, host = uid.rpartition("@")
    return f"{name}-{number + 1}@{host}" if at else f"{uid}-{number + 1}"


def _changed(activity: Activity, look: Look) -> Iterator[str]:
    day = activity.last_modified or look.as_of
    yield f"DTSTAMP:{_digits(day or NEVER)}T000000Z"
    if day is not None:
        yield f"LAST-MODIFIED:{_digits(day)}T000000Z"
    yield f"SEQUENCE:{activity.sequence}"


def _digits(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _days(shown: Shown) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{_digits(shown.days.first)}"
    yield _end(shown.days)
    if shown.count > 1:
        weeks, rest = divmod(shown.interval, 7)
        every = f"DAILY;INTERVAL={shown.interval}" if rest else f"WEEKLY;INTERVAL={weeks}"
        yield f"RRULE:FREQ={every.removesuffix(';INTERVAL=1')};COUNT={shown.count}"


def _end(days: Period) -> str:
    if days.last == date.max:  # there is no day after it
        return f"DURATION:P{days.days}D"
    return f"DTEND;VALUE=DATE:{_digits(days.last + ONE_DAY)}"


def _standing(activity: Activity, shown: Shown) -> tuple[str, ...]:
    when = activity.when
    if activity.status is Status.CANCELLED:
        return "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if shown.known and not (when.tentative or when.approximate or activity.status is Status.POSTPONED):
        return ("STATUS:CONFIRMED",)
    return "STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"


def _words(activity: Activity, shown: Shown) -> Iterator[str]:
    when = activity.when
    stretches = len(when.ranges)
    counted = stretches > 1 and when.kind not in (Kind.ALTERNATIVES, Kind.RECURRING)
    brackets = (f"{shown.number + 1}/{stretches}" if counted else "", note(when, shown))
    title = clean(activity.title)
    parts = (title, *(f"({words})" for words in brackets if words))
    summary = _PREFIXES.get(activity.status, "") + " ".join(part for part in parts if part)
    yield text_line("SUMMARY", summary)
    if summary != title:
        yield custom_line("X-COECAL-TITLE", title)
    yield text_line("LOCATION", ", ".join(_filled(activity.places)))
    yield text_line("DESCRIPTION", "\n".join(_description(activity, shown)))
    categories = dict.fromkeys(_filled((*activity.projects, *activity.regions)))
    if categories:
        yield f"CATEGORIES:{','.join(map(escape, categories))}"
    if activity.url is not None and _WEB.match(activity.url):
        address = quote(activity.url, safe=_ADDRESS_CHARACTERS, errors="replace")
        yield f"URL:{address}"


def _filled(texts: Iterable[str]) -> list[str]:
    return [cleaned for text in texts if (cleaned := clean(text)).strip()]


def _description(activity: Activity, shown: Shown) -> Iterator[str]:
    if known := sentence(activity.when, shown):
        yield known
    for label, names in (("Project", activity.projects), ("Organiser", activity.organisers)):
        if filled := _filled(names):
            yield f"{label}{'s' * (len(filled) > 1)}: {', '.join(filled)}"
    if activity.mode is not None:
        yield f"Mode: {activity.mode}"


def _about(activity: Activity) -> Iterator[str]:
    """Return the lines from which the activity can be read back."""
    yield from _date(activity.when)
    if activity.status is not Status.PLANNED:
        yield f"X-COECAL-STATUS:{activity.status}"
    if activity.mode is not None:
        yield f"X-COECAL-MODE:{activity.mode}"
    several = (
        ("PROJECT", activity.projects),
        ("ORGANISER", activity.organisers),
        ("PLACE", activity.places if _are_ambiguous(activity.places) else ()),
        ("COUNTRY", activity.countries),
        ("REGION", activity.regions),
    )
    for name, values in several:
        for value in values:
            yield custom_line(f"X-COECAL-{name}", value)
    yield from _source(activity.source)


def _are_ambiguous(places: tuple[str, ...]) -> bool:
    """Whether LOCATION does not say which places these are, since one of them holds what joins them."""
    return any("," in place for place in places)


def _date(when: FuzzyDate) -> Iterator[str]:
    yield custom_line("X-COECAL-WHEN", when.text)
    yield f"X-COECAL-KIND:{when.kind}"
    if when.tentative:
        yield "X-COECAL-TENTATIVE:TRUE"
    if when.approximate:
        yield "X-COECAL-APPROXIMATE:TRUE"
    if when.times is not None:
        clocks = (when.times.start, when.times.end, when.times.zone)
        yield custom_line("X-COECAL-TIMES", " ".join(".." if value is None else str(value) for value in clocks))
    if when.status is not None:
        yield f"X-COECAL-SAID:{when.status}"
    if when.locale != _LANGUAGE:
        yield custom_line("X-COECAL-LANGUAGE", when.locale)
    yield custom_line("X-COECAL-EDTF", when.to_edtf())
    yield f"X-COECAL-POINTS:{' '.join(map(_points, when.ranges))}"


def _source(source: Source) -> Iterator[str]:
    if source.section is not None:
        yield f"X-COECAL-SECTION:{source.section}"
    if source.heading is not None:
        yield custom_line("X-COECAL-HEADING", source.heading)
    if source.line is not None:
        yield f"X-COECAL-LINE:{source.line}"
    yield custom_line("X-COECAL-SOURCE", source.text)


def _points(stretch: DateRange) -> str:
    """Return the six numbers of a stretch, `..` for one that is not known."""
    days = (stretch.earliest_start, stretch.latest_start, stretch.earliest_end, stretch.latest_end)
    return "/".join(".." if value is None else str(value) for value in (*days, stretch.min_days, stretch.max_days))
