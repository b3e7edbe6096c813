"""Owns dates and periods as people write them by hand: words, EDTF, days of TOML, or a start and an end.

Knows what a programme says of a date in full too, which goes the strict way of `coecal.dates.mapping`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

import attrs

from coecal.dates import FuzzyDate, Kind, Times, parse_date, parse_period
from coecal.dates.mapping import read_period, read_when
from coecal.errors import DateError, RangeError
from coecal.nodes import Node
from coecal.ranges import DateRange, Period

_YEAR = re.compile(r"\d{4}", re.ASCII)
_SHORT = frozenset({"text", "edtf", "start", "end", "tentative", "locale"})


def read_written_when(node: Node, within: Period | None) -> FuzzyDate:
    """Return the date at a node.

    Args:
        node: words, a day or a day with a time of TOML; an object with `text`, `edtf`, or `start` and `end`; or all
            that programme.json says of a date.
        within: the period that supplies what words leave out; None where there is none.

    Raises:
        InputError: it is none of these; it says where.

    >>> read_written_when(Node("mid-November", "when"), parse_period("2026")).to_edtf()
    '[2026-11-11..2026-11-20]'
    >>> read_written_when(Node({"start": "2026-11-03", "end": "5 November"}, "when"), parse_period("2026")).to_edtf()
    '2026-11-03/2026-11-05'
    """
    value = node.value
    if isinstance(value, str):
        return _words(node, within, None)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return _day(value)
    if not isinstance(value, dict):
        node.fail("a date is words such as 'mid-November 2026', or an object")
    if value and value.keys() <= _SHORT:
        return _short(node, within)
    return read_when(node)


def read_written_period(node: Node) -> Period:
    """Return the period at a node, in ISO form or in words such as "July - December 2026".

    Raises:
        InputError: it is none.
    """
    text = node.text()
    if not any(map(str.isalpha, text)) and _YEAR.fullmatch(text) is None:
        return read_period(node)
    try:
        return parse_period(text)
    except DateError:
        node.fail(f"{text!r} is no period; write it like '2023-07/2023-12' or 'July - December 2023'")


def _words(node: Node, within: Period | None, locale: str | None) -> FuzzyDate:
    text = node.text()
    try:
        return parse_date(text, within=within, locale=locale)
    except DateError as error:
        start, end = error.span
        part = text[start:end]
        at = "" if part in ("", text) else f", at {part!r}"
        node.fail(f"{text!r} is not understood{at}: {error.message}")


def _moment(moment: datetime) -> FuzzyDate:
    zone = None
    if moment.utcoffset() is not None:
        zone = "UTC" if not moment.utcoffset() else moment.strftime("%z")
        zone = zone if zone == "UTC" else f"{zone[:3]}:{zone[3:]}"
    clock = Times(time(moment.hour, moment.minute, moment.second), None, zone)
    return attrs.evolve(_day(moment.date()), text=moment.isoformat(" ", "minutes"), times=clock)


def _day(day: date) -> FuzzyDate:
    return FuzzyDate(day.isoformat(), Kind.EXACT, (DateRange.exact(day),))


def _short(node: Node, within: Period | None) -> FuzzyDate:
    locale = node.get("locale").maybe(Node.text)
    text = node.get("text").maybe(Node.text)
    held = {key for key in ("edtf", "start", "end") if node.get(key).value is not None}
    if "edtf" in held and len(held) > 1:
        node.fail("a date has either edtf, or start and end; keep one")
    if "edtf" in held:
        when = _edtf(node.get("edtf"))
    elif held:
        when = _stretch(node, within)
    elif text is not None:
        when = _words(node.get("text"), within, locale)
    else:
        node.fail("a date has text, edtf, or start and end; add one")
    if text is not None:
        when = attrs.evolve(when, text=text)
    tentative = node.get("tentative", default=False).flag()
    return attrs.evolve(when, tentative=True) if tentative else when


def _edtf(node: Node) -> FuzzyDate:
    try:
        return FuzzyDate.from_edtf(node.text())
    except DateError as error:
        node.fail(f"{error.text!r}: {error.message}")


def _stretch(node: Node, within: Period | None) -> FuzzyDate:
    """Return the date from a start to an end; one that is missing is open."""
    start = node.get("start").maybe(lambda one: read_written_when(one, within))
    end = node.get("end").maybe(lambda one: read_written_when(one, within))
    for name, one in (("start", start), ("end", end)):
        if one is not None and len(one.ranges) != 1:
            node.get(name).fail("is several dates; write one")
    first = None if start is None else start.ranges[0]
    last = None if end is None else end.ranges[0]
    if first is None and last is None:
        node.fail("a date has a start or an end; add one")
    try:
        part = DateRange(
            None if first is None else first.earliest_start,
            None if first is None else first.latest_start,
            None if last is None else last.earliest_end,
            None if last is None else last.latest_end,
        )
    except RangeError as error:
        node.fail(str(error))
    kind = Kind.EXACT if part.is_exact else Kind.OPEN if part.is_open else Kind.SPAN
    said = [one for one in (start, end) if one is not None]
    return FuzzyDate(" - ".join(one.text for one in said), kind, (part,), any(one.tentative for one in said))
