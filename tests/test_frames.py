"""Overlaps of tables, held against the sweep in Python pair by pair."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module, util
from os import environ
from pathlib import Path
from random import Random
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import axis_dates

from coecal import frames
from coecal.activities import Activity, Source, Status
from coecal.dates import FuzzyDate, Kind
from coecal.errors import InputError, MissingExtraError, RangeError, UnknownNameError
from coecal.overlaps import Overlaps, find_overlaps
from coecal.programme import Programme
from coecal.ranges import DateRange, Period

ibis = pytest.importorskip("ibis", reason='needs the extra "frames"')
pa = pytest.importorskip("pyarrow", reason='needs the extra "frames"')
pytest.importorskip("duckdb", reason='needs the extra "frames"')

# Ibis uses what DuckDB 2 and pandas 3 are going to drop.
pytestmark = [
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option"),
]

FIRST = date(2024, 1, 1)
Pair = tuple[object, object, str]
POINTS = ("earliest_start", "latest_start", "earliest_end", "latest_end")


def activity(uid: str, when: FuzzyDate, keys: Iterable[str] = (), status: Status = Status.PLANNED) -> Activity:
    """Return an activity in those countries."""
    return Activity(uid=uid, title=f"about {uid}", when=when, countries=tuple(keys), status=status)


def exact(first: int, last: int | None = None) -> DateRange:
    """Return firm days, counted from the first of January 2024."""
    return DateRange.exact(FIRST + timedelta(first), None if last is None else FIRST + timedelta(last))


def pairs_of(table: object, by: str | None = None, *, horizon: Period | None = None) -> list[Pair]:
    """Return what the frames find, in order."""
    rows = frames.overlaps(table, by, horizon=horizon).to_pyarrow().to_pylist()
    return sorted((row["a"], row["b"], row["certainty"]) for row in rows)


def swept(found: Overlaps[Activity], activities: Sequence[Activity]) -> list[Pair]:
    """Return what the sweep finds, in order."""
    certain = set(zip(*found.columns(certain=True), strict=True))
    pairs: list[Pair] = []
    for one, other in found.pairs():
        a, b = sorted((activities[one].uid, activities[other].uid))
        pairs.append((a, b, "certain" if (one, other) in certain else "possible"))
    return sorted(pairs)


def random_range(random: Random, size: int, *, open_ends: bool) -> DateRange:
    """Return a stretch of any shape within so many days."""
    while True:
        starts, ends = (sorted(random.choices(range(size), k=2)) for _ in range(2))
        shortest = random.choice((1, 1, 1, 2, 3))
        longest = random.choice((None, None, shortest, shortest + 1))
        points = [None if open_ends and random.random() < 0.25 else FIRST + timedelta(day) for day in (*starts, *ends)]
        try:
            return DateRange(points[0], points[1], points[2], points[3], shortest, longest)
        except RangeError:
            continue


def random_date(random: Random, size: int, *, open_ends: bool) -> FuzzyDate:
    """Return a date of one to three stretches, a choice between them, or one of which nothing is known."""
    if random.random() < 0.03:
        return FuzzyDate.undated()
    parts = [random_range(random, size, open_ends=open_ends) for _ in range(random.choice((1, 1, 1, 2, 3)))]
    return FuzzyDate("made", random.choice((Kind.WINDOW, Kind.ALTERNATIVES)) if parts[1:] else Kind.WINDOW, parts)


def random_activities(seed: int, count: int, keys: int, size: int, *, open_ends: bool) -> list[Activity]:
    """Return activities of all shapes, each under none to three of the keys."""
    random = Random(seed)  # noqa: S311 - the same ones each time
    return [
        activity(
            f"u{number}",
            random_date(random, size, open_ends=open_ends),
            sorted({f"k{random.randrange(keys)}" for _ in range(random.randrange(4))}),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("size", [8, 50, 4_000])
@pytest.mark.parametrize("open_ends", [False, True])
@pytest.mark.parametrize("horizon", [None, Period(date(2024, 1, 5), date(2024, 2, 9))])
def test_every_shape_gives_the_pairs_of_the_sweep(size: int, open_ends: bool, horizon: Period | None) -> None:  # noqa: FBT001
    """Several stretches, choices, durations and open ends are told as the sweep tells them, by key and without."""
    listed = random_activities(size, 400, 40, size, open_ends=open_ends)
    table = frames.activities(listed, by="country")
    found = find_overlaps(listed, by="country", period=horizon)
    assert pairs_of(table, "key", horizon=horizon) == swept(found, listed)
    left_out = frames.unplaced(table, "key", horizon=horizon).to_pyarrow().to_pylist()
    assert sorted(row["id"] for row in left_out) == sorted(item.uid for item in found.unplaced if item.countries)
    few = listed[:60]
    table = frames.activities(few, by="country")
    found = find_overlaps(few, period=horizon)
    assert pairs_of(table, horizon=horizon) == swept(found, few)
    left_out = frames.unplaced(table, horizon=horizon).to_pyarrow().to_pylist()
    assert sorted(row["id"] for row in left_out) == sorted(item.uid for item in found.unplaced)
    assert {row["reason"] for row in left_out} <= {"no day is known"}


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(axis_dates(size=12, open_ends=True), min_size=4, max_size=30))
def test_dates_of_any_shape_give_the_pairs_of_the_sweep(dates: list[FuzzyDate]) -> None:
    """Whatever is drawn, the pairs and their certainty are those of the sweep."""
    listed = [activity(f"u{number:02}", when) for number, when in enumerate(dates)]
    assert pairs_of(frames.activities(listed)) == swept(find_overlaps(listed), listed)


def keyed_rows(count: int, keys: int, days: int) -> tuple[list[Activity], object]:
    """Return activities of one stretch under one or two keys, a tenth of them of two stretches, and their table."""
    random = Random(count)  # noqa: S311 - the same ones each time
    listed = []
    for number in range(count):
        start, width = random.randrange(days), random.randrange(4)
        first, last = FIRST + timedelta(start), FIRST + timedelta(start + width)
        parts = [DateRange.window(first, last) if random.random() < 0.5 else DateRange.exact(first, last)]
        if number % 10 == 0:
            parts.append(exact(start + width + 2))
        names = {f"k{random.randrange(keys)}" for _ in range(1 + number % 2)}
        listed.append(activity(f"u{number}", FuzzyDate("made", Kind.WINDOW, parts), sorted(names)))
    return listed, frames.activities(listed, by="country")


@pytest.fixture(scope="module")
def many() -> tuple[list[Pair], object]:
    """Return more than 200,000 keyed rows and the pairs that the sweep finds in them."""
    listed, table = keyed_rows(126_000, 5_000, 90)
    return swept(find_overlaps(listed, by="country"), listed), table


def test_many_keyed_rows_give_the_pairs_of_the_sweep(many: tuple[list[Pair], object]) -> None:
    """On 200,000 rows, ids with several keys and stretches among them, all pairs are the same."""
    expected, table = many
    assert len(table) >= 200_000  # type: ignore[arg-type]
    assert pairs_of(table, "key") == expected


def missing_spark() -> str:
    """Return what PySpark lacks here, or nothing."""
    if util.find_spec("pyspark") is None:
        return "PySpark is not installed"
    return "" if which("java") else "PySpark needs Java, which is not installed"


# A session for little data: it compiles nothing that runs for a second only.
SPARK = """
import sys, ibis
from pyarrow import parquet
from pyspark.sql import SparkSession
from coecal import frames
session = SparkSession.builder.master("local[1]")
for name, value in {
    "driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "driver.host": "127.0.0.1",
    "sql.adaptive.enabled": "false",
    "sql.codegen.factoryMode": "NO_CODEGEN",
    "sql.codegen.wholeStage": "false",
    "sql.shuffle.partitions": "1",
    "ui.enabled": "false",
}.items():
    session = session.config("spark." + name, value)
