"""Owns EDTF expressions (ISO 8601-2:2019, Library of Congress levels 0 to 2) -> kind, ranges, marks.

Reads whole expressions: dates, intervals and sets. What one date denotes is `edtf_dates`', writing is `edtf_write`'s.
Where the standard leaves the days open, docs/edtf.md says what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import attrs

from coecal.dates.edtf_dates import read_point, read_time
from coecal.dates.edtf_points import Piece, Point
from coecal.dates.edtf_write import write_edtf
from coecal.dates.kinds import DEFAULT_POLICY, Kind, Policy
from coecal.dates.times import Times
from coecal.ranges import DateRange, by_time

__all__ = ["Parts", "read_edtf", "write_edtf"]

_FOREIGN = re.compile(r"[^0-9XYTZES?~%/.,:+\[\]{}-]")
# A set whose members all happen is of the kind of its loosest member, which comes last here.
_LOOSER = (Kind.EXACT, Kind.SPAN, Kind.WINDOW, Kind.OPEN)

Ends = tuple[Point | None, Point | None]


@attrs.frozen
class Parts:
    """What an EDTF expression says.

    Attributes:
        kind: what sort of statement it is.
        ranges: its stretches, in order of time.
        tentative: whether a date of it is marked `?`, `~` or `%`, or nothing is known.
        approximate: whether a date of it is marked `~` or `%`.
        times: the time of day, where it has one.
    """

    kind: Kind
    ranges: tuple[DateRange, ...]
    tentative: bool = False
    approximate: bool = False
    times: Times | None = None


@attrs.frozen
class _Member:
    """One stretch: its kind as written, the dates of its ends (None: open) and what they say together."""

    kind: Kind
    ends: Ends
    stretch_of: Callable[[Ends], DateRange]

    @property
    def points(self) -> list[Point]:
        return [point for point in self.ends if point is not None]

    def stretch(self, around_days: int) -> DateRange:
        """Return the stretch, its approximate ends reaching so many days further."""
        first, last = (None if point is None else point.widened(around_days) for point in self.ends)
        return self.stretch_of((first, last))


def read_edtf(text: str, policy: Policy = DEFAULT_POLICY) -> Parts:
    """Read an EDTF expression of level 0, 1 or 2.

    Args:
        text: the expression and nothing else, without spaces.
        policy: `around_days` says how far `~` reaches to each side, `southern` what the seasons 21 to 24 are.

    Raises:
        DateError: the text is no EDTF, or denotes no days of the years 1 to 9999; its span marks the part at fault.

    >>> read_edtf("[2023-10-12,2023-10-19]").ranges
    (<DateRange 2023-10-12>, <DateRange 2023-10-19>)
    """
    piece = Piece(text, 0, len(text))
    if foreign := _FOREIGN.search(text):
        piece.cut(*foreign.span()).refuse(f"{foreign.group()!r} has no place in an EDTF date: leave it out")
    if text.startswith(("[", "{")):
        return _read_set(piece, policy)
    if "/" in text:
        return _read_interval(piece, policy)
    if "T" not in text:
        return _parts([_alone(read_point(piece, policy))], policy)
    day, times = read_time(piece)
    return attrs.evolve(_parts([_alone(day)], policy), times=times)


def _parts(members: Sequence[_Member], policy: Policy, *, choice: bool = False) -> Parts:
    ranges = tuple(sorted({member.stretch(policy.around_days): None for member in members}, key=by_time))
    points = [point for member in members for point in member.points]
    approximate = any(point.approximate for point in points)
    if choice and len(ranges) > 1:
        kind = Kind.ALTERNATIVES
    else:
        kind = members[0].kind if len(ranges) == 1 else max((member.kind for member in members), key=_LOOSER.index)
    if kind is Kind.EXACT and approximate and policy.around_days:
        days = [member.stretch(0) for member in members]
        kind = Kind.WINDOW if all(day.earliest_start == day.latest_end for day in days) else Kind.SPAN
    return Parts(kind, ranges, any(point.tentative for point in points), approximate)


def _alone(point: Point) -> _Member:
    return _Member(Kind.EXACT if point.is_day else Kind.WINDOW, (point, point), _somewhere)


def _from_to(ends: Ends, place: Piece) -> _Member:
    """Return the stretch that starts within one date and ends within another."""
    first, last = ends
    if first is None or last is None:
        return _Member(Kind.OPEN, ends, _throughout)
    if last.last < first.first:
        place.refuse("it ends before it starts: put the earlier date first")
    return _Member(Kind.EXACT if first.is_day and last.is_day else Kind.SPAN, ends, _throughout)


def _one_of(ends: Ends) -> _Member:
    """Return what "one of the dates from first to last" says."""
    first, last = ends
    kind = Kind.DEADLINE if first is None else Kind.OPEN if last is None else Kind.WINDOW
    return _Member(kind, ends, _somewhere)


def _throughout(ends: Ends) -> DateRange:
    first, last = ends
    start = (None, None) if first is None else (first.first, first.last)
    end = (None, None) if last is None else (last.first, last.last)
    return DateRange(*start, *end)


def _somewhere(ends: Ends) -> DateRange:
    first, last = ends
    earliest, latest = None if first is None else first.first, None if last is None else last.last
    return DateRange(earliest, latest, earliest, latest)


def _read_interval(piece: Piece, policy: Policy) -> Parts:
    places = piece.split("/")
    if len(places) > 2:
        places[2].refuse("an interval has two ends: write start/end")
    if piece.text == "/":
        piece.refuse("an interval of two unknown ends says nothing: write ../..")
    first, last = (None if place.text in ("", "..") else read_point(place, policy) for place in places)
    if first is None and last is None:
        return Parts(Kind.UNDATED, (DateRange.listed_under(None),), tentative=True)
    return _parts([_from_to((first, last), places[1])], policy)


def _read_set(piece: Piece, policy: Policy) -> Parts:
    choice = piece.text.startswith("[")
    closing = "]" if choice else "}"
    if not piece.text.endswith(closing):
        piece.cut(len(piece.text) - 1, len(piece.text)).refuse(f"the set has no {closing!r} at its end: add it")
    places = piece.cut(1, len(piece.text) - 1).split(",")
    members = []
    for place in places:
        ends = _read_ends(place, policy)
        if (ends[0] is None and place is not places[0]) or (ends[1] is None and place is not places[-1]):
            place.refuse("a set is open before its first or after its last date only: put this element there")
        members.append(_element(ends, place, choice=choice))
    return _parts(members, policy, choice=choice)


def _element(ends: Ends, place: Piece, *, choice: bool) -> _Member:
    first, last = ends
    if first is not None and (first is last or (first == last and not choice)):
        return _alone(first)
    return _one_of(ends) if choice else _from_to(ends, place)


def _read_ends(place: Piece, policy: Policy) -> Ends:
    """Read one element of a set: a date twice over, `a..b`, `..b` or `a..`."""
    if "/" in place.text:
        place.refuse("an interval has no place in a set: write its days with two dots, as in a..b")
    sides = place.split("..")
    if len(sides) > 2 or place.text == "..":
        place.refuse("two dots stand between two dates, before the first date of a set or after its last")
    if len(sides) == 1:
        point = read_point(place, policy)
        return point, point
    first, last = (read_point(side, policy) if side.text else None for side in sides)
    if first is not None and last is not None:
        if first.precision is not last.precision:
            sides[1].refuse(f"after a {first.precision} and two dots comes a {first.precision}: write such a one")
        if last.last < first.first:
            sides[1].refuse("the date after the two dots is earlier than the one before them: change their order")
    return first, last
