"""Owns what a check can find, as data: the code, how much it matters, the sentence, the remedy and an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import attrs

from coecal.activities import Activity
from coecal.data import read_table
from coecal.errors import Problem, Severity
from coecal.typing import strings

_LONGEST = 80
_OURS = ("why", "rows")
"""What is not cut where it is long: its words are ours, and may end with what matters."""


@attrs.frozen(kw_only=True)
class Remark(Problem):
    """A problem that a check found.

    Attributes:
        uids: the activities that it is about.
        lines: the lines that it is about, where these are several.
    """

    uids: tuple[str, ...] = attrs.field(default=(), converter=strings)
    lines: tuple[int, ...] = ()


@attrs.frozen
class Code:
    """One kind of remark; the attributes are the keys of data/checks.toml."""

    code: str
    severity: Severity
    message: str
    remedy: str
    why: str
    example: str

    def about(self, *activities: Activity, line: int | None = None, **words: str) -> Remark:
        """Return a remark about activities, or about a line where there are none.

        `here` and `there` of the sentence are the first and second activity, by their lines where these are known.
        """
        lines = tuple(line for each in activities if (line := _line(each)) is not None)
        names = dict(zip(("here", "there"), map(_place, activities), strict=False))
        if activities:
            names["words"] = short(activities[0].title)
        elif line is not None:
            names["here"] = f"line {line}"
        fields = {
            "here": "the programme",
            **names,
            **{key: word if key == "why" else short(word) for key, word in words.items()},
        }
        return Remark(
            line=min(lines, default=line),
            code=self.code,
            severity=self.severity,
            message=self.message.format_map(fields),
            remedy=self.remedy,
            file=next((each.source.file for each in activities if _line(each) == min(lines, default=line)), None),
            uids=[each.uid for each in activities],
            lines=tuple(sorted(lines)) if len(lines) > 1 else (),
        )


def _place(activity: Activity) -> str:
    """Return where a row stands: its line, with the issue where that is an earlier one."""
    last = next((mention for mention in reversed(activity.history) if mention.said is not None), None)
    line = _line(activity) if last is None or last.said is None else last.said.source.line
    if last is None:
        of_file = "" if activity.source.file is None else f" of {activity.source.file}"
        return f"UID {activity.uid}" if line is None else f"line {line}{of_file}"
    issue = " of ".join(str(each) for each in (last.issue and repr(last.issue), last.as_of) if each)
    place = f"UID {activity.uid}" if line is None else f"line {line}"
    return f"{place} of the issue {issue}" if issue else f"{place} of an earlier issue"


def where(*activities: Activity) -> str:
    """Return where rows stand, in words."""
    return " and ".join(dict.fromkeys(map(_place, activities)))


def _line(activity: Activity) -> int | None:
    """Return the line of a row in the newest issue; None where it is not known, or in an earlier issue alone."""
    return None if activity.history else activity.source.line


def short(words: str) -> str:
    """Return words on one line, cut where they are long."""
    joined = " ".join(words.split())
    return joined if len(joined) <= _LONGEST else joined[: _LONGEST - 1] + "…"


@cache
def codes() -> Mapping[str, Code]:
    """Return all kinds of remark by their codes.

    >>> codes()["mode-missing"].severity.value
    'note'
    """
    table = read_table("checks.toml")
    return {
        code: Code(
            code=code,
            severity=Severity(entry["severity"]),
            message=entry["message"],
            remedy=entry["remedy"],
            why=entry["why"],
            example=entry["example"],
        )
        for code, entry in table.items()
    }


@attrs.frozen
class Reading:
    """Why what a reader finds matters.

    Attributes:
        code: its code.
        source: what was read: "newsletter", "calendar", "table", "agenda", "programme" or "files", if several.
        why: why it matters.
        example: an example of it.
    """

    code: str
    source: str
    why: str
    example: str


@cache
def readings() -> tuple[Reading, ...]:
    """Return why what readers find matters; a code that several readers have stands once for each.

    >>> [reading.source for reading in readings() if reading.code == "date-unread"]
    ['newsletter', 'table', 'agenda']
    """
    table = read_table("readings.toml")
    return tuple(
        Reading(code, source, why, example)
        for source, entries in table.items()
        for code, (why, example) in entries.items()
    )


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return remarks by their files and lines, those about the whole first, each once."""
    every = dict.fromkeys(remarks)
    return tuple(sorted(every, key=lambda each: (each.file or "", each.line or 0, each.code, each.message)))
