"""Owns the choice of a writer by the type of a file. Knows what each format is called, not how it looks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import PurePath

from coecal.errors import InputError
from coecal.programme import Programme
from coecal.writers.files import replace_file
from coecal.writers.json import to_json_bytes
from coecal.writers.jsonld import to_jsonld_bytes
from coecal.writers.tables import to_csv_bytes, to_markdown_bytes, to_xlsx_bytes

WRITERS: Mapping[str, Callable[[Programme], bytes]] = {
    "json": to_json_bytes,
    "csv": to_csv_bytes,
    "xlsx": to_xlsx_bytes,
    "md": to_markdown_bytes,
    "jsonld": to_jsonld_bytes,
}
"""The formats by name."""

SUFFIXES: Mapping[str, str] = {
    ".json": "json",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".md": "md",
    ".jsonld": "jsonld",
}
"""The formats by the ending of a file's name, in lower case."""


def write(programme: Programme, path: str | os.PathLike[str], *, format: str | None = None) -> None:  # noqa: A002
    """Write a programme to a file.

    The file is written under another name and renamed, so that nobody ever sees half of it; where its bytes would
    be the same, it is not touched.

    Args:
        programme: what to write.
        path: the file. Its folder has to exist.
        format: a name of `WRITERS`; None: as the ending of the file's name says.

    Raises:
        InputError: the format is not known, or the programme holds text that cannot be written.
        OSError: the file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Programme(title="Wells"), f"{folder}/programme.json")
    ...     os.listdir(folder)
    ['programme.json']
    """
    replace_file(path, WRITERS[_format_of(path, format)](programme))


def _format_of(path: str | os.PathLike[str], name: str | None) -> str:
    known = ", ".join(map(repr, WRITERS))
    if name is not None:
        if name not in WRITERS:
            msg = f"there is no format {name!r} to write; known are {known}"
            raise InputError(msg)
        return name
    ending = PurePath(path).suffix.lower()
    if ending not in SUFFIXES:
        endings = ", ".join(map(repr, SUFFIXES))
        msg = f"the ending {ending!r} is of no known format; use {endings}, or say the format ({known})"
        raise InputError(msg, source=os.fspath(path))
    return SUFFIXES[ending]
