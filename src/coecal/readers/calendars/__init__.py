"""Owns iCalendar files (RFC 5545) -> programme: feeds that coecal wrote, and the calendars of other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from coecal.errors import InputError
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.projects import named_projects
from coecal.ranges import Period
from coecal.readers.calendars.components import Component, read_components
from coecal.readers.calendars.expansion import Expansion
from coecal.readers.calendars.findings import Findings
from coecal.readers.calendars.lines import decode
from coecal.readers.calendars.reading import read_activities
from coecal.readers.calendars.values import read_moment

__all__ = ["read_ics"]

_NEVER = date(1970, 1, 1)


def read_ics(
    data: bytes, *, source: str | None = None, places: Places | None = None, expand: Period | None = None
) -> Programme:
    r"""Read the activities of an iCalendar file.

    Events that coecal wrote become the activities that they were. Events and tasks of others become activities with
    the days that they say: a task is a deadline, a rule of repetition its days (one without end, those of two years).
    What is broken is a problem with its line, and the rest is read.

    Args:
        data: the bytes of the file.
        source: its name, for errors.
        places: the places that are known; None: those that coecal knows.
        expand: the period, both days inclusive, within which each time of an event that repeats becomes an activity
            of its own, with its own times, place and title; None: an event that repeats is one activity of several
            stretches.

    Raises:
        InputError: there is no calendar in the file, or what repeats in it happens too often within `expand`.
        MissingExtraError: `expand` is given, and the extra `calendars` is not installed.

    >>> text = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talks\r\nDTSTART;VALUE=DATE:20260504\r\nEND:VEVENT"
    >>> [one] = read_ics(text + b"\r\nEND:VCALENDAR\r\n").activities
    >>> one.title, one.when.text
    ('Talks', '4 May 2026')
    """
    findings = Findings()
    expansion = None if expand is None else Expansion(expand, findings)
    calendars = read_components(decode(data), findings)
    if not calendars:
        msg = "there is no calendar in it, which starts with BEGIN:VCALENDAR: export or fetch it again"
        raise InputError(msg, source=source)
    as_of = _last_told(calendars)
    try:
        activities = read_activities(calendars, findings, places or default_places(), as_of, expansion)
    except InputError as error:
        raise error.of_source(source) from error
    titles = (calendar.text("NAME") or calendar.text("X-WR-CALNAME") for calendar in calendars)
    return Programme(
        title=next(filter(None, titles), ""),
        as_of=as_of,
        projects=named_projects(name for activity in activities for name in activity.projects),
        activities=activities,
        problems=findings.problems(),
    )


def _last_told(calendars: Iterable[Component]) -> date | None:
    """Return the last day on which something in the file was changed, None where it does not say."""
    days = [
        moment.day
        for calendar in calendars
        for part in calendar.parts
        for name in ("DTSTAMP", "LAST-MODIFIED")
        if (line := part.first(name)) is not None and (moment := read_moment(line.value)) is not None
    ]
    # What has no such day is stamped with the first that computers know.
    return max((day for day in days if day != _NEVER), default=None)
