"""Owns the reading of a user's own regions, names of countries and cities, and what can be wrong in them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import attrs

from coecal.errors import InputError
from coecal.places.entries import Entry
from coecal.places.gazetteer import Gazetteer
from coecal.places.names import name_key
from coecal.places.pieces import joined_keys
from coecal.places.regions import read_country

_TABLES = ("regions", "countries", "cities")


def extend(gazetteer: Gazetteer, source: Path | Mapping[str, object]) -> Gazetteer:
    """Return a gazetteer with what a TOML file, or the mapping that it would hold, adds.

    Raises:
        InputError: the file cannot be read, or something in it cannot be used; its `path` says what.
    """
    tables = _entry(source).fields(_TABLES)
    if "countries" in tables:
        gazetteer = _with_countries(gazetteer, tables["countries"])
    if "regions" in tables:
        gazetteer = attrs.evolve(gazetteer, table=gazetteer.table.extended(tables["regions"]))
        _check_regions(gazetteer, tables["regions"])
    if "cities" in tables:
        gazetteer = _with_cities(gazetteer, tables["cities"])
    return gazetteer


def _entry(source: Path | Mapping[str, object]) -> Entry:
    if not isinstance(source, Path):
        return Entry(source)
    try:
        return Entry(tomllib.loads(source.read_text("utf-8")), source=str(source))
    except OSError as error:
        msg = f"the file of places cannot be read ({error.strerror}): check its name"
        raise InputError(msg, source=str(source)) from error
    except UnicodeDecodeError as error:
        msg = "the file of places is not UTF-8: save it as UTF-8"
        raise InputError(msg, source=str(source)) from error
    except tomllib.TOMLDecodeError as error:
        msg = f"the file of places is not TOML: {error}"
        raise InputError(msg, source=str(source)) from error


def _with_countries(gazetteer: Gazetteer, entry: Entry) -> Gazetteer:
    own = dict(gazetteer.own_countries)
    for code, names in _names_by_country(entry):
        for name in names.texts():
            key = _key(name)
            other = own.get(key) or gazetteer.country(key)
            if other not in (None, code):
                raise name.error(f"{name.text()!r} is a name of {other} already: a name means one country")
            if other is None and gazetteer.region(key) is not None:
                raise name.error(f"{name.text()!r} is the name of a region already: use another name")
            own[key] = code
    return attrs.evolve(gazetteer, own_countries=own, own_joined=gazetteer.own_joined | _joined_keys(entry))


def _with_cities(gazetteer: Gazetteer, entry: Entry) -> Gazetteer:
    own = dict(gazetteer.own_cities)
    for code, names in _names_by_country(entry):
        for name in names.texts():
            key = _key(name)
            if gazetteer.country(key) is not None or gazetteer.region(key) is not None:
                raise name.error(
                    f"{name.text()!r} is the name of a country or region, which would always win: leave it out"
                )
            own[key] = own.get(key, frozenset()) | {code}
    return attrs.evolve(gazetteer, own_cities=own, own_joined=gazetteer.own_joined | _joined_keys(entry))


def _names_by_country(entry: Entry) -> list[tuple[str, Entry]]:
    """Return the lists of names in a table whose keys are countries, by code or name."""
    return [(read_country(attrs.evolve(names, value=key)), names) for key, names in entry.table().items()]


def _joined_keys(entry: Entry) -> frozenset[str]:
    return joined_keys(name.text() for names in entry.table().values() for name in names.texts())


def _check_regions(gazetteer: Gazetteer, entry: Entry) -> None:
    """Refuse names of regions that mean something else."""
    for key, region in entry.table().items():
        fields = region.table()
        for name in (fields["name"], *(fields["aliases"].texts() if "aliases" in fields else ())):
            own = _key(name)
            if gazetteer.country(own) is not None:
                raise name.error(f"{name.text()!r} is the name of a country: give the region another name")
            found = gazetteer.region(own)
            if found is not None and found.key != key:
                raise name.error(f"{name.text()!r} is a name of the region {found.key!r} already: use another name")


def _key(name: Entry) -> str:
    key = name_key(name.text())
    if not key:
        raise name.error(f"{name.text()!r} has no letter: write a name")
    return key
