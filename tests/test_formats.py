"""Dates in words: writing is the inverse of reading, and what no phrase says is covered by one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.dates.format_table import formats_of
from coecal.dates.formats import format_date, format_day, month_heading
from coecal.dates.tables import known_languages
from coecal.errors import RangeError, UnknownNameError
from coecal.ranges import DateRange, Period

PHRASES = [
    "3 October 2023",
    "10-12 October 2023",
    "1-31 October 2023",
    "29 November-1 December 2023",
    "28 December 2023-3 January 2024",
    "28 December 2023-10 January 2024",
    "11-13 & 15 September 2023",
    "11, 13-14 & 20 September 2023",
    "30 September & 2-3 October 2023",
    "29 November-1 December & 5 December 2023",
    "28-29 December 2023 & 3 January 2024",
    "28 December 2023-3 January & 5 January 2024",
    "November 2023",
    "early November 2023",
    "mid-November 2023",
    "late February 2024",
    "Q4 2023",
    "H2 2023",
    "2023",
    "early 2023",
    "mid-2023",
    "late 2023",
    "between 3 and 12 October 2023",
    "between 28 December 2023 and 3 January 2024",
    "2 days in mid-November 2023",
    "1 day in Q4 2023",
    "2-3 days in October 2023",
    "2 days between 3 and 12 October 2023",
    "July-September 2023",
    "November 2023-January 2024",
    "2023-2024",
    "mid-October to mid-November 2023",
    "mid-December 2023 to mid-January 2024",
    "3 October to mid-November 2023",
    "Q1 to Q3 2023",
    "by 30 October 2023",
    "by October 2023",
    "from 3 October 2023",
    "from March 2023",
    "from mid-October 2023",
    "not before 3 October 2023",
    "until 15 November 2023",
    "until November 2023",
    "12 or 19 October 2023",
    "12, 19 or 26 October 2023",
    "10-12 or 17-19 October 2023",
    "28 October or 2 November 2023",
    "29 December 2023 or 5 January 2024",
    "mid-October or mid-November 2023",
    "12 October or mid-November 2023",
    "December 2023 or January 2024",
    "between 3 and 12 October 2023 or between 17 and 20 October 2023",
    "October & December 2023",
    "11-13 September & mid-November 2023",
    "every Monday in October 2023",
    "every Monday in Q4 2023",
    "every Monday and Thursday in October 2023",
    "every other Monday in October 2023",
    "every third Thursday from 5 October to 16 November 2023",
    "every Tuesday from 7 November 2023 to 9 January 2024",
    "every day from 9 to 15 October 2023",
    "TBC",
    "12-13 November 2023 (TBC)",
    "November 2023 (TBC)",
    "12 or 19 October 2023 (TBC)",
    "by October 2023 (TBC)",
    "around 20 October 2023",
    "around 10-12 October 2023",
    "around mid-November 2023",
    "around October 2023",
    "around 12 or 19 October 2023",
    "around 11-13 & 15 September 2023",
    "around 28 days in February 2023",
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_written_as_it_was_read(phrase: str) -> None:
    """Each phrase is what its own date is written as."""
    assert parse_date(phrase).format() == phrase


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("by 31 October 2023", "by October 2023"),
        ("before 3 October 2023", "by 2 October 2023"),
        ("after October 2023", "not before 1 November 2023"),
        ("since March 2023", "from March 2023"),
        ("winter 2023", "between 1 December 2023 and 29 February 2024"),
        ("week of 9 October 2023", "between 9 and 15 October 2023"),
        ("throughout October 2023", "1-31 October 2023"),
        ("every Monday from 1 to 31 October 2023", "every Monday in October 2023"),
        ("29 or 30 November or 1 December 2023", "29, 30 November or 1 December 2023"),
        ("2023-10-03", "3 October 2023"),
    ],
)
def test_the_same_days_are_written_in_the_same_words(words: str, phrase: str) -> None:
    """However a date was said, one phrase stands for its days, and reads back as the same."""
    when = parse_date(words)
    assert when.format() == phrase
    assert parse_date(phrase) == when


@pytest.mark.parametrize(
    ("words", "locale", "phrase"),
    [
        ("10-12 October 2023", "fr", "du 10 au 12 octobre"),
        ("1 December 2023 (TBC)", "fr", "1er décembre (à confirmer)"),
        ("29 November-1 December 2023", "en", "29 November-1 December"),
        ("28 December 2023 - 3 January 2024", "en", "28 December-3 January"),
        ("between 3 and 12 October 2023", "fr", "entre le 3 et le 12 octobre"),
        ("every Monday in October 2023", "fr", "chaque lundi en octobre"),
        ("2023", "fr", "2023"),
    ],
)
def test_the_year_can_be_left_to_a_heading(words: str, locale: str, phrase: str) -> None:
    """Without its year a date reads as it does under the heading of its month."""
    when = parse_date(words)
    assert when.format(locale, year=False) == phrase
    assert parse_date(phrase, within=Period.month(2023, 12), locale=locale) == when


def test_every_month_has_its_weekdays_and_thirds() -> None:
    """The thirds of each month of a leap year and the year after are named, to the month's last day."""
    for month in (Period.month(year, number) for year in (2024, 2025) for number in range(1, 13)):
        days = monthrange(month.first.year, month.first.month)[1]
        for first, last, words in ((1, 10, "early "), (11, 20, "mid-"), (21, days, "late ")):
            window = DateRange.window(month.first.replace(day=first), month.first.replace(day=last))
            expected = words + month_heading(month.first.year, month.first.month)
            assert format_date(Kind.WINDOW, (window,)) == expected


