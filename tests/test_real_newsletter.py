"""The newsletter of 2023 that the reader was asked for: all of its rows and projects, where the file is at hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypedDict

import pytest

from coecal.activities import Activity
from coecal.dates import FuzzyDate
from coecal.programme import Programme
from coecal.readers.newsletter import read_newsletter
from coecal.writers.sections import coming_next

TEXT = Path(__file__).parents[2] / "shared" / "newsletters" / "cybercrime-coe-update-2023-q3.txt"
BESIDE = json.loads((Path(__file__).parent / "data" / "real_reports.json").read_text(encoding="utf-8"))
FACTS = json.loads((Path(__file__).parent / "data" / "real_rows.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(
    not TEXT.exists(),
    reason="the newsletter of 2023 is not ours to publish; it is read where it lies beside the project",
)


class Row(TypedDict):
    """The facts of a row."""

    line: int
    section: str
    heading: str
    projects: list[str]
    organisers: list[str]
    places: list[str]
    countries: list[str]
    mode: str | None
    when: str
    kind: str
    tentative: bool
    ranges: list[list[str | None]]
    title: str


def digest(words: str) -> str:
    """Return the start of the SHA-256 of some words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def points(when: FuzzyDate) -> list[list[str | None]]:
    """Return the four points of each range, as ISO days."""
    return [
        [
            None if day is None else day.isoformat()
            for day in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end)
        ]
        for part in when.ranges
    ]


def facts(activity: Activity) -> Row:
    """Return the facts of an activity."""
    source = activity.source
    assert source.section is not None
    return {
        "line": source.line or 0,
        "section": source.section.value,
        "heading": source.heading or "",
        "projects": list(activity.projects),
        "organisers": list(activity.organisers),
        "places": list(activity.places),
        "countries": list(activity.countries),
        "mode": None if activity.mode is None else activity.mode.value,
        "when": activity.when.text,
        "kind": activity.when.kind.value,
        "tentative": activity.when.tentative,
        "ranges": points(activity.when),
        "title": digest(activity.title),
    }


@pytest.fixture(scope="module")
def programme() -> Programme:
    """Return what is read from the newsletter."""
    return read_newsletter(TEXT.read_text(encoding="utf-8"), source=TEXT.name)


def test_every_row_is_read_right(programme: Programme) -> None:
    """All 54 + 64 rows: project, title, place, country, mode and date."""
    assert [facts(activity) for activity in programme.activities] == FACTS["rows"]


def test_every_project_is_read_right(programme: Programme) -> None:
    """The five projects: name, duration, budget, funding, scope and countries, from both places of each."""
    assert len(programme.projects) == len(FACTS["projects"])
    for expected in FACTS["projects"]:
        project = programme.find_project(expected["name"])
        assert project.name == expected["name"]
        assert project.duration is not None
        assert project.duration.text == expected["duration"]
        assert project.budget is not None
        assert {"amount": str(project.budget.amount), "currency": project.budget.currency} == expected["budget"]
        assert (project.scope, list(project.countries)) == (expected["scope"], expected["countries"])
        assert digest(project.funding or "") == expected["funding"]


def lines_of(programme: Programme, uids: tuple[str, ...]) -> list[int | None]:
    """Return the lines of the rows of some activities."""
    lines = {activity.uid: activity.source.line for activity in programme.activities}
    return [lines[uid] for uid in uids]


def test_every_report_is_read_right_and_linked_to_its_rows(programme: Programme) -> None:
    """All 31: place, date, mode, title, project, part and the rows that it reports on, as read by hand."""
    found = [
        {
            "line": report.source.line,
            "places": list(report.places),
            "countries": list(report.countries),
            "when": report.when.text,
            "mode": None if report.mode is None else report.mode.value,
            "title": digest(report.title),
            "projects": sorted(report.projects),
            "section": digest(report.section or ""),
            "rows": lines_of(programme, report.activities),
        }
        for report in programme.reports
    ]
    assert len(found) == 31
    assert found == [{**fact, "projects": sorted(fact["projects"])} for fact in BESIDE["reports"]]


def test_every_save_the_date_is_read_right_and_linked_to_its_row(programme: Programme) -> None:
    """All three: place, date, title and the planned activity."""
    found = [
        {
            "line": save.source.line,
            "places": list(save.places),
            "countries": list(save.countries),
            "when": save.when.text,
            "title": digest(save.title),
            "rows": lines_of(programme, save.activities),
        }
        for save in programme.save_the_dates
    ]
    assert found == BESIDE["save_the_dates"]


def test_every_figure_is_read_right(programme: Programme) -> None:
    """The five above with their day, and the seven of the closing table, of which two add up the others."""
    found = [
        {
            "line": figure.source.line,
            "name": digest(figure.name),
            "value": figure.value,
            "at_least": figure.at_least,
            "as_of": None if figure.as_of is None else figure.as_of.isoformat(),
        }
        for figure in programme.figures
    ]
    assert found == BESIDE["figures"]
    assert [len(figure.total_of) for figure in programme.figures] == [0] * 10 + [3, 2]


def test_only_what_a_careful_reader_finds_is_listed(programme: Programme) -> None:
    """The contradictions and gaps that were found by hand, and nothing else."""
    assert [[problem.line, problem.code] for problem in programme.problems] == BESIDE["findings"]


def test_what_is_written_for_coming_next_reads_back(programme: Programme) -> None:
    """The 64 planned rows, written as text and as Markdown and read again, are the same activities."""
    planned = [activity for activity in programme.activities if activity.source.section == "coming next"]
    for name in ("txt", "md"):
        again = read_newsletter(coming_next(programme, format=name)).activities
        assert sorted(map(_said, again), key=repr) == sorted(map(_said, planned), key=repr)


def _said(activity: Activity) -> tuple[object, ...]:
    """Return what is said of an activity, apart from where it stands."""
    return (
        activity.title,
        activity.projects,
        activity.organisers,
        activity.places,
        activity.countries,
        activity.mode,
        activity.when.text,
        activity.when,
    )


def test_reading_twice_gives_the_same(programme: Programme) -> None:
    """Nothing but the text counts: a second reading is equal in everything."""
    assert read_newsletter(TEXT.read_text(encoding="utf-8"), source=TEXT.name) == programme
