"""The values in a programme: what is refused with a sentence."""

from __future__ import annotations

from datetime import UTC, time

import pytest

from coecal.activities import Activity
from coecal.dates import FuzzyDate, Times, parse_date
from coecal.errors import CoecalError, RangeError


def test_one_string_is_no_list_of_strings() -> None:
    """It would be read as its letters."""
    with pytest.raises(TypeError, match="'Accra' is one string where several are expected"):
        Activity(uid="x", title="x", when=FuzzyDate.undated(), places="Accra")


@pytest.mark.parametrize(
    ("start", "end", "zone", "says"),
    [
        (None, None, None, "times of day have a start or an end"),
        (time(9, 0, 0, 1), None, None, "whole seconds"),
        (time(9, tzinfo=UTC), None, None, "without a zone of their own"),
        (time(9), None, "+25:00", "'.25:00' is no offset from UTC"),
    ],
)
def test_times_that_are_none_are_refused(start: time | None, end: time | None, zone: str | None, says: str) -> None:
    """A time of day is of whole seconds, and its zone stands beside it."""
    with pytest.raises(RangeError, match=says):
        Times(start, end, zone)


def test_a_text_that_is_too_long_for_a_date_is_refused() -> None:
    """The error says how long it may be, and quotes a piece of it alone."""
    with pytest.raises(CoecalError, match="is 2001 characters long, and a date has at most 2000") as caught:
        parse_date("x" * 2001)
    assert len(str(caught.value)) < 200
