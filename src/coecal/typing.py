"""Owns the types that several layers share and that belong to none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What can be written as JSON."""


def strings(values: Iterable[str]) -> tuple[str, ...]:
    """Return the strings as a tuple; a single string is refused, since it is an iterable of letters."""
    if isinstance(values, str):
        msg = f"{values!r} is one string where several are expected: write it in a list"
        raise TypeError(msg)
    return tuple(values)
