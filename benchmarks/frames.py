"""Measure how long overlaps of tables take on DuckDB, and on PySpark where it is installed.

    python benchmarks/frames.py [--engine duckdb|spark] [--threads N] [--check] [ROWS ...]

Every row is an activity of its own with a stretch of one to five days, half of them windows, and overlaps about ten
others: once by a key of 5,000, once without keys. The rows are read from Parquet, and the pairs counted by
certainty, so that what is measured is the search and not the way out. `--check` holds each pair against the sweep in
Python. Nothing here is a test: the figures depend on the machine.
"""

from __future__ import annotations

import resource
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date, timedelta
from importlib import import_module
from os import environ
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from coecal import frames
from coecal.dates import FuzzyDate, Kind
from coecal.overlaps import find_overlaps
from coecal.ranges import DateRange

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

KEYS = 5_000
FIRST = date(2000, 1, 1)
LONGEST = (date.max - FIRST).days - 10
Row = tuple[int, int, int, int, bool]


def make_rows(count: int, days: int) -> list[Row]:
    """Return id, key, first and last day of each row and whether it is a window, the same ones each time."""
    random = Random(count)  # noqa: S311 - the same numbers each time are what is wanted
    rows = []
    for number in range(count):
        start = random.randrange(days)
        rows.append((number, random.randrange(KEYS), start, start + random.randrange(5), random.random() < 0.5))
    return rows


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as a Parquet file."""
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    numbers, keys, starts, ends, windows = zip(*rows, strict=True)
    first = [FIRST + timedelta(day) for day in starts]
    last = [FIRST + timedelta(day) for day in ends]
    columns = {
        "id": numbers,
        "key": keys,
        "earliest_start": first,
        "latest_start": [end if loose else start for start, end, loose in zip(first, last, windows, strict=True)],
        "earliest_end": [start if loose else end for start, end, loose in zip(first, last, windows, strict=True)],
        "latest_end": last,
    }
    parquet.write_table(pyarrow.table(columns), path)


def sweep(rows: Sequence[Row], *, keyed: bool) -> set[tuple[int, int, str]]:
    """Return the pairs and their certainty as the sweep in Python finds them."""
    keys = {number: str(key) for number, key, *_ in rows}
    dates = []
    for number, _, start, end, is_window in rows:
        ends = FIRST + timedelta(start), FIRST + timedelta(end)
        part = DateRange.window(*ends) if is_window else DateRange.exact(*ends)
        dates.append((number, FuzzyDate("", Kind.WINDOW, (part,))))
    found = find_overlaps(dates, by=keys.__getitem__ if keyed else None)
    certain = set(zip(*found.columns(certain=True), strict=True))
    return {(*pair, "certain" if pair in certain else "possible") for pair in found.pairs()}


def connect(engine: str, threads: int) -> object:
    """Return DuckDB or a local Spark with so many threads."""
    ibis = import_module("ibis")
    if engine == "duckdb":
        return ibis.duckdb.connect(threads=threads)
    environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = import_module("pyspark.sql").SparkSession.builder.master(f"local[{threads}]")
    for name, value in (("ui.enabled", "false"), ("driver.host", "127.0.0.1"), ("driver.memory", "3g")):
        builder = builder.config(f"spark.{name}", value)
    session = builder.config("spark.sql.shuffle.partitions", str(4 * threads)).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def count(found: ir.Table) -> int:
    """Compute all pairs and return how many there are."""
    tally = found.group_by("certainty").agg(pairs=found.count()).to_pyarrow().to_pylist()
    return sum(row["pairs"] for row in tally)


def measure(name: str, found: ir.Table) -> None:
    """Print how long it takes to compute an expression, twice: Spark compiles in the first run."""
    for run in ("first", "second"):
        start, busy = perf_counter(), process_time()
        pairs = count(found)
        took, used = perf_counter() - start, process_time() - busy
        print(f"  {name:<12}{run:<8}{pairs:>12,} pairs{took:>9.2f} s{used:>9.2f} s of processor", flush=True)


def check(found: ir.Table, expected: set[tuple[int, int, str]]) -> None:
    """Hold every pair against the sweep."""
    table = found.to_pyarrow()
    assert len(table) == len(expected)
    assert set(zip(*(table[name].to_pylist() for name in ("a", "b", "certainty")), strict=True)) == expected
    print(f"  {len(expected):,} pairs are those of the sweep", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the whole table."""
    parser = ArgumentParser(description="Measure how long overlaps of tables take.")
    parser.add_argument("rows", nargs="*", type=int, default=[200_000, 1_000_000], metavar="ROWS")
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="hold every pair against the sweep in Python")
    options = parser.parse_args(arguments)
    connection = connect(options.engine, options.threads)
    with TemporaryDirectory() as folder:
        for size in options.rows:
            for by, days in (("key", max(5, size // KEYS // 2)), (None, min(LONGEST, size // 2))):
                path = Path(folder) / f"{size}-{by}.parquet"
                rows = make_rows(size, days)
                write_rows(rows, path)
                table = connection.read_parquet(str(path))  # type: ignore[attr-defined]
                found = frames.overlaps(table, by)
                print(f"{size:,} rows, {options.engine}, {options.threads} threads")
                measure("by key" if by else "without", found)
                if options.check:
                    check(found, sweep(rows, keyed=by is not None))
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
