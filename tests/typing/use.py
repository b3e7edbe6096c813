"""A user's program, for mypy and pyright at their strictest: each assertion is about what they see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from fractions import Fraction
from typing import assert_type

import coecal
from coecal import (
    Activity,
    Certainty,
    DateError,
    DateRange,
    DateStatus,
    Figure,
    FoundDate,
    FuzzyDate,
    InputError,
    Kind,
    Mode,
    Overlap,
    Overlaps,
    Period,
    Policy,
    Problem,
    Programme,
    Project,
    Report,
    SaveTheDate,
    Section,
    Severity,
    Source,
    Status,
    Times,
    find_dates,
    find_overlaps,
    parse_date,
    parse_period,
    read,
    to_ical,
    write,
    write_feeds,
)


def dates() -> None:
    """Dates, their points and their words."""
    when = parse_date(
        "mid-November", within="2023", today=date(2023, 10, 1), locale="en_GB", policy=Policy(southern=True)
    )
    assert_type(when, FuzzyDate)
    assert_type(when.kind, Kind)
    assert_type(when.ranges, tuple[DateRange, ...])
    assert_type(when.earliest_start, date | None)
    assert_type(when.latest_end, date | None)
    assert_type(when.possible, Period | None)
    assert_type(when.tentative, bool)
    assert_type(when.times, Times | None)
    assert_type(when.status, DateStatus | None)
    assert_type(when.to_edtf(), str)
    assert_type(when.format("fr", year=False), str)
    assert_type(when.explain(), str)
    assert_type(FuzzyDate.from_edtf("2023-11"), FuzzyDate)
    assert_type(FuzzyDate.undated(Period.month(2023, 11)), FuzzyDate)
    assert_type(parse_period("November 2023"), Period)
    assert_type(parse_period("November", within=Period.year(2023)).days, int)
    assert_type(find_dates("moved to 3 October 2023"), tuple[FoundDate, ...])
    if when.times is not None:
        assert_type(when.times.start, time | None)


def ranges() -> None:
    """Stretches of days: an open point is None for type checkers, too."""
    window = DateRange.window(date(2023, 11, 11), date(2023, 11, 20), max_days=2)
    assert_type(window.latest_start, date | None)
    assert_type(window.max_days, int | None)
    assert_type(window.certain, Period | None)
    assert_type(window.closed_by(Period.year(2023)), DateRange)


def overlaps(activities: list[Activity]) -> None:
    """What is compared is what comes back: ids of any type, or activities."""
    one, other = FuzzyDate.from_edtf("2023-10-10"), FuzzyDate.from_edtf("2023-10")
    comparison = one.compare(other)
    assert_type(comparison, Overlap[FuzzyDate])
    assert_type(comparison.certainty, Certainty)
    assert_type(comparison.likelihood, Fraction | None)
    dated: list[tuple[int, FuzzyDate]] = [(1, one), (2, other)]
    numbered = find_overlaps(dated, gap=1)
    assert_type(numbered, Overlaps[int])
    assert_type([found.a for found in numbered], list[int])
    assert_type(len(numbered), int)
    assert_type(numbered.pairs(), Iterator[tuple[int, int]])
    assert_type(numbered.columns(certain=True)[0][0], int)
    planned = find_overlaps(activities, by="project", period=Period.year(2023))
    assert_type(planned, Overlaps[Activity])
    assert_type(planned.certain().between(date(2023, 10, 1), date(2023, 10, 31)), Overlaps[Activity])
    assert_type(find_overlaps(activities, by=lambda activity: activity.places), Overlaps[Activity])
    assert_type(find_overlaps(dated, by=lambda number: str(number % 2)), Overlaps[int])


def programmes() -> None:
    """A programme, what stands in it, and what is made of it."""
    programme = read("update.txt", "plan.csv", format="newsletter", expand="2026-10/2026-12")
    assert_type(programme, Programme)
    assert_type(read(text="title;when", format="csv", columns={"title": "Libellé"}), Programme)
    assert_type(programme.activities, tuple[Activity, ...])
    assert_type(programme.projects, tuple[Project, ...])
    assert_type(programme.reports, tuple[Report, ...])
    assert_type(programme.save_the_dates, tuple[SaveTheDate, ...])
    assert_type(programme.figures, tuple[Figure, ...])
    assert_type(programme.problems, tuple[Problem, ...])
    assert_type(programme.period, Period | None)
    assert_type(programme.regions, tuple[str, ...])
    assert_type(programme.find_project("GLACY+"), Project)
    kept = programme.filter(region="Africa", country="GH", mode="online", during="2023-11", section=Section.COMING_NEXT)
    assert_type(kept, Programme)
    assert_type(kept.overlaps(by=["project", "country"]), Overlaps[Activity])
    assert_type(kept.merge(programme), Programme)
    assert_type([remark.severity for remark in kept.check(today=date(2023, 10, 1))], list[Severity])
    assert_type(kept.to_ical(name="Africa"), bytes)
    assert_type(to_ical(kept.activities, as_of=date(2023, 9, 30)), bytes)
    assert_type(kept.coming_next(first=date(2023, 10, 1), months=3), str)
    assert_type(kept.section("inventory", format="txt"), str)
    assert_type(coecal.coming_next(kept, locale="fr"), str)
    assert_type(kept.timeline(by="country").to_svg(), str)
    assert_type(write_feeds(kept, "site").written, tuple[str, ...])
    write(kept, "programme.json")


def activities() -> Activity:
    """An activity takes any iterable of names, and the words of an enumeration or its member."""
    activity = Activity(
        uid="1@example.org",
        title="Talks",
        when=FuzzyDate("4-7 September", "exact", [DateRange.exact(date(2023, 9, 4), date(2023, 9, 7))]),
        projects=["WELL+"],
        countries={"GH"},
        mode="online",
        status=Status.HELD,
        source=Source(section="inventory", line=12),
    )
    assert_type(activity.projects, tuple[str, ...])
    assert_type(activity.mode, Mode | None)
    assert_type(activity.status, Status)
    assert_type(activity.source.section, Section | None)
    assert_type(activity.last_modified, date | None)
    return activity


def errors() -> None:
    """Errors carry what a program needs."""
    try:
        parse_date("3 Novemebr 2023")
    except DateError as error:
        assert_type(error.span, tuple[int, int])
        assert_type(error.suggestion, str | None)
        assert_type(error.pointer(), str)
    try:
        read("plan.toml")
    except InputError as error:
        assert_type(error.line, int | None)
        assert_type(error.faults, tuple[InputError, ...])
