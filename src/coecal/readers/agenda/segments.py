"""Owns where an entry is cut: at bars, dashes between spaces, semicolons, new lines and brackets.

Knows nothing of what the segments mean, but whether a name is written as codes are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from coecal.readers.newsletter.pieces import split_pieces

PARTS = re.compile(r"\s*[\n\t·•]\s*|\s*\|\s*|\s+[–—>→-]+\s+|\s*;\s+|(?<=\S) {2,}(?=\S)")
BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]")
PREFIX = re.compile(r"[(\[](?P<in>[^()\[\]]+)[)\]]\s*[:–—-]?\s*(?=\S)|(?P<before>[^:|\n]{2,60}?)\s*:\s+(?=\S)")
_CODE = re.compile(r"[^\W_a-zß-ÿ][^\s_a-zß-ÿ]*[^\Wa-zß-ÿ_+][^\s_a-zß-ÿ]*")


def segments_of(text: str) -> list[str]:
    """Return the parts of an entry between bars, dashes, tabs and new lines.

    >>> segments_of("Talks on wells — Vienna, Austria (hybrid) | PROJECT-A")
    ['Talks on wells', 'Vienna, Austria (hybrid)', 'PROJECT-A']
    """
    return [segment for _, segment in parted(text)]


def likely_bodies(text: str) -> list[str]:
    """Return the words of an entry that stand where names of bodies do: after the title, in brackets, before a colon.

    >>> likely_bodies("REEF: Survey (WELL+) | Accra, Ghana | Harbour Trust")
    ['Accra, Ghana', 'Harbour Trust', 'WELL+', 'REEF']
    """
    segments = segments_of(text) or [""]
    last = [piece.text for segment in segments for piece in split_pieces(segment)[1:][-1:]]
    names = [*segments[1:], *filter(is_code, last)]
    for segment in segments:
        names += [match[1] for match in BRACKETS.finditer(segment) if match.end() == len(segment)]
    prefix = PREFIX.match(text)
    before = "" if prefix is None else prefix["in"] or prefix["before"]
    return [*names, before] if is_code(before) else names


def parted(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of an entry, each with what stands before it."""
    start, before = 0, ""
    brackets = [match.span() for match in BRACKETS.finditer(text)]
    bounds = (match for match in PARTS.finditer(text) if not _is_inside(match.start(), brackets))
    for match in (*bounds, None):
        part = text[start : len(text) if match is None else match.start()].strip(" ,;|–—")
        part = part.removesuffix(".") if part.endswith((").", "].")) else part
        whole = BRACKETS.fullmatch(part)
        part = part if whole is None else whole[1].strip()
        if part:
            yield before, part
        if match is not None:
            start, before = match.end(), match[0]


def _is_inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies within one of the spans, which are in order and apart, and not at an end of it."""
    before = bisect_left(spans, (place, 0))
    return before > 0 and place < spans[before - 1][1]


def is_code(name: str) -> bool:
    """Whether a name is written as those of projects often are: capitals, with digits, a plus or a hyphen.

    >>> is_code("WELL+"), is_code("RIGHTS TO SEED"), is_code("Secretariat")
    (True, True, False)
    """
    is_coded = all(_CODE.fullmatch(word) or not any(map(str.isalpha, word)) for word in name.split())
    return is_coded and len(name) > 2 and any(map(str.isalpha, name))
