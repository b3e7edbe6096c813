"""Owns what is told of an activity in words: its tooltip, which is what a screen reader says, too."""

from __future__ import annotations

from collections.abc import Iterator

from coecal.activities import Activity, Status
from coecal.dates import Certainty
from coecal.timeline.clashes import Clash
from coecal.timeline.lanes import is_cancelled, name_of_country
from coecal.timeline.text import safe


def tooltip(activity: Activity, clash: Clash) -> str:
    """Return some lines: the title, the date with the words as written and the rules, who, where, and overlaps.

    >>> from coecal.dates import FuzzyDate
    >>> from coecal.timeline.clashes import NO_CLASH
    >>> drill = Activity(uid="1", title="Drilling", when=FuzzyDate.from_edtf("2026-11-03"), projects=["WELL"])
    >>> print(tooltip(drill, NO_CLASH))
    Drilling
    "2026-11-03" is an exact date: its days are known.
    It takes place on 3 November 2026.
    Nothing is left open.
    WELL
    """
    return "\n".join(filter(None, (safe(line) for line in _lines(activity, clash))))


def title_of(activity: Activity) -> str:
    """Return the title on one line, or words in its place where it is blank."""
    return safe(activity.title) or "(without a title)"


def _lines(activity: Activity, clash: Clash) -> Iterator[str]:
    yield title_of(activity)
    if is_cancelled(activity):
        yield "Cancelled."
    elif activity.status is Status.POSTPONED:
        yield "Postponed."
    yield from activity.when.explain().split("\n")
    if activity.source.heading:
        yield f"Listed under {activity.source.heading}."
    yield ", ".join((*activity.projects, *activity.organisers))
    yield _where(activity)
    if clash.other is not None:
        yield _overlap(clash, clash.other)


def _where(activity: Activity) -> str:
    places = activity.places or tuple(map(name_of_country, activity.countries))
    return ", ".join((*places, *([] if activity.mode is None else [activity.mode.value])))


def _overlap(clash: Clash, other: Activity) -> str:
    how = "Overlaps for certain" if clash.certainty is Certainty.CERTAIN else "Possibly overlaps"
    others = "" if clash.count == 1 else f" and {clash.count - 1} more"
    return f"{how} with {title_of(other)} ({other.when.text or 'no date'}){others}."
