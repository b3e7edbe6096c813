"""Owns the steps from the lines of a newsletter to a programme: projects, lists, rows, periods, regions, UIDs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import attrs

from coecal.activities import Activity, Section, Source, Status
from coecal.errors import Problem
from coecal.identity import UidMaker
from coecal.places import Places
from coecal.programme import Programme
from coecal.projects import Project, index_projects
from coecal.ranges import ONE_DAY, Period
from coecal.readers.newsletter.cells import LONGEST_ROW, Split, split_row
from coecal.readers.newsletter.drafts import Draft, Rests
from coecal.readers.newsletter.figures import FigureReader, is_figure_row
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.furniture import Furniture
from coecal.readers.newsletter.headings import (
    ANY_YEAR,
    SectionHeading,
    issue_period,
    issue_year,
    read_period,
    section_heading,
)
from coecal.readers.newsletter.heads import HeadReader
from coecal.readers.newsletter.lines import Line, is_table_head
from coecal.readers.newsletter.links import Links
from coecal.readers.newsletter.lists import ListReader, has_slots, is_row, split_end
from coecal.readers.newsletter.parts import PartsReader
from coecal.readers.newsletter.projects import find_areas, read_projects
from coecal.readers.newsletter.rows import read_row
from coecal.readers.newsletter.runners import CellReader
from coecal.readers.newsletter.slots import Slots
from coecal.readers.newsletter.walk import Tools
from coecal.readers.newsletter.when import RowDates
from coecal.readers.newsletter.words import Words, fold

_LONGEST_TITLE = 200


class Reading:
    """One newsletter on its way to a programme."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        words: Words,
        headings: Sequence[SectionHeading],
        places: Places,
        locale: str,
    ) -> None:
        """Begin to read.

        Args:
            text: the whole newsletter.
            lines: its lines.
            words: the words of its language.
            headings: the headings of its lists; without any, it has what stands beside lists alone.
            places: the places that are known.
            locale: its language.
        """
        self._lines = lines
        self._words = words
        self._headings = headings
        self._places = places
        self._found = read_projects(lines, words, places, locale)
        self._cells = CellReader(index_projects(self._found.projects), words)
        slots = Slots(words, places, text, self._cells.is_known)
        self._tools = Tools.of(words, slots, RowDates(locale))
        self._first = headings[0].position if headings else len(lines)
        before = lines[: self._first]
        self._issue = issue_period(before)
        self._years = issue_year(before) if self._issue is None else self._issue
        self._title = _title(before)
        self._furniture = Furniture(lines, words, self._tools.dates, self._title)
        self._problems: list[Problem] = list(self._found.problems)
        self._periods: dict[Section, Period] = {}
        self._inside: set[int] = set()
        counts = {position for position, line in enumerate(lines) if line.text and is_figure_row(line)}
        self._taken = self._found.taken | counts
        self._locale = locale

    def programme(self) -> Programme:
        """Return all that was read."""
        drafts = self._read_lists()
        if drafts and not self._found.projects:
            self._problems.append(Finding.NO_PROJECTS.at(None))
        as_of = self._as_of()
        activities = tuple(self._activities(drafts, as_of))
        beside = self._read_beside()
        self._problems += beside.problems
        linked = Links(self._words, activities, self._locale, self._within()).link(beside.reports, beside.saves)
        self._problems += linked.problems
        return Programme(
            title=self._title,
            period=self._period(),
            as_of=as_of,
            projects=tuple(map(self._with_spellings, self._found.projects)),
            activities=activities,
            reports=linked.reports,
            save_the_dates=linked.saves,
            figures=beside.figures.figures,
            problems=sorted(self._problems, key=lambda problem: problem.line or 0),
        )

    def _read_lists(self) -> list[Draft]:
        splits = self._split_rows()
        width = max((len(self._lines[position].raw.rstrip()) for position in splits), default=0)
        rests = Rests(self._tools, width)
        drafts: list[Draft] = []
        stops = (*(heading.position for heading in self._headings[1:]), len(self._lines))
        for heading, stop in zip(self._headings, stops, strict=False):  # without a list there is one stop too many
            reader = ListReader(
                lines=self._lines, splits=splits, taken=self._taken, words=self._words, cells=self._cells,
                tools=self._tools, rests=rests, furniture=self._furniture, heading=heading, issue=self._years,
            )  # fmt: skip
            self._inside.update(range(heading.position, reader.read(stop)))
            drafts += reader.drafts
            self._problems += reader.problems
            self._widen(heading.section, reader.covered)
        self._find_rows_outside(self._inside, drafts)
        return drafts

    def _within(self) -> Period | None:
        """Return the period that supplies the years of what stands beside the lists."""
        return self._issue or self._periods.get(Section.INVENTORY) or self._years or self._period()

    def _read_beside(self) -> PartsReader:
        """Return what stands beside the lists."""
        within = self._within()
        reader = PartsReader(
            lines=self._lines, skipped=self._inside, taken=self._found.taken, words=self._words, cells=self._cells,
            tools=self._tools, heads=HeadReader(self._tools, self._places, within),
            figures=FigureReader(self._words, within, self._locale), furniture=self._furniture, within=within,
        )  # fmt: skip
        reader.read()
        return reader

    def _split_rows(self) -> dict[int, Split]:
        """Return the lines after the first list's heading that are rows with a cell, by position."""
        first = self._first + 1
        splits = {
            position: split
            for position, line in enumerate(self._lines[first:], first)
            if line.text
            and position not in self._taken
            and not is_table_head(self._lines, position)
            and (split := self._split(line)) is not None
            and not self._furniture.is_leftover(line)
            and section_heading(line, position, self._words) is None
        }
        self._cells.learn({split.cell for split in splits.values() if split.is_sure})
        rows = {position: split for position, split in splits.items() if is_row(split, self._cells, self._tools)}
        self._cells.learn({split.cell for split in rows.values()})
        return rows or self._split_ends(first)

    def _split_ends(self, first: int) -> dict[int, Split]:
        """Return the lines that end with who runs the activity, where none begins with it: "Talks, Rome, 3 May, WELL+".

        A name is told by being a project's, or by coming again. Each is noted.
        """
        ends = {
            position: split
            for position, line in enumerate(self._lines[first:], first)
            if line.text and position not in self._taken and (split := split_end(line.words, self._tools)) is not None
        }
        counts = Counter(fold(split.cell) for split in ends.values())
        rows = {
            position: split
            for position, split in ends.items()
            if counts[fold(split.cell)] > 1 or self._cells.is_known(split.cell)
        }
        self._cells.learn({split.cell for split in rows.values()})
        self._problems += [
            Finding.CELL_ASSUMED.at(self._lines[position].number, split.cell) for position, split in rows.items()
        ]
        return rows

    def _split(self, line: Line) -> Split | None:
        """Return a line in its cell and its words; a mode or date before the tab or bar names nobody."""
        split = split_row(line.text)
        if split is None:
            return None
        dates, is_mode = self._tools.dates, self._tools.slots.mode(split.cell) is not None
        if is_mode or (dates.begins(split.cell) and dates.read(split.cell, ANY_YEAR) is not None):
            return Split("", f"{split.cell} | {split.words}", is_sure=True)
        return split

    def _find_rows_outside(self, inside: Collection[int], drafts: Iterable[Draft]) -> None:
        """List the lines outside of the lists that have the form of a row, so that none vanishes in silence."""
        cells = {draft.cell for draft in drafts}
        for position, line in enumerate(self._lines):
            if position in inside or position in self._taken or not line.text:
                continue
            is_after = position > self._first
            split = split_row(line.text) if "\t" in line.text else None
            if split is None:
                is_row = is_after and self._is_bare_row(line)
            else:
                is_row = bool(self._cells.read(split.cell).projects) or (
                    is_after and (split.cell in cells or has_slots(self._tools, split.words))
                )
            if is_row:
                self._problems.append(Finding.ROW_OUTSIDE.at(line.number, line.words))

    def _is_bare_row(self, line: Line) -> bool:
        """Whether a line without a tab starts with a known name and ends with a date, a place and so on."""
        words = line.words
        if "," not in words or words.endswith(".") or len(words) > LONGEST_ROW:
            return False
        return bool(self._cells.known_start(words)) and has_slots(self._tools, words)

    def _widen(self, section: Section, covered: Sequence[Period]) -> None:
        known = [*covered, *filter(None, [self._periods.get(section)])]
        if known:
            self._periods[section] = Period(min(period.first for period in known), max(period.last for period in known))

    def _period(self) -> Period | None:
        periods = list(self._periods.values())
        if not periods:
            return self._issue
        return Period(min(period.first for period in periods), max(period.last for period in periods))

    def _as_of(self) -> date | None:
        """Return the last day that the newsletter looks back on."""
        if Section.INVENTORY in self._periods:
            return self._periods[Section.INVENTORY].last
        if self._issue is not None:
            return self._issue.last
        coming = self._periods.get(Section.COMING_NEXT)
        return None if coming is None or coming.first == date.min else coming.first - ONE_DAY

    def _activities(self, drafts: Iterable[Draft], as_of: date | None) -> Iterable[Activity]:
        uids = UidMaker()
        regions = _Regions(self._words, self._places)
        for draft in drafts:
            heading = None if draft.month is None else draft.month.words
            row = read_row(self._tools, draft.words, line=draft.number, within=draft.within, heading=heading or "")
            runners = self._cells.read(draft.cell)
            self._problems += row.problems
            self._problems += [
                Finding.UNKNOWN_PROJECT.at(draft.number, name, other=other) for name, other in runners.doubts
            ]
            self._problems += [
                Finding.HIDDEN_PROJECT.at(draft.number, name, other=other) for name, other in runners.hidden
            ]
            names = tuple(project.name for project in runners.projects)
            yield Activity(
                uid=uids.make(row.title, (*names, *runners.organisers), row.countries),
                title=row.title,
                when=row.when,
                projects=names,
                organisers=runners.organisers,
                mode=row.mode,
                places=row.places,
                countries=row.countries,
                regions=regions.of(row.countries, row.regions, runners.projects),
                status=row.status or (Status.HELD if draft.section is Section.INVENTORY else Status.PLANNED),
                last_modified=as_of,
                source=Source(
                    section=draft.section, heading=heading, line=draft.number, text="\n".join(draft.lines).strip("\r\n")
                ),
            )

    def _with_spellings(self, project: Project) -> Project:
        """Return a project with the ways in which cells write it among its aliases."""
        spellings = self._cells.spellings.get(project.key, {})
        aliases = dict.fromkeys((*project.aliases, *spellings))
        return attrs.evolve(project, aliases=tuple(alias for alias in aliases if alias != project.name))


class _Regions:
    """Tells the regions of activities and keeps the answers."""

    def __init__(self, words: Words, places: Places) -> None:
        self._words = words
        self._places = places
        self._scopes: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, countries: Sequence[str], named: Sequence[str], projects: Sequence[Project]) -> tuple[str, ...]:
        """Return the regions of countries, then those named, then those that projects are scoped to, each once."""
        scoped = [name for project in projects if project.scope for name in self._scope(project.scope)]
        key = (*countries, "", *named, "", *scoped)
        if key not in self._known:
            inside = [name for country in countries for name in self._places.regions_of(country)]
            self._known[key] = tuple(dict.fromkeys((*inside, *named, *scoped)))
        return self._known[key]

    def _scope(self, scope: str) -> tuple[str, ...]:
        if scope not in self._scopes:
            self._scopes[scope] = find_areas(scope, self._words, self._places)
        return self._scopes[scope]


def _title(lines: Sequence[Line]) -> str:
    """Return the first line with words that is neither the issue's period nor a row."""
    titles = (line.words for line in lines if line.text and "\t" not in line.text)
    return next((words for words in titles if read_period(words, None) is None), "")[:_LONGEST_TITLE]
