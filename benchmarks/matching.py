"""How well rows are matched: precision and recall over labelled pairs, at several thresholds and as decided.

    python benchmarks/matching.py

The labels stand in tests/data: matching.toml has the issues on which the thresholds were set, held_out.toml those that
were labelled before they were first merged. All pairs of rows of two issues are counted, those that share nothing too;
"decided" is what `coecal.pairing` makes of them, where a rival can turn a yes into a question.
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
FILES = {"set on": "matching.toml", "held out": "held_out.toml"}


@attrs.frozen
class Labelled:
    """Two issues and the pairs of positions in them that are one activity, or that may be one."""

    olds: list[Entry]
    news: list[Entry]
    same: set[tuple[int, int]]
    parted: set[tuple[int, int]]


def labelled(file: str) -> Iterator[Labelled]:
    """Yield the labelled pairs of issues of a file."""
    table = tomllib.loads((ROOT / "tests" / "data" / file).read_text("utf-8"))
    for issues in table["issues"]:
        older, newer = (read(ROOT / issues[key]).activities for key in ("older", "newer"))
        first = {named(activity): place for place, activity in enumerate(older)}
        second = {named(activity): place for place, activity in enumerate(newer)}
        yield Labelled(
            [Entry.of(activity) for activity in older],
            [Entry.of(activity) for activity in newer],
            {(first[old], second[new]) for old, new in issues["same"]},
            {(first[old], second[new]) for old, new in issues.get("parted", [])},
        )


def named(activity: Activity) -> str:
    """Return what a label calls a row."""
    return f"{activity.title} | {activity.when.text}"


def scores(file: str) -> list[tuple[float, bool]]:
    """Return the points of every pair of rows, and whether the pair is one activity."""
    found = []
    for issue in labelled(file):
        comparer = Comparer(issue.olds, issue.news)
        for old, one in enumerate(issue.olds):
            for new, other in enumerate(issue.news):
                if (old, new) not in issue.parted:
                    found.append((comparer.compare(one, other).score, (old, new) in issue.same))
    return found


def show(file: str) -> None:
    """Print precision and recall over one file."""
    pairs = scores(file)
    total = sum(same for _, same in pairs)
    print(f"{len(pairs)} pairs, {total} of them one activity")
    print("threshold  precision  recall")
    for step in range(2, 19):
        threshold = step / 2
        taken = [same for score, same in pairs if score >= threshold]
        mark = {SAME: "  same", ASK: "  ask"}.get(threshold, "")
        print(f"{threshold:9.1f}  {sum(taken) / len(taken):9.1%}  {sum(taken) / total:6.1%}{mark}")
    right = wrong = asked = needless = missed = blocked = 0
    for issue in labelled(file):
        found = pair_entries(issue.olds, issue.news)
        same = {(pair.old, pair.new) for pair in found.same}
        unsure = {(pair.old, pair.new) for pair in found.unsure}
        right += len(same & issue.same)
        wrong += len(same - issue.same - issue.parted)
        asked += len(unsure & issue.same)
        needless += len(unsure - issue.same - issue.parted)
        missed += len(issue.same - same - unsure)
        blocked += len(issue.same - set(candidates(issue.olds, issue.news, Comparer(issue.olds, issue.news))))
    print(
        f"decided: {right} right, {wrong} wrong, {asked} asked, {missed} missed ({blocked} never compared), "
        f"{needless} asked about others; precision {right / (right + wrong):.1%}, recall {right / total:.1%}, "
        f"with the answers {(right + asked) / total:.1%}"
    )


def main() -> None:
    """Print precision and recall over both files."""
    for name, file in FILES.items():
        print(f"\n{name}: {file}")
        show(file)


if __name__ == "__main__":
    main()
