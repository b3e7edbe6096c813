"""The inputs that fuzzing kept, each of which once showed something new or broke a law: they break none now."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz"
sys.path.append(str(FUZZ))
laws = pytest.importorskip("laws", reason="the folder fuzz is not there")


@pytest.mark.parametrize("name", ["dates", "newsletter", "ics"])
def test_the_kept_corpus_breaks_no_law(name: str) -> None:
    """Each input is read, or refused by our own error, and what was read can be written and read again."""
    kept = sorted((FUZZ / "corpus" / name).iterdir())
    assert kept
    for path in kept:
        try:
            laws.READERS[name](path.read_bytes())
        except Exception as error:
            error.add_note(f"the input is {path}")
            raise
