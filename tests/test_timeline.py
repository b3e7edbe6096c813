"""The timeline: what the picture says is what is known, whatever the programme, and its titles stay text."""

from __future__ import annotations

import re
import sys
import time
import tomllib
import unicodedata
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from math import dist
from pathlib import Path
from string import Formatter

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from strategies import programmes

from coecal.activities import Activity, Mode, Source, Status
from coecal.cli.main import main
from coecal.dates import DateStatus, FuzzyDate, Kind, parse_date
from coecal.errors import DateError, MissingExtraError, UnknownNameError
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import DateRange, Period
from coecal.readers import read
from coecal.timeline.axis import Axis, natural_period
from coecal.timeline.html import page_policy
from coecal.timeline.packing import pack
from coecal.timeline.text import cut, width_of
from coecal.timeline.words import LANGUAGES, words_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
SVG = "{http://www.w3.org/2000/svg}"
POINTS = ("earliest-start", "latest-start", "earliest-end", "latest-end")

HOSTILE = (
    "<script>alert(1)</script>",
    "</title></svg><script>alert(1)</script>",
    "]]> <!-- -- > <![CDATA[ &amp; &#0; &nbsp; \"quoted' onload=alert(1)",
    "مؤتمر القراءة العالمي في لشبونة",
    "\u202edetrever\u202c and \u2067isolated\u2069",
    "a\x00b\x08c\x0bd\x1be\x7ff\x85g\ufffeh\ud800i",
    "one\r\ntwo\tthree\u2028four",
    "W" * 500,
    "e" + "\u0301" * 500,
    "讀書" * 250,
    "👩‍👩‍👧‍👦" * 60,
    "{{ 7*7 }} ${7*7} %s {0}",
)


def activity(number: int, when: str | FuzzyDate = "4 November 2026", title: str = "") -> Activity:
    """Return an activity of which only the date counts, unless more is said."""
    known = parse_date(when) if isinstance(when, str) else when
    return Activity(uid=f"a{number}@x", title=title or f"Thing {number}", when=known, projects=["WELL"])


def programme(*whens: str | FuzzyDate, title: str = "WATER UPDATE") -> Programme:
    """Return a programme of one project, an activity a date."""
    return Programme(title=title, activities=[activity(number, when) for number, when in enumerate(whens)])


def parsed(svg: str) -> ET.Element:
    """Return the root of a picture; it has to be well-formed."""
    return ET.fromstring(svg)  # noqa: S314 - it is our own


def marks(root: ET.Element) -> Mapping[str, list[ET.Element]]:
    """Return what is drawn for each UID."""
    found: dict[str, list[ET.Element]] = defaultdict(list)
    for element in root.iter(f"{SVG}g"):
        if "data-uid" in element.attrib:
            found[element.attrib["data-uid"]].append(element)
    return found


def day(text: str) -> date | None:
    """Return a day from an attribute; empty: open."""
    return date.fromisoformat(text) if text else None


def range_of(element: ET.Element) -> DateRange:
    """Return the stretch that the attributes of an element tell."""
    start, latest_start, end, latest_end = (day(element.attrib[f"data-{name}"]) for name in POINTS)
    most = element.attrib["data-max-days"]
    return DateRange(
        start, latest_start, end, latest_end, int(element.attrib["data-min-days"]), int(most) if most else None
    )


def whole_of(when: FuzzyDate) -> list[date | None]:
    """Return the four points of a date as a whole."""
    return [when.earliest_start, when.latest_start, when.earliest_end, when.latest_end]


def stretches(mark: ET.Element) -> list[ET.Element]:
    """Return the stretches of a mark."""
    return [element for element in mark.iter(f"{SVG}g") if element.get("class") == "stretch"]


def drawn(element: ET.Element, name: str) -> list[ET.Element]:
    """Return what has a class."""
    return [each for each in element.iter() if name in each.get("class", "").split()]


def days_drawn(root: ET.Element, rect: ET.Element) -> tuple[date, date]:
    """Return the first and last day that a bar covers, told from its place and the scale of the picture alone."""
    first, last = date.fromisoformat(root.attrib["data-first"]), date.fromisoformat(root.attrib["data-last"])
    width = float(root.attrib["data-width"]) / ((last - first).days + 1)
    start = round(float(rect.attrib["x"]) / width)
    end = round((float(rect.attrib["x"]) + float(rect.attrib["width"])) / width) - 1
    return first + timedelta(days=start), first + timedelta(days=end)


