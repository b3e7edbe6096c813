"""Owns `calendar.html`: the months, with what takes place on each day for certain, and below it what may.

Long stretches are marked on their first and last day, and only months in which something happens are shown, so that
the page grows with the number of activities, not with that of days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.dates.cldr import weekday_names
from coecal.dates.formats import format_day, month_heading
from coecal.programme import Programme
from coecal.ranges import DateRange, Period
from coecal.site.shell import CALENDAR, INDEX, Shell, anchor, isolated, label, plain
from coecal.timeline.days import is_undated
from coecal.timeline.tooltips import titled
from coecal.timeline.words import Words
from coecal.writers.section_rows import one_line

LONGEST_DAY_BY_DAY: Final = 7
"""Days of a stretch that stands on each of its days; a longer one stands on its first and last."""
MOST_MONTHS: Final = 3
"""Months of possible days in each of which a date is listed; a longer one is listed in the first and the last."""

Month = tuple[int, int]


@attrs.frozen
class Entry:
    """An activity on a day: all of it there, or where it begins or ends."""

    activity: Activity
    part: str = ""


@attrs.define
class MonthOfDays:
    """What stands in one month: entries by their day of the month, and what may fall into it."""

    days: dict[int, list[Entry]] = attrs.field(factory=dict)
    possible: dict[str, Activity] = attrs.field(factory=dict)


def make_months(programme: Programme) -> Mapping[Month, MonthOfDays]:
    """Return the months in which something happens or may happen, in order.

    >>> make_months(Programme())
    {}
    """
    months: dict[Month, MonthOfDays] = {}
    for activity in programme.activities:
        if is_undated(activity.when):
            continue
        for part in activity.when.ranges:
            if part.is_exact and part.possible is not None and not activity.when.is_choice:
                _put_days(months, activity, part.possible)
            else:
                _put_possible(months, activity, part)
    return dict(sorted(months.items()))


def _put_days(months: dict[Month, MonthOfDays], activity: Activity, days: Period) -> None:
    if days.days <= LONGEST_DAY_BY_DAY:
        entries = [(days.first + timedelta(days=number), Entry(activity)) for number in range(days.days)]
    else:
        entries = [(days.first, Entry(activity, "begins")), (days.last, Entry(activity, "ends"))]
    for day, entry in entries:
        months.setdefault((day.year, day.month), MonthOfDays()).days.setdefault(day.day, []).append(entry)


def _put_possible(months: dict[Month, MonthOfDays], activity: Activity, part: DateRange) -> None:
    known = [day for day in (part.earliest_start, part.latest_start, part.earliest_end, part.latest_end) if day]
    if not known:
        return
    first, last = part.earliest_start or min(known), part.latest_end or max(known)
    for month in _some_months(first, last):
        months.setdefault(month, MonthOfDays()).possible[activity.uid] = activity


def _some_months(first: date, last: date) -> Iterable[Month]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    numbers = range(start, end + 1) if end - start < MOST_MONTHS else (start, end)
    return ((number // 12, number % 12 + 1) for number in numbers)


def calendar_page(shell: Shell) -> bytes:
    """Return the page in UTF-8."""
    words = shell.words
    months = make_months(shell.programme)
    title = words.fill("month.title", title=shell.title)
    body = [
        f"<h1>{plain(title)}</h1>",
        f"<p>{plain(words['month.intro'])}</p>",
        *(_jump(months, words) if months else [f"<p>{plain(words['month.nothing'])}</p>"]),
        *(line for month, content in months.items() for line in _month(month, content, words)),
    ]
    return shell.page(CALENDAR, title, body)


def _jump(months: Iterable[Month], words: Words) -> Iterator[str]:
    yield f'<nav class="contents" aria-label={label(words["month.jump"])}>'
    yield "<ul>"
    for year, month in months:
        yield f'<li><a href="#{_name(year, month)}">{plain(month_heading(year, month, words.language))}</a></li>'
    yield "</ul>"
    yield "</nav>"


def _name(year: int, month: int) -> str:
    return f"m-{year:04}-{month:02}"


def _month(month: Month, content: MonthOfDays, words: Words) -> Iterator[str]:
    name, heading = _name(*month), plain(month_heading(*month, words.language))
    yield f'<section class="month" id="{name}" aria-labelledby="{name}-heading">'
    yield f'<h2 id="{name}-heading">{heading}</h2>'
    if content.days:
        yield from _days(month, content, words)
    else:
        yield f'<p class="quiet">{plain(words["month.none_on_days"])}</p>'
    if content.possible:
        yield f"<h3>{plain(words['month.possible'])}</h3>"
        yield '<ul class="possible">'
        for activity in content.possible.values():
            said = one_line(activity.when.text) or activity.when.format(words.language)
            entry = plain(words["month.entry"]).format(date=isolated(said), title=_link(Entry(activity), words))
            yield f"<li{_class(activity)}>{entry}</li>"
        yield "</ul>"
    yield "</section>"


def _days(month: Month, content: MonthOfDays, words: Words) -> Iterator[str]:
    """Yield the days as a list, which a style sheet lays out in weeks where there is room for seven columns."""
    days = Period.month(*month)
    names = weekday_names(words.language, "abbreviated")
    spans = "".join(f"<span>{plain(name)}</span>" for name in names)
    yield f'<div class="weekdays" aria-hidden="true">{spans}</div>'
    yield f'<ol class="days" aria-label={label(words["month.start"])}>'
    for number in range(1, days.last.day + 1):
        day = days.first.replace(day=number)
        column = f" day-{day.isoweekday()}" if number == 1 else ""
        entries = content.days.get(number, [])
        empty = "" if entries else " empty"
        yield f'<li class="day{column}{empty}">{_day_name(day, words)}'
        if entries:
            yield "<ul>"
            yield from (f"<li{_class(entry.activity)}>{_link(entry, words)}{_doubt(entry)}</li>" for entry in entries)
            yield "</ul>"
        yield "</li>"
    yield "</ol>"


def _day_name(day: date, words: Words) -> str:
    weekday = plain(weekday_names(words.language)[day.weekday()])
    full = plain(format_day(day, words.language))
    number = f'<span class="number" aria-hidden="true">{day.day}</span>'
    return f'<time datetime="{day}">{number}<span class="full">{weekday} {full}</span></time>'


def _class(activity: Activity) -> str:
    if activity.is_cancelled:
        return ' class="cancelled"'
    return "" if activity.when.is_firm else ' class="vague"'


def _link(entry: Entry, words: Words) -> str:
    title = titled(entry.activity, words)
    said = words.fill(f"month.{entry.part}", title=title) if entry.part else title
    return f'<a href="{INDEX}#{anchor(entry.activity)}">{isolated(said)}</a>'


def _doubt(entry: Entry) -> str:
    """Return the sign of what is not certain before it is confirmed."""
    return "" if entry.activity.when.is_firm or entry.activity.is_cancelled else " ?"
