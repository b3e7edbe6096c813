"""Owns the activity: what happens, for whom, where, how and when, and the words it was read from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from coecal.dates import DateStatus, FuzzyDate
from coecal.typing import strings


class Mode(StrEnum):
    """How people take part.

    IN_PERSON: all at one place.
    ONLINE: nobody at a place.
    HYBRID: some of them.

    >>> Mode("in person") is Mode.IN_PERSON
    True
    """

    IN_PERSON = "in person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Status(StrEnum):
    """Where an activity stands.

    PLANNED: it is to take place.
    HELD: it took place.
    POSTPONED: it is to take place later than planned; its date is the new one, or not known.
    CANCELLED: it does not take place. It overlaps nothing.

    >>> Status("held") is Status.HELD
    True
    """

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Section(StrEnum):
    """The two lists of a newsletter that hold activities.

    INVENTORY: what took place.
    COMING_NEXT: what is planned.

    >>> Section("coming next") is Section.COMING_NEXT
    True
    """

    INVENTORY = "inventory"
    COMING_NEXT = "coming next"


@attrs.frozen(kw_only=True)
class Source:
    """Where an activity was read.

    Attributes:
        section: the list it stands in; None where the source has no such lists.
        heading: the heading it stands under, such as "November 2023"; None where there is none.
        line: its line, counting from 1; None where the source has no lines.
        text: the row as it stood.
        file: the file, where several were read as one programme; else None.

    >>> Source(section="coming next", heading="November 2023", line=546).section is Section.COMING_NEXT
    True
    """

    section: Section | None = attrs.field(default=None, converter=attrs.converters.optional(Section))
    heading: str | None = None
    line: int | None = None
    text: str = ""
    file: str | None = None


@attrs.frozen(kw_only=True)
class Said:
    """What one issue said of an activity; the attributes are those of `Activity`."""

    title: str
    when: FuzzyDate
    projects: tuple[str, ...] = attrs.field(default=(), converter=strings)
    organisers: tuple[str, ...] = attrs.field(default=(), converter=strings)
    mode: Mode | None = attrs.field(default=None, converter=attrs.converters.optional(Mode))
    places: tuple[str, ...] = attrs.field(default=(), converter=strings)
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    status: Status = attrs.field(default=Status.PLANNED, converter=Status)
    source: Source = attrs.field(factory=Source)

    @property
    def partners(self) -> tuple[str, ...]:
        """Who runs it: its projects, then the bodies that are none."""
        return self.projects + self.organisers


@attrs.frozen(kw_only=True)
class Mention:
    """An issue in the history of an activity.

    Attributes:
        issue: the title of the issue; "" where it has none.
        as_of: the day up to which it is informed; None where that is not known.
        said: what it said of the activity; None where the activity was planned and the issue passed over it.
        asked: the UIDs of activities that its rows became and that may be this one, as long as nobody has said so.
    """

    issue: str = ""
    as_of: date | None = None
    said: Said | None = None
    asked: tuple[str, ...] = attrs.field(default=(), converter=strings)


@attrs.frozen(kw_only=True)
class Activity:
    """One activity of a programme.

    Attributes:
        uid: its identity for life; see `coecal.identity`.
        title: the words of the title, without place, mode and date.
        when: the fuzzy date.
        projects: canonical names of the projects that run it, in the order written.
        organisers: bodies that are not projects, as written.
        people: the persons who are needed in it, as written. Newsletters name none; feeds and pages never show them.
        mode: how people take part; None where it is not said.
        places: the words of the place slot, split at commas, as written.
        countries: ISO 3166-1 alpha-2 codes of where it takes place, in order, each once; Kosovo* is XK.
        regions: names of the regions it belongs to.
        status: planned, held, postponed or cancelled.
        sequence: how often its date, place, country or cancellation changed since it was first seen.
        last_modified: the day it was last changed, that is the date of the issue that changed it; None: not known.
        source: where it was read: in the issue that last changed it.
        url: a page about it; None where none is known.
        history: what each issue said of it, the oldest first; empty until a second issue was merged.

    Raises:
        ValueError: `uid` is empty, `sequence` is negative, or `mode` or `status` is none of theirs.

    >>> talks = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2023-11"), mode="online")
    >>> talks.mode is Mode.ONLINE, talks.status is Status.PLANNED, talks.projects
    (True, True, ())
    """

    uid: str = attrs.field(validator=attrs.validators.min_len(1))
    title: str
    when: FuzzyDate
    projects: tuple[str, ...] = attrs.field(default=(), converter=strings)
    organisers: tuple[str, ...] = attrs.field(default=(), converter=strings)
    people: tuple[str, ...] = attrs.field(default=(), converter=strings)
    mode: Mode | None = attrs.field(default=None, converter=attrs.converters.optional(Mode))
    places: tuple[str, ...] = attrs.field(default=(), converter=strings)
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    regions: tuple[str, ...] = attrs.field(default=(), converter=strings)
    status: Status = attrs.field(default=Status.PLANNED, converter=Status)
    sequence: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    last_modified: date | None = None
    source: Source = attrs.field(factory=Source)
    url: str | None = None
    history: tuple[Mention, ...] = attrs.field(default=(), converter=tuple[Mention, ...])

    @property
    def partners(self) -> tuple[str, ...]:
        """Who runs it: its projects, then the bodies that are none.

        >>> when = FuzzyDate.undated()
        >>> Activity(uid="1", title="Talks", when=when, projects=["WELL+"], organisers=["Water Desk"]).partners
        ('WELL+', 'Water Desk')
        """
        return self.projects + self.organisers

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place, be it that only the words of its date say so.

        >>> from coecal.dates import parse_date
        >>> Activity(uid="1", title="Talks", when=parse_date("3 May 2027 (cancelled)")).is_cancelled
        True
        """
        return self.status is Status.CANCELLED or self.when.status is DateStatus.CANCELLED

    @property
    def said(self) -> Said:
        """What it says now, as an issue would say it.

        >>> Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2023-11")).said.title
        'Talks'
        """
        return Said(
            title=self.title,
            when=self.when,
            projects=self.projects,
            organisers=self.organisers,
            mode=self.mode,
            places=self.places,
            countries=self.countries,
            status=self.status,
            source=self.source,
        )
