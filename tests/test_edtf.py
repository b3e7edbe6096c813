"""EDTF: cases as data, the forms of the kinds of date, and laws that hold for every date."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from coecal.dates import FuzzyDate, Times
from coecal.dates.edtf import Parts, read_edtf, write_edtf
from coecal.dates.kinds import Kind, Policy
from coecal.errors import DateError, RangeError
from coecal.ranges import DateRange, Period

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "edtf.toml").read_text("utf-8")
)


def written(parts: Parts) -> str:
    """Return the text that is written for what was read."""
    return write_edtf(parts.kind, parts.ranges, tentative=parts.tentative, approximate=parts.approximate)


def shown(ranges: tuple[DateRange, ...]) -> str:
    """Return the stretches as the cases show them."""
    return " ; ".join(repr(part)[11:-1] for part in ranges)


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: str(case["text"]))
def test_an_expression_denotes_these_days(case: dict[str, Any]) -> None:
    """Each expression has the kind, the marks and the four points that docs/edtf.md gives it."""
    parts = read_edtf(case["text"])
    assert (parts.kind.value, shown(parts.ranges)) == (case["kind"], case["days"])
    assert str(parts.times or "") == case.get("times", "")
    approximate = case.get("approximate", False)
    assert (parts.tentative, parts.approximate) == (case.get("tentative", approximate), approximate)


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: str(case["text"]))
def test_what_was_read_is_written_in_its_plainest_form(case: dict[str, Any]) -> None:
    """The written form is the expected one, and reads back as the same but where a case says that it covers."""
    parts = read_edtf(case["text"])
    when = FuzzyDate("", parts.kind, parts.ranges, parts.tentative, parts.approximate, times=parts.times)
    text = when.to_edtf()
    assert text == case.get("writes", case["text"])
    assert (read_edtf(text) != parts) == case.get("covers", False)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: repr(case["text"]))
def test_what_is_no_edtf_is_refused_with_its_place(case: dict[str, Any]) -> None:
    """Each text is refused in a sentence, and the part at fault is marked."""
    with pytest.raises(DateError) as caught:
        read_edtf(case["text"])
    start, end = caught.value.span
    assert (caught.value.message, case["text"][start:end]) == (case["says"], case["at"])


@pytest.mark.parametrize("case", CASES["policy"], ids=lambda case: f"{case['text']} {case['policy']}")
def test_a_policy_governs_what_the_standard_leaves_open(case: dict[str, Any]) -> None:
    """How far "approximate" reaches and what seasons are follow the policy."""
    parts = read_edtf(case["text"], Policy(**case["policy"]))
    assert (parts.kind.value, shown(parts.ranges)) == (case["kind"], case["days"])


def november(first: int, last: int, least: int = 1, most: int | None = None) -> DateRange:
    """Return a window within November 2023."""
    return DateRange.window(date(2023, 11, first), date(2023, 11, last), least, most)


MID_TO_MID = DateRange(date(2023, 10, 11), date(2023, 10, 20), date(2023, 11, 11), date(2023, 11, 20))


@pytest.mark.parametrize(
    ("kind", "ranges", "text"),
    [
        (Kind.SPAN, [MID_TO_MID], "[2023-10-11..2023-11-20]"),
        (Kind.WINDOW, [november(11, 20, 2, 2)], "[2023-11-11..2023-11-20]"),
        (Kind.WINDOW, [november(1, 30, 2, 2)], "2023-11"),
        (Kind.OPEN, [DateRange(date(2023, 10, 11), date(2023, 10, 20), None, None)], "[2023-10-11..]"),
        (Kind.OPEN, [DateRange(None, None, date(2023, 11, 11), date(2023, 11, 20))], "[..2023-11-20]"),
        (Kind.OPEN, [DateRange(date(2023, 11, 3), date(2023, 11, 3), None, date(2023, 11, 30))], "2023-11-03/2023-11"),
        (Kind.DEADLINE, [november(1, 30)], "2023-11"),
        (Kind.UNDATED, [november(1, 30)], "2023-11?"),
        (Kind.UNDATED, [november(7, 7)], "[2023-11-07?..2023-11-07?]"),
        (
            Kind.ALTERNATIVES,
            [
                DateRange.exact(date(2023, 10, 10), date(2023, 10, 12)),
                DateRange.exact(date(2023, 10, 17), date(2023, 10, 19)),
            ],
            "[2023-10-10..2023-10-12,2023-10-17..2023-10-19]",
        ),
        (
            Kind.WINDOW,
            [DateRange.exact(date(2023, 9, 11), date(2023, 9, 13)), november(11, 20)],
            "{2023-09-11..2023-09-13,2023-11}",
        ),
        (Kind.WINDOW, [november(6, 12), november(13, 19)], "2023-11"),
        (
            Kind.RECURRING,
            [DateRange.exact(date(2023, 10, 2)), DateRange.exact(date(2023, 10, 9))],
            "{2023-10-02,2023-10-09}",
        ),
        (
            Kind.OPEN,
            [DateRange(None, None, None, date(2023, 9, 1)), DateRange(None, None, None, date(2023, 9, 8))],
            "{..2023-09-08}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_form_is_covered(kind: Kind, ranges: list[DateRange], text: str) -> None:
    """Vague ends within a month, durations and vague stretches in sets are covered, and never read as firm."""
    assert write_edtf(kind, tuple(ranges)) == text


def test_approximate_days_that_cannot_be_shrunk_stay_as_they_are() -> None:
    """A window of two days cannot come from "around", so the days are kept and marked uncertain."""
    assert write_edtf(Kind.WINDOW, (november(11, 12),), approximate=True) == "[2023-11-11?..2023-11-12?]"


def test_an_end_is_not_called_approximate_where_it_would_come_before_the_start() -> None:
    """A stretch that ends within three days of its start is no known start with an approximate end."""
    soon = DateRange(date(2023, 10, 1), date(2023, 10, 1), date(2023, 10, 1), date(2023, 10, 2))
    assert write_edtf(Kind.SPAN, (soon,), approximate=True) == "[2023-10-01?..2023-10-02?]"


def test_known_days_keep_the_mark_of_the_approximate() -> None:
    """Days that are given and called approximate are written with `~`."""
    exact = (DateRange.exact(date(2023, 11, 11), date(2023, 11, 12)),)
    assert write_edtf(Kind.EXACT, exact, approximate=True) == "2023-11-11~/2023-11-12~"


# What follows are the laws. First, dates of every kind that EDTF has a form for.

DAYS = st.dates(date(1, 2, 1), date(9999, 11, 30))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period of any length, often a short one."""
    first = draw(DAYS)
    longest = (date(9999, 11, 30) - first).days
    return Period(first, first + timedelta(days=draw(st.integers(0, min(40, longest)) | st.integers(0, longest))))