@pytest.mark.parametrize("by", ["project", "region", "country"])
def test_the_picture_tells_the_four_points(by: str) -> None:
    """From its data, each activity's stretches and its date as a whole come back, in each lane it stands in."""
    known = read(EXAMPLE)
    found = marks(parsed(known.timeline(by=by).to_svg()))
    assert set(found) == {each.uid for each in known.activities}
    for each in known.activities:
        keys = {"project": each.projects, "region": each.regions, "country": each.countries}[by]
        assert len(found[each.uid]) == max(1, len(set(keys)))
        for mark in found[each.uid]:
            assert [day(mark.attrib[f"data-{name}"]) for name in POINTS] == whole_of(each.when)
            assert mark.attrib["data-kind"] == each.when.kind.value
            assert tuple(map(range_of, stretches(mark))) == each.when.ranges


@given(programmes, st.sampled_from(["project", "region", "country"]), st.none() | st.dates())
def test_any_programme_gives_a_picture_that_tells_the_truth(some: Programme, by: str, today: date | None) -> None:
    """Whatever a programme holds, the SVG is well-formed, deterministic, and has all stretches of all activities."""
    timeline = some.timeline(by=by, today=today)
    svg = timeline.to_svg()
    assert svg == some.timeline(by=by, today=today).to_svg()
    found = marks(parsed(svg))
    assert len(found) == len(some.activities)
    for each in some.activities:
        for mark in found[each.uid]:
            assert tuple(map(range_of, stretches(mark))) == each.when.ranges
    svg.encode()
    timeline.to_html().encode()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=40), st.integers(0, 5))
def test_rows_are_packed_without_covering(spans: list[tuple[int, int]], gap: int) -> None:
    """No two extents of a row come closer than the gap, and there are no more rows than meet in one place."""
    extents = [(float(start), float(start + length)) for start, length in spans]
    rows = pack(extents, gap)
    for row in set(rows):
        line = sorted(extent for extent, its in zip(extents, rows, strict=True) if its == row)
        assert all(one[1] + gap <= other[0] for one, other in pairwise(line))
    meeting = [sum(start <= place < max(end + gap, start + 1) for start, end in extents) for place, _ in extents]
    assert len(set(rows)) <= max(meeting, default=0)


def test_nothing_covers_anything_in_the_example() -> None:
    """In every lane, bars and labels that stand in one row lie apart, and lanes do not reach into each other."""
    root = parsed(read(EXAMPLE).timeline().to_svg())
    for lane in drawn(root, "lane"):
        rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for mark in drawn(lane, "mark"):
            if "data-x1" in mark.attrib:
                extent = float(mark.attrib["data-x1"]), float(mark.attrib["data-x2"])
                rows[mark.attrib["transform"]].append(extent)
                for label in drawn(mark, "label"):
                    left = float(label.attrib["x"])
                    assert extent[0] <= left
                    assert left + float(label.attrib["width"]) <= extent[1] + 0.01
        for extents in rows.values():
            line = sorted(extents)
            assert all(one[1] < other[0] for one, other in pairwise(line))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("4-7 September 2023", [("certain", (2023, 9, 4), (2023, 9, 7))]),
        ("mid-November 2023", [("possible", (2023, 11, 11), (2023, 11, 20))]),
        (
            "July-September 2023",
            [
                ("rising", (2023, 7, 1), (2023, 7, 30)),
                ("certain", (2023, 7, 31), (2023, 9, 1)),
                ("falling", (2023, 9, 2), (2023, 9, 30)),
            ],
        ),
        (
            "12 or 19 October 2023",
            [("possible", (2023, 10, 12), (2023, 10, 12)), ("possible", (2023, 10, 19), (2023, 10, 19))],
        ),
        (
            "11-13 & 15 September 2023",
            [("certain", (2023, 9, 11), (2023, 9, 13)), ("certain", (2023, 9, 15), (2023, 9, 15))],
        ),
    ],
)
def test_bars_cover_their_days(
    when: str, expected: list[tuple[str, tuple[int, int, int], tuple[int, int, int]]]
) -> None:
    """Solid, fading and hatched pieces lie on the days that they stand for, as the scale of the picture tells."""
    some = attrs.evolve(programme(when), period=Period.months(2023, 7, 3 if "October" not in when else 6))
    root = parsed(some.timeline().to_svg())
    (mark,) = marks(root)["a0@x"]
    found = [
        (rect.attrib["class"], *days_drawn(root, rect))
        for rect in mark.iter(f"{SVG}rect")
        if rect.attrib["class"] in {"certain", "possible", "rising", "falling"}
    ]
    assert found == [(name, date(*first), date(*last)) for name, first, last in expected]


def test_a_deadline_is_a_flag_at_the_end_of_its_last_day() -> None:
    """The pole stands where the day after would begin, and an arrow says that the start is open."""
    root = parsed(attrs.evolve(programme("by October 2023"), period=Period.year(2023)).timeline().to_svg())
    (mark,) = marks(root)["a0@x"]
    (pole,) = drawn(mark, "pole")
    place = re.match(r"M([\d.]+) ", pole.attrib["d"])
    assert place is not None
    assert float(place[1]) == pytest.approx(304 * float(root.attrib["data-width"]) / 365, abs=0.01)
    assert len(drawn(mark, "arrow")) == 1


