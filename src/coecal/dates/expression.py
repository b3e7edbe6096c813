"""Owns the third stage of reading: what an expression of dates can consist of.

Nodes hold what the words say and no more: a missing year is None here. Each leaf keeps its place in the text.
Resolving them to days is `resolve`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from coecal.dates.times import DateStatus, Times

Span = tuple[int, int]


@attrs.frozen
class Day:
    """A day: "12", "12 October", "Thursday 12 October 2023". Weekday 0 is Monday; None: not said."""

    span: Span
    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


@attrs.frozen
class Month:
    """A month: "October", "October 2023"."""

    span: Span
    month: int
    year: int | None = None


@attrs.frozen
class Year:
    """A calendar year: "2023"; None: "the year", the one that all this lies in."""

    span: Span
    year: int | None


@attrs.frozen
class Fraction:
    """A quarter or half of a year ("Q4 2023", "second half of 2023"); `parts` is 4 or 2, `number` counts from 1.

    `lettered` where a letter stands for the word, so that no number before it counts such parts.
    """

    span: Span
    parts: int
    number: int
    year: int | None = None
    lettered: bool = False


@attrs.frozen
class Season:
    """A meteorological season, named as in the northern hemisphere: spring, summer, autumn or winter."""

    span: Span
    name: str
    year: int | None = None


@attrs.frozen
class SplitYear:
    """A year that lies in two of the calendar: "academic year 2026/27"; `sort` is academic or fiscal."""

    span: Span
    sort: str
    year: int


@attrs.frozen
class IsoWeek:
    """A week of ISO 8601, Monday to Sunday; `weekday` 1 is Monday, None the whole week."""

    span: Span
    week: int
    year: int | None = None
    weekday: int | None = None


@attrs.frozen
class Relative:
    """A time named from today: `offset` units on; "this month" is 0 months on, "in two weeks" 2 weeks on.

    `unit` is day, weekend, week, month, quarter, half_year or year. `rest` keeps only what comes after today. `exact`
    marks a distance that ends on one day ("in two weeks").
    """

    span: Span
    unit: str
    offset: int
    rest: bool = False
    exact: bool = False


@attrs.frozen
class Rolling:
    """So many units that follow today or come before it: "next two weeks" is 2, "last 3 months" is -3."""

    span: Span
    unit: str
    count: int


@attrs.frozen
class NextNamed:
    """A month, weekday or season named from today: "next March", "this Friday", "last Monday".

    `offset` is 0 for "this", 1 for "next", -1 for "last".
    """

    span: Span
    sort: str
    number: int | str
    offset: int


Leaf = Day | Month | Year | Fraction | Season | SplitYear | IsoWeek | Relative | Rolling | NextNamed


@attrs.frozen
class Part:
    """Early, mid or late in a period, or from one part to another of the same ("mid to late October")."""

    span: Span
    first: str
    last: str
    of: Point


@attrs.frozen
class Nth:
    """The nth unit of a period: "first week of October", "second half of October", "last weekend of March".

    `number` counts from 1, from the end where negative; `count` units together ("first two weeks"). `of` is None
    where the words name no period: it is the one that they stand under.
    """

    span: Span
    unit: str
    number: int
    of: Point | None
    count: int = 1


@attrs.frozen
class NthWeekday:
    """The nth weekday of a month: "third Thursday in November"; `number` -1 is the last."""

    span: Span
    weekday: int
    number: int
    of: Point


@attrs.frozen
class Around:
    """The week or weekend that holds a day: "week of 9 October"."""

    span: Span
    unit: str
    day: Point


@attrs.frozen
class Union:
    """Somewhere in two neighbouring periods: "late October / early November"."""

    span: Span
    first: Point
    last: Point


Point = Leaf | Part | Nth | NthWeekday | Around | Union


@attrs.frozen
class Stretch:
    """From one point to another. `within`: somewhere in it ("between"); `weekdays`: those said of its ends.

    `starts` is the time of day said of its first end; that of its last stands behind the whole.
    """

    span: Span
    first: Point
    last: Point
    within: bool = False
    weekdays: tuple[int, int] | None = None
    starts: Times | None = None


@attrs.frozen
class All:
    """On every day of a period: "throughout October"."""

    span: Span
    of: Point | Stretch


@attrs.frozen
class Bound:
    """One end known: `word` is by, before, until, from, after, not_before or since."""

    span: Span
    word: str
    point: Point


@attrs.frozen
class Recurring:
    """Every so many weeks on weekdays (0 is Monday; none: every day) within a period or stretch.

    `nth` are the numbers of the weekday in each month, from the end where negative: "first Monday of each month".
    `of` is None where the words name none: it is the period that they stand under.
    """

    span: Span
    weekdays: tuple[int, ...]
    interval: int
    of: Point | Stretch | None
    nth: tuple[int, ...] = ()


@attrs.frozen
class Lasting:
    """A known number of days within something: "two-day workshop in mid-November"."""

    span: Span
    min_days: int
    max_days: int
    of: Point | Stretch


@attrs.frozen
class Many:
    """Several stretches: all happen, or one of them where `choice`."""

    span: Span
    items: tuple[Item, ...]
    choice: bool


Item = Point | Stretch | All | Bound | Recurring | Lasting


@attrs.frozen
class Expression:
    """A whole text: what it says of days (None: nothing), and whether it is tentative or approximate.

    `gloss` is the same date said again in brackets, finer or coarser: "week 41 (9-13 October)".
    """

    body: Item | Many | None
    tentative: bool = False
    approximate: bool = False
    gloss: Item | Many | None = None
    times: Times | None = None
    status: DateStatus | None = None


FROM_TODAY: Final = (Relative, Rolling, NextNamed)
"""The leaves that count from today and so have no year of their own."""


def leaves(node: Item | Many) -> Iterator[Leaf]:
    """Yield the leaves of a node in the order of the text."""
    match node:
        case Many(items=items):
            for item in items:
                yield from leaves(item)
        case Stretch(first=first, last=last) | Union(first=first, last=last):
            yield from leaves(first)
            yield from leaves(last)
        case Part(of=of) | NthWeekday(of=of) | All(of=of) | Lasting(of=of):
            yield from leaves(of)
        case Recurring(of=of) | Nth(of=of):
            yield from () if of is None else leaves(of)
        case Around(day=of) | Bound(point=of):
            yield from leaves(of)
        case _:
            yield node


def needs_year(leaf: Leaf) -> bool:
    """Whether a leaf means nothing without a year and does not say it."""
    return not isinstance(leaf, FROM_TODAY) and leaf.year is None
