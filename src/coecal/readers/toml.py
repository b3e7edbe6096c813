"""Owns reading a programme that somebody wrote by hand in TOML, with the fields of docs/programme.schema.json.

Knows TOML text; what the data mean is the matter of `coecal.readers.plain`.
"""

from __future__ import annotations

from coecal.errors import InputError
from coecal.nodes import Node
from coecal.places import Places
from coecal.programme import Programme
from coecal.readers.plain import FORMAT, read_programme
from coecal.toml_text import parse_toml


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
        data = parse_toml(text)
        data.setdefault("format", FORMAT)  # whoever writes by hand may leave it out
        return read_programme(Node(data), places=places, by_hand=True)
    except InputError as error:
        raise error.of_source(source) from error
