"""Owns finding and loading the tables of languages: each file `data/FOLDER/CODE.toml` is a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from coecal.data import read_table
from coecal.errors import UnknownNameError
from coecal.locales import language_of

LANGUAGES = "languages"


@cache
def known_languages(folder: str = LANGUAGES) -> tuple[str, ...]:
    """Return the codes of the languages that a folder has tables for, in order."""
    names = (entry.name for entry in files("coecal.data").joinpath(folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def known_language(locale: str, folder: str = LANGUAGES) -> str:
    """Return the code of the language of a locale such as "en" or "en_US".

    Raises:
        UnknownNameError: the folder has no table for it.
    """
    code = language_of(locale)
    if code not in known_languages(folder):
        what = "dates" if folder == LANGUAGES else folder
        msg = f"{what} are not known in the locale {locale!r}: use one of {', '.join(known_languages(folder))}"
        raise UnknownNameError(msg)
    return code


@cache
def load_table(code: str, folder: str = LANGUAGES) -> Mapping[str, Mapping[str, Any]]:
    """Return the table of a language that is known, as its file has it."""
    return read_table(folder, f"{code}.toml")
