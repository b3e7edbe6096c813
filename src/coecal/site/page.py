"""Owns `index.html`: what comes next, the feeds and how to subscribe to them, what has no date yet, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coecal.activities import Activity
from coecal.site.feed_list import FeedList, SiteFeed
from coecal.site.listing import Lister, make_listing
from coecal.site.shell import INDEX, Shell, label, plain


def index_page(shell: Shell, feeds: Sequence[SiteFeed], waiting: Iterable[Activity], url: str | None) -> bytes:
    """Return the page in UTF-8.

    Args:
        shell: what surrounds it.
        feeds: the feeds, in the order in which they are listed.
        waiting: activities that no dated feed shows.
        url: the address of the folder with a slash at its end; None: links are relative, and none is `webcal:`.
    """
    words, programme = shell.words, shell.programme
    listing = make_listing(programme, waiting)
    lister = Lister.of(programme, words, None if url is None else url + INDEX)
    feed_list = FeedList(feeds=feeds, words=words, url=url)
    body = [
        f"<h1>{plain(shell.title)}</h1>",
        *shell.about(),
        *_contents(shell, has_undated=bool(listing.undated), has_past=bool(listing.past)),
        *feed_list.find(programme.activities),
        *lister.coming(listing),
        *feed_list.lines(),
        *feed_list.how(),
        *lister.undated(listing),
        *lister.past(listing),
    ]
    return shell.page(INDEX, words.fill("site.title", title=shell.title), body)


def _contents(shell: Shell, *, has_undated: bool, has_past: bool) -> Iterator[str]:
    words = shell.words
    parts = {"find": "find.heading", "coming": "list.coming", "feeds": "feeds.heading", "how": "how.heading"}
    parts |= {"undated": "list.undated"} if has_undated else {}
    parts |= {"past": "list.past"} if has_past else {}
    yield f'<nav class="contents" aria-label={label(words["site.on_this_page"])}>'
    yield "<ul>"
    yield from (f'<li><a href="#{name}">{plain(words[key])}</a></li>' for name, key in parts.items())
    yield "</ul>"
    yield "</nav>"
