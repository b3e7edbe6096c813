"""Owns regions: what they are called and which countries they hold, read from a table.

The table that ships is `data/regions.toml`, which names its sources. Knows nothing of cities and of texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import attrs

from coecal.data import read_table
from coecal.nodes import Node
from coecal.places.countries import countries_by_key, country_codes
from coecal.places.names import name_key
from coecal.places.pieces import is_joined
from coecal.typing import strings

# Words that only say that a region is meant, at the end of a key: "MENA region", "Western Balkan countries".
_GENERAL_WORDS = ("", "region", "regions", "countries")
_REGION_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TRANSLATED = ("fr",)
_FIELDS = ("countries", "includes", "aliases", "group", *_TRANSLATED)


def _sorted_codes(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


@attrs.frozen
class Region:
    """A named set of countries.

    Attributes:
        key: stable, lower case ASCII, safe in file names and addresses.
        name: the name by which it is shown.
        countries: sorted ISO 3166-1 alpha-2 codes; XK for Kosovo*.
        aliases: other ways in which it is written.
        translations: its name in other languages, by ISO 639-1 code.
    """

    key: str
    name: str
    countries: tuple[str, ...] = attrs.field(converter=_sorted_codes)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    translations: Mapping[str, str] = attrs.field(factory=dict, eq=False, repr=False)

    def names(self) -> Iterator[str]:
        """Yield each way of writing it."""
        yield from (self.name, self.key, *self.aliases, *self.translations.values())

    def name_keys(self) -> Iterator[str]:
        """Yield the key of each way of writing it, with and without a word such as "region" after it."""
        for name in self.names():
            yield from _keys_with_words(name)


def _keys_with_words(name: str) -> Iterator[str]:
    key = name_key(name)
    for word in _GENERAL_WORDS[1:]:
        key = key.removesuffix(word) or key
    for word in _GENERAL_WORDS:
        yield key + word


@attrs.frozen
class RegionTable:
    """Regions in order, and which of them are groups: the regions that a country is said to belong to."""

    regions: tuple[Region, ...]
    groups: frozenset[str]
    _by_key: Mapping[str, Region] = attrs.field(init=False, eq=False, repr=False)
    _of_country: Mapping[str, tuple[str, ...]] = attrs.field(init=False, eq=False, repr=False)
    _joined: frozenset[str] = attrs.field(init=False, eq=False, repr=False)

    @_by_key.default
    def _index(self) -> Mapping[str, Region]:
        # A name wins over an alias, and the earlier region over the later one.
        index: dict[str, Region] = {}
        for region in self.regions:
            index.setdefault(name_key(region.name), region)
        for region in self.regions:
            for key in region.name_keys():
                index.setdefault(key, region)
        return index

    @_of_country.default
    def _names_by_country(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for region in self.regions:
            if region.key in self.groups:
                for code in region.countries:
                    found.setdefault(code, []).append(region.name)
        return {code: tuple(names) for code, names in found.items()}

    @_joined.default
    def _joined_keys(self) -> frozenset[str]:
        names = (name for region in self.regions for name in region.names() if is_joined(name))
        return frozenset(key for name in names for key in _keys_with_words(name))

    def is_joined(self, key: str) -> bool:
        """Return whether the key is of a name that is written with "and"."""
        return key in self._joined

    def find(self, key: str) -> Region | None:
        """Return the region by the key of one of its names, or None."""
        return self._by_key.get(key)

    def keys(self) -> Iterable[str]:
        """Return the keys of all names."""
        return self._by_key.keys()

    def of_country(self, code: str) -> tuple[str, ...]:
        """Return the names of the groups that hold a country, in order."""
        return self._of_country.get(code, ())

    def around(self, region: Region) -> Iterator[str]:
        """Yield the name of a region, then those of the other groups that hold all its countries, in order."""
        yield region.name
        inside = set(region.countries)
        for other in self.regions:
            if other.key in self.groups and other.key != region.key and inside.issubset(other.countries):
                yield other.name

    def extended(self, node: Node) -> RegionTable:
        """Return the table with those of a mapping from key to region; one of a known key replaces that region.

        Raises:
            InputError: a region is not well formed or holds no country.
        """
        new = _read_regions(node, {region.key: region for region in self.regions})
        groups = self.groups.difference(node.fields()) | _groups(node)
        return RegionTable(tuple(new.pop(one.key, one) for one in self.regions) + tuple(new.values()), groups)


@cache
def built_in_regions() -> RegionTable:
    """Return the regions that ship."""
    node = Node(read_table("regions.toml"))
    return RegionTable(tuple(_read_regions(node, {}).values()), _groups(node))


def read_country(node: Node) -> str:
    """Return the code of a country that is given by its code or its name.

    Raises:
        InputError: there is no such country.
    """
    text = node.words()
    code = text if text in country_codes() else countries_by_key().get(name_key(text))
    if code is None:
        node.fail(f"{text!r} is no country: use its ISO 3166-1 code, such as GH, or its name")
    return code


def _groups(node: Node) -> frozenset[str]:
    return frozenset(key for key, region in node.fields().items() if region.get("group", default=False).flag())


def _read_regions(node: Node, known: Mapping[str, Region]) -> dict[str, Region]:
    """Return the regions of a table by their keys, in its order."""
    tables = node.fields()
    done: dict[str, Region] = {}
    for key in tables:
        _read_region(key, tables, known, done, ())
    return {key: done[key] for key in tables}


def _read_region(
    key: str, tables: Mapping[str, Node], known: Mapping[str, Region], done: dict[str, Region], within: tuple[str, ...]
) -> Region:
    """Return one region, reading those that it includes first."""
    if key in done:
        return done[key]
    node = tables[key]
    if _REGION_KEY.fullmatch(key) is None:
        node.fail(f"{key!r} cannot be the key of a region: use lower case letters, digits and hyphens")
    node.check_keys(("name",), _FIELDS)
    codes = [read_country(code) for code in node.get("countries", []).items()]
    for included in node.get("includes", []).items():
        name = included.words()
        if name == key or name in within:
            included.fail(f"{name!r} would include itself: name only smaller regions")
        if name in tables:
            codes += _read_region(name, tables, known, done, (*within, key)).countries
        elif name in known:
            codes += known[name].countries
        else:
            included.fail(f"{name!r} is not the key of a region: use one such as western-africa")
    if not codes:
        node.fail("the region holds no country: add countries or includes")
    aliases = [alias.words() for alias in node.get("aliases", []).items()]
    translations = {code: node.get(code).words() for code in _TRANSLATED if code in node.fields()}
    done[key] = Region(key, node.get("name").words(), codes, aliases, translations)
    return done[key]
