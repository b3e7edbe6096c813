"""What `coecal date` shows to people: the table of a date, the months that it touches with their marks, and why."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from strategies import axis_dates, fuzzy_dates

from coecal.cli.main import main
from coecal.cli.months import GAP, GRID_WIDTH, MOST_MONTHS, calendar_lines
from coecal.dates import Certainty, FuzzyDate, Kind, parse_date
from coecal.ranges import DateRange
from coecal.timeline.words import words_of

ENGLISH = words_of("en")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
TITLE = re.compile(rf"({'|'.join(MONTHS)}) (\d+)")
LEGEND = "[ ] certain day   ? possible day"
NO_CALENDAR = "There is no calendar: no day is known."
STYLED = re.compile(r"\x1b\[([0-9;]*)m([^\x1b]*)\x1b\[0m")
SIGNS = {"[]": Certainty.CERTAIN, " ?": Certainty.POSSIBLE, "  ": Certainty.NONE}


def shown(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Return what a pipe gets."""
    done = CliRunner(catch_exceptions=False).invoke(main, ["date", *arguments], prog_name="coecal", env=env)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is."""
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch, width: int, *arguments: str, **env: str) -> str:
    """Return what a terminal of some width gets, with its sequences."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": str(width), "TERM": "xterm-256color", **env}.items():
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", terminal := Terminal())
        main(["date", *arguments], prog_name="coecal", standalone_mode=False)
    return terminal.getvalue()


def plain(text: str) -> list[str]:
    """Return lines without the sequences of a terminal."""
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()]


def days_in(lines: Sequence[str]) -> dict[date, Certainty]:
    """Return every day of the months that are drawn, in order, with what its sign says."""
    found: dict[date, Certainty] = {}
    months: list[tuple[int, int]] = []
    for title, line in pairwise(("", *lines)):
        if line.startswith("wk "):
            months = [(int(year), MONTHS.index(name) + 1) for name, year in TITLE.findall(title)]
        elif not re.match(r"[ \d]\d [ \[]|\s+\d+ [ \[]", line):
            months = []
        for position, month in enumerate(months if not line.startswith("wk ") else ()):
            found.update(_week(month, line[position * (GRID_WIDTH + GAP) :][:GRID_WIDTH].ljust(GRID_WIDTH)))
    return found


def _week(month: tuple[int, int], line: str) -> Mapping[date, Certainty]:
    cells = [line[start : start + 4] for start in range(3, GRID_WIDTH, 4)]
    days = {date(*month, int(cell[1:3])): SIGNS[cell[0] + cell[3]] for cell in cells if cell.strip()}
    assert all(int(line[:3]) == day.isocalendar().week for day in days)
    assert all(cells[day.weekday()][1:3] == f"{day.day:>2}" for day in days)
    return days


def marked(lines: Sequence[str]) -> tuple[str, str]:
    """Return the certain days and the possible days that are drawn, as short text."""
    found = days_in(lines)
    return _spell(found, Certainty.CERTAIN), _spell(found, Certainty.POSSIBLE)


def _spell(found: Mapping[date, Certainty], certainty: Certainty) -> str:
    days = [day for day, sign in found.items() if sign is certainty]
    starts = [day for day in days if day - timedelta(days=1) not in days]
    ends = [day for day in days if day + timedelta(days=1) not in days]
    spans = [(f"{one:%m-%d}", f"{other:%m-%d}") for one, other in zip(starts, ends, strict=True)]
    return ", ".join(one if one == other else f"{one}..{other}" for one, other in spans)


