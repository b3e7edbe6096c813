"""Dates of every kind and what a calendar shows of them, for the tests of feeds and of the clients that read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import attrs

from coecal.activities import Activity, Mode, Section, Source, Status
from coecal.dates import FuzzyDate, Kind, Times
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
    "recurring on a weekday of the month": case(
        FuzzyDate("each first Monday", Kind.RECURRING, [on(9, 7), on(10, 5), on(11, 2), on(12, 7)]),
        firm("monthly", 9, 7, 7, count=4),
    ),
    "recurring on the last weekday of the month": case(
        FuzzyDate("each last Friday", Kind.RECURRING, [on(7, 31), on(8, 28), on(9, 25), on(10, 30)]),
        firm("lastly", 7, 31, 31, count=4),
    ),
    "recurring on a day of the month": case(
        FuzzyDate("15 June, July and August", Kind.RECURRING, [on(month, 15) for month in (6, 7, 8)]),
        firm("ides", 6, 15, 15, count=3),
    ),
    "recurring on several weekdays": case(
        FuzzyDate("Mondays and Thursdays in June", Kind.RECURRING, [on(6, day) for day in (1, 4, 8, 11, 15)]),
        firm("twice", 6, 1, 1, count=5),
    ),
    "recurring without a rule": case(
        FuzzyDate("1, 3 and 9 June", Kind.RECURRING, [on(6, 1), on(6, 3), on(6, 9)]),
        firm("irregular", 6, 1, 1),
        firm("irregular-2", 6, 3, 3),
        firm("irregular-3", 6, 9, 9),
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


@attrs.frozen
class TimedCase:
    """A date with times of day, its activity and the events that show it, each with all its instants, in UTC.

    Attributes:
        activity: the activity.
        shown: the UIDs before the host, and for each the start and the end of every time that it takes place.
    """

    activity: Activity
    shown: dict[str, list[tuple[datetime, datetime]]]


def timed(
    uid: str,
    stretches: Iterable[DateRange],
    times: Times,
    *spans: str | list[str],
    kind: Kind = Kind.EXACT,
    countries: tuple[str, ...] = ("GH", "FR"),
) -> TimedCase:
    """Return a case from spans of instants such as "2026-10-03 12:00/14:00", one or a list of them for each event."""
    uid = f"timed.{uid}"
    when = FuzzyDate(f"{uid}, as written", kind, tuple(stretches), times=times)
    made = attrs.evolve(activity(uid, when), countries=countries)
    uids = [uid, *(f"{uid}-{number}" for number in range(2, len(spans) + 1))]
    listed = [[span] if isinstance(span, str) else span for span in spans]
    return TimedCase(made, {name: list(map(_span, each)) for name, each in zip(uids, listed, strict=True)})


def _span(words: str) -> tuple[datetime, datetime]:
    day, clocks = words.split(" ")
    start, end = clocks.split("/")
    first = datetime.fromisoformat(f"{day}T{start}:00+00:00")
    last = datetime.combine(first.date(), time.fromisoformat(end.lstrip(">")), tzinfo=UTC)
    return first, last + timedelta(days=end.count(">"))


_AFTERNOON = (time(14), time(16))
_MONDAYS = [on(10, day) for day in (5, 12, 19, 26)]

TIMED = {
    "a zone": timed("zoned", [on(10, 3)], Times(*_AFTERNOON, "Europe/Paris"), "2026-10-03 12:00/14:00"),
    "UTC": timed("utc", [on(10, 3)], Times(*_AFTERNOON, "UTC"), "2026-10-03 14:00/16:00"),
    "an offset": timed("offset", [on(10, 3)], Times(*_AFTERNOON, "-05:30"), "2026-10-03 19:30/21:30"),
    "an offset, the day before in UTC": timed(
        "early", [on(10, 3)], Times(time(1), time(3), "+02:00"), "2026-10-02 23:00/>01:00"
    ),
    "the country's one zone": timed(
        "country", [on(7, 3)], Times(*_AFTERNOON), "2026-07-03 12:00/14:00", countries=("FR",)
    ),
    "the start only": timed("start", [on(10, 3)], Times(time(14), None, "Europe/Paris"), "2026-10-03 12:00/13:00"),
    "the start only, of several days": timed(
        "goes-on", [on(10, 3, 5)], Times(time(14), None, "Europe/Paris"), "2026-10-03 12:00/>>22:00"
    ),
    "an end on the next day": timed(
        "night", [on(10, 3)], Times(time(22), time(2), "Europe/Paris"), "2026-10-03 20:00/>00:00"
    ),
    "an end at midnight": timed(
        "midnight", [on(10, 3)], Times(time(20), time(0), "Europe/Paris"), "2026-10-03 18:00/22:00"
    ),
    "several days": timed(
        "days", [on(10, 3, 5)], Times(time(9), time(8, 30), "Europe/Paris"), "2026-10-03 07:00/>>06:30"
    ),
    "several days to midnight": timed(
        "to-midnight", [on(10, 3, 5)], Times(time(9), time(0), "Europe/Paris"), "2026-10-03 07:00/>>22:00"
    ),
    "several stretches": timed(
        "both",
        [on(10, 23, 24), on(10, 26)],
        Times(*_AFTERNOON, "Europe/Paris"),
        "2026-10-23 12:00/>14:00",
        "2026-10-26 13:00/15:00",
    ),
    "alternatives": timed(
        "either",
        [on(10, 12), on(10, 19)],
        Times(*_AFTERNOON, "Europe/Paris"),
        "2026-10-12 12:00/14:00",
        "2026-10-19 12:00/14:00",
        kind=Kind.ALTERNATIVES,
    ),
    "every week across a change of the clock": timed(
        "weekly",
        _MONDAYS,
        Times(*_AFTERNOON, "Europe/Paris"),
        [
            "2026-10-05 12:00/14:00",
            "2026-10-12 12:00/14:00",
            "2026-10-19 12:00/14:00",
            "2026-10-26 13:00/15:00",
        ],
        kind=Kind.RECURRING,
    ),
    "every month, the first Monday": timed(
        "monthly",
        [on(9, 7), on(10, 5), on(11, 2)],
        Times(*_AFTERNOON, "America/New_York"),
        ["2026-09-07 18:00/20:00", "2026-10-05 18:00/20:00", "2026-11-02 19:00/21:00"],
        kind=Kind.RECURRING,
    ),
    "every month, a Sunday in UTC": timed(
        "sundays",
        [on(6, 1), on(7, 6), on(8, 3)],
        Times(time(1), time(2), "+02:00"),
        "2026-05-31 23:00/>00:00",
        "2026-07-05 23:00/>00:00",
        "2026-08-02 23:00/>00:00",
        kind=Kind.RECURRING,
    ),
    "a night that is an hour longer": timed(
        "nights",
        [on(10, 23), on(10, 24), on(10, 25)],
        Times(time(22), time(6), "Europe/Paris"),
        "2026-10-23 20:00/>04:00",
        "2026-10-24 20:00/>05:00",
        "2026-10-25 21:00/>05:00",
        kind=Kind.RECURRING,
    ),
    "a time that the clock jumps over": timed(
        "jump", [on(3, 29)], Times(time(2, 30), time(5), "Europe/Paris"), "2026-03-29 01:30/03:00"
    ),
    "both times that the clock jumps over": timed(
        "leap", [on(3, 29)], Times(time(2, 30), time(3), "Europe/Paris"), "2026-03-29 01:30/02:00"
    ),
    "every day, once jumped over": timed(
        "daily",
        [on(3, 28), on(3, 29), on(3, 30)],
        Times(time(2, 15), time(2, 45), "Europe/Paris"),
        "2026-03-28 01:15/01:45",
        "2026-03-29 01:15/01:45",
        "2026-03-30 00:15/00:45",
        kind=Kind.RECURRING,
    ),
    "a time that the clock shows twice": timed(
        "again", [on(10, 25)], Times(time(2, 30), None, "Europe/Paris"), "2026-10-25 00:30/01:30"
    ),
    "a year that pytz does not reach": timed(
        "later",
        [DateRange.exact(date(2045, 7, 3))],
        Times(*_AFTERNOON, "Europe/Paris"),
        "2045-07-03 12:00/14:00",
    ),
}
"""Dates with times and a zone. Where no zone is written, the activity takes place in two countries or says one."""
