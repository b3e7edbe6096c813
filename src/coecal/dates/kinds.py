"""Owns the kinds of fuzzy date and the policy: every reading rule that people may dispute, by name."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import attrs


class Kind(StrEnum):
    """What sort of statement a date makes.

    EXACT: the days are known.
    WINDOW: somewhere in here, for at least one day.
    SPAN: coarse ends.
    DEADLINE: done by a day.
    OPEN: one end known.
    ALTERNATIVES: one of several stretches happens.
    RECURRING: one exact stretch each time.
    UNDATED: nothing but the period it is listed under, if any.

    >>> Kind("window") is Kind.WINDOW
    True
    """

    EXACT = "exact"
    WINDOW = "window"
    SPAN = "span"
    DEADLINE = "deadline"
    OPEN = "open"
    ALTERNATIVES = "alternatives"
    RECURRING = "recurring"
    UNDATED = "undated"


class Between(StrEnum):
    """What "between 3 and 10 October" means.

    WINDOW: somewhere in there.
    EXACT: on all of those days.

    >>> Policy(between="exact").between is Between.EXACT
    True
    """

    WINDOW = "window"
    EXACT = "exact"


class Weeks(StrEnum):
    """What the first week of a month is.

    DAYS: its days 1 to 7; the last week is its last seven days.
    ISO: the week from Monday that holds its first Thursday (ISO 8601 counts the weeks of a year so).

    >>> Policy(weeks="iso").weeks is Weeks.ISO
    True
    """

    DAYS = "days"
    ISO = "iso"


@attrs.frozen(kw_only=True)
class Policy:
    """How disputed words are read. Every field has the default that the docs give.

    Attributes:
        early_until: last day of "early" in a month; "mid" starts the day after.
        mid_until: last day of "mid" in a month; "late" runs from the day after to the month's end.
        around_days: how many days "around" reaches to each side.
        day_first: whether 3/10/2023 is 3 October; None: as the locale's region writes it, else yes. ISO dates
            are not concerned.
        southern: whether seasons are those of the southern hemisphere.
        academic_year_starts: the month in which an academic or school year begins; it lasts twelve.
        fiscal_year_starts: the month in which a fiscal year that lies in two calendar years begins.
        half_until: last day of the first half of a month.
        weeks: what "first week of October" means, and the others of a month or longer period.
        between: what "between … and …" means.

    Raises:
        ValueError: a field is outside its limits; the error is attrs' own and names the field.

    >>> Policy(early_until=7).early_until, Policy().early_until
    (7, 10)
    """

    early_until: int = attrs.field(default=10, validator=attrs.validators.in_(range(1, 28)))
    mid_until: int = attrs.field(default=20, validator=attrs.validators.in_(range(2, 29)))
    around_days: int = attrs.field(default=3, validator=attrs.validators.ge(0))
    day_first: bool | None = None
    southern: bool = False
    academic_year_starts: int = attrs.field(default=9, validator=attrs.validators.in_(range(1, 13)))
    fiscal_year_starts: int = attrs.field(default=4, validator=attrs.validators.in_(range(1, 13)))
    half_until: int = attrs.field(default=15, validator=attrs.validators.in_(range(14, 17)))
    weeks: Weeks = attrs.field(default=Weeks.DAYS, converter=Weeks)
    between: Between = attrs.field(default=Between.WINDOW, converter=Between)


DEFAULT_POLICY = Policy()

PARTS: Final = ("early", "mid", "late")
"""The parts of a month, a quarter or a year, in order."""

SEASON_STARTS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The months in which the meteorological seasons of the northern hemisphere start; each lasts three."""

UNIT_MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months the units of the calendar have that are made of months."""
