"""Owns the projects of a newsletter: the blocks that describe one project, merged and understood.

Knows nothing of activities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from coecal.dates import FuzzyDate, parse_date
from coecal.errors import DateError, Problem
from coecal.places import Places
from coecal.projects import Money, Project, name_key, slug, with_unique_keys
from coecal.readers.newsletter.blocks import Block, find_blocks
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.lines import Line
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.money import read_funders, read_money
from coecal.readers.newsletter.words import Words, fold

_LONGEST_NAMES = 200
_DECLARED = re.compile(r"\s*([^:]{1,30}?)\s*:\s*(\S.*)")
_SCOPED = re.compile(r"(.*[^\s()])(?:\s*\(([^()]+)\))?")
_REMARK = re.compile(r"\s*\([^()]*\)")


@attrs.frozen
class Found:
    """The projects of a newsletter, where they stand, and what is odd about them.

    Attributes:
        projects: in the order of their first mention.
        taken: positions of the lines that blocks and declarations take up.
        problems: what an editor should look at.
    """

    projects: tuple[Project, ...]
    taken: frozenset[int]
    problems: tuple[Problem, ...]


def read_projects(lines: Sequence[Line], words: Words, places: Places, locale: str) -> Found:
    """Return the projects that blocks describe or a line such as "Projects: A, B" names."""
    problems: list[Problem] = []
    blocks: list[Block] = []
    taken: set[int] = set()
    for block in find_blocks(lines, words):
        taken.update(range(block.first, block.last + 1))
        if block.names:
            blocks.append(block)
        else:
            first = min(block.fields.values(), key=lambda field: field[1])
            problems.append(Finding.BLOCK_WITHOUT_NAME.at(block.line, first[0]))
    reader = _FrameReader(words, places, locale, problems)
    projects = [reader.project(group) for group in _grouped(blocks)]
    known = {name_key(name) for project in projects for name in (project.name, *project.aliases)}
    for position, project in _declared(lines, taken, words):
        taken.add(position)
        if name_key(project.name) not in known:
            known.add(name_key(project.name))
            projects.append(project)
    return Found(tuple(with_unique_keys(projects)), frozenset(taken), tuple(problems))


def _grouped(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    """Return the blocks of each project together: they share a name, however it is written."""
    groups: list[list[Block]] = []
    by_key: dict[str, list[Block]] = {}
    for block in blocks:
        keys = list(map(name_key, block.names))
        group = next((by_key[key] for key in keys if key in by_key), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(block)
        for key in keys:
            by_key.setdefault(key, group)
    return groups


def _declared(lines: Sequence[Line], taken: Iterable[int], words: Words) -> Iterable[tuple[int, Project]]:
    """Yield the projects that a line such as "Projects: A, B (Africa)" names, each with the position of its line.

    What stands in brackets after a name is the project's scope.
    """
    blocks = frozenset(taken)
    for position, line in enumerate(lines):
        if position in blocks or ":" not in line.text or "\t" in line.text:
            continue
        match = _DECLARED.fullmatch(line.text)
        if match is not None and fold(match[1]) in words.declared:
            for written in match[2].split(","):
                scoped = _SCOPED.fullmatch(plain(written).rstrip("."))
                if scoped is not None:
                    yield position, Project(key=slug(scoped[1]), name=scoped[1], scope=scoped[2])


class _FrameReader:
    """Makes one project of its blocks."""

    def __init__(self, words: Words, places: Places, locale: str, problems: list[Problem]) -> None:
        self._words = words
        self._places = places
        self._locale = locale
        self._problems = problems

    def project(self, blocks: Sequence[Block]) -> Project:
        """Return the project of some blocks, named as the closing list writes it, else as the first block does."""
        ordered = sorted(blocks, key=lambda block: not block.is_closing)
        name = ordered[0].names[0]
        names = dict.fromkeys(name for block in ordered for name in block.names)
        funding = self._fuller(name, ordered)
        participating, line = self._field(name, ordered, "participating")
        countries, areas = self._countries(name, participating, line)
        scope, _ = self._field(name, ordered, "scope")
        return Project(
            key=slug(name),
            name=name,
            aliases=tuple(alias for alias in names if alias != name),
            duration=self._duration(name, *self._field(name, ordered, "duration")),
            budget=self._budget(name, ordered),
            funding=funding or None,
            funders=read_funders(funding, self._words, self._is_country) if funding else (),
            scope=scope or areas or None,
            countries=countries,
            implementation=self._field(name, ordered, "implementation")[0] or None,
        )

    def _is_country(self, name: str) -> bool:
        return self._places.find_country(name) is not None

    def _field(self, project: str, blocks: Sequence[Block], field: str) -> tuple[str, int]:
        """Return the first value of a field and its line; list another value that says something else."""
        found = [block.fields[field] for block in blocks if block.fields.get(field, ("", 0))[0]]
        if not found:
            return "", 0
        value, line = plain(found[0][0]), found[0][1]
        for other, other_line in found[1:]:
            if field not in ("budget", "funding") and fold(other) != fold(value):
                self._problems.append(
                    Finding.FRAME_DIFFERS.at(other_line, plain(other), other=value, field=field, project=project)
                )
        return value, line

    def _fuller(self, project: str, blocks: Sequence[Block]) -> str:
        """Return the longest way in which the funding is written."""
        found = [block.fields["funding"] for block in blocks if block.fields.get("funding", ("", 0))[0]]
        if not found:
            return ""
        fullest = plain(max(found, key=lambda value: len(plain(value[0])))[0])
        for value, line in found:
            if fold(value) != fold(fullest):
                self._problems.append(Finding.FUNDING_DIFFERS.at(line, plain(value), other=fullest, project=project))
        return fullest

    def _duration(self, project: str, value: str, line: int) -> FuzzyDate | None:
        if not value:
            return None
        try:
            return parse_date(value, locale=self._locale)
        except DateError as error:
            self._problems.append(Finding.DURATION_UNREAD.at(line, value, project=project, why=error.message))
            return None

    def _budget(self, project: str, blocks: Sequence[Block]) -> Money | None:
        found = [block.fields["budget"] for block in blocks if block.fields.get("budget", ("", 0))[0]]
        budget: Money | None = None
        for value, line in found:
            money = read_money(value, self._words)
            if money is None:
                self._problems.append(Finding.BUDGET_UNREAD.at(line, plain(value), project=project))
            elif budget is None:
                budget = money
            elif money != budget:
                self._problems.append(
                    Finding.FRAME_DIFFERS.at(
                        line, plain(value), other=f"{budget.currency} {budget.amount}", field="budget", project=project
                    )
                )
        return budget

    def _countries(self, project: str, value: str, line: int) -> tuple[tuple[str, ...], str]:
        """Return the codes of the countries that take part, and the words of the areas among them."""
        if not value:
            return (), ""
        bare = plain(_REMARK.sub("", value)).rstrip(".")
        if self._is_area(bare):
            return (), bare
        codes: dict[str, None] = {}
        areas: list[str] = []
        for name in self._names(bare):
            code = self._places.find_country(name)
            if code is not None:
                codes[code] = None
            elif self._is_area(name):
                areas.append(name)
            else:
                self._problems.append(Finding.COUNTRY_UNREAD.at(line, name, project=project))
        return tuple(codes), value if areas and not codes else ""

    def _is_area(self, words: str) -> bool:
        return fold(words) in self._words.everywhere or find_area(words, self._words, self._places) is not None

    def _names(self, value: str) -> list[str]:
        """Return the names of a list; "and" parts two of them only where the whole is none."""
        ands = "|".join(map(re.escape, self._words.ands))
        names: list[str] = []
        for part in re.split(r"[,;]", value):
            bare = re.sub(rf"^\s*(?:{ands})\s+", "", part).strip()
            names.extend(self._parted(bare, ands))
        return [name for name in names if name]

    def _parted(self, part: str, ands: str) -> list[str]:
        if self._is_country(part) or self._is_area(part):
            return [part]
        joints = list(re.finditer(rf"\s+(?:{ands})\s+", part[:_LONGEST_NAMES]))
        pairs = [(part[: joint.start()], part[joint.end() :]) for joint in joints]
        for least in (2, 1):  # "Saint Vincent and the Grenadines and Suriname": both sides known before one of them
            for left, right in pairs:
                if sum(self._is_country(name) or self._is_area(name) for name in (left, right)) >= least:
                    return [*self._parted(left, ands), *self._parted(right, ands)]
        return [part]


def find_areas(scope: str, known: Words, places: Places) -> tuple[str, ...]:
    """Return the names of the regions that a scope means; none where it means the whole world or no known region."""
    if fold(scope) in known.everywhere:
        return ()
    whole = find_area(scope, known, places)
    if whole is not None:
        return (whole,)
    ands = "|".join(map(re.escape, known.ands))
    parts = re.split(rf"[,;]\s*(?:(?:{ands})\s+)?|\s+(?:{ands})\s+", scope)
    return tuple(dict.fromkeys(area for part in parts if (area := find_area(part, known, places)) is not None))


def find_area(words: str, known: Words, places: Places) -> str | None:
    """Return the name of the region that words mean, "region" after them or not; None where they mean none."""
    bare = plain(words)
    endings = [suffix for suffix in known.scope_suffixes if bare.lower().endswith(f" {suffix}")]
    for name in (bare, *(bare[: -len(suffix)].strip() for suffix in endings)):
        region = places.find_region(name)
        if region is not None:
            return region.name
    return None
