"""Owns the first column of a row: where it ends, and which projects and organisers its words name.

Knows nothing of the rest of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from coecal.projects import Project, name_key
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.words import Words

LONGEST_ROW = 5_000
"""How many characters a line may have to be a row."""

_LONGEST, _MOST_WORDS = 120, 14
_LEAST_KEY = 4
_GAP = re.compile(r"\s*\t\s*|\s+\|\s+|(?<=\S) {2,}(?=\S)")
_COLUMN, _TAB = re.compile(r"[\t|]"), re.compile(r"\t")
_LETTER = re.compile(r"[^\W\d_]")
_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)")


@attrs.frozen
class Split:
    """A line in two: the cell, and the row's words after it.

    Attributes:
        cell: the first column.
        words: the rest; further columns are joined by commas.
        is_sure: whether a tab or bar parts the two, not only spaces, and the cell is not a label such as "Members:".
    """

    cell: str
    words: str
    is_sure: bool


def split_row(text: str) -> Split | None:
    r"""Return a cleaned line in two where a tab, a bar or two spaces part them, else None.

    A line of more than `LONGEST_ROW` characters is no row.

    >>> split_row("WELL+\tCourse, Togo, 3 May")
    Split(cell='WELL+', words='Course, Togo, 3 May', is_sure=True)
    """
    if len(text) > LONGEST_ROW:
        return None
    bare = text.strip(" |")
    gap = _first_gap(bare)
    if gap is None or gap.start() == 0:
        return None
    cell, rest = bare[: gap.start()].strip(), bare[gap.end() :]
    is_sure = gap[0].strip(" ") != "" and not cell.endswith(":")
    columns = _COLUMN if text.startswith("|") else _TAB
    rest = ", ".join(part for part in map(str.strip, columns.split(rest)) if part)
    words = plain(rest)
    if not words or not _is_cell(cell) or _LETTER.search(words) is None:
        return None
    return Split(plain(cell), words, is_sure)


def _first_gap(text: str) -> re.Match[str] | None:
    """Return the first tab, else the first bar or run of spaces."""
    tab = text.find("\t")
    if tab < 0:
        return _GAP.search(text)
    start = len(text[:tab].rstrip())
    return _GAP.match(text, start)


def _is_cell(cell: str) -> bool:
    return (
        len(cell) <= _LONGEST
        and len(cell.split()) <= _MOST_WORDS
        and not cell.endswith((".", "!", "?"))
        and _LETTER.search(cell) is not None
    )


@attrs.frozen
class Runners:
    """Who runs an activity.

    Attributes:
        projects: the known projects, in the order written, each once.
        organisers: the other bodies, as written.
        doubts: names of organisers with the known project that each nearly is.
    """

    projects: tuple[Project, ...]
    organisers: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]


class CellReader:
    """Tells projects and organisers in the cells of one newsletter, and keeps how projects are written there."""

    def __init__(self, index: Mapping[str, Project], words: Words) -> None:
        """Know the projects of `index`, by `name_key`."""
        self._index = index
        self._bodies: set[str] = set()
        self._runners: dict[str, Runners] = {}
        self._withs = re.compile(rf"(?:{'|'.join(map(re.escape, words.withs))})\s+", re.IGNORECASE)
        self._ands = re.compile(rf"\s+(?:{'|'.join(map(re.escape, words.ands))}|\+)\s+", re.IGNORECASE)
        self.spellings: dict[str, dict[str, None]] = {}

    def learn(self, cells: Iterable[str]) -> None:
        """Learn the bodies that cells name, so that they are known where no tab follows them."""
        for cell in cells:
            self._bodies.update(map(name_key, self._parts(cell)))
        self._bodies.discard("")

    def read(self, cell: str) -> Runners:
        """Return who a cell names."""
        runners = self._runners.get(cell)
        if runners is None:
            runners = self._runners[cell] = self._read(cell)
        return runners

    def is_known(self, words: str) -> bool:
        """Whether the words are nothing but names of projects or of bodies that other cells name."""
        keys = [name_key(part) for part in self._parts(words)]
        return bool(keys) and all(key in self._index or key in self._bodies for key in keys)

    def known_start(self, words: str) -> int:
        """Return how many of the first words of a line are known names; 0: none."""
        first = words.split(" ")[: _MOST_WORDS + 1]
        for count in range(min(_MOST_WORDS, len(first) - 1), 0, -1):
            start = " ".join(first[:count])
            if len(start) <= _LONGEST and start[-1] not in ",/&" and self.is_known(start):
                return count
        return 0

    def _read(self, cell: str) -> Runners:
        projects: dict[str, Project] = {}
        organisers: dict[str, None] = {}
        doubts: list[tuple[str, str]] = []
        for part in self._parts(cell):
            project = self._index.get(name_key(part))
            if project is not None:
                projects[project.key] = project
                if part != project.name:
                    self.spellings.setdefault(project.key, {})[part] = None
                continue
            organisers[part] = None
            near = self._nearly(name_key(part))
            if near is not None:
                doubts.append((part, near.name))
        return Runners(tuple(projects.values()), tuple(organisers), tuple(doubts))

    def _parts(self, cell: str) -> list[str]:
        """Return the names in a cell. What is known as a whole is not parted.

        "and" and "&" part only where a project or a body that another cell names stands beside them, for they
        stand inside names too.
        """
        whole = cell.strip(" ,;:/|")
        if not whole:
            return []
        if name_key(whole) in self._index:
            return [whole]
        for signs in (r"[,;]", r"/"):
            parts = [part for part in re.split(signs, whole) if part.strip()]
            if len(parts) > 1:
                return [name for part in parts for name in self._parts(part)]
        parts = self._ands.split(whole)
        if len(parts) > 1 and any(name_key(part) in self._index or name_key(part) in self._bodies for part in parts):
            return [name for part in parts for name in self._parts(part)]
        return self._bracketed(whole) or [whole]

    def _bracketed(self, whole: str) -> list[str]:
        """Return the names in "WELL+ (with the Harbour Trust)", where what stands before the brackets is known."""
        match = _BRACKETS.fullmatch(whole)
        if match is None or name_key(match[1]) not in self._index:
            return []
        return [match[1], *self._parts(self._withs.sub("", match[2].strip(), count=1))]

    def _nearly(self, key: str) -> Project | None:
        """Return the project whose name is one letter away."""
        if len(key) < _LEAST_KEY:
            return None
        return next((project for known, project in self._index.items() if is_one_off(key, known)), None)


def is_one_off(one: str, other: str) -> bool:
    """Whether one letter added, left out or changed, or two neighbours swapped, make one word the other.

    >>> is_one_off("glacy", "glacy+"), is_one_off("glacy", "lgacy"), is_one_off("east", "south")
    (True, True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _LEAST_KEY:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    if len(one) != len(other):
        shorter, longer = sorted((rest, other_rest), key=len)
        return longer[1:] == shorter
    return rest[1:] == other_rest[1:] or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
