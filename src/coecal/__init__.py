"""Activities whose dates are not firm yet: read them, compare them, subscribe to them, write them.

Everything that users rely on is imported from here, and loaded when it is first used: the import itself costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
    from coecal.readers import read
    from coecal.reports import Figure, Report, SaveTheDate
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

# Name -> the module that it is loaded from when it is first used (PEP 562), so that a programme that only reads dates
# loads nothing else.
_HOMES: Final = {
    name: module
    for module, names in {
        "coecal.activities": ("Activity", "Mode", "Section", "Source", "Status"),
        "coecal.dates": (
            "Between",
            "Certainty",
            "DEFAULT_POLICY",
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
        ),
        "coecal.errors": (
            "CoecalError",
            "DateError",
            "InputError",
            "MissingExtraError",
            "Problem",
            "RangeError",
            "Severity",
            "UnknownNameError",
        ),
        "coecal.overlaps": ("Overlaps", "find_overlaps"),
        "coecal.places": ("Places",),
        "coecal.programme": ("Programme",),
        "coecal.projects": ("Money", "Project"),
        "coecal.ranges": ("DateRange", "Period"),
        "coecal.readers": ("read",),
        "coecal.reports": ("Figure", "Report", "SaveTheDate"),
        "coecal.site.feeds": ("write_feeds",),
        "coecal.writers": ("write",),
        "coecal.writers.ical": ("to_ical",),
        "coecal.writers.sections": ("coming_next",),
    }.items()
    for name in names
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        found: object = getattr(import_module(_HOMES[name]), name)
    elif (module := f"{__name__}.{name}") in _HOMES.values():
        found = import_module(module)
    else:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
