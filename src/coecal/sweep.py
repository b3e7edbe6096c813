"""Owns the sweep over many stretches of whole numbers: all pairs that share one, counted before they are made.

Knows nothing of dates: a stretch has a first and a last number, both inclusive, and the number of its owner.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, repeat
from operator import lt, mul
from typing import TypeAlias

import attrs

Columns: TypeAlias = "tuple[array[int], array[int]]"

CELLS_EACH = 16
"""How many numbers there may be for each stretch to keep a cell for every one of them."""


@attrs.frozen(repr=False, eq=False)
class Sweep:
    """All pairs of owners whose stretches share a number, in lazy form.

    The stretches that start within the i-th, in order of their starts, are those from i + 1 up to `upper[i]`: two
    lists that stand for all pairs, and whose differences are their number. They are made when they are first used.

    Attributes:
        firsts: the first number of each stretch.
        lasts: the last number of each.
        owners: the owner of each; an owner's own stretches must not share a number.
        is_unique: whether every owner has one stretch; else a pair may come up again, and is dropped then.

    >>> list(Sweep([1, 3, 5, 3], [4, 3, 9, 3], [0, 1, 2, 3]).pairs())
    [(0, 1), (0, 3), (1, 3)]
    """

    firsts: Sequence[int]
    lasts: Sequence[int]
    owners: Sequence[int]

    @cached_property
    def is_unique(self) -> bool:
        """Whether every owner has one stretch."""
        return isinstance(self.owners, range) or len(set(self.owners)) == len(self.owners)

    @cached_property
    def _by_first(self) -> list[int]:
        return sorted(range(len(self.firsts)), key=self.firsts.__getitem__)

    @cached_property
    def order(self) -> list[int]:
        """The owner of each stretch, in order of starts."""
        return list(map(self.owners.__getitem__, self._by_first))

    @cached_property
    def upper(self) -> list[int]:
        """For each stretch in that order, the index after the last one that starts before it ends."""
        begun = list(map(self.firsts.__getitem__, self._by_first))
        return list(map(bisect_right, repeat(begun), map(self.lasts.__getitem__, self._by_first)))

    @property
    def is_in_order(self) -> bool:
        """Whether the pairs come in the order of their owners."""
        return self.is_unique and all(map(lt, self.order, self.order[1:]))

    def count(self) -> int:
        """Return the number of pairs: by subtraction where owners have one stretch each, else by making them.

        A stretch has as many before it, or beside it, as have begun by its end; so it is enough to count the starts
        and the ends of each number, in order.
        """
        if not self.is_unique:
            return len(self.columns()[0])
        size = len(self.firsts)
        begun, over = _tallies(self.firsts, self.lasts)
        within: int = sum(map(mul, over, accumulate(begun)))
        return within - size * (size + 1) // 2

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield each pair of owners once, the smaller number first, in order of starts."""
        if not self.is_unique:
            yield from zip(*self.columns(), strict=True)
            return
        order = self.order
        for rank, (one, upper) in enumerate(zip(order, self.upper, strict=True), start=1):
            for other in order[rank:upper]:
                yield (one, other) if one < other else (other, one)

    def columns(self) -> Columns:
        """Return the smaller and the greater owner of each pair, in the same order as `pairs`."""
        smaller: list[int] = []
        greater: list[int] = []
        order = self.order
        for rank, (one, upper) in enumerate(zip(order, self.upper, strict=True), start=1):
            for other in order[rank:upper]:
                # Written out, as this is where the time goes.
                if one < other:
                    smaller.append(one)
                    greater.append(other)
                else:
                    smaller.append(other)
                    greater.append(one)
        return (array("q", smaller), array("q", greater)) if self.is_unique else _once(smaller, greater)


def _tallies(firsts: Sequence[int], lasts: Sequence[int]) -> tuple[Iterable[int], Iterable[int]]:
    """Return how many stretches start on each number and how many end on it, in the order of numbers.

    Where the numbers lie close, each has a cell: many times as fast as looking it up, and as far as a million goes.
    """
    low, high = min(firsts, default=0), max(lasts, default=0)
    if high - low > CELLS_EACH * len(firsts):
        starts, ends = Counter(firsts), Counter(lasts)
        numbers = sorted(starts.keys() | ends.keys())
        return map(starts.get, numbers, repeat(0)), map(ends.get, numbers, repeat(0))
    begun, over = [0] * (high - low + 1), [0] * (high - low + 1)
    for number in firsts:
        begun[number - low] += 1
    for number in lasts:
        over[number - low] += 1
    return begun, over


def _once(smaller: list[int], greater: list[int]) -> Columns:
    """Return each pair once; a pair is one number meanwhile, to spare memory."""
    size = max(greater, default=0) + 1
    codes = dict.fromkeys(one * size + other for one, other in zip(smaller, greater, strict=True))
    return array("q", (code // size for code in codes)), array("q", (code % size for code in codes))
