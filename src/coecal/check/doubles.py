"""Owns the search for events that one issue lists twice: with other titles, by other projects, on slightly other days.

A repetition in another month, the parts of a series, and an event beside another of the same days are no doubles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations, pairwise, product

import attrs

from coecal.activities import Activity, Mode
from coecal.check.codes import Remark, codes
from coecal.dates import Certainty, Kind
from coecal.likeness import compare_numbers, compare_titles
from coecal.matching import Comparer, Entry
from coecal.programme import Programme
from coecal.projects import name_key
from coecal.updates import same_days

DOUBLE = 4.0
"""From how many points on two rows are taken for one event."""

MOST = 200
"""How many rows may share a key before it is too common to compare them all."""


_Point = tuple[float, str]


@attrs.frozen
class _Double:
    """Two rows, the points for their being one event, and the reasons."""

    points: float
    reasons: tuple[str, ...]


_NO_DOUBLE = _Double(0.0, ())


def check_doubles(programme: Programme, earlier: Iterable[Activity] = ()) -> Iterator[Remark]:
    """Yield the pairs of rows that look like one event.

    Args:
        programme: the rows, of one issue.
        earlier: rows of earlier issues, which have a history; they are compared with those of the programme alone.
    """
    entries = [
        Entry.of(activity)
        for activity in (*programme.activities, *earlier)
        if not activity.is_cancelled and activity.when.kind is not Kind.RECURRING
    ]
    comparer = Comparer(entries)
    for one, other in _near_pairs(entries):
        if entries[one].activity.history and entries[other].activity.history:
            continue
        double = _compare(entries[one], entries[other], comparer)
        if double.points >= DOUBLE:
            yield _remark(entries[one], entries[other], double)


def _near_pairs(entries: list[Entry]) -> list[tuple[int, int]]:
    """Return the pairs of rows that may fall on the same days in one country, or online."""
    groups: dict[tuple[str, str], set[int]] = defaultdict(set)
    for position, entry in enumerate(entries):
        activity = entry.activity
        wheres = {*activity.countries, *({"online"} if activity.mode is Mode.ONLINE else ()), *_neighbours(entry)}
        for where, month in product(sorted(wheres), _months(entry)):
            groups[where, month].add(position)
    pairs = {pair for group in groups.values() if len(group) <= MOST for pair in combinations(sorted(group), 2)}
    return sorted(pairs)


def _neighbours(entry: Entry) -> list[str]:
    """Return the pairs of neighbouring words of a title, by which rows without a common place are still found."""
    words = entry.title.words
    return [f"{one} {other}" for one, other in pairwise(words)]


def _months(entry: Entry) -> set[str]:
    when = entry.activity.when
    ends = [day for day in (when.earliest_start, when.latest_end) if day is not None]
    return {day.isoformat()[:7] for day in ends}


def _compare(one: Entry, other: Entry, comparer: Comparer) -> _Double:
    """Return the points for two rows being one event; none where something rules it out."""
    numbers = compare_numbers(one.title, other.title)
    overlap = one.activity.when.compare(other.activity.when)
    if numbers.apart is not None or overlap.certainty is Certainty.NONE:
        return _NO_DOUBLE
    place = _place(one, other)
    if place is None:
        return _NO_DOUBLE
    found = [_titles(one, other, comparer), *_days(one, other, overlap.certainty), *place, *_runners(one, other)]
    if numbers.lacking is not None and numbers.lacking[0].isalpha():
        found.append((-1.5, ""))
    points = sum(points for points, _ in found)
    return _Double(round(points, 2), tuple(words for _, words in found if words))


def _titles(one: Entry, other: Entry, comparer: Comparer) -> _Point:
    likeness = compare_titles(one.title, other.title, comparer.vocabulary)
    names = one.title.names | other.title.names
    only = [[word for word in words if word in names] for words in likeness.only]
    # "… in Albania" and "… in Kosovo" are two of a series.
    apart = 3.0 if all(only) and likeness.share > 0.6 else 0.0
    words = "the same title" if likeness.same else f"titles alike by {likeness.share:.0%}"
    return 8 * (likeness.share - 0.3) - apart, words


def _days(one: Entry, other: Entry, certainty: Certainty) -> list[_Point]:
    first, second = one.activity.when, other.activity.when
    if not (first.is_firm and second.is_firm):
        return [(0.5, "the same date" if same_days(first, second) else "dates that can be one")]
    if not same_days(first, second):
        return [(1.0, "days that overlap")] if certainty is Certainty.CERTAIN else []
    found = [(2.5 if first.ranges[0].min_days > 1 else 1.5, "the same days")]
    if _common_words(one.title.words, other.title.words) >= 3:
        found.append((1.5, "the same phrase"))
    return found


def _common_words(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many words in a row two titles have in common at most."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _place(one: Entry, other: Entry) -> list[_Point] | None:
    """Return what the places and modes say; None where the countries are others."""
    found: list[_Point] = []
    first, second = set(one.activity.countries), set(other.activity.countries)
    if first and second:
        if not first & second:
            return None
        found.append((1.0, "the same country"))
    if one.places & other.places:
        found.append((1.0, "the same town"))
    elif one.places and other.places:
        found.append((-2.0, ""))
    modes = (one.activity.mode, other.activity.mode)
    if modes == (Mode.ONLINE, Mode.ONLINE):
        found.append((0.5, "both online"))
    elif set(modes) == {Mode.ONLINE, Mode.IN_PERSON}:
        found.append((-1.0, ""))
    return found


def _runners(one: Entry, other: Entry) -> list[_Point]:
    """Return what those who run the rows say: several who run both together, or one that the other's title names."""
    shared = one.runners & other.runners
    found: list[_Point] = []
    if shared:
        together = one.runners == other.runners and len(shared) > 1
        found.append((3.5, "the same who run it together") if together else (1.0, "one who runs both"))
    if one.runners != other.runners and (_names(one, other) or _names(other, one)):
        found.append((1.5, "one title names who runs the other"))
    return found


def _names(one: Entry, other: Entry) -> bool:
    """Whether the title of the one names somebody who runs the other."""
    letters = name_key(one.activity.title)
    return any(len(runner) >= 4 and runner in letters for runner in other.runners)


def _remark(one: Entry, other: Entry, double: _Double) -> Remark:
    first, second = one.activity, other.activity
    why = ", ".join(double.reasons)
    if first.history or second.history:
        return codes()["kept-apart"].about(first, second, other=second.title, why=why)
    if same_days(first.when, second.when):
        return codes()["duplicate"].about(first, second, other=second.title, why=why)
    return codes()["duplicate-dates-differ"].about(
        first,
        second,
        other=second.title,
        why=why,
        date=first.when.text or "no date",
        other_date=second.when.text or "no date",
    )
