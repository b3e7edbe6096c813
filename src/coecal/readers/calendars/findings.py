"""Owns what can be wrong with a calendar, in words: each kind of finding with its code, severity and remedy.

Knows no syntax. A file with the same fault on every line says so a few times and then how often.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum

from coecal.errors import Problem, Severity

MOST_EACH = 50
"""How many findings of one kind are listed one by one."""

_MOST_QUOTED = 60
_LINE_KEPT = "Mend the line in the file, or have the calendar exported again."
_FETCH_AGAIN = "Export or fetch the calendar again."


class Finding(Enum):
    """A kind of finding: its code, severity, what it says after the words at fault, and the remedy."""

    UNREAD_LINE = ("unread-line", Severity.WARNING, "is no line of a calendar and was left out", _LINE_KEPT)
    NOT_UTF8 = (
        "not-utf-8",
        Severity.WARNING,
        "is not in UTF-8 and was read as Windows-1252",
        "Save the file in UTF-8.",
    )
    STRAY_END = ("stray-end", Severity.WARNING, "ends nothing that is open", _LINE_KEPT)
    NOT_CLOSED = ("not-closed", Severity.WARNING, "has no END of its own; it was read as far as it goes", _LINE_KEPT)
    TRUNCATED = (
        "truncated",
        Severity.ERROR,
        "is not complete, since the file ends within it; it was left out",
        _FETCH_AGAIN,
    )
    OPEN_CALENDAR = ("truncated", Severity.WARNING, "is not closed; the file may have been cut off", _FETCH_AGAIN)
    OUTSIDE = (
        "outside-calendar",
        Severity.WARNING,
        "stands outside of a calendar; it was read all the same",
        _LINE_KEPT,
    )
    NOT_READ = ("not-read", Severity.NOTE, "is no activity and was not read", "Nothing, if it is not missed.")
    BAD_DATE = ("bad-date", Severity.ERROR, "is no date or time of the calendar", _LINE_KEPT)
    NO_DATE = ("no-date", Severity.WARNING, "has no start; it is listed without a date", "Add a DTSTART to the event.")
    BAD_END = ("bad-end", Severity.ERROR, "is no end of what starts before it; only the start was read", _LINE_KEPT)
    BAD_RULE = (
        "bad-rule",
        Severity.WARNING,
        "was not read as a rule of repetition; what comes after the first day is open",
        "Look at the event, and list its days (RDATE) or mend the rule.",
    )
    ENDLESS_RULE = (
        "endless-rule",
        Severity.NOTE,
        "repeats without end; its days were read",
        "Read the calendar again later, or give the rule an end (UNTIL, COUNT).",
    )
    EXPANDED = (
        "expanded",
        Severity.NOTE,
        "repeats; each time in the period is an activity of its own:",
        "Ask for another period, if others are missed.",
    )
    NOT_EXPANDED = (
        "not-expanded",
        Severity.WARNING,
        "repeats in a way that was not expanded; all of it is one activity",
        "Look at its rule, or give it an end (UNTIL, COUNT).",
    )
    LONG_RULE = (
        "long-rule",
        Severity.WARNING,
        "repeats more often than is read; its days were read",
        "Give the rule an end (UNTIL, COUNT).",
    )
    NO_DAYS = (
        "no-days",
        Severity.NOTE,
        "takes place on no day, since each was taken out or its rule ends before it starts; it was left out",
        "Nothing, if it does not take place.",
    )
    SEVERAL_TIMES = (
        "several-times",
        Severity.NOTE,
        "has other times than the first; the times of the first were kept",
        "Read the calendar with --expand, which keeps the times of each day.",
    )
    UNKNOWN_ZONE = (
        "unknown-zone",
        Severity.WARNING,
        "is no zone that is known, nor described in the file; times were read as those of the place",
        "Use a name of the IANA database, such as Europe/Paris.",
    )
    ZONE_AS_OFFSET = (
        "zone-as-offset",
        Severity.NOTE,
        "is a zone of the file's own; times were read with their distance from UTC on the first day",
        "Use a name of the IANA database, such as Europe/Paris.",
    )
    NO_UID = (
        "no-uid",
        Severity.WARNING,
        "has no UID; it was given one that follows from its title and place",
        "Add a UID that stays the same for life.",
    )
    CHANGED_UID = (
        "changed-uid",
        Severity.NOTE,
        "is no UID for a feed (visible ASCII, no spaces, at most 255); one that follows from it took its place",
        "Nothing, as long as the file keeps it.",
    )
    REPEATED_UID = (
        "repeated-uid",
        Severity.WARNING,
        "is the UID of another activity before it; it was given one that follows from it",
        "Give each activity a UID of its own.",
    )
    SUPERSEDED = (
        "superseded",
        Severity.NOTE,
        "is the UID of the same activity in a newer or equal state, which was read in the place of this",
        "Nothing, if the other one is right.",
    )
    EDITED = (
        "edited-event",
        Severity.WARNING,
        "is not the day that coecal wrote for this activity; the day of the calendar was read",
        "Look whether the activity was moved on purpose.",
    )
    BAD_PROPERTY = ("bad-property", Severity.WARNING, "is no value of its property and was left out", _LINE_KEPT)
    CATEGORIES = (
        "categories-not-kept",
        Severity.NOTE,
        "is a category that is no known region and was not kept",
        "Add it to the regions or projects by hand, if it is one.",
    )


class Findings:
    """Collects the findings of one file."""

    def __init__(self) -> None:
        """Start with none."""
        self._problems: list[Problem] = []
        self._counts: Counter[Finding] = Counter()

    def add(self, finding: Finding, line: int | None, words: str, more: str = "") -> None:
        """Add a finding.

        Args:
            finding: its kind.
            line: the line, counting from 1.
            words: the words at fault, as they stand.
            more: what to say behind the sentence of the kind.
        """
        self._counts[finding] += 1
        if self._counts[finding] > MOST_EACH:
            return
        code, severity, says, remedy = finding.value
        shown = words if len(words) <= _MOST_QUOTED else f"{words[:_MOST_QUOTED]}…"
        message = f"{shown!r} {says}{more and ' '}{more}"
        self._problems.append(Problem(line=line, code=code, severity=severity, message=message, remedy=remedy))

    def problems(self) -> tuple[Problem, ...]:
        """Return the findings in the order of lines, then how many more there are of those that are too many."""
        more = [
            Problem(
                line=None,
                code=finding.value[0],
                severity=finding.value[1],
                message=f"{count - MOST_EACH} more lines are like the {MOST_EACH} listed as {finding.value[0]}",
                remedy=finding.value[3],
            )
            for finding, count in self._counts.items()
            if count > MOST_EACH
        ]
        return (*sorted(self._problems, key=lambda problem: problem.line or 0), *more)
