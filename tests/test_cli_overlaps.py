"""What `coecal overlaps` prints: pairs, conflicts under rules, dates to settle, free windows, in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import coecal
from coecal.activities import Activity, Section
from coecal.cli.main import main
from coecal.conflicts.common import by_use, in_common, why
from coecal.dates import FuzzyDate
from coecal.overlaps import find_overlaps
from coecal.programme import Programme
from coecal.writers.json import to_json

NEWSLETTER = Path(__file__).parents[2] / "shared" / "newsletters" / "cybercrime-coe-update-2023-q3.txt"
NASTY = "=cmd()|<script>alert(1)</script>|*bold*\x1b[2J & [x](y) https://x.example www.x.example a@x.example"
PAGE = {"html", "head", "meta", "title", "style", "body", "h1", "table", "thead", "tbody", "tr", "th", "td", "p"}
HEADINGS = {
    "pairs": ["days", "overlap", "likelihood", "why", "one", "other"],
    "conflicts": ["severity", "days", "sure", "what", "activities"],
    "settle": ["decides", "of", "activity", "with"],
    "free": ["days", "conflicts", "with", "beside"],
}
MODES: Mapping[str, Sequence[str]] = {
    "pairs": (),
    "conflicts": ("--rules",),
    "settle": ("--settle",),
    "free": ("--free", "2", "--project", "P", "--country", "GH"),
}


def run(*arguments: str | Path) -> Result:
    """Run the command here."""
    return CliRunner(catch_exceptions=False).invoke(main, ["overlaps", *map(str, arguments)], prog_name="coecal")


def document(*arguments: str | Path) -> Any:  # noqa: ANN401 - a document is anything
    """Return the one JSON document that is printed."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0
    return json.loads(done.stdout)


