"""Owns where the events of a date stand (RFC 5545: DTSTART, DTEND, RRULE): what is shown of it -> days or moments.

An end that iCalendar excludes exists in this module alone. docs/feeds.md tells users what is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from coecal.dates import FuzzyDate, Kind
from coecal.ranges import ONE_DAY
from coecal.writers.ical_days import Shown
from coecal.writers.ical_lines import compact
from coecal.writers.ical_rules import find_rule
from coecal.writers.ical_times import Timed, find_moments
from coecal.writers.ical_zones import find_clock


@attrs.frozen
class Placed:
    """Where one event stands.

    Attributes:
        shown: what it shows, the first time where it is repeated.
        timed: when it starts and ends; None: it lasts whole days.
        rule: how it is repeated, as the value of RRULE; "" where it is not.
        last: the last day on which it or a repetition of it may start or end, by any clock.
    """

    shown: Shown
    timed: Timed | None
    rule: str
    last: date

    def lines(self) -> list[str]:
        """Return the content lines that say so."""
        timed = self.timed
        lines = _whole_days(self.shown) if timed is None else _moments(timed)
        if self.rule:
            lines.append(f"RRULE:{self.rule}")
        return lines


def place(
    when: FuzzyDate, countries: tuple[str, ...], shown: Sequence[Shown], assumed: timedelta
) -> tuple[Placed, ...]:
    """Return where the events of a date stand: one that is repeated where a rule says exactly the same, else each.

    Args:
        when: the date.
        countries: where it takes place, for the clock of times without a zone.
        shown: what is shown of the date, in order.
        assumed: how long an event of one day is shown of which only the start is known.
    """
    placed = tuple(_place(when, countries, each, assumed) for each in shown)
    if when.kind is Kind.RECURRING and len(placed) > 1 and _are_alike(placed) and (rule := find_rule(_starts(placed))):
        return (attrs.evolve(placed[0], rule=rule, last=placed[-1].last),)
    return placed


def _place(when: FuzzyDate, countries: tuple[str, ...], shown: Shown, assumed: timedelta) -> Placed:
    timed = None
    if when.times is not None and shown.whole and (clock := find_clock(when.times.zone, countries)) is not None:
        timed = find_moments(shown.days, when.times, clock, assumed)
    return Placed(shown, timed, "", shown.days.last if timed is None else timed.end.date())


def _are_alike(placed: Sequence[Placed]) -> bool:
    """Whether one event, repeated, can show all of these: known days, as long as one another, at one time of day."""
    if not all(each.shown.known for each in placed):
        return False
    timed = [each.timed for each in placed]
    if any(each is None for each in timed):
        return timed.count(None) == len(timed) and len({each.shown.days.days for each in placed}) == 1
    # Across a change of the clock, a rule keeps the time of the start and the time that passes until the end.
    return (
        all(each.is_real for each in timed if each)
        and len({(each.zone, each.start.time(), each.length) for each in timed if each}) == 1
    )


def _starts(placed: Sequence[Placed]) -> list[date]:
    return [each.shown.days.first if each.timed is None else each.timed.start.date() for each in placed]


def _whole_days(shown: Shown) -> list[str]:
    first, last = shown.days.first, shown.days.last
    start = f"DTSTART;VALUE=DATE:{compact(first)}"
    if last == date.max:  # there is no day after it
        return [start, f"DURATION:P{shown.days.days}D"]
    return [start, f"DTEND;VALUE=DATE:{compact(last + ONE_DAY)}"]


def _moments(timed: Timed) -> list[str]:
    zone, end = ("", "Z") if timed.zone is None else (f";TZID={timed.zone}", "")
    return [f"DTSTART{zone}:{compact(timed.start)}{end}", f"DTEND{zone}:{compact(timed.end)}{end}"]
