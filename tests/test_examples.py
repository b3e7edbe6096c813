"""The examples: short scripts that run as they stand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coecal.readers import read

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = sorted(path.name for path in EXAMPLES.glob("*.py"))


def run(name: str, folder: Path) -> str:
    """Run an example in a folder of its own, with every warning an error, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_example_is_short_and_runs_the_same_twice(name: str, tmp_path: Path) -> None:
    """Each is at most 60 lines, ends without an error, and says the same when it is run again."""
    assert len((EXAMPLES / name).read_text(encoding="utf-8").splitlines()) <= 60
    first = run(name, tmp_path)
    assert first.strip()
    if name != "publish_feeds.py":  # the second run of that one has nothing left to write
        assert run(name, tmp_path) == first


def test_the_feeds_example_writes_feeds_once(tmp_path: Path) -> None:
    """The folder holds a feed of everything; run again, the example has nothing to write."""
    run("publish_feeds.py", tmp_path)
    feed = (tmp_path / "site" / "all.ics").read_bytes()
    assert feed.startswith(b"BEGIN:VCALENDAR\r\n")
    assert "0 files written" in run("publish_feeds.py", tmp_path)
    assert (tmp_path / "site" / "all.ics").read_bytes() == feed


def test_the_overlaps_example_shows_what_is_certain(tmp_path: Path) -> None:
    """Two activities whose words share firm days stand in its list."""
    printed = run("find_overlaps.py", tmp_path)
    assert "certain" in printed
    assert "possible" in printed


def test_the_coming_next_example_keeps_the_words(tmp_path: Path) -> None:
    """Every activity of its months stands in the text in its own words."""
    printed = run("write_coming_next.py", tmp_path)
    programme = read(EXAMPLES / "update-2025-q3.txt").filter(section="coming next", during="2025-11")
    assert programme.activities
    for activity in programme.activities:
        assert activity.title in printed
        assert activity.when.text in printed
