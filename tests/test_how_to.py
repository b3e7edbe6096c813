"""What the how-to pages build, tried as a subscriber does: inside Django and FastAPI, and behind nginx."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pages import PORT, ROOT, blocks, file_of, free_port
from starlette.testclient import TestClient

import coecal

CALENDAR = "text/calendar; charset=utf-8"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def written(page: str, folder: Path) -> Path:
    """Write the files of a page, and return the folder."""
    for block in blocks(page):
        if block.file is not None:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
            (path.parent / "__init__.py").touch()
    return folder


@pytest.mark.skipif(find_spec("django") is None, reason="Django is not installed: pip install django")
def test_events_of_django_are_a_feed_that_clients_can_ask_again(tmp_path: Path) -> None:
    """The type is right; 304 until an event changes; the UID stays and the sequence rises with the date."""
    written("how-to/django.md", tmp_path)
    script = str(ROOT / "tests" / "django_site.py")
    path = {**os.environ, "PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run([sys.executable, script], capture_output=True, check=False, encoding="utf-8", env=path)
    assert (done.returncode, done.stderr) == (0, "")
    got = json.loads(done.stdout)
    assert got["type"] == CALENDAR
    assert got["head"] == [200, 405]
    assert "DTSTART;VALUE=DATE:20261111\r\n" in got["before"]
    assert "STATUS:TENTATIVE" in got["before"]
    assert got["same"] == [304, ""]
    status, after = got["after"]
    assert status == 200
    assert "DTSTART;VALUE=DATE:20261113\r\n" in after
    assert "STATUS:TENTATIVE" not in after
    assert "UID:event-1@example.org\r\n" in got["before"]
    assert "UID:event-1@example.org\r\n" in after
    assert "SEQUENCE:1\r\n" in after
    assert "BEGIN:VEVENT" not in got["elsewhere"]
    assert got["pairs"] == [{"a": "Course on wells", "b": "Talks", "how": "possible"}]
    assert "31 November" in got["refused"]["dates"][0]


@pytest.mark.skipif(find_spec("fastapi") is None, reason="FastAPI is not installed: pip install fastapi")
def test_feeds_mounted_in_fastapi_are_those_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, feeds by query, conditions and refusals are below the mount; errors of dates are the application's."""
    written("how-to/fastapi.md", tmp_path)
    coecal.write(coecal.read(ROOT / "examples" / "update-2025-q3.txt"), tmp_path / "programme.json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    client = TestClient(import_module("calendars").app)
    monkeypatch.delitem(sys.modules, "calendars")
    feed = client.get("/calendars/projects/baobab-plus.ics")
    assert (feed.status_code, feed.headers["content-type"]) == (200, CALENDAR)
    assert "SOURCE;VALUE=URI:https://example.org/calendars/projects/baobab-plus.ics" in feed.text.replace("\r\n ", "")
    again = client.get("/calendars/projects/baobab-plus.ics", headers={"if-none-match": feed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/calendars/").headers["content-type"] == "text/html; charset=utf-8"
    some = client.get("/calendars/feed.ics", params={"project": "BAOBAB+", "country": "GH"})
    assert (some.status_code, some.headers["content-type"]) == (200, CALENDAR)
    assert client.get("/calendars/feed.ics", params={"country": "Atlantis"}).status_code == 404
    assert client.get("/calendars/calendars/all.ics").status_code == 404
    assert client.get("/date", params={"text": "31 November", "within": "2025"}).status_code == 422
    assert client.get("/overlaps", params={"project": "Nobody"}).status_code == 404
    assert {each["how"] for each in client.get("/overlaps", params={"project": "BAOBAB+"}).json()} >= {"certain"}


def ask(address: str, headers: Mapping[str, str] | None = None) -> tuple[int, Message, bytes]:
    """Return the status, the headers and the body of an answer."""
    try:
        with urlopen(Request(address, headers=dict(headers or {}))) as answer:  # noqa: S310 - an address of this machine
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@contextmanager
def nginx(folder: Path, servers: str, port: str) -> Iterator[str]:
    """Run nginx with the servers of a page, and return the address of its calendars."""
    assert NGINX is not None
    folder.chmod(0o755)
    scratch = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{scratch}{servers}\n}}\n",
        "utf-8",
    )
    command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
    tested = subprocess.run([*command, "-t"], capture_output=True, check=False, encoding="utf-8")
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command) as running:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/calendars/"
        finally:
            running.terminate()


def wait_for(port: str) -> None:
    """Wait until something listens."""
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens at {port}")


def check_feed(address: str) -> None:
    """The type is that of calendars in UTF-8; unchanged, it is not sent again; writing is refused."""
    status, headers, body = ask(f"{address}all.ics")
    assert (status, headers["Content-Type"]) == (200, CALENDAR)
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert headers["Cache-Control"] == "max-age=300"
    for condition in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
        status, _, nothing = ask(f"{address}all.ics", condition)
        assert (status, nothing) == (304, b"")
    _, headers, zipped = ask(f"{address}all.ics", {"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in headers["Vary"]
    assert len(zipped) < len(body)
    status, headers, page = ask(address)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<html" in page


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light")
def test_nginx_serves_the_files_as_the_page_says(tmp_path: Path) -> None:
    """Its own test takes the configuration, and feeds have their type, conditions and compression."""
    coecal.write_feeds(coecal.read(ROOT / "examples" / "update-2025-q3.txt"), tmp_path / "site")
    port = free_port()
    servers = file_of("how-to/nginx.md", "calendars.conf").replace(f":{PORT};", f":{port};")
    with nginx(tmp_path, servers.replace("alias site/;", f"alias {tmp_path}/site/;"), port) as address:
        check_feed(address)
        status, headers, _ = ask(f"{address}feeds.json")
        assert (status, headers.get_content_type()) == (200, "application/json")
        assert ask(f"{address}nothing.ics")[0] == 404


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light")
def test_nginx_passes_on_what_the_server_says(tmp_path: Path) -> None:
    """Tags, conditions, compression and feeds by query are the server's, behind nginx too."""
    coecal.write(coecal.read(ROOT / "examples" / "update-2025-q3.txt"), tmp_path / "programme.json")
    behind, port = free_port(), free_port()
    servers = (
        file_of("how-to/nginx.md", "proxy.conf").replace(f":{PORT};", f":{port};").replace(":8001/", f":{behind}/")
    )
    serve = [
        sys.executable,
        "-m",
        "coecal",
        "serve",
        str(tmp_path / "programme.json"),
        "--port",
        behind,
        "--no-access-log",
    ]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL) as running:
        try:
            wait_for(behind)
            with nginx(tmp_path, servers, port) as address:
                check_feed(address)
                status, headers, feed = ask(f"{address}feed.ics?country=GH")
                assert (status, headers["Content-Type"]) == (200, CALENDAR)
                assert b"BEGIN:VEVENT" in feed
                assert ask(f"{address}feed.ics?country=Atlantis")[0] == 404
        finally:
            running.terminate()
