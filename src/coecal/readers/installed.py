"""Owns the readers that other packages bring, as entry points of the group `coecal.readers`. Knows no format.

They are looked for only where a format is none of coecal's own, so that nobody waits for them who does not need them.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from coecal.errors import CoecalError, InputError
from coecal.places import Places
from coecal.programme import Programme

GROUP = "coecal.readers"
"""The group of entry points: `NAME = "module:function"` of a `FileReader`."""

# What modules of others raise when they cannot be loaded or fail.
_FAILURES = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip


class FileReader(Protocol):
    """What reads the bytes of a file, since its format says the encoding, or is no text."""

    def __call__(self, data: bytes, *, source: str | None, places: Places | None) -> Programme:
        """Read a file; `source` is its name for errors, None without one."""


def installed_formats() -> tuple[str, ...]:
    """Return the names of the formats that other packages read, in order."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def read_installed(name: str, data: bytes, *, source: str | None, places: Places | None) -> Programme:
    """Read a file with the reader that another package has for a format.

    Raises:
        InputError: the reader cannot be loaded, is there twice, fails, or gives no programme; or it refuses the file.
        OSError: the reader cannot read something that it needs.
    """
    point = _only(name, source)
    whose = f"the reader of {name!r}, {point.value} of {_package(point)}"
    try:
        read: FileReader = point.load()
    except _FAILURES as error:
        msg = f"{whose}, cannot be loaded ({_said(error)}): install another version of it, or uninstall it"
        raise InputError(msg, source=source) from error
    try:
        programme = read(data, source=source, places=places)
    except CoecalError:
        raise
    except _FAILURES as error:
        msg = f"{whose}, failed ({_said(error)}): tell those who make it"
        raise InputError(msg, source=source) from error
    if not isinstance(programme, Programme):
        msg = f"{whose}, gave {type(programme).__name__!r} where a programme was due: tell those who make it"
        raise InputError(msg, source=source)
    return programme


def _only(name: str, source: str | None) -> EntryPoint:
    points = tuple(dict.fromkeys(entry_points(group=GROUP, name=name)))
    if len(points) > 1:
        packages = " and ".join(sorted(map(_package, points)))
        msg = f"more than one package reads {name!r}, {packages}: uninstall all but one"
        raise InputError(msg, source=source)
    return points[0]


def _package(point: EntryPoint) -> str:
    return "an unknown package" if point.dist is None else f"the package {point.dist.name}"


def _said(error: BaseException) -> str:
    """Return what an error says, on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())
