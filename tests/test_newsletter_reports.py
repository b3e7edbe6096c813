"""What stands beside the lists of a newsletter: reports, save-the-dates and figures, and their links to activities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coecal.activities import Mode
from coecal.programme import Programme
from coecal.readers.json import read_json
from coecal.readers.newsletter import read_newsletter
from coecal.reports import Figure, Report, SaveTheDate
from coecal.writers.json import to_json

EXAMPLES = Path(__file__).parents[1] / "examples"

TOP = [
    "RIVER LETTER",
    "July - September 2027",
    "UPDATE: Wells for All (WELL+)",
    "WELL+ basics",
    "Duration: 2026 – 2029",
]
"""The lines above the reports of one project."""

ROWS = [
    "WELL+\tCourse for pump menders, Togo, <i>in person</i> , 5-7 July",
    "WELL+\tInspection of deep wells, Ghana, <i>in person</i> , 12-14 July",
    "WELL+\tRound table on the water code with the ministry, Ghana, <i>in person</i> , 15 July",
    "WELL+\tMapping of springs, LATAM, <i>online</i> , 1-30 July",
]
"""Rows of the inventory."""

COMING = [
    "WELL+\tFair of pumps and buckets, Lomé, Togo, <i>in person</i> , 4-6 October",
    "WELL+\tSecond course for pump menders, Togo, <i>in person</i> , 11-13 October",
]
"""Rows of what comes next."""


def read(*lines: str, top: list[str] = TOP, rows: list[str] = ROWS, end: str = "") -> Programme:
    """Return what is read from some lines above the lists."""
    inventory = ["Inventory of activities (July - September 2027)", "July 2027", *rows]
    coming = ["Coming next (October - December 2027)", "October 2027", *COMING, end]
    return read_newsletter("\n\n".join([*top, *lines]) + "\n\n" + "\n".join([*inventory, *coming]))


def the_report(*lines: str) -> Report:
    """Return the only report in some lines."""
    [report] = read(*lines).reports
    return report


def said(report: Report) -> tuple[object, ...]:
    """Return what a report says, apart from where it stands."""
    return report.places, report.countries, report.when.text, report.mode, report.title


def titles(programme: Programme, told: Report | SaveTheDate) -> list[str]:
    """Return the titles of the activities that a report or save-the-date is linked to."""
    named = {activity.uid: activity.title for activity in programme.activities}
    return [named[uid] for uid in told.activities]


def codes(programme: Programme) -> list[str]:
    """Return the codes of the problems."""
    return [problem.code for problem in programme.problems]


# Reports.

LOME = (("LOMÉ", "TOGO"), ("TG",), "5-7 July", Mode.IN_PERSON, "Sand in the pump")


@pytest.mark.parametrize(
    "lines",
    [
        ["LOMÉ, TOGO, 5-7 July", "In person | Sand in the pump"],
        ["**LOMÉ, TOGO, 5-7 July**", "***In person* | Sand in the pump**"],
        ["LOMÉ, TOGO, 5-7 July***In person* | Sand in the pump**"],
        ["LOMÉ, TOGO, 5-7 JulyIn person | Sand in the pump"],
        ["LOMÉ, TOGO, 5-7 July | In person | Sand in the pump"],
        ["LOMÉ, TOGO 5-7 July", "in-person: Sand in the pump"],
        ["LOMÉ, TOGO – 5-7 July", "Sand in the pump (in person)"],
        ["LOMÉ, TOGO, 5-7 July, in person", "Sand in the pump"],
        ["LOMÉ, TOGO, 5-7 July", "In person", "Sand in the pump"],
        ["LOMÉ, TOGO | IN PERSON | 5-7 July", "Sand in the pump"],
        ["5-7 July, LOMÉ, TOGO", "Face-to-face | Sand in the pump"],
        ["## LOMÉ, TOGO, 5-7 July", "### In person | Sand in the pump"],
    ],
)
def test_a_place_line_and_a_title_are_known_in_any_dress(lines: list[str]) -> None:
    """Mark-up, glue, the order of the parts and the place of the mode make no difference."""
    report = the_report(*lines, "Sixteen people took a pump apart. It works again.")
    assert said(report) == LOME


@pytest.mark.parametrize(
    ("lines", "places", "when", "title"),
    [
        (["Lomé, Togo, 5-7 July", "Sand in the pump"], ("Lomé", "Togo"), "5-7 July", "Sand in the pump"),
        (["GHANA, TAMALE, 12 and 14 July", "Deep down"], ("GHANA", "TAMALE"), "12 and 14 July", "Deep down"),
        (["LOMÉ, TOGO; ACCRA, GHANA, July", "Two towns"], ("LOMÉ", "TOGO", "ACCRA", "GHANA"), "July", "Two towns"),
        (["ACCRA, GHANA, 12 July 2027Deep and dry wells"], ("ACCRA", "GHANA"), "12 July 2027", "Deep and dry wells"),
        (["Tema (Ghana), 12 July: Deep and dry wells"], ("Tema (Ghana)",), "12 July", "Deep and dry wells"),
        (["TALKS in the Sahel region, July", "Online | Sand"], ("TALKS in the Sahel region",), "July", "Sand"),
        (["KOSOVO*, PRIZREN, 9 July", "The well of Kosovo*"], ("KOSOVO*", "PRIZREN"), "9 July", "The well of Kosovo*"),
        (["ONLINE, 9 July", "Springs on a map"], (), "9 July", "Springs on a map"),
        (["Online, 9 July", "Springs on a map"], (), "9 July", "Springs on a map"),
        (["TOGO, 5-7 July", "In person | Sand in", "the pump"], ("TOGO",), "5-7 July", "Sand in the pump"),
    ],
)  # fmt: skip
def test_places_dates_and_titles(lines: list[str], places: tuple[str, ...], when: str, title: str) -> None:
    """Places may stand in any order and case, a title may be glued to them, and is kept as written."""
    text = "\n".join(lines) if lines[-1] == "the pump" else "\n\n".join(lines)
    report = the_report(text, "The text of it follows here, and ends.")
    assert (report.places, report.when.text, report.title) == (places, when, title)


@pytest.mark.parametrize(
    "line",
    [
        "On 12 July, the ministry opened a well in Accra, Ghana.",
        "Opened for signature: 3 May 2001",
        "- LOMÉ, TOGO, 5-7 July",
        "July 2027",
        "The ministry, the mayor and the pump menders, 12 July",
        "RIVER LETTER, July - September 2027",
    ],
)
def test_what_is_no_place_line_begins_no_report(line: str) -> None:
    """Sentences, labels, items of lists, months and the title are none."""
    assert read(line, top=TOP[:2]).reports == ()


def test_the_project_comes_from_the_part_or_the_title() -> None:
    """A part's heading or the line under it names projects; a title that begins with one narrows them."""
    frames = ["UPDATE: Rain", "Rain basics", "Duration: 2026 – 2029"]
    programme = read(
        "TOGO, 1 July", "Of wells", *frames, "TOGO, 2 July", "Of rain",
        "UPDATE: Joint work", "WELL+ and Rain projects", "TOGO, 3 July", "Of both", "TOGO, 4 July", "Rain: of one",
        "UPDATE: The Convention", "TOGO, 5 July", "Of none",
    )  # fmt: skip
    assert [(report.section, report.projects) for report in programme.reports] == [
        ("Wells for All (WELL+)", ("WELL+",)),
        ("Rain", ("Rain",)),
        ("Joint work", ("WELL+", "Rain")),
        ("Joint work", ("Rain",)),
        ("The Convention", ()),
    ]


