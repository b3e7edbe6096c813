"""Fuzzing a reader with atheris: whatever the input, it is read or our own error, by the laws of `laws.py`, and soon.

    python fuzz/run.py dates|newsletter|ics [-max_total_time=60] [FOLDER]

It starts from `corpus/NAME` and the cases of the tests. Where a law broke it ends with an error, and the input is in
the working folder, or where `-artifact_prefix=` says. What led to something new is kept in FOLDER, if one is given;
with `-merge=1 FOLDER`, what FOLDER lacks of it is added (see docs/quality.md). It needs `pip install atheris` (Linux).
"""

from __future__ import annotations

import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import atheris

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # for what the laws and the tests of feeds share
with atheris.instrument_imports(include=["coecal"]):
    from laws import READERS

HERE: Final = Path(__file__).parent
TESTS: Final = HERE.parent / "tests" / "data"
EXAMPLES: Final = HERE.parent / "examples"
LONGEST: Final = {"dates": 250, "newsletter": 4000, "ics": 3000}
"""How many bytes an input may have."""
LONGEST_SECONDS: Final = {"dates": 1.0, "newsletter": 5.0, "ics": 40.0}
"""How long one may work, with everything counted: some ten times what the bounds of the readers come to without."""


def seeds(name: str) -> Iterator[bytes]:
    """Yield the cases of the tests as inputs."""
    if name == "dates":
        for path in sorted(TESTS.glob("dates_??.toml")):
            for case in tomllib.loads(path.read_text("utf-8"))["read"]:
                yield b"200" + case["text"].encode()
    elif name == "newsletter":
        for path in (*sorted(TESTS.glob("*.txt")), *sorted(EXAMPLES.glob("*.txt"))):
            lines = path.read_bytes().splitlines(keepends=True)
            yield from (b"".join(lines[start : start + 40]) for start in range(0, len(lines), 40))


def main(name: str, arguments: list[str]) -> None:
    """Run until the time is over or something breaks."""
    read = READERS[name]

    def timed(data: bytes) -> None:
        start = time.process_time()
        read(data)
        seconds = time.process_time() - start
        assert seconds < LONGEST_SECONDS[name], f"{seconds:.1f} seconds"

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(name)):
            Path(folder, str(number)).write_bytes(seed)
        flags = [f"-max_len={LONGEST[name]}", f"-dict={HERE / 'dictionaries' / name}"]
        bounded = [] if any(each.startswith("-max_total_time") for each in arguments) else ["-max_total_time=60"]
        itself = f"{sys.executable} {Path(__file__)} {name}"  # merging starts it again
        atheris.Setup([itself, *flags, *bounded, *arguments, folder, str(HERE / "corpus" / name)], timed)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
