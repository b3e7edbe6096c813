"""Owns the links from reports and save-the-dates to the activities that they are surely about.

Where it is not sure, nothing is linked and what was considered is listed. Knows nothing of how they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from coecal.activities import Activity
from coecal.dates import FuzzyDate, find_dates
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.agreement import hull
from coecal.readers.newsletter.candidates import Candidate, Candidates, Subject
from coecal.readers.newsletter.contradictions import Contradictions, rows_in_words
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.likeness import Likeness
from coecal.readers.newsletter.reports import ReportDraft
from coecal.readers.newsletter.words import Words
from coecal.reports import Report, SaveTheDate

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\[(“\"])")
_LONGEST_TEXT = 20_000
_TRACE, _LITTLE, _SOME, _HALF, _MOST = 0.15, 0.25, 0.35, 0.5, 0.6
_MARGIN, _NEAR_DAYS = 0.2, 31


@attrs.frozen
class Linked:
    """Reports and save-the-dates with their links, and what an editor should look at."""

    reports: tuple[Report, ...]
    saves: tuple[SaveTheDate, ...]
    problems: tuple[Problem, ...]


class Links:
    """Links what one newsletter tells to the activities that it lists."""

    def __init__(self, words: Words, activities: Sequence[Activity], locale: str, within: Period | None) -> None:
        """Link to the activities of one newsletter."""
        self._activities = activities
        self._locale = locale
        self._within = within
        self._contradictions = Contradictions(words)
        self._candidates = Candidates(activities, Likeness((activity.title for activity in activities), words))
        self._problems: list[Problem] = []

    def link(self, drafts: Iterable[ReportDraft], saves: Iterable[SaveTheDate]) -> Linked:
        """Return the reports and save-the-dates, linked where that is sure."""
        subjects = [self._of_report(draft) for draft in drafts]
        found = [self._candidates.of(subject) for subject in subjects]
        fitting = [_fitting(candidates) for candidates in found]
        claimed = {one.position for chosen in fitting for one in chosen}
        reports: list[Report] = []
        for subject, candidates, chosen in zip(subjects, found, fitting, strict=True):
            links = chosen or _parts(subject, candidates, claimed) or _differing(candidates, claimed)
            links = _with_mentioned([*links, *_elsewhere(subject, links, candidates, claimed)], candidates, claimed)
            self._note_report(subject, links, candidates)
            uids = tuple(one.activity.uid for one in links)
            reports.append(attrs.evolve(_report(subject), activities=uids))
        linked = tuple(self._link_save(save) for save in saves)
        return Linked(tuple(reports), linked, tuple(self._problems))

    # Reports.

    def _of_report(self, draft: ReportDraft) -> Subject:
        report = draft.report(self._within)
        self._problems += draft.problems()
        mentions = self._mentions(draft.text)
        return Subject(
            report, report.title, "\n".join(draft.text), report.when, draft.is_dated, report.projects, report.countries,
            report.regions, mentions,
        )  # fmt: skip

    def _mentions(self, text: Iterable[str]) -> tuple[tuple[FuzzyDate, str], ...]:
        sentences = (sentence for line in text for sentence in _SENTENCE.split(line[:_LONGEST_TEXT]))
        return tuple(
            (found.when, sentence)
            for sentence in sentences
            if any(map(str.isdigit, sentence))
            for found in find_dates(sentence, within=self._within, locale=self._locale)
        )

    def _note_report(self, subject: Subject, links: Sequence[Candidate], candidates: Sequence[Candidate]) -> None:
        report = _report(subject)
        self._problems += self._contradictions.in_report(subject, report.mode)
        if links:
            self._problems += self._contradictions.of_report(subject, report.mode, links)
            return
        likely = _likely(candidates)
        if likely:
            self._problems.append(Finding.REPORT_UNSURE.at(subject.line, subject.title, rows=rows_in_words(likely)))
        elif report.mode is not None and subject.is_dated:
            self._problems.append(Finding.REPORT_WITHOUT_ROW.at(subject.line, subject.title))

    # Save-the-dates.

    def _link_save(self, save: SaveTheDate) -> SaveTheDate:
        is_dated = not (save.when.tentative and not save.when.text)
        subject = Subject(save, save.title, "", save.when, is_dated, countries=save.countries)
        candidates = self._candidates.of(subject)
        links = _announced(candidates)
        if links:
            self._problems += self._contradictions.of_save(subject, save.mode, links)
        elif likely := _likely_announced(candidates):
            self._problems.append(Finding.SAVE_UNSURE.at(subject.line, save.title, rows=rows_in_words(likely)))
        return attrs.evolve(save, activities=[one.activity.uid for one in links])


def _report(subject: Subject) -> Report:
    if not isinstance(subject.told, Report):
        msg = "a save-the-date is no report"
        raise TypeError(msg)
    return subject.told


def _fitting(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the activities whose place and date are those of a report, and of whose words it says enough.

    One that is alone in its country on these days needs few words in common, fewer where the project is the same.
    Of several, those that are said best count, where they stand out; else it is not sure.
    """
    fits = [one for one in candidates if one.fits]
    here = [one for one in fits if one.is_here]
    if len(here) == 1 and here[0].told >= (_TRACE if here[0].is_ours else _LITTLE):
        return here
    pool = here if here and max(one.said for one in here) >= _SOME else [one for one in fits if not one.is_here]
    least = _SOME if pool is here else _HALF
    return _outstanding([one for one in pool if one.said >= least and one.told >= _LITTLE])


