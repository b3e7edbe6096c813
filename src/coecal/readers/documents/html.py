"""Owns HTML -> the text of a newsletter: one line a paragraph, heading or list item, one line with tabs a table row.

Needs the extra `docs` (Beautiful Soup).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from coecal.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from bs4.element import PageElement, Tag

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "svg", "iframe", "object"})
_ITALIC = frozenset({"i", "em"})
_DEEPEST = 200
_MOST_COLUMNS = 100


def html_to_text(html: str | bytes, source: str | None = None) -> str:
    r"""Return the text of an HTML document as a newsletter has it.

    Headings become lines of Markdown, list items lines with a hyphen, the cells of a table row are joined by tabs,
    italics stay marked. What is not shown is left out.

    Args:
        html: the document.
        source: the name of the file, for errors.

    Raises:
        InputError: its parts are nested too deeply.
        MissingExtraError: the extra `docs` is not installed.

    >>> html_to_text("<h2>May 2026</h2><table><tr><td>WELL+</td><td>Talks, <i>online</i>, 3 May</td></tr></table>")
    '## May 2026\n\nWELL+\tTalks, <i>online</i>, 3 May\n'
    """
    try:
        from bs4 import BeautifulSoup  # noqa: PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("reading HTML and DOCX", "Beautiful Soup and mammoth", "docs") from error
    soup = BeautifulSoup(html, "html.parser")
    lines = [line.rstrip() for line in _blocks(soup, _holders(soup, source)) if line.strip()]
    return "\n".join(f"\n{line}\n" if line.startswith("#") else line for line in lines).strip("\n") + "\n"


def _holders(soup: Tag, source: str | None) -> frozenset[int]:
    """Return the identities of the tags that hold blocks; parts inside parts inside parts are refused."""
    depths: dict[int, int] = {id(soup): 0}
    holders: set[int] = set()
    for element in soup.descendants:
        name = getattr(element, "name", None)
        if name is None or element.parent is None:
            continue
        depth = depths[id(element)] = depths[id(element.parent)] + 1
        if depth > _DEEPEST:
            msg = f"the parts of the page are nested more than {_DEEPEST} deep: save it anew without that"
            raise InputError(msg, source=source)
        if name in _BLOCKS:
            holders.update(map(id, takewhile(lambda parent: id(parent) not in holders, element.parents)))
    return frozenset(holders)


def _blocks(tag: Tag, holders: frozenset[int]) -> Iterator[str]:
    """Yield the lines of a block; words between its blocks are lines of their own."""
    words: list[str] = []
    for child in tag.children:
        name = getattr(child, "name", None)
        if name in _UNSEEN or _is_hidden(child):
            continue
        if name == "br":
            yield from _line(words)
        elif name == "table":
            yield from _line(words)
            yield from _table(child, holders)  # type: ignore[arg-type]
        elif name in _BLOCKS or id(child) in holders:
            yield from _line(words)
            yield from _block(child, holders)  # type: ignore[arg-type]
        else:
            words.append(_inline(child))
    yield from _line(words)


def _block(tag: Tag, holders: frozenset[int]) -> Iterator[str]:
    lines = list(_blocks(tag, holders))
    if tag.name in _HEADINGS and lines:
        yield f"{'#' * int(tag.name[1])} {' '.join(lines)}"
    elif tag.name == "li" and lines:
        yield f"- {lines[0]}"
        yield from lines[1:]
    else:
        yield from lines


def _table(table: Tag, holders: frozenset[int]) -> Iterator[str]:
    """Yield the rows of a table; a table that only places blocks on the page is no table of rows."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    for row in rows:
        cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
        said = [list(_blocks(cell, holders)) for cell in cells]
        filled = [lines for lines in said if lines]
        if len(filled) > 1 and not any(cell.find("table") for cell in cells) and len(filled[0]) == 1:
            yield "\t".join(_columns(cells, said)).rstrip("\t")
        else:
            for lines in filled:
                yield from lines


def _columns(cells: Sequence[Tag], said: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the words of the cells of a row; of three or more, one that is empty or spans others keeps its columns."""
    for cell, lines in zip(cells, said, strict=True):
        if lines or len(cells) > 2:
            yield " ".join(lines)
        width = str(cell.get("colspan", "1"))
        if len(cells) > 2 and width.isdecimal():
            yield from [""] * (min(int(width), _MOST_COLUMNS) - 1)


def _is_hidden(child: PageElement) -> bool:
    attributes = getattr(child, "attrs", None) or {}
    style = str(attributes.get("style", "")).replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style


def _inline(child: PageElement) -> str:
    name = getattr(child, "name", None)
    if name is None:
        from bs4.element import Comment, Declaration, Doctype  # noqa: PLC0415

        return "" if isinstance(child, (Comment, Declaration, Doctype)) else str(child)
    if name in _UNSEEN:
        return ""
    words = "".join(_inline(inner) for inner in child.children)  # type: ignore[attr-defined]
    return f"<i>{words}</i>" if name in _ITALIC and words.strip() else words


def _line(words: list[str]) -> Iterator[str]:
    line = " ".join("".join(words).split())
    words.clear()
    if line:
        yield line
