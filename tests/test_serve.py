"""Serving feeds: what each request is answered, by the rules of HTTP. A running server is `test_serve_live`'s."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import html
import logging
import os
import re
import time
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from datetime import date
from email.utils import formatdate, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from starlette.testclient import TestClient

from coecal.activities import Activity
from coecal.dates import parse_date
from coecal.programme import Programme
from coecal.projects import Project
from coecal.readers import read
from coecal.serve import app as answering
from coecal.serve import keeper as keeping
from coecal.serve.app import feeds_app
from coecal.serve.conditions import coding_of, http_date, status_of
from coecal.serve.content import Content
from coecal.serve.editions import Edition, Settings, Shelf
from coecal.serve.filters import FILTERS, Filters, Selection
from coecal.serve.keeper import Keeper
from coecal.serve.refusals import RequestError
from coecal.serve.targets import LONGEST_TARGET, Parameter, read_path, read_query
from coecal.site.feeds import write_feeds
from coecal.writers.ical import Vague
from coecal.writers.json import to_json

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
NOW = 1_790_000_000.0
WRITTEN = int(NOW) - 1000
TAG = '"5f"'


def activity(number: int, when: str = "4 November 2026", **more: Any) -> Activity:  # noqa: ANN401 - whatever an activity has
    """Return an activity of which only the number counts, unless more is said."""
    return attrs.evolve(Activity(uid=f"a{number}@x", title=f"Thing {number}", when=parse_date(when)), **more)


PLAIN = Programme(
    title="WATER UPDATE",
    projects=[Project(key="well", name="WELL"), Project(key="well-plus", name="WELL+"), Project(key="dam", name="Dam")],
    activities=[
        activity(1, projects=["WELL"], countries=["GH"], regions=["Africa"], mode="online"),
        activity(2, projects=["WELL+"], countries=["KE", "GH"], regions=["Africa"], mode="in person"),
        activity(3, when="mid-November 2026", projects=["WELL+", "WELL"], countries=["FR"], mode="online"),
        activity(4, when="TBC", projects=["Pump & Co"], regions=["South Asia"], mode="hybrid"),
        activity(5, projects=["Pump & Co"], countries=["QQ"], regions=["South Asia"]),
    ],
)


class Served:
    """A file that is served, with a client that asks for it."""

    def __init__(self, folder: Path, programme: Programme, settings: Settings) -> None:
        self.path, self.now = folder / "programme.json", NOW
        self.write(to_json(programme).encode(), WRITTEN)
        self.keeper = Keeper(self.path, lambda: read(self.path), settings=settings, now=lambda: self.now)
        self.client = TestClient(feeds_app(self.keeper), headers={"accept-encoding": "identity"})

    def write(self, data: bytes, at: float) -> None:
        """Write the file, so that its time of change is this one."""
        self.path.write_bytes(data)
        os.utime(self.path, (at, at))

    def change(self, programme: Programme, at: float) -> None:
        """Write another programme, and let the server look at it."""
        self.write(to_json(programme).encode(), at)
        self.keeper.poll()


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """Return the small programme, served."""
    return Served(tmp_path, PLAIN, Settings())


def uids(feed: bytes) -> list[str]:
    """Return the UIDs of a feed in order of their names."""
    return sorted(str(event["UID"]) for event in Calendar.from_ical(feed).walk("VEVENT"))


@pytest.mark.parametrize("settings", [Settings(), Settings(vague=Vague.DAY, url="https://example.org/calendars/")])
def test_the_files_are_those_of_a_folder(tmp_path: Path, settings: Settings) -> None:
    """Every file that `coecal feeds` writes is served with the same bytes, and no other."""
    programme = read(EXAMPLE)
    write_feeds(programme, tmp_path / "site", vague=settings.vague, url=settings.url)
    served = Served(tmp_path, programme, settings)
    written = {path for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert len(written) > 50
    for path in written:
        answer = served.client.get(f"/{path.relative_to(tmp_path / 'site').as_posix()}")
        assert (answer.status_code, answer.content) == (200, path.read_bytes())
    assert len(served.keeper.edition.contents) == len(written)
    assert served.client.get("/").content == (tmp_path / "site" / "index.html").read_bytes()


QUERIES = [
    ("", "1 2 3 5"),
    ("project=WELL", "1 3"),
    ("project=WELL%2B", "2 3"),
    ("project=well-plus", "2 3"),
    ("project=WELL&project=well%20%2B", "1 2 3"),
    ("project=Pump+%26+Co", "5"),
    ("project=dam", ""),
    ("country=GH", "1 2"),
    ("country=gh&country=France", "1 2 3"),
    ("country=qq", "5"),
    ("country=DE", ""),
    ("region=africa", "1 2"),
    ("region=South+Asia", "5"),
    ("mode=online", "1 3"),
    ("mode=In+Person&mode=online", "1 2 3"),
    ("mode=online&country=GH", "1"),
    ("project=WELL&country=FR&mode=online&region=europe", "3"),
    ("firm=1", "1 2 5"),
    ("firm=0&project=WELL", "1 3"),
    ("vague=skip", "1 2 5"),
    ("&&mode=online&", "1 3"),
]


@pytest.mark.parametrize(("query", "numbers"), QUERIES)
def test_filters(served: Served, query: str, numbers: str) -> None:
    """The values of one filter are joined by "or", the filters by "and"; a known name without activities is empty."""
    answer = served.client.get(f"/feed.ics?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert uids(answer.content) == [f"a{number}@x" for number in numbers.split()]


EXAMPLE_PROGRAMME = read(EXAMPLE)
EXAMPLE_FILTERS = Filters(EXAMPLE_PROGRAMME)
PAIRS = [
    ("project", "BAOBAB+"),
    ("project", "Open Stacks"),
    ("country", "KE"),
    ("country", "Peru"),
    ("region", "Africa"),
    ("region", "Latin America and Caribbean"),
    ("mode", "online"),
    ("mode", "hybrid"),
]


@given(st.lists(st.sampled_from(PAIRS), max_size=6))
def test_filters_are_those_of_the_programme(pairs: list[tuple[str, str]]) -> None:
    """A feed shows the union of what `Programme.filter` keeps for each value, cut with that of each other filter."""
    programme, filters = EXAMPLE_PROGRAMME, EXAMPLE_FILTERS
    chosen = filters.activities(filters.read(Parameter(name, (value,)) for name, value in pairs))
    expected = {each.uid for each in programme.activities}
    for name in {name for name, _ in pairs}:
        kept = (programme.filter(**{name: value}) for other, value in pairs if other == name)
        expected &= {each.uid for part in kept for each in part.activities}
    assert {each.uid for each in chosen} == expected


REFUSED = [
    ("project=zz", 404, "no project is called 'zz': use one of 'Dam', 'Pump & Co', 'WELL', 'WELL+'"),
    ("project=WELL&project=zz", 404, "'zz'"),
    ("country=ZZ", 404, "no country is called 'ZZ'"),
    ("country=%C3%9F", 404, "no country"),
    ("region=Atlantis", 404, "no region is called 'Atlantis': use one of 'Africa', 'South Asia'"),
    ("mode=by+post", 404, "no mode is called 'by post': use one of 'in person', 'online', 'hybrid'"),
    ("vague=fog", 404, "vague cannot be 'fog'"),
    ("firm=maybe", 404, "firm cannot be 'maybe'"),
    ("firm=1&firm=0", 400, "firm is given twice"),
    ("colour=red", 400, "there is no filter 'colour': use project, country, region, mode, firm, vague"),
    ("Project=WELL", 400, "there is no filter 'Project'"),
    ("project", 400, "the filter 'project' has no value"),
    ("project=&country=GH", 400, "the filter 'project' has no value"),
    ("project=WELL+", 400, "project='WELL+' may mean 'WELL' or 'WELL+': write %2B for a plus"),
    ("project=%ff", 400, "not in UTF-8"),
    ("project=%00", 400, "control character"),
    ("project=WELL%0d%0aX-Evil:%201", 400, "control character"),
    ("%0d%0a=1", 400, "control character"),
    ("project=%zz", 400, "percent sign"),
    ("project=%ED%A0%80", 400, "not in UTF-8"),
    ("&".join(["mode=online"] * 65), 400, "more than 64 parameters"),
    ("project=" + "x" * LONGEST_TARGET, 414, "longer than 4096 bytes"),
]


@pytest.mark.parametrize(("query", "status", "words"), REFUSED)
def test_refused_queries(served: Served, query: str, status: int, words: str) -> None:
    """What is not known is 404 or 400, in a sentence of plain text that no browser takes for a page."""
    answer = served.client.get(f"/feed.ics?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert words in answer.text
    assert answer.text.count("\n") == 1
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")


def test_a_plus_is_a_space_where_only_that_is_known(served: Served) -> None:
    """Where one reading of a plus is known, that is meant: an address typed as `WELL+` can only be a project."""
    without = attrs.evolve(PLAIN, projects=PLAIN.projects[1:], activities=PLAIN.activities[1:2])
    served.change(without, WRITTEN + 10)
    assert uids(served.client.get("/feed.ics?project=WELL+").content) == ["a2@x"]


def test_equal_queries_are_one_selection() -> None:
    """However a query is written, the same selection comes out, and back from its own query."""
    filters = Filters(PLAIN)
    one = filters.read(read_query(b"country=ke&project=WELL%2B&country=Ghana&firm=yes&vague=day"))
    other = filters.read(read_query(b"firm=1&vague=day&project=well-plus&country=GH&country=KE&country=GH"))
    assert one == other == filters.read(read_query(one.query().encode()))
    assert one.query() == "project=well-plus&country=GH&country=KE&firm=1&vague=day"


def test_a_filtered_feed_names_itself(tmp_path: Path) -> None:
    """Its name says what it shows; its address is the same for all ways of asking for it."""
    served = Served(tmp_path, PLAIN, Settings(url="https://example.org/calendars"))
    text = served.client.get("/feed.ics?firm=1&project=well&country=GH&country=ke").text
    assert "\r\nX-WR-CALNAME;VALUE=TEXT:WELL\\, Ghana or Kenya (firm dates)\r\n" in text
    address = "SOURCE;VALUE=URI:https://example.org/calendars/feed.ics?project=well&country=GH&country=KE&firm=1"
    assert address in text.replace("\r\n ", "")
    assert "\r\nNAME:WATER UPDATE\r\n" in served.client.get("/feed.ics").text


def test_a_feed_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """Where another way of showing dates gives two events one UID, that one feed is refused in words."""
    clash = Programme(
        activities=[activity(1, when="12 or 19 November 2026", uid="a@x"), activity(2, uid="a-2@x")],
    )
    served = Served(tmp_path, clash, Settings(vague=Vague.SKIP))
    answer = served.client.get("/feed.ics?vague=window")
    assert answer.status_code == 500
    assert "this feed cannot be made: two events have the UID 'a-2@x'" in answer.text
    assert served.client.get("/feed.ics").status_code == 200


def test_headers_of_an_answer(served: Served) -> None:
    """A feed says its type, length, tag, time and how it may be kept; HEAD says the same without a body."""
    answer = served.client.get("/all.ics")
    assert dict(answer.headers) == {
        "etag": f'"{hashlib.sha256(answer.content).hexdigest()}"',
        "last-modified": formatdate(WRITTEN, usegmt=True),
        "cache-control": "max-age=300",
        "vary": "Accept-Encoding",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
        "content-type": "text/calendar; charset=utf-8",
        "content-length": str(len(answer.content)),
    }
    head = served.client.head("/all.ics")
    assert (head.content, head.headers) == (b"", answer.headers)
    assert served.client.get("/feeds.json").headers["content-type"] == "application/json"
    assert served.client.get("/index.html").headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/all.ics", "/index.html", "/feed.ics?mode=online"])
def test_gzip_has_a_tag_of_its_own(served: Served, path: str) -> None:
    """Compressed bytes are another variant: same file, own tag and length, and both vary by the coding accepted."""
    plain = served.client.get(path)
    with served.client.stream("GET", path, headers={"accept-encoding": "br, gzip;q=0.8"}) as zipped:
        raw = b"".join(zipped.iter_raw())
    assert gzip.decompress(raw) == plain.content
    assert zipped.headers["etag"] == f'"{hashlib.sha256(raw).hexdigest()}"' != plain.headers["etag"]
    assert (zipped.headers["content-encoding"], zipped.headers["content-length"]) == ("gzip", str(len(raw)))
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers
    known = {"if-none-match": zipped.headers["etag"]}
    assert served.client.get(path, headers={**known, "accept-encoding": "gzip"}).status_code == 304
    assert served.client.get(path, headers=known).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unchanged_feed_is_not_sent_again(served: Served, method: str) -> None:
    """304 repeats what a cache needs, and says nothing about a body."""
    first = served.client.get("/all.ics")
    again = served.client.request(method, "/all.ics", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert {"etag", "last-modified", "cache-control", "vary"} <= set(again.headers)
    assert {"content-type", "content-length", "content-encoding"}.isdisjoint(again.headers)
    for name in ("etag", "last-modified", "vary"):
        assert again.headers[name] == first.headers[name]


MOMENT = 784_111_777  # Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110
SAME, LATER, BEFORE = (formatdate(MOMENT + shift, usegmt=True) for shift in (0, 1, -1))
CONDITIONS = [
    ({}, 200),
    ({"if-none-match": TAG}, 304),
    ({"if-none-match": f"W/{TAG}"}, 304),
    ({"if-none-match": f'"other", {TAG}'}, 304),
    ({"if-none-match": f'"a,b",,{TAG},'}, 304),
    ({"if-none-match": "*"}, 304),
    ({"if-none-match": '"other"'}, 200),
    ({"if-none-match": ""}, 200),
    ({"if-none-match": "5f"}, 200),
    ({"if-none-match": f"{TAG} nonsense"}, 200),
    ({"if-modified-since": SAME}, 304),
    ({"if-modified-since": LATER}, 304),
    ({"if-modified-since": BEFORE}, 200),
    ({"if-modified-since": "yesterday"}, 200),
    ({"if-modified-since": f"{LATER}, {LATER}"}, 200),
    ({"if-none-match": '"other"', "if-modified-since": LATER}, 200),
    ({"if-none-match": TAG, "if-modified-since": BEFORE}, 304),
    ({"if-match": TAG}, 200),
    ({"if-match": "*"}, 200),
    ({"if-match": '"other"'}, 412),
    ({"if-match": f"W/{TAG}"}, 412),
    ({"if-match": TAG, "if-none-match": TAG}, 304),
    ({"if-match": '"other"', "if-none-match": TAG}, 412),
    ({"if-unmodified-since": BEFORE}, 412),
    ({"if-unmodified-since": SAME}, 200),
    ({"if-match": TAG, "if-unmodified-since": BEFORE}, 200),
]


@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
def test_conditions(headers: Mapping[str, str], status: int) -> None:
    """Tags win over dates, a header that is not well written is none (RFC 9110, section 13)."""
    assert status_of(headers, TAG, MOMENT) == status


def test_a_condition_that_fails_is_said(served: Served) -> None:
    """412 comes in words, whatever was asked for."""
    answer = served.client.get("/all.ics", headers={"if-match": '"other"'})
    assert (answer.status_code, answer.headers["content-type"]) == (412, "text/plain; charset=utf-8")


@pytest.mark.parametrize(
    "text",
    ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"],
)
def test_the_three_forms_of_a_date(text: str) -> None:
    """A recipient has to accept all three (RFC 9110, section 5.6.7)."""
    assert http_date(text) == MOMENT


@given(st.integers(0, 253_402_300_799))
def test_dates_of_http_are_read_as_they_are_written(moment: int) -> None:
    """Reading is the inverse of writing."""
    assert http_date(formatdate(moment, usegmt=True)) == moment


@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_no_header_is_an_error(text: str) -> None:
    """Whatever a header holds, there is an answer."""
    names = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")
    assert {status_of({name: text}, TAG, MOMENT) for name in names} <= {200, 304, 412}
    assert coding_of(text) in {"gzip", "identity", None}


@pytest.mark.parametrize(
    "text",
    ["Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "\u0660", ""],
)
def test_no_date_is_none(text: str) -> None:
    """A day or hour that does not exist is no date."""
    assert http_date(text) is None


CODINGS = [
    (None, "identity"),
    ("", "identity"),
    ("gzip", "gzip"),
    ("GZIP", "gzip"),
    ("x-gzip", "gzip"),
    ("*", "gzip"),
    ("deflate, br", "identity"),
    ("gzip;q=0", "identity"),
    ("gzip; q=0.001", "gzip"),
    ("identity, gzip;q=0.5", "identity"),
    ("*;q=0, gzip", "gzip"),
    ("*, gzip;q=0", "identity"),
    ("identity;q=0", None),
    ("*;q=0", None),
    ("gzip;q=0, identity;q=0", None),
    ("gzip;q=nonsense", "identity"),
]


@pytest.mark.parametrize(("accepted", "coding"), CODINGS)
def test_codings(accepted: str | None, coding: str | None) -> None:
    """What is accepted, with its weight, decides (RFC 9110, section 12.5.3)."""
    assert coding_of(accepted) == coding


def test_a_client_that_accepts_nothing_is_told(served: Served) -> None:
    """Where neither coding is acceptable, 406 says what there is."""
    assert served.client.get("/all.ics", headers={"accept-encoding": "identity;q=0"}).status_code == 406


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
@pytest.mark.parametrize("path", ["/", "/all.ics", "/feed.ics?mode=online", "/nothing"])
def test_other_methods(served: Served, method: str, path: str) -> None:
    """Nothing can be written here: 405 names what is allowed."""
    client = served.client
    request = client.build_request("POST", path)
    request.method = method
    answer = client.send(request)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"/../etc/passwd", 400),
        (b"/%2e%2e/etc/passwd", 400),
        (b"/projects/%2E%2E%2fall.ics", 400),
        (b"/..%5call.ics", 400),
        (b"/%252e%252e/all.ics", 400),
        (b"/./all.ics", 400),
        (b"/all.ics%00", 400),
        (b"/all.ics%0d%0aSet-Cookie:x=1", 400),
        (b"/%ff%fe", 400),
        (b"/%c0%ae%c0%ae/", 400),
        (b"/%", 400),
        (b"/all.ics%2", 400),
        (b"/%E2%80%A8", 400),
        (b"//all.ics", 404),
        (b"/ALL.ICS", 404),
        (b"/projects", 404),
        (b"/projects/", 404),
        (b"/all.ics/", 404),
        (b"/feed.ics/", 404),
        (b"/%3Cscript%3E", 404),
        (b"/" + b"a" * 5000, 414),
        (b"*", 400),
        (b"all.ics", 400),
        (b"file:///etc/passwd", 404),
        (b"http://example.org", 200),
        (b"http://example.org/all.ics", 200),
        (b"/all%2Eics", 200),
    ],
)
def test_paths(served: Served, raw: bytes, status: int) -> None:
    """A path is looked up and never opened; one that is not plainly readable is refused in words."""
    answer = ask(served, raw)
    assert answer[0] == status
    if status != 200:
        assert answer[1][b"content-type"] == b"text/plain; charset=utf-8"
        assert re.fullmatch(r"[^\x00-\x1f]{20,300}\n", answer[2].decode())


def ask(served: Served, path: bytes, query: bytes = b"") -> tuple[int, dict[bytes, bytes], bytes]:
    """Ask for a target as it stands, past whatever a client makes of it."""
    scope = {
        "type": "http", "method": "GET", "path": "/", "raw_path": path, "query_string": query, "headers": [],
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        await feeds_app(served.keeper)(scope, receive, send)

    asyncio.run(run())
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_any_target_is_read_or_refused(path: bytes, query: bytes) -> None:
    """No bytes lead to another error, and what comes out has neither control characters nor a way up."""
    for reader, raw in ((read_path, path), (read_query, query)):
        with suppress(RequestError):
            texts = reader(raw)
            flat = (
                [texts] if isinstance(texts, str) else [text for part in texts for text in (part.name, *part.readings)]
            )
            assert not any(ord(char) < 32 for text in flat for char in text)
            assert not (isinstance(texts, str) and ".." in texts.split("/"))


def test_a_query_of_a_file_is_only_looked_at(served: Served) -> None:
    """Clients put numbers behind the address of a file to get round caches; only what is hostile is refused."""
    assert served.client.get("/all.ics?nocache=12").content == served.client.get("/all.ics").content
    assert served.client.get("/all.ics?%00").status_code == 400


class Inline(HTMLParser):
    """What a page brings with it that a Content-Security-Policy has to allow."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.names: set[str] = set()
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element and its attributes."""
        is_data = ("type", "application/ld+json") in attrs
        self._inside = "data" if is_data else tag
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        """Note a style or a script."""
        if self._inside == "style":
            self.styles.append(data)
        if self._inside == "script":
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        """Leave the element."""
        self._inside = ""


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/calendar.html", "/statistics.html", "/timeline.html", "/timeline-countries.html"],
)
def test_the_policy_of_a_page(tmp_path: Path, path: str) -> None:
    """A browser may use the page's own style and script and nothing else; a title cannot bring anything in."""
    hostile = Programme(
        title="<script>alert(1)</script>",
        activities=[activity(1, when="TBC", title="<b style=x>", countries=["GH", "KE"])],
    )
    answer = Served(tmp_path, hostile, Settings()).client.get(path)
    page = Inline(answer.text)
    assert re.findall(r'Policy" content="([^"]*)"', answer.text) == [
        html.escape(answer.headers["content-security-policy"].removesuffix("; frame-ancestors 'none'"))
    ]
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    for source, texts in (("style-src", page.styles), ("script-src", page.scripts)):
        hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
        assert set(policy[source].split()) == {f"'sha256-{each}'" for each in hashes}
    assert set(policy) == {"default-src", "style-src", "script-src", "base-uri", "form-action", "frame-ancestors"}
    assert not any(name == "style" or name.startswith("on") for name in page.names - {"style"})


