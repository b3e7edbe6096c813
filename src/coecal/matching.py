"""Owns the question whether two entries are one activity: the evidence for and against, its points and the answer.

Knows two entries at a time and how often their words occur; which of many goes with which is `coecal.pairing`.
The points come from labelled pairs; docs/merge.md states what they reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

import attrs

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate, Kind
from coecal.likeness import Likeness, Vocabulary, compare_numbers, compare_titles
from coecal.places import default_places
from coecal.projects import name_key
from coecal.titles import Title, fold, read_title

SAME, ASK = 6.0, 3.0
"""From how many points on two entries are taken for one activity, and from how many on that is asked."""

LEFT = 1.0
"""From how many points on it is asked whether a row that would be new is an activity that would have none."""

CLOSE = 1.5
"""How many points an entry has to be ahead of the next candidate."""

_CLOSE_BY = 14
"""Up to how many days apart one of a series may be the same that moved."""

_OPEN_FOR = 200
"""How many days what had no date may be listed further on and still be the same; most plans wait some quarters."""

ALIKE = 0.7
"""How alike titles have to be, however much else agrees; below, it is asked at best."""


Series = tuple[str, str, tuple[str, ...]]
"""What the occasions of a series share: title, who runs it, countries."""


class Answer(StrEnum):
    """Whether two entries are one activity."""

    SAME = "same"
    DIFFERENT = "different"
    ASK = "ask"


@attrs.frozen
class Evidence:
    """One thing that speaks for or against.

    Attributes:
        about: what was compared: title, number, runner, country, place, mode or date.
        points: above 0 it speaks for one activity, below 0 against it.
        words: what was found, for people.
    """

    about: str
    points: float
    words: str


@attrs.frozen
class Match:
    """What was found in comparing two entries.

    Attributes:
        evidence: what speaks for and against, in the order in which it was looked at.
        apart: what rules out that they are one; None where nothing does.
        most: the most points that there can be, since the titles are not alike enough or one names but part of what the
            other does; None: no limit.
        same_title: whether the titles have the same words in the same order.
        only: the words of the titles that one has and the other has not, of each.
        is_translated: whether the titles are in two languages, so that their words tell nothing; then it is asked at
            best, and only about what goes with nothing else.
        is_part: whether one title names some of the numbers of the other, as "level 1" does of "levels 1 and 2".
    """

    evidence: tuple[Evidence, ...]
    apart: str | None = None
    most: float | None = None
    same_title: bool = False
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    is_translated: bool = False
    is_part: bool = False

    @cached_property
    def score(self) -> float:
        """The sum of the points; nothing outweighs what tells them apart."""
        if self.apart is not None:
            return -100.0
        total = round(sum(each.points for each in self.evidence), 2)
        return total if self.most is None else min(total, self.most)

    @property
    def is_near(self) -> bool:
        """Whether the dates speak for one activity."""
        return any(each.about == "date" and each.points > 0 for each in self.evidence)

    @property
    def has_one_runner(self) -> bool:
        """Whether somebody runs both."""
        return any(each.about == "runner" and each.points > 0 for each in self.evidence)

    @property
    def in_one_country(self) -> bool:
        """Whether both are in one country."""
        return any(each.about == "country" and each.points > 0 for each in self.evidence)

    @property
    def in_two_countries(self) -> bool:
        """Whether one is in another country than the other."""
        return any(each.about == "country" and each.points < 0 for each in self.evidence)

    @property
    def answer(self) -> Answer:
        """Same, different, or to be asked, as long as there is no other candidate."""
        if self.score >= SAME:
            return Answer.SAME
        return Answer.ASK if self.score >= ASK else Answer.DIFFERENT

    def explain(self) -> str:
        """Return the answer and its reasons in words.

        >>> Match((Evidence("title", 6.0, "the same title"), Evidence("date", -1.5, "moved by 30 days"))).explain()
        'ask (4.5 points): the same title (+6), moved by 30 days (-1.5)'
        """
        if self.apart is not None:
            return f"{self.answer}: {self.apart}"
        return f"{self.answer} ({self.score:g} points): {self.reasons}"

    @property
    def reasons(self) -> str:
        """What speaks for and against, in words, each with its points."""
        return ", ".join(f"{each.words} ({each.points:+g})" for each in self.evidence)


@attrs.frozen(eq=False)
class Entry:
    """An activity with what comparing it needs, worked out once.

    Attributes:
        activity: the activity.
        title: what its title says.
        runners: its projects and organisers, each as `name_key` folds it.
        places: the words of its place but for countries and regions, folded.
        where: the single words of its place, folded.
    """

    activity: Activity
    title: Title
    runners: frozenset[str]
    places: frozenset[str]
    where: frozenset[str]

    @classmethod
    def of(cls, activity: Activity) -> Entry:
        """Return the entry of an activity."""
        runners = frozenset(map(name_key, activity.partners))
        where = frozenset(word for place in activity.places for word in read_title(place).words)
        return cls(activity, read_title(activity.title), runners, _cities(activity.places), where)


class Comparer:
    """Compares the entries of two issues, knowing which words and titles are common among them."""

    def __init__(self, *issues: Sequence[Entry]) -> None:
        """Learn from all entries how common words are, and which titles recur within one issue."""
        self.vocabulary: Vocabulary = Vocabulary(entry.title for entries in issues for entry in entries)
        self._abroad: set[str] = set()
        self._series: set[Series] = set()
        for entries in issues:
            countries: dict[str, set[str]] = defaultdict(set)
            days: dict[Series, set[tuple[date | None, date | None]]] = defaultdict(set)
            for entry in entries:
                when = entry.activity.when
                countries[entry.title.folded].update(entry.activity.countries)
                days[_series(entry)].add((when.earliest_start, when.latest_end))
            self._abroad.update(title for title, found in countries.items() if len(found) > 1)
            self._series.update(series for series, found in days.items() if len(found) > 1)

    def compare(self, old: Entry, new: Entry) -> Match:
        """Return what speaks for and against `new` being the activity `old`."""
        numbers = compare_numbers(old.title, new.title)
        if numbers.apart is not None:
            return Match((), f"the title says {numbers.apart[0]!r} in one and {numbers.apart[1]!r} in the other")
        dates = self._dates(old, new)
        if dates is None:
            return Match((), "it took place already, at another time")
        likeness = compare_titles(old.title, new.title, self.vocabulary, silent=_shared_where(old, new))
        is_translated = likeness.share < ALIKE and _in_two_languages(old.title, new.title)
        titles = [Evidence("title", 0.0, "titles in two languages")] if is_translated else _titles(old, new, likeness)
        evidence = [*titles, *_runners(old, new), *self._places(old, new)]
        if numbers.lacking is not None:
            evidence.append(Evidence("number", -2.0, f"only one says {numbers.lacking!r}"))
        if numbers.counts_differ:
            evidence.append(Evidence("number", -1.5, "other numbers in the title"))
        one, other = old.activity.mode, new.activity.mode
        if one is not None and other is not None:
            same = one is other
            evidence.append(Evidence("mode", 0.5 if same else -0.5, f"both {one}" if same else f"{one}, then {other}"))
        if old.activity.status is Status.HELD and new.activity.status is Status.PLANNED:
            evidence.append(Evidence("date", -2.0, "held already, and planned now"))
        is_sure = likeness.share >= ALIKE and not numbers.is_part and not _may_be_another(old, new, likeness, dates)
        most = None if is_sure else SAME - 0.5
        return Match((*evidence, dates), None, most, likeness.same, likeness.only, is_translated, numbers.is_part)

    def _places(self, old: Entry, new: Entry) -> list[Evidence]:
        one, other = set(old.activity.countries), set(new.activity.countries)
        if one and other:
            if not one & other:
                # A title that recurs in several countries is one activity in each.
                often = old.title.folded in self._abroad or new.title.folded in self._abroad
                words = f"{', '.join(sorted(one))}, then {', '.join(sorted(other))}"
                return [Evidence("country", -5.0 if often else -3.0, words)]
            found = [Evidence("country", 1.5 if one == other else 1.0, f"both in {', '.join(sorted(one & other))}")]
        else:
            found = []
        if shared := old.places & new.places:
            found.append(Evidence("place", 0.75, f"both in {min(shared)!r}"))
        elif old.places and new.places:
            found.append(Evidence("place", -1.0, "other places"))
        return found

    def _dates(self, old: Entry, new: Entry) -> Evidence | None:
        """Return what the dates say; None where the old one is past and the new one is another occasion."""
        one, other = old.activity.when, new.activity.when
        if one.ranges == other.ranges and one.kind is other.kind:
            return Evidence("date", 2.5 if one.is_firm else 2.0, "the same date")
        if fits(one, other):
            return Evidence("date", 2.0, f"{_said(other)!r} fits {_said(one)!r}")
        shift = days_apart(one, other)
        if shift is None:
            return Evidence("date", 0.0, "a date is not known")
        if meet(one, other):
            return Evidence("date", 1.0, f"{_said(other)!r} overlaps {_said(one)!r}")
        if old.activity.status is Status.HELD and shift > 7:
            return None
        return self._moved(old, new, shift)

    def _moved(self, old: Entry, new: Entry, shift: int) -> Evidence:
        """Return what it says that two dates cannot meet and lie so many days apart."""
        words = f"moved by {shift} days"
        is_open = Kind.UNDATED in (old.activity.when.kind, new.activity.when.kind)
        every = min((each for each in (old.title.every, new.title.every) if each is not None), default=None)
        comes_again = every is not None and 2 * shift >= every
        if is_open and shift <= _OPEN_FOR and not comes_again:
            return Evidence("date", -0.25, "listed under another month, without a date")
        if comes_again or _series(old) in self._series or _series(new) in self._series:
            # Close by, it can be one that moved or the next one; nobody but people can tell.
            return Evidence("date", -3.0 if shift <= _CLOSE_BY else -6.0, f"{words}, among several of this title")
        steps = ((7, -0.25), (31, -0.75), (92, -1.5), (200, -2.5))
        points = next((points for most, points in steps if shift <= most), -5.0)
        return Evidence("date", points - 3.0 if old.activity.status is Status.HELD else points, words)


def fits(old: FuzzyDate, new: FuzzyDate) -> bool:
    """Whether a date says more exactly what another left open: it starts where that may start, and is no vaguer.

    >>> from coecal.dates import parse_date
    >>> fits(parse_date("November 2023 TBC"), parse_date("29 November - 1 December 2023"))
    True
    """
    first, last = new.earliest_start, new.latest_start
    if old.is_choice:
        return any(part == each for part in new.ranges for each in old.ranges) and len(new.ranges) < len(old.ranges)
    if first is None or last is None:
        return False
    starts = (old.earliest_start, old.latest_start)
    if old.kind is Kind.DEADLINE or (old.kind is Kind.OPEN and starts[0] is None):
        # Of what is to be done by a day, the end counts.
        return new.latest_end is not None and old.latest_end is not None and new.latest_end <= old.latest_end
    inside = (starts[0] is None or starts[0] <= first) and (starts[1] is None or last <= starts[1])
    return inside and not _is_vaguer(old, new)


def _is_vaguer(old: FuzzyDate, new: FuzzyDate) -> bool:
    return _room(new) > _room(old) or (new.tentative and not old.tentative)


def _room(when: FuzzyDate) -> int:
    """Return on how many days a date may start; many where that is open."""
    first, last = when.earliest_start, when.latest_start
    return 100_000 if first is None or last is None else (last - first).days


def meet(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether two dates may share a day, for all that their outer days say."""
    return _before(one.earliest_start, other.latest_end) and _before(other.earliest_start, one.latest_end)