session = session.getOrCreate()
table = ibis.pyspark.connect(session).read_parquet(sys.argv[1])
parquet.write_table(frames.overlaps(table, "key").to_pyarrow(), sys.argv[2])
session.stop()
"""


@pytest.mark.skipif(bool(missing_spark()), reason=missing_spark())
def test_spark_gives_the_same_pairs_by_the_same_expression(tmp_path: Path) -> None:
    """What DuckDB runs, PySpark runs unchanged, and finds the pairs of the sweep."""
    parquet = import_module("pyarrow.parquet")
    listed = random_activities(7, 300, 30, 60, open_ends=True)
    parquet.write_table(frames.activities(listed, by="country"), tmp_path / "in.parquet")
    arguments = [sys.executable, "-c", SPARK, str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet")]
    environment = {**environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-4_000:]
    rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    found = sorted((row["a"], row["b"], row["certainty"]) for row in rows)
    assert found == swept(find_overlaps(listed, by="country"), listed)


def test_a_pair_that_shares_several_keys_comes_once() -> None:
    """Two activities in the same two countries are one pair."""
    when = FuzzyDate("made", Kind.EXACT, (exact(3),))
    listed = [activity("a", when, ["BJ", "GH"]), activity("b", when, ["GH", "BJ"]), activity("c", when, ["XK"])]
    assert pairs_of(frames.activities(listed, by="country"), "key") == [("a", "b", "certain")]


def test_a_key_is_not_needed_and_a_row_without_one_overlaps_nothing() -> None:
    """By key an activity without a key is not compared; without `by` it is."""
    when = FuzzyDate("made", Kind.EXACT, (exact(3),))
    table = frames.activities([activity("a", when), activity("b", when)], by=lambda _: None)
    assert table["key"].to_pylist() == [None, None]
    assert pairs_of(table, "key") == []
    assert pairs_of(table) == [("a", "b", "certain")]


def test_certain_pairs_alone_can_be_asked_for() -> None:
    """With `certain` the possible pairs are left out."""
    window = FuzzyDate("made", Kind.WINDOW, (DateRange.window(FIRST, FIRST + timedelta(9)),))
    firm = FuzzyDate("made", Kind.EXACT, (exact(2, 3),))
    table = frames.activities([activity("a", window), activity("b", firm), activity("c", firm)])
    assert frames.overlaps(table, certain=True).to_pyarrow().to_pylist() == [
        {"a": "b", "b": "c", "certainty": "certain"}
    ]


def test_no_certain_pair_of_stretches_can_still_be_a_certain_overlap() -> None:
    """Two days within 13 to 15 cannot avoid both 11 to 13 and 15."""
    several = FuzzyDate("made", Kind.EXACT, (exact(10, 12), exact(14)))
    two_days = DateRange.window(FIRST + timedelta(12), FIRST + timedelta(14), 2, 2)
    listed = [activity("a", several), activity("b", FuzzyDate("made", Kind.WINDOW, (two_days,)))]
    assert pairs_of(frames.activities(listed)) == [("a", "b", "certain")]


def test_long_stretches_and_open_ends_meet_what_lies_far_away() -> None:
    """A stretch of a day, of a month, of ten years, of two centuries and an open one find each other in any bucket."""
    spans = {"day": (40_000, 40_000), "month": (39_990, 40_020), "decade": (37_000, 40_700), "ages": (0, 73_000)}
    listed = [activity(name, FuzzyDate("made", Kind.EXACT, (exact(*ends),))) for name, ends in spans.items()]
    listed.append(activity("open", FuzzyDate("made", Kind.OPEN, (DateRange(FIRST, FIRST, None, None),))))
    listed.append(activity("deadline", FuzzyDate("made", Kind.DEADLINE, (DateRange(None, None, None, FIRST),))))
    assert pairs_of(frames.activities(listed)) == swept(find_overlaps(listed), listed)


def test_what_fits_no_stretch_is_kept_out_and_listed() -> None:
    """An end before its start makes no pair, with its reason beside what has no day at all."""
    rows: list[dict[str, object]] = [
        {"id": 1, "earliest_start": "2024-01-01", "latest_end": "2024-01-05"},
        {"id": 2, "earliest_start": "2024-01-09", "latest_end": "2024-01-02"},
        {"id": 3, "earliest_start": None, "latest_end": None},
        {"id": 4, "earliest_start": "2024-01-03", "latest_end": "2024-01-04"},
        {"id": 4, "earliest_start": "2024-01-05", "latest_end": "2024-01-01"},
        {"id": 5, "earliest_start": "2024-01-05", "latest_end": None},
    ]
    table = pa.Table.from_pylist([{**dict.fromkeys(POINTS), **row} for row in rows])
    assert pairs_of(table) == [(1, 5, "possible")]
    left_out = frames.unplaced(table).to_pyarrow().to_pylist()
    reasons = {(row["id"], row["reason"]) for row in left_out}
    assert reasons == {(2, "no stretch of days fits"), (3, "no day is known"), (4, "no stretch of days fits")}


def tables() -> Iterator[object]:
    """Yield the same three rows as every kind of table, with days of every type."""
    days = [[date(2024, 1, day) for day in column] for column in ((1, 3, 9), (1, 3, 9), (4, 3, 9), (4, 3, 9))]
    columns: dict[str, list[object]] = {"id": [1, 2, 3], **dict(zip(POINTS, map(list, days), strict=True))}
    arrow = pa.table(columns)
    yield pytest.param(arrow, id="arrow")
    yield pytest.param(arrow.to_batches()[0], id="batch")
    yield pytest.param(ibis.memtable(arrow), id="ibis")
    words = {name: [str(day) for day in column] for name, column in columns.items() if name != "id"}
    yield pytest.param(pa.table({**columns, **words}), id="words")
    times = {
        name: [datetime(day.year, day.month, day.day, 14) for day in column]  # noqa: DTZ001 - a time of no zone
        for name, column in zip(POINTS, days, strict=True)
    }
    yield pytest.param(pa.table({**columns, **times}), id="times")
    numbers = {
        name: [(day - date(1970, 1, 1)).days for day in column] for name, column in zip(POINTS, days, strict=True)
    }
    yield pytest.param(pa.table({**columns, **numbers}), id="numbers")
    for library in ("pandas", "polars"):
        if util.find_spec(library) is not None:
            yield pytest.param(import_module(library).DataFrame(columns), id=library)
    if util.find_spec("polars") is not None:
        yield pytest.param(import_module("polars").LazyFrame(columns), id="lazy polars")


@pytest.mark.parametrize("table", list(tables()))
def test_tables_of_all_kinds_are_taken(table: object) -> None:
    """Ibis, Arrow, pandas and polars hold the same rows, and days may be dates, times, words or numbers."""
    assert pairs_of(table) == [(1, 2, "certain")]


def test_the_pairs_come_as_arrow_pandas_and_polars() -> None:
    """The expression is computed into whatever is asked for, and not before."""
    when = FuzzyDate("made", Kind.EXACT, (exact(3),))
    found = frames.overlaps(frames.activities([activity("a", when), activity("b", when)]))
    assert found.columns == ("a", "b", "certainty")
    expected = [{"a": "a", "b": "b", "certainty": "certain"}]
    assert found.to_pyarrow().to_pylist() == expected
    if util.find_spec("pandas") is not None:
        assert found.to_pandas().to_dict(orient="records") == expected
    if util.find_spec("polars") is not None:
        assert found.to_polars().to_dicts() == expected


def test_a_programme_as_a_table_gives_the_pairs_of_the_programme() -> None:
    """Open ends are closed by heading and period, and what is cancelled is left out, as in `Programme.overlaps`."""
    to_be_set = FuzzyDate.undated()
    listed = [
        Activity(uid="a", title="a", when=to_be_set, projects=("P",), source=Source(heading="November 2024")),
        activity("b", FuzzyDate("made", Kind.EXACT, (exact(310),))),
        Activity(uid="c", title="c", when=FuzzyDate("made", Kind.EXACT, (exact(310),)), projects=("P", "Q")),
        Activity(uid="d", title="d", when=to_be_set, projects=("Q",)),
        activity("e", FuzzyDate("made", Kind.EXACT, (exact(310),)), status=Status.CANCELLED),
    ]
    programme = Programme(activities=listed, period=Period(date(2024, 7, 1), date(2024, 12, 31)))
    going = listed[:-1]
    for by, key in ((None, None), ("project", "key")):
        assert pairs_of(frames.activities(programme, by=by), key) == swept(programme.overlaps(by), going)
    table = frames.activities(programme, by="project", close=False, cancelled=True)
    assert table["id"].to_pylist() == ["a", "b", "c", "c", "d", "e"]
    assert table["key"].to_pylist() == ["P", None, "P", "Q", "Q", None]
    assert table["earliest_start"].to_pylist()[0] is None


def test_the_table_of_nothing_has_its_columns() -> None:
    """No activities make an empty table that overlaps can still be asked of."""
    table = frames.activities([], by="place")
    assert table.column_names[-1] == "key"
    assert pairs_of(table, "key") == []


@pytest.mark.parametrize(
    ("table", "by", "message"),
    [
        ([{"id": 1}], None, "list is no table"),
        ("id,earliest_start", None, "str is no table"),
        (pa.table({"id": [1], "latest_end": [1]}), None, "no column earliest_start, latest_start, earliest_end"),
        (pa.table({"id": [1], **{name: [1] for name in POINTS}}), "room", "no column room"),
        (pa.table({"id": [1], **{name: [1.5] for name in POINTS}}), None, "holds float64.*, not days"),
    ],
)
def test_what_cannot_be_compared_is_an_error(table: object, by: str | None, message: str) -> None:
    """A column that is missing or of another type is named, before anything is computed."""
    with pytest.raises(InputError, match=message):
        frames.overlaps(table, by)


def test_an_unknown_criterion_is_an_error() -> None:
    """The keys that there are are named."""
    with pytest.raises(UnknownNameError, match="no keys 'room': give project"):
        frames.activities([], by="room")


@pytest.mark.parametrize("package", ["ibis", "duckdb", "pyarrow"])
def test_a_missing_package_is_named_with_its_extra(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra there is one sentence that says how to install it."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"pip install \"coecal\[frames\]\""):
        frames.overlaps(object())


def test_activities_need_the_extra_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of activities says what it needs."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install \"coecal\[frames\]\""):
        frames.activities([])
