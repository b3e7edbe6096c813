"""Owns reading a programme from JSON in the format "coecal/1" of docs/programme.schema.json.

It is strict: what is missing, unknown, of the wrong type or contradictory is an error that says where it stands.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import NoReturn

import attrs

from coecal.activities import Activity, Mention, Mode, Said, Section, Source, Status
from coecal.dates.mapping import read_period, read_when
from coecal.errors import InputError, Problem, Severity
from coecal.nodes import REPEATED, Node
from coecal.programme import Programme
from coecal.projects import Money, Project
from coecal.reports import Figure, Passage, Report, SaveTheDate

FORMAT = "coecal/1"

_OPTIONAL = ("title", "period", "as_of", "projects", "reports", "save_the_dates", "figures", "problems")
AMOUNT = re.compile(r"\d{1,30}(\.\d{1,30})?", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UID = re.compile(r"[!-~]{1,255}")


def read_json(text: str, *, source: str | None = None) -> Programme:
    """Read a programme from JSON text.

    Args:
        text: the text, as `coecal.writers.json.to_json` makes it.
        source: the name of the file, for errors.

    Raises:
        InputError: the text is no JSON, of another format or version, or says something that a programme cannot
            be. The error has the line, or the path to the value.
    """
    try:
        return _programme(Node(_parse(text)))
    except InputError as error:
        raise InputError(error.message, source=source, line=error.line, path=error.path) from error


def _parse(text: str) -> object:
    try:
        data: object = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        msg = f"no JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno}); mend the file or write it anew"
        raise InputError(msg, line=error.lineno) from error
    except RecursionError as error:
        msg = "lists or objects are nested too deeply for a programme; write the file anew"
        raise InputError(msg) from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        msg = "a number has too many digits; mend the file or write it anew"
        raise InputError(msg) from error
    return data


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    held: dict[str, object] = dict(pairs)
    if len(held) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                held[key] = REPEATED
            seen.add(key)
    return held


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON; write a number or null"
    raise InputError(msg)


def _programme(node: Node) -> Programme:
    _check_format(node)
    node.check_keys(("format", "activities"), _OPTIONAL)
    projects = node.get("projects", []).list_of(_project)
    activities = node.get("activities").list_of(_activity)
    _check_unique(node.get("projects", []), "key", [project.key for project in projects])
    _check_unique(node.get("activities"), "uid", [activity.uid for activity in activities])
    return Programme(
        title=node.get("title", "").text(),
        period=node.get("period").maybe(read_period),
        as_of=node.get("as_of").maybe(Node.day),
        projects=projects,
        activities=activities,
        reports=node.get("reports", []).list_of(_report),
        save_the_dates=node.get("save_the_dates", []).list_of(_save_the_date),
        figures=node.get("figures", []).list_of(_figure),
        problems=node.get("problems", []).list_of(_problem),
    )


def _check_format(node: Node) -> None:
    """Refuse what is no programme before anything else, since every other error would be beside the point."""
    if not isinstance(node.value, dict) or not isinstance(node.value.get("format"), str):
        node.fail(f'this is no programme: it has no "format": "{FORMAT}"; write it with coecal read')
    if node.value["format"] != FORMAT:
        node.get("format").fail(
            f"{node.value['format'][:40]!r} is not the format {FORMAT!r} that this version reads; "
            "write the programme anew with coecal read"
        )


def _check_unique(node: Node, key: str, values: list[str]) -> None:
    first: dict[str, int] = {}
    for position, value in enumerate(values):
        if value in first:
            there = node.at(first[value]).get(key).path
            node.at(position).get(key).fail(f"{value!r} stands at {there} already; give each its own")
        first[value] = position


def _project(node: Node) -> Project:
    optional = ("aliases", "duration", "budget", "funding", "funders", "scope", "countries", "implementation")
    node.check_keys(("key", "name"), optional)
    return Project(
        key=node.get("key").matching(KEY, "glacy-plus"),
        name=node.get("name").text(),
        aliases=_texts(node.get("aliases", [])),
        duration=node.get("duration").maybe(read_when),
        budget=node.get("budget").maybe(_money),
        funding=node.get("funding").maybe(Node.text),
        funders=_texts(node.get("funders", [])),
        scope=node.get("scope").maybe(Node.text),
        countries=_countries(node.get("countries", [])),
        implementation=node.get("implementation").maybe(Node.text),
    )


def _money(node: Node) -> Money:
    node.check_keys(("amount", "currency"))
    amount = node.get("amount").matching(AMOUNT, "18890000")
    return Money(Decimal(amount), node.get("currency").matching(CURRENCY, "EUR"))


def _activity(node: Node) -> Activity:
    optional = ("mode", "places", "countries", "regions", "status", "sequence", "last_modified", "source", "url")
    node.check_keys(("uid", "title", "when"), ("projects", "organisers", *optional, "history"))
    return Activity(
        uid=node.get("uid").matching(UID, "bf04de7cd1ad6e93a3ee@coecal"),
        title=node.get("title").text(),
        when=read_when(node.get("when")),
        projects=_texts(node.get("projects", [])),
        organisers=_texts(node.get("organisers", [])),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=_texts(node.get("places", [])),
        countries=_countries(node.get("countries", [])),
        regions=_texts(node.get("regions", [])),
        status=node.get("status", Status.PLANNED.value).choice(Status),
        sequence=node.get("sequence", 0).integer(minimum=0),
        last_modified=node.get("last_modified").maybe(Node.day),
        source=_source(node.get("source", {})),
        url=node.get("url").maybe(Node.text),
        history=node.get("history", []).list_of(_mention),
    )


def _mention(node: Node) -> Mention:
    node.check_keys(("issue", "as_of", "said"))
    return Mention(
        issue=node.get("issue").text(),
        as_of=node.get("as_of").maybe(Node.day),
        said=node.get("said").maybe(_said),
    )


def _said(node: Node) -> Said:
    node.check_keys(("title", "when"), ("projects", "organisers", "mode", "places", "countries", "status", "source"))
    return Said(
        title=node.get("title").text(),
        when=read_when(node.get("when")),
        projects=_texts(node.get("projects", [])),
        organisers=_texts(node.get("organisers", [])),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=_texts(node.get("places", [])),
        countries=_countries(node.get("countries", [])),
        status=node.get("status", Status.PLANNED.value).choice(Status),
        source=_source(node.get("source", {})),
    )


def _source(node: Node) -> Source:
    node.check_keys((), [field.name for field in attrs.fields(Source)])
    return Source(
        section=node.get("section").maybe(lambda section: section.choice(Section)),
        heading=node.get("heading").maybe(Node.text),
        line=node.get("line").maybe(_line),
        text=node.get("text", "").text(),
    )


def _report(node: Node) -> Report:
    optional = ("projects", "mode", "places", "countries", "regions", "section", "activities", "source")
    node.check_keys(("title", "when"), optional)
    return Report(
        title=node.get("title").text(),
        when=read_when(node.get("when")),
        section=node.get("section").maybe(Node.text),
        projects=_texts(node.get("projects", [])),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=_texts(node.get("places", [])),
        countries=_countries(node.get("countries", [])),
        regions=_texts(node.get("regions", [])),
        activities=_uids(node.get("activities", [])),
        source=_passage(node.get("source", {})),
    )


def _save_the_date(node: Node) -> SaveTheDate:
    node.check_keys(("title", "when"), ("mode", "places", "countries", "activities", "source"))
    return SaveTheDate(
        title=node.get("title").text(),
        when=read_when(node.get("when")),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=_texts(node.get("places", [])),
        countries=_countries(node.get("countries", [])),
        activities=_uids(node.get("activities", [])),
        source=_passage(node.get("source", {})),
    )


def _figure(node: Node) -> Figure:
    node.check_keys(("name", "value"), ("at_least", "as_of", "unit", "total_of", "source"))
    return Figure(
        name=node.get("name").text(),
        value=node.get("value").integer(minimum=0),
        at_least=node.get("at_least", False).flag(),
        as_of=node.get("as_of").maybe(Node.day),
        unit=node.get("unit").maybe(Node.text),
        total_of=_texts(node.get("total_of", [])),
        source=_passage(node.get("source", {})),
    )


def _passage(node: Node) -> Passage:
    node.check_keys((), [field.name for field in attrs.fields(Passage)])
    return Passage(
        section=node.get("section").maybe(Node.text),
        heading=node.get("heading").maybe(Node.text),
        line=node.get("line").maybe(_line),
        text=node.get("text", "").text(),
    )


def _uids(node: Node) -> tuple[str, ...]:
    return node.list_of(lambda uid: uid.matching(UID, "bf04de7cd1ad6e93a3ee@coecal"))


def _problem(node: Node) -> Problem:
    node.check_keys(("line", "code", "severity", "message", "remedy"))
    return Problem(
        line=node.get("line").maybe(_line),
        code=node.get("code").text(),
        severity=node.get("severity").choice(Severity),
        message=node.get("message").text(),
        remedy=node.get("remedy").text(),
    )


def _line(node: Node) -> int:
    return node.integer(minimum=1)


def _texts(node: Node) -> tuple[str, ...]:
    return node.list_of(Node.text)


def _countries(node: Node) -> tuple[str, ...]:
    return node.list_of(_country)


def _country(node: Node) -> str:
    return node.matching(COUNTRY, "GH")
