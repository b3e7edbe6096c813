"""Owns writing a programme as JSON, in the format "coecal/1" of docs/programme.schema.json.

The same programme gives the same bytes: keys stand in the order of the schema, everything else as it stands in the
programme.
"""

from __future__ import annotations

import json

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
    return json.dumps(programme_to_mapping(programme), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


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
    return {
        "format": FORMAT,
        "title": programme.title,
        "period": None if programme.period is None else period_to_text(programme.period),
        "as_of": None if programme.as_of is None else programme.as_of.isoformat(),
        "projects": [_project(project) for project in programme.projects],
        "activities": [_activity(activity) for activity in programme.activities],
        "reports": [_report(report) for report in programme.reports],
        "save_the_dates": [_save_the_date(save) for save in programme.save_the_dates],
        "figures": [_figure(figure) for figure in programme.figures],
        "problems": [problem_to_mapping(problem) for problem in programme.problems],
    }


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
    return {
        "issue": mention.issue,
        "as_of": None if mention.as_of is None else mention.as_of.isoformat(),
        "said": None if mention.said is None else _said(mention.said),
    }


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
