"""How one row of a newsletter is taken apart, and who is told in its first column."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coecal.activities import Activity
from coecal.programme import Programme
from coecal.readers.newsletter import read_newsletter

DATA = Path(__file__).parent / "data" / "rows.toml"
HEAD = "Coming next (October - December 2023)\nNovember 2023\n"
FOOT = """

Projects: WELL+, i-LAKES-2, Lagoon Table, Rain and Rivers, Dew/Frost Desk, Snow – Ice

Inventory of projects

Wells, Weirs and Water

Duration: March 2022 – February 2025

Harvest (Phase II)

Duration: March 2022 – February 2025
"""


class Case(TypedDict, total=False):
    """One row and what it says."""

    words: str
    title: str
    places: list[str]
    countries: list[str]
    mode: str
    status: str
    when: str
    times: str
    kind: str
    days: str
    problems: list[str]


def cases() -> list[Case]:
    """Return the rows of the table, what is not said filled in."""
    table: dict[str, list[Case]] = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return [
        {"places": [], "countries": [], "status": "planned", "times": "", "problems": [], **row} for row in table["row"]
    ]


def read(*rows: str) -> Programme:
    """Return what is read from rows under the heading November 2023."""
    return read_newsletter(HEAD + "\n".join(rows) + FOOT)


def only(row: str) -> Activity:
    """Return the one activity of a row."""
    (activity,) = read(row).activities
    return activity


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["words"])
def test_a_row_says_what_a_reader_sees_in_it(case: Case) -> None:
    """Each row of the table, all of its fields and the problems it raises."""
    programme = read(f"WELL+\t{case['words']}")
    (activity,) = programme.activities
    found: Case = {
        "words": case["words"],
        "title": activity.title,
        "places": list(activity.places),
        "countries": list(activity.countries),
        "status": activity.status.value,
        "when": activity.when.text,
        "times": str(activity.when.times or ""),
        "kind": activity.when.kind.value,
        "days": activity.when.to_edtf(),
        "problems": [problem.code for problem in programme.problems],
    }
    if activity.mode is not None:
        found["mode"] = activity.mode.value
    assert found == case


@pytest.mark.parametrize(
    ("cell", "projects", "organisers"),
    [
        ("WELL+", ["WELL+"], []),
        ("WELL +", ["WELL+"], []),
        ("well+ project", ["WELL+"], []),
        ("**WELL+**", ["WELL+"], []),
        ("- WELL+", ["WELL+"], []),
        ("iLAKES 2", ["i-LAKES-2"], []),
        ("Lagoon Table, WELL+,", ["Lagoon Table", "WELL+"], []),
        ("WELL+/ i-LAKES-2", ["WELL+", "i-LAKES-2"], []),
        ("WELL+ & Lagoon Table", ["WELL+", "Lagoon Table"], []),
        ("WELL+ and Lagoon Table projects", ["WELL+", "Lagoon Table"], []),
        ("Rain and Rivers", ["Rain and Rivers"], []),
        ("WELL+, Harbour Trust", ["WELL+"], ["Harbour Trust"]),
        ("Ministry of Water and Sanitation", [], ["Ministry of Water and Sanitation"]),
        ("WELL+ (with the Harbour Trust)", ["WELL+"], ["the Harbour Trust"]),
        ("i-LAKES-3", [], ["i-LAKES-3"]),
        ("WELL+, WELL +", ["WELL+"], []),
        ("Rain & Rivers", ["Rain and Rivers"], []),
        ("Rain & Rivers and WELL+", ["Rain and Rivers", "WELL+"], []),
        ("Wells, Weirs and Water, WELL+", ["Wells, Weirs and Water", "WELL+"], []),
        ("WELL+, Wells, Weirs & Water", ["WELL+", "Wells, Weirs and Water"], []),
        ("Dew/Frost Desk / WELL+", ["Dew/Frost Desk", "WELL+"], []),
        ("WELL+/Dew/Frost Desk", ["WELL+", "Dew/Frost Desk"], []),
        ("Snow - Ice – WELL+", ["Snow – Ice", "WELL+"], []),
        ("Harvest (Phase II), FAO", ["Harvest (Phase II)"], ["FAO"]),
        ("Harvest (Phase II) (FAO)", ["Harvest (Phase II)"], ["FAO"]),
        ("WELL+ (FAO, WHO)", ["WELL+"], ["FAO", "WHO"]),
        ("WELL+ (lead), Lagoon Table (TBC)", ["WELL+", "Lagoon Table"], []),
        ("FAO (WELL+)", ["WELL+"], ["FAO"]),
        ("FAO (WELL+, WHO)", ["WELL+"], ["FAO", "WHO"]),
        ("Ministry of Water (Wells, Dams), FAO", [], ["Ministry of Water (Wells, Dams)", "FAO"]),
        ("WELL+ – Lagoon Table", ["WELL+", "Lagoon Table"], []),
        ("WELL+ et Lagoon Table", ["WELL+", "Lagoon Table"], []),
        ("WELL+ | Lagoon Table", ["WELL+", "Lagoon Table"], []),
        ("WELL+ with Ministry of Water and Sanitation", ["WELL+"], ["Ministry of Water and Sanitation"]),
        ("Ministry of Water and Sanitation and WELL+", ["WELL+"], ["Ministry of Water and Sanitation"]),
        ("the WELL+ team", ["WELL+"], []),
        ("Lagoon Table Proj.", ["Lagoon Table"], []),
        ("Wells Inc.", [], ["Wells Inc."]),
        ("Harbour Trust:", [], ["Harbour Trust"]),
        ("WELL+:", ["WELL+"], []),
        ("Min. of Water, etc.", [], ["Min. of Water"]),
        (
            "Directorate for " + "the Protection of Springs and " * 6 + "Wells",
            [],
            ["Directorate for " + "the Protection of Springs and " * 6 + "Wells"],
        ),
    ],
)
def test_a_cell_names_projects_and_organisers(cell: str, projects: list[str], organisers: list[str]) -> None:
    """Projects come by their canonical names, other bodies as written."""
    activity = only(f"{cell}\tCourse, Kenya, 3 November")
    assert (list(activity.projects), list(activity.organisers)) == (projects, organisers)


@pytest.mark.parametrize(
    ("line", "organisers", "title"),
    [
        ("Harbour Trust\tCourse, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("Harbour Trust  Course, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("Harbour Trust\u00a0\u00a0Course, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("**Harbour Trust** | Course, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("| Harbour Trust | Course | Kenya | | 3 November |", ["Harbour Trust"], "Course"),
        ("Harbour Trust\tCourse\tKenya\t\t3 November", ["Harbour Trust"], "Course"),
        ("* **Harbour Trust**\tCourse, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("Harbour Trust\t\tCourse  on   wells,Kenya,3 November", ["Harbour Trust"], "Course on wells"),
        ("3. Harbour Trust\tCourse, Kenya, 3 November", ["Harbour Trust"], "Course"),
        ("Course on wells, Kenya,  3 November", [], "Course on wells"),
    ],
)
def test_a_row_may_be_parted_in_several_ways(line: str, organisers: list[str], title: str) -> None:
    """A tab, two spaces, a bar or the columns of a table part who runs an activity from what it is."""
    activity = only(line)
    assert (list(activity.organisers), activity.title, activity.countries) == (organisers, title, ("KE",))
    assert activity.when.text == "3 November"


@pytest.mark.parametrize(("name", "meant"), [("WEL+", "WELL+"), ("Lagon Table", "Lagoon Table"), ("WLEL+", "WELL+")])
def test_a_name_close_to_a_project_is_asked_about(name: str, meant: str) -> None:
    """A body whose name is one letter away from a project's stays an organiser, and a warning names the project."""
    programme = read(f"{name}\tCourse, Kenya, 3 November")
    assert programme.activities[0].organisers == (name,)
    (problem,) = programme.problems
    assert (problem.code, problem.line, problem.severity) == ("unknown-project", 3, "warning")
    assert repr(meant) in problem.message


