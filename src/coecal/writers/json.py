"""Owns writing a programme as JSON, in the format "coecal/1" of docs/programme.schema.json.

The same programme gives the same bytes: keys stand in the order of the schema, everything else as it stands in the
programme.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from coecal.activities import Activity, Mention, Said, Source
from coecal.dates.mapping import period_to_text, to_mapping
from coecal.errors import InputError, Problem
from coecal.programme import Programme
from coecal.projects import Money, Project
from coecal.reports import Figure, Passage, Report, SaveTheDate
from coecal.typing import Json

FORMAT = "coecal/1"


def to_json(programme: Programme) -> str:
    """Return a programme as JSON text, indented by two spaces, with a newline at its end.

    `coecal.readers.json.read_json` reads back an equal programme.
    """
    fields = ",\n".join(f'  "{key}": {_value(value)}' for key, value in _fields(programme))
    return f"{{\n{fields}\n}}\n"


def _value(value: Json | Iterator[Json]) -> str:
    """Return a value as JSON two spaces in; the items of a list one by one, since all at once take much memory."""
    if not isinstance(value, Iterator):
        return _dumped(value, "  ")
    items = ",\n    ".join(_dumped(item, "    ") for item in value)
    return f"[\n    {items}\n  ]" if items else "[]"


def _dumped(value: Json, margin: str) -> str:
    # No text of JSON holds a new line as it is, so that each is one between values.
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).replace("\n", f"\n{margin}")


def to_json_bytes(programme: Programme) -> bytes:
    """Return a programme as JSON in UTF-8.

    Raises:
        InputError: a text of the programme holds half of a surrogate pair, which UTF-8 cannot say.
    """
    text = to_json(programme)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        near = ascii(text[max(0, error.start - 20) : error.end])
        msg = f"the programme holds half of a surrogate pair near {near}; write the character itself"
        raise InputError(msg) from error


def programme_to_mapping(programme: Programme) -> dict[str, Json]:
    """Return a programme as plain data."""
    return {key: list(value) if isinstance(value, Iterator) else value for key, value in _fields(programme)}


def _fields(programme: Programme) -> Iterator[tuple[str, Json | Iterator[Json]]]:
    """Yield the keys of a programme with their values, lists as what yields their items."""
    yield "format", FORMAT
    yield "title", programme.title
    yield "period", None if programme.period is None else period_to_text(programme.period)
    yield "as_of", None if programme.as_of is None else programme.as_of.isoformat()
    yield "projects", map(_project, programme.projects)
    yield "activities", map(_activity, programme.activities)
    yield "reports", map(_report, programme.reports)
    yield "save_the_dates", map(_save_the_date, programme.save_the_dates)
    yield "figures", map(_figure, programme.figures)
    yield "problems", map(problem_to_mapping, programme.problems)


def problem_to_mapping(problem: Problem) -> dict[str, Json]:
    """Return a problem as plain data."""
    return {
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "remedy": problem.remedy,
        **_file(problem.file),
    }


def _project(project: Project) -> dict[str, Json]:
    return {
        "key": project.key,
        "name": project.name,
        "aliases": project.aliases,
        "duration": None if project.duration is None else to_mapping(project.duration),
        "budget": None if project.budget is None else _money(project.budget),
        "funding": project.funding,
        "funders": project.funders,
        "scope": project.scope,
        "countries": project.countries,
        "implementation": project.implementation,
    }


def _money(money: Money) -> dict[str, Json]:
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def _activity(activity: Activity) -> dict[str, Json]:
    mapping: dict[str, Json] = {
        "uid": activity.uid,
        "title": activity.title,
        "projects": activity.projects,
        "organisers": activity.organisers,
        "when": to_mapping(activity.when),
        "mode": None if activity.mode is None else activity.mode.value,
        "places": activity.places,
        "countries": activity.countries,
        "regions": activity.regions,
        "status": activity.status.value,
        "sequence": activity.sequence,
        "last_modified": None if activity.last_modified is None else activity.last_modified.isoformat(),
        "source": _source(activity.source),
    }
    if activity.people:
        mapping["people"] = activity.people
    if activity.url is not None:
        mapping["url"] = activity.url
    if activity.history:
        mapping["history"] = [_mention(mention) for mention in activity.history]
    return mapping


def _mention(mention: Mention) -> dict[str, Json]:
    mapping: dict[str, Json] = {
        "issue": mention.issue,
        "as_of": None if mention.as_of is None else mention.as_of.isoformat(),
        "said": None if mention.said is None else _said(mention.said),
    }
    if mention.asked:
        mapping["asked"] = mention.asked
    return mapping


def _said(said: Said) -> dict[str, Json]:
    return {
        "title": said.title,
        "projects": said.projects,
        "organisers": said.organisers,
        "when": to_mapping(said.when),
        "mode": None if said.mode is None else said.mode.value,
        "places": said.places,
        "countries": said.countries,
        "status": said.status.value,
        "source": _source(said.source),
    }


def _source(source: Source) -> dict[str, Json]:
    return {
        "section": None if source.section is None else source.section.value,
        "heading": source.heading,
        "line": source.line,
        "text": source.text,
        **_file(source.file),
    }


def _report(report: Report) -> dict[str, Json]:
    return {
        "title": report.title,
        "projects": report.projects,
        "mode": None if report.mode is None else report.mode.value,
        "places": report.places,
        "countries": report.countries,
        "regions": report.regions,
        "when": to_mapping(report.when),
        "section": report.section,
        "activities": report.activities,
        "source": _passage(report.source),
    }


def _save_the_date(save: SaveTheDate) -> dict[str, Json]:
    return {
        "title": save.title,
        "mode": None if save.mode is None else save.mode.value,
        "places": save.places,
        "countries": save.countries,
        "when": to_mapping(save.when),
        "activities": save.activities,
        "source": _passage(save.source),
    }


def _figure(figure: Figure) -> dict[str, Json]:
    return {
        "name": figure.name,
        "value": figure.value,
        "at_least": figure.at_least,
        "as_of": None if figure.as_of is None else figure.as_of.isoformat(),
        "unit": figure.unit,
        "total_of": figure.total_of,
        "source": _passage(figure.source),
    }


def _passage(source: Passage) -> dict[str, Json]:
    return {
        "section": source.section,
        "heading": source.heading,
        "line": source.line,
        "text": source.text,
        **_file(source.file),
    }


def _file(name: str | None) -> dict[str, Json]:
    """Return the key of a file's name, which stands only where several files were read as one programme."""
    return {} if name is None else {"file": name}