OCTOBER, NOVEMBER = Period.month(2023, 10), Period.month(2023, 11)


@pytest.mark.parametrize(
    ("kind", "ranges", "phrase"),
    [
        (Kind.UNDATED, [DateRange.window(OCTOBER.first, OCTOBER.last)], "TBC"),
        (Kind.WINDOW, [DateRange.exact(OCTOBER.first)], "1 October 2023"),
        (Kind.WINDOW, [DateRange.window(OCTOBER.first, OCTOBER.last, 3)], "October 2023"),
        (Kind.WINDOW, [DateRange.window(date(2020, 1, 1), date(2023, 12, 31), 1000, 1000)], None),
        (Kind.SPAN, [DateRange(OCTOBER.first, date(2023, 10, 7), NOVEMBER.first, NOVEMBER.last)], None),
        (Kind.OPEN, [DateRange(OCTOBER.first, date(2023, 10, 7), None, None)], "not before 1 October 2023"),
        (Kind.OPEN, [DateRange(None, None, date(2023, 10, 7), OCTOBER.last)], "until 31 October 2023"),
        (Kind.OPEN, [DateRange(None, None, None, None)], "TBC"),
        (Kind.OPEN, [DateRange(OCTOBER.first, OCTOBER.first, None, OCTOBER.last)], "October 2023"),
        (Kind.DEADLINE, [DateRange.window(OCTOBER.first, OCTOBER.last)], "October 2023"),
        (Kind.RECURRING, [DateRange.exact(OCTOBER.first)], "1 October 2023"),
        (
            Kind.RECURRING,
            [DateRange.exact(date(2023, 10, day), date(2023, 10, day + 1)) for day in (3, 10, 18)],
            "3-4, 10-11 and 18-19 October 2023",
        ),
    ],
)
def test_what_no_phrase_says_is_covered(kind: Kind, ranges: list[DateRange], phrase: str | None) -> None:
    """Where something is lost, the words still hold every possible day."""
    first, last = ranges[0].earliest_start, ranges[-1].latest_end
    words = format_date(kind, tuple(ranges))
    if phrase is None:
        assert first is not None
        assert last is not None
        phrase = (
            f"between {format_day(first)} and {format_day(last)}"
            if first.year != last.year
            else (f"between {format_day(first).removesuffix(f' {first.year}')} and {format_day(last)}")
        )
    assert words == phrase


def test_days_called_approximate_that_were_not_widened_are_to_be_confirmed() -> None:
    """Two days cannot come from "around", so "around" would widen them."""
    window = DateRange.window(date(2023, 10, 3), date(2023, 10, 4))
    assert format_date(Kind.WINDOW, (window,), approximate=True) == "between 3 and 4 October 2023 (TBC)"