@pytest.mark.parametrize(
    ("when", "arrows"), [("from 3 October 2023", 1), ("until 15 November 2023", 1), ("3 October 2023", 0)]
)
def test_open_ends_are_arrows(when: str, arrows: int) -> None:
    """Each end that is not known has an arrow, and a known one has none."""
    (mark,) = marks(parsed(programme(when).timeline().to_svg()))["a0@x"]
    assert len(drawn(mark, "arrow")) == arrows


def test_what_has_no_date_stands_in_the_margin() -> None:
    """An undated activity is in the margin of its lane, and no bar is drawn for it."""
    undated = FuzzyDate.undated(Period.month(2023, 11), text="TBC")
    root = parsed(programme("3 October 2023", undated).timeline().to_svg())
    (margin,) = drawn(root, "margin")
    assert [mark.attrib["data-uid"] for mark in drawn(margin, "mark")] == ["a1@x"]
    assert not drawn(margin, "certain")
    assert not drawn(margin, "possible")


def test_a_programme_without_any_day_has_no_axis() -> None:
    """Where nothing is dated, the picture lists what there is; an empty programme gives an empty picture."""
    root = parsed(programme(FuzzyDate.undated()).timeline().to_svg())
    assert "data-first" not in root.attrib
    assert set(marks(root)) == {"a0@x"}
    assert marks(parsed(Programme().timeline().to_svg())) == {}


def test_overlaps_are_outlined_certain_and_possible_apart() -> None:
    """Within a lane, what overlaps for certain has another outline than what possibly does; the rest has none."""
    some = programme(
        "3-5 October 2023", "4 October 2023", "mid-November 2023", "late November 2023", "15 November 2023"
    )
    found = marks(parsed(some.timeline().to_svg()))
    outlines = {
        uid: [each.attrib["class"].split()[-1] for each in drawn(mark, "outline")] for uid, (mark,) in found.items()
    }
    assert outlines == {
        "a0@x": ["outline-certain"],
        "a1@x": ["outline-certain"],
        "a2@x": ["outline-possible"],
        "a3@x": [],
        "a4@x": ["outline-possible"],
    }


@given(programmes)
def test_outlines_agree_with_the_overlaps_of_the_lane(some: Programme) -> None:
    """What is outlined is what the library finds among the activities of a lane that have a date."""
    dated = [
        each
        for each in some.activities
        if each.when.kind is not Kind.UNDATED
        and each.when.status is not DateStatus.CANCELLED
        and any(any(map(_is_day, _points(part))) for part in each.when.ranges)
    ]
    together = attrs.evolve(some, activities=[attrs.evolve(each, projects=["ONE"]) for each in dated])
    expected = {each.uid: "none" for each in together.activities}
    pairs = sorted(together.overlaps(by="project"), key=lambda found: found.certainty.value, reverse=True)
    for found in pairs:
        expected[found.a.uid] = expected[found.b.uid] = found.certainty.value
    told = {uid: mark.attrib["data-overlap"] for uid, (mark,) in marks(parsed(together.timeline().to_svg())).items()}
    assert told == expected


def _points(part: DateRange) -> tuple[date | None, ...]:
    return part.earliest_start, part.latest_start, part.earliest_end, part.latest_end


def _is_day(value: date | None) -> bool:
    return value is not None


