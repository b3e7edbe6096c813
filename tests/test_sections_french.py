"""The section "coming next" in French, and as a Word document in both languages."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import words

import coecal
from coecal.activities import Activity, Mode, Status
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.projects import Project
from coecal.writers.section_docx import to_docx
from coecal.writers.sections import coming_next, make_section

docx = pytest.importorskip("docx", reason="python-docx is not installed: its extra is 'docs'")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def activity(uid: str, title: str, when: FuzzyDate, **fields: object) -> Activity:
    """Return an activity of one project."""
    return Activity(uid=f"{uid}@example.org", title=title, when=when, projects=["WELL+"], **fields)  # type: ignore[arg-type]


def programme(*activities: Activity) -> Programme:
    """Return a programme of activities."""
    return Programme(activities=activities)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("4-7 September", "du 4 au 7 septembre"),
        ("1 October", "1er octobre"),
        ("mid-November", "mi-novembre"),
        ("by October", "d'ici octobre"),
        ("12-13 November (TBC)", "du 12 au 13 novembre (à confirmer)"),
        ("TBC", "date à confirmer"),
    ],
)
def test_dates_are_written_as_french_writes_them(text: str, written: str) -> None:
    """Words of another language are replaced by words that mean the same."""
    when = parse_date(text, within="2026")
    made = coming_next(programme(activity("1", "Talks", when)), locale="fr", format="txt", first=FIRST, last=LAST)
    row = next(line for line in made.splitlines() if "Talks" in line)
    assert row.endswith(f"Talks, {written}")


def test_a_french_date_keeps_its_words() -> None:
    """What was written in French stands as it was written."""
    when = parse_date("les 18 et 28 septembre", within="2026", locale="fr")
    made = coming_next(programme(activity("1", "Talks", when)), locale="fr", format="txt", first=FIRST, last=LAST)
    assert "Talks, les 18 et 28 septembre" in made


def test_headings_modes_marks_and_the_footnote_are_french() -> None:
    """Nothing of the section's own words is left in English."""
    made = coming_next(
        programme(
            activity("1", "Atelier", parse_date("3 March 2026"), mode=Mode.IN_PERSON, places=["Pristina", "Kosovo*"]),
            activity("2", "Cours", parse_date("4 August 2026"), mode=Mode.HYBRID, status=Status.POSTPONED),
            activity("3", "Visite", FuzzyDate.undated(text="TBC")),
        ),
        locale="fr_BE",
        first=FIRST,
        last=LAST,
    )
    for piece in (
        "# À venir (janvier-décembre 2026)", "## mars 2026", "## août 2026", "*en présentiel*", "*hybride*",
        "REPORTÉ\N{NO-BREAK SPACE}: Cours", "## Date à confirmer", "Projets\N{NO-BREAK SPACE}: WELL+",
        "Toute référence au Kosovo",
    ):  # fmt: skip
        assert piece in made


def test_places_and_scopes_have_french_names() -> None:
    """A city that has a French name, a project for the whole world and a region at the head of a list."""
    row = activity("1", "Talks", parse_date("3 May 2026"), places=["Cape Town", "South Africa"], countries=["ZA"],
                   regions=["Pacific Islands"])  # fmt: skip
    plan = Programme(activities=[row], projects=[Project(key="well", name="WELL+", scope="Global")])
    written = coming_next(plan, by="region", locale="fr", format="txt")
    assert "Le Cap, Afrique du Sud" in written
    assert "WELL+ (monde entier)" in written
    assert "\nÎles du Pacifique\n" in written
    [again] = coecal.read(text=written, format="newsletter").activities
    assert (again.countries, again.projects) == (("ZA",), ("WELL+",))


def test_other_languages_are_refused_with_those_that_there_are() -> None:
    """A locale that the section has no words for is an error."""
    with pytest.raises(UnknownNameError, match="use one of en, fr"):
        coming_next(programme(), locale="de")


def document(plan: Programme, name: str = "coming next", locale: str = "en") -> bytes:
    """Return a section of the year as a Word document."""
    return to_docx(make_section(plan, name, first=FIRST, last=LAST, locale=locale))


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Return the style and text of each paragraph of a document."""
    return [(each.style.name, each.text) for each in docx.Document(BytesIO(data)).paragraphs]


def test_a_word_document_says_what_the_text_says() -> None:
    """Headings and rows are paragraphs of their styles."""
    plan = programme(activity("1", "Talks", parse_date("4-7 May 2026"), mode=Mode.ONLINE, places=["Accra", "Ghana"]))
    assert paragraphs(document(plan)) == [
        ("Heading 1", "Coming next (January - December 2026)"),
        ("Heading 2", "May 2026"),
        ("List Bullet", "WELL+ | Talks, Accra, Ghana, online, 4-7 May 2026"),
        ("Normal", "Projects: WELL+"),
    ]


def test_the_same_programme_gives_the_same_document() -> None:
    """No clock gets into the file."""
    plan = programme(activity("1", "Talks", parse_date("4-7 May 2026")))
    data = document(plan)
    assert data == document(plan)
    assert {info.date_time[0] for info in ZipFile(BytesIO(data)).infolist()} == {1980}


@given(title=words.filter(str.strip) | st.sampled_from(["\ufffe", "\x0b", "<w:p/>", "a\ud800b"]))
@settings(max_examples=30, deadline=None)
def test_no_title_breaks_a_document(title: str) -> None:
    """Whatever the title, the file opens and has one row."""
    data = document(programme(activity("1", title, parse_date("4 May 2026"))))
    assert [style for style, _ in paragraphs(data)].count("List Bullet") == 1


def test_the_command_writes_word_documents_to_files_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The ending of the output says the format; without an output it is wrong usage."""
    path = tmp_path / "programme.json"
    coecal.write(programme(activity("1", "Talks", parse_date("4 May 2026"))), path)
    assert json.loads(path.read_text("utf-8"))["activities"]
    out = tmp_path / "next.docx"
    with pytest.raises(SystemExit) as ended:
        main(["next", str(path), "--locale", "fr", "-o", str(out)])
    assert not ended.value.code
    assert ("Heading 2", "mai 2026") in paragraphs(out.read_bytes())
    with pytest.raises(SystemExit) as ended:
        main(["next", str(path), "--format", "docx"])
    assert ended.value.code == 2
    assert "-o FILE.docx" in capsys.readouterr().err
