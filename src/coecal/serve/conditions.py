"""Owns the conditions of a request and the coding of its answer (RFC 9110, sections 12.5.3 and 13). Sends nothing.

A header that is not written as it has to be counts as absent, as the RFC asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

_TAG: Final = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS: Final = re.compile(rf"[\s,]*{_TAG}(?:\s*,[\s,]*{_TAG})*[\s,]*")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TIME: Final = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) (?P<month>[A-Z][a-z]{{2}}) (?P<year>\d{{4}}) {_TIME} GMT",  # IMF-fixdate
        rf"[A-Z][a-z]+day, (?P<day>\d\d)-(?P<month>[A-Z][a-z]{{2}})-(?P<year>\d\d) {_TIME} GMT",  # RFC 850
        rf"[A-Z][a-z]{{2}} (?P<month>[A-Z][a-z]{{2}}) (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})",  # asctime
    )
)
_CODING: Final = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)\s*(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII)


def status_of(headers: Mapping[str, str], etag: str, modified: int) -> int:
    """Return the status of an answer to GET or HEAD: 200, 304 (Not Modified) or 412 (Precondition Failed).

    Entity tags win over dates, in the order of RFC 9110, section 13.2.2.

    Args:
        headers: the headers of the request; several lines of one name are joined by commas.
        etag: the strong entity tag of what would be sent, with its quotes.
        modified: when that was last modified, in seconds since 1970.
    """
    if (wanted := _tags(headers.get("if-match"))) is not None:
        if not ("*" in wanted or etag in wanted):  # compared strongly: a weak tag is never the same
            return 412
    elif (until := http_date(headers.get("if-unmodified-since"))) is not None and modified > until:
        return 412
    if (known := _tags(headers.get("if-none-match"))) is not None:
        return 304 if "*" in known or etag in {tag.removeprefix("W/") for tag in known} else 200
    since = http_date(headers.get("if-modified-since"))
    return 200 if since is None or modified > since else 304


def _tags(value: str | None) -> Sequence[str] | None:
    if value is None:
        return None
    if value.strip() == "*":
        return ("*",)
    return re.findall(_TAG, value) if _TAGS.fullmatch(value) else None


def http_date(value: str | None) -> int | None:
    """Return a date of HTTP (RFC 9110, section 5.6.7) in seconds since 1970; None where it is none.

    >>> http_date("Sun, 06 Nov 1994 08:49:37 GMT") == http_date("Sunday, 06-Nov-94 08:49:37 GMT")
    True
    """
    found = next((match for form in _DATES if (match := form.fullmatch(value or ""))), None)
    if found is None or found["month"] not in _MONTHS:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    month, second = _MONTHS.index(found["month"]) + 1, min(int(found["second"]), 59)  # 60 is a leap second
    try:
        moment = datetime(year, month, int(found["day"]), int(found["hour"]), int(found["minute"]), second, tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp())


def coding_of(accepted: str | None) -> str | None:
    """Return how to send an answer: "gzip" or "identity"; None where the client accepts neither.

    >>> coding_of("gzip, deflate, br"), coding_of("gzip;q=0"), coding_of(None), coding_of("identity;q=0")
    ('gzip', 'identity', 'identity', None)
    """
    weights = _weights(accepted or "")
    rest = weights.get("*")
    zipped = max(weights.get("gzip", rest or 0.0), weights.get("x-gzip", 0.0))
    if zipped and zipped >= weights.get("identity", 0.0):
        return "gzip"
    return None if weights.get("identity", 1.0 if rest is None else rest) == 0 else "identity"


def _weights(accepted: str) -> Mapping[str, float]:
    parts = (_CODING.fullmatch(part) for part in accepted.split(","))
    return {part[1].lower(): float(part[2] or 1) for part in parts if part is not None}
