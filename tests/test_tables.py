"""Tables in and out: CSV as people save it, Excel workbooks, data frames, and what comes back from each."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import words

import coecal
from coecal.activities import Activity, Mode, Status
from coecal.dates import parse_date
from coecal.errors import InputError
from coecal.programme import Programme
from coecal.readers.tables import read_csv, read_frame, read_mapping, read_xlsx
from coecal.writers.tables import HEADINGS, to_csv_bytes, to_markdown_bytes, to_xlsx_bytes

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed: its extra is 'tables'")
EXAMPLES = Path(__file__).parents[1] / "examples"
FRENCH = """Programme (octobre - décembre 2026)
Activité;Date de début;Date de fin;Lieu;Pays;Modalité;Projet
Atelier régional;04/10/2026;07/10/2026;Accra;Ghana;en présentiel;WELL+
Cours;25/12/2026;;Dakar;Sénégal;En ligne;WELL+, iLAKES
"Visite
d'étude";mi-novembre;;;Togo;hybride;
Réunion;;;;Atlantis;bizarre;X
;1/12/2026;;;;;
"""


def workbook(*sheets: tuple[str, list[list[object]]], merge: str = "") -> bytes:
    """Return a workbook of sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(programme: Programme) -> list[tuple[str | None, str]]:
    """Return the code and line of each problem."""
    return [(problem.code, str(problem.line)) for problem in programme.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_french_table_is_read_as_it_was_saved(encoding: str, line_end: str) -> None:
    """Delimiter, encoding and the order of dates are told from the file."""
    programme = read_csv(FRENCH.replace("\n", line_end).encode(encoding))
    rows = [(one.title, one.when.to_edtf(), one.countries, one.mode, one.projects) for one in programme.activities]
    assert rows == [
        ("Atelier régional", "2026-10-04/2026-10-07", ("GH",), Mode.IN_PERSON, ("WELL+",)),
        ("Cours", "2026-12-25", ("SN",), Mode.ONLINE, ("WELL+", "iLAKES")),
        ("Visite d'étude", "[2026-11-11..2026-11-20]", ("TG",), Mode.HYBRID, ()),
        ("Réunion", "[2026-10-01?..2026-12-31?]", (), None, ("X",)),
    ]
    assert [one.source.line for one in programme.activities] == [3, 4, 5, 7]
    assert told(programme) == [
        ("table-form", "None"), ("table-columns", "2"), ("date-order", "2"), ("unknown-country", "7"),
        ("unknown-mode", "7"), ("row-without-title", "8"),
    ]  # fmt: skip


def test_the_order_of_numeric_dates_is_that_of_the_column() -> None:
    """One date that can only be month first tells of all of them; where two contradict each other it is said."""
    american = read_csv(b"Event,Date\nA,03/04/2026\nB,12/25/2026\n")
    assert [one.when.to_edtf() for one in american.activities] == ["2026-03-04", "2026-12-25"]
    mixed = read_csv(b"Event,Date\nA,25/12/2026\nB,12/26/2026\n")
    assert [problem.severity for problem in mixed.problems if problem.code == "date-order"] == ["warning"]
    assert [problem.code for problem in mixed.problems].count("date-unread") == 1


def test_a_workbook_has_real_dates_merged_cells_and_several_sheets() -> None:
    """A merged project counts for each of its rows, a period above the headings for dates without a year."""
    data = workbook(
        ("Plan", [
            ["Events (October - December 2026)"],
            ["Project", "Event", "Dates", "Venue", "Time"],
            ["WELL+", "Workshop", date(2026, 10, 5), "Accra, Ghana", "14:00-16:00"],
            [None, "Course", "11-13 & 15 November", "Lisbon, Portugal", None],
        ]),
        ("Notes", [["only words"]]),
        merge="A3:A4",
    )  # fmt: skip
    programme = read_xlsx(data)
    assert [(one.title, one.projects, str(one.when.times or "")) for one in programme.activities] == [
        ("Workshop", ("WELL+",), "14:00-16:00"),
        ("Course", ("WELL+",), ""),
    ]
    assert programme.activities[0].when.earliest_start == date(2026, 10, 5)
    assert programme.activities[1].when.to_edtf() == "{2026-11-11..2026-11-13,2026-11-15}"
    assert ("no-headings", "1") in told(programme)


def test_headings_of_months_between_rows_give_the_year() -> None:
    """A row with nothing but a period is a heading."""
    programme = read_csv(b"Activity,Dates\nMarch 2026,\nTalks,4-7\nApril 2026,\nCourse,TBC\n")
    assert [one.when.to_edtf() for one in programme.activities] == ["2026-03-04/2026-03-07", "2026-04?"]
    assert [one.source.heading for one in programme.activities] == ["March 2026", "April 2026"]


def test_a_month_in_a_column_holds_for_the_rows_below_it_that_name_none() -> None:
    """Merged cells leave it out of all rows but the first; whom an activity is for does not run it."""
    text = (
        "Mois;Jours;Action;Pour qui\nOctobre 2026;12-16;Formation;greffiers\n;20;Webinaire;tous\nMars 2026;3;Visite;\n"
    )
    programme = read_csv(text.encode())
    assert [(one.when.to_edtf(), one.source.heading, one.partners) for one in programme.activities] == [
        ("2026-10-12/2026-10-16", "Octobre 2026", ()),
        ("2026-10-20", "Octobre 2026", ()),
        ("2026-03-03", "Mars 2026", ()),
    ]


def test_columns_are_told_by_what_stands_in_them() -> None:
    """Headings that no list has do not matter where the cells say what they are, which is noted."""
    text = (
        "N°;Rendez-vous;Créneau prévu;Point de chute;Formule;Bloc\n"
        "1;Atelier optique;4-6 mars 2026;Accra, Ghana;présentiel;LENS+\n"
        "2;Réunion de bureau;18 mars 2026;;en ligne;LENS+\n"
        "3;Journées;19-20 septembre 2026;Alger (Algérie);hybride;BUOY-2\n"
    )
    programme = read_csv(text.encode())
    assert [(one.title, one.when.to_edtf(), one.mode, one.countries, one.projects) for one in programme.activities] == [
        ("Atelier optique", "2026-03-04/2026-03-06", Mode.IN_PERSON, ("GH",), ("LENS+",)),
        ("Réunion de bureau", "2026-03-18", Mode.ONLINE, (), ("LENS+",)),
        ("Journées", "2026-09-19/2026-09-20", Mode.HYBRID, ("DZ",), ("BUOY-2",)),
    ]
    assert any("as what stands in them shows" in problem.message for problem in programme.problems)


def test_what_headings_say_stays_so_where_the_title_is_told_by_its_cells() -> None:
    """A column of ends is one, though no list has the heading of the titles."""
    text = "Intitulé de l'action;Du;Au;Pays\nAtelier;08/09/2026;10/09/2026;Mali\nMission;24/11/2026;03/12/2026;Togo\n"
    programme = read_csv(text.encode())
    assert [(one.title, one.when.to_edtf()) for one in programme.activities] == [
        ("Atelier", "2026-09-08/2026-09-10"),
        ("Mission", "2026-11-24/2026-12-03"),
    ]


@pytest.mark.parametrize(
    ("row", "places", "mode"),
    [
        ("Talks;3 May 2026;Nantes, in person;", ("Nantes",), Mode.IN_PERSON),
        ("Talks;3 May 2026;Reykjavik (Iceland), hybrid;", ("Reykjavik", "Iceland"), Mode.HYBRID),
        ("Talks;3 May 2026;online;", (), Mode.ONLINE),
        ("Talks;3 May 2026;;Lima, Peru (hybrid)", ("Lima", "Peru"), Mode.HYBRID),
        ("Talks;3 May 2026;to be confirmed;", (), None),
    ],
)
def test_a_cell_may_say_place_and_mode(row: str, places: tuple[str, ...], mode: Mode | None) -> None:
    """Place and mode are told apart wherever they stand; a place to be confirmed is none."""
    [one] = read_csv(f"Activity;Date;Place;Mode\n{row}\n".encode()).activities
    assert (one.places, one.mode) == (places, mode)


def test_headings_of_the_users_own() -> None:
    """A mapping names columns that no table of ours knows."""
    names = read_mapping('[columns]\ntitle = "Libellé"\nwhen = "Jours"')
    (one,) = read_csv("Libellé;Jours\nTalks;4 May 2026".encode(), columns=names).activities
    assert (one.title, one.when.to_edtf()) == ("Talks", "2026-05-04")
    for text in ("[columns", "[columns]\nname = 'x'", "title = 'x'", b"[columns]\ntitle = '\xff'"):
        with pytest.raises(InputError):
            read_mapping(text)
    with pytest.raises(InputError, match=r"^own\.toml, line 2: no TOML: "):
        read_mapping("[columns]\ntitle = ", source="own.toml")


def test_a_heading_of_the_users_own_comes_before_those_that_are_known() -> None:
    """Where the user says which column is the title, a column that is called so is none."""
    data = b"Title,Label,When\nMs,Talks,4 May 2026"
    (one,) = read_csv(data, columns={"title": "Label"}).activities
    assert one.title == "Talks"


def test_a_heading_of_the_users_own_that_is_not_there_is_refused() -> None:
    """A slip in the mapping is told, and what the headings are."""
    with pytest.raises(InputError, match="'Etiquette', as was said of title: the headings are 'Title', 'When'"):
        read_csv(b"Title,When\nTalks,4 May 2026", columns={"title": "Etiquette"})


def test_what_a_table_was_taken_for_is_shown() -> None:
    """Encoding, delimiter, decimal sign and columns are told, those that were not read too."""
    programme = read_csv("Activité;Quand;Coût\nAtelier;4 mai 2026;1250,50".encode("cp1252"))
    assert [problem.message for problem in programme.problems[:2]] == [
        "read as Windows-1252 with the delimiter ';' and the decimal sign ','",
        "the columns are title 'Activité', when 'Quand'; not read: 'Coût'",
    ]


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "list"])
def test_data_frames_are_read(library: str) -> None:
    """Tables of pandas, polars and Arrow, and plain lists, hold the same activities."""
    rows = [{"title": "A", "when": "3 May 2026", "country": "GH"}, {"title": "B", "when": None, "country": "Togo"}]
    frame: object = rows
    if library != "list":
        module = pytest.importorskip(library, reason=f"{library} is not installed")
        frame = module.Table.from_pylist(rows) if library == "pyarrow" else module.DataFrame(rows)
    assert [(one.title, one.countries) for one in read_frame(frame).activities] == [("A", ("GH",)), ("B", ("TG",))]
    with pytest.raises(TypeError):
        read_frame(3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no line of headings"),
        (b"just words\nand more", "no line of headings"),
        (b"Title\nA", "no line of headings"),
        (b"Title,Date\n\0,3 May", "zero byte"),
    ],
)
def test_what_is_no_table_is_an_error(data: bytes, says: str) -> None:
    """A file without headings, or without text, cannot be used."""
    with pytest.raises(InputError, match=says):
        read_csv(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"no zip at all"])
