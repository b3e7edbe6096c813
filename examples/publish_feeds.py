"""From a newsletter to calendar feeds: one of everything, one per project, region and country.

Writes into the folder `site` of the current one, or into the folder that is named.
"""

from __future__ import annotations

import sys
from pathlib import Path

import coecal

NEWSLETTER = Path(__file__).with_name("update-2025-q3.txt")


def main(folder: str = "site") -> None:
    """Read the newsletter, write its feeds, and show how one date that is not firm stands in them."""
    programme = coecal.read(NEWSLETTER)
    done = coecal.write_feeds(programme, folder)
    print(f"{len(programme.activities)} activities read, {len(done.written)} files written to {folder}")
    for path in done.written:
        if path.startswith("projects/"):
            print(f"  {path}")

    vague = next(activity for activity in programme.activities if activity.when.kind is coecal.Kind.WINDOW)
    print(f"\n{vague.title}, {vague.when.text}")
    print(f"  {vague.when.explain()}")
    feed = coecal.to_ical([vague], name=vague.title, as_of=programme.as_of).decode()
    event = feed[feed.index("BEGIN:VEVENT") : feed.index("END:VEVENT")]
    for line in event.splitlines():
        if line.startswith(("DTSTART", "DTEND", "STATUS", "TRANSP")):
            print(f"  {line}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
