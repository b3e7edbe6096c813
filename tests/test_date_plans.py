"""Dates read by plan mean what they mean when they are read in full, and plans are used where they should be."""

from __future__ import annotations

import copy
import pickle
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest import mock

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coecal.dates import FuzzyDate, Policy, expression, parse, parse_date
from coecal.dates.kinds import DEFAULT_POLICY
from coecal.dates.plans import Plans
from coecal.errors import DateError
from coecal.ranges import DateRange, Period

DATA = Path(__file__).parent / "data"
TEXTS = [
    (path.stem.removeprefix("dates_"), case["text"])
    for path in sorted(DATA.glob("dates_??.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["read"]
]
WITHIN = st.one_of(
    st.none(),
    st.builds(Period.month, st.integers(1000, 2999), st.integers(1, 12)),
    st.builds(Period.month, st.integers(2022, 2025), st.integers(1, 12)),
    st.builds(Period.year, st.integers(2022, 2025)),
    st.builds(Period.months, st.integers(2022, 2024), st.integers(1, 12), st.integers(2, 14)),
)
TODAY = st.one_of(st.none(), st.dates(date(2022, 1, 1), date(2025, 12, 31)))
POLICIES = st.sampled_from(
    [DEFAULT_POLICY, Policy(early_until=7, mid_until=24, between="exact"), Policy(day_first=False, southern=True)]
)

Answer = tuple[object, ...]


def numbers(count: int) -> st.SearchStrategy[str]:
    """Return numbers of so many digits, mostly such as dates have."""
    likely = {1: st.integers(1, 9), 2: st.integers(1, 31), 4: st.integers(2022, 2025)}
    any_number = st.integers(0, 10**count - 1)
    number = st.one_of(likely.get(count, any_number), likely.get(count, any_number), any_number)
    return number.map(lambda value: f"{value:0{count}}")


@st.composite
def with_other_digits(draw: st.DrawFn, text: str) -> str:
    """Return a text with other digits, as many."""
    return re.sub("[0-9]+", lambda found: draw(numbers(len(found.group()))), text)


def said(read: Callable[[], FuzzyDate]) -> Answer:
    """Return all that a reading says, or its error."""
    try:
        when = read()
    except DateError as error:
        return error.message, error.span
    kept = (when.times, when.status, when.locale, when.reasons)
    return when.text, when.kind, when.ranges, when.tentative, when.approximate, *kept


def in_full(
    text: str, within: Period | None, today: date | None, locale: str | None, policy: Policy = DEFAULT_POLICY
) -> FuzzyDate:
    """Read a text without plans."""
    return parse._read(text, within, today, locale, policy, None)  # noqa: SLF001 - the law compares with it


def is_planned(text: str, *like: str, locale: str | None = None, within: str | None = None) -> bool:
    """Whether a text is read by the plan that others give."""
    with mock.patch.object(parse, "_PLANS", Plans()):
        for other in like:
            parse_date(other, locale=locale, within=within)
        with mock.patch.object(parse, "_read", side_effect=AssertionError("read in full")):
            try:
                parse_date(text, locale=locale, within=within)
            except AssertionError:
                return False
    return True


@given(st.data(), st.sampled_from(TEXTS), WITHIN, TODAY, POLICIES)
@settings(max_examples=600, deadline=None)
def test_a_plan_answers_as_the_full_reading_does(
    data: st.DataObject, case: tuple[str, str], within: Period | None, today: date | None, policy: Policy
) -> None:
    """Whatever was read before, other digits give the same days, marks and reasons, or the same error."""
    code, text = case
    locale = data.draw(st.sampled_from([code, None]))
    other, before = (data.draw(with_other_digits(text)) for _ in range(2))
    with mock.patch.object(parse, "_PLANS", Plans()):
        for known in (text, before):
            said(lambda known=known: parse_date(known, within=within, today=today, locale=locale, policy=policy))  # type: ignore[misc]
        planned = said(lambda: parse_date(other, within=within, today=today, locale=locale, policy=policy))
    assert planned == said(lambda: in_full(other, within, today, locale, policy))


@pytest.mark.parametrize(
    ("text", "like", "within"),
    [
        ("12 October 2023", "30 October 1999", None),
        ("Thursday 12 October 2023", "Thursday 18 October 2029", None),
        ("10-12 October 2023", "21-23 October 2024", None),
        ("28 Sept.-3 Oct. 2023", "30 Sept.-1 Oct. 2024", None),
        ("mid-November 2023", "mid-November 1987", None),
        ("4 September", "9 September", "2023-09"),
        ("mid-November", "mid-November", "2023"),
        ("4-7", "1-3", "2023-09"),
        ("July-September 2023", "July-September 2021", None),
        ("3, 7 and 14 October 2023", "1, 2 and 30 October 2020", None),
        ("12 or 19 October 2023", "13 or 26 October 2022", None),
        ("by 30 July 2023", "by 11 July 2022", None),
        ("from 3 October 2023", "from 9 October 2022", None),
        ("between 3 and 9 May 2024", "between 1 and 2 May 2023", None),
        ("12-13 November 2023 (TBC)", "15-16 November 2020 (TBC)", None),
        ("week of 9 October 2023", "week of 9 October 2024", None),
        ("Q4 2023", "Q4 2021", None),
        ("2023-10-12", "2021-11-10", None),
        ("12/10/2023", "11/12/2021", None),
        ("TBC", "TBC", "2023-10"),
        ("", "", "2023-10"),
        ("du 10 au 12 octobre 2023", "du 11 au 15 octobre 2024", None),
        ("12. Oktober 2023", "14. Oktober 2020", None),
    ],
)
def test_usual_dates_are_planned(text: str, like: str, within: str | None) -> None:
    """A date of a usual form is read by the plan that another of the same form gave."""
    assert is_planned(text, like, within=within)


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("31 November 2023", "12 November 2023"),
        ("Friday 12 October 2023", "Friday 13 October 2023"),
        ("12-10 October 2023", "10-12 October 2023"),
        ("3 and 3 October 2023", "3 and 5 October 2023"),
        ("3 October 0999", "3 October 2023"),
    ],
)
def test_what_is_no_date_is_left_to_the_full_reading(text: str, like: str) -> None:
    """A plan gives no error of its own, and hides none."""
    parse_date(like)
    with pytest.raises(DateError) as planned:
        parse_date(text)
    with pytest.raises(DateError) as full:
        in_full(text, None, None, None)
    assert (planned.value.message, planned.value.span) == (full.value.message, full.value.span)


