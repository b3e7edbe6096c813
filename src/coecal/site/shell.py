"""Owns what all pages of a site share: their frame, style and script, and what a browser may do with them.

Every text is escaped, since titles come from newsletters. Nothing is loaded from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.programme import Programme
from coecal.timeline.frame import head, navigation
from coecal.timeline.policy import content_policy, in_header
from coecal.timeline.text import content, quoted
from coecal.timeline.words import Words
from coecal.writers.section_rows import one_line
from coecal.writers.section_words import section_words

INDEX: Final = "index.html"
TIMELINE: Final = "timeline.html"
TIMELINES: Final = {"project": TIMELINE, "region": "timeline-regions.html", "country": "timeline-countries.html"}
"""The pages of the timeline, by what makes its lanes."""
CALENDAR: Final = "calendar.html"
STATISTICS: Final = "statistics.html"
FINDINGS: Final = "findings.html"

_NAMES: Final = {
    INDEX: "site.index",
    TIMELINE: "site.timeline",
    CALENDAR: "site.calendar",
    STATISTICS: "site.statistics",
    FINDINGS: "site.findings",
}
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9.@-]")


@attrs.frozen(kw_only=True)
class Shell:
    """What surrounds the content of a page.

    Attributes:
        programme: whose site it is.
        words: the words of its language.
        pages: the names of its pages, in the order in which they are linked to.
    """

    programme: Programme
    words: Words
    pages: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the site is called."""
        return one_line(self.programme.title) or self.words["timeline.untitled"]

    def links(self) -> dict[str, str]:
        """Return what each page is called by its address."""
        return {page: self.words[_NAMES[page]] for page in self.pages}

    def page(self, name: str, title: str, body: Iterable[str]) -> bytes:
        """Return a page in UTF-8; the same for the same content.

        Args:
            name: its name, one of the pages.
            title: the title for the browser.
            body: the lines of its content, in HTML.
        """
        words = self.words
        text = "\n".join(body)
        lines = [
            *head(one_line(title), words.language, _policy(), _file("site.css")),
            "<body>",
            f'<a class="skip" href="#content">{plain(words["site.skip"])}</a>',
            "<header>",
            *navigation(self.links(), name, words["site.pages"]),
            "</header>",
            '<main id="content">',
            text,
            *self._footnotes(text),
            "</main>",
            f"<script>{_file('site.js')}</script>",
            "</body>",
            "</html>",
        ]
        return ("\n".join(lines) + "\n").encode()

    def _footnotes(self, text: str) -> Iterator[str]:
        """Yield the footnotes that names on the page call for."""
        for mark, footnote in section_words(self.words.language).footnotes.items():
            if plain(mark) in text:
                yield f'<p class="footnote">* {plain(footnote)}</p>'

    def about(self) -> Iterator[str]:
        """Yield the paragraph that says which days the programme covers, and as of when."""
        words, period, as_of = self.words, self.programme.period, self.programme.as_of
        said = []
        if period is not None:
            said.append(words.fill("site.period", first=_time(words, period.first), last=_time(words, period.last)))
        if as_of is not None:
            said.append(words.fill("site.as_of", day=_time(words, as_of)))
        if said:
            yield f"<p>{' '.join(said)}</p>"


def _time(words: Words, day: date) -> str:
    return f'<time datetime="{day}">{words.day(day)}</time>'


def page_policy() -> str:
    """Return the Content-Security-Policy (Level 3) that the pages need, for a server's header.

    It allows the pages' own style and script, by their hashes, and nothing else at all.

    >>> page_policy().partition(";")[0]
    "default-src 'none'"
    """
    return in_header(_policy())


def _policy() -> str:
    return content_policy(_file("site.css"), script=_file("site.js"))


@cache
def _file(name: str) -> str:
    return "\n" + (files("coecal.site") / name).read_text(encoding="utf-8")


def plain(text: str) -> str:
    r"""Return a text as HTML: on one line, escaped, without marks that turn the direction of what follows.

    >>> plain("one <b>\u202e two")
    'one &lt;b&gt; two'
    """
    return content(one_line(text))


def isolated(text: str) -> str:
    """Return a text of somebody else as HTML; its direction stays its own."""
    return f"<bdi>{plain(text)}</bdi>"


def label(text: str) -> str:
    """Return a text as the value of an attribute, within quotation marks."""
    return quoted(one_line(text))


def anchor(activity: Activity) -> str:
    """Return the id of an activity on the first page: made of its UID, and of no other.

    >>> from coecal.dates import FuzzyDate
    >>> anchor(Activity(uid="2f_1@coecal", title="", when=FuzzyDate.undated()))
    'a-2f_5f_1@coecal'
    """
    return "a-" + _NOT_IN_A_NAME.sub(lambda found: f"_{ord(found[0]):x}_", activity.uid)
