"""Reading dates beside other readers: the same distinct strings in one run, accuracy beside speed.

    python benchmarks/dates.py

Accuracy is over the English cases of tests/data/dates_en.toml that have one closed stretch of known days or one
window: right is the first and the last possible day. Speed is over two sets of distinct strings: single days, which
every reader reads, and the forms of date that newsletters mix, where the time counts even of what a reader refuses.
Each reader goes through a set once before its time is taken, and its best run counts; so coecal has met the forms,
though it keeps no string. The row "without plans" is what it needs for a form that it has never met.

Peers that are not installed are skipped, and the reason is printed: date-wrangler, dateparser, daterangeparser and
recognizers-text-suite (with emoji<2) come
from PyPI, chrono-node from npm (set CHRONO_FOLDER to the folder that holds its node_modules).
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

from coecal.dates import parse, parse_date
from coecal.dates.kinds import DEFAULT_POLICY
from coecal.dates.value import FuzzyDate
from coecal.errors import DateError

TODAY = date(2023, 6, 1)
Answer = tuple[date, date] | None
Reader = Callable[[str], Answer]
CASES = Path(__file__).parents[1] / "tests" / "data" / "dates_en.toml"


def coecal(text: str) -> Answer:
    """Read with coecal."""
    try:
        return _days(parse_date(text, today=TODAY))
    except DateError:
        return None


def coecal_without_plans(text: str) -> Answer:
    """Read with coecal as a form that it has never met."""
    try:
        return _days(parse._read(text, None, TODAY, None, DEFAULT_POLICY, None))  # noqa: SLF001 - never called alone
    except DateError:
        return None


def _days(when: FuzzyDate) -> Answer:
    possible = when.possible
    return None if possible is None else (possible.first, possible.last)


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


def recognizers() -> Reader:
    """Return a reader for Microsoft's recognizers-text; the ends of its ranges are exclusive, but for days."""
    module = import_module("recognizers_date_time")
    reference = datetime.combine(TODAY, datetime.min.time())

    def read(text: str) -> Answer:
        found = module.recognize_datetime(text, module.Culture.English, reference=reference)
        if not found:
            return None
        value = found[0].resolution["values"][-1]
        if value["type"] == "date":
            day = date.fromisoformat(value["value"])
            return day, day
        if value["type"] != "daterange" or "start" not in value or "end" not in value:
            return None
        first, last = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
        is_inclusive = value["timex"].startswith("(") and value["timex"].endswith("D)")
        return first, last if is_inclusive else last - timedelta(days=1)

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
        if (
            not {"within", "today", "locale", "status"}.isdisjoint(case)
            or " ; " in case["days"]
            or "start" in case["days"]
        ):
            continue
        first, _, last = case["days"].removesuffix(" (somewhere in)").partition("..")
        if last[:4].isdigit() or not last:
            found.append((case["text"], (date.fromisoformat(first), date.fromisoformat((last or first)[:10]))))
    return found


def single_days() -> list[str]:
    """Return distinct strings that every reader here reads."""
    months = ("January", "March", "October", "Nov")
    return [f"{day} {month} {year}" for day in range(1, 28) for month in months for year in range(2000, 2010)]


# What each form says of a day, the next one, the one a week later, and the months and year they lie in.
FORMS = (
    "{0:%A} {0.day} {0:%B %Y}", "{0:%a}, {0.day} {0:%b} {0:%Y}", "{0:%B} {0.day}, {0:%Y}", "{0.day}-{2.day} {0:%B %Y}",
    "{0.day} - {2.day} {0:%b} {0:%Y}", "{0.day} {0:%B}-{1.day} {3:%B %Y}", "from {0.day} to {2.day} {0:%B %Y}",
    "{0.day}, {1.day} and {2.day} {0:%B %Y}", "{0.day}-{1.day} & {2.day} {0:%B %Y}", "{0.day} or {2.day} {0:%B %Y}",
    "by {0.day} {0:%B %Y}", "from {0.day} {0:%B %Y}", "between {0.day} and {2.day} {0:%B %Y}",
    "{0.day} {0:%B %Y} (TBC)", "{0.day}-{2.day} {0:%B %Y} TBC", "week of {0.day} {0:%B %Y}", "{0:%Y-%m-%d}",
)  # fmt: skip
MONTH_FORMS = (
    "{0:%B %Y}", "{0:%B %Y} TBC", "mid-{0:%B %Y}", "early {0:%b} {0:%Y}", "by {0:%B %Y}", "{0:%B}-{3:%B %Y}",
    "mid-{0:%B} to mid-{3:%B %Y}", "late {0:%B} / early {3:%B %Y}",
)  # fmt: skip


