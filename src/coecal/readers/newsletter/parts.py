"""Owns the parts of a newsletter beside its lists, and the way through them: what is a report, save-the-date, figure.

Knows nothing of the activities that they are about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import attrs

from coecal.errors import Problem
from coecal.ranges import Period
from coecal.readers.newsletter.blocks import is_footnote, long_and_short, read_label
from coecal.readers.newsletter.figures import FigureReader, is_heading
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.furniture import Furniture
from coecal.readers.newsletter.heads import Head, HeadReader
from coecal.readers.newsletter.lines import Line, is_listed
from coecal.readers.newsletter.reports import ReportDraft
from coecal.readers.newsletter.runners import CellReader
from coecal.readers.newsletter.saves import read_save, unread_save
from coecal.readers.newsletter.titles import Title, known_projects, read_title, without_stars
from coecal.readers.newsletter.walk import Tools
from coecal.readers.newsletter.words import Words, fold
from coecal.reports import SaveTheDate

_UPDATE = re.compile(r"\s*([^:]{1,20}?)\s*[:–—]\s*(\S.*)")
_LINK = re.compile(r"\W*\[[^\[\]]*\]\W*")
_LONGEST_TITLE, _LONGEST_HEADING, _MOST_HEADING_WORDS = 320, 160, 12
_SENTENCES = re.compile(r"[.!?][\"”’)]?\s+[A-ZÀ-Þ]")


@attrs.define
class Part:
    """A part of the newsletter under one heading.

    Attributes:
        heading: the heading as written; None before the first.
        name: the heading without "UPDATE:"; None where the part is none of reports.
        projects: names of the projects that it is about.
        is_save: whether it holds save-the-dates.
    """

    heading: str | None = None
    name: str | None = None
    projects: tuple[str, ...] = ()
    is_save: bool = False


@attrs.define
class PartsReader:
    """Reads what stands beside the lists of one newsletter.

    Attributes:
        lines: the lines of the newsletter.
        skipped: positions of the lines that belong to lists.
        taken: positions of the lines that belong to blocks of projects.
        words: the words of the language.
        cells: tells names of projects.
        tools: tell modes, places and dates.
        heads: tells place lines.
        figures: reads figures.
        furniture: tells what belongs to the page.
        within: the issue's period.
        reports: the reports found, not linked yet.
        saves: the save-the-dates found, not linked yet.
        problems: what an editor should look at.
    """

    lines: Sequence[Line]
    skipped: Collection[int]
    taken: Collection[int]
    words: Words
    cells: CellReader
    tools: Tools
    heads: HeadReader
    figures: FigureReader
    furniture: Furniture
    within: Period | None
    reports: list[ReportDraft] = attrs.field(factory=list)
    saves: list[SaveTheDate] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    _part: Part = attrs.field(factory=Part)
    _report: ReportDraft | None = None
    _heading: str | None = None
    _used: set[int] = attrs.field(factory=set)

    def read(self) -> None:
        """Read all lines that belong to no list."""
        for position, line in enumerate(self.lines):
            if position in self._used or not line.text:
                continue
            if position in self.skipped:
                self._leave(Part())
            elif position in self.taken:
                self._take_frame(line)
            elif not self._take_heading(line):
                self._take(position, line)
        self.figures.check()
        self.problems += self.figures.problems

    def _take(self, position: int, line: Line) -> None:
        if self._part.is_save and is_listed(line.raw) and self._take_save(line, unread=True):
            return
        section = None if self._part.is_save else self._part.heading
        is_figure = self.figures.take(line, section=section, heading=self._heading, in_text=self._report is not None)
        if is_figure:
            self._report = None
            self._part = Part() if self._part.is_save else self._part
        elif self.furniture.is_number(position) or self._is_leftover(line):
            pass  # belongs to the page
        elif not (
            self._take_head(position, line)
            or self._take_barred(position, line)
            or (self._part.is_save and self._take_save(line, unread=False))
        ):
            self._take_words(line)

    def _is_leftover(self, line: Line) -> bool:
        """Whether a line is a running head or the like; a long one is none, and need not be read for it."""
        return len(line.text) <= _LONGEST_HEADING and self.furniture.is_leftover(line)

    # Parts.

    def _take_heading(self, line: Line) -> bool:
        """Take a heading that begins a part: "UPDATE: Open Stacks", "Save the date!", "Inventory of projects"."""
        text = without_stars(line.words)
        if len(text) > _LONGEST_HEADING or "\t" in line.text:
            return False
        update = _UPDATE.fullmatch(text)
        folded = fold(text)
        if update is not None and fold(update[1]) in self.words.update:
            self._leave(Part(text, update[2], self._projects(update[2])))
        elif any(folded.startswith(start) for start in self.words.save) and len(folded.split()) <= _MOST_HEADING_WORDS:
            self._leave(Part(text, is_save=True))
        elif self._is_other(folded) and read_label(line.text, self.words) is None and ":" not in text:
            self._leave(Part(text))
        elif line.marked and self.cells.is_known(text) and known_projects(text, self.cells):
            self._leave(Part(text, text, known_projects(text, self.cells)))
        else:
            return False
        return True

    def _is_other(self, folded: str) -> bool:
        others = (other for other in self.words.others if other not in self.words.update)
        return len(folded.split()) <= _MOST_HEADING_WORDS and any(
            folded == other or folded.startswith(f"{other} ") for other in others
        )

    def _projects(self, name: str) -> tuple[str, ...]:
        """Return the projects of a part's name: "Long name (SHORT)", "The Open Stacks project"."""
        for words in (name, *long_and_short(name)):
            if projects := known_projects(words, self.cells):
                return projects
        return ()

    def _take_frame(self, line: Line) -> None:
        """Take a line of a project's block: under a part's heading it says whose part that is."""
        self._report = None
        basics = next((word for word in self.words.basics if fold(line.words).endswith(f" {word}")), None)
        if basics is None or self._part.projects:
            return
        name = " ".join(line.words.split()[: -len(basics.split())])
        projects = known_projects(name, self.cells)
        if projects and self._part.name is None:
            self._part = Part(line.words, name, projects)
        elif projects:
            self._part.projects = projects

    def _leave(self, part: Part) -> None:
        self._part, self._report, self._heading = part, None, None
        self.figures.end_table()

    # Save-the-dates and figures.

    def _take_save(self, line: Line, *, unread: bool) -> bool:
        found = read_save(line, self.heads, self.tools, self.within, section=self._part.heading)
        if found is None and unread:
            found = unread_save(line, self.within, section=self._part.heading)
        if found is None:
            self._part = Part()
            return False
        self.saves.append(found[0])
        self.problems += found[1]
        return True

    def _take_words(self, line: Line) -> None:
        """Take the text of a report; else a heading over figures, or words that belong to nothing."""
        if is_footnote(line.raw):
            return
        if self._report is not None:
            self._report.add(line)
            return
        if not self._part.projects and self._part.name is not None:
            self._part.projects = known_projects(line.words, self.cells)
        if is_heading(line) and not is_listed(line.raw) and ":" not in line.words:
            self._heading = line.words
            self.figures.end_table()
            self.figures.take_day(line)

    # Reports.

    def _take_head(self, position: int, line: Line) -> bool:
        if "\t" in line.text or (is_listed(line.raw) and not line.marked):
            return False
        following = self._following(position)
        leads = following is not None and self._title(self.lines[following]).is_barred
        head = self.heads.read(without_stars(line.words), leads=leads, in_part=self._part.name is not None)
        if head is None:
            return False
        rest = read_title(head.rest, self.tools.slots, self.cells) if head.rest else None
        if self._part.is_save and rest is not None and not rest.is_barred:
            return False  # a save-the-date without a bullet
        self._part = Part() if self._part.is_save else self._part
        draft = ReportDraft.under(head, line, self._part.name, self._part.heading, self._part.projects)
        self._start(draft)
        if rest is not None:
            self._set_title(rest, line)
        else:
            self._take_titles(position)
        if not draft.title:
            self.problems.append(Finding.REPORT_WITHOUT_TITLE.at(line.number, head.words))
        return True

    def _take_barred(self, position: int, line: Line) -> bool:
        """Take "In person | Title" where no place line stands above it."""
        title = self._title(line)
        if not title.is_barred or (is_listed(line.raw) and not line.marked) or "\t" in line.text:
            return False
        self._part = Part() if self._part.is_save else self._part
        draft = ReportDraft.under(Head(words=""), line, self._part.name, self._part.heading, self._part.projects)
        self._start(draft)
        self._set_title(title, line)
        self._join_title(position, line)
        return True

    def _start(self, draft: ReportDraft) -> None:
        self._report = draft
        self.reports.append(draft)

    def _title(self, line: Line) -> Title:
        return read_title(without_stars(line.words), self.tools.slots, self.cells)

    def _take_titles(self, position: int) -> None:
        """Take the title under a place line; the mode may stand on a line of its own before it."""
        for at in self._next_lines(position):
            line = self.lines[at]
            text = without_stars(line.words)
            mode = self.tools.slots.mode(text.strip("|: "))
            if mode is not None and self._report is not None and self._report.mode is None:
                self._use(at, line)
                self._report.mode = mode
                continue
            title = self._title(line)
            if not self._is_title(line, title):
                return
            self._use(at, line)
            self._set_title(title, line)
            self._join_title(at, line)
            return

    def _is_title(self, line: Line, title: Title) -> bool:
        text = line.words
        if len(text) > _LONGEST_TITLE or _LINK.fullmatch(text) or "\t" in line.text:
            return False
        if title.is_barred or line.marked:
            return True
        if self.heads.read(without_stars(text), leads=False, in_part=True) is not None:
            return False
        is_text = text.endswith((".", "]", ":")) or _SENTENCES.search(text) is not None
        return not is_text and read_label(line.text, self.words) is None

    def _set_title(self, title: Title, line: Line) -> None:
        report = self._report
        if report is None:
            return
        report.title = title.words
        report.mode = title.mode or report.mode
        report.projects = title.projects or report.projects
        if title.odd:
            self.problems.append(Finding.REPORT_MODE.at(line.number, title.odd))

    def _join_title(self, position: int, line: Line) -> None:
        """Add the next line to a title where it follows at once and goes on in lower case."""
        at = position + 1
        following = self.lines[at] if at < len(self.lines) and at not in self.skipped and at not in self.taken else None
        if following is None or self._report is None or line.words.endswith((".", "!", "?")):
            return
        words = without_stars(following.words)
        if words[:1].islower() and not words.endswith(".") and len(words) <= _LONGEST_TITLE:
            self._report.title = f"{self._report.title} {words}"
            self._use(at, following)

    def _use(self, position: int, line: Line) -> None:
        self._used.add(position)
        if self._report is not None:
            self._report.lines.append(line.raw)

    def _following(self, position: int) -> int | None:
        return next(self._next_lines(position), None)

    def _next_lines(self, position: int) -> Iterator[int]:
        """Yield the positions of the next lines with words, as long as they belong to no list and no block."""
        for at in range(position + 1, len(self.lines)):
            if at in self.skipped or at in self.taken:
                return
            if self.lines[at].text:
                yield at
