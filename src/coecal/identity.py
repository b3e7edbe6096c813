"""Owns the UID: made once from what an activity is when it is first seen, and kept for life afterwards."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable


def make_uid(title: str, projects: Iterable[str], countries: Iterable[str], taken: Iterable[str] = ()) -> str:
    """Return the UID of an activity that is seen for the first time.

    It comes from the title, the projects (or organisers) and the countries, never from the date, a clock or
    chance (RFC 7986, section 5.3 asks for no more than that it be unique and hold nothing private). Case,
    accents, punctuation and order do not count. Where the same activity is listed more than once, the second
    and later ones get a UID of their own by counting.

    Args:
        title: the activity's title.
        projects: names of whoever runs it.
        countries: country codes.
        taken: the UIDs that are in use already.

    >>> make_uid("Kick-off", ["WELL+"], ["GH"])
    'a81f639f394514d9a0a6@coecal'
    """
    what = "\n".join((_fold(title), *sorted(map(_fold, projects)), *sorted(countries)))
    in_use = taken if isinstance(taken, (set, frozenset, dict)) else set(taken)
    count = 1
    while True:
        counted = what if count == 1 else f"{what}\n#{count}"
        uid = hashlib.sha256(counted.encode()).hexdigest()[:20] + "@coecal"
        if uid not in in_use:
            return uid
        count += 1


def _fold(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words).casefold()
    return " ".join(re.findall(r"[\w+]+", "".join(char for char in letters if not unicodedata.combining(char))))
