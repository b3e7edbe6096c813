"""Owns overlaps of tables, for more activities than a process of Python holds: one expression for DuckDB and Spark.

`docs/scale.md` holds the plan for 100 million activities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coecal.frames.activities import activities
from coecal.frames.certainties import Units
from coecal.frames.stretches import NO_DAY, NO_STRETCH, read_stretches, to_table
from coecal.ranges import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

__all__ = ["activities", "overlaps", "unplaced"]


def overlaps(table: object, by: str | None = None, *, certain: bool = False, horizon: Period | None = None) -> ir.Table:
    """Return all pairs of ids that overlap, certainly or possibly, as an expression that nothing has computed yet.

    It has the columns `a` and `b`, the smaller id first, and `certainty`: "certain" or "possible". Each pair comes
    once, in no order. The rules are those of `coecal.find_overlaps`.

    The table has a row for each stretch of days, by key one for each stretch under each key, with the columns

    - `id`: text or number;
    - `earliest_start`, `latest_start`, `earliest_end`, `latest_end`: dates, inclusive, null where open; also times,
      of which the date counts, text such as "2023-11-30", and whole numbers that count days from 1970-01-01;
    - `choice`, if there: whether one of the stretches of the id happens, not all; the same in all its rows;
    - `min_days` and `max_days`, if there: how long the stretch lasts, null where that is not known.

    An id of which no day is known overlaps nothing, nor does one with a row that no stretch of days fits, such as an
    end before its start: `unplaced` lists them. A row without a key overlaps nothing. Where the rows of an id differ
    from key to key, each key is compared by its own, and the pair is certain if it is so under any key.

    Args:
        table: a table of Ibis, which is computed where it lives; or of Arrow, pandas or polars, for the embedded
            DuckDB.
        by: the column of keys that two ids have to share; None: every pair counts.
        certain: whether to give only the pairs that overlap for certain.
        horizon: the period that closes open ends, and places an id of which no day is known; None leaves them open.

    Raises:
        InputError: it is no table, a column is missing or holds no days.
        MissingExtraError: the extra `frames` is not installed.
    """
    rows = read_stretches(to_table(table), by, horizon)
    pairs = Units.of(rows, keyed=by is not None).compared()
    if by is not None:
        pairs = pairs.group_by(["a", "b"]).agg(is_certain=pairs.is_certain.any())
    if certain:
        pairs = pairs.filter(pairs.is_certain)
    return pairs.select("a", "b", certainty=pairs.is_certain.ifelse("certain", "possible"))


def unplaced(table: object, by: str | None = None, *, horizon: Period | None = None) -> ir.Table:
    """Return the ids that `overlaps` keeps out, as an expression with the columns `id` and `reason`, each id once.

    Args:
        table: as in `overlaps`.
        by: as in `overlaps`.
        horizon: as in `overlaps`.

    Raises:
        InputError: it is no table, a column is missing or holds no days.
        MissingExtraError: the extra `frames` is not installed.
    """
    rows = read_stretches(to_table(table), by, horizon)
    found = Units.of(rows, keyed=by is not None).left_out
    found = found.group_by("id").agg(is_wrong=found.is_wrong.any())
    return found.select("id", reason=found.is_wrong.ifelse(NO_STRETCH, NO_DAY))
