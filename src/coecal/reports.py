"""Owns what a newsletter says beside its lists: reports, save-the-dates and figures, each with its place.

Knows nothing of how they are read, nor of activities but for their UIDs.
"""

from __future__ import annotations

from datetime import date

import attrs

from coecal.activities import Mode
from coecal.dates import FuzzyDate
from coecal.typing import strings


@attrs.frozen(kw_only=True)
class Passage:
    """Where a report, save-the-date or figure was read.

    Attributes:
        section: the heading of the part of the newsletter it stands in, as written; None where there is none.
        heading: the line right above it that it belongs to: of a report its place line, of a figure the heading
            over it; None where there is none.
        line: its first line, counting from 1; None where the source has no lines.
        text: the lines as they stood.
        file: the file, where several were read as one programme; else None.
    """

    section: str | None = None
    heading: str | None = None
    line: int | None = None
    text: str = ""
    file: str | None = None


@attrs.frozen(kw_only=True)
class Report:
    """What a newsletter tells of something that took place.

    Attributes:
        title: the title as written, without the mode before it; "" where there is none.
        when: the date of the place line, undated within the issue's period where there is none.
        section: the name of the part that it stands in, such as a project's long name; None where there is none.
        projects: canonical names of the projects whose part it stands in, or that its title begins with.
        mode: how people took part; None where it is not said.
        places: the words of the place line, split at commas, as written.
        countries: ISO 3166-1 alpha-2 codes of the places, in order, each once.
        regions: names of the regions that the places mean, where they are no countries.
        activities: UIDs of the activities that it surely reports on, in the order of the source.
        source: where it was read.

    >>> Report(title="Rain in the archive", when=FuzzyDate.from_edtf("2027-05-03"), places=["LOME", "TOGO"]).places
    ('LOME', 'TOGO')
    """

    title: str
    when: FuzzyDate
    section: str | None = None
    projects: tuple[str, ...] = attrs.field(default=(), converter=strings)
    mode: Mode | None = attrs.field(default=None, converter=attrs.converters.optional(Mode))
    places: tuple[str, ...] = attrs.field(default=(), converter=strings)
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    regions: tuple[str, ...] = attrs.field(default=(), converter=strings)
    activities: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Passage = attrs.field(factory=Passage)


@attrs.frozen(kw_only=True)
class SaveTheDate:
    """An announcement of a date to keep free.

    Attributes:
        title: the title as written.
        when: the date, undated where there is none.
        mode: how people take part; None where it is not said.
        places: the words of the place, split at commas, as written.
        countries: ISO 3166-1 alpha-2 codes of the places, in order, each once.
        activities: UIDs of the activities that it surely announces, in the order of the source.
        source: where it was read.

    >>> SaveTheDate(title="Meeting of the wells", when=FuzzyDate.from_edtf("2027-05-03"), mode="online").mode.value
    'online'
    """

    title: str
    when: FuzzyDate
    mode: Mode | None = attrs.field(default=None, converter=attrs.converters.optional(Mode))
    places: tuple[str, ...] = attrs.field(default=(), converter=strings)
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    activities: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Passage = attrs.field(factory=Passage)


@attrs.frozen(kw_only=True)
class Figure:
    """A count that a newsletter gives, such as the parties of a treaty.

    Attributes:
        name: what is counted, as written; of a total its sign or word, such as "=".
        value: the count.
        at_least: whether the words say that there may be more, as "45+" does.
        as_of: the day up to which it holds, where that is written; else None.
        unit: the words after the number, such as "States Parties"; None where there are none.
        total_of: of a total, the names of the figures above it that it adds up; else empty.
        source: where it was read.

    >>> Figure(name="Parties", value=68).at_least
    False
    """

    name: str
    value: int = attrs.field(validator=attrs.validators.ge(0))
    at_least: bool = False
    as_of: date | None = None
    unit: str | None = None
    total_of: tuple[str, ...] = attrs.field(default=(), converter=strings)
    source: Passage = attrs.field(factory=Passage)
