"""Dates of every kind and what a calendar shows of them, for the tests of feeds and of the clients that read them."""

from __future__ import annotations

from datetime import date

import attrs

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import FuzzyDate, Kind
from coecal.ranges import DateRange

ISSUE = date(2026, 9, 30)
"""The day of the issue that all activities were read from."""


def on(month: int, day: int, until: int | None = None) -> DateRange:
    """Return an exact stretch within a month of 2026, `until` included."""
    return DateRange.exact(date(2026, month, day), date(2026, month, until or day))


def within(month: int, first: int, last: int, *days: int) -> DateRange:
    """Return a window within a month of 2026, of a number of days where that is given."""
    return DateRange.window(date(2026, month, first), date(2026, month, last), *days)


def activity(uid: str, when: FuzzyDate, status: Status = Status.PLANNED) -> Activity:
    """Return an activity that has something in every field."""
    return Activity(
        uid=f"{uid}@coecal",
        title="Well drilling, basics",
        when=when,
        projects=("WELL+",),
        organisers=("Water Office; Accra",),
        mode=Mode.ONLINE,
        places=("Accra", "Ghana"),
        countries=("GH",),
        regions=("West Africa",),
        status=status,
        sequence=3,
        last_modified=ISSUE,
        source=Source(
            section=Section.COMING_NEXT, heading="November 2026", line=7, text="WELL+; Well drilling, basics"
        ),
        url="https://example.org/wells?basics",
    )


@attrs.frozen(kw_only=True)
class Shown:
    """One event as it should be: the part of its UID before the host, its days, both inclusive, and what it says."""

    uid: str
    first: date
    last: date
    brackets: str = ""
    status: str = "CONFIRMED"
    prefix: str = ""
    count: int = 1


@attrs.frozen
class Case:
    """A date, its activity and the events that show it."""

    activity: Activity
    shown: tuple[Shown, ...]


def case(when: FuzzyDate, *shown: Shown, status: Status = Status.PLANNED) -> Case:
    """Return a case; the activity's UID is what comes before the hyphen in that of its first event."""
    return Case(activity(shown[0].uid.split("-")[0], when, status), shown)


def tentative(uid: str, month: int, first: int, last: int, brackets: str) -> Shown:
    """Return a tentative event within a month of 2026."""
    return Shown(
        uid=uid, first=date(2026, month, first), last=date(2026, month, last), brackets=brackets, status="TENTATIVE"
    )


def firm(uid: str, month: int, first: int, last: int, brackets: str = "", count: int = 1) -> Shown:
    """Return a confirmed event within a month of 2026."""
    return Shown(uid=uid, first=date(2026, month, first), last=date(2026, month, last), brackets=brackets, count=count)


JULY_TO_SEPTEMBER = DateRange(date(2026, 7, 1), date(2026, 7, 31), date(2026, 9, 1), date(2026, 9, 30))
BY_OCTOBER = DateRange(None, None, None, date(2026, 10, 31))
FROM_3_OCTOBER = DateRange(date(2026, 10, 3), date(2026, 10, 3), None, None)
UNTIL_15_NOVEMBER = DateRange(None, None, date(2026, 11, 15), date(2026, 11, 15))
ANY_TIME = DateRange(None, None, None, None)

