"""One newsletter in nine forms: the same activities from each, but for what a form forces."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from test_documents import as_html, blocks

import coecal
from coecal.activities import Activity
from coecal.programme import Programme

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("update-*.txt"))
FIELDS = ("title", "when", "projects", "organisers", "mode", "places", "countries", "regions", "status")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed, which makes the documents")


def said(activity: Activity) -> dict[str, Any]:
    """Return what an activity says, the words of its date and its heading too."""
    when = activity.when
    return {name: getattr(activity, name) for name in FIELDS} | {"words": when.text, "times": when.times}


@cache
def text(path: Path) -> Programme:
    """Return what the newsletter says as text."""
    return coecal.read(path)


def differences(one: Programme, other: Programme) -> list[tuple[str, str, object, object]]:
    """Return the fields in which the activities of two programmes differ, in order."""
    assert len(one.activities) == len(other.activities)
    pairs = [(said(before), said(after)) for before, after in zip(one.activities, other.activities, strict=True)]
    return [
        (before["title"], name, before[name], after[name])
        for before, after in pairs
        for name in before
        if before[name] != after[name]
    ]


def as_markdown(newsletter: str) -> str:
    """Return a newsletter as Markdown with tables."""
    lines: list[str] = []
    for block in blocks(newsletter):
        if isinstance(block, str):
            lines += [block, ""]
        else:
            rows = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in block]
            lines += ["", "| Project | Activity |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def converted(folder: Path, data: bytes, ending: str, form: str) -> Path:
    """Return a document that LibreOffice made of another one."""
    (folder / "made").mkdir(parents=True)
    source = folder / f"update.{ending}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder / "made"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (made,) = (folder / "made").iterdir()
    return made


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_from_markdown(path: Path, tmp_path: Path) -> None:
    """Tables of Markdown are rows."""
    (tmp_path / "update.md").write_text(as_markdown(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert differences(text(path), coecal.read(tmp_path / "update.md")) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_same_from_tables(path: Path, tmp_path: Path, ending: str) -> None:
    """Every field comes back; docs/tables.md lists what has no column."""
    coecal.write(text(path), tmp_path / f"update.{ending}")
    again = coecal.read(tmp_path / f"update.{ending}")
    assert differences(text(path), again) == []
    assert [one.uid for one in again.activities] == [one.uid for one in text(path).activities]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_same_from_a_feed(path: Path, tmp_path: Path) -> None:
    """Every field comes back from a calendar, in the order of days."""
    (tmp_path / "update.ics").write_bytes(text(path).to_ical())
    again = {one.uid: said(one) for one in coecal.read(tmp_path / "update.ics").activities}
    assert again == {one.uid: said(one) for one in text(path).activities}


@needs_office
@pytest.mark.parametrize("path", EXAMPLES[:1], ids=lambda path: path.stem)
def test_the_same_from_documents_of_an_office_program(path: Path, tmp_path: Path) -> None:
    """LibreOffice makes the documents, page breaks and wrapped lines and all; tables have lines."""
    page = as_html(path.read_text(encoding="utf-8")).replace(b"<table>", b'<table border="1">')
    document = converted(tmp_path / "odt", page, "html", "odt:writer8")
    for form in ("docx:MS Word 2007 XML", "html:HTML (StarWriter)", "pdf:writer_pdf_Export"):
        made = converted(tmp_path / form.partition(":")[0], document.read_bytes(), "odt", form)
        assert differences(text(path), coecal.read(made)) == [], form
