"""Owns the headings that group entries under a project, whoever runs them, or a place, and how long each holds.

Knows neither months nor entries.
"""

from __future__ import annotations

import re

import attrs

_HASHES = re.compile(r"\s{0,3}(#{1,6})\s")
_BOLD, _PLAIN = 7, 8


@attrs.frozen
class Group:
    """A heading that says something of all entries below it.

    Attributes:
        words: the heading.
        projects: the projects that it names.
        organisers: who it says runs the entries.
        places: the words of its place.
        countries: the codes of the countries of that place.
        regions: the regions that the place means, where it is no country.
        is_assumed: whether no word such as "project" says what it is.
    """

    words: str
    projects: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    is_assumed: bool = False


def level_of(raw: str, *, is_marked: bool) -> int:
    """Return how deep a heading stands: its hashes, then what is bold, then what is plain."""
    hashes = _HASHES.match(raw)
    return len(hashes[1]) if hashes is not None else _BOLD if is_marked else _PLAIN


@attrs.define
class _Open:
    """A group that holds, None where its heading says nothing, and whether months stand inside it."""

    group: Group | None
    level: int
    is_outer: bool
    is_new: bool = True


@attrs.define
class Groups:
    """The groups that hold where the reader is."""

    _open: list[_Open] = attrs.field(factory=list)
    _has_month: bool = False

    @property
    def held(self) -> tuple[Group, ...]:
        """The groups that an entry here stands under, the outermost first."""
        for one in self._open:
            one.is_new = False
        return tuple(one.group for one in self._open if one.group is not None)

    def take(self, group: Group | None, level: int) -> None:
        """Take a heading; a deeper one, or one right below another of its depth, stands inside that."""
        while self._open and (
            self._open[-1].level > level or (self._open[-1].level == level and not self._open[-1].is_new)
        ):
            self._open.pop()
        self._open.append(_Open(group, level, is_outer=not self._has_month))

    def take_month(self, level: int) -> None:
        """Take the heading of a month: a group ends with its month, unless months stand inside it."""
        for one in self._open:
            one.is_outer = one.is_outer or one.is_new
        while self._open and (
            self._open[-1].level > level or (self._open[-1].level == level and not self._open[-1].is_outer)
        ):
            self._open.pop()
        self._has_month = True
