"""Owns writing EDTF: kind, ranges and marks -> the expression that reads back as the same, or one that covers them.

Knows nothing of reading; docs/edtf.md lists which dates have a form and what is written for those that have none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import product

import attrs

from coecal.dates.edtf_dates import group_days, group_months
from coecal.dates.edtf_points import Precision
from coecal.dates.kinds import DEFAULT_POLICY, Kind
from coecal.ranges import DateRange, Period

# The ways to mark a date, the best first: the mark, and how many days it reaches to each side when it is read. The
# last way reaches nowhere, so that there always is one.
Ways = Sequence[tuple[str, int]]
_AROUND: Ways = (("~", DEFAULT_POLICY.around_days), ("", 0))
_NOTHING_KNOWN = "../.."
_WINDOWS = (Kind.WINDOW, Kind.UNDATED, Kind.DEADLINE, Kind.ALTERNATIVES)
# What a window is called by its name alone: one day alone would read as known, and quarters stand in sets only where
# there is no plainer form.
_ALONE = frozenset({Precision.MONTH, Precision.YEAR})
_IN_CHOICE = _ALONE | {Precision.DAY}
_IN_ALL = frozenset(Precision)
# The groups of months that mean the same everywhere: northern seasons, quarters, quadrimesters, semesters.
_GROUPS = {code: group_months(code) for code in (*range(25, 29), *range(33, 42))}


@attrs.frozen
class _End:
    """An end of an interval: as it is written, the days it names and those it is read as (None: open)."""

    text: str
    first: date | None = None
    last: date | None = None
    named: Period | None = None
    precision: Precision | None = None


_OPEN = _End("..")


def write_edtf(kind: Kind, ranges: tuple[DateRange, ...], *, tentative: bool = False, approximate: bool = False) -> str:
    """Return the EDTF expression, level 2 at most, of what is known.

    Where EDTF has a form, reading it gives the same again. Where it has none, the days from the earliest
    start to the latest end are written as a one-of set, which covers it and never reads as firm; durations are left
    out.

    Args:
        kind: what sort of statement it is.
        ranges: the stretches, in order of time.
        tentative: whether to mark every date `?`.
        approximate: whether to mark `~` every date that can be read as that many days around a closer one.

    >>> write_edtf(Kind.WINDOW, (DateRange.window(date(2023, 11, 11), date(2023, 11, 20)),), tentative=True)
    '[2023-11-11?..2023-11-20?]'
    """
    if approximate:
        # Known days that are called approximate have nothing to shrink, and keep their mark all the same.
        text = _write(kind, ranges, [("~", 0)] if kind in (Kind.EXACT, Kind.RECURRING) else _AROUND)
        if "~" in text:
            return text
    unsure = tentative or approximate or kind is Kind.UNDATED
    return _write(kind, ranges, [("?" if unsure else "", 0)])


def _write(kind: Kind, ranges: Sequence[DateRange], ways: Ways) -> str:
    parts = [attrs.evolve(part, min_days=1, max_days=None) for part in ranges]
    if any(part.earliest_start is None and part.latest_end is None for part in parts):
        return _NOTHING_KNOWN
    if len(parts) > 1:
        return _set(parts, ways, choice=kind is Kind.ALTERNATIVES)
    part = parts[0]
    if kind in _WINDOWS and not part.is_open and not _is_settled(kind, part):
        window = _window(part, ways, _ALONE)
        return f"[{window}]" if ".." in window else window
    if interval := _interval(part, ways):
        return interval
    return f"[{_cover(part, ways)}]"


def _is_settled(kind: Kind, part: DateRange) -> bool:
    """Whether a window leaves no day open, and is written as the stretch that it is."""
    return part.is_exact and (kind is Kind.ALTERNATIVES or part.earliest_start != part.latest_end)


def _window(part: DateRange, ways: Ways, named: Collection[Precision]) -> str:
    """Return the date of a `named` precision, or else the `a..b`, within which a stretch lies."""
    mark, reach, days = next((mark, reach, days) for mark, reach in ways if (days := _shrunk(part, reach)) is not None)
    for text, unit, precision in _units(days.first, first=True):
        if unit == days and (precision in named or (reach and precision is Precision.DAY)):
            return text + mark
    return f"{days.first}{mark}..{days.last}{mark}"


def _shrunk(part: DateRange, reach: int) -> Period | None:
    """Return the possible days without `reach` on both sides, or None where none are left."""
    possible = part.possible
    if possible is None or possible.days <= 2 * reach:
        return None
    return Period(_moved(possible.first, reach), _moved(possible.last, -reach))


def _interval(part: DateRange, ways: Ways, *, alike: bool = False) -> str | None:
    """Return the interval that reads back as this stretch, or None; `alike`: its ends are of the same precision."""
    for start, end in product(_ends(part.earliest_start, ways, 1), _ends(part.latest_end, ways, -1)):
        if alike and start.precision is not end.precision:
            continue
        if start.named is not None and end.named is not None and end.named.last < start.named.first:
            continue
        if DateRange(start.first, start.last, end.first, end.last) == part:
            single = part.is_exact and part.earliest_start == part.latest_end
            return start.text if single else f"{start.text}/{end.text}"
    return None


def _ends(day: date | None, ways: Ways, inwards: int) -> list[_End]:
    """Return the dates that can be read as starting (`inwards` 1) or ending (-1) on a day."""
    if day is None:
        return [_OPEN]
    return [
        _End(text + mark, _moved(unit.first, -reach), _moved(unit.last, reach), unit, precision)
        for mark, reach in ways
        for text, unit, precision in _units(_moved(day, inwards * reach), first=inwards > 0)
    ]


def _units(day: date, *, first: bool) -> Iterator[tuple[str, Period, Precision]]:
    """Yield the day, and the month, year and groups of months of which it is the first or else the last day."""
    iso = day.isoformat()
    yield iso, Period(day, day), Precision.DAY
    month, year = Period.month(day.year, day.month), Period.year(day.year)
    if day != (month.first if first else month.last):
        return
    yield iso[:7], month, Precision.MONTH
    if day == (year.first if first else year.last):
        yield iso[:4], year, Precision.YEAR
    for code, (start, count) in _GROUPS.items():
        years_on, end = divmod(start + count - 2, 12)
        year_of = day.year if first else day.year - years_on
        if day.month == (start if first else end + 1) and year_of and (group := group_days(year_of, code)):
            yield f"{year_of:04d}-{code}", group, Precision.GROUP


def _moved(day: date, days: int) -> date:
    """Return a day so many days later, or the last (first) day of the calendar where that is beyond it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _cover(part: DateRange, ways: Ways) -> str:
    """Return the element of a one-of set that covers a stretch: `a..b`, or `a..` and `..b` where it is open.

    An interval of the same days would read as firm.
    """
    if part.is_open:
        start, end = _ends(part.earliest_start, ways, 1)[0].text, _ends(part.latest_end, ways, -1)[0].text
        return f"{start}..{end}".replace("....", "..")
    return _window(part, ways, frozenset())


