"""What `coecal merge` asks on a terminal: a real one, driven as somebody types."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from coecal.cli.main import main
from coecal.readers.answers import read_answers

EXAMPLES = Path(__file__).parents[1] / "examples"
Q1, Q2 = (EXAMPLES / f"update-{name}.txt" for name in ("2026-q1", "2026-q2"))


class Terminal:
    """A `coecal merge` that runs on a terminal, as somebody types at it."""

    def __init__(self, *arguments: str | Path) -> None:
        """Start it."""
        ours, theirs = os.openpty()
        # A shell that runs the tests in the background lets its children ignore Ctrl-C; a terminal does not.
        command = [sys.executable, "-c", START, "merge", *map(str, arguments)]
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "dumb"},
        )
        os.close(theirs)
        self._fd = ours
        self.shown = ""

    def answer(self, reply: str) -> None:
        """Wait for a question, and type a reply to it."""
        questions = self.shown.count("[l]: ")
        while self.shown.count("[l]: ") == questions:
            self.shown += self._read()
        # Nobody types faster. A Ctrl-C between the prompt and the wait for input is seen by Python only with the next
        # key, as in every program of it.
        time.sleep(0.3)
        os.write(self._fd, reply.encode())

    def _read(self) -> str:
        ready, _, _ = select.select([self._fd], [], [], 60)
        assert ready, self.shown
        data = os.read(self._fd, 65536)
        assert data, self.shown
        return data.decode()

    def end(self) -> int:
        """Read what it still says, and return its exit code."""
        with contextlib.suppress(OSError):  # Linux ends a terminal that nobody writes to any more with an error
            while True:
                self.shown += self._read()
        os.close(self._fd)
        return self._process.wait(60)


START = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from coecal.__main__ import run
run()
"""
ENVIRONMENT = {**os.environ, "TERM": "dumb"}
needs_terminals = pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")


@needs_terminals
def test_a_terminal_is_asked_and_its_answers_are_kept(tmp_path: Path) -> None:
    """Yes joins, no keeps apart and makes no other row sure, later leaves open; a slip is asked again."""
    merged, answers = tmp_path / "merged.json", tmp_path / "answers.toml"
    terminal = Terminal(Q1, Q2, "-o", merged, "--save-answers", answers)
    for reply in ("y\n", "maybe\n", "n\n", "\n"):
        terminal.answer(reply)
    assert terminal.end() == 0, terminal.shown
    assert terminal.shown.count("Is this one activity?") == 3
    assert "so far: Scriptoria-2: Bookbinding course (levels 5 and 6), Tirana" in terminal.shown
    kept = read_answers(answers)
    assert (len(kept.same), len(kept.different)) == (1, 1)
    assert "# same = true or false" in answers.read_text(encoding="utf-8")
    again = tmp_path / "again.json"
    arguments = ["merge", str(Q1), str(Q2), "-o", str(again), "--answers", str(answers), "--json"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    assert [change["title"] for change in json.loads(done.stdout) if change["change"] == "unsure"] == [
        "Bookbinding course (levels 5 and 6)"
    ]
    assert again.read_bytes() == merged.read_bytes()


@needs_terminals
def test_who_stops_at_a_question_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C and the end of the input end the command without a traceback, and nothing is written."""
    for sign in ("\x03", "\x04"):
        terminal = Terminal(Q1, Q2, "-o", tmp_path / "merged.json", "--save-answers", tmp_path / "answers.toml")
        terminal.answer("y\n")
        terminal.answer(sign)
        assert terminal.end() == 1, terminal.shown
        assert "Aborted!" in terminal.shown
        assert "Traceback" not in terminal.shown
    assert list(tmp_path.iterdir()) == []
