"""Owns the explanation of a date: in plain English, what it says, by which rules, and what is still open.

Knows nothing of how the words were read; the reasons that it tells are given to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from coecal.dates.formats import format_day
from coecal.dates.kinds import Kind
from coecal.dates.reasons import Reason
from coecal.dates.times import DateStatus, Times
from coecal.ranges import DateRange, Period

_MEANING = {
    Kind.EXACT: "an exact date: its days are known",
    Kind.WINDOW: "a window: it takes place somewhere in these days, on at least one of them",
    Kind.SPAN: "a span: it runs from one end to the other, and its ends are not known to the day",
    Kind.DEADLINE: "a deadline: it is done by a day",
    Kind.OPEN: "an open date: it is known when it starts or when it ends, not both",
    Kind.ALTERNATIVES: "a choice: one of several dates happens",
    Kind.RECURRING: "a recurring date: it happens again and again",
    Kind.UNDATED: "undated: no day is given",
}
_MOST_LINES = 8
_MOST_STRETCHES = 6


def explain(
    text: str,
    kind: Kind,
    ranges: tuple[DateRange, ...],
    reasons: Sequence[Reason],
    *,
    tentative: bool = False,
    approximate: bool = False,
    times: Times | None = None,
    status: DateStatus | None = None,
) -> str:
    """Return in 3 to 8 lines of English what a date says, by which rules, and what is still open.

    Args:
        text: the words as written; empty where there are none.
        kind: what sort of statement it is.
        ranges: its stretches, in order of time.
        reasons: the rules that were used, in order; none where it did not come from words.
        tentative: whether it is to be confirmed.
        approximate: whether the words say "around".
        times: the times of day that are said.
        status: cancelled or postponed, where it is said.

    >>> print(explain("by October", Kind.DEADLINE, (DateRange(None, None, None, date(2023, 10, 31)),), ()))
    "by October" is a deadline: it is done by a day.
    It starts on 31 October 2023 at the latest.
    It ends on 31 October 2023 at the latest.
    It can fall on any day up to 31 October 2023; no day is certain.
    The start is not known.
    """
    words = " ".join(text.split())
    subject = f'"{words}"' if words else "The date"
    lines = [f"{subject} is {_MEANING[kind]}."]
    lines += _one(ranges[0]) if len(ranges) == 1 else _several(kind, ranges)
    lines += _beside(kind, times, status)
    last = " ".join(_open(kind, ranges, tentative=tentative, approximate=approximate))
    rules = list(dict.fromkeys(_rule(reason) for reason in reasons))
    if len(rules) > _MOST_LINES - len(lines) - 1:
        rules = [" ".join(rules)]
    return "\n".join([*lines, *rules, last])


def _beside(kind: Kind, times: Times | None, status: DateStatus | None) -> Iterator[str]:
    """Yield what is said beside the days."""
    if times is not None:
        zone = "the time of the place" if times.zone is None else times.zone
        start = "" if times.start is None else f" from {times.start:%H:%M}"
        end = "" if times.end is None else f" until {times.end:%H:%M}"
        yield f"It takes place{start}{end}, {zone}."
    if status is DateStatus.CANCELLED:
        yield "It is cancelled" + ("." if kind is Kind.UNDATED else ": it would have been then.")
    elif status is DateStatus.POSTPONED:
        yield "It is postponed" + ("; no new day is given." if kind is Kind.UNDATED else ": these are the new days.")


def _one(part: DateRange) -> Iterator[str]:
    """Yield what is known of a single stretch: its four points, how long it lasts, where it can and must fall."""
    if part.is_exact and part.certain is not None:
        yield f"It takes place {_on(part.certain)}."
        return
    for does, earliest, latest in (
        ("starts", part.earliest_start, part.latest_start),
        ("ends", part.earliest_end, part.latest_end),
    ):
        if earliest is not None or latest is not None:
            yield f"It {does} {_point(earliest, latest)}."
    if (part.min_days, part.max_days) != (1, None):
        yield f"It lasts {_length(part.min_days, part.max_days)}."
    certain = "no day is certain" if part.certain is None else f"it certainly takes place {_on(part.certain)}"
    yield f"It can fall on any day{_reach(part.earliest_start, part.latest_end)}; {certain}."


def _several(kind: Kind, ranges: Sequence[DateRange]) -> Iterator[str]:
    """Yield the stretches, and the first and last day on which any of them can fall."""
    count = len(ranges)
    how = f"It takes place on one of {count} dates" if kind is Kind.ALTERNATIVES else f"It takes place {count} times"
    listed = [_stretch(part) for part in ranges[:_MOST_STRETCHES]]
    if len(ranges) > _MOST_STRETCHES:
        listed.append(f"and {len(ranges) - _MOST_STRETCHES} more")
    yield f"{how}: {'; '.join(listed)}."
    starts = [part.earliest_start for part in ranges if part.earliest_start is not None]
    ends = [part.latest_end for part in ranges if part.latest_end is not None]
    first = format_day(min(starts)) if len(starts) == count else "not known"
    last = format_day(max(ends)) if len(ends) == count else "not known"
    yield f"The first possible day is {first}, the last {last}."


def _stretch(part: DateRange) -> str:
    reach = _reach(part.earliest_start, part.latest_end)
    if not part.is_exact:
        return f"some time{reach}"
    return reach.strip() if part.possible is None or part.possible.days > 1 else format_day(part.possible.first)


def _open(kind: Kind, ranges: Sequence[DateRange], *, tentative: bool, approximate: bool) -> Iterator[str]:
    """Yield what is still open, one sentence each."""
    start_open = any(part.earliest_start is None for part in ranges)
    end_open = any(part.latest_end is None for part in ranges)
    settled = all(part.is_exact for part in ranges) and kind is not Kind.ALTERNATIVES
    if start_open:
        yield "The start is not known."
    if end_open:
        yield "The end is not known."
    if kind is Kind.ALTERNATIVES:
        yield "Which of them happens is not known."
    elif not (settled or start_open or end_open):
        yield "The exact days are not known."
    if approximate:
        yield "The days are approximate."
    if tentative:
        yield "To be confirmed."
    elif settled and not approximate:
        yield "Nothing is left open."


def _rule(reason: Reason) -> str:
    words = " ".join(reason.words.split())
    rule = f'"{words}": {reason.rule}' if words else reason.rule[:1].upper() + reason.rule[1:]
    return f"{rule} (policy: {reason.policy})." if reason.policy else f"{rule}."


def _point(earliest: date | None, latest: date | None) -> str:
    if earliest is not None and earliest == latest:
        return f"on {format_day(earliest)}"
    limits = (
        "" if earliest is None else f"on {format_day(earliest)} at the earliest",
        "" if latest is None else f"on {format_day(latest)} at the latest",
    )
    return " and ".join(filter(None, limits))


def _on(days: Period) -> str:
    if days.days == 1:
        return f"on {format_day(days.first)}"
    return f"from {format_day(days.first)} to {format_day(days.last)}, on all {days.days} days"


def _reach(first: date | None, last: date | None) -> str:
    if first is None:
        return "" if last is None else f" up to {format_day(last)}"
    if last is None:
        return f" from {format_day(first)} on"
    return f" from {format_day(first)} to {format_day(last)}"


def _length(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} days or more"
    return f"{least} day{'s' * (least > 1)}" if least == most else f"{least} to {most} days"
