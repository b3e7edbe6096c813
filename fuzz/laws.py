"""The laws that no input may break, for each of three readers: what `run.py` gives them, and the tests the kept corpus.

An input is a few bytes that stand for a context where one is needed, then the text as a file would hold it, so that the
corpus can be read and written by people. Knows nothing of how inputs are made. `feed_reading` is that of the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Final

import attrs
from feed_reading import as_in_a_feed, words

from coecal.activities import Activity, Source
from coecal.dates import FuzzyDate, find_dates, parse_date
from coecal.errors import CoecalError, DateError, InputError
from coecal.programme import Programme
from coecal.ranges import Period
from coecal.readers.calendars import read_ics
from coecal.readers.calendars.components import ENTRIES, read_components
from coecal.readers.calendars.findings import MOST_EACH, Findings
from coecal.readers.calendars.lines import decode
from coecal.readers.calendars.ours import is_ours
from coecal.readers.json import read_json
from coecal.readers.newsletter import read_newsletter
from coecal.writers.ical import Vague, to_ical, write_undated_feed
from coecal.writers.json import to_json

WITHIN: Final = (None, "2023", "2023-11", "2024-02", "2023-10/2024-03")
TODAY: Final = (None, "2024-02-29")
LOCALES: Final = (None, "en", "en_US", "fr", "de", "es", "it", "pt", "nl")
EXPANDED: Final = Period.months(2026, 10, 3)
FRAME: Final = "UPDATE: Wells (WELL+)\n\nWELL+ basics\n\nDuration: January 2026 – May 2028\n\nComing next (May 2027)\n"


def check_date(data: bytes) -> None:
    """Read a date in every way there is; its first three bytes say the context."""
    numbers, text = data[:3].ljust(3, b"0"), data[3:].decode("utf-8", "replace")
    within, today, locale = (
        choices[number % 16 % len(choices)] for number, choices in zip(numbers, (WITHIN, TODAY, LOCALES), strict=True)
    )
    try:
        _check_read_date(parse_date(text, within=within, today=today, locale=locale))
    except DateError as error:
        first, last = error.span
        assert 0 <= first <= last <= len(error.text), error
        assert error.message
    for found in find_dates(text, within=within, today=today, locale=locale):
        assert text[found.start : found.end] == found.when.text, found


def _check_read_date(when: FuzzyDate) -> None:
    for part in when.ranges:
        for first, last in (
            (part.earliest_start, part.latest_start),
            (part.earliest_end, part.latest_end),
            (part.earliest_start, part.earliest_end),
            (part.latest_start, part.latest_end),
        ):
            assert first is None or last is None or first <= last, when
    again = FuzzyDate.from_edtf(when.to_edtf())
    assert again.to_edtf() == when.to_edtf(), when
    assert when.explain()
    assert when.format()


def check_newsletter(data: bytes) -> None:
    """Read a newsletter, and read its lines as rows of another."""
    text = data.decode("utf-8", "replace")
    with suppress(InputError):
        programme = read_newsletter(text)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for activity in programme.activities:
            assert activity.source.line is not None, activity
            assert activity.source.text.split("\n")[0].strip() in lines[activity.source.line - 1], activity
        assert all(problem.line is None or 1 <= problem.line <= len(lines) for problem in programme.problems)
        _check_json(programme)
    rows = [f"WELL+\tCourse {' '.join(line.split())}" for line in text.splitlines()[:20]]
    with suppress(InputError):
        programme = read_newsletter(FRAME + "\n".join(rows))
        known = {activity.source.line for activity in programme.activities}
        known |= {problem.line for problem in programme.problems}
        first = FRAME.count("\n") + 1
        assert known >= set(range(first, first + len(rows))), set(range(first, first + len(rows))) - known


def check_calendar(data: bytes) -> None:
    """Read a calendar, with what repeats as one activity and as many; write what was read, and read it again."""
    with suppress(InputError):
        _check_entries(data, read_ics(data))
    with suppress(InputError):
        _check_feeds(read_ics(data, expand=EXPANDED))


def _check_entries(data: bytes, programme: Programme) -> None:
    """Raise where an event or task became nothing, and no problem says so."""
    _check_json(programme)
    _check_feeds(programme)
    if len(programme.problems) >= MOST_EACH:
        return  # of the same fault on every line only the first are listed
    known = {activity.source.line for activity in programme.activities}
    known |= {problem.line for problem in programme.problems}
    findings = Findings()
    for calendar in read_components(decode(data), findings):
        for part in calendar.parts:
            if part.name in ENTRIES and not part.all("RECURRENCE-ID") and not is_ours(part):
                assert any(line in known for line in _lines_of(part.line, data)), (part.line, known)


def _lines_of(start: int, data: bytes) -> Iterator[int]:
    """Yield the lines of an entry from its BEGIN to its END."""
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines()[start - 1 :], start):
        yield number
        if number > start and line.strip().upper().startswith(("END:V", "BEGIN:V")):
            return


def _check_feeds(programme: Programme) -> None:
    """Raise where what was written as feeds is not what is read from them."""
    made = programme.activities
    try:
        feeds = (to_ical(made, vague=Vague.WINDOW), write_undated_feed(made).data)
    except CoecalError:  # two of its events would have one UID
        return
    again = {activity.uid: activity for feed in feeds for activity in read_ics(feed).activities}
    for activity in made:
        if activity.uid in again and words(activity.title).strip():  # one without a title gets its date for one
            assert _compared(again[activity.uid]) == _compared(as_in_a_feed(activity)), activity
    assert {activity.uid for activity in made} >= set(again)


def _compared(activity: Activity) -> Activity:
    """Return an activity without the line that it stood on, and without its address, whose blanks a feed escapes."""
    return attrs.evolve(activity, source=Source(), url=None)


def _check_json(programme: Programme) -> None:
    assert read_json(to_json(programme)) == programme


READERS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "dates": check_date,
    "newsletter": check_newsletter,
    "ics": check_calendar,
}
"""What an input is given to, by the name of its corpus."""
