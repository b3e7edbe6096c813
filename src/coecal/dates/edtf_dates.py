"""Owns one date of EDTF: its digits, its qualifiers and the days of the calendar that it can denote.

Knows nothing of intervals and sets; those are `edtf`'s.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, time

import attrs

from coecal.dates.edtf_points import Piece, Point, Precision
from coecal.dates.kinds import Policy
from coecal.dates.times import Times
from coecal.errors import RangeError
from coecal.ranges import Period

_QUALIFIED = re.compile(r"(?P<before>[?~%]?)(?P<digits>[0-9X]*)(?P<after>[?~%]?)")
_LETTER_YEAR = re.compile(r"Y(?P<sign>-?)(?P<digits>[0-9]+)(?:E(?P<zeros>[0-9]+))?(?:S(?P<kept>[0-9]+))?([?~%]?)")
_ROUGH_YEAR = re.compile(r"(?P<sign>-?)(?P<digits>[0-9]{4})S(?P<kept>[0-9]+)([?~%]?)")
_BEFORE_YEAR_1 = re.compile(r"[?~%]?-[?~%]?[0-9X]{4}")
_DAY_AND_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(?P<zone>Z|[+-][0-9]{2}(:[0-9]{2})?)?"
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_ZONE = re.compile(r"Z|(?!-00(:00)?$)[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?")
_OUTSIDE = "years outside 0001 to 9999 have no days in this calendar: give a year from 0001 to 9999"
_SLOTS = (("year", 4), ("month", 2), ("day", 2))


def read_point(piece: Piece, policy: Policy) -> Point:
    """Read one date, qualified or not.

    Raises:
        DateError: it is none, or has no days in the calendar.
    """
    text = piece.text
    if not text:
        piece.refuse("a date is missing here: give one, or two dots for an open end")
    if ".." in text:
        piece.refuse("two dots stand in sets only: write [a..b] for one of them, a/b for all from a to b")
    if "T" in text:
        piece.refuse("a time of day has no place in an interval or a set: give the day alone")
    if (match := _LETTER_YEAR.fullmatch(text)) or (match := _ROUGH_YEAR.fullmatch(text)):
        return _read_rough_year(piece, match)
    if _BEFORE_YEAR_1.match(text):
        piece.refuse(_OUTSIDE)
    return _read_components(piece, policy)


def read_time(piece: Piece) -> tuple[Point, Times]:
    """Read a date with a time of day (level 0), and return its day and the time; 24:00:00 is when the day ends.

    Raises:
        DateError: it is none.
    """
    match = _DAY_AND_TIME.fullmatch(piece.text)
    if match is None:
        piece.refuse("a date with a time is written 2023-10-03T09:30:00, with Z, +02 or +02:00 after it or nothing")
    # ISO 8601-1:2019/Amd 1 has 24:00:00 for the end of a day.
    if match["time"] != "24:00:00" and not _TIME.fullmatch(match["time"]):
        piece.cut(*match.span("time")).refuse("times of day run from 00:00:00 to 24:00:00: correct this one")
    if match["zone"] and not _ZONE.fullmatch(match["zone"]):
        piece.cut(*match.span("zone")).refuse("zones run from -23:59 to +23:59, without -00:00: correct this one")
    day = Point(*_read_digits(piece.cut(*match.span("day")).split("-")), Precision.DAY)
    zone = match["zone"]
    if zone is not None:
        zone = "UTC" if zone in ("Z", "+00", "+00:00") else f"{zone}:00"[:6]
    if match["time"] == "24:00:00":
        return day, Times(None, time(), zone)
    return day, Times(time.fromisoformat(match["time"]), None, zone)


def _read_rough_year(piece: Piece, match: re.Match[str]) -> Point:
    """Read a year with a letter: `Y17E7`, `1950S2` ("some year from 1900 to 1999")."""
    parts = match.groupdict()
    zeros, kept = parts.get("zeros"), parts["kept"]
    if piece.text.startswith("Y") and zeros is None and (len(parts["digits"]) < 5 or parts["digits"][0] == "0"):
        piece.refuse("Y stands before years of more than four digits only: leave it out")
    # No exponent of more digits can name a year up to 9999, and 10 to its power need not be computed.
    year = 10_000 if zeros and len(zeros.lstrip("0")) > 1 else int(parts["digits"][:6]) * 10 ** int(zeros or 0)
    if parts["sign"] or not 1 <= year <= 9999:
        piece.refuse(_OUTSIDE)
    width = 4 if zeros is None else len(str(year))
    if kept is not None and not 1 <= int(kept[:3]) <= width:
        piece.cut(*match.span("kept")).refuse(f"{kept} significant digits do not fit the year {year}: give fewer")
    step = 1 if kept is None else 10 ** (width - int(kept))
    first, last = max(1, year // step * step), year // step * step + step - 1
    return _marked(
        Point(date(first, 1, 1), date(last, 12, 31), Precision.YEAR, kept is not None), match[match.re.groups]
    )


def _read_components(piece: Piece, policy: Policy) -> Point:
    parts = piece.split("-")
    if len(parts) > 3:
        piece.cut(parts[3].start - piece.start - 1, len(piece.text)).refuse("nothing can follow the day of a date")
    digits, marks = [], ""
    for part, (name, width) in zip(parts, _SLOTS, strict=False):
        match = _QUALIFIED.fullmatch(part.text)
        if match is None or len(match["digits"]) != width or (match["before"] and match["after"]):
            part.refuse(f"{part.text!r} is no {name} of {width} digits: write dates as 2023, 2023-10 or 2023-10-03")
        digits.append(part.cut(*match.span("digits")))
        marks += match["before"] + match["after"]
    unspecified = any("X" in part.text for part in digits)
    if len(digits) == 2 and digits[1].text.isdecimal() and 21 <= int(digits[1].text) <= 41:
        days, precision = _read_group(digits, policy), Precision.GROUP
    else:
        days, precision = _read_digits(digits), (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(digits) - 1]
    return _marked(Point(*days, precision, unspecified), marks)


def _marked(point: Point, marks: str) -> Point:
    approximate = "~" in marks or "%" in marks
    return attrs.evolve(point, tentative=approximate or "?" in marks, approximate=approximate)


def _read_digits(digits: Sequence[Piece]) -> tuple[date, date]:
    """Return the first and the last day of the calendar that fit the digits of a year, month and day."""
    years = _years(digits[0])
    months: Sequence[int] = range(1, 13)
    days: Sequence[int] = range(1, 32)
    if len(digits) > 1 and not (months := _fitting(digits[1], range(1, 13))):
        digits[1].refuse(f"there is no month {digits[1].text}: give 01 to 12, or 21 to 41 for a season or quarter")
    if len(digits) > 2:
        days = _fitting(digits[2], range(1, 32))
    first = next(_calendar_days(years, months, days), None)
    last = next(_calendar_days(years[::-1], months[::-1], days[::-1]), None)
    if first is None or last is None:
        month = f"{digits[0].text}-{digits[1].text}"
        limit = monthrange(years[0], months[0])[1] if len(years) == len(months) == 1 else 31
        digits[2].refuse(f"{month} has no day {digits[2].text}: give one from 01 to {limit}")
    return first, last


def _years(digits: Piece) -> Sequence[int]:
    if digits.text == "XXXX":
        digits.refuse("a date of any year at all cannot be placed: give at least one digit of the year")
    years = _fitting(digits, range(1, 10_000))
    if not years:
        digits.refuse(_OUTSIDE)
    return years


def _fitting(digits: Piece, numbers: range) -> Sequence[int]:
    """Return the numbers that have these digits, X standing for any."""
    if digits.text.isdecimal():
        return [number] if (number := int(digits.text)) in numbers else []
    if not digits.text.strip("X"):
        return numbers
    pattern = re.compile(digits.text.replace("X", "[0-9]"))
    return [number for number in numbers if pattern.fullmatch(f"{number:0{len(digits.text)}d}")]


def _calendar_days(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> Iterator[date]:
    for year in years:
        for month in months:
            length = monthrange(year, month)[1]
            yield from (date(year, month, day) for day in days if day <= length)


def _read_group(digits: Sequence[Piece], policy: Policy) -> tuple[date, date]:
    years = _years(digits[0])
    code = int(digits[1].text)
    first, last = (group_days(year, code, southern=policy.southern) for year in (years[0], years[-1]))
    if first is None or last is None:
        digits[1].refuse(_OUTSIDE)
    return first.first, last.last


def group_days(year: int, code: int, *, southern: bool = False) -> Period | None:
    """Return the days of a group of months (level 1: 21 to 24, level 2: 25 to 41), None beyond the year 9999.

    Seasons are meteorological, and winter begins in its year. ISO 8601-2 leaves 21 to 24 to the place, which
    `southern` names; 25 to 28 are northern, 29 to 32 southern.

    >>> group_days(2026, 24)
    <Period 2026-12-01..2027-02-28>
    """
    try:
        return Period.months(year, *group_months(code, southern=southern))
    except RangeError:
        return None


def group_months(code: int, *, southern: bool = False) -> tuple[int, int]:
    """Return the first month of a group and how many months it has."""
    if code <= 32:
        southern = southern if code <= 24 else code >= 29
        return ((9, 12, 3, 6) if southern else (3, 6, 9, 12))[(code - 21) % 4], 3
    start, count = next((start, count) for start, count in ((40, 6), (37, 4), (33, 3)) if code >= start)
    return (code - start) * count + 1, count
