"""The command line: what each command prints, which files it leaves, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import chdir, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from coecal.activities import Section
from coecal.cli import output
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.dates.mapping import read_when
from coecal.nodes import Node
from coecal.overlaps import CRITERIA
from coecal.programme import Programme
from coecal.readers import read
from coecal.writers import write
from coecal.writers.json import to_json

ROOT = Path(__file__).parents[1]
NEWSLETTER = ROOT / "examples" / "update-2025-q3.txt"


class Done:
    """A finished process: its exit code, and what it printed as bytes and as text."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code, self.bytes, self.err = code, out, err.decode()

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.bytes.decode()

    @property
    def json(self) -> Any:  # noqa: ANN401 - a document is anything
        """Standard output as the one JSON document that it has to be."""
        return json.loads(self.bytes)


def coecal(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> Done:
    """Run the command line here; an error that it does not know of ends the test."""
    with chdir(cwd or Path.cwd()):
        done = CliRunner(catch_exceptions=False).invoke(
            main, list(map(str, arguments)), input=stdin, prog_name="coecal"
        )
    return Done(done.exit_code, done.stdout_bytes, done.stderr_bytes)


def process(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Done:
    """Run the command line in a process of its own, with every warning an error."""
    command = [sys.executable, "-W", "error", "-m", "coecal", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, **(env or {})})
    return Done(done.returncode, done.stdout, done.stderr)


def refused(done: Done, *words: str) -> None:
    """Check that an input was refused: exit code 1, one line on standard error, nothing on standard output."""
    assert (done.code, done.bytes) == (1, b""), done.err
    assert done.err.count("\n") == 1
    assert done.err.startswith("coecal: ")
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


@pytest.fixture(scope="session")
def programme() -> Programme:
    """Return what the example newsletter says."""
    return read(NEWSLETTER)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, programme: Programme) -> Path:
    """Return the example as programme.json."""
    path = tmp_path_factory.mktemp("written") / "programme.json"
    path.write_text(to_json(programme), encoding="utf-8")
    return path


def test_date_answers_with_a_table_and_the_rule() -> None:
    """People see the kind, the four points, EDTF and why."""
    done = coecal("date", "mid-November", "--within", "2023")
    assert (done.code, done.err) == (0, "")
    lines = [line.split() for line in done.out.splitlines()]
    assert lines[0] == ["text", "mid-November"]
    assert ["start", "2023-11-11", "to", "2023-11-20"] in lines
    assert ["EDTF", "[2023-11-11..2023-11-20]"] in lines
    assert parse_date("mid-November", within="2023").explain() in done.out


def test_date_prints_a_list_whose_objects_are_dates() -> None:
    """With --json there is one object a text, each of which reads back as the date itself."""
    texts = ["4-7 September", "12 or 19 October", "by October", "TBC", "11-13 & 15 September"]
    done = coecal("date", *texts, "--within", "2023", "--json")
    assert (done.code, done.err) == (0, "")
    assert [read_when(Node(item)) for item in done.json] == [parse_date(text, within="2023") for text in texts]
    assert [item["text"] for item in done.json] == texts


def test_date_takes_its_year_from_today_alone() -> None:
    """Without a period the day given supplies the year; without either the clock is not asked."""
    done = coecal("date", "next month", "3 March", "--today", "2023-10-01", "--json")
    assert [item["edtf"] for item in done.json] == ["2023-11", "2024-03-03"]
    refused(coecal("date", "3 March"), "'3 March'", "year")


def test_date_tells_which_text_is_no_date() -> None:
    """One text that is no date makes the exit code 1 and does not take the others along."""
    done = coecal("date", "3 October 2023", "31 November 2023", "--json")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert read_when(Node(done.json[0])) == FuzzyDate.from_edtf("2023-10-03")
    error = done.json[1]["error"]
    assert done.json[1]["text"] == "31 November 2023"
    assert "31" in done.json[1]["text"][error["start"] : error["end"]]
    assert error["message"] in done.err
    refused(coecal("date", "the day of the workshop"), "workshop")


