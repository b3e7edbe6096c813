"""Owns reading a programme that somebody wrote by hand in TOML, with the fields of docs/programme.schema.json.

Knows TOML text; what the data mean is the matter of `coecal.readers.plain`.
"""

from __future__ import annotations

import re
import tomllib

from coecal.errors import InputError
from coecal.nodes import Node
from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.plain import FORMAT, read_programme

_LONG_KEY = re.compile(r"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read a programme from TOML.

    Args:
        text: the text, with the fields of programme.json; docs/programme.md says what may be left out.
        source: the name of the file, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: the text is no TOML, or says something that a programme cannot be. The error has the line, or
            the path to the value, and all faults.

    >>> text = 'period = "2026"\n[[activities]]\ntitle = "Talks"\nwhen = "mid-May"\nplaces = ["Accra"]'
    >>> [one] = read_toml(text).activities
    >>> one.when.to_edtf(), one.countries
    ('[2026-05-11..2026-05-20]', ('GH',))
    """
    try:
        data = _parse(text)
        data.setdefault("format", FORMAT)  # whoever writes by hand may leave it out
        return read_programme(Node(data), places=places, by_hand=True)
    except InputError as error:
        raise error.of_source(source) from error


def _parse(text: str) -> dict[str, object]:
    if _LONG_KEY.search(text) is not None:  # each part of a key is a table in a table
        raise InputError("a key has 50 parts or more, and those of a programme have few; write the file anew")
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
        msg = "lists or tables are nested too deeply for a programme; write the file anew"
        raise InputError(msg) from error
    except ValueError as error:
        msg = "a number has too many digits, or a date is none of the calendar; mend the file"
        raise InputError(msg) from error
