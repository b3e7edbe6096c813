"""Owns the errors that coecal raises and the problems that it lists.

An error ends what was asked for; a problem is a finding about an input that could still be used. Neither
knows how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cached_property

import attrs


class CoecalError(Exception):
    """The root of every error that coecal raises on purpose.

    Its text is one sentence that says where, what and what to do.

    >>> issubclass(DateError, CoecalError) and issubclass(DateError, ValueError)
    True
    """


class RangeError(CoecalError, ValueError):
    """Days that cannot be the ends of one stretch, such as an end before its start.

    >>> print(RangeError("a period ends on 2023-10-03, before it starts on 2023-10-05"))
    a period ends on 2023-10-03, before it starts on 2023-10-05
    """


class DateError(CoecalError, ValueError):
    """A text, or a part of one, that is no date.

    Attributes:
        text: the whole text as it was given.
        span: start (inclusive) and end (exclusive) of the part that was not understood, as positions in `text`.

    >>> print(DateError("no such month", "3 Brumaire", (2, 10)))
    '3 Brumaire': no such month
    """

    def __init__(
        self, message: str, text: str, span: tuple[int, int], meant: Callable[[], str | None] | None = None
    ) -> None:
        """Make the error.

        Args:
            message: what is wrong, and what to do.
            text: the whole text.
            span: the part of it that was not understood.
            meant: where a word is not known, what finds the word that was meant. It is asked when the error is shown,
                since readers try many texts and show few errors; the message then says what to do. None: no word is.
        """
        super().__init__(message, text, span)  # `repr` shows these; `meant` holds all words of a language
        self.text = text
        self.span = span
        self._message = message
        self._meant = meant

    @cached_property
    def suggestion(self) -> str | None:
        """The word that was probably meant, where one is misspelt; else None."""
        return None if self._meant is None else self._meant()

    @property
    def message(self) -> str:
        """What is wrong and what to do, without the text itself.

        >>> DateError("no such month", "3 Brumaire", (2, 10)).message
        'no such month'
        """
        if self._meant is None:
            return self._message
        alone = "give the date alone, in the words of dates"
        return f"{self._message}: {alone if self.suggestion is None else f'did you mean {self.suggestion!r}?'}"

    @property
    def understood(self) -> str:
        """What stands before the part that was not understood, without white space around it.

        >>> DateError("no such month", "3 Brumaire", (2, 10)).understood
        '3'
        """
        return self.text[: self.span[0]].strip()

    def __str__(self) -> str:
        return f"{self.text!r}: {self.message}"

    def pointer(self) -> str:
        """Return the text on one line and, under it, marks below the part that was not understood.

        >>> print(DateError("no such month", "3 Brumaire", (2, 10)).pointer())
        3 Brumaire
          ^^^^^^^^
        """
        start, end = self.span
        return f"{self.text}\n{' ' * start}{'^' * max(1, end - start)}"


class InputError(CoecalError, ValueError):
    """A file or text that cannot be used at all.

    Attributes:
        message: what is wrong and what to do.
        source: the file's name, or None for a text.
        line: the line, counting from 1, or None where no single line is at fault.
        path: the way to the value at fault in structured data, such as `activities[3].when`, or None.
        faults: all faults of structured data, this one first; empty where it is the only one.

    >>> print(InputError("the file is in UTF-16; save it as text in UTF-8", source="update.txt"))
    update.txt: the file is in UTF-16; save it as text in UTF-8
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        line: int | None = None,
        path: str | None = None,
        faults: tuple[InputError, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.path = path
        self.faults = faults

    def of_source(self, source: str | None) -> InputError:
        """Return the same error, and its faults, of a file.

        Args:
            source: the name of the file; None: of a text.

        >>> print(InputError("is no day", path="as_of").of_source("plan.toml"))
        plan.toml, as_of: is no day
        """
        faults = tuple(fault.of_source(source) for fault in self.faults)
        return InputError(self.message, source=source, line=self.line, path=self.path, faults=faults)

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (self.source, None if self.line is None else f"line {self.line}", self.path)
            if part is not None
        )
        return f"{where}: {self.message}" if where else self.message


class UnknownNameError(CoecalError, ValueError):
    """A project, region, country, section or key that is not known here.

    >>> print(UnknownNameError("no project is called 'WELL': use one of WELL+"))
    no project is called 'WELL': use one of WELL+
    """


class MissingExtraError(CoecalError, ImportError):
    """A feature whose optional packages are not installed.

    >>> issubclass(MissingExtraError, ImportError)
    True
    """

    @classmethod
    def of(cls, doing: str, packages: str, extra: str) -> MissingExtraError:
        """Return the error that says what is missing and how to get it.

        Args:
            doing: what needs it, such as "reading XLSX".
            packages: the packages that are not there.
            extra: the extra of coecal that brings them.

        >>> print(MissingExtraError.of("reading XLSX", "openpyxl", "tables"))
        reading XLSX needs openpyxl: install it with pip install "coecal[tables]"
        """
        what = "them" if " and " in packages else "it"
        return cls(f'{doing} needs {packages}: install {what} with pip install "coecal[{extra}]"')


class Severity(StrEnum):
    """How much a problem matters.

    ERROR: it is wrong.
    WARNING: it is doubtful.
    NOTE: it is worth knowing.

    >>> [level.value for level in Severity]
    ['error', 'warning', 'note']
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@attrs.frozen(kw_only=True)
class Problem:
    """Something in an input that an editor should look at.

    Attributes:
        line: the line of the input, counting from 1; None where it is about the whole.
        code: a stable name of the kind of problem, such as `unread-line`.
        severity: how much it matters.
        message: what was found, with the words as they stand.
        remedy: what to do about it.
        file: the file of that line, where several were read as one programme; else None.

    >>> found = Problem(line=12, code="unread-line", severity="warning", message="is no row", remedy="add a date")
    >>> found.severity is Severity.WARNING
    True
    """

    line: int | None
    code: str
    severity: Severity = attrs.field(converter=Severity)
    message: str
    remedy: str
    file: str | None = None
