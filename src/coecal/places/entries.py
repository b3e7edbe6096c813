"""Owns checked access to the values of a table, so that what is wrong in one is said with the way to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

from coecal.errors import InputError


@attrs.frozen
class Entry:
    """A value of structured data and the way to it.

    Attributes:
        value: what stands there.
        path: the way to it, such as `regions.hubs.countries[2]`; empty for the whole.
        source: the file's name, or None for a mapping.
    """

    value: object
    path: str = ""
    source: str | None = None

    def error(self, message: str) -> InputError:
        """Return the error that says what is wrong with this value."""
        return InputError(message, source=self.source, path=self.path or None)

    def table(self) -> Mapping[str, Entry]:
        """Return the entries of a table by their keys.

        Raises:
            InputError: it is no table, or a key of it is no text.
        """
        if not isinstance(self.value, Mapping):
            raise self._wrong("a table")
        for key in self.value:
            if not isinstance(key, str):
                msg = f"the key {key!r} is no text: use names as keys"
                raise self.error(msg)
        prefix = f"{self.path}." if self.path else ""
        return {key: Entry(value, f"{prefix}{key}", self.source) for key, value in self.value.items()}

    def fields(self, known: Collection[str]) -> Mapping[str, Entry]:
        """Return the entries of a table whose keys are all known.

        Raises:
            InputError: it is no table, or has another key.
        """
        table = self.table()
        for key, entry in table.items():
            if key not in known:
                raise entry.error(f"{key!r} is not known here: use {', '.join(known)}")
        return table

    def texts(self) -> Iterator[Entry]:
        """Yield the entries of a list of texts.

        Raises:
            InputError: it is no list, or one of its values is no text.
        """
        if not isinstance(self.value, (list, tuple)):
            raise self._wrong("a list of texts")
        for number, value in enumerate(self.value):
            entry = Entry(value, f"{self.path}[{number}]", self.source)
            entry.text()
            yield entry

    def text(self) -> str:
        """Return the text, without white space around it.

        Raises:
            InputError: it is no text, or an empty one.
        """
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._wrong("a text")
        return self.value.strip()

    def flag(self) -> bool:
        """Return whether it is true.

        Raises:
            InputError: it is neither true nor false.
        """
        if not isinstance(self.value, bool):
            raise self._wrong("true or false")
        return self.value

    def _wrong(self, expected: str) -> InputError:
        return self.error(f"{self.value!r} is not {expected}: write {expected} here")
