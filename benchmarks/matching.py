"""How well rows are matched: precision and recall over labelled pairs, at several thresholds and as decided.

    python benchmarks/matching.py

The labels stand in tests/data/matching.toml. All pairs of rows of two issues are counted, those that share nothing
too; "decided" is what `coecal.pairing` makes of them, where a rival can turn a yes into a question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs

from coecal.activities import Activity
from coecal.matching import ASK, SAME, Comparer, Entry
from coecal.pairing import candidates, pair_entries
from coecal.readers import read

ROOT = Path(__file__).parents[1]


@attrs.frozen
class Labelled:
    """Two issues and the pairs of positions in them that are one activity."""

    olds: list[Entry]
    news: list[Entry]
    same: set[tuple[int, int]]


def labelled() -> Iterator[Labelled]:
    """Yield the labelled pairs of issues."""
    table = tomllib.loads((ROOT / "tests" / "data" / "matching.toml").read_text("utf-8"))
    for issues in table["issues"]:
        older, newer = (read(ROOT / "examples" / issues[key]).activities for key in ("older", "newer"))
        first = {named(activity): place for place, activity in enumerate(older)}
        second = {named(activity): place for place, activity in enumerate(newer)}
        yield Labelled(
            [Entry.of(activity) for activity in older],
            [Entry.of(activity) for activity in newer],
            {(first[old], second[new]) for old, new in issues["same"]},
        )


def named(activity: Activity) -> str:
    """Return what a label calls a row."""
    return f"{activity.title} | {activity.when.text}"


def scores() -> list[tuple[float, bool]]:
    """Return the points of every pair of rows, and whether the pair is one activity."""
    found = []
    for issue in labelled():
        comparer = Comparer(issue.olds, issue.news)
        for old, one in enumerate(issue.olds):
            for new, other in enumerate(issue.news):
                found.append((comparer.compare(one, other).score, (old, new) in issue.same))
    return found


def main() -> None:
    """Print precision and recall."""
    pairs = scores()
    total = sum(same for _, same in pairs)
    print(f"{len(pairs)} pairs, {total} of them one activity")
    print("threshold  precision  recall")
    for step in range(2, 19):
        threshold = step / 2
        taken = [same for score, same in pairs if score >= threshold]
        mark = {SAME: "  same", ASK: "  ask"}.get(threshold, "")
        print(f"{threshold:9.1f}  {sum(taken) / len(taken):9.1%}  {sum(taken) / total:6.1%}{mark}")
    right = wrong = asked = missed = blocked = 0
    for issue in labelled():
        found = pair_entries(issue.olds, issue.news)
        same = {(pair.old, pair.new) for pair in found.same}
        unsure = {(pair.old, pair.new) for pair in found.unsure}
        right += len(same & issue.same)
        wrong += len(same - issue.same)
        asked += len(unsure)
        missed += len(issue.same - same - unsure)
        blocked += len(issue.same - set(candidates(issue.olds, issue.news, Comparer(issue.olds, issue.news))))
    print(f"decided: {right} right, {wrong} wrong, {asked} asked, {missed} missed ({blocked} never compared)")


if __name__ == "__main__":
    main()
