"""Owns a report while it is read: its place line, its title and its text, not yet linked to activities.

Knows nothing of how the three are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coecal.activities import Mode
from coecal.dates import FuzzyDate
from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.heads import Head
from coecal.readers.newsletter.lines import Line
from coecal.reports import Passage, Report


@attrs.define
class ReportDraft:
    """A report on its way.

    Attributes:
        head: its place line, empty where there is none.
        section: the name of its part.
        part: the heading of its part.
        projects: names of projects.
        number: the number of its first line.
        lines: its lines as they stand.
        title: the title; "" where there is none.
        mode: None where it is not said.
        text: the lines of its text, cleaned.
    """

    head: Head
    section: str | None
    part: str | None
    projects: tuple[str, ...]
    number: int
    lines: list[str]
    title: str = ""
    mode: Mode | None = None
    text: list[str] = attrs.field(factory=list)

    @classmethod
    def under(
        cls, head: Head, line: Line, section: str | None, part: str | None, projects: tuple[str, ...]
    ) -> ReportDraft:
        """Begin a report with its place line."""
        return cls(head, section, part, projects, line.number, [line.raw], mode=head.mode)

    def add(self, line: Line) -> None:
        """Add a line of the text."""
        self.lines.append(line.raw)
        self.text.append(line.words)

    @property
    def is_dated(self) -> bool:
        """Whether the place line has a date that was understood."""
        return self.head.when is not None

    def problems(self) -> Iterable[Problem]:
        """Yield what is odd about the place line."""
        shown = self.title or self.head.words
        if self.head.fault:
            yield Finding.DATE_UNREAD.at(self.number, self.head.fault, why=self.head.why)
        elif self.head.when is None:
            yield Finding.REPORT_WITHOUT_DATE.at(self.number, shown)
        if self.head.unknown:
            yield Finding.REPORT_PLACE.at(self.number, ", ".join(self.head.unknown))
        elif not self.head.places and self.mode is not Mode.ONLINE:
            yield Finding.REPORT_WITHOUT_PLACE.at(self.number, shown)

    def report(self, within: Period | None) -> Report:
        """Return the report, not linked to activities."""
        head = self.head
        return Report(
            title=self.title,
            when=head.when or FuzzyDate.undated(within, text=head.fault),
            section=self.section,
            projects=self.projects,
            mode=self.mode,
            places=head.places,
            countries=head.countries,
            regions=head.regions,
            source=Passage(
                section=self.part,
                heading=head.words or None,
                line=self.number,
                text="\n".join(self.lines).strip("\r\n"),
            ),
        )
