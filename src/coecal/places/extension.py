"""Owns the reading of a user's own regions, names of countries and cities, and what can be wrong in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from coecal.errors import InputError
from coecal.nodes import Node
from coecal.places.gazetteer import Gazetteer
from coecal.places.names import name_key
from coecal.places.pieces import joined_keys
from coecal.places.regions import read_country
from coecal.toml_text import load_toml

_TABLES = ("countries", "regions", "cities")


def extend(gazetteer: Gazetteer, source: Path | Mapping[str, object]) -> Gazetteer:
    """Return a gazetteer with what a TOML file, or the mapping that it would hold, adds.

    Raises:
        InputError: the file cannot be read, or something in it cannot be used; its `path` says what.
    """
    if not isinstance(source, Path):
        return _extend(gazetteer, Node(source))
    try:
        return _extend(gazetteer, Node(load_toml(source)))
    except InputError as error:
        raise error.of_source(str(source)) from error


def _extend(gazetteer: Gazetteer, node: Node) -> Gazetteer:
    node.check_keys((), _TABLES)
    countries, regions, cities = (node.get(name, {}) for name in _TABLES)
    gazetteer = _with_countries(gazetteer, countries)
    gazetteer = attrs.evolve(gazetteer, table=gazetteer.table.extended(regions))
    _check_regions(gazetteer, regions)
    return _with_cities(gazetteer, cities)


def _with_countries(gazetteer: Gazetteer, node: Node) -> Gazetteer:
    own = dict(gazetteer.own_countries)
    for code, name in _names_by_country(node):
        key = _key(name)
        other = own.get(key) or gazetteer.country(key)
        if other not in (None, code):
            name.fail(f"{name.words()!r} is a name of {other} already: a name means one country")
        if other is None and gazetteer.region(key) is not None:
            name.fail(f"{name.words()!r} is the name of a region already: use another name")
        own[key] = code
    return attrs.evolve(gazetteer, own_countries=own, own_joined=gazetteer.own_joined | _joined_keys(node))


def _with_cities(gazetteer: Gazetteer, node: Node) -> Gazetteer:
    own = dict(gazetteer.own_cities)
    for code, name in _names_by_country(node):
        key = _key(name)
        if gazetteer.country(key) is not None or gazetteer.region(key) is not None:
            name.fail(f"{name.words()!r} is the name of a country or region, which would always win: leave it out")
        own[key] = own.get(key, frozenset()) | {code}
    return attrs.evolve(gazetteer, own_cities=own, own_joined=gazetteer.own_joined | _joined_keys(node))


def _names_by_country(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the names in a table whose keys are countries, by code or name, each with the code."""
    for key, names in node.fields().items():
        code = read_country(attrs.evolve(names, value=key))
        yield from ((code, name) for name in names.items())


def _joined_keys(node: Node) -> frozenset[str]:
    return joined_keys(name.words() for _, name in _names_by_country(node))


def _check_regions(gazetteer: Gazetteer, node: Node) -> None:
    """Refuse names of regions that mean something else."""
    for key, region in node.fields().items():
        for name in (region.get("name"), *region.get("aliases", []).items()):
            own = _key(name)
            if gazetteer.country(own) is not None:
                name.fail(f"{name.words()!r} is the name of a country: give the region another name")
            found = gazetteer.region(own)
            if found is not None and found.key != key:
                name.fail(f"{name.words()!r} is a name of the region {found.key!r} already: use another name")


def _key(name: Node) -> str:
    key = name_key(name.words())
    if not key:
        name.fail(f"{name.words()!r} has no letter: write a name")
    return key
