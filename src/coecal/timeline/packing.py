"""Owns the packing of stretches into rows: none covers another, and there are as few rows as can be."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush


def pack(extents: Sequence[tuple[float, float]], gap: float = 0.0) -> list[int]:
    """Return the row of each extent, counting from 0; two in one row are at least `gap` apart.

    In order of their starts, each takes the uppermost row that is free. That takes n log n steps, and as many rows
    as there are extents in the place where most of them meet (each widened by the gap), which is the least there is.

    Args:
        extents: from where to where each reaches.
        gap: what has to stay free between two of them.

    >>> pack([(0, 4), (5, 6), (3, 8)], gap=1)
    [0, 0, 1]
    """
    rows = [0] * len(extents)
    taken: list[tuple[float, int]] = []  # until where a row is taken
    free: list[int] = []
    count = 0
    for position in sorted(range(len(extents)), key=lambda place: (extents[place], place)):
        start, end = extents[position]
        while taken and taken[0][0] <= start:
            heappush(free, heappop(taken)[1])
        if free:
            row = heappop(free)
        else:
            row, count = count, count + 1
        rows[position] = row
        heappush(taken, (end + gap, row))
    return rows
