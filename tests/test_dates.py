"""How dates are read: cases as data, and laws that hold for every text."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import fuzzy_dates

from coecal.dates import FuzzyDate, Kind, Policy, parse_date, parse_period
from coecal.errors import DateError, UnknownNameError
from coecal.ranges import DateRange, Period

Case = dict[str, Any]


def load(array: str) -> list[Case]:
    """Return the cases of an array from the files of all languages, each with its language."""
    cases: list[Case] = []
    for path in sorted((Path(__file__).parent / "data").glob("dates_??.toml")):
        entries = tomllib.loads(path.read_text("utf-8")).get(array, [])
        code = path.stem.removeprefix("dates_")
        cases += ({"locale": code} | (entry if isinstance(entry, dict) else {"text": entry}) for entry in entries)
    return cases


def named(case: Case) -> str:
    """Return a name for a case in the test runner's list."""
    return f"{case['locale']}|{case['text']}|{case.get('within', '')}"


READ = load("read")
READABLE = [case["text"] for case in READ]


def context(case: Case) -> Case:
    """Return what a case gives beside its text and language."""
    return {key: case[key] for key in ("within", "today") if key in case}


def beside(when: FuzzyDate) -> tuple[str, str]:
    """Return what a date says beside its days: times and status."""
    return str(when.times or ""), when.status or ""


@pytest.mark.parametrize("case", READ, ids=named)
def test_words_mean_these_days(case: Case) -> None:
    """Each text has the kind, the tentativeness and the four points that a reader would give it."""
    when = parse_date(case["text"], locale=case["locale"], **context(case))
    assert " ; ".join(repr(part)[11:-1] for part in when.ranges) == case["days"]
    assert (when.kind.value, when.tentative) == (case["kind"], case.get("tentative", False))
    assert beside(when) == (case.get("times", ""), case.get("status", ""))
    assert when.text == case["text"]


@pytest.mark.parametrize("case", [case for case in READ if "_" not in case["locale"]], ids=named)
def test_the_language_is_told_from_the_words(case: Case) -> None:
    """Without a locale the same words mean the same, whichever language they are taken for."""
    alone, told = (
        parse_date(case["text"], **context(case)),
        parse_date(case["text"], locale=case["locale"], **context(case)),
    )
    assert alone == told


@pytest.mark.parametrize("case", load("no_dates"), ids=named)
def test_words_of_titles_are_no_dates(case: Case) -> None:
    """Numbers, names and phrases of titles are not read as a date, in their language or any other."""
    for locale in (case["locale"], None):
        with pytest.raises(DateError):
            parse_date(case["text"], locale=locale, **context(case))


@pytest.mark.parametrize("case", load("refused"), ids=named)
def test_what_is_no_date_is_refused_with_its_place(case: Case) -> None:
    """Each text is refused in a sentence, and the words at fault are marked."""
    with pytest.raises(DateError) as caught:
        parse_date(case["text"], **context(case))
    start, end = caught.value.span
    assert (caught.value.message, case["text"][start:end]) == (case["says"], case["at"])


def test_several_stretches_give_the_points_of_the_whole() -> None:
    """The whole starts with its first stretch and ends with its last."""
    when = parse_date("11-13 & 15 September 2023")
    assert (when.earliest_start, when.latest_start) == (date(2023, 9, 11), date(2023, 9, 11))
    assert (when.earliest_end, when.latest_end) == (date(2023, 9, 15), date(2023, 9, 15))


def test_alternatives_may_start_with_any_candidate() -> None:
    """One of the candidates happens, so the start may be that of the first or of the last."""
    when = parse_date("12 or 19 October 2023")
    assert (when.earliest_start, when.latest_start) == (date(2023, 10, 12), date(2023, 10, 19))


def test_without_a_year_the_error_says_what_is_missing() -> None:
    """Neither the clock nor a guess supplies a year."""
    with pytest.raises(DateError, match="the year is missing"):
        parse_date("mid-November")


def test_within_may_be_words_iso_or_a_period() -> None:
    """The same period in three ways gives the same date."""
    expected = parse_date("15 November 2023")
    for within in ("November 2023", "2023-11", "2023", "October - December 2023", Period.month(2023, 11)):
        assert parse_date("15 November", within=within) == expected


