"""The examples of `coecal check --explain` and docs/check.md: each is run, and gives what it is an example of.

A newsletter's example is a piece of one, and "…" on a line of its own stands for what lies between two pieces.
"""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from coecal.check import Reading, check, codes, read_policy, readings
from coecal.errors import CoecalError
from coecal.matching import Answer
from coecal.programme import Programme
from coecal.readers import read

ROOT = Path(__file__).parents[1]

SLOTS = ("top", "block", "report", "held", "rows", "closing")
PAGE = """\
CANALS UPDATE

April - June 2027

{top}

UPDATE: Canals of the south (CANALS)

CANALS basics

Duration: January 2026 - December 2027

Participating countries: Ghana and Togo

{block}

{report}

Inventory of activities (April - June 2027)

May 2027

CANALS\tTour of the great weirs, Ghana, in person, 19-20 May

{held}

Coming next (July - December 2027)

November 2027

CANALS\tSupper for divers, Togo, in person, 24 November

{rows}

Inventory of projects

CANALS

Duration: January 2026 - December 2027

{closing}
"""
EVENT = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{calendar}\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR\n"
USUAL = {"UID": "1@x", "SUMMARY": "Talks", "DTSTART": "20270503"}


def parts_of(example: str) -> list[str]:
    """Return the pieces of an example."""
    return example.split("\n…\n")


def newsletters(example: str) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield the newsletters that an example stands for: itself, and one with its pieces in each place in turn."""
    example = example.replace(" … ", " and on" * 1500)
    yield example.encode(), "newsletter", None
    parts = parts_of(example)
    for slots in combinations(SLOTS, len(parts)):
        whole = PAGE.format_map({**dict.fromkeys(SLOTS, ""), **dict(zip(slots, parts, strict=True))})
        yield whole.encode(), "newsletter", None


def calendars(example: str) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield the calendars that an example stands for: itself, or with what else an event or a calendar needs."""
    given = {re.split("[:;]", line)[0] for line in example.splitlines()}
    event = "\n".join([*(f"{key}:{value}" for key, value in USUAL.items() if key not in given), example])
    usual = "\n".join(f"{key}:{value}" for key, value in USUAL.items())
    for text in (
        example,
        EVENT.format(calendar="", event=event),
        EVENT.format(calendar=example, event=usual),
    ):
        for expand in (None, "2027"):
            yield text.encode("cp1252", errors="replace"), "ics", expand


def tables(example: str) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield the table that an example is."""
    yield example.encode(), "csv", None


def agendas(example: str) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield the calendar in prose that an example is."""
    yield example.encode(), "agenda", None


def programmes(example: str) -> Iterator[tuple[bytes, str, str | None]]:
    """Yield the programme in TOML or JSON that an example is."""
    yield from ((example.encode(), form, None) for form in ("toml", "json"))


SOURCES = {
    "newsletter": newsletters,
    "calendar": calendars,
    "table": tables,
    "agenda": agendas,
    "programme": programmes,
}


def codes_of(data: bytes, form: str, expand: str | None) -> set[str]:
    """Return the codes of what reading finds; none where nothing can be read."""
    try:
        return {problem.code for problem in read(data=data, format=form, expand=expand).problems}
    except CoecalError:
        return set()


@pytest.mark.parametrize("reading", readings(), ids=lambda each: f"{each.source} {each.code}")
def test_an_example_of_a_reading_gives_its_code(reading: Reading, tmp_path: Path) -> None:
    """What is shown as an example of a finding is one, wherever such lines stand in what is read."""
    if reading.source == "files":
        paths = []
        for number, part in enumerate(parts_of(reading.example)):
            paths.append(tmp_path / f"{number}.toml")
            paths[-1].write_text(part, encoding="utf-8")
        assert reading.code in {problem.code for problem in read(*paths).problems}
        return
    if reading.code in ("merged-cells", "no-headings"):
        pytest.skip("an example in words, of workbooks; tests/test_tables.py and test_hostile.py make such")
    if reading.code.endswith("expanded"):
        pytest.importorskip("dateutil")
    assert any(reading.code in codes_of(*each) for each in SOURCES[reading.source](reading.example))


MERGED = ("match-open", "kept-apart", "not-mentioned")
NEXT = {"July - December 2027": "October - December 2027", "April - June 2027": "July - September 2027"}


def merged(code: str) -> Programme:
    """Return a programme of two issues, each with its part of an example among what comes next."""
    pages = [PAGE.format_map({**dict.fromkeys(SLOTS, ""), "rows": part}) for part in parts_of(codes()[code].example)]
    for old, new in NEXT.items():
        pages[1] = pages[1].replace(old, new)
    older, newer = (read(text=page, format="newsletter") for page in pages)
    answer = Answer.DIFFERENT if code == "kept-apart" else Answer.ASK
    return older.merge(newer, ask=lambda *_: answer)


def remarks_of(data: bytes, form: str, expand: str | None, today: date | None) -> set[str]:
    """Return the codes of what a check finds; none where nothing can be read."""
    try:
        return {remark.code for remark in check(read(data=data, format=form, expand=expand), today=today)}
    except CoecalError:
        return set()


@pytest.mark.parametrize("code", codes())
def test_an_example_of_a_check_gives_its_code(code: str) -> None:
    """What is shown as an example is found, in a newsletter, a table or a programme written by hand."""
    if code == "holiday-start":
        pytest.importorskip("holidays")
    example = codes()[code].example
    if code == "waiver-unused":
        policy = read_policy(tomllib.loads(example))
        assert [remark.code for remark in check(Programme(), policy=policy)] == [code]
    elif code in MERGED:
        assert code in {remark.code for remark in check(merged(code))}
    else:
        forms = [*newsletters(example), *tables(example), *programmes(example)]
        assert any(code in remarks_of(*form, today) for form in forms for today in (None, date(2027, 11, 1)))


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """The newsletter that the examples are put into is well by itself."""
    page = PAGE.format_map(dict.fromkeys(SLOTS, "")).encode()
    assert remarks_of(page, "newsletter", None, date(2027, 6, 30)) == set()


def test_the_page_is_made_of_the_codes() -> None:
    """docs/check.md has each code with its sentence, why it matters, what to do, and the example that is run here."""
    made = runpy.run_path(str(ROOT / "tools" / "make_check_page.py"))["page"]()
    page = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    assert page == made, "run tools/make_check_page.py"
    documented = {**{each.code: each.why for each in readings()}, **{each.code: each.why for each in codes().values()}}
    for code, why in documented.items():
        assert f"### `{code}`" in page
        assert why in page


SAYS = frozenset({"Problem", "_note", "_warn", "_find"})
"""What is called with the code of a finding in the readers that keep no list of them."""


def test_every_code_is_known() -> None:
    """Whatever code a reader writes can be explained, ignored and waived."""
    written = set()
    for path in sorted((ROOT / "src" / "coecal" / "readers").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SAYS:
                words = [*node.args, *(each.value for each in node.keywords if each.arg == "code")]
                written |= {each.value for each in words if isinstance(each, ast.Constant) and is_code(each.value)}
    assert len(written) > 20
    assert written <= {each.code for each in readings()}


def is_code(value: object) -> bool:
    """Whether a value looks like a code."""
    return isinstance(value, str) and re.fullmatch("[a-z]+(?:-[a-z0-9]+)*", value) is not None
