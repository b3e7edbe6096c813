"""Owns sections as Word documents, to be pasted into a newsletter.

Needs the extra `docs` (python-docx). What a section says is `section_making`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from coecal.errors import MissingExtraError
from coecal.writers.office import valid_text, without_clock
from coecal.writers.section_lists import SectionName
from coecal.writers.section_making import Section
from coecal.writers.section_rows import Row

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_PROOFING = {"en": "en-GB", "fr": "fr-FR"}  # what Word checks where a locale names no country
_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def to_docx(section: Section) -> bytes:
    """Return a section as the bytes of a DOCX file, the same for the same section.

    Headings, lists and emphasis are styles, so that they take the looks of the document they are pasted into.

    Raises:
        MissingExtraError: the extra `docs` is not installed.
    """
    document = _empty_document()
    document.core_properties.title = valid_text(section.title)
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = _NO_DAY
    document.core_properties.language = section.locale.replace("_", "-")
    _set_language(document, section.locale)
    document.add_heading(valid_text(section.title), level=1)
    for block in section.blocks:
        if block.heading:
            document.add_heading(valid_text(block.heading), level=2)
        for row in block.rows:
            _add(document.add_paragraph(style="List Bullet"), _pieces(row, section))
    if section.projects and section.name is not SectionName.SAVE_THE_DATE:
        names = ", ".join(section.projects)
        document.add_paragraph(valid_text(f"{section.words.projects}{section.words.colon} {names}"))
    for footnote in section.footnotes:
        document.add_paragraph(f"*{footnote}")
    return _bytes_of(document)


Look = Literal["", "bold", "italic"]


def _pieces(row: Row, section: Section) -> list[tuple[str, Look]]:
    """Return the pieces of a row, each with how it looks."""
    colon = section.words.colon
    postponed: list[tuple[str, Look]] = [(f"{section.words.postponed}{colon} ", "")] if row.is_postponed else []
    places = "".join(f", {place}" for place in row.places)
    mode: list[tuple[str, Look]] = [(", ", ""), (row.mode, "italic")] if row.mode else []
    if section.name is SectionName.SAVE_THE_DATE:
        return [(row.date, "bold"), (places, ""), *mode, (f"{colon} ", ""), *postponed, (row.title, "")]
    bodies: list[tuple[str, Look]] = [(", ".join(row.bodies), "bold"), (" | ", "")] if row.bodies else []
    date = f", {row.date}" if row.date else ""
    return [*bodies, *postponed, (f"{row.title}{places}", ""), *mode, (date, "")]


def _add(paragraph: Paragraph, pieces: Iterable[tuple[str, Look]]) -> None:
    for words, look in pieces:
        if words:
            run = paragraph.add_run(valid_text(words))
            run.bold, run.italic = look == "bold" or None, look == "italic" or None


def _empty_document() -> Document:
    try:
        from docx import Document as new_document  # noqa: N813, PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("writing DOCX", "python-docx", "docs") from error
    return new_document()


def _set_language(document: Document, locale: str) -> None:
    """Have the words checked in the language of the section."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    code = locale.replace("_", "-")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _PROOFING.get(code.lower(), code))


def _bytes_of(document: Document) -> bytes:
    saved = BytesIO()
    document.save(saved)
    return without_clock(saved.getvalue())
