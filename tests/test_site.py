"""The pages of a site: what they say of each activity, where their links lead, and what no title can do to them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urldefrag

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from site_pages import HOSTILE, PAGES, Site, activity, hostile, programme
from strategies import programmes
from test_timeline import large

from coecal.cli.main import main
from coecal.dates import FuzzyDate, Kind, parse_date
from coecal.errors import Problem, Severity, UnknownNameError
from coecal.programme import Programme
from coecal.readers import read
from coecal.readers.json import read_json
from coecal.site.feeds import write_feeds
from coecal.site.files import make_files
from coecal.site.month_calendar import make_months
from coecal.site.shell import TIMELINES
from coecal.statistics import month_of
from coecal.writers.json import to_json
from coecal.writers.jsonld import event_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
SOME = programme()


def pages(some: Programme, locale: str = "en", url: str | None = None) -> Mapping[str, Site]:
    """Return the pages of a programme."""
    files = make_files(some, locale=locale, url=url).files
    return {name: Site(files[name]) for name in PAGES}


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_each_activity_stands_on_the_first_page_once(locale: str) -> None:
    """Each has an anchor of its own, its title, and JSON-LD that names its UID."""
    index = pages(SOME, locale)["index.html"]
    items = index.every("li", class_="activity")
    assert len({each.attributes["id"] for each in items}) == len(items) == len(SOME.activities)
    assert {event["identifier"] for event in index.events} == {each.uid for each in SOME.activities}
    for each in SOME.activities:
        assert len([item for item in items if re.search(rf"{each.title}\b", item.text)]) == 1


def test_what_comes_next_begins_after_the_issue() -> None:
    """Planned and postponed activities after the day of the issue come by month; what is over or off stands apart."""
    text = make_files(SOME).files["index.html"].decode()
    sections = (re.findall(rf'<section id="{name}".*?</section>', text, re.DOTALL) for name in ("coming", "past"))
    coming, past = (Site(found) for (found,) in sections)
    months = [each.text for each in coming.every("h3")]
    assert months == ["July 2026", "September 2026", "October 2026", "November 2026"]
    assert "TBC, listed under November 2026" in Site(text).every("section", id="undated")[0].text
    gone = {each.attributes["id"] for each in past.every("li", class_="activity")}
    assert gone == {"a-a21@coecal", "a-a23@coecal", "a-a10@coecal"}  # held, cancelled, over
    assert "Cancelled: Thing 23" in past.elements[0].text
    assert "Postponed: Thing 22" in coming.elements[0].text


def test_json_ld_has_days_only_where_they_are_known() -> None:
    """It is what the writer of JSON-LD says of the activity, which has a day only where that is known."""
    events = {
        str(event["identifier"]): event for event in pages(SOME, url="https://example.org/w")["index.html"].events
    }
    for each in SOME.activities:
        event = events[each.uid]
        assert event["@context"] == "https://schema.org"
        assert event["@id"] == f"https://example.org/w/index.html#a-{each.uid}"
        assert {key: value for key, value in event.items() if key[0] != "@" or key == "@type"} == event_of(each)
    assert events["a23@coecal"]["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize("url", [None, "https://example.org/wells"])
def test_every_link_leads_somewhere(tmp_path: Path, url: str | None) -> None:
    """A link leads to a file of the site, and behind a # to a place on it; only an activity's own page is elsewhere."""
    write_feeds(SOME, tmp_path, url=url, findings=[])
    base = "" if url is None else url + "/"
    names = [*PAGES, "timeline-countries.html", "findings.html"]
    found = {name: Site((tmp_path / name).read_bytes()) for name in names}
    for name, page in found.items():
        assert len(set(page.ids)) == len(page.ids)
        for link in page.every("a"):
            if "hidden" in link.attributes or "href" not in link.attributes:
                continue
            address = re.sub(r"^webcal:", "https:", link.attributes["href"]).removeprefix(base)
            if address == "https://example.org/thing":
                continue
            path, place = urldefrag(address)
            assert (tmp_path / (path or name)).is_file()
            assert not place or place in found[path or name].ids


