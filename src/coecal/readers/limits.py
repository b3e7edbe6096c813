"""Owns the limits of what is read: how large a file, how large what it unpacks to, and that its XML declares nothing.

A file that anybody may have made must not fill the memory. Each limit is named in the error that it causes.
"""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from coecal.errors import InputError

LARGEST_FILE = 200_000_000
"""How many bytes a file may have."""
LARGEST_UNPACKED = 500_000_000
"""How many bytes all that is packed in a workbook or PDF may have."""
LARGEST_DOCUMENT = 50_000_000
"""How many bytes all that is packed in a Word document may have, beside its pictures."""
_MOST_MEMBERS = 10_000
_HEAD = 65_536
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: it is larger than `LARGEST_FILE`.
        OSError: it cannot be read.
    """
    with Path(path).open("rb") as file:
        return read_stream(file, os.fspath(path))


def read_stream(file: BinaryIO, source: str | None) -> bytes:
    """Return the bytes of an open file, such as standard input; see `read_bytes`."""
    data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        msg = f"the file has more than {_megabytes(LARGEST_FILE)}, which is the most that is read: part it"
        raise InputError(msg, source=source)
    return data


def check_archive(data: bytes, source: str | None, *, largest: int, ignored: str = "") -> None:
    """Refuse a packed file, such as XLSX or DOCX, that would unpack to too much, or whose XML declares entities.

    Args:
        data: the bytes of the file.
        source: its name, for errors.
        largest: how many bytes all of it may have unpacked.
        ignored: the beginning of the names of parts that are not read; "" where there are none.

    Raises:
        InputError: it does.
        BadZipFile: it is no such file.
    """
    with ZipFile(BytesIO(data)) as archive:
        members = [one for one in archive.infolist() if not (ignored and one.filename.startswith(ignored))]
        if len(members) > _MOST_MEMBERS:
            msg = f"the file has {len(members):,} parts, and {_MOST_MEMBERS:,} are the most: save it anew"
            raise InputError(msg, source=source)
        if sum(one.file_size for one in members) > largest:
            msg = f"the file unpacks to more than {_megabytes(largest)}, which is the most that is read: part it"
            raise InputError(msg, source=source)
        for one in members:
            if one.filename.lower().endswith((".xml", ".rels")) and _declares(archive, one.filename):
                msg = f"its part {one.filename!r} declares XML entities, which office programs never do: save it anew"
                raise InputError(msg, source=source)


def _declares(archive: ZipFile, name: str) -> bool:
    try:
        with archive.open(name) as member:
            head = member.read(_HEAD)
    except (RuntimeError, NotImplementedError, zlib.error) as error:
        raise BadZipFile(name) from error  # encrypted, or packed in a way that is not known
    return any(word in head for word in _DECLARATIONS)


def check_streams(data: bytes, source: str | None) -> None:
    """Refuse a PDF whose packed streams would unpack to too much.

    Raises:
        InputError: they do.
    """
    left = LARGEST_UNPACKED
    position = data.find(b"stream")
    while position >= 0:
        start = position + len(b"stream")
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        if data[position - 3 : position] != b"end":
            left -= _unpacked(data, start, left)
        if left <= 0:
            msg = f"the PDF unpacks to more than {_megabytes(LARGEST_UNPACKED)}, the most that is read: part it"
            raise InputError(msg, source=source)
        position = data.find(b"stream", start)


def _unpacked(data: bytes, start: int, most: int) -> int:
    """Return how many bytes a stream unpacks to, `most` at most; 0 where it is not packed."""
    unpacking, size = zlib.decompressobj(), 0
    end = data.find(b"endstream", start)
    packed = memoryview(data)[start : end if end >= 0 else len(data)]
    try:
        while packed and size < most:
            size += len(unpacking.decompress(packed, 1_000_000))
            packed = memoryview(unpacking.unconsumed_tail)
    except zlib.error:
        pass  # it is no packed stream, or breaks off here
    return size


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"
