"""Calendars of other organisations, in prose: each field that a reader sees, and nothing wrong in silence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest

import coecal
from coecal.activities import Activity, Mode, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import InputError, Severity
from coecal.readers.agenda import read_agenda

CALENDARS = sorted(path for path in (Path(__file__).parent / "data" / "agendas").iterdir() if path.suffix != ".toml")
TEXTS = [path for path in CALENDARS if path.suffix != ".html"]


def truth(path: Path) -> list[dict[str, Any]]:
    """Return what a person reads in a calendar, written down before any program read it."""
    entries: list[dict[str, Any]] = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["activity"]
    return entries


def said(activity: Activity) -> dict[str, Any]:
    """Return the fields of an activity in the form of the truth, without those that say nothing."""
    when, times = activity.when, activity.when.times
    clocks = f"{times.start:%H:%M}-{times.end:%H:%M}" if times and times.start and times.end else None
    days = attrs.evolve(when, times=None) if clocks else when
    fields = {
        "line": activity.source.line,
        "title": activity.title,
        "edtf": None if when.kind is Kind.UNDATED else days.to_edtf(),
        "kind": "undated" if when.kind is Kind.UNDATED else None,
        "times": clocks,
        "places": list(activity.places),
        "countries": list(activity.countries),
        "mode": None if activity.mode is None else activity.mode.value,
        "status": None if activity.status is Status.PLANNED else activity.status.value,
        "bodies": sorted((*activity.projects, *activity.organisers)),
    }
    return {name: value for name, value in fields.items() if value}


def expected(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of the truth with its date in the one form that coecal writes, and its bodies in order."""
    edtf = FuzzyDate.from_edtf(entry["edtf"]).to_edtf() if "edtf" in entry else None
    wanted = entry | {"edtf": edtf, "bodies": sorted(entry.get("bodies", ()))}
    return {name: value for name, value in wanted.items() if value}


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_a_calendar_is_read_as_people_read_it(path: Path) -> None:
    """Every field of every activity is what a person wrote down, and no activity is too many."""
    assert [said(one) for one in coecal.read(path).activities] == [expected(entry) for entry in truth(path)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_ends_of_lines_and_spaces_do_not_matter(path: Path) -> None:
    """CRLF and non-breaking spaces are what plain ones are."""
    text = path.read_bytes().decode().replace("\r\n", "\n")
    plain = [(one.title, one.when, one.places) for one in read_agenda(text).activities]
    for changed in (text.replace("\n", "\r\n"), text.replace(" - ", "\u00a0- ").replace(" May", "\u00a0May")):
        assert [(one.title, one.when, one.places) for one in read_agenda(changed).activities] == plain


@pytest.mark.parametrize(
    "heading",
    ["## March 2025", "MARCH 2025", "Mars 2025", "**March 2025**", "March 2025:", "Mar 2025", "__MARS 2025__",
     "2025-03",
     "# Mars 2025 #", "<b>March 2025</b>"],
)  # fmt: skip
@pytest.mark.parametrize(
    "row",
    [
        "{date} | Talks — Vienna, Austria (hybrid) | PROJECT-A",
        "- {date}: Talks – Vienna, Austria – hybrid – PROJECT-A",
        "* Talks (Vienna, Austria, {date}, hybrid) | PROJECT-A",
        "• {date}\tTalks\tVienna, Austria\thybrid\tPROJECT-A",
        "{date}    Talks    Vienna, Austria    hybrid    PROJECT-A",
        "Talks, Vienna, Austria (hybrid), {date}\nProject: PROJECT-A",
        "{date}\nTalks\nVenue: Vienna, Austria\nFormat: hybrid\nProject: PROJECT-A",
        "**Talks**\nDate: {date}\nWhere: Vienna, Austria\nMode: hybrid\nProjet PROJECT-A",
    ],
    ids=range(8),
)
def test_the_same_in_many_layouts(heading: str, row: str) -> None:
    """Months and rows in whatever style say the same; a second row shows that they stay apart."""
    text = f"{heading}\n\n{row.format(date='4–6 March')}\n\n{row.format(date='11 March').replace('Talks', 'Course')}\n"
    talks, course = read_agenda(text).activities
    assert (talks.title, course.title) == ("Talks", "Course")
    assert (talks.when.to_edtf(), course.when.to_edtf()) == ("2025-03-04/2025-03-06", "2025-03-11")
    for one in (talks, course):
        assert (one.places, one.countries, one.mode) == (("Vienna", "Austria"), ("AT",), Mode.HYBRID)
        assert (one.projects, one.organisers) == (("PROJECT-A",), ())


def test_a_row_broken_over_lines_and_pages_is_one() -> None:
    """A number of a page between two halves does not matter."""
    text = (
        "May 2026\n\nTalks on anchors and cables near\nharbour mouths, Lisbon,\n\n- 3 -\n\f\nPortugal, in person, "
        "4 May\n\nCourse, online, 5 May\n"
    )
    talks, course = read_agenda(text).activities
    assert talks.title == "Talks on anchors and cables near harbour mouths"
    assert (talks.places, talks.mode, course.title) == (("Lisbon", "Portugal"), Mode.IN_PERSON, "Course")


def test_a_day_above_a_list_is_the_day_of_each_item() -> None:
    """What stands under a date alone happens on it."""
    text = "Tuesday 3 March 2026\n- Talks, Paris\n- Course, online\n\nWednesday 4 March 2026\n\nPlenary\nAccra, Ghana\n"
    assert [(one.title, one.when.to_edtf()) for one in read_agenda(text).activities] == [
        ("Talks", "2026-03-03"), ("Course", "2026-03-03"), ("Plenary", "2026-03-04"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "projects", "places", "countries"),
    [
        (["## Africa", "### Ghana"], (), ("Ghana",), ("GH",)),
        (["## Togo", "## Ghana"], (), ("Ghana",), ("GH",)),
        (["## Project WELL+", "## Ghana"], ("WELL+",), ("Ghana",), ("GH",)),
        (["## Ghana", "### Project WELL+"], ("WELL+",), ("Ghana",), ("GH",)),
        (["## Project REEF+", "### Project WELL+"], ("WELL+",), (), ()),
    ],
)
def test_of_two_headings_the_nearest_counts(
    headings: list[str], projects: tuple[str, ...], places: tuple[str, ...], countries: tuple[str, ...]
) -> None:
    """What a heading says holds for the entries below it, unless one nearer to them says otherwise."""
    text = "\n\n".join(["Calendar 2026", *headings, "- 3 May: Talks on locks\n- 5 May: Supper for divers\n"])
    said = [(one.projects, one.places, one.countries) for one in read_agenda(text).activities]
    assert said == [(projects, places, countries)] * 2


def test_months_without_years_go_on_from_one_to_the_next() -> None:
    """The title says the year; January after December is of the year after it."""
    text = "Calendar 2026\n\nDECEMBER\n\n3: Talks, online\n\nJANUARY\n\n12-14: Course, Accra, Ghana\n"
    programme = read_agenda(text)
    assert [one.when.to_edtf() for one in programme.activities] == ["2026-12-03", "2027-01-12/2027-01-14"]
    assert [problem.code for problem in programme.problems].count("days-assumed") == 2


def test_what_is_no_date_is_told() -> None:
    """A day that is none of the calendar leaves the activity undated in its month, with the reason."""
    text = (
        "November 2026\n- 3 November | Talks | online\n- 31 November | Course | online\n- 5 November | Plenary | online"
    )
    programme = read_agenda(text)
    assert [one.title for one in programme.activities if one.when.kind is Kind.UNDATED] == ["Course"]
    (problem,) = [problem for problem in programme.problems if problem.severity is Severity.WARNING]
    assert (problem.line, problem.code) == (3, "date-unread")
    assert "November has 30 days" in problem.message


def test_every_line_is_an_activity_a_heading_or_a_problem() -> None:
    """What is neither the title, nor a month, nor an activity is listed with its line."""
    text = "Calendar of 2026\n\nMay\n\nWe thank all.\n\n- 4 May | Talks | online\n- 5 May | Course\n- Tea"
    programme = read_agenda(text)
    lines = {one.source.line for one in programme.activities} | {one.line for one in programme.problems}
    assert programme.title == "Calendar of 2026"
    assert {one.source.heading for one in programme.activities} == {"May"}
    assert lines == {5, 7, 8, 9}


@pytest.mark.parametrize(
    "text", ["We met on 3 May 2026 and on 4 May 2026.", "May 2026\n\nNothing.", "- 3 May 2026: Talks"]
)
def test_what_is_no_calendar_is_refused(text: str) -> None:
    """Sentences with dates in them, and one entry alone, are none."""
    with pytest.raises(InputError, match="no two entries with a date"):
        read_agenda(text)


def test_a_text_is_what_it_looks_like() -> None:
    """A newsletter, a table and a calendar are told apart; what is none says both."""
    table = "## May 2026\n\n| Date | Event | Where |\n|---|---|---|\n| 4-5 | Talks | Accra |\n| TBC | Course | |"
    programme = coecal.read(text=table, format="newsletter")
    assert [(one.title, one.when, one.countries) for one in programme.activities] == [
        ("Talks", parse_date("4-5 May 2026"), ("GH",)),
        ("Course", parse_date("TBC", within="May 2026"), ()),
    ]
    with pytest.raises(InputError, match="'Coming next', and it is no calendar either: there are no two entries"):
        coecal.read(text="Nothing in here.", format="newsletter")
