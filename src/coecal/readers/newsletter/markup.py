"""Owns the cleaning of text: what mark-up and typesetting leave in a line is taken out, the words stay.

Knows nothing of newsletters. Tabs and runs of spaces stay, since they part the columns of a row.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Longer lines are no rows and no headings; to look for pairs of signs in them would take long.
_LONGEST = 5_000

_SPECIAL = re.compile(r"[<&\\*_\[`]|[^\x09\x20-\x7e]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|td|/td|tr|/tr|th|/th|li|/li)\b[^<>]*>", re.IGNORECASE)
_MARKS = "i|b|em|strong|u|s|strike|del|ins|span|sup|sub|small|big|mark|code"
_TAG = re.compile(
    rf"</?(?:{_MARKS})(?:\s+[\w:-]+\s*=[^<>]*|\s*/?\s*)>"
    r"|</?(?:font|a|ul|ol|img|h[1-6]|table|tbody|o:p)(?:[\s/][^<>]*)?>|<!--.*?-->",
    re.IGNORECASE,
)
# A tag that lost its end, or that was closed behind its words: "<i in person>". The words stay.
_TORN = re.compile(rf"<(?:{_MARKS})\s+(?=[^<>=]*(?:<|>|$))([^<>]*)>?", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*(?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\s*\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(
    r"(?:(?<=[\s(\[\"“‘«/|–—,;:-])|^)(?P<sign>\*{1,3}|_{1,3}|`)(?=[^\s*_,.;:!?)\]])(?P<words>.*?[^\s*_])(?P=sign)(?![\w*])"
)
# ZERO WIDTH (NON-)JOINER matters between letters of some scripts, never beside a Latin one.
_INVISIBLE = re.compile(
    r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    r"|(?<![^\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u024f])"
)
_SPACES = str.maketrans(
    dict.fromkeys(
        "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u2028\u2029\u202f\u205f\u3000",
        " ",
    )
)
_PRIVATE = 0xF700  # where escaped signs wait while the pairs of signs around them are taken out
_HELD = re.compile(f"[{chr(_PRIVATE + 0x21)}-{chr(_PRIVATE + 0x7E)}]")


def clean(line: str) -> str:
    r"""Return a line without mark-up: tags, emphasis, links, escapes, entities, odd spaces, invisible signs.

    A sign that marks nothing stays, such as the asterisk of Kosovo*.

    >>> clean("Launch of the [new desk](#), Kosovo*, <i>in\u00a0person</i> , 3&#8211;4 May")
    'Launch of the new desk, Kosovo*, in person , 3–4 May'
    >>> clean("Talks, <i in person</i> , <b>3 May</b>")
    'Talks, in person , 3 May'
    >>> clean(r"**WELL+**  Talks \[stage 2\] by *all*")
    'WELL+  Talks [stage 2] by all'
    """
    if _SPECIAL.search(line) is None:
        return line
    text = _ESCAPE.sub(_hold, line) if "\\" in line else line
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.translate(_SPACES)
    if len(text) <= _LONGEST:
        text = _without_marks(text)
    return _HELD.sub(_release, text)


def _without_marks(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _AUTOLINK.sub(r"\1", text)))
    if "<" in text:
        text = _TORN.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    for _ in range(3):  # emphasis may stand inside emphasis
        text, count = _EMPHASIS.subn(r"\g<words>", text)
        if not count:
            break
    return text


def _hold(match: re.Match[str]) -> str:
    return chr(_PRIVATE + ord(match[1]))


def _release(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - _PRIVATE)


def plain(text: str) -> str:
    r"""Return a text with single spaces and none at its ends.

    >>> plain("  two\t words ")
    'two words'
    """
    return " ".join(text.split())
