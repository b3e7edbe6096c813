"""Owns the steps from the lines of a calendar in prose to a programme: entries, dates, parts, projects, UIDs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from coecal.activities import Activity, Source, Status
from coecal.dates import FuzzyDate, Kind, find_dates, parse_date
from coecal.errors import DateError, Problem, Severity
from coecal.identity import UidMaker
from coecal.places import Places
from coecal.programme import Programme
from coecal.projects import named_projects
from coecal.ranges import Period
from coecal.readers.agenda.blocks import Heading, find_blocks
from coecal.readers.agenda.dating import Dating
from coecal.readers.agenda.entries import Entries, Entry
from coecal.readers.agenda.groups import Group
from coecal.readers.agenda.parts import Parts, PartsReader
from coecal.readers.agenda.segments import is_code, likely_bodies
from coecal.readers.agenda.words import agenda_words
from coecal.readers.newsletter.headings import issue_period, issue_year
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.slots import Slots
from coecal.readers.newsletter.words import fold

_LONGEST_TITLE = 200
_TOP, _TITLE_LINES, _LONGEST_MONTH = 20, 5, 31
_YEAR = re.compile(r"(?<![\d/-])20\d\d(?![\d/-])")


class Reading:
    """One calendar on its way to a programme."""

    def __init__(self, lines: Sequence[Line], places: Places, text: str, locale: str) -> None:
        """Begin to read lines in a language, with the places that are known."""
        self._words = agenda_words()
        self._dating = Dating(locale, self._words.labels)
        self._places = places
        self._bodies: Counter[str] = Counter()
        self._slots = Slots(self._words.slots, places, text, self._is_body)
        self._parts = PartsReader(self._words, self._slots, self._is_body, lambda name: self._bodies[fold(name)] > 0)
        top = _without_stamps(lines)
        self._issue = issue_of(lines)
        title = next((line for line in top if 0 < len(line.words) <= _LONGEST_TITLE), None)
        self._title, self._title_line = ("", 0) if title is None else (title.words, title.number)
        self._problems: list[Problem] = []
        entries = Entries(
            self._dating, self._words, self._issue, self._group_of, self._parts.has_title, self._title_line
        )
        for block in find_blocks(lines, self._words, self._issue, self._dating):
            entries.take(block)
            if isinstance(block, Heading):
                self._check_year(block)
        entries.end()
        self._entries = entries.entries
        for group, line in entries.assumed:
            message = (
                f"{group.words!r} was taken for the {'place' if group.places else 'project'} of the entries below it"
            )
            self._find(line, "heading-assumed", Severity.NOTE, message, "Nothing needs to be done if that is so.")
        for entry in entries.left:
            self._leave(entry)

    @property
    def dated(self) -> int:
        """How many entries have a date."""
        return sum(entry.dated is not None for entry in self._entries)

    def _count_bodies(self) -> None:
        """Count the parts of entries that may name who runs them, which are told by coming again."""
        for entry in self._entries:
            names = likely_bodies(entry.rest)
            self._bodies.update(fold(name) for name in names if self._slots.guess(name) is None)

    def _group_of(self, words: str) -> Group | None:
        """Return what a heading says of the entries below it; the calendar's title says nothing."""
        return None if words == self._title else self._parts.group(words)

    def _is_body(self, name: str) -> bool:
        return self._bodies[fold(name)] > 1

    def _check_year(self, heading: Heading) -> None:
        if heading.period is None and not heading.is_open:
            message = f"the year of {heading.words!r} is not known"
            self._find(heading.line, "no-year", Severity.WARNING, message, "Write it in the heading or the title.")

    def _leave(self, entry: Entry) -> None:
        """List a block in which no activity was seen."""
        pieces = [piece for piece in entry.pieces if piece.number != self._title_line]
        if not pieces:
            return  # the title of the calendar is the programme's
        words = " ".join(word for piece in pieces for word in piece.words.split())
        shown = words if len(words) <= 120 else f"{words[:119]}…"
        severity = Severity.NOTE if entry.heading is None else Severity.WARNING
        message = f"no activity was seen in {shown!r}"
        self._find(pieces[0].number, "unread-line", severity, message, "Write its date first or last if it is one.")

    def programme(self) -> Programme:
        """Return all that was read."""
        self._count_bodies()
        activities = list(self._activities())
        names = [name for activity in activities for name in activity.projects]
        periods = [entry.heading.period for entry in self._entries if entry.heading and entry.heading.period]
        period = Period(min(p.first for p in periods), max(p.last for p in periods)) if periods else self._issue
        return Programme(
            title=self._title,
            period=period,
            projects=named_projects(names),
            activities=activities,
            problems=sorted(self._problems, key=lambda problem: problem.line or 0),
        )

    def _activities(self) -> Iterator[Activity]:
        uids = UidMaker()
        read = [(entry, self._parts_of(entry)) for entry in self._entries]
        named = {fold(name) for _, parts in read for name in parts.projects}
        for entry, parts in read:
            line = entry.pieces[0].number
            if not parts.title or (entry.dated is None and not parts.has_slot):
                self._leave(entry)
                continue
            projects = [*parts.projects, *(name for name in parts.bodies if self._is_project(name, named))]
            organisers = [*parts.organisers, *(name for name in parts.bodies if not self._is_project(name, named))]
            organisers = [name for name in organisers if name not in projects]
            self._tell(parts, line)
            regions = [*(name for code in parts.countries for name in self._places.regions_of(code)), *parts.regions]
            yield Activity(
                uid=uids.make(parts.title, (*projects, *organisers), parts.countries),
                title=parts.title,
                when=self._when(entry, parts, line),
                projects=dict.fromkeys(projects),
                organisers=dict.fromkeys(organisers),
                mode=parts.mode,
                places=parts.places,
                countries=parts.countries,
                regions=dict.fromkeys(regions),
                status=parts.status or Status.PLANNED,
                url=parts.url,
                source=Source(
                    heading=None if entry.heading is None else entry.heading.words,
                    line=line,
                    text="\n".join(piece.raw for piece in entry.pieces),
                ),
            )

    def _parts_of(self, entry: Entry) -> Parts:
        """Return the parts of an entry, with what the headings above it, the nearest first, say that it does not."""
        inner = entry.groups[::-1]
        parts = self._parts.read(entry.rest, tuple(dict.fromkeys(code for group in inner for code in group.countries)))
        organisers = dict.fromkeys(name for group in entry.groups for name in group.organisers)
        parts.organisers += [name for name in organisers if name not in parts.organisers]
        for group in inner:
            if not parts.projects and not any(map(is_code, parts.bodies)):
                parts.projects += group.projects
            if not parts.places:
                parts.places += group.places
            if not parts.countries and not parts.regions:
                parts.countries += group.countries
                parts.regions += group.regions
        return parts

    def _is_project(self, name: str, named: set[str]) -> bool:
        return fold(name) in named or is_code(name)

    def _when(self, entry: Entry, parts: Parts, line: int) -> FuzzyDate:
        if entry.dated is None and entry.heading is not None and entry.heading.is_open and entry.fault is None:
            return FuzzyDate.undated(self._issue)
        if entry.dated is None:
            message = f"{parts.title!r} has no date that was understood"
            if entry.fault is not None:
                message = f"the date {entry.fault[0]!r} could not be read: {entry.fault[1]}"
            self._find(line, "date-unread", Severity.WARNING, message, "Write it as 3-5 October 2026.")
            return FuzzyDate.undated(entry.within, text="" if entry.fault is None else entry.fault[0])
        when = attrs.evolve(entry.dated.when, tentative=True) if parts.tentative else entry.dated.when
        if entry.dated.is_assumed and entry.heading is not None:
            message = f"{entry.dated.words!r} was taken for days of {entry.heading.words}"
            self._find(line, "days-assumed", Severity.NOTE, message, "Nothing needs to be done if that is so.")
        self._check_heading(entry, when, line)
        clocks = parts.fields.get("times")
        if clocks is not None and when.times is None:
            day: date = when.earliest_start or when.latest_end or date(2000, 1, 1)
            try:
                return attrs.evolve(when, times=parse_date(f"{day.isoformat()}, {clocks}").times)
            except DateError:
                self._find(line, "time-unread", Severity.WARNING, f"the time {clocks!r} could not be read",
                           "Write it as 14:00-16:00.")  # fmt: skip
        return when

    def _check_heading(self, entry: Entry, when: FuzzyDate, line: int) -> None:
        """List a date that lies outside of the month that it stands under."""
        period = None if entry.heading is None else entry.heading.period
        if period is not None and when.possible is not None and not when.possible.overlaps(period):
            message = f"{when.text!r} lies outside of {entry.heading.words!r}"  # type: ignore[union-attr]
            self._find(line, "date-outside", Severity.WARNING, message, "Correct the date or the heading.")

    def _tell(self, parts: Parts, line: int) -> None:
        """List what was assumed and what was left out."""
        for words in parts.remarks:
            self._find(line, "remark", Severity.NOTE, f"{words!r} belongs to no field", "It stays in the row's text.")
        for words in parts.assumed_places:
            self._find(line, "place-assumed", Severity.NOTE, f"{words!r} was taken for a place",
                       "Nothing needs to be done if that is so.")  # fmt: skip
        for name in parts.bodies:
            what = "project" if is_code(name) else "body that runs the activity"
            self._find(line, "body-assumed", Severity.NOTE, f"{name!r} was taken for a {what}",
                       "Nothing needs to be done if that is so.")  # fmt: skip

    def _find(self, line: int, code: str, severity: Severity, message: str, remedy: str) -> None:
        self._problems.append(Problem(line=line, code=code, severity=severity, message=message, remedy=remedy))


