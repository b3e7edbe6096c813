"""Owns the socket, and the fence around uvicorn: how a server starts and how it stops. Knows nothing of feeds."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from coecal.errors import InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

GRACE_SECONDS: Final = 0.5
"""How long answers that are on their way may take when the server stops."""

MOST_CONNECTIONS: Final = 1000
"""Beyond so many connections, new requests are answered with 503 (Service Unavailable)."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: a name or an address of this machine.
        port: the port; 0: any that is free.

    Raises:
        InputError: there is no such host here, or the port cannot be had.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, UnicodeError) as error:  # a name that is too long is an error of its encoding
        msg = (
            f"cannot listen there ({_reason(error)}): choose another --port, 0 for any that is free, or another --host"
        )
        raise InputError(msg, source=f"{host}:{port}") from error


def _reason(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return "this is no name of a host"
    if isinstance(error, socket.gaierror) or error.errno is None:
        return error.strerror or str(error)
    return os.strerror(error.errno)  # without the address, which `socket` puts behind it


def address_of(listening: socket.socket) -> str:
    """Return the address of a socket for a browser, with a slash at its end."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: ASGIApp, listening: socket.socket, *, access_log: bool = True) -> None:
    """Serve until SIGINT or SIGTERM comes, and return within about a second of it.

    Args:
        app: what answers.
        listening: the socket; it is closed at the end.
        access_log: whether each request is logged, to `uvicorn.access`.
    """
    config = uvicorn.Config(
        app,
        # What else is installed decides nothing.
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        workers=1,
        log_config=None,
        access_log=access_log,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
    )
    server = _Server(config)
    # uvicorn sends itself the signal again when it is done: with this handler, that ends nothing.
    before = {number: signal.signal(number, server.handle_exit) for number in HANDLED_SIGNALS}
    try:
        server.run(sockets=[listening])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """A server that does not wait for clients that never take their answer."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        timer = asyncio.get_running_loop().call_later(GRACE_SECONDS, self._abort)
        await super().shutdown(sockets)
        timer.cancel()

    def _abort(self) -> None:
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
