"""Owns the programme: the immutable collection of activities, projects and what was found in reading them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import attrs

from coecal.activities import Activity, Mode, Section, Status
from coecal.changes import Changes
from coecal.dates import parse_period
from coecal.errors import InputError, Problem, UnknownNameError
from coecal.overlaps import Criterion, Overlaps, find_overlaps
from coecal.places import default_places
from coecal.places.countries import country_codes
from coecal.projects import Project, index_projects, name_key
from coecal.ranges import Period
from coecal.reports import Figure, Report, SaveTheDate
from coecal.statistics import Statistics

if TYPE_CHECKING:
    from coecal.answers import Answers, Ask
    from coecal.check import CheckPolicy, Remark
    from coecal.timeline.picture import Timeline


@attrs.frozen(kw_only=True)
class Programme:
    """A programme of activities, as its sources tell it.

    Attributes:
        title: the title of its newsletter or file.
        period: the months that it covers; None where that is not known.
        as_of: the day up to which its source is informed; None where that is not known.
        projects: its projects, in the order of the source.
        activities: its activities, in the order of the source.
        reports: what its newsletter tells of activities, in the order of the source.
        save_the_dates: what its newsletter announces, in the order of the source.
        figures: the counts that its newsletter gives, in the order of the source.
        problems: what an editor should look at, in the order of lines.
        changes: what the merge that made it changed; empty for what was read. It does not count where programmes are
            compared, and is not written to files.

    Raises:
        InputError: two activities have the same UID.

    >>> from coecal.dates import parse_date
    >>> talks = Activity(
    ...     uid="1@example.org", title="Talks", when=parse_date("4-6 May 2027"), projects=["WELL+"], countries=["GH"]
    ... )
    >>> visit = Activity(
    ...     uid="2@example.org", title="Visit", when=parse_date("May 2027"), countries=["GH"], regions=["Africa"]
    ... )
    >>> programme = Programme(
    ...     title="Wells", projects=[Project(key="well-plus", name="WELL+")], activities=[talks, visit]
    ... )
    >>> programme.countries, programme.regions, programme.find_project("well +").key
    (('GH',), ('Africa',), 'well-plus')
    >>> [one.title for one in programme.filter(project="WELL+", during="2027-05").activities]
    ['Talks']
    >>> [found.certainty.value for found in programme.overlaps(by="country")]
    ['possible']
    >>> programme.statistics().total.activities, [remark.code for remark in programme.check()]
    (2, ['mode-missing', 'mode-missing', 'runner-missing'])
    """

    title: str = ""
    period: Period | None = None
    as_of: date | None = None
    projects: tuple[Project, ...] = attrs.field(default=(), converter=tuple[Project, ...])
    activities: tuple[Activity, ...] = attrs.field(default=(), converter=tuple[Activity, ...])
    reports: tuple[Report, ...] = attrs.field(default=(), converter=tuple[Report, ...])
    save_the_dates: tuple[SaveTheDate, ...] = attrs.field(default=(), converter=tuple[SaveTheDate, ...])
    figures: tuple[Figure, ...] = attrs.field(default=(), converter=tuple[Figure, ...])
    problems: tuple[Problem, ...] = attrs.field(default=(), converter=tuple[Problem, ...])
    changes: Changes = attrs.field(factory=Changes, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        seen: set[str] = set()
        for activity in self.activities:
            if activity.uid in seen:
                msg = f"two activities have the UID {activity.uid!r}: give each its own"
                raise InputError(msg)
            seen.add(activity.uid)

    @property
    def regions(self) -> tuple[str, ...]:
        """The names of all regions that an activity belongs to, in alphabetical order."""
        return tuple(sorted({name for activity in self.activities for name in activity.regions}))

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of all countries in which an activity takes place, in alphabetical order."""
        return tuple(sorted({code for activity in self.activities for code in activity.countries}))

    def find_project(self, name: str) -> Project:
        """Return the project of a name, key or alias, however it is spelt.

        Args:
            name: case, accents, spaces and the word "project" do not count; a plus does.

        Raises:
            UnknownNameError: there is no such project.
        """
        project = index_projects(self.projects).get(name_key(name))
        if project is None:
            known = ", ".join(project.name for project in self.projects) or "none"
            msg = f"no project is called {name!r}: use one of {known}"
            raise UnknownNameError(msg)
        return project

    def find_country(self, name: str) -> str:
        """Return the code of a country by that code or by a name; its activities may have codes of their own.

        Args:
            name: a code of ISO 3166-1 alpha-2, a code of an activity of the programme, or a name in use, in any case.

        Raises:
            UnknownNameError: there is no such country.

        >>> Programme().find_country("gh"), Programme().find_country("Côte d'Ivoire")
        ('GH', 'CI')
        """
        stripped = name.strip()
        code = stripped.upper() if stripped.isascii() else stripped  # capitals of "ß" would be a code
        if code in country_codes() or code in self.countries:
            return code
        found = default_places().find_country(name)
        if found is None:
            msg = f"no country is called {name!r}: use its ISO 3166-1 code, such as GH, or its name"
            raise UnknownNameError(msg)
        return found

    def filter(  # noqa: PLR0913 - one argument for each thing that people filter by
        self,
        *,
        project: str | None = None,
        organiser: str | None = None,
        region: str | None = None,
        country: str | None = None,
        place: str | None = None,
        mode: str | None = None,
        status: str | None = None,
        section: str | None = None,
        during: str | Period | None = None,
    ) -> Programme:
        """Return the programme with only the activities that fit all that is given; None fits everything.

        Everything else of it stays, so that reports may be linked to activities that are no longer there.

        Args:
            project: a name, key or alias of a project.
            organiser: a body that is no project, as written but for case.
            region: the name, key or alias of a region: one that activities belong to, or a known one whose
                countries they take place in.
            country: an ISO 3166-1 alpha-2 code or a name.
            place: a word of the place slot, but for case.
            mode: "in person", "online" or "hybrid".
            status: "planned", "held", "postponed" or "cancelled".
            section: "inventory" or "coming next".
            during: a period, in words or ISO; an activity fits if it may happen on one of its days.

        Raises:
            UnknownNameError: a name that is not known.
            DateError: `during` is no period.
        """
        tests: list[Callable[[Activity], bool]] = []
        if project is not None:
            name = self.find_project(project).name
            tests.append(lambda activity: name in activity.projects)
        if organiser is not None:
            body = organiser.casefold()
            tests.append(lambda activity: body in map(str.casefold, activity.organisers))
        if region is not None:
            tests.append(self._region_test(region))
        if country is not None:
            code = self.find_country(country)
            tests.append(lambda activity: code in activity.countries)
        if place is not None:
            word = place.casefold()
            tests.append(lambda activity: word in map(str.casefold, activity.places))
        if mode is not None:
            wanted_mode = _choice(Mode, mode, "mode")
            tests.append(lambda activity: activity.mode is wanted_mode)
        if status is not None:
            wanted_status = _choice(Status, status, "status")
            tests.append(lambda activity: activity.status is wanted_status)
        if section is not None:
            wanted_section = _choice(Section, section, "section")
            tests.append(lambda activity: activity.source.section is wanted_section)
        if during is not None:
            period = parse_period(during) if isinstance(during, str) else during
            first, last = period.first, period.last
            tests.append(lambda activity: any(part.may_touch(first, last) for part in activity.when.ranges))
        kept = tuple(activity for activity in self.activities if all(test(activity) for test in tests))
        return attrs.evolve(self, activities=kept)

    def overlaps(self, by: Criterion = None) -> Overlaps[Activity]:
        """Return the overlaps of its activities; see `find_overlaps`.

        Cancelled activities are left out, since they overlap nothing. Open ends are closed by the heading that an
        activity is listed under, else by the programme's period.

        Args:
            by: what two activities have to share; None: nothing.
        """
        going = (activity for activity in self.activities if not activity.is_cancelled)
        return find_overlaps(going, by=by, period=self.period)

    def merge(
        self, newer: Programme, *, answers: Answers | None = None, ask: Ask | None = None, force: bool = False
    ) -> Programme:
        """Return the programme with the next issue merged into it; `changes` of it tells what that changed.

        Activities keep their UIDs. What is planned and has no row is reported as unseen and kept; see
        `coecal.merge.merge`.

        Args:
            newer: the next issue.
            answers: what people answered before about rows of it; None: nothing.
            ask: asks about a match that is not sure; None: such matches are listed in `changes.unsure`.
            force: take an issue that is older than the programme.

        Raises:
            InputError: the issue is older than what is known, or the answers join one row with two activities.

        >>> from coecal.dates import FuzzyDate
        >>> issue = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2027-05"))
        >>> firm = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2027-05-04"))
        >>> merged = Programme(activities=[issue]).merge(Programme(activities=[firm]))
        >>> [(change.uid, change.kind.value) for change in merged.changes.items]
        [('1@example.org', 'firmed up')]
        """
        from coecal.answers import NO_ANSWERS  # noqa: PLC0415 - as below
        from coecal.merge import merge  # noqa: PLC0415 - it makes programmes, so that it needs this module

        return merge(self, newer, answers=answers or NO_ANSWERS, ask=ask, force=force)

    def check(self, *, today: date | None = None, policy: CheckPolicy | None = None) -> tuple[Remark, ...]:
        """Return what an editor should look at, in the order of lines; see `coecal.check.check`.

        Args:
            today: the day on which it is checked; None: nothing is said to be near or past.
            policy: what is not to be told; None: everything is.
        """
        from coecal.check import EVERYTHING, check  # noqa: PLC0415 - it checks programmes, so that it needs this module

        return check(self, today=today, policy=policy or EVERYTHING)

    def statistics(self) -> Statistics:
        """Return how many activities there are by project, region, country, month and so on; see `Statistics`."""
        return Statistics.of(self.activities, [project.name for project in self.projects])

    def to_ical(self, *, name: str | None = None) -> bytes:
        """Return all its activities as one iCalendar feed (RFC 5545); see `coecal.to_ical`.

        Args:
            name: what calendars show as its name; None: the programme's title.

        Raises:
            InputError: a UID cannot stand in a feed.

        >>> Programme(title="Wells").to_ical().splitlines()[0]
        b'BEGIN:VCALENDAR'
        """
        from coecal.writers.ical import to_ical  # noqa: PLC0415 - the way up to the writers, opened when used

        return to_ical(self.activities, name=name or self.title or "Activities", as_of=self.as_of)

    def coming_next(  # noqa: PLR0913 - one argument for each thing that an editor may choose
        self,
        *,
        first: date | None = None,
        last: date | None = None,
        months: int | None = None,
        today: date | None = None,
        by: str | None = None,
        locale: str = "en",
        dates: str | None = None,
        format: str = "md",  # noqa: A002 - the word of the command line
        templates: str | os.PathLike[str] | None = None,
    ) -> str:
        """Return the section "coming next" of a newsletter; see `coecal.writers.sections.coming_next`.

        Args:
            first: the first day that is listed; None: `today`, else the day after `as_of`, else open.
            last: the last day that is listed, inclusive; None: that of the period, else open.
            months: how many months are listed, instead of `last`.
            today: the day on which it is written; None: not said.
            by: what its headings name: "month", "project", "region", "country"; None: "month".
            locale: the language, "en" or "fr".
            dates: "words" keeps dates as written, "format" makes them from the days; None: as written where the
                language is that of the section.
            format: "md", "txt" or "html".
            templates: a folder of templates of your own; None: those that ship.

        Raises:
            UnknownNameError: the order, format or locale is not known.
            InputError: a template cannot be used, or the days are not said or said twice.
            RangeError: `last` is before `first`.

        >>> from coecal.dates import FuzzyDate
        >>> planned = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2027-05-04"))
        >>> print(Programme(activities=[planned]).coming_next(today=date(2027, 5, 1), months=1).splitlines()[0])
        # Coming next (May 2027)
        """
        from coecal.writers.sections import coming_next  # noqa: PLC0415 - the way up to the writers, opened when used

        return coming_next(
            self, first=first, last=last, months=months, today=today, by=by, locale=locale, dates=dates, format=format,
            templates=templates,
        )  # fmt: skip

    def section(  # noqa: PLR0913 - as above
        self,
        name: str,
        *,
        first: date | None = None,
        last: date | None = None,
        months: int | None = None,
        by: str | None = None,
        locale: str = "en",
        dates: str | None = None,
        format: str = "md",  # noqa: A002 - as above
        templates: str | os.PathLike[str] | None = None,
    ) -> str:
        """Return a section of a newsletter; see `coecal.writers.sections.section`.

        Args:
            name: "coming next", "inventory" or "save the date".
            first: the first day that is listed; None: as the section has it.
            last: the last day that is listed, inclusive; None: likewise.
            months: how many months are listed, instead of `last`.
            by: what its headings name: "month", "project", "region", "country"; "date": one list; None: as usual.
            locale: the language, "en" or "fr".
            dates: "words" keeps dates as written, "format" makes them from the days; None: as written where the
                language is that of the section.
            format: "md", "txt" or "html".
            templates: a folder of templates of your own; None: those that ship.

        Raises:
            UnknownNameError: the name, order, format or locale is not known.
            InputError: a template cannot be used, or the days are not said or said twice.
            RangeError: `last` is before `first`.

        >>> from coecal.dates import FuzzyDate
        >>> held = Activity(uid="1@example.org", title="Talks", when=FuzzyDate.from_edtf("2027-05-04"), status="held")
        >>> print(Programme(activities=[held]).section("inventory").splitlines()[0])
        # Inventory of activities (May 2027)
        """
        from coecal.writers.sections import section  # noqa: PLC0415 - as above

        return section(
            self, name, first=first, last=last, months=months, by=by, locale=locale, dates=dates, format=format,
            templates=templates,
        )  # fmt: skip

    def timeline(
        self,
        *,
        by: str = "project",
        during: str | Period | None = None,
        today: date | None = None,
        locale: str = "en",
    ) -> Timeline:
        """Return a picture of its activities, to be had as SVG, HTML or PNG; see `coecal.timeline.picture`.

        Args:
            by: what makes a lane: "project", "region" or "country".
            during: the days to show, in words or ISO; None: all that is known, and the programme's period.
            today: the day at which a line is drawn; None: no line.
            locale: the language, "en" or "fr".

        Raises:
            UnknownNameError: `by` is none of the three, or there are no words in that language.
            DateError: `during` is no period.

        >>> Programme(period=Period.month(2027, 5)).timeline().to_svg()[:4]
        '<svg'
        """
        from coecal.timeline.picture import make_timeline  # noqa: PLC0415 - the way up, opened when used

        return make_timeline(self, by=by, during=during, today=today, locale=locale)

    def _repr_svg_(self) -> str:
        return self.timeline().to_svg()

    def _repr_html_(self) -> str:
        return self.timeline().to_notebook()

    def _region_test(self, region: str) -> Callable[[Activity], bool]:
        own = {name.casefold(): name for name in self.regions}.get(region.casefold())
        known = default_places().find_region(region)
        if own is None and known is None:
            msg = f"no region is called {region!r}: use one of {', '.join(self.regions) or 'none'}"
            raise UnknownNameError(msg)
        names = {name for name in (own, known.name if known else None) if name}
        countries = set(known.countries) if known else set()
        return lambda activity: not names.isdisjoint(activity.regions) or not countries.isdisjoint(activity.countries)


Choice = TypeVar("Choice", Mode, Status, Section)


def _choice(kind: type[Choice], value: str, what: str) -> Choice:
    try:
        return kind(value.lower())
    except ValueError:
        msg = f"no {what} is called {value!r}: use one of {', '.join(member.value for member in kind)}"
        raise UnknownNameError(msg) from None
