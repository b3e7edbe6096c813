"""Measure what importing costs: the root, what is loaded when it is first used, and peers beside it.

    python benchmarks/imports.py [ROUNDS]

Each figure is the least of many new processes, since one that something else disturbed says nothing of the import; they
take turns, so that all had the same machine, and find the bytecode of an earlier run, as in an installed package. The
promise is that `import coecal` takes at most twice as long as what it stands on. Nothing here is a test: the figures
depend on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from typing import Final

import attrs

ROUNDS: Final = 15
STANDS_ON: Final = "import attrs, dateutil.relativedelta"
STATEMENTS: Final = (
    STANDS_ON,
    "import coecal",
    "from coecal import DateRange",
    "from coecal import parse_date",
    "from coecal import parse_date; parse_date('12 May 2023')",
    "from coecal import Programme, find_overlaps, parse_date",
    "from coecal import *",
    "import dateparser",
    "import icalendar",
    "import pandas",
)
TIMED: Final = (
    "import sys, time; before = set(sys.modules); start = time.perf_counter(); exec(sys.argv[1]); "
    "print(time.perf_counter() - start, len(set(sys.modules) - before))"
)


@attrs.define
class Measured:
    """What one statement took at least, and how many modules it loaded."""

    statement: str
    seconds: float = float("inf")
    modules: int = 0

    def take(self, cache: str) -> None:
        """Run the statement in a new process once more, with its bytecode in a folder."""
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}
        command = [sys.executable, "-c", TIMED, self.statement]
        done = subprocess.run(command, capture_output=True, check=True, env=environment, text=True)  # noqa: S603
        seconds, modules = done.stdout.split()
        self.seconds, self.modules = min(float(seconds), self.seconds), int(modules)


def is_there(statement: str) -> bool:
    """Say whether the package of an import is installed: peers need not be."""
    return "coecal" in statement or statement == STANDS_ON or find_spec(statement.removeprefix("import ")) is not None


def measure(rounds: int) -> list[Measured]:
    """Return all statements, each measured so many times in turns."""
    found = [Measured(statement) for statement in STATEMENTS if is_there(statement)]
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(rounds + 1):  # the first compiles
            for each in found:
                each.take(cache)
    return found


def main(rounds: int) -> None:
    """Print the table."""
    found = measure(rounds)
    base = next(each for each in found if each.statement == STANDS_ON)
    print(f"| {'statement':58} |       time | of the first | modules |")
    print(f"|{'-' * 60}|-----------:|-------------:|--------:|")
    for each in found:
        ratio = each.seconds / base.seconds
        print(f"| {f'`{each.statement}`':58} | {each.seconds * 1e3:7.1f} ms | {ratio:11.2f}x | {each.modules:7} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
