"""Owns the bytes of every file of a site: the feeds, the list of them and the page. Touches no folder.

Which feeds there are is `plan`'s, what a feed looks like the writer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from coecal.programme import Programme
from coecal.site.page import page_bytes
from coecal.site.plan import Plan, plan_feeds
from coecal.site.publish import LIST_NAME, Listed, list_bytes
from coecal.writers.ical import (
    DEFAULT_FEED_POLICY,
    Feed,
    FeedPolicy,
    Vague,
    undated,
    write_feed,
    write_undated_feed,
)

PAGE_NAME: Final = "index.html"


@attrs.frozen(kw_only=True)
class SiteFiles:
    """The files of a site.

    Attributes:
        files: the bytes of each file by its path, relative to the site, with slashes. The list and the page come
            last, so that they never name a feed that is not there yet.
        feeds: the feeds as `feeds.json` lists them, in order of paths.
        emptied: paths of the feeds that are no longer produced, and are empty calendars.
    """

    files: Mapping[str, bytes] = attrs.field(repr=False)
    feeds: tuple[Listed, ...]
    emptied: frozenset[str]


@attrs.frozen(kw_only=True)
class _Made:
    """A feed with its place in the list."""

    listed: Listed
    data: bytes = attrs.field(repr=False)


def make_files(
    programme: Programme,
    *,
    vague: Vague | str = Vague.WINDOW,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
    earlier: Iterable[Listed] = (),
) -> SiteFiles:
    """Return all feeds of a programme, a list of them (`feeds.json`) and a page (`index.html`).

    Args:
        programme: the programme.
        vague: what dated feeds show of a date whose days are not known.
        url: the address at which the site is published, if that is known.
        policy: the rules about feeds that people may differ about.
        earlier: the feeds that subscribers may know; those that are no longer produced become empty calendars.

    Raises:
        InputError: `url` is no address, or a UID cannot stand in a feed.
        UnknownNameError: there is no such way to show vague dates.

    >>> list(make_files(Programme(title="WELL")).files)
    ['all.ics', 'firm/all.ics', 'undated.ics', 'feeds.json', 'index.html']
    """
    base = None if url is None else url.rstrip("/") + "/"
    made = [_make(plan, programme, Vague.of(vague), base, policy) for plan in plan_feeds(programme)]
    emptied = list(_emptied(earlier, made, base, policy))
    feeds = sorted((*made, *emptied), key=_path)
    listed = tuple(feed.listed for feed in feeds)
    waiting = undated(programme.activities, as_of=programme.as_of, vague=vague, policy=policy)
    files = {_path(feed): feed.data for feed in feeds}
    files |= {LIST_NAME: list_bytes(listed), PAGE_NAME: page_bytes(programme, listed, waiting, base)}
    return SiteFiles(files=files, feeds=listed, emptied=frozenset(map(_path, emptied)))


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


def _emptied(earlier: Iterable[Listed], made: Sequence[_Made], base: str | None, policy: FeedPolicy) -> Iterator[_Made]:
    """Yield an empty calendar for each feed of before that is no longer made."""
    taken = {_path(feed).casefold() for feed in made}  # on some systems, capitals are no difference
    for old in earlier:
        if old.path.casefold() not in taken:
            taken.add(old.path.casefold())
            yield _made(
                old.path, old.title, write_feed((), name=old.title, url=_address(base, old.path), policy=policy)
            )


def _address(base: str | None, path: str) -> str | None:
    return None if base is None else base + path
