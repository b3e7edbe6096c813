"""The site in a real browser: nothing is refused, nothing is asked elsewhere, filters work, and everyone can use it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import icalendar
import pytest
from client_programs import Visit, browse, need, need_package
from client_servers import serving
from site_pages import HOSTILE, PAGES, hostile, programme
from test_serve_live import running

from coecal.readers import read
from coecal.site.feeds import write_feeds
from coecal.timeline.days import is_undated
from coecal.writers.json import to_json

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
WIDTHS: Final = (320, 800, 1400)
LOOKS: Final = (("light", "screen"), ("dark", "screen"), ("light", "print"))
SHOWN = "[...document.querySelectorAll('.activity:not([hidden])')].map((item) => item.id)"
FOUND = "[...document.querySelectorAll('.found .address')].map((link) => link.href)"
CHOICES = f"""(() => {{
  const found = [];
  for (const select of document.querySelectorAll("select:not([name=mode])")) {{
    for (const {{ value }} of Array.from(select.options).slice(1)) {{
      select.value = value;
      select.dispatchEvent(new Event("change", {{ bubbles: true }}));
      found.push([select.name, value, {SHOWN}, {FOUND}]);
    }}
    select.value = "";
  }}
  return found;
}})()"""
VISIBLE = "(selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()).length"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address under which the site of the example is served, in English and in `fr/`."""
    need("node"), need("chromium"), need_package("puppeteer-core")
    folder = tmp_path_factory.mktemp("site")
    some = read(EXAMPLE)
    write_feeds(some, folder, findings=some.check())
    write_feeds(some, folder / "fr", locale="fr", findings=some.check())
    write_feeds(programme(), folder / "every")
    for number, words in enumerate(HOSTILE):
        write_feeds(hostile(words), folder / f"hostile{number}")
    with serving(folder) as address:
        yield address


def clean(visits: list[Visit], site: str) -> list[Visit]:
    """Check that nothing was said on the console, and that nothing was asked of anybody else."""
    for visit in visits:
        assert visit.said == []
        assert [address for address in visit.asked if not address.startswith(site)] == []
    return visits


@pytest.mark.parametrize("where", ["", "fr/", "every/"])
def test_everyone_can_use_every_page(site: str, tmp_path: Path, where: str) -> None:
    """At three widths, light and dark and printed: no violation of accessibility, no scrolling sideways.

    What differs by language and by what there is to show is looked at in its narrowest and its widest form.
    """
    more = ["timeline-countries.html", *([] if where == "every/" else ["timeline-regions.html", "findings.html"])]
    names = [*PAGES, *more]
    visits = [
        {"address": f"{site}{where}{name}", "width": width, "scheme": scheme, "media": media, "axe": media == "screen"}
        for name in names
        for width in WIDTHS
        for scheme, media in LOOKS
        if not where or (width, scheme, media) in ((WIDTHS[0], *LOOKS[0]), (WIDTHS[-1], *LOOKS[1]))
    ]
    for asked, visit in zip(visits, clean(browse(tmp_path, visits), site), strict=True):
        assert (asked, visit.axe) == (asked, [])
        assert asked["media"] == "print" or (asked, visit.wider) == (asked, 0)


def test_paper_is_white_whatever_the_screen(site: str, tmp_path: Path) -> None:
    """Printed from a dark screen, pages and pictures have the colours of a light one; the months are on each sheet."""
    look = """(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      const drawn = Array.from(document.querySelectorAll(".picture text, .stretch rect")).slice(0, 400);
      return [backgroundColor, color, ...drawn.map((each) => getComputedStyle(each).fill)];
    })()"""
    sheet = "getComputedStyle(document.querySelector('.top') ?? document.body).display"
    visits = [
        {
            "address": f"{site}{name}",
            "scheme": scheme,
            "media": "print",
            "acts": [["evaluate", look], ["evaluate", sheet]],
        }
        for name in PAGES
        for scheme in ("light", "dark")
    ]
    seen = [visit.results for visit in clean(browse(tmp_path, visits), site)]
    assert seen[0::2] == seen[1::2]
    assert all(colours[:2] == ["rgb(255, 255, 255)", "rgb(27, 31, 35)"] for colours, _ in json.loads(json.dumps(seen)))
    assert [display for _, display in json.loads(json.dumps(seen))].count("table-header-group") == 2


