"""The pages of the documentation, cut into blocks of code, and a folder in which these can be run.

A comment on the line above a block says what is done with it: `<!-- file: NAME -->` writes it to a file,
`<!-- serves -->` runs it in the background until the page ends, `<!-- not run: REASON -->` leaves it alone.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs

from coecal.readers import read
from coecal.writers import write

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PORT = "8000"
"""The port that pages name; a free one stands for it."""

_BLOCK = re.compile(
    r"(?:^[ ]*<!-- (?P<mark>[^\n]+) -->\n)?^```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


_MAKES_ENVIRONMENT = 'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; : >"$3/bin/activate"; exit; fi;'
"""Python makes an environment that changes nothing."""


@attrs.frozen
class Block:
    """A block of code of a page: its line, its language, what the comment above it says, and its text."""

    line: int
    language: str
    mark: str
    text: str

    @property
    def file(self) -> str | None:
        """The name of the file that it is; None where it is none."""
        return self.mark.removeprefix("file: ") if self.mark.startswith("file: ") else None

    @property
    def reason(self) -> str | None:
        """Why it is not run; None where it is."""
        return self.mark.removeprefix("not run: ") if self.mark.startswith("not run: ") else None


def page_names() -> list[str]:
    """Return the pages, by their paths below the folder of the documentation."""
    return sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))


def blocks(name: str) -> Iterator[Block]:
    """Return the blocks of a page, in their order."""
    text = (DOCS / name).read_text("utf-8")
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("language")) + 1
        yield Block(line, match["language"], match["mark"] or "", match["text"])


def file_of(page: str, name: str) -> str:
    """Return the block of a page that is a file."""
    return next(block.text for block in blocks(page) if block.file == name)


def free_port() -> str:
    """Return a port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def furnish(folder: Path) -> dict[str, str]:
    """Make a folder what pages take it for, and return the environment in which their commands run.

    It looks like a clone, and has the example newsletter under the names that pages use. `coecal`, `python` and
    `python3` are those of the tests; `pip` only looks whether what it is asked for exists.
    """
    for name in ("examples", "docs", "benchmarks", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("update-2025-q3.txt", "update-2025-q4.txt"):
        (folder / name).symlink_to(ROOT / "examples" / name)
    (folder / "update.txt").symlink_to(ROOT / "examples" / "update-2025-q3.txt")
    programme = read(folder / "update.txt")
    write(programme, folder / "programme.json")
    write(programme, folder / "plan.csv")
    (folder / "feed.ics").write_bytes(programme.to_ical())
    tools, python = folder / ".tools", shlex.quote(sys.executable)
    tools.mkdir()
    for name, line in (
        ("coecal", f'exec {python} -W error -m coecal "$@"'),
        ("python", f'{_MAKES_ENVIRONMENT} exec {python} "$@"'),
        ("python3", f'{_MAKES_ENVIRONMENT} exec {python} "$@"'),
        ("pip", f'exec {python} {shlex.quote(str(ROOT / "tests" / "pip_of_pages.py"))} "$@"'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (tools / name).chmod(0o755)
    beside = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return {**os.environ, **beside, "PATH": f"{tools}:{os.environ['PATH']}"}
