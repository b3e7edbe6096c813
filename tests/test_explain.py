"""What a date says in plain English: the words, the four points, the rules, and what is still open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coecal.dates import parse_date
from coecal.dates.explain import explain
from coecal.dates.kinds import Kind
from coecal.dates.reasons import Reason
from coecal.ranges import DateRange

SUMMER, CORE = "from 1 July 2023 to 30 September 2023", "from 31 July 2023 to 1 September 2023"
MID = DateRange.window(date(2023, 11, 11), date(2023, 11, 20))


def test_a_window_is_told_with_its_points_its_rule_and_what_is_open() -> None:
    """Each line says one thing, in the order of the question: what, when, why, what is missing."""
    reasons = (Reason("mid", "mid is days 11 to 20 of a month", "mid_until"),)
    assert explain("mid-November", Kind.WINDOW, (MID,), reasons, tentative=True).splitlines() == [
        '"mid-November" is a window: it takes place somewhere in these days, on at least one of them.',
        "It starts on 11 November 2023 at the earliest and on 20 November 2023 at the latest.",
        "It ends on 11 November 2023 at the earliest and on 20 November 2023 at the latest.",
        "It can fall on any day from 11 November 2023 to 20 November 2023; no day is certain.",
        '"mid": mid is days 11 to 20 of a month (policy: mid_until).',
        "The exact days are not known. To be confirmed.",
    ]


def test_a_firm_date_leaves_nothing_open() -> None:
    """Known days are told as such."""
    assert explain("3 October", Kind.EXACT, (DateRange.exact(date(2023, 10, 3)),), ()).splitlines() == [
        '"3 October" is an exact date: its days are known.',
        "It takes place on 3 October 2023.",
        "Nothing is left open.",
    ]


@pytest.mark.parametrize(
    ("kind", "part", "lines"),
    [
        (
            Kind.EXACT,
            DateRange.exact(date(2023, 9, 4), date(2023, 9, 7)),
            ["It takes place from 4 September 2023 to 7 September 2023, on all 4 days."],
        ),
        (
            Kind.SPAN,
            DateRange(date(2023, 7, 1), date(2023, 7, 31), date(2023, 9, 1), date(2023, 9, 30)),
            [
                "It starts on 1 July 2023 at the earliest and on 31 July 2023 at the latest.",
                "It ends on 1 September 2023 at the earliest and on 30 September 2023 at the latest.",
                f"It can fall on any day {SUMMER}; it certainly takes place {CORE}, on all 33 days.",
                "The exact days are not known.",
            ],
        ),
        (
            Kind.OPEN,
            DateRange(date(2023, 10, 3), date(2023, 10, 3), None, None),
            [
                "It starts on 3 October 2023.",
                "It ends on 3 October 2023 at the earliest.",
                "It can fall on any day from 3 October 2023 on; it certainly takes place on 3 October 2023.",
                "The end is not known.",
            ],
        ),
        (
            Kind.DEADLINE,
            DateRange(None, None, None, date(2023, 10, 31)),
            ["It ends on 31 October 2023 at the latest.", "The start is not known."],
        ),
        (
            Kind.WINDOW,
            DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 2, 2),
            [
                "It starts on 11 November 2023 at the earliest and on 19 November 2023 at the latest.",
                "It lasts 2 days.",
            ],
        ),
        (Kind.WINDOW, DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 1, 3), ["It lasts 1 to 3 days."]),
        (Kind.WINDOW, DateRange.window(date(2023, 11, 11), date(2023, 11, 20), 2), ["It lasts 2 days or more."]),
        (
            Kind.UNDATED,
            DateRange(None, None, None, None),
            ["It can fall on any day; no day is certain.", "The start is not known. The end is not known."],
        ),
    ],
)
def test_what_is_known_and_what_is_open_is_said(kind: Kind, part: DateRange, lines: list[str]) -> None:
    """Points, length, possible and certain days and open ends each have their sentence."""
    said = explain("words", kind, (part,), ()).splitlines()
    assert [line for line in said if line in lines] == lines


def test_alternatives_are_listed_and_the_choice_is_open() -> None:
    """Which of the dates happens is the open question."""
    ranges = (DateRange.exact(date(2023, 10, 12)), DateRange.exact(date(2023, 10, 19), date(2023, 10, 20)))
    assert explain("12 or 19-20 October", Kind.ALTERNATIVES, ranges, ()).splitlines()[1:] == [
        "It takes place on one of 2 dates: 12 October 2023; from 19 October 2023 to 20 October 2023.",
        "The first possible day is 12 October 2023, the last 20 October 2023.",
        "Which of them happens is not known.",
    ]


def test_many_times_are_told_in_short() -> None:
    """A recurrence of weeks names its first times and how many more there are."""
    ranges = tuple(DateRange.exact(date(2023, 10, day)) for day in range(1, 11))
    line = explain("every day", Kind.RECURRING, ranges, ()).splitlines()[1]
    assert line.startswith("It takes place 10 times: 1 October 2023; 2 October 2023; ")
    assert line.endswith("; 6 October 2023; and 4 more.")


def test_several_windows_with_an_open_end_have_no_last_day() -> None:
    """What is not known is said to be so."""
    ranges = (MID, DateRange(date(2023, 12, 1), None, None, None))
    listed, reach = explain("", Kind.OPEN, ranges, ()).splitlines()[1:3]
    assert listed.endswith(": some time from 11 November 2023 to 20 November 2023; some time from 1 December 2023 on.")
    assert reach == "The first possible day is 11 November 2023, the last not known."


def test_around_is_said() -> None:
    """An approximate date says that its days are."""
    said = explain("c. 14 November", Kind.WINDOW, (MID,), (), tentative=True, approximate=True)
    assert said.endswith("The exact days are not known. The days are approximate. To be confirmed.")


def test_a_date_without_words_is_explained_too() -> None:
    """What did not come from words, or came over several lines, still has a first line of its own."""
    assert explain("", Kind.WINDOW, (MID,), ()).startswith("The date is a window: ")
    assert explain("mid-\n November ", Kind.WINDOW, (MID,), ()).startswith('"mid- November" is a window: ')


def test_a_rule_is_told_once() -> None:
    """The same rule on the same words is not repeated, and one without words starts the sentence."""
    reason = Reason("", "the year comes from the period")
    lines = explain("mid-November", Kind.WINDOW, (MID,), (reason, reason)).splitlines()
    assert lines.count("The year comes from the period.") == 1


@given(
    kind=st.sampled_from(Kind),
    parts=st.lists(st.sampled_from([MID, DateRange.exact(date(2023, 10, 3)), DateRange(None, None, None, None)])),
    rules=st.lists(st.text("abc", min_size=1), max_size=12),
)
def test_it_takes_three_to_eight_lines(kind: Kind, parts: list[DateRange], rules: list[str]) -> None:
    """However many rules and stretches there are, all are told and it stays short."""
    reasons = [Reason(rule, f"means {rule}") for rule in rules]
    said = explain("words", kind, (MID, *parts), reasons)
    assert 3 <= len(said.splitlines()) <= 8
    assert all(f": means {rule}." in said for rule in rules)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3 October 2026 (cancelled)", "It is cancelled: it would have been then."),
        ("cancelled", "It is cancelled."),
        ("postponed to 5 October 2026", "It is postponed: these are the new days."),
        ("postponed", "It is postponed; no new day is given."),
        ("3 October 2026, 14:00-16:00 CET", "It takes place from 14:00 until 16:00, Europe/Paris."),
    ],
)
def test_what_is_said_beside_the_days_is_explained(text: str, says: str) -> None:
    """Times and status have a sentence that fits what is known of the days."""
    assert says in parse_date(text).explain().splitlines()
