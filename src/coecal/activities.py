"""Owns the activity: what happens, for whom, where, how and when, and the words it was read from."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from coecal.dates import FuzzyDate
from coecal.typing import strings


class Mode(StrEnum):
    """How people take part."""

    IN_PERSON = "in person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Status(StrEnum):
    """Where an activity stands."""

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Section(StrEnum):
    """The two lists of a newsletter that hold activities."""

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
    """

    section: Section | None = attrs.field(default=None, converter=attrs.converters.optional(Section))
    heading: str | None = None
    line: int | None = None
    text: str = ""


@attrs.frozen(kw_only=True)
class Activity:
    """One activity of a programme.

    Attributes:
        uid: its identity for life; see `coecal.identity`.
        title: the words of the title, without place, mode and date.
        when: the fuzzy date.
        projects: canonical names of the projects that run it, in the order written.
        organisers: bodies that are not projects, as written.
        mode: how people take part; None where it is not said.
        places: the words of the place slot, split at commas, as written.
        countries: ISO 3166-1 alpha-2 codes of where it takes place, in order, each once; Kosovo* is XK.
        regions: names of the regions it belongs to.
        status: planned, held, postponed or cancelled.
        sequence: how often its date, place, country or cancellation changed since it was first seen.
        last_modified: the day it was last changed, that is the date of the issue that changed it; None: not known.
        source: where it was read.
        url: a page about it; None where none is known.
    """

    uid: str = attrs.field(validator=attrs.validators.min_len(1))
    title: str
    when: FuzzyDate
    projects: tuple[str, ...] = attrs.field(default=(), converter=strings)
    organisers: tuple[str, ...] = attrs.field(default=(), converter=strings)
    mode: Mode | None = attrs.field(default=None, converter=attrs.converters.optional(Mode))
    places: tuple[str, ...] = attrs.field(default=(), converter=strings)
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    regions: tuple[str, ...] = attrs.field(default=(), converter=strings)
    status: Status = attrs.field(default=Status.PLANNED, converter=Status)
    sequence: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    last_modified: date | None = None
    source: Source = attrs.field(factory=Source)
    url: str | None = None