def issue_of(lines: Sequence[Line]) -> Period | None:
    """Return the period or the year that the top of a text says it is of, which supplies years that are left out."""
    top = _without_stamps(lines)
    issue = issue_period(top) or issue_year(top) or _only_year(top)
    # A month at the top is the first heading, or the day of the issue: only its year is that of the others.
    return Period.year(issue.first.year) if issue is not None and issue.days <= _LONGEST_MONTH else issue


def _only_year(lines: Sequence[Line]) -> Period | None:
    """Return the year that the first lines name, if they name one alone: "2027 calendar of events".

    The year of a day is that of an entry, and says nothing of others.
    """
    first = [line.words for line in lines if line.text][:_TITLE_LINES]
    years = {int(year) for words in first for year in _YEAR.findall(_without_days(words))}
    return Period.year(years.pop()) if len(years) == 1 else None


def _without_days(words: str) -> str:
    """Return words without the dates in them that are of days, as those of entries are."""
    for found in reversed(find_dates(words)):
        if found.when.kind is Kind.EXACT:
            words = words[: found.start] + words[found.end :]
    return words


def _without_stamps(lines: Sequence[Line]) -> list[Line]:
    """Return the first lines without what says how old the text is."""
    stamp = agenda_words().stamp
    return [line._replace(text=stamp.sub("", line.text).strip(" (,;–—-")) for line in lines[:_TOP]]
