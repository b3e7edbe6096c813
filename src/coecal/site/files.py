"""Owns the bytes of every file of a site: the feeds, the list of them and the pages. Touches no folder.

Which feeds there are is `plan`'s, what a feed looks like the writer's, what stands on a page that page's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.errors import Problem
from coecal.programme import Programme
from coecal.site.feed_list import SiteFeed
from coecal.site.findings import findings_page
from coecal.site.month_calendar import calendar_page
from coecal.site.page import index_page
from coecal.site.plan import Plan, plan_feeds
from coecal.site.publish import LIST_NAME, Listed, list_bytes
from coecal.site.shell import CALENDAR, FINDINGS, INDEX, STATISTICS, TIMELINE, TIMELINES, Shell, page_policy
from coecal.site.statistics_page import statistics_page
from coecal.timeline.html import Beside
from coecal.timeline.html import page_policy as timeline_policy
from coecal.timeline.lanes import lanes_of
from coecal.timeline.picture import make_timeline
from coecal.timeline.rules import without_rules
from coecal.timeline.words import Words, words_of
from coecal.writers.ical import (
    DEFAULT_FEED_POLICY,
    FeedPolicy,
    Vague,
    undated,
    write_feed,
    write_undated_feed,
)

SOMETIMES: Final = (FINDINGS, *(page for page in TIMELINES.values() if page != TIMELINE))
"""The pages that not every site has."""
MOST_PLACES: Final = 5_000
"""How many places the activities may take up in the lanes of regions or countries; these have no page beyond it."""
_LINKED: Final = (INDEX, CALENDAR, TIMELINE, STATISTICS)


@attrs.frozen(kw_only=True)
class SiteFiles:
    """The files of a site.

    Attributes:
        files: the bytes of each file by its path, relative to the site, with slashes. The list and the pages come
            last, so that they never name what is not there yet.
        feeds: the feeds as `feeds.json` lists them, in order of paths.
        emptied: paths of the feeds that are no longer produced, and are empty calendars.
    """

    files: Mapping[str, bytes] = attrs.field(repr=False)
    feeds: tuple[Listed, ...]
    emptied: frozenset[str]


@attrs.frozen(kw_only=True)
class _Made:
    """A feed with its place in the list and on the page."""

    shown: SiteFeed
    data: bytes = attrs.field(repr=False)


def make_files(
    programme: Programme,
    *,
    vague: Vague | str = Vague.WINDOW,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
    earlier: Iterable[Listed] = (),
    locale: str = "en",
    findings: Iterable[Problem] | None = None,
) -> SiteFiles:
    """Return all feeds of a programme, a list of them (`feeds.json`) and the pages, of which `index.html` is the first.

    Args:
        programme: the programme.
        vague: what dated feeds show of a date whose days are not known.
        url: the address at which the site is published, if that is known.
        policy: the rules about feeds that people may differ about.
        earlier: the feeds that subscribers may know; those that are no longer produced become empty calendars.
        locale: the language of the pages: "en" or "fr".
        findings: what an editor should look at, for a page of its own; None: there is no such page.

    Raises:
        InputError: `url` is no address, or a UID cannot stand in a feed.
        UnknownNameError: there is no such way to show vague dates, or there are no words in that language.

    >>> list(make_files(Programme(title="WELL")).files)[:5]
    ['all.ics', 'firm/all.ics', 'undated.ics', 'feeds.json', 'timeline.html']
    """
    words = words_of(locale)
    base = None if url is None else url.rstrip("/") + "/"
    before = tuple(earlier)
    plans = plan_feeds(programme, {old.path: old.title for old in before})
    made = [_make(plan, programme, Vague.of(vague), base, policy) for plan in plans]
    emptied = list(_emptied(before, made, base, policy))
    feeds = sorted((*made, *emptied), key=_path)
    listed = tuple(feed.shown.listed for feed in feeds)
    shown = _in_order(programme)
    waiting = undated(shown.activities, as_of=programme.as_of, vague=vague, policy=policy)
    files = {_path(feed): feed.data for feed in feeds} | {LIST_NAME: list_bytes(listed)}
    shell = Shell(programme=shown, words=words, pages=(*_LINKED, *([] if findings is None else [FINDINGS])))
    if findings is not None:
        files[FINDINGS] = findings_page(shell, findings)
    files |= _pages(shell)
    files[INDEX] = index_page(shell, [feed.shown for feed in feeds], waiting, base)
    return SiteFiles(files=files, feeds=listed, emptied=frozenset(map(_path, emptied)))


def _in_order(programme: Programme) -> Programme:
    """Return a programme with its activities in order of time, so that pages do not depend on that of the source.

    Nor do they on whether it is a newsletter, of whose dates it is known how they were read, or a file made of it.
    """
    return attrs.evolve(programme, activities=map(without_rules, sorted(programme.activities, key=_place)))


def _place(activity: Activity) -> tuple[date, date, str, str]:
    when = activity.when
    first = when.earliest_start or when.latest_end or date.max
    return first, when.latest_end or date.max, activity.title.casefold(), activity.uid


def policy_of(path: str) -> str | None:
    """Return the Content-Security-Policy that a page needs, for a server's header; None where it is no page."""
    if path in TIMELINES.values():
        return timeline_policy()
    return page_policy() if path in _LINKED or path == FINDINGS else None


