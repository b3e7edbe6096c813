"""Owns a published folder: which feeds an earlier run left in it, and what is written and what stays as it is.

Knows nothing of calendars. `feeds.json` in the folder is its memory of feeds, and pages say themselves that
they are ours; no other file is ever taken for one of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from coecal.errors import InputError
from coecal.writers.files import replace_file

LIST_NAME: Final = "feeds.json"

_HEAD: Final = 1024
"""How many bytes of a page are looked at to tell whether it is ours."""
_FEED_PATH: Final = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9-]*\.ics")


@attrs.frozen(kw_only=True)
class Listed:
    """A feed as `feeds.json` lists it.

    Attributes:
        path: where it is, relative to the folder, with slashes.
        title: the name under which calendars show it.
        count: how many activities it shows.
    """

    path: str
    title: str
    count: int


def read_list(folder: Path) -> tuple[Listed, ...]:
    """Return the feeds that an earlier run left in a folder; none where there was no such run.

    Raises:
        InputError: there is a `feeds.json` that no earlier run has written, or it cannot be read.
    """
    place = folder / LIST_NAME
    try:
        entries = json.loads(place.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise _refusal("read", place, error) from error
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list):
        raise _foreign(place)
    return tuple(_listed(entry, place) for entry in entries)


def _listed(entry: object, place: Path) -> Listed:
    match entry:
        case {"path": str(path), "title": str(title), "count": int(count)} if _FEED_PATH.fullmatch(path):
            return Listed(path=path, title=title, count=count)
        case _:
            raise _foreign(place)


def _foreign(place: Path) -> InputError:
    msg = "is no list of feeds as coecal writes it: remove it, or choose another folder"
    return InputError(msg, source=str(place))


def list_bytes(feeds: Iterable[Listed]) -> bytes:
    """Return the content of `feeds.json`."""
    entries = [attrs.asdict(feed) for feed in feeds]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode()


def is_there(folder: Path, path: str) -> bool:
    """Whether a file is in the folder.

    Raises:
        InputError: the folder cannot be looked into.
    """
    place = folder / path
    try:
        return place.is_file()
    except OSError as error:
        raise _refusal("read", place, error) from error


def put(folder: Path, path: str, data: bytes) -> bool:
    """Make `data` the content of a file in the folder, and return whether that changed it.

    Nobody ever sees half of it, and a file that holds these bytes already is left alone.

    Raises:
        InputError: it cannot be written.
    """
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return replace_file(place, data)
    except OSError as error:
        raise _refusal("written", place, error) from error


def drop(folder: Path, path: str, mark: str) -> bool:
    """Remove a page that an earlier run left in the folder, and return whether there was one.

    Args:
        folder: the folder.
        path: where the page would be.
        mark: what stands near the beginning of a page of ours; a file without it stays.

    Raises:
        InputError: it cannot be read or removed.
    """
    if not is_there(folder, path):
        return False
    place = folder / path
    try:
        with place.open("rb") as file:
            is_ours = mark.encode() in file.read(_HEAD)
        if is_ours:
            place.unlink()
    except OSError as error:
        raise _refusal("removed", place, error) from error
    return is_ours


def _refusal(what: str, place: Path, error: OSError) -> InputError:
    msg = f"cannot be {what} ({error.strerror or error}): choose a folder where that is allowed"
    return InputError(msg, source=str(place))
