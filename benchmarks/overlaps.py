"""Measure how long it takes to find all overlaps, beside other packages where they are installed.

    python benchmarks/overlaps.py [--slow] [SIZE ...]

Every item is one firm stretch of one to five days, spread so that it overlaps about ten others. Each figure is the
best of three runs, in seconds; then how many times that is what making the tuples alone takes, and the memory that it
takes at most, in a run of its own. Nothing here is a test: the figures depend on the machine.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from itertools import pairwise
from random import Random
from time import perf_counter
from tracemalloc import get_traced_memory, start, stop
from typing import NamedTuple

from coecal.dates import FuzzyDate, Kind
from coecal.overlaps import find_overlaps
from coecal.ranges import DateRange
from coecal.sweep import Sweep

KEYS = 5_000
SLOW_FROM = 20_000
DATES_UNTIL = 200_000
FIRST = date(1900, 1, 1).toordinal()


class Stretches(NamedTuple):
    """The first and last day of every item, as whole numbers."""

    firsts: list[int]
    lasts: list[int]

    @property
    def size(self) -> int:
        """The number of items."""
        return len(self.firsts)


def make_stretches(size: int, days: int) -> Stretches:
    """Return stretches of one to five days within so many days, the same ones each time."""
    random = Random(size)  # noqa: S311 - the same numbers each time are what is wanted
    firsts = [FIRST + random.randrange(days) for _ in range(size)]
    return Stretches(firsts, [first + random.randrange(5) for first in firsts])


def best_of(work: Callable[[], object], runs: int = 3) -> float:
    """Return the least time that the work takes."""
    times = []
    for _ in range(runs):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def peak_of(work: Callable[[], object]) -> float:
    """Return the most memory that the work takes at a time, in MB, as far as Python knows of it."""
    start()
    work()
    peak = get_traced_memory()[1]
    stop()
    return peak / 1_000_000


def sweep(data: Stretches) -> Sweep:
    """Sort and search: all that is done before pairs are made."""
    return Sweep(data.firsts, data.lasts, range(data.size))


def ncls(data: Stretches) -> int:
    """Make the pairs with ncls, a nested containment list in C."""
    numpy = import_module("numpy")
    firsts, lasts = numpy.array(data.firsts), numpy.array(data.lasts) + 1
    ids = numpy.arange(data.size)
    ones, others = import_module("ncls").NCLS(firsts, lasts, ids).all_overlaps_both(firsts, lasts, ids)
    return int((ones < others).sum())


def superintervals(data: Stretches) -> int:
    """Make the pairs with superintervals, an index in C++."""
    index = import_module("superintervals").IntervalMap()
    for item, (first, last) in enumerate(zip(*data, strict=True)):
        index.add(first, last, item)
    index.build()
    return len(
        [
            (item, other)
            for item, (first, last) in enumerate(zip(*data, strict=True))
            for other in index.search_values(first, last)
            if item < other
        ]
    )


def intervaltree(data: Stretches) -> int:
    """Make the pairs with intervaltree, a balanced tree in Python."""
    rows = [(first, last + 1, item) for item, (first, last) in enumerate(zip(*data, strict=True))]
    tree = import_module("intervaltree").IntervalTree.from_tuples(rows)
    return len(
        [(item, found.data) for first, end, item in rows for found in tree.overlap(first, end) if item < found.data]
    )


def portion(data: Stretches) -> int:
    """Make the pairs with the intervals of portion, sorted, as it has no index of its own."""
    closed = import_module("portion").closed
    rows = sorted((first, item, closed(first, last)) for item, (first, last) in enumerate(zip(*data, strict=True)))
    pairs = []
    for rank, (_, item, interval) in enumerate(rows, start=1):
        for _, other, following in rows[rank:]:
            if not interval.overlaps(following):
                break
            pairs.append((item, other))
    return len(pairs)


PEERS = {"ncls": ncls, "superintervals": superintervals, "intervaltree": intervaltree, "portion": portion}
SLOW = {"intervaltree", "portion"}


def make_dates(data: Stretches) -> list[tuple[int, FuzzyDate]]:
    """Return the items as `find_overlaps` takes them."""
    ranges = (
        DateRange.exact(date.fromordinal(first), date.fromordinal(last)) for first, last in zip(*data, strict=True)
    )
    return [(item, FuzzyDate("", Kind.EXACT, (part,))) for item, part in enumerate(ranges)]


def report(what: str, work: Callable[[], object], runs: int = 3, *, limit: float | None = None) -> float:
    """Measure and print one line of the table; return the seconds."""
    seconds = best_of(work, runs)
    beside = "" if limit is None else f"{seconds / limit:>8.1f} x{peak_of(work):>9.0f} MB"
    print(f"  {what:<40}{seconds:>9.4f}{beside}", flush=True)
    return seconds


def measure_sweep(data: Stretches) -> None:
    """Print how long the sweep over whole numbers takes, beside the least that pairs in Python can take."""
    ones, others = sweep(data).columns()
    print(f"\n{data.size:,} items, {len(ones):,} pairs, {2 * len(ones) / data.size:.1f} partners each")
    limit = report("the tuples alone (the limit)", lambda: list(zip(ones, others, strict=True)))
    report("sweep, number of pairs", lambda: sweep(data).count(), limit=limit)
    report("sweep, columns", lambda: sweep(data).columns(), limit=limit)
    report("sweep, tuples", lambda: list(sweep(data).pairs()), limit=limit)


def measure_dates(data: Stretches, *, each: bool) -> float:
    """Print how long it takes from fuzzy dates on; return how long counting does."""
    items = make_dates(data)
    seconds = report("find_overlaps, len()", lambda: len(find_overlaps(items)))
    report("find_overlaps, columns", lambda: find_overlaps(items).columns())
    report("find_overlaps, columns of certain ones", lambda: find_overlaps(items).columns(certain=True))
    if each:
        report("an Overlap for each pair", lambda: sum(1 for _ in find_overlaps(items)), runs=1)
    return seconds


def measure_keys(data: Stretches) -> None:
    """Print how long it takes by key, with one and with two keys an item."""
    items = make_dates(data)
    for what, keys in (("one key", one_key), ("two keys", two_keys)):
        size = len(find_overlaps(items, by=keys))
        report(f"by {what} of {KEYS:,}, len(): {size:,}", partial(count_by, items, keys))


def one_key(item: int) -> tuple[str, ...]:
    """Return the key of an item."""
    return (str(item % KEYS),)


def two_keys(item: int) -> tuple[str, ...]:
    """Return two keys of an item."""
    return (str(item % KEYS), str(item // 7 % KEYS))


def count_by(items: Sequence[tuple[int, FuzzyDate]], keys: Callable[[int], tuple[str, ...]]) -> int:
    """Return the number of pairs by key."""
    return len(find_overlaps(items, by=keys))


def measure_peers(data: Stretches, *, slow: bool) -> None:
    """Print how long other packages take for the same pairs."""
    pairs = sweep(data).count()
    for name, work in PEERS.items():
        if name in SLOW and data.size > SLOW_FROM and not slow:
            print(f"  {name:<40}  skipped: give --slow to run it on so many")
            continue
        try:
            import_module(name)
        except ImportError as error:
            print(f"  {name:<40}  skipped: {error}")
            continue
        assert work(data) == pairs
        report(name, partial(work, data), runs=1 if name in SLOW else 3)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the whole table."""
    parser = ArgumentParser(description="Measure how long it takes to find all overlaps.")
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000], metavar="SIZE")
    parser.add_argument("--slow", action="store_true", help="run the slow packages on large sizes too")
    options = parser.parse_args(arguments)
    counted: dict[int, float] = {}
    for size in options.sizes:
        data = make_stretches(size, days=max(1, size // 2))
        measure_sweep(data)
        counted[size] = measure_dates(data, each=size <= DATES_UNTIL)
        if size <= DATES_UNTIL:
            measure_keys(make_stretches(size, days=max(1, size // KEYS // 2)))
        measure_peers(data, slow=options.slow)
    print()
    for (size, seconds), (larger, longer) in pairwise(counted.items()):
        print(f"{larger / size:.0f} times as many items: counting took {longer / seconds:.1f} times as long")


if __name__ == "__main__":
    main()
