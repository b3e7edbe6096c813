"""Owns the tables that come with coecal (languages, places, words of newsletters) and how they are loaded."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read_text(*path: str) -> str:
    """Return the text of one of the files; folders before its name."""
    return files("coecal.data").joinpath(*path).read_text("utf-8")


def read_table(*path: str) -> dict[str, Any]:
    """Return one of the files that are TOML; folders before its name.

    >>> read_table("venues.toml")["prepositions"][0]
    'at'
    """
    return tomllib.loads(read_text(*path))