def test_no_title_does_anything(site: str, tmp_path: Path) -> None:
    """Markup, scripts, turned directions and 500 characters: no script of theirs runs, nothing is pushed aside."""
    visits = [
        {"address": f"{site}hostile{number}/{name}", "width": 320, "axe": name == "index.html"}
        for number in range(len(HOSTILE))
        for name in PAGES
    ]
    for asked, visit in zip(visits, clean(browse(tmp_path, visits), site), strict=True):
        assert (asked, visit.axe, visit.wider) == (asked, [], 0)


def test_no_title_is_drawn_over_anything(site: str, tmp_path: Path) -> None:
    """A character with 500 marks above it stays in its place: what stands over it looks as it does anywhere."""
    marks = HOSTILE.index("e" + "\u0301" * 500)
    acts = [["picture", "nav"]]
    for name in PAGES:
        visits = [{"address": f"{site}hostile{number}/{name}", "acts": acts} for number in (0, marks)]
        plain, marked = clean(browse(tmp_path, visits), site)
        assert plain.results == marked.results, name


def test_a_filter_shows_what_fits_and_the_address_of_its_feed(site: str, tmp_path: Path) -> None:
    """One choice has a feed of its own, of several those are named that hold all of it; reset shows everything."""
    some = read(EXAMPLE)
    acts = [
        ["select", "select[name=country]", "PT"], ["evaluate", SHOWN], ["evaluate", FOUND],
        ["select", "select[name=project]", "open-stacks"], ["evaluate", SHOWN], ["evaluate", FOUND],
        ["evaluate", "document.querySelector('.nearest').hidden"],
        ["click", "button[type=reset]"], ["evaluate", "new Promise((done) => setTimeout(done, 50))"],
        ["evaluate", SHOWN], ["evaluate", FOUND], ["evaluate", "document.querySelector('.shown').value"],
        ["select", "select[name=mode]", "online"], ["evaluate", SHOWN], ["evaluate", FOUND],
    ]  # fmt: skip
    (visit,) = clean(browse(tmp_path, [{"address": f"{site}index.html", "acts": acts}]), site)
    _, one, feed, _, both, nearest, is_exact, _, _, every, everything, said, _, online, held = visit.results

    def ids(*, country: str | None = None, project: str | None = None, mode: str | None = None) -> list[str]:
        return sorted(f"a-{each.uid}" for each in some.filter(country=country, project=project, mode=mode).activities)

    assert isinstance(one, list)
    assert isinstance(both, list)
    assert isinstance(online, list)
    assert sorted(one) == ids(country="PT")
    assert feed == [f"{site}countries/PT.ics"]
    assert sorted(both) == ids(country="PT", project="Open Stacks")
    assert nearest == [f"{site}projects/open-stacks.ics", f"{site}countries/PT.ics"]
    assert is_exact is False
    assert isinstance(every, list)
    assert len(every) == len(some.activities)
    assert everything == [f"{site}all.ics"]
    assert said == f"{len(every)} of {len(every)} shown"
    assert sorted(online) == ids(mode="online")
    assert held == [f"{site}all.ics"]


def test_every_single_choice_has_the_feed_of_what_it_shows(site: str, tmp_path: Path) -> None:
    """Whichever project, region or country is chosen, its feed holds all that is shown and has days, and no more."""
    (visit,) = clean(browse(tmp_path, [{"address": f"{site}index.html", "acts": [["evaluate", CHOICES]]}]), site)
    (found,) = visit.results
    assert isinstance(found, list)
    kinds = {name for name, *_ in found}
    assert kinds == {"project", "region", "country"}
    some = {f"a-{each.uid}": each for each in read(EXAMPLE).activities}
    for name, value, shown, addresses in found:
        (address,) = addresses
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - it is our own
            events = icalendar.Calendar.from_ical(answer.read()).events
        held = {f"a-{event.get('X-COECAL-UID', event['UID'])}" for event in events}
        dated = {each for each in shown if not is_undated(some[each].when)}
        assert (name, value, dated - held, held - set(shown)) == (name, value, set(), set())


