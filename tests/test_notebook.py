"""What a notebook shows of dates and overlaps; of programmes, it shows the timeline."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from test_timeline import marks, parsed, programme

import coecal
from coecal.timeline.words import LANGUAGES

SHOWN_IN_NOTEBOOKS = [
    "4-7 September 2023", "mid-November 2023", "July-September 2023", "by October 2023", "from 3 October 2023",
    "12 or 19 October 2023", "every Monday in October 2023", "TBC", "11-13 & 15 September 2023",
]  # fmt: skip


@pytest.mark.parametrize("text", SHOWN_IN_NOTEBOOKS)
def test_a_notebook_shows_dates(text: str) -> None:
    """A date of each kind is shown as a picture with its points, and explained below it."""
    when = coecal.parse_date(text)
    root = parsed(when._repr_svg_())
    (mark,) = marks(root)["0"]
    days = (when.earliest_start, when.latest_start, when.earliest_end, when.latest_end)
    names = ("earliest-start", "latest-start", "earliest-end", "latest-end")
    assert [mark.attrib[f"data-{name}"] for name in names] == ["" if day is None else str(day) for day in days]
    assert "<br>" in when._repr_html_()
    assert coecal.FuzzyDate.from_edtf("9999-12-31")._repr_svg_().startswith("<svg ")


def test_a_notebook_shows_overlaps() -> None:
    """Overlaps of activities, or of names with dates, are a table and a picture of those that take part."""
    some = programme("3-5 October 2023", "October 2023", "3 December 2023")
    found = coecal.find_overlaps([(each.title, each.when) for each in some.activities])
    assert set(marks(parsed(found._repr_svg_()))) == {"0", "1"}
    table = found._repr_html_()
    assert table.count("<tr>") == 2
    assert "<p>1 overlap among 3 items</p>" in table
    assert "possible" in coecal.find_overlaps(some.activities)._repr_html_()
    assert coecal.find_overlaps([])._repr_html_().startswith("<p>0 overlaps among 0 items</p>")
    hostile = [("<script>", coecal.parse_date("3 October 2023")), ("\u202e&", coecal.parse_date("3 October 2023"))]
    assert "<script" not in coecal.find_overlaps(hostile)._repr_html_()
    many = coecal.find_overlaps([(number, coecal.parse_date("3 October 2023")) for number in range(20)])
    assert "<p>and 90 more</p>" in many._repr_html_()


def test_a_programme_is_shown() -> None:
    """A programme is its timeline."""
    some = programme("3 October 2023")
    assert some._repr_svg_() == some.timeline().to_svg()


def test_every_language_has_the_same_words() -> None:
    """Each language has every key, with the same names in braces, and none of them is empty."""
    named = {}
    for language in LANGUAGES:
        table = tomllib.loads(files("coecal.data").joinpath("pages", f"{language}.toml").read_text("utf-8"))
        words = {(part, key): text for part, keys in table.items() for key, text in keys.items()}
        assert all(text.strip() for text in words.values())
        named[language] = {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in words.items()}
    assert all(found == named["en"] for found in named.values())
