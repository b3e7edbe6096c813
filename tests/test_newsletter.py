"""Whole newsletters: the examples, their lists and headings, their projects, periods and regions."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate
from coecal.places import default_places
from coecal.programme import Programme
from coecal.projects import Money
from coecal.ranges import Period
from coecal.readers.newsletter import read_newsletter
from coecal.writers.sections import coming_next

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
NEWSLETTERS = {
    "update-2025-q3": ROOT / "examples" / "update-2025-q3.txt",
    "update-2025-q4": ROOT / "examples" / "update-2025-q4.txt",
    "unseen-a": DATA / "unseen-a.txt",
}
FIELDS = (
    "line", "section", "heading", "projects", "organisers", "title", "places", "countries", "mode", "when", "kind",
    "tentative", "ranges", "status",
)  # fmt: skip


def points(when: FuzzyDate) -> list[list[str | None]]:
    """Return the four points of each range, as ISO days."""
    return [
        [
            None if day is None else day.isoformat()
            for day in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end)
        ]
        for part in when.ranges
    ]


def facts(activity: Activity) -> dict[str, object]:
    """Return what the answers say of an activity."""
    source = activity.source
    values: tuple[object, ...] = (
        source.line, source.section, source.heading, list(activity.projects), list(activity.organisers),
        activity.title, list(activity.places), list(activity.countries), activity.mode, activity.when.text,
        activity.when.kind, activity.when.tentative, points(activity.when), activity.status,
    )  # fmt: skip
    return dict(zip(FIELDS, values, strict=True))


def codes(programme: Programme) -> list[tuple[int | None, str]]:
    """Return the line and code of each problem, but for that no projects are described."""
    return [(problem.line, problem.code) for problem in programme.problems if problem.code != "no-projects"]


def read(*lines: str) -> Programme:
    """Return what is read from some lines."""
    return read_newsletter("\n".join(lines))


# The examples: the answers beside them were read by hand.


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_every_row_of_an_example_is_read_right(name: str) -> None:
    """All fields of all rows equal the answers."""
    answers = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    programme = read_newsletter(NEWSLETTERS[name].read_text(encoding="utf-8"))
    assert [facts(activity) for activity in programme.activities] == answers["activities"]


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_every_project_of_an_example_is_read_right(name: str) -> None:
    """Names, aliases, frames, the period and the day the issue looks back from equal the answers."""
    answers = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    programme = read_newsletter(NEWSLETTERS[name].read_text(encoding="utf-8"))
    assert programme.period is not None
    months = f"{programme.period.first:%Y-%m}/{programme.period.last:%Y-%m}"
    assert (months, str(programme.as_of)) == (answers["period"], answers["as_of"])
    assert {project.name for project in programme.projects} == {answer["name"] for answer in answers["projects"]}
    for answer in answers["projects"]:
        project = programme.find_project(answer["name"])
        assert set(answer["aliases"]) <= set(project.aliases)
        assert project.duration is not None
        assert project.duration.text == answer["duration"]
        assert project.budget == Money(Decimal(answer["budget"]["amount"]), answer["budget"]["currency"])
        assert (project.funding, project.scope or "", project.implementation or "", list(project.countries)) == (
            answer["funding"], answer["scope"], answer["implementation"], answer["countries"],
        )  # fmt: skip


@pytest.mark.parametrize("name", NEWSLETTERS)
@pytest.mark.parametrize("form", ["txt", "md"])
def test_coming_next_reads_back(name: str, form: str) -> None:
    """What is written for "coming next" says the same of each planned activity when it is read again."""
    programme = read_newsletter(NEWSLETTERS[name].read_text(encoding="utf-8"))
    planned = [activity for activity in programme.activities if activity.source.section == "coming next"]
    again = read_newsletter(coming_next(programme, format=form))
    said = {"line", "heading"}
    assert sorted((_without(facts(activity), said) for activity in again.activities), key=repr) == sorted(
        (_without(facts(activity), said) for activity in planned), key=repr
    )


def _without(fields: dict[str, object], names: set[str]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name not in names}


@pytest.mark.parametrize("name", NEWSLETTERS)
@pytest.mark.parametrize("change", ["\r\n", "\r", "indented", "blank lines", "upper-case headings"])
def test_typesetting_changes_nothing(name: str, change: str) -> None:
    """Line ends, indents, blank lines and the case of headings make no difference to what is read."""
    text = NEWSLETTERS[name].read_text(encoding="utf-8")
    changed = {
        "\r\n": text.replace("\n", "\r\n"),
        "\r": text.replace("\n", "\r"),
        "indented": text.replace("\n", "\n  "),
        "blank lines": text.replace("\n", "\n\n"),
        "upper-case headings": text.replace("Inventory of activities", "INVENTORY OF ACTIVITIES")
        .replace("Coming next", "COMING NEXT"),
    }[change]  # fmt: skip
    before, after = read_newsletter(text), read_newsletter(changed)
    drop = {"line"}
    assert [_without(facts(activity), drop) for activity in after.activities] == [
        _without(facts(activity), drop) for activity in before.activities
    ]
    assert after.projects == before.projects


@pytest.mark.parametrize("name", NEWSLETTERS)
def test_contradictions_of_reports_are_the_only_warnings(name: str) -> None:
    """The rows and projects of the examples raise no warning and no error; three reports contradict themselves."""
    problems = read_newsletter(NEWSLETTERS[name].read_text(encoding="utf-8")).problems
    found = [problem.code for problem in problems if problem.severity != "note"]
    assert found == {
        "update-2025-q3": ["report-mode-differs", "report-date-differs", "report-text-date"]
    }.get(name, [])  # fmt: skip


# Lists and months.


@pytest.mark.parametrize(
    "heading",
    [
        "Coming next (October - December 2023)",
        "COMING NEXT (OCTOBER – DECEMBER 2023)",
        "## Coming next (October - December 2023)",
        "**Coming next (October - December 2023)**",
        "**Coming next** (October - December 2023):",
        "Coming next: October - December 2023",
        "Coming next October to December 2023",
        "Coming next (Q4 2023)",
    ],
)
def test_the_heading_of_a_list_is_known_in_any_dress(heading: str) -> None:
    """In any case, with mark-up or without, with brackets or without."""
    programme = read(heading, "October", "WELL+\tCourse, Kenya, 3 October")
    (activity,) = programme.activities
    assert (activity.when.earliest_start, activity.source.section) == (date(2023, 10, 3), "coming next")
    assert programme.period == Period(date(2023, 10, 1), date(2023, 12, 31))
    assert programme.as_of == date(2023, 9, 30)
    assert codes(programme) == []


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("October 2023", "October 2023"),
        ("OCTOBER 2023", "OCTOBER 2023"),
        ("**October 2023**", "October 2023"),
        ("## October 2023", "October 2023"),
        ("October 2023:", "October 2023"),
        ("October", "October"),
        ("2023-10", "2023-10"),
        ("October 2023 (12 activities)", "October 2023 (12 activities)"),
    ],
)
def test_the_heading_of_a_month_is_known_in_any_dress(heading: str, shown: str) -> None:
    """A month without its year takes it from the list's period; the heading is kept as written, cleaned."""
    programme = read("Coming next (October - December 2023)", heading, "WELL+\tCourse, Kenya")
    (activity,) = programme.activities
    assert activity.source.heading == shown
    assert activity.when == FuzzyDate.undated(Period.month(2023, 10))
    assert codes(programme) == []


