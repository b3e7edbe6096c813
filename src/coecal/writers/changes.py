"""Owns "What changed since the last issue" for people: text, Markdown, HTML and JSON, in English and French."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape

import attrs

from coecal.activities import Activity
from coecal.changes import Change, ChangeKind, Changes, Unsure
from coecal.dates import FuzzyDate
from coecal.errors import UnknownNameError
from coecal.locales import language_of
from coecal.writers.change_words import ChangeWords, change_words
from coecal.writers.section_signs import escape_markdown
from coecal.writers.section_words import section_words

FORMATS = ("txt", "md", "html", "json")


@attrs.frozen
class Line:
    """One line of the list: what it is about, what was and what is."""

    title: str
    before: str | None
    after: str | None


@attrs.frozen
class Block:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[Line, ...]


def write_changes(changes: Changes, *, format: str = "md", locale: str = "en") -> str:  # noqa: A002
    """Return what a merge changed, as a newsletter would print it.

    Args:
        changes: what changed.
        format: "txt", "md", "html" (a section without the page around it) or "json".
        locale: the language, English or French; JSON is the same in both.

    Raises:
        UnknownNameError: the format or the language is not known.
    """
    if format not in FORMATS:
        msg = f"there is no format {format!r} for changes: use one of {', '.join(FORMATS)}"
        raise UnknownNameError(msg)
    words = change_words(locale)
    if format == "json":
        return json.dumps(changes.to_json(), ensure_ascii=False, indent=2) + "\n"
    tally = words.tally.format_map(attrs.asdict(changes.tally())) if changes.accounts else ""
    return _WRITERS[format](words, tuple(_blocks(changes, words)), tally)


def _blocks(changes: Changes, words: ChangeWords) -> Iterator[Block]:
    for kind in ChangeKind:
        if found := changes.of(kind):
            yield Block(words.headings[kind], tuple(_line(change, words) for change in found))
    if changes.unsure:
        yield Block(words.unsure, tuple(_question(question, words) for question in changes.unsure))


def _line(change: Change, words: ChangeWords) -> Line:
    old, new = change.old, change.activity
    if old is not None and change.kind in (ChangeKind.FIRMED_UP, ChangeKind.LESS_FIRM, ChangeKind.MOVED):
        return Line(new.title, _date(old.when, words) or words.nothing, _date(new.when, words) or words.nothing)
    if old is not None and change.kind is ChangeKind.MODE:
        return Line(new.title, _mode(old, words) or words.nothing, _mode(new, words) or words.nothing)
    if change.kind is ChangeKind.REWORDED:
        return Line(change.before or "", None, change.after)
    if change.kind in (ChangeKind.RELOCATED, ChangeKind.RUNNERS):
        return Line(new.title, change.before or words.nothing, change.after or words.nothing)
    return Line(_row(new, words), None, None)


def _question(question: Unsure, words: ChangeWords) -> Line:
    return Line(_row(question.old, words), None, _row(question.new, words))


def _row(activity: Activity, words: ChangeWords) -> str:
    parts = (activity.title, *activity.places, _mode(activity, words), _date(activity.when, words))
    return ", ".join(part for part in parts if part)


def _mode(activity: Activity, words: ChangeWords) -> str:
    return "" if activity.mode is None else section_words(words.locale).modes[activity.mode]


def _date(when: FuzzyDate, words: ChangeWords) -> str:
    """Return a date in its own words where they are in the language, else as the language writes it."""
    return when.text if not when.text or language_of(when.locale) == words.locale else when.format(words.locale)


def _shown(line: Line, sign: Callable[[str], str]) -> str:
    title = sign(line.title)
    if line.after is None:
        return title
    after = sign(line.after)
    return f"{title} → {after}" if line.before is None else f"{title}: {sign(line.before)} → {after}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _to_text(words: ChangeWords, blocks: tuple[Block, ...], tally: str) -> str:
    parts = [words.title]
    for block in blocks:
        lines = "\n".join(f"- {_shown(line, _plain)}" for line in block.lines)
        parts.append(f"{block.heading}\n\n{lines}")
    parts += [] if blocks else [words.none]
    return "\n\n".join([*parts, tally] if tally else parts) + "\n"


def _to_markdown(words: ChangeWords, blocks: tuple[Block, ...], tally: str) -> str:
    def sign(text: str) -> str:
        return str(escape_markdown(_plain(text)))

    parts = [f"## {words.title}"]
    for block in blocks:
        lines = "\n".join(f"- {_shown(line, sign)}" for line in block.lines)
        parts.append(f"### {block.heading}\n\n{lines}")
    parts += [] if blocks else [words.none]
    return "\n\n".join([*parts, tally] if tally else parts) + "\n"


def _to_html(words: ChangeWords, blocks: tuple[Block, ...], tally: str) -> str:
    def sign(text: str) -> str:
        return escape(_plain(text))

    lines = [f'<section lang="{words.locale}">', f"<h2>{escape(words.title)}</h2>"]
    for block in blocks:
        lines += [f"<h3>{escape(block.heading)}</h3>", "<ul>"]
        lines += [f"<li>{_shown(line, sign)}</li>" for line in block.lines]
        lines.append("</ul>")
    if not blocks:
        lines.append(f"<p>{escape(words.none)}</p>")
    lines += [f"<p>{escape(tally)}</p>"] if tally else []
    return "\n".join([*lines, "</section>"]) + "\n"


_WRITERS: Mapping[str, Callable[[ChangeWords, tuple[Block, ...], str], str]] = {
    "txt": _to_text,
    "md": _to_markdown,
    "html": _to_html,
}