CASES = (
    ("4-7 September 2023", "09-04..09-07", ""),
    ("2024-02-29", "02-29", ""),
    ("mid-November 2023", "", "11-11..11-20"),
    ("two-day workshop in mid-November 2023", "", "11-11..11-20"),
    ("July-September 2023", "07-31..09-01", "07-01..07-30, 09-02..09-30"),
    ("by October 2023", "", "10-01..10-31"),
    ("from 3 October 2023", "10-03", "10-04..10-31"),
    ("until 15 November 2023", "11-15", "11-01..11-14"),
    ("12 or 19 October 2023", "", "10-12, 10-19"),
    ("10-14 or 12-16 October 2023", "10-12..10-14", "10-10..10-11, 10-15..10-16"),
    ("11-13 & 15 September 2023", "09-11..09-13, 09-15", ""),
    ("every Monday in October 2023", "10-02, 10-09, 10-16, 10-23, 10-30", ""),
    ("28 December 2023 - 3 January 2024", "12-28..01-03", ""),
    ("winter 2026", "", "12-01..02-28"),
    ("[2023-11-11..2023-11-20]", "", "11-11..11-20"),
    ("2023-10-03/..", "10-03", "10-04..10-31"),
    ("{2023-09-11..2023-09-13,2023-09-15}", "09-11..09-13, 09-15", ""),
)


@pytest.mark.parametrize(("text", "certain", "possible"), CASES)
def test_certain_and_possible_days_have_signs(text: str, certain: str, possible: str) -> None:
    """What happens for certain stands in brackets, what can happen has a question mark, under a legend."""
    lines = shown(text).splitlines()
    assert marked(lines) == (certain, possible)
    assert lines.count(LEGEND) == 1


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize(("text", "certain", "possible"), CASES)
def test_a_terminal_shows_the_same_within_its_width(
    monkeypatch: pytest.MonkeyPatch, text: str, certain: str, possible: str, width: int
) -> None:
    """At any width the marks are the same, and no line is wider."""
    lines = plain(on_terminal(monkeypatch, width, text))
    assert marked(lines) == (certain, possible)
    assert max(map(len, lines)) <= width


@given(axis_dates(open_ends=True))
def test_marks_say_what_a_comparison_says(when: FuzzyDate) -> None:
    """A day is marked as sure as an activity on that day is to overlap."""
    found = days_in([line.plain for line in calendar_lines(when, 80, ENGLISH)])
    points = ("earliest_start", "latest_start", "earliest_end", "latest_end")
    known = {getattr(part, point) for part in when.ranges for point in points} - {None}
    assert known <= found.keys()
    assert (not found) == (not known)
    for day, sign in found.items():
        alone = FuzzyDate("", Kind.EXACT, (DateRange.exact(day),))
        assert when.compare(alone).certainty is sign


@settings(max_examples=40)
@given(fuzzy_dates())
def test_any_date_has_a_calendar_or_says_why_not(when: FuzzyDate) -> None:
    """From the year 1 to 9999 there are at most six months, each whole, and the signs of the known days."""
    lines = [line.plain.rstrip() for line in calendar_lines(when, 120, ENGLISH)]
    months = {(day.year, day.month) for day in days_in(lines)}
    assert len(months) <= MOST_MONTHS
    assert (lines == [NO_CALENDAR]) == (not months)
    assert all(len(line) <= 120 for line in lines if TITLE.search(line) or line.startswith("wk"))


@pytest.mark.parametrize(("width", "abreast"), [(20, 1), (40, 1), (64, 1), (65, 2), (80, 2), (120, 3), (240, 6)])
def test_months_stand_side_by_side_as_the_width_allows(width: int, abreast: int) -> None:
    """There are as many in a row as fit, and never less than one."""
    lines = [line.plain for line in calendar_lines(parse_date("2023"), width, ENGLISH)]
    assert max(len(TITLE.findall(line)) for line in lines if not line.startswith("Not shown")) == abreast


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("2023", ["Not shown: 6 more months, from July 2023 to December 2023."]),
        ("January-July 2023", ["Not shown: 1 more month, July 2023, with certain days among them."]),
        ("2023/2024", ["Not shown: 18 more months, from July 2023 to December 2024, with certain days among them."]),
        ("every Monday in 2026", ["Not shown: 6 more months, from July 2026 to December 2026, with certain days"]),
        ("by October 2023", ["The start is open: any day before October 2023 is possible, too."]),
        ("since March 2023", ["The end is open: any day after March 2023 is possible, too."]),
        ("mid-May 2023, TBC", ["The marked days are to be confirmed."]),
        ("3 May 2023, cancelled", ["It is cancelled: the marked days are those for which it was planned."]),
        ("January-June 2023", []),
    ],
)
def test_a_sentence_says_what_the_months_do_not(text: str, sentences: Sequence[str]) -> None:
    """What is left out, what is open and what holds for all marked days stands in sentences under the legend."""
    lines = shown(text).splitlines()
    said = lines[lines.index(LEGEND) + 1 :]
    assert len(said[: said.index("")]) == len(sentences)
    assert all(line.startswith(sentence) for line, sentence in zip(said, sentences, strict=False))