def test_nothing_is_told_by_colour_alone() -> None:
    """The styles of what must be told apart differ in more than colours: by a pattern, by dashes, by a shape."""
    css = (Path(sys.modules["coecal.timeline"].__path__[0]) / "timeline.css").read_text(encoding="utf-8")
    rules = {
        name: re.sub(r"#[0-9a-f]{3,6}", "", body) for name, body in re.findall(r"\.coecal \.([\w-]+)\{([^}]*)\}", css)
    }
    for one, other in (("certain", "possible"), ("outline-certain", "outline-possible"), ("rising", "falling")):
        assert rules[one] != rules[other]
    assert "stroke-dasharray" in rules["outline-possible"]
    assert "stroke-dasharray" not in rules["outline-certain"]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 reckons it."""

    def light(colour: str) -> float:
        red, green, blue = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


Colours = Mapping[str, Mapping[str, str]]

# What stands on what, by the names of the style sheet: every rule is in one of these.
WORDS = {
    **dict.fromkeys(("text", "heading", "quiet", "when", "month", "week-day", "today-name"), "paper"),
    **dict.fromkeys(("lane-name", "count"), "head"),
}
SIGNS = {
    **dict.fromkeys(("certain", "ink", "reach", "link", "beyond", "arrow", "pole", "flag", "today"), "paper"),
    **dict.fromkeys(("outline", "outline-certain", "outline-possible", "spot", "stretch"), "paper"),
    "hatch-line": "hatch-ground",
    "unsure": "certain",
}
GROUNDS = {"paper", "head", "hatch-ground"}
QUIET = {"line", "week", "hit", "possible", "rising", "falling", "coecal"}
"""The grid, which is there to be overlooked, what is not seen at all, and what is filled with signs named above."""


def colours(*, dark: bool) -> Colours:
    """Return what the style sheet says of each class, and of texts, the later rule in the place of the earlier."""
    folder = Path(sys.modules["coecal.timeline"].__path__[0])
    css = "".join((folder / name).read_text(encoding="utf-8") for name in ("timeline.css", *["dark.css"] * dark))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for selectors, block in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        said = dict(each.split(":", 1) for each in block.strip().rstrip(";").split(";"))
        for selector in selectors.split(","):
            name = selector.strip().split(" ")[-1].removeprefix(".")
            owner = selector.strip().split(" ")[-2].removeprefix(".") if selector.count(" ") > 1 else ""
            if (owner, name) not in {("label", "text"), ("cancelled", "text")}:
                found[name].update(said)
    return found


def seen(found: Colours, name: str, ground: str) -> tuple[str, str]:
    """Return the colour of a class and that of what it stands on, as they are seen: nothing is see-through."""
    below = found[ground].get("fill", "")
    if ground == "hatch-ground":
        below = mixed(below, found["paper"]["fill"], float(found["hatch-ground"]["fill-opacity"]))
    said = {**(found["text"] if name in WORDS else {}), **found[name]}
    colour = next((said[key] for key in ("fill", "stop-color", "stroke") if said.get(key, "none") != "none"), "")
    if name.startswith("outline-"):
        colour = found["outline"]["stroke"]
    if name == "stretch":  # of what is cancelled
        colour = found["certain"]["fill"]
    opacity = float(said.get("opacity", said.get("stroke-opacity", "1")))
    return mixed(colour, below, opacity), mixed(below, below, 1)


def mixed(colour: str, below: str, opacity: float) -> str:
    """Return the colour that is seen where one lies over another."""
    one, other = ([int(part, 16) for part in re.findall("..", full(each))] for each in (colour, below))
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02x}" for a, b in zip(one, other, strict=True))


def full(colour: str) -> str:
    """Return the six digits of a colour."""
    digits = colour.removeprefix("#")
    return digits if len(digits) == 6 else "".join(2 * digit for digit in digits)


@pytest.mark.parametrize("dark", [False, True])
def test_words_and_signs_stand_out(*, dark: bool) -> None:
    """On white and on dark, words have a contrast of 4.5 at least, signs one of 3 (WCAG 2.2, AA), without exception."""
    found = colours(dark=dark)
    assert set(found) == {*WORDS, *SIGNS, *GROUNDS, *QUIET}
    for names, least in ((WORDS, 4.5), (SIGNS, 3.0)):
        contrasts = {name: contrast(*seen(found, name, ground)) for name, ground in names.items()}
        assert [(name, round(each, 2)) for name, each in contrasts.items() if each < least] == []


# What people see who lack one of the three cones, in linear light, as Vienot, Brettel and Mollon (1999) reckon it.
CONES = {
    "red": ((0.1124, 0.8876, 0), (0.1124, 0.8876, 0), (0.0040, -0.0040, 1)),
    "green": ((0.2928, 0.7073, 0), (0.2928, 0.7073, 0), (-0.0223, 0.0223, 1)),
    "blue": ((1, 0.1446, -0.1446), (0, 0.8592, 0.1408), (0, 0.8592, 0.1408)),
}


def linear(colour: str) -> list[float]:
    """Return a colour as light."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(light: Iterable[float]) -> tuple[float, float, float]:
    """Return light in CIELAB, in which distances are about as great as they look."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("cone", CONES)
@pytest.mark.parametrize("name", ["timeline.css", "dark.css"])
def test_bars_and_flags_are_told_apart_by_everyone(cone: str, name: str) -> None:
    """The colours of bars and deadlines stay far apart for people who lack one kind of cone."""
    css = (Path(sys.modules["coecal.timeline"].__path__[0]) / name).read_text(encoding="utf-8")
    colours = [re.findall(rf"\.{each}\b[^{{]*\{{fill:(#[0-9a-f]{{6}})", css)[0] for each in ("certain", "flag")]
    seen = [
        lab(sum(weight * part for weight, part in zip(row, linear(colour), strict=True)) for row in CONES[cone])
        for colour in colours
    ]
    assert dist(*seen) > 20


def test_the_page_opens_where_something_is_to_come() -> None:
    """It is scrolled to today, or without that to the day of the issue, where the axis shows it."""
    some = attrs.evolve(programme("3 October 2023", "5 November 2023"), as_of=date(2023, 10, 20))
    axis = some.timeline().layout.axis
    assert axis is not None
    for today, day in ((None, date(2023, 10, 20)), (date(2023, 11, 1), date(2023, 11, 1))):
        (place,) = re.findall(r'data-focus="([\d.]+)"', some.timeline(today=today).to_html())
        assert abs(float(place) - axis.place(day.toordinal())) < 0.01
    for as_of in (None, date(2021, 1, 1)):
        assert "data-focus" not in attrs.evolve(some, as_of=as_of).timeline().to_html()


def test_today_is_drawn_only_when_it_is_given() -> None:
    """There is a line at the day that is given, if it is shown, and none otherwise: no clock is read."""
    some = programme("3 October 2023", "5 November 2023")
    assert not drawn(parsed(some.timeline().to_svg()), "today")
    assert not drawn(parsed(some.timeline(today=date(2024, 6, 1)).to_svg()), "today")
    root = parsed(some.timeline(today=date(2023, 10, 20)).to_svg())
    assert root.attrib["data-today"] == "2023-10-20"
    assert drawn(root, "today")


def title_text(mark: ET.Element) -> str:
    """Return the tooltip of a mark."""
    return mark.findtext(f"{SVG}title") or ""


def test_tooltips_have_the_words_and_the_rule() -> None:
    """A tooltip tells the title, the words as written, and the rule by which they were read."""
    (mark,) = marks(parsed(programme("mid-November 2023").timeline().to_svg()))["a0@x"]
    assert title_text(mark).startswith("Thing 0\n")
    assert '"mid-November 2023"' in title_text(mark)
    assert "(policy: early_until, mid_until)" in title_text(mark)


def is_forbidden(character: str) -> bool:
    """Return whether a character is a control, half of a surrogate pair, or none at all."""
    code = ord(character)
    is_none = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return is_none or unicodedata.category(character) in {"Cc", "Cs"}


def xml_text(text: str) -> str:
    """Return what of a text XML can hold, on one line."""
    allowed = "".join(each for each in text if each.isspace() or not is_forbidden(each))
    return " ".join(allowed.split())


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_change_nothing_but_their_text(title: str) -> None:
    """The same elements with the same attributes are drawn for any title, and its text comes back whole."""
    plain, hostile = (
        parsed(Programme(activities=[activity(0, title=text), activity(1)], title="X").timeline().to_svg())
        for text in ("Thing", title)
    )
    assert [element.tag for element in hostile.iter()] == [element.tag for element in plain.iter()]
    assert [set(element.attrib) for element in hostile.iter()] == [set(element.attrib) for element in plain.iter()]
    (mark,) = marks(hostile)["a0@x"]
    assert title_text(mark).split("\n")[0] == xml_text(title)


@given(st.text(max_size=60))
def test_any_text_may_stand_anywhere(text: str) -> None:
    """Text of any kind in every field gives well-formed XML, and the tooltip has the title."""
    known = Activity(
        uid="a@x",
        title=text,
        when=attrs.evolve(parse_date("3 October 2023"), text=text),
        projects=[text],
        organisers=[text],
        places=[text],
        regions=[text],
        countries=[text],
        source=Source(heading=text),
    )
    for by in ("project", "region", "country"):
        some = Programme(title=text, activities=[known])
        found = marks(parsed(some.timeline(by=by).to_svg()))
        assert title_text(found["a@x"][0]).split("\n")[0] == (xml_text(text) or "(without a title)")
        assert Page(some.timeline(by=by).to_html()).scripts == 1


@given(st.text(max_size=300), st.floats(20, 400))
def test_what_is_cut_fits(text: str, room: float) -> None:
    """A text is left alone where it fits, else cut to its beginning and an ellipsis, and no wider than allowed."""
    found = cut(text, 11, room)
    assert width_of(found, 11) <= room + 0.001
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


class Page(HTMLParser):
    """What a page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = 0
        self.starts: list[tuple[str, dict[str, str | None]]] = []
        self.options: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.starts.append((tag, dict(attrs)))
        self.scripts += tag == "script"

    def every(self, tag: str) -> Iterator[dict[str, str | None]]:
        """Yield the attributes of each element of a name."""
        return (attributes for name, attributes in self.starts if name == tag)


