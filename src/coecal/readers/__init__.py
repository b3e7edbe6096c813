"""Owns the choice of a reader by the type of a file, and getting its text. Knows no format from within."""

from __future__ import annotations

import os
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Protocol

from coecal.errors import InputError
from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.calendars import read_ics
from coecal.readers.documents import read_docx, read_html, read_pdf
from coecal.readers.json import read_json
from coecal.readers.newsletter import read_newsletter
from coecal.readers.tables import read_csv, read_xlsx


class Reader(Protocol):
    """What every reader is: text in, a programme out."""

    def __call__(self, text: str, *, source: str | None, places: Places | None) -> Programme:
        """Read a text; `source` is the name of its file for errors, None without one."""


def _read_json(text: str, *, source: str | None, places: Places | None) -> Programme:  # noqa: ARG001
    # JSON holds codes of countries and names of regions already: nothing is looked up.
    return read_json(text, source=source)


READERS: Mapping[str, Reader] = {
    "newsletter": read_newsletter,
    "json": _read_json,
}
"""The formats of text by name."""


class FileReader(Protocol):
    """What reads the bytes of a file, since its format says the encoding, or is no text."""

    def __call__(self, data: bytes, *, source: str | None, places: Places | None) -> Programme:
        """Read a file; `source` is its name for errors, None without one."""


FILE_READERS: Mapping[str, FileReader] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "html": read_html,
    "docx": read_docx,
    "ics": read_ics,
    "pdf": read_pdf,
}
"""The formats of files by name."""

SUFFIXES: Mapping[str, str] = {
    ".txt": "newsletter",
    ".text": "newsletter",
    ".md": "newsletter",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".ics": "ics",
    ".ical": "ics",
    ".vcs": "ics",
}
"""The formats by the ending of a file's name, in lower case."""


def read(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    format: str | None = None,  # noqa: A002
    places: Places | None = None,
) -> Programme:
    """Read a programme from a file or a text.

    Args:
        path: the file; text in UTF-8.
        text: the text itself, in the place of `path`. It needs `format`.
        format: a name of `READERS` or `FILE_READERS`; None: as the ending of the file's name says.
        places: the countries and regions to look names up in; None: those that come with coecal.

    Returns:
        What was read; what was not understood stands in its `problems`.

    Raises:
        InputError: the format is not known, or the text cannot be used at all.
        OSError: the file cannot be read.
        TypeError: neither or both of `path` and `text` are given.
    """
    if (path is None) == (text is None):
        msg = "read() takes either a path or text="
        raise TypeError(msg)
    name = _format_of(path, format)
    source = None if path is None else os.fspath(path)
    if name in FILE_READERS:
        data = (text or "").encode("utf-8", "replace") if path is None else Path(path).read_bytes()
        return FILE_READERS[name](data, source=source, places=places)
    if path is not None:
        text = _decode(Path(path).read_bytes(), os.fspath(path))
    return READERS[name](text or "", source=source, places=places)


def _format_of(path: str | os.PathLike[str] | None, name: str | None) -> str:
    known = ", ".join(map(repr, (*READERS, *FILE_READERS)))
    if name is not None:
        if name not in READERS and name not in FILE_READERS:
            msg = f"there is no format {name!r} to read; known are {known}"
            raise InputError(msg)
        return name
    if path is None:
        msg = f"a text alone does not say what it is; say format= ({known})"
        raise InputError(msg)
    ending = PurePath(path).suffix.lower()
    if ending not in SUFFIXES:
        endings = ", ".join(map(repr, SUFFIXES))
        msg = f"the ending {ending!r} is of no known format; use {endings}, or say the format ({known})"
        raise InputError(msg, source=os.fspath(path))
    return SUFFIXES[ending]


def _decode(data: bytes, source: str) -> str:
    """Return the text of a file; a byte order mark of UTF-8 does not belong to it."""
    remedy = "save it as text in UTF-8"
    if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        msg = f"the file is in UTF-16; {remedy}"
        raise InputError(msg, source=source)
    if (zero := data.find(b"\0")) >= 0:
        msg = f"the file is no text, there is a zero byte in it; {remedy}"
        raise InputError(msg, source=source, line=data.count(b"\n", 0, zero) + 1)
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        msg = f"the byte 0x{data[error.start]:02x} is not UTF-8; {remedy}"
        raise InputError(msg, source=source, line=data.count(b"\n", 0, error.start) + 1) from error