def test_a_changed_programme_is_served(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    """A change shows in the feeds it touches, which are modified now; the others keep their tags and times."""
    before = {path: served.client.get(path) for path in ("/all.ics", "/regions/africa.ics")}
    later = attrs.evolve(PLAIN, activities=[*PLAIN.activities[:-1], activity(5, when="9 December 2026")])
    with caplog.at_level(logging.INFO, "coecal.serve"):
        served.change(later, WRITTEN + 500)
    after = {path: served.client.get(path) for path in before}
    assert after["/all.ics"].headers["last-modified"] == formatdate(WRITTEN + 500, usegmt=True)
    assert b"DTSTART;VALUE=DATE:20261209" in after["/all.ics"].content
    assert after["/regions/africa.ics"].headers == before["/regions/africa.ics"].headers
    assert [record.getMessage() for record in caplog.records] == [f"{served.path}: read anew, 5 activities"]
    assert b"20261209" in served.client.get("/feed.ics").content


@pytest.mark.parametrize("at", [WRITTEN - 10_000, WRITTEN, NOW + 10_000, 0])
def test_last_modified_never_goes_back(served: Served, at: float) -> None:
    """Whatever time a changed file has, its feeds are modified after those of before, and about now at the latest."""
    since = served.client.get("/all.ics").headers["last-modified"]
    served.change(attrs.evolve(PLAIN, activities=PLAIN.activities[1:]), at)
    answer = served.client.get("/all.ics", headers={"if-modified-since": since})
    assert answer.status_code == 200
    moment = parsedate_to_datetime(answer.headers["last-modified"])
    assert parsedate_to_datetime(since) < moment
    assert moment.timestamp() <= NOW


def test_a_file_that_is_only_touched_changes_nothing(served: Served) -> None:
    """The same bytes with another time are the same programme, with the same times."""
    before, edition = served.client.get("/all.ics"), served.keeper.edition
    served.change(PLAIN, WRITTEN + 500)
    assert served.keeper.edition is edition
    assert served.client.get("/all.ics").headers == before.headers


@pytest.mark.parametrize(
    "days", [{"as_of": date(2026, 9, 1)}, {"activities": [activity(1, last_modified=date(2026, 9, 1))]}]
)
def test_days_told_stand_in_for_the_time_of_a_file(tmp_path: Path, days: Mapping[str, Any]) -> None:
    """Where a file's time is that of an archive, the programme's own days say when it was modified."""
    served = Served(tmp_path, PLAIN, Settings())
    served.write(to_json(attrs.evolve(PLAIN, **days)).encode(), 315_532_800)
    keeper = Keeper(served.path, lambda: read(served.path), settings=Settings(), now=lambda: NOW)
    assert formatdate(keeper.edition.modified, usegmt=True) == "Tue, 01 Sep 2026 00:00:00 GMT"
    keeper = Keeper(served.path, lambda: read(served.path), settings=Settings(), now=lambda: 1_700_000_000.9)
    assert keeper.edition.modified == 1_700_000_000


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"\xff\xfe",
        to_json(PLAIN).encode()[:-200],
        b'{"format": "coecal/1", "activities": [{"uid": "\x1b[2J"}]}',
    ],
)
def test_a_broken_programme_is_not_served(served: Served, caplog: pytest.LogCaptureFixture, broken: bytes) -> None:
    """The programme of before stays while the new one cannot be used; the log says so once, on one line."""
    before = served.client.get("/all.ics")
    served.write(broken, WRITTEN + 10)
    for _ in range(3):
        served.keeper.poll()
    assert served.client.get("/all.ics").headers == before.headers
    (record,) = caplog.records
    assert record.getMessage().startswith("kept the programme of before, since its file cannot be used: ")
    assert record.getMessage().isprintable()
    served.change(attrs.evolve(PLAIN, activities=()), WRITTEN + 20)
    assert uids(served.client.get("/all.ics").content) == []


