"""Rows read per second from synthetic newsletters of 1,000, 10,000 and 100,000 rows.

Run it with `python benchmarks/newsletter.py`. The rate should not fall as the number of rows grows.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import cycle, islice, product

from coecal.ranges import Period
from coecal.readers.newsletter import read_newsletter

CELLS = ("WELL+", "Harbour Trust", "i-LAKES-2", "WELL+, Harbour Trust", "Lakes Secretariat/ WELL+")
TOPICS = ("wells", "rivers, lakes and ponds", "rain (part 2, with maps)", 'the "24/7" pumps', "art. 9-10 of the act")
PLACES = (
    "Kenya",
    "Accra, Ghana",
    "Port of Spain, Trinidad and Tobago",
    "Cote d'Ivoire",
    "The Hague, The Netherlands",
    "",
)
MODES = ("<i>in person</i> ", "<i>online</i> ", "hybrid", "")
DAYS = (
    "3-5 {month}",
    "{month}",
    "by {month}",
    "{month} TBC",
    "mid-{month}",
    "11-13 & 15 {month}",
    "TBD",
    "9 {month} {year}",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
ROWS_A_MONTH = 400


def rows() -> Iterator[tuple[str, str]]:
    """Yield the cells and the words of rows, the date still to be filled in; titles are numbered, so never the same."""
    for number, parts in enumerate(cycle(product(DAYS, CELLS, MODES, TOPICS, PLACES))):
        days, cell, mode, topic, place = parts
        title = f"Workshop no. {number} on {topic}"
        yield cell, ", ".join(part for part in (title, place, mode, days) if part)


def newsletter(count: int) -> str:
    """Return a newsletter of that many rows, in as many months as they fill."""
    months = -(-count // ROWS_A_MONTH)
    first, last = Period.year(2001).first, Period.year(2001 + months // 12).last
    lines = ["WATER UPDATE", "", f"Inventory of activities (January {first.year} - December {last.year})"]
    written = rows()
    for month in range(months):
        year, name = 2001 + month // 12, MONTHS[month % 12]
        lines += ["", f"{name} {year}", ""]
        wanted = min(ROWS_A_MONTH, count - month * ROWS_A_MONTH)
        lines += [f"{cell}\t{words.format(month=name, year=year)}" for cell, words in islice(written, wanted)]
    lines += ["", "Inventory of projects"]
    for name in ("WELL+", "iLAKES-2"):
        lines += ["", name, "", "Duration: January 2001 - December 2050", "Geographical scope: Africa"]
    return "\n".join(lines)


def main() -> None:
    """Print the rate for each number of rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    for count in parser.parse_args().counts:
        text = newsletter(count)
        start = time.process_time()
        programme = read_newsletter(text)
        seconds = time.process_time() - start
        assert len(programme.activities) == count
        print(
            f"{count:>9,} rows  {seconds:8.3f} s  {count / seconds:>10,.0f} rows/s  {len(programme.problems)} problems"
        )


if __name__ == "__main__":
    main()
