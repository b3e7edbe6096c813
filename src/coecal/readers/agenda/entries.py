"""Owns the entries of a calendar: which lines are one, under which heading, and where the date of each stands.

A date on a line of its own is that of the entry below it, or of the list below it. Knows nothing of what the rest of an
entry means.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from coecal.ranges import Period
from coecal.readers.agenda.blocks import CLOCK, LONGEST_ENTRY, Block, Heading, Piece, is_broken, split_block
from coecal.readers.agenda.dating import Dated, Dating
from coecal.readers.agenda.groups import Group, Groups, level_of
from coecal.readers.agenda.segments import segments_of
from coecal.readers.agenda.words import AgendaWords
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.words import fold

_LONGEST_MONTH, _LONGEST_GROUP = 31, 80
_NAME_LIKE = re.compile(r"[^\W\d_a-zß-ÿ][^.!?]{0,60}[^.!?,;]")
_STATUS = re.compile(r"\W*([^\W\d_][\w -]{2,30}?)\s*[:–—]\s*(?=\S)")
_REMARK_PARTS = re.compile(r"(\n|\s*[|;·•]\s+)")


@attrs.define
class Entry:
    """An entry before its parts are told.

    Attributes:
        pieces: its lines.
        heading: the heading that it stands under; None where there is none.
        within: the period that supplies what its date leaves out.
        groups: what other headings above it say of it.
        dated: its date and the rest of its words; None where none was found.
        above: words right above it that are its title; "" where there are none.
        fault: words that look like its date and are none, and why; None where there are none.
    """

    pieces: tuple[Piece, ...]
    heading: Heading | None
    within: Period | None
    groups: tuple[Group, ...] = ()
    dated: Dated | None = None
    above: str = ""
    fault: tuple[str, str] | None = None

    @property
    def text(self) -> str:
        """Its words, a line each."""
        return "\n".join(piece.words for piece in self.pieces)

    @property
    def rest(self) -> str:
        """Its words without the date."""
        rest = self.text if self.dated is None else self.dated.rest
        if self.fault is not None:
            rest = rest.replace(self.fault[0], "", 1)
        return f"{self.above}\n{rest}" if self.above else rest

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, or begins with a time of day, as rows under a day do."""
        return self.pieces[0].is_item or CLOCK.match(self.pieces[0].words) is not None

    @property
    def is_date_alone(self) -> bool:
        """Whether it is a date and nothing else."""
        return self.dated is not None and not self.dated.rest


