"""Owns the reading of a table: rows with days become rows with whole numbers, tightened as `DateRange` does it.

Knows the columns of a table and the rules of one stretch, and nothing of pairs. All of it is an expression that is
computed where the data lives.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeGuard

from coecal.dates.mapping import POINTS
from coecal.errors import InputError, MissingExtraError
from coecal.ranges import LAST_DAY, Period
from coecal.ready import AFTER_ALL, BEFORE_ALL

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

_EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = "no day is known"
NO_STRETCH = "no stretch of days fits"


class _Lazy(Protocol):
    def collect(self) -> object: ...


def to_table(table: object) -> ir.Table:
    """Return a table as Ibis knows it: an Ibis table as it is; Arrow, pandas and polars for the embedded DuckDB.

    Raises:
        InputError: it is no such table.
        MissingExtraError: the extra `frames` is not installed.
    """
    try:
        import duckdb  # noqa: F401, PLC0415 - an extra, loaded when first used
        import ibis  # noqa: PLC0415
        import pyarrow as pa  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError.of("finding overlaps of tables", "ibis, DuckDB and pyarrow", "frames") from error
    if isinstance(table, ibis.Table):
        return table
    if isinstance(table, pa.RecordBatch):
        return ibis.memtable(pa.Table.from_batches([table]))
    try:
        held = table.collect() if _is_lazy(table) else table
        return ibis.memtable(pa.table(held).replace_schema_metadata())
    except (TypeError, ValueError) as error:
        msg = f"{type(table).__name__} is no table: give one of Ibis, Arrow, pandas or polars"
        raise InputError(msg) from error


def _is_lazy(table: object) -> TypeGuard[_Lazy]:
    """Whether it is a lazy table of polars, or as good as one."""
    return hasattr(table, "collect_schema") and hasattr(table, "collect")


def read_stretches(table: ir.Table, by: str | None, horizon: Period | None) -> ir.Table:
    """Return the stretches of a table, one a row: `id`, `key` where `by` names a column, and whole numbers.

    Those are `es`, `ls`, `ee` and `le`, null where open; `least` and `most` days; `start` and `end` for the sweep;
    `is_choice`; `is_wrong` where no stretch of days fits them; `has_day` where any point is known.

    Raises:
        InputError: a column is missing or holds no days.
    """
    _require(table, by)
    count = table.count().type()
    choice = table.choice.fill_null(false()) if "choice" in table.columns else false()
    key = {} if by is None else {"key": table[by]}
    days = {short: _days(table, name) for short, name in zip(("es", "ls", "ee", "le"), POINTS, strict=True)}
    least = table.min_days.cast(count).fill_null(1) if "min_days" in table.columns else whole(1)
    most = table.max_days.cast(count) if "max_days" in table.columns else whole(None)
    rows = table.select(id=table.id, **key, **days, least=least, most=most, is_choice=choice)
    rows = _tightened(rows.filter(rows.id.notnull()))
    if horizon is not None:
        rows = _closed(rows, horizon)
    return rows.mutate(
        start=rows.es.fill_null(BEFORE_ALL),
        end=rows.le.fill_null(AFTER_ALL),
        has_day=rows.es.notnull() | rows.ls.notnull() | rows.ee.notnull() | rows.le.notnull(),
    )


def _require(table: ir.Table, by: str | None) -> None:
    needed = ["id", *POINTS] if by is None else ["id", by, *POINTS]
    missing = [name for name in needed if name not in table.columns]
    if missing:
        msg = f"the table has no column {', '.join(missing)}: it has {', '.join(table.columns)}"
        raise InputError(msg)


def false() -> ir.BooleanValue:
    """Return the value false."""
    import ibis  # noqa: PLC0415

    return ibis.literal(value=False)


def whole(number: int | None) -> ir.IntegerValue:
    """Return a whole number, or null."""
    import ibis  # noqa: PLC0415

    return ibis.literal(number, type="int64")


def _days(table: ir.Table, name: str) -> ir.IntegerValue:
    """Return a column of days as whole numbers, 1 being the first of January of the year 1, as in Python."""
    column = table[name]
    kind = column.type()
    if kind.is_null():
        return whole(None)
    if kind.is_integer():
        return column.cast("int64") + _EPOCH
    if kind.is_timestamp() or kind.is_string():
        column = column.cast("date")
    elif not kind.is_date():
        msg = f"the column {name} holds {kind}, not days: give dates, or whole numbers that count from 1970-01-01"
        raise InputError(msg)
    return column.epoch_days().cast("int64") + _EPOCH


def _tightened(rows: ir.Table) -> ir.Table:
    """Tighten the points by one another and by the number of days; see `DateRange`."""
    import ibis  # noqa: PLC0415

    ls = _least(rows.ls, rows.le - (rows.least - 1))
    ee = _greatest(rows.ee, rows.es + (rows.least - 1))
    es = (rows.most.isnull() | ee.isnull()).ifelse(rows.es, _greatest(rows.es, ee - (rows.most - 1)))
    le = (rows.most.isnull() | ls.isnull()).ifelse(rows.le, _least(rows.le, ls + (rows.most - 1)))
    tight = rows.mutate(ls=ls, ee=ee, es=es, le=le)
    outside = ibis.or_(*((tight[name] < 1) | (tight[name] > LAST_DAY) for name in ("es", "ls", "ee", "le")))
    wrong = ibis.or_(
        tight.ls < tight.es, tight.le < tight.ee, tight.least < 1, tight.most < tight.least, outside
    ).fill_null(false())
    return tight.mutate(is_wrong=wrong)


def _closed(rows: ir.Table, horizon: Period) -> ir.Table:
    """Close open ends by the horizon, where that leaves the stretch possible; see `DateRange.closed_by`."""
    first, last = horizon.first.toordinal(), horizon.last.toordinal()
    es = (rows.es.isnull() & (rows.ls.isnull() | (rows.ls >= first))).ifelse(first, rows.es)
    le = (rows.le.isnull() & (rows.ee.isnull() | (rows.ee <= last))).ifelse(last, rows.le)
    kept = rows.mutate(**{f"open_{name}": rows[name] for name in ("es", "ls", "ee", "le", "is_wrong")})
    tight = _tightened(kept.mutate(es=es, le=le))
    chosen = {
        name: (tight.is_wrong & ~tight.open_is_wrong).ifelse(tight[f"open_{name}"], tight[name])
        for name in ("es", "ls", "ee", "le", "is_wrong")
    }
    return tight.mutate(**chosen).drop([name for name in tight.columns if name.startswith("open_")])


def _least(one: ir.IntegerValue, other: ir.IntegerValue) -> ir.IntegerValue:
    """Return the smaller of two, or the one that is known."""
    import ibis  # noqa: PLC0415

    return ibis.least(one.fill_null(other), other.fill_null(one))


def _greatest(one: ir.IntegerValue, other: ir.IntegerValue) -> ir.IntegerValue:
    import ibis  # noqa: PLC0415

    return ibis.greatest(one.fill_null(other), other.fill_null(one))