@pytest.mark.parametrize("locale", ["en_GB", "en_US"])
def test_plans_of_one_region_do_not_serve_another(locale: str) -> None:
    """The order of day and month is that of the locale, whatever was read before."""
    parse_date("01/02/2023", locale="en_GB" if locale == "en_US" else "en_US")
    expected = date(2023, 10, 3) if locale == "en_GB" else date(2023, 3, 10)
    assert parse_date("03/10/2023", locale=locale).earliest_start == expected


def test_plans_follow_the_policy() -> None:
    """Another policy reads the same words otherwise, whatever was read before."""
    for last in (10, 7, 10, 7):
        assert parse_date("early May 2024", policy=Policy(early_until=last)).latest_end == date(2024, 5, last)


@pytest.mark.parametrize(
    ("node", "fields"),
    [
        (expression.Day, "span day month year weekday"),
        (expression.Month, "span month year"),
        (expression.Year, "span year"),
        (expression.Fraction, "span parts number year lettered"),
        (expression.Part, "span first last of"),
        (expression.Around, "span unit day"),
        (expression.Union, "span first last"),
        (expression.Stretch, "span first last within weekdays starts"),
        (expression.All, "span of"),
        (expression.Bound, "span word point"),
        (expression.Many, "span items choice"),
        (expression.Expression, "body tentative approximate gloss times status"),
    ],
)
def test_plans_know_all_that_a_node_says(node: type[attrs.AttrsInstance], fields: str) -> None:
    """A field that is new on a node has to be served or refused by plans first, and is then named here."""
    assert [field.name for field in attrs.fields(node)] == fields.split()


def test_the_plans_that_are_kept_are_bounded() -> None:
    """Ever new forms of date do not fill the memory."""
    plans = Plans(limit=20)
    with mock.patch.object(parse, "_PLANS", plans):
        for spaces in range(1, 60):
            parse_date("12" + " " * spaces + "October 2023")
            assert 1 <= len(plans) <= 20


@pytest.fixture
def planned() -> FuzzyDate:
    """Return a date that was read by a plan."""
    parse_date("mid-November 2023")
    return parse_date("mid-November 2024")


def test_the_reasons_are_those_of_the_full_reading(planned: FuzzyDate) -> None:
    """A planned date gives its reasons when it is asked for them."""
    full = in_full("mid-November 2024", None, None, None)
    assert full.reasons
    assert planned.reasons == full.reasons
    assert planned.explain() == full.explain()


def test_a_planned_date_is_a_value_as_any_other(planned: FuzzyDate) -> None:
    """It is equal, hashable, copied, sent elsewhere and changed as one that was read in full."""
    full = in_full("mid-November 2024", None, None, None)
    for one in (planned, copy.deepcopy(planned), copy.copy(planned), pickle.loads(pickle.dumps(planned))):  # noqa: S301
        assert (one, hash(one), repr(one), one.reasons) == (full, hash(full), repr(full), full.reasons)
    closed = attrs.evolve(planned, ranges=(DateRange.exact(date(2024, 11, 12)),))
    assert closed.reasons == full.reasons


@pytest.mark.parametrize("text", ["3 days in March 2027", "mid-May 2027 (2 days)", "2-3 days, 5-9 May 2027"])
def test_no_number_keeps_its_place_in_the_text(text: str) -> None:
    """What is read from digits is a number as any other, so that dates are copied and sent elsewhere."""
    when = parse_date(text)
    assert all(type(days) is int for part in when.ranges for days in (part.min_days, part.max_days))
    assert pickle.loads(pickle.dumps(when)) == when  # noqa: S301


@example("2023")
@given(st.from_regex(r"[0-9]{1,5}", fullmatch=True))
def test_a_number_alone_is_read_as_ever(number: str) -> None:
    """A number without words is a day of the month it stands under, a year, or an error."""
    within = Period.month(2023, 10)
    assert said(lambda: parse_date(number, within=within)) == said(lambda: in_full(number, within, None, None))
