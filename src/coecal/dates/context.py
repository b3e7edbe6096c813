"""Owns what the reading of a point needs beside its words, and where the rules that it used are noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs

from coecal.dates.expression import Span
from coecal.dates.fill import Filled
from coecal.dates.kinds import Policy
from coecal.dates.reasons import Reason, Rule, Value
from coecal.errors import DateError
from coecal.ranges import Period


@attrs.frozen
class Context:
    """All that a point may need beside its own words.

    Attributes:
        text: the whole text, for errors.
        filled: the month and year of each leaf, by its span.
        within: the period that the date is listed under; None where it was not given.
        today: None where it was not given.
        policy: how disputed words are read.
        reasons: the rules used so far; new ones are added.
    """

    text: str
    filled: Mapping[Span, Filled]
    within: Period | None
    today: date | None
    policy: Policy
    reasons: list[Reason]

    def error(self, message: str, span: Span) -> DateError:
        """Return the error that marks a place in the text."""
        return DateError(message, self.text, span)

    def because(self, span: Span, rule: Rule, policy: str | None = None, **values: Value) -> None:
        """Note that a rule was used on some words, and with what values."""
        self.reasons.append(Reason(self.text[slice(*span)], rule, policy, values))
