"""Several files read as one programme: what is the same is taken once, what contradicts is kept and listed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from strategies import programmes

import coecal
from coecal.activities import Activity, Status
from coecal.dates import parse_date, parse_period
from coecal.errors import InputError
from coecal.programme import Programme
from coecal.projects import Money, Project
from coecal.readers import join_programmes
from coecal.reports import Figure, Passage, Report

TALKS = Activity(uid="talks@x", title="Talks", when=parse_date("3 May 2027"), projects=["WELL+"], countries=["GH"])
WELL = Project(key="well-plus", name="WELL+", aliases=["WELL +"], scope="Africa")


def joined(*programmes: Programme) -> Programme:
    """Return programmes joined, their files called a, b and so on."""
    return join_programmes(list(zip("abcdef", programmes, strict=False)))


def codes(programme: Programme) -> list[tuple[str, str | None]]:
    """Return the codes of problems with their files."""
    return [(problem.code, problem.file) for problem in programme.problems]


@given(programmes, programmes)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_uids_stay(one: Programme, other: Programme) -> None:
    """Every activity is there, those of the first file as they were, and no UID stands twice."""
    both = joined(one, other)
    uids = [activity.uid for activity in both.activities]
    assert len(uids) == len(set(uids))
    assert [activity.uid for activity in one.activities] == uids[: len(one.activities)]
    assert {activity.uid for activity in other.activities} <= set(uids)
    assert {activity.title for activity in (*one.activities, *other.activities)} == {
        activity.title for activity in both.activities
    }


@given(programmes)
@settings(max_examples=40, deadline=None)
def test_the_same_file_twice_is_the_file_once(programme: Programme) -> None:
    """What two files hold alike is taken once, and noted."""
    both = joined(programme, programme)
    assert [one.uid for one in both.activities] == [one.uid for one in programme.activities]
    assert [code for code, _ in codes(both)].count("listed-twice") == len(programme.activities)


def test_the_same_uid_with_another_date_is_two_activities_and_a_warning() -> None:
    """Both are kept; the warning names both places and both dates, and what links to the second follows it."""
    later = attrs.evolve(TALKS, when=parse_date("10 May 2027"))
    report = Report(title="Rain", when=parse_date("10 May 2027"), activities=["talks@x"])
    both = joined(Programme(activities=[TALKS]), Programme(activities=[later], reports=[report]))
    first, second = both.activities
    assert (first.uid, second.when.text) == ("talks@x", "10 May 2027")
    assert both.reports[0].activities == (second.uid,)
    (problem,) = both.problems
    assert (problem.code, problem.file) == ("same-uid", "b")
    assert "activity in a" in problem.message
    assert "when: '3 May 2027' and '10 May 2027'" in problem.message


def test_what_was_planned_in_one_file_and_held_in_another_is_one() -> None:
    """Having been held contradicts nothing."""
    held = attrs.evolve(TALKS, status=Status.HELD)
    for files in ((TALKS, held), (held, TALKS)):
        (one,) = joined(*(Programme(activities=[activity]) for activity in files)).activities
        assert one.status is Status.HELD


def test_equal_projects_are_joined() -> None:
    """One spelling counts, aliases are gathered, what one file does not say the other does."""
    other = Project(key="well", name="WELL +", budget=Money(Decimal(5), "EUR"))
    there = attrs.evolve(TALKS, uid="other@x", projects=["WELL +"])
    both = joined(Programme(projects=[WELL], activities=[TALKS]), Programme(projects=[other], activities=[there]))
    (project,) = both.projects
    assert (project.name, project.scope, project.budget) == ("WELL+", "Africa", Money(Decimal(5), "EUR"))
    assert [one.projects for one in both.activities] == [("WELL+",), ("WELL+",)]
    assert both.problems == ()


def test_what_two_files_say_differently_of_a_project_is_listed() -> None:
    """The first counts, and the warning says both."""
    both = joined(Programme(projects=[WELL]), Programme(projects=[attrs.evolve(WELL, scope="Asia")]))
    assert both.projects[0].scope == "Africa"
    (problem,) = both.problems
    assert (problem.code, problem.file) == ("project-differs", "b")
    assert "the scope of WELL+ is 'Asia' in b and 'Africa' in a" in problem.message


def test_an_organiser_that_is_a_project_elsewhere_is_one() -> None:
    """A table of organisers and the newsletter that declares the project agree on who runs it."""
    bare = attrs.evolve(TALKS, projects=[], organisers=["well+", "FAO"])
    both = joined(Programme(activities=[bare]), Programme(projects=[WELL]))
    assert (both.activities[0].projects, both.activities[0].organisers) == (("WELL+",), ("FAO",))
    assert codes(both) == [("organiser-is-project", "a")]


def test_figures_of_one_day_that_differ_are_listed() -> None:
    """Two counts of one thing on one day cannot both be right; on two days they can."""
    day = parse_date("30 June 2027").earliest_start
    count = Figure(name="Members", value=41, as_of=day, source=Passage(line=3))
    assert codes(joined(Programme(figures=[count]), Programme(figures=[attrs.evolve(count, value=42)]))) == [
        ("figure-differs", "b")
    ]
    assert codes(joined(Programme(figures=[count]), Programme(figures=[attrs.evolve(count, as_of=None)]))) == []


def test_files_of_several_sorts_are_one_programme(tmp_path: Path) -> None:
    """Titles, periods and days are those of all; each activity and problem says its file."""
    (tmp_path / "a.txt").write_text(
        "WATER UPDATE\nComing next (May 2027)\nMay 2027\nWELL+\tCourse, Accra, Ghana, 31 May\n", encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text("Activity,Dates,Project\nTalks,3 July 2027,WELL+\n", encoding="utf-8")
    programme = coecal.read(tmp_path / "a.txt", tmp_path / "b.csv")
    assert (programme.title, programme.period) == ("WATER UPDATE", parse_period("May 2027"))
    assert [one.source.file for one in programme.activities] == [str(tmp_path / "a.txt"), str(tmp_path / "b.csv")]
    assert [one.projects for one in programme.activities] == [("WELL+",), ("WELL+",)]
    coecal.write(programme, tmp_path / "p.json")
    assert coecal.read(tmp_path / "p.json") == programme


def test_columns_of_what_is_no_table_are_refused(tmp_path: Path) -> None:
    """Names of columns that nothing reads are a slip."""
    (tmp_path / "p.json").write_text('{"format": "coecal/1", "activities": []}', encoding="utf-8")
    with pytest.raises(InputError, match="no table is read"):
        coecal.read(tmp_path / "p.json", columns={"title": "Libellé"})


def test_read_takes_one_sort_of_source() -> None:
    """Paths, a text or bytes, and nothing beside them."""
    for wrong in ({"data": b"", "text": ""}, {"path": "x", "data": b""}):
        with pytest.raises(TypeError):
            coecal.read(**wrong, format="csv")  # type: ignore[arg-type]
    assert coecal.read(data=b"Activity,Dates\nTalks,3 May 2027", format="csv").activities[0].title == "Talks"
