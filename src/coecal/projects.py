"""Owns the project: its names, its frame (duration, budget, funding, countries) and how its name is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import attrs

from coecal.dates import FuzzyDate
from coecal.typing import strings


@attrs.frozen
class Money:
    """An amount in a currency.

    Attributes:
        amount: in whole units of the currency, with its parts as a fraction.
        currency: the ISO 4217 code, such as EUR.

    >>> Money(Decimal("18890000"), "EUR").currency
    'EUR'
    """

    amount: Decimal
    currency: str


@attrs.frozen(kw_only=True)
class Project:
    """A project of a programme.

    Attributes:
        key: stable, lower case ASCII, safe in file names and addresses, such as `glacy-plus`.
        name: the canonical name, as its own block gives it.
        aliases: other ways in which it is written.
        duration: from when to when it runs; None where it is not said.
        budget: None where it is not said.
        funding: the funding as written; None where it is not said.
        funders: who pays, as far as the words name them.
        scope: the geographical scope as written, such as "Global"; None where it is not said.
        countries: ISO 3166-1 alpha-2 codes of the participating countries.
        implementation: who implements it, as written; None where it is not said.

    >>> Project(key="well-plus", name="WELL+", aliases=["WELL plus"]).aliases
    ('WELL plus',)
    """

    key: str
    name: str
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    duration: FuzzyDate | None = None
    budget: Money | None = None
    funding: str | None = None
    funders: tuple[str, ...] = attrs.field(default=(), converter=strings)
    scope: str | None = None
    countries: tuple[str, ...] = attrs.field(default=(), converter=strings)
    implementation: str | None = None


def slug(name: str) -> str:
    """Return a key for a name: lower case ASCII letters, digits and single hyphens.

    >>> slug("GLACY+"), slug("South-eastern Europe and Türkiye")
    ('glacy-plus', 'south-eastern-europe-and-turkiye')
    """
    spelt = name.replace("+", " plus ").replace("&", " and ")
    ascii_only = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "x"


def with_unique_keys(projects: Iterable[Project]) -> Iterator[Project]:
    """Yield the projects; where two names make the same key, the later one counts on."""
    keys: set[str] = set()
    for project in projects:
        key, count = project.key, 2
        while key in keys:
            key, count = f"{project.key}-{count}", count + 1
        keys.add(key)
        yield attrs.evolve(project, key=key)


def named_projects(names: Iterable[str]) -> list[Project]:
    """Return a project for each name, of which a source says nothing but that.

    >>> [project.key for project in named_projects(["WELL+", "Türkiye", "WELL+"])]
    ['well-plus', 'turkiye']
    """
    return list(with_unique_keys(Project(key=slug(name), name=name) for name in dict.fromkeys(names)))


def name_key(name: str) -> str:
    """Return what is the same for all ways of writing one project's name.

    Case, accents, spaces, hyphens and the word "project" do not count; a plus does.

    >>> name_key("i-PROCEEDS-2 project") == name_key("iPROCEEDS 2")
    True
    >>> name_key("GLACY +") == name_key("GLACY")
    False
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    words = [word for word in re.findall(r"[\w+]+", folded) if word not in {"project", "projects", "the"}]
    letters = "".join(char for word in words for char in word if not unicodedata.combining(char))
    return letters.replace("_", "")


def index_projects(projects: Iterable[Project]) -> Mapping[str, Project]:
    """Return the projects by `name_key` of their names and aliases; a name wins over an alias."""
    projects = tuple(projects)
    index: dict[str, Project] = {}
    for project in projects:
        index.setdefault(name_key(project.name), project)
    for project in projects:
        for alias in (project.key, *project.aliases):
            index.setdefault(name_key(alias), project)
    return index
