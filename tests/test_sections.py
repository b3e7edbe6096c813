"""What "coming next" lists, under which month, in which order and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import programmes

from coecal.activities import Activity, Mode, Source, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import RangeError, UnknownNameError
from coecal.programme import Programme
from coecal.ranges import DateRange, Period
from coecal.writers.section_rows import date_words
from coecal.writers.sections import FORMATS, coming_next

GOLDEN = Path(__file__).parent / "golden"
OCTOBER, NOVEMBER, DECEMBER = (Period.month(2023, month) for month in (10, 11, 12))
WRITTEN = {name: f"coming-next.{name}" for name in FORMATS}
FOOTNOTE = "*All references to Kosovo"


class Limits(TypedDict, total=False):
    """The days that are listed."""

    first: date | None
    last: date | None


class Arguments(Limits, total=False):
    """The arguments of `coming_next`."""

    locale: str
    format: str


class Fields(TypedDict, total=False):
    """What an activity has besides its title and date."""

    projects: list[str]
    organisers: list[str]
    mode: Mode
    places: list[str]
    countries: list[str]
    status: Status


QUARTER: Limits = {"first": OCTOBER.first, "last": DECEMBER.last}


def activity(title: str, when: FuzzyDate | str, heading: str | None = None, **fields: Unpack[Fields]) -> Activity:
    """Return a planned activity; words of a date are read within 2023."""
    date_ = parse_date(when, within="2023") if isinstance(when, str) else when
    plain = Activity(uid=title, title=title, when=date_, projects=["WELL+"], source=Source(heading=heading))
    return attrs.evolve(plain, **fields)


def span(first: str, last: str) -> DateRange:
    """Return an exact stretch from ISO days."""
    return DateRange.exact(date.fromisoformat(first), date.fromisoformat(last))


def listed(*activities: Activity, **limits: Unpack[Limits]) -> dict[str, list[str]]:
    """Return the words of the rows, without who runs them, by the heading they stand under."""
    months: dict[str, list[str]] = {}
    heading = ""
    for line in coming_next(Programme(activities=activities), **limits, format="txt").splitlines()[1:]:
        if "\t" in line:
            months.setdefault(heading, []).append(line.split("\t")[1])
        elif line:
            heading = line
    return months


def one_of_everything() -> Programme:
    """Return activities with every kind of date, made without reading any words."""
    undated = FuzzyDate.undated(NOVEMBER, text="TBC")
    stretches = (span("2023-10-11", "2023-10-13"), span("2023-10-16", "2023-10-16"))
    mondays = [span(f"2023-10-{day:02}", f"2023-10-{day:02}") for day in range(2, 31, 7)]
    choice = (span("2023-11-12", "2023-11-12"), span("2023-11-19", "2023-11-19"))
    rows: list[tuple[str, FuzzyDate, Fields]] = [
        ("Round table", FuzzyDate("4-7 October", Kind.EXACT, (span("2023-10-04", "2023-10-07"),)),
         {"places": ["Accra", "Ghana"], "countries": ["GH"], "mode": Mode.IN_PERSON}),
        ("Site visits", FuzzyDate("11-13 & 16 October", Kind.EXACT, stretches),
         {"places": ["Kosovo*", "Prizren"], "countries": ["XK"]}),
        ("Clinic", FuzzyDate("every Monday in October", Kind.RECURRING, tuple(mondays)), {"mode": Mode.ONLINE}),
        ("Hearing [stage 2]", FuzzyDate("12 or 19 November", Kind.ALTERNATIVES, choice),
         {"organisers": ["Harbour Trust"], "mode": Mode.HYBRID}),
        ("Festival", FuzzyDate("mid-November", Kind.WINDOW, (
            DateRange.window(date(2023, 11, 11), date(2023, 11, 20)),)),
         {"projects": [], "organisers": ["Harbour Trust"]}),
        ("Exhibition", FuzzyDate("late October - mid November", Kind.SPAN, (
            DateRange(date(2023, 10, 21), date(2023, 10, 31), date(2023, 11, 11), date(2023, 11, 20)),)), {}),
        ("Report", FuzzyDate("by October", Kind.DEADLINE, (DateRange(None, None, None, date(2023, 10, 31)),)),
         {"projects": ["WELL+", "Lagoon Table"]}),
        ("Help desk", FuzzyDate("from 3 October", Kind.OPEN, (
            DateRange(date(2023, 10, 3), date(2023, 10, 3), date(2023, 10, 3), None),)), {}),
        ("Call for pilots", FuzzyDate("until 15 November", Kind.OPEN, (
            DateRange(None, None, date(2023, 11, 15), date(2023, 11, 15)),)), {}),
        ("Mission", undated, {"places": ["Togo"], "countries": ["TG"]}),
        ("Handbook", FuzzyDate.undated(), {}),
        ("Plenary", FuzzyDate("12 December (TBC)", Kind.EXACT, (span("2023-12-12", "2023-12-12"),), tentative=True),
         {"status": Status.POSTPONED}),
        ("Called off", FuzzyDate("13 December", Kind.EXACT, (span("2023-12-13", "2023-12-13"),)),
         {"status": Status.CANCELLED}),
    ]  # fmt: skip
    return Programme(activities=[activity(title, when, **fields) for title, when, fields in rows])


@pytest.mark.parametrize("name", FORMATS)
def test_a_programme_is_written_as_the_golden_file_says(name: str) -> None:
    """Every kind of date, in each format, byte for byte."""
    golden = (GOLDEN / WRITTEN[name]).read_text(encoding="utf-8")
    assert coming_next(one_of_everything(), **QUARTER, format=name) == golden


@pytest.mark.parametrize(
    ("when", "heading", "expected"),
    [
        ("4-7 October", None, "October 2023"),
        ("29 September-2 October", None, "October 2023"),
        ("29 September-2 October", "September 2023", "October 2023"),
        ("29 November\u20131 December", "November 2023", "November 2023"),
        ("29 November\u20131 December", "December 2023", "December 2023"),
        ("29 November\u20131 December", "Winter list", "November 2023"),
        ("5 December", "November 2023", "December 2023"),
        ("28 December - 3 January 2024", None, "December 2023"),
        ("28 December - 3 January 2024", "January 2024", "December 2023"),
        ("30 September & 6 November", None, "November 2023"),
        ("October-November", None, "October 2023"),
        ("October-November", "November", "November 2023"),
        ("2023", "November 2023", "November 2023"),
        ("2023", None, "October 2023"),
        ("by December", None, "December 2023"),
        ("by December", "October 2023", "October 2023"),
        ("by March 2024", None, "December 2023"),
        ("until 15 November", None, "November 2023"),
        ("from 3 October", None, "October 2023"),
        ("since May", None, "October 2023"),
        ("since May", "November 2023", "November 2023"),
        ("4-7 September", None, None),
        ("by September", "October 2023", None),
        ("until 30 September", None, None),
        ("3 January 2024", "October 2023", None),
        ("from January 2024", None, None),
        ("TBC", "October 2023", "October 2023"),
    ],
)
def test_an_activity_stands_under_one_month_or_none(when: str, heading: str | None, expected: str | None) -> None:
    """The month it was read under if that is possible, else that of its first day, or of its last if that is all."""
    assert list(listed(activity("Talks", when, heading), **QUARTER)) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (None, "Date to be confirmed"),
        ("November 2023", "November 2023"),
        ("2023-11", "November 2023"),
        ("Date to be confirmed", "Date to be confirmed"),
        ("October - December 2023", "Date to be confirmed"),
        ("March 2024", "Date to be confirmed"),
    ],
)
def test_an_activity_without_any_day_is_listed_last(heading: str | None, expected: str) -> None:
    """It stays under its month where that is listed, and is never dropped."""
    rows = listed(activity("Talks", FuzzyDate.undated(), heading), activity("Course", "5 December"), **QUARTER)
    assert rows.pop("December 2023")[0] == "Course, 5 December"
    assert rows == {expected: ["Talks"]}
    assert list(listed(activity("Talks", FuzzyDate.undated()), activity("Course", "5 December")))[-1] != "December 2023"


@pytest.mark.parametrize("status", Status)
def test_only_what_is_to_come_is_listed(status: Status) -> None:
    """Planned and postponed activities are; held and cancelled ones are not."""
    rows = listed(activity("Talks", "5 December", status=status))
    expected = {Status.PLANNED: ["Talks, 5 December"], Status.POSTPONED: ["POSTPONED: Talks, 5 December"]}
    assert rows.get("December 2023", []) == expected.get(status, [])


def test_rows_of_a_month_are_ordered_dated_then_vague_then_undated() -> None:
    """Start, end and title order the dated; the latest day the vague; the source what is equal."""
    rows = [
        activity("z", "TBC", "October 2023"),
        activity("y", "from 3 October"),
        activity("x", "October"),
        activity("w", "by 20 October"),
        activity("v", "mid-October"),
        activity("u", "17-19 October"),
        activity("t", "17 October"),
        activity("B", "17 October"),
        activity("a", "17 October"),
        activity("r", "16 or 30 October"),
        activity("q", "3 & 17 October"),
        activity("p", "every Tuesday in October"),
        activity("o", FuzzyDate.undated(OCTOBER), "October 2023"),
    ]
    titles = [row.split(",")[0] for row in listed(*rows, **QUARTER)["October 2023"]]
    assert titles == list("qpr") + list("aBt") + list("u") + list("wv") + list("x") + list("y") + list("zo")


def test_a_stretch_before_the_list_does_not_count_for_the_order() -> None:
    """Of several stretches only those that are listed place a row."""
    rows = listed(activity("Late", "2 September & 20 October"), activity("Soon", "10 October"), **QUARTER)
    assert rows["October 2023"] == ["Soon, 10 October", "Late, 2 September & 20 October"]


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (OCTOBER.first, DECEMBER.last, "Coming next (October - December 2023)"),
        (date(2023, 10, 30), date(2023, 11, 2), "Coming next (October - November 2023)"),
        (NOVEMBER.first, NOVEMBER.last, "Coming next (November 2023)"),
        (DECEMBER.first, date(2024, 2, 29), "Coming next (December 2023 - February 2024)"),
        (DECEMBER.first, None, "Coming next (December 2023)"),
        (None, date(2024, 1, 1), "Coming next (November 2023 - January 2024)"),
        (None, None, "Coming next (November 2023)"),
    ],
)
def test_the_title_names_the_months(first: date | None, last: date | None, title: str) -> None:
    """Those asked for, else those that occur."""
    programme = Programme(activities=[activity("Talks", "14 November")])
    assert coming_next(programme, first=first, last=last, format="txt").splitlines()[0] == title
    assert coming_next(programme, first=first, last=last).splitlines()[0] == f"# {title}"


def test_an_empty_programme_is_a_title() -> None:
    """Nothing planned and nothing asked for leaves nothing to say."""
    assert coming_next(Programme(), format="txt") == "Coming next\n"


@pytest.mark.parametrize(
    ("as_of", "period", "expected"),
    [
        (date(2023, 9, 30), Period(date(2023, 7, 1), DECEMBER.last), ["October", "December"]),
        (date(2023, 11, 15), Period(date(2023, 7, 1), DECEMBER.last), ["December"]),
        (date(2023, 9, 30), None, ["October", "December", "March"]),
        (None, Period(OCTOBER.first, DECEMBER.last), ["September", "October", "December"]),
        (date(2023, 9, 30), Period(date(2023, 7, 1), date(2023, 9, 30)), ["October", "December", "March"]),
        (date.max, None, ["September", "October", "December", "March"]),
        (None, None, ["September", "October", "December", "March"]),
    ],
)
def test_the_list_runs_from_what_is_known_to_the_end_of_the_period(
    as_of: date | None, period: Period | None, expected: list[str]
) -> None:
    """Without limits it begins after `as_of`, ends with the period, and is open where that says nothing."""
    activities = [activity(when, when) for when in ("20 September", "3 October", "5 December", "1 March 2024")]
    written = coming_next(Programme(activities=activities, as_of=as_of, period=period), format="txt")
    assert [line.split()[0] for line in written.splitlines()[1:] if line[:1].isupper() and "\t" not in line] == [
        *expected,
        "Projects:",
    ]


@pytest.mark.parametrize(
    ("first", "last"), [(date(2024, 3, 1), None), (None, date(2023, 9, 30))], ids=["only first", "only last"]
)
def test_a_limit_that_is_given_wins_over_a_default_that_contradicts_it(first: date | None, last: date | None) -> None:
    """The end of the period does not hide what was asked for."""
    activities = [activity("Early", "20 September"), activity("Late", "1 March 2024")]
    programme = Programme(activities=activities, as_of=date(2023, 9, 30), period=OCTOBER)
    written = coming_next(programme, first=first, last=last, format="txt")
    assert ("Late" in written, "Early" in written) == (first is not None, last is not None)


@pytest.mark.parametrize(
    ("when", "month", "expected"),
    [
        (parse_date("4-7 October", within="2023"), OCTOBER, "4-7 October"),
        (parse_date("29 November\u20131 December", within="2023"), NOVEMBER, "29 November\u20131 December"),
        (parse_date("by December", within="2023"), OCTOBER, "by December"),
        (parse_date("October TBC", within="2023"), OCTOBER, "October TBC"),
        (parse_date("mid-November", within="2024"), NOVEMBER, "mid-November 2024"),
        (parse_date("next month", today="2023-09-15"), OCTOBER, "October"),
        (parse_date("2023-10-03"), OCTOBER, "2023-10-03"),
        (FuzzyDate.from_edtf("2023-10-10/2023-10-12"), OCTOBER, "10-12 October"),
        (FuzzyDate.from_edtf("2023-11"), NOVEMBER, "November"),
        (FuzzyDate("mi-octobre", Kind.WINDOW, (DateRange.window(date(2023, 10, 11), date(2023, 10, 20)),), locale="fr"),
         OCTOBER, "mid-October"),
        (FuzzyDate("", Kind.EXACT, (span("2023-10-03", "2023-10-03"),)), OCTOBER, "3 October"),
        (FuzzyDate("3 October\n2023", Kind.EXACT, (span("2023-10-03", "2023-10-03"),)), OCTOBER, "3 October 2023"),
        (FuzzyDate.undated(OCTOBER), OCTOBER, ""),
        (FuzzyDate.undated(OCTOBER, text="TBC"), OCTOBER, "TBC"),
        (FuzzyDate.undated(OCTOBER, text="31 November"), OCTOBER, "31 November"),
        (FuzzyDate.undated(text="TBD"), None, "TBD"),
        (FuzzyDate.undated(), None, ""),
    ],
)  # fmt: skip
def test_a_date_keeps_its_words_unless_they_would_mean_something_else(
    when: FuzzyDate, month: Period | None, expected: str
) -> None:
    """The words as written, or new ones for another year, another language, or notation; none are invented."""
    assert date_words(when, month, "en") == expected


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "row",
    [
        activity("Visit to Kosovo*", "5 December"),
        activity("Visit", "5 December", places=["Prizren", "Kosovo*"]),
        activity("Visit", "5 December", organisers=["Kosovo* Bar"]),
    ],
    ids=["title", "place", "organiser"],
)
def test_the_footnote_follows_once_where_its_asterisk_occurs(name: str, row: Activity) -> None:
    """It stands at the end, and only then."""
    written = coming_next(Programme(activities=[row, activity("Course in Kosovo*", "6 December")]), format=name)
    assert written.count(FOOTNOTE) == 1
    assert "status of Kosovo." in written.splitlines()[-2 if name == "html" else -1]
    assert FOOTNOTE not in coming_next(Programme(activities=[activity("Talks in Kosovo", "5 December")]), format=name)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"format": "docx"}, UnknownNameError, "'docx'.* md, txt, html"),
        ({"locale": "tlh"}, UnknownNameError, "'tlh'.* en"),
        ({"first": DECEMBER.last, "last": OCTOBER.first}, RangeError, "2023-10-01.* before .*2023-12-31"),
    ],
)
def test_what_cannot_be_written_is_said(arguments: Arguments, error: type[Exception], words: str) -> None:
    """An unknown format or language names the known ones; days in the wrong order are refused."""
    with pytest.raises(error, match=words):
        coming_next(Programme(), **arguments)


def in_order_of_time(when: FuzzyDate) -> FuzzyDate:
    """Return a drawn date with its stretches in the order in which every date has them."""
    return attrs.evolve(when, ranges=sorted(when.ranges, key=lambda part: part.earliest_start or date.min))


@settings(max_examples=60, deadline=None)
@given(programmes, st.sampled_from(list(FORMATS)))
def test_every_planned_activity_stands_in_one_row(programme: Programme, name: str) -> None:
    """Whatever its words and its date, it is written once where nothing limits the list, and the same each time."""
    activities = [attrs.evolve(one, when=in_order_of_time(one.when)) for one in programme.activities]
    unlimited = Programme(activities=activities)
    written = coming_next(unlimited, format=name)
    coming = [one for one in programme.activities if one.status in (Status.PLANNED, Status.POSTPONED)]
    mark = {"md": "\n- ", "txt": "\t", "html": "<li "}[name]
    assert written.count(mark) == len(coming)
    assert coming_next(unlimited, format=name) == written
