"""programme.json: written and read back without loss, and refused with the path to what is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from strategies import fuzzy_dates, periods, programmes

from coecal.activities import Activity, Mode, Section, Status
from coecal.dates import FuzzyDate, Kind
from coecal.dates.mapping import period_to_text, read_period, read_when, to_mapping
from coecal.errors import InputError, Severity
from coecal.nodes import Node
from coecal.programme import Programme
from coecal.ranges import DateRange, Period
from coecal.readers import read
from coecal.readers.json import read_json
from coecal.writers import write
from coecal.writers.files import replace_file
from coecal.writers.json import programme_to_mapping, to_json, to_json_bytes

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "programme.schema.json").read_text(encoding="utf-8"))

MID_NOVEMBER = {
    "text": "mid-November",
    "kind": "window",
    "tentative": False,
    "edtf": "[2023-11-11..2023-11-20]",
    "ranges": [
        {
            "earliest_start": "2023-11-11",
            "latest_start": "2023-11-20",
            "earliest_end": "2023-11-11",
            "latest_end": "2023-11-20",
            "min_days": 1,
            "max_days": None,
        }
    ],
}


def document() -> dict[str, Any]:
    """Return a programme with one of everything, as plain data that a test may spoil."""
    return {
        "format": "coecal/1",
        "title": "Update",
        "period": "2023-07/2023-12",
        "as_of": "2023-09-30",
        "projects": [
            {
                "key": "well-plus",
                "name": "WELL+",
                "aliases": ["WELL +"],
                "duration": None,
                "budget": {"amount": "1500000.50", "currency": "EUR"},
                "funding": "Two foundations",
                "funders": [],
                "scope": "Global",
                "countries": ["GH"],
                "implementation": None,
            }
        ],
        "activities": [
            {
                "uid": uid,
                "title": "Kick-off",
                "projects": ["WELL+"],
                "organisers": [],
                "when": json.loads(json.dumps(MID_NOVEMBER)),
                "mode": "in person",
                "places": ["Ghana"],
                "countries": ["GH"],
                "regions": ["Africa"],
                "status": "planned",
                "sequence": 0,
                "last_modified": "2023-09-30",
                "source": {"section": "coming next", "heading": "November 2023", "line": 546, "text": "the row"},
            }
            for uid in ("a@coecal", "b@coecal")
        ],
        "reports": [
            {
                "title": "Kick-off in the rain",
                "projects": ["WELL+"],
                "mode": "in person",
                "places": ["ACCRA", "GHANA"],
                "countries": ["GH"],
                "regions": [],
                "when": json.loads(json.dumps(MID_NOVEMBER)),
                "section": "WELL+",
                "activities": ["a@coecal"],
                "source": {
                    "section": "UPDATE: WELL+",
                    "heading": "ACCRA, GHANA, mid-November",
                    "line": 8,
                    "text": "it",
                },
            }
        ],
        "save_the_dates": [
            {
                "title": "Kick-off",
                "mode": None,
                "places": ["Ghana"],
                "countries": ["GH"],
                "when": json.loads(json.dumps(MID_NOVEMBER)),
                "activities": ["a@coecal", "b@coecal"],
                "source": {"section": "Save the date!", "heading": None, "line": 5, "text": "- mid-November"},
            }
        ],
        "figures": [
            {
                "name": "=",
                "value": 45,
                "at_least": True,
                "as_of": "2023-09-30",
                "unit": "wells",
                "total_of": ["Dug", "Drilled"],
                "source": {"section": None, "heading": "Wells", "line": 600, "text": "=\t45+"},
            }
        ],
        "problems": [{"line": 3, "code": "x", "severity": "note", "message": "m", "remedy": "r"}],
    }


@given(programmes)
@settings(max_examples=80, deadline=None)
def test_writing_then_reading_is_the_identity(programme: Programme) -> None:
    """Every programme is read back equal, and its text, words and languages included, is written the same again."""
    text = to_json(programme)
    again = read_json(text)
    assert again == programme
    assert to_json(again) == text


@given(fuzzy_dates())
@settings(max_examples=200, deadline=None)
def test_a_date_becomes_plain_data_and_back(when: FuzzyDate) -> None:
    """A fuzzy date survives as plain data, and so do the words and the language that equality leaves out."""
    again = read_when(Node(json.loads(json.dumps(to_mapping(when)))))
    assert again == when
    assert (again.text, again.locale) == (when.text, when.locale)


@given(periods)
def test_a_period_is_written_and_read_back(period: Period) -> None:
    """Whole months are written as months, everything else as days, and both are read back."""
    assert read_period(Node(period_to_text(period))) == period


def test_the_document_is_as_the_format_says() -> None:
    """The keys stand in their order, indented by two spaces, and nothing is escaped that UTF-8 can say."""
    written = to_json(read_json(json.dumps(document())))
    assert written == json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def test_a_missing_optional_value_has_its_default() -> None:
    """What a hand-written file leaves out is what the schema says."""
    data = {"format": "coecal/1", "activities": [{"uid": "u", "title": "T", "when": MID_NOVEMBER}]}
    assert read_json(json.dumps(data)) == Programme(
        activities=(Activity(uid="u", title="T", when=read_when(Node(MID_NOVEMBER))),)
    )


def test_people_are_written_only_where_an_activity_names_them() -> None:
    """Files without persons stay as they were; with them they come back in their order."""
    data = {"uid": "u", "title": "T", "when": MID_NOVEMBER, "people": ["Roe, Kim", "Jane Doe"]}
    (first,) = read_json(json.dumps({"format": "coecal/1", "activities": [data]})).activities
    assert first.people == ("Roe, Kim", "Jane Doe")
    written: Any = programme_to_mapping(Programme(activities=(first, attrs.evolve(first, uid="v", people=()))))
    assert written["activities"][0]["people"] == ("Roe, Kim", "Jane Doe")
    assert "people" not in written["activities"][1]


def test_a_date_with_defaults_says_so_only_where_they_differ() -> None:
    """`approximate` and `locale` are left out where they say nothing."""
    when = FuzzyDate("vers le 5", Kind.EXACT, (DateRange.exact(date(2023, 10, 5)),), approximate=True, locale="fr")
    mapping = to_mapping(when)
    assert (mapping["approximate"], mapping["locale"]) == (True, "fr")
    assert {"approximate", "locale"}.isdisjoint(to_mapping(FuzzyDate.from_edtf("2023-10-05")))


Spoil = Callable[[dict[str, Any]], object]


def put(*way: str | int, value: object) -> Spoil:
    """Return what puts a value at the end of a way into the document."""

    def spoil(data: Any) -> None:  # noqa: ANN401 - a document is anything
        for step in way[:-1]:
            data = data[step]
        data[way[-1]] = value

    return spoil


def drop(*way: str | int) -> Spoil:
    """Return what removes the value at the end of a way into the document."""

    def spoil(data: Any) -> None:  # noqa: ANN401 - a document is anything
        for step in way[:-1]:
            data = data[step]
        del data[way[-1]]

    return spoil


WHEN = ("activities", 1, "when")
RANGE = (*WHEN, "ranges", 0)
WHEN_RANGES = "activities[1].when.ranges"
POINTS = ("earliest_start", "latest_start", "earliest_end", "latest_end")

FAULTS: list[tuple[Spoil, str | None, str]] = [
    (drop("format"), None, "no programme"),
    (put("format", value="coecal/2"), "format", "'coecal/2'"),
    (put("format", value=1), None, "no programme"),
    (drop("activities"), None, "'activities'"),
    (put("activities", value={}), "activities", "expected a list, but found an object"),
    (put("activities", 1, value=None), "activities[1]", "expected an object, but found null"),
    (put("titel", value="x"), None, "'titel'"),
    (put("title", value=None), "title", "expected text"),
    (put("period", value="2023-13"), "period", "no period"),
    (put("period", value="2023-12/2023-07"), "period", "before"),
    (put("period", value="20230701"), "period", "no period"),
    (put("period", value="2023-07/"), "period", "no period"),
    (put("as_of", value="2023-02-30"), "as_of", "no day of the calendar"),
    (put("as_of", value="2023-W30-1"), "as_of", "not written like"),
    (put("activities", 1, "uid", value="a@coecal"), "activities[1].uid", "activities[0].uid"),
    (put("activities", 1, "uid", value=""), "activities[1].uid", "not written like"),
    (put("activities", 1, "uid", value="a b"), "activities[1].uid", "not written like"),
    (drop("activities", 1, "title"), "activities[1]", "'title' is missing"),
    (put("activities", 1, "mode", value="by post"), "activities[1].mode", "'in person'"),
    (put("activities", 1, "status", value="done"), "activities[1].status", "'held'"),
    (put("activities", 1, "sequence", value=-1), "activities[1].sequence", "at least 0"),
    (put("activities", 1, "sequence", value=True), "activities[1].sequence", "whole number"),
    (put("activities", 1, "sequence", value=1.0), "activities[1].sequence", "whole number"),
    (put("activities", 1, "projects", value="WELL+"), "activities[1].projects", "expected a list"),
    (put("activities", 1, "projects", value=[1]), "activities[1].projects[0]", "expected text"),
    (put("activities", 1, "countries", value=["Ghana"]), "activities[1].countries[0]", "'GH'"),
    (put("activities", 1, "title", value="\ud800"), "activities[1].title", "surrogate"),
    (put("activities", 1, "source", "section", value="news"), "activities[1].source.section", "'inventory'"),
    (put("activities", 1, "source", "line", value=0), "activities[1].source.line", "at least 1"),
    (put(*WHEN, value=7), "activities[1].when", "a date is words"),
    (put(*WHEN, value="mid-Brumaire"), "activities[1].when", "'Brumaire'"),
    (put(*WHEN, "kind", value="never"), "activities[1].when.kind", "'window'"),
    (put(*WHEN, "kind", value="exact"), "activities[1].when.ranges", "not all known"),
    (put(*WHEN, "tentative", value="no"), "activities[1].when.tentative", "true or false"),
    (put(*WHEN, "ranges", value=[]), "activities[1].when.ranges", "at least one"),
    (
        put(*WHEN, "ranges", value=[dict.fromkeys(POINTS, day) for day in ("2023-11-12", "2023-11-11")]),
        WHEN_RANGES,
        "order",
    ),
    (put(*WHEN, "edtf", value="2023-11"), "activities[1].when.edtf", "not what the ranges say"),
    (put(*WHEN, "edtf", value="soon"), "activities[1].when.edtf", "leave it out"),
    (put(*RANGE, "earliest_start", value="2023-11-31"), "activities[1].when.ranges[0].earliest_start", "no day"),
    (put(*RANGE, "latest_end", value="2023-11-10"), "activities[1].when.ranges[0]", "no stretch of days"),
    (put(*RANGE, "min_days", value=0), "activities[1].when.ranges[0].min_days", "at least 1"),
    (put(*RANGE, "min_days", value=10**9), "activities[1].when.ranges[0]", "leaves the calendar"),
    (put(*RANGE, "min_days", value=10**30), "activities[1].when.ranges[0]", "leaves the calendar"),
    (drop(*RANGE, "latest_end"), "activities[1].when.ranges[0]", "'latest_end' is missing"),
    (put("projects", 0, "key", value="../x"), "projects[0].key", "not written like"),
    (put("projects", value=[{"key": "x", "name": "X"}] * 2), "projects[1].key", "projects[0].key"),
    (put("projects", 0, "budget", "amount", value="NaN"), "projects[0].budget.amount", "not written like"),
    (put("projects", 0, "budget", "amount", value=1.5), "projects[0].budget.amount", "expected text"),
    (put("projects", 0, "budget", "currency", value="euro"), "projects[0].budget.currency", "'EUR'"),
    (put("projects", 0, "duration", value={}), "projects[0].duration", "'text' is missing"),
    (put("problems", 0, "severity", value="fatal"), "problems[0].severity", "'warning'"),
    (put("reports", value={}), "reports", "expected a list"),
]


@pytest.mark.parametrize(("spoil", "path", "words"), FAULTS, ids=[f"{path}-{words}" for _, path, words in FAULTS])
def test_a_fault_is_refused_with_its_path(spoil: Spoil, path: str | None, words: str) -> None:
    """What is missing, unknown, of the wrong type or contradictory is one error that says where it stands."""
    data = document()
    spoil(data)
    with pytest.raises(InputError) as raised:
        read_json(json.dumps(data), source="p.json")
    assert raised.value.path == path
    assert raised.value.source == "p.json"
    assert words in raised.value.message
    assert "\n" not in str(raised.value)


TEXTS = [
    ("", 1, "no JSON"),
    ('{"format": "coecal/1",\n "title": }', 2, "no JSON"),
    ("[" * 100_000, None, "nested too deeply"),
    ('{"format": "coecal/1", "activities": [' + "[" * 60_000 + "]" * 60_000 + "]}", None, "nested too deeply"),
    ('{"format": "coecal/1", "activities": NaN}', None, "NaN"),
    ('{"format": "coecal/1", "activities": ' + "9" * 5000 + "}", None, "too many digits"),
    ('{"format": "coecal/1", "activities": [], "activities": []}', None, "more than once"),
    ('"coecal/1"', None, "no programme"),
    ("[]", None, "no programme"),
]


@pytest.mark.parametrize(("text", "line", "words"), TEXTS, ids=[words + text[:12] for text, _, words in TEXTS])
def test_what_is_no_programme_is_refused(text: str, line: int | None, words: str) -> None:
    """Text that is no JSON, or no programme, is one error, however it is made."""
    with pytest.raises(InputError) as raised:
        read_json(text)
    assert raised.value.line == line
    assert words in raised.value.message
    assert len(str(raised.value)) < 300


def test_many_faults_come_together() -> None:
    """The first fault of a list is told in full, and where the others are."""
    data = document()
    data["activities"][0]["mode"] = "by post"
    data["activities"][1]["status"] = "done"
    with pytest.raises(InputError, match=r"^activities\[0\]\.mode: .*also at fault: activities\[1\]\.status"):
        read_json(json.dumps(data))


@pytest.mark.parametrize(
    ("key", "entry", "path"),
    [
        ("figures", {"name": "Members", "value": -1}, "figures[0].value"),
        ("figures", {"name": "Members", "value": "41"}, "figures[0].value"),
        ("figures", {"name": "Members", "value": 41, "at_least": 1}, "figures[0].at_least"),
        ("figures", {"name": "Members", "value": 41, "as_of": "today"}, "figures[0].as_of"),
        ("reports", {"title": "Rain"}, "reports[0]"),
        ("reports", {"title": "Rain", "when": MID_NOVEMBER, "mode": "by post"}, "reports[0].mode"),
        ("reports", {"title": "Rain", "when": MID_NOVEMBER, "activities": ["a b"]}, "reports[0].activities[0]"),
        ("save_the_dates", {"title": "Rain", "when": MID_NOVEMBER, "source": {"line": 0}},
         "save_the_dates[0].source.line"),
        ("save_the_dates", {"title": "Rain", "when": MID_NOVEMBER, "countries": ["Togo"]},
         "save_the_dates[0].countries[0]"),
    ],
)  # fmt: skip
def test_a_fault_beside_the_activities_is_refused_with_its_path(key: str, entry: dict[str, Any], path: str) -> None:
    """Reports, save-the-dates and figures are read as strictly as activities."""
    with pytest.raises(InputError) as caught:
        read_json(json.dumps(document() | {key: [entry]}))
    assert caught.value.path == path


def test_an_edtf_of_another_form_is_accepted_where_it_says_the_same() -> None:
    """One day may be written as a day or as an interval."""
    mapping = to_mapping(FuzzyDate.from_edtf("2023-10-03"))
    mapping["edtf"] = "2023-10-03/2023-10-03"
    assert read_when(Node(mapping)) == FuzzyDate.from_edtf("2023-10-03")


def test_text_that_utf8_cannot_say_is_not_written() -> None:
    """Half of a surrogate pair is refused before anything is written."""
    with pytest.raises(InputError, match="surrogate"):
        to_json_bytes(Programme(title="\udc80"))


def test_a_file_is_read_by_its_type(tmp_path: Path) -> None:
    """The ending of a name, in whatever case, or format= says what a file is; a byte order mark is no content."""
    content = json.dumps(document())
    expected = read_json(content)
    (tmp_path / "p.JSON").write_text(content, encoding="utf-8-sig")
    (tmp_path / "p.dat").write_text(content, encoding="utf-8")
    assert read(tmp_path / "p.JSON") == expected
    assert read(tmp_path / "p.dat", format="json") == expected
    assert read(text=content, format="json") == expected


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("p.json", b'{"a": "\xff"}', "not UTF-8"),
        ("p.json", b"{}\n\0", "zero byte"),
        ("p.json", "{}".encode("utf-16"), "UTF-16"),
        ("p.xyz", b"{}", "'.xyz'"),
        ("p", b"{}", "ending ''"),
    ],
)
def test_a_file_that_is_no_text_of_a_known_type_is_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """The error names the file, and the line of the byte where there is one."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as raised:
        read(tmp_path / name)
    assert raised.value.source == str(tmp_path / name)
    assert words in raised.value.message


