"""Owns where each number of an expression comes from: from which digits of its text, from its words, or from outside.

Knows no days. What it cannot tell it refuses, and the text is then read in full.
"""

from __future__ import annotations

import re

from coecal.dates.expression import Day, Fraction, Leaf, Month, Span, Year
from coecal.dates.tokens import Written

NUMBERS = re.compile("[0-9]+")


class UnplannedError(Exception):
    """An expression is one that plans do not serve."""


class Sources:
    """The places of the numbers of an expression among the values that a plan works on.

    First come the numbers of the text as written, then the year and the month that it does not say, then the numbers
    that its words say.

    Attributes:
        written: the numbers of the text, in order.
        year: the place of the year that the text does not say.
        month: the place of the month that the text does not say.
        said: the numbers that the words say.
        years: the places of years that the text says.
        short: the places of years in two digits.
        ordered: pairs of places of months, of which the first may not come later in the year than the second.
        dated: whether the text says no year.
        monthly: whether a day has no month in the text.
    """

    def __init__(self, text: str, found: list[Leaf]) -> None:
        matches = list(NUMBERS.finditer(text))
        self.written: list[int] = [int(match.group()) for match in matches]
        self.year: int = len(matches)
        self.month: int = len(matches) + 1
        self.said: list[int] = []
        self.years: list[int] = []
        self.short: list[int] = []
        self.ordered: list[tuple[int, int]] = []
        self.dated: bool = False
        self.monthly: bool = False
        self._free = {match.start(): index for index, match in enumerate(matches)}
        self._months: dict[Span, int | None] = {}
        self._years: dict[Span, int] = {}
        self._fill(found)

    @property
    def all_used(self) -> bool:
        """Whether every number of the text has been asked for."""
        return not self._free

    def of(self, number: int) -> int:
        """Return the place of a number; one that is written in digits serves once."""
        if not isinstance(number, Written):
            self.said.append(number)
            return self.month + len(self.said)
        index = self._index(number)
        if number != self.written[index]:
            raise UnplannedError
        return index

    def month_of(self, leaf: Day | Month) -> int:
        """Return the place of the month of a leaf, its own or one taken over."""
        month = self._months[leaf.span]
        if month is None:
            raise UnplannedError
        return month

    def year_of(self, leaf: Leaf) -> int:
        """Return the place of the year of a leaf, its own or one taken over."""
        return self._years[leaf.span]

    def _index(self, number: int) -> int:
        place = number.place if isinstance(number, Written) else -1
        if place not in self._free:
            raise UnplannedError
        return self._free.pop(place)

    def _own_year(self, leaf: Leaf) -> int | None:
        if not isinstance(leaf, (Day, Month, Year, Fraction)) or (isinstance(leaf, Year) and leaf.year is None):
            raise UnplannedError
        if leaf.year is None:
            return None
        index = self._index(leaf.year)
        self.years.append(index)
        if leaf.year == self.written[index] + 2000:
            self.short.append(index)
        elif leaf.year != self.written[index]:
            raise UnplannedError
        return index

    def _fill(self, found: list[Leaf]) -> None:
        """Find the month and the year of each leaf, as `fill` does where no New Year lies between them."""
        years = [self._own_year(leaf) for leaf in found]
        months = self._filled_months(found)
        if all(year is None for year in years) and found:
            self.dated = True
            years[-1] = self.year
        self._spread(years, months)
        self._months = {leaf.span: month for leaf, month in zip(found, months, strict=True)}
        self._years = {leaf.span: year for leaf, year in zip(found, years, strict=True) if year is not None}
        if len(self._years) < len(found):
            raise UnplannedError  # two at one place

    def _filled_months(self, found: list[Leaf]) -> list[int | None]:
        months = [self._own_month(leaf) for leaf in found]
        bare = [index for index, leaf in enumerate(found) if isinstance(leaf, Day) and leaf.month is None]
        if bare and any(isinstance(leaf, Fraction) for leaf in found):
            raise UnplannedError  # a quarter lends its first month
        for step in (range(len(found) - 1, -1, -1), range(len(found))):
            carried: int | None = None
            for index in step:
                if months[index] is None and index in bare:
                    months[index] = carried
                carried = carried if months[index] is None else months[index]
        for index in bare:
            if months[index] is None:
                months[index], self.monthly = self.month, True
        return months

    def _own_month(self, leaf: Leaf) -> int | None:
        return self.of(leaf.month) if isinstance(leaf, (Day, Month)) and leaf.month is not None else None

    def _spread(self, years: list[int | None], months: list[int | None]) -> None:
        """Carry years to the left, then to the right, where the months on the way follow one another."""
        last = len(years) - 1
        for index in range(last - 1, -1, -1):
            if years[index] is None and years[index + 1] is not None:
                years[index] = years[index + 1]
                self._in_order(months[index], months[index + 1])
        for index in range(1, last + 1):
            if years[index] is None and years[index - 1] is not None:
                years[index] = years[index - 1]
                self._in_order(months[index - 1], months[index])

    def _in_order(self, earlier: int | None, later: int | None) -> None:
        if earlier is None or later is None:
            raise UnplannedError
        if earlier != later:
            self.ordered.append((earlier, later))
