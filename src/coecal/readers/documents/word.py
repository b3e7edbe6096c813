"""Owns DOCX -> the text of a newsletter. mammoth makes HTML of it, with tables as tables and styles as headings."""

from __future__ import annotations

from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile

from coecal.errors import InputError, MissingExtraError
from coecal.readers.documents.html import html_to_text
from coecal.readers.limits import LARGEST_DOCUMENT, check_archive


def docx_to_text(data: bytes, source: str | None) -> str:
    """Return the text of a Word document as a newsletter has it.

    Raises:
        InputError: the file is no DOCX document.
        MissingExtraError: the extra `docs` is not installed.
    """
    try:
        from mammoth import convert_to_html  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError.of("reading DOCX", "mammoth", "docs") from error
    try:
        check_archive(data, source, largest=LARGEST_DOCUMENT, ignored="word/media/")
        html = convert_to_html(BytesIO(data), convert_image=_no_image).value
    except InputError:
        raise
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, AttributeError, ExpatError) as error:
        msg = "the file is no Word document that can be read: save it again as .docx"
        raise InputError(msg, source=source) from error
    except RecursionError as error:
        msg = "the tables of the document are nested too deeply: save it anew without that"
        raise InputError(msg, source=source) from error
    return html_to_text(html, source)


def _no_image(image: object) -> list[object]:  # noqa: ARG001 - pictures say nothing that is read
    return []
