"""How long it takes to merge one issue of many activities into another, and whether that stays near linear.

    python benchmarks/merging.py

prints one line for each size: the seconds of the processor, how many rows were matched with their own activity and
how many with another, and the questions that are open.
"""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import attrs

from coecal.activities import Activity, Mode
from coecal.dates import FuzzyDate
from coecal.identity import UidMaker
from coecal.programme import Programme

KINDS = (
    "Workshop",
    "Training",
    "Round table",
    "Advisory mission",
    "Study visit",
    "Seminar",
    "Conference",
    "Desk study",
)
ABOUT = (
    "reading rooms", "deposit law", "shared catalogues", "lending rights", "map rooms", "sound archives",
    "mobile libraries", "school librarians", "bookbinding", "orphan works", "reading plans", "storm-proof storage",
    "hearing loss", "prison libraries", "newspaper scans", "licences", "story hours", "rural networks", "museum loans",
)  # fmt: skip
FOR = (
    "judges",
    "archivists",
    "teachers",
    "trainers",
    "editors",
    "ministries",
    "students",
    "publishers",
    "counter staff",
)
COUNTRIES = ("GH", "KE", "RW", "BJ", "SN", "PE", "CL", "EC", "PA", "CR", "AL", "RS", "TR", "ME", "GE", "WS", "TT", "JM")
PROJECTS = tuple(f"PROJECT-{number}" for number in range(12))
FIRST = date(2026, 1, 1)


def made(count: int, seed: int = 1) -> Programme:
    """Return a programme of so many activities over so many days that their density stays the same."""
    chance, uids = random.Random(seed), UidMaker()  # noqa: S311 - the same issues on every run
    activities = []
    for _ in range(count):
        title = f"{chance.choice(KINDS)} on {chance.choice(ABOUT)} and {chance.choice(ABOUT)} for {chance.choice(FOR)}"
        country, project = chance.choice(COUNTRIES), chance.choice(PROJECTS)
        day = FIRST + timedelta(chance.randrange(max(90, count // 4)))
        activities.append(
            Activity(
                uid=uids.make(title, [project], [country]),
                title=title,
                projects=[project],
                countries=[country],
                mode=chance.choice(list(Mode)),
                when=FuzzyDate.from_edtf(day.isoformat()),
            )
        )
    return Programme(title="Plan", as_of=date(2025, 12, 31), activities=activities)


def next_issue(programme: Programme, seed: int = 2) -> tuple[Programme, list[str]]:
    """Return an issue in which every third activity moved or was reworded, and whose each row was."""
    chance, uids = random.Random(seed), UidMaker()  # noqa: S311 - the same issues on every run
    rows, truth = [], []
    for activity in programme.activities:
        title, when = activity.title, activity.when
        if chance.random() < 0.2:
            title = title.replace(" on ", ": ").replace(" and ", ", ")
        if chance.random() < 0.2 and when.earliest_start is not None:
            when = FuzzyDate.from_edtf((when.earliest_start + timedelta(chance.randrange(1, 5))).isoformat())
        rows.append(
            attrs.evolve(activity, uid=uids.make(title, activity.projects, activity.countries), title=title, when=when)
        )
        truth.append(activity.uid)
    order = list(range(len(rows)))
    chance.shuffle(order)
    rows = [rows[place] for place in order]
    return Programme(title="Plan", as_of=date(2026, 3, 31), activities=rows), [truth[place] for place in order]


def main() -> None:
    """Merge growing programmes."""
    for count in (1_250, 2_500, 5_000, 10_000):
        programme = made(count)
        newer, truth = next_issue(programme)
        started = time.process_time()
        merged = programme.merge(newer)
        took = time.process_time() - started
        found = {account.row: account.uid for account in merged.changes.accounts if account.fate == "matched"}
        right = sum(found.get(row.uid) == uid for row, uid in zip(newer.activities, truth, strict=True))
        wrong = sum(found.get(row.uid, uid) != uid for row, uid in zip(newer.activities, truth, strict=True))
        print(f"{count:6} {took:6.2f} s  right {right / count:.2%}  wrong {wrong}  asked {len(merged.changes.unsure)}")


if __name__ == "__main__":
    main()
