"""The full circle: a section is written from a programme, and reading it gives the same activities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_section_signs import HOSTILE, shown

import coecal
from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.dates.formats import month_heading
from coecal.places import default_places, translate_place
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.newsletter import read_newsletter
from coecal.reports import SaveTheDate
from coecal.writers.section_groups import Order
from coecal.writers.section_rows import Dates, one_line
from coecal.writers.sections import coming_next, section

ROOT = Path(__file__).parents[1]
NEWSLETTER = ROOT.parent / "shared" / "newsletters" / "cybercrime-coe-update-2023-q3.txt"
BOTH = pytest.mark.parametrize("name", ["txt", "md"])


def facts(activities: Iterable[Activity]) -> Counter[tuple[object, ...]]:
    """Return what has to be the same, with the words of each date; order and spelling of headings may change."""
    return Counter(
        (
            one.title, frozenset(one.projects), frozenset(one.organisers), one.places, one.countries, one.mode,
            one.status, one.when, one.when.text, one.source.section,
        )
        for one in activities
    )  # fmt: skip


@BOTH
@pytest.mark.parametrize(
    ("source", "first", "last", "count"),
    [
        (NEWSLETTER, date(2023, 10, 1), date(2023, 12, 31), 64),
        (ROOT / "examples" / "update-2025-q3.txt", date(2025, 10, 1), date(2025, 12, 31), 43),
        (ROOT / "examples" / "update-2025-q3.txt", None, None, 43),
        (ROOT / "examples" / "update-2025-q4.txt", date(2026, 1, 1), date(2026, 3, 31), 20),
        (ROOT / "tests" / "data" / "unseen-a.txt", date(2027, 4, 1), date(2027, 6, 30), 17),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)
def test_a_newsletter_comes_back_row_by_row(
    source: Path, first: date | None, last: date | None, count: int, name: str
) -> None:
    """Every planned row of its list, with the words of its date, from text and from Markdown."""
    if source is NEWSLETTER and not source.exists():
        pytest.skip("the newsletter is not beside the project, since it is not ours to publish")
    programme = read_newsletter(source.read_text(encoding="utf-8"))
    planned = programme.filter(section="coming next").activities
    again = read_newsletter(coming_next(programme, first=first, last=last, format=name))
    assert facts(again.activities) == facts(one for one in planned if one.status is not Status.CANCELLED)
    assert len(again.activities) == count
    assert {line.severity for line in again.problems} <= {"note"}
    assert {one.name for one in again.projects} == {name for one in again.activities for name in one.projects}


TITLES = [
    "Course on wells, pumps and pipes",
    "Round table (part 1, with the ministry, the bar and the press)",
    'Symposium "From March to May, and on"',
    "29 th session of the committee, art. 9-10 (24/7)",
    "Site reviews in Kosovo, with a visit to the mint",
    "Visit of judges from Togo and Benin to the ports",
    "Course for store keepers (Week 1- grain; Week 2- oil)",
    "Handbook [stage 2] of *stars* & R&D, <b>bold</b> or a_b_c",
    "Closing event / award / exhibition",
]
PLACES = [
    [],
    ["Ghana"],
    ["Accra", "Ghana"],
    ["Kosovo*", "Pristina"],
    ["Togo", "Benin"],
    ["New York"],
    ["Cote d'Ivoire"],
]
DATES = [
    "", "TBC", "4-7 {0}", "12 {0}", "11-13 & 15 {0}", "4, 11 and 18 {0}", "12 or 19 {0}", "every Monday in {0}", "{0}",
    "{0} TBC", "mid-{0}", "early {0}", "by {0}", "by 12 {0}", "from 3 {0}", "until 15 {0}", "before 15 {0}",
    "week of 9 {0}", "12-13 {0} (TBC)", "first week of {0}", "9 {0} 2024", "third Thursday in {0}", "around 12 {0}",
]  # fmt: skip


@st.composite
def planned(draw: st.DrawFn) -> Programme:
    """A programme of activities as newsletters list them, in the months of 2024."""
    rows = []
    for number in range(draw(st.integers(1, 6))):
        month = draw(st.integers(1, 12))
        heading = month_heading(2024, month)
        when = parse_date(draw(st.sampled_from(DATES)).format(heading.split()[0]), within=Period.month(2024, month))
        places = draw(st.sampled_from(PLACES))
        found = [default_places().find_place(place) for place in places]
        projects = draw(st.lists(st.sampled_from(["WELL+", "Lagoon Table", "Dastarkhan-3"]), max_size=2, unique=True))
        bodies = st.lists(st.sampled_from(["Harbour Trust", "Ministry of Water"]), min_size=not projects, unique=True)
        rows.append(
            Activity(
                uid=str(number),
                title=draw(st.sampled_from(TITLES)),
                when=when,
                projects=projects,
                organisers=draw(bodies),
                mode=draw(st.none() | st.sampled_from(Mode)),
                places=places,
                countries=dict.fromkeys(code for place in found if place is not None for code in place.countries),
                regions=dict.fromkeys(name for place in found if place is not None for name in place.regions),
                status=draw(st.sampled_from([Status.PLANNED, Status.POSTPONED])),
                source=Source(section=Section.COMING_NEXT, heading=heading),
            )
        )
    return Programme(activities=rows)


ORDERS = [order.value for order in Order]
LOCALES = ["en", "fr"]
WORDS = [None, *(words.value for words in Dates)]


def meanings(activities: Iterable[Activity], locale: str, order: str) -> Counter[tuple[object, ...]]:
    """Return what has to be the same in any language and order.

    A row that stands under two projects, regions or countries is one. Places have other names in another language. What
    has no day, and no heading that says its month, is written as some day of that month.
    """
    return Counter(
        (
            one.title, frozenset(one.projects), frozenset(one.organisers), one.countries, one.mode, one.status,
            tuple(translate_place(place, one.countries, locale) for place in one.places),
            one.when if order == "month" else one.when.ranges,
            (order != "month" and one.when.kind in (Kind.UNDATED, Kind.WINDOW)) or (one.when.kind, one.when.tentative),
            one.source.section,
        )
        for one in activities
    )  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    planned(), st.sampled_from(["coming next", "inventory"]), st.sampled_from(ORDERS), st.sampled_from(LOCALES),
    st.sampled_from(WORDS), st.sampled_from(["txt", "md"]),
)  # fmt: skip
def test_every_section_in_every_order_and_language_reads_back(
    programme: Programme, name: str, order: str, locale: str, dates: str | None, form: str
) -> None:
    """The same activities come back from both sections, by whatever they are ordered, in English and in French."""
    if name == "inventory":
        programme = attrs.evolve(
            programme,
            activities=[
                attrs.evolve(one, status=Status.HELD, source=attrs.evolve(one.source, section=Section.INVENTORY))
                for one in programme.activities
            ],
        )
    # English words under a heading in French are the user's wish and nobody's to read.
    dates = "format" if dates == "words" and locale == "fr" else dates
    written = section(programme, name, by=order, locale=locale, dates=dates, format=form)
    again = read_newsletter(written)
    assert meanings(again.activities, locale, order) == meanings(programme.activities, locale, order)
    assert {one.code for one in again.problems if one.severity != "note"} <= {"unread-line", "no-projects"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("section_name", ["coming next", "inventory"])
@pytest.mark.parametrize(
    "source", ["examples/update-2025-q3.txt", "tests/data/unseen-a.txt", NEWSLETTER], ids=["q3", "unseen", "real"]
)
@BOTH
def test_a_newsletter_comes_back_in_every_order_and_language(
    source: str | Path, name: str, order: str, locale: str, section_name: str
) -> None:
    """Whole lists of newsletters, by month, project, region and country."""
    if source is NEWSLETTER and not NEWSLETTER.exists():
        pytest.skip("the newsletter is not beside the project, since it is not ours to publish")
    programme = read_newsletter((ROOT / source).read_text(encoding="utf-8"))
    listed = [
        one
        for one in programme.filter(section=section_name).activities
        if one.status in ((Status.HELD,) if section_name == "inventory" else (Status.PLANNED, Status.POSTPONED))
    ]
    again = read_newsletter(section(programme, section_name, by=order, locale=locale, format=name))
    assert meanings(again.activities, locale, order) == meanings(listed, locale, order)


@st.composite
def announcing(draw: st.DrawFn) -> Programme:
    """A programme that announces dates as newsletters do."""
    saves = []
    for activity in draw(planned()).activities:
        firm = activity.when.kind is not Kind.UNDATED
        saves.append(
            SaveTheDate(
                title=activity.title,
                when=activity.when if firm else FuzzyDate.undated(text="TBC"),
                mode=activity.mode,
                places=activity.places,
                countries=activity.countries,
            )
        )
    return Programme(save_the_dates=saves, activities=[])


@settings(max_examples=100, deadline=None)
@given(announcing(), st.sampled_from(LOCALES), st.sampled_from(["txt", "md"]))
def test_save_the_dates_read_back_in_their_newsletter(programme: Programme, locale: str, form: str) -> None:
    """Above a list, in the place where newsletters have them, the same announcements come back."""
    saves = section(programme, "save the date", locale=locale, format=form)
    list_ = {"en": "Coming next (June 2024)\n\nJune 2024\n\nWELL+\tTalks, 3 June\n",
             "fr": "À venir (juin 2024)\n\njuin 2024\n\nWELL+\tTalks, 3 juin\n"}[locale]  # fmt: skip
    again = read_newsletter(f"{saves}\n{list_}").save_the_dates

    def said(save: SaveTheDate) -> tuple[object, ...]:
        undated = save.when.kind is Kind.UNDATED
        places = tuple(translate_place(place, save.countries, locale) for place in save.places)
        return save.title, places, save.countries, save.mode, None if undated else save.when

    assert Counter(map(said, again)) == Counter(map(said, programme.save_the_dates))


@pytest.mark.parametrize("locale", LOCALES)
@BOTH
def test_save_the_dates_alone_read_back(locale: str, name: str) -> None:
    """The section is a text of its own too."""
    programme = read_newsletter((ROOT / "examples" / "update-2025-q3.txt").read_text(encoding="utf-8"))
    again = coecal.read(text=section(programme, "save the date", locale=locale, format=name), format="newsletter")
    assert [(one.title, one.when.ranges, one.countries) for one in again.save_the_dates] == [
        (one.title, one.when.ranges, one.countries) for one in programme.save_the_dates
    ]
    assert (again.activities, [one for one in again.problems if one.severity != "note"]) == ((), [])


@settings(max_examples=80, deadline=None)
@given(planned(), st.sampled_from(["txt", "md"]))
def test_what_is_written_reads_back(programme: Programme, name: str) -> None:
    """Title, bodies, places, mode, status and date of any such activity survive, and so does writing it twice."""
    written = coming_next(programme, format=name)
    again = read_newsletter(written)
    assert facts(again.activities) == facts(programme.activities)
    year = Period.year(2024)
    twice = coming_next(again, first=year.first, last=year.last, format=name)
    assert twice == coming_next(programme, first=year.first, last=year.last, format=name)


@BOTH
@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_come_back(title: str, name: str) -> None:
    """What could be mark-up is no mark-up, and the words are those that were written."""
    when = parse_date("5 December", within="2023")
    row = Activity(uid="1", title=title, when=when, projects=["WELL+"], places=["Ghana"], countries=["GH"])
    [again] = read_newsletter(coming_next(Programme(activities=[row]), format=name)).activities
    expected = attrs.evolve(row, title=shown(title) if name == "md" else one_line(title))
    assert facts([again]) == facts([attrs.evolve(expected, source=again.source)])


@BOTH
def test_what_no_day_is_known_of_comes_back(name: str) -> None:
    """Under the last heading nothing is known of a date, and no year is missed."""
    rows = [
        Activity(uid=f"1{words}", title=f"Handbook {words}x", when=FuzzyDate.undated(text=words), projects=["WELL+"])
        for words in ("", "TBC")
    ]
    again = read_newsletter(coming_next(Programme(activities=rows), format=name))
    assert [(one.title, one.when, one.when.text) for one in again.activities] == [
        (one.title, one.when, one.when.text) for one in rows
    ]


@BOTH
def test_an_activity_without_places_is_written_with_its_countries(name: str) -> None:
    """A country that is known is not lost for want of words for it."""
    when = parse_date("5 December", within="2023")
    row = Activity(uid="1", title="Talks", when=when, projects=["WELL+"], countries=["CI", "XK"])
    [again] = read_newsletter(coming_next(Programme(activities=[row]), format=name)).activities
    assert again.countries == ("CI", "XK")