@pytest.mark.parametrize("cell", ["WELL+ Lagoon Trust", "Friends of the Lagoon Table", "Upper Rain and Rivers Office"])
def test_a_project_inside_the_name_of_a_body_is_asked_about(cell: str) -> None:
    """The body stays as written, and a warning names the project that it may mean."""
    programme = read(f"{cell}\tCourse, Kenya, 3 November")
    assert (programme.activities[0].projects, programme.activities[0].organisers) == ((), (cell,))
    assert [(problem.code, problem.line, problem.severity) for problem in programme.problems] == [
        ("hidden-project", 3, "warning")
    ]


def test_a_known_name_needs_no_tab() -> None:
    """A project, or a body that another row names, is told at the start of a line without a tab."""
    programme = read("Harbour Trust\tCourse, Kenya, 3 November", "WELL+, Harbour Trust Talks, Togo, 4 November")
    talks = programme.activities[1]
    assert (talks.projects, talks.organisers, talks.title) == (("WELL+",), ("Harbour Trust",), "Talks")
    assert [(problem.code, problem.line) for problem in programme.problems] == [("cell-assumed", 4)]


@pytest.mark.parametrize(
    "line",
    [
        "In person | Talks, Togo, 4 November", "In person\tTalks, Togo, 4 November",
        "In person, Talks, Togo, 4 November",
        "4 November\tTalks, Togo, in person", "4 November | In person | Talks, Togo",
    ],
)  # fmt: skip
def test_a_mode_or_a_date_runs_nothing(line: str) -> None:
    """Where it stands in the first column, the row names nobody, and a warning says so."""
    programme = read(line, "Harbour Trust\tCourse, Kenya, 3 November")
    activity = programme.activities[0]
    assert (activity.organisers, activity.title, activity.mode) == ((), "Talks", "in person")
    assert (activity.when.text, activity.countries) == ("4 November", ("TG",))
    assert [(problem.code, problem.line) for problem in programme.problems] == [("row-without-cell", 3)]


