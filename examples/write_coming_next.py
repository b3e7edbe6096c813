"""The section "coming next" of a newsletter, written from what the last issue announced.

Prints November 2025 as Markdown, then what is not firm yet in it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import coecal

NEWSLETTER = Path(__file__).with_name("update-2025-q3.txt")
NOVEMBER = date(2025, 11, 1), date(2025, 11, 30)


def main() -> None:
    """Write the month, and list whom to ask for a firm date."""
    programme = coecal.read(NEWSLETTER)
    first, last = NOVEMBER
    print(programme.coming_next(first=first, last=last, format="md"))

    planned = programme.filter(section="coming next", during=coecal.Period(first, last))
    print("To be asked for a firm date:")
    for activity in planned.activities:
        if not activity.when.is_firm:
            who = ", ".join((*activity.projects, *activity.organisers))
            print(f"- {who}: {activity.title} ({activity.when.text or 'no date given'})")


if __name__ == "__main__":
    main()
