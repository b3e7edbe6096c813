"""Owns places: countries, regions and cities, found by the names that people write."""

from coecal.places.countries import country_name, country_or_code
from coecal.places.exonyms import translate_place
from coecal.places.regions import Region
from coecal.places.registry import Place, Places, default_places, find_country, find_region, region_name

__all__ = [
    "Place",
    "Places",
    "Region",
    "country_name",
    "country_or_code",
    "default_places",
    "find_country",
    "find_region",
    "region_name",
    "translate_place",
]