UNITS = st.one_of(
    DAYS.map(lambda day: Period(day, day)),
    DAYS.map(lambda day: Period.month(day.year, day.month)),
    st.integers(2, 9998).map(Period.year),
    st.builds(
        lambda year, start, count: Period(date(year, start, 1), Period.month(year, start + count - 1).last),
        st.integers(2, 9998),
        st.sampled_from([1, 4, 7, 10]),
        st.just(3),
    ),
)


@st.composite
def spans(draw: st.DrawFn) -> DateRange:
    """A stretch from one day, month, quarter or year to another, not both of them days."""
    first, last = sorted(draw(st.tuples(UNITS, UNITS)))
    assume(first.last < last.first and (first.days > 1 or last.days > 1))
    return DateRange(first.first, first.last, last.first, last.last)


def window(period: Period) -> DateRange:
    """Return a stretch somewhere in a period."""
    return DateRange.window(period.first, period.last)


def exact(period: Period) -> DateRange:
    """Return the stretch of all days of a period."""
    return DateRange.exact(period.first, period.last)


def several(part: st.SearchStrategy[DateRange]) -> st.SearchStrategy[tuple[DateRange, ...]]:
    """Two to five different stretches in order of time."""
    stretches = st.lists(part, min_size=2, max_size=5, unique=True)
    return stretches.map(lambda found: tuple(sorted(found, key=lambda one: (one.earliest_start, one.latest_end))))


def alone(part: st.SearchStrategy[DateRange]) -> st.SearchStrategy[tuple[DateRange, ...]]:
    """One stretch."""
    return part.map(lambda one: (one,))


def forms(kind: Kind, ranges: st.SearchStrategy[tuple[DateRange, ...]]) -> st.SearchStrategy[Parts]:
    """Dates of one kind, firm."""
    return ranges.map(lambda found: Parts(kind, found))


FORMS = st.one_of(
    forms(Kind.EXACT, alone(periods().map(exact)) | several(periods().map(exact))),
    forms(Kind.WINDOW, alone((periods() | UNITS).map(window))),
    forms(Kind.SPAN, alone(spans())),
    forms(Kind.DEADLINE, alone(DAYS.map(lambda day: DateRange(None, None, None, day)))),
    forms(Kind.OPEN, alone(UNITS.map(lambda unit: DateRange(unit.first, unit.last, None, None)))),
    forms(Kind.OPEN, alone(UNITS.map(lambda unit: DateRange(None, None, unit.first, unit.last)))),
    forms(Kind.OPEN, alone(DAYS.map(lambda day: DateRange(day, None, None, None)))),
    forms(Kind.ALTERNATIVES, several(DAYS.map(DateRange.exact)) | several((periods() | UNITS).map(window))),
)


def widened(kind: Kind, ranges: tuple[DateRange, ...]) -> tuple[Kind, tuple[DateRange, ...]]:
    """Return what "around" makes of a date: three days more on every side of every point."""
    reach = timedelta(days=3)
    wide = tuple(
        DateRange(
            None if part.earliest_start is None else part.earliest_start - reach,
            None if part.latest_start is None else part.latest_start + reach,
            None if part.earliest_end is None else part.earliest_end - reach,
            None if part.latest_end is None else part.latest_end + reach,
        )
        for part in ranges
    )
    if kind is Kind.EXACT:
        kind = Kind.WINDOW if all(part.earliest_start == part.latest_end for part in ranges) else Kind.SPAN
    return kind, wide