def test_the_page_asks_nobody_for_anything() -> None:
    """Nothing in the page points anywhere, no attribute is a script or a style, and its policy allows its own alone."""
    text = read(EXAMPLE).timeline(today=date(2025, 10, 6)).to_html()
    page = Page(text)
    for _, attributes in page.starts:
        assert not {"src", "href", "xlink:href", "style", "action"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert "http" not in re.sub(r"http-equiv", "", text)
    (policy,) = [each["content"] or "" for each in page.every("meta") if each.get("http-equiv")]
    assert page_policy().startswith(policy)
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")


def test_the_page_filters_by_what_there_is() -> None:
    """There is a filter for each thing of which there is more than one, with all of its values."""
    one = attrs.evolve(activity(0), countries=["GH"], regions=["Africa"], mode=Mode.ONLINE)
    two = attrs.evolve(activity(1), projects=["PUMP"], countries=["KE"], regions=["Africa"], mode=Mode.HYBRID)
    page = Page(Programme(activities=[one, two]).timeline().to_html())
    assert [each["name"] for each in page.every("select")] == ["project", "country", "mode"]
    values = {each["value"] for each in page.every("option")}
    assert values == {"", "WELL", "PUMP", "GH", "KE", "online", "hybrid"}


def test_the_page_works_without_scripts() -> None:
    """Without a script, picture and list are there, and what would do nothing is hidden."""
    page = Page(read(EXAMPLE).timeline().to_html())
    assert [("hidden" in each) for each in page.every("form")] == [True]
    assert len([each for each in page.every("tr") if "data-of" in each]) == len(read(EXAMPLE).activities)
    assert {each["data-uid"] for each in page.every("g") if "data-uid" in each} == {
        each.uid for each in read(EXAMPLE).activities
    }


def test_png_is_a_picture_of_the_same_shape() -> None:
    """The PNG has the size of the SVG, as often as is asked for."""
    pytest.importorskip("resvg_py", reason="the extra `plot` is not installed")
    timeline = programme("3-5 October 2023", "mid-November 2023", "by December 2023").timeline()
    root = parsed(timeline.to_svg())
    png = timeline.to_png(zoom=1)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    assert (width, height) == (round(float(root.attrib["width"])), round(float(root.attrib["height"])))


def test_png_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without resvg, the error says what to install."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(MissingExtraError, match="plot"):
        programme("3 October 2023").timeline().to_png()


def test_only_the_days_asked_for_are_shown() -> None:
    """What cannot happen on them is left out, what reaches beyond is marked so, and the data stay whole."""
    some = programme("3 October 2023", "30 October - 2 November 2023", "4 December 2023")
    root = parsed(some.timeline(during="November 2023").to_svg())
    assert set(marks(root)) == {"a1@x"}
    assert (root.attrib["data-first"], root.attrib["data-last"]) == ("2023-11-01", "2023-11-30")
    (mark,) = marks(root)["a1@x"]
    assert mark.attrib["data-earliest-start"] == "2023-10-30"
    assert len(drawn(mark, "beyond")) == 1


def test_lanes_come_in_the_order_of_the_programme() -> None:
    """Described projects come first, in their order, then those that are only named, then what has none."""
    known = [
        attrs.evolve(activity(number), projects=names)
        for number, names in enumerate([["PUMP"], [], ["WELL", "Zeal"], ["Aqua"]])
    ]
    some = Programme(projects=[Project(key="well", name="WELL"), Project(key="pump", name="PUMP")], activities=known)
    lanes = drawn(parsed(some.timeline().to_svg()), "lane")
    assert [lane.attrib["data-lane"] for lane in lanes] == ["WELL", "PUMP", "Aqua", "Zeal", ""]
    assert lanes[0].attrib["aria-label"] == "WELL, 1 activity"


def test_cancelled_activities_say_so_and_overlap_nothing() -> None:
    """A cancelled activity is struck through and said to be cancelled, and is in nobody's way."""
    one, two = activity(0, "3 October 2023"), attrs.evolve(activity(1, "3 October 2023"), status=Status.CANCELLED)
    found = marks(parsed(Programme(activities=[one, two]).timeline().to_svg()))
    assert [found[uid][0].attrib["data-overlap"] for uid in ("a0@x", "a1@x")] == ["none", "none"]
    assert "cancelled" in found["a1@x"][0].attrib["class"].split()
    assert "Cancelled: " in "".join(found["a1@x"][0].itertext())


def test_what_is_not_known_is_refused() -> None:
    """Lanes by something else, and days that are no period, are errors that say what is wrong."""
    with pytest.raises(UnknownNameError, match="project, region, country"):
        programme("3 October 2023").timeline(by="colour")
    with pytest.raises(DateError):
        programme("3 October 2023").timeline(during="soon")


@given(st.dates(), st.integers(1, 5_000_000))
def test_ticks_lie_in_order_within_the_axis(first: date, count: int) -> None:
    """Any axis, up to all the days of the calendar, has ticks in order and a label, and no crowd of them."""
    axis = Axis.of(Period(first, date.fromordinal(min(first.toordinal() + count, date.max.toordinal()))))
    ticks = list(axis.ticks())
    days = [tick.day for tick in ticks]
    assert days == sorted(set(days))
    assert all(axis.first <= each <= axis.last for each in days)
    assert any(tick.label for tick in ticks)
    places = [axis.place(tick.day) for tick in ticks if tick.label]
    assert all(other - one >= 50 for one, other in pairwise(places))


def test_everything_that_is_known_is_shown() -> None:
    """Without days asked for, the axis has the period and every known point, with a little around what goes beyond."""
    some = attrs.evolve(
        programme("3 October 2023", "28 December 2023 - 3 January 2024"), period=Period.months(2023, 10, 3)
    )
    assert natural_period(some) == Period(date(2023, 10, 1), date(2024, 1, 5))
    assert natural_period(programme(FuzzyDate.undated(Period.month(2023, 11)))) is None


def large(count: int) -> Programme:
    """Return a programme of many activities in 20 projects over two years, exact, vague, due and undated ones."""
    first = date(2025, 1, 6)

    def when(number: int) -> FuzzyDate:
        start = first + timedelta(days=number * 37 % 700)
        match number % 10:
            case 0:
                return FuzzyDate("some time", Kind.WINDOW, (DateRange.window(start, start + timedelta(days=29)),))
            case 1:
                return FuzzyDate("by then", Kind.DEADLINE, (DateRange(None, None, None, start),))
            case 2:
                return FuzzyDate.undated(Period.month(start.year, start.month), text="TBC")
            case _:
                return FuzzyDate("then", Kind.EXACT, (DateRange.exact(start, start + timedelta(days=number % 4)),))

    known = [
        Activity(
            uid=f"{number}@x",
            title=f"Meeting of working group {number}",
            when=when(number),
            projects=[f"P{number % 20}"],
        )
        for number in range(count)
    ]
    return Programme(activities=known, period=Period(first, first + timedelta(days=729)))


def test_it_is_near_linear() -> None:
    """Four times as many activities take nowhere near sixteen times as long."""

    def seconds(count: int) -> float:
        some = large(count)
        start = time.process_time()
        some.timeline().to_svg()
        return time.process_time() - start

    seconds(50)
    assert min(seconds(2000) for _ in range(2)) < 10 * max(seconds(500), 0.02)


def coecal(*arguments: str | Path) -> Result:
    """Run the command line here."""
    return CliRunner(catch_exceptions=False).invoke(main, list(map(str, arguments)), prog_name="coecal")


@pytest.mark.parametrize("form", ["svg", "html"])
def test_the_command_writes_what_the_library_makes(tmp_path: Path, form: str) -> None:
    """The ending of the file says what is written, and it is the same, to the byte, each time."""
    target = tmp_path / f"timeline.{form}"
    done = coecal("timeline", EXAMPLE, "-o", target, "--by", "country", "--today", "2025-10-06")
    assert (done.exit_code, done.output) == (0, f"Written: {target}\n")
    timeline = read(EXAMPLE).timeline(by="country", today=date(2025, 10, 6))
    assert target.read_text(encoding="utf-8") == (timeline.to_svg() if form == "svg" else timeline.to_html())


def test_the_command_shows_the_days_asked_for(tmp_path: Path) -> None:
    """--from and --until are inclusive; a side that is not given reaches as far as the programme."""
    target = tmp_path / "timeline.svg"
    coecal("timeline", EXAMPLE, "-o", target, "--from", "2025-10-01", "--until", "2025-10-31")
    root = parsed(target.read_text(encoding="utf-8"))
    assert (root.attrib["data-first"], root.attrib["data-last"]) == ("2025-10-01", "2025-10-31")
    coecal("timeline", EXAMPLE, "-o", target, "--from", "2025-10-01")
    root = parsed(target.read_text(encoding="utf-8"))
    assert (root.attrib["data-first"], root.attrib["data-last"]) == ("2025-10-01", "2026-01-05")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-o", "timeline.gif"), ".svg, .png, .html"),
        (("--from", "2025-10-02", "--until", "2025-10-01"), "before --from"),
        (("--by", "colour"), "project"),
        (("--today", "soon"), "soon"),
    ],
)
def test_wrong_usage_of_the_command(arguments: Iterable[str], words: str) -> None:
    """An ending, a lane or a day that is none is wrong usage, and says what is right."""
    done = coecal("timeline", EXAMPLE, *arguments)
    assert done.exit_code == 2
    assert words in done.output