def test_the_source_keeps_the_place_line_and_the_text() -> None:
    """A report's source has its part, its place line, its first line and all of its lines."""
    source = the_report("TOGO, 5-7 July", "In person | Sand", "It was dry.", "[[MORE]](#)").source
    assert (source.section, source.heading) == ("UPDATE: Wells for All (WELL+)", "TOGO, 5-7 July")
    assert source.line == 11
    assert source.text == "TOGO, 5-7 July\nIn person | Sand\nIt was dry.\n[[MORE]](#)"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["TOGO, 5-7 July", "Sand got into the pump. Sixteen people took it apart."], "report-without-title"),
        (["LOMÉ, TOGO", "In person | Sand"], "report-without-date"),
        (["In person | Sand", "Sixteen people took a pump apart."], "report-without-date"),
        (["5-7 July", "In person | Sand"], "report-without-place"),
        (["TOGO, 31 September", "In person | Sand"], "date-unread"),
        (["XANADU, 5-7 July", "In person | Sand"], "report-place-unknown"),
        (["TOGO, 5-7 July", "In preson | Sand"], "report-mode-unread"),
    ],
)
def test_a_missing_part_is_listed(lines: list[str], code: str) -> None:
    """What a report lacks, or what cannot be understood, is a problem; the report is kept."""
    programme = read(*lines)
    assert len(programme.reports) == 1
    assert code in codes(programme)


