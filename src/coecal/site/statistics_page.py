"""Owns `statistics.html`: the counts of a programme as tables, with bars beside the numbers. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from coecal.activities import Activity
from coecal.dates.formats import month_heading
from coecal.programme import Programme
from coecal.site.shell import STATISTICS, Shell, isolated, plain
from coecal.statistics import Count, Statistics, counts_by, month_of
from coecal.timeline.text import in_order
from coecal.timeline.words import Words

_BAR: Final = 160.0
_NUMBERS: Final = ("activities", "firm", "vague")
_NUMERIC: Final = ' class="number"'

Row = tuple[str, Count, str]
"""What a row is called, its figures, and what else stands in it, in HTML."""


def statistics_page(shell: Shell) -> bytes:
    """Return the page in UTF-8."""
    words, figures = shell.words, shell.programme.statistics()
    title = words.fill("figures.title", title=shell.title)
    body = [
        f"<h1>{plain(title)}</h1>",
        f"<p>{plain(words['figures.intro'])}</p>",
        *_legend(words),
        *_table("months", "month", _months(shell.programme, figures, words), figures.total, words),
        *_table("projects", "project", _projects(figures, words), figures.total, words),
        *_table("countries", "country", _countries(figures, words), figures.total, words),
    ]
    return shell.page(STATISTICS, title, body)


def _months(programme: Programme, figures: Statistics, words: Words) -> Iterator[Row]:
    """Yield the months in order, each with its projects."""
    members: dict[str | None, list[Activity]] = {}
    for activity in programme.activities:
        members.setdefault(month_of(activity.when), []).append(activity)
    for count in figures.groups["month"]:
        projects = counts_by("project", members[count.key])
        said = (words.fill("figures.entry", name=_project(each, words), count=each.activities) for each in projects)
        yield plain(_month(count.key, words)), count, ", ".join(said)


def _month(key: str | None, words: Words) -> str:
    if key is None:
        return words["figures.no_month"]
    first = date.fromisoformat(f"{key}-01")
    return month_heading(first.year, first.month, words.language)


def _projects(figures: Statistics, words: Words) -> Iterator[Row]:
    for count in figures.groups["project"]:
        yield _project(count, words), count, ""


def _project(count: Count, words: Words) -> str:
    return isolated(words["figures.no_project"] if count.key is None else count.name)


def _countries(figures: Statistics, words: Words) -> Iterator[Row]:
    """Yield the countries, the most frequent first, those of one number by their names in the language of the page."""
    counts = figures.groups["country"]
    named = [(words["figures.no_country"] if each.key is None else words.country(each.key), each) for each in counts]
    named.sort(key=lambda each: (each[1].key is None, -each[1].activities, in_order(each[0])))
    for name, count in named:
        yield isolated(name), count, ""


def _table(key: str, column: str, rows: Iterable[Row], total: Count, words: Words) -> Iterator[str]:
    rows = list(rows)
    most = max((count.activities for _, count, _ in rows), default=0)
    has_more = any(more for _, _, more in rows)
    heads = [column, *_NUMBERS, "share", *(["by_project"] if has_more else [])]
    names = ((plain(words[f"figures.{head}"]), _NUMERIC if head in _NUMBERS else "") for head in heads)
    yield "<section>"
    yield f'<h2 id="{key}-heading">{plain(words[f"figures.{key}"])}</h2>'
    yield f'<div class="wide" tabindex="0" role="region" aria-labelledby="{key}-heading">'
    yield "<table>"
    yield "<thead><tr>" + "".join(f'<th scope="col"{align}>{name}</th>' for name, align in names) + "</tr></thead>"
    yield "<tbody>"
    for name, count, more in rows:
        last = f"<td>{more}</td>" if has_more else ""
        yield f'<tr><th scope="row">{name}</th>{_numbers(count)}<td>{_bar(count, most)}</td>{last}</tr>'
    yield "</tbody>"
    rest = "<td></td>" * (1 + has_more)
    yield f'<tfoot><tr><th scope="row">{plain(words["figures.all"])}</th>{_numbers(total)}{rest}</tr></tfoot>'
    yield "</table>"
    yield "</div>"
    yield "</section>"


def _numbers(count: Count) -> str:
    return "".join(f"<td{_NUMERIC}>{number}</td>" for number in (count.activities, count.firm, count.vague))


def _bar(count: Count, most: int) -> str:
    """Return a bar as long as its number is great; what is not firm is hatched, so that no colour is needed."""
    scale = _BAR / most if most else 0.0
    firm, vague = count.firm * scale, count.vague * scale
    return (
        f'<svg class="bar" width="{_BAR:g}" height="12" aria-hidden="true">'
        f'<rect class="firm" width="{firm:.2f}" height="12"/>'
        f'<rect class="vague" x="{firm:.2f}" width="{vague:.2f}" height="12"/></svg>'
    )


def _legend(words: Words) -> Iterator[str]:
    yield '<p class="legend">'
    yield (
        '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5"'
        ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V5"/></pattern></defs></svg>'
    )
    for key in ("firm", "vague"):
        sample = f'<rect class="{key}" width="28" height="12"/>'
        name = plain(words[f"figures.{key}"])
        yield f'<span><svg class="bar" width="28" height="12" aria-hidden="true">{sample}</svg> {name}</span>'
    yield "</p>"
