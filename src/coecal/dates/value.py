"""Owns `FuzzyDate`: the words as written and everything that is known of the days they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import attrs

from coecal.dates import edtf, explain, formats
from coecal.dates.compare import Overlap, compare
from coecal.dates.kinds import DEFAULT_POLICY, Kind, Policy
from coecal.dates.reasons import Reason
from coecal.dates.times import DateStatus, Times
from coecal.errors import RangeError
from coecal.ranges import DateRange, Period, by_time

_KNOWN_TO_THE_DAY = (Kind.EXACT, Kind.RECURRING)


def _kind(value: Kind | str) -> Kind:
    return value if type(value) is Kind else Kind(value)


def _ranges(values: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """Return the stretches in order of time, one that is open at its start first."""
    ranges = tuple(values)
    return ranges if len(ranges) < 2 else tuple(sorted(ranges, key=by_time))


@attrs.frozen(repr=False)
class FuzzyDate:
    """A date that may not be firm yet.

    Two fuzzy dates are equal when they say the same of the days; the words, the language and the way in which
    they were understood do not count.

    Attributes:
        text: the words as written.
        kind: what sort of statement it is.
        ranges: one or more stretches, kept in order of time. All of them happen, but for `ALTERNATIVES`, of which one
            does. A stretch without any point known stands for "at some time".
        tentative: whether the words, or the lack of them, leave it to be confirmed.
        approximate: whether the words say "around".
        locale: the language that the words were read in, such as "en".
        reasons: the rules that were used, in order; empty where the date did not come from words. What reads them
            when they are first asked for may be given instead.
        times: when it starts on its first day and ends on its last; None: not said.
        status: cancelled or postponed, where the words say so; of one postponed, the days are the new ones.

    Raises:
        RangeError: there is no range, or the kind says that the days are known and they are not.

    >>> when = FuzzyDate("4-7 September", Kind.EXACT, [DateRange.exact(date(2023, 9, 4), date(2023, 9, 7))])
    >>> when.is_firm, when.is_choice, when.reasons
    (True, False, ())
    >>> mid_november = FuzzyDate.from_edtf("[2023-11-11..2023-11-20]")
    >>> str(mid_november.earliest_start), str(mid_november.latest_start)
    ('2023-11-11', '2023-11-20')
    >>> str(mid_november.earliest_end), str(mid_november.latest_end), mid_november.possible
    ('2023-11-11', '2023-11-20', <Period 2023-11-11..2023-11-20>)
    """

    text: str = attrs.field(eq=False)
    kind: Kind = attrs.field(converter=_kind)
    ranges: tuple[DateRange, ...] = attrs.field(converter=_ranges)
    tentative: bool = False
    approximate: bool = False
    locale: str = attrs.field(default="en", eq=False)
    _reasons: tuple[Reason, ...] | Callable[[], tuple[Reason, ...]] = attrs.field(default=(), eq=False, alias="reasons")
    times: Times | None = None
    status: DateStatus | None = None

    def __attrs_post_init__(self) -> None:
        if not self.ranges:
            msg = (
                f"{self.text!r}: a fuzzy date has at least one range; an open one is DateRange(None, None, None, None)"
            )
            raise RangeError(msg)
        if self.kind not in _KNOWN_TO_THE_DAY:
            return
        if not all([part.is_exact for part in self.ranges]):  # noqa: C419 - mostly one: a generator costs more
            msg = f"{self.text!r}: a date of the kind {self.kind} has exact ranges: give it another kind"
            raise RangeError(msg)

    @classmethod
    def from_edtf(cls, text: str, *, policy: Policy = DEFAULT_POLICY) -> FuzzyDate:
        """Read a date in the Extended Date/Time Format (ISO 8601-2:2019, levels 0 to 2).

        Args:
            text: such as `[2023-11-11..2023-11-20]`.
            policy: how far "approximate" (`~`) reaches.

        Returns:
            The date, whose words are the text.

        Raises:
            DateError: the text is no EDTF, or has no days of the calendar.

        >>> FuzzyDate.from_edtf("2023-10-03/..")
        <FuzzyDate '2023-10-03/..' open: starts 2023-10-03, ends 2023-10-03..>
        """
        parts = edtf.read_edtf(text, policy)
        return cls(text, parts.kind, parts.ranges, parts.tentative, parts.approximate, times=parts.times)

    @classmethod
    def undated(cls, within: Period | None = None, *, text: str = "", locale: str = "en") -> FuzzyDate:
        """Return a date of which only the period that it is listed under is known.

        Args:
            within: that period; None: not even that is known.
            text: the words in the place of the date, such as "TBC".
            locale: the language of the words.

        >>> FuzzyDate.undated(Period(date(2023, 11, 1), date(2023, 11, 30)), text="TBC")
        <FuzzyDate 'TBC' undated tentative: 2023-11-01..2023-11-30 (somewhere in)>
        """
        return cls(text, Kind.UNDATED, (DateRange.listed_under(within),), tentative=True, locale=locale)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The rules that were used, in order; empty where the date did not come from words."""
        if callable(self._reasons):
            object.__setattr__(self, "_reasons", self._reasons())
        return self._reasons if isinstance(self._reasons, tuple) else ()

    @property
    def is_choice(self) -> bool:
        """Whether one of the ranges happens, not all of them."""
        return self.kind is Kind.ALTERNATIVES

    @property
    def is_firm(self) -> bool:
        """Whether every day is known and nothing is left to be confirmed."""
        return self.kind in _KNOWN_TO_THE_DAY and not self.tentative and not self.approximate

    @property
    def earliest_start(self) -> date | None:
        """The first day on which it may start, or None where that is open."""
        return _extreme(min, (part.earliest_start for part in self.ranges))

    @property
    def latest_start(self) -> date | None:
        """The last day on which its first stretch may start, or None where that is open."""
        starts = [part.latest_start for part in self.ranges]
        if self.is_choice:
            return _extreme(max, starts)
        return min((day for day in starts if day is not None), default=None)

    @property
    def earliest_end(self) -> date | None:
        """The first day on which its last stretch may end, or None where that is open."""
        ends = [part.earliest_end for part in self.ranges]
        if self.is_choice:
            return _extreme(min, ends)
        return max((day for day in ends if day is not None), default=None)

    @property
    def latest_end(self) -> date | None:
        """The last day on which it may end, or None where that is open."""
        return _extreme(max, (part.latest_end for part in self.ranges))

    @property
    def possible(self) -> Period | None:
        """All days from the first to the last possible one, or None where an end is open."""
        if len(self.ranges) == 1:
            return self.ranges[0].possible
        first, last = self.earliest_start, self.latest_end
        return None if first is None or last is None else Period(first, last)

    def closed_by(self, period: Period) -> FuzzyDate:
        """Return this date with the open ends of its ranges closed by a period, where that is possible.

        Args:
            period: what it is listed under.

        >>> FuzzyDate.from_edtf("2023-10-03/..").closed_by(Period(date(2023, 10, 1), date(2023, 12, 31))).latest_end
        datetime.date(2023, 12, 31)
        """
        if not any(part.is_open for part in self.ranges):
            return self
        return attrs.evolve(self, ranges=tuple(part.closed_by(period) for part in self.ranges))

    def to_edtf(self) -> str:
        """Return the date in the Extended Date/Time Format, level 2.

        Where EDTF has a form for it, `from_edtf` reads back an equal date; else the tightest form that covers it. For
        a time of day it has one on a single day, without an end, in UTC, in an offset or in no zone.

        >>> FuzzyDate.from_edtf("2023-11").to_edtf()
        '2023-11'
        """
        written = edtf.write_edtf(self.kind, self.ranges, tentative=self.tentative, approximate=self.approximate)
        moment = None if self.times is None or len(written) != len("2023-10-03") else self.times.to_iso()
        return written if moment is None else f"{written}T{moment}"

    def format(self, locale: str = "en", *, year: bool = True) -> str:
        """Return the date in words as the language of `locale` writes it.

        Args:
            locale: the language, such as "en" or "fr_BE".
            year: whether to write the year. Without it, the words are read back under a heading that has it.

        Raises:
            UnknownNameError: there is no table for the language.

        >>> FuzzyDate.from_edtf("2023-10-10/2023-10-12").format()
        '10-12 October 2023'
        >>> FuzzyDate.from_edtf("2023-10-10/2023-10-12").format("fr", year=False)
        'du 10 au 12 octobre'
        """
        return formats.format_date(
            self.kind,
            self.ranges,
            tentative=self.tentative,
            approximate=self.approximate,
            times=self.times,
            status=self.status,
            locale=locale,
            year=year,
        )

    def explain(self, language: str = "en") -> str:
        """Return in sentences what is known, by which rules, and what is still open.

        Args:
            language: the language of the sentences: "en" or "fr", with or without a region.

        Raises:
            UnknownNameError: there are no sentences in that language.

        >>> print(FuzzyDate.from_edtf("2023-10").explain())
        "2023-10" is a window: it takes place somewhere in these days, on at least one of them.
        It starts on 1 October 2023 at the earliest and on 31 October 2023 at the latest.
        It ends on 1 October 2023 at the earliest and on 31 October 2023 at the latest.
        It can fall on any day from 1 October 2023 to 31 October 2023; no day is certain.
        The exact days are not known.
        >>> print(FuzzyDate.from_edtf("2023-10-03").explain("fr"))
        « 2023-10-03 » est une date exacte : ses jours sont connus.
        Jour : le 3 octobre 2023.
        Rien ne reste à préciser.
        """
        return explain.explain(self, language)

    def compare(self, other: FuzzyDate) -> Overlap[FuzzyDate]:
        """Return whether the two overlap: certain, possible or none, and how likely.

        Args:
            other: the other date. Open ends stay open; `closed_by` closes them.

        >>> one, two = FuzzyDate.from_edtf("2023-10-10/2023-10-12"), FuzzyDate.from_edtf("2023-10")
        >>> one.compare(two).certainty.value
        'possible'
        """
        return compare(self, other)

    def _repr_svg_(self) -> str:
        from coecal.timeline.notebook import date_svg  # noqa: PLC0415 - the way up, opened when a notebook shows it

        return date_svg(self)

    def _repr_html_(self) -> str:
        from coecal.timeline.notebook import date_html  # noqa: PLC0415 - likewise

        return date_html(self)

    def __repr__(self) -> str:
        joint = " or " if self.is_choice else ", "
        days = joint.join(repr(part)[11:-1] for part in self.ranges)
        marks = " tentative" * self.tentative + " approximate" * self.approximate
        marks += f" {self.status}" if self.status else ""
        times = f", {self.times}" if self.times else ""
        return f"<FuzzyDate {self.text!r} {self.kind}{marks}: {days}{times}>"


def _extreme(pick: Callable[[Iterable[date]], date], days: Iterable[date | None]) -> date | None:
    """Return the least or greatest day, or None as soon as one of them is open."""
    known: list[date] = []
    for day in days:
        if day is None:
            return None
        known.append(day)
    return pick(known)
