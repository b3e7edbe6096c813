"""Owns the events of one activity as bytes of iCalendar (RFC 5545, 7986), written once for each look.

Knows nothing of feeds. Writes text itself, since a library for it needs many times as long; the tests read the
bytes with several. docs/feeds.md lists the properties, among them those from which the activity can be read back.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote

import attrs

from coecal.activities import Activity, Status
from coecal.dates import Kind
from coecal.errors import InputError
from coecal.writers.ical_about import lines_about
from coecal.writers.ical_days import Shown, Vague, show, stand_in
from coecal.writers.ical_lines import clean, compact, custom_line, escape, join_lines, text_line
from coecal.writers.ical_placed import Placed, place
from coecal.writers.ical_words import hours_note, hours_sentence, note, sentence

NEVER: Final = date(1970, 1, 1)
"""What stands for the day of a last change where none is known, since DTSTAMP cannot be left out."""

_UID: Final = re.compile(r"[!-~]+")
_WEB: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_ADDRESS_CHARACTERS: Final = "!#$%&'()*+,-./:;=?@[]_~"
_PLAIN_ADDRESS: Final = re.compile(f"[A-Za-z0-9{re.escape(_ADDRESS_CHARACTERS)}]+")
_PREFIXES: Final = {Status.CANCELLED: "CANCELLED: ", Status.POSTPONED: "POSTPONED: "}


@attrs.frozen(kw_only=True, cache_hash=True)
class Look:
    """What decides, beside the activity, what its events look like.

    Attributes:
        vague: what to show of a date whose days are not known.
        longest: how many days a window may show before it shrinks to its first day.
        as_of: stands in for the day of the last change where an activity has none.
        assumed_minutes: how long an event of one day is shown of which only the start is known.
        undated: the day on which to show an activity that a dated feed does not show at all, in the feed of those;
            None: this is a dated feed.
    """

    vague: Vague = Vague.WINDOW
    longest: int = 31
    as_of: date | None = None
    assumed_minutes: int = 60
    undated: date | None = None


@attrs.frozen
class Event:
    """One event of a feed.

    Attributes:
        order: what it is sorted by: its first day, then its UID.
        uid: its UID.
        data: its lines.
        zone: the zone that the feed has to describe; None: none.
        years: the first and the last year for which it has to.
    """

    order: str
    uid: str
    data: bytes
    zone: str | None = None
    years: tuple[int, int] = (1, 1)


class _Known(weakref.ref[Activity]):
    """A reference that knows where to find what was written for the activity."""

    __slots__ = ("key",)
    key: int


_written: dict[Look, dict[int, tuple[_Known, tuple[Event, ...]]]] = {}
# Activities are frozen, so that their events never change. They are found by identity: equal activities may still
# differ in the words of their date.


def events_of(activities: Iterable[Activity], look: Look) -> list[tuple[Event, ...]]:
    """Return the events of each activity, in the order of its stretches; none where there is nothing to show.

    Raises:
        InputError: the UID of an activity cannot be one of iCalendar.
    """
    written = _written.get(look, {})
    found = []
    for activity in activities:
        known = written.get(id(activity))
        if known is None or known[0]() is not activity:
            events = tuple(_write(activity, look))
            reference = _Known(activity, _forget)
            reference.key = id(activity)
            known = written[reference.key] = reference, events
        found.append(known[1])
    if written:
        _written[look] = written
    return found


def _forget(reference: weakref.ref[Activity]) -> None:
    if not isinstance(reference, _Known):
        return
    for look, written in list(_written.items()):
        known = written.get(reference.key)
        if known is not None and known[0] is reference:
            del written[reference.key]
            if not written:
                _written.pop(look, None)


def _write(activity: Activity, look: Look) -> list[Event]:
    if _UID.fullmatch(activity.uid) is None:
        msg = f"the UID {activity.uid!r} cannot stand in a feed: use visible ASCII characters without spaces"
        raise InputError(msg)
    placed = place(activity.when, activity.countries, _shown(activity, look), timedelta(minutes=look.assumed_minutes))
    uids = [_uid(activity.uid, each.shown.number) for each in placed]
    changed, about = _changed(activity, look), lines_about(activity)
    events = []
    for each, uid in zip(placed, uids, strict=True):
        # The first is related to all others, and each of them to the first.
        siblings = uids[1:] if uid == uids[0] else uids[:1]
        lines = ["BEGIN:VEVENT", text_line("UID", uid), *changed, *each.lines(), *_standing(activity, each.shown)]
        lines += _words(activity, each)
        lines += [text_line("RELATED-TO;RELTYPE=SIBLING", sibling) for sibling in siblings]
        if uid != activity.uid:
            lines.append(custom_line("X-COECAL-UID", activity.uid))
        lines += about
        lines.append("END:VEVENT")
        events.append(_event(each, uid, join_lines(lines)))
    return events


def _event(placed: Placed, uid: str, data: bytes) -> Event:
    order, timed = f"{placed.shown.days.first} {uid}", placed.timed
    if timed is None or timed.zone is None:
        return Event(order, uid, data)
    return Event(order, uid, data, timed.zone, (timed.start.year, placed.last.year))


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


def _changed(activity: Activity, look: Look) -> list[str]:
    day = activity.last_modified or look.as_of
    stamp = f"{compact(day or NEVER)}T000000Z"
    modified = "" if day is None else f"LAST-MODIFIED:{stamp}"
    return [f"DTSTAMP:{stamp}", modified, f"SEQUENCE:{activity.sequence}"]


def standing(activity: Activity) -> Status:
    """Return where an activity stands, cancelled also where only the words of its date say so."""
    return Status.CANCELLED if activity.is_cancelled else activity.status


def _standing(activity: Activity, shown: Shown) -> tuple[str, ...]:
    when, status = activity.when, standing(activity)
    if status is Status.CANCELLED:
        return "STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    if shown.known and not (when.tentative or when.approximate or status is Status.POSTPONED):
        return ("STATUS:CONFIRMED",)
    return "STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"


def _words(activity: Activity, placed: Placed) -> list[str]:
    title = clean(activity.title)
    parts = [title, *(f"({words})" for words in _brackets(activity, placed) if words)]
    summary = _PREFIXES.get(standing(activity), "") + " ".join(filter(None, parts))
    lines = [text_line("SUMMARY", summary)]
    if summary != title:
        lines.append(custom_line("X-COECAL-TITLE", title))
    lines.append(text_line("LOCATION", ", ".join(_filled(activity.places))))
    lines.append(text_line("DESCRIPTION", "\n".join(_description(activity, placed))))
    if categories := dict.fromkeys(_filled((*activity.projects, *activity.regions))):
        lines.append(f"CATEGORIES:{','.join(map(escape, categories))}")
    if activity.url is not None and _WEB.match(activity.url):
        lines.append(f"URL:{_address(activity.url)}")
    return lines


def _address(url: str) -> str:
    """Return an address with its other characters as bytes in per cent."""
    if _PLAIN_ADDRESS.fullmatch(url) is not None:
        return url
    return quote(url, safe=_ADDRESS_CHARACTERS, errors="replace")


def _brackets(activity: Activity, placed: Placed) -> tuple[str, ...]:
    when, shown = activity.when, placed.shown
    stretches = len(when.ranges)
    counted = stretches > 1 and when.kind not in (Kind.ALTERNATIVES, Kind.RECURRING)
    number = f"{shown.number + 1}/{stretches}" if counted else ""
    return number, "" if placed.timed else hours_note(when, shown), note(when, shown)


def _filled(texts: Iterable[str]) -> list[str]:
    return [cleaned for text in texts if not (cleaned := clean(text)).isspace() and cleaned]


def _description(activity: Activity, placed: Placed) -> list[str]:
    when, shown = activity.when, placed.shown
    days, hours = sentence(when, shown), hours_sentence(when, is_timed=placed.timed is not None)
    paragraphs = [f"{days} {hours}"] if days and hours else [days or hours] if days or hours else []
    for label, names in (("Project", activity.projects), ("Organiser", activity.organisers)):
        if filled := _filled(names):
            paragraphs.append(f"{label}{'s' * (len(filled) > 1)}: {', '.join(filled)}")
    if activity.mode is not None:
        paragraphs.append(f"Mode: {activity.mode}")
    return paragraphs
