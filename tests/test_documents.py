"""Newsletters as documents: the same activities come from HTML, DOCX and PDF as from the text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

import coecal
from coecal.errors import InputError
from coecal.programme import Programme
from coecal.readers.documents import read_docx, read_html, read_pdf
from coecal.readers.documents.html import html_to_text

docx = pytest.importorskip("docx", reason="python-docx is not installed: its extra is 'docs'")
pytest.importorskip("bs4", reason="Beautiful Soup is not installed: its extra is 'docs'")
EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("update-*.txt"))
FIELDS = ("uid", "title", "when", "projects", "organisers", "mode", "places", "countries", "regions", "status")
EMPHASIS = re.compile(r"</?[ib]>|(?<![\w*])\*+(?=\S)(.*?)(?<=\S)\*+(?!\w)")
Block = list[list[str]] | str


def blocks(text: str) -> Iterator[Block]:
    """Yield the paragraphs of a newsletter, and its rows in tables."""
    table: list[list[str]] = []
    for line in filter(str.strip, text.splitlines()):
        words = re.sub(r"\\([\[\]()*_])", r"\1", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line))
        if "\t" in words:
            table.append([EMPHASIS.sub(lambda match: match[1] or "", cell).strip() for cell in words.split("\t", 1)])
            continue
        if table:
            yield table
            table = []
        yield EMPHASIS.sub(lambda match: match[1] or "", words)
    if table:
        yield table


def as_html(text: str) -> bytes:
    """Return a newsletter as a web page."""
    parts = []
    for block in blocks(text):
        if isinstance(block, str):
            tag = f"h{len(block) - len(block.lstrip('#'))}" if block.startswith("#") else "p"
            parts.append(f"<{tag}>{html.escape(block.lstrip('# '))}</{tag}>")
        else:
            rows = ("".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in block)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f"<html><head><title>x</title></head><body>{''.join(parts)}<script>var a</script></body></html>".encode()


def as_docx(text: str) -> bytes:
    """Return a newsletter as a Word document."""
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            if block.startswith("#"):
                document.add_heading(block.lstrip("# "), 2)
            else:
                document.add_paragraph(block)
        else:
            table = document.add_table(0, 2)
            for row in block:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    """Return a newsletter as a PDF with ruled tables, wrapped lines and page breaks."""
    platypus = pytest.importorskip("reportlab.platypus", reason="reportlab is not installed")
    styles = pytest.importorskip("reportlab.lib.styles").getSampleStyleSheet()["BodyText"]
    story = []
    for block in blocks(text):
        if isinstance(block, str):
            story += [platypus.Paragraph(html.escape(block.lstrip("# ")), styles), platypus.Spacer(1, 8)]
        else:
            rows = [[platypus.Paragraph(html.escape(cell), styles) for cell in row] for row in block]
            story.append(platypus.Table(rows, colWidths=[110, 360], style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    buffer = BytesIO()
    platypus.SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()


@pytest.mark.parametrize(("make", "read"), [(as_html, read_html), (as_docx, read_docx)])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_newsletter_is_the_same_in_html_and_word(
    path: Path, make: Callable[[str], bytes], read: Callable[..., Programme]
) -> None:
    """Every activity and every project, in all of its fields."""
    programme, again = coecal.read(path), read(make(path.read_text("utf-8")))
    assert [project.name for project in again.projects] == [project.name for project in programme.projects]
    assert len(again.activities) == len(programme.activities)
    for one, other in zip(programme.activities, again.activities, strict=True):
        assert [getattr(one, field) for field in FIELDS] == [getattr(other, field) for field in FIELDS]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_newsletter_is_the_same_in_pdf_but_for_hyphens_where_lines_end(path: Path) -> None:
    """A hyphen at the end of a line may or may not be followed by a space: a page does not say."""
    programme, again = coecal.read(path), read_pdf(as_pdf(path.read_text("utf-8")))
    assert len(again.activities) == len(programme.activities)
    for one, other in zip(programme.activities, again.activities, strict=True):
        assert re.sub(r"-\s*", "-", one.title) == re.sub(r"-\s*", "-", other.title)
        assert (one.when, one.projects, one.countries) == (other.when, other.projects, other.countries)


def test_what_is_not_shown_is_not_read() -> None:
    """Scripts, hidden parts and comments are no text; a table for layout is none of rows."""
    page = (
        "<style>p{}</style><div style='display: none'>secret</div><!-- remark --><table><tr><td><h2>May 2026</h2>"
        "<table><tr><th>WELL+</th><td>Talks<br>on wells, <em>online</em></td></tr></table></td>"
        "<td>aside</td></tr></table>"
    )
    assert html_to_text(page) == "## May 2026\n\nWELL+\tTalks on wells, <i>online</i>\naside\n"


@pytest.mark.parametrize(
    ("read", "data", "says"),
    [
        (read_docx, b"no zip", "no Word document"),
        (read_docx, b"PK\x03\x04", "no Word document"),
        (read_pdf, b"no pdf", "no PDF"),
        (read_pdf, b"%PDF-1.4 broken", "no PDF|no text"),
        (read_html, b"<p>nothing", "no heading"),
        (read_html, b"<div>" * 5000, "nested more than"),
    ],
)
def test_broken_documents_are_errors_in_a_sentence(read: Callable[..., Programme], data: bytes, says: str) -> None:
    """Whatever the bytes, it is our error."""
    with pytest.raises(InputError, match=says):
        read(data)


def test_documents_are_read_by_their_ending(tmp_path: Path) -> None:
    """`coecal.read` knows them by the names of their files."""
    text = EXAMPLES[0].read_text("utf-8")
    for ending, make in (("html", as_html), ("docx", as_docx)):
        path = tmp_path / f"update.{ending}"
        path.write_bytes(make(text))
        assert coecal.read(path).activities
