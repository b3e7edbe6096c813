"""One list per language says "to be confirmed": dates, newsletters, calendars in prose and tables know its words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import coecal
from coecal.dates import Kind
from coecal.dates.tables import known_languages
from coecal.dates.unconfirmed import unconfirmed

NEWSLETTERS = {
    "en": "Coming next (October-December 2026)\n\nOctober 2026\n\nWELL+\tTalks on wells, Togo, {words}\n"
    "WELL+\tTalks on lakes, {place}, 3 October\n\n{heading}\n\nWELL+\tHandbook of wells, online\n",
    "fr": "À venir (octobre-décembre 2026)\n\nOctobre 2026\n\nWELL+\tRencontre des puits, Togo, {words}\n"
    "WELL+\tRencontre des lacs, {place}, 3 octobre\n\n{heading}\n\nWELL+\tManuel des puits, en ligne\n",
}
WORDS = [(code, words) for code in NEWSLETTERS for words in unconfirmed(code).words]
LANGUAGES = [code for code in known_languages() if unconfirmed(code).words]


def capital(words: str) -> str:
    """Return words as they stand above a list."""
    return words[:1].upper() + words[1:]


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_word_alone_is_a_date_that_is_not_known(code: str) -> None:
    """So is each of the phrases that say it of a date."""
    said = unconfirmed(code)
    for words in (*said.words, *said.dates):
        assert coecal.parse_date(words, locale=code).kind is Kind.UNDATED
        assert coecal.parse_date(f"2026-10-03 ({words})", locale=code).tentative


@pytest.mark.parametrize(("code", "words"), WORDS)
def test_newsletters_know_each_word(code: str, words: str) -> None:
    """In a row, in the place of a place, and as the heading of what has no month."""
    place = f"{unconfirmed(code).places[0].removesuffix(f' {unconfirmed(code).words[0]}')} {words}"
    text = NEWSLETTERS[code].format(words=words, place=place, heading=capital(words))
    row, placed, listed = coecal.read(text=text, format="newsletter").activities
    assert (row.countries, row.when.kind, row.when.text) == (("TG",), Kind.UNDATED, words.rstrip("."))
    assert (placed.places, placed.when.to_edtf()) == ((place,), "2026-10-03")
    assert (listed.when.kind, listed.source.heading) == (Kind.UNDATED, capital(words))


@pytest.mark.parametrize(("code", "words"), WORDS)
def test_calendars_in_prose_know_each_word(code: str, words: str) -> None:
    """In brackets behind a date, as a heading, and in the place of a date."""
    dated = {
        "en": f"- 3 October 2026: Talks on lakes\n- 9 October 2026 ({words}): Talks on wells\n",
        "fr": f"- 3 octobre 2026 : Rencontre des lacs\n- 9 octobre 2026 ({words}) : Rencontre des puits\n",
    }[code]
    programme = coecal.read(text=f"{dated}\n{capital(words)}\n\n- {words} | Manuel des fleuves\n", format="agenda")
    assert [(one.when.kind, one.when.tentative) for one in programme.activities] == [
        (Kind.EXACT, False),
        (Kind.EXACT, True),
        (Kind.UNDATED, True),
    ]


@pytest.mark.parametrize(("code", "words"), WORDS)
def test_tables_know_each_word(code: str, words: str) -> None:
    """As a date, as the heading of what is tentative, and in a column of persons, where it names nobody."""
    del code
    table = f"title;when;{words};people\nTalks on wells;{words};;{words}\nTalks on lakes;2026-10-03;x;Ama\n"
    wells, lakes = coecal.read(text=table, format="csv").activities
    assert (wells.when.kind, wells.people) == (Kind.UNDATED, ())
    assert (lakes.when.tentative, lakes.people) == (True, ("Ama",))


NEW_WORD = """
import coecal
from pathlib import Path

row, placed, listed = coecal.read(text=Path("newsletter.txt").read_text(), format="newsletter").activities
print(row.when.kind.value, placed.places, listed.when.kind.value)
[held] = coecal.read(text="titre;quand\\nRencontre;à jauger", format="csv").activities
print(held.when.kind.value, held.when.text)
"""


def test_a_new_word_is_one_change_in_one_file(tmp_path: Path) -> None:
    """A word that is added to the table of its language is understood everywhere."""
    package = tmp_path / "coecal"
    shutil.copytree(Path(coecal.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    table = package / "data" / "languages" / "fr.toml"
    before = table.read_text("utf-8")
    table.write_text(before.replace('"à confirmer",', '"à confirmer", "à jauger",', 1), "utf-8")
    text = NEWSLETTERS["fr"].format(words="à jauger", place="lieu à jauger", heading="À jauger")
    (tmp_path / "newsletter.txt").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", NEW_WORD],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert done.stdout.splitlines() == ["undated ('lieu à jauger',) undated", "undated à jauger"]