def test_a_month_takes_its_year_from_the_issue() -> None:
    """A list that names no period reads its months beside the issue's."""
    programme = read(
        "WATER UPDATE", "November 2023 - January 2024", "Coming next", "February", "WELL+\tCourse, 3 February"
    )
    assert programme.activities[0].when.earliest_start == date(2024, 2, 3)
    assert programme.title == "WATER UPDATE"


def test_a_list_may_cross_the_year() -> None:
    """December belongs to the first year, January to the second."""
    programme = read(
        "Coming next (December 2025 - February 2026)", "December", "A\tX, 3 December", "January", "A\tY, by January"
    )
    assert [activity.when.to_edtf() for activity in programme.activities] == ["2025-12-03", "[..2026-01-31]"]


def test_rows_may_stand_under_no_month() -> None:
    """Right under the list's heading the list's period counts, and under "Date to be confirmed", if it has one."""
    rows = ("A\tX, Kenya", "Date to be confirmed", "A\tY, Kenya", "A\tZ, 4 June")
    first, second, third = read("Coming next (May - June 2027)", *rows).activities
    period = Period(date(2027, 5, 1), date(2027, 6, 30))
    assert (first.source.heading, first.when) == (None, FuzzyDate.undated(period))
    assert (second.source.heading, second.when) == ("Date to be confirmed", FuzzyDate.undated(period))
    assert third.when.to_edtf() == "2027-06-04"
    assert read("Coming next", *rows[:3]).activities[1].when == FuzzyDate.undated()