def test_a_deadline_is_not_read_as_over_before_its_heading() -> None:
    """What is to be done by December, listed in January, is due at the end of that year."""
    assert parse_date("by December", within="2024-01").latest_end == date(2024, 12, 31)


def test_numeric_order_follows_the_region() -> None:
    """Day first, unless the locale's region or the policy says otherwise."""
    assert parse_date("03/10/2023").earliest_start == date(2023, 10, 3)
    assert parse_date("03/10/2023", locale="en_GB").earliest_start == date(2023, 10, 3)
    for territory in ("US", "PH", "MH", "PA"):
        assert parse_date("03/10/2023", locale=f"en_{territory}").earliest_start == date(2023, 3, 10)
    assert parse_date("03/10/2023", policy=Policy(day_first=False)).earliest_start == date(2023, 3, 10)
    assert parse_date("2023-10-03", locale="en_US").earliest_start == date(2023, 10, 3)


def test_each_disputed_rule_is_a_field_of_the_policy() -> None:
    """Another policy reads the same words otherwise."""
    assert parse_date("early May 2024", policy=Policy(early_until=7)).latest_end == date(2024, 5, 7)
    assert parse_date("late May 2024", policy=Policy(mid_until=24)).earliest_start == date(2024, 5, 25)
    assert parse_date("around 20 May 2024", policy=Policy(around_days=1)).ranges == (
        DateRange.window(date(2024, 5, 19), date(2024, 5, 21)),
    )
    assert parse_date("summer 2024", policy=Policy(southern=True)).earliest_start == date(2024, 12, 1)
    assert parse_date("between 3 and 9 May 2024", policy=Policy(between="exact")).kind is Kind.EXACT


def test_a_period_with_an_open_end_is_refused() -> None:
    """A heading must have a first and a last day."""
    assert parse_period("October - December 2023") == Period(date(2023, 10, 1), date(2023, 12, 31))
    for text in ("from October 2023", "TBC", "", "3 and 5 October 2023"):
        with pytest.raises(DateError):
            parse_period(text)


def test_an_unknown_language_names_the_known_ones() -> None:
    """The error says which locales there are words for."""
    with pytest.raises(UnknownNameError, match=r"use one of .*\ben\b"):
        parse_date("3 October 2023", locale="tlh")


def test_the_pointer_marks_the_words_at_fault() -> None:
    """The marks stand under the words that were not understood."""
    with pytest.raises(DateError) as caught:
        parse_date("3 Novemebr 2023")
    assert caught.value.pointer() == "3 Novemebr 2023\n  ^^^^^^^^"
    assert "did you mean 'November'?" in str(caught.value)


def only_our_error(text: str) -> FuzzyDate | None:
    """Read a text in a month, and let no error but ours pass."""
    try:
        return parse_date(text, within="2023-11", today="2023-10-17")
    except DateError as error:
        start, end = error.span
    assert 0 <= start <= end <= max(len(text), 41)
    return None


