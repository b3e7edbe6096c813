"""Owns `findings.html`: what an editor should look at, a page of its own that is written only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coecal.activities import Activity
from coecal.check import Remark
from coecal.errors import Problem, Severity
from coecal.site.shell import FINDINGS, INDEX, Shell, anchor, isolated, plain
from coecal.timeline.tooltips import titled
from coecal.timeline.words import Words


def findings_page(shell: Shell, findings: Iterable[Problem]) -> bytes:
    """Return the page in UTF-8; the worst come first, those of one severity in the order given.

    Args:
        shell: what surrounds it.
        findings: what was found; one that names activities by their UIDs links to them.
    """
    words, found = shell.words, tuple(findings)
    known = {activity.uid: activity for activity in shell.programme.activities}
    title = words.fill("finding.title", title=shell.title)
    groups = [(severity, [each for each in found if each.severity is severity]) for severity in Severity]
    body = [
        f"<h1>{plain(title)}</h1>",
        f"<p>{plain(words['finding.intro'] if found else words['finding.nothing'])}</p>",
        *(line for severity, members in groups if members for line in _group(severity, members, known, words)),
    ]
    return shell.page(FINDINGS, title, body)


def _group(
    severity: Severity, members: Sequence[Problem], known: Mapping[str, Activity], words: Words
) -> Iterator[str]:
    name = severity.value
    yield f'<section aria-labelledby="{name}-heading">'
    yield f'<h2 id="{name}-heading">{plain(words[f"finding.{name}"])} ({len(members)})</h2>'
    yield f'<ul class="findings {name}">'
    for finding in members:
        line = "" if finding.line is None else f"{plain(words['finding.line'])} {finding.line} · "
        yield f'<li><p class="when">{line}<code>{plain(finding.code)}</code></p>'
        yield f'<p lang="en">{isolated(finding.message)}</p><p lang="en">{isolated(finding.remedy)}</p>'
        if links := list(_links(finding, known, words)):
            yield f'<p class="where">{" · ".join(links)}</p>'
        yield "</li>"
    yield "</ul>"
    yield "</section>"


def _links(finding: Problem, known: Mapping[str, Activity], words: Words) -> Iterator[str]:
    for uid in finding.uids if isinstance(finding, Remark) else ():
        if uid in known:
            yield f'<a href="{INDEX}#{anchor(known[uid])}">{isolated(titled(known[uid], words))}</a>'
