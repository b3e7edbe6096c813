"""A language of dates is one file: its words and how it writes dates, found by the folder it lies in."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import coecal
from coecal.dates.tables import known_languages

DATA = Path(__file__).parent / "data"
PACKAGE = Path(coecal.__file__).parent

# Dates of every kind, in EDTF where it says them and in English where it does not.
DATES = [
    "2026-10-03", "2026-10-10/2026-10-12", "2026-11-29/2026-12-01", "2026-12-28/2027-01-03",
    "{2026-09-11..2026-09-13,2026-09-15}", "{2026-09-11,2026-09-13..2026-09-14,2026-09-20}", "2026-11",
    "[2026-11-01..2026-11-10]", "[2026-11-11..2026-11-20]", "[2026-02-21..2026-02-28]", "2026", "Q4 2026", "H2 2026",
    "early 2026", "mid-2026", "late 2026", "between 3 and 12 October 2026", "2 days in mid-November 2026",
    "2-3 days in October 2026", "1 day in Q4 2026", "July-September 2026", "mid-October to mid-November 2026",
    "3 October to mid-November 2026", "by 30 October 2026", "by October 2026", "from 3 October 2026", "from March 2026",
    "from mid-October 2026", "not before 3 October 2026", "until 15 November 2026", "12 or 19 October 2026",
    "12, 19 or 26 October 2026", "10-12 or 17-19 October 2026", "mid-October or mid-November 2026",
    "every Monday in October 2026", "every Monday and Thursday in October 2026", "every other Monday in October 2026",
    "every third Thursday from 1 October to 12 November 2026", "every day from 9 to 15 October 2026", "TBC",
    "12-13 November 2026 (TBC)", "by October 2026 (TBC)", "around 20 October 2026", "around mid-November 2026",
    "3 October 2026, 14:00-16:00", "12 November 2026 (cancelled)", "12 November 2026 (postponed)",
]  # fmt: skip


@pytest.mark.parametrize("code", known_languages())
def test_what_a_language_writes_it_reads(code: str) -> None:
    """Dates of every kind, written in a language, are the same date read in that language, and mostly in any."""
    for words in DATES:
        when = coecal.parse_date(words)
        written = when.format(code)
        assert coecal.parse_date(written, locale=code) == when, written
        assert coecal.parse_date(written) == when, written


@pytest.mark.parametrize("code", known_languages())
def test_each_language_has_its_cases(code: str) -> None:
    """A file of cases stands beside the table, in which dates of every kind are read and titles are not."""
    cases = tomllib.loads((DATA / f"dates_{code}.toml").read_text("utf-8"))
    assert {case["kind"] for case in cases["read"]} == {kind.value for kind in coecal.Kind}
    assert len(cases["no_dates"]) >= 20


# Esperanto, which is none of ours: a few words of every sort.
WORDS = """
[part]
early = ["komence de"]
mid = ["meze de"]
late = ["fine de"]

[bound]
by = ["ĝis plej malfrue"]

[to]
yes = ["ĝis"]

[or]
yes = ["aŭ"]

[of]
yes = ["de", "en"]

[on]
yes = ["la"]

[ordinal_suffix]
yes = ["a"]

[to_be_confirmed]
words = ["konfirmota"]
dates = ["dato"]
"""

USE = """
import coecal
for text in ("3-5 oktobro 2026", "la 3a ĝis 5a de oktobro 2026", "meze de novembro 2026", "12 aŭ 19 oktobro 2026",
             "dato konfirmota"):
    when = coecal.parse_date(text)
    print(when.locale, when.kind.value, when.to_edtf())
print(coecal.parse_date("mid-November 2026").format("eo"))
"""


def test_a_new_language_is_one_new_file(tmp_path: Path) -> None:
    """A table laid into the folder is a language that is told from its words, read and written; no code names it."""
    package = tmp_path / "coecal"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    english = (PACKAGE / "data" / "languages" / "en.toml").read_text("utf-8")
    formats = english[english.index("[formats]") :].replace('"mid-{month}"', '"meze de {month}"')
    (package / "data" / "languages" / "eo.toml").write_text(WORDS + formats, "utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", USE],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.splitlines() == [
        "eo exact 2026-10-03/2026-10-05",
        "eo exact 2026-10-03/2026-10-05",
        "eo window [2026-11-11..2026-11-20]",
        "eo alternatives [2026-10-12,2026-10-19]",
        "eo undated ../..",
        "meze de Novembro 2026",
    ]
