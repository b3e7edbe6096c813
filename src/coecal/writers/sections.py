"""Owns the sections of a newsletter: coming next, inventory of activities and save the date, in any order and language.

`section_making` says what a section says, and the templates beside it how that looks.
"""

from __future__ import annotations

import os
from datetime import date

from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.writers.section_lists import SectionName
from coecal.writers.section_making import Section, make_section
from coecal.writers.section_templates import FORMATS, render

__all__ = ["FORMATS", "coming_next", "make_section", "section", "write_section"]


def section(  # noqa: PLR0913 - one argument for each thing that an editor may choose
    programme: Programme,
    name: str,
    *,
    first: date | None = None,
    last: date | None = None,
    months: int | None = None,
    by: str | None = None,
    locale: str = "en",
    dates: str | None = None,
    format: str = "md",  # noqa: A002 - the word of the command line
    templates: str | os.PathLike[str] | None = None,
) -> str:
    """Return a section of a newsletter as text; see docs/sections.md for what it lists and what reads back.

    Args:
        programme: where the activities come from.
        name: "coming next", "inventory" or "save the date".
        first: the first day that is listed, inclusive; None: as the section has it.
        last: the last day that is listed, inclusive; None: likewise.
        months: how many months are listed from the first day on, instead of `last`; None: not said.
        by: what its headings name: "month", "project", "region" or "country"; "date": one list without headings;
            None: "date" for save-the-dates, else "month".
        locale: the language of headings, modes, places and dates, English or French.
        dates: "words" keeps the words of dates in whatever language, "format" makes them from the days; None: keeps
            those that are in the language of the section.
        format: "md" (Markdown), "txt" (plain text) or "html" (a section without the page around it).
        templates: a folder of templates that stand in the place of those that ship; None: there are none.

    Raises:
        UnknownNameError: the name, order, format or locale is not known.
        InputError: a template cannot be used, or the days are not said or said twice.
        RangeError: `last` is before `first`.

    >>> from coecal.activities import Activity
    >>> from coecal.dates import parse_date
    >>> when = parse_date("mid-November", within="2023")
    >>> talks = Activity(uid="1", title="Talks", places=["Ghana"], countries=["GH"], when=when, status="held")
    >>> print(section(Programme(activities=[talks]), "inventory", by="country", locale="fr"))
    # Inventaire des activités (novembre 2023)
    <BLANKLINE>
    ## Ghana
    <BLANKLINE>
    - Talks, Ghana, mi-novembre
    <BLANKLINE>
    """
    if format not in FORMATS:
        msg = f"there is no format {format!r} for this section: use one of {', '.join(FORMATS)}"
        raise UnknownNameError(msg)
    made = make_section(
        programme, name, first=first, last=last, months=months, by=by, locale=locale, dates=dates
    )  # fmt: skip
    return write_section(made, format=format, templates=templates)


def coming_next(  # noqa: PLR0913 - as above
    programme: Programme,
    *,
    first: date | None = None,
    last: date | None = None,
    months: int | None = None,
    today: date | None = None,
    by: str | None = None,
    locale: str = "en",
    dates: str | None = None,
    format: str = "md",  # noqa: A002 - as above
    templates: str | os.PathLike[str] | None = None,
) -> str:
    """Return the section "coming next": the planned and postponed activities by month, one on a line.

    Each date stands in its own words, unless they would mean something else under their heading.

    Args:
        programme: where the activities come from.
        first: the first day that is listed, inclusive; None: `today`, else the day after the programme's `as_of`, or
            open.
        last: the last day that is listed, inclusive; None: the last day of the programme's period, or open.
        months: how many months are listed from the first day on, instead of `last`; None: not said.
        today: the day on which it is written, for scripts; None: not said.
        by: as for `section`, like all that follows.
        locale: the language.
        dates: the words of dates.
        format: the format.
        templates: a folder of templates.

    Raises:
        UnknownNameError: the order, format or locale is not known.
        InputError: a template cannot be used, or the days are not said or said twice.
        RangeError: `last` is before `first`.

    >>> from coecal.activities import Activity
    >>> from coecal.dates import parse_date
    >>> when = parse_date("mid-November", within="2023")
    >>> talks = Activity(uid="1@example.org", title="Talks", projects=["WELL+"], places=["Ghana"], when=when)
    >>> print(coming_next(Programme(activities=[talks]), today=date(2023, 11, 1), months=1, format="txt").expandtabs())
    Coming next (November 2023)
    <BLANKLINE>
    November 2023
    <BLANKLINE>
    WELL+   Talks, Ghana, mid-November
    <BLANKLINE>
    Projects: WELL+
    <BLANKLINE>
    """
    return section(
        programme, SectionName.COMING_NEXT, first=first or today, last=last, months=months, by=by, locale=locale,
        dates=dates, format=format, templates=templates,
    )  # fmt: skip


def write_section(
    made: Section,
    *,
    format: str = "md",  # noqa: A002 - as above
    templates: str | os.PathLike[str] | None = None,
) -> str:
    """Return a section in the form of a template.

    Raises:
        InputError: a template cannot be used.
    """
    values = {
        "section": made.name.replace(" ", "-"),
        "order": made.order.value,
        "locale": made.locale.replace("_", "-"),
        "words": made.words,
        "title": made.title,
        "groups": made.blocks,
        "projects": made.projects,
        "footnotes": made.footnotes,
    }
    rows = sum(len(block.rows) for block in made.blocks)
    return render(made.name.replace(" ", "-"), format, values, size=rows, templates=templates)
