"""Owns the counts of a programme: its activities by project, region, country, month, mode and status, firm and vague.

Knows no files and no tables for people. An activity of two projects counts for each, and once in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from coecal.activities import Activity, Status
from coecal.dates import FuzzyDate
from coecal.locales import language_of
from coecal.places import country_or_code
from coecal.places.names import name_key
from coecal.typing import Json

_SUPPORT: Final = {
    "en": ("No country was supported", "Support provided to {names}", "Support provided to {count} countries: {names}"),
    "fr": ("Aucun pays n'a été appuyé", "Appui fourni à un pays : {names}", "Appui fourni à {count} pays : {names}"),
}
_AND: Final = {"en": " and ", "fr": " et "}


@attrs.frozen
class Count:
    """How many activities there are of one sort.

    Attributes:
        key: what they have in common: the name of a project, the code of a country, a month such as `2026-10`; None
            where it is not said, or of months where it is not known in which one the activity begins.
        name: the same for people.
        activities: how many there are.
        firm: how many of them have a date of which every day is known.
    """

    key: str | None
    name: str
    activities: int
    firm: int

    @property
    def vague(self) -> int:
        """How many of them have a date that is not firm."""
        return self.activities - self.firm

    def to_mapping(self) -> dict[str, Json]:
        """Return it as plain data."""
        return {
            "key": self.key,
            "name": self.name,
            "activities": self.activities,
            "firm": self.firm,
            "vague": self.vague,
        }


@attrs.frozen
class Statistics:
    """The counts of a programme.

    Attributes:
        total: all activities.
        groups: by each of `GROUPS`, the counts in order: of months by time, of all else the most first.
        supported: codes of the countries in which activities take place that are not cancelled or postponed, in the
            order of their English names.

    >>> from coecal.dates import parse_date
    >>> talks = Activity(uid="a", title="Talks", when=parse_date("mid-May 2027"), countries=["GH"])
    >>> found = Statistics.of([talks])
    >>> found.groups["month"][0].key, found.total.vague, found.support()
    ('2027-05', 1, 'Support provided to Ghana')
    """

    total: Count
    groups: Mapping[str, Sequence[Count]]
    supported: tuple[str, ...]

    @classmethod
    def of(cls, activities: Iterable[Activity], projects: Iterable[str] = ()) -> Statistics:
        """Return the counts of activities; `projects` are names that are told even where nothing is theirs."""
        activities = tuple(activities)
        going = [one for one in activities if not one.is_cancelled and one.status is not Status.POSTPONED]
        codes = {code for one in going for code in one.countries}
        return cls(
            _count(None, "all", activities),
            {group: counts_by(group, activities, projects if group == "project" else ()) for group in GROUPS},
            tuple(sorted(codes, key=lambda code: name_key(country_or_code(code)))),
        )

    def support(self, locale: str = "en") -> str:
        """Return what a highlight says of the countries that were supported, in English or French.

        >>> Statistics.of([]).support("fr")
        "Aucun pays n'a été appuyé"
        """
        language = language_of(locale)
        language = language if language in _SUPPORT else "en"
        none, one, several = _SUPPORT[language]
        names = sorted((country_or_code(code, language) for code in self.supported), key=name_key)
        listed = _AND[language].join(filter(None, (", ".join(names[:-1]), *names[-1:])))
        return (several if len(names) > 1 else one if names else none).format(count=len(names), names=listed)

    def to_mapping(self) -> dict[str, Json]:
        """Return all of it as plain data."""
        return {
            "activities": self.total.activities,
            "firm": self.total.firm,
            "vague": self.total.vague,
            **{f"by_{group}": [count.to_mapping() for count in counts] for group, counts in self.groups.items()},
            "supported": {"countries": list(self.supported), "text": self.support()},
        }


def month_of(when: FuzzyDate) -> str | None:
    """Return the month in which a date begins, such as `2026-10`; None where it may begin in several, or is open.

    >>> month_of(FuzzyDate.from_edtf("[2026-10-25..2026-11-05]")) is None
    True
    """
    first, last = when.earliest_start, when.latest_start
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return first.isoformat()[:7]


_KEYS: Final[Mapping[str, Callable[[Activity], Iterable[str | None]]]] = {
    "project": lambda one: one.projects or (None,),
    "organiser": lambda one: one.organisers or (None,),
    "region": lambda one: one.regions or (None,),
    "country": lambda one: one.countries or (None,),
    "month": lambda one: (month_of(one.when),),
    "mode": lambda one: (None if one.mode is None else one.mode.value,),
    "status": lambda one: (one.status.value,),
    "section": lambda one: (None if one.source.section is None else one.source.section.value,),
}
GROUPS: Final = tuple(_KEYS)
"""What activities are counted by, in the order in which it is told."""


def counts_by(group: str, activities: Iterable[Activity], always: Iterable[str] = ()) -> tuple[Count, ...]:
    """Return the counts of activities by one of `GROUPS`, as in `Statistics.groups`.

    Args:
        group: what they are counted by.
        activities: the activities.
        always: keys that are told even where nothing is theirs.
    """
    found: dict[str | None, list[Activity]] = {name: [] for name in always}
    for one in activities:
        for key in dict.fromkeys(_KEYS[group](one)):
            found.setdefault(key, []).append(one)
    counts = [_count(key, _name(group, key), members) for key, members in found.items()]
    if group == "month":
        return tuple(sorted(counts, key=lambda count: (count.key is None, count.key or "")))
    return tuple(sorted(counts, key=lambda count: (count.key is None, -count.activities, name_key(count.name))))


def _name(group: str, key: str | None) -> str:
    if key is None:
        return "not in one month" if group == "month" else "not said"
    return country_or_code(key) if group == "country" else key


def _count(key: str | None, name: str, activities: Sequence[Activity]) -> Count:
    return Count(key, name, len(activities), sum(one.when.is_firm for one in activities))
