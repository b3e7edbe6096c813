"""Templates of one's own: they stand in the place of those that ship, and can do nothing but lay out a section."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from test_section_signs import HOSTILE, Rows, rendered, shown

from coecal.activities import Activity, Mode
from coecal.cli.main import main
from coecal.dates import parse_date
from coecal.errors import InputError
from coecal.programme import Programme
from coecal.writers import write
from coecal.writers.section_rows import one_line
from coecal.writers.section_sandbox import Budget
from coecal.writers.sections import FORMATS, section

LIST = "{% for group in groups %}{% for row in group.rows %}* {{ row.title }}\n{% endfor %}{% endfor %}"


def programme(*titles: str) -> Programme:
    """Return a programme of planned activities of one day."""
    when = parse_date("5 December 2023")
    rows = [Activity(uid=title, title=title, when=when, projects=["WELL+"], mode=Mode.ONLINE) for title in titles]
    return Programme(activities=rows)


def folder(path: Path, **files: str) -> Path:
    """Return a folder with templates; "section_md" is section.md.jinja."""
    for name, text in files.items():
        (path / f"{name.replace('_', '.')}.jinja").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_template_of_the_folder_is_used(tmp_path: Path, name: str) -> None:
    """Each format has its own file."""
    own = folder(tmp_path, **{f"section_{name}": f"{LIST}{{{{ order }}}} {{{{ words.projects }}}}"})
    written = section(programme("Talks", "Course"), "coming next", format=name, templates=own)
    assert written == "* Course\n* Talks\nmonth Projects"


def test_the_file_of_a_section_goes_before_that_of_all(tmp_path: Path) -> None:
    """`inventory.md.jinja` is for the inventory, `section.md.jinja` for the rest."""
    own = folder(tmp_path, section_md="any: {{ title }}", inventory_md="this: {{ title }}")
    assert section(programme("Talks"), "coming next", templates=own) == "any: Coming next (December 2023)"
    assert section(programme("Talks"), "inventory", templates=own) == "this: Inventory of activities"


def test_a_template_can_change_parts_of_one_that_ships(tmp_path: Path) -> None:
    """It extends it, and says what stands in the place of a row or of the end."""
    own = folder(
        tmp_path,
        section_html='{% extends "coecal/section.html.jinja" %}'
        '{% block row %}{% include "row.html.jinja" %}{% endblock %}{% block end %}<hr>{% endblock %}',
        row_html="<li>{{ row.title }} ({{ row.date }})</li>\n",
    )
    written = section(programme("A & B"), "coming next", format="html", templates=own)
    assert "<h2>Coming next (December 2023)</h2>" in written
    assert "<li>A &amp; B (5 December 2023)</li>" in written
    assert "<hr>" in written


@pytest.mark.parametrize("title", HOSTILE)
def test_no_template_can_forget_to_escape(tmp_path: Path, title: str) -> None:
    """What stands between braces is words, in HTML and in Markdown, whatever the template does with it."""
    plain = "{% for group in groups %}{% for row in group.rows %}"
    own = folder(
        tmp_path,
        section_html=f"<ul>{plain}<li>{{{{ row.title ~ '' }}}}</li>{{% endfor %}}{{% endfor %}}</ul>",
        section_md=f"{plain}- **X** | {{{{ row.title | trim }}}}, end\n{{% endfor %}}{{% endfor %}}",
    )
    rows = Rows()
    rows.feed(section(programme(title), "coming next", format="html", templates=own))
    assert (rows.tags, rows.rows) == ({"ul", "li"}, [one_line(title)])
    texts, _ = rendered(section(programme(title), "coming next", templates=own))
    assert texts == [f"X | {shown(title)}, end"]


FAULTS = [
    ("{{ title }}\n{{ rowz }}", 2, "'rowz' is undefined"),
    ("\n\n{% for x in groups %}", 3, "[Uu]nexpected end of template"),
    ("{{ title | safe }}", 1, "No filter named 'safe'"),
    ("{{ title | tojson }}", 1, "No filter named 'tojson'"),
    ("\n{{ title.upper() }}", 2, "'Call' of jinja2 is not"),
    ("{{ title.__class__ }}", 1, "unsafe"),
    ("{{ ''['__class__'] }}", 1, "unsafe"),
    ("{% set x = title %}", 1, "'Assign' of jinja2 is not"),
    ("{% macro f() %}{% endmacro %}", 1, "'Macro' of jinja2 is not"),
    ("{% import 'section.md.jinja' as x %}", 1, "'Import' of jinja2 is not"),
    ("{% autoescape false %}{{ title }}{% endautoescape %}", 1, "not for templates"),
    ("{{ 'a' * 1000000000 }}", 1, "'Mul' of jinja2 is not"),
    ("{{ 9 ** 999999999 }}", 1, "'Pow' of jinja2 is not"),
    ("{{ range(10) }}", 1, "'Call' of jinja2 is not"),
    ("{{ range }}", 1, "'range' is undefined"),
    ("{{ _budget.turns }}", 1, "underscore"),
    ("{% include 'x.md.jinja' %}", 1, "x.md.jinja"),
    ("\n{% include '../secret.md.jinja' %}", 2, "outside of the folder"),
    ("{% include '/etc/passwd' %}", 1, "outside of the folder"),
    ("\n{% include 'link.md.jinja' %}", 2, "outside of the folder"),
    ("{% extends '../secret.md.jinja' %}", 1, "outside of the folder"),
    ("{% include 'section.md.jinja' %}", 1, "too deep"),
    ("{% extends 'section.md.jinja' %}", 1, "too deep"),
    ("{% include 'section.md.jinja' without context %}", 1, "with their context"),
    ("{% for x in groups recursive %}{% endfor %}", 1, "not recursive"),
    ("{{ title < 1 }}", 1, "not supported between"),
    ("{{ title | truncate('x') }}", 1, "expected|supported|must be"),
    ("{{ title | join('x' | replace('x', title)) | replace(' ', title * 2) }}", 1, "'Mul'"),
    ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", 1, "too deep|nested|memory|MemoryError"),
    ("{{ " + "9" * 5000 + " }}", 1, "digits"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS, ids=[text[:30] for text, _, _ in FAULTS])
def test_a_fault_of_a_template_is_one_sentence_with_file_and_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    """Whatever is wrong in it, and whatever it may not do."""
    (tmp_path / "secret.md.jinja").write_text("secret", encoding="utf-8")
    (tmp_path / "own").mkdir()
    own = folder(tmp_path / "own", section_md=text)
    (own / "link.md.jinja").symlink_to(tmp_path / "secret.md.jinja")
    with pytest.raises(InputError, match=words) as caught:
        section(programme("Talks"), "coming next", templates=own)
    assert "\n" not in str(caught.value)
    assert "secret" not in caught.value.message.replace("secret.md.jinja", "")
    assert (caught.value.source, caught.value.line) == (str(own.resolve() / "section.md.jinja"), line)


TURNS = "".join(f"{{% for {name} in row.title %}}" for name in "abcde"), "{% endfor %}" * 5


@pytest.mark.parametrize(
    "text",
    [
        "".join(TURNS),
        "{% include 'twice.md.jinja' %}",
        "{{ row.title" + " | replace('e', row.title)" * 4 + " }}",
        "{{ row.title" + " | join(row.title)" * 4 + " }}",
        f"{TURNS[0]}{{{{ row.title | join(row.title) }}}}{TURNS[1]}",
    ],
    ids=["loops", "includes", "replace", "join", "output"],
)
def test_a_template_that_would_not_end_is_stopped(tmp_path: Path, text: str) -> None:
    """Turns of loops, templates that are opened, the length of words and the output all have limits."""
    twice = "{% include 'twice.md.jinja' %}{% include 'twice.md.jinja' %}"
    rows = f"{{% for group in groups %}}{{% for row in group.rows %}}{text}{{% endfor %}}{{% endfor %}}"
    own = folder(tmp_path, section_md=rows, twice_md=twice)
    with pytest.raises(InputError, match=r"too long|too much|longer than|too deep"):
        section(programme("e" * 250), "coming next", templates=own)


def test_limits_leave_room_for_any_layout_of_a_large_section() -> None:
    """They grow with the rows."""
    few, many = Budget.for_rows(10), Budget.for_rows(100_000)
    assert few.turns >= 1_000_000
    assert many.turns >= 10_000_000
    assert many.characters > few.characters


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda path: path / "none", "no such folder"),
        (lambda path: path, "no template for the format 'md': add section.md.jinja, or coming-next.md.jinja"),
        (lambda path: folder(path, section_txt="x"), "no template for the format 'md'"),
        (lambda path: folder(path, section_md="x" * 300_000), "larger than a template may be"),
        (lambda path: (path / "section.md.jinja").write_bytes(b"\xff\xfe\xff") and path, "not UTF-8"),
    ],
    ids=["no folder", "empty", "another format", "too large", "not UTF-8"],
)
def test_a_folder_that_cannot_be_used_is_refused(tmp_path: Path, prepare: object, words: str) -> None:
    """Nothing falls back in silence to the templates that ship."""
    assert callable(prepare)
    with pytest.raises(InputError, match=words):
        section(programme("Talks"), "coming next", templates=prepare(tmp_path))


def test_a_pipe_is_no_template(tmp_path: Path) -> None:
    """Only files are read, so that nothing waits for a pipe."""
    os.mkfifo(tmp_path / "section.md.jinja")
    with pytest.raises(InputError, match="no template for the format 'md'"):
        section(programme("Talks"), "coming next", templates=tmp_path)


def test_the_command_says_what_is_wrong_in_a_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 1, and no file is written."""
    own = folder(tmp_path, section_md="{{ title }}\n{{ rowz }}")
    source, out = tmp_path / "programme.json", tmp_path / "next.md"
    write(programme("Talks"), source)
    with pytest.raises(SystemExit) as ended:
        main(["next", str(source), "--templates", str(own), "-o", str(out)])
    assert ended.value.code == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "section.md.jinja, line 2: 'rowz' is undefined" in error
    assert not out.exists()


def test_a_template_changed_between_two_runs_is_read_again(tmp_path: Path) -> None:
    """Who works on a template sees what it does now."""
    own = folder(tmp_path, section_md="one")
    assert section(programme("Talks"), "coming next", templates=own, first=date(2023, 1, 1)) == "one"
    folder(tmp_path, section_md="two")
    assert section(programme("Talks"), "coming next", templates=str(own)) == "two"
