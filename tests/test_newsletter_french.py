"""Newsletters in French: the same form as in English, told by the headings of their lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import coecal
from coecal.activities import Mode, Status
from coecal.errors import UnknownNameError
from coecal.readers.newsletter import has_lists, read_newsletter
from coecal.readers.newsletter.words import known_languages, load_words

NEWSLETTER = """\
LETTRE DE L'EAU

Juillet - septembre 2026

Dates à retenir

- du 12 au 14 novembre 2026, Dakar, Sénégal : Rencontre mondiale des puits

ACTUALITÉ : Le monde des puits (WELL+)

WELL+ en bref

Durée : mars 2025 - février 2028
Budget : EUR 1,25 million
Portée géographique : Afrique

Inventaire des activités (juillet-septembre 2026)

Juillet 2026

WELL+\tAtelier sur les puits, les rivières et les lacs, Mombasa, Kenya, en présentiel, du 3 au 5 juillet
WELL+, Fonds du port\tConsultation sur la loi sur l'eau, en ligne, d'ici le 30 juillet

À venir (octobre-décembre 2026)

Octobre 2026

WELL+\tREPORTÉ : Visite d'étude, Genève, Suisse, 1er octobre
Fonds du port\tOuverture du musée, Gand, Belgique, hybride, mi-octobre
WELL+\tFormation de formateurs, Côte d'Ivoire, reportée à décembre
WELL+\tMission d'appui, Togo, à confirmer

Date à confirmer

WELL+\tManuel des puits, en visioconférence
"""


def test_a_french_newsletter_is_read_as_an_english_one() -> None:
    """Titles, places, modes, statuses and dates of each row."""
    programme = read_newsletter(NEWSLETTER)
    rows = [
        (one.title, one.projects, one.organisers, one.countries, one.mode, one.status.value, one.when.to_edtf())
        for one in programme.activities
    ]
    assert rows == [
        ("Atelier sur les puits, les rivières et les lacs", ("WELL+",), (), ("KE",), Mode.IN_PERSON, "held",
         "2026-07-03/2026-07-05"),
        ("Consultation sur la loi sur l'eau", ("WELL+",), ("Fonds du port",), (), Mode.ONLINE, "held",
         "[..2026-07-30]"),
        ("Visite d'étude", ("WELL+",), (), ("CH",), None, "postponed", "2026-10-01"),
        ("Ouverture du musée", (), ("Fonds du port",), ("BE",), Mode.HYBRID, "planned", "[2026-10-11..2026-10-20]"),
        ("Formation de formateurs", ("WELL+",), (), ("CI",), None, "postponed", "2026-12"),
        ("Mission d'appui", ("WELL+",), (), ("TG",), None, "planned", "2026-10?"),
        ("Manuel des puits", ("WELL+",), (), (), Mode.ONLINE, "planned", "[2026-10-01?..2026-12-31?]"),
    ]  # fmt: skip
    assert {problem.severity for problem in programme.problems} <= {"note"}


def test_its_blocks_periods_and_announcements_are_read() -> None:
    """The period, the day it looks back from, the project's frame and the date to keep free."""
    programme = read_newsletter(NEWSLETTER)
    assert programme.title == "LETTRE DE L'EAU"
    assert (str(programme.as_of), str(programme.period)) == ("2026-09-30", "<Period 2026-07-01..2026-12-31>")
    [project] = programme.projects
    assert (project.name, project.scope) == ("WELL+", "Afrique")
    assert "Africa" in programme.activities[0].regions
    [save] = programme.save_the_dates
    assert (save.title, save.places, save.when.to_edtf()) == (
        "Rencontre mondiale des puits", ("Dakar", "Sénégal"), "2026-11-12/2026-11-14",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("À venir\n\nMars 2026\n\nWELL+\tAtelier, Togo, 3 mars\n", True),
        ("À venir (mars 2026)\n\nMars 2026\n\nAtelier, Togo, 3 mars\n", True),
        ("À venir\n\nMars 2026\n\n4-6 mars | Atelier sur les puits, Vienne (hybride) | PROJET-A\n", False),
        ("À venir\n\n3 mars 2026 : Atelier sur les puits, Lomé\n", False),
    ],
)
def test_a_heading_alone_makes_no_newsletter(text: str, expected: bool) -> None:  # noqa: FBT001 - an expectation
    """Other calendars have "À venir" above them too: rows of a newsletter or its period tell."""
    assert has_lists(text) is expected


def test_each_language_has_all_words() -> None:
    """What the reader asks for in one language, it finds in all."""
    assert known_languages()[0] == "en"
    for code in known_languages():
        assert load_words(code).sections
    with pytest.raises(UnknownNameError, match="use one of en, fr"):
        load_words("tlh")


@pytest.mark.parametrize("code", known_languages())
def test_the_pattern_of_modes_finds_each_of_them_whole(code: str) -> None:
    """None of its parts hides a longer mode, as "en présentiel" would hide "en présentiel et en ligne"."""
    words = load_words(code)
    pattern = re.compile(rf"{words.mode_pattern}\b")
    assert [mode for mode in words.modes if (match := pattern.match(mode)) is None or match[0] != mode] == []


def test_a_file_in_french_is_read_and_written_in_french(tmp_path: Path) -> None:
    """`coecal.read` needs no word about the language."""
    path = tmp_path / "lettre.txt"
    path.write_text(NEWSLETTER, encoding="utf-8")
    programme = coecal.read(path)
    assert [one.status for one in programme.activities].count(Status.HELD) == 2
    assert programme.coming_next(locale="fr").startswith("# À venir (octobre-décembre 2026)\n\n## octobre 2026\n")
