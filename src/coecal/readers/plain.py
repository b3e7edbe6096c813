"""Owns plain data -> programme: what programme.json holds, and the shorter ways in which people write it by hand.

Knows neither JSON nor TOML. What is missing, unknown, of the wrong type or contradictory is an error that says where it
stands; all faults come together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from difflib import get_close_matches

import attrs

from coecal.activities import Activity, Mode, Source, Status
from coecal.dates import FuzzyDate, parse_period
from coecal.errors import DateError, Problem, Severity
from coecal.identity import UidMaker
from coecal.nodes import Faults, Node
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.projects import Project, index_projects, name_key, named_projects, with_unique_keys
from coecal.ranges import Period
from coecal.readers.plain_dates import read_written_period, read_written_when
from coecal.readers.plain_parts import (
    UID,
    read_countries,
    read_figure,
    read_mention,
    read_problem,
    read_project,
    read_report,
    read_save_the_date,
    read_source,
    read_texts,
)

FORMAT = "coecal/1"

_OPTIONAL = ("title", "period", "as_of", "projects", "reports", "save_the_dates", "figures", "problems")
_OF_ACTIVITIES = (
    "uid", "projects", "organisers", "people", "mode", "places", "countries", "regions", "status", "sequence",
    "last_modified", "source", "url", "history",
)  # fmt: skip
_NO_DATE = FuzzyDate.undated(None)


def read_programme(node: Node, *, places: Places | None = None, by_hand: bool = False) -> Programme:
    """Return the programme at a node.

    Args:
        node: the data.
        places: the places that are known, for what is written by hand; None: those that coecal knows.
        by_hand: whether it is known to be written by hand. What has an activity without a UID is, too.

    Raises:
        InputError: it is no programme; the error has the path and all faults.
    """
    _check_format(node)
    faults = Faults()
    with faults:
        node.check_keys(("format", "activities"), _OPTIONAL)
    period = faults.take(lambda: node.get("period").maybe(read_written_period), None)
    own: Sequence[Project] = faults.take(
        lambda: node.get("projects", []).list_of(lambda one: read_project(one, period)), ()
    )
    reading = _Reading(node, own, period, by_hand=by_hand, places=places)
    activities = faults.take(lambda: node.get("activities", []).list_of(reading.activity), ())
    programme = Programme(
        title=faults.take(node.get("title", "").text, ""),
        period=period,
        as_of=faults.take(lambda: node.get("as_of").maybe(Node.day), None),
        projects=reading.projects(activities),
        activities=() if faults else _checked(node, faults, own, activities),
        reports=faults.take(lambda: node.get("reports", []).list_of(lambda one: read_report(one, period)), ()),
        save_the_dates=faults.take(
            lambda: node.get("save_the_dates", []).list_of(lambda one: read_save_the_date(one, period)), ()
        ),
        figures=faults.take(lambda: node.get("figures", []).list_of(read_figure), ()),
        problems=[
            *faults.take(lambda: node.get("problems", []).list_of(read_problem), ()),
            *reading.problems,
        ],
    )
    faults.end()
    return programme


def _check_format(node: Node) -> None:
    """Refuse what is no programme before anything else, since every other error would be beside the point."""
    if not isinstance(node.value, dict) or not isinstance(node.value.get("format"), str):
        node.fail(f'this is no programme: it has no "format": "{FORMAT}"; write it with coecal read, or add that line')
    if node.value["format"] != FORMAT:
        node.get("format").fail(
            f"{node.value['format'][:40]!r} is not the format {FORMAT!r} that this version reads; "
            "write the programme anew with coecal read"
        )


def _checked(
    node: Node, faults: Faults, projects: Sequence[Project], activities: Sequence[Activity]
) -> Sequence[Activity]:
    """Return the activities, if no two have the same UID, and no two projects the same key."""
    with faults:
        _check_unique(node.get("projects", []), "key", [project.key for project in projects])
    with faults:
        _check_unique(node.get("activities"), "uid", [activity.uid for activity in activities])
    return () if faults else activities


def _check_unique(node: Node, key: str, values: Sequence[str]) -> None:
    first: dict[str, int] = {}
    faults = Faults()
    for position, value in enumerate(values):
        if value not in first:
            first[value] = position
        elif node.at(position).get(key).value is not None:
            there = node.at(first[value]).get(key).path
            with faults:
                node.at(position).get(key).fail(f"{value!r} stands at {there} already; give each its own")
    faults.end()


class _Reading:
    """Reads the activities of one programme.

    Attributes:
        problems: what was assumed in reading what is written by hand.
    """

    def __init__(
        self, node: Node, projects: Sequence[Project], period: Period | None, *, by_hand: bool, places: Places | None
    ) -> None:
        data = node.get("activities", []).value
        items = [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []
        self._by_hand = by_hand or any(item.get("uid") is None for item in items)
        self._uids = UidMaker(uid for item in items if isinstance(uid := item.get("uid"), str))
        self._given = projects
        self._index = index_projects(projects)
        self._period = period
        self._places = places
        self.problems: list[Problem] = []

    def projects(self, activities: Sequence[Activity]) -> Sequence[Project]:
        """Return the projects: those that the data list, and by hand those that only activities name."""
        if not self._by_hand:
            return list(with_unique_keys(self._given))
        known = {project.name for project in self._given}
        named = [name for activity in activities for name in activity.projects if name not in known]
        return list(with_unique_keys([*self._given, *named_projects(named)]))

    def activity(self, node: Node) -> Activity:
        """Return the activity at a node."""
        held = node.fields()
        faults = Faults()
        with faults:
            node.check_keys(("title", "when"), _OF_ACTIVITIES)
        take = faults.take
        source = take(lambda: read_source(node.get("source", {})), Source())
        uid = take(lambda: node.get("uid").maybe(_uid), None)
        read = Activity(
            uid=uid or "-",
            title=take(node.get("title", "").text, ""),
            when=take(lambda: self._when(node.get("when"), source), _NO_DATE) if "when" in held else _NO_DATE,
            projects=take(lambda: read_texts(node.get("projects", [])), ()),
            organisers=take(lambda: read_texts(node.get("organisers", [])), ()),
            people=take(lambda: read_texts(node.get("people", [])), ()),
            mode=take(lambda: node.get("mode").maybe(lambda mode: mode.choice(Mode)), None),
            places=take(lambda: read_texts(node.get("places", [])), ()),
            countries=take(lambda: read_countries(node.get("countries", [])), ()),
            regions=take(lambda: read_texts(node.get("regions", [])), ()),
            status=take(lambda: node.get("status", Status.PLANNED.value).choice(Status), Status.PLANNED),
            sequence=take(lambda: node.get("sequence", 0).integer(minimum=0), 0),
            last_modified=take(lambda: node.get("last_modified").maybe(Node.day), None),
            source=source,
            url=take(lambda: node.get("url").maybe(Node.text), None),
            history=take(lambda: node.get("history", []).list_of(read_mention), ()),
        )
        faults.end()
        return self._completed(node, read, held, uid) if self._by_hand else read

    def _when(self, node: Node, source: Source) -> FuzzyDate:
        within = self._period
        if source.heading is not None:
            with suppress(DateError):  # a heading such as "Other events" says no period
                within = parse_period(source.heading, within=self._period)
        return read_written_when(node, within)

    def _completed(self, node: Node, read: Activity, held: Collection[str], uid: str | None) -> Activity:
        """Return an activity with what its writer left to be told: names of projects, countries, regions, the UID."""
        names = [self._project_name(node, position, name) for position, name in enumerate(read.projects)]
        countries = read.countries if "countries" in held else self._countries(node, read.places)
        places = default_places() if self._places is None else self._places
        regions = dict.fromkeys(name for code in countries for name in places.regions_of(code))
        return attrs.evolve(
            read,
            uid=uid or self._uids.make(read.title, (*names, *read.organisers), countries),
            projects=dict.fromkeys(names),
            countries=countries,
            regions=read.regions if "regions" in held else regions,
        )

    def _project_name(self, node: Node, position: int, name: str) -> str:
        """Return the canonical name of a project; where projects are listed, one that is not among them is noted."""
        project = self._index.get(name_key(name))
        if project is not None:
            return project.name
        if self._given:
            close = get_close_matches(name, [one.name for one in self._given], n=1)
            hint = f"; {close[0]!r} is" if close else ""
            self._warn(
                "unknown-project",
                f"{node.get('projects').at(position).path}: {name!r} is not among the projects{hint}",
                "Add it to the projects, or write the name of one of them.",
            )
        return name

    def _countries(self, node: Node, places: Sequence[str]) -> tuple[str, ...]:
        """Return the countries of places, as far as they are known; the others are noted."""
        known = default_places() if self._places is None else self._places
        whole = known.find_place(", ".join(places)) if places else None
        if whole is not None:
            return whole.countries
        codes: dict[str, None] = {}
        for position, name in enumerate(places):
            place = known.find_place(name)
            codes |= dict.fromkeys(() if place is None else place.countries)
            if place is None:
                path = node.get("places").at(position).path
                self._warn("place-unknown", f"{path}: no country is known for {name!r}", "Add countries, as codes.")
        return tuple(codes)

    def _warn(self, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(line=None, code=code, severity=Severity.WARNING, message=message, remedy=remedy))


def _uid(node: Node) -> str:
    return node.matching(UID, "bf04de7cd1ad6e93a3ee@coecal")
