"""Owns writing the files of a site into a folder. What they hold is `files`', what a folder remembers `publish`'s."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import attrs

from coecal.errors import Problem
from coecal.programme import Programme
from coecal.site.files import SOMETIMES, SiteFiles, make_files
from coecal.site.publish import drop, is_there, put, read_list
from coecal.timeline.frame import GENERATOR
from coecal.writers.ical import DEFAULT_FEED_POLICY, FeedPolicy, Vague

__all__ = ["FeedsWritten", "write_feeds"]


@attrs.frozen(kw_only=True)
class FeedsWritten:
    """What became of each file; paths are relative to the folder, with slashes.

    Attributes:
        written: files that are new or whose bytes changed.
        unchanged: files that were left alone, since their bytes would be the same.
        emptied: feeds of an earlier run that are no longer produced, and became empty calendars now.
        removed: pages of an earlier run that are no longer produced, and were removed.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    emptied: tuple[str, ...]
    removed: tuple[str, ...] = ()


def write_feeds(
    programme: Programme,
    folder: str | os.PathLike[str],
    *,
    vague: Vague | str = Vague.WINDOW,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
    locale: str = "en",
    findings: Iterable[Problem] | None = None,
) -> FeedsWritten:
    """Write all feeds of a programme, a list of them (`feeds.json`) and the pages (`index.html`, …) into a folder.

    There is a feed of everything, one for each project, region and country, the same with firm dates only under
    `firm/`, and one of the activities that no dated feed shows. A feed that an earlier run wrote and that is no
    longer produced becomes an empty calendar, since subscribers keep asking for it; a page is removed. A file is
    renamed into its place when it is complete, and only where its bytes change.

    Args:
        programme: the programme.
        folder: where to write; it is made where it is missing.
        vague: what dated feeds show of a date whose days are not known.
        url: the address at which the folder is published, if that is known.
        policy: the rules about feeds that people may differ about.
        locale: the language of the pages: "en" or "fr".
        findings: what an editor should look at, for a page of its own, `findings.html`; None: no such page is written.

    Returns:
        The names of the files that were written, emptied, removed, and left as they were.

    Raises:
        InputError: the folder cannot be read or written, holds a `feeds.json` of somebody else, `url` is no
            address, or a UID cannot stand in a feed.
        UnknownNameError: there is no such way to show vague dates, or there are no words in that language.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     "all.ics" in write_feeds(Programme(title="Wells"), folder).written
    True
    """
    place = Path(folder)
    earlier = [old for old in read_list(place) if is_there(place, old.path)]
    site = make_files(programme, vague=vague, url=url, policy=policy, earlier=earlier, locale=locale, findings=findings)
    return _put(place, site)


def _put(place: Path, site: SiteFiles) -> FeedsWritten:
    changed = {path for path, data in site.files.items() if put(place, path, data)}
    return FeedsWritten(
        written=tuple(path for path in site.files if path in changed and path not in site.emptied),
        unchanged=tuple(path for path in site.files if path not in changed),
        emptied=tuple(path for path in site.files if path in changed and path in site.emptied),
        removed=tuple(path for path in SOMETIMES if path not in site.files and drop(place, path, GENERATOR)),
    )
