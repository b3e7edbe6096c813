"""Owns `coecal merge`: the next issue merged into a programme, and what that changed."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import PurePath

import attrs
import click

from coecal import writers
from coecal.activities import Activity
from coecal.answers import Answers
from coecal.changes import Changes, Unsure, row_text
from coecal.cli.inputs import load, programme_argument, to_day
from coecal.cli.output import patience, print_bytes, print_json, printable
from coecal.errors import UnknownNameError
from coecal.matching import Answer, Match
from coecal.merge import merge
from coecal.readers.answers import read_answers
from coecal.writers.answers import answers_to_toml
from coecal.writers.change_words import change_words
from coecal.writers.changes import write_changes
from coecal.writers.files import replace_file

FORMATS = ("txt", "md", "html")


@click.command("merge")
@programme_argument
@click.argument("newer", metavar="NEWER", type=click.Path())
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write the merged programme here (.json).")
@click.option("--answers", metavar="FILE", type=click.Path(), help="Answers to unsure matches: TOML or JSON.")
@click.option("--save-answers", metavar="FILE", type=click.Path(), help="Write the answers given on the terminal here.")
@click.option("--changes", "changes_file", metavar="FILE", type=click.Path(), help="Write what changed: .md, .html, …")
@click.option("--accounts", metavar="FILE", type=click.Path(), help="Write what became of each row and activity: JSON.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="txt", help="How to print what changed.")
@click.option("--locale", metavar="LANGUAGE", default="en", show_default=True, help="The language: en or fr.")
@click.option("--as-of", callback=to_day, metavar="DAY", help="The day up to which NEWER is informed.")
@click.option("--force", is_flag=True, help="Merge an issue that is older than the programme.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object a change.")
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    programme: str,
    newer: str,
    output: str | None,
    answers: str | None,
    save_answers: str | None,
    changes_file: str | None,
    accounts: str | None,
    form: str,
    locale: str,
    as_of: date | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Merge the next issue into a programme.

    Activities of PROGRAMME that NEWER has a row for keep their UIDs; what that changed is printed. Where it is not
    sure that a row is an activity, you are asked if this is a terminal; else it is listed, and --answers decides.
    """
    try:
        change_words(locale)  # before anybody is asked anything
    except UnknownNameError as error:
        raise click.BadParameter(str(error), param_hint="--locale") from error
    known = read_answers(answers) if answers is not None else Answers()
    questions = _Questions(known)
    is_asked = sys.stdin.isatty() and sys.stderr.isatty()
    base, issue = load(programme), load(newer)
    if as_of is not None:
        issue = attrs.evolve(issue, as_of=as_of)
    if is_asked:
        merged = merge(base, issue, answers=known, ask=questions.ask, force=force)
    else:
        with patience("Merging"):
            merged = merge(base, issue, answers=known, force=force)
    if output is not None:
        writers.write(merged, output, format=None if PurePath(output).suffix else "json")
    if changes_file is not None:
        written = write_changes(merged.changes, format=_format_of(changes_file), locale=locale)
        replace_file(changes_file, written.encode(errors="backslashreplace"))
    if accounts is not None:
        listed = [account.to_json() for account in merged.changes.accounts]
        replace_file(accounts, (json.dumps(listed, ensure_ascii=False, indent=2) + "\n").encode())
    if save_answers is not None:
        replace_file(save_answers, answers_to_toml(questions.answers, _open(merged.changes)).encode())
    if as_json:
        print_json(merged.changes.to_json())
        return
    shown = write_changes(merged.changes, format=form, locale=locale)
    print_bytes(printable(shown).encode(errors="backslashreplace"))
    if issue.as_of is None:
        _say_aside(
            "\nThe new issue has no day, so that a wrong order is not noticed and changes have no date: use --as-of"
        )
    _tell(merged.changes, output)


class _Questions:
    """Asks on a terminal, and keeps the answers."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def ask(self, old: Activity, new: Activity, match: Match) -> Answer:
        """Ask whether a row is an activity."""
        where = "" if new.source.line is None else f", line {new.source.line}"
        for line in (
            "\nIs this one activity?",
            f"  so far: {_whole_row(old)}",
            f"  new issue{where}: {_whole_row(new)}",
            f"  {match.score:g} points: {match.reasons}",
        ):
            _say_aside(line)
        reply = click.prompt("yes, no or later", type=click.Choice(["y", "n", "l"]), default="l", err=True)
        answer = {"y": Answer.SAME, "n": Answer.DIFFERENT}.get(reply, Answer.ASK)
        if answer is not Answer.ASK:
            self.answers = self.answers.with_answer(old, new, answer)
        return answer


def _say_aside(line: str) -> None:
    """Print a line on standard error, since what changed may go to a page."""
    click.echo(printable(line), err=True)


def _whole_row(activity: Activity) -> str:
    runners = ", ".join(activity.partners)
    return f"{runners}: {row_text(activity)}" if runners else row_text(activity)


def _format_of(path: str) -> str:
    ending = PurePath(path).suffix.lower().removeprefix(".")
    return ending if ending in (*FORMATS, "json") else "md"


def _open(changes: Changes) -> tuple[Unsure, ...]:
    """Return what nobody has answered yet, whether this merge asked it or one of the same issue before."""
    return (*changes.still_open, *changes.unsure)


def _tell(changes: Changes, output: str | None) -> None:
    """Say what is open and where the programme is, beside what is printed."""
    lines = []
    if count := len(_open(changes)):
        lines.append(
            f"\nNot sure: {count}; answer on a terminal, or with --answers (--save-answers makes a file to fill in)"
        )
    for question in _open(changes):
        lines += [
            f"  uid {question.old.uid}: {_whole_row(question.old)}",
            f"  row {question.new.uid}: {_whole_row(question.new)}",
            f"      {question.score:g} points: {question.reasons}",
        ]
    if output is not None:
        lines.append(f"\nWritten: {output}")
    for line in lines:
        _say_aside(line)
