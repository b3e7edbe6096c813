"""Owns the search for rows that may share a day: the point form with buckets of 32 days, as one expression.

Knows whole numbers alone, neither how they were read nor what several stretches of one id mean together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir  # type: ignore[import-untyped]

# Buckets of 32 days; of 1,024 days for what touches more than 33 of those; one for all days beyond that. What is long
# touches few buckets too, so that an open end costs no more than a window of three years.
FINE, COARSE, WHOLE = 5, 10, 22
MOST = 32
# The buckets of each size are numbered apart.
COARSE_FROM = 1 << 20
WHOLE_FROM = 1 << 21


def meeting(ones: ir.Table, others: ir.Table, *, keyed: bool) -> ir.Table:
    """Return the pairs of rows in which the second starts within the first; two that start together come once.

    The columns of either are prefixed `a_` and `b_`. Called for all rows with themselves this gives every pair once a
    key; a pair of rows of one id is left out.
    """
    prefixed = [
        rows.rename({f"{side}_{name}": name for name in rows.columns})
        for side, rows in (("a", _spread(ones)), ("b", _placed(others, ones)))
    ]
    first, second = prefixed
    return first.join(
        second,
        [
            *([first.a_key == second.b_key] if keyed else []),
            first.a_bucket == second.b_bucket,
            first.a_start <= second.b_start,
            second.b_start <= first.a_end,
            (first.a_start < second.b_start) | (first.a_id < second.b_id),
            first.a_id != second.b_id,
        ],
    )


def _spread(rows: ir.Table) -> ir.Table:
    """Return each row once for every bucket that it touches, all of one size."""
    import ibis  # noqa: PLC0415

    begin, stop = _bounds(rows)
    return rows.mutate(bucket=ibis.range(begin, stop + 1).unnest())


def _bounds(rows: ir.Table) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """Return the first and the last bucket that a row touches, of the smallest size that keeps them few."""
    import ibis  # noqa: PLC0415

    start, end = rows.start, rows.end
    is_short = (end >> FINE) - (start >> FINE) <= MOST
    is_long = (end >> COARSE) - (start >> COARSE) > MOST
    first, last = (
        ibis.cases((is_short, day >> FINE), (is_long, (day >> WHOLE) + WHOLE_FROM), else_=(day >> COARSE) + COARSE_FROM)
        for day in (start, end)
    )
    return first, last


def _placed(rows: ir.Table, ones: ir.Table) -> ir.Table:
    """Return each row in the bucket of its start: of 32 days, and of the other sizes that `ones` make use of."""
    import ibis  # noqa: PLC0415

    fine = rows.mutate(bucket=rows.start >> FINE)
    touched = _bounds(ones)[0]
    sizes = ones.select(scale=(touched >= COARSE_FROM).cast("int64") + (touched >= WHOLE_FROM).cast("int64"))
    sizes = sizes.filter(sizes.scale > 0).distinct()
    wider = rows.mutate(scale=ibis.array([1, 2]).cast("array<int64>").unnest())
    wider = wider.semi_join(sizes, "scale")
    bucket = (wider.scale == 1).ifelse((wider.start >> COARSE) + COARSE_FROM, (wider.start >> WHOLE) + WHOLE_FROM)
    return fine.union(wider.mutate(bucket=bucket).drop("scale"))
