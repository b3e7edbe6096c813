"""The README: every block of code in it is run, and its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from coecal.readers import read

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
QUICK_START = re.findall(
    r"^```sh\n(.*?)^```$", README.partition("## Quick start")[2].partition("\n## ")[0], re.MULTILINE | re.DOTALL
)


def blocks(language: str) -> list[str]:
    """Return the blocks of one language."""
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder that looks like a clone, without its tests."""
    for name in ("examples", "docs", "README.md", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_every_block_is_of_a_language_that_is_run_here() -> None:
    """No block is left unchecked, and the shell is used in the quick start alone."""
    assert {name for name, _ in BLOCKS} == {"sh", "python"}
    assert blocks("sh") == QUICK_START


def test_the_quick_start_is_two_commands() -> None:
    """Each block is one command, whose parts depend on the one before."""
    assert len(QUICK_START) == 2
    for block in QUICK_START:
        *before, last = block.splitlines()
        assert all(line.endswith(" &&") for line in before)
        assert not last.endswith("&&")


def test_the_quick_start_runs_as_it_stands_again_and_again(clone: Path) -> None:
    """In a clone, with nothing but making environments and installing replaced, both blocks run twice."""
    tools = clone / ".venv" / "bin"
    tools.mkdir(parents=True)
    log = clone / "log"
    run_coecal = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -W error -m coecal "$@"\n'
    for path, script in (
        (clone / "bin" / "python3", f'#!/bin/sh\necho "$@" >>{shlex.quote(str(log))}\n'),
        (tools / "python", f'#!/bin/sh\necho "$@" >>{shlex.quote(str(log))}\n'),
        (tools / "coecal", run_coecal),
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)
    env = {**os.environ, "PATH": f"{clone / 'bin'}:{os.environ['PATH']}"}
    for block in (*QUICK_START, *QUICK_START):
        done = subprocess.run(["/bin/sh", "-c", block], capture_output=True, check=False, cwd=clone, env=env, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    assert len(read(clone / "out" / "programme.json").activities) > 40
    assert (clone / "out" / "site" / "all.ics").is_file()
    assert "November 2025" in (clone / "out" / "next.md").read_text(encoding="utf-8")
    called = log.read_text(encoding="utf-8").splitlines()
    assert called.count("-m venv .venv") == 4
    assert called.count("-m pytest --quiet -n auto") == 2
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    installed = {match[1] for line in called if (match := re.search(r"pip install .*-e \.\[(\w+)\]$", line))}
    assert installed == {"cli", "test"}
    assert installed <= set(extras)


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_of_the_readme_runs(clone: Path, block: str) -> None:
    """It runs without a warning, prints what it says it does, and stays short."""
    assert len(block.splitlines()) <= 20
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], capture_output=True, check=False, cwd=clone, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("window [2025-11-11..2025-11-20] 2025-11-11 2025-11-20\n")
    assert read(clone / "africa.json").activities


def test_the_links_of_the_readme_lead_somewhere() -> None:
    """Every link to a file of the project has its target."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_readme_names_every_extra() -> None:
    """What can be installed beside the library stands under its heading, and nothing else does."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    listed = README.partition("Extras: ")[2].partition("\n")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == set(extras)


def test_the_picture_is_what_the_command_below_it_makes(tmp_path: Path) -> None:
    """The command printed under the picture writes it anew, to the byte: after a change, run it and look at it."""
    command = re.search(r"`coecal (timeline [^`]+) -o (docs/timeline\.svg)`", README)
    assert command is not None
    assert f"]({command[2]})" in README
    target = tmp_path / "timeline.svg"
    arguments = (*shlex.split(command[1]), "-o", str(target))
    subprocess.run((sys.executable, "-m", "coecal", *arguments), check=True, cwd=ROOT, capture_output=True)
    assert target.read_bytes() == (ROOT / command[2]).read_bytes()