@pytest.mark.parametrize("heading", ["TBC", "**TBC**", "Dates to be confirmed:"])
def test_rows_without_a_month_belong_to_the_period_of_the_list(heading: str) -> None:
    """After a heading that names no month, days are read in the list's period."""
    programme = read("Coming next (May - June 2027)", "May 2027", "A\tX, 3 May", heading, "A\tY, 4 June", "A\tZ")
    assert [(one.source.heading, one.when.to_edtf()) for one in programme.activities[1:]] == [
        (heading.strip("*:"), "2027-06-04"),
        (heading.strip("*:"), "[2027-05-01?..2027-06-30?]"),
    ]
    assert codes(programme) == []


@pytest.mark.parametrize("line", ["(*) TBC", "* dates to be confirmed", "*to be confirmed", "† TBC"])
def test_what_explains_a_sign_is_no_heading(line: str) -> None:
    """The rows after it belong to the month that they stand under."""
    programme = read("Coming next (May - June 2027)", "May 2027", "A\tX, 3 May", line, "A\tY")
    assert (programme.activities[1].source.heading, programme.activities[1].when.to_edtf()) == ("May 2027", "2027-05?")
    assert codes(programme) == [(4, "footnote")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Follow us"], ["About us"], ["Contact: water@example.org"], ["Save the date!"], ["Highlights"],
        ["UPDATE: Lakes"], ["Subscribe", "", "Imprint", "\f"], ["Inventory of wells"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("row", ["WELL+\tTalks", "Harbour Trust\tTalks, Kenya, 4 May"])
def test_rows_after_a_stray_heading_still_belong_to_the_list(lines: list[str], row: str) -> None:
    """The heading is noted, and the rows after it are read as those before it."""
    programme = read("Coming next (May 2027)", "May 2027", "A\tX, 3 May", *lines, row, "", "Projects: WELL+")
    assert [(one.title, one.source.heading) for one in programme.activities] == [
        ("X", "May 2027"),
        ("Talks", "May 2027"),
    ]
    assert codes(programme)
    assert {code for _, code in codes(programme)} <= {"heading-unknown", "page-line"}


@pytest.mark.parametrize(
    "row", ["WELL+\tTalks", "Harbour Trust\tTalks, Kenya, 4 May", "A\tTalks", "WELL+ Talks, 4 May"]
)
def test_a_row_after_the_list_is_listed(row: str) -> None:
    """What has the form of a row is never dropped in silence, however far it stands from its list."""
    lines = ("Follow us", "One.", "Two.", "Three.", "Four.", "Five.")
    programme = read("Coming next (May 2027)", "May 2027", "A\tX, 3 May", *lines, row, "", "Projects: WELL+")
    assert [activity.title for activity in programme.activities] == ["X"]
    assert codes(programme) == [(10, "row-outside")]


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("7", False), ("- 7 -", False), ("Page 7 of 12", False), ("7/12", False), ("7 | Page", False), ("[7]", False),
        ("* * *", False), ("WATER UPDATE", True), ("Water Update  7", True),
        ("Water Update | April - June 2027 | 7", True),
        ("Water Update - April - June 2027", True), ("April - June 2027", True), ("April - June 2027 | 7", True),
        ("Coming next (April - June 2027)", True), ("www.example.org/water", True), ("water@example.org", True),
        ("Water Office of the Rain Fund | water@example.org", True), ("More on https://example.org/a,b", True),
        ("Project\tActivity", True), ("| Project | Activity | Date |", True),
    ],
)  # fmt: skip
def test_what_is_left_over_from_a_page_is_no_activity(line: str, noted: bool) -> None:  # noqa: FBT001
    """Page numbers and rules say nothing; running heads, addresses and heads of columns are noted."""
    programme = read(
        "WATER UPDATE", "April - June 2027", "Coming next (April - June 2027)", "May 2027", "A\tX, 3 May", line, "A\tY"
    )
    assert [(one.title, one.source.heading) for one in programme.activities] == [("X", "May 2027"), ("Y", "May 2027")]
    assert programme.activities[1].when.to_edtf() == "2027-05?"
    assert codes(programme) == ([(6, "page-line")] if noted else [])