def test_date_answers_a_batch_in_order() -> None:
    """Each line of a batch is answered, one that is no date with its place, and the batch itself is fine."""
    lines: list[dict[str, str | None]] = [
        {"text": "mid-November", "within": "2023"},
        {"text": "31 November", "within": "2023"},
        {"text": "next month", "today": "2023-10-01"},
        {"text": "5 May", "within": "no period"},
        {"text": "6 May", "within": None},
        {"text": "7 May 2023", "locale": "tlh"},
    ]
    stdin = "\n\n".join(json.dumps(line) for line in lines).encode()
    done = coecal("date", "-", "--json", "--within", "2024", stdin=stdin)
    assert (done.code, done.err) == (0, "")
    assert [item["text"] for item in done.json] == [line["text"] for line in lines]
    assert [item.get("edtf") for item in done.json] == [
        "[2023-11-11..2023-11-20]",
        None,
        "2023-11",
        None,
        "2024-05-06",
        None,
    ]
    assert done.json[1]["error"]["start"] == 0
    assert done.json[3]["error"]["start"] is None
    assert "no period" in done.json[3]["error"]["message"]
    assert "tlh" in done.json[5]["error"]["message"]


@pytest.mark.parametrize(
    "line",
    [
        b"mid-November",
        b'"mid-November"',
        b"{}",
        b'{"text": 1}',
        b'{"text": "x", "when": "y"}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
        b'{"text": "\\ud800"}',
    ],
    ids=range(8),
)
def test_date_refuses_a_batch_that_is_none(line: bytes) -> None:
    """A line that is no question makes the batch unusable; it is named, and nothing is answered."""
    refused(coecal("date", "-", "--json", stdin=b'{"text": "3 May 2023"}\n' + line + b"\n"), "line 2")


def test_read_writes_the_programme_and_says_what_stands_in_it(tmp_path: Path, programme: Programme) -> None:
    """The file is the programme; the summary counts sections, projects and problems, a line of text each."""
    path = tmp_path / "programme.json"
    done = coecal("read", NEWSLETTER, "-o", path)
    assert (done.code, done.err) == (0, "")
    assert read(path) == programme
    rows = [line.split() for line in done.out.splitlines()]
    for section in Section:
        count = len(programme.filter(section=section).activities)
        assert [*section.split(), str(count)] in [row[: len(section.split()) + 1] for row in rows]
    for project in programme.projects:
        assert project.name in done.out
    assert "\x1b" not in done.out
    assert [entry.name for entry in tmp_path.iterdir()] == ["programme.json"]


def test_read_prints_the_programme(programme: Programme) -> None:
    """With --json, standard output is the file that -o writes, to the byte."""
    done = coecal("read", NEWSLETTER, "--json")
    assert (done.code, done.err, done.out) == (0, "", to_json(programme))


def test_read_takes_the_format_where_the_name_does_not_say_it(tmp_path: Path, programme: Programme) -> None:
    """A newsletter may have any name."""
    path = tmp_path / "update"
    path.write_bytes(NEWSLETTER.read_bytes())
    refused(coecal("read", path), "update", "format")
    done = coecal("read", path, "--format", "newsletter", "--json")
    assert len(done.json["activities"]) == len(programme.activities)


def test_read_takes_several_files_and_standard_input(tmp_path: Path, programme: Programme) -> None:
    """They are one programme; each problem says its file, and standard input its format with --format."""
    (tmp_path / "plan.toml").write_text('[[activities]]\ntitle = "Talks"\nwhen = "3 May 2026"', encoding="utf-8")
    table = b"Activity,Dates\nCourse,someday\n"
    arguments = ("read", NEWSLETTER, "plan.toml", "-", "--format", "csv")
    done = coecal(*arguments, "--json", stdin=table, cwd=tmp_path)
    assert len(done.json["activities"]) == len(programme.activities) + 2
    assert {one["source"]["file"] for one in done.json["activities"]} == {
        str(NEWSLETTER), "plan.toml", "standard input",
    }  # fmt: skip
    assert "standard input, line 2, warning: the date 'someday'" in coecal(*arguments, stdin=table, cwd=tmp_path).out