# Links of reports.


@pytest.mark.parametrize(
    ("lines", "linked"),
    [
        (["LOMÉ, TOGO, 5-7 July", "In person | Pump menders learn about sand"], [0]),
        (["ACCRA, GHANA, July", "In person | Deep wells inspected"], [1]),
        (["LATAM, July", "Online | Springs on a map"], [3]),
        (["ACCRA, GHANA, 12-15 July", "In person | Deep wells and a water code"], [1, 2]),
        (
            ["ACCRA, GHANA, 12-14 July", "In person | Deep wells", "On 15 July, a round table met on the water code."],
            [1, 2],
        ),
        (["NAIROBI, KENYA, 12-14 July", "In person | Inspection of deep wells"], []),
        (["ACCRA, GHANA, 20-21 September", "In person | A choir of rivers"], []),
        (["LOMÉ, TOGO, 20-22 September", "In person | Second course for pump menders"], []),
    ],
)
def test_a_report_is_linked_to_what_it_is_surely_about(lines: list[str], linked: list[int]) -> None:
    """Place, date, project and words decide together; another country or a row still to come is no link."""
    programme = read(*lines)
    assert programme.reports[0].activities == tuple(programme.activities[position].uid for position in linked)


def test_two_of_one_kind_need_not_be_the_same() -> None:
    """Beside the same place, days and project, a word for the kind of an activity alone makes no link."""
    programme = read("LOMÉ, TOGO, 5-7 July", "In person | Course for judges in river law")
    assert programme.reports[0].activities == ()
    assert codes(programme) == ["report-unsure"]


def test_another_project_is_no_link() -> None:
    """What another project did on these days in that place is not reported on."""
    rows = [row.replace("WELL+", "Rain") for row in ROWS]
    top = [*TOP, "UPDATE: Rain", "Rain basics", "Duration: 2026 – 2029", "UPDATE: WELL+"]
    assert read("TOGO, 5-7 July", "In person | Course for pump menders", top=top, rows=rows).reports[0].activities == ()


def test_an_event_of_a_series_is_not_taken_for_another() -> None:
    """Of two rows that say the same on other days only the one on the report's day is linked."""
    rows = [f"WELL+\tReading of the gauges, Ghana, <i>in person</i> , {day} July" for day in (1, 8, 15)]
    programme = read("ACCRA, GHANA, 8 July", "In person | Gauges read", rows=rows)
    assert programme.reports[0].activities == (programme.activities[1].uid,)


def test_what_is_not_sure_is_listed_and_not_linked() -> None:
    """The rows that were considered are named by their lines."""
    programme = read("LOMÉ, TOGO, 20-22 September", "In person | Second course for pump menders")
    [problem] = programme.problems
    line = programme.activities[-1].source.line
    assert (problem.code, problem.severity.value, problem.line) == ("report-unsure", "note", 11)
    assert f"line {line}" in problem.message


def test_a_report_without_a_row_is_listed_where_people_met() -> None:
    """News without a mode is about no activity, and needs no row."""
    assert codes(read("MALI, 20 September", "In person | A choir of rivers")) == ["report-without-row"]
    assert codes(read("MALI, 20 September", "A choir wins a prize")) == []


