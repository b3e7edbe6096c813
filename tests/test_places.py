"""Places: names of countries, regions and cities, texts that are places, and a user's own."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import attrs
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from coecal.errors import InputError, UnknownNameError
from coecal.places import Place, Places, Region, country_name, default_places, find_country, find_region
from coecal.places.areas import known_areas
from coecal.places.cities import cities_of, lone_cities
from coecal.places.countries import country_codes
from coecal.places.names import name_key

Case: TypeAlias = dict[str, str | list[str]]

CASES = tomllib.loads((Path(__file__).parent / "data" / "places.toml").read_text("utf-8"))
CONTINENTS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
CITY_FILE = files("coecal.data").joinpath("cities.txt").read_text("utf-8")
PLACES = default_places()

codes = st.sampled_from(sorted(country_codes()))
known_texts = st.sampled_from(
    [*CASES["countries"], *CASES["places_of"], *(name for name, key in CASES["regions"].items() if key)]
)
joiners = st.sampled_from([
    " and ", ", ", "; ", " & ", "/", " / ", ", and ", " or ", " + ", " - ", " (", " in ", " at ", " near ",
    " region, ", " ",
])  # fmt: skip


def place(text: str, country: str | None = None) -> Place:
    """Return the place that a text must be."""
    found = PLACES.find_place(text, country=country)
    assert found is not None, text
    return found


@pytest.mark.parametrize(("name", "code"), CASES["countries"].items())
def test_country_by_name(name: str, code: str) -> None:
    """A country is found by the names that people write, and such a name is a place."""
    assert find_country(name) == code
    assert place(name).countries == (code,)


@pytest.mark.parametrize("name", CASES["no_countries"]["names"])
def test_no_country(name: str) -> None:
    """Words, codes, cities and regions are no names of countries."""
    assert find_country(name) is None


def test_country_by_every_name_of_cldr() -> None:
    """Every country is found by the name that CLDR gives it in English, in capitals and without accents too."""
    names = {code: name for code, name in Locale.parse("en").territories.items() if code in country_codes()}
    assert set(names) == country_codes()
    for code, name in names.items():
        for written in (name, name.upper(), name.lower(), f"the {name}*", name.replace("&", "and"), name_key(name)):
            assert find_country(written) == code, written


@pytest.mark.parametrize(("name", "key"), CASES["regions"].items())
def test_region_by_name(name: str, key: str) -> None:
    """A region is found by name, key and alias, with and without "region"; an empty key stands for no region."""
    region = find_region(name)
    assert (region.key if region is not None else "") == key


@pytest.mark.parametrize("region", PLACES.regions, ids=lambda region: region.key)
def test_region_by_all_that_it_is_called(region: Region) -> None:
    """Every region is found by its name, key and aliases, and its countries are sorted codes."""
    assert {find_region(name) for name in (region.name, region.key, *region.aliases)} == {region}
    assert list(region.countries) == sorted(set(region.countries))
    assert country_codes().issuperset(region.countries)


def test_every_country_is_in_one_region_of_m49() -> None:
    """Every country but Antarctica, which M49 leaves out, is in exactly one of the five regions, said first."""
    for code in country_codes() - {"AQ"}:
        regions = PLACES.regions_of(code)
        assert regions[0] in CONTINENTS, code
        assert not set(regions[1:]) & set(CONTINENTS), code
    assert PLACES.regions_of("AQ") == ()


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Africa", "Northern Africa, Sub-Saharan Africa"),
        ("Sub-Saharan Africa", "Eastern Africa, Middle Africa, Southern Africa, Western Africa"),
        ("Americas", "Northern America, Latin America and Caribbean"),
        ("Latin America and Caribbean", "Caribbean, Central America, South America"),
        ("Asia", "Central Asia, Eastern Asia, South-eastern Asia, Southern Asia, Western Asia"),
        ("Europe", "Eastern Europe, Northern Europe, Southern Europe, Western Europe"),
        ("Oceania", "Australia and New Zealand, Melanesia, micronesia, Polynesia"),
    ],
)
def test_sub_regions_make_up_their_region(whole: str, parts: str) -> None:
    """The sub-regions of M49 share no country, and together they are their region."""
    regions = [find_region(part) for part in parts.split(", ")]
    countries = [code for region in regions if region is not None for code in region.countries]
    region = find_region(whole)
    assert region is not None
    assert region.countries == tuple(sorted(countries))


@pytest.mark.parametrize(
    ("key", "countries"),
    [
        ("eastern-partnership", "AM AZ BY GE MD UA"),
        ("southern-neighbourhood", "DZ EG IL JO LB LY MA PS SY TN"),
        ("south-eastern-europe-and-turkiye", "AL BA ME MK RS TR XK"),
        ("western-balkans", "AL BA ME MK RS XK"),
    ],
)
def test_groups_hold_their_countries(key: str, countries: str) -> None:
    """The groups of programmes hold the countries that their treaties and policies name."""
    region = find_region(key)
    assert region is not None
    assert region.countries == tuple(countries.split())


@pytest.mark.parametrize(
    ("code", "regions"),
    [
        ("BJ", ("Africa",)),
        ("GH", ("Africa",)),
        ("TN", ("Africa", "Southern Neighbourhood", "MENA")),
        ("XK", ("Europe", "South-eastern Europe and Türkiye")),
        ("TR", ("Asia", "South-eastern Europe and Türkiye")),
        ("DO", ("Americas", "Latin America and Caribbean")),
        ("US", ("Americas",)),
        ("TW", ("Asia", "Asia-Pacific")),
        ("FR", ("Europe",)),
        ("??", ()),
    ],
)
def test_regions_of_a_country(code: str, regions: tuple[str, ...]) -> None:
    """A country belongs to its region of M49 and to the groups that hold it, in that order."""
    assert PLACES.regions_of(code) == regions


@pytest.mark.parametrize("case", CASES["places"], ids=lambda case: case["text"])
def test_place_with_its_regions(case: Case) -> None:
    """A place says its countries, the regions that its words mean, and those that its countries belong to."""
    found = place(str(case["text"]))
    assert [list(found.countries), list(found.regions)] == [case["countries"], case["regions"]]


@pytest.mark.parametrize(("text", "countries"), CASES["places_of"].items())
def test_place_by_text(text: str, countries: str) -> None:
    """Cities, lists of places and venues before their city mean the countries in which they lie, in order."""
    found = place(text)
    assert found.text == text
    assert found.countries == tuple(countries.split())


@pytest.mark.parametrize("text", CASES["no_places"]["texts"])
def test_no_place(text: str) -> None:
    """Titles, unknown words, names that several cities have, and a city put in the wrong country are no places."""
    assert PLACES.find_place(text) is None


@pytest.mark.parametrize("case", CASES["within"], ids=lambda case: f"{case['text']} in {case['country']}")
def test_place_within_a_country(case: Case) -> None:
    """Where the country is known, any known city of it is a place; a name that means another place still does."""
    found = PLACES.find_place(str(case["text"]), country=str(case["country"]))
    assert (None if found is None else list(found.countries)) == case.get("countries")


def test_every_city_is_found_in_its_country() -> None:
    """Every name of the file is a place where its country is known."""
    country = ""
    for line in CITY_FILE.splitlines():
        if line.startswith("["):
            country = line[1:3]
        elif not line.startswith("#"):
            assert place(line.rstrip("*"), country).countries == (country,), line


def test_lone_cities_are_no_countries_and_no_regions() -> None:
    """A name that means one city is known in its country, and is never the name of a country or region."""
    for key, country in lone_cities().items():
        assert key in cities_of(country)
        assert find_country(key) is None
        assert find_region(key) is None


def test_areas_that_are_known_alone_are_no_countries_and_no_regions() -> None:
    """A name that means one area is known in its country, and means no country, region or city of another country."""
    areas = known_areas()
    for key, country in areas.alone.items():
        assert key in areas.names[country]
        assert find_country(key) is None
        assert find_region(key) is None
        assert lone_cities().get(key, country) == country
        assert place(key).countries == (country,)


@pytest.mark.parametrize(("country", "city"), [("US", "Austin"), ("CA", "Ottawa"), ("AU", "Sydney")])
def test_every_state_and_its_abbreviation_between_a_city_and_its_country(country: str, city: str) -> None:
    """All states and provinces, also those with the name of a country, are read by name and by abbreviation."""
    areas = known_areas()
    for key in areas.names[country]:
        assert place(f"{city}, {key.title()}, {country_name(country)}").countries == (country,), key
    for key in areas.abbreviations[country]:
        for written in (key.upper(), key.title()):
            assert place(f"{city}, {written}, {country_name(country)}").countries == (country,), key
    assert len(areas.abbreviations[country]) >= {"US": 51, "CA": 13, "AU": 8}[country]


@given(
    known_texts.filter(lambda text: text.split()[0].lower() not in {"in", "near", "at", "outside"}),
    st.sampled_from(["in ", "near ", "at ", "outside ", "In "]),
)
def test_preposition_before_a_place(text: str, preposition: str) -> None:
    """A place stays the same after one of these words."""
    assert place(preposition + text).countries == place(text).countries


def test_own_names_with_and_are_found_across_it() -> None:
    """A user's name that is written with "and" is one name, and one that is written without joins nothing."""
    own = PLACES.extended(
        {
            "countries": {"GH": ["Gold and Ivory Coast"], "KE": ["Mombasa (Tsavo)"]},
            "regions": {"hubs": {"name": "Hubs and Spokes", "countries": ["SN"]}},
        }
    )
    assert own.find_place("Togo and Gold and Ivory Coast") == attrs.evolve(
        place("Togo and Ghana"), text="Togo and Gold and Ivory Coast"
    )
    assert own.find_place("Mombasa and Tsavo") is None
    assert own.find_region("Hubs & Spokes region") is not None


