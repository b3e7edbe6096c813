"""What the pages of a site hold, read as a browser reads them, and a site of everything that can be hostile."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import attrs
from test_timeline import HOSTILE

from coecal.activities import Activity, Mode, Source, Status
from coecal.dates import FuzzyDate, parse_date
from coecal.programme import Programme
from coecal.projects import Project
from coecal.ranges import Period

PAGES = ("index.html", "calendar.html", "timeline.html", "statistics.html")
VOID = frozenset({"meta"})

WHENS = (
    "4-7 November 2026", "mid-November 2026", "July-September 2026", "by December 2026", "from 3 October 2026",
    "12 or 19 October 2026", "every Monday in October 2026", "TBC", "11-13 & 15 September 2026",
    "12-13 November 2026 (TBC)", "1 March - 30 June 2026", "29 November - 1 December 2026",
)  # fmt: skip


@attrs.define
class Element:
    """An element that was opened: its name, its attributes and the text in it and in what it holds."""

    name: str
    attributes: dict[str, str]
    text: str = ""


class Site(HTMLParser):
    """A page: its elements in order; one that is not closed in order is an error."""

    def __init__(self, text: str | bytes) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text if isinstance(text, str) else text.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element of SVG that holds nothing."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Check that it is the element opened last."""
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Add the text to all that is open."""
        for element in self._open:
            element.text += data

    def every(self, name: str, **attributes: str) -> list[Element]:
        """Return the elements of a name that have these attributes, a class being one of several."""
        return [
            each
            for each in self.elements
            if each.name == name
            and all(value in each.attributes.get(key.rstrip("_"), "").split() for key, value in attributes.items())
        ]

    @property
    def ids(self) -> list[str]:
        """All names that an address can lead to."""
        return [each.attributes["id"] for each in self.elements if "id" in each.attributes]

    @property
    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements with the names of their attributes: all that is no text."""
        return [(each.name, tuple(each.attributes)) for each in self.elements]

    @property
    def events(self) -> list[dict[str, object]]:
        """What stands in JSON-LD."""
        return [json.loads(each.text) for each in self.every("script", type="application/ld+json")]


def activity(number: int, when: str | FuzzyDate) -> Activity:
    """Return an activity of all that a page can show of one."""
    known = parse_date(when, within="2026") if isinstance(when, str) else when
    return Activity(
        uid=f"a{number}@coecal",
        title=f"Thing {number}",
        when=known,
        projects=["WELL+" if number % 2 else "PUMP"],
        organisers=["Water Office"] if number % 3 else [],
        mode=list(Mode)[number % 3],
        places=["Accra", "Ghana"] if number % 2 else [],
        countries=["GH"] if number % 2 else ["KE", "XK"],
        regions=["Africa"],
        source=Source(heading="November 2026"),
        url="https://example.org/thing" if number % 4 == 0 else None,
    )


def programme(*more: Activity) -> Programme:
    """Return a programme with every kind of date, and what is held, cancelled and postponed."""
    some = [activity(number, when) for number, when in enumerate(WHENS)]
    gone = [
        attrs.evolve(activity(20 + number, "3 October 2026"), status=status) for number, status in enumerate(Status)
    ]
    return Programme(
        title="Wells & Pumps",
        period=Period.year(2026),
        as_of=parse_date("30 June 2026").earliest_start,
        projects=[Project(key="well-plus", name="WELL+"), Project(key="pump", name="PUMP")],
        activities=[*some, *gone, *more],
    )


def hostile(words: str) -> Programme:
    """Return a programme in which everything that a newsletter can say is given words."""
    said = [words]
    plain = activity(50, "4 November 2026")
    thing = attrs.evolve(plain, title=words, projects=said, organisers=said, places=said, regions=said)
    vague = attrs.evolve(thing, uid="a51@coecal", when=attrs.evolve(parse_date("mid-November 2026"), text=words))
    none = attrs.evolve(thing, uid="a52@coecal", when=FuzzyDate.undated(text=words), source=Source(heading=words))
    past = attrs.evolve(thing, uid="a53@coecal", status=Status.CANCELLED)
    return Programme(title=words, activities=[thing, vague, none, past], projects=[Project(key="k", name=words)])


__all__ = ["HOSTILE", "PAGES", "WHENS", "Element", "Site", "activity", "hostile", "programme"]
