"""Readers that other packages bring: found by their entry points, and told in a sentence where they do not work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs" / "how-to" / "add-a-reader.md"
READER = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
PLAN = (
    "# Plan\n\n- [ ] Draft the report @due(mid-November 2026)\n- [x] Ask @due(3 October 2026)\n- [ ] Walk @due(soon)\n"
)


def install(folder: Path, module: str, code: str, name: str = "tasks", package: str = "acme-tasks") -> None:
    """Lay a package with one entry point into a folder, as an installer does."""
    (folder / f"{module}.py").write_text(code, "utf-8")
    info = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {package}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[coecal.readers]\n{name} = {module}:read_tasks\n", "utf-8")


def coecal(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line where a folder is on the path."""
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-m", "coecal", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={"PYTHONPATH": f"{folder}:{Path(__file__).parents[1] / 'src'}"},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a plan in it."""
    (tmp_path / "plan.tasks").write_text(PLAN, "utf-8")
    return tmp_path


@pytest.mark.parametrize("arguments", [("plan.tasks",), ("todo.md", "--format", "tasks")])
def test_the_reader_of_the_guide_reads(folder: Path, arguments: tuple[str, ...]) -> None:
    """The module of docs/how-to/add-a-reader.md, installed, reads its files by ending and by name."""
    install(folder, "tasks_reader", READER)
    (folder / "todo.md").write_text(PLAN, "utf-8")
    done = coecal(folder, "read", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    programme = json.loads(done.stdout)
    assert [(one["title"], one["when"]["edtf"], one["status"]) for one in programme["activities"]] == [
        ("Draft the report", "[..2026-11-20]", "planned"),
        ("Ask", "[..2026-10-03]", "held"),
        ("Walk", "../..", "planned"),
    ]
    [problem] = programme["problems"]
    assert (problem["line"], "'soon'" in problem["message"]) == (5, True)


def test_every_command_takes_such_files(folder: Path) -> None:
    """Not `coecal read` alone."""
    install(folder, "tasks_reader", READER)
    done = coecal(folder, "check", "plan.tasks")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_package_the_error_names_the_formats(folder: Path) -> None:
    """And with it, the new one is among them."""
    done = coecal(folder, "read", "plan.tasks")
    assert done.returncode == 1
    assert "the ending '.tasks' is of no known format" in done.stderr
    install(folder, "tasks_reader", READER)
    done = coecal(folder, "read", "plan.tasks", "--format", "scroll")
    assert done.returncode == 2
    assert "'scroll' is not one of" in done.stderr
    assert "'tasks'" in done.stderr


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import nothing_of_that_name\n", "cannot be loaded (ModuleNotFoundError: No module named"),
        ("def read_other(data, *, source, places): ...\n", "cannot be loaded (AttributeError: "),
        ("def read_tasks(:\n", "cannot be loaded (SyntaxError: "),
        ("raise RuntimeError('not\\nhere')\n", "cannot be loaded (RuntimeError: not here)"),
        ("def read_tasks(data): ...\n", "failed (TypeError: "),
        ("def read_tasks(data, *, source, places): return data[9999]\n", "failed (IndexError: "),
        ("def read_tasks(data, *, source, places): return []\n", "gave 'list' where a programme was due"),
        ("read_tasks = 7\n", "failed (TypeError: 'int' object is not callable)"),
    ],
)
def test_a_reader_that_does_not_work_is_told_in_a_sentence(folder: Path, code: str, says: str) -> None:
    """The line names the format, the package and what to do; there is no traceback."""
    install(folder, "tasks_reader", code)
    done = coecal(folder, "read", "plan.tasks")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(
        "coecal: plan.tasks: the reader of 'tasks', tasks_reader:read_tasks of the package acme-tasks"
    )
    assert says in line
    assert line.endswith(("install another version of it, or uninstall it", "tell those who make it"))


def test_its_own_refusal_is_kept(folder: Path) -> None:
    """An error of coecal that a reader raises is told as it is."""
    install(folder, "tasks_reader", READER)
    (folder / "plan.tasks").write_bytes(b"- [ ] \xff")
    done = coecal(folder, "read", "plan.tasks")
    assert (done.returncode, done.stderr) == (1, "coecal: plan.tasks: the task list is not UTF-8: save it as UTF-8\n")


def test_two_packages_with_one_name_are_refused(folder: Path) -> None:
    """Which of them is meant is not guessed."""
    install(folder, "tasks_reader", READER)
    install(folder, "other_reader", READER, package="other-tasks")
    done = coecal(folder, "read", "plan.tasks")
    assert done.returncode == 1
    assert "more than one package reads 'tasks', the package acme-tasks and the package other-tasks" in done.stderr


def test_the_formats_of_coecal_come_first(folder: Path) -> None:
    """No other package takes the place of a format that coecal reads."""
    install(folder, "tasks_reader", "raise RuntimeError\n", name="csv")
    (folder / "plan.csv").write_text("title;when\nTalks;3 October 2026\n", "utf-8")
    done = coecal(folder, "read", "plan.csv")
    assert (done.returncode, done.stderr) == (0, "")