def test_days_and_headings_are_offered_to_writers() -> None:
    """A day and the heading of a month come in the language's own order."""
    assert (format_day(date(2023, 10, 3)), month_heading(2023, 10)) == ("3 October 2023", "October 2023")


def test_a_region_of_a_language_has_its_formats() -> None:
    """English is English, wherever it is written."""
    assert format_day(date(2023, 10, 3), "en_GB") == format_day(date(2023, 10, 3), "EN-us") == "3 October 2023"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    """Dates are never written in another language than the one asked for."""
    with pytest.raises(UnknownNameError, match=r"'xx_YY': use one of .*\ben\b"):
        format_day(date(2023, 10, 3), "xx_YY")


@pytest.mark.parametrize("code", known_languages())
def test_each_language_has_all_patterns(code: str) -> None:
    """A table holds the same patterns with the same braces as that of English, and no more."""
    patterns, english = formats_of(code).patterns, formats_of("en").patterns
    assert patterns.keys() == english.keys()
    values = dict.fromkeys(
        ("days", "month", "words", "year", "number", "first", "last", "weekdays"), "what is filled in"
    )
    for name, pattern in patterns.items():
        assert ("what is filled in" in pattern.format(**values)) == ("{" in english[name])


# The law: what is written reads back as the same, for dates of every kind that phrases can say.

DAYS = st.dates(date(1000, 2, 1), date(2998, 11, 30))
YEARS = st.integers(1001, 2997)


@st.composite
def periods(draw: st.DrawFn, least: int = 1) -> Period:
    """A period of a year at most."""
    first = draw(DAYS)
    return Period(first, first + timedelta(days=draw(st.integers(least - 1, 40) | st.integers(least - 1, 365))))


def months(year: int, first: int, count: int) -> Period:
    """Return so many months of a year."""
    return Period(date(year, first, 1), Period.month(year, first + count - 1).last)


def third(day: date) -> Period:
    """Return the early, middle or late days of the month of a day."""
    month = Period.month(day.year, day.month)
    if day.day > 20:
        return Period(day.replace(day=21), month.last)
    return (
        Period(day.replace(day=1), day.replace(day=10))
        if day.day < 11
        else (Period(day.replace(day=11), day.replace(day=20)))
    )


NAMED = st.one_of(
    DAYS.map(lambda day: Period.month(day.year, day.month)),
    DAYS.map(third),
    YEARS.map(Period.year),
    st.builds(lambda year, index: months(year, 3 * index + 1, 3), YEARS, st.integers(0, 3)),
    st.builds(lambda year, index: months(year, 4 * index + 1, 4), YEARS, st.integers(0, 2)),
    st.builds(lambda year, index: months(year, 6 * index + 1, 6), YEARS, st.integers(0, 1)),
)
ENDS = NAMED | DAYS.map(lambda day: Period(day, day))


@st.composite
def spans(draw: st.DrawFn) -> DateRange:
    """A stretch from one named part of the calendar to a later one, not both of them days."""
    first, last = sorted(draw(st.tuples(ENDS, ENDS)))
    assume(first.last < last.first and (first.days > 1 or last.days > 1))
    return DateRange(first.first, first.last, last.first, last.last)


@st.composite
def lasting(draw: st.DrawFn) -> DateRange:
    """A stretch of known length somewhere in a period."""
    period = draw(NAMED | periods(2))
    least = draw(st.integers(1, min(period.days, 30)))
    return DateRange.window(period.first, period.last, least, draw(st.integers(least, 60)))


