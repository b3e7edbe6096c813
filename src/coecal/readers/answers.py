"""Owns reading the answers about matches that were not sure: TOML or JSON, to be kept beside the issues.

The titles are for people and may be left out; `coecal.writers.answers` writes them.

[[answer]]
uid = "a81f639f394514d9a0a6@coecal"    # the activity
row = "d91a2a953a2cc64b0999@coecal"    # the row, by the UID that coecal read gives it in its own issue
same = true
"""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePath

from coecal.answers import Answers, Ends
from coecal.errors import InputError
from coecal.nodes import Node
from coecal.toml_text import parse_toml


def read_answers(path: str | os.PathLike[str]) -> Answers:
    """Return the answers of a file.

    Raises:
        InputError: the file is neither TOML nor JSON, or says something else than answers.
        OSError: the file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        data: object = json.loads(text) if PurePath(path).suffix.lower() == ".json" else parse_toml(text)
        return answers_of(data)
    except InputError as error:
        raise error.of_source(os.fspath(path)) from error
    except (ValueError, RecursionError) as error:
        msg = f"the answers cannot be read: {error}; write them as docs/merge.md shows"
        raise InputError(msg, source=os.fspath(path)) from error


def answers_of(data: object) -> Answers:
    """Return the answers that parsed TOML or JSON holds.

    >>> answers_of({"answer": [{"uid": "1@x", "row": "2@x", "same": True, "title": "Forum"}]}).same
    frozenset({('1@x', '2@x')})

    Raises:
        InputError: they are no answers, or one pair is answered both ways.
    """
    node = Node(data)
    node.check_keys((), ("answer",))
    found = node.get("answer", []).list_of(_answer)
    same = frozenset(ends for ends, is_same, _ in found if is_same)
    different = frozenset(ends for ends, is_same, _ in found if not is_same)
    for uid, row in sorted(same & different):
        msg = f"{uid!r} and {row!r} are said to be the same and not the same: keep one answer"
        raise InputError(msg)
    return Answers(same, different, {ends: titles for ends, _, titles in found})


def _answer(node: Node) -> tuple[Ends, bool, tuple[str, str]]:
    node.check_keys(("uid", "row", "same"), ("title", "row_title"))
    titles = (node.get("title", "").text(), node.get("row_title", "").text())
    return (node.get("uid").text(), node.get("row").text()), node.get("same").flag(), titles
