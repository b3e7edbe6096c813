"""Owns the entry to reading dates: the words and their context in, a `FuzzyDate` or a `Period` out."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache, partial

from coecal.dates.detect import languages_of
from coecal.dates.edtf import read_edtf
from coecal.dates.grammar import parse_expression
from coecal.dates.kinds import DEFAULT_POLICY, Kind, Policy
from coecal.dates.plans import Key, Plans, key_of, plan_of
from coecal.dates.reasons import Reason
from coecal.dates.resolve import resolve
from coecal.dates.tokens import tokenize
from coecal.dates.value import FuzzyDate
from coecal.dates.words import Language, language
from coecal.errors import DateError
from coecal.locales import territory_of
from coecal.ranges import Period

# Territories whose calendars write the month first in numeric dates (CLDR, short date formats).
_MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "AS", "MH", "MP", "PA", "VI", "UM"})
# What can only be EDTF: sets, intervals between ISO dates, open ends, unspecified digits, qualified ISO dates.
_EDTF = re.compile(
    r"\s*(?:[\[{]\s*[0-9.X].*[\]}]|(?![0-9]{4}/[0-9]{1,2}/)[0-9X]{4}(?:-[0-9XW]{1,3}){0,2}[?~%]?/.*|\.\./.*|[0-9]{4}-[0-9X]{2}(?:-[0-9X]{2})?[?~%]|[0-9X]{2,4}X(?:-XX){0,2})\s*"
)
_LONGEST_TEXT = 2000
_PLANS = Plans()


def parse_date(
    text: str,
    *,
    within: str | Period | None = None,
    today: str | date | None = None,
    locale: str | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> FuzzyDate:
    """Read a date as people write it.

    The whole text must be the date: words are never skipped. An empty text is a date of which nothing is known.

    Args:
        text: such as "11-13 & 15 September", "mid-November", "by December", "October TBC", or EDTF.
        within: the period that the date is listed under, in words or ISO ("November 2023", `2023-11`, `2023`). It
            supplies a missing year or month; None: nothing is known of it.
        today: the day that "next month" counts from, and that supplies a missing year where `within` does not.
            The clock is never read.
        locale: the language, with a region for numeric dates, such as "en" or "en_US"; None: found from the words.
        policy: how disputed words are read.

    Returns:
        The date; `reasons` and `explain` of it say by which rules it was read.

    Raises:
        DateError: the text is no date, is no date of the calendar, or leaves the year or month unknown.
        UnknownNameError: there is no table for the language of `locale`.

    >>> parse_date("mid-November", within="2023")
    <FuzzyDate 'mid-November' window: 2023-11-11..2023-11-20 (somewhere in)>
    >>> parse_date("11-13 & 15 September 2023").to_edtf()
    '{2023-09-11..2023-09-13,2023-09-15}'
    """
    period = parse_period(within) if isinstance(within, str) else within
    day = None if today is None else _day(today)
    if len(text) > _LONGEST_TEXT:
        message = f"is {len(text)} characters long, and a date has at most {_LONGEST_TEXT}: give the date alone"
        raise DateError(message, text[:40] + "…", (0, 40))
    key = key_of(text, locale, policy)
    for plan in _PLANS.get(key):
        ranges = plan.read(text, period, day)
        if ranges is not None:
            reasons = partial(_reasons, text, period, day, locale, policy)
            return FuzzyDate(text, plan.kind, ranges, plan.tentative, locale=plan.locale, reasons=reasons)
    return _read(text, period, day, locale, policy, key)


def _read(
    text: str, within: Period | None, today: date | None, locale: str | None, policy: Policy, key: Key | None
) -> FuzzyDate:
    """Read a text in full, and keep the plan that it gives under a key (None: keep none)."""
    if _EDTF.fullmatch(text):
        parts = read_edtf(text.strip(), policy)
        return FuzzyDate(text, parts.kind, parts.ranges, parts.tentative, parts.approximate, times=parts.times)
    territory = territory_of(locale or "")
    errors: list[DateError] = []
    for words in languages_of(text) if locale is None else (language(locale),):
        try:
            return _parse(text, words, within, today, policy, territory, None if errors else key)
        except DateError as error:
            errors.append(error)
    raise errors[0]


def _reasons(
    text: str, within: Period | None, today: date | None, locale: str | None, policy: Policy
) -> tuple[Reason, ...]:
    """Return the rules that were used in reading a text."""
    return _read(text, within, today, locale, policy, None).reasons


def _parse(
    text: str,
    words: Language,
    within: Period | None,
    today: date | None,
    policy: Policy,
    territory: str,
    key: Key | None,
) -> FuzzyDate:
    """Read a text in one language."""
    day_first = territory not in _MONTH_FIRST if policy.day_first is None else policy.day_first
    tokens = tokenize(text, words)
    expression = parse_expression(text, tokens, words, day_first=day_first, territory=territory)
    resolved = resolve(expression, text, within=within, today=today, policy=policy)
    plan = None if key is None else plan_of(text, expression, tokens, words, policy)
    if key is not None and plan is not None:
        _PLANS.learn(key, plan)
    return FuzzyDate(
        text,
        resolved.kind,
        resolved.ranges,
        expression.tentative or resolved.kind is Kind.UNDATED,
        expression.approximate,
        words.code,
        resolved.reasons,
        expression.times,
        expression.status,
    )


def parse_period(text: str, *, within: Period | None = None) -> Period:
    """Read a period: a month, a year, or from one to another, in words or ISO.

    Args:
        text: such as "November 2023", `2023-11`, `2023`, "October - December 2023", `2023-07/2023-12`.
        within: the period that supplies a missing year; None: the text has to say it.

    Returns:
        The days from the first to the last, both inclusive.

    Raises:
        DateError: the text is no period, or an end of it is not known.

    >>> parse_period("October - December 2023")
    <Period 2023-10-01..2023-12-31>
    """
    return _period(text, within)


@lru_cache(maxsize=1024)
def _period(text: str, within: Period | None) -> Period:
    when = parse_date(text, within=within)
    period = when.possible
    if when.tentative or len(when.ranges) != 1 or period is None:
        raise DateError("is no period: write a month or a year, such as November 2023 or 2023-11", text, (0, len(text)))
    return period


def _day(today: str | date) -> date:
    """Return a day; of a moment, which is a `date` as well, the day counts."""
    if not isinstance(today, str):
        return today.date() if isinstance(today, datetime) else today
    try:
        return date.fromisoformat(today)
    except ValueError:
        raise DateError("is no day: write it as 2023-10-31", today, (0, len(today))) from None