def test_read_takes_either_a_path_or_a_text() -> None:
    """Neither and both are wrong usage, and a text alone does not say what it is."""
    with pytest.raises(TypeError):
        read()
    with pytest.raises(TypeError):
        read("p.json", text="{}")
    with pytest.raises(InputError, match="format="):
        read(text="{}")
    with pytest.raises(InputError, match="'newsletter'"):
        read(text="{}", format="xml")


def test_writing_leaves_nothing_half_done(tmp_path: Path) -> None:
    """A file is written by its type; a refusal leaves the old one, and no other file beside it."""
    path = tmp_path / "p.json"
    write(Programme(title="one"), path)
    with pytest.raises(InputError, match="surrogate"):
        write(Programme(title="\udc80"), path)
    with pytest.raises(InputError, match=r"'\.xml'"):
        write(Programme(), tmp_path / "p.xml")
    with pytest.raises(InputError, match="'json'"):
        write(Programme(), path, format="xml")
    assert read(path).title == "one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.json"]


def test_a_file_is_touched_only_where_its_bytes_change(tmp_path: Path) -> None:
    """The same bytes leave the time of change; other bytes keep the permissions, and a link stays a link."""
    path, link = tmp_path / "one", tmp_path / "link"
    assert replace_file(path, b"1")
    path.chmod(0o640)
    os.utime(path, ns=(1, 1))
    assert not replace_file(path, b"1")
    assert path.stat().st_mtime_ns == 1
    link.symlink_to(path)
    assert replace_file(link, b"2")
    assert link.is_symlink()
    assert path.read_bytes() == b"2"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_no_regular_file_is_never_replaced(tmp_path: Path) -> None:
    """A device or a pipe is written to; a folder is an error that names it; a missing folder is named too."""
    device = Path(os.devnull)
    replace_file(device, b"x")
    assert not device.is_file()
    with pytest.raises(OSError, match=str(tmp_path)):
        replace_file(tmp_path, b"x")
    with pytest.raises(FileNotFoundError) as raised:
        replace_file(tmp_path / "absent" / "p.json", b"x")
    assert raised.value.filename == str(tmp_path / "absent" / "p.json")