def test_a_head_that_comes_again_is_no_activity() -> None:
    """It need not hold the newsletter's title: another page number is enough."""
    heads = ["The Rain Fund | Water Office | 3", "The Rain Fund | Water Office | 4"]
    programme = read("Coming next (May 2027)", "A\tX, 3 May", heads[0], "A\tY, 4 May", heads[1], "A\tZ, 5 May")
    assert [activity.title for activity in programme.activities] == ["X", "Y", "Z"]
    assert codes(programme) == [(3, "page-line"), (5, "page-line")]


def test_a_period_that_runs_backwards_is_a_warning() -> None:
    """It is read as one that began in the year before, and the warning says so; three months over New Year are none."""
    programme = read("Coming next (September - July 2027)", "A\tX")
    assert programme.period == Period(date(2026, 9, 1), date(2027, 7, 31))
    assert codes(programme) == [(1, "period-turned")]
    assert codes(read("Coming next (November - January 2027)", "A\tX")) == []


def test_a_line_that_is_too_long_for_a_row_says_so() -> None:
    """The warning gives the limit and the length."""
    (problem,) = read("Coming next (May 2027)", "A\tX", "A\t" + "word " * 1100 + ", 3 May", "A\tY").problems[1:]
    assert (problem.line, problem.code) == (3, "row-too-long")
    assert "5,509 characters" in problem.message
    assert "5,000" in problem.message


def test_a_list_ends_at_the_next_heading() -> None:
    """What stands after another heading or a project's block is no row."""
    for heading in ("Inventory of capacity building projects", "## The end", "UPDATE: WELL+", "Save the date!"):
        programme = read("Coming next (May 2027)", "May 2027", "A\tX, 3 May", heading, "Members:\t41", "Words, 4 May")
        assert [activity.title for activity in programme.activities] == ["X"]


def test_a_heading_inside_a_list_parts_nothing() -> None:
    """Rows go on after a heading that is no month; a note says so."""
    programme = read("Coming next (May 2027)", "May 2027", "## Africa", "A\tX, 3 May", "## Asia", "A\tY, 4 May")
    assert [activity.title for activity in programme.activities] == ["X", "Y"]
    assert codes(programme) == [(3, "heading-unknown"), (5, "heading-unknown")]


def test_a_table_of_contents_is_no_list() -> None:
    """Of several headings of the same list, only those count that rows follow."""
    programme = read(
        "WATER UPDATE", "Inventory of activities ..... 3", "Coming next ..... 4", "Words about water.",
        "Inventory of activities (May 2027)", "May 2027", "A\tX, 3 May",
        "Coming next (June 2027)", "June 2027", "A\tY, 4 June",
    )  # fmt: skip
    assert [activity.title for activity in programme.activities] == ["X", "Y"]
    assert [activity.status for activity in programme.activities] == [Status.HELD, Status.PLANNED]
    assert codes(programme) == []


def test_what_belongs_to_the_page_is_passed_over() -> None:
    """Form feeds, page numbers and running heads stand between rows without harm."""
    programme = read(
        "WATER UPDATE", "Coming next (May 2027)", "May 2027", "A\tX, 3 May", "\fWATER UPDATE", "Coming next (May 2027)",
        "- 12 -", "Page 3 of 10", "A\tY, 4 May",
    )  # fmt: skip
    assert [(activity.title, activity.source.heading) for activity in programme.activities] == [
        ("X", "May 2027"),
        ("Y", "May 2027"),
    ]
    assert codes(programme) == [(5, "page-line"), (6, "page-line")]


