r"""Owns the escapes of text and Markdown: words go out so that they are read as words, never as mark-up.

Knows nothing of rows. A backslash before a sign is CommonMark's escape (section 2.4), and newsletters have it too.
"""

from __future__ import annotations

import re
from html import unescape

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~$]|^[-+#=](?=[\s=-]|$)")
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
# A bar between spaces parts the columns of a row, even an escaped one where a reader takes escapes out first.
_BAR = re.compile(r"\s*\|\s*")
_TEXT = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]|$)              # a backslash that would escape, if only the comma after a title
  | <(?=[a-z/!])                         # a tag or a comment
  | (?<=\])\(                            # the address of a link
  | (?<!\w)[*_`](?=[^\s,.;:!?)\]])       # what may begin emphasis; the asterisk of Kosovo* does not
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?=#?\w)")


def escape_markdown(value: object) -> str:
    r"""Return words for a line of Markdown.

    >>> escape_markdown("Kosovo*, [stage 2] | <b>")
    'Kosovo\\*, \\[stage 2\\]\\|\\<b\\>'
    """
    words = _BAR.sub("|", str(value))
    return _without_entities(_NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", words)))


def escape_text(value: object) -> str:
    r"""Return words for a line of text: only what a reader would take for mark-up and throw away is escaped.

    >>> escape_text("Kosovo*, [stage 2] | R&D"), escape_text("the <b> of *all*")
    ('Kosovo*, [stage 2] | R&D', 'the \\<b> of \\*all*')
    """
    return _without_entities(_TEXT.sub(r"\\\g<0>", str(value)))


def _without_entities(words: str) -> str:
    if "&" not in words or unescape(words) == words:
        return words
    return _ENTITY.sub(r"\\&", words)