def test_an_open_end_reaches_what_is_known_beyond_it() -> None:
    """Where one of several stretches is open, the months up to the last day that is known are drawn as well."""
    open_end = DateRange(date(2023, 10, 30), date(2023, 10, 30), None, None)
    when = FuzzyDate("drawn", Kind.ALTERNATIVES, (open_end, DateRange.exact(date(2024, 1, 3))))
    lines = [line.plain for line in calendar_lines(when, 80, ENGLISH)]
    assert marked(lines) == ("", "10-30..01-31")
    assert lines[-1] == "The end is open: any day after January 2024 is possible, too."


def test_what_is_undated_has_the_months_of_its_period() -> None:
    """Any day of the period it is listed under is possible; without one there is no grid, and a sentence."""
    listed = shown("TBC", "--within", "2023-11")
    assert marked(listed.splitlines()) == ("", "11-01..11-30")
    alone = shown("TBC").splitlines()
    assert NO_CALENDAR in alone
    assert LEGEND not in alone
    assert days_in(alone) == {}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "mid-November 2023, TBC",
            {
                "kind": "window",
                "tentative": "yes",
                "start": "2023-11-11 to 2023-11-20",
                "end": "2023-11-11 to 2023-11-20",
                "days": "1 to 10",
                "EDTF": "[2023-11-11?..2023-11-20?]",
                "language": "en",
            },
        ),
        ("4-7 September 2023", {"kind": "exact", "start": "2023-09-04", "end": "2023-09-07", "days": "4"}),
        ("July-September 2023", {"start": "2023-07-01 to 2023-07-31", "days": "33 to 92"}),
        ("by October 2023", {"start": "2023-10-31 at the latest", "days": "1 or more"}),
        ("from 3 October 2023", {"start": "2023-10-03", "end": "2023-10-03 at the earliest"}),
        ("TBC", {"kind": "undated", "tentative": "yes", "start": "open", "end": "open"}),
        ("12 or 19 October 2023", {"start": "2023-10-12 to 2023-10-19", "stretches": "2, one of them happens"}),
        ("du 4 au 7 septembre 2023", {"kind": "exact", "language": "fr"}),
        ("3 May 2023, cancelled", {"status": "cancelled"}),
    ],
)
def test_a_small_table_says_what_is_known(text: str, facts: Mapping[str, str]) -> None:
    """The kind, the ends with what is not known of them, the days, the standard form and the language stand there."""
    head, _, *lines = shown(text).splitlines()
    assert re.split(r" {3,}", head) == ["text", text]
    rows = dict(re.split(r" {3,}", line, maxsplit=1) for line in lines[: lines.index("")])
    assert facts.items() <= rows.items()


def test_several_stretches_are_listed_up_to_a_number() -> None:
    """Each stretch has its row; how many have none is said."""
    few = shown("11-13 & 15 September 2023").splitlines()
    assert [line.split() for line in few if "2023-09-1" in line][-2:] == [
        ["2023-09-11", "2023-09-13", "3"],
        ["and", "2023-09-15", "2023-09-15", "1"],
    ]
    many = shown("every Monday in 2026").splitlines()
    assert sum(line.startswith("and ") for line in many) == 11
    assert "Not listed: 40 more; --json has them all." in many
    assert max(len(line) for line in many[: many.index(LEGEND)]) <= 80


