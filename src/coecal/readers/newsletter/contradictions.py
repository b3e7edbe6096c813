"""Owns the contradictions of a report or save-the-date: with the row it is about, and between its parts.

Both wordings stay as they are; nothing is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from coecal.activities import Mode
from coecal.dates import FuzzyDate, Kind
from coecal.errors import Problem
from coecal.readers.newsletter.agreement import agrees, days_between, hull, is_inside
from coecal.readers.newsletter.candidates import Candidate, Subject
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.words import Words, fold


class Contradictions:
    """Finds contradictions in the words of one language."""

    def __init__(self, words: Words) -> None:
        """Know the words for modes."""
        self._modes = words.modes
        held, mode = "|".join(map(re.escape, words.held)), words.mode_pattern
        self._held = re.compile(
            rf"\b(?:{held})\s+(?P<mode>(?:in\s+(?:an?\s+)?)?{mode})\b"
            rf"|\bin\s+an?\s+(?P<format>{mode}\s+(?:format|mode|modality))\b",
            re.IGNORECASE,
        )

    def in_report(self, subject: Subject, mode: Mode | None) -> Iterator[Problem]:
        """Yield where the text of a report contradicts its place line or the mode before its title."""
        other = self._other_date(subject)
        if other is not None:
            yield Finding.REPORT_TEXT_DATE.at(subject.line, subject.title, date=subject.when.text, other=other.text)
        said = self._mode_in(subject.text)
        if mode is not None and said is not None and said[0] is not mode:
            yield Finding.REPORT_TEXT_MODE.at(subject.line, subject.title, mode=mode.value, other=said[1])

    def of_report(self, subject: Subject, mode: Mode | None, links: Sequence[Candidate]) -> Iterator[Problem]:
        """Yield where a report contradicts the rows it is linked to."""
        main = [one for one in links if one.fits or one.gap == 0 or not one.mentioned]
        yield from self._dates(Finding.REPORT_DATE, subject, main)
        yield from _modes(Finding.REPORT_MODE_DIFFERS, subject, mode, main)

    def of_save(self, subject: Subject, mode: Mode | None, links: Sequence[Candidate]) -> Iterator[Problem]:
        """Yield where a save-the-date contradicts the rows it is linked to."""
        yield from self._dates(Finding.SAVE_DATE, subject, links)
        yield from _modes(Finding.SAVE_MODE_DIFFERS, subject, mode, links)

    @staticmethod
    def _dates(finding: Finding, subject: Subject, links: Sequence[Candidate]) -> Iterator[Problem]:
        """Yield the contradiction of dates; of several activities, only all of them together contradict."""
        if not subject.is_dated or not links or any(one.fits for one in links):
            return
        together = hull(one.activity.when for one in links) if len(links) > 1 else None
        if together is not None and together == subject.when.possible:
            return
        yield finding.at(subject.line, subject.title, date=subject.when.text, rows=_dates_in_words(links))

    def _other_date(self, subject: Subject) -> FuzzyDate | None:
        """Return the date in the text that reaches beyond the date of the place line, where none is equal to it.

        A part of its days, and what lies elsewhere, are no contradiction: the text may tell of another day.
        """
        if not subject.is_dated or subject.when.kind is not Kind.EXACT:
            return None
        dates = [when for when, _ in subject.mentions if when.kind is Kind.EXACT]
        if any(agrees(when, subject.when) for when, _ in subject.mentions):
            return None
        return next(
            (when for when in dates if days_between(when, subject.when) == 0 and not is_inside(when, subject.when)),
            None,
        )

    def _mode_in(self, text: str) -> tuple[Mode, str] | None:
        """Return the mode that a text says it was held in, with its words."""
        match = self._held.search(text)
        if match is None:
            return None
        words = match["mode"] or match["format"]
        mode = self._modes.get(fold(words))
        return None if mode is None else (mode, words)


def rows_in_words(ones: Iterable[Candidate]) -> str:
    """Return "the row of line 12" or "the rows of lines 12 and 14"."""
    lines = [str(one.activity.source.line) for one in ones]
    if len(lines) == 1:
        return f"the row of line {lines[0]}"
    return f"the rows of lines {', '.join(lines[:-1])} and {lines[-1]}"


def _dates_in_words(ones: Sequence[Candidate]) -> str:
    dates = " and ".join(repr(one.activity.when.text) for one in ones)
    return f"{rows_in_words(ones)} {'says' if len(ones) == 1 else 'say'} {dates}"


def _modes(finding: Finding, subject: Subject, mode: Mode | None, links: Sequence[Candidate]) -> Iterator[Problem]:
    others = [one for one in links if one.activity.mode is not None and one.activity.mode is not mode]
    if mode is not None and others and len(others) == len([one for one in links if one.activity.mode is not None]):
        modes = " and ".join(repr(one.activity.mode.value) for one in others if one.activity.mode is not None)
        rows = f"{rows_in_words(others)} {'says' if len(others) == 1 else 'say'} {modes}"
        yield finding.at(subject.line, subject.title, mode=mode.value, rows=rows)
