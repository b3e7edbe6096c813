"""The benchmarks by one command: a table with a row for each figure, or with the reason why there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*names: str) -> subprocess.CompletedProcess[str]:
    """Run some of the benchmarks."""
    command = [sys.executable, "-m", "benchmarks", *names]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, encoding="utf-8")


def test_one_command_prints_one_table() -> None:
    """Figures stand in rows under one heading; what needs something else says what."""
    done = run("newsletter", "calendars")
    assert (done.returncode, done.stderr) == (0, "")
    head, figure, skipped, _, last = done.stdout.splitlines()
    assert head.split() == ["measured", "by", "figure"]
    assert "rows a second" in figure
    assert "skipped: needs a folder" in skipped
    assert last.endswith(sys.version.split()[0])


def test_every_script_has_rows_in_it() -> None:
    """Each script of the folder is one of those that the command runs, and an unknown name is refused with them."""
    done = run("nothing")
    assert done.returncode == 1
    for path in (ROOT / "benchmarks").glob("[!_]*.py"):
        assert path.stem in done.stderr