def test_the_terminal_shows_the_same() -> None:
    """Without a file, each activity has a line with its days as signs that need no colour."""
    done = coecal("timeline", EXAMPLE, "--today", "2025-10-06")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert len([line for line in lines if line.startswith("  ") and not line.strip().startswith("May")]) == sum(
        max(1, len(each.projects)) for each in read(EXAMPLE).activities
    )
    assert {"█", "▒", "░", "⚑", "▶", "│"} <= set(done.output)
    assert max(map(len, lines)) <= 120


@pytest.mark.parametrize("name", ["مؤتمر القراءة", "\u202eabc", "\u2067abc\u2069\u2069 d", "ספר"])
def test_a_name_turns_nothing_beside_it(name: str) -> None:
    """What is written from right to left, or turns directions, is isolated from the count that stands beside it."""
    svg = Programme(activities=[attrs.evolve(activity(0, "3 October 2023"), projects=[name])]).timeline().to_svg()
    (heading,) = drawn(parsed(svg), "lane-name")
    shown = "".join(letter for letter in name if letter not in "\u202e\u2067\u2069")
    assert "".join(heading.itertext()) == f"\u2068{shown}\u2069 1 activity"


def test_a_name_of_nothing_is_no_lane() -> None:
    """A project whose name cannot be shown at all has no lane of its own."""
    nameless = attrs.evolve(activity(0, "3 October 2023"), projects=["\ud800", "\x00 "])
    (band,) = Programme(activities=[nameless]).timeline().layout.bands
    assert band.lane.key is None


