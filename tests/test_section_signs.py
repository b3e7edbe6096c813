"""Hostile words in "coming next": they stay words on one line in text, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coecal.activities import Activity, Mode
from coecal.dates import parse_date
from coecal.programme import Programme
from coecal.writers.section_rows import one_line
from coecal.writers.section_signs import escape_markdown, escape_text
from coecal.writers.sections import coming_next


def written(title: str, name: str, *, projects: Sequence[str] = ("WELL+",), places: Sequence[str] = ()) -> str:
    """Return the section with one row, online on 5 December 2023."""
    when = parse_date("5 December", within="2023")
    row = Activity(uid="1", title=title, when=when, projects=projects, places=places, mode=Mode.ONLINE)
    return coming_next(Programme(activities=[row]), format=name)


HOSTILE = [
    "<script>alert(1)</script> for \"judges\" & 'others'",
    "Course <b onclick=x>bold</b> <!-- hidden",
    "Pipes | and || more | bars",
    "Code `rm -rf` and ```fences```",
    "*Stars*, **bold**, _lines_, __bold__ and ~~gone~~ of Gozo*",
    "[link](javascript:alert(1)) and ![image](x.png) and <https://example.org/>",
    "Back\\slash \\* and \\\\ end\\",
    "&lt;b&gt; &amp; R&D &copy 2023",
    "# Heading? - item 1. item > quote",
    "1. First",
    "- item",
    "---",
    "Line\nbreaks\r\nand\ttabs\u2028and\u2029more\x0bof\x85them",
    "ندوة حول الأرشيف",
    "Talk \u202eemit deepo\u202c \u2066isolated\u2069 end",
    "{{ 7 * 7 }} {% raw %} ${x} $$y$$",
    "x" * 500,
]


class Rows(HTMLParser):
    """Collects the words of each row of HTML, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row."""
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"class", "lang", "dir", "datetime"}
        if tag == "li":
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        """Add words to the row."""
        if self.rows and data.strip():
            self.rows[-1] += data


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_stay_words_in_html(title: str) -> None:
    """A parser of HTML finds our own tags and the title as it was."""
    rows = Rows()
    rows.feed(written(title, "html", places=[title]))
    assert rows.tags <= {"section", "h2", "h3", "ul", "li", "span", "em", "time"}
    assert rows.rows == [f"WELL+ | {one_line(title)}, {one_line(title)}, online, 5 December"]


def rendered(markdown: str) -> tuple[list[str], set[str]]:
    """Return the texts of the blocks of a Markdown document, as it is shown, and the sorts of marks in them."""
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(markdown)
    blocks = [token for token in tokens if token.type == "inline"]
    marks = {child.type for block in blocks for child in block.children or () if child.type != "text"}
    assert not {"html_block", "fence", "code_block", "hr", "blockquote_open", "table_open"} & {t.type for t in tokens}
    return ["".join(child.content for child in block.children or ()) for block in blocks], marks


def shown(title: str) -> str:
    """Return a title as Markdown shows it: bars have lost the spaces around them."""
    return "|".join(part.strip() for part in one_line(title).split("|")) if "|" in title else one_line(title)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("projects", [["WELL+"], []], ids=["with a project", "without"])
def test_hostile_words_stay_words_in_markdown(title: str, projects: list[str]) -> None:
    """A renderer of CommonMark shows the title as it was, in one item, with no mark-up of its own."""
    texts, marks = rendered(written(title, "md", projects=projects))
    cell = "WELL+ | " if projects else ""
    assert texts[:3] == ["Coming next (December 2023)", "December 2023", f"{cell}{shown(title)}, online, 5 December"]
    assert marks <= {"text_special", "strong_open", "strong_close", "em_open", "em_close"}
    assert len(texts) == 3 + len(projects)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_words_stay_on_one_line_of_text(title: str) -> None:
    """Nothing in a title can make a row of its own."""
    text = written(title, "txt")
    assert [line.count("\t") for line in text.splitlines()] == [0, 0, 0, 0, 1, 0, 0]
    assert not set(text) & set("\r\x0b\x0c\x85\u2028\u2029\u202e\u2066")


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_markdown_shows_any_words_as_they_are(words: str) -> None:
    """Escaping and rendering is the identity for words on one line."""
    line = one_line(words)
    texts, marks = rendered(f"- **X** | {escape_markdown(line)}, end")
    assert texts == [f"X | {shown(line)}, end"]
    assert marks <= {"text_special", "strong_open", "strong_close"}


@given(st.text(st.sampled_from("ab <>/&;#*_`[]()\\!|~3lt-"), max_size=30))
def test_escaped_text_only_gains_backslashes(words: str) -> None:
    """Taking the backslashes before signs away gives the words back."""
    escaped = escape_text(words)
    assert escaped.replace("\\", "") == words.replace("\\", "")


def test_one_line_leaves_no_marks_of_direction() -> None:
    """Letters of right-to-left scripts stay, what would turn the rest of the row goes."""
    assert one_line(" a\u202e b\u2066\n c\x00 ندوة ") == "a b c ندوة"
