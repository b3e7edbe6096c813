"""Owns what a browser may do with a page that has its style and script inside: its Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib


def content_policy(*styles: str, script: str) -> str:
    """Return the policy that allows a page's own styles and script, by their hashes, and nothing else at all.

    >>> content_policy("p{}", script="").partition(";")[0]
    "default-src 'none'"
    """
    allowed = " ".join(map(_hash, styles))
    return f"default-src 'none'; style-src {allowed}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"


def in_header(policy: str) -> str:
    """Return a policy with what only a header of a server can say."""
    return f"{policy}; frame-ancestors 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
