"""What an editor should look at: every code is found where it should be, and not where all is well."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.check import CheckPolicy, Remark, Waiver, check, codes, read_policy, readings
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.errors import InputError, Problem, Severity
from coecal.matching import Answer
from coecal.programme import Programme
from coecal.projects import Project
from coecal.readers import read
from coecal.readers.calendars.findings import Finding as CalendarFinding
from coecal.readers.json import read_json
from coecal.readers.newsletter.findings import Finding as NewsletterFinding
from coecal.reports import Figure
from coecal.writers.json import to_json

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "newsletters" / "cybercrime-coe-update-2023-q3.txt"
PROJECTS = (
    Project(key="canals", name="CANALS", countries=["GH", "TG"], duration=parse_date("January 2026 - December 2027")),
    Project(key="rivers-2", name="RIVERS-2", countries=["GH"], scope="Global"),
)


def row(title: str = "Meeting on locks", when: str = "4-5 May", **changes: object) -> Activity:
    """Return a row of a project in Ghana that nothing is wrong with; 4 May 2027 is a Tuesday."""
    fields: dict[str, object] = {
        "projects": ["CANALS"],
        "countries": ["GH"],
        "places": ["Accra", "Ghana"],
        "mode": Mode.IN_PERSON,
        "source": Source(section=Section.COMING_NEXT, heading="May 2027", line=10),
    }
    dated = parse_date(when, within="May 2027") if when else FuzzyDate.undated()
    return Activity(uid="-", title=title, when=dated, **{**fields, **changes})  # type: ignore[arg-type]


def found(*rows: Activity, today: date | None = None, **changes: object) -> list[Remark]:
    """Return what is found in a programme of rows, on lines 10, 20 and so on."""
    placed = [
        attrs.evolve(each, uid=f"{number}@x", source=attrs.evolve(each.source, line=10 * number))
        for number, each in enumerate(rows, 1)
    ]
    fields: dict[str, object] = {"activities": placed, "projects": PROJECTS, "as_of": date(2027, 3, 31), **changes}
    return list(check(Programme(**fields), today=today))  # type: ignore[arg-type]


INVENTORY = Source(section=Section.INVENTORY, heading="May 2027")
JUNE = Source(section=Section.COMING_NEXT, heading="June 2027")
DECEMBER = Source(heading="January 2028")

ONE_ROW = [
    ("mode-missing", row(mode=None)),
    ("place-missing", row(places=[], countries=[])),
    ("country-unknown", row(places=["Port Nowhere"], countries=[])),
    ("runner-missing", row(projects=[])),
    ("project-unlisted", row(projects=["CANALS-3"])),
    ("project-misspelt", row(projects=["CANALS"], organisers=["CANLAS"])),
    ("outside-lifetime", row(when="10-12 January 2028", source=DECEMBER)),
    ("outside-lifetime", row(when="29 December 2027 - 3 January 2028", source=Source(heading="December 2027"))),
    ("weekend-start", row(when="1-3 May")),
    ("date-words-differ", row(when="4 May", source=JUNE)),
    ("deadline", row(when="by 20 May", mode="online")),
    ("date-missing", row(when="")),
    ("held-not-firm", row(when="May TBC", status=Status.HELD, source=INVENTORY)),
    ("held-later", row(status=Status.HELD, source=INVENTORY)),
    ("wrong-month", row(source=JUNE)),
    ("country-not-of-project", row("Survey of locks", places=["Chile"], countries=["CL"])),
    ("mode-contradicts", row("Webinar on locks")),
    ("mode-contradicts", row("Desk study on locks")),
    ("mangled", row("Meeting on locks in CÃ´te d’Or")),
    ("mangled", row("Meeting on locks &amp; weirs")),
    ("mangled", row("Meeting on locks in C\ufffdte d'Or")),
]
WRONG_WORDS = attrs.evolve(row().when, text="4 June 2027")


@pytest.mark.parametrize(("code", "activity"), ONE_ROW)
def test_what_is_wrong_with_a_row_is_found(code: str, activity: Activity) -> None:
    """Each kind of fault gives its code, with the line and the UID of the row."""
    if code == "date-words-differ":
        activity = attrs.evolve(row(), when=WRONG_WORDS)
    as_of = date(2027, 5, 31) if code == "held-not-firm" else date(2027, 3, 31)
    remarks = [remark for remark in found(activity, as_of=as_of) if remark.code == code]
    assert [(remark.line, remark.uids) for remark in remarks] == [(10, ("1@x",))]
    assert remarks[0].severity is codes()[code].severity
    assert "line 10" in remarks[0].message


WELL = [
    row(),
    row(mode="online", places=[], countries=[]),
    row(when="early May"),
    row(when="TBC"),
    row(places=["West Africa"], countries=[]),
    row(projects=["RIVERS-2"], places=["Chile"], countries=["CL"]),
    row(projects=[], organisers=["Harbour Office"]),
    row(projects=["CANALS"], organisers=["RIVERS-3"]),
    row(when="29 April - 4 May"),
    row("Launch of the online platform"),
    row("Regional conference on locks", places=["Chile"], countries=["CL"]),
    row("Desk study on locks", mode="online"),
    row("Côte d’Ivoire’s “Grand Canal” – what next?"),
    row(when="2-4 May", places=["Algiers", "Algeria"], countries=["DZ"], projects=["RIVERS-2"]),
    row(mode=None, status=Status.CANCELLED, places=[], countries=[]),
]


@pytest.mark.parametrize("activity", WELL)
def test_what_is_well_is_left_alone(activity: Activity) -> None:
    """Open dates, regions, projects that work everywhere, other weekends and cancelled rows are no faults.

    1 May is a holiday in most places, which another test looks at.
    """
    assert [remark for remark in found(activity) if remark.code != "holiday-start"] == []


def test_a_public_holiday_is_named() -> None:
    """With the package for them, a start on a public holiday is told with its name."""
    pytest.importorskip("holidays")
    remarks = found(row(when="6 March 2028", source=Source(heading="March 2028"), projects=["RIVERS-2"]))
    assert [remark.code for remark in remarks] == ["holiday-start"]
    assert "Independence Day" in remarks[0].message


NEAR = [
    ("mid-May", date(2027, 5, 1), ["vague-soon"]),
    ("mid-May", date(2027, 3, 1), []),
    ("4-5 May", date(2027, 5, 1), []),
    ("4-5 May (TBC)", date(2027, 5, 1), ["vague-soon"]),
    ("4-5 May", date(2027, 6, 1), ["past-planned"]),
    ("May TBC", date(2027, 6, 1), ["past-planned"]),
]


@pytest.mark.parametrize(("when", "today", "expected"), NEAR)
def test_what_is_near_or_past_depends_on_today(when: str, today: date, expected: list[str]) -> None:
    """A vague date that gets close, and a plan that is past, are told on a day that is given, and never without."""
    assert [remark.code for remark in found(row(when=when), today=today)] == expected
    assert found(row(when=when)) == []


DOUBLES = [
    (row(), row("Meeting about locks (with CANALS)", projects=["RIVERS-2"]), "duplicate"),
    (row(), row(), "duplicate"),
    (row(), row("Meeting about locks", when="4-6 May", projects=["RIVERS-2"]), "duplicate-dates-differ"),
    (row(when="May TBC"), row("Meeting on locks and weirs"), "duplicate-dates-differ"),
    (
        row("Regional talks on water", projects=["CANALS", "RIVERS-2"]),
        row("Workshop about pumps", when="4-6 May", projects=["RIVERS-2", "CANALS"]),
        "duplicate-dates-differ",
    ),
]


@pytest.mark.parametrize(("one", "other", "code"), DOUBLES)
def test_one_event_in_two_rows_is_found(one: Activity, other: Activity, code: str) -> None:
    """The remark has both lines and both UIDs, and its message names the lines."""
    (remark,) = found(one, other)
    assert (remark.code, remark.line, remark.lines, remark.uids) == (code, 10, (10, 20), ("1@x", "2@x"))
    assert "line 10" in remark.message
    assert "line 20" in remark.message


SEVERAL = [
    (row(), row(when="18-19 May")),
    (row("Drafting - part 1"), row("Drafting - part 2")),
    (row(), row(places=["Lomé", "Togo"], countries=["TG"])),
    (row("Reviews in Ghana"), row("Reviews in Togo", places=[], countries=[], mode="online")),
    (row("Harbour conference"), row("Course for divers")),
    (row(), row("Closing supper of the locks", projects=["RIVERS-2"], when="6 May")),
]


@pytest.mark.parametrize(("one", "other"), SEVERAL)
def test_two_events_are_two(one: Activity, other: Activity) -> None:
    """Repetitions, parts, the same in another country, and others of the same days are no doubles."""
    assert [remark for remark in found(one, other) if remark.code.startswith("duplicate")] == []


def test_a_place_in_two_spellings_is_told_once() -> None:
    """The rows of the rarer spelling are named together; other names of the place are no misspelling."""
    rows = [
        row(f"Reading of gauge {letter}", places=[place, "Ghana"])
        for letter, place in zip("ABCDEF", ["Téma", "Téma", "Téma", "Tema", "TEMA", "Port of Tema"], strict=True)
    ]
    remarks = [remark for remark in found(*rows) if remark.code == "place-spelling"]
    assert [(each.line, each.message) for each in remarks] == [
        (40, "line 40: the place 'Tema' is written 'Téma' elsewhere"),
        (50, "line 50: the place 'TEMA' is written 'Téma' elsewhere"),
    ]


def merged(answer: Answer = Answer.ASK) -> Programme:
    """Return a programme of two issues: one row goes on, one is passed over, one may be an older one, one is new."""
    older = [
        row(source=Source(section=Section.COMING_NEXT, heading="May 2027", line=11)),
        row(
            "Survey of weirs",
            when="25 March",
            source=Source(section=Section.COMING_NEXT, heading="March 2027", line=12),
        ),
        row("Course on pumps (levels 1 and 2)", when="May TBC", source=Source(heading="May 2027", line=13)),
        row("Handbook on ferries", when="20 March", mode=None, source=Source(heading="May 2027", line=14)),
    ]
    newer = [
        row(status=Status.HELD, source=Source(section=Section.INVENTORY, heading="May 2027", line=501)),
        row("Course on pumps (level 1)", when="18 May", source=Source(heading="May 2027", line=502)),
        row("Supper", when="19 May", mode=None, source=Source(heading="June 2027", line=503)),
    ]
    before, after = (
        Programme(
            title="Canal News",
            as_of=as_of,
            activities=[attrs.evolve(each, uid=f"{number}@{as_of.month}") for number, each in enumerate(rows)],
            projects=PROJECTS,
            figures=[Figure(name="Members", value=value), Figure(name="=", value=41, total_of=["Members"])],
        )
        for as_of, rows, value in ((date(2027, 2, 28), older, 40), (date(2027, 5, 31), newer, 41))
    )
    return before.merge(after, ask=lambda *_: answer)


def test_a_merged_programme_is_checked_by_the_lines_of_its_newest_issue() -> None:
    """Rows that went on have their new lines, what earlier issues said has none but is named with its issue."""
    remarks = check(read_json(to_json(merged())))
    assert [(each.code, each.line, each.lines) for each in remarks] == [
        ("not-mentioned", None, ()),
        ("not-mentioned", None, ()),
        ("match-open", 502, ()),
        ("mode-missing", 503, ()),
        ("wrong-month", 503, ()),
    ]
    assert "may be one activity, which nobody has answered yet" in remarks[2].message
    assert "line 12 of the issue 'Canal News' of 2027-02-28" in remarks[0].message
    assert "line 502 and line 13 of the issue 'Canal News' of 2027-02-28" in remarks[2].message


def test_what_an_answer_kept_apart_is_told_until_it_is_waived() -> None:
    """An answer takes the question away; that the two look like one is still worth a waiver."""
    assert "match-open" not in {each.code for each in check(merged(Answer.SAME))}
    (told,) = (each for each in check(merged(Answer.DIFFERENT)) if each.code == "kept-apart")
    assert told.line == 502
    waiver = Waiver(code="kept-apart", reason="two courses", uids=told.uids)
    assert {"kept-apart", "waiver-unused"}.isdisjoint(
        each.code for each in check(merged(Answer.DIFFERENT), policy=CheckPolicy(waivers=(waiver,)))
    )


def test_a_total_has_to_add_up() -> None:
    """The figures above a total are added, and the line of the total is told."""
    figures = [Figure(name="Members", value=41), Figure(name="Signed", value=3)]
    right, wrong = (Figure(name="=", value=value, total_of=["Members", "Signed"]) for value in (44, 45))
    assert found(figures=[*figures, right]) == []
    (remark,) = found(figures=[*figures, wrong])
    assert (remark.code, remark.uids) == ("figure-sum", ())
    assert "45" in remark.message
    assert "44" in remark.message


def test_what_reading_found_is_told_too() -> None:
    """Problems of the reader come with the UIDs of their line."""
    problem = Problem(line=10, code="date-unread", severity="error", message="m", remedy="r")
    (remark,) = found(row(), problems=[problem])
    assert (remark.code, remark.severity, remark.uids) == ("date-unread", Severity.ERROR, ("1@x",))


@pytest.mark.parametrize(
    ("read_code", "activity"),
    [
        ("date-unread", row(when="May TBC", status=Status.HELD)),
        ("words-unread", row(when="")),
        ("place-unknown", row(places=[], countries=[])),
        ("unknown-project", row(organisers=["CANLAS"])),
    ],
)
def test_what_follows_from_a_finding_of_reading_is_not_told_again(read_code: str, activity: Activity) -> None:
    """One fault of a row is one finding; the same fault on another line is told."""
    assert found(activity, as_of=date(2027, 5, 31)) != []
    for line, count in ((10, 1), (11, 2)):
        problem = Problem(line=line, code=read_code, severity="warning", message="m", remedy="r")
        assert len(found(activity, as_of=date(2027, 5, 31), problems=[problem])) == count


def test_the_policy_leaves_out_what_it_names() -> None:
    """Codes are ignored whole, waivers for what they fit; one that fits nothing is told."""
    programme = Programme(activities=[attrs.evolve(row(mode=None), uid="1@x")], projects=PROJECTS)
    assert check(programme, policy=CheckPolicy(ignore=["mode-missing"])) == ()
    fits = Waiver(code="mode-missing", reason="said on the page", uids=["1@x"], words="LOCKS")
    assert check(programme, policy=CheckPolicy(waivers=(fits,))) == ()
    idle = Waiver(code="duplicate", reason="two courses")
    assert [each.code for each in check(programme, policy=CheckPolicy(waivers=(idle,)))] == [
        "waiver-unused",
        "mode-missing",
    ]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"waiver": [{"code": "deadline"}]}, "waiver[0]"),
        ({"waiver": [{"code": "deadline", "reason": " "}]}, "waiver[0].reason"),
        ({"ignored": []}, None),
    ],
)
def test_a_policy_says_where_it_is_wrong(data: object, path: str | None) -> None:
    """A waiver needs a code and a reason; unknown keys are refused."""
    with pytest.raises(InputError) as caught:
        read_policy(data)
    assert caught.value.path == path


def test_the_examples_have_no_errors() -> None:
    """Our own newsletters have things to look at, none of them wrong beyond doubt."""
    for path in sorted((ROOT / "examples").glob("*.txt")):
        assert [each for each in check(read(path)) if each.severity is Severity.ERROR] == []


def run(tmp_path: Path, *activities: Activity, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """Return the exit code and the output of `coecal check` for a programme of some activities."""
    placed = [attrs.evolve(each, uid=f"{number}@x") for number, each in enumerate(activities)]
    path = tmp_path / "programme.json"
    path.write_text(to_json(Programme(activities=placed, projects=PROJECTS)), encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(path), *options])
    return done.exit_code, done.stdout


def test_the_command_exits_1_only_for_errors(tmp_path: Path) -> None:
    """Notes and warnings are no failure; JSON is one list, with the UIDs."""
    assert run(tmp_path, row()) == (0, "Nothing to look at.\n")
    code, printed = run(tmp_path, row(mode=None), options=("--json",))
    assert (code, [each["uids"] for each in json.loads(printed)]) == (0, [["0@x"]])
    assert run(tmp_path, attrs.evolve(row(), when=WRONG_WORDS))[0] == 1
    assert run(tmp_path, row(mode=None), options=("--ignore", "mode-missing"))[1] == "Nothing to look at.\n"
    assert run(tmp_path, row(), options=("--ignore", "nothing"))[0] == 1


def test_the_command_takes_a_config_of_waivers(tmp_path: Path) -> None:
    """A waiver in the file takes its finding away; a file that cannot be used ends in one line with its name."""
    config = tmp_path / "check.toml"
    config.write_text('ignore = ["deadline"]\n[[waiver]]\ncode = "mode-missing"\nreason = "see the page"\n')
    options = ("--config", str(config))
    rows = (row(mode=None), row("Survey of weirs", when="by 20 May", mode="online"))
    assert run(tmp_path, *rows, options=options)[1] == "Nothing to look at.\n"
    config.write_bytes(b"\xef\xbb\xbf" + config.read_bytes())
    assert run(tmp_path, *rows, options=options)[1] == "Nothing to look at.\n"
    for data in (b"[[waiver]]\ncode = 'deadline'", b"\xff", b"ignore = ['no-such-code']", b"x = " + b"[" * 5000):
        config.write_bytes(data)
        done = CliRunner().invoke(main, ["check", str(ROOT / "examples" / "update-2026-q2.txt"), *options])
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert "check.toml" in done.stderr or "no-such-code" in done.stderr


def test_whatever_readers_find_is_explained() -> None:
    """Each finding of newsletters and calendars has its reason and its example, and no other is explained."""
    for source, kinds in (("newsletter", NewsletterFinding), ("calendar", CalendarFinding)):
        explained = {each.code for each in readings() if each.source == source}
        assert explained == {kind.value[0] for kind in kinds}
    assert all(each.why and each.example for each in readings())


@pytest.mark.parametrize("code", ["duplicate", "date-unread", "figure-sum", "bad-date", "date-order", "same-uid"])
def test_a_code_explains_itself(code: str) -> None:
    """Codes of checks and of all readers say why they matter and give an example; they can be ignored, too."""
    done = CliRunner().invoke(main, ["check", "--explain", code])
    assert done.exit_code == 0
    assert code in done.stdout
    assert "Why: " in done.stdout
    assert "Example:" in done.stdout
    issue = str(ROOT / "examples" / "update-2026-q2.txt")
    assert CliRunner().invoke(main, ["check", issue, "--ignore", code]).exit_code == 0


def test_a_code_that_is_not_there_is_refused() -> None:
    """The error names the codes that are."""
    done = CliRunner().invoke(main, ["check", "--explain", "nonsense"])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "date-unread" in done.stderr


@pytest.mark.skipif(not REAL.exists(), reason="the real newsletter is not here")
def test_the_real_newsletter_has_the_faults_that_a_reader_finds() -> None:
    """The doubles, the gaps and the misplaced rows were written down by hand, by their lines."""
    remarks = check(read(REAL))
    doubles = {remark.lines for remark in remarks if remark.code.startswith("duplicate")}
    assert doubles == {(482, 484), (495, 496), (508, 509), (542, 544), (543, 548)}
    at = {(remark.code, remark.line) for remark in remarks}
    assert {("place-missing", 544), ("date-missing", 545), ("date-missing", 547), ("wrong-month", 453)} <= at
    assert {line for code, line in at if code == "weekend-start"} == {493, 514}
    assert [remark for remark in remarks if remark.severity is Severity.ERROR] == []


def test_rows_of_several_files_are_told_by_file_and_line(tmp_path: Path) -> None:
    """What is about a row names its file, and takes no row of the same line in another file for it."""
    paths = [tmp_path / f"{name}.toml" for name in "ab"]
    for path, when in zip(paths, ("by May 2027", "3 May 2027"), strict=True):
        source = "source = { line = 7 }"
        row = f'title = "Talks {path.stem}"\nwhen = "{when}"\nmode = "online"\norganisers = ["X"]'
        path.write_text(f"[[activities]]\n{row}\n{source}\n")
    programme = read(*paths)
    (found,) = (remark for remark in check(programme) if remark.code == "deadline")
    assert (found.file, found.line) == (str(paths[0]), 7)
    assert found.uids == (programme.activities[0].uid,)
    assert f"line 7 of {paths[0]}" in found.message
    problem = Problem(line=7, code="x", severity=Severity.NOTE, message="m", remedy="r", file=str(paths[1]))
    (told,) = (remark for remark in check(attrs.evolve(programme, problems=[problem])) if remark.code == "x")
    assert (told.file, told.uids) == (str(paths[1]), (programme.activities[1].uid,))
    shown = CliRunner().invoke(main, ["check", *write_json(tmp_path, programme)]).stdout
    assert f"{paths[0]}:7: note [deadline]" in shown


def write_json(folder: Path, programme: Programme) -> list[str]:
    """Write a programme, and return the argument that names its file."""
    path = folder / "programme.json"
    path.write_text(to_json(programme), encoding="utf-8")
    return [str(path)]