@settings(max_examples=300)
@given(firm=FORMS)
@example(firm=Parts(Kind.EXACT, (DateRange.exact(date(1, 1, 1), date(9999, 12, 31)),)))
def test_where_there_is_a_form_it_reads_back_as_the_same(firm: Parts) -> None:
    """Writing a date of each kind and reading it again gives the kind and the stretches, tentative or not."""
    assert read_edtf(written(firm)) == firm
    tentative = attrs.evolve(firm, tentative=True)
    assert read_edtf(written(tentative)) == tentative


@settings(max_examples=300)
@given(firm=FORMS)
def test_an_approximate_date_reads_back_as_the_same(firm: Parts) -> None:
    """Writing shrinks what "around" had widened, and reading widens it again."""
    parts = Parts(*widened(firm.kind, firm.ranges), tentative=True, approximate=True)
    assert read_edtf(written(parts)) == parts


@st.composite
def stretches(draw: st.DrawFn) -> DateRange:
    """A stretch of any shape: open, exact or vague, of known or unknown length, at the ends of the calendar too."""
    near = st.integers(0, 60).map(lambda days: date(2023, 10, 1) + timedelta(days=days))
    points = sorted(draw(st.lists(near | st.dates(), min_size=4, max_size=4)))
    first, second, third, last = (draw(st.sampled_from([day, day, None])) for day in points)
    if draw(st.booleans()):
        second, third = third, second
    least = draw(st.integers(1, 9))
    try:
        return DateRange(first, second, third, last, least, draw(st.none() | st.integers(least, 40)))
    except (RangeError, OverflowError):
        return DateRange(first, first, None, last)


def extreme(pick: Callable[[list[date]], date], days: list[date | None]) -> date | None:
    """Return the least or the greatest day, or None where one is open."""
    known = [day for day in days if day is not None]
    return pick(known) if len(known) == len(days) else None


def reach(ranges: tuple[DateRange, ...]) -> tuple[date, date]:
    """Return the first and the last possible day, open ends being those of the calendar."""
    first = extreme(min, [part.earliest_start for part in ranges])
    last = extreme(max, [part.latest_end for part in ranges])
    return first or date.min, last or date.max


ANY = st.builds(
    Parts,
    st.sampled_from(Kind),
    st.lists(stretches(), min_size=1, max_size=3).map(tuple),
    tentative=st.booleans(),
    approximate=st.booleans(),
)


@given(parts=ANY)
def test_any_date_is_covered_by_what_is_written(parts: Parts) -> None:
    """Whatever the date, what is written is EDTF and reaches from its first to its last possible day."""
    again = read_edtf(written(parts))
    assert reach(again.ranges)[0] <= reach(parts.ranges)[0]
    assert reach(again.ranges)[1] >= reach(parts.ranges)[1]
    assert again.tentative or not (parts.tentative or parts.approximate)
    firm = all(part.is_exact for part in parts.ranges) and (
        parts.kind is not Kind.ALTERNATIVES or len(parts.ranges) == 1
    )
    assert firm or again.tentative or again.kind is not Kind.EXACT or not all(p.is_exact for p in again.ranges)


EXPRESSIONS = st.text("0123456789X-/.,[]{}?~%YSETZ:+ ", max_size=24) | st.from_regex(
    r"[\[{]?[?~%]?(19|20|2X|0)[0-9X]{1,2}(-[012X][0-9X](-[0123X][0-9X])?)?[?~%]?(/|\.\.|,)?"
    r"(20[0-9X]{2}(-[01X][0-9X](-[0123X][0-9X])?)?[?~%]?|\.\.)?[\]}]?",
    fullmatch=True,
)


@given(text=EXPRESSIONS)
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    """A text is either EDTF, and then written as EDTF that reaches as far, or refused with a part of it marked."""
    try:
        parts = read_edtf(text)
    except DateError as error:
        start, end = error.span
        assert 0 <= start <= end <= len(text)
        assert start < end or not text
    else:
        again = read_edtf(written(parts))
        assert reach(again.ranges)[0] <= reach(parts.ranges)[0]
        assert reach(again.ranges)[1] >= reach(parts.ranges)[1]
        assert written(again) == written(parts)


@pytest.mark.parametrize("zone", ["US/Eastern", "Universal", "Europe/Paris"])
def test_a_zone_with_a_name_has_no_form(zone: str) -> None:
    """A named zone is left out, whatever its name begins with, so that the rest can be read back."""
    when = FuzzyDate("", Kind.EXACT, (DateRange.exact(date(2023, 10, 3)),), times=Times(time(14), None, zone))
    assert when.to_edtf() == "2023-10-03"


def test_how_far_approximate_reaches_is_said_to_the_date_itself() -> None:
    """A policy counts for `from_edtf` too."""
    when = FuzzyDate.from_edtf("2023-10-20~", policy=Policy(around_days=5))
    assert when.ranges == (DateRange.window(date(2023, 10, 15), date(2023, 10, 25)),)
