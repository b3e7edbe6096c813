"""Owns what Word documents and Excel workbooks share: text that XML can hold, and files without the clock in them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# What XML 1.0 has no place for, not even as a reference (section 2.2).
_INVALID = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def valid_text(text: str) -> str:
    r"""Return a text with a replacement character for what XML cannot hold.

    >>> valid_text("a\x0bb")
    'a\ufffdb'
    """
    return _INVALID.sub("\ufffd", text)


def without_clock(data: bytes) -> bytes:
    """Return an Office file whose parts all have the same time, and which says no other of itself."""
    plain = BytesIO()
    with ZipFile(BytesIO(data)) as parts, ZipFile(plain, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = parts.read(name)
            if name == _CORE:
                part = _MODIFIED.sub(rb"\g<1>1970-01-01T00:00:00Z", part)
            archive.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return plain.getvalue()
