"""Owns the explanation of a date: in sentences, what it says, by which rules, and what is still open.

Knows nothing of how the words were read, and no language; the reasons that it tells are given to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Protocol

import attrs

from coecal.dates.kinds import Kind
from coecal.dates.reasons import Reason, Value
from coecal.dates.sentences import Sentences, sentences_of
from coecal.dates.times import DateStatus, Times
from coecal.ranges import DateRange, Period

_MOST_LINES = 8
_MOST_STRETCHES = 6


class Told(Protocol):
    """What is told of a date."""

    @property
    def text(self) -> str:
        """The words as written; empty where there are none."""

    @property
    def kind(self) -> Kind:
        """What sort of statement it is."""

    @property
    def ranges(self) -> tuple[DateRange, ...]:
        """Its stretches, in order of time."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The rules that were used, in order; none where it did not come from words."""

    @property
    def tentative(self) -> bool:
        """Whether it is to be confirmed."""

    @property
    def approximate(self) -> bool:
        """Whether the words say "around"."""

    @property
    def times(self) -> Times | None:
        """The times of day that are said."""

    @property
    def status(self) -> DateStatus | None:
        """Cancelled or postponed, where it is said."""


def explain(when: Told, language: str = "en") -> str:
    """Return in 3 to 8 lines what a date says, by which rules, and what is still open.

    Args:
        when: the date.
        language: the language of the sentences, such as "en" or "fr".

    Raises:
        UnknownNameError: there are no sentences in that language.
    """
    teller, kind, ranges = _Teller(sentences_of(language)), when.kind, when.ranges
    lines = [teller.head(" ".join(when.text.split()), kind)]
    lines += teller.one(ranges[0]) if len(ranges) == 1 else teller.several(kind, ranges)
    lines += teller.beside(kind, when.times, when.status)
    last = " ".join(teller.open(when))
    rules = list(dict.fromkeys(map(teller.rule, when.reasons)))
    if len(rules) > _MOST_LINES - len(lines) - 1:
        rules = [" ".join(rules)]
    return "\n".join([*lines, *rules, last])


@attrs.frozen
class _Teller:
    """What tells the parts of an explanation in one language."""

    sentences: Sentences

    def say(self, name: str, **values: Value) -> str:
        return self.sentences.say("says", name, values)

    def head(self, words: str, kind: Kind) -> str:
        """Return what sort of statement the words make."""
        meaning = self.sentences.say("kind", kind.value)
        return self.say("words", words=words, kind=meaning) if words else self.say("no_words", kind=meaning)

    def beside(self, kind: Kind, times: Times | None, status: DateStatus | None) -> Iterator[str]:
        """Yield what is said beside the days."""
        if times is not None:
            yield self._times(times, self.say("local") if times.zone is None else times.zone)
        if status is not None:
            yield self.say(f"{status.value}_undated" if kind is Kind.UNDATED else status.value)

    def _times(self, times: Times, zone: str) -> str:
        if times.start is None or times.end is None:
            if times.start is not None:
                return self.say("times_from", start=self._clock(times.start), zone=zone)
            return self.say("times_until", end=self._clock(times.end or time()), zone=zone)
        return self.say("times_between", start=self._clock(times.start), end=self._clock(times.end), zone=zone)

    def _clock(self, moment: time) -> str:
        return self.say("clock", hour=moment.hour, minute=moment.minute)

    def one(self, part: DateRange) -> Iterator[str]:
        """Yield what is known of one stretch: its four points, how long it lasts, where it can and must fall."""
        if part.is_exact and part.certain is not None:
            yield self._on("on", part.certain)
            return
        for does, earliest, latest in (
            ("starts", part.earliest_start, part.latest_start),
            ("ends", part.earliest_end, part.latest_end),
        ):
            if earliest is not None or latest is not None:
                yield self.say(does, point=self._point(earliest, latest))
        if (part.min_days, part.max_days) != (1, None):
            yield self._length(part.min_days, part.max_days)
        certain = self.say("certain_none") if part.certain is None else self._on("certain", part.certain)
        reach = self._reach(part)
        yield self.say("possible", reach=reach, certain=certain) if reach else self.say("possible_any", certain=certain)

    def several(self, kind: Kind, ranges: Sequence[DateRange]) -> Iterator[str]:
        """Yield the stretches, and the first and last day on which any of them can fall."""
        listed = [self._stretch(part) for part in ranges[:_MOST_STRETCHES]]
        if len(ranges) > _MOST_STRETCHES:
            listed.append(self.say("and_more", count=len(ranges) - _MOST_STRETCHES))
        how = "one_of" if kind is Kind.ALTERNATIVES else "all_of"
        yield self.say(how, count=len(ranges), list=self.say("separator").join(listed))
        starts = [part.earliest_start for part in ranges if part.earliest_start is not None]
        ends = [part.latest_end for part in ranges if part.latest_end is not None]
        first = min(starts) if len(starts) == len(ranges) else None
        last = max(ends) if len(ends) == len(ranges) else None
        yield self.say("bounds", first=self._bound(first), last=self._bound(last))

    def open(self, when: Told) -> Iterator[str]:
        """Yield what is still open, one sentence each."""
        start_open = any(part.earliest_start is None for part in when.ranges)
        end_open = any(part.latest_end is None for part in when.ranges)
        is_choice = when.kind is Kind.ALTERNATIVES
        settled = all(part.is_exact for part in when.ranges) and not is_choice
        if start_open:
            yield self.say("start_open")
        if end_open:
            yield self.say("end_open")
        if is_choice:
            yield self.say("choice_open")
        elif not (settled or start_open or end_open):
            yield self.say("days_open")
        if when.approximate:
            yield self.say("approximate")
        if when.tentative:
            yield self.say("tentative")
        elif settled and not when.approximate:
            yield self.say("settled")

    def rule(self, reason: Reason) -> str:
        """Return which rule was used on which words."""
        words, rule = " ".join(reason.words.split()), self.sentences.say("rule", reason.rule, reason.values)
        if reason.policy:
            return self.say("because_of", words=words, rule=rule, policy=reason.policy)
        return self.say("because", words=words, rule=rule)

    def _stretch(self, part: DateRange) -> str:
        reach = self._reach(part)
        if not part.is_exact:
            return self.say("some_time", reach=reach) if reach else self.say("some_time_any")
        return reach if part.possible is None or part.possible.days > 1 else self._bound(part.possible.first)

    def _bound(self, day: date | None) -> str:
        return self.say("not_known") if day is None else self.say("bound", day=day)

    def _point(self, earliest: date | None, latest: date | None) -> str:
        if latest is None:
            return "" if earliest is None else self.say("point_earliest", first=earliest)
        if earliest is None:
            return self.say("point_latest", last=latest)
        if earliest == latest:
            return self.say("point_on", first=earliest)
        return self.say("point_between", first=earliest, last=latest)

    def _on(self, name: str, days: Period) -> str:
        if days.days == 1:
            return self.say(f"{name}_day", first=days.first)
        return self.say(f"{name}_days", first=days.first, last=days.last, count=days.days)

    def _reach(self, part: DateRange) -> str:
        """Return the days on which a stretch can fall; nothing where both ends are open."""
        first, last = part.earliest_start, part.latest_end
        if first is None:
            return "" if last is None else self.say("reach_until", last=last)
        return (
            self.say("reach_from", first=first) if last is None else self.say("reach_between", first=first, last=last)
        )

    def _length(self, least: int, most: int | None) -> str:
        if most is None:
            return self.say("lasts_at_least", count=least)
        return self.say("lasts", count=least) if least == most else self.say("lasts_between", least=least, most=most)