def test_feeds_say_what_they_hold() -> None:
    """Each feed has its links, its count, and the day of its last change; with an address, one subscribes at once."""
    changed = [attrs.evolve(each, last_modified=date(2026, 5, 3)) for each in SOME.activities]
    some = attrs.evolve(SOME, activities=changed)
    page = pages(some, url="https://example.org/wells")["index.html"]
    (well,) = [each for each in page.every("li") if each.text.startswith("\nWELL+ ")]
    assert "WELL+ 7 activities, last change 3 May 2026" in well.text
    assert "firm dates only" in well.text
    links = [each.attributes["href"] for each in page.every("a", class_="subscribe") if "href" in each.attributes]
    assert "webcal://example.org/wells/projects/well-plus.ics" in links
    assert "webcal://example.org/wells/firm/projects/well-plus.ics" in links
    addresses = [each.attributes.get("href") for each in page.every("a", class_="address")]
    assert "https://example.org/wells/projects/well-plus.ics" in addresses
    without = pages(some)["index.html"].every("a", class_="subscribe")
    assert not [each for each in without if "href" in each.attributes]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_no_title_changes_anything_but_its_own_text(words: str, locale: str) -> None:
    """Whatever a newsletter says, the pages have the same elements and attributes as with plain words."""
    for name, page in pages(hostile(words), locale).items():
        if name == "timeline.html":  # how many marks fit into a row depends on how wide words are
            continue
        plain = pages(hostile("some plain words"), locale)[name]
        assert [each[0] for each in page.skeleton] == [each[0] for each in plain.skeleton]
        assert not [each for each in page.elements for key in each.attributes if key.startswith("on") or key == "style"]


def test_a_link_of_an_activity_is_one_of_the_web() -> None:
    """Only http and https are linked to; a script in an address stays nothing."""
    addresses = ("javascript:alert(1)", "data:x", 'HTTPS://a.example/?<">')
    some = [attrs.evolve(activity(number, "3 November 2026"), url=url) for number, url in enumerate(addresses)]
    links = [each.attributes.get("href", "") for each in pages(Programme(activities=some))["index.html"].every("a")]
    assert [link for link in links if ":" in link and not link.startswith("#")] == ['HTTPS://a.example/?<">']


def test_nothing_is_loaded_from_anywhere() -> None:
    """No page names a file to load, and its policy allows none, nor any script or style but its own."""
    for name, data in make_files(SOME).files.items():
        if not name.endswith(".html"):
            continue
        page = Site(data)
        assert not {each.name for each in page.elements} & {"link", "img", "iframe", "object", "embed", "base", "video"}
        loading = {"src", "srcset", "data", "action", "ping", "poster"}
        assert not [each for each in page.elements if loading & set(each.attributes)]
        assert not re.search(r"@import|url\((?!#)", data.decode())
        (policy,) = [each.attributes["content"] for each in page.every("meta") if "http-equiv" in each.attributes]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_the_months_have_certain_days_alone() -> None:
    """An exact date stands on its days, a long one on its first and last, and a window below the month it may be in."""
    months = make_months(SOME)
    on = Counter(
        (entry.activity.uid, date(year, month, day))
        for (year, month), content in months.items()
        for day, entries in content.days.items()
        for entry in entries
    )
    expected: Counter[tuple[str, date]] = Counter()
    for each in SOME.activities:
        for part in each.when.ranges:
            if each.when.kind in (Kind.EXACT, Kind.RECURRING) and (days := part.possible) is not None:
                every = [days.first + timedelta(days=number) for number in range(days.days)]
                expected.update((each.uid, day) for day in (every if len(every) <= 7 else (every[0], every[-1])))
    assert on == expected
    possible = {uid: month for month, content in months.items() for uid in content.possible}
    assert possible["a1@coecal"] == (2026, 11)
    assert not {uid for uid, _ in on} & set(possible)


def test_a_far_date_makes_no_far_months() -> None:
    """Only months in which something happens are shown, however far they lie apart."""
    some = [activity(0, "3 November 1026"), activity(1, "3 November 2926"), activity(2, "from 3 October 2026")]
    assert list(make_months(Programme(activities=some))) == [(1026, 11), (2026, 10), (2926, 11)]


