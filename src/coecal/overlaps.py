"""Owns the finding of overlaps among many activities: who is compared with whom, and about what.

Knows neither how two dates are compared (`coecal.dates.compare`) nor how candidates are found (`coecal.sweep`).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import compress
from typing import Generic, TypeAlias, TypeVar, overload

import attrs

from coecal.activities import Activity
from coecal.dates import Certainty, FuzzyDate, Overlap
from coecal.dates.compare import certainty, compare
from coecal.errors import RangeError, UnknownNameError
from coecal.ranges import Period
from coecal.ready import AFTER_ALL, BEFORE_ALL, Closing, Ready, day_number, is_cut, opened_among, reach, widened
from coecal.sweep import Columns, Sweep

Id = TypeVar("Id")
Item_co = TypeVar("Item_co", covariant=True)
Keys: TypeAlias = str | Iterable[str] | None
Criterion: TypeAlias = str | Sequence[str] | Callable[[Activity], Keys] | None

CRITERIA: Mapping[str, Callable[[Activity], tuple[str, ...]]] = {
    "project": lambda activity: activity.projects,
    "organiser": lambda activity: activity.organisers,
    "partner": lambda activity: activity.partners,
    "person": lambda activity: activity.people,
    "region": lambda activity: activity.regions,
    "country": lambda activity: activity.countries,
    "place": lambda activity: activity.places,
}


@attrs.frozen(repr=False, eq=False)
class Overlaps(Generic[Item_co]):
    """The pairs of items that overlap, certainly or possibly; found when they are asked for.

    Iterating gives an `Overlap` for each pair once, in the order of the items, `a` being the one that comes first.
    `pairs` and `columns` give the positions of the same pairs, in order of time, as no sorting is needed for that.

    `len` makes no pairs where every item has one stretch of days and at most one key. Where items have more, a pair
    can be found more than once, and all of them are made once to count them, at some hundred bytes a pair;
    likewise after `certain` and `between`.

    Attributes:
        unplaced: the items that were not compared, as no day is known of them.

    >>> visit, talks = FuzzyDate.from_edtf("2023-10-02/2023-10-06"), FuzzyDate.from_edtf("2023-10-05")
    >>> found = find_overlaps([("visit", visit), ("talks", talks), ("study", FuzzyDate.from_edtf("2023-10"))])
    >>> len(found), [(one.a, one.b, one.certainty.value) for one in found.certain()]
    (3, [('visit', 'talks', 'certain')])
    """

    _ready: Ready[Item_co]
    _sweep: Sweep
    unplaced: tuple[Item_co, ...]
    _only_certain: bool = False
    _periods: tuple[Period, ...] = ()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Overlap[Item_co]]:
        pairs = self.pairs()
        for one, other in pairs if self._sweep.is_in_order else sorted(pairs):
            yield self._overlap(one, other)

    def __repr__(self) -> str:
        return f"<Overlaps: {len(self)} among {len(self._ready.items)} items, {len(self.unplaced)} unplaced>"

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the positions of each pair, the smaller one first, in order of time.

        >>> days = [("a", FuzzyDate.from_edtf("2023-10-02/2023-10-06")), ("b", FuzzyDate.from_edtf("2023-10-05"))]
        >>> list(find_overlaps(days).pairs())
        [(0, 1)]
        """
        return zip(*self.columns(), strict=True) if self._is_restricted else self._sweep.pairs()

    def columns(self, *, certain: bool = False) -> Columns:
        """Return the positions of each pair as two arrays of integers, the smaller ones in the first array.

        Args:
            certain: whether to give only the pairs that overlap for certain.

        >>> days = [("a", FuzzyDate.from_edtf("2023-10-02/2023-10-06")), ("b", FuzzyDate.from_edtf("2023-10-05"))]
        >>> find_overlaps(days).columns(certain=True)
        (array('q', [0]), array('q', [1]))
        """
        columns = self._sweep.columns()
        for period in self._periods:
            columns = _keep(columns, self._touch(columns, period))
        if certain or self._only_certain:
            columns = _keep(columns, self._must_meet(columns))
        return columns

    def certain(self) -> Overlaps[Item_co]:
        """Return those overlaps only that are certain.

        >>> len(find_overlaps([(1, FuzzyDate.from_edtf("2023-10")), (2, FuzzyDate.from_edtf("2023-10"))]).certain())
        0
        """
        return attrs.evolve(self, only_certain=True)

    def between(self, first: date, last: date) -> Overlaps[Item_co]:
        """Return those overlaps only that may fall on some day of a period.

        Of several stretches or candidates, those days count on which two of them may meet, not the days between.

        Args:
            first: the first day of the period.
            last: the last day of it, inclusive.

        Raises:
            RangeError: `last` is before `first`.

        >>> found = find_overlaps([(1, FuzzyDate.from_edtf("2023-10")), (2, FuzzyDate.from_edtf("2023-10"))])
        >>> len(found.between(date(2023, 10, 31), date(2023, 12, 1))), len(found.between(date(2023, 11, 1), date.max))
        (1, 0)
        """
        return attrs.evolve(self, periods=(*self._periods, Period(first, last)))

    @property
    def compared(self) -> tuple[tuple[Item_co, FuzzyDate], ...]:
        """The items, each with its date as it was compared; `pairs` and `columns` give positions in it.

        >>> find_overlaps([("talks", FuzzyDate.from_edtf("2023-10-05"))]).compared[0][0]
        'talks'
        """
        return tuple(zip(self._ready.items, self._ready.dates, strict=True))

    def _repr_svg_(self) -> str:
        from coecal.timeline.notebook import overlaps_svg  # noqa: PLC0415 - the way up, opened when a notebook shows it

        return overlaps_svg(self)

    def _repr_html_(self) -> str:
        from coecal.timeline.notebook import overlaps_html  # noqa: PLC0415 - likewise

        return overlaps_html(self)

    def to_json(self) -> list[dict[str, object]]:
        """Return the overlaps as JSON values, an activity as its UID and a day as in ISO 8601.

        >>> days = [("a", FuzzyDate.from_edtf("2023-10-02/2023-10-06")), ("b", FuzzyDate.from_edtf("2023-10-05"))]
        >>> find_overlaps(days).to_json()[0]["possible_days"]
        ['2023-10-05', '2023-10-05']
        """
        return [_to_json(found) for found in self]

    @property
    def _is_restricted(self) -> bool:
        return self._only_certain or bool(self._periods)

    @cached_property
    def _size(self) -> int:
        return len(self.columns()[0]) if self._is_restricted else self._sweep.count()

    @cached_property
    def _several(self) -> frozenset[int]:
        """The positions of items with more than one stretch, for which comparing four points is not enough."""
        return frozenset(place for place, when in enumerate(self._ready.dates) if len(when.ranges) > 1)

    def _must_meet(self, columns: Columns) -> list[bool]:
        """Return for each pair whether it overlaps for certain."""
        dates, several = self._ready.dates, self._several
        starts = [day_number(when.ranges[0].latest_start, AFTER_ALL) for when in dates]
        ends = [day_number(when.ranges[0].earliest_end, BEFORE_ALL) for when in dates]
        pairs = list(zip(*columns, strict=True))
        wanted = [starts[one] <= ends[other] and starts[other] <= ends[one] for one, other in pairs]
        for row, (one, other) in enumerate(pairs) if several else ():
            if one in several or other in several:
                wanted[row] = certainty(dates[one], dates[other]) is Certainty.CERTAIN
        return wanted

    def _touch(self, columns: Columns, period: Period) -> list[bool]:
        """Return for each pair whether there is a day of the period on which both may be."""
        begin, end = period.first.toordinal(), period.last.toordinal()
        reaches = [[reach(part) for part in when.ranges] for when in self._ready.dates]
        return [
            any(
                max(first, since, begin) <= min(last, until, end)
                for first, last in reaches[one]
                for since, until in reaches[other]
            )
            for one, other in zip(*columns, strict=True)
        ]

    def _overlap(self, one: int, other: int) -> Overlap[Item_co]:
        """Compare two items; a likelihood would rest on the period that closed an open end, so it is left out."""
        ready = self._ready
        found = compare(ready.dates[one], ready.dates[other])
        is_known = found.certainty is not Certainty.POSSIBLE or ready.opened.isdisjoint((one, other))
        return Overlap(
            ready.items[one],
            ready.items[other],
            found.certainty,
            found.likelihood if is_known else None,
            () if ready.keys is None else _shared(ready.keys[one], ready.keys[other]),
            found.possible_days,
            found.bounds if is_known else None,
        )


