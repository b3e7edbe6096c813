"""Owns the grammar of times of day: "14:00-16:00 CET", "9.30 am", "de 14h à 16h", "19 Uhr", "T14:00Z".

A number alone is an hour only beside what shows that it is one: a colon, "h", "Uhr", "pm", a word such as "às".
"""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import attrs

from coecal.dates.cursor import Cursor
from coecal.dates.times import Times
from coecal.dates.tokens import CLOCK, CLOSE, COLON, COMMA, DASH, DIGITS, NUMBER, OPEN, TILDE, WORD, YEAR
from coecal.dates.words import Sort
from coecal.dates.zones import zone_at
from coecal.errors import DateError

_LONGEST_OFFSET = len("-05:00") + 1  # and a character that may make it none
_NOON, _MIDNIGHT = 12 * 60, 24 * 60
ENDS = frozenset({"by", "before", "until"})
"""The bounds after which a time is when something ends."""
# Without one of these there is no time of day in a text.
_SHOWN = frozenset({CLOCK, Sort.HOUR, Sort.MERIDIEM, Sort.MOMENT, Sort.CLOCK_AT})
_STARTS = frozenset({"from", "since", "not_before"})


@attrs.frozen
class _Written:
    """A time as written.

    `half` is 0 for am, 12 for pm, None where not said; `sure`: it can only be a time; `bare`: an hour of one to
    twelve, which may be of either half of the day.
    """

    minutes: int
    seconds: int = 0
    half: int | None = None
    sure: bool = True
    bare: bool = False


def take_times(cursor: Cursor) -> Times | None:
    """Take the times of day that follow a date, with the comma, dash or bracket before them."""
    if _SHOWN.isdisjoint(cursor.sorts):
        return None
    start = cursor.mark()
    opened = False
    if cursor.take(OPEN):
        opened = True
    elif cursor.sees(COMMA, COLON) or cursor.sees_spaced(DASH):
        cursor.position += 1
        opened = cursor.take(OPEN) is not None
    times = _times(cursor)
    if times is None or (opened and not cursor.take(CLOSE)):
        cursor.back_to(start)
        return None
    return times


def take_time(cursor: Cursor) -> Times | None:
    """Take one time of day that belongs to the first end of a stretch: "3 October, 14:00 - 4 October, 16:00"."""
    if _SHOWN.isdisjoint(cursor.sorts):
        return None
    start = cursor.mark()
    cursor.pass_over(COMMA)
    sure = _skip_words(cursor) or _take_iso_t(cursor)
    written = _clock(cursor)
    if written is None or not (written.sure or sure) or written.minutes == _MIDNIGHT:
        cursor.back_to(start)
        return None
    if cursor.at_end:
        return None  # it stands behind the whole
    zone = None
    with suppress(DateError):  # what is wrong with a zone is said where the whole is read
        zone = _zone(cursor, is_iso=False)
    return Times(_time(written, cursor, is_end=False), None, zone)


def _times(cursor: Cursor) -> Times | None:
    is_iso = _take_iso_t(cursor)
    bound = "" if is_iso else _bound(cursor)
    sure = _skip_words(cursor)
    is_written_out = cursor.sees(CLOCK)
    first = _clock(cursor)
    if first is None:
        return None
    zone = _zone(cursor, is_iso=is_iso)
    last = None if bound in ENDS else _last(cursor)
    if not (first.sure or sure or (last is not None and last.sure)):
        return None
    if last is not None:
        after = _zone(cursor, is_iso=False)
        if zone is not None and after not in (None, zone):
            raise _refusal("the two times are in two zones: write both in one", cursor)
        first, last = _halves(first, last)
        return Times(_time(first, cursor, is_end=False), _time(last, cursor, is_end=True), after or zone)
    if bound in ENDS or (is_written_out and first.minutes == _MIDNIGHT):
        return Times(None, _time(first, cursor, is_end=True), zone)
    return Times(_time(first, cursor, is_end=False), None, zone)


def _take_iso_t(cursor: Cursor) -> bool:
    """Take the T between a date and a time of ISO 8601."""
    if cursor.value(WORD) in ("T", "t") and cursor.sees(CLOCK, ahead=1) and cursor.position and cursor.touches():
        cursor.position += 1
        return True
    return False


def _bound(cursor: Cursor) -> str:
    """Take "from", "until" or the like before a time, and return which."""
    word = cursor.value(Sort.BOUND)
    if word in ENDS or word in _STARTS:
        cursor.position += 1
        return str(word)
    return ""


def _skip_words(cursor: Cursor) -> bool:
    """Take what introduces a time; return whether it introduces nothing else, so that a number after it is an hour."""
    sure = False
    while cursor.sees(Sort.CLOCK_AT, Sort.ON, Sort.OF, Sort.APPROXIMATE, TILDE):
        sure = sure or (cursor.sees(Sort.CLOCK_AT) and not cursor.sees(Sort.ON, Sort.OF))
        cursor.position += 1
    return sure


