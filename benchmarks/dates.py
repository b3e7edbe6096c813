"""Reading dates beside other readers: the same distinct strings in one run, accuracy beside speed.

    python benchmarks/dates.py

Accuracy is over the English cases of tests/data/dates_en.toml that have one closed stretch of known days or one
window: right is the first and the last possible day. Speed is over distinct strings that every reader reads. Peers
that are not installed are skipped, and the reason is printed: date-wrangler, dateparser and daterangeparser come from
PyPI, chrono-node from npm (set CHRONO_FOLDER to the folder that holds its node_modules).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path

from coecal.dates import parse_date
from coecal.errors import DateError

TODAY = date(2023, 6, 1)
Answer = tuple[date, date] | None
Reader = Callable[[str], Answer]
CASES = Path(__file__).parents[1] / "tests" / "data" / "dates_en.toml"


def coecal(text: str) -> Answer:
    """Read with coecal."""
    try:
        when = parse_date(text, today=TODAY)
    except DateError:
        return None
    return None if when.possible is None else (when.possible.first, when.possible.last)


def date_wrangler() -> Reader:
    """Return a reader for date-wrangler; its ranges are half-open."""
    parse = import_module("date_wrangler").parse

    def read(text: str) -> Answer:
        found = parse(text, today=TODAY)
        if not found or found[0].range.end is None or found[0].range.start is None:
            return None
        days = found[0].range
        return days.start, days.end - timedelta(days=1)

    return read


def dateparser() -> Reader:
    """Return a reader for dateparser, which knows moments only."""
    parse = import_module("dateparser").parse
    settings = {"RELATIVE_BASE": datetime.combine(TODAY, datetime.min.time()), "DATE_ORDER": "DMY"}

    def read(text: str) -> Answer:
        moment = parse(text, languages=["en"], settings=settings)
        return None if moment is None else (moment.date(), moment.date())

    return read


def daterangeparser() -> Reader:
    """Return a reader for daterangeparser."""
    parse = import_module("daterangeparser").parse

    def read(text: str) -> Answer:
        try:
            first, last = parse(text)
        except Exception:  # noqa: BLE001 - a peer raises what it likes
            return None
        return first.date(), (last or first).date()

    return read


def chrono(texts: Sequence[str]) -> tuple[float, list[Answer]]:
    """Return the seconds and answers of chrono-node."""
    node = shutil.which("node")
    if node is None or "CHRONO_FOLDER" not in os.environ:
        msg = "node or CHRONO_FOLDER is not there"
        raise ImportError(msg)
    question = json.dumps({"texts": list(texts), "today": TODAY.isoformat()})
    script = str(Path(__file__).with_name("dates_chrono.mjs"))
    done = subprocess.run([node, script], input=question, capture_output=True, check=True, text=True)  # noqa: S603
    reply = json.loads(done.stdout)
    answers = [
        None if days is None else (date.fromisoformat(days[0]), date.fromisoformat(days[1]))
        for days in reply["answers"]
    ]
    return reply["seconds"], answers


def cases() -> list[tuple[str, Answer]]:
    """Return the cases that all readers could answer: one stretch, both ends known, the year written."""
    found: list[tuple[str, Answer]] = []
    for case in tomllib.loads(CASES.read_text("utf-8"))["read"]:
        if "within" in case or "today" in case or " ; " in case["days"] or "start" in case["days"]:
            continue
        first, _, last = case["days"].removesuffix(" (somewhere in)").partition("..")
        if last[:4].isdigit() or not last:
            found.append((case["text"], (date.fromisoformat(first), date.fromisoformat((last or first)[:10]))))
    return found


def distinct() -> list[str]:
    """Return distinct strings that every reader here reads."""
    months = ("January", "March", "October", "Nov")
    return [f"{day} {month} {year}" for day in range(1, 28) for month in months for year in range(2000, 2010)]


def timed(read: Reader, texts: Sequence[str]) -> tuple[float, list[Answer]]:
    """Return the least seconds of three runs, and the answers."""
    answers = [read(text) for text in texts]
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return best, answers


def main() -> None:
    """Print the table."""
    known, texts = cases(), distinct()
    print(f"{len(known)} cases, {len(texts)} distinct strings\n")
    print(f"{'reader':<18}{'right':>8}{'strings/s':>12}")
    peers: tuple[tuple[str, Callable[[], Reader]], ...] = (
        ("coecal", lambda: coecal),
        ("date-wrangler", date_wrangler),
        ("dateparser", dateparser),
        ("daterangeparser", daterangeparser),
    )
    for name, peer in peers:
        try:
            read = peer()
        except ImportError as error:
            print(f"{name:<18}  skipped: {error}")
            continue
        seconds, _ = timed(read, texts)
        right = sum(read(text) == days for text, days in known)
        print(f"{name:<18}{right / len(known):>8.0%}{len(texts) / seconds:>12,.0f}")
    try:
        seconds, _ = chrono(texts)
        _, answers = chrono([text for text, _ in known])
    except ImportError as error:
        print(f"{'chrono-node':<18}  skipped: {error}")
        return
    right = sum(answer == days for answer, (_, days) in zip(answers, known, strict=True))
    print(f"{'chrono-node':<18}{right / len(known):>8.0%}{len(texts) / seconds:>12,.0f}")


if __name__ == "__main__":
    main()
