"""TOML that people write by hand: read in every file of settings alike, and refused with the place at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from coecal.conflicts import read_rules
from coecal.errors import InputError
from coecal.places import default_places
from coecal.toml_text import load_toml


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"[rules", 1, "no TOML"),
        (b"only = true\nonly = true\n", 2, "no TOML"),
        (b"x = 2026-02-30", 1, "no TOML"),
        (b"x = " + b"9" * 5000, None, "too many digits"),
        (b"x = " + b"[" * 5000, None, "nested too deeply"),
        (b".".join([b"a"] * 60) + b" = 1", None, "50 parts or more"),
        (b"\xff\xfe", None, "is not UTF-8"),
        (None, None, "cannot be read"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(
    tmp_path: Path, content: bytes | None, line: int | None, message: str
) -> None:
    """The error has the file and, where one is at fault, the line; rules and places are read in the same way."""
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    for read in (load_toml, read_rules, default_places().extended):
        with pytest.raises(InputError, match=message) as caught:
            read(path)
        assert (caught.value.source, caught.value.line) == (str(path), line)


def test_a_mark_of_the_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    """Editors of some systems put one before the first word."""
    path = tmp_path / "own.toml"
    path.write_text('title = "Talks"\n', "utf-8-sig")
    assert load_toml(path) == {"title": "Talks"}