@overload
def find_overlaps(
    items: Iterable[Activity], *, by: Criterion = None, period: Period | None = None, gap: int = 0
) -> Overlaps[Activity]: ...
@overload
def find_overlaps(
    items: Iterable[tuple[Id, FuzzyDate]],
    *,
    by: str | Callable[[Id], Keys] | None = None,
    period: Period | None = None,
    gap: int = 0,
) -> Overlaps[Id]: ...
def find_overlaps(
    items: Iterable[Activity] | Iterable[tuple[Id, FuzzyDate]],
    *,
    by: Criterion | Callable[[Id], Keys] = None,
    period: Period | None = None,
    gap: int = 0,
) -> Overlaps[Activity | Id]:
    """Return all pairs of items that overlap, certainly or possibly.

    For the comparison alone, an open end of an activity is closed by the period that it is listed under (the heading
    of its source), then by `period`; what neither can close stays open. The likelihood of a merely possible overlap
    stays unknown where an end was open. An item of which no day at all is known is paired with nothing and listed in
    `unplaced`. Cancelled and postponed activities count like all others: leave them out of `items` if they should
    not.

    Args:
        items: activities, or pairs of an id and a date.
        by: what two items have to share. None or "all": nothing, every pair counts. "project", "organiser",
            "partner" (a project or an organiser), "person", "region", "country" or "place": one of those, as
            written. Several of these names: a value of any of them, such as a project or a country. A function: one
            of the keys that it returns for the activity or the id; one string is one key, and an item without a key
            overlaps nothing.
        period: the period of the whole programme; None where there is none.
        gap: how many whole days have to lie between two items that do not count as overlapping, such as days of
            travel. All is then said of the dates with so many days added to the end of each stretch; what would leave
            the calendar is cut off there, and its likelihood is left out.

    Raises:
        UnknownNameError: `by` is none of these, or is a name while an item is not an activity.
        RangeError: `gap` is negative.

    >>> kick_off, visit = FuzzyDate.from_edtf("2023-10-10/2023-10-12"), FuzzyDate.from_edtf("2023-10")
    >>> [(found.a, found.b, found.certainty.value) for found in find_overlaps([(1, kick_off), (2, visit)])]
    [(1, 2, 'possible')]
    """
    if gap < 0:
        msg = f"a gap of {gap} days is none: give the days that have to lie between two items, 0 or more"
        raise RangeError(msg)
    keys_of = _criterion(by)
    listed: list[Activity | tuple[Id, FuzzyDate]] = [*items]
    who = [item if isinstance(item, Activity) else item[0] for item in listed]
    dates, opened = _closed(listed, Closing(period))
    if gap:
        opened |= {place for place, when in enumerate(dates) if is_cut(when, gap)}
        dates = [widened(when, gap) for when in dates]
    ready = Ready(who, dates, frozenset(opened), None if keys_of is None else list(map(keys_of, who)))
    return Overlaps(ready, ready.sweep(), tuple(who[place] for place in ready.unplaced))