def test_capitals_are_known_alone() -> None:
    """A sample of capitals that a reader would never ask about."""
    capitals = {
        "Paris": "FR", "Bern": "CH", "Ankara": "TR", "Baku": "AZ", "Skopje": "MK", "Podgorica": "ME", "Nicosia": "CY",
        "Accra": "GH", "Dakar": "SN", "Nairobi": "KE", "Abuja": "NG", "Port Louis": "MU", "Nouakchott": "MR",
        "Freetown": "SL", "Kigali": "RW", "Rabat": "MA", "Beirut": "LB", "Amman": "JO", "Bogotá": "CO", "Lima": "PE",
        "Quito": "EC", "Asunción": "PY", "Manila": "PH", "Colombo": "LK", "Suva": "FJ", "Canberra": "AU",
    }  # fmt: skip
    assert {city: place(city).countries for city in capitals} == {city: (code,) for city, code in capitals.items()}


def test_file_of_cities_names_its_source_and_stays_small() -> None:
    """The file says where its names come from and under which licence, and is no burden to install."""
    head = CITY_FILE.partition("\n[")[0]
    assert "GeoNames" in head
    assert "CC BY 4.0" in head
    assert len(CITY_FILE.encode()) < 600_000


@given(
    st.text() | st.lists(st.tuples(known_texts | st.text(max_size=8), joiners)).map(lambda p: "".join(map("".join, p)))
)
def test_any_text_is_a_place_or_none(text: str) -> None:
    """No text is an error, and a place has a country or region, each once."""
    found = PLACES.find_place(text)
    assert found == PLACES.find_place(f" {text}\n")
    if found is not None:
        assert found.countries or found.regions
        assert len(set(found.countries)) == len(found.countries)
        assert len(set(found.regions)) == len(found.regions)


