"""Owns the reports of `coecal overlaps`: pairs, conflicts, dates to settle and free windows as rows for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from coecal.activities import Activity
from coecal.cli.report import Report
from coecal.conflicts import Conflict, Conflicts, Settling, Waiver, Window
from coecal.conflicts.common import why
from coecal.conflicts.windows import UID
from coecal.dates import Certainty, Overlap
from coecal.programme import Programme
from coecal.ranges import Period

PAIR_COLUMNS = (
    *("a", "b", "certainty", "likelihood", "shared", "first", "last", "a_title", "a_when", "b_title", "b_when"),
    *("a_who", "b_who", "why"),
)
MOST_WINDOWS = 10
"""How many free windows a table has; JSON has all."""
MOST_NAMED = 4
"""How many activities are named in one cell."""


def pairs_report(found: Sequence[Overlap[Activity]], unplaced: Sequence[Activity], programme: Programme) -> Report:
    """Return pairs of activities, in the order given."""
    certain = sum(overlap.certainty is Certainty.CERTAIN for overlap in found)
    rows = (
        (
            _days(overlap.possible_days),
            overlap.certainty.value,
            _percent(overlap),
            why(overlap) or ", ".join(overlap.shared),
            _activity(overlap.a),
            _activity(overlap.b),
        )
        for overlap in found
    )
    return Report(
        title=_title("Overlaps", programme),
        columns=("days", "overlap", "likelihood", "why", "one", "other"),
        rows=tuple(rows),
        notes=(f"{_count(len(found), 'overlap')}, {certain} of them certain", *_unplaced(unplaced)),
        numbers=("likelihood",),
        unbroken=("days", "overlap"),
    )


def pair_rows(found: Iterable[Overlap[Activity]]) -> Iterator[tuple[object, ...]]:
    """Yield pairs as rows for spreadsheets, under `PAIR_COLUMNS`."""
    for overlap in found:
        one, other = overlap.a, overlap.b
        yield (
            *(one.uid, other.uid, overlap.certainty.value),
            "" if overlap.likelihood is None else float(overlap.likelihood),
            "; ".join(overlap.shared),
            *_ends(overlap.possible_days),
            *(one.title, one.when.text, other.title, other.when.text, _who(one), _who(other), why(overlap)),
        )


def conflicts_report(found: Sequence[Conflict], conflicts: Conflicts, programme: Programme) -> Report:
    """Return conflicts under rules, in the order given; the waived ones say why they are."""
    waived = [conflict for conflict in found if conflict.waiver is not None]
    over = sum(conflict.is_over(conflicts.as_of) for conflict in found if conflict.waiver is None)
    past = f", {over} of them over and listed last" if over else ""
    notes = (
        f"{_count(len(found) - len(waived), 'conflict')}{past}" + (f"; {len(waived)} waived" if waived else ""),
        *(f"Waived: {_sentence(conflict)}" for conflict in waived),
        *(f"Not checked: {words}" for words in conflicts.unchecked),
        *(f"Waives nothing: {unused_words(waiver)}" for waiver in conflicts.unused),
    )
    return Report(
        title=_title("Conflicts", programme),
        columns=("severity", "days", "sure", "what", "activities"),
        rows=tuple(
            (
                conflict.severity.value,
                _days(conflict.days),
                conflict.certainty.value,
                conflict.text,
                _named(conflict.activities),
            )
            for conflict in found
            if conflict.waiver is None
        ),
        notes=notes,
        unbroken=("severity", "days", "sure"),
    )


def unused_words(waiver: Waiver) -> str:
    """Return what to say of a waiver that waives nothing."""
    of_rule = "" if waiver.rule is None else f" under {waiver.rule!r}"
    return f"the waiver of {' and '.join(map(repr, waiver.activities))}{of_rule} ({waiver.reason}); take it out"


def settling_report(found: Sequence[Settling], programme: Programme) -> Report:
    """Return which dates to settle first."""
    return Report(
        title=_title("Settle these dates first", programme),
        columns=("decides", "of", "activity", "with"),
        rows=tuple(
            (
                str(len(settling.decides)),
                str(len(settling.decides) + len(settling.concerns)),
                _activity(settling.activity),
                _named((*settling.decides, *settling.concerns)),
            )
            for settling in found
        ),
        notes=(f"{_count(len(found), 'date')} to settle: how many of its possible overlaps each decides",),
        numbers=("decides", "of"),
    )


def windows_report(found: Sequence[Window], programme: Programme) -> Report:
    """Return the best free windows."""
    free = sum(not window.conflicts for window in found)
    return Report(
        title=_title("Free windows", programme),
        columns=("days", "conflicts", "with", "beside"),
        rows=tuple(
            (
                _days(window.days),
                str(len(window.conflicts)),
                "; ".join(map(_of_window, window.conflicts)),
                _named(window.beside),
            )
            for window in found[:MOST_WINDOWS]
        ),
        notes=(
            f"{min(len(found), MOST_WINDOWS)} of {_count(len(found), 'window')}, {free} of them without any conflict",
        ),
        numbers=("conflicts",),
        unbroken=("days",),
    )


def _of_window(conflict: Conflict) -> str:
    others = [activity for activity in conflict.activities if activity.uid != UID]
    return f"{conflict.severity.value}: {conflict.text}" + (f" ({_named(others)})" if others else "")


def _sentence(conflict: Conflict) -> str:
    reason = "" if conflict.waiver is None else conflict.waiver.reason
    return f"{conflict.text} ({_named(conflict.activities)}): {reason}"


def _unplaced(activities: Sequence[Activity]) -> Iterator[str]:
    if activities:
        yield f"\nNot compared, as no day of them is known: {len(activities)}"
        yield from (f"  {activity.title}" for activity in activities)


def _named(activities: Sequence[Activity]) -> str:
    more = f"; and {len(activities) - MOST_NAMED} more" if len(activities) > MOST_NAMED else ""
    return "; ".join(map(_activity, activities[:MOST_NAMED])) + more


def _activity(activity: Activity) -> str:
    """Return what, whom and when: the date as written."""
    who = f" [{_who(activity)}]" if activity.partners else ""
    return f"{activity.title}{who}, {activity.when.text or 'no date'}"


def _who(activity: Activity) -> str:
    return ", ".join(activity.partners)


def _title(what: str, programme: Programme) -> str:
    return f"{what}: {programme.title}" if programme.title else what


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _days(days: Period | None) -> str:
    if days is None:
        return "open"
    return str(days.first) if days.first == days.last else f"{days.first} to {days.last}"


def _percent(overlap: Overlap[Activity]) -> str:
    """Return how likely it is, without ever rounding a doubt away."""
    if overlap.certainty is Certainty.CERTAIN:
        return ""
    if overlap.likelihood is None:
        return "unknown" if overlap.bounds is None else " to ".join(map(_rounded, overlap.bounds))
    return _rounded(overlap.likelihood)


def _rounded(share: Fraction) -> str:
    if share < Fraction(1, 100):
        return "<1 %"
    return ">99 %" if share > Fraction(99, 100) else f"{round(share * 100)} %"


CONFLICT_COLUMNS = (
    *("severity", "rule", "certainty", "likelihood", "first", "last", "text", "shared"),
    *("uids", "titles", "dates", "waived"),
)


def conflict_rows(found: Iterable[Conflict]) -> Iterator[tuple[object, ...]]:
    """Yield conflicts as rows for spreadsheets, under `CONFLICT_COLUMNS`."""
    for conflict in found:
        yield (
            *(conflict.severity.value, conflict.rule.key, conflict.certainty.value),
            "" if conflict.likelihood is None else float(conflict.likelihood),
            *_ends(conflict.days),
            *(conflict.text, "; ".join(conflict.shared)),
            "; ".join(activity.uid for activity in conflict.activities),
            "; ".join(activity.title for activity in conflict.activities),
            "; ".join(activity.when.text for activity in conflict.activities),
            "" if conflict.waiver is None else conflict.waiver.reason,
        )


def _ends(days: Period | None) -> tuple[date | str, date | str]:
    return ("", "") if days is None else (days.first, days.last)
