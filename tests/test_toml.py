"""Programmes that people write by hand, in TOML and JSON: what they may leave out, and every fault with its path."""

from __future__ import annotations

import json
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from coecal.activities import Mode
from coecal.dates import Kind, parse_date, parse_period
from coecal.errors import InputError
from coecal.projects import Money
from coecal.readers.json import read_json
from coecal.readers.toml import read_toml

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "programme.schema.json").read_text(encoding="utf-8"))

WRITTEN = """
title = "Water programme"
period = "July - December 2026"
as_of = 2026-06-30

[[projects]]
name = "WELL+"
aliases = ["Wells"]
duration = { start = "March 2025", end = "February 2028" }
budget = { amount = 1250000, currency = "EUR" }

[[activities]]
title = "Course on wells"
when = "mid-November"
projects = ["wells"]
mode = "in person"
places = ["Mombasa", "Kenya"]

[[activities]]
title = "Talks on the water bill"
when = 2026-10-05
organisers = ["Harbour Trust"]

[[activities]]
title = "Hearing"
when = 2026-10-06T14:00:00
source = { heading = "October 2026" }

[[activities]]
title = "Survey"
when = { start = 2026-09-01, end = "mid-October" }

[[activities]]
uid = "own@here"
title = "Plenary"
when = { edtf = "2026-12?" }

[[activities]]
title = "Closing"
when = "TBC"
source = { heading = "December 2026" }
"""


def test_a_programme_written_by_hand_is_read() -> None:
    """Words, days of TOML, EDTF and ends are dates; names, countries, regions, keys and UIDs are told."""
    programme = read_toml(WRITTEN)
    assert (programme.title, programme.period) == ("Water programme", parse_period("2026-07/2026-12"))
    assert programme.as_of == date(2026, 6, 30)
    (project,) = programme.projects
    assert (project.key, project.budget) == ("well-plus", Money(1250000, "EUR"))  # type: ignore[arg-type]
    assert [one.when.to_edtf() for one in programme.activities] == [
        "[2026-11-11..2026-11-20]", "2026-10-05", "2026-10-06T14:00:00", "[2026-09-01..2026-10-20]", "2026-12?",
        "2026-12?",
    ]  # fmt: skip
    course, talks, hearing, survey, plenary, closing = programme.activities
    assert (course.projects, course.countries, course.regions) == (("WELL+",), ("KE",), ("Africa",))
    assert (course.mode, talks.organisers) == (Mode.IN_PERSON, ("Harbour Trust",))
    assert hearing.when.times is not None
    assert hearing.when.times.start == time(14)
    assert (survey.when.kind, survey.when.earliest_start) == (Kind.SPAN, date(2026, 9, 1))
    assert (plenary.uid, closing.when.kind) == ("own@here", Kind.UNDATED)
    assert len({one.uid for one in programme.activities}) == 6
    assert programme.problems == ()


def test_the_same_by_hand_in_json() -> None:
    """JSON that people write may leave out the same, but for the format."""
    data: dict[str, Any] = json.loads(json.dumps(tomllib.loads(WRITTEN), default=str))
    data["activities"][2]["when"] = "6 October 2026, 14:00"
    assert read_json(json.dumps({"format": "coecal/1", **data})).activities == read_toml(WRITTEN).activities


def test_uids_by_hand_never_take_one_that_is_written() -> None:
    """Two activities of the same words have two UIDs, and a UID that is written stays its own."""
    made = read_toml('[[activities]]\ntitle = "T"\nwhen = "TBC"\n').activities[0].uid
    text = (
        '[[activities]]\ntitle = "T"\nwhen = "TBC"\n' * 2 + f'[[activities]]\nuid = "{made}"\ntitle = "U"\nwhen = "TBC"'
    )
    uids = [one.uid for one in read_toml(text).activities]
    assert uids[2] == made
    assert len(set(uids)) == 3


def test_a_uid_may_be_any_sign() -> None:
    """A UID that is written stays, however short."""
    assert read_toml('[[activities]]\nuid = "-"\ntitle = "T"\nwhen = "TBC"\n').activities[0].uid == "-"


def test_what_is_not_known_by_hand_is_noted() -> None:
    """A project that is not listed and a place of no known country are warnings with their path."""
    text = (
        '[[projects]]\nname = "WELL+"\n[[activities]]\ntitle = "T"\nwhen = "3 May 2026"\n'
        'projects = ["WEL+"]\nplaces = ["Xyzzy"]'
    )
    programme = read_toml(text)
    assert [(problem.code, problem.message) for problem in programme.problems] == [
        ("unknown-project", "activities[0].projects[0]: 'WEL+' is not among the projects; 'WELL+' is"),
        ("place-unknown", "activities[0].places[0]: no country is known for 'Xyzzy'"),
    ]
    assert [project.name for project in programme.projects] == ["WELL+", "WEL+"]