@attrs.define
class Entries:
    """Gathers the entries of one calendar, block after block.

    Attributes:
        dating: finds dates.
        words: the words of calendars.
        issue: the period of the calendar; None where it is not known.
        group_of: tells what a heading says of the entries below it.
        has_title: tells whether words have a title, beside places and the like.
        title_line: the line of the title of the calendar.
        entries: the entries so far.
        left: the blocks that are none.
        heading: the heading that the next block stands under.
        assumed: the groups that no word tells as such, each with its line.
    """

    dating: Dating
    words: AgendaWords
    issue: Period | None
    group_of: Callable[[str], Group | None]
    has_title: Callable[[str], bool]
    title_line: int
    entries: list[Entry] = attrs.field(factory=list)
    left: list[Entry] = attrs.field(factory=list)
    heading: Heading | None = None
    assumed: list[tuple[Group, int]] = attrs.field(factory=list)
    _above: Entry | None = None
    _groups: Groups = attrs.field(factory=Groups)

    def take(self, block: Block | Heading) -> None:
        """Take the next heading or block."""
        if isinstance(block, Heading):
            self.end()
            self.heading = block
            self._groups.take_month(block.level)
            return
        within = self._within
        split = self._with_titles(split_block(block, self.dating, self.words, within), within)
        title = self._shared_title(split, within)
        for pieces in split[1:] if title else split:
            is_field = len(split) == 1 and len(pieces) > 1 and ":" in pieces[0].words
            rest = pieces[1:] if not is_field and self._take_group(pieces[0]) else pieces
            if rest:
                self._take(Entry(rest, self.heading, within, above=title), new_page=block.new_page)

    def _with_titles(self, split: list[tuple[Piece, ...]], within: Period | None) -> list[tuple[Piece, ...]]:
        """Return the entries of a block as one where the first is a title, and the items below it its parts."""
        title, *items = split
        parts = [piece.words for item in items for piece in item]
        if title[0].is_item or not items or not all(item[0].is_item for item in items):
            return split
        dates = [words for words in parts if self.dating.read(words, within) is not None]
        if len(dates) != 1 or any(self.has_title(words) for words in parts if words not in dates):
            return split
        return [tuple(piece for entry in split for piece in entry)]

    def _shared_title(self, split: list[tuple[Piece, ...]], within: Period | None) -> str:
        """Return the first line of a block if it is the title of all entries below it, which have none, else ""."""
        (first, *more), *entries = split
        if more or first.is_item or not entries or self.dating.find(first.words, within) is not None:
            return ""
        found = [self.dating.find("\n".join(piece.words for piece in entry), within) for entry in entries]
        return first.words if all(date is not None and not self.has_title(date.rest) for date in found) else ""

    @property
    def _within(self) -> Period | None:
        return self.issue if self.heading is None else self.heading.period or self.issue

    def _take_group(self, piece: Piece) -> bool:
        """Take a line that says something of all entries below it: "Project WELL+", "Senegal"."""
        if piece.is_item or len(piece.words) > _LONGEST_GROUP:
            return False
        group = None if self.dating.find_in_line(piece.words, self._within) else self.group_of(piece.words)
        if group is None or (not piece.is_marked and self._may_belong(group)):
            return False
        self.end()
        self._groups.take(group, level_of(piece.raw, is_marked=piece.is_marked))
        if group.is_assumed:
            self.assumed.append((group, piece.number))
        return True

    def _may_belong(self, group: Group) -> bool:
        """Whether a line without marks may be a part of an entry: of one that waits, or of a heading with a date."""
        is_under_heading = bool(self.entries) and self.entries[-1].pieces[0].is_marked and bool(group.places)
        waits = self._above is not None and all(piece.number != self.title_line for piece in self._above.pieces)
        return waits or is_under_heading

    def end(self) -> None:
        """Leave what waits for a date or a title, since none follows."""
        if self._above is not None:
            self.left.append(self._above)
        self._above = None

    def _take(self, entry: Entry, *, new_page: bool) -> None:
        above = self._above
        if above is not None and above.dated is None and new_page and _goes_on(above, entry):
            entry.pieces = (*above.pieces[:-1], _joined(above.pieces[-1], entry.pieces[0]), *entry.pieces[1:])
            self._above = None
        self._date(entry)
        if self._is_title(entry):
            entry.dated = None
        if above is not None and above.is_date_alone and entry.dated is None:
            self._put_under(above, entry)
        elif entry.is_date_alone:
            self._take_date(entry)
        elif entry.dated is None and not entry.is_item and self._is_body_of_last(entry):
            last = self.entries[-1]
            last.pieces = (*last.pieces, *entry.pieces)
            if last.dated is not None:
                last.dated = attrs.evolve(last.dated, rest=f"{last.dated.rest}\n{entry.text}")
        elif entry.dated is None and not entry.is_item and not self._is_open(entry):
            self.end()
            self._above = entry
        else:
            self._take_title(entry)
            self._add(entry)

    def _is_open(self, entry: Entry) -> bool:
        """Whether an entry stands under a heading that says that there is no date yet."""
        return self.heading is not None and self.heading.is_open and not entry.pieces[0].is_marked

    def _add(self, entry: Entry) -> None:
        entry.groups = self._groups.held
        self.entries.append(entry)

    def _is_body_of_last(self, entry: Entry) -> bool:
        """Whether a paragraph stands under an entry that is a heading: "### 3 March: Grafting"."""
        if self._above is not None or not self.entries or entry.pieces[0].is_marked:
            return False
        last = self.entries[-1]
        return last.pieces[0].is_marked and last.heading is entry.heading and not last.is_item

    def _is_title(self, entry: Entry) -> bool:
        """Whether what looks like an entry is the title of the calendar or of a part of it, with its period."""
        if entry.dated is None or entry.is_item or (self.entries and not entry.pieces[0].is_marked):
            return False
        possible = entry.dated.when.possible
        return (
            possible is not None
            and possible.days > _LONGEST_MONTH
            and len(entry.dated.when.ranges) == 1
            and (possible == self.issue or entry.pieces[0].is_marked or self._is_above_all(entry.dated))
        )

    def _leave_heading(self, above: Entry) -> None:
        """Leave a heading that says nothing of the entries below it, but that what stood above it is over."""
        first = above.pieces[0]
        if len(above.pieces) == 1 and (first.is_marked or _NAME_LIKE.fullmatch(first.words)):
            self._groups.take(None, level_of(first.raw, is_marked=first.is_marked))
        self.end()

    def _is_above_all(self, dated: Dated) -> bool:
        """Whether words with a long period stand above all months and entries, and have no parts."""
        return self.heading is None and not self.entries and dated.ends and not set(dated.rest) & set(",;|\t(")

    def _put_under(self, day: Entry, entry: Entry) -> None:
        """Give an entry the date on the line above it; of paragraphs the first, of a list each item."""
        if day.dated is not None:
            entry.dated = attrs.evolve(day.dated, rest=entry.text)
        if not entry.is_item:
            entry.pieces = (*day.pieces, *entry.pieces)
            self._above = None
        self._add(entry)

    def _take_date(self, entry: Entry) -> None:
        """Take a date on a line of its own: that of the title above it, else of what follows."""
        above = self._above
        if above is not None and above.dated is None and above.pieces[-1].is_marked:
            self._take_title(entry)
            self._add(entry)
        else:
            self.end()
            self._above = entry

    def _take_title(self, entry: Entry) -> None:
        """Take a heading right above an entry for its title."""
        above = self._above
        if (
            above is not None
            and above.dated is None
            and above.pieces[-1].is_marked
            and not entry.is_item
            and not (entry.pieces[0].is_marked and not entry.is_date_alone)
            and not (above.pieces[0].number == self.title_line and self.has_title(entry.rest))
        ):
            entry.above, self._above = above.text, None
        if self._above is not None and self._above.dated is None:
            self._leave_heading(self._above)
        elif above is not None and not (above.is_date_alone and entry.is_item):
            self.end()

    def _date(self, entry: Entry) -> None:
        """Find the date of an entry: first, last, after a label, or among its parts; a status may stand before it."""
        text = entry.text
        if len(text) > LONGEST_ENTRY:
            return
        match = _STATUS.match(text)
        status = match[1] if match is not None and fold(match[1]) in self.words.slots.statuses else ""
        if match is not None and status:
            text = text[match.end() :]
        if entry.heading is None and not self.entries:
            text = self.words.stamp.sub("", text)  # how old the text is, above all entries, is the day of none
        text, aside = self._without_remarks(text)
        found = self.dating.find(text, entry.within)
        if found is not None:
            rest = f"{status}: {found.rest}" if status else found.rest
            entry.dated = attrs.evolve(found, rest="\n".join(filter(None, (rest, *aside))))
        else:
            entry.dated = None
        if found is None:
            entry.fault = self._fault(text, entry.within)

    def _without_remarks(self, text: str) -> tuple[str, list[str]]:
        """Part what is labelled as a remark from a text, since its dates are others: "Registration: by 3 May"."""
        parts = _REMARK_PARTS.split(text)
        aside = [part for part in parts[::2] if self.dating.label(part) == "remark"]
        if not aside:
            return text, []
        kept = [
            (part, before) for part, before in zip(parts[::2], ("", *parts[1::2]), strict=True) if part not in aside
        ]
        return "".join(f"{before if place else ''}{part}" for place, (part, before) in enumerate(kept)), aside

    def _fault(self, text: str, within: Period | None) -> tuple[str, str] | None:
        """Return the first or last part of an entry that looks like a date and is none, and why."""
        segments = segments_of(text)
        for words in dict.fromkeys((*segments[:1], *segments[-1:], *(part.text for part in split_pieces(text)[-1:]))):
            error = self.dating.why_not(words, within)
            if error is not None and len(segments) > 1:
                return words, error.message
        return None


def _goes_on(above: Entry, entry: Entry) -> bool:
    return not entry.is_item and is_broken(above.pieces[-1].words, entry.pieces[0].words)


def _joined(before: Piece, after: Piece) -> Piece:
    return attrs.evolve(before, words=f"{before.words} {after.words}", raw=f"{before.raw}\n{after.raw}")