def test_lines_are_counted_as_editors_count_them() -> None:
    """Form feeds and other odd signs start no new line."""
    programme = read("Coming next (May 2027)", "May\u20282027\x0b", "\f", "A\tX\x85Y, 3 May")
    assert [activity.source.line for activity in programme.activities] == [4]


def test_the_source_keeps_the_row_as_it_stood() -> None:
    """Mark-up and both lines of a broken row are kept."""
    programme = read("Coming next (May 2027)", "May 2027", "A\tX <i>of</i>", "wells,  <i>online</i> , 3 May")
    (activity,) = programme.activities
    assert activity.source.text == "A\tX <i>of</i>\nwells,  <i>online</i> , 3 May"


# Periods, problems.


def test_as_of_is_the_day_the_issue_looks_back_from() -> None:
    """The inventory's last day, else the issue's, else the day before what comes next."""
    inventory, coming = (
        ("Inventory of activities (May 2027)", "A\tX, 3 May"),
        ("Coming next (July 2027)", "A\tX, 3 July"),
    )
    assert read(*inventory, *coming).as_of == date(2027, 5, 31)
    assert read("April - June 2027", *coming).as_of == date(2027, 6, 30)
    assert read(*coming).as_of == date(2027, 6, 30)
    assert read("Coming next", "A\tX").as_of is None


def test_a_month_outside_its_list_is_a_warning() -> None:
    """The heading is believed, and listed."""
    programme = read("Coming next (May 2027)", "May 2026", "A\tX, 3 May")
    assert programme.activities[0].when.earliest_start == date(2026, 5, 3)
    assert codes(programme) == [(2, "heading-outside")]


def test_problems_stand_in_the_order_of_lines() -> None:
    """Whatever finds them, they are sorted by line, those about the whole first."""
    problems = read("Coming next (May 2027)", "A\tX, 32 May", "Stray words", "A\tY, 33 May").problems
    assert [problem.line for problem in problems] == [None, 2, 3, 4]
    assert all(problem.message and problem.remedy for problem in problems)


def test_a_row_outside_of_the_lists_is_found() -> None:
    """A row of a known project that stands in neither list is not dropped in silence."""
    programme = read("WELL+\tX, Kenya, 3 May", "Coming next (May 2027)", "WELL+\tY, 3 May", "", "Projects: WELL+")
    assert [activity.title for activity in programme.activities] == ["Y"]
    assert codes(programme) == [(1, "row-outside")]


# Projects.


FRAME = (
    "Inventory of activities (May 2027)", "May 2027", "WELL+\tX, Kenya, 3 May", "Harbour Trust\tY, Kenya, 4 May",
    "UPDATE: World of Wells (WELL+)", "", "WELL+ basics", "", "Duration: January 2026 – March 2028", "",
    "Budget: Budget: EUR: 1.5 Million", "", "Funding: Joint project of the Compact (Rain Fund) and the Harbour Trust",
    "", "Participating countries: Kenya, Bosnia and Herzegovina, Türkiye and Kosovo*", "", "*A footnote on names.", "",
    "Implementation: Water Office", "", "Inventory of projects", "", "The WELL+ Project", "",
    "Duration: January 2026 – March 2028", "", "Geographical scope: Eastern Partnership region", "",
    "Budget: EUR 1,500,000", "", "Funding: Joint project of the Compact and the Harbour Trust",
)  # fmt: skip


def test_both_blocks_of_a_project_are_merged() -> None:
    """The closing list names it, every other name becomes an alias, and the fuller funding is kept."""
    programme = read(*FRAME)
    (project,) = programme.projects
    assert (project.key, project.name) == ("the-well-plus-project", "The WELL+ Project")
    assert set(project.aliases) == {"WELL+", "World of Wells", "World of Wells (WELL+)"}
    assert project.duration is not None
    assert project.duration.to_edtf() == "2026-01/2028-03"
    assert project.budget == Money(Decimal(1_500_000), "EUR")
    assert project.funding == "Joint project of the Compact (Rain Fund) and the Harbour Trust"
    assert project.funders == ("Compact", "Harbour Trust")
    assert project.countries == ("KE", "BA", "TR", "XK")
    assert (project.scope, project.implementation) == ("Eastern Partnership region", "Water Office")
    assert codes(programme) == [(31, "funding-differs")]