def activity(uid: str, when: str, text: str, *, country: str, title: str | None = None) -> Activity:
    """Return an activity of a project in a country."""
    made = FuzzyDate.from_edtf(when)
    date = FuzzyDate(text, made.kind, made.ranges, made.tentative)
    return Activity(uid=uid, title=title or f"Visit {uid}", when=date, projects=("P",), countries=(country,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a small plan: one clash in one country, a window, and a title that nobody should run."""
    programme = Programme(
        title=NASTY,
        period=coecal.parse_period("2024-01"),
        projects=(coecal.Project(key="p", name="P"),),
        activities=(
            activity("far", "2024-01-09/2024-01-10", "9-10 January", country="FR"),
            activity("window", "[2024-01-09..2024-01-19]", "mid-January", country="GH"),
            activity("firm", "2024-01-10/2024-01-11", "10-11 January", country="GH", title=NASTY),
            activity("also", "2024-01-11", "11 January", country="GH"),
        ),
    )
    path = tmp_path / "plan.json"
    path.write_text(to_json(programme), encoding="utf-8")
    return path


class Cells(HTMLParser):
    """Reads the rows of a page's table, and refuses elements that a report does not have."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        assert tag in PAGE
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        """Add words to a cell."""
        if self._inside:
            self.rows[-1][-1] += data


def test_the_pair_that_can_clash_in_one_country_stands_first(path: Path) -> None:
    """Certain before possible, more in common before less; both wordings stand as written."""
    lines = run(path).stdout.splitlines()
    assert lines[0].split() == HEADINGS["pairs"]
    assert "10-11 January" in lines[2]
    assert "11 January" in lines[2].rsplit("Visit also", 1)[1]
    assert "same country: Ghana; same project: P" in lines[2]
    assert "certain" in lines[2]
    assert "possible" in lines[4]
    assert "mid-January" in lines[4]
    assert "5 overlaps, 2 of them certain" in lines


def test_the_json_of_pairs_has_the_documented_keys_alone(path: Path) -> None:
    """The format for programs stays as it is, in the order of the programme."""
    found = document(path)
    assert {tuple(item) for item in found} == {("a", "b", "certainty", "likelihood", "shared", "possible_days")}
    assert [(item["a"], item["b"]) for item in found][:2] == [("far", "window"), ("far", "firm")]


def test_several_criteria_mean_any_of_them(path: Path) -> None:
    """A pair that shares one of them is there once."""
    by_country, both = document(path, "--by", "country"), document(path, "--by", "country", "--by", "project")
    assert len(by_country) == 3
    assert len(both) == 5
    assert both[-1]["shared"] == ["GH", "P"]


def test_days_restrict_every_report(path: Path) -> None:
    """What is over before --from or begins after --until is left out."""
    assert len(document(path, "--from", "2024-01-11")) == 3
    assert len(document(path, "--until", "2024-01-09")) == 1
    assert document(path, "--rules", "--from", "2024-02-01") == []
    assert [item["days"] for item in document(path, "--free", "31")] == [["2024-01-01", "2024-01-31"]]
    windows = document(path, "--free", "1", "--from", "2024-01-30")
    assert sorted(item["days"][0] for item in windows) == ["2024-01-30", "2024-01-31"]


def test_the_last_day_of_the_calendar_is_a_day(path: Path) -> None:
    """It can be asked for like any other."""
    windows = document(path, "--free", "1", "--from", "9999-12-30", "--until", "9999-12-31")
    assert [item["days"][0] for item in windows] == ["9999-12-30", "9999-12-31"]


def test_half_a_period_is_not_enough_where_the_programme_has_none(tmp_path: Path) -> None:
    """No end is made up for it, nor are all days of the calendar tried."""
    path = tmp_path / "plan.json"
    path.write_text(to_json(Programme()), encoding="utf-8")
    done = run(path, "--free", "1", "--from", "2024-01-01")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "both --from and --until" in done.stderr


def test_rules_list_conflicts_by_severity(path: Path, tmp_path: Path) -> None:
    """A planner's file adds persons, waivers and rules; the exit code is 0 whatever is found."""
    own = tmp_path / "rules.toml"
    own.write_text(
        '[people]\ntrainer = ["firm", "also"]\n[rules]\npublic-holiday = "off"\n'
        '[[waivers]]\nrule = "same-country-week"\nactivities = ["also"]\nreason = "one delegation"\n'
        '[[waivers]]\nactivities = ["firm", "far"]\nreason = "long ago"\n',
        encoding="utf-8",
    )
    found = document(path, "--rules", own)
    assert (found[0]["rule"], found[0]["severity"]) == ("same-person", "error")
    assert found[0]["activities"] == ["firm", "also"]
    assert "one delegation" in [item["waived"] for item in found if item["rule"] == "same-country-week"]
    assert document(path, "--rules", own, "--certain") == [item for item in found if item["certainty"] == "certain"]
    people = run(path, "--rules", own)
    assert people.stdout.splitlines()[2].startswith("error")
    assert "Waived: " in people.stdout
    assert "one delegation" in people.stdout
    told = "the waiver of 'firm' and 'far' (long ago); take it out"
    assert f"Waives nothing: {told}" in " ".join(people.stdout.split())
    assert f"waives nothing: {told}" in run(path, "--rules", own, "--json").stderr


def test_settling_and_free_windows_have_uids(path: Path) -> None:
    """Programs get what the library finds."""
    assert document(path, "--settle") == [{"activity": "window", "decides": ["far", "firm", "also"], "concerns": []}]
    windows = document(path, "--free", "2", "--project", "P", "--country", "ghana")
    assert len(windows) == 30
    assert windows[0]["conflicts"] == []
    assert {"also", "firm"} <= {uid for item in windows for each in item["conflicts"] for uid in each["activities"]}


@pytest.mark.parametrize("mode", MODES)
def test_html_is_a_page_in_which_nothing_runs(path: Path, mode: str) -> None:
    """Words of a programme are text; the table has its headings, and each row as many cells."""
    page = run(path, *MODES[mode], "--html").stdout
    rows = Cells(page).rows
    assert rows[0] == HEADINGS[mode]
    assert {len(row) for row in rows} == {len(HEADINGS[mode])}
    assert "<script" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("mode", MODES)
def test_markdown_is_a_table_without_mark_up_in_its_cells(path: Path, mode: str) -> None:
    """Every row has as many cells as the heading, whatever the words."""
    text = run(path, *MODES[mode], "--md").stdout
    rows = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert rows[0] == f"| {' | '.join(HEADINGS[mode])} |"
    assert {row.count("|") for row in rows} == {len(HEADINGS[mode]) + 1}
    assert "<script" not in text.replace("\\<script", "")
    assert "\x1b" not in text
    assert not re.findall(r"https://|www\.x|a@x", text)


@pytest.mark.parametrize("mode", MODES)
def test_csv_has_no_formula(path: Path, mode: str) -> None:
    """No cell begins as a formula does, and every row has all columns."""
    rows = list(csv.reader(io.StringIO(run(path, *MODES[mode], "--csv").stdout)))
    assert len(rows) > 1
    assert not any("\x1b" in cell for row in rows for cell in row)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


WRONG: list[Sequence[str]] = [
    ("--settle", "--rules"),
    ("--settle", "--free", "3"),
    ("--rules", "--by", "country"),
    ("--free", "3", "--by", "country"),
    ("--country", "GH"),
    ("--free", "0"),
    ("--md", "--html"),
    ("--from", "2024-02-01", "--until", "2024-01-01"),
    ("--free", "1", "--from", "2025-01-01"),
    ("--by", "room"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=map(" ".join, WRONG))
def test_options_that_do_not_go_together_are_wrong_usage(path: Path, arguments: Sequence[str]) -> None:
    """Exit code 2, nothing on standard output."""
    done = run(path, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--rules", "absent.toml"), "absent.toml"),
        (("--free", "40"), "40 days"),
        (("--free", "3", "--country", "Atlantis"), "Atlantis"),
        (("--free", "3", "--project", "Q"), "Q"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(path: Path, arguments: Sequence[str], words: str) -> None:
    """Exit code 1 and a sentence."""
    done = run(path, *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


def test_a_country_is_not_named_twice_and_a_region_only_if_it_is_asked_for() -> None:
    """The words that say why a pair matters hold what tells pairs apart."""
    when = FuzzyDate.from_edtf("2024-01-10")
    one, other = (
        Activity(uid=uid, title=uid, when=when, places=places, regions=("Africa",), countries=("GH",))
        for uid, places in (("a", ("Ghana",)), ("b", ("Accra", "Ghana")))
    )
    (pair,) = find_overlaps([one, other], by="country")
    assert why(pair) == "same country: Ghana"
    assert in_common(one, other) == {"country": ("GH",), "place": ("Ghana",), "region": ("Africa",)}
    (pair,) = find_overlaps([one, other], by="region")
    assert why(pair) == "same country: Ghana; same region: Africa"


def test_the_real_report_begins_with_what_a_planner_has_to_decide() -> None:
    """First come certain overlaps of one project in one country that are still to come."""
    if not NEWSLETTER.is_file():
        pytest.skip("the real newsletter is not at hand")
    programme = coecal.read(NEWSLETTER)
    found = sorted(programme.overlaps(by="project"), key=lambda pair: by_use(pair, programme.as_of))[:4]
    for pair in found:
        assert pair.certainty == "certain"
        assert set(pair.a.countries) & set(pair.b.countries)
        assert {pair.a.source.section, pair.b.source.section} == {Section.COMING_NEXT}
