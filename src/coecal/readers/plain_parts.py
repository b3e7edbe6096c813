"""Owns plain data -> the parts of a programme beside its activities: projects, reports, save-the-dates, figures.

It is strict: what is missing, unknown or of the wrong type is an error that says where it stands.
"""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from coecal.activities import Mention, Mode, Said, Section, Source, Status
from coecal.dates.mapping import read_when
from coecal.errors import Problem, Severity
from coecal.nodes import Faults, Node
from coecal.projects import Money, Project, slug
from coecal.ranges import Period
from coecal.readers.plain_dates import read_written_when
from coecal.reports import Figure, Passage, Report, SaveTheDate

AMOUNT = re.compile(r"\d{1,30}(\.\d{1,30})?", re.ASCII)
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UID = re.compile(r"[!-~]{1,255}")


def read_project(node: Node, within: Period | None) -> Project:
    """Return the project at a node; without a key it gets one by its name. `within` supplies a missing year."""
    optional = ("key", "aliases", "duration", "budget", "funding", "funders", "scope", "countries", "implementation")
    faults = Faults()
    with faults:
        node.check_keys(("name",), optional)
    name = faults.take(node.get("name").text, "")
    project = Project(
        key=faults.take(lambda: node.get("key").maybe(_key), None) or slug(name),
        name=name,
        aliases=faults.take(lambda: read_texts(node.get("aliases", [])), ()),
        duration=faults.take(lambda: node.get("duration").maybe(lambda when: read_written_when(when, within)), None),
        budget=faults.take(lambda: node.get("budget").maybe(_money), None),
        funding=faults.take(lambda: node.get("funding").maybe(Node.text), None),
        funders=faults.take(lambda: read_texts(node.get("funders", [])), ()),
        scope=faults.take(lambda: node.get("scope").maybe(Node.text), None),
        countries=faults.take(lambda: read_countries(node.get("countries", [])), ()),
        implementation=faults.take(lambda: node.get("implementation").maybe(Node.text), None),
    )
    faults.end()
    return project


def _key(node: Node) -> str:
    return node.matching(KEY, "glacy-plus")


def _money(node: Node) -> Money:
    node.check_keys(("amount", "currency"))
    amount, currency = node.get("amount"), node.get("currency").matching(CURRENCY, "EUR")
    if isinstance(amount.value, int) and not isinstance(amount.value, bool):
        return Money(Decimal(amount.integer(minimum=0)), currency)
    return Money(Decimal(amount.matching(AMOUNT, "18890000")), currency)


def read_report(node: Node, within: Period | None) -> Report:
    """Return the report at a node; `within` supplies a missing year."""
    optional = ("projects", "mode", "places", "countries", "regions", "section", "activities", "source")
    node.check_keys(("title", "when"), optional)
    return Report(
        title=node.get("title").text(),
        when=read_written_when(node.get("when"), within),
        section=node.get("section").maybe(Node.text),
        projects=read_texts(node.get("projects", [])),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=read_texts(node.get("places", [])),
        countries=read_countries(node.get("countries", [])),
        regions=read_texts(node.get("regions", [])),
        activities=_uids(node.get("activities", [])),
        source=_passage(node.get("source", {})),
    )


def read_save_the_date(node: Node, within: Period | None) -> SaveTheDate:
    """Return the save-the-date at a node; `within` supplies a missing year."""
    node.check_keys(("title", "when"), ("mode", "places", "countries", "activities", "source"))
    return SaveTheDate(
        title=node.get("title").text(),
        when=read_written_when(node.get("when"), within),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=read_texts(node.get("places", [])),
        countries=read_countries(node.get("countries", [])),
        activities=_uids(node.get("activities", [])),
        source=_passage(node.get("source", {})),
    )


def read_figure(node: Node) -> Figure:
    """Return the figure at a node."""
    node.check_keys(("name", "value"), ("at_least", "as_of", "unit", "total_of", "source"))
    return Figure(
        name=node.get("name").text(),
        value=node.get("value").integer(minimum=0),
        at_least=node.get("at_least", False).flag(),
        as_of=node.get("as_of").maybe(Node.day),
        unit=node.get("unit").maybe(Node.text),
        total_of=read_texts(node.get("total_of", [])),
        source=_passage(node.get("source", {})),
    )


def _passage(node: Node) -> Passage:
    node.check_keys((), [field.name for field in attrs.fields(Passage)])
    return Passage(
        section=node.get("section").maybe(Node.text),
        heading=node.get("heading").maybe(Node.text),
        line=node.get("line").maybe(read_line),
        text=node.get("text", "").text(),
        file=node.get("file").maybe(Node.text),
    )


def _uids(node: Node) -> tuple[str, ...]:
    return node.list_of(lambda uid: uid.matching(UID, "bf04de7cd1ad6e93a3ee@coecal"))


def read_problem(node: Node) -> Problem:
    """Return the problem at a node."""
    node.check_keys(("line", "code", "severity", "message", "remedy"), ("file",))
    return Problem(
        line=node.get("line").maybe(read_line),
        code=node.get("code").text(),
        severity=node.get("severity").choice(Severity),
        message=node.get("message").text(),
        remedy=node.get("remedy").text(),
        file=node.get("file").maybe(Node.text),
    )


def read_source(node: Node) -> Source:
    """Return where an activity was read."""
    node.check_keys((), [field.name for field in attrs.fields(Source)])
    return Source(
        section=node.get("section").maybe(lambda section: section.choice(Section)),
        heading=node.get("heading").maybe(Node.text),
        line=node.get("line").maybe(read_line),
        text=node.get("text", "").text(),
        file=node.get("file").maybe(Node.text),
    )


def read_mention(node: Node) -> Mention:
    """Return what one issue said of an activity."""
    node.check_keys(("issue", "as_of", "said"), ("asked",))
    return Mention(
        issue=node.get("issue").text(),
        as_of=node.get("as_of").maybe(Node.day),
        said=node.get("said").maybe(_said),
        asked=read_texts(node.get("asked", [])),
    )


def _said(node: Node) -> Said:
    node.check_keys(("title", "when"), ("projects", "organisers", "mode", "places", "countries", "status", "source"))
    return Said(
        title=node.get("title").text(),
        when=read_when(node.get("when")),
        projects=read_texts(node.get("projects", [])),
        organisers=read_texts(node.get("organisers", [])),
        mode=node.get("mode").maybe(lambda mode: mode.choice(Mode)),
        places=read_texts(node.get("places", [])),
        countries=read_countries(node.get("countries", [])),
        status=node.get("status", Status.PLANNED.value).choice(Status),
        source=read_source(node.get("source", {})),
    )


def read_line(node: Node) -> int:
    """Return the number of a line."""
    return node.integer(minimum=1)


def read_texts(node: Node) -> tuple[str, ...]:
    """Return the texts of a list."""
    return node.list_of(Node.text)


def read_countries(node: Node) -> tuple[str, ...]:
    """Return the codes of a list of countries."""
    return node.list_of(_country)


def _country(node: Node) -> str:
    return node.matching(COUNTRY, "GH")
