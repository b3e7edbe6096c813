"""Owns a fuzzy date and a period as plain data, such as the `when` of programme.json.

Knows neither JSON text nor files: data goes in and out as mappings, lists and text.
"""

from __future__ import annotations

import re
from datetime import date, time

from coecal.dates.kinds import Kind
from coecal.dates.times import DateStatus, Times, clock_text
from coecal.dates.value import FuzzyDate
from coecal.errors import DateError, RangeError
from coecal.nodes import DAY, Node
from coecal.ranges import DateRange, Period
from coecal.typing import Json

POINTS = ("earliest_start", "latest_start", "earliest_end", "latest_end")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)


def to_mapping(when: FuzzyDate) -> dict[str, Json]:
    """Return a fuzzy date as plain data that `read_when` reads back to an equal one.

    `edtf` is what EDTF can say of it; `ranges` says everything. `approximate`, `locale`, `times` and `status`
    are left out where they are false, "en" and not said. The rules by which it was read are not kept.

    >>> to_mapping(FuzzyDate.from_edtf("2023-10-03"))["ranges"][0]["latest_end"]
    '2023-10-03'
    """
    mapping: dict[str, Json] = {
        "text": when.text,
        "kind": when.kind.value,
        "tentative": when.tentative,
        "edtf": when.to_edtf(),
        "ranges": [_range_to_mapping(part) for part in when.ranges],
    }
    if when.approximate:
        mapping["approximate"] = True
    if when.locale != "en":
        mapping["locale"] = when.locale
    if when.times is not None:
        mapping["times"] = {
            "start": None if when.times.start is None else clock_text(when.times.start),
            "end": None if when.times.end is None else clock_text(when.times.end),
            "zone": when.times.zone,
        }
    if when.status is not None:
        mapping["status"] = when.status.value
    return mapping


def read_when(node: Node) -> FuzzyDate:
    """Return the fuzzy date that plain data at `node` describes.

    They are as `to_mapping` makes them. `edtf` may be missing; where it stands it has to say what `ranges` say.

    Raises:
        InputError: a key is missing, unknown or of the wrong type, or the values contradict each other; it says
            where.

    >>> read_when(Node({"text": "Oct", "kind": "window", "tentative": False, "ranges": []}, "when"))
    Traceback (most recent call last):
    coecal.errors.InputError: when.ranges: a date has at least one range, but the list is empty
    """
    node.check_keys(("text", "kind", "tentative", "ranges"), ("edtf", "approximate", "locale", "times", "status"))
    kind = node.get("kind").choice(Kind)
    parts = node.get("ranges").list_of(_read_range)
    _check_ranges(node.get("ranges"), kind, parts)
    when = FuzzyDate(
        text=node.get("text").text(),
        kind=kind,
        ranges=parts,
        tentative=node.get("tentative").flag(),
        approximate=node.get("approximate", default=False).flag(),
        locale=node.get("locale", "en").matching(LANGUAGE, "en"),
        times=node.get("times").maybe(_read_times),
        status=node.get("status").maybe(lambda status: status.choice(DateStatus)),
    )
    _check_edtf(node, when)
    return when


def period_to_text(period: Period) -> str:
    """Return a period as ISO text: a month, first and last month, or first and last day.

    >>> period_to_text(Period(date(2023, 7, 1), date(2023, 12, 31)))
    '2023-07/2023-12'
    """
    first, last = period.first.isoformat(), period.last.isoformat()
    if period.whole_months is not None:
        first, last = first[:7], last[:7]
        if first == last:
            return first
    return f"{first}/{last}"


def read_period(node: Node) -> Period:
    """Return the period at `node`, written as `period_to_text` does.

    Raises:
        InputError: it is written in another way, no month or day of the calendar, or ends before it starts.
    """
    start, slash, end = node.text().partition("/")
    try:
        return Period(_period(start).first, _period(end if slash else start).last)
    except RangeError as error:
        node.fail(str(error))
    except ValueError:
        node.fail(f"{node.text()!r} is no period; write it like '2023-07/2023-12'")


def _period(text: str) -> Period:
    if (month := MONTH.fullmatch(text)) is not None:
        return Period.month(int(month[1]), int(month[2]))
    if DAY.fullmatch(text) is None:
        msg = f"{text!r} is neither a month nor a day"
        raise ValueError(msg)
    day = date.fromisoformat(text)
    return Period(day, day)


def _range_to_mapping(part: DateRange) -> dict[str, Json]:
    days = {name: getattr(part, name) for name in POINTS}
    return {
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        "min_days": part.min_days,
        "max_days": part.max_days,
    }


def _read_range(node: Node) -> DateRange:
    node.check_keys(POINTS, ("min_days", "max_days"))
    earliest_start, latest_start, earliest_end, latest_end = (node.get(name).maybe(Node.day) for name in POINTS)
    shortest = node.get("min_days", 1).integer(minimum=1)
    longest = node.get("max_days").maybe(lambda limit: limit.integer(minimum=1))
    try:
        return DateRange(earliest_start, latest_start, earliest_end, latest_end, shortest, longest)
    except RangeError as error:
        node.fail(str(error))


def _read_times(node: Node) -> Times:
    node.check_keys(("start", "end"), ("zone",))
    start, end = (node.get(name).maybe(_read_time) for name in ("start", "end"))
    try:
        return Times(start, end, node.get("zone").maybe(Node.text))
    except RangeError as error:
        node.fail(str(error))


def _read_time(node: Node) -> time:
    text = node.text()
    if TIME.fullmatch(text) is None:
        node.fail(f"{text!r} is no time of day; write it like '14:00'")
    return time.fromisoformat(text)


def _check_ranges(node: Node, kind: Kind, parts: tuple[DateRange, ...]) -> None:
    """Refuse ranges that cannot stand together, or that are not what the kind says."""
    if not parts:
        node.fail("a date has at least one range, but the list is empty")
    starts = [part.earliest_start or date.min for part in parts]
    if starts != sorted(starts):
        node.fail("the ranges do not stand in order of time; sort them by their earliest start")
    if kind in (Kind.EXACT, Kind.RECURRING) and not all(part.is_exact for part in parts):
        node.fail(f"the kind is {kind.value!r}, but there is a range whose days are not all known; mend either")


def _check_edtf(node: Node, when: FuzzyDate) -> None:
    """Refuse an `edtf` that says something else than the ranges: one of the two was edited and not the other."""
    given = node.get("edtf").maybe(Node.text)
    expected = when.to_edtf()
    if given is None or given == expected:
        return
    try:
        same = FuzzyDate.from_edtf(given) == FuzzyDate.from_edtf(expected)
    except DateError as error:
        node.get("edtf").fail(f"{error}; leave it out or write {expected!r}")
    if not same:
        node.get("edtf").fail(f"{given!r} is not what the ranges say; leave it out or write {expected!r}")
