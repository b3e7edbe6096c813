"""Owns the first stage of reading: text -> items, the smallest pieces, each with its place.

An item is a word, a number, a numeric date or a sign. Knows no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple


class Item(NamedTuple):
    """A piece of text: what it is, its characters, and where it stands (end exclusive)."""

    group: str
    text: str
    start: int
    end: int


# The order matters: whole numeric dates before numbers. Only ASCII digits are digits here, so that no script's
# digits are taken for a date that int() would then read differently from a person.
_ITEM = re.compile(
    r"""
    (?P<iso_day>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))
  | (?P<year_first>[0-9]{4}(?P<between>[./-])[0-9]{1,2}(?P=between)[0-9]{1,2}(?![0-9]))
  | (?P<iso_week>[0-9]{4}-?W[0-9]{2}(?:-?[1-7])?(?!\w))
  | (?P<iso_month>[0-9]{4}-[0-9]{2}(?![0-9-]))
  | (?P<numeric>[0-9]{1,2}(?P<sign>[./-])[0-9]{1,2}(?P=sign)(?:[0-9]{4}|[0-9]{2})(?![0-9])
    | [0-9]{1,2}\.\s[0-9]{1,2}\.\s?[0-9]{4}(?![0-9]))
  | (?P<day_month>[0-9]{1,2}\.[0-9]{1,2}\.(?![0-9])
    | [0-9]{1,2}(?P<same>[./])[0-9]{1,2}
      (?=\s?(?:[-\u2010-\u2015]|[^\W\d_]{1,3}\s)(?:\s?[^\W\d_]{2,10}\.?,?\s)?\s?[0-9]{1,2}(?P=same)[0-9]{1,2}(?P=same)[0-9]))
  | (?P<short_year>(?<![^\W\d_])['\u2018\u2019][0-9]{2}(?![0-9]))
  | (?P<clock>(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:]))
  | (?P<dotted>(?:[01]?[0-9]|2[0-4])\.[0-5][0-9](?![0-9]|\.[0-9]))
  | (?P<number>[0-9]+)
  | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)
  | (?P<dash>[-\u2010-\u2015\u2212]+)
  | (?P<space>\s+)
  | (?P<sign_alone>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=8)
def items_of(text: str) -> tuple[Item, ...]:
    """Return the items of a text, kept for a moment, since the language is told from them before they are read."""
    return tuple(split_items(text))


def split_items(text: str) -> Iterator[Item]:
    """Yield the items of a text in order, without the white space between them.

    >>> [item.text for item in split_items("4-7 Sept. 2023")]
    ['4', '-', '7', 'Sept', '.', '2023']
    """
    for match in _ITEM.finditer(text):
        group = match.lastgroup
        if group is not None and group != "space":
            yield Item(group, match.group(), match.start(), match.end())
