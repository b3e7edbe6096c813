"""Owns the checks of figures: whether totals are what they add up."""

from __future__ import annotations

from collections.abc import Iterator

from coecal.check.codes import Remark, codes
from coecal.programme import Programme
from coecal.reports import Figure


def check_figures(programme: Programme) -> Iterator[Remark]:
    """Yield the totals that do not add up; where a name occurs more than once, the nearest figure above counts.

    Of totals of the same figures only the last is looked at: the others are of earlier issues.
    """
    last = {(figure.name, figure.total_of): position for position, figure in enumerate(programme.figures)}
    for position, total in enumerate(programme.figures):
        if not total.total_of or last[total.name, total.total_of] != position:
            continue
        parts = [_above(programme.figures[:position], name) for name in total.total_of]
        if None in parts:
            continue
        added = sum(part.value for part in parts if part is not None)
        if added != total.value:
            yield codes()["figure-sum"].about(
                line=total.source.line, words=total.name, value=str(total.value), other=str(added)
            )


def _above(figures: tuple[Figure, ...], name: str) -> Figure | None:
    return next((figure for figure in reversed(figures) if figure.name == name), None)