def _closed(items: Sequence[Activity | tuple[Id, FuzzyDate]], closing: Closing) -> tuple[list[FuzzyDate], set[int]]:
    """Return the dates with their open ends closed, and the positions of those that had any."""
    dates = [item.when if isinstance(item, Activity) else item[1] for item in items]
    opened = opened_among(dates)
    for place in opened:
        item = items[place]
        dates[place] = closing.close(dates[place], item.source.heading if isinstance(item, Activity) else None)
    return dates, opened


def _criterion(by: object) -> Callable[[object], tuple[Hashable, ...]] | None:
    """Return the function that gives an item's keys, each once, or None where any two items are compared."""
    if by is None or by == "all":
        return None
    if callable(by):
        return lambda item: as_keys(by(item))
    if isinstance(by, str) and by in CRITERIA:
        return lambda item: as_keys(CRITERIA[by](_activity(item, by)))
    if isinstance(by, (tuple, list)) and by and all(isinstance(name, str) and name in CRITERIA for name in by):
        # The same word as a project and as a place is not the same.
        return lambda item: tuple(
            (name, key) for name in dict.fromkeys(by) for key in as_keys(CRITERIA[name](_activity(item, name)))
        )
    msg = f"cannot compare by {by!r}: give all, {', '.join(CRITERIA)}, several of them, or a function of an item"
    raise UnknownNameError(msg)


def _activity(item: object, name: str) -> Activity:
    if not isinstance(item, Activity):
        msg = f"cannot compare {item!r} by {name!r}, as it is no activity: give a function of the item"
        raise UnknownNameError(msg)
    return item


def as_keys(keys: Keys) -> tuple[str, ...]:
    """Return the keys that a function gives for an item, each once; blank ones are none."""
    listed = (keys,) if isinstance(keys, str) else keys or ()
    return tuple(dict.fromkeys(filter(None, listed)))


def _shared(one: tuple[Hashable, ...], other: tuple[Hashable, ...]) -> tuple[str, ...]:
    """Return the keys that two items have in common, as words in order, each once."""
    common = set(one).intersection(other)
    return tuple(sorted({key[1] if isinstance(key, tuple) else str(key) for key in common}))


def _keep(columns: Columns, wanted: Sequence[bool]) -> Columns:
    return array("q", compress(columns[0], wanted)), array("q", compress(columns[1], wanted))


def _to_json(found: Overlap[object]) -> dict[str, object]:
    days = found.possible_days
    return {
        "a": found.a.uid if isinstance(found.a, Activity) else found.a,
        "b": found.b.uid if isinstance(found.b, Activity) else found.b,
        "certainty": found.certainty.value,
        "likelihood": None if found.likelihood is None else float(found.likelihood),
        "shared": list(found.shared),
        "possible_days": None if days is None else [days.first.isoformat(), days.last.isoformat()],
    }