def test_a_row_that_names_nobody_is_kept() -> None:
    """A row without a tab whose first words are not known is an activity of nobody, with a warning."""
    programme = read("Unknown Trust Talks, Togo, 4 November")
    (activity,) = programme.activities
    assert (activity.title, activity.projects, activity.organisers) == ("Unknown Trust Talks", (), ())
    assert [problem.code for problem in programme.problems] == ["row-without-cell"]


@pytest.mark.parametrize(
    "lines",
    [
        ["WELL+\tCourse on wells and", "rivers, Kenya, in person, 3 November"],
        ["WELL+\tCourse on wells and rivers,", "Kenya, in person, 3 November"],
        ["WELL+\tCourse on wells and rivers, Kenya,", "\f", "12", "", "in person, 3 November"],
        ["WELL+\tCourse on wells and rivers, Kenya, in person,", "", "3 November"],
        ["WELL+\tCourse on wells", "and rivers, Kenya, in person, 3", "November"],
        ["WELL+", "Course on wells and rivers, Kenya, in person, 3 November"],
    ],
)
def test_a_row_broken_over_lines_or_pages_is_joined(lines: list[str]) -> None:
    """What lacks its end goes on in the next line; a note says so."""
    programme = read(*lines, "Harbour Trust\tTalks, Togo, 4 November")
    activity, talks = programme.activities
    assert (activity.title, activity.places, activity.mode) == ("Course on wells and rivers", ("Kenya",), "in person")
    assert (activity.when.text, activity.source.line) == ("3 November", 3)
    assert talks.title == "Talks"
    assert {problem.code for problem in programme.problems} == {"row-joined"}


def test_an_undated_row_does_not_swallow_the_next() -> None:
    """A whole row without a date stays alone, whatever line comes after it."""
    programme = read("WELL+\tMap of the wells", "Stray words of an editor", "WELL+\tTalks, Togo, 4 November")
    assert [activity.title for activity in programme.activities] == ["Map of the wells", "Talks"]
    assert [(problem.code, problem.line) for problem in programme.problems] == [("unread-line", 4)]


def test_lines_cut_at_the_same_width_are_joined() -> None:
    """Where all lines are short, a row goes on where its next word found no room."""
    programme = read(
        "WELL+  Regional workshop on the good management of wells, rivers and lakes in dry",
        "Seasons, Kenya, in person, 3 November",
        "WELL+  Talks, Togo, 4 November",
    )
    assert [activity.title for activity in programme.activities] == [
        "Regional workshop on the good management of wells, rivers and lakes in dry Seasons",
        "Talks",
    ]


TITLES = st.sampled_from([
    "Course on wells", "Talks with (lawyers, judges) on the bill", 'Launch of "Rain, snow and ice"', "29 th plenary",
    "Course, part 2", "Closing of WELL+/Opening of WELL-e", "Review of art.9-10",
])  # fmt: skip
PLACES = st.sampled_from(["", "Kenya", "Accra, Ghana", "Kosovo*, Pristina", "Trinidad and Tobago", "LATAM"])
MODES = st.sampled_from(["", "in person", "online", "hybrid"])
WHENS = st.sampled_from(
    ["", "3 November", "3-5 November", "mid-November", "by December", "4, 11 and 18 November", "TBC"]
)


@given(title=TITLES, place=PLACES, mode=MODES, when=WHENS, order=st.permutations(range(3)))
@settings(max_examples=200, deadline=None)
def test_the_order_after_the_title_does_not_matter(
    title: str, place: str, mode: str, when: str, order: list[int]
) -> None:
    """Place, mode and date are told in any order, and whichever of them is missing."""
    parts = [(place, mode, when)[at] for at in order]
    activity = only("WELL+\t" + ", ".join(part for part in (title, *parts) if part))
    assert activity.title == title
    assert ", ".join(activity.places) == place
    assert (activity.mode or "") == mode
    assert activity.when.text == when


@given(st.text(alphabet=st.characters(exclude_characters="\r\n\t\f", exclude_categories=["Cc", "Cs"]), max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_row_is_lost_without_a_problem(words: str) -> None:
    """Whatever a row holds, it is read, or a problem with its line says that it is not."""
    programme = read(f"WELL+\tCourse {words}, Kenya, 3 November")
    assert programme.activities or any(problem.line == 3 for problem in programme.problems)
