"""The documentation: it is built without a warning, its reference is whole, and its tables say what the code does."""

from __future__ import annotations

import doctest
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import attrs
import click
import generated
import markdown_tables
import pytest
from pages import DOCS, ROOT

import coecal
from coecal.check import CheckPolicy
from coecal.cli.main import COMMANDS, main
from coecal.errors import DateError
from coecal.writers.ical import FeedPolicy

MISSING = [name for name in ("sphinx", "myst_parser", "furo") if find_spec(name) is None]


@pytest.mark.skipif(bool(MISSING), reason=f'{", ".join(MISSING)} not installed: pip install "coecal[documentation]"')
def test_the_documentation_is_built_without_a_warning(tmp_path: Path) -> None:
    """Each page has its place, each link its target, and each public name stands in the reference."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", str(DOCS), str(tmp_path)],
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    page = (tmp_path / "reference" / "api.html").read_text("utf-8")
    assert [name for name in coecal.__all__ if f'id="coecal.{name}"' not in page] == []
    assert (tmp_path / "programme.schema.json").read_bytes() == (DOCS / "programme.schema.json").read_bytes()


def test_one_command_builds_it() -> None:
    """The command that the project names is the one that is run for every change."""
    command = "python -m sphinx -W -b html docs build/docs"
    assert command in (DOCS / "conf.py").read_text("utf-8")
    assert command in (ROOT / "README.md").read_text("utf-8")
    assert "-m sphinx -W" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_reference_with_its_options(name: str) -> None:
    """Each option is a row of the table of its command."""
    part = generated.commands().partition(f"## coecal {name}\n")[2].partition("\n## ")[0]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [option for each in command.params if isinstance(each, click.Option) for option in each.opts]
    assert options
    assert [option for option in options if not re.search(rf"^\| `[^`]*{option}\b", part, re.MULTILINE)] == []


@pytest.mark.parametrize("policy", [coecal.Policy, FeedPolicy, CheckPolicy])
def test_every_field_of_a_policy_stands_in_the_reference(policy: type[attrs.AttrsInstance]) -> None:
    """Each with its default, from the class itself."""
    text = generated.policies(f"{policy.__module__}.{policy.__name__}")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [field.name for field in attrs.fields(policy)]
    if policy is coecal.Policy:
        assert "| `early_until` | `10` |" in text
        assert "| `weeks` | `'days'` |" in text


def test_every_field_of_the_format_stands_in_the_reference() -> None:
    """Each object has its table, and each reference within the schema leads to a heading."""
    text = generated.fill("<!-- generated: schema -->\n")
    schema = json.loads((DOCS / "programme.schema.json").read_text("utf-8"))
    headings = set(re.findall(r"^## ([\w-]+)$", text, re.MULTILINE))
    assert headings == {"programme", *schema["$defs"]}
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= headings
    for name, each in {"programme": schema, **schema["$defs"]}.items():
        part = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert [field for field in each.get("properties", ()) if f"| `{field}` |" not in part] == []


def test_what_is_generated_is_named_by_its_page() -> None:
    """A slip in the name of a part is an error, and tables hold whatever stands in a cell."""
    with pytest.raises(KeyError):
        generated.fill("<!-- generated: nothing -->\n")
    assert doctest.testmod(markdown_tables) == (0, 2)
    assert doctest.testmod(generated) == (0, 1)


def _rows(page: str, heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the first table under a heading, without that of its columns."""
    part = (DOCS / page).read_text("utf-8").partition(f"## {heading}\n")[2]
    lines = part[part.index("|---") :].partition("\n\n")[0].splitlines()[1:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


EDTF_ROWS = [
    (words.strip(), edtf.strip().strip("`"), same)
    for _, left, right, same in _rows("edtf.md", "The kinds of date")
    for words, edtf in zip(left.split(";"), right.split(";"), strict=True)
]


@pytest.mark.parametrize(("words", "edtf", "same"), EDTF_ROWS, ids=[words for words, *_ in EDTF_ROWS])
def test_the_table_of_edtf_is_what_is_written(words: str, edtf: str, same: str) -> None:
    """Each date becomes the form of its row, and reads back as the same where the row says so."""
    text, _, within = words.removesuffix(", nothing known").partition(", listed under ")
    when = coecal.parse_date(text, within=within or None)
    written = when.to_edtf()
    assert re.fullmatch(re.escape(edtf).replace(r",\.\.\.", ".*"), written)
    assert (coecal.FuzzyDate.from_edtf(written) == when) is (same == "yes")


def test_what_the_page_of_edtf_reads_and_refuses() -> None:
    """Each expression of the second table is read, each of what is refused is an error."""
    cells = [row[0] for row in _rows("edtf.md", "What an expression denotes")]
    read = [text for cell in cells for text in re.findall(r"`([^`]+)`", cell) if re.search(r"\d", text)]
    assert len(read) >= 15
    for text in read:
        coecal.FuzzyDate.from_edtf(text)
    refused = (DOCS / "edtf.md").read_text("utf-8").partition("## What is refused\n")[2].partition("\n#")[0]
    for text in re.findall(r"`([^`]+)`", refused):
        with pytest.raises(DateError):
            coecal.FuzzyDate.from_edtf(text)


@pytest.mark.parametrize("row", _rows("dates.md", "The kinds")[:-1], ids=lambda row: str(row[0]))
def test_the_table_of_kinds_is_what_is_read(row: tuple[str, ...]) -> None:
    """Each example is of the kind of its row."""
    assert coecal.parse_date(row[1].strip("`")).kind == row[0]


def test_the_table_of_the_policy_names_its_fields() -> None:
    """The page about dates has each field of the policy, in order."""
    fields = [row[0].strip("`") for row in _rows("dates.md", "The policy")]
    assert fields == [field.name for field in attrs.fields(coecal.Policy)]


def test_what_the_page_refuses_is_refused() -> None:
    """Each example of what is refused is an error."""
    part = (DOCS / "dates.md").read_text("utf-8").partition("## What is refused\n")[2]
    refused = [text for text in re.findall(r"`([^`]+)`", part) if text != "Wed 25/11"]
    assert len(refused) >= 5
    for text in refused:
        with pytest.raises(DateError):
            coecal.parse_date(text, within="2023")