def _outstanding(ones: Sequence[Candidate]) -> list[Candidate]:
    """Return the best of several, and those that are as good in all words; none where it does not stand out."""
    if not ones:
        return []
    best = max(one.said for one in ones)
    top = [one for one in ones if one.said > best - _MARGIN]
    if len(top) == 1:
        return top
    by_title = max(one.titled + one.covered for one in top)
    top = [one for one in top if one.titled + one.covered > by_title - 2 * _MARGIN]
    return top if len(top) == 1 or all(one.said >= _MOST for one in top) else []


def _parts(subject: Subject, candidates: Iterable[Candidate], claimed: set[int]) -> list[Candidate]:
    """Return the activities that lie within a report's days in its places and fill them together."""
    parts = [
        one
        for one in candidates
        if one.is_here and one.is_part and one.said >= _TRACE and one.position not in claimed and not one.is_planned
    ]
    whole = hull(one.activity.when for one in parts)
    return parts if len(parts) > 1 and whole == subject.when.possible else []


def _elsewhere(
    subject: Subject, links: Sequence[Candidate], candidates: Iterable[Candidate], claimed: set[int]
) -> list[Candidate]:
    """Return the activity in each further country that a report names, where there is one within its days."""
    done = {code for one in links for code in one.activity.countries}
    more: list[Candidate] = []
    for code in subject.countries if links else ():
        parts = [
            one
            for one in candidates
            if code not in done and code in one.activity.countries and one.is_part and one.position not in claimed
            and one.said >= _TRACE and not one.is_planned
        ]  # fmt: skip
        more += parts if len(parts) == 1 else []
    return list({one.position: one for one in more}.values())


def _differing(candidates: Sequence[Candidate], claimed: set[int]) -> list[Candidate]:
    """Return the one activity that a report is about though its date differs."""
    free = [
        one for one in candidates if one.is_here and one.position not in claimed and not (one.is_planned and one.gap)
    ]
    near = [one for one in free if one.gap == 0 and one.said >= _SOME and one.told >= _LITTLE]
    found = _outstanding(near)
    if len(found) == 1:
        return found
    apart = [
        one
        for one in free
        if one.gap is not None and one.gap <= _NEAR_DAYS and one.titled >= _MOST and one.covered >= _HALF
    ]
    return apart if len(apart) == 1 and not near else []


def _with_mentioned(links: Sequence[Candidate], candidates: Iterable[Candidate], claimed: set[int]) -> list[Candidate]:
    """Return the links and the activities that a sentence of the report tells of, with their date."""
    positions = {one.position for one in links}
    more = [
        one
        for one in candidates
        if one.position not in positions and one.position not in claimed and one.is_here and one.mentioned >= _MOST
        and not (one.is_planned and one.gap)
    ]  # fmt: skip
    return sorted((*links, *more), key=lambda one: one.position)


def _likely(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return what a report may be about, though that is not sure."""
    return [
        one
        for one in candidates
        if (
            one.is_here and ((one.fits and one.said > 0) or one.titled >= _MOST or (one.gap == 0 and one.said >= _SOME))
        )
        or (one.fits and one.titled >= _HALF)
    ]


def _announced(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the activities that a save-the-date surely announces: title, place and date, or one of these off."""
    fits = [one for one in candidates if one.fits and one.covered >= _HALF]
    if fits:
        best = max(one.covered + one.titled for one in fits)
        return [one for one in fits if one.covered + one.titled > best - _MARGIN]
    differing = [
        one
        for one in candidates
        if not one.fits and one.covered >= _MOST and one.titled >= _HALF and (one.is_here or one.gap == 0)
    ]
    return differing if len(differing) == 1 else []


def _likely_announced(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [one for one in candidates if one.covered >= _HALF or (one.fits and one.is_here and one.covered > 0)]
