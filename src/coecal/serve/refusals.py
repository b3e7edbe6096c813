"""Owns the refusal of a request: its status and the sentence that its sender reads. Knows no server."""

from __future__ import annotations

from typing import Final

from coecal.errors import CoecalError

LONGEST_ECHO: Final = 80
"""Characters of a request that a sentence repeats at most."""


class RequestError(CoecalError, ValueError):
    """A request that is not answered as it was meant.

    Attributes:
        status: the status code (RFC 9110, section 15).
        message: what is wrong and what to do.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message

    def __str__(self) -> str:
        return self.message


def echo(text: str) -> str:
    r"""Return a part of a request for a sentence: on one line, in quotes, cut where it is long.

    >>> echo("one\r\ntwo")
    "'one\\r\\ntwo'"
    """
    return repr(text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…")
