"""Owns the headings of a newsletter: its own period, its two lists, and the months inside them.

Knows nothing of rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise

import attrs

from coecal.activities import Section
from coecal.dates import parse_period
from coecal.errors import DateError
from coecal.ranges import Period
from coecal.readers.newsletter.cells import split_row
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.words import Words, fold

_LONGEST = 60
_LEAST_DAYS, _HALF_A_YEAR, _MOST_DAYS = 28, 183, 366
ANY_YEAR = Period.year(2000)
"""Stands in where it only matters whether words are a date or period at all."""

_HAS_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)", re.ASCII)
_BRACKETS = re.compile(r"\(.*\)|\[.*\]")
_REMARK = re.compile(r"(.*\S)\s*\([^()]*\)")
_DOTS = re.compile(r"[.…\s]{3,}\d*$")
_MOST_SUFFIX_WORDS, _MOST_PERIOD_WORDS = 6, 8
_LOOK_AHEAD, _TOP_LINES, _TITLE_LINES = 3, 20, 5


@attrs.frozen
class SectionHeading:
    """The heading of a list.

    Attributes:
        section: which list it opens.
        words: the heading, cleaned.
        period_words: the period as written, or "".
        position: its position among the lines.
    """

    section: Section
    words: str
    period_words: str
    position: int


def section_heading(line: Line, position: int, words: Words) -> SectionHeading | None:
    """Return the heading of a list that a line is, or None.

    The words of the heading may be in any case, and a period may follow, in brackets or without.
    """
    if "\t" in line.text or len(line.text) > 2 * _LONGEST:
        return None
    text = _DOTS.sub("", line.words)
    folded = fold(text)
    for start, section in words.sections.items():
        if folded == start or folded.startswith(f"{start} "):
            after = _after(text, start).strip(" :.!")
            rest = after.strip(" ()[]:–—-,.!")
            if not rest or is_period(rest) or _BRACKETS.fullmatch(after) is not None:
                return SectionHeading(section, text.rstrip(" :!"), rest, position)
    return None


def _after(text: str, start: str) -> str:
    """Return what follows the first words of a text, which fold to `start`."""
    end = next((end for end in range(len(text) + 1) if fold(text[:end]) == start), len(text))
    return text[end:]


def is_period(words: str) -> bool:
    """Whether words are a period, a year being given or not."""
    return read_period(words, None) is not None or read_period(words, ANY_YEAR) is not None


def read_period(words: str, within: Period | None) -> Period | None:
    """Return the period of a month or more that words are, or None."""
    bare = words.strip(" :.")
    if (
        not bare
        or len(bare.split()) > _MOST_PERIOD_WORDS
        or len(bare) > _LONGEST
        or (bare.isdecimal() and _HAS_YEAR.fullmatch(bare) is None)
    ):
        return None
    try:
        period = parse_period(bare, within=within)
    except DateError:
        return None
    return period if period.days >= _LEAST_DAYS else None


def month_after(period: Period, last: Period, words: str) -> Period:
    """Return the period of a heading without a year after the one before it: January after December is of the next."""
    if read_period(words, None) is not None or (last.first - period.first).days <= _HALF_A_YEAR:
        return period
    return read_period(words, Period.year(last.first.year + 1)) or period


def issue_period(lines: Sequence[Line]) -> Period | None:
    """Return the period of the issue: the first line that is one, else the first line at the top that ends with one.

    An issue covers a year at most; what says more is the duration of something.
    """
    candidates = [line.words for line in lines if line.text and len(line.text) <= 2 * _LONGEST]
    whole = (read_period(words, None) for words in candidates if _HAS_YEAR.search(words))
    at_end = map(_period_at_end, (words for words in candidates[:_TOP_LINES] if ":" not in words))
    return next((period for period in (*whole, *at_end) if period is not None and period.days <= _MOST_DAYS), None)


def issue_year(lines: Sequence[Line]) -> Period | None:
    """Return the year that one of the first lines ends with, such as the title, for months that lack theirs."""
    first = (line.words for line in lines if line.text)
    tails = (words.rsplit(" ", 1)[-1].strip("()[],.") for words in islice(first, _TITLE_LINES))
    return next((Period.year(int(tail)) for tail in tails if _HAS_YEAR.fullmatch(tail)), None)


def _period_at_end(words: str) -> Period | None:
    if _HAS_YEAR.search(words) is None:
        return None
    parts = words.split()
    for count in range(min(_MOST_SUFFIX_WORDS, len(parts) - 1), 0, -1):
        tail = " ".join(parts[-count:]).strip("()[]|–—-, ")
        period = None if tail.isdecimal() else read_period(tail, None)
        if period is not None:
            return period
    return None


@attrs.frozen
class Month:
    """A heading inside a list.

    Attributes:
        words: the heading, cleaned.
        period: what rows under it are read within; None where that is not known.
        is_open: whether the heading says that there is no period yet.
    """

    words: str
    period: Period | None
    is_open: bool = False


def month_heading(line: Line, within: Period | None, words: Words) -> Month | None:
    """Return the heading inside a list that a line is, or None."""
    text = line.words.rstrip(" :")
    if not text or len(text) > _LONGEST or "\t" in line.text.strip():
        return None
    if fold(text) in words.undated:
        return Month(text, None, is_open=True)
    remark = _REMARK.fullmatch(text)
    bare = text if remark is None else remark[1]
    period = read_period(bare, within)
    if period is not None:
        return Month(text, period)
    return Month(text, None) if within is None and read_period(bare, ANY_YEAR) is not None else None


def find_sections(lines: Sequence[Line], words: Words) -> list[SectionHeading]:
    """Return the headings of lists in order.

    Where a list's heading stands more than once, as in a table of contents, only those count under which a month
    or a row follows soon; where there is none such, the last.
    """
    found = [
        heading
        for position, line in enumerate(lines)
        if line.text and (heading := section_heading(line, position, words)) is not None
    ]
    real = [heading for heading in found if _is_followed(heading, lines, words)]
    sections = {heading.section for heading in real}
    lonely = {heading.section: heading for heading in found if heading.section not in sections}
    ordered = sorted((*real, *lonely.values()), key=lambda heading: heading.position)
    # A heading that is said again, as the head of each page says it, opens nothing.
    return [
        heading
        for before, heading in pairwise((None, *ordered))
        if heading is not None and (before is None or not _is_same(before, heading))
    ]


def _is_same(one: SectionHeading, other: SectionHeading) -> bool:
    return (one.section, fold(one.words)) == (other.section, fold(other.words))


def _is_followed(heading: SectionHeading, lines: Sequence[Line], words: Words) -> bool:
    """Whether a month or a row stands among the next few lines, before another heading of a list."""
    following = (line for line in lines[heading.position + 1 :] if line.text)
    for line in islice(following, _LOOK_AHEAD):
        if section_heading(line, 0, words) is not None:
            return False
        if split_row(line.text) is not None or month_heading(line, ANY_YEAR, words) is not None:
            return True
    return False
