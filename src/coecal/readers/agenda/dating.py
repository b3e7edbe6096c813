"""Owns the date among the words of an entry: after a label that says so, first, last, or between other parts.

Knows nothing of what the rest means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import DateError
from coecal.ranges import Period
from coecal.readers.newsletter.when import RowDates
from coecal.readers.newsletter.words import fold

_LONGEST, _MOST_STRANGE, _LONGEST_MONTH = 80, 2, 31
# What may stand between a date and the rest: a colon (none of a time), a bar, a spaced dash, a comma, a bracket, two
# spaces, a new line.
_AFTER = re.compile(r"\s*[:|·•;\n\t](?!\d)|\s+[-–—|>→]+\s|\s*,(?=\s)|\s*\(|\s{2,}|\.(?=\s)|$")
_OPEN_DATE = re.compile(r"(\([^()]*\bdates?\b[^()]*\))", re.IGNORECASE)
_BEFORE_CAPITAL = re.compile(r"(?<=\w) (?=[^\W\d_a-zß-ÿ]|[\"“«])")
_BEFORE = re.compile(r"[|·•;\n\t]\s*|\s[-–—>→]+\s+|,\s+|\(|:\s+|\s{2,}|^")
_SEPARATORS = " \t\n|·•;:,–—-(>→"
_DAY = r"\d{1,2}(?:er|st|nd|rd|th)?"
# Days without their month, which is the one above: "12-14", "du 20 au 24", "4, 11 and 18".
_DAYS = re.compile(
    rf"(?:(?:du|le|les|from|the|on)\s+)?{_DAY}(?:\s*(?:[-–—,&]|au|to|et|and|ou|or)\s*{_DAY})*"
    r"(?=\s*[:|\t]|\s+[-–—|>→]\s|\s{2,})",
    re.IGNORECASE,
)
# With an article, a comma may follow them: "le 12, réunion".
_THE_DAYS = re.compile(
    rf"(?:du|le|les|from|the|on)\s+{_DAY}(?:\s*(?:[-–—,&]|au|to|et|and|ou|or)\s*{_DAY})*(?=,\s)", re.IGNORECASE
)
# What ends days that are said in more words: "by the 30th: Talks", "du 5 au 7 et le 9 — Talks".
_AFTER_DAYS = re.compile(r"\s*[:|\t](?=\s)|\s+[-–—|>→]\s|\s{2,}")
_DAY_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")  # "12/01", which stands under its year
_ONLY_DAYS = re.compile(rf"{_DAYS.pattern.partition('(?=')[0]}", re.IGNORECASE)
# What parts an entry, and what of it a date may go across: a comma or a dash.
_BOUND = re.compile(r"\s*[|·•;\n\t()\[\]]\s*|\s+[-–—]+\s+|\s+[>→]\s+|:\s+|\.\s+(?=[^\W\d_a-zß-ÿ])|\s{2,}|,\s+")
_SOFT = re.compile(r",\s+|\s+[-–—]+\s+")
_MOST_PARTS = 6
_LABEL = re.compile(r"(?:\A|[|·•;\n\t(]|\s[-–—]\s)\s*([^\W\d_][^:|\n;·•()]{0,30}?)\s*:\s+(?=\S)")


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

    def __init__(self, locale: str, labels: Mapping[str, str]) -> None:
        """Read dates in the language of `locale`, else in any other that is known.

        Args:
            locale: the language.
            labels: the fields that words before a colon stand for.
        """
        self._dates = RowDates(locale)
        self._locale = locale
        self._labels = labels

    def find(self, text: str, within: Period | None) -> Dated | None:
        """Return the date of an entry: labelled, first, last, on one of its lines, or among its parts.

        One that says that there is none yet counts where there is no other.
        """
        open_date: Dated | None = None
        for found in self._candidates(text, within):
            if found.when.kind is not Kind.UNDATED:
                return found
            open_date = open_date or found
        return open_date

    def find_in_line(self, line: str, within: Period | None) -> Dated | None:
        """Return the date that makes a line the line of an entry's date; none where another label stands before it."""
        if self.label(line) not in (None, "when", "title"):
            return None
        found = self.find(line, within)
        is_part = found is not None and not (found.leads or found.ends)
        return None if found is None or (is_part and found.when.kind is Kind.UNDATED) else found

    def _candidates(self, text: str, within: Period | None) -> Iterator[Dated]:
        for way in (self._labelled, self.lead, self.trail, self._on_a_line):
            found = way(text, within)
            if found is not None:
                yield found
        yield from self._among(text, within)

    def label(self, line: str) -> str | None:
        """Return the field that a line is labelled as, or None: "Venue: Rome"."""
        match = _LABEL.match(line)
        return None if match is None else self._labels.get(fold(match[1]))

    def _labelled(self, text: str, within: Period | None) -> Dated | None:
        """Return the date after "Date:", wherever it stands."""
        for match in _LABEL.finditer(text):
            found = self.lead(text[match.end() :], within) if self._labels.get(fold(match[1])) == "when" else None
            if found is not None:
                joint = "" if not match.start() or not found.rest else match[0][:1]
                rest = f"{text[: match.start()].rstrip(_SEPARATORS)}{joint}{found.rest}".strip(_SEPARATORS)
                return attrs.evolve(found, rest=rest, leads=False)
        return None

    def _on_a_line(self, text: str, within: Period | None) -> Dated | None:
        """Return the date that a line of an entry begins or ends with."""
        lines = text.split("\n") if "\n" in text else []
        for position, line in enumerate(lines):
            found = self.lead(line, within) or self.trail(line, within)
            if found is not None:
                rest = "\n".join(filter(None, (*lines[:position], found.rest, *lines[position + 1 :])))
                return attrs.evolve(found, rest=rest, leads=False, ends=False)
        return None

    def _among(self, text: str, within: Period | None) -> Iterator[Dated]:
        """Yield the dates that are parts of an entry, the longest at each place."""
        bounds = [(0, 0), *(match.span() for match in _BOUND.finditer(text)), (len(text), len(text))]
        for first in range(len(bounds) - 1):
            for last in range(min(first + _MOST_PARTS, len(bounds) - 1), first, -1):
                inner = bounds[first + 1 : last]
                if any(_SOFT.fullmatch(text, *bound) is None for bound in inner):
                    continue
                words = text[bounds[first][1] : bounds[last][0]]
                when = self.read(words, within)
                is_assumed = when is None and not inner and self._is_column(text, bounds[first], bounds[last])
                when = self._read_days(words, within) if is_assumed else when
                if when is not None:
                    rest = _without(text, bounds[first], bounds[last])
                    yield Dated(when, words.strip(), rest, is_assumed=is_assumed)
                    break

    def _is_column(self, text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Whether what stands between two bounds is parted off by bars or tabs, and not by commas."""
        return all(start == end or not set(text[start:end]).isdisjoint("|\t") for start, end in (left, right))

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
        rest = text[end:].lstrip(" \t\n.")
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
        if self.label(text[text.rfind("\n") + 1 :]) not in (None, "when"):
            return None  # "Venue: to be confirmed"
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
        if when is None and "/" in bare and within is not None:
            when = self._read_slashed(bare, within)
        if when is not None and when.times is None and self._dates.time_of_day(when.text):
            return None  # what stands behind a time of day may be anything
        return when

    def why_not(self, words: str, within: Period | None) -> DateError | None:
        """Return why words that look like a date are none, or None where they do not look like one."""
        return self._dates.fault(words, within)

    def _days(self, text: str, within: Period | None) -> Dated | None:
        """Return the days that numbers are in the month above: "12-14 | Talks", "By the 30th: Talks"."""
        match = _DAYS.match(text) or _THE_DAYS.match(text)
        words = None if match is None else match[0]
        when = None if words is None else self._read_days(words, within)
        for end in () if when is not None else _AFTER_DAYS.finditer(text[:_LONGEST]):
            words = text[: end.start()]
            when = self._read_days_in_words(words, within)
            if when is not None:
                break
        if words is None or when is None:
            return None
        return Dated(when, words, text[len(words) :].lstrip(_SEPARATORS), is_assumed=True, leads=True)

    def _read_days(self, words: str, within: Period | None) -> FuzzyDate | None:
        if within is None or within.days > _LONGEST_MONTH or _ONLY_DAYS.fullmatch(words) is None:
            return None
        try:
            return parse_date(words, within=within, locale=self._locale)
        except DateError:
            return None

    def _read_days_in_words(self, words: str, within: Period | None) -> FuzzyDate | None:
        """Return the days of the month above that words with a number say, all of which belong to dates."""
        if within is None or within.days > _LONGEST_MONTH or not any(map(str.isdigit, words)):
            return None
        if not self._dates.shape(words.strip()).known:
            return None
        try:
            return parse_date(words, within=within, locale=self._locale)
        except DateError:
            return None

    def _read_slashed(self, words: str, within: Period) -> FuzzyDate | None:
        """Return the date that days and months with slashes are, day first: "du 8 au 10/02"."""
        dotted = _DAY_MONTH.sub(r"\1.\2.", words)
        if dotted == words or not self._dates.shape(dotted).known:
            return None
        try:
            return attrs.evolve(parse_date(dotted, within=within, locale=self._locale), text=words)
        except DateError:
            return None


def _without(text: str, left: tuple[int, int], right: tuple[int, int]) -> str:
    """Return a text without what stands between two bounds, which it may not be joined across."""
    before, after = text[: left[0]].rstrip(" ,"), text[right[1] :].lstrip(" ,")
    opened, closed = text[slice(*left)].strip(), text[slice(*right)].strip()
    before, after = before + opened * (opened in {")", "]"}), closed * (closed in {"(", "["}) + after
    opening, closing = opened in {"(", "["}, closed in {")", "]"}
    if opening != closing:  # "(Vienna, 4-6 March)", "(4-6 March, Vienna)"
        joint = opened if opening else closed
        return f"{before} {joint}{after}" if opening else f"{before}{joint} {after}"
    is_inside = not opening and before.count("(") > before.count(")")
    joint = ", " if is_inside else "\n" if "\n" in text[left[0] : right[1]] else " | "
    after = after if is_inside else after.lstrip(_SEPARATORS.replace("(", ""))
    return f"{before}{joint}{after}" if before and after else before or after