def keys_of(name: str) -> set[str]:
    """Return the keys that the schema knows for a kind of object."""
    return set(SCHEMA["$defs"][name]["properties"])


def test_the_schema_knows_what_is_written() -> None:
    """The schema has the keys, in the places and with the choices, that are written."""
    written: Any = programme_to_mapping(read_json(json.dumps(document())))
    activity = written["activities"][0]
    assert set(SCHEMA["properties"]) == set(written)
    assert keys_of("activity") == {*activity, "people", "url", "history"}
    assert set(SCHEMA["$defs"]["activity"]["properties"]["source"]["properties"]) == {*activity["source"], "file"}
    assert keys_of("when") == {*activity["when"], "approximate", "locale", "times", "status"}
    assert keys_of("range") == set(activity["when"]["ranges"][0])
    assert keys_of("project") == set(written["projects"][0])
    assert keys_of("problem") == {*written["problems"][0], "file"}
    for key, name in (("reports", "report"), ("save_the_dates", "save-the-date"), ("figures", "figure")):
        assert keys_of(name) == set(written[key][0])
        assert keys_of("passage") == {*written[key][0]["source"], "file"}
    choices = SCHEMA["$defs"]["activity"]["properties"]
    assert choices["mode"]["enum"] == [*Mode, None]
    assert choices["status"]["enum"] == list(Status)
    assert choices["source"]["properties"]["section"]["enum"] == [*Section, None]
    assert SCHEMA["$defs"]["when"]["properties"]["kind"]["enum"] == list(Kind)
    assert SCHEMA["$defs"]["problem"]["properties"]["severity"]["enum"] == list(Severity)
