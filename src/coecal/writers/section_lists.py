"""Owns which activities each section lists, and which days it lists where nobody says.

Knows nothing of headings, rows and formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import chain

from coecal.activities import Activity, Status
from coecal.errors import InputError
from coecal.places import default_places
from coecal.programme import Programme
from coecal.ranges import ONE_DAY, Period
from coecal.reports import SaveTheDate
from coecal.writers.section_months import Window


class SectionName(StrEnum):
    """The sections of a newsletter that can be written."""

    COMING_NEXT = "coming next"
    INVENTORY = "inventory"
    SAVE_THE_DATE = "save the date"


_COMING = frozenset({Status.PLANNED, Status.POSTPONED})


def listed(programme: Programme, name: SectionName, window: Window) -> list[Activity]:
    """Return what a section lists, in the order of the source, whatever its days.

    Coming next: what is planned or postponed. Inventory: what was held, and what a source without such lists (a
    table, a calendar) plans and is over by the last day of the window. Save the date: what the programme announces,
    else its planned activities whose days are firm; as activities without projects in their rows.
    """
    if name is SectionName.INVENTORY:
        return [activity for activity in programme.activities if _is_held(activity, window)]
    if name is SectionName.COMING_NEXT:
        return [activity for activity in programme.activities if activity.status in _COMING]
    if programme.save_the_dates:
        return list(_announced(programme))
    coming = (activity for activity in programme.activities if activity.status in _COMING)
    return [activity for activity in coming if activity.when.is_firm]


def find_window(
    programme: Programme, name: SectionName, first: date | None, last: date | None, months: int | None = None
) -> Window:
    """Return the days that a section lists; a default that contradicts what was asked for gives way.

    What is to come begins on the day after the programme's `as_of` and ends with its period; save-the-dates have no
    such end. The inventory runs from the first day of the period to `as_of`, else to the end of the period.

    Args:
        programme: what is listed.
        name: the section.
        first: the first day, inclusive; None: as above.
        last: the last day, inclusive; None: as above, or `months`.
        months: how many months are listed from the first day on; None: not said.

    Raises:
        InputError: both `last` and `months` are given, or `months` without any first day, or less than one month.
        RangeError: `last` is before `first`.
    """
    start, end = _defaults(programme, name)
    if months is not None:
        return _months_from(first or start, last, months)
    if first is not None and last is not None:
        period = Period(first, last)
        return Window(period.first, period.last)
    start, end = first or start, last or end
    if start is not None and end is not None and end < start:
        if (first, last) != (None, None):
            return Window(first, last)
        return Window(None, end) if name is SectionName.INVENTORY else Window(start, None)
    return Window(start, end)


def _defaults(programme: Programme, name: SectionName) -> tuple[date | None, date | None]:
    as_of, period = programme.as_of, programme.period
    if name is SectionName.INVENTORY:
        last = None if period is None else period.last
        return None if period is None else period.first, as_of or last
    after = as_of + ONE_DAY if as_of is not None and as_of < date.max else None
    return after, None if period is None or name is SectionName.SAVE_THE_DATE else period.last


def _months_from(first: date | None, last: date | None, months: int) -> Window:
    """Return so many months from a day on, up to the day before the same day of a later month."""
    if last is not None or months < 1:
        msg = f"{months} months up to {last}: give either the last day or a number of months, 1 or more"
        raise InputError(msg)
    if first is None:
        msg = f"{months} months from which day on? Give the first day, or today"
        raise InputError(msg)
    try:
        later = Period.months(first.year, first.month, months + 1)
    except ValueError:
        return Window(first, date.max)
    month = Period.month(later.last.year, later.last.month)
    ends = month.first.replace(day=first.day) - ONE_DAY if first.day <= month.last.day else month.last
    return Window(first, ends)


def _is_held(activity: Activity, window: Window) -> bool:
    if activity.status is Status.HELD:
        return True
    ends = activity.when.latest_end
    is_over = ends is not None and window.last is not None and ends <= window.last
    return activity.status is Status.PLANNED and activity.source.section is None and is_over


def _announced(programme: Programme) -> Iterator[Activity]:
    """Yield what is announced as activities; what it is about says whose it is and in which region."""
    known = {activity.uid: activity for activity in programme.activities}
    for number, save in enumerate(programme.save_the_dates):
        about = [known[uid] for uid in save.activities if uid in known]
        yield Activity(
            uid=f"save-the-date-{number}",
            title=save.title,
            when=save.when,
            projects=dict.fromkeys(chain.from_iterable(activity.projects for activity in about)),
            mode=save.mode,
            places=save.places,
            countries=save.countries,
            regions=dict.fromkeys(_regions(save, about)),
        )


def _regions(save: SaveTheDate, about: Iterable[Activity]) -> Iterator[str]:
    for code in save.countries:
        yield from default_places().regions_of(code)
    for activity in about:
        yield from activity.regions