def test_an_activity_belongs_to_the_regions_of_its_countries_and_of_its_project() -> None:
    """Those of the country come first; a global project adds none."""
    africa = default_places().regions_of("KE")
    first, second = read(*FRAME).activities
    assert first.regions == (*africa, "Eastern Partnership")
    assert second.regions == africa
    everywhere = [line.replace("Eastern Partnership region", "Global") for line in FRAME]
    assert read(*everywhere).activities[0].regions == africa


def test_a_place_that_is_a_region_gives_it() -> None:
    """LATAM is no country, but a region."""
    (activity,) = read("Coming next (May 2027)", "A\tX, LATAM, 3 May").activities
    assert (activity.countries, activity.regions[0]) == ((), "Latin America and Caribbean")


@pytest.mark.parametrize(
    ("words", "amount", "currency"),
    [
        ("EUR 18.89 million", "18890000", "EUR"),
        ("EUR: 4.945 Million", "4945000", "EUR"),
        ("EUR 640,000", "640000", "EUR"),
        ("USD 508,371.23", "508371.23", "USD"),
        ("€ 2 million", "2000000", "EUR"),
        ("1.2M EUR", "1200000", "EUR"),
        ("approximately EUR 740,000", "740000", "EUR"),
        ("CHF 1 250 000", "1250000", "CHF"),
        ("2,5 million euros", "2500000", "EUR"),
        ("£750k", "750000", "GBP"),
        ("US$ 1.25 billion", "1250000000", "USD"),
        ("EUR 1.234.567,89", "1234567.89", "EUR"),
    ],
)
def test_a_budget_is_exact(words: str, amount: str, currency: str) -> None:
    """Amounts are decimal numbers, however they are written."""
    programme = read("Coming next (May 2027)", "A\tX", "", "WELL+", "Duration: May 2026 - May 2028", f"Budget: {words}")
    assert programme.projects[0].budget == Money(Decimal(amount), currency)
    assert codes(programme) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Budget: a lot", "budget-unread"),
        ("Budget: 2 million", "budget-unread"),
        ("Budget: EUR 1.2.3 million", "budget-unread"),
        ("Budget: EUR 1,23,4.5", "budget-unread"),
        ("Budget: EUR 2 million and USD 1 million", "budget-unread"),
        ("Duration: May 2028 - May 2026", "duration-unread"),
        ("Duration: for a while", "duration-unread"),
        ("Participating countries: Kenya and Atlantis", "country-unread"),
    ],
)
def test_a_frame_that_is_not_understood_is_listed(line: str, code: str) -> None:
    """The value stays open, and a warning says where."""
    scope = "Geographical scope: Africa"
    programme = read("Coming next (May 2027)", "A\tX", "", "WELL+", scope, line)
    assert codes(programme) == [(6, code)]


@pytest.mark.parametrize(
    ("words", "funders"),
    [
        ("Joint project of the European Union (Some Instrument) and the Council of Europe",
         ("European Union", "Council of Europe")),
        ("Voluntary contributions by Canada, Japan, United Kingdom, USA", ("Canada", "Japan", "United Kingdom", "USA")),
        ("Voluntary contributions by Trinidad and Tobago and Japan", ("Trinidad and Tobago", "Japan")),
        ("Voluntary contributions by three dairies", ()),
        ("Shared Kitchens Fund", ("Shared Kitchens Fund",)),
        ("Funded by the Rain Fund, as well as voluntary contributions", ("Rain Fund",)),
    ],
)  # fmt: skip
def test_those_who_pay_are_named(words: str, funders: tuple[str, ...]) -> None:
    """Only names count, not what is said about them."""
    programme = read("Coming next (May 2027)", "A\tX", "", "WELL+", "Duration: May 2026", f"Funding: {words}")
    assert programme.projects[0].funders == funders


