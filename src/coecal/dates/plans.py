"""Owns plans: what was understood of one text serves for all texts that differ from it in their digits alone.

A plan computes days and words no error. Whatever it does not serve, or finds to be no date, it leaves to the full
reading, so that a text means the same with plans and without them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Final

import attrs

from coecal.dates.expression import Bound, Expression, leaves
from coecal.dates.items import split_items
from coecal.dates.kinds import DEFAULT_POLICY, Kind, Policy
from coecal.dates.plans_items import Ranges, plan_body
from coecal.dates.plans_numbers import NUMBERS, Sources, UnplannedError
from coecal.dates.tokens import CLOCK, Token
from coecal.dates.words import Language, Sort, fold
from coecal.dates.words import language as language_of
from coecal.dates.years import OPEN_AT_THEIR_END, misfit, month_of
from coecal.ranges import DateRange, Period

Key = tuple[bytes, str | None, Policy | None]
_SHAPE: Final = bytes.maketrans(b"123456789", b"0" * 9)
_LONGEST_TEXT = 100
_MOST_PLANS = 4096
_MOST_PER_SHAPE = 8
_FIRST_YEAR, _LAST_YEAR = 1000, 2999  # what four digits are a year for the tokens

# Beside such words the grammar asks what a number is ("4" may be a quarter, "13" no hour): the numbers at which its
# answers change, each the last of its class. Elsewhere any number may be a day.
_COUNTING: Final = frozenset(
    {
        CLOCK, Sort.AGO, Sort.AHEAD, Sort.DAYS_LONG, Sort.EVERY, Sort.EVERY_AFTER, Sort.HOUR, Sort.LETTER,
        Sort.MERIDIEM, Sort.MOMENT, Sort.UNIT, Sort.UNITS, Sort.UNIT_OF_MONTH, Sort.WEEK_NUMBER,
    }
)  # fmt: skip
_CLASSES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 15, 24, 31, 53, 59, 99, 999, 2999)
# Beside these, it compares two numbers with one another ("2026/27"), which no plan does.
_COMPARING: Final = frozenset({Sort.YEAR_OF, Sort.SEASON})
# Two numbers at one sign other than a dash, which may be a time, a fraction or a date.
_JOINED: Final = re.compile(r"[0-9]\s*[.:/][^\w]*[0-9]")


@attrs.frozen(eq=False)
class Plan:
    """What texts of one shape mean.

    Attributes:
        kind: the kind of date.
        tentative: whether it is left to be confirmed.
        locale: the language that the words were read in.
        classes: the least and the greatest value of each number for which this holds; empty: it holds for all.
        bound: the word of a date of which one end is known, or "".
        sources: where the numbers come from.
        ranges: the function from numbers to days; None: nothing is known of them.
    """

    kind: Kind
    tentative: bool
    locale: str
    classes: tuple[tuple[int, int], ...]
    bound: str
    sources: Sources
    ranges: Ranges | None

    def read(self, text: str, within: Period | None, today: date | None) -> tuple[DateRange, ...] | None:
        """Return the days of a text, or None where it must be read in full."""
        if self.ranges is None:
            return (DateRange.listed_under(within),)
        values = list(map(int, NUMBERS.findall(text)))
        if self.classes:
            for value, (least, greatest) in zip(values, self.classes, strict=True):
                if not least <= value <= greatest:
                    return None
        try:
            return self._read(values, self.ranges, within, today)
        except (ValueError, OverflowError):
            return None  # the full reading says what is wrong

    def _read(
        self, values: list[int], ranges: Ranges, within: Period | None, today: date | None
    ) -> tuple[DateRange, ...] | None:
        sources = self.sources
        for place in sources.short:
            values[place] += 2000
        for place in sources.years:
            if not _FIRST_YEAR <= values[place] <= _LAST_YEAR:
                return None
        values += (0, (month_of(within) or 0) if sources.monthly else 0, *sources.said)
        for earlier, later in sources.ordered:
            if values[earlier] > values[later]:
                return None
        if not sources.dated:
            return ranges(values)
        if within is not None:
            return self._within(values, ranges, within)
        return None if today is None or self.bound in OPEN_AT_THEIR_END else _to_come(values, sources, ranges, today)

    def _within(self, values: list[int], ranges: Ranges, within: Period) -> tuple[DateRange, ...] | None:
        """Return the days in the year that fits the period best, as `with_best_year` does."""
        first, last = within.first.year, within.last.year
        if not _FIRST_YEAR < first <= last < _LAST_YEAR:
            return None
        tried: list[tuple[tuple[int, int, int], int, tuple[DateRange, ...]]] = []
        for year in (*range(first, last + 1), first - 1, last + 1):
            values[self.sources.year] = year
            found = ranges(values)
            if _lies_inside(found, within):
                return found
            tried.append((misfit(found, self.bound, within), year, found))
            if tried[-1][0] == (0, 0, 0):
                return found
        return min(tried, key=itemgetter(0, 1))[2]


def _lies_inside(ranges: tuple[DateRange, ...], within: Period) -> bool:
    """Whether one stretch of days lies inside a period: most do, and this is quickly told."""
    first, last = ranges[0].earliest_start, ranges[0].latest_end
    return len(ranges) == 1 and first is not None and last is not None and within.first <= first <= last <= within.last


def _to_come(values: list[int], sources: Sources, ranges: Ranges, today: date) -> tuple[DateRange, ...] | None:
    """Return the days in the first year in which they are not over."""
    if not _FIRST_YEAR < today.year < _LAST_YEAR:
        return None
    for year in range(today.year - 1, today.year + 2):
        values[sources.year] = year
        found = ranges(values)
        if max([part.latest_end or date.max for part in found]) >= today:
            return found
    return None


class Plans:
    """The plans made so far, at most `limit` of them; when there would be more, all are forgotten.

    Threads may share them: at worst a plan is made twice.
    """

    def __init__(self, limit: int = _MOST_PLANS) -> None:
        self._limit = limit
        self._plans: dict[Key, tuple[Plan, ...]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def get(self, key: Key) -> tuple[Plan, ...]:
        """Return the plans for a shape."""
        return self._plans.get(key, ())

    def learn(self, key: Key, plan: Plan) -> None:
        """Keep a plan, unless there is one for the same numbers."""
        if self._count >= self._limit:
            self._plans, self._count = {}, 0
        known = self._plans.get(key, ())
        if len(known) < _MOST_PER_SHAPE and all(other.classes != plan.classes for other in known):
            self._plans[key] = (*known, plan)
            self._count += 1


def key_of(text: str, locale: str | None, policy: Policy) -> Key:
    """Return what the plans of a text are kept under: its shape, and what else it is read by."""
    shape = text.encode("utf-8", "surrogatepass").translate(_SHAPE)  # a fifth of the time of str.translate
    return shape, locale, None if policy is DEFAULT_POLICY else policy


def plan_of(
    text: str, expression: Expression, tokens: Sequence[Token], language: Language, policy: Policy
) -> Plan | None:
    """Return the plan that a text and what was understood of it give, or None where plans do not serve it."""
    body = expression.body
    others = (expression.approximate, expression.gloss, expression.times, expression.status)
    if len(text) > _LONGEST_TEXT or any(other not in (None, False) for other in others):
        return None
    if any(not _COMPARING.isdisjoint(token.meanings) for token in tokens):
        return None
    found = [] if body is None else list(leaves(body))
    kind, ranges = Kind.UNDATED, None
    try:
        sources = Sources(text, found)
        if body is not None:
            kind, ranges = plan_body(body, sources, policy)
    except UnplannedError:
        return None
    if not sources.all_used or max(sources.written, default=0) > _LAST_YEAR:
        return None
    bound = body.word if isinstance(body, Bound) else ""
    classes = _classes(text, sources.written, tokens, language)
    return Plan(kind, expression.tentative or kind is Kind.UNDATED, language.code, classes, bound, sources, ranges)


def _classes(text: str, numbers: list[int], tokens: Sequence[Token], language: Language) -> tuple[tuple[int, int], ...]:
    """Return the least and greatest number of the class of each, or nothing where it does not matter."""
    if not numbers or not (
        any(not _COUNTING.isdisjoint(token.meanings) for token in tokens)
        or _JOINED.search(text) is not None
        or _may_hold_numbered_phrase(text, language)
    ):
        return ()
    places = [bisect_left(_CLASSES, number) for number in numbers]
    return tuple((_CLASSES[place - 1] + 1 if place else 0, _CLASSES[place]) for place in places)


def _may_hold_numbered_phrase(text: str, language: Language) -> bool:
    """Whether all words of a phrase such as "every 2nd" are there, so that one number would mean something else."""
    items = {fold(item.text) for item in split_items(text)}
    return any(words <= items for words in _numbered_phrases(language.code))


@cache
def _numbered_phrases(code: str) -> tuple[frozenset[str], ...]:
    """The phrases of a language that hold a number in digits, each as its other items."""
    phrases = [(first, *phrase.rest) for first, found in language_of(code).phrases.items() for phrase in found]
    return tuple(
        frozenset(item for item in phrase if not item.isdecimal())
        for phrase in phrases
        if any(item.isdecimal() for item in phrase)
    )
