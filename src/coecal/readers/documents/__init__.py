"""Owns newsletters as documents: HTML, DOCX and PDF -> their text -> programme. Needs the extra `docs`."""

from __future__ import annotations

from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.documents.html import html_to_text
from coecal.readers.documents.pdf import pdf_to_text
from coecal.readers.documents.word import docx_to_text
from coecal.readers.newsletter import read_newsletter

__all__ = ["read_docx", "read_html", "read_pdf"]


def read_html(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter from HTML; lines are counted in the text that it becomes.

    Raises:
        InputError: the text has none of a newsletter's lists.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_newsletter(html_to_text(data), source=source, places=places)


def read_docx(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter from a Word document; lines are counted in the text that it becomes.

    Raises:
        InputError: the file is no DOCX document, or its text has none of a newsletter's lists.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_newsletter(docx_to_text(data, source), source=source, places=places)


def read_pdf(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter from a PDF; lines are counted in the text that it becomes.

    Raises:
        InputError: the file is no PDF, holds no text, or its text has none of a newsletter's lists.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_newsletter(pdf_to_text(data, source), source=source, places=places)
