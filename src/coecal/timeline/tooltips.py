"""Owns what is told of an activity in words: its tooltip, which is what a screen reader says, too."""

from __future__ import annotations

from collections.abc import Iterator

from coecal.activities import Activity
from coecal.dates import Certainty
from coecal.timeline.clashes import Clash
from coecal.timeline.text import safe
from coecal.timeline.words import Words


def tooltip(activity: Activity, clash: Clash, words: Words) -> str:
    """Return some lines: the title, the date with the words as written and the rules, who, where, and overlaps.

    >>> from coecal.dates import FuzzyDate
    >>> from coecal.timeline.clashes import NO_CLASH
    >>> from coecal.timeline.words import words_of
    >>> drill = Activity(uid="1", title="Drilling", when=FuzzyDate.from_edtf("2026-11-03"), projects=["WELL"])
    >>> print(tooltip(drill, NO_CLASH, words_of("en")))
    Drilling
    "2026-11-03" is an exact date: its days are known.
    It takes place on 3 November 2026.
    Nothing is left open.
    WELL
    """
    return "\n".join(filter(None, (safe(line) for line in _lines(activity, clash, words))))


def title_of(activity: Activity, words: Words) -> str:
    """Return the title on one line, or words in its place where it is blank."""
    return safe(activity.title) or words["timeline.no_title"]


def titled(activity: Activity, words: Words) -> str:
    """Return the title with what was called off said before it."""
    status, title = words.status(activity), title_of(activity, words)
    return words.fill("timeline.prefix", status=status, title=title) if status else title


def _lines(activity: Activity, clash: Clash, words: Words) -> Iterator[str]:
    yield title_of(activity, words)
    if status := words.status(activity):
        yield words.fill("tooltip.status", status=status)
    yield from activity.when.explain(words.language).split("\n")
    if activity.source.heading:
        yield words.fill("tooltip.heading", heading=activity.source.heading)
    yield ", ".join(activity.partners)
    yield where_words(activity, words)
    if clash.other is not None:
        yield _overlap(clash, clash.other, words)


def where_words(activity: Activity, words: Words) -> str:
    """Return the places of an activity, or its countries where none are named, and how people take part."""
    places = activity.places or tuple(map(words.country, activity.countries))
    return ", ".join((*places, *([] if activity.mode is None else [words.mode(activity.mode)])))


def _overlap(clash: Clash, other: Activity, words: Words) -> str:
    how = "overlap_certain" if clash.certainty is Certainty.CERTAIN else "overlap_possible"
    more = "" if clash.count == 1 else words.fill("tooltip.more", count=clash.count - 1)
    when = other.when.text or words["timeline.no_date"]
    return words.fill(f"tooltip.{how}", title=title_of(other, words), when=when, more=more)
