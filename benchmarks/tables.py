"""Reading tables of activities beside pandas and polars with dateparser: rows a second, and how many dates are right.

    python benchmarks/tables.py [ROWS]

Both files, CSV and XLSX, hold the same rows: title, date, country and mode, half of the dates exact and half as
newsletters mix them. The job is an activity a row: its title, the first and the last possible day, and the code of its
country. The peers read the file with their own readers, the dates with dateparser, and countries with a table made
once; a date is right where both days are. dateparser knows moments only, so that a stretch is at best one day of it.
No two rows of the three files of each sort have the same date, so that no reader can keep its answers; the last row
shows coecal where dates come again, as in real tables. The best of the three files counts.

pandas, polars and dateparser come with the extra `dev` and from PyPI; what is not installed is skipped, and the reason
is printed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl

from coecal.places import country_name, find_country
from coecal.readers import read
from coecal.readers.tables.days import _parsed

Days = tuple[date | None, date | None]
Row = tuple[str, str, str, str]
COUNTRIES = ("Ghana", "Kenya", "Togo", "Senegal", "Morocco", "France", "Chile", "Fiji")
MODES = ("in person", "online", "hybrid")
RUNS = 3
MONTHS = [f"{date(2026, month, 1):%B}" for month in range(1, 13)]


def date_of(number: int) -> tuple[str, Days]:
    """Return the words of a date and its first and last possible day; no two numbers below 4,000 give the same."""
    first = date(2020, 1, 1) + timedelta(days=number)
    last = first + timedelta(days=1 + number % 3)
    words = f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    form = number % 8
    if form < 4:
        return words, (first, first)
    if form < 6:
        end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
        return f"{words} - {end}", (first, last)
    if form == 6:
        return f"by {words}", (None, first)
    return f"{words} (TBC)", (first, first)


def rows_of(count: int, start: int, *, again: bool) -> tuple[list[Row], list[Days]]:
    """Return rows and the days of their dates, from the date `start` on; `again`: only a hundred dates."""
    rows, days = [], []
    for number in range(start, start + count):
        words, found = date_of(number % 100 if again else number)
        country, mode = COUNTRIES[number % len(COUNTRIES)], MODES[number % len(MODES)]
        rows.append((f"Workshop {number} on wells, rivers and lakes", words, country, mode))
        days.append(found)
    return rows, days


def written(folder: Path, name: str, rows: Sequence[Row]) -> tuple[Path, Path]:
    """Write rows as CSV and XLSX and return the paths."""
    heading = ("Activity", "Date", "Country", "Mode")
    plain, book = folder / f"{name}.csv", folder / f"{name}.xlsx"
    lines = (",".join(f'"{cell}"' for cell in row) for row in (heading, *rows))
    plain.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for row in (heading, *rows):
        sheet.append(row)
    workbook.save(book)
    return plain, book


def coecal(path: Path) -> list[Days]:
    """Read with coecal, all of it."""
    return [
        (when.possible.first, when.possible.last) if when.possible else (when.earliest_start, when.latest_end)
        for when in (activity.when for activity in read(path).activities)
    ]


def with_dateparser(frame: Callable[[Path], Sequence[dict[str, Any]]]) -> Callable[[Path], list[Days]]:
    """Return a reader that takes rows from a frame and their dates from dateparser."""
    parse = import_module("dateparser").parse
    codes = {country_name(code): code for code in map(find_country, COUNTRIES) if code is not None}

    def run(path: Path) -> list[Days]:
        found = []
        for row in frame(path):
            moment = parse(row["Date"], languages=["en"], settings={"DATE_ORDER": "DMY"})
            day = None if moment is None else moment.date()
            found.append(((day, day), row["Activity"], codes.get(row["Country"])))
        return [days for days, _, _ in found]

    return run


def pandas(path: Path) -> Sequence[dict[str, Any]]:
    """Return the rows of a file as pandas reads them."""
    library = import_module("pandas")
    frame = library.read_csv(path) if path.suffix == ".csv" else library.read_excel(path)
    records: list[dict[str, Any]] = frame.to_dict(orient="records")
    return records


def polars(path: Path) -> Sequence[dict[str, Any]]:
    """Return the rows of a file as polars reads them; workbooks through openpyxl, as coecal does."""
    library = import_module("polars")
    frame = library.read_csv(path) if path.suffix == ".csv" else library.read_excel(path, engine="openpyxl")
    records: list[dict[str, Any]] = frame.to_dicts()
    return records


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    readers: dict[str, Callable[[Path], list[Days]]] = {"coecal": coecal}
    for name, frame in (("pandas + dateparser", pandas), ("polars + dateparser", polars)):
        try:
            import_module(name.split()[0])
            readers[name] = with_dateparser(frame)
        except ImportError as error:
            print(f"{name} is skipped: {error}")
    with tempfile.TemporaryDirectory() as folder:
        once, again = (
            [
                (written(Path(folder), f"{name}-{run}", rows), days)
                for run in range(RUNS)
                for rows, days in [rows_of(count, run * count, again=name == "again")]
            ]
            for name in ("once", "again")
        )
        print(f"{count:,} rows, each with a date of its own\n")
        print(f"{'':<28}{'CSV rows/s':>12}{'XLSX rows/s':>13}{'dates right':>13}")
        for name, run in readers.items():
            print(line(name, run, once))
        print(line("coecal, dates come again", coecal, again))


Files = Sequence[tuple[tuple[Path, Path], Sequence[Days]]]


def line(name: str, run: Callable[[Path], list[Days]], files: Files) -> str:
    """Return one row of the table."""
    best = [float("inf")] * 2
    right = total = 0
    for sort in (0, 1):
        for paths, days in files:
            forget()
            begin = time.perf_counter()
            found = run(paths[sort])
            best[sort] = min(best[sort], (time.perf_counter() - begin) / len(days))
            right += sum(one == other for one, other in zip(found, days, strict=True))
            total += len(days)
    return f"{name:<28}{1 / best[0]:>12,.0f}{1 / best[1]:>13,.0f}{right / total:>13.0%}"


def forget() -> None:
    """Make coecal forget the dates that it read, since CSV and XLSX hold the same."""
    _parsed.cache_clear()


if __name__ == "__main__":
    main()
