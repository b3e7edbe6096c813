"""Owns the sweep over many stretches of whole numbers: all pairs that share one, counted before they are made.

Knows nothing of dates: a stretch has a first and a last number, both inclusive, and the number of its owner.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import lt
from typing import TypeAlias

import attrs

Columns: TypeAlias = "tuple[array[int], array[int]]"


@attrs.frozen(repr=False, eq=False)
class Sweep:
    """All pairs of owners whose stretches share a number, in lazy form.

    The stretches that start within the i-th, in order of their starts, are those from i + 1 up to `upper[i]`: two
    lists that stand for all pairs, and whose differences are their number.

    Attributes:
        order: the owner of each stretch, in order of starts.
        upper: for each of them, the index after the last one that starts before it ends.
        is_unique: whether every owner has one stretch; else a pair may come up again, and is dropped then.
    """

    order: list[int]
    upper: list[int]
    is_unique: bool

    @classmethod
    def over(cls, firsts: Sequence[int], lasts: Sequence[int], owners: Sequence[int]) -> Sweep:
        """Return the sweep over stretches given by column; an owner's own stretches must not share a number.

        >>> list(Sweep.over([1, 3, 5, 3], [4, 3, 9, 3], [0, 1, 2, 3]).pairs())
        [(0, 1), (0, 3), (1, 3)]
        """
        by_first = sorted(range(len(firsts)), key=firsts.__getitem__)
        begun = list(map(firsts.__getitem__, by_first))
        upper = list(map(bisect_right, repeat(begun), map(lasts.__getitem__, by_first)))
        return cls(list(map(owners.__getitem__, by_first)), upper, len(set(owners)) == len(owners))

    @property
    def is_in_order(self) -> bool:
        """Whether the pairs come in the order of their owners."""
        return self.is_unique and all(map(lt, self.order, self.order[1:]))

    def count(self) -> int:
        """Return the number of pairs: by subtraction where owners have one stretch each, else by making them."""
        if self.is_unique:
            return sum(self.upper) - len(self.upper) * (len(self.upper) + 1) // 2
        return len(self.columns()[0])

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


def _once(smaller: list[int], greater: list[int]) -> Columns:
    """Return each pair once; a pair is one number meanwhile, to spare memory."""
    size = max(greater, default=0) + 1
    codes = dict.fromkeys(one * size + other for one, other in zip(smaller, greater, strict=True))
    return array("q", (code // size for code in codes)), array("q", (code % size for code in codes))