def test_read_takes_standard_input_alone(tmp_path: Path, programme: Programme) -> None:
    """Text and binary formats come from a pipe as from a file; a fault names standard input."""
    newsletter = NEWSLETTER.read_bytes()
    assert coecal("read", "-", "--format", "newsletter", "--json", stdin=newsletter).out == to_json(programme)
    write(programme, tmp_path / "p.xlsx")
    done = coecal("read", "-", "--format", "xlsx", "--json", stdin=(tmp_path / "p.xlsx").read_bytes())
    assert len(done.json["activities"]) == len(programme.activities)
    refused(coecal("read", "-", "--format", "xlsx", stdin=b"PK"), "standard input: ")


def test_read_takes_the_names_of_columns_from_a_file(tmp_path: Path) -> None:
    """A TOML file names them, and a slip in it is one line."""
    (tmp_path / "plan.csv").write_text("Label,Jours,Title\nTalks,4 May 2026,x\n", encoding="utf-8")
    (tmp_path / "own.toml").write_text('[columns]\ntitle = "Label"\nwhen = "Jours"\n', encoding="utf-8")
    done = coecal("read", "plan.csv", "--columns", "own.toml", "--json", cwd=tmp_path)
    assert [(one["title"], one["when"]["text"]) for one in done.json["activities"]] == [("Talks", "4 May 2026")]
    assert "the columns are title 'Label'" in coecal("read", "plan.csv", "--columns", "own.toml", cwd=tmp_path).out
    (tmp_path / "own.toml").write_text('[columns]\ntitel = "Label"\n', encoding="utf-8")
    refused(coecal("read", "plan.csv", "--columns", "own.toml", cwd=tmp_path), "own.toml, columns.titel", "'titel'")
    refused(
        coecal("read", "plan.csv", "--columns", "absent.toml", cwd=tmp_path),
        "absent.toml",
        "no such file or directory: check its name",
    )


def test_read_shows_no_more_than_the_first_problems(tmp_path: Path) -> None:
    """Problems are shown with their lines, the worst first, and counted where they are many."""
    found = [{"line": n, "code": "c", "severity": "note", "message": f"note {n}", "remedy": "r"} for n in range(1, 13)]
    found.append({"line": 99, "code": "c", "severity": "error", "message": "wrong", "remedy": "mend it"})
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"format": "coecal/1", "activities": [], "problems": found}), encoding="utf-8")
    out = coecal("read", path).out
    assert "1 error, 12 notes" in out
    assert out.index("wrong") < out.index("note 1")
    assert "3 more" in out


def test_overlaps_prints_each_pair_once(written: Path, programme: Programme) -> None:
    """The list holds what the library finds, as UIDs."""
    done = coecal("overlaps", written, "--by", "country", "--json")
    assert (done.code, done.err) == (0, "")
    expected = programme.overlaps(by="country")
    assert {(item["a"], item["b"]) for item in done.json} == {(found.a.uid, found.b.uid) for found in expected}
    assert len(done.json) == len(expected)
    assert {item["certainty"] for item in done.json} <= {"certain", "possible"}
    assert set(done.json[0]) >= {"a", "b", "certainty", "likelihood", "shared", "possible_days"}


@pytest.mark.parametrize("by", [*CRITERIA, "all"])
def test_overlaps_by_each_criterion(written: Path, programme: Programme, by: str) -> None:
    """Every choice of --by works on one section, for certain overlaps alone too."""
    planned = programme.filter(section="coming next")
    done = coecal("overlaps", written, "--by", by, "--section", "coming next", "--certain", "--json")
    assert len(done.json) == len(planned.overlaps(by=by).certain())


def test_overlaps_for_people_and_for_spreadsheets(written: Path, programme: Programme) -> None:
    """Both show both titles; the table is one line a pair, the CSV has its names on top."""
    expected = programme.overlaps(by="project")
    table = coecal("overlaps", written).out
    assert f"{len(expected)} overlaps, {len(expected.certain())} of them certain" in table
    rows = list(csv.DictReader(io.StringIO(coecal("overlaps", written, "--csv").out)))
    assert sorted((row["a"], row["b"]) for row in rows) == sorted((found.a.uid, found.b.uid) for found in expected)
    for row in rows:
        assert any(row["a_title"] in line and row["b_title"] in line for line in table.splitlines())


