"""Owns the checks of one row by itself: its mode, its place, who runs it, its characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from coecal.activities import Activity, Mode
from coecal.check.codes import Remark, codes, where
from coecal.places import default_places
from coecal.programme import Programme
from coecal.projects import name_key
from coecal.titles import fold

_NEARLY = 0.8
"""From which share of equal letters on a name is nearly another."""

_MODE_WORDS = {
    "desk study": Mode.ONLINE,
    "desk review": Mode.ONLINE,
    "desk research": Mode.ONLINE,
    "etude documentaire": Mode.ONLINE,
    "webinar": Mode.ONLINE,
    "webinars": Mode.ONLINE,
    "webinaire": Mode.ONLINE,
    "videoconference": Mode.ONLINE,
    "visioconference": Mode.ONLINE,
    "virtual": Mode.ONLINE,
    "hybrid": Mode.HYBRID,
    "hybride": Mode.HYBRID,
    "face-to-face": Mode.IN_PERSON,
    "presentiel": Mode.IN_PERSON,
}

# UTF-8 that was read as Windows-1252 or Latin-1: a lead byte and what follows it, as they look then.
_MANGLED = re.compile(
    "\ufffd|[\u0080-\u009f]|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]?"
    r"|&(?:amp|nbsp|quot|lt|gt|eacute|egrave|uuml|#\d{2,5});|\b\w*[^\W\d_]\?[^\W\d_]\w*\b"
)


def check_rows(programme: Programme) -> Iterator[Remark]:
    """Yield what rows lack or contradict by themselves."""
    names = {name_key(name) for project in programme.projects for name in (project.name, project.key, *project.aliases)}
    for activity in programme.activities:
        yield from _mangled(activity)
        if activity.is_cancelled:
            continue
        yield from _mode(activity)
        yield from _place(activity)
        yield from _runners(activity, programme, names)


def _mode(activity: Activity) -> Iterator[Remark]:
    if activity.mode is None:
        yield codes()["mode-missing"].about(activity)
        return
    words = re.findall(r"[\w-]+", fold(activity.title))
    for word in (*words, *(" ".join(pair) for pair in pairwise(words))):
        said = _MODE_WORDS.get(word)
        if said is not None and said is not activity.mode:
            yield codes()["mode-contradicts"].about(activity, mode=activity.mode.value, word=word)
            return


def _place(activity: Activity) -> Iterator[Remark]:
    if not activity.places and not activity.countries:
        if activity.mode in (Mode.IN_PERSON, Mode.HYBRID):
            yield codes()["place-missing"].about(activity, mode=activity.mode.value)
    elif not activity.countries and not any(map(_is_region, activity.places)):
        yield codes()["country-unknown"].about(activity, place=", ".join(activity.places))


@lru_cache(maxsize=4096)
def _is_region(place: str) -> bool:
    return default_places().find_region(place) is not None


def check_spellings(programme: Programme) -> Iterator[Remark]:
    """Yield the places that are written in two ways, by the first row of the rarer one."""
    written: dict[str, dict[str, list[Activity]]] = defaultdict(lambda: defaultdict(list))
    for activity in programme.activities:
        for place in activity.places:
            written[_spelling_key(place)][place.rstrip("* ")].append(activity)
    for spellings in written.values():
        usual, *others = sorted(spellings, key=lambda each: _rarity(each, len(spellings[each])))
        for other in others:
            rows = spellings[other]
            yield codes()["place-spelling"].about(*rows, rows=where(*rows), place=other, usual=usual)


def _rarity(spelling: str, count: int) -> tuple[int, bool, bool, str]:
    """Return what orders spellings, the usual one first; of equally many, one with accents and not in capitals."""
    return -count, spelling.isupper(), spelling.isascii(), spelling


def _spelling_key(place: str) -> str:
    return " ".join(re.findall(r"\w+", fold(place)))


def _runners(activity: Activity, programme: Programme, names: set[str]) -> Iterator[Remark]:
    if not activity.projects and not activity.organisers:
        yield codes()["runner-missing"].about(activity)
    if not programme.projects:
        return
    for name in activity.projects:
        if name_key(name) not in names:
            yield codes()["project-unlisted"].about(activity, name=name)
    for name in activity.organisers:
        if (near := _nearly(name, programme)) is not None:
            yield codes()["project-misspelt"].about(activity, name=name, other=near)


def _nearly(name: str, programme: Programme) -> str | None:
    key = name_key(name)
    for project in programme.projects:
        other = name_key(project.name)
        # Numbers that differ make another project, not a misspelt one.
        if re.findall(r"\d+", key) == re.findall(r"\d+", other) and len(key) >= 4:
            share = SequenceMatcher(None, key, other, autojunk=False).ratio()
            if share >= _NEARLY:
                return project.name
    return None


def _mangled(activity: Activity) -> Iterator[Remark]:
    text = " ".join((activity.title, *activity.places, activity.when.text, *activity.organisers))
    found = _MANGLED.search(text) or re.search("[\ufffd]", activity.source.text)
    if found is not None:
        yield codes()["mangled"].about(activity, signs=found[0])
