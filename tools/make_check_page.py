"""Write the codes of `coecal check` into docs/check.md, from the data that `--explain` shows.

    python tools/make_check_page.py

What stands above the first heading of codes is written by hand, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coecal.check import codes, readings
from coecal.cli.check import FINDINGS, SOURCES

PAGE = Path(__file__).parents[1] / "docs" / "check.md"
FIRST = "## Codes\n"


def page() -> str:
    """Return the page as it should be."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(FIRST)[0]
    return "\n".join([by_hand + FIRST, *_checks(), *_readings()])


def _checks() -> Iterator[str]:
    for code in codes().values():
        yield _entry(code.code, f"{code.severity.value}: {_plain(code.message)}.", code.why, code.remedy, code.example)


def _readings() -> Iterator[str]:
    sentences = {
        (source, finding.value[0]): (f"{finding.value[1].value}: {_plain(finding.value[2])}.", finding.value[3])
        for source, findings in FINDINGS.items()
        for finding in findings
    }
    for source, words in SOURCES.items():
        yield f"## In reading {words}\n"
        for each in readings():
            if each.source == source:
                sentence, remedy = sentences.get((source, each.code), ("", ""))
                yield _entry(each.code, sentence, each.why, remedy, each.example)


def _entry(code: str, sentence: str, why: str, remedy: str, example: str) -> str:
    reason = f"{why} What to do: {remedy.removesuffix('.')}." if remedy else why
    shown = "\n".join(f"    {line}".rstrip() for line in example.splitlines())
    return "\n\n".join(part for part in (f"### `{code}`", sentence, reason, shown) if part) + "\n"


def _plain(message: str) -> str:
    return re.sub(r"\{(\w+)(?:!r)?\}", r"‹\1›", message)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
