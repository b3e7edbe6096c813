"""Owns which of many entries goes with which: candidates without comparing all with all, and the decisions among them.

Knows nothing of what a merge then does. The order of the entries changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import chain, combinations

import attrs

from coecal.activities import Status
from coecal.matching import ASK, CLOSE, LEFT, SAME, Comparer, Entry, Match

MOST = 24
"""How many entries may share a key before it is too common to make candidates."""

BEST = 12
"""How many candidates of a row are compared: those with which it shares most keys."""

RARE = 5
"""From how many of its rarest words the keys of a title are made."""


_FEW = 3
"""How many pairs may be as likely as one another for a question about what is left over."""

_End = tuple[str, int]


@attrs.frozen
class Pair:
    """An old entry and a new one, by their positions, and what comparing them found."""

    old: int
    new: int
    match: Match

    @property
    def ends(self) -> tuple[_End, _End]:
        """The two entries, each with the side that it stands on."""
        return ("old", self.old), ("new", self.new)


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
        if (match := comparer.compare(olds[old], news[new])).score >= min(LEFT, ASK - CLOSE)
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
    return _Decisions(pairs, olds, news).pairing()


class _Decisions:
    """What has been decided so far: which entries are taken or asked about, and which are left over."""

    def __init__(self, pairs: Sequence[Pair], olds: Sequence[Entry], news: Sequence[Entry]) -> None:
        self._pairs = pairs
        self._olds = olds
        self._old_ranks = {pair.old: rank(olds[pair.old]) for pair in pairs}
        self._new_ranks = {pair.new: rank(news[pair.new]) for pair in pairs}
        self._same: list[Pair] = []
        self._unsure: list[Pair] = []
        self._taken: set[_End] = set()
        self._asked: set[_End] = set()

    def pairing(self) -> Pairing:
        """Return what goes with what."""
        by_end = _by_end(pair for pair in self._pairs if not pair.match.is_translated)
        for pair in self._pairs:
            if pair.match.score < ASK:
                break
            if not pair.match.is_translated and self._taken.isdisjoint(pair.ends):
                self._decide(pair, [other for end in pair.ends for other in by_end[end] if other is not pair])
        self._ask_about_parts()
        self._ask_about_the_rest()
        return Pairing(tuple(self._same), tuple(sorted(self._unsure, key=lambda pair: -pair.match.score)))

    def _decide(self, pair: Pair, others: Iterable[Pair]) -> None:
        rivals = [other for other in others if self._is_rival(other, pair)]
        is_open = not self._asked.isdisjoint(pair.ends)
        if pair.match.score >= SAME and not rivals and not is_open:
            self._same.append(pair)
            self._taken.update(pair.ends)
        elif not is_open or pair.match.is_part or any(other.match.score - CLOSE < pair.match.score for other in rivals):
            self._ask(pair)

    def _ask(self, pair: Pair) -> None:
        self._unsure.append(pair)
        self._asked.update(pair.ends)

    def _is_rival(self, other: Pair, pair: Pair) -> bool:
        """Whether another candidate is so near that people have to say which it is; what says the same is none."""
        return (
            other.match.score > pair.match.score - CLOSE
            and self._taken.isdisjoint(other.ends)
            and self._ranks(other) != self._ranks(pair)
            and not (pair.match.in_one_country and other.match.in_two_countries)
        )

    def _ranks(self, pair: Pair) -> tuple[Rank, Rank]:
        return self._old_ranks[pair.old], self._new_ranks[pair.new]

    def _is_left(self, end: _End) -> bool:
        return end not in self._taken and end not in self._asked

    def _ask_about_parts(self) -> None:
        """Ask which goes on where one activity was split into two, or two were joined into one.

        Then a row that is left over would by itself be the same activity too, or says what the title of the other
        says no more.
        """
        left = _by_end(
            pair for pair in self._pairs if not pair.match.is_translated and sum(map(self._is_left, pair.ends)) == 1
        )
        for pair in [pair for pair in self._same if not pair.match.same_title]:
            parts = [
                other
                for side, end in enumerate(pair.ends)
                for other in left[end]
                if _is_part(other.match, pair.match, side)
            ]
            if parts:
                self._same.remove(pair)
                self._taken.difference_update(pair.ends)
                for each in (pair, *parts):
                    self._ask(each)

    def _ask_about_the_rest(self) -> None:
        """Ask whether what was planned and has no row is one of the rows that would be new, where these are few."""
        rest = [
            pair
            for pair in self._pairs
            if pair.match.score >= (ASK if pair.match.is_translated else LEFT)
            and pair.match.has_one_runner
            and all(map(self._is_left, pair.ends))
            and self._olds[pair.old].activity.status in (Status.PLANNED, Status.POSTPONED)
        ]
        by_end = _by_end(rest)
        for pair in rest:
            near = [other for end in pair.ends for other in by_end[end] if other.match.score > pair.match.score - CLOSE]
            if len(set(near)) <= _FEW:
                self._ask(pair)


def _is_part(other: Match, pair: Match, side: int) -> bool:
    """Whether a row that is left over may be the other part of what was split (side 0) or joined (side 1)."""
    if other.score >= SAME and other.is_near and not other.in_two_countries:
        return True
    return other.score >= ASK and not set(pair.only[side]) <= set(other.only[side])


def _by_end(pairs: Iterable[Pair]) -> Mapping[_End, list[Pair]]:
    found: dict[_End, list[Pair]] = defaultdict(list)
    for pair in pairs:
        for end in pair.ends:
            found[end].append(pair)
    return found
