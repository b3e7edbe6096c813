"""Owns who runs an activity: which projects and which other bodies a cell names.

Knows nothing of the rest of the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from coecal.projects import Project, name_key
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.words import Words, fold

_LONGEST, _MOST_WORDS = 120, 14
_MOST_ATOMS, _MOST_RUN = 8, 6
_LEAST_KEY, _LEAST_HIDDEN = 4, 3
_WORD = re.compile(r"[^\s,;/|\\()\[\]]+")


@attrs.frozen
class Runners:
    """Who runs an activity.

    Attributes:
        projects: the known projects, in the order written, each once.
        organisers: the other bodies, as written.
        doubts: names of organisers with the known project that each nearly is.
        hidden: names of organisers with the known project that each holds among other words.
    """

    projects: tuple[Project, ...]
    organisers: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]


@attrs.frozen
class _Name:
    """One name in a cell; `project` is None where it is none."""

    text: str
    project: Project | None = None


class CellReader:
    """Tells projects and organisers in the cells of one newsletter, and keeps how projects are written there."""

    def __init__(self, index: Mapping[str, Project], words: Words) -> None:
        """Know the projects of `index`, by `name_key`."""
        self._index = dict(index)
        for project in index.values():
            for name in (project.name, *project.aliases):
                self._index.setdefault(_and_key(name), project)
        self._bodies: set[str] = set()
        self._runners: dict[str, Runners] = {}
        self._roles = words.roles
        ands = "|".join(map(re.escape, words.ands))
        joints = "|".join(map(re.escape, words.joints))
        signs = r"[,;/|\\:]|[-–—+]\s"
        self._ands = re.compile(rf"\s+(?:{ands}|\+)\s+", re.IGNORECASE)
        self._suffix = re.compile(rf"\s+(?:{'|'.join(map(re.escape, words.project_words))})\.?", re.IGNORECASE)
        self._parting = re.compile(
            rf"\s*[,;/|\\()\[\]]\s*|\s+(?:{joints}|\+(?!\s*(?:[,;/&]|and\b)))\s+|\s+[-–—]\s+", re.IGNORECASE
        )
        self._before = re.compile(rf"(?:\s|{signs}|[)\](\[]|(?:{joints})\s)+", re.IGNORECASE)
        self._after = re.compile(rf"(?:\s|[,;/|\\:(\[]|\s(?:[-–—+]|{joints}))+$", re.IGNORECASE)
        self.spellings: dict[str, dict[str, None]] = {}

    def learn(self, cells: Iterable[str]) -> None:
        """Learn the bodies that cells name, so that they are known where no tab follows them."""
        for cell in cells:
            self._bodies.update(name_key(name.text) for name in self._names(cell))
        self._bodies.discard("")

    def read(self, cell: str) -> Runners:
        """Return who a cell names."""
        runners = self._runners.get(cell)
        if runners is None:
            runners = self._runners[cell] = self._read(cell)
        return runners

    def look(self, words: str) -> Runners:
        """Return who words outside of a cell name; how they are written there is not kept."""
        names = self._names(words) if len(words) <= _LONGEST else []
        projects = {name.project.key: name.project for name in names if name.project is not None}
        others = dict.fromkeys(name.text for name in names if name.project is None)
        return Runners(tuple(projects.values()), tuple(others), (), ())

    def is_known(self, words: str) -> bool:
        """Whether the words are nothing but names of projects or of bodies that other cells name."""
        names = self._names(words)
        return bool(names) and all(name.project or name_key(name.text) in self._bodies for name in names)

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
        for name in self._names(cell):
            if name.project is None:
                organisers[name.text] = None
                continue
            projects[name.project.key] = name.project
            if name.text != name.project.name:
                self.spellings.setdefault(name.project.key, {})[name.text] = None
        near = [(name, project.name) for name in organisers if (project := self._nearly(name_key(name))) is not None]
        inside = [(name, project.name) for name in organisers if (project := self._hidden(name)) is not None]
        return Runners(tuple(projects.values()), tuple(organisers), tuple(near), tuple(inside))

    def _names(self, cell: str) -> list[_Name]:
        """Return the names in a cell: known ones first, the longest before others, then what stands between them."""
        whole = plain(cell).strip(" ,;:/|")
        names: list[_Name] = []
        end = 0
        for start, stop, project in self._known(whole):
            names += self._between(whole[end:start], after=end > 0, before=True)
            end = stop + len(_closing(whole, start, stop))
            names.append(_Name(whole[start:end], project))
        return [*names, *self._between(whole[end:], after=end > 0, before=False)]

    def _known(self, whole: str) -> Iterator[tuple[int, int, Project]]:
        """Yield where known names stand, from the left, the longest of those that begin at one place."""
        partings = list(self._parting.finditer(whole))
        starts = [0, *(parting.end() for parting in partings)]
        ends = [*(parting.start() for parting in partings), len(whole)]
        at = 0
        while at < len(starts):
            longest = min(len(starts), at + _MOST_ATOMS)
            found = ((to, self._project(whole[starts[at] : ends[to]])) for to in range(longest - 1, at - 1, -1))
            to, project = next(((to, project) for to, project in found if project is not None), (at, None))
            if project is not None:
                yield starts[at], ends[to], project
            at = to + 1

    def _project(self, words: str) -> Project | None:
        """Return the project that words name, with "team" or "programme" after it or without."""
        if not words:
            return None
        for text in (words, self._without_suffix(words)):
            project = self._index.get(name_key(text)) or self._index.get(_and_key(text))
            if project is not None:
                return project
        return None

    def _without_suffix(self, words: str) -> str:
        match = next((match for match in self._suffix.finditer(words) if match.end() == len(words)), None)
        return words if match is None else words[: match.start()]

    def _between(self, gap: str, *, after: bool, before: bool) -> Iterator[_Name]:
        """Yield the bodies in the words before, between or after known names."""
        start = self._before.match(gap) if after else None
        bare = gap[start.end() :] if start is not None else gap
        bare = self._after.sub("", bare) if before else bare
        for piece in split_pieces(bare):
            for part in self._bodies_in(piece.text):
                text = _balanced(part.strip(" ,;:/|"))
                if text and fold(text) not in self._roles:
                    yield _Name(text)

    def _bodies_in(self, piece: str) -> list[str]:
        """Return the bodies in words without commas, parted at slashes outside of brackets.

        "and" and "&" part only where a body that another cell names stands beside them, for they stand inside
        names too.
        """
        names: list[str] = []
        for part in re.split(r"/(?![^()]*\))" if "(" in piece else "/", piece):
            parts = self._ands.split(part)
            is_list = len(parts) > 1 and any(name_key(name) in self._bodies for name in parts)
            names += parts if is_list else [part]
        return names

    def _nearly(self, key: str) -> Project | None:
        """Return the project whose name is one letter away."""
        if len(key) < _LEAST_KEY:
            return None
        return next((project for known, project in self._index.items() if is_one_off(key, known)), None)

    def _hidden(self, name: str) -> Project | None:
        """Return the project whose name stands among the other words of a body's, the longest of them."""
        spans = [match.span() for match in _WORD.finditer(name)]
        for size in range(min(_MOST_RUN, len(spans)), 0, -1):
            for at in range(len(spans) - size + 1):
                words = name[spans[at][0] : spans[at + size - 1][1]]
                key = name_key(words)
                if len(key) >= _LEAST_HIDDEN and not words.islower() and key in self._index:
                    return self._index[key]
        return None


def _and_key(name: str) -> str:
    """Return the key of a name in which "&" is written as "and"."""
    return name_key(name.replace("&", " and "))


def _closing(whole: str, start: int, stop: int) -> str:
    """Return the bracket after a name that opens one: "Justice (Phase II" and ")"."""
    sign = whole[stop : stop + 1]
    opening = {")": "(", "]": "["}.get(sign)
    return sign if opening is not None and whole.count(opening, start, stop) > whole.count(sign, start, stop) else ""


def _balanced(words: str) -> str:
    """Return words without brackets at their ends that have no partner."""
    bare = words
    while bare.endswith((")", "]")) and bare.count("(") + bare.count("[") < bare.count(")") + bare.count("]"):
        bare = bare[:-1].rstrip()
    while bare.startswith(("(", "[")) and bare.count("(") + bare.count("[") > bare.count(")") + bare.count("]"):
        bare = bare[1:].lstrip()
    return bare


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
