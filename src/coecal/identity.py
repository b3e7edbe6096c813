"""Owns the UID: made once from what an activity is when it is first seen, and kept for life afterwards."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_WORDS = re.compile(r"[\w+]+")


class UidMaker:
    """Makes the UIDs of activities that are seen for the first time, each its own.

    A UID comes from the title, the projects (or organisers) and the countries, never from the date, a clock or
    chance (RFC 7986, section 5.3 asks for no more than that it be unique and hold nothing private). Case, accents,
    punctuation and order do not count. Where the same activity is listed more than once, the second and later ones
    get a UID of their own by counting.

    >>> uids = UidMaker()
    >>> uids.make("Kick-off", ["WELL+"], ["GH"])
    'a81f639f394514d9a0a6@coecal'
    >>> uids.make("Kick-off", ["WELL+"], ["GH"])
    'd91a2a953a2cc64b0999@coecal'
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Start with the UIDs that are in use already."""
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def make(self, title: str, projects: Iterable[str], countries: Iterable[str]) -> str:
        """Return a UID that was not there before.

        Args:
            title: the activity's title.
            projects: names of whoever runs it.
            countries: country codes.
        """
        what = "\n".join((_fold(title), *sorted(map(_fold, projects)), *sorted(countries)))
        while True:
            count = self._counts[what] = self._counts.get(what, 0) + 1
            counted = what if count == 1 else f"{what}\n#{count}"
            uid = hashlib.sha256(counted.encode("utf-8", "surrogatepass")).hexdigest()[:20] + "@coecal"
            if uid not in self._taken:
                self._taken.add(uid)
                return uid


def _fold(words: str) -> str:
    if not words.isascii():
        letters = unicodedata.normalize("NFKD", words).casefold()
        words = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(_WORDS.findall(words.lower()))
