"""Which activities of a newsletter fall on the same days, for certain or if it so happens.

Prints the pairs that share a project and, for the whole programme, how many pairs there are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import coecal

NEWSLETTER = Path(__file__).with_name("update-2025-q3.txt")


def main(by: str = "project") -> None:
    """Compare what comes next, by project or by what is named."""
    planned = coecal.read(NEWSLETTER).filter(section="coming next")
    found = planned.overlaps(by=by)
    certain = len(found.certain())
    print(f"{len(found)} pairs share a {by}: {certain} certain, {len(found) - certain} possible\n")
    for overlap in found:
        how = overlap.certainty.value
        if overlap.certainty is coecal.Certainty.POSSIBLE and overlap.likelihood is not None:
            how += f", {float(overlap.likelihood):.0%}"
        print(f"{', '.join(overlap.shared)}: {how}")
        for activity in (overlap.a, overlap.b):
            print(f"  {activity.when.text}: {activity.title}")

    everything = planned.overlaps(by="all")
    print(f"\n{len(everything)} pairs of {len(planned.activities)} activities may share a day")


if __name__ == "__main__":
    main(*sys.argv[1:2])