def _last(cursor: Cursor) -> _Written | None:
    """Take the end of "14:00-16:00", or nothing."""
    start = cursor.mark()
    if cursor.sees(DASH, Sort.TO, Sort.CLOCK_AT) or cursor.value(Sort.BOUND) == "until":
        cursor.position += 1
        sure = _skip_words(cursor)
        written = _clock(cursor)
        if written is not None:
            return attrs.evolve(written, sure=written.sure or sure)
    cursor.back_to(start)
    return None


def _clock(cursor: Cursor) -> _Written | None:
    """One time as written: 14:30, 14.30, 9 am, 14h30, 14 h, 19 Uhr, noon, 12 noon, or a number that may be an hour."""
    moment = cursor.take_number(Sort.MOMENT)
    if moment is not None:
        return _Written(moment)
    begin = cursor.position
    numbers = cursor.value(CLOCK)
    seconds, minutes = 0, None
    if isinstance(numbers, tuple):
        cursor.position += 1
        hour, minutes, seconds = (*numbers, 0)[:3]
    elif cursor.sees(DIGITS) and not cursor.sees(YEAR):
        hour = cursor.take_number(NUMBER) or 0
    else:
        return None
    if hour == 12 and minutes is None and (moment := cursor.take_number(Sort.MOMENT)) is not None:
        return _Written(moment)
    with_hour = cursor.take(Sort.HOUR) is not None
    if with_hour and minutes is None:
        minutes = _minutes_after(cursor)
    half = cursor.take_number(Sort.MERIDIEM)
    if hour > 24 or (hour == 24 and minutes) or (half is not None and not 1 <= hour <= 12):
        return None
    is_clock = isinstance(numbers, tuple) and not _may_be_day(cursor, begin, hour, minutes or 0)
    sure = is_clock or with_hour or half is not None
    return _Written(hour * 60 + (minutes or 0), seconds, half, sure, bare=half is None and 1 <= hour <= 12)


def _may_be_day(cursor: Cursor, index: int, hour: int, minutes: int) -> bool:
    """Whether "21.10" may as well be the 21st of October; "18.30" and "21:10" may not."""
    is_dotted = cursor.text[cursor.tokens[index].end - 3] == "."
    return is_dotted and 1 <= hour <= 31 and 1 <= minutes <= 12


def _minutes_after(cursor: Cursor) -> int | None:
    """The minutes of "14h30" and "14 h 30"; not the day of "14 h, 30 octobre"."""
    is_day = cursor.sees(Sort.MONTH, Sort.OF, Sort.HOUR, DASH, ahead=1) and not cursor.touches()
    if not cursor.sees(DIGITS) or is_day:
        return None
    token = cursor.tokens[cursor.position]
    if token.end - token.start != 2:
        return None
    minutes = cursor.value(NUMBER)
    if not isinstance(minutes, int) or minutes > 59:
        return None
    cursor.position += 1
    cursor.take(Sort.HOUR)  # "14 h 30 min"
    return minutes


def _halves(first: _Written, last: _Written) -> tuple[_Written, _Written]:
    """Carry "am" and "pm" from one to the other: "9-11 am", "2-4 pm", "1 pm-3", but "11-1 pm" starts in the morning."""
    if first.half is not None and last.half is None and last.bare:
        same = attrs.evolve(last, half=first.half)
        return first, same if _in_day(same) > _in_day(first) else attrs.evolve(last, half=12 - first.half)
    if first.half is not None or last.half is None or first.minutes > _NOON + 59:
        return first, last
    same = attrs.evolve(first, half=last.half)
    if _in_day(same) > _in_day(last):
        return attrs.evolve(first, half=12 - last.half), last
    return same, last


def _in_day(written: _Written) -> int:
    """The minute of the day, "12 am" being its first."""
    if written.half is None:
        return written.minutes
    return written.minutes % _NOON + written.half * 60


def _time(written: _Written, cursor: Cursor, *, is_end: bool) -> time:
    minutes = _in_day(written)
    if minutes == _MIDNIGHT and not is_end:
        raise _refusal("midnight may be that before or after the day: write 00:00", cursor)
    return time(minutes // 60 % 24, minutes % 60, written.seconds)


def _zone(cursor: Cursor, *, is_iso: bool) -> str | None:
    """Take the zone behind a time, in brackets or not."""
    if cursor.position == 0:
        return None
    after = cursor.tokens[cursor.position - 1].end
    text = cursor.text
    opening = after
    while text[opening : opening + 1].isspace():
        opening += 1
    bracketed = text[opening : opening + 1] in ("(", "[") and opening < len(text)
    begin = opening + bracketed
    if is_iso and text[after : after + 1] in ("-", "\u2212"):
        found = zone_at(f"UTC{text[after : after + _LONGEST_OFFSET]}", 0, "")
        end = None if found is None else after + found.end - 3
    else:
        found = zone_at(text, begin, cursor.territory)
        end = None if found is None else found.end
    if found is None or end is None:
        return None
    position = cursor.position
    while not cursor.at_end and cursor.tokens[cursor.position].start < end:
        cursor.position += 1
    if bracketed and not cursor.take(CLOSE):
        cursor.position = position
        return None
    return found.name


def _refusal(message: str, cursor: Cursor) -> DateError:
    token = cursor.tokens[min(cursor.position, len(cursor.tokens)) - 1]
    return DateError(message, cursor.text, (token.start, token.end))
