"""Owns iCalendar feeds (RFC 5545, 7986): activities -> the bytes of one feed, the same for the same activities.

What becomes of each date is `ical_days`', what an event says `ical_events`'; docs/feeds.md tells users of both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Final

import attrs

from coecal.activities import Activity, Status
from coecal.errors import InputError
from coecal.writers.ical_days import DEFAULT_FEED_POLICY, FeedPolicy, Vague, show
from coecal.writers.ical_events import NEVER, Event, Look, events_of
from coecal.writers.ical_lines import clean_line, custom_line, join_lines
from coecal.writers.ical_timezones import timezone_bytes

__all__ = [
    "DEFAULT_FEED_POLICY",
    "Feed",
    "FeedPolicy",
    "Vague",
    "to_ical",
    "undated",
    "write_feed",
    "write_undated_feed",
]

_BY_DAY: Final = attrgetter("order")
_ADDRESS: Final = re.compile(r"(https?|webcals?)://[!-~]+", re.IGNORECASE)
# Names of CSS (RFC 7986, section 5.9) that are told apart from each other, and from white and black.
_COLOURS: Final = (
    "blueviolet",
    "brown",
    "cadetblue",
    "chocolate",
    "coral",
    "cornflowerblue",
    "crimson",
    "darkcyan",
    "darkgoldenrod",
    "darkgreen",
    "darkmagenta",
    "darkolivegreen",
    "darkorange",
    "darkorchid",
    "darkred",
    "darkslateblue",
    "deeppink",
    "dodgerblue",
    "firebrick",
    "forestgreen",
    "goldenrod",
    "indianred",
    "indigo",
    "limegreen",
    "maroon",
    "mediumseagreen",
    "mediumvioletred",
    "midnightblue",
    "navy",
    "olive",
    "olivedrab",
    "orangered",
    "purple",
    "rebeccapurple",
    "royalblue",
    "saddlebrown",
    "seagreen",
    "sienna",
    "slateblue",
    "slategray",
    "steelblue",
    "teal",
    "tomato",
)


@attrs.frozen
class Feed:
    """A feed.

    Attributes:
        data: its bytes.
        count: how many activities it shows; one may be shown by several events.
    """

    data: bytes = attrs.field(repr=False)
    count: int


def to_ical(
    activities: Iterable[Activity],
    *,
    name: str = "Activities",
    as_of: date | None = None,
    vague: Vague | str = Vague.WINDOW,
    firm_only: bool = False,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
) -> bytes:
    r"""Return activities as one iCalendar feed.

    The order of the activities does not count, nor does any clock: the same activities give the same bytes.

    Args:
        activities: what to show. An activity of which no day is known is left out.
        name: the name under which calendars show the feed.
        as_of: the day up to which the activities are informed. It stands in for the day of the last change where an
            activity has none, and cancelled activities leave the feed when their grace is over by then; None: they
            stay, and the day of a change that is not known is 1970-01-01.
        vague: what to show of a date whose days are not known.
        firm_only: whether to leave out whatever is not firm.
        url: where the feed can be fetched, if that is known.
        policy: the rules that people may differ about.

    Raises:
        InputError: two activities have the same UID, one has a UID that iCalendar does not allow, or `url` is no
            address.
        UnknownNameError: there is no such way to show vague dates.

    >>> to_ical([], name="WELL+").splitlines()[3:5]
    [b'NAME:WELL+', b'X-WR-CALNAME:WELL+']
    """
    return write_feed(activities, name=name, as_of=as_of, vague=vague, firm_only=firm_only, url=url, policy=policy).data


def write_feed(
    activities: Iterable[Activity],
    *,
    name: str = "Activities",
    as_of: date | None = None,
    vague: Vague | str = Vague.WINDOW,
    firm_only: bool = False,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
) -> Feed:
    """Return activities as one feed, and how many of them it shows; see `to_ical`."""
    look = _look(vague, policy, as_of)
    firm = (each for each in activities if not firm_only or _is_firm(each))
    return _feed(firm, look, name, url, policy)


def write_undated_feed(
    activities: Iterable[Activity],
    *,
    name: str = "Activities without a date",
    as_of: date | None = None,
    day: date | None = None,
    vague: Vague | str = Vague.WINDOW,
    url: str | None = None,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
) -> Feed:
    """Return the activities that no dated feed shows as a feed of their own.

    An event has to stand on some day: the first that is known of its date, else the day on which the activity was
    last changed, else `day`, else `as_of`, else 1970-01-01.

    Args:
        activities: the activities, those that dated feeds show among them.
        name: the name under which calendars show the feed.
        as_of: the day up to which the activities are informed; see `to_ical`.
        day: where to show an activity of which nothing is known.
        vague: what the dated feeds show of a date whose days are not known; `Vague.SKIP` leaves them out here too.
        url: where the feed can be fetched, if that is known.
        policy: the rules that people may differ about.

    Raises:
        InputError: as `to_ical`.
        UnknownNameError: there is no such way to show vague dates.
    """
    shown_on = day or as_of or NEVER
    look = attrs.evolve(_look(vague, policy, as_of), undated=shown_on)
    return _feed(activities, look, name, url, policy)


def undated(
    activities: Iterable[Activity],
    *,
    as_of: date | None = None,
    vague: Vague | str = Vague.WINDOW,
    policy: FeedPolicy = DEFAULT_FEED_POLICY,
) -> tuple[Activity, ...]:
    """Return the activities that a feed of undated ones shows, in the order given; see `write_undated_feed`."""
    way = Vague.of(vague)
    if way is Vague.SKIP:
        return ()
    present = (each for each in activities if not _has_left(each, as_of, policy))
    return tuple(each for each in present if not show(each.when, way, policy.longest_window_days))


def _look(vague: Vague | str, policy: FeedPolicy, as_of: date | None) -> Look:
    return Look(
        vague=Vague.of(vague),
        longest=policy.longest_window_days,
        as_of=as_of,
        assumed_minutes=policy.assumed_minutes,
    )


def _is_firm(activity: Activity) -> bool:
    when = activity.when
    known = all(stretch.is_exact for stretch in when.ranges)
    return when.is_firm and known and activity.status is not Status.POSTPONED


def _feed(activities: Iterable[Activity], look: Look, name: str, url: str | None, policy: FeedPolicy) -> Feed:
    every = tuple(each for each in activities if not _has_left(each, look.as_of, policy))
    _refuse_twice("activities", [each.uid for each in every])
    shown = [events for events in events_of(every, look) if events]
    in_order = sorted(chain.from_iterable(shown), key=_BY_DAY)
    _refuse_twice("events", [event.uid for event in in_order])
    header = join_lines(_header(name, url, policy))
    parts = (header, *_timezones(in_order), *[event.data for event in in_order], b"END:VCALENDAR\r\n")
    return Feed(b"".join(parts), len(shown))


def _timezones(events: Iterable[Event]) -> list[bytes]:
    """Return the description of each zone that the events are in, for the years of these events."""
    years: dict[str, list[int]] = {}
    for zone, first_and_last in {(event.zone, event.years) for event in events if event.zone}:
        years.setdefault(zone or "", []).extend(first_and_last)
    return [timezone_bytes(zone, min(years[zone]), max(years[zone])) for zone in sorted(years)]


def _has_left(activity: Activity, as_of: date | None, policy: FeedPolicy) -> bool:
    """Whether an activity was cancelled so long ago that subscribers have seen it."""
    if as_of is None or activity.last_modified is None or not activity.is_cancelled:
        return False
    return (as_of - activity.last_modified).days > policy.cancelled_grace_days


def _refuse_twice(what: str, uids: Sequence[str]) -> None:
    if len(set(uids)) == len(uids):
        return
    seen: set[str] = set()
    for uid in uids:
        if uid in seen:
            msg = f"two {what} have the UID {uid!r}: give each activity its own"
            raise InputError(msg)
        seen.add(uid)


def _header(name: str, url: str | None, policy: FeedPolicy) -> Iterator[str]:
    title = clean_line(name) or "Activities"
    every = f"PT{policy.refresh_hours}H"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coecal//coecal//EN")
    yield from (custom_line("NAME", title), custom_line("X-WR-CALNAME", title))
    if url is not None:
        if _ADDRESS.fullmatch(url) is None:
            msg = f"{url!r} is no address of a feed: write it like 'https://example.org/all.ics'"
            raise InputError(msg)
        yield f"SOURCE;VALUE=URI:{url}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{every}"
    yield f"X-PUBLISHED-TTL:{every}"
    yield f"COLOR:{_colour(title)}"


def _colour(name: str) -> str:
    """Return a colour that is always the same for a name."""
    return _COLOURS[int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % len(_COLOURS)]
