"""Owns how well an activity fits what a report or save-the-date says: project, place, date and words.

Knows nothing of the choice between several that fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from coecal.activities import Activity, Section
from coecal.dates import FuzzyDate
from coecal.readers.newsletter.agreement import agrees, days_between, is_inside
from coecal.readers.newsletter.likeness import Likeness
from coecal.reports import Report, SaveTheDate

_FARTHEST = 62


@attrs.frozen
class Subject:
    """What is to be linked: a report or a save-the-date.

    Attributes:
        told: the report or save-the-date.
        title: its title.
        text: its text; "" where there is none.
        when: its date.
        is_dated: whether that was written and understood.
        projects: its projects.
        countries: its countries.
        regions: its regions.
        mentions: dates in its text with the sentence that each stands in.
    """

    told: Report | SaveTheDate
    title: str
    text: str
    when: FuzzyDate
    is_dated: bool
    projects: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    mentions: tuple[tuple[FuzzyDate, str], ...] = ()

    @property
    def line(self) -> int | None:
        """Its line."""
        return self.told.source.line


@attrs.frozen
class Candidate:
    """An activity that a subject may be about.

    Attributes:
        activity: the activity.
        position: its position among the activities.
        said: how much of its words the subject's title and text say, 0 to 1.
        told: the same without the words that only say what kind of activity it is.
        titled: how much of its words the subject's title says.
        covered: how much of the subject's title its words say.
        is_here: whether both are in one country, or one of them is in a region that the other names.
        is_ours: whether both name the same project.
        fits: whether the dates can both be right.
        gap: the days between both dates; 0 where they may share one; None where it is not known.
        is_part: whether its days lie within those of the subject.
        mentioned: how much of its words a sentence of the text says in which its date stands.
    """

    activity: Activity
    position: int
    said: float
    told: float
    titled: float
    covered: float
    is_here: bool
    is_ours: bool
    fits: bool
    gap: int | None
    is_part: bool
    mentioned: float

    @property
    def is_planned(self) -> bool:
        """Whether it is listed as coming next."""
        return self.activity.source.section is Section.COMING_NEXT


class Candidates:
    """Finds the activities that a subject may be about."""

    def __init__(self, activities: Sequence[Activity], likeness: Likeness) -> None:
        """Look among the activities of one newsletter."""
        self._activities = activities
        self._likeness = likeness
        self._stems = [likeness.stems(activity.title) for activity in activities]
        self._names = [
            stems | likeness.stems(" ".join(activity.partners))
            for stems, activity in zip(self._stems, activities, strict=True)
        ]

    def of(self, subject: Subject) -> list[Candidate]:
        """Return the activities whose project and place do not speak against them, near enough in time."""
        title = self._likeness.stems(subject.title)
        words = title | self._likeness.stems(subject.text)
        sentences = [(when, title | self._likeness.stems(sentence)) for when, sentence in subject.mentions]
        found: list[Candidate] = []
        for position, activity in enumerate(self._activities):
            if _is_against(subject.projects, activity.projects) or _is_against(subject.countries, activity.countries):
                continue
            gap = days_between(subject.when, activity.when) if subject.is_dated else None
            stems = self._stems[position]
            mentioned = max(
                (self._likeness.share(stems, said) for when, said in sentences if agrees(when, activity.when)),
                default=0.0,
            )
            if gap is not None and gap > _FARTHEST and not mentioned:
                continue
            found.append(
                Candidate(
                    activity, position,
                    said=self._likeness.share(stems, words),
                    told=self._likeness.own_share(stems, words),
                    titled=self._likeness.share(stems, title),
                    covered=self._likeness.share(title, self._names[position]),
                    is_here=_is_here(subject, activity),
                    is_ours=not set(subject.projects).isdisjoint(activity.projects),
                    fits=subject.is_dated and agrees(subject.when, activity.when),
                    gap=gap,
                    is_part=subject.is_dated and is_inside(activity.when, subject.when),
                    mentioned=mentioned,
                )
            )  # fmt: skip
        return found


def _is_against(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether both name something and nothing in common."""
    ones, others = set(ones), set(others)
    return bool(ones) and bool(others) and ones.isdisjoint(others)


def _is_here(subject: Subject, activity: Activity) -> bool:
    if subject.countries and activity.countries:
        return True  # else it would be against
    return not subject.countries and bool(subject.regions) and not set(subject.regions).isdisjoint(activity.regions)