def test_numbers_have_their_words() -> None:
    """None is singular in French, and plural in English."""
    assert [words_of(code).counted(number) for code in ("en", "fr") for number in (0, 1, 2)] == [
        "0 activities", "1 activity", "2 activities", "0 activité", "1 activité", "2 activités",
    ]  # fmt: skip


def test_the_terminal_speaks_french() -> None:
    """Months, what has no date, what is cancelled and what the signs mean are in the language asked for."""
    done = coecal("timeline", EXAMPLE, "--today", "2025-10-06", "--locale", "fr")
    lines = done.output.splitlines()
    assert "août" in lines[0]
    assert "Sans projet (" in done.output
    assert "pas encore de date (TBC, November 2025)" in done.output
    assert "▒ possible   ░ possible, aucun jour certain   ⚑ échéance" in done.output
    assert not [words for words in ("Cancelled", "no date", "deadline", "overlaps") if words in done.output]
    assert max(map(len, lines)) <= 120


def test_each_language_has_the_words_of_the_other() -> None:
    """Pages and pictures say the same in each language: the same keys, with the same names in braces."""
    tables = [tomllib.loads(files("coecal.data").joinpath("pages", f"{code}.toml").read_text()) for code in LANGUAGES]
    names = [
        {
            (part, key): {field for _, field, _, _ in Formatter().parse(words) if field is not None}
            for part, entries in table.items()
            for key, words in entries.items()
        }
        for table in tables
    ]
    assert all(each == names[0] for each in names)


