"""Owns writing the answers about matches that were not sure, and the open questions, as a TOML file to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterable

from coecal.answers import Answers, Ends
from coecal.changes import Unsure


def answers_to_toml(answers: Answers, unsure: Iterable[Unsure] = ()) -> str:
    """Return answers as TOML, in a stable order, and each open question as a comment to fill in.

    >>> print(answers_to_toml(Answers(same=frozenset({("1@x", "2@x")}))), end="")
    [[answer]]
    uid = "1@x"
    row = "2@x"
    same = true
    """
    parts = [
        _answer(ends, *answers.titles.get(ends, ("", "")), same=str(same).lower())
        for same, pairs in ((True, answers.same), (False, answers.different))
        for ends in sorted(pairs)
    ]
    for question in unsure:
        ends = (question.old.uid, question.new.uid)
        entry = _answer(ends, question.old.title, question.new.title, same="true or false")
        parts.append("\n".join(f"# {line}" for line in entry.splitlines()))
    return "".join(f"{part}\n\n" for part in parts).removesuffix("\n")


def _answer(ends: Ends, title: str, row_title: str, *, same: str) -> str:
    titles = {"title": title, "row_title": row_title}
    lines = ["[[answer]]", f"uid = {_quoted(ends[0])}", f"row = {_quoted(ends[1])}"]
    lines += [f"{key} = {_quoted(words)}" for key, words in titles.items() if words]
    return "\n".join([*lines, f"same = {same}"])


def _quoted(text: str) -> str:
    """Return a TOML string; what JSON escapes, TOML escapes alike, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
