"""CONTRIBUTING: what it names is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_its_links_and_paths_lead_somewhere() -> None:
    """Every file that it links or names exists; CODE stands for any language."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", TEXT)
    paths = re.findall(r"(?<![\w/])((?:tests|src|docs|benchmarks|\.ci)/[\w./-]+)", TEXT.replace("CODE", "fr"))
    assert len(links) > 4
    assert len(paths) > 20
    assert [name for name in (*links, *paths) if not (ROOT / name.rstrip(".")).exists()] == []


def test_its_case_is_a_case() -> None:
    """The line that a newcomer is told to add is in the form of its file, and the list to add the word to is there."""
    [case] = re.findall(r"^   (\{ text = .*\}),$", TEXT, re.MULTILINE)
    read = tomllib.loads(f"case = {case}")["case"]
    french = (ROOT / "src" / "coecal" / "data" / "languages" / "fr.toml").read_text("utf-8")
    assert read.keys() >= {"text", "kind", "days"}
    assert "à caler" in read["text"]
    assert "[to_be_confirmed]" in french


def test_the_files_of_cases_are_all_named() -> None:
    """Each file of cases that needs no code stands in its table."""
    data = ROOT / "tests" / "data"
    files = {path.name for path in data.glob("*.toml") if not path.stem.startswith("dates_")} - {"held_out.toml"}
    assert [name for name in sorted(files) if name not in TEXT] == []
