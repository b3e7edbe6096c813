"""Owns which of many entries goes with which: candidates without comparing all with all, and the decisions among them.

Knows nothing of what a merge then does. The order of the entries changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nlargest
from itertools import chain, combinations

import attrs

from coecal.matching import ASK, CLOSE, SAME, Comparer, Entry, Match

MOST = 24
"""How many entries may share a key before it is too common to make candidates."""

BEST = 12
"""How many candidates of a row are compared: those with which it shares most keys."""

RARE = 5
"""From how many of its rarest words the keys of a title are made."""


@attrs.frozen
class Pair:
    """An old entry and a new one, by their positions, and what comparing them found."""

    old: int
    new: int
    match: Match


@attrs.frozen
class Pairing:
    """What goes with what.

    Attributes:
        same: the pairs that are one activity, each entry in one at most.
        unsure: the pairs that are to be asked about, the likeliest first.
    """

    same: tuple[Pair, ...]
    unsure: tuple[Pair, ...]


def pair_entries(olds: Sequence[Entry], news: Sequence[Entry]) -> Pairing:
    """Return which new entries are which old ones.

    Args:
        olds: the entries of the programme.
        news: those of the newer issue.
    """
    return decide(likely_pairs(olds, news, Comparer(olds, news)), olds, news)


def likely_pairs(olds: Sequence[Entry], news: Sequence[Entry], comparer: Comparer) -> list[Pair]:
    """Return the pairs that can matter, the likeliest first: one activity, to be asked, or a rival of such a pair."""
    pairs = [
        Pair(old, new, match)
        for old, new in candidates(olds, news, comparer)
        if (match := comparer.compare(olds[old], news[new])).score >= ASK - CLOSE
    ]
    pairs.sort(key=lambda pair: (-pair.match.score, place(olds[pair.old]), place(news[pair.new])))
    return pairs


def candidates(olds: Sequence[Entry], news: Sequence[Entry], comparer: Comparer) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are worth comparing: they share a title, rare words, or who, where and when.

    What too many share makes no candidates, so that the work grows with the number of entries and not its square.
    """
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, entry in enumerate(olds):
        for key in _keys(entry, comparer):
            index[key].append(position)
    index = {key: held for key, held in index.items() if len(held) <= MOST}
    ranks = [place(entry) for entry in olds]
    for position, entry in enumerate(news):
        shared = Counter(chain.from_iterable(index.get(key, ()) for key in _keys(entry, comparer)))
        found: Iterable[int] = shared
        if len(shared) > BEST:
            least = nlargest(BEST, shared.values())[-1]
            sure = [old for old, count in shared.items() if count > least]
            even = sorted((old for old, count in shared.items() if count == least), key=ranks.__getitem__)
            found = (*sure, *even[: BEST - len(sure)])
        yield from ((old, position) for old in found)


def _keys(entry: Entry, comparer: Comparer) -> Iterator[tuple[str, ...]]:
    activity, folded = entry.activity, entry.title.folded
    countries = activity.countries or ("",)
    runners = sorted(entry.runners) or [""]
    first = activity.when.earliest_start or activity.when.earliest_end
    month = "" if first is None else first.isoformat()[:7]
    yield ("title", folded)
    yield ("title and month", folded, month)
    for runner in runners:
        yield ("title and runner", folded, runner)
        yield ("title, runner and month", folded, runner, month)
    stems = [_stem(word) for word in comparer.vocabulary.rarest(entry.title, RARE)]
    for one, other in combinations(sorted(set(stems)), 2):
        yield ("words", one, other)
        for runner in runners:
            yield ("words and runner", one, other, runner, month)
    for country in countries:
        yield ("title and country", folded, country)
        yield ("title, country and month", folded, country, month)
        for stem in stems:
            yield ("word and country", stem, country)
            yield ("word, country and month", stem, country, month)
        for runner in runners:
            yield ("who, where and month", runner, country, month)
            if activity.when.is_firm and first is not None:
                yield ("who, where and day", runner, country, first.isoformat())