def test_figures_are_those_of_the_statistics() -> None:
    """Each month, project and country stands with all, firm and other activities, and each month with its projects."""
    page = pages(SOME)["statistics.html"]
    assert [each.text for each in page.every("h2")] == ["By month", "By project", "By country"]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', make_files(SOME).files["statistics.html"].decode())
    shown = {re.sub("<.*?>", "", name): list(map(int, re.findall(r">(\d+)</td>", cells))) for name, cells in rows}
    counts = SOME.statistics()
    for group in ("project", "country"):
        for count in counts.groups[group]:
            assert shown[count.name] == [count.activities, count.firm, count.vague]
    by_month = {count.key: count for count in counts.groups["month"]}
    for name, key in (("November 2026", "2026-11"), ("Not in one month", None)):
        assert shown[name] == [by_month[key].activities, by_month[key].firm, by_month[key].vague]
    assert shown["All"] == [len(SOME.activities), counts.total.firm, counts.total.vague]
    november = next(each.text for each in page.every("tr") if each.text.startswith("November 2026"))
    members = [each for each in SOME.activities if month_of(each.when) == "2026-11"]
    assert f"WELL+\N{NO-BREAK SPACE}{len([each for each in members if 'WELL+' in each.projects])}" in november
    assert "1244" in page.elements[0].text


def test_a_code_of_ones_own_and_a_year_of_three_digits_have_pages() -> None:
    """A code that is no country's is shown as it is, and the years before 1000 have their four digits."""
    when = FuzzyDate.from_edtf("0999-05-03")
    page = pages(Programme(activities=[attrs.evolve(activity(0, when), countries=["ZZ"])]))["statistics.html"]
    assert {"ZZ", "May 999"} <= {each.text for each in page.every("th", scope="row")}


def test_findings_are_for_those_who_ask(tmp_path: Path) -> None:
    """There is a page of findings, and links to it, only where they are given; each has its line, words and remedy."""
    problem = Problem(line=7, code="odd", severity=Severity.ERROR, message="a <b> row", remedy="look at it")
    write_feeds(SOME, tmp_path)
    assert not (tmp_path / "findings.html").exists()
    assert "findings.html" not in (tmp_path / "index.html").read_text()
    write_feeds(SOME, tmp_path, findings=[problem])
    text = Site((tmp_path / "findings.html").read_bytes()).elements[0].text
    assert all(words in text for words in ("Line 7 · odd", "a <b> row", "look at it", "Errors (1)"))
    assert "findings.html" in (tmp_path / "index.html").read_text()


def test_a_page_that_is_no_longer_made_goes(tmp_path: Path) -> None:
    """What a former run wrote and this one does not is removed; a page of somebody else stays."""
    write_feeds(SOME, tmp_path, findings=[])
    assert {"findings.html", "timeline-countries.html"} <= {path.name for path in tmp_path.iterdir()}
    foreign = tmp_path / "timeline-regions.html"
    foreign.write_text("<!DOCTYPE html><title>mine</title>")
    written = write_feeds(attrs.evolve(SOME, activities=SOME.activities[1:2]), tmp_path)
    assert written.removed == ("findings.html", "timeline-countries.html")
    assert {path.name for path in tmp_path.glob("*.html")} == {*PAGES, foreign.name}
    again = CliRunner().invoke(main, ["feeds", str(EXAMPLE), "-o", str(tmp_path), "--findings", "--json"])
    assert json.loads(again.stdout)["removed"] == []
    done = CliRunner().invoke(main, ["feeds", str(EXAMPLE), "-o", str(tmp_path), "--json"])
    assert json.loads(done.stdout)["removed"] == ["findings.html"]


def test_the_timeline_has_a_page_for_each_kind_of_lane() -> None:
    """Where there are several regions or countries, each has lanes on a page of its own, found without scripts."""
    files = make_files(read(EXAMPLE), locale="fr").files
    for by, page in TIMELINES.items():
        site = Site(files[page])
        assert [each.attributes["data-by"] for each in site.every("div") if "data-by" in each.attributes] == [by]
        (nav,) = [each for each in site.every("nav") if each.attributes["aria-label"] == "Lignes"]
        assert list(filter(None, nav.text.split("\n"))) == ["Par projet", "Par région", "Par pays"]
        current = [each.attributes["href"] for each in site.every("a") if "aria-current" in each.attributes]
        assert current == ([page] if page != "timeline.html" else [page, page])
    assert not {"timeline-regions.html", "timeline-countries.html"} & set(make_files(Programme()).files)