@given(st.text(max_size=60))
@example("1-" * 999)
@example("\N{ARABIC-INDIC DIGIT THREE} October")
@example("٣" * 5)
@example("31.31.")
@example("0 October")
@example("9999-12-31")
@example("0000-00-00")
@example("week 53 9999")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but our error."""
    only_our_error(text)


@given(st.data())
@settings(max_examples=400)
def test_changed_dates_are_read_or_refused(data: st.DataObject) -> None:
    """Real expressions with pieces cut, doubled and exchanged raise nothing but our error."""
    one, two = data.draw(st.sampled_from(READABLE)), data.draw(st.sampled_from(READABLE))
    cut_one, cut_two = data.draw(st.integers(0, len(one))), data.draw(st.integers(0, len(two)))
    joint = data.draw(st.sampled_from(["", " ", "-", ", ", " or ", " & ", "/", " by ", "31 ", "2023 "]))
    only_our_error(one[:cut_one] + joint + two[cut_two:])


@given(st.sampled_from(READABLE), st.integers(1990, 2060), st.integers(1, 12))
def test_points_are_in_order_and_the_same_twice(text: str, year: int, month: int) -> None:
    """Earliest is never after latest, and a second reading says the same."""
    try:
        when = parse_date(text, within=Period.month(year, month), today=date(year, month, 1))
    except DateError:
        return  # a weekday that this year contradicts, or a 29 February
    for part in when.ranges:
        for early, late in ((part.earliest_start, part.latest_start), (part.earliest_end, part.latest_end)):
            assert early is None or late is None or early <= late
        assert part.earliest_start is None or part.latest_end is None or part.earliest_start <= part.latest_end
    assert parse_date(text, within=Period.month(year, month), today=date(year, month, 1)) == when


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["early", "mid", "late"]))
def test_a_finer_date_lies_within_the_coarser(day: date, part: str) -> None:
    """A part lies within its month, the month within its year."""
    month = f"{day:%B %Y}"
    fine, coarse, year = (parse_date(text).possible for text in (f"{part} {month}", month, f"{day:%Y}"))
    assert fine is not None
    assert coarse is not None
    assert year is not None
    assert fine.first in coarse
    assert fine.last in coarse
    assert coarse.first in year
    assert coarse.last in year


@pytest.mark.parametrize(
    ("text", "shown", "again"),
    [
        ("cancelled 3 May", "exact cancelled: 2023-05-03", "3 May 2023 (cancelled)"),
        (
            "12 or 19 October TBC",
            "alternatives tentative: 2023-10-12 or 2023-10-19",
            "12 or 19 October 2023 (TBC)",
        ),
        (
            "around 5 May, 10:00",
            "window tentative approximate: 2023-05-02..2023-05-08 (somewhere in), 10:00",
            "around 5 May 2023, 10:00",
        ),
        ("11-13 & 15 September", "exact: 2023-09-11..2023-09-13, 2023-09-15", "11-13 & 15 September 2023"),
    ],
)
def test_a_date_is_shown_with_all_that_is_known_of_it(text: str, shown: str, again: str) -> None:
    """Its `repr` and its words say the kind, the marks, every stretch, the time and what became of it."""
    when = parse_date(text, within="2023")
    assert repr(when) == f"<FuzzyDate {text!r} {shown}>"
    assert when.format() == again


def test_an_undated_date_is_written_in_english_unless_told() -> None:
    """Nothing said its language."""
    assert FuzzyDate.undated().locale == "en"
    assert FuzzyDate.undated(locale="fr").locale == "fr"


def test_a_misspelt_word_is_suggested_and_what_stands_before_it_is_told() -> None:
    """The error holds the text, the place, what was understood before it and the word that was probably meant."""
    with pytest.raises(DateError) as caught:
        parse_date("10-12 Novemebr 2026")
    error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (error.text, error.span) == ("10-12 Novemebr 2026", (6, 14))
    assert (error.understood, error.suggestion) == ("10-12", "November")
    said = "'Novemebr' is no word of a date that is known here"
    assert repr(error) == f"DateError(\"{said}\", '10-12 Novemebr 2026', (6, 14))"
    with pytest.raises(DateError) as caught:
        parse_date("10-12 Zyx 2026")
    assert caught.value.suggestion is None


@pytest.mark.parametrize(
    ("text", "policy", "days"),
    [
        ("first week of October 2026", {}, "2026-10-01..2026-10-07"),
        ("first week of October 2026", {"weeks": "iso"}, "2026-09-28..2026-10-04"),
        ("last week of October 2026", {"weeks": "iso"}, "2026-10-26..2026-11-01"),
        ("last two weeks of October 2026", {"weeks": "iso"}, "2026-10-19..2026-11-01"),
        ("second half of October 2026", {"half_until": 16}, "2026-10-17..2026-10-31"),
        ("early October 2026", {"early_until": 9}, "2026-10-01..2026-10-09"),
        ("academic year 2026/27", {"academic_year_starts": 10}, "2026-10-01..2027-09-30"),
        ("fiscal year 2026/27", {"fiscal_year_starts": 7}, "2026-07-01..2027-06-30"),
        ("summer 2026", {"southern": True}, "2026-12-01..2027-02-28"),
        ("around 20 October 2026", {"around_days": 5}, "2026-10-15..2026-10-25"),
        ("between 3 and 10 October 2026", {"between": "exact"}, "2026-10-03..2026-10-10"),
        ("03/10/2026", {"day_first": False}, "2026-03-10"),
    ],
)
def test_what_people_dispute_is_a_policy(text: str, policy: dict[str, Any], days: str) -> None:
    """Each disputed rule can be set, and says so in the reasons where it is used."""
    when = parse_date(text, policy=Policy(**policy))
    assert repr(when.ranges[0])[11:-1].removesuffix(" (somewhere in)") == days


def test_a_zone_is_known_in_a_process_that_has_asked_for_none() -> None:
    """The names of the IANA database are there at the first question."""
    code = "import coecal; print(coecal.parse_date('3 October 2026, 14:00 Europe/Paris').times)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "14:00 Europe/Paris"


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("next March", "9998-05-01", "9999-03-01..9999-03-31"),
        ("this summer", "9999-01-01", "9999-06-01..9999-08-31"),
        ("winter", "9999-01-01", "9998-12-01..9999-02-28"),
        ("this year", "9999-02-02", "9999-01-01..9999-12-31"),
        ("this month", "9999-12-02", "9999-12-01..9999-12-31"),
        ("end of the year", "9999-02-02", "9999-09-01..9999-12-31"),
        ("24 December", "9999-06-01", "9999-12-24"),
        ("last March", "0001-05-05", "0001-03-01..0001-03-31"),
        ("next March", "0002-01-05", "0002-03-01..0002-03-31"),
    ],
)
def test_the_first_and_the_last_year_are_years_like_others(text: str, today: str, days: str) -> None:
    """What lies in the calendar is found up to its edge."""
    when = parse_date(text, today=today, locale="en")
    assert repr(when.ranges[0])[11:-1].removesuffix(" (somewhere in)") == days


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("next March", "9999-05-01"),
        ("last March", "0001-02-01"),
        ("next year", "9999-01-01"),
        ("tomorrow", "9999-12-31"),
    ],
)
def test_what_lies_beyond_the_calendar_is_refused(text: str, today: str) -> None:
    """The error says which years there are."""
    with pytest.raises(DateError, match="years 1 to 9999"):
        parse_date(text, today=today)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("end of the year", "9999-09-01..9999-12-31"),
        ("last quarter of the year", "9999-10-01..9999-12-31"),
        ("second half of the year", "9999-07-01..9999-12-31"),
        ("last week of the year", "9999-12-25..9999-12-31"),
        ("3 October", "9999-10-03"),
    ],
)
def test_a_period_may_be_the_last_year(text: str, days: str) -> None:
    """The year that words stand under is theirs, be it the last of the calendar."""
    when = parse_date(text, within=Period.year(9999))
    assert repr(when.ranges[0])[11:-1].removesuffix(" (somewhere in)") == days


def test_a_part_that_a_period_has_not_is_refused_at_the_edge_too() -> None:
    """There are no five years in one, and none before the first of the calendar."""
    with pytest.raises(DateError, match="there is no 'last 5 years of the year'"):
        parse_date("last 5 years of the year", within=Period.year(1))


@pytest.mark.parametrize("text", ["next month", "3 October", "tomorrow", "end of the month", "in two weeks"])
def test_of_a_moment_the_day_counts(text: str) -> None:
    """A moment is a day to Python; what is read from it are days all the same."""
    moment = datetime(2023, 10, 1, 17, 30)  # noqa: DTZ001 - as an application may hand it in
    assert parse_date(text, today=moment) == parse_date(text, today=moment.date())


@pytest.mark.parametrize(
    ("zone", "is_one"), [("UTC-12", True), ("UTC+14", True), ("UTC-13", False), ("UTC+14:30", False)]
)
def test_zones_run_from_twelve_hours_behind_to_fourteen_ahead(zone: str, is_one: bool) -> None:  # noqa: FBT001 - a case
    """What is further from UTC than any clock is refused."""
    text = f"3 October 2023, 14:00 {zone}"
    if is_one:
        assert parse_date(text).times is not None
    else:
        with pytest.raises(DateError, match=r"UTC-12 to UTC\+14"):
            parse_date(text)


@given(fuzzy_dates(), st.randoms())
def test_the_order_in_which_stretches_are_given_does_not_count(when: FuzzyDate, random: Random) -> None:
    """They stand in order of time, so that the same days are the same date and are written in the same way."""
    shuffled = random.sample(when.ranges, len(when.ranges))
    assert attrs.evolve(when, ranges=tuple(shuffled)) == when
