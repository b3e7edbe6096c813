"""Owns the choice of a reader by the type of a file, and getting its text. Knows no format from within."""

from __future__ import annotations

import os
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Mapping
from pathlib import PurePath
from typing import Protocol

from coecal.dates import parse_period
from coecal.errors import InputError
from coecal.places import Places
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.agenda import read_agenda
from coecal.readers.calendars import read_ics
from coecal.readers.documents import read_docx, read_html, read_pdf
from coecal.readers.installed import FileReader, installed_formats, read_installed
from coecal.readers.json import read_json
from coecal.readers.limits import read_bytes
from coecal.readers.prose import read_prose
from coecal.readers.tables import read_csv, read_xlsx
from coecal.readers.together import join_programmes
from coecal.readers.toml import read_toml

__all__ = [
    "CALENDARS",
    "FILE_READERS",
    "READERS",
    "SUFFIXES",
    "TABLES",
    "check_options",
    "format_of",
    "join_programmes",
    "known_formats",
    "read",
]


class Reader(Protocol):
    """What every reader is: text in, a programme out."""

    def __call__(self, text: str, *, source: str | None, places: Places | None) -> Programme:
        """Read a text; `source` is the name of its file for errors, None without one."""


READERS: Mapping[str, Reader] = {
    "newsletter": read_prose,
    "agenda": read_agenda,
    "json": read_json,
    "toml": read_toml,
}
"""The formats of text by name."""


FILE_READERS: Mapping[str, FileReader] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "html": read_html,
    "docx": read_docx,
    "ics": read_ics,
    "pdf": read_pdf,
}
"""The formats of files by name."""


class TableReader(Protocol):
    """What reads a table, whose columns the user may name."""

    def __call__(
        self, data: bytes, *, source: str | None, places: Places | None, columns: Mapping[str, str] | None
    ) -> Programme:
        """Read a file; `columns` are headings by field, None for those that are known."""


TABLES: Mapping[str, TableReader] = {"csv": read_csv, "xlsx": read_xlsx}
"""Those of them whose columns may be named."""


class CalendarReader(Protocol):
    """What reads a calendar, in which events may repeat."""

    def __call__(self, data: bytes, *, source: str | None, places: Places | None, expand: Period | None) -> Programme:
        """Read a file; `expand` is the period in which what repeats is expanded, None where it is not."""


CALENDARS: Mapping[str, CalendarReader] = {"ics": read_ics}
"""Those of them in which what repeats may be expanded."""

SUFFIXES: Mapping[str, str] = {
    ".txt": "newsletter",
    ".text": "newsletter",
    ".md": "newsletter",
    ".json": "json",
    ".toml": "toml",
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
    *more: str | os.PathLike[str],
    text: str | None = None,
    data: bytes | None = None,
    format: str | None = None,  # noqa: A002
    places: Places | None = None,
    columns: Mapping[str, str] | None = None,
    expand: Period | str | None = None,
    name: str | None = None,
) -> Programme:
    r"""Read a programme from files, a text or bytes.

    Args:
        path: the file.
        more: further files, to be read with it as one programme; see `coecal.readers.together`.
        text: the text itself, in the place of files. It needs `format`.
        data: the bytes of a file, in the place of files. They need `format`.
        format: a name of `READERS` or `FILE_READERS`, or of a reader that another package brings (the group
            `coecal.readers` of entry points); None: as the ending of a file's name says.
        places: the countries and regions to look names up in; None: those that come with coecal.
        columns: headings of tables by field, such as `{"title": "Libellé"}`, before those that are known.
        expand: of calendars, the period within which each time of what repeats becomes an activity of its own, both
            days inclusive, such as `2026-10/2026-12`; None: what repeats is one activity.
        name: what errors call the text or the bytes; None: nothing.

    Returns:
        What was read; what was not understood stands in its `problems`.

    Raises:
        DateError: `expand` is no period.
        InputError: the format is not known, `columns` or `expand` were given for what is no table or calendar, or the
            input cannot be used at all.
        MissingExtraError: an extra is not installed that the format, or `expand`, needs.
        OSError: a file cannot be read.
        TypeError: not exactly one of `path`, `text` and `data` is given.

    >>> table = "title;when;country\nTalks;mid-November 2026;Ghana"
    >>> [(one.title, one.when.to_edtf(), one.countries) for one in read(text=table, format="csv").activities]
    [('Talks', '[2026-11-11..2026-11-20]', ('GH',))]
    """
    if [path, text, data].count(None) != 2 or (path is None and more):
        msg = "read() takes either paths, or text=, or data="
        raise TypeError(msg)
    period = parse_period(expand) if isinstance(expand, str) else expand
    if path is None:
        form = _known_format(format, name)
        given = (text or "").encode("utf-8", "replace") if data is None else data
        check_options([form], columns=columns, expand=period)
        return _read(given, text, form, name, places, columns, period)
    paths = (path, *more)
    forms = [format_of(one, format) for one in paths]
    check_options(forms, columns=columns, expand=period)
    programmes = [
        (os.fspath(one), _read(read_bytes(one), None, form, os.fspath(one), places, columns, period))
        for one, form in zip(paths, forms, strict=True)
    ]
    return join_programmes(programmes) if more else programmes[0][1]


