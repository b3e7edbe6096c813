"""Owns the reading of newsletters: text -> programme. Each step lives in a module of its own."""

from __future__ import annotations

from collections.abc import Sequence

from coecal.errors import InputError
from coecal.places import Places, default_places
from coecal.programme import Programme
from coecal.readers.newsletter.cells import split_row
from coecal.readers.newsletter.headings import SectionHeading, find_sections
from coecal.readers.newsletter.lines import Line, is_listed, split_lines
from coecal.readers.newsletter.reading import Reading
from coecal.readers.newsletter.words import fold, known_languages, load_words

__all__ = ["NO_LISTS", "has_lists", "read_newsletter"]

NO_LISTS = "there is no heading 'Inventory of activities' or 'Coming next'"
"""What is said of a text that is no newsletter."""
MOST_LINES = 500_000
"""How many lines a newsletter may have."""
_LEAST = 2


def has_lists(text: str, *, source: str | None = None) -> bool:
    """Whether a text has a list of a newsletter, under its heading, be it of activities or of dates to save.

    Raises:
        InputError: the text is empty or is no text.
    """
    lines = split_lines(text, source=source)
    return bool(_find_lists(lines)[1]) or _only_announces(lines) is not None


def _only_announces(lines: Sequence[Line]) -> str | None:
    """Return the language of a text that is "Save the date" and a list below it, as a section alone is; else None."""
    written = [line for line in lines if line.text]
    if len(written) < _LEAST or not all(is_listed(line.raw) for line in written[1:]):
        return None
    return next((code for code in known_languages() if fold(written[0].words) in load_words(code).save), None)


def _find_lists(lines: Sequence[Line]) -> tuple[str, Sequence[SectionHeading]]:
    """Return the language in which most lists are headed, the first where none is, and their headings."""
    first, *others = known_languages()
    found: list[tuple[str, Sequence[SectionHeading]]] = [(first, find_sections(lines, load_words(first)))]
    found += [(code, _with_rows(find_sections(lines, load_words(code)), lines)) for code in others]
    return max(found, key=lambda one: len(one[1]))


def _with_rows(headings: Sequence[SectionHeading], lines: Sequence[Line]) -> Sequence[SectionHeading]:
    """Return headings if rows of a newsletter follow; "À venir" stands above other calendars as well."""
    if any(heading.period_words for heading in headings):
        return headings
    after = lines[headings[0].position :] if headings else ()
    splits = (split_row(line.text) for line in after if line.text)
    has_row = any(split and split.is_sure and not split.cell[0].isdigit() and "," in split.words for split in splits)
    return headings if has_row else ()


def read_newsletter(text: str, *, source: str | None = None, places: Places | None = None) -> Programme:
    r"""Read the activities and projects of a newsletter.

    The newsletter has lists headed "Inventory of activities" and "Coming next", or the same in French, with rows
    under headings of months: a project or organiser, a tab, then title, places, mode and date joined by commas.
    `docs/newsletter.md` says what else is understood. What is not understood is in the programme's `problems`, with
    its line.

    Args:
        text: the text of the newsletter, plain or Markdown.
        source: the file's name, for errors.
        places: the places that are known; None: those that coecal knows.

    Raises:
        InputError: the text is empty, is no text, is far too long, or has neither list.

    >>> text = "Coming next (May 2027)\nMay 2027\nWELL+\tCourse on wells, Accra, Ghana, <i>in person</i>, 3-4 May"
    >>> [activity] = read_newsletter(text).activities
    >>> activity.title, activity.places, activity.countries, activity.mode.value, activity.when.text
    ('Course on wells', ('Accra', 'Ghana'), ('GH',), 'in person', '3-4 May')
    """
    lines = split_lines(text, source=source)
    if len(lines) > MOST_LINES:
        msg = (
            f"the newsletter has {len(lines):,} lines, and {MOST_LINES:,} are read at most: part it or make it a table"
        )
        raise InputError(msg, source=source)
    locale, headings = _find_lists(lines)
    announced = _only_announces(lines)
    if announced is not None:
        locale = announced
    elif not headings:
        msg = f"{NO_LISTS}: give the text of a newsletter that has one of them on a line of its own"
        raise InputError(msg, source=source)
    known = default_places() if places is None else places
    return Reading(text, lines, load_words(locale), headings, known, locale).programme()
