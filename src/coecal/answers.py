"""Owns what people answered about matches that were not sure.

Knows neither how a match is found nor how the answers are kept in a file (`coecal.readers.answers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from coecal.activities import Activity
from coecal.matching import Answer, Match

Ask = Callable[[Activity, Activity, Match], Answer]
"""Asks whether a row is an activity: the activity, the row and what was found. `Answer.ASK` leaves it open."""

Ends = tuple[str, str]
"""The UID of an activity, and the UID that a row has in its own issue."""


@attrs.frozen
class Answers:
    """What people answered.

    Attributes:
        same: the pairs that are one activity.
        different: those that are not.
        titles: the titles of both when they were asked about, for people who read the answers; they decide nothing.
    """

    same: frozenset[Ends] = frozenset()
    different: frozenset[Ends] = frozenset()
    titles: Mapping[Ends, tuple[str, str]] = attrs.field(factory=dict, eq=False)

    def with_answer(self, old: Activity, new: Activity, answer: Answer) -> Answers:
        """Return the answers with one more, which takes the place of an answer about the same two."""
        ends = (old.uid, new.uid)
        same, different = self.same - {ends}, self.different - {ends}
        if answer is Answer.SAME:
            same |= {ends}
        elif answer is Answer.DIFFERENT:
            different |= {ends}
        return Answers(same, different, {**self.titles, ends: (old.title, new.title)})


NO_ANSWERS = Answers()
