"""Owns putting bytes into a file: all of them or none, and only where they change something.

Knows nothing of what the bytes are.
"""

from __future__ import annotations

import os
import stat
from itertools import count
from pathlib import Path


def replace_file(path: str | os.PathLike[str], data: bytes) -> bool:
    """Make `data` the content of the file, and return whether that changed it.

    A regular file is written under another name beside it and renamed, so that nobody ever sees half of it and a
    failure leaves the old one as it was; it keeps its permissions, and its time of change where nothing changed.
    What is no regular file, such as a pipe or /dev/null, is written to and never replaced.

    Raises:
        OSError: the file cannot be written; its `filename` names it.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return True
    target = Path(os.path.realpath(target))  # a link stays a link
    try:
        if target.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    _write_beside(target, data)
    return True


def _write_beside(target: Path, data: bytes) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    try:
        beside = _claim(target.parent)
    except OSError as error:  # the user knows the name of the file, not that of the temporary one
        raise type(error)(error.errno, error.strerror, os.fspath(target)) from error
    try:
        beside.write_bytes(data)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise type(error)(error.errno, error.strerror, os.fspath(target)) from error


def _claim(folder: Path) -> Path:
    """Create an empty file of a name that nobody else has."""
    for number in count():
        beside = folder / f".coecal-{os.getpid()}-{number}.tmp"
        try:
            beside.touch(exist_ok=False)
        except FileExistsError:
            continue
        return beside
    raise AssertionError
