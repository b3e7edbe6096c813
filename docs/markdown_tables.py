"""Owns tables of Markdown: cells that hold anything, on one line each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_OPTION: Final = re.compile(r"(?<![\w`-])--[\w-]+")


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table; what would be mark-up outside of backticks is not.

    >>> print(table(("a", "b"), [("`x|y`", "1 < 2")]))
    | a | b |
    |---|---|
    | `x\|y` | 1 &lt; 2 |
    """
    lines = [heading, ["---"] * len(heading), *(map(_cell, row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("| --- |", "|---|").replace(" --- |", "---|")


def coded(words: str) -> str:
    """Return words in which options of the command line are code, so that no pair of dashes becomes one.

    >>> print(coded("needs --format"))
    needs `--format`
    """
    parts = words.split("`")
    parts[::2] = (_OPTION.sub(r"`\g<0>`", part) for part in parts[::2])
    return "`".join(parts)


def _cell(words: str) -> str:
    parts = coded(" ".join(words.split())).replace("|", "\\|").split("`")
    parts[::2] = (part.replace("<", "&lt;").replace("*", "\\*") for part in parts[::2])
    return "`".join(parts)
