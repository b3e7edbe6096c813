"""Owns fuzzy dates: words -> tokens -> expression -> ranges, EDTF, and words again."""

from coecal.dates.compare import Certainty, Overlap
from coecal.dates.find import FoundDate, find_dates
from coecal.dates.kinds import DEFAULT_POLICY, Between, Kind, Policy, Weeks
from coecal.dates.parse import parse_date, parse_period
from coecal.dates.times import DateStatus, Times
from coecal.dates.value import FuzzyDate

__all__ = [
    "DEFAULT_POLICY",
    "Between",
    "Certainty",
    "DateStatus",
    "FoundDate",
    "FuzzyDate",
    "Kind",
    "Overlap",
    "Policy",
    "Times",
    "Weeks",
    "find_dates",
    "parse_date",
    "parse_period",
]
