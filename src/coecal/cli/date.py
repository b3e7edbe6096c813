"""Owns `coecal date`: what a date as people write it can mean, one at a time or many from standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date

import attrs
import click

from coecal.cli.inputs import to_day
from coecal.cli.months import print_calendar, print_sentences
from coecal.cli.output import Refusal, failure_of, one_line, print_json, say, say_error
from coecal.cli.tables import print_table
from coecal.dates import FuzzyDate, parse_date, parse_period
from coecal.dates.mapping import to_mapping
from coecal.dates.words import language
from coecal.errors import CoecalError, DateError, InputError, UnknownNameError
from coecal.nodes import Node
from coecal.ranges import DateRange, Period
from coecal.timeline.words import LANGUAGES, Words, words_of
from coecal.typing import Json

MOST_STRETCHES = 12
"""How many stretches of one date are listed for people; --json has all."""


@attrs.frozen
class Question:
    """A text, and the context that it is read in."""

    text: str
    within: str | Period | None = None
    today: str | date | None = None
    locale: str | None = None

    def answer(self) -> FuzzyDate | CoecalError:
        """Return the date, or why there is none."""
        try:
            return parse_date(self.text, within=self.within, today=self.today, locale=self.locale)
        except (DateError, UnknownNameError) as error:
            return error


@click.command("date")
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option("--within", metavar="PERIOD", help="The period it is listed under, such as 2023-11 or 'November 2023'.")
@click.option(
    "--today", callback=to_day, metavar="DAY", help="The day that 'next month' counts from, such as 2023-10-01."
)
@click.option(
    "--locale", metavar="LANGUAGE", help="The language of the words, such as en; found from them if not given."
)
@click.option(
    "--language",
    "said_in",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the answer.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object a text.")
def command(
    texts: tuple[str, ...], within: str | None, today: date | None, locale: str | None, said_in: str, *, as_json: bool
) -> None:
    """Say what a date can mean.

    TEXT is a date as people write it. The answer is a table of what is known, the months with certain and possible
    days marked, and the rules by which it was read.

    A year that TEXT does not say comes from --within or --today, never from the clock.

    With - in the place of TEXT, standard input holds one JSON object a line, {"text", "within"?, "today"?,
    "locale"?}; the options are for lines that say nothing else. The answers stand in the order of the lines. A text
    that is no date is an answer there; given as TEXT it makes the exit code 1.
    """
    context = Question("", _period(within), today, _language(locale))
    batch = texts == ("-",)
    questions = list(_from_lines(context)) if batch else [attrs.evolve(context, text=text) for text in texts]
    answers = [question.answer() for question in questions]
    if as_json:
        print_json([_to_json(question, answer) for question, answer in zip(questions, answers, strict=True)])
    else:
        _Report(words_of(said_in)).show([answer for answer in answers if isinstance(answer, FuzzyDate)])
    failures = [answer for answer in answers if isinstance(answer, CoecalError)]
    if not (batch and as_json):
        for failure in failures:
            say_error(failure_of(failure))
    if failures and not batch:
        raise SystemExit(1)


def _period(within: str | None) -> Period | None:
    if within is None:
        return None
    try:
        return parse_period(within)
    except DateError as error:
        raise click.BadParameter(failure_of(error), param_hint="--within") from error


def _language(locale: str | None) -> str | None:
    if locale is not None:
        try:
            language(locale)
        except UnknownNameError as error:
            raise click.BadParameter(failure_of(error), param_hint="--locale") from error
    return locale


def _from_lines(context: Question) -> Iterator[Question]:
    """Yield the questions on standard input; a line that is none makes the whole batch unusable."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            yield _question(Node(json.loads(line.decode())), context)
        except InputError as error:
            message = error.message if error.path is None else f"{error.path}: {error.message}"
            raise Refusal(f"standard input, line {number}: {message}") from error
        except (ValueError, RecursionError) as error:
            msg = f'standard input, line {number}: expected one JSON object in UTF-8, such as {{"text": "mid-May"}}'
            raise Refusal(msg) from error


