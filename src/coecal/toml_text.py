"""Owns reading the TOML that people write by hand: what it holds, or one error that says where it is none.

Knows nothing of what it means.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from coecal.errors import InputError

_LONG_KEY = re.compile(r"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def load_toml(path: str | os.PathLike[str]) -> dict[str, object]:
    """Return what a file of TOML holds.

    Raises:
        InputError: the file cannot be read, is not in UTF-8 or no TOML.
    """
    source = os.fspath(path)
    try:
        return parse_toml(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        msg = f"the file cannot be read ({error.strerror}): check its name"
        raise InputError(msg, source=source) from error
    except UnicodeDecodeError as error:
        msg = "the file is not UTF-8: save it as UTF-8"
        raise InputError(msg, source=source) from error
    except InputError as error:
        raise error.of_source(source) from error


def parse_toml(text: str) -> dict[str, object]:
    """Return what a text of TOML holds.

    Raises:
        InputError: the text is no TOML; it says in which line.

    >>> parse_toml('title = "Talks"')
    {'title': 'Talks'}
    """
    if _LONG_KEY.search(text) is not None:  # each part of a key is a table in a table
        raise InputError("a key has 50 parts or more, which nothing here has; write the file anew")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        place = _PLACE.search(words)
        said = words[: place.start()] if place is not None else words
        at = f" (column {place[2]})" if place is not None and place[2] else ""
        line = int(place[1]) if place is not None and place[1] else text.count("\n") + 1
        msg = f"no TOML: {said[:1].lower()}{said[1:]}{at}; mend the file"
        raise InputError(msg, line=line) from error
    except RecursionError as error:
        msg = "lists or tables are nested too deeply; write the file anew"
        raise InputError(msg) from error
    except ValueError as error:
        msg = "a number has too many digits, or a date is none of the calendar; mend the file"
        raise InputError(msg) from error
