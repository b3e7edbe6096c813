"""Owns reading the target of a request, path and query (RFC 3986). Knows neither files nor filters.

A target comes from anybody: what is not plainly readable is refused, and nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

import attrs

from coecal.serve.refusals import RequestError, echo

LONGEST_TARGET: Final = 4096
"""Octets in a path and its query; a longer one is refused."""

MOST_PARAMETERS: Final = 64
"""How many parameters a query may have."""

_ORIGIN: Final = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@attrs.frozen
class Parameter:
    """A parameter of a query.

    Attributes:
        name: its name.
        readings: its value as forms write it, a plus being a space; then, where it has a plus, as it stands.
    """

    name: str
    readings: tuple[str, ...]


def check_length(path: bytes, query: bytes) -> None:
    """Refuse a target that is too long.

    Raises:
        RequestError: it is.
    """
    if len(path) + len(query) > LONGEST_TARGET:
        raise RequestError(414, f"the address is longer than {LONGEST_TARGET} bytes: shorten it")


def read_path(raw: bytes) -> str:
    """Return a path without the slash before it.

    A proxy may ask with the whole address (RFC 9112, section 3.2.2): scheme and host do not count.

    Raises:
        RequestError: it is not readable, or leads somewhere else.

    >>> read_path(b"/projects/well%2Dplus.ics"), read_path(b"http://example.org/all.ics"), read_path(b"/")
    ('projects/well-plus.ics', 'all.ics', '')
    """
    if (origin := _ORIGIN.match(raw)) is not None:
        raw = raw.removeprefix(origin[0]) or b"/"
    path = _decode(raw, "path")
    if not path.startswith("/"):
        raise RequestError(400, f"the path {echo(path)} does not begin with a slash: name a file, such as /all.ics")
    if "%" in path:
        raise RequestError(400, f"the path {echo(path)} is escaped twice: escape it once")
    if "\\" in path or any(part in {".", ".."} for part in path.split("/")):
        raise RequestError(400, f"the path {echo(path)} leads out of its folder: name a file, such as /all.ics")
    return path.removeprefix("/")


def read_query(raw: bytes) -> tuple[Parameter, ...]:
    """Return the parameters of a query in its order.

    Raises:
        RequestError: it is not readable, or has too many.

    >>> read_query(b"country=GH&region=South+Asia")
    (Parameter(name='country', readings=('GH',)), Parameter(name='region', readings=('South Asia', 'South+Asia')))
    """
    parts = [part for part in raw.split(b"&") if part]
    if len(parts) > MOST_PARAMETERS:
        raise RequestError(400, f"the query has more than {MOST_PARAMETERS} parameters: ask for less at once")
    return tuple(map(_parameter, parts))


def _parameter(part: bytes) -> Parameter:
    name, _, value = part.partition(b"=")
    return Parameter(_decode(name, "query"), tuple(dict.fromkeys(_readings(value))))


def _readings(value: bytes) -> Iterator[str]:
    for form in (value.replace(b"+", b" "), value):
        yield _decode(form, "query")


def _decode(raw: bytes, what: str) -> str:
    if _BROKEN_ESCAPE.search(raw) is not None:
        raise RequestError(400, f"the {what} has a percent sign without two hexadecimal digits: write %25 for it")
    try:
        text = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise RequestError(400, f"the {what} is not in UTF-8: escape its characters as UTF-8") from None
    if _CONTROL.search(text) is not None:
        raise RequestError(400, f"the {what} holds a control character: leave it out")
    return text