def test_overlaps_lists_what_has_no_day(tmp_path: Path) -> None:
    """An activity of which no day is known is named, not compared."""
    when = {"text": "TBC", "kind": "undated", "tentative": True, "ranges": [dict.fromkeys(POINTS)]}
    item = {"uid": "u@x", "title": "Some day", "when": when}
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"format": "coecal/1", "activities": [item]}), encoding="utf-8")
    done = coecal("overlaps", path, "--by", "all")
    assert "0 overlaps" in done.out
    assert "Some day" in done.out


POINTS = ("earliest_start", "latest_start", "earliest_end", "latest_end")


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    """A title that a spreadsheet would run is written as text."""
    day = dict.fromkeys(POINTS, "2023-10-03")
    when = {"text": "3 October", "kind": "exact", "tentative": False, "ranges": [day]}
    items = [{"uid": uid, "title": f"=HYPERLINK({uid})", "when": when} for uid in "ab"]
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"format": "coecal/1", "activities": items}), encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(coecal("overlaps", path, "--by", "all", "--csv").out))
    assert row["a_title"] == "'=HYPERLINK(a)"


def test_feeds_writes_what_changed(tmp_path: Path, written: Path) -> None:
    """The first run writes every feed and its list; the second, from the newsletter itself, none."""
    folder = tmp_path / "site"
    first = coecal("feeds", written, "-o", folder, "--json")
    assert (first.code, first.err) == (0, "")
    assert {"all.ics", "feeds.json"} <= set(first.json["written"])
    for path in first.json["written"]:
        assert (folder / path).is_file()
    second = coecal("feeds", NEWSLETTER, "-o", folder, "--json").json
    assert second["written"] == []
    assert set(second["unchanged"]) == set(first.json["written"])
    assert "unchanged" in coecal("feeds", written, "-o", folder, "--vague", "window").out


@pytest.mark.parametrize("vague", ["window", "day", "skip", "undated-feed"])
def test_feeds_takes_every_way_of_being_vague(tmp_path: Path, written: Path, vague: str) -> None:
    """Every choice of --vague makes feeds."""
    done = coecal("feeds", written, "-o", tmp_path / vague, "--vague", vague, "--json")
    assert done.code == 0
    assert "all.ics" in done.json["written"]


def test_next_writes_the_section(tmp_path: Path, written: Path, programme: Programme) -> None:
    """It goes to standard output or to a file, whose ending says the format."""
    for form in ("md", "txt", "html"):
        expected = programme.coming_next(format=form)
        assert coecal("next", written, "--format", form).out == expected
        path = tmp_path / f"next.{form}"
        done = coecal("next", written, "-o", path)
        assert (done.code, done.err) == (0, "")
        assert path.read_text(encoding="utf-8") == expected


def test_next_keeps_to_the_days_that_were_asked_for(written: Path) -> None:
    """--from and --until are inclusive."""
    out = coecal("next", written, "--from", "2025-11-01", "--until", "2025-11-30").out
    assert "November 2025" in out
    assert "October 2025" not in out
    assert "December 2025" not in out


def test_next_in_a_language_without_a_table_is_wrong_usage(written: Path) -> None:
    """The known languages are named."""
    done = coecal("next", written, "--locale", "tlh")
    assert (done.code, done.bytes) == (2, b"")
    assert "tlh" in done.err


