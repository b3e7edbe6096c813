"""Newsletters that are broken: a clear sentence, or a problem with its line, and never a traceback."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coecal.errors import InputError
from coecal.programme import Programme
from coecal.readers.newsletter import read_newsletter

BROKEN = Path(__file__).parent / "broken"
EXAMPLE = (Path(__file__).parents[1] / "examples" / "update-2025-q4.txt").read_text(encoding="utf-8")


class Expected(TypedDict, total=False):
    """What comes of one broken newsletter."""

    error: str
    activities: int
    problems: list[list[object]]


EXPECTED: dict[str, Expected] = tomllib.loads((BROKEN / "expected.toml").read_text(encoding="utf-8"))
ERRORS = sorted(name for name, expected in EXPECTED.items() if "error" in expected)
READ = sorted(name for name, expected in EXPECTED.items() if "error" not in expected)


def text_of(name: str) -> str:
    """Return a broken newsletter, its line ends untouched."""
    return (BROKEN / f"{name}.txt").read_bytes().decode("utf-8")


def read_if_possible(text: str) -> Programme | None:
    """Return what is read, or None where an error of ours says that nothing can be."""
    try:
        return read_newsletter(text, source="update.txt")
    except InputError:
        return None


def test_every_broken_newsletter_is_expected() -> None:
    """The table names each file, and each file is there."""
    assert set(EXPECTED) == {path.stem for path in BROKEN.glob("*.txt")}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_used_is_one_clear_error(name: str) -> None:
    """The sentence names the file, says what is wrong and what to do."""
    with pytest.raises(InputError) as raised:
        read_newsletter(text_of(name), source=f"{name}.txt")
    sentence = str(raised.value)
    assert sentence.startswith(f"{name}.txt: {EXPECTED[name]['error']}: ")
    assert "\n" not in sentence


@pytest.mark.parametrize("name", READ)
def test_what_can_be_used_is_read_and_its_faults_are_listed(name: str) -> None:
    """Each fault has its line, its code, a sentence and a remedy; no row is dropped."""
    programme = read_newsletter(text_of(name))
    assert len(programme.activities) == EXPECTED[name]["activities"]
    assert [[problem.line or 0, problem.code] for problem in programme.problems] == EXPECTED[name]["problems"]
    for problem in programme.problems:
        assert problem.message[0].islower() or problem.message[0] in "'\""
        assert problem.remedy


def test_a_faulty_date_keeps_its_words_and_its_reason() -> None:
    """The activity is undated in its month; the problem quotes the words and the reason."""
    programme = read_newsletter(text_of("no-such-day"))
    (activity,), (problem,) = programme.activities, programme.problems
    assert (activity.when.text, activity.when.kind, str(activity.when.earliest_start)) == (
        "31 November",
        "undated",
        "2023-10-01",
    )
    assert "'31 November'" in problem.message
    assert "November has 30 days" in problem.message
    assert problem.severity == "error"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_mangled_newsletter_never_breaks_the_reader(data: st.DataObject) -> None:
    """Cut, doubled, swapped and spoilt in any way, it is read or refused with an error of ours."""
    first = data.draw(st.integers(0, len(EXAMPLE)))
    text = data.draw(st.sampled_from(["", "Coming next (May 2027)\n"])) + EXAMPLE[first : first + 3000]
    for _ in range(data.draw(st.integers(1, 12))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 20)))
        spoilt = data.draw(st.one_of(st.sampled_from(SPOILERS), st.text(max_size=5)))
        text = text[:start] + spoilt + data.draw(st.sampled_from([text[end:], text[start:]]))
    programme = read_if_possible(text)
    if programme is not None:
        assert len({activity.uid for activity in programme.activities}) == len(programme.activities)
        assert all(activity.source.line for activity in programme.activities)


SPOILERS = [
    "\t", "  ", ",", "(", ")", '"', "*", "**", "<i>", "\\", "&amp;", "\f", "\n", "\r", "31 November", "5-3 October",
    "99999", "TBC", "online", "CANCELLED:", "postponed to ", "[x](y)", "Inventory of activities\n", "\nComing next\n",
    "Budget:", "Duration:", "EUR 1.2.3", "December 9999", "0001-01-01", "Projects: A, B\n", "UPDATE:", " basics\n",
    "#", "\u2028", "\u00a0", "\u0663", "|", " - ", "every Monday", "week 60", "29 February",
]  # fmt: skip


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_after_a_heading_is_read(text: str) -> None:
    """Whatever follows the heading of a list, no line of it breaks the reader."""
    read_if_possible(f"Coming next (May 2027)\nMay 2027\nWELL+\t{text}")


@given(lines=st.lists(st.sampled_from(EXAMPLE.splitlines()), max_size=60))
@settings(max_examples=40, deadline=None)
def test_lines_in_any_order_are_read(lines: list[str]) -> None:
    """No line relies on another one before it."""
    read_if_possible("\n".join(lines))
