"""Dates in running text: each with its place, and numbers that are no dates left alone."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coecal.dates import Policy, find_dates, parse_date
from coecal.errors import DateError

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "prose.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_dates_are_found_with_their_places(case: dict[str, Any]) -> None:
    """Each text gives these dates and no others, and each stands where it is said to stand."""
    found = find_dates(case["text"], within="2023")
    assert [one.when.text for one in found] == case["found"]
    assert [case["text"][one.start : one.end] for one in found] == case["found"]


def test_what_counts_from_today_is_found_where_today_is_given() -> None:
    """Without today, "next week" and "Friday" are only words."""
    text = "We meet next week, on Friday at the latest."
    assert find_dates(text) == ()
    assert [one.when.text for one in find_dates(text, today="2023-10-17")] == ["next week", "Friday at the latest"]


def test_without_a_year_nothing_is_guessed() -> None:
    """A day whose year cannot be known is no date."""
    assert find_dates("on 3 October") == ()


def test_a_context_that_is_none_is_an_error() -> None:
    """A `within` that is no period does not pass for a text without dates."""
    with pytest.raises(DateError):
        find_dates("on 3 October", within="soon")


def test_a_policy_governs_what_is_found() -> None:
    """What people dispute is read in running text as it is alone."""
    found = find_dates("Talks in early October 2026.", policy=Policy(early_until=9))
    assert [one.when for one in found] == [parse_date("early October 2026", policy=Policy(early_until=9))]


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    """No text raises, places are in order and apart, and each date is what parse_date reads there."""
    end = 0
    for one in find_dates(text, within="2023", today="2023-10-17", locale="en"):
        assert end <= one.start < one.end
        end = one.end
        assert one.when == parse_date(text[one.start : one.end], within="2023", today="2023-10-17", locale="en")


def test_time_grows_with_the_length_alone() -> None:
    """A text sixteen times as long takes far less than sixteen times sixteen as long."""
    sentence = "On 3 October 2023 we met 12 people, 1-1-1-1-1-1-1-1, and by mid-November 5, 6, 7, 8, 9 more. "

    def cost(times: int) -> float:
        start = time.process_time()
        assert len(find_dates(sentence * times)) >= times
        return time.process_time() - start

    cost(1)
    assert cost(64) < 64 * max(cost(4), 0.01)
