"""Owns what is sent of a file: its bytes as they are and compressed, their entity tags, its type. Knows no requests."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

import attrs

from coecal.site.files import policy_of

NOTHING_ALLOWED: Final = "default-src 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of whatever is no page."""

_TYPES: Final[Mapping[str, str]] = {
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}


@attrs.frozen(eq=False)
class Variant:
    """A file in one coding.

    Attributes:
        data: the bytes that are sent.
        etag: their strong entity tag: the SHA-256 of these very bytes, so that each coding has its own
            (RFC 9110, section 8.8.3.3).
    """

    data: bytes = attrs.field(repr=False)
    etag: str

    @classmethod
    def of(cls, data: bytes) -> Variant:
        """Return the variant of some bytes."""
        return cls(data, f'"{hashlib.sha256(data).hexdigest()}"')


@attrs.frozen(eq=False)
class Content:
    """A file that is served.

    Attributes:
        path: its path.
        data: its bytes.
        modified: when they last changed, in seconds since 1970.
    """

    path: str
    data: bytes = attrs.field(repr=False)
    modified: int

    @property
    def media_type(self) -> str:
        """Its type, for `Content-Type`."""
        return _TYPES.get(PurePosixPath(self.path).suffix, "application/octet-stream")

    @property
    def policy(self) -> str:
        """What a browser may load for it, for `Content-Security-Policy`."""
        return policy_of(self.path) or NOTHING_ALLOWED

    def variant(self, coding: str) -> Variant:
        """Return it as it is ("identity") or compressed ("gzip"); made when it is first asked for."""
        return self._gzip if coding == "gzip" else self._identity

    @cached_property
    def _identity(self) -> Variant:
        return Variant.of(self.data)

    @cached_property
    def _gzip(self) -> Variant:
        return Variant.of(gzip.compress(self.data, compresslevel=6, mtime=0))  # no time: the same bytes each time
