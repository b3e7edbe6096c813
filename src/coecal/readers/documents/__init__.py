"""Owns newsletters and calendars as documents: HTML, DOCX, PDF -> text -> programme. Needs the extra `docs`."""

from __future__ import annotations

from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.documents.html import html_to_text
from coecal.readers.documents.pdf import pdf_to_text
from coecal.readers.documents.word import docx_to_text
from coecal.readers.prose import read_prose

__all__ = ["read_docx", "read_html", "read_pdf"]


def read_html(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter or calendar from HTML; lines are counted in the text that it becomes.

    Raises:
        InputError: the text is neither a newsletter nor a calendar.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_prose(html_to_text(data, source), source=source, places=places)


def read_docx(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter or calendar from a Word document; lines are counted in the text that it becomes.

    Raises:
        InputError: the file is no DOCX document, or its text is neither a newsletter nor a calendar.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_prose(docx_to_text(data, source), source=source, places=places)


def read_pdf(data: bytes, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a newsletter or calendar from a PDF; lines are counted in the text that it becomes.

    Raises:
        InputError: the file is no PDF, holds no text, or its text is neither a newsletter nor a calendar.
        MissingExtraError: the extra `docs` is not installed.
    """
    return read_prose(pdf_to_text(data, source), source=source, places=places)