# Contradictions.


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["LOMÉ, TOGO, 5-6 July", "In person | Pump menders"], "report-date-differs"),
        (["LOMÉ, TOGO, 5-9 July", "In person | Course for pump menders"], "report-date-differs"),
        (["LOMÉ, TOGO, 15-17 July", "In person | Course for pump menders"], "report-date-differs"),
        (["LOMÉ, TOGO, 5-7 July", "Online | Pump menders"], "report-mode-differs"),
        (["LOMÉ, TOGO, 5-7 July", "In person | Pump menders", "From 5 to 8 July, they met."], "report-text-date"),
        (["LOMÉ, TOGO, 5-7 July", "In person | Pump menders", "It was held in a hybrid format."], "report-text-mode"),
    ],
)
def test_a_contradiction_is_a_warning_and_both_wordings_stay(lines: list[str], code: str) -> None:
    """A report is linked to its row all the same; neither date nor mode of the two is touched."""
    programme = read(*lines)
    [problem] = programme.problems
    assert (problem.code, problem.severity.value, problem.line) == (code, "warning", 11)
    [report], row = programme.reports, programme.activities[0]
    assert report.activities == (row.uid,)
    assert (report.when.text, row.when.text, row.mode) == (lines[0].split(", ")[-1], "5-7 July", Mode.IN_PERSON)


@pytest.mark.parametrize(
    "lines",
    [
        ["LOMÉ, TOGO, July", "In person | Course for pump menders"],
        ["LOMÉ, TOGO, early July", "In person | Course for pump menders"],
        ["LOMÉ, TOGO, 5, 6 and 7 July", "In person | Course for pump menders"],
        ["LOMÉ, TOGO, 5-7 July", "In person | Pump menders", "On 6 July they rested. On 9 July it rained."],
        ["LOMÉ, TOGO, 5-7 July", "In person | Pump menders", "The handbook is online. It was signed on 3 May 2020."],
    ],
)
def test_a_coarser_date_or_another_day_in_the_text_is_no_contradiction(lines: list[str]) -> None:
    """What can both be right is not listed."""
    assert codes(read(*lines)) == []


# Save-the-dates.


@pytest.mark.parametrize(
    "line",
    [
        "- 4-6 October 2027, Lomé, Togo: [Fair of pumps and buckets](#)",
        "* Fair of pumps and buckets: 4-6 October, Lomé, Togo",
        "1. 4-6 October | Fair of pumps and buckets, Lomé, Togo",
        "- Fair of pumps and buckets, Lomé, Togo, 4-6 October 2027",
        "4-6 October 2027, Lomé, Togo – Fair of pumps and buckets",
    ],
)
def test_a_save_the_date_is_read_and_linked(line: str) -> None:
    """Title, place and date may stand in any order."""
    programme = read(top=[*TOP[:2], "Save the date!", line, *TOP[2:]])
    [save] = programme.save_the_dates
    assert (save.title, save.places, save.countries) == ("Fair of pumps and buckets", ("Lomé", "Togo"), ("TG",))
    assert (save.when.earliest_start, save.when.latest_end) == (date(2027, 10, 4), date(2027, 10, 6))
    assert titles(programme, save) == ["Fair of pumps and buckets"]
    assert codes(programme) == []


def test_dates_with_dashes_stay_whole() -> None:
    """The dash inside "29 September - 2 October" parts no title from it."""
    programme = read(
        top=["RIVER LETTER", "Q3 2027", "Save the dates", "- 29 November - 2 December 2027, Lomé, Togo: Supper"]
    )
    assert [(save.title, save.when.text) for save in programme.save_the_dates] == [
        ("Supper", "29 November - 2 December 2027")
    ]


@pytest.mark.parametrize(
    ("line", "linked", "found"),
    [
        ("- 5-7 October 2027, Lomé, Togo: Fair of pumps and buckets", 1, ["save-the-date-differs"]),
        ("- Fair of the year, some day", 0, ["save-the-date-unread"]),
        ("- 4-6 March 2028, Accra, Ghana: Supper", 0, []),
    ],
)
def test_what_is_odd_about_a_save_the_date_is_listed(line: str, linked: int, found: list[str]) -> None:
    """A date that contradicts its row and a line without a date; what lies beyond the lists needs no row."""
    programme = read(top=[*TOP[:2], "Save the date", line, *TOP[2:]])
    [save] = programme.save_the_dates
    assert (len(save.activities), codes(programme)) == (linked, found)


