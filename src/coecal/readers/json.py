"""Owns reading a programme from JSON in the format "coecal/1" of docs/programme.schema.json.

Knows JSON text; what the data mean is the matter of `coecal.readers.plain`.
"""

from __future__ import annotations

import json
from typing import NoReturn

from coecal.errors import InputError
from coecal.nodes import REPEATED, Node
from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.plain import read_programme


def read_json(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    """Read a programme from JSON text.

    Args:
        text: the text, as `coecal.writers.json.to_json` makes it, or as people write it by hand; docs/programme.md.
        source: the name of the file, for errors.
        places: the places that are known, for what is written by hand; None: those that coecal knows.

    Raises:
        InputError: the text is no JSON, of another format or version, or says something that a programme cannot
            be. The error has the line, or the path to the value.
    """
    try:
        return read_programme(Node(_parse(text)), places=places)
    except InputError as error:
        raise error.of_source(source) from error


def _parse(text: str) -> object:
    try:
        data: object = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        msg = f"no JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno}); mend the file or write it anew"
        raise InputError(msg, line=error.lineno) from error
    except RecursionError as error:
        msg = "lists or objects are nested too deeply for a programme; write the file anew"
        raise InputError(msg) from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        msg = "a number has too many digits; mend the file or write it anew"
        raise InputError(msg) from error
    return data


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = dict(pairs)
    if len(held) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                held[key] = REPEATED
            seen.add(key)
    return held


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON; write a number or null"
    raise InputError(msg)
