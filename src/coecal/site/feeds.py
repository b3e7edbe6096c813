"""Owns writing the feeds of a programme into a folder, with a list of them and a page.

Which feeds there are is `plan`'s, what a feed looks like the writer's, what a folder remembers `publish`'s.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from coecal.programme import Programme
from coecal.site.page import page_bytes
from coecal.site.plan import Plan, plan_feeds
from coecal.site.publish import LIST_NAME, Listed, is_there, list_bytes, put, read_list
from coecal.writers.ical import (
    DEFAULT_FEED_POLICY,
    Feed,
    FeedPolicy,
    Vague,
    undated,
    write_feed,
    write_undated_feed,
)

__all__ = ["FeedsWritten", "write_feeds"]

PAGE_NAME: Final = "index.html"


@attrs.frozen(kw_only=True)
class FeedsWritten:
    """What became of each file; paths are relative to the folder, with slashes.

    Attributes:
        written: files that are new or whose bytes changed.
        unchanged: files that were left alone, since their bytes would be the same.
        emptied: feeds of an earlier run that are no longer produced, and became empty calendars now.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    emptied: tuple[str, ...]


@attrs.frozen(kw_only=True)
class _Made:
    """A feed with its place in the list."""

    listed: Listed
    data: bytes = attrs.field(repr=False)


def write_feeds(
    programme: Programme,
    folder: str | os.PathLike[str],
    *,
    vague: Vague | str = Vague.WINDOW,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
) -> FeedsWritten:
    """Write all feeds of a programme, a list of them (`feeds.json`) and a page (`index.html`) into a folder.

    There is a feed of everything, one for each project, region and country, the same with firm dates only under
    `firm/`, and one of the activities that no dated feed shows. A feed that an earlier run wrote and that is no
    longer produced becomes an empty calendar, since subscribers keep asking for it. A file is renamed into its
    place when it is complete, and only where its bytes change.

    Args:
        programme: the programme.
        folder: where to write; it is made where it is missing.
        vague: what dated feeds show of a date whose days are not known.
        url: the address at which the folder is published, if that is known.
        policy: the rules about feeds that people may differ about.

    Raises:
        InputError: the folder cannot be read or written, holds a `feeds.json` of somebody else, `url` is no
            address, or a UID cannot stand in a feed.
        UnknownNameError: there is no such way to show vague dates.
    """
    place, base = Path(folder), None if url is None else url.rstrip("/") + "/"
    earlier = read_list(place)
    made = [_make(plan, programme, Vague.of(vague), base, policy) for plan in plan_feeds(programme)]
    emptied = list(_emptied(place, earlier, made, base, policy))
    feeds = sorted((*made, *emptied), key=_path)
    listed = [feed.listed for feed in feeds]
    waiting = undated(programme.activities, as_of=programme.as_of, vague=vague, policy=policy)
    # The list and the page come last, so that they never name a feed that is not there yet.
    files = {_path(feed): feed.data for feed in feeds}
    files |= {LIST_NAME: list_bytes(listed), PAGE_NAME: page_bytes(programme, listed, waiting, base)}
    return _put(place, files, {_path(feed) for feed in emptied})


def _path(feed: _Made) -> str:
    return feed.listed.path


def _make(plan: Plan, programme: Programme, vague: Vague, base: str | None, policy: FeedPolicy) -> _Made:
    url = _address(base, plan.path)
    if plan.undated:
        feed = write_undated_feed(
            plan.activities,
            name=plan.title,
            as_of=programme.as_of,
            day=_day_of(programme),
            vague=vague,
            url=url,
            policy=policy,
        )
    else:
        feed = write_feed(
            plan.activities,
            name=plan.title,
            as_of=programme.as_of,
            vague=vague,
            firm_only=plan.firm_only,
            url=url,
            policy=policy,
        )
    return _made(plan.path, plan.title, feed)


def _made(path: str, title: str, feed: Feed) -> _Made:
    return _Made(listed=Listed(path=path, title=title, count=feed.count), data=feed.data)


def _day_of(programme: Programme) -> date | None:
    """Return the day on which to show activities that neither have a date nor say when they were changed."""
    return programme.as_of or (None if programme.period is None else programme.period.first)


def _emptied(
    place: Path, earlier: Sequence[Listed], made: Sequence[_Made], base: str | None, policy: FeedPolicy
) -> Iterator[_Made]:
    """Yield an empty calendar for each feed of an earlier run that is still there and no longer made."""
    taken = {_path(feed).casefold() for feed in made}  # on some systems, capitals are no difference
    for old in earlier:
        if old.path.casefold() not in taken and is_there(place, old.path):
            taken.add(old.path.casefold())
            yield _made(
                old.path, old.title, write_feed((), name=old.title, url=_address(base, old.path), policy=policy)
            )


def _address(base: str | None, path: str) -> str | None:
    return None if base is None else base + path


def _put(place: Path, files: dict[str, bytes], emptied: set[str]) -> FeedsWritten:
    changed = {path for path, data in files.items() if put(place, path, data)}
    return FeedsWritten(
        written=tuple(path for path in files if path in changed and path not in emptied),
        unchanged=tuple(path for path in files if path not in changed),
        emptied=tuple(path for path in files if path in changed and path in emptied),
    )