def _pages(shell: Shell) -> Mapping[str, bytes]:
    return _timelines(shell) | {CALENDAR: calendar_page(shell), STATISTICS: statistics_page(shell)}


def _timelines(shell: Shell) -> dict[str, bytes]:
    """Return the timeline by projects, and by regions and countries where there are several, each on its own page."""
    programme, words = shell.programme, shell.words
    chosen = {by: page for by, page in TIMELINES.items() if page == TIMELINE or _is_worth_a_page(programme, by, words)}
    lanes = {page: words[f"lanes.{by}"] for by, page in chosen.items()} if len(chosen) > 1 else {}
    beside = Beside(links=shell.links(), lanes=lanes)
    return {
        page: make_timeline(programme, by=by, locale=words.language)
        .to_html(beside=attrs.evolve(beside, here=page))
        .encode()
        for by, page in chosen.items()
    }


def _is_worth_a_page(programme: Programme, by: str, words: Words) -> bool:
    """Whether there is more than one lane, and no activity stands in so many that the page would be too large."""
    lanes = lanes_of(programme, by, words)
    is_small = sum(len(lane.activities) for lane in lanes) <= MOST_PLACES
    return is_small and sum(lane.key is not None for lane in lanes) > 1


def _path(feed: _Made) -> str:
    return feed.shown.path


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
    listed = Listed(path=plan.path, title=plan.title, count=feed.count)
    shown = SiteFeed(listed=listed, about=plan.about, changed=_last_change(plan.activities))
    return _Made(shown=shown, data=feed.data)


def _last_change(activities: Iterable[Activity]) -> date | None:
    return max((each.last_modified for each in activities if each.last_modified is not None), default=None)


def _day_of(programme: Programme) -> date | None:
    """Return the day on which to show activities that neither have a date nor say when they were changed."""
    return programme.as_of or (None if programme.period is None else programme.period.first)


def _emptied(earlier: Iterable[Listed], made: Sequence[_Made], base: str | None, policy: FeedPolicy) -> Iterator[_Made]:
    """Yield an empty calendar for each feed of before that is no longer made."""
    taken = {_path(feed).casefold() for feed in made}  # on some systems, capitals are no difference
    for old in earlier:
        if old.path.casefold() not in taken:
            taken.add(old.path.casefold())
            feed = write_feed((), name=old.title, url=_address(base, old.path), policy=policy)
            yield _Made(shown=SiteFeed(listed=attrs.evolve(old, count=feed.count)), data=feed.data)


def _address(base: str | None, path: str) -> str | None:
    return None if base is None else base + path
