"""Owns the advice which dates to settle first: those that decide the most overlaps which are only possible so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import attrs

from coecal.activities import Activity, Status
from coecal.dates import Certainty, FuzzyDate, Overlap
from coecal.ranges import DateRange, Period
from coecal.ready import Closing


@attrs.frozen(kw_only=True)
class Settling:
    """An activity whose date is not known to the day, and what settling that would do.

    Attributes:
        activity: the activity.
        decides: those whose possible overlap with it becomes certain or none, on whichever days it is settled.
        concerns: those whose possible overlap with it may stay only possible, as their dates are open, too.
    """

    activity: Activity
    decides: tuple[Activity, ...]
    concerns: tuple[Activity, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as JSON values, an activity as its UID."""
        return {
            "activity": self.activity.uid,
            "decides": [activity.uid for activity in self.decides],
            "concerns": [activity.uid for activity in self.concerns],
        }


def settle_first(found: Iterable[Overlap[Activity]], *, period: Period | None = None) -> tuple[Settling, ...]:
    """Return the activities whose dates decide possible overlaps when they are settled, the most effective first.

    What was held is no longer to be settled. Where both dates are open, what is counted as decided is so on every
    day; that holds beyond doubt for dates of one stretch or of alternatives, and is not claimed for several vague
    stretches against a date that is open itself.

    Args:
        found: overlaps, such as `programme.overlaps(by="country")`.
        period: the period of the programme, by which its open ends were closed.
    """
    closing = Closing(period)
    decides: dict[str, list[Activity]] = defaultdict(list)
    concerns: dict[str, list[Activity]] = defaultdict(list)
    activities: dict[str, Activity] = {}
    for overlap in found:
        if overlap.certainty is not Certainty.POSSIBLE:
            continue
        for one, other in ((overlap.a, overlap.b), (overlap.b, overlap.a)):
            when = closing.of(one)
            if is_settled(when) or one.status is Status.HELD:
                continue
            activities[one.uid] = one
            (decides if is_decided_by(when, closing.of(other)) else concerns)[one.uid].append(other)
    settlings = (
        Settling(activity=activity, decides=tuple(decides[uid]), concerns=tuple(concerns[uid]))
        for uid, activity in activities.items()
    )
    return tuple(sorted(settlings, key=_by_effect))


def is_settled(when: FuzzyDate) -> bool:
    """Whether the days of a date are known, all of them; a choice of days is not settled."""
    return all(part.is_exact for part in when.ranges) and not (when.is_choice and len(when.ranges) > 1)


def is_decided_by(when: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether settling `when` on any of its days leaves no doubt whether the two overlap.

    Always, if the days of the other are known. Else the doubt goes if no placement reaches into the days on which the
    other may start or end but does not have to be.
    """
    if is_settled(other):
        return True
    if len(other.ranges) > 1 or not (when.is_choice or len(when.ranges) == 1):
        return False
    return not any(_can_stay_in_doubt(part, other.ranges[0]) for part in when.ranges)


def _can_stay_in_doubt(part: DateRange, other: DateRange) -> bool:
    """Whether some placement of a stretch meets another one neither for certain nor never.

    It does so if it starts when the other may be over, or ends when the other may not have begun.
    """
    starts_late = _have_common_day(
        (part.earliest_start, part.latest_start), (_after(other.earliest_end), other.latest_end)
    )
    ends_early = _have_common_day(
        (part.earliest_end, part.latest_end), (other.earliest_start, _before(other.latest_start))
    )
    return starts_late or ends_early


def _have_common_day(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    firsts = [day for day in (one[0], other[0]) if day is not None]
    lasts = [day for day in (one[1], other[1]) if day is not None]
    return not firsts or not lasts or max(firsts) <= min(lasts)


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else date.fromordinal(day.toordinal() + 1)


def _before(day: date | None) -> date | None:
    return None if day is None or day == date.min else date.fromordinal(day.toordinal() - 1)


def _by_effect(settling: Settling) -> tuple[object, ...]:
    start = settling.activity.when.earliest_start
    return -len(settling.decides), -len(settling.concerns), start or date.max, settling.activity.uid