def test_a_broken_workbook_is_an_error(data: bytes) -> None:
    """What is no workbook is told in a sentence."""
    with pytest.raises(InputError, match="no XLSX workbook"):
        read_xlsx(data)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_newsletter_comes_back_from_a_table(ending: str, tmp_path: Path) -> None:
    """Written and read again, every activity is the same in all that a table has columns for."""
    programme = coecal.read(EXAMPLES / "update-2025-q3.txt")
    coecal.write(programme, tmp_path / f"out.{ending}")
    again = coecal.read(tmp_path / f"out.{ending}")
    fields = ("uid", "title", "when", "projects", "organisers", "mode", "places", "countries", "regions", "status")
    for one, other in zip(programme.activities, again.activities, strict=True):
        assert [getattr(one, field) for field in fields] == [getattr(other, field) for field in fields]


@given(title=words | st.sampled_from(["=1+1", "-2", "@x", "+3", "\ttab", "a|b", "<b>", "\x0b"]))
@settings(max_examples=60, deadline=None)
def test_no_title_is_a_formula_or_breaks_a_table(title: str) -> None:
    """Whatever the title, it is words in its own cell."""
    one = Activity(uid="1@example.org", title=title, when=parse_date("3 May 2026"), status=Status.PLANNED)
    programme = Programme(activities=[one])
    text = to_csv_bytes(programme).decode("utf-8-sig")
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in text.splitlines()[-1].split(","))
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx_bytes(programme))).active
    assert sheet.max_row == 2
    assert sheet.cell(2, 1).data_type in ("s", "n")
    assert len(to_markdown_bytes(programme).decode().splitlines()) == 3