@given(st.text(), codes)
def test_any_text_within_a_country_is_a_place_or_none(text: str, country: str) -> None:
    """No text is an error where a country is known, and what is a place anyway stays the same place or a nearer one."""
    alone = PLACES.find_place(text)
    found = PLACES.find_place(text, country=country)
    assert alone is None or found is not None


@given(codes, codes, st.sampled_from([" and ", ", ", "; ", " & ", "/", " / ", " + ", " or ", ", and ", ", or "]))
def test_two_countries_joined_are_both(one: str, other: str, joiner: str) -> None:
    """Two names of countries joined mean both in their order, whatever the names hold, but for "Hong Kong, China"."""
    pair = (one, other)
    if joiner == ", " and set(pair) in ({"CN", "HK"}, {"CN", "MO"}, {"CN", "TW"}):
        return
    text = joiner.join(country_name(code) for code in pair)
    assert place(text).countries == tuple(dict.fromkeys(pair))


def test_no_two_names_of_countries_join_to_a_third() -> None:
    """Joining two usual names never makes the name of a third country."""
    keys = {name_key(country_name(code)): code for code in country_codes()}
    for one, other in combinations(keys, 2):
        for joined in (one + other, other + one):
            assert find_country(joined) in (None, "HK", "MO", "TW")


@given(known_texts)
def test_case_does_not_count(text: str) -> None:
    """A text means the same in capitals."""
    assert place(text.upper()).countries == place(text).countries