def test_save_the_dates_end_where_something_else_begins() -> None:
    """A report or a figure after them is none of them."""
    programme = read(
        top=[*TOP[:2], "Save the date!", "- 4 October 2027, Lomé, Togo: Supper", "TOGO, 5 July", "In person | Sand",
             "Save the date!", "- 5 October 2027, Lomé, Togo: Lunch", "Wells as of 30 June 2027: 40", *TOP[2:]]
    )  # fmt: skip
    assert [save.title for save in programme.save_the_dates] == ["Supper", "Lunch"]
    assert [report.title for report in programme.reports] == ["Sand"]
    assert [figure.source.section for figure in programme.figures] == [None]


# Figures.

JUNE = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        ("Members as of 30 June 2027: 41", Figure(name="Members", value=41, as_of=JUNE)),
        ("Members (as at 30 June 2027): 41 states", Figure(name="Members", value=41, as_of=JUNE, unit="states")),
        ("- 41 members as of 30 June 2027", Figure(name="members", value=41, as_of=JUNE)),
        ("As of 30 June 2027, 41 members", Figure(name="members", value=41, as_of=JUNE)),
        ("As of 30 June 2027: 41 members", Figure(name="members", value=41, as_of=JUNE)),
        ("Members: 1,204+ (as of June 2027)", Figure(name="Members", value=1204, at_least=True, as_of=JUNE)),
        ("Members as of 30 June 2027: more than 40", Figure(name="Members", value=40, at_least=True, as_of=JUNE)),
        ("Members: 41", Figure(name="Members", value=41)),
    ],
)
def test_a_figure_is_read_in_any_wording(line: str, figure: Figure) -> None:
    """What is counted, how many, at least or not, and the day up to which it holds."""
    [found] = read(top=[*TOP[:2], line, *TOP[2:]]).figures
    assert (found.name, found.value, found.at_least, found.as_of, found.unit) == (
        figure.name, figure.value, figure.at_least, figure.as_of, figure.unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Opened for signature: 3 May 2001",
        "Budget: EUR 41 million",
        "Tel: 12345",
        "Issue: 41",
        "41 wells were dug.",
        "- Wells: 3 stories",
    ],
)
def test_what_counts_nothing_is_no_figure(line: str) -> None:
    """Dates, amounts, numbers of telephones and sentences are none."""
    assert read(top=[*TOP[:2], line, *TOP[2:]]).figures == ()


def test_several_figures_may_stand_in_one_line() -> None:
    """Counts that a comma or "and" joins have the same day."""
    programme = read(
        top=[*TOP[:2], "Highlights", "- 41 members, 1,200 wells and over 3 springs as of 30 June 2027", *TOP[2:]]
    )
    assert [(figure.name, figure.value, figure.at_least, figure.as_of) for figure in programme.figures] == [
        ("members", 41, False, JUNE), ("wells", 1200, False, JUNE), ("springs", 3, True, JUNE),
    ]  # fmt: skip


@pytest.mark.parametrize("between", [". ", "; ", ", "])
@pytest.mark.parametrize(("start", "as_of"), [("As of 30 June 2027: ", JUNE), ("", None)])
def test_several_labels_may_stand_in_one_line(start: str, between: str, as_of: date | None) -> None:
    """Each label keeps its own count, and a day before the first holds for all of them."""
    line = f"{start}Members: 41{between}Observers from outside: more than 3{between}Wells: 1,200"
    programme = read(top=[*TOP[:2], line, *TOP[2:]])
    assert [(figure.name, figure.value, figure.at_least, figure.as_of) for figure in programme.figures] == [
        ("Members", 41, False, as_of), ("Observers from outside", 3, True, as_of), ("Wells", 1200, False, as_of),
    ]  # fmt: skip


