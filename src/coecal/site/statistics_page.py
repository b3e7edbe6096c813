"""Owns `statistics.html`: the figures of a programme as tables, with bars beside the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from coecal.dates.formats import month_heading
from coecal.site.shell import STATISTICS, Shell, isolated, plain
from coecal.site.statistics import Count, Statistics, make_statistics
from coecal.timeline.words import Words

_BAR: Final = 160.0
_NUMBERS: Final = ("activities", "firm", "vague")
_NUMERIC: Final = ' class="number"'


def statistics_page(shell: Shell) -> bytes:
    """Return the page in UTF-8."""
    words, figures = shell.words, make_statistics(shell.programme)
    title = words.fill("figures.title", title=shell.title)
    body = [
        f"<h1>{plain(title)}</h1>",
        f"<p>{plain(words['figures.intro'])}</p>",
        *_legend(words),
        *_table("months", "month", _months(figures, words), figures.total, words),
        *_table("projects", "project", _projects(figures, words), figures.total, words),
        *_table("countries", "country", _countries(figures, words), figures.total, words),
    ]
    return shell.page(STATISTICS, title, body)


Row = tuple[str, Count, str]
"""What a row is called, its figures, and what else stands in it, in HTML."""


def _months(figures: Statistics, words: Words) -> Iterator[Row]:
    for month, count in figures.months.items():
        projects = ", ".join(
            words.fill("figures.entry", name=isolated(name or words["figures.no_project"]), count=number)
            for name, number in sorted(figures.months_projects[month].items(), key=_by_number)
        )
        yield plain(_month_name(month, words)), count, projects


def _by_number(each: tuple[str | None, int]) -> tuple[int, str]:
    return -each[1], each[0] or ""


def _month_name(month: date | None, words: Words) -> str:
    return words["figures.no_date"] if month is None else month_heading(month.year, month.month, words.language)


def _projects(figures: Statistics, words: Words) -> Iterator[Row]:
    for name, count in figures.projects.items():
        yield isolated(words["figures.no_project"] if name is None else name), count, ""


def _countries(figures: Statistics, words: Words) -> Iterator[Row]:
    """Yield the countries, the most frequent first."""
    named = {code: words.country(code) for code in figures.countries if code is not None}
    in_order = sorted(named, key=lambda code: (-figures.countries[code].total, named[code].casefold()))
    for code in in_order:
        yield isolated(named[code]), figures.countries[code], ""
    if None in figures.countries:
        yield plain(words["figures.no_country"]), figures.countries[None], ""


def _table(key: str, column: str, rows: Iterable[Row], total: Count, words: Words) -> Iterator[str]:
    rows = list(rows)
    most = max((count.total for _, count, _ in rows), default=0)
    has_more = any(more for _, _, more in rows)
    heads = [column, "activities", "firm", "vague", "share", *(["by_project"] if has_more else [])]
    yield "<section>"
    yield f'<h2 id="{key}-heading">{plain(words[f"figures.{key}"])}</h2>'
    yield f'<div class="wide" tabindex="0" role="region" aria-labelledby="{key}-heading">'
    yield "<table>"
    names = ((plain(words[f"figures.{head}"]), _NUMERIC if head in _NUMBERS else "") for head in heads)
    yield "<thead><tr>" + "".join(f'<th scope="col"{align}>{name}</th>' for name, align in names) + "</tr></thead>"
    yield "<tbody>"
    for name, count, more in rows:
        last = f"<td>{more}</td>" if has_more else ""
        yield f'<tr><th scope="row">{name}</th>{_cells(count, most)}{last}</tr>'
    yield "</tbody>"
    last = "<td></td>" * (1 + has_more)
    numbers = "".join(f'<td class="number">{number}</td>' for number in (total.total, total.firm, total.vague))
    yield f'<tfoot><tr><th scope="row">{plain(words["figures.all"])}</th>{numbers}{last}</tr></tfoot>'
    yield "</table>"
    yield "</div>"
    yield "</section>"


def _cells(count: Count, most: int) -> str:
    numbers = "".join(f'<td class="number">{number}</td>' for number in (count.total, count.firm, count.vague))
    return f"{numbers}<td>{_bar(count, most)}</td>"


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
