"""Owns what a section of a newsletter says: its title, headings, rows and notes, in its order and language.

`section_lists` says what is listed, `section_groups` under which headings, `section_rows` what a row says. Knows no
format.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

import attrs

from coecal.activities import Activity, Status
from coecal.dates.cldr import month_names
from coecal.dates.formats import month_heading
from coecal.errors import UnknownNameError
from coecal.places import translate_place
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.writers.section_groups import Group, Order, group_by
from coecal.writers.section_lists import SectionName, find_window, listed
from coecal.writers.section_months import MonthGroup, Window, group_by_month, month_of
from coecal.writers.section_rows import Dates, Row, make_row, one_line, with_month
from coecal.writers.section_words import SectionWords, section_words


@attrs.frozen
class Block:
    """What stands under one heading; an empty heading is none."""

    heading: str
    rows: tuple[Row, ...]


@attrs.frozen(kw_only=True)
class Section:
    """All that a section says, in whatever format it is then written.

    Attributes:
        name: which section it is.
        order: what its headings name.
        locale: its language.
        words: the words of its language.
        title: its heading.
        blocks: what it lists, heading by heading.
        projects: the projects that occur, with their scopes.
        footnotes: the footnotes that the rows call for.
    """

    name: SectionName
    order: Order
    locale: str
    words: SectionWords
    title: str
    blocks: tuple[Block, ...]
    projects: tuple[str, ...]
    footnotes: tuple[str, ...]


def make_section(
    programme: Programme,
    name: str,
    *,
    first: date | None = None,
    last: date | None = None,
    months: int | None = None,
    by: str | None = None,
    locale: str = "en",
    dates: str | None = None,
) -> Section:
    """Return what a section says, in whatever format it is then written; see `section`.

    Raises:
        UnknownNameError: the name, order or locale is not known.
        InputError: the days are not said or said twice.
        RangeError: `last` is before `first`.
    """
    words = section_words(locale)
    which = _choice(SectionName, name, "section")
    wording = None if dates is None else _choice(Dates, dates, "way of writing dates")
    order = Order.DATE if which is SectionName.SAVE_THE_DATE else Order.MONTH
    order = order if by is None else _choice(Order, by, "order")
    window = find_window(programme, which, first, last, months)
    context = programme.period
    if window.first is not None and window.last is not None:
        context = Period(window.first, window.last)
    by_month = group_by_month(listed(programme, which, window), window, context=context)
    covered = _covered(window, by_month)
    undated = words.without_date if which is SectionName.INVENTORY else words.undated
    groups = group_by(order, by_month, programme, words, undated, locale)
    # The heading of save-the-dates has no period, so that their dates need their years.
    title, within = words.headings[which], None
    if which is not SectionName.SAVE_THE_DATE and covered is not None:
        title, within = f"{title} ({_months(covered, words, locale)})", covered
    blocks = tuple(_block(group, which, order, within, locale, wording) for group in groups)
    return Section(
        name=which,
        order=order,
        locale=locale,
        words=words,
        title=title,
        blocks=blocks,
        projects=tuple(_projects(programme, groups, locale)),
        footnotes=tuple(_footnotes(words, blocks)),
    )


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(kind: type[Choice], value: str, what: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        msg = f"there is no {what} {value!r}: use one of {', '.join(kind)}"
        raise UnknownNameError(msg) from None


def _covered(window: Window, months: Iterable[MonthGroup]) -> Period | None:
    """Return the whole months that are listed: those asked for, else those that occur; None where there are none."""
    known = [group.month for group in months if group.month is not None]
    first = window.first or (known[0].first if known else window.last)
    last = window.last or (known[-1].last if known else window.first)
    return None if first is None or last is None else Period(month_of(first).first, month_of(last).last)


def _months(covered: Period, words: SectionWords, locale: str) -> str:
    """Return the months of a heading, as in "October - December 2023"."""
    first, last = covered.first, covered.last
    end = month_heading(last.year, last.month, locale)
    if month_of(first) == month_of(last):
        return end
    start = month_heading(first.year, first.month, locale)
    if first.year == last.year:
        start = month_names(locale)[first.month - 1]
    return f"{start}{words.between_months}{end}"


def _block(
    group: Group, name: SectionName, order: Order, covered: Period | None, locale: str, dates: Dates | None
) -> Block:
    """Return the rows under a heading."""
    if name is SectionName.SAVE_THE_DATE:
        return Block(group.heading, tuple(_announcement(activity, locale, dates) for activity in group.activities))
    if order is Order.MONTH:
        rows = (make_row(activity, group.month, locale, dates) for activity in group.activities)
    else:
        rows = (make_row(_dated(activity, covered), covered, locale, dates) for activity in group.activities)
    return Block(group.heading, tuple(rows))


def _announcement(activity: Activity, locale: str, dates: Dates | None) -> Row:
    """Return the row of a save-the-date, which always says a date, and nobody who runs it."""
    row = make_row(activity, None, locale, dates)
    return attrs.evolve(row, bodies=(), date=row.date or activity.when.format(locale))


def _dated(activity: Activity, covered: Period | None) -> Activity:
    """Return an undated activity with the month that it was listed under as its date, since no heading says it."""
    if activity.when.possible == covered:
        return activity
    return attrs.evolve(activity, when=with_month(activity.when, tentative=activity.status is not Status.HELD))


def _projects(programme: Programme, groups: Iterable[Group], locale: str) -> list[str]:
    """Return the projects that occur, so that a reader can tell them from organisers.

    The scope stands behind a name, since the regions of a project's activities come from it.
    """
    worldwide = section_words(locale).worldwide
    scopes = {
        project.name: worldwide.get(scope.lower()) or translate_place(scope, project.countries, locale)
        for project in programme.projects
        if (scope := one_line(project.scope or ""))
    }
    names = dict.fromkeys(name for group in groups for activity in group.activities for name in activity.projects)
    return [_with_scope(one_line(name), scopes.get(name, "")) for name in names if one_line(name)]


def _with_scope(name: str, scope: str) -> str:
    """Return "Name (scope)", where the scope has no signs that would cut the list."""
    return f"{name} ({scope})" if scope and not set(scope) & set(",()") else name


def _footnotes(words: SectionWords, blocks: Iterable[Block]) -> list[str]:
    pieces = [piece for block in blocks for row in block.rows for piece in (block.heading, *row.pieces)]
    return [note for mark, note in words.footnotes.items() if any(mark in piece for piece in pieces)]
