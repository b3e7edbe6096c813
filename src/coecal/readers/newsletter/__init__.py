"""Owns the reading of newsletters: text -> programme. Each step lives in a module of its own."""

from __future__ import annotations

from coecal.errors import InputError
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.readers.newsletter.headings import find_sections
from coecal.readers.newsletter.lines import split_lines
from coecal.readers.newsletter.reading import Reading
from coecal.readers.newsletter.words import load_words

__all__ = ["NO_LISTS", "has_lists", "read_newsletter"]

_LOCALE = "en"
NO_LISTS = "there is no heading 'Inventory of activities' or 'Coming next'"
"""What is said of a text that is no newsletter."""


def has_lists(text: str, *, source: str | None = None) -> bool:
    """Whether a text has a list of a newsletter, under its heading.

    Raises:
        InputError: the text is empty or is no text.
    """
    return bool(find_sections(split_lines(text, source=source), load_words(_LOCALE)))


def read_newsletter(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read the activities and projects of a newsletter.

    The newsletter has lists headed "Inventory of activities" and "Coming next", with rows under headings of months:
    a project or organiser, a tab, then title, places, mode and date joined by commas. `docs/newsletter.md` says
    what else is understood. What is not understood is in the programme's `problems`, with its line.

    Args:
        text: the text of the newsletter, plain or Markdown.
        source: the file's name, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: the text is empty, is no text, or has neither list.

    >>> text = "Coming next (May 2027)\nMay 2027\nWELL+\tCourse on wells, Accra, Ghana, <i>in person</i>, 3-4 May"
    >>> [activity] = read_newsletter(text).activities
    >>> activity.title, activity.places, activity.countries, activity.mode.value, activity.when.text
    ('Course on wells', ('Accra', 'Ghana'), ('GH',), 'in person', '3-4 May')
    """
    lines = split_lines(text, source=source)
    words = load_words(_LOCALE)
    headings = find_sections(lines, words)
    if not headings:
        msg = f"{NO_LISTS}: give the text of a newsletter that has one of them on a line of its own"
        raise InputError(msg, source=source)
    known = default_places() if places is None else places
    return Reading(text, lines, words, headings, known, _LOCALE).programme()