def test_the_same_programme_gives_the_same_workbook_with_dates_and_a_filter() -> None:
    """No clock gets into the file; days are days, and every column can be filtered."""
    one = Activity(uid="1@example.org", title="Talks", when=parse_date("mid-May 2026"))
    data = to_xlsx_bytes(Programme(activities=[one]))
    assert data == to_xlsx_bytes(Programme(activities=[one]))
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    row = dict(zip(HEADINGS, (cell.value for cell in sheet[2]), strict=True))
    assert row["Earliest start"] == datetime(2026, 5, 11)  # noqa: DTZ001 - workbooks know no zones
    assert row["Dates"] == "mid-May 2026"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_projects_have_the_keys_that_newsletters_give_them() -> None:
    """The same name has the same key, whatever it was read from, since feeds are called after it."""
    programme = read_csv("Activity,Date,Project\nTalks,3 May 2026,Türkiye + R&D\n".encode())
    assert [project.key for project in programme.projects] == ["turkiye-plus-r-and-d"]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Jane Roe, Kim Poe", ("Jane Roe", "Kim Poe")),
        ("Roe, Jane; Poe, Kim", ("Roe, Jane", "Poe, Kim")),
        ("Roe, Jane;", ("Roe, Jane",)),
        ("Jane  Roe,\nKim Poe", ("Jane Roe", "Kim Poe")),
        ("Jane Roe; Jane Roe", ("Jane Roe",)),
        ("TBC", ()),
        ("Jane Roe, TBC", ("Jane Roe",)),
        ("3", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_a_cell_of_persons_names_each(cell: str, people: tuple[str, ...]) -> None:
    """Semicolons part persons, else commas do; a number and "to be confirmed" are nobody."""
    (found,) = read_frame([{"Activity": "Talks", "Date": "3 May 2026", "Trainers": cell}]).activities
    assert found.people == people


def test_persons_have_a_column_where_there_are_any(tmp_path: Path) -> None:
    """A programme without persons has the columns that it always had; one with some gets them back."""
    acts = [
        Activity(uid="a@x", title="A", when=parse_date("3 May 2026"), people=("Roe, Jane",)),
        Activity(uid="b@x", title="B", when=parse_date("4 May 2026"), people=("Kim Poe", "Jane Roe")),
        Activity(uid="c@x", title="C", when=parse_date("5 May 2026")),
    ]
    for ending in ("csv", "xlsx"):
        coecal.write(Programme(activities=tuple(acts)), tmp_path / f"plan.{ending}")
        again = coecal.read(tmp_path / f"plan.{ending}")
        assert [activity.people for activity in again.activities] == [activity.people for activity in acts]
        assert [pair.a.uid for pair in again.overlaps("person")] == []
    assert b"People" not in to_csv_bytes(Programme(activities=(acts[2],)))
