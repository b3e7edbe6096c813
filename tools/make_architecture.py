"""Draws docs/architecture.svg: the layers, their modules, and the way of a date through them.

    python tools/make_architecture.py

The picture stands alone, says itself in its title and description, and follows the light or dark of its reader. A test
holds that it is what this makes, and that each module stands in the layer that it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parents[1] / "docs" / "architecture.svg"
WIDTH, TOP, LINE, HEIGHT, LEFT = 1080, 64, 40, 28, 200

# Each layer from above: its number, what it is for, and its lines of modules, the first of a line at an x of its own.
LAYERS: tuple[tuple[int, str, tuple[tuple[int, str], ...]], ...] = (
    (7, "command line", ((560, "cli __main__"),)),
    (6, "what people see", ((560, "site serve timeline frames"),)),
    (5, "formats", ((240, "readers"), (560, "writers"))),
    (4, "programmes", ((370, "programme"), (560, "overlaps conflicts merge check statistics"),
                       (560, "matching pairing answers joining updates"))),
    (3, "activities", ((370, "activities"), (560, "projects reports changes"),
                       (560, "identity titles likeness ready sweep"))),
    (2, "words", ((240, "dates"), (560, "places"))),
    (1, "days and tables", ((240, "ranges"), (560, "locales nodes data toml_text"))),
    (0, "ground", ((560, "errors typing"),)),
)  # fmt: skip

STEPS = ("readers", "dates", "ranges", "activities", "programme", "overlaps", "writers", "site")
"""The modules that a date comes through, in order."""

STYLE = """
text { font: 14px ui-sans-serif, system-ui, sans-serif; fill: #1d2733 }
.about { font-size: 12px; fill: #4a5866 }
.layer { fill: #eef2f6 }
.module { fill: #ffffff; stroke: #8a99a8 }
.step { fill: #d9ecff; stroke: #1668b8; stroke-width: 2 }
.way { fill: none; stroke: #1668b8; stroke-width: 2; stroke-linejoin: round }
.head, .count { fill: #1668b8 }
.number { font-size: 11px; font-weight: 700; fill: #ffffff; text-anchor: middle }
@media (prefers-color-scheme: dark) {
  text { fill: #e8eef4 } .about { fill: #a9b7c4 } .layer { fill: #1b242e } .module { fill: #27323d; stroke: #7b8a99 }
  .step { fill: #123a5e; stroke: #6db4f5 } .way { stroke: #6db4f5 } .head, .count { fill: #6db4f5 }
  .number { fill: #0c1722 }
}
"""


MARKER = (
    '<defs><marker id="a" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" refX="3" refY="5" '
    'orient="auto"><path class="head" d="M0 0 L10 5 L0 10 z"/></marker></defs>'
)


class Box(NamedTuple):
    """A module: where its box lies, and how wide it is."""

    name: str
    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """The height at which arrows enter from the side."""
        return self.y + HEIGHT // 2


class Row(NamedTuple):
    """A layer: where its band begins and how high it is, and its boxes."""

    number: int
    about: str
    y: int
    height: int
    boxes: tuple[Box, ...]


def rows() -> Iterator[Row]:
    """Yield the layers from above."""
    y = TOP
    for number, about, lines in LAYERS:
        count = max(sum(x == other for other, _ in lines) for x, _ in lines)
        seen: dict[int, int] = {}
        boxes: list[Box] = []
        for x, names in lines:
            top = y + 12 + LINE * seen.get(x, 0)
            seen[x] = seen.get(x, 0) + 1
            for name in names.split():
                width = 8 * len(name) + 24
                boxes.append(Box(name, x, top, width))
                x += width + 10  # noqa: PLW2901 - the next box stands right of this one
        height = 12 + LINE * count
        yield Row(number, about, y, height, tuple(boxes))
        y += height + 8


def way(box: dict[str, Box]) -> Iterator[str]:
    """Yield the arrows of the way, each from the edge of a box to that of the next."""
    read, words, days, what = (box[name] for name in STEPS[:4])
    whole, pairs, written, shown = (box[name] for name in STEPS[4:])
    lane, rise = read.x - 24, what.x + 40
    yield f"M {read.x} {read.middle} H {lane} V {words.middle} H {words.x - 9}"
    yield f"M {words.x + 30} {words.y + HEIGHT} V {days.y - 9}"
    yield f"M {days.x + days.width} {days.middle} H {rise} V {what.y + HEIGHT + 9}"
    yield f"M {rise} {what.y} V {whole.y + HEIGHT + 9}"
    yield f"M {whole.x + whole.width} {whole.middle} H {pairs.x - 9}"
    yield f"M {pairs.x + 30} {pairs.y} V {written.y + HEIGHT + 9}"
    yield f"M {written.x + 30} {written.y} V {shown.y + HEIGHT + 9}"


def picture() -> str:
    """Return the picture."""
    layers = list(rows())
    box = {one.name: one for row in layers for one in row.boxes}
    height = layers[-1].y + layers[-1].height + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        '<title id="t">The layers of coecal and the way of a date through them</title>',
        f'<desc id="d">{escape(description())}</desc>',
        f"<style>{STYLE}</style>",
        MARKER,
        '<text x="16" y="28">A module imports from its own layer and from those below it.</text>',
        '<text class="about" x="16" y="48">Blue: the way of a date, from the words of a file to people.</text>',
    ]
    for row in layers:
        parts.append(f'<rect class="layer" x="8" y="{row.y}" width="{WIDTH - 16}" height="{row.height}" rx="8"/>')
        parts.append(f'<text x="24" y="{row.y + 30}">{row.number}  {row.about}</text>')
    parts += [f'<path class="way" d="{line}" marker-end="url(#a)"/>' for line in way(box)]
    for one in box.values():
        kind = "step" if one.name in STEPS else "module"
        parts.append(f'<rect class="{kind}" x="{one.x}" y="{one.y}" width="{one.width}" height="{HEIGHT}" rx="5"/>')
        parts.append(f'<text x="{one.x + 12}" y="{one.y + 19}">{one.name}</text>')
    for number, name in enumerate(STEPS, start=1):
        one = box[name]
        parts.append(f'<circle class="count" cx="{one.x + one.width}" cy="{one.y}" r="9"/>')
        parts.append(f'<text class="number" x="{one.x + one.width}" y="{one.y + 4}">{number}</text>')
    return "\n".join([*parts, "</svg>\n"])


def description() -> str:
    """Return the picture in words."""
    layers = "; ".join(f"{row.number}, {row.about}: {', '.join(one.name for one in row.boxes)}" for row in rows())
    return f"Layers from above: {layers}. The way of a date: {', '.join(STEPS)}."


if __name__ == "__main__":
    TARGET.write_text(picture(), "utf-8")
