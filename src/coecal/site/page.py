"""Owns `index.html`: a page that lists the feeds, and the activities that have no date yet.

It is HTML without scripts, and every text in it is escaped, since titles come from newsletters.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from coecal.activities import Activity
from coecal.programme import Programme
from coecal.site.publish import Listed
from coecal.writers.ical_lines import clean
from coecal.writers.section_words import section_words

_NO_CHARACTERS: Final = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(n | m) for n in range(0xFFFE, 0x110000, 0x10000) for m in (0, 1)) + "]"
)
_GROUPS: Final = (
    ("All activities", r"[^/]+"),
    ("Projects", r"projects/.+"),
    ("Regions", r"regions/.+"),
    ("Countries", r"countries/.+"),
    ("Firm dates only", r"firm/.+"),
)
_STYLE: Final = "body{font:1rem/1.5 sans-serif;max-width:50rem;margin:auto;padding:1rem}"


def page_bytes(programme: Programme, feeds: Sequence[Listed], undated: Iterable[Activity], url: str | None) -> bytes:
    """Return the page in UTF-8.

    Args:
        programme: whose feeds these are; only its title, period and day are told.
        feeds: the feeds, in the order in which they are listed.
        undated: activities that no dated feed shows.
        url: the address of the folder with a slash at its end; None: links are relative, and none is `webcal:`.
    """
    body = [
        *_introduction(programme),
        *(line for heading, paths in _GROUPS for line in _group(heading, paths, feeds, url)),
        *_undated(undated),
    ]
    title = _text(programme.title) or "Activities"
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}: calendars</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{title}</h1>",
        *body,
        *_footnotes("\n".join((title, *body))),
        "</main>",
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode()


def page_policy() -> str:
    """Return the Content-Security-Policy (Level 3) that the page needs: its own style, and nothing else at all.

    >>> page_policy().partition(";")[0]
    "default-src 'none'"
    """
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    nothing = "; ".join(f"{what} 'none'" for what in ("base-uri", "form-action", "frame-ancestors"))
    return f"default-src 'none'; style-src 'sha256-{style}'; {nothing}"


def _introduction(programme: Programme) -> Iterator[str]:
    yield "<p>Each link is a calendar to subscribe to: copy its address into your calendar.</p>"
    about = []
    if programme.period is not None:
        first, last = programme.period.first, programme.period.last
        about.append(f'Period: <time datetime="{first}">{first}</time> to <time datetime="{last}">{last}</time>.')
    if programme.as_of is not None:
        about.append(f'As of <time datetime="{programme.as_of}">{programme.as_of}</time>.')
    if about:
        yield f"<p>{' '.join(about)}</p>"


def _group(heading: str, paths: str, feeds: Iterable[Listed], url: str | None) -> Iterator[str]:
    members = [feed for feed in feeds if re.fullmatch(paths, feed.path)]
    if not members:
        return
    yield f"<h2>{heading}</h2>"
    yield "<ul>"
    for feed in members:
        activities = "activity" if feed.count == 1 else "activities"
        yield f'<li><a href="{feed.path}">{_text(feed.title)}</a>{_webcal(feed, url)} ({feed.count} {activities})</li>'
    yield "</ul>"


def _webcal(feed: Listed, url: str | None) -> str:
    """Return a link that opens a calendar at once; it has to name the host, which only the whole address does."""
    if url is None:
        return ""
    address = "webcal:" + url.partition(":")[2] + feed.path
    return f' <a href="{html.escape(address)}" aria-label="Subscribe to {_text(feed.title)}">subscribe</a>'


def _undated(activities: Iterable[Activity]) -> Iterator[str]:
    items = [f"<li>{_undated_item(activity)}</li>" for activity in activities]
    if items:
        yield "<h2>Without a date yet</h2>"
        yield "<ul>"
        yield from items
        yield "</ul>"


def _undated_item(activity: Activity) -> str:
    words = (_text(activity.when.text), *map(_text, activity.projects), *map(_text, activity.places))
    details = ", ".join(word for word in words if word)
    title = _text(activity.title)
    return f"{title} ({details})" if details else title


def _footnotes(text: str) -> Iterator[str]:
    for mark, footnote in section_words("en").footnotes.items():
        if _text(mark) in text:
            yield f"<p>* {_text(footnote)}</p>"


def _text(text: str) -> str:
    """Return a text for HTML, on one line and without the characters that HTML forbids."""
    return html.escape(" ".join(_NO_CHARACTERS.sub("", clean(text)).split()))