def test_a_server_makes_the_feed_of_any_filter(site: str, tmp_path: Path) -> None:
    """Served by coecal, the page gives the address of exactly what is chosen, and that feed holds it."""
    assert site
    path = tmp_path / "programme.json"
    some = read(EXAMPLE)
    path.write_text(to_json(some), encoding="utf-8")
    with running(path) as server:
        acts = [
            ["select", "select[name=country]", "PT"], ["select", "select[name=mode]", "in person"],
            ["evaluate", SHOWN], ["evaluate", FOUND],
        ]  # fmt: skip
        others: list[dict[str, object]] = [{"address": f"{server.url}{name}"} for name in PAGES]
        visits: list[dict[str, object]] = [{"address": server.url, "acts": acts}, *others]
        first, *_ = clean(browse(tmp_path, visits), server.url)
        (address,) = json.loads(json.dumps(first.results[-1]))
        assert address == f"{server.url}feed.ics?country=PT&mode=in%20person"
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - it is our own
            events = icalendar.Calendar.from_ical(answer.read()).events
    uids = {str(event.get("X-COECAL-UID", event["UID"])) for event in events}
    assert uids == {each.uid for each in some.filter(country="PT", mode="in person").activities}


def test_it_works_without_scripts(site: str, tmp_path: Path) -> None:
    """Without scripts there is everything to read and every feed to subscribe to, and nothing that would do nothing."""
    acts = [
        ["evaluate", f"({VISIBLE})('form, button, .copy')"],
        ["evaluate", f"({VISIBLE})('#feeds a.address')"],
        ["evaluate", "[...document.querySelectorAll('#coming .activity')].filter((e) => e.checkVisibility()).length"],
    ]
    visits: list[dict[str, object]] = [
        {"address": f"{site}{name}", "scripts": False, "acts": acts if name == "index.html" else acts[:1]}
        for name in PAGES
    ]
    visit, *others = clean(browse(tmp_path, visits), site)
    controls, feeds, coming = visit.results
    assert controls == 0
    assert isinstance(feeds, int)
    assert feeds > 100
    some = read(EXAMPLE)
    assert some.as_of is not None
    unfolded = [each for each in some.activities if each.status == "planned" and not is_undated(each.when)]
    assert coming == len([each for each in unfolded if (each.when.latest_end or date.max) > some.as_of])
    assert [other.results for other in others] == [[0]] * len(others)


def test_it_works_by_keyboard(site: str, tmp_path: Path) -> None:
    """The first key leads past the navigation; an address is copied, or shown where that is not allowed."""
    acts = [
        ["press", "Tab"], ["focused"], ["press", "Enter"], ["evaluate", "location.hash"],
        ["evaluate", "document.querySelector('#feeds .copy').focus()"], ["press", "Enter"],
        ["evaluate", "new Promise((done) => setTimeout(done, 200))"],
        ["evaluate", "document.querySelector('.said').textContent"], ["focused"],
    ]  # fmt: skip
    (visit,) = clean(browse(tmp_path, [{"address": f"{site}index.html", "acts": acts}]), site)
    _, first, _, place, _, _, _, said, focused = visit.results
    assert first == {"name": "a", "text": "Skip to the content"}
    assert place == "#content"
    assert str(said).endswith(f": {site}all.ics")
    assert isinstance(focused, dict)
    assert focused["name"] == "button"


def test_a_link_opens_what_is_folded(site: str, tmp_path: Path) -> None:
    """A link to an activity of the past opens the list that it stands in."""
    held = next(each for each in read(EXAMPLE).activities if each.status == "held")
    here = f"document.getElementById('a-{held.uid}').checkVisibility()"
    visits = [{"address": f"{site}index.html{place}", "acts": [["evaluate", here]]} for place in ("", f"#a-{held.uid}")]
    folded, opened = clean(browse(tmp_path, visits), site)
    assert (folded.results, opened.results) == ([False], [True])