def _question(node: Node, context: Question) -> Question:
    node.check_keys(("text",), ("within", "today", "locale"))
    within, today, locale = (node.get(key).maybe(Node.text) for key in ("within", "today", "locale"))
    return Question(
        text=node.get("text").text(),
        within=context.within if within is None else within,
        today=context.today if today is None else today,
        locale=context.locale if locale is None else locale,
    )


def _to_json(question: Question, answer: FuzzyDate | CoecalError) -> Json:
    if isinstance(answer, FuzzyDate):
        return to_mapping(answer)
    error: dict[str, Json] = {"message": str(answer), "start": None, "end": None}
    if isinstance(answer, DateError) and answer.text == question.text:
        error = {"message": answer.message, "start": answer.span[0], "end": answer.span[1]}
    return {"text": question.text, "error": error}


@attrs.frozen
class _Report:
    """What shows dates to people, in the words of one language."""

    words: Words

    def say(self, key: str, **values: str | int) -> str:
        return self.words.fill(f"date.{key}", **values)

    def show(self, answers: Sequence[FuzzyDate]) -> None:
        """Print the table, the months and the explanation of each date."""
        text = self.say("text")
        for position, when in enumerate(answers):
            if position > 0:
                say("\n")
            print_table((text, one_line(when.text)), self._facts(when), unbroken=(text,))
            say("")
            if len(when.ranges) > 1:
                self._show_stretches(when)
            print_calendar(when, self.words)
            say("")
            print_sentences(when.explain(self.words.language))

    def _facts(self, when: FuzzyDate) -> Iterator[tuple[str, str]]:
        yield self.say("kind"), self.words[f"kind.{when.kind.value}"]
        yield self.say("tentative"), self.say("yes" if when.tentative else "no")
        if when.status is not None:
            yield self.say("status"), self.words[f"date_status.{when.status.value}"]
        yield self.say("start"), self._point(when.earliest_start, when.latest_start)
        yield self.say("end"), self._point(when.earliest_end, when.latest_end)
        if when.times is not None:
            yield self.say("times"), str(when.times)
        if len(when.ranges) == 1:
            yield self.say("days"), self._lasting(when.ranges[0])
        else:
            how = "one_happens" if when.is_choice else "all_happen"
            yield self.say("stretches"), self.say(how, count=len(when.ranges))
        yield "EDTF", when.to_edtf() if len(when.ranges) <= MOST_STRETCHES else self.say("too_long")
        yield self.say("language"), when.locale

    def _show_stretches(self, when: FuzzyDate) -> None:
        joint = self.say("or" if when.is_choice else "and")
        rows = [
            (
                joint if position > 0 else "",
                self._point(part.earliest_start, part.latest_start),
                self._point(part.earliest_end, part.latest_end),
                self._lasting(part),
            )
            for position, part in enumerate(when.ranges[:MOST_STRETCHES])
        ]
        print_table(("", *map(self.say, ("start", "end", "days"))), rows)
        if (left := len(when.ranges) - MOST_STRETCHES) > 0:
            print_sentences(self.say("not_listed", count=left))
        say("")

    def _point(self, earliest: date | None, latest: date | None) -> str:
        if earliest is None:
            return self.say("open") if latest is None else self.say("latest", day=str(latest))
        if latest is None:
            return self.say("earliest", day=str(earliest))
        return str(earliest) if earliest == latest else self.say("between", first=str(earliest), last=str(latest))

    def _lasting(self, part: DateRange) -> str:
        """Return how many days it lasts: what is known of the number, and what the days leave of it."""
        least = max(part.min_days, 0 if part.certain is None else part.certain.days)
        longest = [part.max_days, None if part.possible is None else part.possible.days]
        most = min((days for days in longest if days is not None), default=None)
        if most is None:
            return self.say("at_least", count=least)
        return str(least) if least == most else self.say("between", first=least, last=most)
