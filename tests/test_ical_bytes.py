"""The bytes of a feed: hostile text stays text, everything can be read back, and nothing else changes a byte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path

import attrs
import pytest
from feed_cases import CASES, ISSUE, TIMED, UNDATED, activity, on, within
from feed_reading import cleaned, events, filled, only, text, texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import activities, uids

from coecal.activities import Activity, Status
from coecal.dates import DateStatus, FuzzyDate, Kind, Times
from coecal.ranges import DateRange
from coecal.writers.ical import Vague, to_ical, write_undated_feed

FIRM = FuzzyDate("7 September", Kind.EXACT, (on(9, 7),))
several_activities = st.lists(activities, max_size=4, unique_by=lambda activity: activity.uid)
any_text = st.text(st.characters(exclude_categories=()) | st.sampled_from('\r\n\\;,:"\x00\x85\u2028\ufeff\ud83d💧'))


def test_an_address_cannot_break_out_of_its_line() -> None:
    """Characters that no address has are written as bytes in per cent."""
    hostile = attrs.evolve(activity("x", FIRM), url="https://a.example/ü\r\nSTATUS:CANCELLED\ud800")
    event = only(to_ical([hostile]))
    assert text(event, "URL") == "https://a.example/%C3%BC%0D%0ASTATUS:CANCELLED?"
    assert text(event, "STATUS") == "CONFIRMED"


@given(uid=uids)
def test_any_visible_ascii_is_a_uid(uid: str) -> None:
    """A UID from elsewhere comes back as it was."""
    assert str(only(to_ical([attrs.evolve(activity("x", FIRM), uid=uid)]))["UID"]) == uid


@given(title=any_text)
@example("Title\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:injected")
@example("BEGIN:VEVENT")
@example('"quoted" \\n \\\\; \\, ^n ^\' :')
@example("\x00\x07\x1b[31m\x7f\x85\u2028\u2029\ufeff")
@example("\u202eright to left\u202c عربى עברית")
@example("👩‍👩‍👧‍👦" * 300)
@example("x" * 5000)
@example(" " * 200 + "x")
@example("\\" * 151)
@example("," * 151)
@example("\ud800 half a pair \udfff")
@settings(deadline=None, max_examples=200)
def test_any_title_is_read_back_as_it_was(title: str) -> None:
    """However hostile, a title is the summary of one event, but for its control characters."""
    event = only(to_ical([attrs.evolve(activity("x", FIRM), title=title)]))
    assert (text(event, "SUMMARY") or "") == "".join(filled([title]))
    assert text(event, "STATUS") == "CONFIRMED"


@given(words=any_text, number=st.integers(0, 4))
@settings(deadline=None, max_examples=60)
def test_any_words_are_read_back_from_every_text(words: str, number: int) -> None:
    """Places, categories, projects, sources and the words of a date cannot break out of their lines either."""
    words = "x" * number + words + "."
    made = attrs.evolve(
        activity("x", FuzzyDate(words, Kind.WINDOW, (within(11, 11, 20),))),
        projects=(words,),
        organisers=(words,),
        places=(words,),
        regions=(words,),
    )
    event = only(to_ical([made], name=words))
    assert event.categories == [cleaned(words)]
    assert text(event, "LOCATION") == text(event, "X-COECAL-WHEN") == text(event, "X-COECAL-PROJECT") == cleaned(words)
    assert text(event, "X-COECAL-REGION") == text(event, "X-COECAL-ORGANISER") == cleaned(words)
    assert text(event, "SUMMARY") == f"Well drilling, basics ({' '.join(cleaned(words).split())})"


@pytest.mark.parametrize("character", ["é", "水", "💧", "\\", ";", ","])
@pytest.mark.parametrize("before", range(60, 80))
def test_lines_are_folded_between_characters(character: str, before: int) -> None:
    """A character of several bytes or an escape at any place of the line stays whole."""
    title = "x" * before + character * 3
    data = to_ical([attrs.evolve(activity("x", FIRM), title=title)])
    folded = data.split(b"\r\n")
    assert max(map(len, folded)) <= 75
    assert b"".join(line.decode().encode() for line in folded) == data.replace(b"\r\n", b"")
    assert not any(len(line) - len(line.rstrip(b"\\")) & 1 for line in folded)
    assert text(only(data), "SUMMARY") == title


@given(made=several_activities, name=any_text, as_of=st.none() | st.dates(), vague=st.sampled_from(Vague))
@settings(deadline=None, max_examples=60)
def test_every_feed_is_sound(made: list[Activity], name: str, as_of: date | None, vague: Vague) -> None:
    """Whatever the activities: short lines that end well, no empty property, no method, and unique UIDs."""
    for data in (to_ical(made, name=name, as_of=as_of, vague=vague), write_undated_feed(made, vague=vague).data):
        lines = data.split(b"\r\n")
        assert lines.pop() == b""
        assert all(line.decode() is not None and len(line) <= 75 for line in lines)
        assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|[^\r]\n|\r[^\n]", data)
        unfolded = data.replace(b"\r\n ", b"").split(b"\r\n")
        assert not any(re.fullmatch(rb"[^:]*:\s*", line) for line in unfolded)
        assert not any(line.startswith(b"METHOD") for line in unfolded)
        found = [str(event["UID"]) for event in events(data)]
        assert len(found) == len(set(found))


@given(made=several_activities, as_of=st.none() | st.dates(), data=st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_activities_changes_nothing(made: list[Activity], as_of: date | None, data: st.DataObject) -> None:
    """The same activities give the same bytes, in any order and again."""
    shuffled = data.draw(st.permutations(made))
    assert to_ical(shuffled, as_of=as_of) == to_ical(made, as_of=as_of)


def test_equal_activities_may_differ_in_words() -> None:
    """What was written for one activity is never shown for another that only compares equal."""
    spelt = [
        attrs.evolve(CASES["window"].activity, when=FuzzyDate(words, Kind.WINDOW, (within(11, 11, 20),)))
        for words in ("mid-November", "mid Nov.")
    ]
    assert spelt[0] == spelt[1]
    assert [text(only(to_ical([each])), "X-COECAL-WHEN") for each in spelt] == ["mid-November", "mid Nov."]


@given(made=activities)
@settings(deadline=None, max_examples=60)
def test_the_date_can_be_read_back(made: Activity) -> None:
    """Every event carries all that is known of the date, even where EDTF has no form for it."""
    for event in events(to_ical([made])):
        again = FuzzyDate(
            text=text(event, "X-COECAL-WHEN") or "",
            kind=Kind(str(event["X-COECAL-KIND"])),
            ranges=[stretch(points) for points in str(event["X-COECAL-POINTS"]).split(" ")],
            tentative="X-COECAL-TENTATIVE" in event,
            approximate="X-COECAL-APPROXIMATE" in event,
            locale=text(event, "X-COECAL-LANGUAGE") or "en",
            times=times(text(event, "X-COECAL-TIMES")),
            status=None if (said := text(event, "X-COECAL-SAID")) is None else DateStatus(said),
        )
        assert again == made.when
        assert again.locale == made.when.locale
        assert text(event, "X-COECAL-EDTF") == made.when.to_edtf()


@given(
    first=st.dates(date(2024, 12, 1), date(2026, 2, 1)),
    days=st.integers(0, 100),
    clocks=st.sampled_from(
        [None, Times(time(9), time(17)), Times(time(9)), Times(None, time(9)), Times(time(9), zone="UTC")]
    ),
)
def test_edtf_says_the_same_as_the_date(first: date, days: int, clocks: Times | None) -> None:
    """Also where days make a month, a year or a season, and whatever their times."""
    stretch = DateRange.exact(first, first + timedelta(days=days))
    when = FuzzyDate("", Kind.EXACT, (stretch,), times=clocks)
    assert text(only(to_ical([activity("x", when)])), "X-COECAL-EDTF") == when.to_edtf()


def times(words: str | None) -> Times | None:
    """Return the times of day that these are."""
    if words is None:
        return None
    start, end = (None if word == ".." else time.fromisoformat(word) for word in words.split(" ")[:2])
    return Times(start, end, None if words.endswith("..") else words.split(" ")[2])


def stretch(points: str) -> DateRange:
    """Return the stretch whose six numbers these are."""
    *days, least, most = points.split("/")
    es, ls, ee, le = (None if day == ".." else date.fromisoformat(day) for day in days)
    return DateRange(es, ls, ee, le, int(least), None if most == ".." else int(most))


@given(made=activities)
@settings(deadline=None, max_examples=60)
def test_the_activity_can_be_read_back(made: Activity) -> None:
    """Title, UID, projects, countries, status and source stand in every event, whatever its summary says."""
    for event in events(to_ical([made])):
        assert (text(event, "X-COECAL-UID") or str(event["UID"])) == made.uid
        assert Status(text(event, "X-COECAL-STATUS") or "planned") is made.status
        assert texts(event, "X-COECAL-PROJECT") == filled(made.projects)
        assert texts(event, "X-COECAL-COUNTRY") == list(made.countries)
        title = text(event, "X-COECAL-TITLE") or text(event, "SUMMARY") or ""
        assert not filled([made.title]) or title == cleaned(made.title)
        assert (text(event, "X-COECAL-SOURCE") or "") == "".join(filled([made.source.text]))
        assert text(event, "X-COECAL-LINE") == (None if made.source.line is None else str(made.source.line))


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from feed_cases import CASES, ISSUE, TIMED, UNDATED
from coecal.writers.ical import to_ical, write_undated_feed
made = [case.activity for case in reversed([*CASES.values(), *TIMED.values()])]
sys.stdout.buffer.write(to_ical(made, name="Wells", as_of=ISSUE) + write_undated_feed([UNDATED]).data)
"""


@pytest.mark.parametrize(
    ("options", "surroundings"),
    [
        ([], {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        ([], {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "fr"}),
        (["-O"], {"PYTHONHASHSEED": "3"}),
        (["-OO"], {"PYTHONHASHSEED": "random"}),
    ],
)
def test_the_same_bytes_in_every_process(options: list[str], surroundings: dict[str, str]) -> None:
    """Neither hash seed nor time zone nor locale nor optimisation changes a byte."""
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, *options, "-c", SCRIPT, here], capture_output=True, check=True, env=os.environ | surroundings
    )
    made = [case.activity for case in CASES.values()] + [case.activity for case in TIMED.values()]
    assert done.stdout == to_ical(made, name="Wells", as_of=ISSUE) + write_undated_feed([UNDATED]).data
