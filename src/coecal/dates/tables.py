"""Owns finding and loading the tables of languages: each file `data/languages/CODE.toml` is a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from coecal.errors import UnknownNameError
from coecal.locales import language_of

_FOLDER = "languages"


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are tables for, in order."""
    names = (entry.name for entry in files("coecal.data").joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def known_language(locale: str) -> str:
    """Return the code of the language of a locale such as "en" or "en_US".

    Raises:
        UnknownNameError: there is no table for it.
    """
    code = language_of(locale)
    if code not in known_languages():
        msg = f"dates are not known in the locale {locale!r}: use one of {', '.join(known_languages())}"
        raise UnknownNameError(msg)
    return code


@cache
def load_table(code: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the table of a language that is known, as its file has it."""
    return tomllib.loads(files("coecal.data").joinpath(_FOLDER, f"{code}.toml").read_text("utf-8"))
