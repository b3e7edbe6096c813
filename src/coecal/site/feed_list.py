"""Owns the feeds on the first page: links, counts and last change, how to subscribe, and the filter that finds one.

Everything but copying and filtering works without scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from coecal.activities import Activity, Mode
from coecal.site.plan import About
from coecal.site.publish import Listed
from coecal.site.shell import isolated, label, plain
from coecal.timeline.text import in_order, safe
from coecal.timeline.words import Words
from coecal.writers.section_rows import one_line

_FIRM: Final = "firm/"
_GROUPS: Final = (("all", ""), ("projects", "projects/"), ("regions", "regions/"), ("countries", "countries/"))
_CLIENTS: Final = ("apple", "google", "outlook", "thunderbird", "other")
_UNDATED: Final = "undated.ics"


@attrs.frozen(kw_only=True)
class SiteFeed:
    """A feed as the page shows it.

    Attributes:
        listed: its path, title and count.
        about: the filter that it stands for and its value; None: it stands for none.
        changed: the day on which one of its activities was last changed; None: not known.
    """

    listed: Listed
    about: About | None = None
    changed: date | None = None

    @property
    def path(self) -> str:
        """Where it is, relative to the site."""
        return self.listed.path

    def name(self, words: Words) -> str:
        """Return its title in the language of the page."""
        if self.about is not None and self.about.filter == "country":
            return words.country(self.about.value)
        return one_line(self.listed.title)


@attrs.frozen(kw_only=True)
class FeedList:
    """What writes the feeds.

    Attributes:
        feeds: all of them, in order of paths.
        words: the words of the page.
        url: the address of the site with a slash at its end; None: links are relative, and none is `webcal:`.
    """

    feeds: Sequence[SiteFeed]
    words: Words
    url: str | None

    def lines(self) -> Iterator[str]:
        """Yield the feeds by what they are about."""
        words, firm = self.words, {feed.path: feed for feed in self.feeds}
        yield '<section id="feeds" aria-labelledby="feeds-heading">'
        yield f'<h2 id="feeds-heading">{plain(words["feeds.heading"])}</h2>'
        yield f"<p>{plain(words['feeds.intro'])}</p>"
        for key, folder in _GROUPS:
            members = [feed for feed in self.feeds if _folder(feed.path) == folder and feed.path != _UNDATED]
            if members:
                yield f"<h3>{plain(words[f'feeds.{key}'])}</h3>"
                yield '<ul class="feeds">'
                for feed in sorted(members, key=lambda feed: in_order(feed.name(words))):
                    yield from self._feed(feed, firm.get(_FIRM + feed.path))
                yield "</ul>"
        yield from self._rest()
        yield "</section>"

    def _rest(self) -> Iterator[str]:
        """Yield the feed of what has no date, and those of firm dates that stand beside no other."""
        words, paths = self.words, {feed.path for feed in self.feeds}
        alone = [
            feed
            for feed in self.feeds
            if feed.path == _UNDATED or (feed.path.startswith(_FIRM) and feed.path.removeprefix(_FIRM) not in paths)
        ]
        if alone:
            yield f"<h3>{plain(words['feeds.undated'])}</h3>"
            yield f"<p>{plain(words['feeds.undated_intro'])}</p>"
            yield '<ul class="feeds">'
            for feed in alone:
                yield from self._feed(feed, None)
            yield "</ul>"

    def _feed(self, feed: SiteFeed, firm: SiteFeed | None) -> Iterator[str]:
        words, name = self.words, feed.name(self.words)
        said = words.counted(feed.listed.count)
        changed = ""
        if feed.changed is not None:
            day = f'<time datetime="{feed.changed}">{plain(words.day(feed.changed))}</time>'
            changed = f", {plain(words['feeds.changed']).replace('{day}', day)}"
        yield "<li>"
        yield f'<p class="name"><strong>{isolated(name)}</strong> <span class="count">{plain(said)}{changed}</span></p>'
        yield f'<p class="links">{self._links(feed, name)}</p>'
        if firm is not None:
            called = words.fill("feeds.firm_of", title=name)
            count = f'<span class="count">{plain(words.counted(firm.listed.count))}</span>'
            head = f"<span>{plain(words['feeds.firm'])}</span> {count}"
            yield f'<p class="links firm">{head} {self._links(firm, called)}</p>'
        yield "</li>"

    def _links(self, feed: SiteFeed, name: str) -> str:
        words, address = self.words, (self.url or "") + feed.path
        link = f'<a class="address" href={label(address)}>{plain(address)}</a>'
        about = label(words.fill("feeds.copy_of", title=name))
        copy = f'<button type="button" class="copy" hidden aria-label={about}>{plain(words["feeds.copy"])}</button>'
        return f"{self._subscribe(feed, name)}{link} {copy}"

    def _subscribe(self, feed: SiteFeed, name: str) -> str:
        """Return a link that opens a calendar at once; it has to name the host, which only the whole address does."""
        hidden, address = " hidden", ""
        if self.url is not None:
            hidden, address = "", f" href={label('webcal:' + self.url.partition(':')[2] + feed.path)}"
        about = label(self.words.fill("feeds.subscribe_to", title=name))
        return f'<a class="subscribe"{address}{hidden} aria-label={about}>{plain(self.words["feeds.subscribe"])}</a> '

    def how(self) -> Iterator[str]:
        """Yield how to subscribe with the common clients."""
        words = self.words
        yield '<section id="how" aria-labelledby="how-heading">'
        yield f'<h2 id="how-heading">{plain(words["how.heading"])}</h2>'
        yield f"<p>{plain(words['how.intro'])}</p>"
        yield "<dl>"
        for client in _CLIENTS:
            yield f"<dt>{plain(words[f'how.{client}'])}</dt>"
            yield f"<dd>{plain(words[f'how.{client}_steps'])}</dd>"
        yield "</dl>"
        yield "</section>"

    def find(self, activities: Iterable[Activity]) -> Iterator[str]:
        """Yield the filter; it stays hidden where no script runs, and a sentence stands in its place."""
        words = self.words
        said = {
            "shown": "filter.shown",
            "copied": "feeds.copied",
            "done": "feeds.copied_to",
            "failed": "feeds.not_copied",
        }
        data = "".join(f" data-{name}={label(words[key])}" for name, key in said.items())
        yield '<section id="find" aria-labelledby="find-heading">'
        yield f'<h2 id="find-heading">{plain(words["find.heading"])}</h2>'
        yield f"<noscript><p>{plain(words['find.no_script'])}</p></noscript>"
        yield f"<form hidden{data}>"
        yield f"<p>{plain(words['find.intro'])}</p>"
        yield '<div class="fields">'
        for name, options in self._options(activities).items():
            yield f"<label>{plain(words[f'filter.{name}'])}"
            yield f'<select name="{name}" autocomplete="off"><option value="">{plain(words["filter.all"])}</option>'
            yield from options
            yield "</select></label>"
        yield f'<button type="reset">{plain(words["filter.reset"])}</button>'
        yield "</div>"
        yield '<p><output class="shown"></output></p>'
        yield f'<div class="found" role="status"><p class="exact">{plain(words["find.address"])}</p>'
        yield f'<p class="nearest" hidden>{plain(words["find.nearest"])}</p><ul class="feeds"></ul></div>'
        yield "</form>"
        yield f"<template>{self._template()}</template>"
        yield '<p class="said" role="status"></p>'
        yield "</section>"

    def _template(self) -> str:
        words = self.words
        copy = f'<button type="button" class="copy">{plain(words["feeds.copy"])}</button>'
        subscribe = f'<a class="subscribe" hidden>{plain(words["feeds.subscribe"])}</a>'
        return f'<li><p class="links">{subscribe} <a class="address"></a> {copy}</p></li>'

    def _options(self, activities: Iterable[Activity]) -> Mapping[str, list[str]]:
        """Return the options of each choice of which there is more than one, each with the feed that it stands for."""
        found: dict[str, list[str]] = {}
        for name in ("project", "region", "country"):
            feeds = [feed for feed in self.feeds if _stands_for(feed, name)]
            feeds.sort(key=lambda feed: in_order(feed.name(self.words)))
            found[name] = [self._option(feed) for feed in feeds]
        modes = {activity.mode for activity in activities}
        found["mode"] = [_plain_option(mode, self.words) for mode in Mode if mode in modes]
        return {name: options for name, options in found.items() if options}

    def _option(self, feed: SiteFeed) -> str:
        value = "" if feed.about is None else safe(feed.about.value)
        return f"<option value={label(value)} data-feed={label(feed.path)}>{plain(feed.name(self.words))}</option>"


def _plain_option(mode: Mode, words: Words) -> str:
    return f"<option value={label(mode.value)}>{plain(words.mode(mode))}</option>"


def _stands_for(feed: SiteFeed, name: str) -> bool:
    return feed.about is not None and feed.about.filter == name and not feed.path.startswith(_FIRM)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]