def _before(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


def days_apart(one: FuzzyDate, other: FuzzyDate) -> int | None:
    """Return how many days lie between the middles of the two, None where one is open on both sides."""
    first, second = _middle(one), _middle(other)
    return None if first is None or second is None else abs(first - second)


def _middle(when: FuzzyDate) -> int | None:
    days = [day.toordinal() for day in (when.earliest_start, when.latest_start) if day is not None]
    if not days:
        days = [day.toordinal() for day in (when.earliest_end, when.latest_end) if day is not None]
    return sum(days) // len(days) if days else None


def _shared_where(one: Entry, other: Entry) -> frozenset[str]:
    """Return the words of the place of both, where they share the country: a title need not say them again."""
    if not set(one.activity.countries) & set(other.activity.countries):
        return frozenset()
    return one.where | other.where


def _titles(old: Entry, new: Entry, likeness: Likeness) -> list[Evidence]:
    if likeness.same:
        return [Evidence("title", 6.0, "the same title")]
    share = likeness.share
    found = [Evidence("title", round(10 * (share - 0.5), 1), f"titles alike by {share:.0%}")]
    names = old.title.names | new.title.names
    only = [[word for word in words if word in names] for words in likeness.only]
    if all(only):
        found.append(Evidence("title", -3.0, f"{only[0][0]!r} in one title, {only[1][0]!r} in the other"))
    return found


def _may_be_another(old: Entry, new: Entry, likeness: Likeness, dates: Evidence) -> bool:
    """Whether each title has a word that the other has not, and the dates do not speak for one activity.

    Where all that differs is one word in its place, "for judges" and "for prosecutors", another date is enough.
    """
    if not all(likeness.only):
        return False
    one, other = old.title.words, new.title.words
    is_one_word = len(one) == len(other) and sum(word != each for word, each in zip(one, other, strict=True)) == 1
    return dates.points <= 0 or (is_one_word and old.activity.when.ranges != new.activity.when.ranges)


def _in_two_languages(one: Title, other: Title) -> bool:
    return bool(one.languages and other.languages) and not one.languages & other.languages


def _runners(old: Entry, new: Entry) -> list[Evidence]:
    if not old.runners or not new.runners:
        return []
    shared = old.runners & new.runners
    if not shared:
        return [Evidence("runner", -2.5, "run by others")]
    names = old.activity.partners
    both = min(name for name in names if name_key(name) in shared)
    return [Evidence("runner", 1.5 if old.runners == new.runners else 1.0, f"both run by {both!r}")]


def _cities(places: Iterable[str]) -> frozenset[str]:
    """Return the words of places that name neither a country nor a region, folded."""
    return frozenset(_place_key(place) for place in places if not _is_wide(place))


@lru_cache(maxsize=65536)
def _is_wide(place: str) -> bool:
    known = default_places()
    return known.find_country(place) is not None or known.find_region(place) is not None


def _series(entry: Entry) -> Series:
    return entry.title.folded, min(entry.runners, default=""), entry.activity.countries


def _place_key(place: str) -> str:
    return fold(place).rstrip("*").strip()


def _said(when: FuzzyDate) -> str:
    return when.text or "no date"
