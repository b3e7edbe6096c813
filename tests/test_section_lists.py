"""What the inventory and save the date list, for which days, and what sections may be ordered by."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_section_signs import HOSTILE, Rows, shown

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.cli.main import main
from coecal.dates import FuzzyDate, parse_date
from coecal.errors import InputError, UnknownNameError
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import ONE_DAY, Period
from coecal.reports import SaveTheDate
from coecal.writers import write
from coecal.writers.section_docx import to_docx
from coecal.writers.section_lists import SectionName, find_window
from coecal.writers.section_rows import one_line
from coecal.writers.sections import coming_next, make_section, section

NEWSLETTER = Source(section=Section.INVENTORY)
QUARTER = Period(date(2026, 7, 1), date(2026, 12, 31))
AS_OF = date(2026, 9, 30)


def activity(title: str, words: str = "5 August", **fields: object) -> Activity:
    """Return an activity of 2026 that was held."""
    plain = Activity(uid=title, title=title, when=parse_date(words, within="2026"), status=Status.HELD)
    return attrs.evolve(plain, **fields)  # type: ignore[arg-type]


def titles(programme: Programme, name: str, **options: object) -> dict[str, list[str]]:
    """Return the titles under each heading of a section."""
    made = make_section(programme, name, **options)  # type: ignore[arg-type]
    return {block.heading: [row.title for row in block.rows] for block in made.blocks}


@pytest.mark.parametrize(
    ("status", "section_of", "words", "listed"),
    [
        (Status.HELD, Section.INVENTORY, "5 August", True),
        (Status.HELD, None, "5 August", True),
        (Status.HELD, Section.INVENTORY, "5 October", False),
        (Status.HELD, Section.INVENTORY, "5 June", False),
        (Status.HELD, Section.INVENTORY, "since May", True),
        (Status.PLANNED, Section.COMING_NEXT, "5 August", False),
        (Status.PLANNED, None, "5 August", True),
        (Status.PLANNED, None, "by August", True),
        (Status.PLANNED, None, "28 September - 3 October", False),
        (Status.PLANNED, None, "from 5 August", False),
        (Status.CANCELLED, None, "5 August", False),
        (Status.POSTPONED, None, "5 August", False),
    ],
)
def test_the_inventory_lists_what_was_held(
    status: Status,
    section_of: Section | None,
    words: str,
    listed: bool,  # noqa: FBT001 - an expectation
) -> None:
    """A source that has no such list says of nothing that it was held: there, what is over counts."""
    one = activity("Talks", words, status=status, source=Source(section=section_of))
    programme = Programme(activities=[one], period=QUARTER, as_of=AS_OF)
    assert (titles(programme, "inventory") != {}) is listed
    assert ("Inventory of activities (July - September 2026)" in section(programme, "inventory")) is True


def test_what_was_held_on_no_known_day_is_undated() -> None:
    """Nothing about it is to be confirmed any more."""
    programme = Programme(activities=[activity("Talks"), activity("Map", when=FuzzyDate.undated())])
    assert titles(programme, "inventory") == {"August 2026": ["Talks"], "Undated": ["Map"]}
    assert list(titles(programme, "inventory", locale="fr")) == ["août 2026", "Sans date"]


SAVES = [
    SaveTheDate(title="Late", when=parse_date("9 December 2026"), places=["Quito"], countries=["EC"]),
    SaveTheDate(title="Soon", when=parse_date("3-4 November 2026"), activities=["Forum"], mode=Mode.HYBRID),
    SaveTheDate(title="Past", when=parse_date("1 August 2026")),
    SaveTheDate(title="Next year", when=parse_date("March 2027")),
]


def test_save_the_dates_are_those_announced_in_order_of_time() -> None:
    """They begin after the day of the source, have no end, and say their years."""
    programme = Programme(save_the_dates=SAVES, activities=[activity("Forum")], period=QUARTER, as_of=AS_OF)
    assert section(programme, "save the date", format="txt") == (
        "Save the date\n\n- 3-4 November 2026, hybrid: Soon\n- 9 December 2026, Quito: Late\n- March 2027: Next year\n"
    )


def test_a_programme_without_announcements_announces_what_is_firm() -> None:
    """A date that may still move is none to keep free."""
    planned = Status.PLANNED
    programme = Programme(
        activities=[
            activity("Firm", "5 October", status=planned, projects=["WELL+"]),
            activity("Vague", "mid-October", status=planned),
            activity("To be confirmed", "6 October (TBC)", status=planned),
            activity("Held", "5 October"),
        ],
        as_of=AS_OF,
    )
    assert section(programme, "save the date") == "# Save the date\n\n- **5 October 2026**: Firm\n"


def test_an_announcement_belongs_to_the_projects_and_regions_of_what_it_is_about() -> None:
    """So that it can be ordered by them."""
    forum = activity("Forum", projects=["WELL+"], regions=["Africa"])
    programme = Programme(save_the_dates=SAVES, activities=[forum])
    assert titles(programme, "save the date", by="project") == {
        "WELL+": ["Soon"],
        "Other activities": ["Past", "Late", "Next year"],
    }
    assert titles(programme, "save the date", by="region")["Africa"] == ["Soon"]
    assert titles(programme, "save the date", by="country", locale="fr")["Équateur"] == ["Late"]


def several() -> Programme:
    """Return activities of several projects and countries."""
    africa, america = ["Africa"], ["Americas", "Latin America and Caribbean"]
    rows = [
        activity("c", "7 August", projects=["Lagoon", "WELL+"], countries=["GH", "XK"], regions=africa),
        activity("a", "5 July", projects=["WELL+"], countries=["CI"], regions=africa),
        activity("b", "9 September", organisers=["Harbour Trust"]),
        activity("d", "TBC", projects=["WELL+"], countries=["DE", "BO"], regions=america, when=FuzzyDate.undated()),
    ]
    projects = [Project(key=name.lower().strip("+"), name=name) for name in ("WELL+", "Lagoon", "Unused")]
    return Programme(activities=rows, projects=projects)


@pytest.mark.parametrize(
    ("order", "locale", "expected"),
    [
        ("date", "en", {"": ["a", "c", "b", "d"]}),
        ("month", "en", {"July 2026": ["a"], "August 2026": ["c"], "September 2026": ["b"], "Undated": ["d"]}),
        ("project", "en", {"WELL+": ["a", "c", "d"], "Lagoon": ["c"], "Other activities": ["b"]}),
        ("region", "en", {"Africa": ["a", "c"], "Latin America and Caribbean": ["d"], "Other activities": ["b"]}),
        ("region", "fr", {"Afrique": ["a", "c"], "Amérique latine et Caraïbes": ["d"], "Autres activités": ["b"]}),
        ("country", "fr", {"Allemagne": ["d"], "Bolivie": ["d"], "Côte d’Ivoire": ["a"], "Ghana": ["c"],
                           "Kosovo*": ["c"], "Autres activités": ["b"]}),
        ("country", "en", {"Bolivia": ["d"], "Côte d’Ivoire": ["a"], "Germany": ["d"], "Ghana": ["c"],
                           "Kosovo*": ["c"], "Other activities": ["b"]}),
    ],
)  # fmt: skip
def test_a_section_may_be_ordered_by(order: str, locale: str, expected: dict[str, list[str]]) -> None:
    """What belongs to several headings stands under each, what belongs to none at the end, all in order of time."""
    found = titles(several(), "inventory", by=order, locale=locale)
    assert (list(found), found) == (list(expected), expected)


def test_the_footnote_follows_a_heading_too() -> None:
    """An asterisk in a heading calls for it."""
    assert "status of Kosovo." in section(several(), "inventory", by="country")


@pytest.mark.parametrize(
    ("words", "month", "expected"),
    [
        ("TBC", 8, "August (TBC)"),
        ("", 8, "August (TBC)"),
        ("31 November", 8, "31 November"),
    ],
)
def test_an_undated_activity_keeps_its_month_without_a_heading(words: str, month: int, expected: str) -> None:
    """No heading says it then; words that could not be read say more."""
    when = FuzzyDate.undated(Period.month(2026, month), text=words)
    rows = [activity("Talks", when=when, status=Status.PLANNED), activity("Course", "7 July", status=Status.PLANNED)]
    [_, row] = make_section(Programme(activities=rows), "coming next", by="date").blocks[0].rows
    assert row.date == expected


@pytest.mark.parametrize(
    ("dates", "locale", "expected"),
    [
        (None, "en", "4 to 7 October"),
        (None, "fr", "du 4 au 7 octobre"),
        ("words", "fr", "4 to 7 October"),
        ("format", "fr", "du 4 au 7 octobre"),
        ("format", "en", "4-7 October"),
    ],
)
def test_dates_stand_in_their_words_or_in_those_of_the_section(dates: str | None, locale: str, expected: str) -> None:
    """Own words are kept in their own language, and in any language if asked for."""
    programme = Programme(activities=[activity("Talks", "4 to 7 October", status=Status.PLANNED)])
    assert f"Talks, {expected}\n" in coming_next(programme, dates=dates, locale=locale)


MONTHS = [
    (date(2026, 10, 1), 3, date(2026, 12, 31)),
    (date(2026, 10, 15), 3, date(2027, 1, 14)),
    (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2027, 11, 30), 3, date(2028, 2, 29)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 12, 31), 1, date(2027, 1, 30)),
    (date(9999, 12, 1), 3, date.max),
    (date.max, 1, date.max),
]


@pytest.mark.parametrize(("first", "months", "last"), MONTHS)
def test_so_many_months_end_before_the_same_day(first: date, months: int, last: date) -> None:
    """From 15 October on, three months end on 14 January; a month that lacks the day ends with its last."""
    window = find_window(Programme(), SectionName.COMING_NEXT, first, None, months)
    assert (window.first, window.last) == (first, last)


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 40))
def test_months_follow_one_another_without_a_gap(first: date, months: int) -> None:
    """One month and the months after it are as long as all of them together, where no month lacks the day."""
    whole = find_window(Programme(), SectionName.COMING_NEXT, first, None, months + 1).last
    one = find_window(Programme(), SectionName.COMING_NEXT, first, None, 1).last
    assert one is not None
    if first.day <= 28:
        assert find_window(Programme(), SectionName.COMING_NEXT, one + ONE_DAY, None, months).last == whole


def test_scripts_give_today_and_a_number_of_months() -> None:
    """The clock is theirs; without today the months begin after the day of the source."""
    planned = Status.PLANNED
    rows = [activity(words, words, status=planned) for words in ("30 September", "14 October", "14 November")]
    programme = Programme(activities=rows, as_of=AS_OF, period=QUARTER)
    written = programme.coming_next(months=1, today=date(2026, 10, 15))
    assert "14 November" in written
    assert written.startswith("# Coming next (October - November 2026)")
    assert "14 October" not in written
    assert "14 November" not in programme.coming_next(months=1)
    assert "30 September" in programme.coming_next(months=1, today=date(2026, 10, 15), first=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"months": 3}, InputError, "from which day on"),
        ({"months": 3, "last": AS_OF, "first": AS_OF}, InputError, "either the last day or a number"),
        ({"months": 0, "first": AS_OF}, InputError, "1 or more"),
        ({"by": "partner"}, UnknownNameError, "date, month, project, region, country"),
        ({"dates": "short"}, UnknownNameError, "words, format"),
        ({"locale": "de"}, UnknownNameError, "en, fr"),
        ({"format": "docx"}, UnknownNameError, "md, txt, html"),
    ],
)
def test_what_cannot_be_written_is_refused(options: dict[str, object], error: type[Exception], words: str) -> None:
    """One sentence says what there is."""
    with pytest.raises(error, match=words):
        section(Programme(), "inventory", **options)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="coming next, inventory, save the date"):
        section(Programme(), "reports")


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("name", ["inventory", "save the date"])
@pytest.mark.parametrize("order", ["month", "country"])
def test_hostile_titles_stay_words_in_every_section(title: str, name: str, order: str) -> None:
    """One row in HTML, Markdown, text and Word, with the title as it was."""
    save = SaveTheDate(title=title, when=parse_date("5 August 2026"), places=[title], countries=["GH"])
    held = activity(title, places=[title], countries=["GH"], projects=[title])
    programme = Programme(save_the_dates=[save], activities=[held])
    rows = Rows()
    rows.feed(section(programme, name, by=order, format="html"))
    assert rows.tags <= {"section", "h2", "h3", "ul", "li", "span", "em", "time", "strong"}
    assert len(rows.rows) == 1
    assert rows.rows[0].count(one_line(title)) == (3 if name == "inventory" else 2)
    [block] = [
        token
        for token in MarkdownIt().parse(section(programme, name, by=order))
        if shown(title) in _plain(token.children)
    ][:1]
    assert _plain(block.children).count(shown(title)) == (3 if name == "inventory" else 2)
    assert len(section(programme, name, by=order, format="txt").splitlines()) <= 7
    docx = pytest.importorskip("docx", reason="python-docx is not installed: its extra is 'docs'")
    document = docx.Document(BytesIO(to_docx(make_section(programme, name, by=order))))
    assert [one.style.name for one in document.paragraphs].count("List Bullet") == 1


def _plain(children: object) -> str:
    assert children is None or isinstance(children, list)
    return "".join(child.content for child in children or ())


@pytest.mark.parametrize("command", ["inventory", "save-the-date", "next"])
def test_the_commands_write_what_python_writes(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its options, to standard output or to a file whose ending says the format."""
    source, out = tmp_path / "programme.json", tmp_path / "section.html"
    programme = attrs.evolve(several(), save_the_dates=SAVES[:1], as_of=AS_OF)
    write(programme, source)
    name = {"next": "coming next", "save-the-date": "save the date"}.get(command, command)
    options = ["--by", "country", "--locale", "fr", "--from", "2026-07-01", "--months", "6", "--dates", "format"]
    with pytest.raises(SystemExit) as ended:
        main([command, str(source), *options])
    assert not ended.value.code
    chosen = {"by": "country", "locale": "fr", "first": date(2026, 7, 1), "months": 6, "dates": "format"}
    expected = section(programme, name, **chosen)  # type: ignore[arg-type]
    assert capsys.readouterr().out == expected
    with pytest.raises(SystemExit):
        main([command, str(source), *options, "-o", str(out)])
    assert out.read_text("utf-8") == section(programme, name, format="html", **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--until", "2026-12-31", "--months", "3"], 2, "give one of the two"),
        (["--months", "0"], 2, "0 is not in the range"),
        (["--by", "partner"], 2, "'partner' is not one of"),
        (["--templates", ".", "-o", "x.docx"], 2, "has no template"),
        (["--locale", "de"], 2, "use one of en, fr"),
        (["--templates", "/no/such/folder"], 1, "/no/such/folder: there is no such folder of templates"),
    ],
)
def test_wrong_options_are_said(
    options: list[str], code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong usage is 2, what cannot be used is 1, each in words."""
    source = tmp_path / "programme.json"
    write(several(), source)
    with pytest.raises(SystemExit) as ended:
        main(["inventory", str(source), *options])
    assert ended.value.code == code
    assert words in " ".join(capsys.readouterr().err.replace("│", " ").split())
