"""Owns the filters of `/feed.ics`: the words of a query -> names that the programme knows -> its activities.

The values of one filter are joined by "or", the filters by "and". What is not known is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar
from urllib.parse import quote, urlencode

import attrs

from coecal.activities import Activity, Mode
from coecal.errors import UnknownNameError
from coecal.places import country_or_code, default_places
from coecal.programme import Programme
from coecal.projects import index_projects, name_key
from coecal.serve.refusals import RequestError, echo
from coecal.serve.targets import Parameter
from coecal.site.plan import project_keys
from coecal.writers.ical import Vague

FILTERS: Final = ("project", "country", "region", "mode")
SWITCHES: Final = ("firm", "vague")

_YES_NO: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_MOST_NAMES: Final = 40

Value = TypeVar("Value")


@attrs.frozen(kw_only=True)
class Selection:
    """What a query asks for; two queries that mean the same are equal.

    Attributes:
        filters: the filters that are used, each with its values in order: keys of projects (names of those that
            the programme does not describe), codes of countries, names of regions, modes.
        firm_only: whether to leave out whatever is not firm.
        vague: what to show of a date whose days are not known; None: as the server does elsewhere.
    """

    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    firm_only: bool = False
    vague: Vague | None = None

    def query(self) -> str:
        """Return it as a query, always the same for the same selection."""
        pairs = [(name, value) for name, values in self.filters for value in values]
        pairs += [("firm", "1")] * self.firm_only
        pairs += [] if self.vague is None else [("vague", self.vague.value)]
        return urlencode(pairs, quote_via=quote, safe="")


class Filters:
    """The names by which the activities of one programme can be chosen."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._keys = project_keys(programme)
        used = dict.fromkeys(key for activity in programme.activities for key in self._keys(activity))
        self._names = {key: key for key in used if name_key(key)}
        self._names |= {project.key: project.name for project in programme.projects}
        self._projects = {name_key(name): key for key, name in self._names.items()}
        self._projects |= {key: project.key for key, project in index_projects(programme.projects).items()}
        self._regions = {name.casefold(): name for name in programme.regions}

    def read(self, query: Iterable[Parameter]) -> Selection:
        """Return what a query asks for.

        Raises:
            RequestError: 404 for a value that is not known, 400 for anything else that is wrong.
        """
        asked: dict[str, list[Parameter]] = {}
        for parameter in query:
            if parameter.name not in (*FILTERS, *SWITCHES):
                known = ", ".join((*FILTERS, *SWITCHES))
                raise RequestError(400, f"there is no filter {echo(parameter.name)}: use {known}")
            if parameter.readings == ("",):
                raise RequestError(400, f"the filter {parameter.name!r} has no value: give it one or leave it out")
            asked.setdefault(parameter.name, []).append(parameter)
        firm = _switch("firm", asked.get("firm", ()), _YES_NO)
        vague = _switch("vague", asked.get("vague", ()), {way.value: way for way in Vague})
        filters = ((name, self._values(name, asked[name])) for name in FILTERS if name in asked)
        return Selection(filters=tuple(filters), firm_only=bool(firm), vague=vague)

    def activities(self, selection: Selection) -> tuple[Activity, ...]:
        """Return the activities that fit a selection, in the order of the programme."""
        kept = self._programme.activities
        for name, values in selection.filters:
            fitting = {uid for value in values for uid in self._uids(name, value)}
            kept = tuple(activity for activity in kept if activity.uid in fitting)
        return kept

    def title(self, selection: Selection) -> str | None:
        """Return a name for the feed of a selection; None where it filters nothing.

        >>> Filters(Programme()).title(Selection(filters=(("country", ("GH", "KE")), ("mode", ("online",)))))
        'Ghana or Kenya, online'
        """
        parts = (" or ".join(self._label(name, value) for value in values) for name, values in selection.filters)
        return ", ".join(parts) or None

    def _values(self, name: str, parameters: Iterable[Parameter]) -> tuple[str, ...]:
        return tuple(sorted({self._value(name, parameter) for parameter in parameters}))

    def _value(self, name: str, parameter: Parameter) -> str:
        find = self._finders()[name]
        found = dict.fromkeys(value for text in parameter.readings if (value := find(text)) is not None)
        if not found:
            raise RequestError(404, f"no {name} is called {echo(parameter.readings[0])}: {self._remedy(name)}")
        if len(found) > 1:
            means = " or ".join(echo(self._label(name, value)) for value in found)
            raise RequestError(400, f"{name}={echo(parameter.readings[-1])} may mean {means}: write %2B for a plus")
        return next(iter(found))

    def _finders(self) -> Mapping[str, Callable[[str], str | None]]:
        return {"project": self._project, "country": self._country, "region": self._region, "mode": _mode}

    def _project(self, text: str) -> str | None:
        return self._projects.get(name_key(text)) if name_key(text) else None

    def _country(self, text: str) -> str | None:
        try:
            return self._programme.find_country(text)
        except UnknownNameError:
            return None

    def _region(self, text: str) -> str | None:
        known = default_places().find_region(text)
        return self._regions.get(text.strip().casefold(), None if known is None else known.name)

    def _remedy(self, name: str) -> str:
        if name == "country":
            return "use an ISO 3166-1 code, such as GH, or a name"
        names = {
            "project": sorted(self._names.values()),
            "region": self._programme.regions,
            "mode": tuple(mode.value for mode in Mode),
        }[name]
        more = ", …" if len(names) > _MOST_NAMES else ""
        return f"use one of {', '.join(map(echo, names[:_MOST_NAMES]))}{more}" if names else f"there is no {name} here"

    def _uids(self, name: str, value: str) -> Iterable[str]:
        if name == "project":
            return (activity.uid for activity in self._programme.activities if value in self._keys(activity))
        kept = {
            "country": lambda: self._programme.filter(country=value),
            "region": lambda: self._programme.filter(region=value),
            "mode": lambda: self._programme.filter(mode=value),
        }[name]()
        return (activity.uid for activity in kept.activities)

    def _label(self, name: str, value: str) -> str:
        if name == "project":
            return self._names[value]
        return country_or_code(value) if name == "country" else value


def _mode(text: str) -> str | None:
    wanted = " ".join(text.split()).lower()
    return wanted if wanted in set(Mode) else None


def _switch(name: str, parameters: Iterable[Parameter], values: Mapping[str, Value]) -> Value | None:
    """Return what a switch says; None where it is not there."""
    texts = dict.fromkeys(parameter.readings[0] for parameter in parameters)
    for text in texts:
        if text not in values:
            raise RequestError(404, f"{name} cannot be {echo(text)}: use one of {', '.join(values)}")
    if len({values[text] for text in texts}) > 1:
        raise RequestError(400, f"{name} is given twice: give it once")
    return next((values[text] for text in texts), None)
