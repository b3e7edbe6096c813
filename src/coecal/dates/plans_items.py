"""Owns turning the items of an expression, and the whole of it, into functions from numbers to ranges.

As in `plans_points`, they word no errors.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from coecal.dates.expression import (
    All,
    Around,
    Bound,
    Day,
    Fraction,
    Item,
    Many,
    Month,
    Part,
    Point,
    Stretch,
    Union,
    Year,
)
from coecal.dates.kinds import Between, Kind, Policy
from coecal.dates.plans_numbers import Sources, UnplannedError
from coecal.dates.plans_points import Days, Values, plan_day, plan_point
from coecal.ranges import ONE_DAY, DateRange

_Item = Callable[[Values], DateRange]
Ranges = Callable[[Values], tuple[DateRange, ...]]

# Of what has no order among kinds, a list has the kind that comes first here.
_KINDS_OF_LISTS = (Kind.WINDOW, Kind.SPAN, Kind.EXACT)


def plan_body(body: Item | Many, sources: Sources, policy: Policy) -> tuple[Kind, Ranges]:
    """Return the kind of an expression and the function from numbers to its ranges.

    Raises:
        UnplannedError: plans do not serve such an expression.
    """
    if not isinstance(body, Many):
        kind, single = _item(body, sources, policy)
        return kind, lambda values: (single(values),)
    items = [_item(item, sources, policy) for item in body.items]
    kinds = {kind for kind, _ in items}
    if not kinds.issubset(_KINDS_OF_LISTS):
        raise UnplannedError
    kind = Kind.ALTERNATIVES if body.choice else next(kind for kind in _KINDS_OF_LISTS if kind in kinds)
    return kind, _list([item for _, item in items])


def _list(items: list[_Item]) -> Ranges:
    def read(values: Values) -> tuple[DateRange, ...]:
        ranges = tuple([item(values) for item in items])
        for one, other in pairwise(ranges):
            if not (one.earliest_start and other.earliest_start and one.earliest_start < other.earliest_start):
                raise ValueError  # not in order, or perhaps the same days twice
        return ranges

    return read


def _item(item: Item, sources: Sources, policy: Policy) -> tuple[Kind, _Item]:
    match item:
        case Stretch():
            return _stretch(item, sources, policy)
        case Bound():
            return _bound(item, sources, policy)
        case All(of=of):
            return Kind.EXACT, _all(of, sources, policy)
        case Day():
            day = plan_day(item, sources)
            return Kind.EXACT, lambda values: DateRange.exact(day(values)[0])
        case Month() | Year() | Fraction() | Part() | Around() | Union():
            window = plan_point(item, sources, policy)
            return Kind.WINDOW, lambda values: DateRange.window(*window(values))
        case _:
            raise UnplannedError


def _all(of: Point | Stretch, sources: Sources, policy: Policy) -> _Item:
    if isinstance(of, Stretch):
        ends = _ends(of, sources, policy)
        return lambda values: DateRange.exact(*_hull(*ends(values)))
    whole = plan_point(of, sources, policy)
    return lambda values: DateRange.exact(*whole(values))


def _hull(first: Days, last: Days) -> Days:
    return first[0], last[1]


def _ends(node: Stretch, sources: Sources, policy: Policy) -> Callable[[Values], tuple[Days, Days]]:
    if node.starts is not None:
        raise UnplannedError
    first, last = plan_point(node.first, sources, policy), plan_point(node.last, sources, policy)
    weekdays = node.weekdays

    def read(values: Values) -> tuple[Days, Days]:
        one, other = first(values), last(values)
        if other[1] < one[0]:
            raise ValueError
        if weekdays is not None and (one[0].weekday(), other[1].weekday()) != weekdays:
            raise ValueError
        return one, other

    return read


def _stretch(node: Stretch, sources: Sources, policy: Policy) -> tuple[Kind, _Item]:
    ends = _ends(node, sources, policy)
    if node.within and policy.between is not Between.EXACT:
        return Kind.WINDOW, lambda values: DateRange.window(*_hull(*ends(values)))
    if node.within or (isinstance(node.first, Day) and isinstance(node.last, Day)):
        return Kind.EXACT, lambda values: DateRange.exact(*_hull(*ends(values)))

    def span(values: Values) -> DateRange:
        first, last = ends(values)
        if last[1] < first[1]:
            raise ValueError
        return DateRange(*first, *last)

    return Kind.SPAN, span


def _bound(node: Bound, sources: Sources, policy: Policy) -> tuple[Kind, _Item]:
    point = plan_point(node.point, sources, policy)
    match node.word:
        case "by":
            return Kind.DEADLINE, lambda values: DateRange(None, None, None, point(values)[1])
        case "before":
            return Kind.DEADLINE, lambda values: DateRange(None, None, None, point(values)[0] - ONE_DAY)
        case "until":
            return Kind.OPEN, lambda values: DateRange(None, None, *point(values))
        case "after":
            return Kind.OPEN, lambda values: DateRange(point(values)[1] + ONE_DAY, None, None, None)
        case "not_before":
            return Kind.OPEN, lambda values: DateRange(point(values)[0], None, None, None)
        case "from" | "since":
            return Kind.OPEN, lambda values: DateRange(*point(values), None, None)
        case _:
            raise UnplannedError
