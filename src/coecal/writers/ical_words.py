"""Owns the words of an event: what stands behind its title, and the sentences that say what is known of its days.

Sentences are English, as are the feeds; words of a date stay as they were written.
"""

from __future__ import annotations

from datetime import date

from coecal.dates import FuzzyDate, Kind, Times
from coecal.dates.cldr import month_names
from coecal.dates.times import clock_text
from coecal.ranges import DateRange
from coecal.writers.ical_days import Shown
from coecal.writers.ical_lines import clean, clean_line

_TO_BE_CONFIRMED = "TBC"
_ENGLISH = "en"


def hours_note(when: FuzzyDate, shown: Shown) -> str:
    """Return the times of day as they stand in brackets behind the title of an event of known but whole days."""
    return _hours(when.times) if shown.known and when.times is not None else ""


def _hours(times: Times) -> str:
    start, end = (None if moment is None else clock_text(moment) for moment in (times.start, times.end))
    if start is not None and end is not None:
        return f"{start}-{end} {_zone(times)}"
    return f"until {end} {_zone(times)}" if start is None else f"from {start} {_zone(times)}"


def _zone(times: Times) -> str:
    zone = times.zone
    if zone is None:
        return "local time"
    return f"UTC{zone}" if zone[0] in "+-" else clean(zone)


def hours_sentence(when: FuzzyDate, *, is_timed: bool) -> str:
    """Return in a sentence what the event itself does not say of the times of day; empty where it says all.

    Args:
        when: the date.
        is_timed: whether the event has times, rather than lasting whole days.
    """
    times = when.times
    if times is None or (is_timed and times.end is not None):
        return ""
    start, end = (None if moment is None else clock_text(moment) for moment in (times.start, times.end))
    if is_timed:
        return f"It starts at {start}; its end is not known."
    zone = f"{', ' if times.zone is None else ' '}{_zone(times)}"
    if end is None:
        return f"It starts at {start}{zone}."
    if start is None:
        return f"{'The time limit is' if when.kind is Kind.DEADLINE else 'It ends at'} {end}{zone}."
    return f"It starts at {start} and ends at {end}{zone}."


def note(when: FuzzyDate, shown: Shown) -> str:
    """Return what stands in brackets behind the title; empty where the days are firm."""
    if shown.known:
        return _TO_BE_CONFIRMED if when.tentative or when.approximate else ""
    words = clean_line(when.text)
    deadline = shown.stretch.latest_end
    if when.kind is Kind.DEADLINE and deadline is not None and (when.locale.startswith(_ENGLISH) or not words):
        return f"by {_day(deadline)}{_limit(when)}"
    if words or when.times is None:
        return words or _fallback(when, shown.stretch)
    return f"{_fallback(when, shown.stretch)}, {_hours(when.times)}"


def _limit(when: FuzzyDate) -> str:
    """Return the time of a deadline, as it follows its day."""
    moment = None if when.times is None else when.times.end or when.times.start
    if when.times is None or moment is None:
        return ""
    return f", {clock_text(moment)}{'' if when.times.zone is None else f' {_zone(when.times)}'}"


def _fallback(when: FuzzyDate, stretch: DateRange) -> str:
    """Return words for a date that came without any."""
    if when.is_choice:
        return " or ".join(_stretch(part) for part in when.ranges)
    first, last = stretch.earliest_start, stretch.latest_end
    if when.kind is Kind.UNDATED or (first is None and last is None):
        return _TO_BE_CONFIRMED
    if first is None or last is None:
        return f"from {_day(first)}" if first is not None else f"until {_day(last)}" if last is not None else ""
    return _stretch(stretch)


def sentence(when: FuzzyDate, shown: Shown) -> str:
    """Return in a sentence what is known of the days; empty where they are firm."""
    if shown.known:
        if when.approximate:
            return "These days are approximate."
        return "These days are still to be confirmed." if when.tentative else ""
    stretch = shown.stretch
    known = _what_is_known(when, stretch) + _lasting(stretch)
    if shown.shrunk and not stretch.is_open and when.kind is not Kind.DEADLINE:
        known += " Only the first possible day is shown here."
    return known


def _what_is_known(when: FuzzyDate, stretch: DateRange) -> str:
    if when.is_choice and len(when.ranges) > 1:
        choice = " or ".join(_stretch(part) for part in when.ranges)
        return f"Either {choice}; which of these is not decided yet."
    possible = stretch.possible
    if when.kind is Kind.UNDATED:
        return f"The date is not known yet{'' if possible is None else f'; it is listed under {_stretch(stretch)}'}."
    if when.kind is Kind.DEADLINE and stretch.latest_end is not None:
        return f"Takes place by {_full(stretch.latest_end)}; the days are not fixed yet."
    window = (stretch.earliest_start, stretch.latest_start) == (stretch.earliest_end, stretch.latest_end)
    if (window or stretch.is_exact or _lasts(stretch)) and possible is not None:
        return (
            f"Takes place some time from {_full(possible.first)} to {_full(possible.last)}; the days are not fixed yet."
        )
    return f"{_start(stretch)} and {_end(stretch)}{'' if stretch.is_open else '; the days are not fixed yet'}."


def _lasts(stretch: DateRange) -> bool:
    """Whether it is a window of a known duration: its ends reach over the whole window but for that."""
    first, last = stretch.earliest_start, stretch.latest_end
    if first is None or last is None or stretch.min_days == 1:
        return False
    return _are_apart(stretch.latest_start, last, stretch.min_days) and _are_apart(
        first, stretch.earliest_end, stretch.min_days
    )


def _are_apart(first: date | None, last: date | None, days: int) -> bool:
    """Whether two days are known and so many days reach from the one to the other, both counted."""
    return first is not None and last is not None and (last - first).days == days - 1


def _start(stretch: DateRange) -> str:
    first, last = stretch.earliest_start, stretch.latest_start
    if _are_apart(last, stretch.latest_end, stretch.min_days):
        last = None  # follows from the end, and says nothing of its own
    return _point("It starts", first, last) if first or last else "Its start is not known"


def _end(stretch: DateRange) -> str:
    first, last = stretch.earliest_end, stretch.latest_end
    if _are_apart(stretch.earliest_start, first, stretch.min_days):
        first = None  # follows from the start, and says nothing of its own
    return _point("it ends", first, last) if first or last else "its end is not known"


def _point(verb: str, first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return (
            f"{verb} not before {_full(first)}" if first is not None else f"{verb} by {_full(last)}" if last else verb
        )
    return f"{verb} on {_full(first)}" if first == last else f"{verb} between {_full(first)} and {_full(last)}"


def _lasting(stretch: DateRange) -> str:
    least, most = stretch.min_days, stretch.max_days
    if stretch.is_exact or (least == 1 and most is None):
        return ""
    if most is None:
        return f" It lasts {least} days or more."
    days = f"{least}" if least == most else f"{least} to {most}"
    return f" It lasts {days} day{'' if most == 1 else 's'}."


def _stretch(stretch: DateRange) -> str:
    """Return the possible days of a stretch, such as "12 October 2023 to 14 October 2023"."""
    first, last = stretch.earliest_start, stretch.latest_end
    if first is None or last is None:
        return (
            f"from {_full(first)}" if first is not None else f"until {_full(last)}" if last is not None else "some time"
        )
    return _full(first) if first == last else f"{_full(first)} to {_full(last)}"


def _day(day: date) -> str:
    return f"{day.day} {month_names(_ENGLISH)[day.month - 1]}"


def _full(day: date) -> str:
    return f"{_day(day)} {day.year}"
