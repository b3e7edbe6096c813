"""Owns the activities on the first page: what comes next by month, what has no date, and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from coecal.activities import Activity, Status
from coecal.dates import Kind
from coecal.dates.formats import month_heading
from coecal.programme import Programme
from coecal.site.json_ld import is_web, json_ld
from coecal.site.plan import project_keys
from coecal.site.shell import anchor, isolated, label, plain
from coecal.timeline.days import is_undated
from coecal.timeline.text import safe
from coecal.timeline.tooltips import titled, where_words
from coecal.timeline.words import Words
from coecal.writers.section_months import MonthGroup, Window, group_by_month
from coecal.writers.section_rows import one_line

_OPEN_MONTHS: Final = 3
"""So many of the months to come stand open; later ones are opened by whoever wants them."""


@attrs.frozen(kw_only=True)
class Listing:
    """The activities of a programme as the first page lists them, each once.

    Attributes:
        coming: what may still take place after the day of the issue, by month.
        undated: what no day is known of, or what no dated feed shows.
        past: what is left: held, past or cancelled.
        after: the day of the issue; None where it is not known.
    """

    coming: tuple[MonthGroup, ...]
    undated: tuple[Activity, ...]
    past: tuple[Activity, ...]
    after: date | None


def make_listing(programme: Programme, waiting: Iterable[Activity]) -> Listing:
    """Return what stands where.

    Args:
        programme: the programme.
        waiting: the activities that no dated feed shows.
    """
    hidden = {activity.uid for activity in waiting}
    open_ones = [each for each in programme.activities if _is_open(each)]
    undated = tuple(each for each in open_ones if is_undated(each.when) or each.uid in hidden)
    apart = {activity.uid for activity in undated}
    window = Window(_day_after(programme.as_of), None)
    groups = group_by_month((each for each in open_ones if each.uid not in apart), window, context=programme.period)
    shown = apart | {activity.uid for group in groups for activity in group.activities}
    past = tuple(each for each in programme.activities if each.uid not in shown)
    return Listing(coming=tuple(groups), undated=undated, past=past, after=programme.as_of)


def _is_open(activity: Activity) -> bool:
    return activity.status in (Status.PLANNED, Status.POSTPONED) and not activity.is_cancelled


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day is not None and day < date.max else day


@attrs.frozen(kw_only=True)
class Lister:
    """What writes the lists.

    Attributes:
        words: the words of its language.
        keys: what gives the projects of an activity, as the filter knows them.
        page: the address of the page; None where that is not known.
    """

    words: Words
    keys: Callable[[Activity], Iterable[str]]
    page: str | None

    @classmethod
    def of(cls, programme: Programme, words: Words, page: str | None) -> Lister:
        """Return what writes the lists of a programme."""
        return cls(words=words, keys=project_keys(programme), page=page)

    def coming(self, listing: Listing) -> Iterator[str]:
        """Yield what comes next, month by month."""
        words = self.words
        yield '<section id="coming" aria-labelledby="coming-heading">'
        yield f'<h2 id="coming-heading">{plain(words["list.coming"])}</h2>'
        if not listing.coming:
            nothing = words["list.nothing_known"]
            if listing.after is not None:
                nothing = words.fill("list.nothing", day=words.day(listing.after))
            yield f"<p>{plain(nothing)}</p>"
        for number, group in enumerate(listing.coming):
            heading = f"<h3>{plain(self._month(group))}</h3>"
            count = f'<span class="count">{plain(words.counted(len(group.activities)))}</span>'
            is_open = " open" if number < _OPEN_MONTHS else ""
            yield f'<details class="group"{is_open}><summary>{heading} {count}</summary>'
            yield from self._items(group.activities)
            yield "</details>"
        yield "</section>"

    def undated(self, listing: Listing) -> Iterator[str]:
        """Yield what has no date yet, or nothing where everything has one."""
        if not listing.undated:
            return
        words = self.words
        yield '<section id="undated" aria-labelledby="undated-heading">'
        yield f'<h2 id="undated-heading">{plain(words["list.undated"])}</h2>'
        yield f"<p>{plain(words['list.undated_intro'])}</p>"
        yield '<div class="group">'
        yield from self._items(listing.undated)
        yield "</div>"
        yield "</section>"

    def past(self, listing: Listing) -> Iterator[str]:
        """Yield what is left, or nothing where there is nothing."""
        if not listing.past:
            return
        count = f'<span class="count">{plain(self.words.counted(len(listing.past)))}</span>'
        yield '<section id="past" aria-labelledby="past-heading">'
        yield '<details class="group"><summary>'
        yield f'<h2 id="past-heading">{plain(self.words["list.past"])}</h2> {count}</summary>'
        yield from self._items(listing.past)
        yield "</details>"
        yield "</section>"

    def _month(self, group: MonthGroup) -> str:
        if group.month is None:
            return self.words["list.undated"]
        return month_heading(group.month.first.year, group.month.first.month, self.words.language)

    def _items(self, activities: Sequence[Activity]) -> Iterator[str]:
        yield '<ul class="activities">'
        for activity in activities:
            yield from self._item(activity)
        yield "</ul>"

    def _item(self, activity: Activity) -> Iterator[str]:
        words, name = self.words, anchor(activity)
        title = titled(activity, words)
        classes = " ".join(("activity", *(["cancelled"] if activity.is_cancelled else []), _firmness(activity)))
        yield f'<li class="{classes}" id="{name}"{_data(self._filtered(activity))}>'
        yield f'<p class="when">{self._when(activity)}{self._tags(activity)}</p>'
        yield f'<p class="title">{isolated(title)}{self._more(activity, title)}'
        yield f'<a class="self" href="#{name}" aria-label={label(words.fill("list.link", title=title))}>#</a></p>'
        if where := self._where(activity):
            yield f'<p class="where">{where}</p>'
        address = None if self.page is None else f"{self.page}#{name}"
        yield f'<script type="application/ld+json">{json_ld(activity, words, address)}</script>'
        yield "</li>"

    def _when(self, activity: Activity) -> str:
        """Return the date in full words, and as it was written where that says something else."""
        when, words = activity.when, self.words
        full, written = when.format(words.language), one_line(when.text)
        if when.kind is Kind.UNDATED:
            heading = one_line(activity.source.heading or "")
            listed = words.fill("timeline.listed_under", heading=heading) if heading else ""
            said = ", ".join(filter(None, (written or full, listed)))
        elif when.is_firm or set(_words_in(written)) <= set(_words_in(full)):
            said = full
        else:
            said = words.fill("list.written", date=full, words=written)
        first = when.earliest_start if when.kind is Kind.EXACT else None
        return isolated(said) if first is None else f'<time datetime="{first}">{isolated(said)}</time>'

    def _tags(self, activity: Activity) -> str:
        if activity.status is Status.HELD:
            return f' <span class="tag">{plain(self.words["list.held"])}</span>'
        if activity.when.is_firm or activity.is_cancelled or is_undated(activity.when):
            return ""
        return f' <span class="tag">{plain(self.words["list.not_firm"])}</span>'

    def _more(self, activity: Activity, title: str) -> str:
        if activity.url is None or not is_web(safe(activity.url)):
            return ""
        about = label(self.words.fill("list.more", title=title))
        short = plain(self.words["list.more_short"])
        return f' <a href={label(activity.url)} rel="noopener noreferrer" aria-label={about}>{short}</a> '

    def _where(self, activity: Activity) -> str:
        bodies = (isolated(name) for name in activity.partners if one_line(name))
        where = one_line(where_words(activity, self.words))
        return " · ".join([*bodies, *([isolated(where)] if where else [])])

    def _filtered(self, activity: Activity) -> Mapping[str, Iterable[str]]:
        return {
            "project": self.keys(activity),
            "region": activity.regions,
            "country": activity.countries,
            "mode": [] if activity.mode is None else [activity.mode.value],
        }


def _words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _firmness(activity: Activity) -> str:
    return "firm" if activity.when.is_firm else "vague"


def _data(names: Mapping[str, Iterable[str]]) -> str:
    """Return what the filter reads, as lists in JSON."""
    lists = {name: [safe(value) for value in values] for name, values in names.items()}
    return "".join(
        f" data-{name}={label(json.dumps(values, ensure_ascii=False))}" for name, values in lists.items() if values
    )