def test_a_page_of_lanes_has_bounds() -> None:
    """Activities that each stand in very many lanes have no page by countries, which would be too large."""
    every = [f"{one}{other}" for one in "ABCDEFGHIJ" for other in "KLMNOPQRST"]
    some = [attrs.evolve(activity(number, "3 November 2026"), countries=every) for number in range(60)]
    assert "timeline-countries.html" in make_files(Programme(activities=some[:50])).files
    assert "timeline-countries.html" not in make_files(Programme(activities=some)).files


def test_names_stand_where_people_look_for_them() -> None:
    """Accents do not put a country behind all others."""
    some = [
        attrs.evolve(activity(number, "3 November 2026"), countries=[code])
        for number, code in enumerate(["BR", "BJ", "BO"])
    ]
    files = make_files(Programme(activities=some), locale="fr").files
    for page in ("timeline-countries.html", "index.html", "statistics.html"):
        text = files[page].decode()
        places = [text.index(f">{name}") for name in ("Bénin", "Bolivie", "Brésil")]
        assert places == sorted(places)


def test_the_command_writes_pages_in_french_and_findings(tmp_path: Path) -> None:
    """--locale says which language the pages are in, --findings that what the check finds is a page, too."""
    done = CliRunner().invoke(main, ["feeds", str(EXAMPLE), "-o", str(tmp_path), "--locale", "fr", "--findings"])
    assert done.exit_code == 0
    for name in (*PAGES, "findings.html"):
        assert '<html lang="fr">' in (tmp_path / name).read_text(encoding="utf-8")
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    for words in ("À venir", "S&#x27;abonner", "Comment s'abonner", "octobre 2025", "Côte d’Ivoire", "en présentiel"):
        assert words in index
    assert "wrong-month" in (tmp_path / "findings.html").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["feeds", str(EXAMPLE), "-o", str(tmp_path), "--locale", "xx"]).exit_code == 2
    with pytest.raises(UnknownNameError, match="en, fr"):
        make_files(SOME, locale="xx")


def test_the_feeds_are_the_same_in_every_language() -> None:
    """The language is that of the pages alone: subscribers of a feed share its bytes."""
    english, french = (make_files(SOME, locale=locale).files for locale in ("en", "fr"))
    pages_of_it = {name for name in english if name.endswith(".html")}
    assert {name for name in english if english[name] != french[name]} == pages_of_it > set(PAGES)


def test_the_bytes_are_the_same_in_every_process() -> None:
    """Neither the order of activities, nor the seed of hashes, nor the way through a file changes a page."""
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from site_pages import programme;"
        " from coecal.site.files import make_files;"
        " print(hashlib.sha256(b''.join(make_files(programme()).files.values())).hexdigest())"
    )
    command = (sys.executable, "-c", code, str(Path(__file__).parent))
    seeds = ({**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2"))
    one, other = (subprocess.run(command, capture_output=True, check=True, env=env).stdout for env in seeds)
    assert one == other
    again = read_json(to_json(read(EXAMPLE)))
    assert make_files(again).files == make_files(read(EXAMPLE)).files
    backwards = attrs.evolve(SOME, activities=reversed(SOME.activities))
    assert make_files(backwards).files == make_files(SOME).files


@given(programmes)
@settings(deadline=None, max_examples=25)
def test_any_programme_has_pages(some: Programme) -> None:
    """Whatever the activities, each page is whole, no name is there twice, and every activity is listed once."""
    found = pages(some)
    for page in found.values():
        assert len(set(page.ids)) == len(page.ids)
    assert len(found["index.html"].every("li", class_="activity")) == len(some.activities)
    assert len(found["index.html"].events) == len(some.activities)


def test_a_programme_of_nothing_has_pages() -> None:
    """Without anything to show, each page says so."""
    found = pages(Programme())
    assert "Nothing is planned." in found["index.html"].elements[0].text
    assert "No day is known yet." in found["calendar.html"].elements[0].text
    assert parse_date("30 June 2026").earliest_start == SOME.as_of


def test_it_is_near_linear() -> None:
    """Four times as many activities make a site of about four times the time and size."""

    def measure(count: int) -> tuple[float, int]:
        some = large(count)
        start = time.process_time()
        files = make_files(some).files
        return time.process_time() - start, sum(map(len, files.values()))

    measure(50)
    (few, small), (many, big) = measure(500), min(measure(2000) for _ in range(2))
    assert many < 10 * max(few, 0.05)
    assert big < 5 * small
