"""Owns the date of a row: which words of it are one, and which look like one but cannot be read.

Knows nothing of the rest of the row. Answers are kept, since a newsletter says the same dates often.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import attrs

from coecal.dates import FuzzyDate, parse_date
from coecal.dates import tokens as sorts
from coecal.dates.cldr import month_names
from coecal.dates.tokens import tokenize
from coecal.dates.words import Sort, fold, language
from coecal.errors import DateError
from coecal.ranges import Period

LONGEST_DATE = 120
"""How many characters the words of a row's date may have."""

_NUMBERS = re.compile(r"\d{1,4}(?:\s*(?:st|nd|rd|th|\.))?")
_WRAPPED = re.compile(r"[(\[\"“](.*)[)\]\"”]")
_TIME = re.compile(r"[,\s]+(?:at\s+)?(?P<time>\d{1,2}(?:[:.h]\d{2}(?!\d)|\s?[ap]\.?m\b)[^,;]{0,30})$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_DAYS = re.compile(r"\d{1,2}\s*[-–—]\s*\d{1,2}")
_NAMED = frozenset({
    Sort.MONTH, Sort.WEEKDAY, Sort.TENTATIVE, Sort.SEASON,
    sorts.ISO_DAY, sorts.ISO_MONTH, sorts.ISO_WEEK, sorts.NUMERIC, sorts.DAY_MONTH,
})  # fmt: skip
_DATING = _NAMED | {Sort.UNIT, Sort.LETTER, Sort.WEEK_OF, Sort.WEEK_NUMBER, Sort.TODAY, sorts.YEAR}
_OPENING = frozenset({Sort.BOUND, Sort.PART, Sort.APPROXIMATE, Sort.TENTATIVE, Sort.EVERY, Sort.WEEK_OF, Sort.LATER})
_PLACED = frozenset({
    Sort.MONTH, Sort.SEASON, sorts.YEAR, sorts.ISO_DAY, sorts.ISO_MONTH, sorts.ISO_WEEK, sorts.NUMERIC, sorts.DAY_MONTH,
})  # fmt: skip
_JOINED_YEARS = frozenset({sorts.YEAR, Sort.AND, Sort.OR, Sort.TO, Sort.EITHER})


@attrs.frozen
class Shape:
    """How much some words look like a date.

    Attributes:
        known: every word and sign belongs to dates.
        dating: one of them can make a date: a month, a year, a week, TBC.
        named: one of them says so by itself: a month, a weekday, a numeric date, TBC.
        placed: they say by themselves in which month or year.
        leads: the first of them belongs to dates.
        opens: the first of them can only open a date: "before", "early", "around", "every".
        strange: how many do not.
        only_years: there is nothing but years and signs.
        joined_years: there is nothing but years, signs and words that join years.
    """

    known: bool
    dating: bool
    named: bool
    placed: bool
    leads: bool
    opens: bool
    strange: int
    only_years: bool
    joined_years: bool


_NO_DATE = Shape(
    known=False, dating=False, named=False, placed=False, leads=False, opens=False, strange=99, only_years=False,
    joined_years=False,
)  # fmt: skip


class RowDates:
    """Reads the dates of the rows of one newsletter."""

    def __init__(self, locale: str) -> None:
        """Read dates in the language of `locale`."""
        self._locale = locale
        self._language = language(locale)
        self._starts = frozenset(
            first
            for first, phrases in self._language.phrases.items()
            if any(sort is not Sort.EVENT for phrase in phrases for sort, _ in phrase.meanings)
        )
        self._months = [fold(name) for name in month_names(locale)]
        self._begin: dict[str, bool] = {}
        self._shapes: dict[str, Shape] = {}
        self._read: dict[tuple[str, Period | None], FuzzyDate | DateError] = {}

    def read(self, words: str, within: Period | None) -> FuzzyDate | None:
        """Return the date that some words of a row are, or None where they are none.

        A number or a year alone is none, for titles are full of them; nor are a week, a weekday or years that would
        fall outside the period the row is listed under.
        """
        bare = _bare(words)
        if not self.begins(bare):
            return None
        shape = self.shape(bare)
        if not shape.known or not shape.dating or shape.only_years:
            return self._read_timed(bare, within)
        when = self._parse(bare, within)
        if isinstance(when, DateError):
            return self._read_timed(bare, within)
        possible, is_loose = when.possible, shape.joined_years or not shape.placed
        if is_loose and within is not None and possible is not None and not possible.overlaps(within):
            return None
        if when.status is not None:
            return None  # a status is the activity's, and its words are no part of the date
        return when

    def _read_timed(self, words: str, within: Period | None) -> FuzzyDate | None:
        """Return the date with a time of day; one that cannot be read stays among its words."""
        match = _TIME.search(words)
        when = self.read(words[: match.start()], within) if match is not None else None
        if when is None:
            return None
        timed = self._parse(words, within)
        return timed if isinstance(timed, FuzzyDate) else attrs.evolve(when, text=words)

    def time_of_day(self, words: str) -> str:
        """Return the time of day that the words of a date end with, or ""."""
        match = _TIME.search(words)
        return "" if match is None else match["time"]

    def read_days(self, words: str, within: Period | None) -> FuzzyDate | None:
        """Return the date that two numbers alone are ("3-5"), in the month they stand under."""
        if within is None or _DAYS.fullmatch(words) is None:
            return None
        when = self._parse(words, within)
        return when if isinstance(when, FuzzyDate) else None

    def is_number(self, words: str) -> bool:
        """Whether the words are one number alone."""
        return _NUMBERS.fullmatch(words) is not None

    def may_join(self, words: str) -> bool:
        """Whether the words can be the first part of a date that goes on after a comma."""
        if not self.begins(words):
            return False
        shape = self.shape(words)
        return shape.known and (shape.dating or words[:1].isdigit())

    def may_hold(self, words: str) -> bool:
        """Whether a month, a weekday, a numeric date or TBC stands somewhere in the words."""
        return self._has_name(words) and self.shape(words).named

    def is_tentative(self, words: str) -> bool:
        """Whether one of the words says that a date is to be confirmed."""
        try:
            tokens = tokenize(words, self._language)
        except DateError:
            return False
        return any(Sort.TENTATIVE in token.meanings for token in tokens)

    def names_month(self, words: str) -> bool:
        """Whether one of the words is the full name of a month."""
        return any(fold(word) in self._months for word in _LETTERS.findall(words))

    def fault(self, words: str, within: Period | None) -> DateError | None:
        """Return why words that look like a date are none, or None where they do not look like one."""
        words = _bare(words)
        if not self.begins(words):
            return None
        shape = self.shape(words)
        looks = shape.known and (shape.named or (shape.dating and words[:1].isdigit()))
        looks = looks or (shape.leads and shape.strange <= 2 and (shape.named or self._misspelt(words)))
        if not looks or shape.only_years or self.is_number(words):
            return None
        when = self._parse(words, within)
        return when if isinstance(when, DateError) else None

    def opens(self, words: str) -> bool:
        """Whether words begin as only a date does, though they are none: "before Christmas"."""
        return self.begins(words) and self.shape(words).opens

    def why_not(self, words: str, within: Period | None) -> str:
        """Return in words why they are no date."""
        when = self._parse(_bare(words), within)
        return when.message if isinstance(when, DateError) else "it could not be told from the title"

    def shape(self, words: str) -> Shape:
        """Return how much the words look like a date."""
        shape = self._shapes.get(words)
        if shape is None:
            shape = self._shapes[words] = self._look(words)
        return shape

    def begins(self, words: str) -> bool:
        """Whether the first word can begin a date; most titles are told from dates by that alone."""
        first = words.split(" ", 1)[0]
        begins = self._begin.get(first)
        if begins is None:
            match = _LETTERS.match(first)
            begins = self._begin[first] = match is None or fold(match[0]) in self._starts
        return begins

    def _has_name(self, words: str) -> bool:
        return any(char.isdigit() for char in words) or any(
            fold(word) in self._starts for word in _LETTERS.findall(words) if len(word) > 2
        )

    def _look(self, words: str) -> Shape:
        if len(words) > LONGEST_DATE:
            return _NO_DATE
        try:
            tokens = tokenize(words, self._language)
        except DateError:  # a numeric date of no calendar, or a sign that stands in no date
            return attrs.evolve(_NO_DATE, named=self._numeric(words), leads=words[:1].isdigit(), strange=1)
        if not tokens:
            return _NO_DATE
        strange = [set(token.meanings) <= {sorts.WORD, Sort.EVENT} for token in tokens]
        meanings = [set(token.meanings) for token in tokens]
        found = set().union(*meanings)
        signs = set("-/,&+?~():")
        return Shape(
            known=not any(strange),
            dating=not found.isdisjoint(_DATING),
            named=not found.isdisjoint(_NAMED),
            placed=not found.isdisjoint(_PLACED),
            leads=not strange[0],
            opens=not meanings[0].isdisjoint(_OPENING),
            strange=sum(strange),
            only_years=all(meaning <= signs | {sorts.YEAR} for meaning in meanings),
            joined_years=all(meaning <= signs | _JOINED_YEARS for meaning in meanings),
        )

    def _numeric(self, words: str) -> bool:
        return re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}.{0,20}", words) is not None

    def _misspelt(self, words: str) -> bool:
        """Whether a number stands beside a word that is nearly the name of a month ("3 Octobre")."""
        if not words[:1].isdigit():
            return False
        candidates = [fold(word) for word in re.findall(r"[^\W\d_]{4,}", words)]
        return any(get_close_matches(word, self._months, n=1, cutoff=0.8) for word in candidates)

    def _parse(self, words: str, within: Period | None) -> FuzzyDate | DateError:
        key = (words, within)
        answer = self._read.get(key)
        if answer is None:
            try:
                answer = parse_date(words, within=within, locale=self._locale)
            except DateError as error:
                answer = error
            self._read[key] = answer
        return answer


def _bare(words: str) -> str:
    """Return words without the brackets or quotation marks around them and without a full stop at their end."""
    bare = words.strip(" .,;")
    match = _WRAPPED.fullmatch(bare)
    return bare if match is None or match[1].count("(") else match[1].strip()
