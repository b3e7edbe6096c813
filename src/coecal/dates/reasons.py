"""Owns the reason: which rule of reading was used on which words, with what values, and the policy field behind it.

Knows no language: the sentence of each rule stands in the tables that `sentences` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

Value = int | date | str
"""What stands in a sentence: a number, a day, or the name of a unit."""


class Rule(StrEnum):
    """The rules of reading that are told, named as the tables of sentences name them."""

    TODAY = "today"
    ROLLING = "rolling"
    NEXT_WEEKDAY = "next_weekday"
    YEAR_OF_PERIOD = "year_of_period"
    YEAR_TO_COME = "year_to_come"
    AROUND = "around"
    CHOICE = "choice"
    ALL_DAYS = "all_days"
    SOMEWHERE = "somewhere"
    BETWEEN = "between"
    BETWEEN_ALL = "between_all"
    SLASH = "slash"
    SPAN = "span"
    BY = "by"
    BEFORE = "before"
    UNTIL = "until"
    SINCE = "since"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    TIMES = "times"
    LASTING = "lasting"
    LASTING_BETWEEN = "lasting_between"
    EARLY = "early"
    MID = "mid"
    LATE = "late"
    EARLY_THIRD = "early_third"
    MID_THIRD = "mid_third"
    LATE_THIRD = "late_third"
    FROM_START = "from_start"
    FROM_END = "from_end"
    SEASON = "season"
    SPLIT_YEAR = "split_year"
    ISO_WEEK = "iso_week"
    WEEK_OF = "week_of"
    WEEKEND_OF = "weekend_of"


@attrs.frozen
class Reason:
    """One rule that was used in reading a date.

    Attributes:
        words: the words that it was used on, as written.
        rule: the rule.
        policy: the field of `Policy` that governs it, or None.
        values: what its sentence tells beside the words, by the names in its braces.
    """

    words: str
    rule: Rule
    policy: str | None = None
    values: Mapping[str, Value] = attrs.field(factory=dict, hash=False)