CASES = {
    "one day": case(FuzzyDate("7 September", Kind.EXACT, (on(9, 7),)), firm("day", 9, 7, 7)),
    "some days": case(FuzzyDate("4-7 September", Kind.EXACT, (on(9, 4, 7),)), firm("days", 9, 4, 7)),
    "several stretches": case(
        FuzzyDate("11-13 & 15 September", Kind.EXACT, (on(9, 11, 13), on(9, 15))),
        firm("several", 9, 11, 13, "(1/2)"),
        firm("several-2", 9, 15, 15, "(2/2)"),
    ),
    "tentative": case(
        FuzzyDate("12-13 November (TBC)", Kind.EXACT, (on(11, 12, 13),), tentative=True),
        tentative("tentative", 11, 12, 13, "(TBC)"),
    ),
    "tentative, several stretches": case(
        FuzzyDate("2 & 5 June?", Kind.EXACT, (on(6, 2), on(6, 5)), tentative=True),
        tentative("both", 6, 2, 2, "(1/2) (TBC)"),
        tentative("both-2", 6, 5, 5, "(2/2) (TBC)"),
    ),
    "window": case(
        FuzzyDate("mid-November", Kind.WINDOW, (within(11, 11, 20),)),
        tentative("window", 11, 11, 20, "(mid-November)"),
    ),
    "window of a known duration": case(
        FuzzyDate("two days in mid-November", Kind.WINDOW, (within(11, 11, 20, 2, 2),)),
        tentative("lasting", 11, 11, 20, "(two days in mid-November)"),
    ),
    "window without words": case(
        FuzzyDate("", Kind.WINDOW, (within(11, 11, 20),)),
        tentative("wordless", 11, 11, 20, "(11 November 2026 to 20 November 2026)"),
    ),
    "window of a month": case(
        FuzzyDate("October", Kind.WINDOW, (within(10, 1, 31),)), tentative("month", 10, 1, 31, "(October)")
    ),
    "window longer than a month": case(
        FuzzyDate("July-September", Kind.SPAN, (JULY_TO_SEPTEMBER,)), tentative("span", 7, 1, 1, "(July-September)")
    ),
    "firm and vague stretches": case(
        FuzzyDate("3 October and mid-November", Kind.WINDOW, (on(10, 3), within(11, 11, 20))),
        firm("mixed", 10, 3, 3, "(1/2)"),
        tentative("mixed-2", 11, 11, 20, "(2/2) (3 October and mid-November)"),
    ),
    "deadline": case(
        FuzzyDate("by October", Kind.DEADLINE, (BY_OCTOBER,)), tentative("deadline", 10, 31, 31, "(by 31 October)")
    ),
    "deadline of another language": case(
        FuzzyDate("avant fin octobre", Kind.DEADLINE, (BY_OCTOBER,), locale="fr"),
        tentative("french", 10, 31, 31, "(avant fin octobre)"),
    ),
    "open end": case(
        FuzzyDate("from 3 October", Kind.OPEN, (FROM_3_OCTOBER,)), tentative("from", 10, 3, 3, "(from 3 October)")
    ),
    "open start": case(
        FuzzyDate("until 15 November", Kind.OPEN, (UNTIL_15_NOVEMBER,)),
        tentative("until", 11, 15, 15, "(until 15 November)"),
    ),
    "alternatives": case(
        FuzzyDate("12-13 or 19-20 October", Kind.ALTERNATIVES, (on(10, 12, 13), on(10, 19, 20))),
        tentative("either", 10, 12, 13, "(12-13 or 19-20 October)"),
        tentative("either-2", 10, 19, 20, "(12-13 or 19-20 October)"),
    ),
    "recurring by a rule": case(
        FuzzyDate("every Monday in October", Kind.RECURRING, [on(10, day) for day in (5, 12, 19, 26)]),
        firm("weekly", 10, 5, 5, count=4),
    ),
    "recurring every other week": case(
        FuzzyDate("1, 15 and 29 June", Kind.RECURRING, [on(6, day) for day in (1, 15, 29)]),
        firm("fortnightly", 6, 1, 1, count=3),
    ),
    "recurring every three days": case(
        FuzzyDate("1-2, 4-5, 7-8 June", Kind.RECURRING, [on(6, 1, 2), on(6, 4, 5), on(6, 7, 8)]),
        firm("often", 6, 1, 2, count=3),
    ),
    "recurring without a rule": case(
        FuzzyDate("each first Monday", Kind.RECURRING, [on(9, 7), on(10, 5), on(11, 2), on(12, 7)]),
        firm("monthly", 9, 7, 7),
        firm("monthly-2", 10, 5, 5),
        firm("monthly-3", 11, 2, 2),
        firm("monthly-4", 12, 7, 7),
    ),
    "undated in a month": case(
        FuzzyDate("TBC", Kind.UNDATED, (within(11, 1, 30),), tentative=True), tentative("tbc", 11, 1, 30, "(TBC)")
    ),
    "cancelled": case(
        FuzzyDate("4-7 September", Kind.EXACT, (on(9, 4, 7),)),
        Shown(uid="cancelled", first=date(2026, 9, 4), last=date(2026, 9, 7), status="CANCELLED", prefix="CANCELLED: "),
        status=Status.CANCELLED,
    ),
    "postponed": case(
        FuzzyDate("4-7 September", Kind.EXACT, (on(9, 4, 7),)),
        Shown(uid="postponed", first=date(2026, 9, 4), last=date(2026, 9, 7), status="TENTATIVE", prefix="POSTPONED: "),
        status=Status.POSTPONED,
    ),
    "held": case(FuzzyDate("4-7 September", Kind.EXACT, (on(9, 4, 7),)), firm("held", 9, 4, 7), status=Status.HELD),
    "the last day there is": case(
        FuzzyDate("Y9999", Kind.EXACT, (DateRange.exact(date(9999, 12, 30), date.max),)),
        Shown(uid="last", first=date(9999, 12, 30), last=date.max),
    ),
}

UNDATED = activity("undated", FuzzyDate("TBC", Kind.UNDATED, (ANY_TIME,), tentative=True))
"""An activity of which nothing is known."""
