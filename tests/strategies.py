"""Strategies for hypothesis: fuzzy dates, activities and programmes of every shape that the types allow."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import DateStatus, FuzzyDate, Kind, Times
from coecal.errors import Problem, RangeError, Severity
from coecal.programme import Programme
from coecal.projects import Money, Project
from coecal.ranges import DateRange, Period
from coecal.reports import Figure, Passage, Report, SaveTheDate

words = st.text(st.characters(codec="utf-8"), max_size=20)
days = st.dates()
uids = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)
country_codes = st.lists(st.sampled_from(["BJ", "GH", "XK", "TR", "CI"]), max_size=3)


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    """A stretch of days of any shape: open, exact or coarse, of known or unknown length."""
    optional = st.none() | days
    least = draw(st.integers(1, 40))
    most = draw(st.none() | st.integers(least, 400))
    points = sorted(draw(st.lists(days, min_size=4, max_size=4)))
    earliest_start, latest_start, earliest_end, latest_end = (draw(st.sampled_from([day, None])) for day in points)
    try:
        return DateRange(earliest_start, latest_start, earliest_end, latest_end, least, most)
    except (RangeError, OverflowError):
        return DateRange(draw(optional), None, None, None)


exact_ranges = st.tuples(days, days).map(lambda ends: DateRange.exact(min(ends), max(ends)))


clocks = st.times().map(lambda moment: moment.replace(microsecond=0))


@st.composite
def times(draw: st.DrawFn) -> Times:
    """Times of day with a start, an end or both, in any zone."""
    start, end = draw(st.tuples(clocks, st.none() | clocks) | st.tuples(st.none(), clocks))
    return Times(start, end, draw(st.sampled_from([None, "UTC", "Europe/Paris", "+05:30"])))


@st.composite
def fuzzy_dates(draw: st.DrawFn) -> FuzzyDate:
    """A fuzzy date of any kind, of one or more stretches."""
    kind = draw(st.sampled_from(Kind))
    part = exact_ranges if kind in (Kind.EXACT, Kind.RECURRING) else ranges()
    return FuzzyDate(
        text=draw(words),
        kind=kind,
        ranges=tuple(draw(st.lists(part, min_size=1, max_size=3))),
        tentative=draw(st.booleans()),
        approximate=draw(st.booleans()),
        locale=draw(st.sampled_from(["en", "fr", "sr-Latn"])),
        times=draw(st.none() | times()),
        status=draw(st.none() | st.sampled_from(DateStatus)),
    )


FIRST = date(2024, 1, 1)
"""The first day of a short axis, on which all that can happen can be enumerated."""


def on_axis(number: int | None) -> date | None:
    """Return a day of the short axis by its number, counting from 0; None stays open."""
    return None if number is None else FIRST + timedelta(days=number)


@st.composite
def axis_ranges(draw: st.DrawFn, *, size: int = 8, open_ends: bool = False) -> DateRange:
    """A stretch of any shape within the first days of the axis, with open ends if asked for."""
    numbers = st.integers(0, size - 1)
    starts, ends = sorted((draw(numbers), draw(numbers))), sorted((draw(numbers), draw(numbers)))
    shortest = draw(st.sampled_from((1, 1, 1, 2, 3)))
    longest = draw(st.sampled_from((None, None, shortest, shortest + 1)))
    known = (True, True, False) if open_ends else (True,)
    es, ls, ee, le = (on_axis(number) if draw(st.sampled_from(known)) else None for number in (*starts, *ends))
    try:
        return DateRange(es, ls, ee, le, shortest, longest)
    except RangeError:
        return DateRange.exact(FIRST + timedelta(days=starts[0]))


@st.composite
def axis_dates(draw: st.DrawFn, *, size: int = 8, open_ends: bool = False) -> FuzzyDate:
    """A date of one to three stretches on the axis, or a choice between them."""
    parts = draw(st.lists(axis_ranges(size=size, open_ends=open_ends), min_size=1, max_size=3))
    kind = draw(st.sampled_from((Kind.WINDOW, Kind.ALTERNATIVES))) if len(parts) > 1 else Kind.WINDOW
    return FuzzyDate("drawn", kind, parts)


sources = st.builds(
    Source,
    section=st.none() | st.sampled_from(Section),
    heading=st.none() | words,
    line=st.none() | st.integers(min_value=1),
    text=words,
)

activities = st.builds(
    Activity,
    uid=uids,
    title=words,
    when=fuzzy_dates(),
    projects=st.lists(words, max_size=2),
    organisers=st.lists(words, max_size=2),
    mode=st.none() | st.sampled_from(Mode),
    places=st.lists(words, max_size=2),
    countries=country_codes,
    regions=st.lists(words, max_size=2),
    status=st.sampled_from(Status),
    sequence=st.integers(0, 99),
    last_modified=st.none() | days,
    source=sources,
    url=st.none() | words,
)

projects = st.builds(
    Project,
    key=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    name=words,
    aliases=st.lists(words, max_size=2),
    duration=st.none() | fuzzy_dates(),
    budget=st.none() | st.builds(Money, st.decimals(0, 10**12, places=2), st.sampled_from(["EUR", "USD"])),
    funding=st.none() | words,
    funders=st.lists(words, max_size=2),
    scope=st.none() | words,
    countries=country_codes,
    implementation=st.none() | words,
)

problems = st.builds(
    Problem,
    line=st.none() | st.integers(min_value=1),
    code=words,
    severity=st.sampled_from(Severity),
    message=words,
    remedy=words,
)

passages = st.builds(
    Passage,
    section=st.none() | words,
    heading=st.none() | words,
    line=st.none() | st.integers(min_value=1),
    text=words,
)

reports = st.builds(
    Report,
    title=words,
    when=fuzzy_dates(),
    section=st.none() | words,
    projects=st.lists(words, max_size=2),
    mode=st.none() | st.sampled_from(Mode),
    places=st.lists(words, max_size=2),
    countries=country_codes,
    regions=st.lists(words, max_size=2),
    activities=st.lists(uids, max_size=2),
    source=passages,
)

saves = st.builds(
    SaveTheDate,
    title=words,
    when=fuzzy_dates(),
    mode=st.none() | st.sampled_from(Mode),
    places=st.lists(words, max_size=2),
    countries=country_codes,
    activities=st.lists(uids, max_size=2),
    source=passages,
)

figures = st.builds(
    Figure,
    name=words,
    value=st.integers(0, 10**6),
    at_least=st.booleans(),
    as_of=st.none() | days,
    unit=st.none() | words,
    total_of=st.lists(words, max_size=2),
    source=passages,
)

periods = st.tuples(days, days).map(lambda ends: Period(min(ends), max(ends))) | st.builds(
    Period.month, st.integers(1, 9999), st.integers(1, 12)
)

programmes = st.builds(
    Programme,
    title=words,
    period=st.none() | periods,
    as_of=st.none() | st.just(date(2025, 9, 30)) | days,
    projects=st.lists(projects, max_size=2, unique_by=lambda project: project.key),
    activities=st.lists(activities, max_size=3, unique_by=lambda activity: activity.uid),
    reports=st.lists(reports, max_size=2),
    save_the_dates=st.lists(saves, max_size=2),
    figures=st.lists(figures, max_size=2),
    problems=st.lists(problems, max_size=2),
)
