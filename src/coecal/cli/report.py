"""Owns a report in the forms that people pass on: CSV for spreadsheets, Markdown, and a page of HTML.

Words of a programme are not ours: no cell is a formula, a mark-up or a command to a terminal.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from html import escape
from io import StringIO

import attrs

from coecal.cli.output import one_line, print_bytes, printable, say
from coecal.cli.tables import print_table
from coecal.writers.tables import safe

# "://", "www." and "@" make links of GFM without any brackets.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&!@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_STYLE = (
    "body{font:1rem/1.4 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
)


@attrs.frozen(kw_only=True)
class Report:
    """A table and what is to be said below it.

    Attributes:
        title: what it is about.
        columns: the names of its columns.
        rows: its rows, each as long as `columns`.
        notes: sentences, one a line.
        numbers: the columns set to the right for people.
        unbroken: the columns whose cells never become two lines.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    unbroken: tuple[str, ...] = ()

    def show(self) -> None:
        """Print it for people."""
        print_table(self.columns, self.rows, numbers=self.numbers, unbroken=self.unbroken)
        say("")
        for note in self.notes:
            say(note)

    def to_markdown(self) -> str:
        """Return it as a heading, a table and paragraphs of Markdown (GFM)."""
        lines = [self.columns, tuple("---" for _ in self.columns)]
        table = [f"| {' | '.join(line)} |" for line in lines]
        table += [f"| {' | '.join(map(_markdown, row))} |" for row in self.rows]
        return "\n".join(
            [f"# {_markdown(self.title)}", "", *table, *(f"\n{_markdown(note)}" for note in self.notes), ""]
        )

    def to_html(self) -> str:
        """Return it as a page that needs nothing else and runs nothing."""
        head = "".join(f'<th scope="col">{_html(column)}</th>' for column in self.columns)
        body = "\n".join(f"<tr>{''.join(f'<td>{_html(cell)}</td>' for cell in row)}</tr>" for row in self.rows)
        notes = "\n".join(f"<p>{_html(note)}</p>" for note in self.notes)
        return (
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{_html(self.title)}</title>\n'
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{_html(self.title)}</h1>\n<table>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n{notes}\n</body>\n</html>\n"
        )


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows under the names of their columns as CSV; a cell that looks like a formula gets an apostrophe."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(printable(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def print_text(text: str) -> None:
    """Print a document as it is, in UTF-8 wherever it goes."""
    print_bytes(text.encode(errors="backslashreplace"))


def _markdown(cell: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(cell))


def _html(cell: str) -> str:
    return escape(one_line(cell))
