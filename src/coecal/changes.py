"""Owns what a merge changed: the kinds of change, each with what was and what is, and the account of every entry.

Knows neither how entries are matched nor how the changes are shown to people (`coecal.writers.changes`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

import attrs

from coecal.activities import Activity
from coecal.typing import Json


class ChangeKind(StrEnum):
    """What became of an activity between two issues."""

    NEW = "new"
    FIRMED_UP = "firmed up"
    LESS_FIRM = "less firm"
    MOVED = "moved"
    RELOCATED = "relocated"
    REWORDED = "reworded"
    MODE = "mode changed"
    RUNNERS = "organisers changed"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    RESUMED = "planned again"
    UNSEEN = "unseen"
    JOINED = "joined"


@attrs.frozen
class Change:
    """One change of one activity.

    Attributes:
        uid: the activity.
        kind: what happened.
        before: what was: the words of the date, place, title, mode, names or status; of one that was planned and
            is not seen, its row. None where there was nothing.
        after: what is, likewise; of a new activity, its row. None where there is nothing.
        activity: the activity as it is now.
        old: the activity as it was; None of a new one.
    """

    uid: str
    kind: ChangeKind
    before: str | None
    after: str | None
    activity: Activity = attrs.field(repr=False)
    old: Activity | None = attrs.field(default=None, repr=False)

    def to_json(self) -> dict[str, Json]:
        """Return the change as plain data."""
        return {
            "uid": self.uid,
            "change": self.kind.value,
            "before": self.before,
            "after": self.after,
            "title": self.activity.title,
        }


@attrs.frozen
class Unsure:
    """A row of the newer issue that may be an activity of the programme.

    Attributes:
        old: the activity.
        new: the row, with the UID that its own issue gives it; an answers file names it by this.
        score: the points for it.
        reasons: what speaks for and against.
    """

    old: Activity
    new: Activity
    score: float
    reasons: str

    def to_json(self) -> dict[str, Json]:
        """Return the question as plain data."""
        return {
            "uid": self.old.uid,
            "change": "unsure",
            "before": row_text(self.old),
            "after": row_text(self.new),
            "title": self.old.title,
            "row": self.new.uid,
            "score": self.score,
            "reasons": self.reasons,
        }


@attrs.frozen
class Account:
    """What became of a row of the newer issue, or of an activity that it has no row for.

    Attributes:
        uid: the activity in the merged programme; where it was joined with another, the UID that it had.
        row: the UID of the row in its own issue; None for an activity without a row.
        fate: "matched", "new", "unsure", "unseen", "joined" with another, or "kept": past, cancelled, or later than the
            issue looks.
        reasons: why, in words.
    """

    uid: str
    row: str | None
    fate: str
    reasons: str

    def to_json(self) -> dict[str, Json]:
        """Return the account as plain data."""
        return {"uid": self.uid, "row": self.row, "fate": self.fate, "reasons": self.reasons}


@attrs.frozen
class Tally:
    """How many rows and activities came to what.

    Attributes:
        rows: the rows of the newer issue; of these, each once: matched, new and unsure_rows.
        known: the activities that were known before; of these, each once: matched, unseen, kept, joined and unsure.
    """

    rows: int
    known: int
    matched: int
    new: int
    unsure_rows: int
    unsure: int
    unseen: int
    kept: int
    joined: int


def _changes(values: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(values)


def _unsure(values: Iterable[Unsure]) -> tuple[Unsure, ...]:
    return tuple(values)


def _accounts(values: Iterable[Account]) -> tuple[Account, ...]:
    return tuple(values)


@attrs.frozen
class Changes:
    """All that a merge changed.

    Attributes:
        items: the changes, in the order of the activities.
        unsure: the rows that may be an activity of the programme, which nobody has answered yet.
        accounts: what became of each old activity and each new row, each once.
        still_open: what an earlier merge of the same issue asked, and nobody has answered; it is no change.
    """

    items: tuple[Change, ...] = attrs.field(default=(), converter=_changes)
    unsure: tuple[Unsure, ...] = attrs.field(default=(), converter=_unsure)
    accounts: tuple[Account, ...] = attrs.field(default=(), converter=_accounts, repr=False)
    still_open: tuple[Unsure, ...] = attrs.field(default=(), converter=_unsure)

    def of(self, kind: ChangeKind | str) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.items if change.kind == kind)

    def counts(self) -> Mapping[str, int]:
        """Return how many changes there are of each kind that occurs."""
        return {kind.value: count for kind in ChangeKind if (count := len(self.of(kind)))}

    def tally(self) -> Tally:
        """Return how many rows and activities came to what, all of them counted."""
        fates = Counter((each.fate, each.row is not None) for each in self.accounts)
        rows = sum(count for (_, has_row), count in fates.items() if has_row)
        return Tally(
            rows=rows,
            known=fates.total() - rows + fates["matched", True],
            matched=fates["matched", True],
            new=fates["new", True],
            unsure_rows=fates["unsure", True],
            unsure=fates["unsure", False],
            unseen=fates["unseen", False],
            kept=fates["kept", False],
            joined=fates["joined", False],
        )

    def to_json(self) -> list[dict[str, Json]]:
        """Return the changes as plain data, then what is unsure."""
        return [*(change.to_json() for change in self.items), *(question.to_json() for question in self.unsure)]

    def __bool__(self) -> bool:
        return bool(self.items or self.unsure)


def row_text(activity: Activity) -> str:
    """Return an activity on one line, much as a newsletter writes it, without who runs it."""
    parts = (activity.title, *activity.places, activity.mode, activity.when.text)
    return ", ".join(str(part) for part in parts if part)