def test_each_text_has_a_block_of_its_own() -> None:
    """Several texts are shown one after the other, each as it would be alone."""
    texts = ["mid-November 2023", "12 or 19 October 2023", "TBC"]
    assert shown(*texts) == "\n\n".join(shown(text) for text in texts)


def test_the_explanation_ends_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the months it says why, in the same words everywhere; a terminal breaks them between words."""
    text = "mid-November 2023"
    why = parse_date(text).explain()
    assert shown(text).endswith(f"\n\n{why}\n")
    assert " ".join(" ".join(plain(on_terminal(monkeypatch, 40, text))).split()).endswith(" ".join(why.split()))


def test_an_error_stands_beside_the_blocks() -> None:
    """A text that is no date makes the exit code 1 and one line; the others are shown."""
    done = CliRunner().invoke(main, ["date", "3 October 2023", "31 November 2023"], prog_name="coecal")
    assert done.exit_code == 1
    assert done.stdout == shown("3 October 2023")
    assert re.fullmatch(r"coecal: '31 November 2023'.*\n", done.stderr)


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm"}])
def test_styles_say_it_without_colours(monkeypatch: pytest.MonkeyPatch, env: Mapping[str, str]) -> None:
    """On a terminal certain days are reversed and possible ones underlined, sign included, and nothing has a colour."""
    styles = {
        text: codes
        for codes, text in STYLED.findall(on_terminal(monkeypatch, 80, "from 30 October 2023", **env))
        if text.strip("[]? ").isdigit() and not text.endswith(" ")
    }
    assert styles == {"[30]": "1;7", "31?": "4"}


def test_a_terminal_without_styles_has_the_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a terminal knows no styles, the signs alone say it."""
    text = on_terminal(monkeypatch, 80, "from 30 October 2023", TERM="dumb")
    assert "\x1b" not in text
    assert marked(plain(text)) == ("10-30", "10-31")


@pytest.mark.parametrize("env", [{"COLUMNS": "40"}, {"COLUMNS": "200"}, {"FORCE_COLOR": "1"}, {"LC_ALL": "fr_FR"}])
def test_a_pipe_gets_80_columns_everywhere(env: Mapping[str, str]) -> None:
    """The months in a pipe are two abreast, without sequences, whatever the surroundings say."""
    text = shown("2023", env=env)
    assert text == shown("2023")
    assert "\x1b" not in text
    lines = text.splitlines()
    assert max(len(line) for line in lines[: lines.index(LEGEND)]) <= 80


def test_the_answer_can_be_french() -> None:
    """The table, the months with their marks, what they leave unsaid and the explanation are in one language."""
    said = shown("12 ou 19 novembre 2023 (annulé)", "from 3 October 2025 TBC", "--language", "fr").splitlines()
    for line in (
        "nature        choix",
        "à confirmer   non",
        "état          annulé",
        "début         2023-11-12 à 2023-11-19",
        "périodes      2, dont une seule aura lieu",
        "ou   2023-11-19   2023-11-19   1",
        "          novembre 2023",
        "s.  lu  ma  me  je  ve  sa  di",
        "45   6   7   8   9  10  11  12?",
        "[ ] jour certain   ? jour possible",
        "C'est annulé : les jours marqués étaient ceux qui étaient prévus.",
        "« 12 ou 19 novembre 2023 (annulé) » est un choix : une seule de ces dates sera retenue.",
        "fin           au plus tôt 2025-10-03",
        "La fin n'est pas connue : tous les jours après octobre 2025 sont aussi possibles.",
    ):
        assert line in said
    assert not [words for words in ("possible day", "at the", "kind", "language", "is not") if words in "\n".join(said)]


def test_the_language_of_the_answer_changes_no_json() -> None:
    """Programs get the same whoever reads."""
    assert shown("mid-November 2023", "--json", "--language", "fr") == shown("mid-November 2023", "--json")
