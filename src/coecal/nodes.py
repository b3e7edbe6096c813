"""Owns the strict reading of structured data: every value is asked for by its type, every error names its path.

Knows neither files nor what the values mean; JSON and TOML look the same here once they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import TracebackType
from typing import Final, NoReturn, TypeVar

import attrs

from coecal.errors import InputError

Value = TypeVar("Value")
Other = TypeVar("Other")
Choice = TypeVar("Choice", bound=StrEnum)

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
SHOWN = 60
"""How many characters of a faulty value an error quotes."""
_TOLD = 3  # of many faults, how many beside the first are told in words


@attrs.frozen
class Repeated:
    """Stands in the place of a value whose key was given more than once in one object."""


REPEATED: Final = Repeated()


@attrs.frozen
class Node:
    """A value of structured data and the way to it.

    Attributes:
        value: the value, as a parser of JSON or TOML gives it, or a program that says the same.
        key: its key or position in `parent`; for the outermost value a name for the whole, or "".
        parent: the node that holds it, or None.

    >>> Node({"days": [1, "two"]}).get("days").at(1).integer(minimum=1)
    Traceback (most recent call last):
    coecal.errors.InputError: days[1]: expected a whole number, but found the text 'two'
    """

    value: object
    key: str | int = ""
    parent: Node | None = None

    @property
    def path(self) -> str:
        """The way to the value, such as `activities[3].when`."""
        before = "" if self.parent is None else self.parent.path
        if isinstance(self.key, int):
            return f"{before}[{self.key}]"
        return f"{before}.{self.key}" if before and self.key else before or self.key

    def fail(self, message: str) -> NoReturn:
        """Raise an `InputError` that says where the value stands."""
        raise InputError(message, path=self.path or None)

    def check_keys(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuse an object that lacks a required key, or that has one which is not known.

        An unknown key is an error, since writing the data back would lose what stands under it.
        """
        held, required, optional = self._object(), tuple(required), tuple(optional)
        faults = Faults()
        for key in required:
            if key not in held:
                with faults:
                    self.fail(f"the key {key!r} is missing; add it")
        for key in held:
            if key not in required and key not in optional:
                known = ", ".join((*required, *optional))
                with faults:
                    self.fail(f"the key {_shown(key)} is not known here; known are {known}")
        faults.end()

    def fields(self) -> Mapping[str, Node]:
        """Return the values of this object by their keys, in order."""
        held = self._object()
        for key in held:
            if not isinstance(key, str):
                self.fail(f"the key {_shown(key)} is no text; use names as keys")
        return {key: Node(value, key, self) for key, value in held.items()}

    def get(self, key: str, default: object = None) -> Node:
        """Return the value under `key` of this object; `default` where there is none."""
        return Node(self._object().get(key, default), key, self)

    def at(self, position: int) -> Node:
        """Return the item at `position` of this list."""
        return Node(self._list()[position], position, self)

    def items(self) -> Iterator[Node]:
        """Yield the items of this list."""
        for position, value in enumerate(self._list()):
            yield Node(value, position, self)

    def maybe(self, read: Callable[[Node], Value]) -> Value | None:
        """Return what `read` makes of the value, or None where it is null."""
        return None if self.value is None else read(self)

    def list_of(self, read: Callable[[Node], Value]) -> tuple[Value, ...]:
        """Return what `read` makes of each item of this list; the faults of all items come together."""
        values: list[Value] = []
        faults = Faults()
        for item in self.items():
            with faults:
                values.append(read(item))
        faults.end()
        return tuple(values)

    def text(self) -> str:
        """Return the value, which has to be text that can be written as UTF-8."""
        if not isinstance(self.value, str):
            self._expected("text")
        if not self.value.isascii() and any("\ud800" <= char <= "\udfff" for char in self.value):
            self.fail(f"the text {_shown(self.value)} holds half of a surrogate pair; write the character itself")
        return self.value

    def words(self) -> str:
        """Return the value, which has to be text that is not blank, without white space around it."""
        words = self.text().strip()
        if not words:
            self.fail("the text is empty; write it, or leave the key out")
        return words

    def matching(self, pattern: re.Pattern[str], example: str) -> str:
        """Return the value, which has to be text that matches the whole of `pattern`."""
        text = self.text()
        if pattern.fullmatch(text) is None:
            self.fail(f"{_shown(text)} is not written like {example!r}")
        return text

    def flag(self) -> bool:
        """Return the value, which has to be true or false."""
        if not isinstance(self.value, bool):
            self._expected("true or false")
        return self.value

    def integer(self, *, minimum: int) -> int:
        """Return the value, which has to be a whole number of at least `minimum`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self._expected("a whole number")
        if self.value < minimum:
            self.fail(f"expected a whole number of at least {minimum}, but found {_shown(self.value)}")
        return self.value

    def day(self) -> date:
        """Return the value, which has to be a day such as 2023-10-03, as text or as TOML has it."""
        if isinstance(self.value, date) and not isinstance(self.value, datetime):
            return self.value
        text = self.matching(DAY, "2023-10-03")
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no day of the calendar")

    def choice(self, choices: type[Choice]) -> Choice:
        """Return the member of `choices` whose value this is."""
        text = self.text()
        try:
            return choices(text)
        except ValueError:
            self.fail(f"{_shown(text)} is not known here; known are {', '.join(map(repr, map(str, choices)))}")

    def _object(self) -> Mapping[str, object]:
        if not isinstance(self.value, Mapping):
            self._expected("an object")
        return self.value

    def _list(self) -> Sequence[object]:
        if not isinstance(self.value, (list, tuple)):
            self._expected("a list")
        return self.value

    def _expected(self, what: str) -> NoReturn:
        if isinstance(self.value, Repeated):
            self.fail("the key is given more than once in this object; keep one")
        self.fail(f"expected {what}, but found {_named(self.value)}")


def _named(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    if isinstance(value, (int, float)):
        return f"the number {_shown(value)}"
    if isinstance(value, (list, tuple, Mapping)):
        return "an object" if isinstance(value, Mapping) else "a list"
    return f"a {type(value).__name__}"


def _shown(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > SHOWN:
        return f"one of {value.bit_length()} binary digits"
    words = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return words if len(words) <= SHOWN else words[: SHOWN - 2] + "…" + words[-1]


def _joined(faults: Sequence[InputError]) -> InputError:
    """Return the first fault, its message telling the others."""
    first, others = faults[0], faults[1:]
    if not others:
        return first
    told = "; ".join(f"{fault.path or '?'}: {fault.message}" for fault in others[:_TOLD])
    more = f"; and {len(others) - _TOLD} more" if len(others) > _TOLD else ""
    message = f"{first.message} (also at fault: {told}{more})"
    return InputError(message, path=first.path, faults=tuple(faults))


class Faults:
    """Collects the faults of several values, so that they are told together.

    >>> faults = Faults()
    >>> node = Node({"days": "two", "on": "soon"})
    >>> faults.take(lambda: node.get("days").integer(minimum=1), 0)
    0
    >>> faults.take(node.get("on").day, None)
    >>> faults.end()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    coecal.errors.InputError: days: expected a whole number, but found the text 'two' (also at fault: on: 'soon' ...)
    """

    def __init__(self) -> None:
        self._found: list[InputError] = []

    def __enter__(self) -> None:
        """Begin to read a value."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep the fault of a value, and go on behind the `with`."""
        if not isinstance(error, InputError):
            return False
        self._found += error.faults or (error,)
        return True

    def __bool__(self) -> bool:
        """Whether any was found."""
        return bool(self._found)

    def take(self, read: Callable[[], Value], instead: Other) -> Value | Other:
        """Return what `read` returns; where it finds a fault, keep that and return `instead`."""
        with self:
            return read()
        return instead

    def end(self) -> None:
        """Raise the faults that were found, if any."""
        if self._found:
            raise _joined(self._found)