def test_a_file_that_is_gone_is_waited_for(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    """Without its file, the programme stays; when the file comes back, it is read."""
    served.path.unlink()
    for _ in range(3):
        served.keeper.poll()
    assert len(caplog.records) == 1
    assert len(uids(served.client.get("/all.ics").content)) == 4
    served.change(attrs.evolve(PLAIN, activities=()), WRITTEN)
    assert uids(served.client.get("/all.ics").content) == []


def test_a_file_that_becomes_a_pipe_is_not_waited_for(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody may ever write to it: the programme of before stays, and a file in its place is followed again."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    served.path.unlink()
    os.mkfifo(served.path)
    served.keeper.poll()
    assert len(uids(served.client.get("/all.ics").content)) == 4
    assert "it has become a pipe or a device; write the programme to a file" in caplog.text
    served.path.unlink()
    served.change(attrs.evolve(PLAIN, activities=()), WRITTEN)
    assert uids(served.client.get("/all.ics").content) == []


def test_a_file_that_may_be_half_written_is_left_alone(served: Served) -> None:
    """A file is read when nobody has written to it for a moment."""
    served.change(attrs.evolve(PLAIN, activities=()), NOW - 0.1)
    assert len(uids(served.client.get("/all.ics").content)) == 4
    served.now += 1
    served.keeper.poll()
    assert uids(served.client.get("/all.ics").content) == []


def test_the_file_is_looked_at_once_a_second(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests look at the file, but not more often than once a second."""
    clock = [1e9]
    monkeypatch.setattr(keeping, "monotonic", lambda: clock[0])
    served.client.get("/all.ics")
    served.write(to_json(attrs.evolve(PLAIN, activities=())).encode(), WRITTEN + 10)
    shown = []
    for step in (0.9, 0.2):
        clock[0] += step
        shown.append(len(uids(served.client.get("/all.ics").content)))
    assert shown == [4, 0]


def test_a_feed_that_is_no_longer_produced_is_empty(served: Served) -> None:
    """Subscribers of a project that is gone get an empty calendar, and the list says so; it can come back."""
    served.change(attrs.evolve(PLAIN, projects=(), activities=()), WRITTEN + 10)
    gone = served.client.get("/projects/well-plus.ics")
    assert (gone.status_code, uids(gone.content)) == (200, [])
    assert {"path": "projects/well-plus.ics", "title": "WELL+", "count": 0} in served.client.get("/feeds.json").json()
    served.change(PLAIN, WRITTEN + 20)
    assert uids(served.client.get("/projects/well-plus.ics").content) == ["a2@x", "a3@x"]


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """What is no regular file cannot be read anew, and is not."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(pipe := tmp_path / "pipe.json")
    keeper = Keeper(pipe, lambda: PLAIN, settings=Settings(), now=lambda: NOW)
    assert not keeper.is_due
    assert keeper.edition.programme is PLAIN


def test_feeds_of_filters_are_kept_within_bounds() -> None:
    """What was not asked for longest makes room; what is too large for the room is not kept."""
    shelf = Shelf(room=30_000)
    selections = [Selection(filters=(("country", (f"Q{number}",)),)) for number in range(10)]
    for selection in selections:
        shelf.put(selection, Content("feed.ics", bytes(1000), 0))
        assert shelf.get(selections[0]) is not None
    assert [number for number, each in enumerate(selections) if shelf.get(each) is not None] == [0, 7, 8, 9]
    shelf.put(Selection(), Content("feed.ics", bytes(20_000), 0))
    assert shelf.get(Selection()) is None


def test_a_feed_of_filters_is_made_once() -> None:
    """Asked for again, the same content is at hand; a new edition makes it anew."""
    edition = Edition(PLAIN, Settings(), WRITTEN)
    selection = Selection(filters=(("mode", ("online",)),))
    assert edition.ready(selection) is None
    assert edition.feed(selection) is edition.feed(selection) is edition.ready(selection)
    assert Edition(PLAIN, Settings(), WRITTEN, edition).ready(selection) is None


def test_every_filter_is_described() -> None:
    """Each filter that there is can be read, and finds nothing in an empty programme."""
    for name in FILTERS:
        with pytest.raises(RequestError) as refused:
            Filters(Programme()).read([Parameter(name, ("nowhere",))])
        assert refused.value.status == 404


def test_nobody_waits_for_a_large_programme(
    served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While a programme is read for long, requests get the one of before; then they get the new one."""
    caplog.set_level(logging.INFO, "coecal.serve")
    monkeypatch.setattr(keeping, "monotonic", lambda: 1e9)
    monkeypatch.setattr(answering, "PATIENCE_SECONDS", 0.05)
    may_go_on = Event()

    def load() -> Programme:
        assert may_go_on.wait(10)
        return Programme()

    monkeypatch.setattr(served.keeper, "_load", load)
    served.write(b"{}", WRITTEN + 10)
    assert [len(uids(served.client.get("/all.ics").content)) for _ in range(2)] == [4, 4]
    may_go_on.set()
    for _ in range(100):
        if caplog.records:
            break
        time.sleep(0.05)
    assert uids(served.client.get("/all.ics").content) == []
