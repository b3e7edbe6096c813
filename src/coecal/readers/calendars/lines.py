r"""Owns the lines of a calendar file (RFC 5545, section 3.1): bytes -> text -> lines -> name, parameters, value.

Knows no component and no property. It takes time in proportion to the text, whatever that holds.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

import attrs

from coecal.readers.calendars.findings import Finding, Findings

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Quantifiers are possessive, so that no line takes more than one look at each of its characters.
_LINE = re.compile(r'([A-Za-z0-9-]++)((?:;[^":;]*+(?:"[^"]*+"[^":;]*+)*+)*+):', re.DOTALL)
_PARAMETER = re.compile(r';([^":;=]++)=((?:"[^"]*+"|[^":;])*+)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}


@attrs.frozen
class Line:
    """One content line.

    Attributes:
        number: the line of the file on which it begins, counting from 1.
        name: in capitals.
        parameters: from the first semicolon to the colon, as they stand.
        value: what stands behind the colon, with its escapes.
    """

    number: int
    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter, without quotes (RFC 6868 has its escapes); None where there is none."""
        for found, value in _PARAMETER.findall(self.parameters):
            if found.strip().upper() == name:
                return re.sub(r"\^[n'^]", lambda match: _CARET[match[0]], value.replace('"', ""))
        return None

    @property
    def text(self) -> str:
        """The value as text (RFC 5545, section 3.3.11)."""
        return unescape(self.value)

    def __str__(self) -> str:
        return f"{self.name}{self.parameters}:{self.value}"


def decode(data: bytes) -> str:
    """Return the text of a file; a byte that is not UTF-8 stays in it for `unfold` to report, as half a surrogate."""
    if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return data.decode("utf-16", "replace")
    return data.removeprefix(BOM_UTF8).decode("utf-8", "surrogateescape")


def unfold(text: str, findings: Findings) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, each as one, with the number of the line on which it begins.

    Control characters are left out. What is not UTF-8 is read as Windows-1252; a character that was split between
    two lines, as some programs do, is whole again.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    is_whole = _SURROGATE.search(text) is None
    if _CONTROL.search(text):
        text = text.translate(_CONTROLS)
    for number, line in _joined(text):
        if is_whole or _SURROGATE.search(line) is None:
            yield number, line
        else:
            yield number, _mended(line, number, findings)


def read_line(number: int, line: str) -> Line | None:
    """Return the parts of a line, None where it has no name and value."""
    match = _LINE.match(line)
    return None if match is None else Line(number, match[1].upper(), match[2], line[match.end() :])


def unescape(value: str) -> str:
    r"""Return a value of type TEXT without its escapes.

    >>> unescape(r"Accra\, Ghana")
    'Accra, Ghana'
    """
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    first, pieces = 0, [""]
    for number, line in enumerate(text.split("\n"), start=1):
        if line[:1] in (" ", "\t") and first:
            pieces.append(line[1:])
        elif line:
            # Blank lines end nothing: files whose line breaks were doubled have one behind each line.
            if first:
                yield first, "".join(pieces)
            first, pieces = (number, [line]) if not line.isspace() else (0, [])
    if first:
        yield first, "".join(pieces)


def _mended(line: str, number: int, findings: Findings) -> str:
    try:
        data = line.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a text that never was bytes
        return _SURROGATE.sub("\ufffd", line)
    try:
        mended = data.decode()
    except UnicodeDecodeError:
        mended = data.decode("cp1252", "replace")
        findings.add(Finding.NOT_UTF8, number, mended)
    return mended
