"""Owns the reading of calendars in prose: months, and under them entries with a date, in whatever layout."""

from __future__ import annotations

from coecal.dates.detect import language_of_prose
from coecal.errors import InputError
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.readers.agenda.reading import Reading, issue_of
from coecal.readers.newsletter.lines import split_lines

__all__ = ["issue_of", "read_agenda"]

MOST_LINES = 50_000
"""How many lines a calendar in prose may have."""
_LEAST = 2
_SAMPLE = 50_000


def read_agenda(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read the activities of a calendar in prose.

    Entries stand under headings of months, or have whole dates; docs/agenda.md says in which layouts. What is not
    understood is in the programme's `problems`, with its line.

    Args:
        text: the text of the calendar, plain or Markdown.
        source: the file's name, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: the text is empty, is no text, is far too long, or has no two entries with a date.

    >>> text = "## March 2027\n- 4-6 March | Talks - Vienna, Austria (hybrid) | WELL+\n- 9 March: Course, online"
    >>> [talks, course] = read_agenda(text).activities
    >>> talks.title, talks.when.to_edtf(), talks.places, talks.mode.value, talks.projects
    ('Talks', '2027-03-04/2027-03-06', ('Vienna', 'Austria'), 'hybrid', ('WELL+',))
    """
    lines = split_lines(text, source=source)
    if len(lines) > MOST_LINES:
        msg = f"the calendar has {len(lines):,} lines, and {MOST_LINES:,} are read at most: part it or make it a table"
        raise InputError(msg, source=source)
    reading = Reading(lines, default_places() if places is None else places, text, language_of_prose(text[:_SAMPLE]))
    if reading.dated < _LEAST:
        msg = "there are no two entries with a date: give a calendar whose entries begin or end with their dates"
        raise InputError(msg, source=source)
    return reading.programme()
