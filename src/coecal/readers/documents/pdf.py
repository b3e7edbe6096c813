"""Owns PDF -> the text of a newsletter: tables with ruled lines as rows, wrapped lines joined to paragraphs.

Needs the extra `docs` (pdfplumber). A page keeps no paragraphs: where a line ends is told from how full it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coecal.errors import InputError, MissingExtraError
from coecal.readers.limits import check_streams

if TYPE_CHECKING:
    from pdfplumber.page import Page

_FULL = 0.86
_BREAK = re.compile(r"(?<=\w)([-\u2010])\n(?=\w)")  # "8-" and "9 July", "SAHEL-" and "DOC": one word
_MOST_PAGES = 500


def pdf_to_text(data: bytes, source: str | None) -> str:
    """Return the text of a PDF document as a newsletter has it.

    Raises:
        InputError: the file is no PDF, is encrypted, or holds pictures of text only.
        MissingExtraError: the extra `docs` is not installed.
    """
    try:
        import pdfplumber  # noqa: PLC0415 - an extra, loaded when first used
        from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("reading PDF", "pdfplumber", "docs") from error
    check_streams(data, source)
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            count = len(document.pages)
            lines = [line for page in document.pages for line in _page(page)] if count <= _MOST_PAGES else []
    except (PdfminerException, PDFException, ValueError, KeyError, TypeError, RecursionError) as error:
        msg = "the file is no PDF that can be read: save it again without a password"
        raise InputError(msg, source=source) from error
    if count > _MOST_PAGES:
        msg = f"the PDF has {count:,} pages, and {_MOST_PAGES} are the most that are read: part it"
        raise InputError(msg, source=source)
    if not any(line.strip() for line in lines):
        msg = "the PDF holds no text, only pictures of it: use the document that it was made from"
        raise InputError(msg, source=source)
    return "\n".join(_over_pages(lines)) + "\n"


def _page(page: Page) -> Iterator[str]:
    """Yield the lines of a page from top to bottom, each row of a table as one."""
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top: float = page.bbox[1]
    for table in tables:
        left, above, right, below = page.bbox[0], table.bbox[1], page.bbox[2], table.bbox[3]
        if above > top:
            yield from _paragraphs(page.crop((left, top, right, above), strict=False))
        for row in table.extract():
            cells = [_unwrapped(cell or "") for cell in row]
            if any(cells):
                yield "\t".join(cell for cell in cells if cell) if cells[0] else "\t" + " ".join(filter(None, cells))
        top = max(top, below)
    if top < page.bbox[3]:
        yield from _paragraphs(page.crop((page.bbox[0], top, page.bbox[2], page.bbox[3]), strict=False))


def _paragraphs(area: Page) -> Iterator[str]:
    """Yield paragraphs: a line that fills the width goes on in the next one, unless a gap or a full stop ends it."""
    lines: list[dict[str, Any]] = area.extract_text_lines()
    if not lines:
        return
    right, left = max(line["x1"] for line in lines), min(line["x0"] for line in lines)
    words = ""
    for position, line in enumerate(lines):
        words = f"{words}\n{line['text'].strip()}"
        following = lines[position + 1] if position + 1 < len(lines) else None
        is_full = (line["x1"] - left) > _FULL * (right - left)
        gap = None if following is None else following["top"] - line["bottom"]
        if following is None or not is_full or gap is None or gap > 0.8 * (line["bottom"] - line["top"]):
            yield _unwrapped(words)
            words = ""


def _unwrapped(words: str) -> str:
    return " ".join(_BREAK.sub(r"\1", words).split())


def _over_pages(lines: Sequence[str]) -> Iterator[str]:
    """Join the second half of a row that a page break cut: its first cell is empty."""
    held: str | None = None
    for line in lines:
        if line.startswith("\t") and held is not None and "\t" in held:
            held = f"{held} {line.strip()}"
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held
