"""All benchmarks in short, in one table: what is measured, by whom, and the figure.

    python -m benchmarks [NAME ...]

From the folder of the clone. Each is a script of its own too, which measures more and larger things and says what it
does: `python benchmarks/overlaps.py --help`. What a row needs and is not installed is skipped, and the reason stands in
its place; the peers come with `pip install date-wrangler dateparser daterangeparser ncls superintervals intervaltree
portion ics vobject`, the last two readers of dates as `benchmarks/dates.py` says. Nothing here is a test: the figures
depend on the machine.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from types import ModuleType
from typing import NamedTuple


class Row(NamedTuple):
    """One figure: what is measured, by which package, and how it came out."""

    measured: str
    by: str
    figure: str


def script(name: str) -> ModuleType:
    """Return a script of this folder."""
    return import_module(f"benchmarks.{name}")


def peers(measured: str, works: dict[str, Callable[[], str]]) -> Iterator[Row]:
    """Yield the figure of each package, or why there is none."""
    for name, work in works.items():
        try:
            yield Row(measured, name, work())
        except ImportError as error:
            yield Row(measured, name, f"skipped: {error}")


def dates() -> Iterator[Row]:
    """Read distinct strings that newsletters mix, and tell the right first and last day."""
    bench = script("dates")
    known, texts = bench.cases(), bench.mixed()

    def said(speed: float, answers: list[object]) -> str:
        right = sum(answer == days for answer, (_, days) in zip(answers, known, strict=True))
        return f"{speed:,.0f} a second, {right / len(known):.0%} of {len(known)} cases right"

    def figures(find: Callable[[], Callable[[str], object]], step: int = 1) -> str:
        read = find()
        return said(bench.timed(read, texts[::step]), [read(text) for text, _ in known])

    def chrono() -> str:
        seconds, _ = bench.chrono(texts)
        return said(len(texts) / seconds, bench.chrono([text for text, _ in known])[1])

    readers: dict[str, Callable[[], Callable[[str], object]]] = {
        "coecal": lambda: bench.coecal,
        "date-wrangler": bench.date_wrangler,
        "dateparser": bench.dateparser,
        "daterangeparser": bench.daterangeparser,
    }
    works = {name: partial(figures, find) for name, find in readers.items()}
    works["recognizers-text"] = partial(figures, bench.recognizers, 25)  # all texts would take minutes
    yield from peers("dates in words", {**works, "chrono-node": chrono})


def imports() -> Iterator[Row]:
    """Import the package beside what it stands on."""
    for each in script("imports").measure(5):
        yield Row(each.statement[:35], "", f"{each.seconds * 1e3:.1f} ms, {each.modules} modules")


def newsletter() -> Iterator[Row]:
    """Read the rows of a newsletter."""
    bench = script("newsletter")
    text = bench.newsletter(1_000)
    start = process_time()
    bench.read_newsletter(text)
    yield Row("newsletter of 1,000 rows", "coecal", f"{1_000 / (process_time() - start):,.0f} rows a second")


def tables() -> Iterator[Row]:
    """Read a table of activities from CSV and Excel."""
    bench = script("tables")
    works: dict[str, Callable[[], Callable[[Path], object]]] = {
        "coecal": lambda: bench.coecal,
        "pandas + dateparser": lambda: bench.with_dateparser(_needing("pandas", bench.pandas)),
        "polars + dateparser": lambda: bench.with_dateparser(_needing("polars", bench.polars)),
    }
    with tempfile.TemporaryDirectory() as folder:
        rows, days = bench.rows_of(500, 0, again=False)
        files = [(bench.written(Path(folder), "once", rows), days)]

        def figures(find: Callable[[], Callable[[Path], object]]) -> str:
            csv, xlsx, right = bench.line("", find(), files).split()
            return f"{csv} rows a second from CSV, {xlsx} from XLSX, {right} of dates right"

        yield from peers("table of 500 rows", {name: partial(figures, find) for name, find in works.items()})


def _needing(package: str, read: Callable[[Path], object]) -> Callable[[Path], object]:
    """Return what reads with a package, which has to be there."""
    import_module(package)
    return read


def overlaps() -> Iterator[Row]:
    """Find all pairs of 10,000 stretches that overlap."""
    bench = script("overlaps")
    data = bench.make_stretches(10_000, days=5_000)
    items = bench.make_dates(data)
    works: dict[str, Callable[[], object]] = {
        "coecal, len()": lambda: len(bench.find_overlaps(items)),
        "coecal, columns": lambda: bench.find_overlaps(items).columns(),
        "coecal, the sweep alone": lambda: bench.sweep(data).columns(),
        **{name: partial(work, data) for name, work in bench.PEERS.items()},
    }

    def seconds(name: str) -> str:
        return f"{bench.best_of(works[name], 1 if name in bench.SLOW else 3):.4f} s"

    yield from peers("overlaps of 10,000 stretches", {name: partial(seconds, name) for name in works})


def frames() -> Iterator[Row]:
    """Find the overlaps of a table in DuckDB."""
    bench = script("frames")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        bench.write_rows(bench.make_rows(50_000, 25_000), path)
        found = bench.frames.overlaps(bench.connect("duckdb", 1).read_parquet(str(path)), None)
        start = perf_counter()
        pairs = bench.count(found)
        yield Row(
            "overlaps of a table of 50,000 rows", "coecal, DuckDB", f"{perf_counter() - start:.2f} s, {pairs:,} pairs"
        )


def matching() -> Iterator[Row]:
    """Say which rows of two labelled issues are one activity."""
    bench = script("matching")
    for name, file in bench.FILES.items():
        right = wrong = total = 0
        for issue in bench.labelled(file):
            same = {(pair.old, pair.new) for pair in bench.pair_entries(issue.olds, issue.news).same}
            right += len(same & issue.same)
            wrong += len(same - issue.same - issue.parted)
            total += len(issue.same)
        figure = f"precision {right / (right + wrong):.1%}, recall {right / total:.1%} of {total}"
        yield Row(f"rows matched, labels {name}", "coecal", figure)


def merging() -> Iterator[Row]:
    """Merge the next issue into a programme."""
    bench = script("merging")
    programme = bench.made(1_250)
    newer, _ = bench.next_issue(programme)
    start = process_time()
    programme.merge(newer)
    yield Row("merging 1,250 rows", "coecal", f"{process_time() - start:.2f} s")


def feeds() -> Iterator[Row]:
    """Write a calendar of 1,000 events."""
    bench = script("feeds")
    names = {"coecal": "coecal", "texts alone (the floor)": "floor"}
    names |= {name: name for name in bench.PEERS if name != "floor"}
    yield from peers("feed of 1,000 events", {by: partial(_seconds, bench, name) for by, name in names.items()})


def _seconds(bench: ModuleType, name: str) -> str:
    if name not in ("coecal", "floor"):
        import_module(name)
    return f"{bench.in_own_process(name, 1_000, 1).seconds:.3f} s"


def site() -> Iterator[Row]:
    """Make the whole site of a programme."""
    bench = script("site")
    programme = bench.make_programme(250)
    seconds, made = bench.timed(lambda: bench.make_files(programme, url="https://example.org"))
    size = sum(map(len, made.files.values())) / 2**20
    yield Row("site of 250 activities", "coecal", f"{seconds:.2f} s, {len(made.files)} files, {size:.1f} MB")


def calendars() -> Iterator[Row]:
    """Read calendars of others beside another reader."""
    yield Row("calendars of others", "", "skipped: needs a folder of them, python benchmarks/calendars.py FOLDER")


BENCHMARKS = (imports, dates, newsletter, tables, matching, merging, overlaps, frames, feeds, site, calendars)


def rows_of(benchmark: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """Yield the rows of a benchmark; of one that needs what is not installed, why."""
    try:
        yield from benchmark()
    except ImportError as error:
        yield Row(benchmark.__name__, "", f"skipped: {error}")


def main(names: list[str]) -> None:
    """Print the table, each row as soon as it is known."""
    known = {benchmark.__name__: benchmark for benchmark in BENCHMARKS}
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.exit(f"there is no benchmark {unknown[0]!r}: use {', '.join(known)}")
    start = perf_counter()
    print(f"{'measured':<36}{'by':<26}figure")
    for name, benchmark in known.items():
        if not names or name in names:
            for row in rows_of(benchmark):
                print(f"{row.measured:<36}{row.by:<26}{row.figure}", flush=True)
    print(f"\n{perf_counter() - start:.0f} seconds, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