def mixed() -> list[str]:
    """Return distinct strings of many forms, in no order."""
    found: dict[str, None] = {}
    for year in range(2018, 2028):
        for month in range(1, 12):
            first = date(year, month, 1)
            later = date(year, month + 1, 1)
            days = [first + timedelta(days=(year * 7 + month * 5 + index * 3) % 21) for index in range(len(FORMS))]
            for form, day in zip(FORMS, days, strict=True):
                found[form.format(day, day + timedelta(days=1), day + timedelta(days=7), later)] = None
            for form in MONTH_FORMS:
                found[form.format(first, first, first, later)] = None
    return sorted(found, key=lambda text: text[::-1])


def timed(read: Reader, texts: Sequence[str]) -> float:
    """Return the strings that are read in a second: the best of three runs, or of as many as a second holds."""
    for text in texts:
        read(text)
    runs: list[float] = []
    while len(runs) < 3 or sum(runs) < 1:
        start = time.perf_counter()
        for text in texts:
            read(text)
        runs.append(time.perf_counter() - start)
    return len(texts) / min(runs)


def main() -> None:
    """Print the table."""
    known, sets = cases(), (single_days(), mixed())
    print(f"{len(known)} cases; distinct strings: {len(sets[0])} single days, {len(sets[1])} mixed\n")
    print(f"{'reader':<22}{'right':>7}{'days/s':>11}{'coecal is':>11}{'mixed/s':>11}{'coecal is':>11}")
    own = [timed(coecal, texts) for texts in sets]
    peers: tuple[tuple[str, Callable[[], Reader]], ...] = (
        ("coecal", lambda: coecal),
        ("coecal without plans", lambda: coecal_without_plans),
        ("date-wrangler", date_wrangler),
        ("dateparser", dateparser),
        ("daterangeparser", daterangeparser),
        ("recognizers-text", recognizers),
    )
    for name, peer in peers:
        try:
            read = peer()
        except ImportError as error:
            print(f"{name:<22}  skipped: {error}")
            continue
        answers = [read(text) for text, _ in known]
        step = 25 if name == "recognizers-text" else 1  # every 25th text: all of them would take minutes
        row(name, known, answers, own, own if read is coecal else [timed(read, texts[::step]) for texts in sets])
    try:
        times = [chrono(texts)[0] for texts in sets]
        _, answers = chrono([text for text, _ in known])
    except ImportError as error:
        print(f"{'chrono-node':<22}  skipped: {error}")
        return
    row("chrono-node", known, answers, own, [len(texts) / time for texts, time in zip(sets, times, strict=True)])


def row(
    name: str,
    known: Sequence[tuple[str, Answer]],
    answers: Sequence[Answer],
    own: Sequence[float],
    speeds: Sequence[float],
) -> None:
    """Print the row of a reader: what it answers right, and its speed on both sets beside coecal's."""
    right = sum(answer == days for answer, (_, days) in zip(answers, known, strict=True))
    columns = "".join(f"{speed:>11,.0f}{f'{mine / speed:.1f} x':>11}" for speed, mine in zip(speeds, own, strict=True))
    print(f"{name:<22}{right / len(known):>7.0%}{columns}")


if __name__ == "__main__":
    main()