def _set(parts: Sequence[DateRange], ways: Ways, *, choice: bool) -> str:
    """Return the set of several stretches; it can be open at its start and at its end once each."""
    texts: list[str] = []
    for part in parts:
        text = None if part.is_open else _member(part, ways, choice=choice)
        if text is not None:
            texts.append(text)
        elif not part.is_open:
            whole = _whole(parts)
            open_at_both = whole.earliest_start is None and whole.latest_end is None
            return _NOTHING_KNOWN if open_at_both else f"[{_cover(whole, ways)}]"
    before = [part for part in parts if part.earliest_start is None]
    after = [part for part in parts if part.latest_end is None]
    if before:
        texts.insert(0, _open_member(max(before, key=_latest_end), ways, choice=choice))
    if after:
        texts.append(_open_member(min(after, key=_earliest_start), ways, choice=choice))
    members = list(dict.fromkeys(texts))
    if len(members) == 1 and not choice and ".." not in members[0]:
        return members[0]  # two weeks of one month: all of them are covered by what one set of it would be read as
    joined = ",".join(members)
    return f"[{joined}]" if choice else f"{{{joined}}}"


def _member(part: DateRange, ways: Ways, *, choice: bool) -> str | None:
    """Return a stretch as an element; a vague one among several is covered by its month or year, None beyond."""
    if choice:
        return _window(part, ways, _IN_CHOICE)
    if (part.earliest_start, part.latest_start) == (part.earliest_end, part.latest_end):
        window = _window(part, ways, _IN_ALL)
        if ".." not in window:
            return window
    if interval := _interval(part, ways, alike=True):
        return interval.replace("/", "..")
    return _named_cover(part, ways)


def _named_cover(part: DateRange, ways: Ways) -> str | None:
    """Return the month or year that holds a stretch, or None where it reaches over New Year."""
    possible = part.possible
    if possible is None or possible.first.year != possible.last.year:
        return None
    months = {day.month for day in (possible.first, possible.last)}
    return (possible.first.isoformat()[:7] if len(months) == 1 else f"{possible.first.year:04d}") + ways[-1][0]


def _open_member(part: DateRange, ways: Ways, *, choice: bool = True) -> str:
    """Return `..b` or `a..`: the element of a set that is open on one side."""
    interval = None if choice else _interval(part, ways)
    return interval.replace("../", "..").replace("/..", "..") if interval else _cover(part, ways)


def _whole(parts: Sequence[DateRange]) -> DateRange:
    """Return the window from the first to the last possible day of all stretches, open where one of them is."""
    first = None if any(part.earliest_start is None for part in parts) else min(map(_earliest_start, parts))
    last = None if any(part.latest_end is None for part in parts) else max(map(_latest_end, parts))
    return DateRange(first, last, first, last)


def _earliest_start(part: DateRange) -> date:
    return part.earliest_start or date.min


def _latest_end(part: DateRange) -> date:
    return part.latest_end or date.max
