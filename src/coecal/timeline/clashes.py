"""Owns what overlaps within a lane, as the picture marks it: certainly, possibly, and an example of with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from coecal.activities import Activity
from coecal.dates import Certainty
from coecal.overlaps import find_overlaps
from coecal.ranges import Period
from coecal.timeline.days import is_undated


@attrs.frozen
class Clash:
    """How an activity overlaps others of its lane.

    Attributes:
        certainty: certain where it overlaps one of them for certain, else possible; none where it overlaps nothing.
        other: one that it so overlaps.
        count: how many it so overlaps.
    """

    certainty: Certainty
    other: Activity | None = None
    count: int = 0


NO_CLASH: Final = Clash(Certainty.NONE)


def clashes_of(activities: Iterable[Activity], period: Period | None) -> Mapping[str, Clash]:
    """Return the overlaps among activities, by UID; what is not in it overlaps nothing.

    They are those of `coecal.find_overlaps`. Cancelled activities overlap nothing. What has no date is left out, since
    it would possibly overlap everything listed with it, which says nothing.

    Args:
        activities: those of one lane.
        period: what closes open ends that no heading closes.
    """
    going = [each for each in activities if not each.is_cancelled and not is_undated(each.when)]
    overlaps = find_overlaps(going, period=period)
    found = _examples(going, *overlaps.columns(), Certainty.POSSIBLE)
    return found | _examples(going, *overlaps.columns(certain=True), Certainty.CERTAIN)


def _examples(
    activities: list[Activity], ones: Sequence[int], others: Sequence[int], certainty: Certainty
) -> dict[str, Clash]:
    """Return for each activity with a partner how many it has, and one of them."""
    counts = Counter(ones)
    counts.update(others)
    partners = dict(zip(ones, others, strict=True)) | dict(zip(others, ones, strict=True))
    return {
        activities[place].uid: Clash(certainty, activities[partners[place]], count) for place, count in counts.items()
    }
