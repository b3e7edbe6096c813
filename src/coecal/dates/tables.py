"""Owns finding and loading the tables of languages that come with coecal, a TOML file for each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from coecal.errors import UnknownNameError


@cache
def codes(folder: str) -> tuple[str, ...]:
    """Return the codes of the languages that a folder has tables for, in order."""
    names = (entry.name for entry in files("coecal.data").joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_table(folder: str, locale: str) -> tuple[str, dict[str, Any]]:
    """Return the code and the table of the language of a locale such as "en" or "en_US".

    Raises:
        UnknownNameError: there is no table for it.
    """
    code = locale.replace("-", "_").partition("_")[0].lower()
    if code not in codes(folder):
        msg = f"dates are not known in the locale {locale!r}: use one of {', '.join(codes(folder))}"
        raise UnknownNameError(msg)
    return code, tomllib.loads(files("coecal.data").joinpath(folder, f"{code}.toml").read_text("utf-8"))
