"""Reads a calendar with libical 3 and prints, as JSON, its events, each with all its days or instants."""

from __future__ import annotations

import ctypes
import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path


class Time(ctypes.Structure):
    """A moment, `icaltimetype` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


class Span(ctypes.Structure):
    """The start and end of one occurrence, `icaltime_span` of libical 3."""

    _fields_ = (("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int))


Found = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Span), ctypes.c_void_p)

SIGNATURES: dict[str, tuple[object, tuple[object, ...]]] = {
    "icalparser_parse_string": (ctypes.c_void_p, (ctypes.c_char_p,)),
    "icalcomponent_string_to_kind": (ctypes.c_int, (ctypes.c_char_p,)),
    "icalcomponent_count_errors": (ctypes.c_int, (ctypes.c_void_p,)),
    "icalcomponent_get_first_component": (ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_int)),
    "icalcomponent_get_next_component": (ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_int)),
    "icalcomponent_get_uid": (ctypes.c_char_p, (ctypes.c_void_p,)),
    "icalcomponent_get_summary": (ctypes.c_char_p, (ctypes.c_void_p,)),
    "icalcomponent_get_location": (ctypes.c_char_p, (ctypes.c_void_p,)),
    "icalcomponent_get_dtstart": (Time, (ctypes.c_void_p,)),
    "icalcomponent_get_dtend": (Time, (ctypes.c_void_p,)),
    "icalcomponent_foreach_recurrence": (None, (ctypes.c_void_p, Time, Time, Found, ctypes.c_void_p)),
    "icalrestriction_check": (ctypes.c_int, (ctypes.c_void_p,)),
    "icaltime_from_string": (Time, (ctypes.c_char_p,)),
}


def load(path: str) -> ctypes.CDLL:
    """Return the library with the signatures of what is used here."""
    library = ctypes.CDLL(path)
    for name, (result, arguments) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def takes_place(library: ctypes.CDLL, event: int) -> list[str]:
    """Return the days of an event between 2026 and the end of 2049, or its instants where it has times of day."""
    spans: list[tuple[datetime, datetime]] = []

    def keep(_event: int, span: ctypes._Pointer[Span], _data: int) -> None:
        spans.append((datetime.fromtimestamp(span[0].start, UTC), datetime.fromtimestamp(span[0].end, UTC)))

    first, last = (library.icaltime_from_string(day) for day in (b"20260101", b"20500101"))
    library.icalcomponent_foreach_recurrence(event, first, last, Found(keep), None)
    start, end = library.icalcomponent_get_dtstart(event), library.icalcomponent_get_dtend(event)
    if not start.is_date:
        return ["/".join(f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in span) for span in spans]
    length = date(end.year, end.month, end.day) - date(start.year, start.month, start.day)
    return [str(each.date() + timedelta(days=number)) for each, _ in spans for number in range(length.days)]


def read(library: ctypes.CDLL, data: bytes) -> dict[str, object]:
    """Return the events of a calendar, and the number of errors that libical finds in it."""
    calendar = library.icalparser_parse_string(data)
    event_kind = library.icalcomponent_string_to_kind(b"VEVENT")
    is_valid = library.icalrestriction_check(calendar) == 1
    events = []
    event = library.icalcomponent_get_first_component(calendar, event_kind)
    while event:
        uid, summary, location = (
            (getattr(library, f"icalcomponent_get_{name}")(event) or b"").decode()
            for name in ("uid", "summary", "location")
        )
        events.append({"uid": uid, "summary": summary, "location": location, "on": takes_place(library, event)})
        event = library.icalcomponent_get_next_component(calendar, event_kind)
    errors = library.icalcomponent_count_errors(calendar)
    return {"valid": is_valid, "errors": errors, "events": events}


if __name__ == "__main__":
    print(json.dumps(read(load(sys.argv[1]), Path(sys.argv[2]).read_bytes())))  # noqa: T201 - the answer