ONE = '[[activities]]\ntitle = "T"\n'
FAULTS: list[tuple[str, str | None, str]] = [
    (ONE, "activities[0]", "'when' is missing"),
    (ONE + 'when = "31 November 2026"', "activities[0].when", "November"),
    (ONE + 'when = "mid-November"', "activities[0].when", "the year is missing"),
    (ONE + 'when = "soon perhaps"', "activities[0].when", "'soon"),
    (ONE + "when = 2026", "activities[0].when", "a date is words"),
    (ONE + "when = {}", "activities[0].when", "'text' is missing"),
    (ONE + 'when = { edtf = "2026-13" }', "activities[0].when.edtf", "'2026-13'"),
    (ONE + "when = { start = 2026-05-03, end = 2026-05-01 }", "activities[0].when", "end"),
    (ONE + 'when = { start = "3 or 4 May 2026" }', "activities[0].when.start", "several dates"),
    (ONE + 'when = { edtf = "2026", start = "2026" }', "activities[0].when", "either edtf"),
    (ONE + "when = { tentative = true }", "activities[0].when", "add one"),
    (ONE + 'when = "TBC"\nmode = "by post"', "activities[0].mode", "'in person'"),
    (ONE + 'when = "TBC"\ntitel = "x"', "activities[0]", "'titel'"),
    (ONE + 'when = "TBC"\nlast_modified = 2026-05-03T10:00:00', "activities[0].last_modified", "text"),
    ('period = "sometime"\n' + ONE + 'when = "TBC"', "period", "no period"),
    ('[[projects]]\nname = "X"\nbudget = { amount = 1.5, currency = "EUR" }\n' + ONE + 'when = "TBC"',
     "projects[0].budget.amount", "1.5"),
    ('title = "x"', None, "'activities' is missing"),
    ('format = "coecal/9"\nactivities = []', "format", "'coecal/9'"),
    ("activities = 3", "activities", "expected a list"),
    ("activities = [3]", "activities[0]", "expected an object"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "words"), FAULTS, ids=[f"{path}-{words}" for _, path, words in FAULTS])
def test_a_fault_has_its_path(text: str, path: str | None, words: str) -> None:
    """What is missing, unknown, of the wrong type or no date is one sentence that says where."""
    with pytest.raises(InputError) as caught:
        read_toml(text, source="plan.toml")
    assert (caught.value.source, caught.value.path) == ("plan.toml", path)
    assert words in caught.value.message
    assert "\n" not in str(caught.value)


def test_all_faults_come_together() -> None:
    """Those of one activity, of several, and of the rest; each is to be had by itself too."""
    text = 'period = "x"\n[[activities]]\nmode = "by post"\nstatus = "done"\n[[activities]]\ntitle = "T"\nwhen = 7'
    with pytest.raises(InputError) as caught:
        read_toml(text, source="plan.toml")
    paths = ["period", "activities[0]", "activities[0]", "activities[0].mode", "activities[0].status",
             "activities[1].when"]  # fmt: skip
    assert [fault.path for fault in caught.value.faults] == paths
    assert {fault.source for fault in caught.value.faults} == {"plan.toml"}
    assert "also at fault: activities[0]: the key 'title' is missing" in str(caught.value)
    assert "and 2 more" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title = ", 1, "no TOML"),
        ('title = "x"\ntitle = "y"', 2, "no TOML"),
        ("x = " + "[" * 100_000, None, "nested too deeply"),
        ("x = " + "9" * 5000, None, "too many digits"),
        ("x = 2026-02-30", 1, "no TOML"),
    ],
    ids=range(5),
)
def test_what_is_no_toml_is_refused(text: str, line: int | None, words: str) -> None:
    """The error says the line, where there is one."""
    with pytest.raises(InputError) as caught:
        read_toml(text)
    assert caught.value.line == line
    assert words in caught.value.message
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        (WRITTEN, True),
        (ONE, False),
        (ONE + "when = 7", False),
        (ONE + "when = {}", False),
        (ONE + 'when = "TBC"\nmode = "by post"', False),
        (ONE + 'when = "TBC"\ntitel = "x"', False),
    ],
)
def test_the_schema_agrees_with_the_reader(text: str, is_valid: bool) -> None:  # noqa: FBT001
    """What is written by hand and read is valid, what is refused is not, TOML's days taken as text."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: it comes with the extra 'test'")
    data = json.loads(json.dumps(tomllib.loads(text), default=str))
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(data) is is_valid


def test_a_day_of_toml_is_the_day_in_words() -> None:
    """`2026-10-05` without quotation marks is that day."""
    (one,) = read_toml(ONE + "when = 2026-10-05").activities
    assert one.when == parse_date("5 October 2026")
