"""The counts of a programme: what is counted once and what for each, and what people and programs are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from strategies import programmes

import coecal
from coecal.activities import Activity, Mode, Status
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.programme import Programme
from coecal.projects import Project
from coecal.statistics import GROUPS, Statistics, month_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
ACTIVITIES = [
    Activity(uid="a", title="Talks", when=parse_date("4-7 May 2027"), projects=["X", "Y"], countries=["GH", "TG"],
             mode=Mode.IN_PERSON, status=Status.HELD),
    Activity(uid="b", title="Course", when=parse_date("mid-May 2027"), projects=["X"], countries=["XK"],
             mode=Mode.ONLINE),
    Activity(uid="c", title="Visit", when=parse_date("June 2027 or July 2027"), countries=["CI"],
             status=Status.CANCELLED),
]  # fmt: skip
PROGRAMME = Programme(activities=ACTIVITIES, projects=[Project(key=name.lower(), name=name) for name in "XYZ"])


def table(group: str) -> list[tuple[str | None, int, int, int]]:
    """Return the counts by one thing as rows."""
    return [(one.key, one.activities, one.firm, one.vague) for one in PROGRAMME.statistics().groups[group]]


def test_activities_are_counted_by_everything_that_is_said_of_them() -> None:
    """An activity of two projects counts for each, and a project without any is told too."""
    assert table("project") == [("X", 2, 1, 1), ("Y", 1, 1, 0), ("Z", 0, 0, 0), (None, 1, 0, 1)]
    assert table("month") == [("2027-05", 2, 1, 1), (None, 1, 0, 1)]
    assert table("mode") == [("in person", 1, 1, 0), ("online", 1, 0, 1), (None, 1, 0, 1)]
    assert table("status") == [("cancelled", 1, 0, 1), ("held", 1, 1, 0), ("planned", 1, 0, 1)]
    assert [count.name for count in PROGRAMME.statistics().groups["country"]] == [
        "Côte d’Ivoire", "Ghana", "Kosovo*", "Togo",
    ]  # fmt: skip


def test_the_countries_of_a_highlight() -> None:
    """Those of what is not cancelled, by their names in either language."""
    found = PROGRAMME.statistics()
    assert found.support() == "Support provided to 3 countries: Ghana, Kosovo* and Togo"
    assert found.support("fr") == "Appui fourni à 3 pays : Ghana, Kosovo* et Togo"
    assert Statistics.of([]).support() == "No country was supported"


@given(programmes)
@settings(max_examples=50, deadline=None)
def test_counts_add_up(programme: Programme) -> None:
    """Firm and vague are all; what has one value for each activity adds up to the whole, all else to no less."""
    found = programme.statistics()
    for group in GROUPS:
        total = sum(count.activities for count in found.groups[group])
        assert total >= found.total.activities
        assert total == found.total.activities or group in {"project", "organiser", "region", "country"}
        assert all(0 <= count.firm <= count.activities for count in found.groups[group])
    assert json.loads(json.dumps(found.to_mapping()))["activities"] == len(programme.activities)


@pytest.mark.parametrize(
    ("edtf", "month"),
    [
        ("2027-05-30/2027-06-02", "2027-05"),
        ("2027-05", "2027-05"),
        ("[2027-05-30..2027-06-02]", None),
        ("[..2027-05-31]", None),
        ("../2027-05-31", None),
    ],
)
def test_the_month_is_the_one_in_which_it_begins(edtf: str, month: str | None) -> None:
    """Where it may begin in several months, it is counted in none."""
    assert month_of(FuzzyDate.from_edtf(edtf)) == month


def test_the_command_shows_the_same_to_people_and_programs(tmp_path: Path) -> None:
    """Tables, the sentence, JSON, and filters; a name that is not known is wrong usage."""
    coecal.write(PROGRAMME, tmp_path / "p.json")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["stats", str(tmp_path / "p.json"), *arguments])
        return done.exit_code, done.stdout

    code, out = run()
    assert code == 0
    assert out.startswith("3 activities, 1 with firm dates, 2 without\n")
    assert out.endswith("Support provided to 3 countries: Ghana, Kosovo* and Togo\n")
    assert run("--locale", "fr")[1].endswith("Appui fourni à 3 pays : Ghana, Kosovo* et Togo\n")
    assert json.loads(run("--json")[1]) == json.loads(json.dumps(PROGRAMME.statistics().to_mapping()))
    assert json.loads(run("--json", "--project", "y")[1])["activities"] == 1
    assert json.loads(run("--json", "--during", "June 2027")[1])["activities"] == 1
    assert "month" not in run("--by", "mode")[1]
    for wrong in (("--project", "Q"), ("--during", "soon"), ("--by", "colour")):
        assert run(*wrong)[0] == 2


def test_the_example_newsletter_is_counted() -> None:
    """Every activity of it is counted by status and by section."""
    programme = coecal.read(EXAMPLE)
    found = programme.statistics()
    for group in ("status", "section", "mode", "month"):
        assert sum(count.activities for count in found.groups[group]) == len(programme.activities) > 10