def _read(
    data: bytes,
    text: str | None,
    form: str,
    source: str | None,
    places: Places | None,
    columns: Mapping[str, str] | None,
    expand: Period | None,
) -> Programme:
    if form in TABLES:
        return TABLES[form](data, source=source, places=places, columns=columns)
    if form in CALENDARS:
        return CALENDARS[form](data, source=source, places=places, expand=expand)
    if form in FILE_READERS:
        return FILE_READERS[form](data, source=source, places=places)
    if form in READERS:
        return READERS[form](_decode(data, source) if text is None else text, source=source, places=places)
    return read_installed(form, data, source=source, places=places)


def check_options(forms: Collection[str], *, columns: Mapping[str, str] | None, expand: Period | None) -> None:
    """Refuse headings of columns where no table is read, and a period where no calendar is.

    Raises:
        InputError: one of the two fits none of the formats.
    """
    if columns is not None and TABLES.keys().isdisjoint(forms):
        msg = f"columns were named, and no table is read: name them for one of {', '.join(TABLES)}"
        raise InputError(msg)
    if expand is not None and CALENDARS.keys().isdisjoint(forms):
        read_as = ", ".join(map(repr, dict.fromkeys(forms)))
        msg = f"only a calendar has events to expand, and this is read as {read_as}: leave the period out"
        raise InputError(msg)


def known_formats() -> tuple[str, ...]:
    """Return the names of all formats that can be read, those of other packages behind those of coecal."""
    return tuple(dict.fromkeys((*READERS, *FILE_READERS, *installed_formats())))


def _known_format(name: str | None, source: str | None = None) -> str:
    if name is None:
        msg = f"what has no file's name does not say what it is; say format= ({_listed(known_formats())})"
        raise InputError(msg, source=source)
    if name not in READERS and name not in FILE_READERS and name not in known_formats():
        msg = f"there is no format {name!r} to read; known are {_listed(known_formats())}"
        raise InputError(msg, source=source)
    return name


def _listed(names: Collection[str]) -> str:
    return ", ".join(map(repr, names))


def format_of(path: str | os.PathLike[str], name: str | None = None) -> str:
    """Return the name of the format of a file: `name` where it is given, else as its ending says.

    A format of another package is the ending of its files: "plan.tasks" is read by the reader "tasks".

    Raises:
        InputError: there is no such format, or the ending is of none.
    """
    if name is not None:
        return _known_format(name)
    ending = PurePath(path).suffix.lower()
    if ending in SUFFIXES:
        return SUFFIXES[ending]
    if ending[1:] in installed_formats():
        return ending[1:]
    known = f"use {_listed(SUFFIXES)}, or say the format ({_listed(known_formats())})"
    raise InputError(f"the ending {ending!r} is of no known format; {known}", source=os.fspath(path))


def _decode(data: bytes, source: str | None) -> str:
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