@pytest.mark.parametrize(
    ("code", "locale", "name"),
    [
        ("GB", "en", "United Kingdom"),
        ("XK", "en", "Kosovo*"),
        ("XK", "fr", "Kosovo*"),
        ("TR", "en", "Türkiye"),
        ("DE", "fr", "Allemagne"),
        ("CI", "pt_BR", "Costa do Marfim"),
        ("US", "en-GB", "United States"),
    ],
)
def test_name_of_a_country(code: str, locale: str, name: str) -> None:
    """A country is displayed as CLDR has it in the language; Kosovo keeps its asterisk."""
    assert country_name(code, locale) == name


@pytest.mark.parametrize(
    ("code", "locale"), [("ZZ", "en"), ("gb", "en"), ("", "en"), ("GB", "xx"), ("GB", ""), ("GB", "../en")]
)
def test_no_name_of_a_country(code: str, locale: str) -> None:
    """A code that is none and a locale that CLDR has not are refused."""
    with pytest.raises(UnknownNameError, match=re.escape(repr(code if locale == "en" else locale))):
        country_name(code, locale)


def test_own_names_are_found_and_the_registry_stays_as_it_was() -> None:
    """A user's regions, names of countries and cities are known in the registry that is returned, and only there."""
    own = PLACES.extended(
        {
            "countries": {"XK": ["Kosovo under resolution 1244"], "Ghana": ["Gold Coast country"]},
            "cities": {"MU": ["Cyber Tower One"], "LY": ["Tripoli"]},
            "regions": {
                "hubs": {
                    "name": "Hub countries",
                    "countries": ["GH", "Kenya", "SN"],
                    "aliases": ["the hubs"],
                    "group": True,
                },
                "all-hubs": {"name": "All hubs", "includes": ["hubs", "maghreb"]},
            },
        }
    )
    assert own.find_country("kosovo under Resolution 1244") == "XK"
    assert own.find_country("Gold Coast country") == "GH"
    assert own.regions_of("KE") == ("Africa", "Hub countries")
    hubs = own.find_region("Hub region")
    assert hubs is not None
    assert hubs.countries == ("GH", "KE", "SN")
    everything = own.find_region("All hubs")
    assert everything is not None
    assert everything.countries == ("DZ", "GH", "KE", "LY", "MA", "MR", "SN", "TN")
    assert own.find_place("The Hubs") == Place("The Hubs", (), ("Hub countries", "Africa"))
    assert own.find_place("Cyber Tower One") == Place("Cyber Tower One", ("MU",), ("Africa",))
    assert own.find_place("Tripoli") == Place("Tripoli", ("LY",), ("Africa", "Southern Neighbourhood", "MENA"))
    assert PLACES.find_place("Tripoli") is None
    assert PLACES.find_region("Hub countries") is None
    assert PLACES.regions_of("KE") == ("Africa",)


def test_own_region_replaces_the_one_of_its_key() -> None:
    """A region of a known key takes its place, in the order and in what it holds."""
    own = PLACES.extended({"regions": {"mena": {"name": "MENA", "countries": ["MA", "TN"], "group": True}}})
    assert [region.key for region in own.regions] == [region.key for region in PLACES.regions]
    assert own.regions_of("TN") == ("Africa", "Southern Neighbourhood", "MENA")
    assert own.regions_of("EG") == ("Africa", "Southern Neighbourhood")


def test_own_city_of_two_countries_needs_its_country() -> None:
    """A name that a user gives to cities of two countries is a place in each, and in neither alone."""
    own = PLACES.extended({"cities": {"MU": ["Port Nowhere"]}}).extended({"cities": {"SC": ["Port Nowhere"]}})
    assert own.find_place("Port Nowhere") is None
    assert own.find_place("Port Nowhere, Seychelles") == Place("Port Nowhere, Seychelles", ("SC",), ("Africa",))


def test_own_city_does_not_take_a_known_name() -> None:
    """A user's city with the name of one that everybody knows is meant only where its country is."""
    own = PLACES.extended({"cities": {"US": ["Paris"]}})
    assert own.find_place("Paris") == place("Paris")
    found = own.find_place("Paris", country="US")
    assert found is not None
    assert found.countries == ("US",)


def test_own_names_from_a_file(tmp_path: Path) -> None:
    """A TOML file adds the same as the mapping that it holds."""
    path = tmp_path / "places.toml"
    path.write_text('[regions.hubs]\nname = "Hubs"\ncountries = ["GH"]\n[cities]\nMU = ["Ébène Tower"]\n', "utf-8")
    own = PLACES.extended(path)
    assert own.find_place("EBENE TOWER and the Hubs") is not None


