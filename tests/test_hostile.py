"""Files that somebody made to harm: each is refused in a sentence that names the limit, in little time and memory."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

import coecal
from coecal.errors import InputError
from coecal.readers import limits
from coecal.readers.tables import read_xlsx

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: its extra is 'tables'")
docx = pytest.importorskip("docx", reason="python-docx is not installed: its extra is 'docs'")

SHEET, BODY = "xl/worksheets/sheet1.xml", "word/document.xml"
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def workbook() -> bytes:
    """Return a workbook of one row."""
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in (("Activity", "Dates"), ("Talks", "3 May 2027")):
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def document() -> bytes:
    """Return a Word document of one paragraph."""
    document, buffer = docx.Document(), BytesIO()
    document.add_paragraph("Coming next")
    document.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, part: str, chunks: Iterator[bytes]) -> bytes:
    """Return a packed file with another content of one of its parts."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for one in old.infolist():
            with new.open(one.filename, "w") as file:
                for chunk in chunks if one.filename == part else (old.read(one),):
                    file.write(chunk)
    return buffer.getvalue()


def bomb(start: bytes) -> Iterator[bytes]:
    """Yield a part of much more than half a gigabyte, which packs to nearly nothing."""
    yield start
    for _ in range(600):
        yield b" " * 1_000_000


def packed_pdf() -> bytes:
    """Return a PDF whose one page unpacks to more than half a gigabyte."""
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(b" " * 1_000_000) for _ in range(600)) + packing.flush()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
        + str(len(packed)).encode() + b"/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n"
    )  # fmt: skip


FILES: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("bomb", "xlsx", lambda: repacked(workbook(), SHEET, bomb(MAIN)), "unpacks to more than 500 MB"),
    ("bomb", "docx", lambda: repacked(document(), BODY, bomb(WORD)), "unpacks to more than 50 MB"),
    ("bomb", "pdf", packed_pdf, "unpacks to more than 500 MB"),
    ("entities", "xlsx", lambda: repacked(workbook(), SHEET, iter([LAUGHS, MAIN])), "declares XML entities"),
    ("entities", "docx", lambda: repacked(document(), BODY, iter([LAUGHS, WORD])), "declares XML entities"),
    ("outside", "xlsx", lambda: repacked(workbook(), SHEET, iter([OUTSIDE, MAIN])), "declares XML entities"),
    ("outside", "docx", lambda: repacked(document(), BODY, iter([OUTSIDE, WORD])), "declares XML entities"),
    ("cut", "xlsx", lambda: repacked(workbook(), SHEET, iter([MAIN])), "no XLSX workbook"),
    ("cut", "docx", lambda: repacked(document(), BODY, iter([WORD])), "no Word document"),
    ("deep", "docx", lambda: repacked(document(), BODY, iter([WORD, b"<w:tbl><w:tr><w:tc>" * 5000])), "document"),
    ("deep", "html", lambda: b"<div>" * 50_000 + b"x", "nested more than 200 deep"),
    ("inline", "html", lambda: b"<p>" + b"<span>" * 50_000 + b"x", "nested more than 200 deep"),
    ("deep", "json", lambda: b'{"format": "coecal/1", "activities": ' + b"[" * 90_000, "nested too deeply"),
    ("deep", "toml", lambda: b"a = " + b"{ b = " * 50_000, "nested too deeply"),
    ("long-key", "toml", lambda: b".".join([b"a"] * 60_000) + b" = 1", "a key has 50 parts or more"),
    ("latin", "toml", lambda: 'title = "é"'.encode("latin-1"), "not UTF-8"),
    ("latin", "json", lambda: '{"title": "é"}'.encode("latin-1"), "not UTF-8"),
    ("utf16", "csv", lambda: "Activity,Dates\n".encode("utf-16-le"), "zero byte"),
    ("binary", "csv", lambda: bytes(range(256)), "zero byte"),
    ("cell", "csv", lambda: b"Activity,Dates\n" + b"x" * 2_000_000 + b",3 May 2027\n", "field larger than"),
    ("junk", "xlsx", lambda: b"PK\x03\x04junk", "no XLSX workbook"),
    ("junk", "docx", lambda: b"\xd0\xcf\x11\xe0junk", "no Word document"),
    ("junk", "pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100, "PDF"),
]


