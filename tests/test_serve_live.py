"""`coecal serve` as it runs: a process of its own, asked by curl, by many threads, and by hand over a socket."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import attrs
import pytest

from coecal.readers import read
from coecal.writers.json import to_json

EXAMPLE = Path(__file__).parents[1] / "examples" / "update-2025-q3.txt"
PROGRAMME = read(EXAMPLE)
COMMAND = (sys.executable, "-m", "coecal")
CURL = shutil.which("curl")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")


@attrs.frozen
class Running:
    """A server that runs: its process, port and log."""

    process: subprocess.Popen[str]
    port: int
    log_file: Path

    @property
    def url(self) -> str:
        """The address with a slash at its end."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> str:
        """What the log says so far."""
        return self.log_file.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, bytes]:
        """Return the status and body of a file."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they stand, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: _receive(connection), b""))


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:  # the server closed while there was more to read
        return b""


@contextmanager
def running(programme: Path, *options: str) -> Iterator[Running]:
    """Start a server on a free port, and stop it."""
    log = programme.with_suffix(".log")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, "serve", str(programme), "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"at http://127\.0\.0\.1:(\d+)/ ", line)
        assert found, (line, log.read_text())
        yield Running(process, int(found[1]), log)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a programme in a file."""
    path = tmp_path / "programme.json"
    path.write_text(to_json(PROGRAMME), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a server that runs for all tests that change nothing."""
    path = tmp_path_factory.mktemp("serve") / "programme.json"
    path.write_text(to_json(PROGRAMME), encoding="utf-8")
    with running(path) as started:
        yield started
    assert "Traceback" not in started.log


def wait_for(what: Callable[[], bool], seconds: float = 10) -> bool:
    """Return whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


@attrs.frozen
class Curled:
    """What curl says of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def curl(server: Running, path: str, *options: str) -> Curled:
    """Ask with curl as people do; the status, headers and body come out."""
    if CURL is None:
        pytest.skip("curl is not there")
    dump = () if "--head" in options else ("-D", "-")
    done = subprocess.run(
        [CURL, "-sS", "--path-as-is", "--max-time", "10", *dump, *options, server.url + path],
        capture_output=True, check=True,
    )  # fmt: skip
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Curled(int(status.split()[1]), headers, body)


def test_curl_get_and_head(server: Running) -> None:
    """GET sends a feed with its type and length, HEAD the same head alone."""
    got, head = curl(server, "all.ics"), curl(server, "all.ics", "--head")
    assert (got.status, got.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert got.body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert int(got.headers["content-length"]) == len(got.body)
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}
    assert "server" not in got.headers


def test_curl_conditions(server: Running) -> None:
    """A tag or a time that is known gives 304; a tag wins over a time; a time of before gives the feed."""
    got = curl(server, "all.ics")
    tag, day = f"If-None-Match: {got.headers['etag']}", f"If-Modified-Since: {got.headers['last-modified']}"
    old = "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT"
    for known in ((tag,), (day,), (tag, old), ('If-None-Match: "x"', tag)):
        again = curl(server, "all.ics", *(part for line in known for part in ("-H", line)))
        assert (again.status, again.body) == (304, b"")
        assert (again.headers["etag"], again.headers["vary"]) == (got.headers["etag"], "Accept-Encoding")
    for other in ((old,), ('If-None-Match: "x"', day)):
        assert curl(server, "all.ics", *(part for line in other for part in ("-H", line))).status == 200
    assert curl(server, "all.ics", "-H", 'If-Match: "x"').status == 412


def test_curl_keeps_a_tag(server: Running, tmp_path: Path) -> None:
    """The own memory of curl for tags works: the second time, nothing is sent."""
    options = ("--etag-save", str(tmp_path / "tag"), "--etag-compare", str(tmp_path / "tag"))
    (tmp_path / "tag").write_bytes(b"")
    assert [curl(server, "feed.ics?mode=online", *options).status for _ in range(2)] == [200, 304]


def test_curl_gzip(server: Running) -> None:
    """Compressed on demand, with a tag of its own, and varying by what is accepted."""
    plain, zipped = curl(server, "all.ics"), curl(server, "all.ics", "-H", "Accept-Encoding: gzip")
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) == len(zipped.body) < len(plain.body) / 3
    assert zipped.headers["etag"] != plain.headers["etag"]
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert curl(server, "all.ics", "-H", "Accept-Encoding: identity;q=0").status == 406


def test_curl_filters(server: Running) -> None:
    """Filters by query work as curl writes them; what is unknown is 4xx in words."""
    found = curl(
        server, "feed.ics", "-G", "--data-urlencode", "project=BAOBAB+", "-d", "country=GH", "-d", "country=KE"
    )
    expected = [each for each in PROGRAMME.filter(project="BAOBAB+").activities if {"GH", "KE"} & set(each.countries)]
    assert found.status == 200
    assert expected
    unfolded = found.body.decode().replace("\r\n ", "")
    assert all(f"\r\nUID:{each.uid}\r\n" in unfolded for each in expected)
    for query, status in (("project=zz", 404), ("project=", 400), ("sort=up", 400), ("mode=online&mode=zz", 404)):
        refused = curl(server, f"feed.ics?{query}")
        assert (refused.status, refused.headers["content-type"]) == (status, "text/plain; charset=utf-8")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "TRACE"])
def test_curl_other_methods(server: Running, method: str) -> None:
    """405 names what is allowed; a body that comes with it does no harm."""
    body = ("--data-binary", "x" * 100_000) if method in {"POST", "PUT"} else ()
    refused = curl(server, "all.ics", "-X", method, *body)
    assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD")


def test_curl_page(server: Running) -> None:
    """The page is there under / and its own name, with a strict policy."""
    page = curl(server, "")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.body == curl(server, "index.html").body


def test_two_thousand_requests_over_twenty_connections(server: Running) -> None:
    """Each of 20 connections asks 100 times without closing, and every answer is whole."""
    paths = ["/all.ics", "/", "/feeds.json", "/feed.ics?mode=online", "/feed.ics?country=GH&country=KE"]
    expected = {path: server.get(path) for path in paths}

    def session(number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        good = 0
        for turn in range(100):
            path = paths[(number + turn) % len(paths)]
            connection.request("GET", path)
            answer = connection.getresponse()
            good += (answer.status, answer.read()) == expected[path]
        connection.close()
        return good

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(session, range(20))) == 2000


HOSTILE: Sequence[bytes] = [
    b"GET /../../etc/passwd HTTP/1.1",
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
    b"GET /%252e%252e/etc/passwd HTTP/1.1",
    b"GET /..%5c..%5cwindows HTTP/1.1",
    b"GET /all.ics%00.html HTTP/1.1",
    b"GET /%c0%ae%c0%ae/ HTTP/1.1",
    b"GET /%ff HTTP/1.1",
    b"GET /\xff\xfe HTTP/1.1",
    b"GET /\x00 HTTP/1.1",
    b"GET /all.ics?\x1b[2J HTTP/1.1",
    b"GET /feed.ics?project=%0d%0aX: HTTP/1.1",
    b"GET /feed.ics?project=%ff HTTP/1.1",
    b"GET /feed.ics?%00=%00 HTTP/1.1",
    b"GET /feed.ics?project=%F0%9F%92%A9 HTTP/1.1",
    b"GET /feed.ics?" + b"mode=online&" * 100 + b" HTTP/1.1",
    b"GET /" + b"a" * 6_000 + b" HTTP/1.1",
    b"GET /feed.ics?project=" + b"%41" * 30_000 + b" HTTP/1.1",
    b"GET all.ics HTTP/1.1",
    b"GET * HTTP/1.1",
    b"GET ?mode=online HTTP/1.1",
    b"OPTIONS * HTTP/1.1",
    b"CONNECT example.org:443 HTTP/1.1",
    b"GET http://[::1/x HTTP/1.1",
    b"G\xffT / HTTP/1.1",
    b"GET  / HTTP/1.1",
    b"nonsense",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"POST /all.ics HTTP/1.1\r\nContent-Length: -1",
    b"POST /all.ics HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5",
    b"GET /all.ics HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
    b"GET /nothing HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13",
    b"GET /nothing HTTP/1.1\r\nX-Long: " + b"x" * 100_000,
]


@pytest.mark.parametrize("request_line", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_requests(server: Running, request_line: bytes) -> None:
    """Whatever comes over the socket, the answer is 4xx in words, and the server goes on without a traceback."""
    answer = server.raw(request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    if answer:  # what is too long is closed upon, and the answer may be lost on its way
        assert re.match(rb"HTTP/1\.1 4\d\d ", answer)
        assert b"text/plain; charset=utf-8" in answer
        assert b"X:" not in answer.partition(b"\r\n\r\n")[0]
    assert server.get("/feeds.json")[0] == 200
    assert "Traceback" not in server.log
    assert "Exception" not in server.log
    assert server.log.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    "headers",
    [
        b"If-None-Match: " + b'"' * 5_001,
        b"If-None-Match: " + b'"a",' * 3_000,
        b"If-Modified-Since: Sun, 06 Nov 99999999999 08:49:37 GMT",
        b"Accept-Encoding: " + b"gzip;q=1," * 1_500,
        b"Accept-Encoding: \xff;q=\xff",
        b"Range: bytes=0-99999999999999999999",
        b"Expect: 100-continue",
        b"X-Forwarded-For: \x9b2J",
    ],
)
def test_hostile_headers(server: Running, headers: bytes) -> None:
    """A header that makes no sense is no header: the feed is sent."""
    answer = server.raw(b"HEAD /all.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + b"\r\n\r\n")
    assert re.match(rb"HTTP/1\.1 200 ", answer)
    assert "Traceback" not in server.log


def test_a_change_is_served(written: Path) -> None:
    """A file that is replaced is served soon; one that is broken is not, and the log says so on one line."""
    with running(written) as server:
        before = server.get("/all.ics")
        written.write_text('{"format": "coecal/1", "activities": [', encoding="utf-8")
        kept = "kept the programme of before"
        assert wait_for(lambda: server.get("/all.ics") == before and kept in server.log)
        time.sleep(1.2)
        assert server.get("/all.ics") == before
        assert server.log.count(kept) == 1
        fewer = attrs.evolve(PROGRAMME, activities=PROGRAMME.activities[:10])
        written.write_text(to_json(fewer), encoding="utf-8")
        assert wait_for(lambda: 0 < server.get("/all.ics")[1].count(b"BEGIN:VEVENT") < 30)
        assert "10 activities" in server.log
        assert "Traceback" not in server.log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_no_client_holds_up_its_end(written: Path, number: signal.Signals) -> None:
    """Neither a connection that is kept, nor half a request, nor a client that does not read holds it up."""
    many = attrs.evolve(
        PROGRAMME,
        activities=[
            attrs.evolve(each, uid=f"{turn}-{each.uid}") for turn in range(60) for each in PROGRAMME.activities
        ],
    )
    written.write_text(to_json(many), encoding="utf-8")
    with running(written) as server:
        clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
        try:
            clients[0].sendall(b"GET /feeds.json HTTP/1.1\r\nHost: x\r\n\r\n")
            assert clients[0].recv(15) == b"HTTP/1.1 200 OK"
            clients[1].sendall(b"GET /feeds.json HT")
            clients[2].sendall(b"GET /all.ics HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
            assert clients[2].recv(15) == b"HTTP/1.1 200 OK"
            server.process.send_signal(number)
            assert server.process.wait(timeout=10) == 0
        finally:
            for client in clients:
                client.close()
        assert "Traceback" not in server.log
        assert server.process.stdout is not None
        assert server.process.stdout.read() == "Stopped\n"


def test_an_answer_on_its_way_is_finished(written: Path) -> None:
    """A client that reads gets its whole answer, although the server was told to stop."""
    with running(written) as server:
        whole = server.get("/all.ics")[1]
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            client.sendall(b"GET /all.ics HTTP/1.1\r\nHost: x\r\n\r\n")
            first = client.recv(10)
            server.process.send_signal(signal.SIGTERM)
            rest = b"".join(iter(lambda: client.recv(65536), b""))
        assert (first + rest).endswith(b"\r\n\r\n" + whole)
        assert server.process.wait(timeout=5) == 0


def refused(*arguments: str) -> tuple[int, str]:
    """Run a server that cannot start, and return its exit code and what it says."""
    done = subprocess.run([*COMMAND, "serve", *arguments], capture_output=True, text=True, check=False, timeout=30)
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_port_that_is_taken(server: Running, written: Path) -> None:
    """A port in use is one sentence that says what to do."""
    code, said = refused(str(written), "--port", str(server.port))
    assert code == 1
    assert said == (
        f"coecal: 127.0.0.1:{server.port}: cannot listen there (Address already in use): "
        "choose another --port, 0 for any that is free, or another --host\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid", "x" * 70])
def test_a_host_that_is_not_here(written: Path, host: str) -> None:
    """An address of another machine, or a name of none, is one sentence too."""
    code, said = refused(str(written), "--host", host)
    assert (code, said.count("\n")) == (1, 1)
    assert f"{host}:8000: cannot listen there (" in said


def test_a_programme_that_cannot_be_used(tmp_path: Path) -> None:
    """A server does not start without a programme."""
    (tmp_path / "broken.json").write_text("{")
    assert refused(str(tmp_path / "broken.json"))[0] == 1
    code, said = refused(str(tmp_path / "none.json"))
    assert (code, said) == (1, f"coecal: {tmp_path / 'none.json'}: no such file or directory: check its name\n")


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra(written: Path, missing: str) -> None:
    """Where the extra is not installed, one sentence says how to install it."""
    script = f"import sys; sys.modules[{missing!r}] = None; from coecal.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", script, "serve", str(written)], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 1
    assert done.stderr == 'coecal: serving needs starlette and uvicorn: install them with pip install "coecal[serve]"\n'


def test_options(written: Path) -> None:
    """Feeds name the address that is given; without an access log, requests leave no line."""
    with running(written, "--url", "https://example.org/c", "--vague", "skip", "--no-access-log") as server:
        feed = server.get("/feed.ics?country=GH")[1]
        assert b"SOURCE;VALUE=URI:https://example.org/c/feed.ics?country=GH\r\n" in feed
        assert b"TENTATIVE" not in feed
        assert b"webcal://example.org/c/all.ics" in server.get("/")[1]
        assert server.log == ""


def test_it_can_be_reached_from_here_alone(server: Running) -> None:
    """Unless told otherwise, it listens on loopback."""
    if sys.platform != "linux":
        pytest.skip("only Linux has more addresses of loopback without setting them up")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", server.port), timeout=5)