def test_the_terminal_obeys_no_title(tmp_path: Path) -> None:
    """Control characters and changes of direction in a title are shown, not sent to the terminal."""
    source = tmp_path / "programme.json"
    from coecal.writers.json import to_json  # noqa: PLC0415 - only here

    source.write_bytes(to_json(Programme(activities=[activity(0, "3 October 2023", "a\x1b[31mb\u202ec")])).encode())
    done = coecal("timeline", source)
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output


def test_a_notebook_shows_programmes() -> None:
    """A programme and its timeline have what a notebook asks for."""
    some = programme("3 October 2023")
    assert some.timeline()._repr_svg_() == some.timeline().to_svg()
    assert "<svg" in some._repr_html_()


def test_a_timeline_in_french() -> None:
    """What the picture and its page say of themselves is in French; the words of the newsletter stay as they are."""
    some = programme("mid-November 2023", "by December 2023", "TBC")
    timeline = attrs.evolve(some, as_of=date(2023, 9, 30)).timeline(locale="fr", today=date(2023, 11, 15))
    svg = timeline.to_svg()
    root = parsed(svg)
    assert root.attrib["lang"] == "fr"
    said = "".join(root.itertext())
    for words in ("3 activités par projet", "état au 30 septembre 2023", "novembre 2023", "aujourd'hui", "échéance"):
        assert words in said
    assert "« mid-November 2023 » est une fenêtre : " in said
    assert "Début : au plus tôt le 11 novembre 2023, au plus tard le 20 novembre 2023." in said
    assert "« mid-November 2023 » : le milieu du mois va du 11 au 20 (" in said
    html = timeline.to_html()
    assert '<html lang="fr">' in html
    assert "affichées" in html
    with pytest.raises(UnknownNameError, match="en, fr"):
        some.timeline(locale="xx")


@pytest.mark.parametrize("within", ["2023", "November 2023", "July - December 2023"])
def test_the_rule_stands_in_the_tooltip_whatever_the_date_went_through(within: str) -> None:
    """The rule is told of a date that was read just now and of one from a file, which keeps the words alone."""
    read_now = parse_date("mid-November", within=within)
    for when in (read_now, attrs.evolve(read_now, reasons=())):
        some = Programme(activities=[activity(0, when)])
        assert "of a month's days, mid is 11 to 20" in unescape(some.timeline().to_svg())
        assert "le milieu du mois va du 11 au 20" in unescape(some.timeline(locale="fr").to_svg())
    relative = parse_date("next month", today=date(2023, 10, 4))
    assert "counted from today, 4 October 2023" in Programme(activities=[activity(0, relative)]).timeline().to_svg()
