"""Read every calendar of a folder, expanded over some years, beside recurring-ical-events: the same days and times?

Give it real exports, such as the test files of other projects. A difference is listed; not each is a fault, since the
two do not mean the same by every calendar that contradicts itself.

    python benchmarks/calendars.py FOLDER
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]
import x_wr_timezone  # type: ignore[import-untyped]

from coecal.dates import Kind
from coecal.errors import InputError
from coecal.ranges import Period
from coecal.readers.calendars import read_ics

NIGHT = timedelta(hours=12)
YEARS = timedelta(days=900)

Times = Counter[tuple[date, str]]


def period_of(data: bytes) -> Period | None:
    """Return some years from the day in the middle of a calendar on, from its first where there are few."""
    activities = read_ics(data).activities
    days = sorted(part.earliest_start for each in activities for part in each.when.ranges if part.earliest_start)
    if not days or days[-1] > date.max - 2 * YEARS:
        return None
    first = days[len(days) // 2 if len(activities) > 20 else 0]
    return Period(first, first + YEARS)


def by_coecal(data: bytes, period: Period) -> Times:
    """Return when events of known days start, as coecal reads them."""
    found: Times = Counter()
    for activity in read_ics(data, expand=period).activities:
        when, first = activity.when, activity.when.earliest_start
        if when.kind is Kind.EXACT and first is not None and when.possible and when.possible.overlaps(period):
            clock = when.times and when.times.start
            found[first, f"{clock:%H:%M}" if clock else ""] += 1
    return found


def by_recurring(data: bytes, period: Period) -> Times:
    """Return the same as recurring-ical-events finds it."""
    found: Times = Counter()
    for calendar in icalendar.Calendar.from_ical(data, multiple=True):
        query = recurring_ical_events.of(x_wr_timezone.to_standard(calendar), skip_bad_series=True)
        for event in query.between(period.first - timedelta(days=3), period.last + timedelta(days=3)):
            first, last, clock = as_shown(event.start, event.end)
            if Period(first, max(first, last)).overlaps(period):
                found[first, clock] += 1
    return found


def as_shown(start: date, end: date) -> tuple[date, date, str]:
    """Return the first and last day of an event, and when it starts; a night belongs to the day before it."""
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        return start, end - timedelta(days=end > start), ""
    first, last, is_midnight = start.date(), end.date(), end.time() == datetime.min.time()
    if last > first and (is_midnight or end - start < NIGHT):
        last -= timedelta(days=1)
    is_whole = is_midnight and start.time() == end.time() and end > start
    return first, last, "" if is_whole else f"{start:%H:%M}"


def compare(path: Path, tally: Counter[str]) -> None:
    """Read one calendar both ways, and count what came of it."""
    data = path.read_bytes()
    begun = time.perf_counter()
    try:
        period = period_of(data)
        ours = Counter() if period is None else by_coecal(data, period)
    except InputError as error:
        tally["no calendar, or too many times"] += 1
        print(f"{path.name}: {error.message}")
        return
    tally["milliseconds"] += round(1000 * (time.perf_counter() - begun))
    if period is None:
        tally["without a day"] += 1
        return
    try:
        theirs = by_recurring(data, period)
    except Exception as error:  # noqa: BLE001 - whatever the other one makes of a broken file
        tally["not read by the other"] += 1
        print(f"{path.name}: the other says {type(error).__name__}")
        return
    tally["times"] += ours.total()
    tally["the same" if ours == theirs else "different"] += 1
    for name, more in (("coecal", ours - theirs), ("the other", theirs - ours)):
        if more:
            (day, clock), *_ = sorted(more)
            print(f"{path.name}: {more.total()} times only by {name}, the first {day} {clock}")


def main() -> None:
    """Compare all calendars of the folder that is given."""
    if len(sys.argv) != 2:
        sys.exit((__doc__ or "").strip())
    warnings.simplefilter("ignore")
    tally: Counter[str] = Counter()
    for path in sorted(Path(sys.argv[1]).rglob("*.ics")):
        compare(path, tally)
    print()
    for name, count in tally.items():
        print(f"{name:32}{count:8,}")


if __name__ == "__main__":
    main()