def test_projects_may_be_declared_without_a_frame() -> None:
    """A line "Projects: …" names them, their scopes in brackets, as what is written for "coming next" does."""
    programme = read("Coming next (May 2027)", "well +\tX", "Lakes\tY", "", "Projects: WELL+ (Africa), Lagoon Table")
    assert [(project.name, project.scope) for project in programme.projects] == [
        ("WELL+", "Africa"),
        ("Lagoon Table", None),
    ]
    first, second = programme.activities
    assert (first.projects, first.regions, second.organisers) == (("WELL+",), ("Africa",), ("Lakes",))
    assert programme.problems == ()


def test_without_projects_all_are_organisers() -> None:
    """A warning says why."""
    programme = read("Coming next (May 2027)", "WELL+\tX")
    assert programme.activities[0].organisers == ("WELL+",)
    assert [problem.code for problem in programme.problems] == ["no-projects"]


def test_a_list_of_projects_is_no_project() -> None:
    """Words about several projects with their funding are no block of one."""
    programme = read(
        "UPDATE: Joint initiatives", "WELL+, Lakes and Rain projects", "Funding: many", "Participating regions: Africa",
        "Coming next (May 2027)", "WELL+\tX",
    )  # fmt: skip
    assert programme.projects == ()


def test_the_same_row_twice_is_two_activities() -> None:
    """Each has a UID of its own, and they are the same in every reading."""
    lines = ("Coming next (May 2027)", "A\tX, Kenya, 3 May", "A\tX, Kenya, 3 May")
    first, second = (activity.uid for activity in read(*lines).activities)
    assert first != second
    assert [activity.uid for activity in read(*lines).activities] == [first, second]


@pytest.mark.parametrize(("rest", "count"), [("Accra, Ghana, 3-4 November", 1), ("Lomé, Togo, 10-11 November", 2)])
def test_a_broken_row_under_two_countries_is_compared_whole(rest: str, count: int) -> None:
    """Rows whose first lines are the same are one activity only where the lines after them are, too."""
    lines = ["Ghana", "CANALS\tMeeting on the locks of", "Accra, Ghana, 3-4 November"]
    lines += ["Togo", "CANALS\tMeeting on the locks of", rest]
    programme = read_newsletter("\n\n".join(["Coming next (July - December 2027)", *lines]))
    assert [activity.organisers for activity in programme.activities] == [("CANALS",)] * count
    assert [line for line, code in codes(programme) if code == "row-again"] == ([11] if count == 1 else [])


def test_own_places_are_used() -> None:
    """A registry with more places is asked instead of the one that ships."""
    lines = "Coming next (May 2027)\nA\tX, Zzyzxville, 3 May"
    assert read_newsletter(lines).activities[0].places == ()
    own = default_places().extended({"cities": {"US": ["Zzyzxville"]}})
    (activity,) = read_newsletter(lines, places=own).activities
    assert (activity.places, activity.countries) == (("Zzyzxville",), ("US",))


def test_rows_may_end_with_who_runs_them() -> None:
    """Where no row begins with a cell, a name that comes again at the ends of rows is one, and is noted."""
    rows = ("Talks on wells, Accra, Ghana, 3-4 May, in person, RAIN WATCH", "Course, online, 6 May, SALT ROADS")
    more = (
        "Course on salt, Rome, Italy, 9 May, SALT ROADS",
        "Tour, Lomé, Togo, mid-May, RAIN WATCH",
        "Fair, Lomé, Togo, 8 May",
    )
    text = "Coming next (May 2027)\n\nMay 2027\n" + "\n".join((*rows, *more)) + "\n"
    programme = read_newsletter(text)
    assert [(one.title, one.organisers, one.when.to_edtf()) for one in programme.activities] == [
        ("Talks on wells", ("RAIN WATCH",), "2027-05-03/2027-05-04"),
        ("Course", ("SALT ROADS",), "2027-05-06"),
        ("Course on salt", ("SALT ROADS",), "2027-05-09"),
        ("Tour", ("RAIN WATCH",), "[2027-05-11..2027-05-20]"),
        ("Fair", (), "2027-05-08"),
    ]
    assert [problem.line for problem in programme.problems if problem.code == "cell-assumed"] == [4, 5, 6, 7]
