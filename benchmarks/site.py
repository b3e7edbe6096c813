"""Measure how long the whole site of a programme takes, how large it is, and how both grow.

    python benchmarks/site.py [SIZE ...]

The largest programme has some 300 feeds: 60 projects, 20 regions, 68 countries, each with firm dates only beside it.
The dates are of every kind and read from words, as those of newsletters are. The site is made twice: the second time
the events of the feeds are at hand, as they are for the feeds alone, which is what a site without pages costs.
Times are those of the processor. Nothing here is a test: the figures depend on the machine.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from time import process_time
from typing import TypeVar

from coecal.activities import Activity, Mode, Source
from coecal.dates import parse_date
from coecal.places.countries import country_codes
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import Period
from coecal.site.files import make_files
from coecal.site.plan import Plan, plan_feeds
from coecal.writers.ical import Feed, write_feed

Made = TypeVar("Made")

FIRST = date(2025, 1, 6)
WORDS = ("workshop", "for", "librarians", "and", "digital", "lending,", "Café", "training", "of", "regional")
_WIDTH = 23
SIZES = (250, 500, 1000, 2000)
PAGES = ("index.html", "calendar.html", "timeline.html", "timeline-countries.html", "statistics.html")


def make_programme(size: int) -> Programme:
    """Return a programme of so many activities over two years, the same one each time."""
    random = Random(size)  # noqa: S311 - the same numbers each time are what is wanted
    codes = sorted(country_codes())[:68]
    projects = [Project(key=f"p{number}", name=f"Project {number}") for number in range(60)]
    activities = [_activity(number, random, codes) for number in range(size)]
    return Programme(
        title="Benchmark", period=Period.months(2025, 1, 24), as_of=date(2025, 6, 30), projects=projects,
        activities=activities,
    )  # fmt: skip


def _activity(number: int, random: Random, codes: list[str]) -> Activity:
    day = FIRST + timedelta(days=random.randrange(700))
    month = f"{day:%B %Y}"
    texts = (f"{day.day} {month}", f"{day.day} {month} (TBC)", f"mid-{month}", f"by {month}", month, "TBC")
    return Activity(
        uid=f"{number}@benchmark",
        title=" ".join(random.choices(WORDS, k=6)),
        when=parse_date(random.choices(texts, weights=(5, 1, 1, 1, 1, 1))[0], within=month),
        projects=[f"Project {random.randrange(60)}"],
        places=["Accra"],
        countries=random.sample(codes, k=random.choice((1, 1, 2))),
        regions=[f"Region {random.randrange(20)}"],
        mode=random.choice(list(Mode)),
        last_modified=date(2025, 6, 30),
        source=Source(heading=month),
    )


def _feed(plan: Plan) -> Feed:
    return write_feed(plan.activities, name=plan.title, firm_only=plan.firm_only)


def timed(make: Callable[[], Made]) -> tuple[float, Made]:
    """Return how much time of the processor something takes, since others may use it as well, and what comes of it."""
    start = process_time()
    made = make()
    return process_time() - start, made


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    print(
        "activities  feeds  first  again  feeds alone  per 1,000  site MB  "
        + "  ".join(page.rjust(_WIDTH) for page in PAGES)
        + "  (KB, gzip)"
    )
    for size in sizes:
        programme = make_programme(size)
        seconds, site = timed(lambda: make_files(programme, url="https://example.org"))  # noqa: B023 - called at once
        again, _ = timed(lambda: make_files(programme, url="https://example.org"))  # noqa: B023 - likewise
        alone, _ = timed(lambda: [_feed(plan) for plan in plan_feeds(programme)])  # noqa: B023 - likewise
        feeds = sum(path.endswith(".ics") for path in site.files)
        whole = sum(map(len, site.files.values())) / 2**20
        pages = (f"{len(site.files[page]) // 1024} ({len(gzip.compress(site.files[page])) // 1024})" for page in PAGES)
        figures = f"{size:>10}  {feeds:>5}  {seconds:>5.2f}  {again:>5.2f}  {alone:>11.2f}"
        figures += f"  {seconds / size * 1000:>9.2f}  {whole:>7.1f}"
        print(figures + "  " + "  ".join(page.rjust(_WIDTH) for page in pages))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
