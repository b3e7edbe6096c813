"""Owns the section "coming next" of a newsletter, as text, Markdown or HTML.

The templates beside it say how it looks; `section_months` says what is listed where, `section_rows` what a row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import attrs

from coecal.dates.cldr import month_names
from coecal.dates.formats import month_heading
from coecal.errors import UnknownNameError
from coecal.programme import Programme
from coecal.ranges import ONE_DAY, Period
from coecal.writers.section_months import Group, Window, group_by_month, month_of
from coecal.writers.section_rows import Row, make_row, one_line
from coecal.writers.section_signs import escape_markdown, escape_text
from coecal.writers.section_words import SectionWords, section_words

if TYPE_CHECKING:
    from jinja2 import Template

FORMATS: Mapping[str, Callable[[object], object] | None] = {"md": escape_markdown, "txt": escape_text, "html": None}
"""The formats by name, each with what escapes every value that its template writes; None: jinja2 does, for HTML."""


@attrs.frozen
class Month:
    """What stands under one heading."""

    heading: str
    rows: tuple[Row, ...]


@attrs.frozen(kw_only=True)
class Section:
    """All that the section says.

    Attributes:
        words: the words of its language.
        title: its heading.
        months: what it lists, by month.
        projects: the projects that occur, with their scopes.
        footnotes: the footnotes that the rows call for.
    """

    words: SectionWords
    title: str
    months: tuple[Month, ...]
    projects: tuple[str, ...]
    footnotes: tuple[str, ...]


def coming_next(
    programme: Programme,
    *,
    first: date | None = None,
    last: date | None = None,
    locale: str = "en",
    format: str = "md",  # noqa: A002 - the word of the command line
) -> str:
    """Return the section "coming next": the planned and postponed activities by month, one on a line.

    Each date stands in its own words, unless they would mean something else under their month; see docs/sections.md
    for the form of a row, the order and what reads back.

    Args:
        programme: where the activities come from.
        first: the first day that is listed, inclusive; None: the day after the programme's `as_of`, or open.
        last: the last day that is listed, inclusive; None: the last day of the programme's period, or open.
        locale: the language of headings, modes and dates, English or French; dates in that language keep their words.
        format: "md" (Markdown), "txt" (plain text) or "html" (a section without the page around it).

    Raises:
        UnknownNameError: the format or the locale is not known.
        RangeError: `last` is before `first`.

    >>> from coecal.activities import Activity
    >>> from coecal.dates import parse_date
    >>> when = parse_date("mid-November", within="2023")
    >>> talks = Activity(uid="1@example.org", title="Talks", projects=["WELL+"], places=["Ghana"], when=when)
    >>> print(coming_next(Programme(activities=[talks]), format="txt").expandtabs())
    Coming next (November 2023)
    <BLANKLINE>
    November 2023
    <BLANKLINE>
    WELL+   Talks, Ghana, mid-November
    <BLANKLINE>
    Projects: WELL+
    <BLANKLINE>
    """
    if format not in FORMATS:
        msg = f"there is no format {format!r} for this section: use one of {', '.join(FORMATS)}"
        raise UnknownNameError(msg)
    section = make_section(programme, first=first, last=last, locale=locale)
    return _template(format).render(
        locale=locale.replace("_", "-"),
        words=section.words,
        title=section.title,
        months=section.months,
        projects=section.projects,
        footnotes=section.footnotes,
    )


def make_section(
    programme: Programme, *, first: date | None = None, last: date | None = None, locale: str = "en"
) -> Section:
    """Return what the section "coming next" says, in whatever format it is then written; see `coming_next`.

    Raises:
        UnknownNameError: the locale is not known.
        RangeError: `last` is before `first`.
    """
    words = section_words(locale)
    window = _window(programme, first, last)
    context = programme.period
    if window.first is not None and window.last is not None:
        context = Period(window.first, window.last)
    groups = group_by_month(programme.activities, window, context=context)
    months = tuple(_month(group, words, locale) for group in groups)
    return Section(
        words=words,
        title=_title(words, window, groups, locale),
        months=months,
        projects=tuple(_projects(programme, groups)),
        footnotes=tuple(_footnotes(words, months)),
    )


def _window(programme: Programme, first: date | None, last: date | None) -> Window:
    """Return the days that are listed; a default that contradicts what was asked for gives way."""
    if first is not None and last is not None:
        period = Period(first, last)
        return Window(period.first, period.last)
    start, end = first, last
    if start is None and programme.as_of is not None and programme.as_of < date.max:
        start = programme.as_of + ONE_DAY
    if end is None and programme.period is not None:
        end = programme.period.last
    if start is not None and end is not None and end < start:
        return Window(first, last) if (first, last) != (None, None) else Window(start, None)
    return Window(start, end)


def _month(group: Group, words: SectionWords, locale: str) -> Month:
    heading = words.undated
    if group.month is not None:
        heading = month_heading(group.month.first.year, group.month.first.month, locale)
    rows = tuple(make_row(activity, group.month, locale) for activity in group.activities)
    return Month(heading, rows)


def _title(words: SectionWords, window: Window, groups: Iterable[Group], locale: str) -> str:
    """Return the heading of the section with its months, as in "Coming next (October - December 2023)"."""
    months = [group.month for group in groups if group.month is not None]
    first = window.first or (months[0].first if months else window.last)
    last = window.last or (months[-1].last if months else window.first)
    if first is None or last is None:
        return words.section
    end = month_heading(last.year, last.month, locale)
    if month_of(first) == month_of(last):
        return f"{words.section} ({end})"
    start = month_heading(first.year, first.month, locale)
    if first.year == last.year:
        start = month_names(locale)[first.month - 1]
    return f"{words.section} ({start} - {end})"


def _projects(programme: Programme, groups: Iterable[Group]) -> list[str]:
    """Return the projects that occur, so that a reader can tell them from organisers.

    The scope stands behind a name, since the regions of a project's activities come from it.
    """
    scopes = {project.name: one_line(project.scope or "") for project in programme.projects}
    names = dict.fromkeys(name for group in groups for activity in group.activities for name in activity.projects)
    return [_with_scope(one_line(name), scopes.get(name, "")) for name in names if one_line(name)]


def _with_scope(name: str, scope: str) -> str:
    """Return "Name (scope)", where the scope has no signs that would cut the list."""
    return f"{name} ({scope})" if scope and not set(scope) & set(",()") else name


def _footnotes(words: SectionWords, months: Iterable[Month]) -> list[str]:
    pieces = [piece for month in months for row in month.rows for piece in row.pieces]
    return [note for mark, note in words.footnotes.items() if any(mark in piece for piece in pieces)]


@cache
def _template(name: str) -> Template:
    """Return the template of a format. Its environment escapes whatever it writes, so that no template can forget."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - loaded when first used

    escape = FORMATS[name]
    environment = Environment(
        loader=PackageLoader("coecal.writers", "templates"),
        autoescape=escape is None,  # noqa: S701 - what is not HTML is escaped by `finalize`
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"coming_next.{name}.jinja")
