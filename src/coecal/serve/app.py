"""Owns the answers: a request in, a response of HTTP out (RFC 9110). Knows neither sockets nor how feeds are made."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from email.utils import formatdate
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.websockets import WebSocketClose

from coecal.errors import CoecalError
from coecal.serve.conditions import coding_of, status_of
from coecal.serve.content import NOTHING_ALLOWED, Content
from coecal.serve.editions import FILTERED_PATH, Edition
from coecal.serve.filters import Selection
from coecal.serve.keeper import Keeper
from coecal.serve.refusals import RequestError, echo
from coecal.serve.targets import Parameter, check_length, read_path, read_query
from coecal.site.shell import INDEX
from coecal.writers.ical_lines import clean_line

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

METHODS: Final = ("GET", "HEAD")
CACHE: Final = "max-age=300"
"""For how long a client or a cache may take an answer for new without asking."""

_MAKES_FEEDS: Final = {"Server-Timing": f'coecal-filters;desc="{FILTERED_PATH}"'}
"""Tells the script of the first page, which has the same bytes everywhere, that feeds of any filter are made here."""

PATIENCE_SECONDS: Final = 0.5
"""How long a request waits for a programme that is read anew, before it gets the one of before."""


def feeds_app(keeper: Keeper) -> ASGIApp:
    """Return an ASGI application that serves what a keeper keeps."""
    return _Feeds(keeper)


class _Feeds:
    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._polling = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            raise RuntimeError("there is nothing to do at the start or end")  # the way to say so, by ASGI
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        await (await self._answer(scope))(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        try:
            path, query = _read(scope)
            return await _respond(await self._find(await self._edition(), path, query), scope)
        except RequestError as error:
            return _refusal(error)

    async def _edition(self) -> Edition:
        """Return the edition to serve; while one request looks at the file, others get what there is."""
        if self._keeper.is_due and not self._polling:
            self._polling = True
            seen = asyncio.Event()
            # A daemon, so that a large programme that is being read does not keep the server from stopping.
            Thread(target=self._poll, args=(asyncio.get_running_loop(), seen), daemon=True).start()
            with suppress(TimeoutError):
                await asyncio.wait_for(seen.wait(), PATIENCE_SECONDS)
        return self._keeper.edition

    def _poll(self, loop: asyncio.AbstractEventLoop, seen: asyncio.Event) -> None:
        try:
            self._keeper.poll()
        finally:
            self._polling = False
            with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
                loop.call_soon_threadsafe(seen.set)

    async def _find(self, edition: Edition, path: str, query: tuple[Parameter, ...]) -> Content:
        if path == FILTERED_PATH:
            return await _filtered(edition, edition.filters.read(query))
        content = edition.file(path)
        if content is None:
            raise RequestError(404, f"there is no file {echo('/' + path)}: /feeds.json lists what there is")
        return content


def _read(scope: Scope) -> tuple[str, tuple[Parameter, ...]]:
    if scope["method"] not in METHODS:
        raise RequestError(405, f"only {' and '.join(METHODS)} are answered here")
    raw, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    check_length(raw, query)
    return read_path(_below(raw, scope.get("root_path", ""))) or INDEX, read_query(query)


def _below(raw: bytes, root: str) -> bytes:
    """Return a path without that of the application that this one is mounted in, which ASGI leaves before it."""
    rest = raw.removeprefix(quote(root).encode())
    return rest if rest.startswith(b"/") else raw


async def _filtered(edition: Edition, selection: Selection) -> Content:
    content = edition.ready(selection)
    if content is not None:
        return content
    try:
        return await run_in_threadpool(edition.feed, selection)
    except CoecalError as error:  # an event that only this way of showing dates brings about
        raise RequestError(500, f"this feed cannot be made: {clean_line(str(error))}") from error


async def _respond(content: Content, scope: Scope) -> Response:
    headers = _joined(Headers(scope=scope))
    coding = coding_of(headers.get("accept-encoding"))
    if coding is None:
        raise RequestError(406, "this can be sent as it is or in gzip: accept one of them")
    variant = await run_in_threadpool(content.variant, coding) if len(content.data) > 2**16 else content.variant(coding)
    status = status_of(headers, variant.etag, content.modified)
    if status == 412:
        raise RequestError(412, "this is no longer, or not yet, what the condition asks for")
    about = {
        "ETag": variant.etag,
        "Last-Modified": formatdate(content.modified, usegmt=True),
        "Cache-Control": CACHE,
        "Vary": "Accept-Encoding",
        **_guards(content.policy),
        **(_MAKES_FEEDS if content.path == INDEX else {}),
    }
    if status == 304:
        return Response(status_code=304, headers=about)
    about |= {"Content-Type": content.media_type, "Content-Length": str(len(variant.data))}
    if coding != "identity":
        about["Content-Encoding"] = coding
    return Response(variant.data if scope["method"] == "GET" else b"", headers=about)


def _joined(headers: Headers) -> Mapping[str, str]:
    """Return the headers by their names in lower case, those of one name joined (RFC 9110, section 5.3)."""
    joined: dict[str, str] = {}
    for name, value in headers.items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _guards(policy: str) -> Mapping[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
    }


def _refusal(error: RequestError) -> Response:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", **_guards(NOTHING_ALLOWED)}
    if error.status == 405:
        headers["Allow"] = ", ".join(METHODS)
    if error.status in (406, 412):
        headers["Vary"] = "Accept-Encoding"
    return Response(f"{error}\n", status_code=error.status, headers=headers)