@st.composite
def recurrences(draw: st.DrawFn) -> tuple[DateRange, ...]:
    """Every so many weeks on some weekdays."""
    first = draw(DAYS)
    weekdays, interval = draw(st.sets(st.integers(0, 6), min_size=1)), draw(st.integers(1, 3))
    monday = first - timedelta(days=first.weekday())
    days = (monday + timedelta(days=count) for count in range(draw(st.integers(20, 200))))
    times = [day for day in days if day.weekday() in weekdays and (day - monday).days // 7 % interval == 0]
    assume(len(times) > 1)
    return tuple(DateRange.exact(day) for day in times)


def window(period: Period) -> DateRange:
    """Return a stretch somewhere in a period."""
    return DateRange.window(period.first, period.last)


def exact(period: Period) -> DateRange:
    """Return the stretch of all days of a period."""
    return DateRange.exact(period.first, period.last)


def dates(kind: Kind, part: st.SearchStrategy[DateRange]) -> st.SearchStrategy[FuzzyDate]:
    """Dates of one stretch."""
    return part.map(lambda one: FuzzyDate("", kind, (one,)))


def lists(kind: Kind, part: st.SearchStrategy[DateRange]) -> st.SearchStrategy[FuzzyDate]:
    """Dates of two to four different stretches in order of time."""
    found = st.lists(part, min_size=2, max_size=4, unique=True)
    in_order = found.map(lambda parts: sorted(parts, key=lambda one: (one.earliest_start, one.latest_end)))
    return in_order.map(lambda parts: FuzzyDate("", kind, tuple(parts)))


SAYABLE = st.one_of(
    dates(Kind.EXACT, periods().map(exact)),
    lists(Kind.EXACT, periods().map(exact)),
    dates(Kind.WINDOW, (NAMED | periods(2)).map(window)),
    dates(Kind.WINDOW, lasting()),
    lists(Kind.WINDOW, NAMED.map(window)),
    dates(Kind.SPAN, spans()),
    dates(Kind.DEADLINE, DAYS.map(lambda day: DateRange(None, None, None, day))),
    dates(Kind.OPEN, ENDS.map(lambda end: DateRange(end.first, end.last, None, None))),
    dates(Kind.OPEN, ENDS.map(lambda end: DateRange(None, None, end.first, end.last))),
    dates(Kind.OPEN, DAYS.map(lambda day: DateRange(day, None, None, None))),
    lists(Kind.ALTERNATIVES, periods().map(exact)),
    lists(Kind.ALTERNATIVES, (NAMED | periods(2)).map(window)),
    recurrences().map(lambda times: FuzzyDate("", Kind.RECURRING, times)),
)


@settings(max_examples=500)
@given(firm=SAYABLE, code=st.sampled_from(known_languages()))
def test_what_is_written_reads_back_as_the_same(firm: FuzzyDate, code: str) -> None:
    """Reading the words of a date gives an equal date, tentative or not, in each language."""
    assert parse_date(firm.format(code), locale=code) == firm
    tentative = attrs.evolve(firm, tentative=True)
    assert parse_date(tentative.format(code), locale=code) == tentative


@settings(max_examples=200)
@given(firm=SAYABLE)
def test_what_is_around_some_days_reads_back_as_the_same(firm: FuzzyDate) -> None:
    """Writing "around" names the closer days, and reading widens them again."""
    assume(firm.kind is not Kind.RECURRING)
    around = parse_date(f"around {firm.format()}")
    assert around.approximate
    assert parse_date(around.format()) == around


@st.composite
def any_dates(draw: st.DrawFn) -> FuzzyDate:
    """A date of any kind and shape, as programmes of others may hold it."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        points = sorted(draw(st.lists(st.dates(), min_size=4, max_size=4)))
        first, second, third_, last = (draw(st.sampled_from([day, day, None])) for day in points)
        try:
            parts.append(DateRange(first, second, third_, last, draw(st.integers(1, 9)), draw(st.none() | st.just(9))))
        except (RangeError, OverflowError):
            parts.append(DateRange(first, first, None, None))
    exact = all(part.is_exact for part in parts)
    kinds = [kind for kind in Kind if exact or kind not in (Kind.EXACT, Kind.RECURRING)]
    return FuzzyDate("", draw(st.sampled_from(kinds)), parts, draw(st.booleans()), draw(st.booleans()))


@given(when=any_dates())
def test_any_date_has_words(when: FuzzyDate) -> None:
    """Whatever the date, it is written in one line, and as to be confirmed where it is."""
    words = when.format()
    assert words
    assert "\n" not in words
    assert not when.tentative or "TBC" in words or words.startswith("around")
