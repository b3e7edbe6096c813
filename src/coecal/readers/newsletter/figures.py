"""Owns the figures of a newsletter: "Members as of 30 September 2027: 41", and tables of counts with their totals.

Knows nothing of reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import attrs

from coecal.dates import parse_date
from coecal.errors import DateError, Problem
from coecal.ranges import Period
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.words import Words, fold
from coecal.reports import Figure, Passage

_LONGEST, _LONGEST_NUMBER, _MOST_NAME_WORDS = 200, 20, 16
_NUMBER = r"\d{1,3}(?:[,.\u00a0\u202f '’]\d{3})+(?!\d)|\d{1,9}(?![\d.,]*\d)"
_PARTS = re.compile(r"[,.\u00a0\u202f '’]")
_SIGNS = re.compile(r"[=Σ∑]+")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(r"([^:]{1,150}?)\s*:\s*(\S.*)")


@attrs.frozen
class _Count:
    value: int
    at_least: bool
    unit: str | None


class FigureReader:
    """Reads the figures of one newsletter, in the order of lines."""

    def __init__(self, words: Words, within: Period | None, locale: str) -> None:
        """Read in one language; days without a year are read within the issue's period."""
        self._words = words
        self._within = within
        self._locale = locale
        more, least = "|".join(map(re.escape, words.or_more)), "|".join(map(re.escape, words.at_least))
        self._count = re.compile(
            rf"(?P<least>(?:{least})\s+)?(?P<number>{_NUMBER})\s*(?P<more>{more})?(?P<unit>\s+[^\W\d_][^:]*)?",
            re.IGNORECASE,
        )
        as_of = "|".join(map(re.escape, words.as_of))
        self._as_of = re.compile(rf"[\s(\[,–—-]*\b(?:{as_of})\s+(?P<day>[^:()\[\]]{{3,40}}?)\s*[)\]]?", re.IGNORECASE)
        self._ends_as_of = re.compile(rf"(?P<name>.*?){self._as_of.pattern}\s*[.]?", re.IGNORECASE)
        self._starts_as_of = re.compile(rf"{self._as_of.pattern}\s*[:,–—-]\s*(?P<rest>\S.*)", re.IGNORECASE)
        # Between two counts: a comma or "and", with a number after it.
        ands = "|".join(map(re.escape, words.ands))
        count = rf"(?=(?:(?:{least})\s+)?\d)"
        self._joint = re.compile(rf"\s*[,;]\s+(?:(?:{ands})\s+)?{count}|\s+(?:{ands})\s+{count}", re.IGNORECASE)
        # Between two labels with their counts: "Members: 41. Observers: 3".
        self._next_label = re.compile(
            rf"\s*[.,;]\s+(?=[^\W\d_][^:.,;]{{0,150}}:\s*(?:(?:{least})\s+)?\d)", re.IGNORECASE
        )
        self._standing: date | None = None
        self._columns: dict[int, list[Figure]] = {}
        self.figures: list[Figure] = []
        self.problems: list[Problem] = []

    def take(self, line: Line, *, section: str | None, heading: str | None, in_text: bool) -> bool:
        """Take the figures of a line, and return whether there are any.

        Args:
            line: the line.
            section: the heading of the part that it stands in.
            heading: the heading over it.
            in_text: whether the line belongs to the text of a report, where only what says "as of" counts.
        """
        found = self._table(line, section, heading) if "\t" in line.text or line.text.startswith("|") else []
        if not found and len(line.words) <= _LONGEST and not line.words.endswith(","):
            source = self._passage(line, section, heading)
            found = [
                attrs.evolve(one, source=source) for one in self._in_words(line.words, line.number, in_text=in_text)
            ]
        self.figures += found
        return bool(found)

    def end_table(self) -> None:
        """Begin anew with the columns and the day that figures below hold for: another heading follows."""
        self._columns.clear()
        self._standing = None

    def take_day(self, line: Line) -> bool:
        """Take the day up to which the figures below a heading hold: "Status as of 30 September 2027"."""
        match = self._ends_as_of.fullmatch(line.words) if len(line.words) <= _LONGEST else None
        if match is None or self._count.fullmatch(match["name"].strip()) or any(map(str.isdigit, match["name"])):
            return False
        day = self._day(match["day"], line.number)
        self._standing = day
        return day is not None

    def check(self) -> None:
        """List the totals that do not add up, and the figures that are given twice and differ."""
        for position, figure in enumerate(self.figures):
            if figure.total_of:
                self._check_total(figure, self.figures[:position])
        first: dict[tuple[str, date | None], Figure] = {}
        named: dict[str, Figure] = {}
        for figure in self.figures:
            if figure.total_of:
                continue
            name = fold(figure.name)
            twin = first.get((name, figure.as_of)) or first.get((name, None))
            if twin is None and figure.as_of is None:
                twin = named.get(name)  # whatever its day
            first.setdefault((name, figure.as_of), figure)
            named.setdefault(name, figure)
            if twin is not None and (twin.value, twin.at_least) != (figure.value, figure.at_least):
                self.problems.append(
                    Finding.FIGURE_DIFFERS.at(
                        figure.source.line, figure.name, value=_shown(figure), other=_shown(twin),
                        line_of_other=str(twin.source.line),
                    )
                )  # fmt: skip

    def _check_total(self, total: Figure, before: Sequence[Figure]) -> None:
        parts = [next(one for one in reversed(before) if one.name == name) for name in total.total_of]
        added = sum(part.value for part in parts)
        if added != total.value:
            words = f"{total.name} {_shown(total)}"
            self.problems.append(Finding.FIGURE_SUM.at(total.source.line, words, other=str(added)))

    # One figure in a line.

    def _in_words(self, text: str, line: int, *, in_text: bool) -> list[Figure]:
        match = self._starts_as_of.fullmatch(text)
        rest = match["rest"] if match is not None else ""
        if match is None and (match := self._ends_as_of.fullmatch(text)) is not None:
            rest = match["name"]
        if match is not None and rest:  # "As of 30 September 2027: 41 members", "41 members (as of 30 September 2027)"
            figures = self._counted(rest.strip(" ,"))
            day = self._day(match["day"], line) if figures else None
            return [attrs.evolve(figure, as_of=day) for figure in figures]
        label = _LABEL.fullmatch(text)
        if label is None:
            return []
        named = self._ends_as_of.fullmatch(label[1])
        if named is not None and named["name"]:  # "Members as of 30 September 2027: 41"
            figure = self._dated(named["name"].strip(), named["day"], label[2], text, line)
            return [] if figure is None else [figure]
        return [] if in_text else self._labelled(text)

    def _dated(self, name: str, day: str, value: str, text: str, line: int) -> Figure | None:
        if not self._is_name(name):
            return None
        count = self._read(value)
        if count is None:
            self.problems.append(Finding.FIGURE_UNREAD.at(line, text))
            return None
        return _figure(name, count, self._day(day, line))

    def _labelled(self, text: str) -> list[Figure]:
        """Return the figures that labels and nothing but numbers are: "Signed: 3", "Signed: 3; invited: 4"."""
        figures = self._counted(text)
        if any(figure.unit is not None for figure in figures):
            return []
        return [attrs.evolve(figure, as_of=self._standing) for figure in figures]

    def _counted(self, text: str) -> list[Figure]:
        """Return the figures that "Members: 41. Observers: 3", "41 members" or "41 members and 3 observers" are."""
        parts = [part.strip() for part in (self._next_label if ":" in text else self._joint).split(text)]
        figures = [self._plain(part) for part in parts]
        return [figure for figure in figures if figure is not None] if None not in figures else []

    def _plain(self, text: str) -> Figure | None:
        label = _LABEL.fullmatch(text)
        count = self._read(label[2] if label is not None else text)
        if count is None:
            return None
        if label is not None:
            return _figure(label[1], count, None) if self._is_name(label[1]) else None
        if count.unit is None or not self._is_name(count.unit):
            return None
        return _figure(count.unit, attrs.evolve(count, unit=None), None)

    # Several in the columns of a table.

    def _table(self, line: Line, section: str | None, heading: str | None) -> list[Figure]:
        """Return the figures of a line of cells: a label, then its number, as often as they stand."""
        separator = "|" if line.text.startswith("|") else "\t"
        cells = [plain(cell) for cell in line.text.strip("|").split(separator)]
        found: list[Figure] = []
        for column, (name, value) in enumerate(pairwise(cells)):
            label = name.rstrip(" :") or name
            count = self._read(value)
            is_total = _SIGNS.fullmatch(label) is not None or fold(label) in self._words.totals
            if count is None or count.unit is not None or not (is_total or self._is_name(label)):
                continue
            figure = attrs.evolve(_figure(label, count, self._standing), source=self._passage(line, section, heading))
            if is_total:
                figure = attrs.evolve(figure, total_of=tuple(one.name for one in self._added(column, count.value)))
            else:
                self._columns.setdefault(column, []).append(figure)
            found.append(figure)
        return found

    def _added(self, column: int, total: int) -> list[Figure]:
        """Return what a total adds up: what stands above it, or above it in all columns where only that is right."""
        above = self._columns.get(column, [])
        whole = [one for ones in self._columns.values() for one in ones]
        if sum(one.value for one in above) == total or sum(one.value for one in whole) != total:
            self._columns[column] = []
            return above
        self._columns.clear()
        return whole

    def _read(self, text: str) -> _Count | None:
        match = self._count.fullmatch(text.strip(" ."))
        if match is None:
            return None
        value = int(_PARTS.sub("", match["number"]))
        unit = plain(match["unit"] or "") or None
        return _Count(value, bool(match["least"] or match["more"]), unit)

    def _is_name(self, name: str) -> bool:
        folded = fold(name)
        return (
            _LETTER.search(name) is not None
            and len(name.split()) <= _MOST_NAME_WORDS
            and folded not in self._words.no_figures
            and folded not in self._words.labels
        )

    def _day(self, words: str, line: int) -> date | None:
        """Return the last day that words mean, or None with a problem."""
        try:
            when = parse_date(words.strip(" ,."), within=self._within, locale=self._locale)
        except DateError as error:
            self.problems.append(Finding.FIGURE_DATE.at(line, words, why=error.message))
            return None
        return when.latest_end

    @staticmethod
    def _passage(line: Line, section: str | None, heading: str | None) -> Passage:
        return Passage(section=section, heading=heading, line=line.number, text=line.raw.strip("\r\n"))


def _figure(name: str, count: _Count, as_of: date | None) -> Figure:
    return Figure(name=name.strip(" :"), value=count.value, at_least=count.at_least, as_of=as_of, unit=count.unit)


def _shown(figure: Figure) -> str:
    return f"{figure.value}+" if figure.at_least else str(figure.value)


def is_figure_row(line: Line) -> bool:
    """Whether a line is nothing but cells of labels, each with a colon or an equals sign, and numbers."""
    if "\t" not in line.text and not line.text.startswith("|"):
        return False
    cells = [cell for part in line.text.strip("|").split("|") for cell in map(str.strip, part.split("\t")) if cell]
    labels = [cell for cell in cells if cell.endswith(":") or _SIGNS.fullmatch(cell)]
    others = [cell for cell in cells if cell not in labels]
    return bool(labels) and len(others) == len(labels) and all(map(_is_number, others))


def _is_number(cell: str) -> bool:
    return len(cell) <= _LONGEST_NUMBER and any(map(str.isdigit, cell)) and ":" not in cell


def is_heading(line: Line) -> bool:
    """Whether a line can be the heading over figures: a few words that are no sentence."""
    return len(line.words.split()) <= _MOST_NAME_WORDS and not line.words.endswith((".", ";", ","))
