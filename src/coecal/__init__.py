"""Activities whose dates are not firm yet: read them, compare them, subscribe to them, write them.

Everything that users rely on is imported from here. What reads and writes files is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import (
    DEFAULT_POLICY,
    Between,
    Certainty,
    DateStatus,
    FoundDate,
    FuzzyDate,
    Kind,
    Overlap,
    Policy,
    Times,
    Weeks,
    find_dates,
    parse_date,
    parse_period,
)
from coecal.errors import (
    CoecalError,
    DateError,
    InputError,
    MissingExtraError,
    Problem,
    RangeError,
    Severity,
    UnknownNameError,
)
from coecal.overlaps import Overlaps, find_overlaps
from coecal.places import Places
from coecal.programme import Programme
from coecal.projects import Money, Project
from coecal.ranges import DateRange, Period
from coecal.reports import Figure, Report, SaveTheDate

if TYPE_CHECKING:
    from coecal.readers import read
    from coecal.site.feeds import write_feeds
    from coecal.writers import write
    from coecal.writers.ical import to_ical
    from coecal.writers.sections import coming_next

__all__ = [
    "DEFAULT_POLICY",
    "Activity",
    "Between",
    "Certainty",
    "CoecalError",
    "DateError",
    "DateRange",
    "DateStatus",
    "Figure",
    "FoundDate",
    "FuzzyDate",
    "InputError",
    "Kind",
    "MissingExtraError",
    "Mode",
    "Money",
    "Overlap",
    "Overlaps",
    "Period",
    "Places",
    "Policy",
    "Problem",
    "Programme",
    "Project",
    "RangeError",
    "Report",
    "SaveTheDate",
    "Section",
    "Severity",
    "Source",
    "Status",
    "Times",
    "UnknownNameError",
    "Weeks",
    "coming_next",
    "find_dates",
    "find_overlaps",
    "parse_date",
    "parse_period",
    "read",
    "to_ical",
    "write",
    "write_feeds",
]

# Name -> module, for the names that load more than a programme needs (PEP 562).
_LAZY: Final = {
    "coming_next": "coecal.writers.sections",
    "read": "coecal.readers",
    "to_ical": "coecal.writers.ical",
    "write": "coecal.writers",
    "write_feeds": "coecal.site.feeds",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value: object = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
