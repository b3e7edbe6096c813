"""Owns the reason: which rule of reading was used on which words, and the policy field behind it."""

from __future__ import annotations

import attrs


@attrs.frozen
class Reason:
    """One rule that was used in reading a date.

    Attributes:
        words: the words that it was used on, as written.
        rule: the rule, as a sentence without its full stop.
        policy: the field of `Policy` that governs it, or None.
    """

    words: str
    rule: str
    policy: str | None = None
