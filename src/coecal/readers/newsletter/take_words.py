"""Owns the steps that take a mode, a status or a place from the end of a row, and what is odd about its title."""

from __future__ import annotations

import attrs

from coecal.activities import Mode
from coecal.readers.newsletter.findings import Finding
from coecal.readers.newsletter.slots import Located
from coecal.readers.newsletter.walk import Walk

_LONGEST_SLOT, _MOST_NAME_WORDS = 60, 4


def take_status(walk: Walk) -> bool:
    """Take a piece that is the word of a status."""
    status = walk.tools.slots.status(walk.last)
    if status is None:
        return False
    walk.status = status
    walk.drop()
    return True


def take_remark(walk: Walk) -> bool:
    """Take the mode, status or date that a piece says in brackets at its end: "Kenya (online)"."""
    remark = walk.tools.slots.remark(walk.last)
    if remark is None:
        return False
    before, inside = remark
    mode, status = walk.tools.slots.mode(inside), walk.tools.slots.status(inside)
    if mode is not None:
        walk.set_mode(mode, inside)
    elif status is not None:
        walk.status = status
    else:
        return walk.when is None and (
            _take_bracketed_date(walk, before, inside) or _take_dated_remark(walk, before, inside)
        )
    walk.shrink(before)
    return True


def take_mode(walk: Walk) -> bool:
    """Take a piece that is a mode, with a remark in brackets or without."""
    mode = walk.tools.slots.mode(walk.last)
    if mode is not None:
        walk.set_mode(mode, walk.last)
        walk.drop()
        return True
    remark = walk.tools.slots.remark(walk.last)
    mode = walk.tools.slots.mode(remark[0]) if remark is not None else None
    if remark is None or mode is None:
        return False
    walk.set_mode(mode, remark[0])
    when = walk.read_date(remark[1]) if walk.when is None and walk.tools.dates.shape(remark[1]).placed else None
    place = walk.tools.slots.place_among_modes(remark[1])
    if when is not None:
        walk.set_date(when)
        walk.drop()
    elif place is not None:
        walk.add_place(place)
    else:
        walk.find(Finding.MODE_REMARK, remark[1], mode=remark[0])
        walk.drop()
    return True


def take_place(walk: Walk) -> bool:
    """Take a piece that is a place."""
    place = walk.tools.slots.place(walk.last, _near(walk))
    if place is None:
        return False
    walk.add_place(place)
    return True


def is_title_list(walk: Walk) -> bool:
    """Whether the last piece ends a list of countries in the title, so that all that is left is the title."""
    place = walk.tools.slots.place(walk.last)
    is_list = place is not None and ((place.is_list and len(place.countries) != 1) or bool(walk.places))
    if not is_list or not walk.ends_list(len(walk.pieces) - 1):
        return False
    walk.find(Finding.PLACE_IN_TITLE, walk.last)
    return True


def take_parted_place(walk: Walk) -> bool:
    """Take a place whose name holds a comma: "Washington, D.C.", "Korea, Republic of"."""
    if not walk.before:
        return False
    place = walk.tools.slots.place(walk.tail(2))
    if place is None:
        return False
    left, right = walk.before, walk.last
    walk.add_place(Located(right))
    walk.add_place(attrs.evolve(place, words=left))
    return True


def take_place_and_mode(walk: Walk) -> bool:
    """Take "Strasbourg and online", which is hybrid."""
    slots = walk.tools.slots
    if not slots.may_hold_mode(walk.last):
        return False
    place = slots.place_among_modes(walk.last)
    if place is None:
        return False
    walk.find(Finding.TWO_MODES, walk.last, other=place.words)
    walk.mode, walk.mode_words = Mode.HYBRID, walk.last
    walk.add_place(place)
    return True


def take_neighbour(walk: Walk, beside: Located | None) -> bool:
    """Take a venue beside a place, and a name beside a country or after the date that is not known as a place."""
    slots = walk.tools.slots
    left = slots.place(walk.before) if walk.before else None
    country = next((place for place in (beside, left) if place is not None and place.is_country), None)
    near = beside or left
    if near is not None and slots.is_venue(walk.last, near):
        walk.add_place(Located(walk.last))
        return True
    name = slots.without_remark(walk.last)
    if walk.tools.dates.names_month(name) or not slots.is_name(name):
        return False
    if country is not None:
        other = country.words
    elif walk.is_at_end and walk.before and walk.read_date(walk.before) is not None:
        other = walk.before
    else:
        return False
    walk.find(Finding.PLACE_ASSUMED, walk.last, other=other)
    walk.add_place(Located(walk.last))
    return True


def take_title_end(walk: Walk) -> None:
    """Take a mode or status in brackets, or a status after a dash, from the end of the title."""
    while walk.last[-1] in ")]" and take_remark(walk):
        pass
    if walk.status is not None or walk.tools.status_hint.search(walk.last) is None:
        return
    match = walk.tools.status_last.fullmatch(walk.last)
    if match is not None:
        walk.status = walk.tools.slots.status(match[2] or match[4])
        walk.shrink(match[1] or match[3])


def find_odd_title(walk: Walk) -> None:
    """List what looks like a place or a date and was left in the title, and a title that is nothing else."""
    slots = walk.tools.slots
    if len(walk.last) > _LONGEST_SLOT:
        return
    is_date = walk.read_date(walk.last) is not None
    if len(walk.pieces) == 1:
        if is_date or slots.mode(walk.last) or (len(walk.last.split()) <= _MOST_NAME_WORDS and slots.place(walk.last)):
            walk.find(Finding.ROW_WITHOUT_TITLE, walk.words)
    elif is_date:
        walk.find(Finding.SECOND_DATE, walk.last)
    elif slots.place(walk.last) is None and slots.is_name(walk.last, strictly=not walk.places):
        walk.find(Finding.PLACE_UNKNOWN, walk.last)
    elif walk.is_at_end:
        inside = next((piece.text for piece in walk.pieces[1:-1] if _is_country(walk, piece.text)), None)
        if inside is not None:
            walk.find(Finding.PLACE_INSIDE, inside, after=walk.last)


def _is_country(walk: Walk, words: str) -> bool:
    place = walk.tools.slots.place(words)
    return place is not None and place.is_country


def _take_bracketed_date(walk: Walk, before: str, inside: str) -> bool:
    """Take the date from "Kenya (3 May)"; "Nairobi (TBC)" leaves the place open, not the date."""
    if walk.tools.slots.place(before) is None or not walk.tools.dates.shape(inside).placed:
        return False
    walk.when = walk.read_date(inside)
    if walk.when is None:
        return False
    walk.shrink(before)
    return True


def _take_dated_remark(walk: Walk, before: str, inside: str) -> bool:
    """Take "3 May (with the Harbour Trust)": the remark stays among the words of the date."""
    dates = walk.tools.dates
    if len(walk.pieces) < 2 or walk.read_date(walk.last) is not None or not dates.shape(before).named:
        return False
    when = walk.read_date(before)
    if when is None:
        return False
    if dates.time_of_day(f" {inside}"):
        walk.find(Finding.TIME_OF_DAY, inside)
    else:
        walk.find(Finding.DATE_REMARK, inside)
    walk.when = attrs.evolve(when, text=walk.last, tentative=when.tentative or dates.is_tentative(inside))
    walk.drop()
    return True


def _near(walk: Walk) -> tuple[str, ...]:
    """Return the countries that stand beside the last piece."""
    right = tuple(code for place in walk.places for code in place.countries)
    left = walk.tools.slots.place(walk.before) if walk.before else None
    return right + (left.countries if left is not None else ())