def _stem(word: str) -> str:
    return word[:6]


Rank = tuple[str, ...]


def rank(entry: Entry) -> Rank:
    """Return what stands for an entry in the order of decisions; equal for entries that say the same."""
    activity = entry.activity
    days = (activity.when.earliest_start, activity.when.latest_end)
    return (
        entry.title.folded,
        *map(str, days),
        activity.when.text,
        ",".join(sorted(entry.runners)),
        ",".join(activity.countries),
        ",".join(activity.places),
        str(activity.mode),
        str(activity.status),
    )


def place(entry: Entry) -> tuple[Rank, int]:
    """Return what stands for an entry in the order of decisions, and its line where entries say the same."""
    return rank(entry), entry.activity.source.line or 0


def decide(pairs: Sequence[Pair], olds: Sequence[Entry], news: Sequence[Entry]) -> Pairing:
    """Go through the pairs, the likeliest first; one that is not clearly ahead of others is left to be asked.

    Args:
        pairs: some of what `likely_pairs` gives, in its order.
        olds: the entries of the programme.
        news: those of the newer issue.
    """
    old_ranks = {pair.old: rank(olds[pair.old]) for pair in pairs}
    new_ranks = {pair.new: rank(news[pair.new]) for pair in pairs}
    by_old, by_new = _by_end(pairs)
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    asked_old: set[int] = set()
    asked_new: set[int] = set()
    same: list[Pair] = []
    unsure: list[Pair] = []
    for pair in pairs:
        if pair.match.score < ASK:
            break
        if pair.old in taken_old or pair.new in taken_new:
            continue
        rivals = [
            other
            for other in (*by_old[pair.old], *by_new[pair.new])
            if other is not pair
            and other.match.score > pair.match.score - CLOSE
            and other.old not in taken_old
            and other.new not in taken_new
            and (old_ranks[other.old], new_ranks[other.new]) != (old_ranks[pair.old], new_ranks[pair.new])
            and not (pair.match.in_one_country and other.match.in_two_countries)
        ]
        is_open = pair.old in asked_old or pair.new in asked_new
        if pair.match.score >= SAME and not rivals and not is_open:
            same.append(pair)
            taken_old.add(pair.old)
            taken_new.add(pair.new)
        elif not is_open or any(other.match.score - CLOSE < pair.match.score for other in rivals):
            unsure.append(pair)
            asked_old.add(pair.old)
            asked_new.add(pair.new)
    doubtful, split = _parted(same, pairs, {*taken_new, *asked_new}, {*taken_old, *asked_old})
    kept = [pair for pair in same if pair not in doubtful]
    return Pairing(tuple(kept), tuple(sorted((*unsure, *split), key=lambda pair: -pair.match.score)))


def _parted(
    same: Sequence[Pair], pairs: Sequence[Pair], news: AbstractSet[int], olds: AbstractSet[int]
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that are no longer sure, and all that are to be asked about in their place.

    Where a row that is left over would by itself be the same activity too, one was split into two, or two were joined
    into one, and the titles say something else than before: which of them goes on is for people to say.
    """
    left: dict[tuple[str, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.match.score >= SAME and pair.match.is_near and not pair.match.in_two_countries:
            if pair.new not in news:
                left["old", pair.old].append(pair)
            elif pair.old not in olds:
                left["new", pair.new].append(pair)
    doubtful = [pair for pair in same if not pair.match.same_title and (left["old", pair.old] or left["new", pair.new])]
    rest = chain.from_iterable((*left["old", pair.old], *left["new", pair.new]) for pair in doubtful)
    return doubtful, list(dict.fromkeys((*doubtful, *rest)))


def _by_end(pairs: Iterable[Pair]) -> tuple[Mapping[int, list[Pair]], Mapping[int, list[Pair]]]:
    by_old: dict[int, list[Pair]] = defaultdict(list)
    by_new: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_old[pair.old].append(pair)
        by_new[pair.new].append(pair)
    return by_old, by_new
