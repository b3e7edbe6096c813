"""Owns an edition: all that is served of one state of the programme. Knows neither HTTP nor where that state is from.

Feeds of filters are made when they are asked for, and kept as long as there is room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Final

import attrs

from coecal.programme import Programme
from coecal.serve.content import Content
from coecal.serve.filters import Filters, Selection
from coecal.site.files import SiteFiles, make_files
from coecal.writers.ical import Vague, to_ical

FILTERED_PATH: Final = "feed.ics"
"""Where the feeds of filters are."""

ROOM: Final = 64 * 2**20
"""Bytes of feeds of filters that are kept at most, each counted twice, since it may also be kept compressed."""


@attrs.frozen(kw_only=True)
class Settings:
    """How feeds are made.

    Attributes:
        vague: what dated feeds show of a date whose days are not known.
        url: the address at which the server is reached, if that is known.
        room: bytes of feeds of filters that are kept at most.
        locale: the language of the pages.
    """

    vague: Vague = Vague.WINDOW
    url: str | None = None
    room: int = ROOM
    locale: str = "en"


class Edition:
    """The files of one state of a programme, and the feeds of filters.

    Attributes:
        programme: the programme.
        modified: when it was last modified, in seconds since 1970.
        site: its files.
        contents: what is served of them, by their paths.
        filters: the names by which its activities can be chosen.
    """

    programme: Programme
    modified: int
    site: SiteFiles
    contents: Mapping[str, Content]
    filters: Filters

    def __init__(self, programme: Programme, settings: Settings, modified: int, before: Edition | None = None) -> None:
        """Make the files.

        Args:
            programme: the programme.
            settings: how feeds are made.
            modified: when the programme was last modified, in seconds since 1970; later than that of `before`.
            before: the edition that this one follows. A file whose bytes stay the same keeps its time, and a feed
                that is no longer produced stays as an empty calendar.

        Raises:
            InputError: a UID cannot stand in a feed, or the address is none.
        """
        earlier = () if before is None else before.site.feeds
        self.programme = programme
        self.modified = modified
        self.site = make_files(
            programme,
            vague=settings.vague,
            url=settings.url,
            earlier=earlier,
            locale=settings.locale,
        )
        self.filters = Filters(programme)
        self._settings = settings
        self.contents = _contents(self.site.files, modified, {} if before is None else before.contents)
        self._shelf = Shelf(settings.room)
        self._making = Lock()

    def file(self, path: str) -> Content | None:
        """Return a file by its path; None where there is none."""
        return self.contents.get(path)

    def ready(self, selection: Selection) -> Content | None:
        """Return the feed of a selection if it is at hand."""
        return self._shelf.get(selection)

    def feed(self, selection: Selection) -> Content:
        """Return the feed of a selection; only one is made at a time.

        Raises:
            InputError: a UID cannot stand in a feed.
        """
        with self._making:
            content = self._shelf.get(selection)
            if content is None:
                content = Content(FILTERED_PATH, self._make(selection), self.modified)
                self._shelf.put(selection, content)
            return content

    def _make(self, selection: Selection) -> bytes:
        base, query = self._settings.url, selection.query()
        address = None if base is None else f"{base.rstrip('/')}/{FILTERED_PATH}{'?' if query else ''}{query}"
        name = self.filters.title(selection) or self.programme.title or "Activities"
        return to_ical(
            self.filters.activities(selection),
            name=f"{name} (firm dates)" if selection.firm_only else name,
            as_of=self.programme.as_of,
            vague=selection.vague or self._settings.vague,
            firm_only=selection.firm_only,
            url=address,
        )


def _contents(files: Mapping[str, bytes], modified: int, before: Mapping[str, Content]) -> Mapping[str, Content]:
    kept = {path: old for path, old in before.items() if files.get(path) == old.data}
    return {path: kept.get(path) or Content(path, data, modified) for path, data in files.items()}


class Shelf:
    """Feeds of filters, of which those that were not asked for longest make room for others.

    It may be used by several threads.
    """

    def __init__(self, room: int) -> None:
        self._room, self._used = room, 0
        self._contents: OrderedDict[Selection, Content] = OrderedDict()
        self._lock = Lock()

    def get(self, selection: Selection) -> Content | None:
        """Return a feed; None where it is not there."""
        with self._lock:
            content = self._contents.get(selection)
            if content is not None:
                self._contents.move_to_end(selection)
            return content

    def put(self, selection: Selection, content: Content) -> None:
        """Keep a feed, unless it is too large to be kept at all."""
        size = _size(content)
        if size > self._room:
            return
        with self._lock:
            if selection in self._contents:
                return
            self._contents[selection] = content
            self._used += size
            while self._used > self._room:
                self._used -= _size(self._contents.popitem(last=False)[1])


def _size(content: Content) -> int:
    return 2 * len(content.data) + 4096  # the names of the selection, and what holds them