def test_dates_that_cannot_share_a_day_link_nothing() -> None:
    """A report of what went on from a day is not linked to a row that was over before, though both have an open end."""
    rows = ["WELL+\tInspection of pumps, Ghana, <i>in person</i> , by 7 July"]
    programme = read("ACCRA, GHANA, from 20 September", "In person | Inspection of pumps", rows=rows)
    (report,) = programme.reports
    assert report.activities == ()


def test_one_total_may_add_up_all_columns() -> None:
    """A total that only fits all columns together is the total of all of them."""
    programme = read(end="\nMembers:\t41\tObservers:\t3\nTotal:\t44")
    assert programme.figures[-1].total_of == ("Members", "Observers")
    assert codes(programme) == []


@pytest.mark.parametrize("separator", ["\t", " | "])
def test_a_table_of_figures_has_totals_by_column(separator: str) -> None:
    """A label and a number by turns; a total adds up what stands above it in its column."""
    table = [
        ["Members:", "41", "Wells:", "57+"],
        ["Signed:", "3", "Springs:", "24+"],
        ["=", "44", "Total:", "81+"],
    ]
    edges = ("| ", " |") if "|" in separator else ("", "")
    lines = "\n".join(f"{edges[0]}{separator.join(row)}{edges[1]}" for row in table)
    programme = read(end=f"\n{lines}")
    assert [(figure.name, figure.value, figure.at_least) for figure in programme.figures] == [
        ("Members", 41, False), ("Wells", 57, True), ("Signed", 3, False), ("Springs", 24, True),
        ("=", 44, False), ("Total", 81, True),
    ]  # fmt: skip
    assert [figure.total_of for figure in programme.figures[4:]] == [("Members", "Signed"), ("Wells", "Springs")]
    assert codes(programme) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Members:\t41", "Signed:\t3", "=\t45"], "figure-sum"),
        (["Members as of 30 June 2027: 41", "Members:\t42"], "figure-differs"),
        (["Members as of 30 June 2027: a few"], "figure-unread"),
        (["Members as of 31 June 2027: 41"], "figure-date-unread"),
    ],
)
def test_what_is_odd_about_figures_is_listed(lines: list[str], code: str) -> None:
    """A total that does not add up, a figure given twice, no number, no such day."""
    assert codes(read(top=[*TOP[:2], "Highlights", *lines, *TOP[2:]])) == [code]


def test_a_day_over_figures_holds_for_them() -> None:
    """The day in a heading is that of the figures under it, up to the next heading."""
    programme = read(top=[*TOP[:2], "Status as of 30 June 2027", "Members: 41", "Other counts", "Wells: 7", *TOP[2:]])
    assert [figure.as_of for figure in programme.figures] == [JUNE, None]


# All of it together.


def test_the_parts_of_an_example_are_read_and_linked() -> None:
    """The example of three months: every report but one has its rows, and what contradicts is listed."""
    programme = read_newsletter((EXAMPLES / "update-2025-q3.txt").read_text(encoding="utf-8"))
    assert [len(report.activities) for report in programme.reports] == [1, 1, 1, 1, 2, 1, 2, 1, 1, 0]
    assert [len(save.activities) for save in programme.save_the_dates] == [1, 1, 1]
    assert [figure.value for figure in programme.figures] == [41, 9, 12, 41, 3, 57, 9, 24, 53, 81]
    assert {problem.code for problem in programme.problems} == {
        "place-in-title", "report-date-differs", "report-mode-differs", "report-text-date", "report-without-row",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["update-2025-q3.txt", "update-2025-q4.txt"])
def test_json_keeps_all_of_it(name: str) -> None:
    """Reports, save-the-dates and figures come back from JSON as they were."""
    programme = read_newsletter((EXAMPLES / name).read_text(encoding="utf-8"))
    assert programme.reports
    assert read_json(to_json(programme)) == programme


def test_a_filter_keeps_what_stands_beside_the_activities() -> None:
    """Only activities are filtered."""
    programme = read("LOMÉ, TOGO, 5-7 July", "In person | Pump menders learn about sand")
    assert programme.filter(country="GH").reports == programme.reports
