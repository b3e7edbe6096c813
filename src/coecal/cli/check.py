"""Owns `coecal check`: what an editor should look at, and what each code means."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date

import attrs
import click

from coecal.check import CheckPolicy, Reading, Remark, check, codes, read_policy, readings
from coecal.cli.inputs import load, to_day
from coecal.cli.output import patience, print_json, say, told_severities
from coecal.errors import InputError, Severity, UnknownNameError
from coecal.readers.calendars.findings import Finding as CalendarFinding
from coecal.readers.newsletter.findings import Finding as NewsletterFinding
from coecal.toml_text import load_toml
from coecal.typing import Json
from coecal.writers.json import problem_to_mapping

FINDINGS = {"newsletter": NewsletterFinding, "calendar": CalendarFinding}
"""The lists of findings of the readers that keep one."""

SOURCES = {
    "newsletter": "a newsletter",
    "calendar": "a calendar",
    "table": "a table",
    "agenda": "a calendar in prose",
    "programme": "a programme in TOML or JSON",
    "files": "several files",
}
"""What is read, in words."""


@click.command("check")
@click.argument("programme", metavar="[PROGRAMME]", required=False, type=click.Path())
@click.option("--today", callback=to_day, metavar="DAY", help="Say also what is near or past on this day.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Leave out what has this code; may be repeated.")
@click.option("--config", metavar="FILE", type=click.Path(), help="A TOML file with codes to ignore, and waivers.")
@click.option("--explain", metavar="CODE", help="Say what a code means, and give an example.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object a finding.")
@click.pass_context
def command(
    context: click.Context,
    programme: str | None,
    today: date | None,
    ignore: tuple[str, ...],
    config: str | None,
    explain: str | None,
    *,
    as_json: bool,
) -> None:
    """Say what an editor should look at before an issue goes out.

    Each finding of PROGRAMME has its line, a code and a remedy. The exit code is 1 only if one of them is of the
    severity error; warnings and notes give 0.
    """
    if explain is not None:
        _explain(explain)
        return
    if programme is None:
        msg = "give the PROGRAMME to check, or --explain CODE"
        raise click.UsageError(msg)
    policy = CheckPolicy() if config is None else _policy(config)
    policy = attrs.evolve(policy, ignore=policy.ignore.union(ignore))
    loaded = load(programme)
    for code in sorted(policy.ignore | {waiver.code for waiver in policy.waivers}):
        _require_known(code, *(problem.code for problem in loaded.problems))
    with patience("Checking"):
        found = check(loaded, today=today, policy=policy)
    if as_json:
        print_json([_to_mapping(remark) for remark in found])
    else:
        _show(found)
    if any(remark.severity is Severity.ERROR for remark in found):
        context.exit(1)


def _policy(path: str | os.PathLike[str]) -> CheckPolicy:
    try:
        return read_policy(load_toml(path))
    except InputError as error:
        raise error.of_source(os.fspath(path)) from error


def _require_known(code: str, *others: str) -> None:
    known = sorted({*codes(), *(reading.code for reading in readings()), *others})
    if code not in known:
        msg = f"no finding has the code {code!r}: use one of {', '.join(known)}"
        raise UnknownNameError(msg)


def _explain(code: str) -> None:
    """Say what a code means, of a check and of each reader that has it."""
    _require_known(code)
    known = codes().get(code)
    if known is not None:
        say(f"{code} ({known.severity.value})\n\n  {_shown(known.message)}\n\nWhat to do: {known.remedy}.")
        _say_why(known.why, known.example)
    for reading in readings():
        if reading.code == code:
            say(f"{code} in reading {SOURCES[reading.source]}{_sentence(reading)}")
            _say_why(reading.why, reading.example)


def _sentence(reading: Reading) -> str:
    """Return the severity, the sentence and the remedy of a reading, where its reader keeps a list of them."""
    for finding in FINDINGS.get(reading.source, ()):
        name, severity, message, remedy = finding.value
        if name == reading.code:
            return f" ({severity.value})\n\n  {_shown(message)}\n\nWhat to do: {remedy.removesuffix('.')}."
    return ""


def _shown(message: str) -> str:
    return re.sub(r"\{(\w+)(?:!r)?\}", r"<\1>", message)


def _say_why(why: str, example: str) -> None:
    lines = "\n".join(f"  {line}" for line in example.splitlines())
    say(f"\nWhy: {why}\n\nExample:\n{lines}\n")


def _to_mapping(remark: Remark) -> dict[str, Json]:
    mapping: dict[str, Json] = {**problem_to_mapping(remark), "uids": remark.uids}
    if remark.lines:
        mapping["lines"] = remark.lines
    return mapping


def _show(found: Sequence[Remark]) -> None:
    if not found:
        say("Nothing to look at.")
        return
    for remark in found:
        where = ":".join(str(part) for part in (remark.file, remark.line) if part is not None)
        say(f"{f'{where}: ' if where else ''}{remark.severity} [{remark.code}] {remark.message}")
        say(f"    {remark.remedy}")
    say(f"\n{told_severities(found)}; coecal check --explain CODE says more")
