"""Owns what every command says and how it ends: JSON, notes for people, errors of one line, exit codes.

Text comes from files that anybody may have written: what could command a terminal is made visible instead.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import IO

import click

from coecal.errors import CoecalError, DateError, Problem, Severity

PATIENCE = 1.0
"""How many seconds work may take before a person who waits is told what goes on."""

STEERING = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}
STEERING.update({code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))})

_REMEDIES: Mapping[type[OSError], str] = {
    FileNotFoundError: "check its name",
    IsADirectoryError: "name a file",
    NotADirectoryError: "check its name",
    PermissionError: "check who may use it",
}


class Refusal(click.ClickException):
    """An input that could not be read or used: one line on standard error, exit code 1."""

    def show(self, file: IO[str] | None = None) -> None:
        """Say it."""
        say_error(self.message, file)


def say_error(message: str, file: IO[str] | None = None) -> None:
    """Say one thing that went wrong, on one line of standard error."""
    click.echo(f"coecal: {one_line(message)}", file=file, err=file is None)


def say(line: str) -> None:
    """Say something to people, on standard output."""
    click.echo(printable(line))


def told_severities(problems: Iterable[Problem]) -> str:
    """Return how many problems there are of each severity, such as "1 error, 3 notes"."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(f"{counts[level]} {level}{'s' * (counts[level] > 1)}" for level in Severity if counts[level])


def print_json(document: object) -> None:
    """Print one JSON document, in UTF-8 wherever it goes."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    print_bytes(text.encode(errors="backslashreplace") + b"\n")


def print_bytes(data: bytes) -> None:
    """Print bytes as they are."""
    click.echo(data, nl=False)


def printable(text: str) -> str:
    """Return the text with control characters and changes of direction made visible, but for tabs and new lines."""
    return text.translate(STEERING)


def one_line(text: str) -> str:
    r"""Return the text printable, on one line and with single spaces.

    >>> print(one_line("one\n  \x1b[2J two"))
    one \x1b[2J two
    """
    return " ".join(printable(text).split())


def failure_of(error: CoecalError | OSError) -> str:
    """Return what went wrong in one sentence: where, what, and what to do."""
    if isinstance(error, DateError):
        start, end = error.span
        part = error.text[start:end]
        where = repr(error.text) if part in ("", error.text) else f"{error.text!r}, at {part!r}"
        return f"{where}: {error.message}"
    if isinstance(error, OSError):
        reason = error.strerror or str(error) or type(error).__name__
        named = "" if error.filename is None else f"{error.filename}: "
        remedy = next((f": {words}" for kind, words in _REMEDIES.items() if isinstance(error, kind)), "")
        return f"{named}{reason[:1].lower()}{reason[1:]}{remedy}"
    return str(error)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the errors that an input can cause into a `Refusal`; a closed pipe stays one."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (CoecalError, OSError) as error:
        raise Refusal(failure_of(error)) from error


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Show what goes on while it takes long, where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - not loaded where nobody watches

    status = Console(stderr=True, markup=False, emoji=False).status(printable(what))
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
