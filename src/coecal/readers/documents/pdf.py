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
# An end that asks for more, unless what stands before it may be the date, with which rows end.
_BREAKS_OFF = re.compile(r"(?:^|[,(])(?:(?!\bTB[CD]\b)[^\d,])*(?:[,(&/-]|\b(?:and|or|et|ou))$")
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
            pages = [list(_page(page)) for page in document.pages] if count <= _MOST_PAGES else []
    except (PdfminerException, PDFException, ValueError, KeyError, TypeError, RecursionError) as error:
        msg = "the file is no PDF that can be read: save it again without a password"
        raise InputError(msg, source=source) from error
    if count > _MOST_PAGES:
        msg = f"the PDF has {count:,} pages, and {_MOST_PAGES} are the most that are read: part it"
        raise InputError(msg, source=source)
    if not any(pages):
        msg = "the PDF holds no text, only pictures of it: use the document that it was made from"
        raise InputError(msg, source=source)
    return "\n".join(map(_line, _over_pages(pages))) + "\n"


def _page(page: Page) -> Iterator[list[str]]:
    """Yield the paragraphs of a page from top to bottom, and each row of a table as its cells."""
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top: float = page.bbox[1]
    for table in tables:
        left, above, right, below = page.bbox[0], table.bbox[1], page.bbox[2], table.bbox[3]
        if above > top:
            yield from ([words] for words in _paragraphs(page.crop((left, top, right, above), strict=False)))
        for row in table.extract():
            cells = [_unwrapped(cell or "") for cell in row]
            if any(cells):
                yield cells
        top = max(top, below)
    if top < page.bbox[3]:
        rest = page.crop((page.bbox[0], top, page.bbox[2], page.bbox[3]), strict=False)
        yield from ([words] for words in _paragraphs(rest))


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


def _over_pages(pages: Sequence[Sequence[list[str]]]) -> Iterator[list[str]]:
    """Yield the rows and paragraphs of all pages; the second half of a row that a page break cut is put to the first.

    It is one where its first cell of two is empty, or where it begins a page and the last cell before it breaks off.
    """
    held: list[str] | None = None
    for page in pages:
        for position, row in enumerate(page):
            if held is not None and len(row) == len(held) > 1 and _goes_on(held, row, begins=position == 0):
                held = [f"{first} {second}".strip() for first, second in zip(held, row, strict=True)]
                continue
            if held is not None:
                yield held
            held = row
    if held is not None:
        yield held


def _goes_on(row: Sequence[str], following: Sequence[str], *, begins: bool) -> bool:
    if len(row) == 2 and not following[0]:
        return True
    return begins and _BREAKS_OFF.search(row[-1]) is not None


def _line(row: Sequence[str]) -> str:
    """Return a row as a line: of three or more cells, an empty one keeps its column."""
    if len(row) > 2:
        return "\t".join(row).rstrip("\t")
    return "\t".join(cell for cell in row if cell)
