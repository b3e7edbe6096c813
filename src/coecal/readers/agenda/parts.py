"""Owns the parts of an entry without its date: which are title, place, mode, status, who runs it, or a remark.

`segments` cuts an entry; here its segments are cut into pieces at commas, and told apart.
Knows nothing of dates and lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import attrs

from coecal.activities import Mode, Status
from coecal.places.countries import country_codes
from coecal.readers.agenda.blocks import CLOCK
from coecal.readers.agenda.groups import Group
from coecal.readers.agenda.segments import BRACKETS, PARTS, PREFIX, is_code, parted, segments_of
from coecal.readers.agenda.words import AgendaWords
from coecal.readers.newsletter.pieces import split_pieces
from coecal.readers.newsletter.slots import Located, Slots
from coecal.readers.newsletter.words import fold

_LABEL = re.compile(r"([^\W\d_][^:|\n]{0,30}?)\s*:\s+(\S.*)", re.DOTALL)
_BODIES = re.compile(r"\s*[,/;]\s*")
_JOINED_BODIES = re.compile(r"\s+(?:and|et|&|\+)\s+")
# A full stop after a word, before a capital: "Field day on swarm traps. Plovdiv, Bulgaria. In person."
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_a-zß-ÿ])|\.$")
_PREPOSITION = re.compile(r"(?:[àÀ]|[Aa]ux?|[EeIi]n|[Aa]t)\s+(?=[^\W\d_a-zß-ÿ])")
_AND = re.compile(r"\bet\b")
_TIME = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}|\s?h)?\s*(?:[ap]\.?m\.?)?(?:\s*[-–—]\s*\d{1,2}(?:[:.h]\d{2}|\s?h)?\s*(?:[ap]\.?m\.?)?)?(?:\s+[A-Z]{3,4})?"
)
_CODED = re.compile(r"(.+?)\s*\(([A-Z]{2})\)")  # "Milan (IT)"
_URL = re.compile(r"https?://\S+")
_ARTICLES = frozenset({"of", "the", "for", "and", "et", "pour"})
_DASHES = {"–", "—", "-"}
_MOST_BODY_WORDS, _MOST_CODE_WORDS = 6, 3


@attrs.define
class Parts:
    """What an entry says beside its date.

    Attributes:
        title: the title's words.
        places: the words of its places.
        countries: codes of their countries.
        regions: regions that they mean, where they are no countries.
        mode: None where it is not said.
        status: None where it is not said.
        projects: names after a label that says so.
        organisers: names after a label that says so.
        bodies: names of whoever runs it that no label tells apart.
        remarks: parts that are none of these.
        assumed_places: places that no list knows.
        fields: what stands after labels of dates and times, by field.
        url: the address of a page about it; None where there is none.
        tentative: whether brackets say that something is to be confirmed.
    """

    title: str = ""
    places: list[str] = attrs.field(factory=list)
    countries: list[str] = attrs.field(factory=list)
    regions: list[str] = attrs.field(factory=list)
    mode: Mode | None = None
    status: Status | None = None
    projects: list[str] = attrs.field(factory=list)
    organisers: list[str] = attrs.field(factory=list)
    bodies: list[str] = attrs.field(factory=list)
    remarks: list[str] = attrs.field(factory=list)
    assumed_places: list[str] = attrs.field(factory=list)
    fields: dict[str, str] = attrs.field(factory=dict)
    url: str | None = None
    tentative: bool = False

    @property
    def has_slot(self) -> bool:
        """Whether anything was told beside the title."""
        return bool(
            self.places or self.mode or self.status or self.projects or self.organisers or self.bodies or self.fields
        )


@attrs.frozen
class _Text:
    """Words of an entry that are no slot, what stands before them, and whether a slot does."""

    words: str
    separator: str
    after_slot: bool


class PartsReader:
    """Takes the entries of one calendar apart."""

    def __init__(
        self, words: AgendaWords, slots: Slots, is_body: Callable[[str], bool], stands_alone: Callable[[str], bool]
    ) -> None:
        """Read with the words of calendars, and what tells places and modes, known bodies, and parts of an entry."""
        self._near: tuple[str, ...] = ()
        self._stands_alone = stands_alone
        self._words = words
        self._slots = slots
        self._is_body = is_body

    def group(self, words: str) -> Group | None:
        """Return what a heading says of the entries below it, or None: "Project WELL+", "Senegal", "WELL+ - Water"."""
        parts = Parts()
        words = words.strip(" :.")
        first = next(iter(segments_of(words)), "")
        place = self._slots.place(words)
        is_named = self._label(words, parts) or self._opening(first, parts)
        if is_named and (parts.projects or parts.organisers or parts.places):
            return Group(
                words,
                projects=tuple(parts.projects),
                organisers=tuple(parts.organisers),
                places=tuple(parts.places),
                countries=tuple(parts.countries),
                regions=tuple(parts.regions),
            )
        if place is not None:
            regions = () if place.countries else place.regions
            return Group(words, places=(place.words,), countries=place.countries, regions=regions, is_assumed=True)
        name = BRACKETS.sub("", first).strip()
        if is_code(name) and len(name.split()) <= _MOST_CODE_WORDS:
            return Group(words, projects=(name,), is_assumed=True)
        return None

    def read(self, text: str, near: tuple[str, ...] = ()) -> Parts:
        """Return the parts of an entry whose date was taken out.

        Args:
            text: the entry.
            near: codes of the countries that a heading above it names.
        """
        parts = Parts()
        self._near = near
        text = self._without_status(self._without_stops(self._without_marks(text, parts)), parts)
        text = self._without_prefix(text, parts)
        texts: list[_Text] = []
        is_next = False
        for separator, segment in self._title_first(list(parted(text))):
            had_slot = parts.has_slot
            rest = self._segment(segment, parts, is_first=not texts and not parts.title)
            if rest:
                texts.append(_Text(rest, separator, had_slot or (bool(texts) and segment.endswith(f", {rest}"))))
            elif is_next and len(texts) > 1 and not parts.places and self._slots.mode(segment):
                self._take_name(texts, parts)
            is_next = bool(rest)
        self._take_texts(texts, parts)
        return parts

    def _take_name(self, texts: list[_Text], parts: Parts) -> None:
        """Take the name right before a mode for a place that no list knows: "Talks - Redon - in person"."""
        if not texts[-1].after_slot and self._slots.is_name(texts[-1].words):
            name = texts.pop().words
            parts.places.append(name)
            parts.assumed_places.append(name)

    def _without_marks(self, text: str, parts: Parts) -> str:
        """Return a text without brackets that say that something is to be confirmed, which is the date."""

        def marked(match: re.Match[str]) -> str:
            if fold(match[1]) not in self._words.slots.undated:
                return match[0]
            parts.tentative = True
            return ""

        return BRACKETS.sub(marked, text)

    def _without_stops(self, text: str) -> str:
        """Return a text with bars for the full stops before sentences that are nothing but places and modes."""
        sentences = _SENTENCE.split(text)
        kept, was_part = sentences[:1], False
        for sentence, stop in zip(sentences[1:], _SENTENCE.finditer(text), strict=True):
            pieces = self._pieces(sentence)
            is_part = bool(pieces) and (
                all(self._is_slot(piece, pieces) for piece in pieces) or self._opens_body(sentence.strip())
            )
            is_end = not sentence and (was_part or len(kept) == 1)
            kept.append(f"{' | ' if is_part or was_part or is_end else stop[0]}{sentence}")
            was_part = is_part
        return "".join(kept)

    def _without_status(self, text: str, parts: Parts) -> str:
        """Take the status before an entry: "CANCELLED: Talks"."""
        match = re.match(r"\W*([^\W\d_][\w\s-]{2,30}?)\s*(?:[:|–—]|\s-\s|\n)\s*", text)
        status = self._slots.status(match[1]) if match is not None else None
        if match is None or status is None:
            return text
        parts.status = status
        return text[match.end() :]

    def _without_prefix(self, text: str, parts: Parts) -> str:
        """Take a time, a place, a mode or a code before an entry's title: "Accra (Ghana): Talks", "[WELL+] Talks"."""
        clock = CLOCK.match(text)
        if clock is not None:
            parts.fields["times"] = re.sub(r"\s?h\s?", "h", clock["clock"])
            text = text[clock.end() :]
        match = PREFIX.match(text)
        if match is None or fold(match["before"] or "") in self._words.labels:
            return text
        words = match["in"] or match["before"]
        pieces = self._pieces(words)
        if len(pieces) == 1 and is_code(words) and (match["in"] or self._is_body(words)):
            parts.bodies.append(words)
        elif pieces and fold(words) not in self._words.kinds and all(self._is_slot(one, pieces) for one in pieces):
            self._take_from_right(pieces, parts, keep=0)
            parts.assumed_places += parts.places if len(pieces) == 1 else []
        else:
            return text
        return text[match.end() :]

    def _title_first(self, segments: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return segments with those before the title behind it, where they are no title: "Online | Talks | WELL+"."""
        found = [self._is_title(segment) for _, segment in segments]
        if not any(found):  # a name that comes again is a title before a code or a mode is
            found = [not is_code(segment) and not self._is_slot(segment, ()) for _, segment in segments]
        for place, is_title in enumerate(found):
            if is_title:
                before = [(after[0], words) for after, (_, words) in zip(segments[1:], segments[:place], strict=False)]
                return [*segments[place:], *before]
        return segments

    def has_title(self, text: str) -> bool:
        """Whether words hold anything but places, modes and names of bodies."""
        return any(map(self._is_title, segments_of(text)))

    def _is_title(self, segment: str) -> bool:
        pieces = self._pieces(segment)
        return not all(self._is_slot(piece, pieces) or self._names_body(piece) for piece in pieces)

    def _segment(self, segment: str, parts: Parts, *, is_first: bool) -> str:
        """Take what a segment is, and return the words of it that are none of these."""
        if _URL.fullmatch(segment):
            parts.url = segment
            return ""
        if self._label(segment, parts):
            return ""
        if fold(segment) in self._words.slots.undated:  # a place or a mode that is not known yet
            parts.remarks.append(segment)
            return ""
        if not is_first and self._opening(segment, parts):
            return ""
        taken, left = self._take_from_right(self._pieces(segment), parts, keep=1 if is_first else 0)
        slots = 0 if is_first else next((at for at, piece in enumerate(left) if not self._is_slot(piece, left)), 0)
        if slots:  # "in person, Secretariat": what follows is no title
            self._take_from_right(left[:slots], parts, keep=0)
        return segment if left and not taken and not slots else ", ".join(left[slots:])

    def _pieces(self, segment: str) -> list[str]:
        """Return a segment cut at commas, without the brackets that hold slots."""
        return [piece.text for piece in split_pieces(self._flat(segment))]

    def _flat(self, segment: str) -> str:
        """Return a segment with commas for the brackets that hold places, modes and statuses alone."""

        def unwrapped(match: re.Match[str]) -> str:
            within = PARTS.sub(", ", match[1])
            inner = [piece.text for piece in split_pieces(within)]
            before = match.string[: match.start()].rpartition(",")[2].strip()
            is_after = match.end() == len(match.string) and bool(before) and self._is_slot(before, ())
            is_apart = all(
                self._is_slot(piece, inner) or self._is_bracketed_body(piece) or (is_after and piece[:1].isupper())
                for piece in inner
            )
            return f", {within}" if inner and is_apart else match[0]

        return BRACKETS.sub(unwrapped, segment)

    def _is_bracketed_body(self, piece: str) -> bool:
        """Whether brackets name a body: announced as one, or known; a code that stands once is an abbreviation."""
        return self._opens_body(piece) or self._is_body(piece)

    def _is_slot(self, piece: str, beside: Sequence[str]) -> bool:
        if self._slots.mode(piece) or self._slots.status(piece) or self._place(piece, ()) is not None:
            return True
        return any(self._place(other, ()) for other in beside) and self._slots.is_name(piece, strictly=False)

    def _take_from_right(self, pieces: Sequence[str], parts: Parts, *, keep: int) -> tuple[bool, list[str]]:
        """Take pieces that are modes, statuses and places from the right; `keep` pieces at least are left.

        Codes and known names of bodies may stand among them: "Nairobi, Kenya, in person, WELL+".
        """
        left = list(pieces)
        places: list[Located] = []
        bodies: list[str] = []
        taken = False
        while len(left) > keep:
            piece = left[-1]
            if self._take_slot(piece, parts, places, before=left[-2] if len(left) > 1 else ""):
                parts.bodies[:0], bodies = self._all_bodies(bodies), []
                taken = True
            elif len(left) > 1 and (self._names_body(piece) or self._follows_mode(piece, left[-2])):
                bodies.append(piece)
            else:
                break
            left.pop()
        for place in reversed(places):
            _add(parts.places, [words.strip() for words in place.words.split(",")])
            _add(parts.countries, place.countries)
            _add(parts.regions, place.regions if not place.countries else ())
        names = self._all_bodies(bodies)
        if names and all(is_code(name) and self._is_body(name) for name in names):  # they need no slot before them
            parts.bodies[:0], bodies = names, []
            taken = True
        return taken, [*left, *reversed(bodies)]

    def _all_bodies(self, pieces: Sequence[str]) -> list[str]:
        """Return the bodies that pieces name, which were taken from the right."""
        return [name for piece in reversed(pieces) for name in self.bodies(piece)]

    def _names_body(self, piece: str) -> bool:
        """Whether a piece is the name of a body, by its form or because it comes again."""
        return all(is_code(name) or self._is_body(name) for name in self.bodies(piece))

    def _follows_mode(self, piece: str, before: str) -> bool:
        """Whether a piece stands where whoever runs it does: right after the mode, as a name."""
        return piece[:1].isupper() and len(piece.split()) <= _MOST_BODY_WORDS and self._slots.mode(before) is not None

    def _take_slot(self, piece: str, parts: Parts, places: list[Located], *, before: str) -> bool:
        """Take a piece that is a mode, a status, a time, a body that is announced, or a place, and say whether it is.

        Args:
            piece: the piece.
            parts: what takes it.
            places: the places taken so far, from the right.
            before: the piece left of it; "" where there is none.
        """
        if (mode := self._slots.mode(piece)) is not None:
            parts.mode = mode if parts.mode in (None, mode) else Mode.HYBRID
        elif (status := self._slots.status(piece)) is not None:
            parts.status = status
        elif before and self._opens_body(piece):
            self._opening(piece, parts)
        elif _TIME.fullmatch(piece) is not None:
            parts.fields["times"] = piece
        elif (place := self._place_beside(piece, parts, places, before=before)) is not None:
            places.append(place)
            if place.is_guessed or (not place.countries and not place.regions):
                parts.assumed_places.append(place.words)
        else:
            return False
        return True

    def _place_beside(self, piece: str, parts: Parts, places: Sequence[Located], *, before: str) -> Located | None:
        """Return the place that a piece is by itself, or beside the places to its right, the mode and a venue."""
        near = tuple(code for place in places[-1:] for code in place.countries) or self._near
        place = self._place(piece, near)
        if place is not None:
            return place
        if places and (self._slots.is_venue(piece, places[-1]) or self._slots.is_building(piece)):
            return Located(piece, near)
        if near:
            return Located(piece) if self._slots.is_name(piece, strictly=bool(before)) else None
        is_beside = self._slots.is_building(before) or (
            bool(before) and parts.mode is not None and not places and not parts.places
        )
        return self._slots.guess(piece) or (Located(piece) if is_beside and self._slots.is_name(piece) else None)

    def _place(self, piece: str, near: Iterable[str]) -> Located | None:
        if "+" in piece or any(map(str.isdigit, piece)):
            return None  # SAHEL+ is a project, whatever the Sahel is
        near = tuple(near)
        coded = _CODED.fullmatch(piece)
        if coded is not None and coded[2] in country_codes() and self._slots.is_name(coded[1], strictly=False):
            return Located(coded[1], (coded[2],))
        place = self._slots.place(piece, near) or self._slots.place(_PREPOSITION.sub("", piece), near)
        if place is None and _AND.search(piece) is not None:
            found = self._slots.place(_AND.sub("and", piece), near)
            place = None if found is None else attrs.evolve(found, words=piece)
        return place

    def _label(self, segment: str, parts: Parts) -> bool:
        """Take what stands after a label: "Venue: Rome", "Project: WELL+"."""
        match = _LABEL.fullmatch(segment)
        field = self._words.labels.get(fold(match[1])) if match is not None else None
        if match is None or field is None:
            return False
        self._take_field(field, match[2].strip(), segment, parts)
        return True

    def _take_field(self, field: str, value: str, segment: str, parts: Parts) -> None:
        if fold(value) in self._words.slots.undated:  # "Venue: to be confirmed" says that there is none
            parts.remarks.append(segment)
        elif field in ("projects", "organisers"):
            _add(getattr(parts, field), self.bodies(value, several=fold(segment.partition(":")[0]).endswith("s")))
        elif field in ("places", "mode", "status"):
            taken, left = self._take_from_right(self._pieces(value), parts, keep=0)
            if left and field == "places":
                _add(parts.places, left)
                parts.assumed_places += left
            elif left or not taken:
                parts.remarks.append(segment)
        elif field == "title":
            parts.title = value
        elif field == "remark":
            parts.remarks.append(segment)
        else:
            parts.fields[field] = value

    def _opening(self, segment: str, parts: Parts) -> bool:
        """Take a part whose first words say what it is: "organised by the Harbour Trust", "projet RIVES"."""
        written = segment.split()
        for words, field in self._words.openings:
            count = len(words.split())
            value = " ".join(written[count:])
            if not value or fold(" ".join(written[:count])) != words:
                continue
            if field == "places":
                taken, left = self._take_from_right(self._pieces(value), parts, keep=0)
                return taken and not left
            if len(value.split()) > _MOST_BODY_WORDS:
                return False
            _add(getattr(parts, field), self.bodies(value, several=words.endswith("s")))
            return True
        return False

    def _opens_body(self, piece: str) -> bool:
        """Whether a piece says who runs the activity by its first words: "projet RIVES", "organised by the Forum"."""
        for words, field in self._words.openings:
            written = piece.split()
            count = len(words.split())
            if field != "places" and fold(" ".join(written[:count])) == words and len(written) > count:
                value = self._words.articles.sub("", " ".join(written[count:]), count=1)
                return not value[:1].islower()
        return False

    def bodies(self, words: str, *, several: bool = False) -> list[str]:
        """Return the names of bodies in some words, without an article before them.

        "A and B" is one name, unless `several` are announced or both are known by themselves.
        """
        names: list[str] = []
        for written in _BODIES.split(words.strip(" .")):
            name = self._words.articles.sub("", written, count=1)
            joined = [self._words.articles.sub("", part, count=1) for part in _JOINED_BODIES.split(name)]
            if len(joined) > 1 and (several or all(map(self._stands_alone, joined))):
                names += joined
            elif name:
                names.append(name)
        return names

    def _take_texts(self, texts: Sequence[_Text], parts: Parts) -> None:
        """Tell the title from whoever runs it among the words that are nothing else."""
        texts = list(texts)
        if texts and not parts.title:
            parts.title = texts.pop(0).words
        while texts and self._names_bodies(texts[-1]):
            parts.bodies[:0] = self.bodies(texts.pop().words)
        for text in texts:
            if text.separator.strip() in _DASHES and not text.after_slot:
                parts.title = f"{parts.title}{text.separator}{text.words}"
            else:
                parts.remarks.append(text.words)

    def _names_bodies(self, text: _Text) -> bool:
        """Whether the last words of an entry name who runs it: by their form, or by where they stand."""
        names = self.bodies(text.words)
        if all(self._is_body(name) or is_code(name) for name in names):
            return True
        if (
            not text.after_slot
            or text.words.endswith(".")
            or ":" in text.words
            or len(text.words.split()) > _MOST_BODY_WORDS
        ):
            return False
        if "\n" not in text.separator:
            return text.words[:1].isupper()
        # On a line of its own, a name is capitalised, but for "of the" and the like.
        particles = self._words.slots.particles | _ARTICLES
        return all(word[:1].isupper() or fold(word) in particles for word in text.words.split())


def _add(held: list[str], more: Iterable[str]) -> None:
    held += [one for one in dict.fromkeys(more) if one and one not in held]
