"""Owns activities as a table of Arrow: one row for each stretch of days, by key for each stretch under each key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from coecal.activities import Activity
from coecal.dates import FuzzyDate
from coecal.errors import MissingExtraError, UnknownNameError
from coecal.overlaps import CRITERIA, Keys, as_keys
from coecal.programme import Programme
from coecal.ready import Closing

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

_COLUMNS = (
    "id", "title", "kind", "tentative", "status", "choice", "earliest_start", "latest_start", "earliest_end",
    "latest_end", "min_days", "max_days",
)  # fmt: skip


def activities(
    programme: Programme | Iterable[Activity],
    by: str | Callable[[Activity], Keys] | None = None,
    *,
    close: bool = True,
    cancelled: bool = False,
) -> pa.Table:
    """Return the activities of a programme as a table of Arrow, for `overlaps`, pandas, polars or a file.

    It has a row for each stretch of days: `id`, `title`, `kind`, `tentative`, `status`, `choice` (whether one of the
    stretches happens, not all), the four points as dates, null where open, `min_days` and `max_days`. With `by` there
    is a column `key`, and a row for each stretch under each key; without a key, one with null.

    `overlaps(activities(programme, by="project"), by="key")` gives the pairs of `programme.overlaps("project")`.

    Args:
        programme: a programme, or activities.
        by: what the keys are: "project", "organiser", "partner", "person", "region", "country", "place", or a
            function that gives an activity's keys. None: no keys.
        close: whether open ends are closed by the period that the activity is listed under, then by that of the
            programme, as far as these can. That is how its overlaps are found.
        cancelled: whether cancelled activities are in the table; they overlap nothing.

    Raises:
        MissingExtraError: the extra `frames` is not installed.
        UnknownNameError: `by` is none of these.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, loaded when first used
    except ImportError as error:
        raise MissingExtraError.of("a table of activities", "pyarrow", "frames") from error
    closing = Closing(programme.period if isinstance(programme, Programme) else None)
    listed = programme.activities if isinstance(programme, Programme) else programme
    keys_of = _criterion(by)
    rows: list[tuple[object, ...]] = []
    for activity in listed:
        if cancelled or not activity.is_cancelled:
            when = closing.of(activity) if close else activity.when
            rows += _rows(activity, when, keys_of)
    day, number, text, flag = pa.date32(), pa.int32(), pa.string(), pa.bool_()
    kinds = (text, text, text, flag, text, flag, day, day, day, day, number, number, text)
    names = _COLUMNS if by is None else (*_COLUMNS, "key")
    columns = zip(*rows, strict=True) if rows else iter([()] * len(names))
    return pa.table({name: pa.array(column, kind) for name, kind, column in zip(names, kinds, columns, strict=False)})


def _criterion(by: str | Callable[[Activity], Keys] | None) -> Callable[[Activity], Keys] | None:
    if by is None or callable(by):
        return by
    if by not in CRITERIA:
        msg = f"there are no keys {by!r}: give {', '.join(CRITERIA)}, or a function of an activity"
        raise UnknownNameError(msg)
    return CRITERIA[by]


def _rows(
    activity: Activity, when: FuzzyDate, keys_of: Callable[[Activity], Keys] | None
) -> Iterator[tuple[object, ...]]:
    about = (activity.uid, activity.title, when.kind.value, when.tentative, activity.status.value, when.is_choice)
    for part in when.ranges:
        row = (*about, *part.points, part.min_days, part.max_days)
        if keys_of is None:
            yield row
        else:
            yield from ((*row, key) for key in as_keys(keys_of(activity)) or (None,))