@pytest.mark.parametrize(
    ("form", "make", "words"), [file[1:] for file in FILES], ids=[f"{name}.{form}" for name, form, _, _ in FILES]
)
def test_a_hostile_file_is_refused_in_a_sentence(form: str, make: Callable[[], bytes], words: str) -> None:
    """The sentence names the file and the limit."""
    with pytest.raises(InputError, match=words) as caught:
        coecal.read(data=make(), format=form, name=f"x.{form}")
    assert caught.value.source == f"x.{form}"
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
from coecal.__main__ import run
sys.argv[0] = "coecal"
run()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited on Linux alone")
@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_a_bomb_does_not_fill_the_memory(tmp_path: Path, form: str) -> None:
    """The command line refuses it with a gigabyte and a half, in one line and without a traceback."""
    make = next(make for name, ending, make, _ in FILES if (name, ending) == ("bomb", form))
    (tmp_path / f"bomb.{form}").write_bytes(make())
    command = [sys.executable, "-c", LIMITED, "read", f"bomb.{form}", "-o", "p.json"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path, timeout=60, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"coecal: bomb.{form}: the ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "p.json").exists()


def test_a_file_that_does_not_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of any size costs no more than the limit."""
    monkeypatch.setattr(limits, "LARGEST_FILE", 2_000_000)
    (tmp_path / "plan.csv").write_bytes(b"x" * 2_000_001)
    with pytest.raises(InputError, match=r"plan\.csv: the file has more than 2 MB"):
        coecal.read(tmp_path / "plan.csv")
    with Path("/dev/zero").open("rb") as endless, pytest.raises(InputError, match="more than 2 MB"):
        limits.read_stream(endless, None)


def test_a_large_workbook_is_read_a_row_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the same activities; that merged cells were not filled is a warning."""
    book, buffer = openpyxl.Workbook(), BytesIO()
    for row in (("Project", "Activity", "Dates"), ("WELL+", "Talks", "3 May 2027"), (None, "Course", "4 May 2027")):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(buffer)
    whole = read_xlsx(buffer.getvalue())
    monkeypatch.setattr("coecal.readers.tables.workbook._LARGE", 0)
    streamed = read_xlsx(buffer.getvalue())
    assert [one.title for one in streamed.activities] == [one.title for one in whole.activities]
    assert [one.projects for one in whole.activities] == [("WELL+",), ("WELL+",)]
    assert [one.projects for one in streamed.activities] == [("WELL+",), ()]
    assert streamed.problems[0].code == "merged-cells"


def test_many_rows_are_read_in_bounded_time() -> None:
    """Twenty thousand rows of a table and of a calendar are read, the hostile sort of lines too."""
    table = "Activity,Dates\n" + "".join(f"Talks {i},{i % 27 + 1} May 2027\n" for i in range(20_000))
    assert len(coecal.read(data=table.encode(), format="csv").activities) == 20_000
    lower = "May 2027\n\n3 May: a\n4 May: b\n\n" + "x\n" * 20_000 + "\n5 May: c" + " " * 500_000 + "d\n"
    programme = coecal.read(text=lower, format="agenda")
    assert [one.title for one in programme.activities] == ["a", "b", "c"]
    assert {problem.line for problem in programme.problems} >= {6}
    with pytest.raises(InputError, match="has 50,002 lines, and 50,000 are read at most"):
        coecal.read(text="May 2027\n" + "- 3 May: a\n" * 50_000, format="agenda", name="x")
    with pytest.raises(InputError, match="has 500,002 lines, and 500,000 are read at most"):
        coecal.read(text="Coming next (May 2027)\n" + "x\n" * 500_000, format="newsletter", name="x")