@pytest.mark.parametrize(
    ("table", "path", "message"),
    [
        ({"region": {}}, None, "'region' is not known here; known are countries, regions, cities"),
        ({"regions": []}, "regions", "expected an object, but found a list"),
        ({"regions": {"hubs": {"countries": ["GH"]}}}, "regions.hubs", "'name' is missing"),
        ({"regions": {"hubs": {"name": "Hubs"}}}, "regions.hubs", "holds no country"),
        ({"regions": {"hubs": {"name": "Hubs", "countries": ["GH", "QQ"]}}}, "regions.hubs.countries[1]", "'QQ'"),
        ({"regions": {"hubs": {"name": "Hubs", "countries": "GH"}}}, "regions.hubs.countries", "expected a list"),
        (
            {"regions": {"hubs": {"name": 3, "countries": ["GH"]}}},
            "regions.hubs.name",
            "expected text, but found the number 3",
        ),
        ({"regions": {"hubs": {"name": " ", "countries": ["GH"]}}}, "regions.hubs.name", "the text is empty"),
        ({"regions": {"hubs": {"name": "Hubs", "country": ["GH"]}}}, "regions.hubs", "'country' is not known here"),
        ({"regions": {"hubs": {"name": "Hubs", "includes": ["nowhere"]}}}, "regions.hubs.includes[0]", "'nowhere'"),
        ({"regions": {"hubs": {"name": "Hubs", "includes": ["hubs"]}}}, "regions.hubs.includes[0]", "include itself"),
        (
            {"regions": {"a": {"name": "A a", "includes": ["b"]}, "b": {"name": "B b", "includes": ["a"]}}},
            "regions.b.includes[0]",
            "include itself",
        ),
        ({"regions": {"Hubs!": {"name": "Hubs", "countries": ["GH"]}}}, "regions.Hubs!", "lower case letters"),
        ({"regions": {"hubs": {"name": "Georgia", "countries": ["GE"]}}}, "regions.hubs.name", "name of a country"),
        (
            {"regions": {"hubs": {"name": "Hubs", "countries": ["GH"], "aliases": ["LATAM"]}}},
            "regions.hubs.aliases[0]",
            "'latin-america-and-caribbean'",
        ),
        (
            {"regions": {"hubs": {"name": "Hubs", "countries": ["GH"], "group": 1}}},
            "regions.hubs.group",
            "true or false",
        ),
        ({"countries": {"QQ": ["Q"]}}, "countries.QQ", "'QQ' is no country"),
        ({"countries": {"GE": ["Ghana"]}}, "countries.GE[0]", "is a name of GH already"),
        ({"countries": {"GE": ["Africa"]}}, "countries.GE[0]", "the name of a region already"),
        ({"countries": {"GE": ["***"]}}, "countries.GE[0]", "has no letter"),
        ({"cities": {"GE": [7]}}, "cities.GE[0]", "found the number 7"),
        ({"cities": {"US": ["Georgia"]}}, "cities.US[0]", "would always win"),
        ({"cities": {3: ["Tema"]}}, "cities", "the key 3 is no text"),
    ],
)
def test_what_is_wrong_in_own_names(table: dict[str, object], path: str | None, message: str) -> None:
    """What cannot be used is refused with the way to it."""
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        PLACES.extended(table)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[regions", "line 1: no TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (None, "cannot be read"),
        (b"cities = 3", "cities: expected an object"),
    ],
)
def test_what_is_wrong_in_a_file(tmp_path: Path, content: bytes | None, message: str) -> None:
    """A file that cannot be read is refused by its name."""
    path = tmp_path / "places.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        PLACES.extended(path)
    assert caught.value.source == str(path)


def test_answers_are_kept_for_many_texts() -> None:
    """A registry that was asked about more texts than it keeps still answers rightly."""
    own = Places.extended(PLACES, {})
    assert all(own.find_place(f"{number}") is None for number in range(50_001))
    assert own.find_place("Ghana") == place("Ghana")


def test_babel_and_the_cities_are_loaded_when_first_needed() -> None:
    """Importing places loads no babel, and finding a region neither."""
    code = (
        "import sys, coecal.places as places; places.find_region('LATAM'); places.default_places().regions_of('GH');"
        "print('babel' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
