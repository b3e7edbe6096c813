"""Owns what the meeting rows of two ids mean together: certain or possible, by the rules of `coecal.dates.compare`.

Two ids of one stretch each are told by two comparisons. What several stretches mean is settled by counting where that
suffices; the rest goes to the comparison in Python itself, which the engine calls, so that there is one rule.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import attrs

from coecal.dates import Certainty
from coecal.dates.compare import certainty
from coecal.frames.pairs import meeting
from coecal.frames.stretches import false, whole
from coecal.ranges import DateRange
from coecal.ready import AFTER_ALL, BEFORE_ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir  # type: ignore[import-untyped]

_NUMBERS = ("es", "ls", "ee", "le", "least", "most")


@attrs.frozen
class Units:
    """The stretches of a table, parted into what has one stretch and what has several.

    A unit is an id or, by key, an id under one key: its rows are all its stretches.

    Attributes:
        single: the rows that are a unit by themselves.
        several: the rows of the others, with what the unit is as a whole.
        left_out: the units that are not compared, with whether a row of theirs `is_wrong`.
        keyed: whether there are keys.
    """

    single: ir.Table
    several: ir.Table
    left_out: ir.Table
    keyed: bool

    @classmethod
    def of(cls, rows: ir.Table, *, keyed: bool) -> Units:
        """Part the rows that `read_stretches` gives."""
        names = ["id", "key"] if keyed else ["id"]
        if keyed:
            rows = rows.filter(rows.key.notnull())
        sizes = rows.group_by(names).agg(size=rows.count())
        repeated = sizes.filter(sizes["size"] > 1).drop("size")
        single = rows.anti_join(repeated, names)
        several = rows.semi_join(repeated, names).distinct()
        spelt = several.mutate(words=_words(several))
        units = spelt.group_by(names).agg(
            size=spelt.count(),
            words=spelt.words.group_concat(";"),
            is_choice=spelt.is_choice.any(),
            has_day=spelt.has_day.any(),
            is_wrong=spelt.is_wrong.any(),
        )
        left_out = units.filter(~units.has_day | units.is_wrong).select("id", "is_wrong")
        left_out = left_out.union(single.filter(~single.has_day | single.is_wrong).select("id", "is_wrong"))
        units = units.filter(units.has_day & ~units.is_wrong)
        several = several.drop("is_choice", "has_day", "is_wrong").inner_join(units, names)
        return cls(single.filter(single.has_day & ~single.is_wrong), several, left_out, keyed)

    def compared(self) -> ir.Table:
        """Return `a`, `b` and whether they overlap for certain: each pair once, or by key once a key."""
        return _plain(self.single, keyed=self.keyed).union(self._of_several())

    def _of_several(self) -> ir.Table:
        keys = ["key"] if self.keyed else []
        several = _numbers(self.several, self.several.words, self.several.is_choice, self.several["size"], keys)
        single = _numbers(self.single, _words(self.single), false(), whole(1), keys)
        met = meeting(several, single.union(several), keyed=self.keyed)
        met = met.union(meeting(single, several, keyed=self.keyed))
        return _settled(_counted(met, keys))


def _words(rows: ir.Table) -> ir.StringValue:
    """Return the six numbers of each row as words, which is how the comparison in Python gets them."""
    written = [rows[name].cast("string").fill_null("") for name in _NUMBERS]
    joined = written[0]
    for part in written[1:]:
        joined = joined + "," + part
    return joined


def _bare(rows: ir.Table, keys: list[str]) -> dict[str, ir.Value]:
    """Return the columns that every comparison needs; an open end is never certain."""
    return {
        **{name: rows[name] for name in ("id", *keys, "start", "end")},
        "must_start": rows.ls.fill_null(AFTER_ALL),
        "must_end": rows.ee.fill_null(BEFORE_ALL),
    }


def _numbers(rows: ir.Table, words: ir.Value, is_choice: ir.Value, size: ir.Value, keys: list[str]) -> ir.Table:
    return rows.select(**_bare(rows, keys), words=words, is_choice=is_choice, size=size)


def _must(met: ir.Table) -> ir.BooleanValue:
    return (met.a_must_start <= met.b_must_end) & (met.b_must_start <= met.a_must_end)


def _in_order(met: ir.Table) -> dict[str, ir.Value]:
    import ibis  # noqa: PLC0415

    return {"a": ibis.least(met.a_id, met.b_id), "b": ibis.greatest(met.a_id, met.b_id)}


def _plain(single: ir.Table, *, keyed: bool) -> ir.Table:
    rows = single.select(**_bare(single, ["key"] if keyed else []))
    met = meeting(rows, rows, keyed=keyed)
    return met.select(**_in_order(met), is_certain=_must(met))


def _counted(met: ir.Table, keys: list[str]) -> ir.Table:
    """Return for each two units how many of their stretches may and must meet, and what the units are."""
    swapped = met.a_id > met.b_id
    sides = {}
    for name in ("words", "is_choice", "size"):
        one, other = met[f"a_{name}"], met[f"b_{name}"]
        sides[f"a_{name}"] = swapped.ifelse(other, one)
        sides[f"b_{name}"] = swapped.ifelse(one, other)
    rows = met.select(**_in_order(met), **{name: met[f"a_{name}"] for name in keys}, must=_must(met), **sides)
    return rows.group_by(["a", "b", *keys]).agg(
        may=rows.count(),
        must=rows.must.cast("int64").sum(),
        **{name: rows[name].max() for name in sides if not name.endswith("is_choice")},
        **{name: rows[name].any() for name in sides if name.endswith("is_choice")},
    )


def _settled(pairs: ir.Table) -> ir.Table:
    """Return whether the pairs are certain: counted where counting is enough, else compared in Python.

    Where each side is one stretch, or one of its candidates, every combination has to meet. Where all stretches
    happen, one meeting is enough; one that may be is not, if no other stretch takes part.
    """
    import ibis  # noqa: PLC0415

    a_choice = pairs.a_is_choice & (pairs.a_size > 1)
    b_choice = pairs.b_is_choice & (pairs.b_size > 1)
    is_one_of = (a_choice | (pairs.a_size == 1)) & (b_choice | (pairs.b_size == 1))
    all_happen = ~a_choice & ~b_choice
    is_counted = is_one_of | (all_happen & ((pairs.must > 0) | (pairs.may == 1)))
    by_count = is_one_of.ifelse(pairs.must == pairs.a_size * pairs.b_size, pairs.must > 0)
    asked = _comparison()(is_counted.ifelse(ibis.null("string"), pairs.a_words), a_choice, pairs.b_words, b_choice)
    return pairs.select("a", "b", is_certain=is_counted.ifelse(by_count, asked))


@attrs.frozen
class _Stretches:
    ranges: tuple[DateRange, ...]
    is_choice: bool


def is_certain(ones: str | None, is_choice: bool, others: str, is_other_choice: bool) -> bool | None:  # noqa: FBT001
    """Return whether two units overlap for certain, given in words; None where nothing is asked."""
    if ones is None:
        return None
    one, other = _Stretches(_ranges(ones), is_choice), _Stretches(_ranges(others), is_other_choice)
    return certainty(one, other) is Certainty.CERTAIN


def _ranges(words: str) -> tuple[DateRange, ...]:
    return tuple(_range(part.split(",")) for part in words.split(";"))


def _range(numbers: list[str]) -> DateRange:
    es, ls, ee, le = (date.fromordinal(int(number)) if number else None for number in numbers[:4])
    least, most = numbers[4:]
    return DateRange(es, ls, ee, le, int(least), int(most) if most else None)


@cache
def _comparison() -> Callable[..., ir.BooleanValue]:
    """Return `is_certain` as a function of columns."""
    import ibis  # noqa: PLC0415

    signature = (("string", "boolean", "string", "boolean"), "boolean")
    made: Callable[..., ir.BooleanValue] = ibis.udf.scalar.python(
        is_certain, name="coecal_is_certain", signature=signature
    )
    return made
