"""Owns the section "coming next" as a Word document, to be pasted into a newsletter.

Needs the extra `docs` (python-docx). What the section says is `sections`'.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from coecal.errors import MissingExtraError
from coecal.programme import Programme
from coecal.writers.office import valid_text, without_clock
from coecal.writers.section_rows import Row
from coecal.writers.sections import make_section

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def coming_next_docx(
    programme: Programme, *, first: date | None = None, last: date | None = None, locale: str = "en"
) -> bytes:
    """Return the section "coming next" as the bytes of a DOCX file, the same for the same programme.

    Headings, lists and emphasis are styles, so that they take the looks of the document they are pasted into.

    Args:
        programme: where the activities come from.
        first: the first day that is listed, as for `coecal.coming_next`.
        last: the last day that is listed, likewise.
        locale: the language, English or French.

    Raises:
        MissingExtraError: the extra `docs` is not installed.
        UnknownNameError: the locale is not known.
        RangeError: `last` is before `first`.
    """
    section = make_section(programme, first=first, last=last, locale=locale)
    document = _empty_document()
    document.core_properties.title = section.title
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _NO_DAY
    document.core_properties.language = locale.replace("_", "-")
    document.add_heading(valid_text(section.title), level=1)
    for month in section.months:
        document.add_heading(valid_text(month.heading), level=2)
        for row in month.rows:
            _add_row(document.add_paragraph(style="List Bullet"), row, section.words.postponed)
    if section.projects:
        document.add_paragraph(valid_text(f"{section.words.projects}: {', '.join(section.projects)}"))
    for footnote in section.footnotes:
        document.add_paragraph(f"*{footnote}")
    return _bytes_of(document)


def _add_row(paragraph: Paragraph, row: Row, postponed: str) -> None:
    if row.bodies:
        paragraph.add_run(valid_text(", ".join(row.bodies))).bold = True
        paragraph.add_run(" | ")
    if row.is_postponed:
        paragraph.add_run(f"{postponed}: ")
    paragraph.add_run(valid_text(", ".join((row.title, *row.places))))
    if row.mode:
        paragraph.add_run(", ")
        paragraph.add_run(row.mode).italic = True
    if row.date:
        paragraph.add_run(valid_text(f", {row.date}"))


def _empty_document() -> Document:
    try:
        from docx import Document as new_document  # noqa: N813, PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("writing DOCX", "python-docx", "docs") from error
    return new_document()


def _bytes_of(document: Document) -> bytes:
    saved = BytesIO()
    document.save(saved)
    return without_clock(saved.getvalue())
