"""Owns what one row of a newer issue changes of one activity: each field, the sequence number, the history.

A row that is silent about something takes nothing back: the place, the mode and the date stay that were known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from coecal.activities import Activity, Mention, Status
from coecal.changes import Change, ChangeKind
from coecal.dates import FuzzyDate, Kind
from coecal.matching import fits, meet
from coecal.places import default_places
from coecal.projects import name_key
from coecal.titles import fold

_IN_FEEDS = frozenset(
    {
        ChangeKind.FIRMED_UP,
        ChangeKind.LESS_FIRM,
        ChangeKind.MOVED,
        ChangeKind.RELOCATED,
        ChangeKind.CANCELLED,
        ChangeKind.POSTPONED,
        ChangeKind.RESUMED,
    }
)
"""The changes with which SEQUENCE rises: the date, the place, the country, or whether it takes place."""

_STATUS_CHANGES = {
    Status.HELD: ChangeKind.HELD,
    Status.POSTPONED: ChangeKind.POSTPONED,
    Status.CANCELLED: ChangeKind.CANCELLED,
    Status.PLANNED: ChangeKind.RESUMED,
}


@attrs.frozen
class Update:
    """An activity after a row, and what the row changed of it: kind, before and after."""

    activity: Activity
    changes: tuple[Change, ...]


def update(old: Activity, new: Activity, as_of: date | None) -> Update:
    """Return what a row of a newer issue makes of an activity; its history is left as it is.

    Args:
        old: the activity.
        new: the row.
        as_of: the day of the newer issue.
    """
    status = old.status if old.status is Status.HELD and new.status is Status.PLANNED else new.status
    moves = _places_move(old, new)
    runs = _runners_change(old, new)
    changed = attrs.evolve(
        old,
        title=new.title or old.title,
        when=_when(old, new),
        projects=new.projects if runs else old.projects,
        organisers=new.organisers if runs else old.organisers,
        people=new.people or old.people,
        mode=new.mode or old.mode,
        places=new.places if moves else old.places,
        countries=new.countries if moves and new.countries else old.countries,
        regions=new.regions if (moves and new.countries) or runs else old.regions,
        status=status,
        url=new.url or old.url,
    )
    found = tuple(_found(old, changed))
    if changed == old:
        return Update(old, ())
    rises = any(kind in _IN_FEEDS for kind, _, _ in found)
    changed = attrs.evolve(
        changed,
        sequence=old.sequence + rises,
        last_modified=as_of or old.last_modified,
        source=new.source,
    )
    return Update(changed, tuple(Change(old.uid, kind, before, after, changed, old) for kind, before, after in found))


def _found(old: Activity, new: Activity) -> Iterator[tuple[ChangeKind, str | None, str | None]]:
    if old.status is not new.status:
        yield _STATUS_CHANGES[new.status], old.status.value, new.status.value
    put_off = new.status is Status.POSTPONED and new.when.kind is Kind.UNDATED
    # "November TBC", then "cancelled, November": that the TBC is gone makes nothing firmer.
    called_off = new.is_cancelled and old.when.ranges == new.when.ranges
    if old.when is not new.when and not same_days(old.when, new.when) and not put_off and not called_off:
        yield date_change(old.when, new.when), old.when.text or None, new.when.text or None
    if old.places != new.places or old.countries != new.countries:
        yield ChangeKind.RELOCATED, ", ".join(old.places) or None, ", ".join(new.places) or None
    if old.title != new.title:
        yield ChangeKind.REWORDED, old.title, new.title
    if old.mode is not new.mode:
        yield ChangeKind.MODE, old.mode and old.mode.value, new.mode and new.mode.value
    if (old.projects, old.organisers) != (new.projects, new.organisers):
        yield ChangeKind.RUNNERS, _runners(old), _runners(new)


def _runners(activity: Activity) -> str:
    return ", ".join(activity.partners)


def date_change(old: FuzzyDate, new: FuzzyDate) -> ChangeKind:
    """Return how a date changed: firmed up, less firm or moved.

    >>> from coecal.dates import parse_date
    >>> date_change(parse_date("mid-November 2023"), parse_date("14-16 November 2023")).value
    'firmed up'
    >>> date_change(parse_date("14-16 November 2023"), parse_date("15-17 November 2023")).value
    'moved'
    """
    if old.ranges == new.ranges:
        if old.tentative != new.tentative:
            return ChangeKind.FIRMED_UP if old.tentative else ChangeKind.LESS_FIRM
        return ChangeKind.FIRMED_UP if old.times is None and not new.approximate else ChangeKind.MOVED
    if not old.is_firm and (fits(old, new) or (old.kind is Kind.UNDATED and new.kind is not Kind.UNDATED)):
        return ChangeKind.FIRMED_UP
    put_off = new.kind is Kind.DEADLINE and old.latest_end != new.latest_end
    if not new.is_firm and fits(new, old) and not put_off:
        return ChangeKind.LESS_FIRM
    return ChangeKind.MOVED


def same_days(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether two dates mean the same days and times, equally firm, however they are written."""
    return (one.ranges, one.is_choice, one.tentative, one.approximate, one.times) == (
        *(other.ranges, other.is_choice),
        *(other.tentative, other.approximate, other.times),
    )


def _when(old: Activity, new: Activity) -> FuzzyDate:
    """Return the date that holds after a row: the old one where the row says the same or nothing."""
    before, after = old.when, new.when
    is_silent = after.kind is Kind.UNDATED and (not after.text or new.status is Status.CANCELLED)
    if is_silent and (new.status is Status.CANCELLED or (meet(before, after) and new.status is not Status.POSTPONED)):
        return before
    if same_days(before, after) and (before.status == after.status or new.status is Status.CANCELLED):
        return before
    return after


def _places_move(old: Activity, new: Activity) -> bool:
    """Whether a row says another place, or more of it; fewer words for the same country are no change."""
    if not new.places and not new.countries:
        return False
    before, after = set(map(_place_key, old.places)), set(map(_place_key, new.places))
    if new.countries and set(new.countries) != set(old.countries):
        return True
    return not after <= before


def _place_key(place: str) -> str:
    return default_places().find_country(place) or fold(place).rstrip("*").strip()


def _runners_change(old: Activity, new: Activity) -> bool:
    after = set(map(name_key, new.partners))
    return bool(after) and after != set(map(name_key, old.partners))


def remember(history: tuple[Mention, ...], mention: Mention) -> tuple[Mention, ...]:
    """Return a history with what an issue said, or that it passed over the activity.

    What the issue said already is not said twice, and words take the place of its silence. The mentions stay in the
    order of their days. Issues without a day cannot be told from one another: all but the same again is another one.
    """
    of_issue = [each for each in history if (each.issue, each.as_of) == (mention.issue, mention.as_of)]
    if mention.as_of is None:
        return history if of_issue[-1:] == [mention] else _in_order((*history, mention))
    if mention in of_issue or (mention.said is None and any(each.said is not None for each in of_issue)):
        return history
    kept = [each for each in history if each.said is not None or each not in of_issue]
    return _in_order((*kept, mention))


def _in_order(history: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(history, key=lambda each: each.as_of or date.min))
