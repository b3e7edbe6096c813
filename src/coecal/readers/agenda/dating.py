"""Owns the date that words of an entry are, at its start or at its end. Knows nothing of the rest."""

from __future__ import annotations

import re

import attrs

from coecal.dates import FuzzyDate, parse_date
from coecal.errors import DateError
from coecal.ranges import Period
from coecal.readers.newsletter.when import RowDates

_LONGEST, _MOST_STRANGE = 80, 2
# What may stand between a date and the rest: a colon (none of a time), a bar, a spaced dash, a comma, a bracket, two
# spaces, a new line.
_AFTER = re.compile(r"\s*[:|·•;\n\t](?!\d)|\s+[-–—|]+\s|\s*,(?=\s)|\s*\(|\s{2,}|\.(?=\s)|$")
_OPEN_DATE = re.compile(r"(\([^()]*\bdates?\b[^()]*\))", re.IGNORECASE)
_BEFORE_CAPITAL = re.compile(r"(?<=\w) (?=[^\W\d_a-zß-ÿ]|[\"“«])")
_BEFORE = re.compile(r"[|·•;\n\t]\s*|\s[-–—]+\s+|,\s+|\(|:\s+|\s{2,}|^")
_SEPARATORS = " \t\n|·•;:,–—-("
_DAY = r"\d{1,2}(?:er|st|nd|rd|th)?"
# Days without their month, which is the one above: "12-14", "du 20 au 24", "4, 11 and 18".
_DAYS = re.compile(
    rf"(?:(?:du|le|les|from|the|on)\s+)?{_DAY}(?:\s*(?:[-–—,&]|au|to|et|and|ou|or)\s*{_DAY})*"
    r"(?=\s*[:|\t]|\s+[-–—|]\s|\s{2,})",
    re.IGNORECASE,
)


@attrs.frozen
class Dated:
    """The date of an entry and what is left of its words.

    Attributes:
        when: the date.
        words: the words of it.
        rest: the entry without it.
        is_assumed: whether it is numbers alone, days of the month above.
        leads: whether it stood first.
        ends: whether it stood last.
    """

    when: FuzzyDate
    words: str
    rest: str
    is_assumed: bool = False
    leads: bool = False
    ends: bool = False


class Dating:
    """Finds the dates of the entries of one calendar."""

    def __init__(self, locale: str) -> None:
        """Read dates in the language of `locale`, else in any other that is known."""
        self._dates = RowDates(locale)
        self._locale = locale

    def find(self, text: str, within: Period | None) -> Dated | None:
        """Return the date of an entry: the one that it begins with, else ends with."""
        return self.lead(text, within) or self.trail(text, within)

    def lead(self, text: str, within: Period | None) -> Dated | None:
        """Return the date that a text begins with, the longest; before a capital, a space may be all that ends it."""
        head = text[: _LONGEST + 1]
        ends = {match.start(): True for match in _BEFORE_CAPITAL.finditer(head)}
        ends |= {match.start(): False for match in _AFTER.finditer(head)}
        longest: tuple[int, FuzzyDate] | None = None
        for end, is_space in sorted(ends.items()):
            when = self.read(text[:end], within)
            if when is not None and (not is_space or self._is_whole(text[:end])):
                longest = (end, when)
            elif when is None and self._dates.shape(text[:end].strip()).strange > _MOST_STRANGE:
                break  # nor is anything longer a date
        if longest is None:
            return self._days(text, within)
        end, when = longest
        rest = text[end:].lstrip()
        open_date = _OPEN_DATE.match(rest)
        if open_date is not None:  # "April 2026 (exact dates to follow): Study tour"
            when = attrs.evolve(when, text=f"{when.text} {open_date[1]}", tentative=True)
            rest = rest[open_date.end() :].lstrip(_SEPARATORS)
        return Dated(when, text[:end].strip(), rest if rest.startswith("(") else rest.lstrip(_SEPARATORS), leads=True)

    def _is_whole(self, words: str) -> bool:
        """Whether words are a date that no title would begin with: more than a month or a season alone."""
        return self._dates.shape(words.strip()).placed and len(words.split()) > 1

    def trail(self, text: str, within: Period | None) -> Dated | None:
        """Return the date that a text ends with, the longest."""
        text = text.rstrip()
        start = max(0, len(text) - _LONGEST)
        for match in _BEFORE.finditer(text, start):
            words = text[match.end() :]
            if not words:
                continue
            bare = words.removesuffix(")") if match[0] == "(" else words
            when = self.read(bare, within)
            if when is not None and (match.start() or match.end() == 0):
                return Dated(when, bare.strip(), text[: match.start()].rstrip(_SEPARATORS), ends=True)
        return None

    def read(self, words: str, within: Period | None) -> FuzzyDate | None:
        """Return the date that words are, or None."""
        bare = words.strip(" \t\n.,;:")
        if not bare or len(bare) > _LONGEST or "\n" in bare:
            return None
        when = self._dates.read(bare, within)
        if when is not None and when.times is None and self._dates.time_of_day(when.text):
            return None  # what stands behind a time of day may be anything
        return when

    def why_not(self, words: str, within: Period | None) -> DateError | None:
        """Return why words that look like a date are none, or None where they do not look like one."""
        return self._dates.fault(words, within)

    def _days(self, text: str, within: Period | None) -> Dated | None:
        """Return the days that two numbers, or one, are in the month above: "12-14 | Talks"."""
        match = _DAYS.match(text)
        if match is None or within is None or within.days > 31:
            return None
        try:
            when = parse_date(match[0], within=within, locale=self._locale)
        except DateError:
            return None
        return Dated(when, match[0], text[match.end() :].lstrip(_SEPARATORS), is_assumed=True, leads=True)