USAGE: list[Sequence[str]] = [
    (),
    ("remind",),
    ("date",),
    ("date", "x", "--within", "no period"),
    ("date", "x", "--today", "1 October"),
    ("date", "x", "--today", "2023-02-30"),
    ("date", "x", "--locale", "tlh"),
    ("read",),
    ("read", "x.txt", "--format", "carrier pigeon"),
    ("read", "-"),
    ("read", "-", "-", "--format", "csv"),
    ("overlaps",),
    ("overlaps", "x.json", "--by", "colour"),
    ("overlaps", "x.json", "--section", "news"),
    ("overlaps", "x.json", "--json", "--csv"),
    ("feeds", "x.json"),
    ("feeds", "x.json", "-o", "d", "--vague", "perhaps"),
    ("next",),
    ("next", "x.json", "--from", "2023-10-02", "--until", "2023-10-01"),
    ("next", "x.json", "--from", "October"),
    ("next", "x.json", "--format", "docx"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=map(" ".join, USAGE))
def test_wrong_usage_has_exit_code_2(arguments: Sequence[str], tmp_path: Path) -> None:
    """What no input could mend is told on standard error, and nothing is done."""
    done = coecal(*arguments, cwd=tmp_path)
    assert (done.code, done.bytes) == (2, b"")
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty.txt"),
    ("blank.txt", b" \n\t\n", "blank.txt"),
    ("prose.txt", b"Nothing in here is a list of activities.\n", "prose.txt"),
    ("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "line 3"),
    ("latin.txt", "Caf\u00e9\n".encode("latin-1"), "0xe9"),
    ("utf16.txt", "Coming next\n".encode("utf-16"), "UTF-16"),
    ("empty.json", b"", "line 1"),
    ("list.json", b"[]", "coecal/1"),
    ("newer.json", b'{"format": "coecal/9", "activities": []}', "coecal/9"),
    ("nested.json", b"[" * 50_000, "nested"),
    ("half.json", b'{"format": "coecal/1",\n"activities": [', "line 2"),
    ("typed.json", b'{"format": "coecal/1", "activities": [7]}', "activities[0]"),
    ("other.xyz", b"x", "'.xyz'"),
]


@pytest.mark.parametrize("command", ["read", "overlaps", "feeds", "next"])
@pytest.mark.parametrize(("name", "data", "words"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_a_broken_input_is_refused_in_one_line(
    tmp_path: Path, command: str, name: str, data: bytes, words: str
) -> None:
    """The line says which file, and what to do; nothing is written."""
    (tmp_path / name).write_bytes(data)
    output = {"read": "out.json", "feeds": "site", "next": "next.md"}
    arguments = ("-o", output[command]) if command in output else ()
    refused(coecal(command, name, *arguments, cwd=tmp_path), name, words)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path, written: Path) -> None:
    """A missing file, a folder, and outputs that cannot be are named as they were given."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    for command in ("read", "overlaps", "next"):
        refused(
            coecal(command, "absent.json", cwd=tmp_path), "absent.json", "no such file or directory: check its name"
        )
        refused(coecal(command, "folder.json", cwd=tmp_path), "folder.json", "is a directory: name a file")
    refused(coecal("read", written, "-o", "absent/p.json", cwd=tmp_path), "absent/p.json", "no such file")
    refused(coecal("read", written, "-o", "folder.json", cwd=tmp_path), "folder.json", "is a directory")
    refused(coecal("read", written, "-o", "p.pigeon", cwd=tmp_path), "'.pigeon'")
    refused(coecal("next", written, "-o", "file/next.md", cwd=tmp_path), "file/next.md", "not a directory")
    refused(coecal("feeds", written, "-o", "file", cwd=tmp_path), "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_control_characters_of_a_file_never_reach_a_terminal(tmp_path: Path) -> None:
    """Titles, names and errors are shown with what could steer a terminal made visible."""
    title = "Kick\x1b[2Joff \u202e [bold]x[/bold]"
    day = dict.fromkeys(POINTS, "2023-10-03")
    when = {"text": "3 October\x07", "kind": "exact", "tentative": False, "ranges": [day]}
    items = [{"uid": uid, "title": title, "when": when} for uid in "ab"]
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"format": "coecal/1", "title": title, "activities": items}), encoding="utf-8")
    shown = [
        coecal("overlaps", path, "--by", "all").out,
        coecal("read", path).out,
        coecal("date", "3 October\x1b[2J 2023").err,
    ]
    for text in shown:
        assert {"\x1b", "\x07", "\u202e"}.isdisjoint(text)
        assert "\\x1b[2J" in text
    assert "[bold]x[/bold]" in shown[0]


@pytest.mark.parametrize(
    "env", [{"COLUMNS": "20"}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C"}, {"TZ": "Asia/Tokyo"}]
)
def test_what_is_no_terminal_gets_the_same_everywhere(written: Path, env: Mapping[str, str]) -> None:
    """Width, colours and locale of the surroundings do not change what a pipe gets."""
    assert process("overlaps", written, env=env).bytes == coecal("overlaps", written).bytes


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a thing of Unix")
def test_a_terminal_gets_a_table_of_its_width(written: Path) -> None:
    """On a terminal rows are broken to fit, and may have colours."""
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "coecal", "overlaps", str(written), "--by", "all"]
    env = {**os.environ, "COLUMNS": "90", "TERM": "xterm"}
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=env) as running:
        os.close(follower)
        shown = read_terminal(leader)
    os.close(leader)
    assert running.returncode == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert lines[0].split() == ["days", "overlap", "likelihood", "why", "one", "other"]
    assert max(len(line.rstrip()) for line in lines) <= 90


def read_terminal(leader: int) -> str:
    """Return what is shown on a pseudo-terminal until nobody writes to it any more."""
    parts = []
    with suppress(OSError):  # how Linux says that the other side is closed
        while part := os.read(leader, 65536):
            parts.append(part)
    return b"".join(parts).decode()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def test_who_waits_at_a_terminal_is_told_what_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long is named on standard error, and only where that is a terminal."""
    monkeypatch.setattr(output, "PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with output.patience("Reading a book"):
        for _ in range(500):
            if "Reading a book" in terminal.getvalue():
                break
            time.sleep(0.01)
    assert "Reading a book" in terminal.getvalue()
    monkeypatch.setattr(sys, "stderr", pipe := io.StringIO())
    with output.patience("Reading a book"):
        time.sleep(0.05)
    assert pipe.getvalue() == ""


def test_an_encoding_that_cannot_say_a_letter_is_no_traceback(written: Path) -> None:
    """People get an escape in its place, JSON stays UTF-8."""
    env = {"PYTHONIOENCODING": "ascii"}
    assert process("overlaps", written, "--by", "all", env=env).code == 0
    assert process("read", written, "--json", env=env).out == written.read_text(encoding="utf-8")


def test_a_closed_pipe_ends_without_a_word(written: Path) -> None:
    """Whoever reads only the first line is told nothing of the rest."""
    script = f'"{sys.executable}" -m coecal overlaps "{written}" --by all | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.startswith("days")
    assert done.stderr == ""


@pytest.mark.parametrize("package", ["click", "rich"])
def test_without_the_extra_one_sentence_says_what_to_install(package: str) -> None:
    """Where click or rich is absent there is one line and exit code 1."""
    script = f"import sys; sys.modules['{package}'] = None; from coecal.__main__ import run; run()"
    done = subprocess.run([sys.executable, "-c", script, "date", "x"], capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == 'coecal: the command line needs click and rich: pip install "coecal[cli]"\n'


def test_help_and_version_say_what_there_is() -> None:
    """The help lists every command; each has help of its own."""
    out = coecal("--help").out
    for command in ("date", "read", "overlaps", "feeds", "next"):
        assert f"\n  {command} " in out
        assert coecal(command, "-h").code == 0
    assert coecal("--version").out.startswith("coecal, version ")


def test_places_of_ones_own_are_read_with_a_newsletter(tmp_path: Path) -> None:
    """A TOML file adds a region, which its countries' activities then belong to; a faulty one is one clear line."""
    newsletter, own, out = tmp_path / "news.txt", tmp_path / "own.toml", tmp_path / "p.json"
    newsletter.write_text("Coming next (May 2025)\n\nMay 2025\n\nWELL+\tVisit, Ghana, online, 3 May\n", "utf-8")
    own.write_text('[regions.hubs]\nname = "Hub countries"\ngroup = true\ncountries = ["GH", "SN"]\n', "utf-8")
    assert coecal("read", newsletter, "--places", own, "-o", out).code == 0
    assert json.loads(out.read_text("utf-8"))["activities"][0]["regions"] == ["Africa", "Hub countries"]
    own.write_text("[regions.hubs]\nname = 3\n", "utf-8")
    refused(coecal("read", newsletter, "--places", own), "own.toml")
