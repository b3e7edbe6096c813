"""Owns `coecal serve`: the feeds of a programme over HTTP, as long as it runs."""

from __future__ import annotations

import logging
import sys
import time

import click

from coecal import readers
from coecal.cli.inputs import load, programme_argument
from coecal.cli.output import printable, say
from coecal.errors import MissingExtraError
from coecal.serve.editions import Settings
from coecal.serve.keeper import Keeper
from coecal.timeline.words import LANGUAGES
from coecal.writers.ical import Vague


@click.command("serve")
@programme_argument
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free.")
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="0.0.0.0: reachable by other machines."
)
@click.option(
    "--vague",
    type=click.Choice([way.value for way in Vague]),
    default=Vague.WINDOW.value,
    show_default=True,
    help="What becomes of a date that is not firm; see `coecal feeds --help`.",
)
@click.option("--url", metavar="ADDRESS", help="Where others reach it, such as https://example.org/calendars.")
@click.option(
    "--locale", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the pages."
)
@click.option("--access-log/--no-access-log", default=True, show_default=True, help="Log each request.")
def command(
    programme: str, port: int, host: str, vague: str, url: str | None, locale: str, *, access_log: bool
) -> None:
    """Serve calendar feeds over HTTP.

    It serves the files that `coecal feeds` writes, and /feed.ics for the feed of what a query asks for, such as
    /feed.ics?project=WELL&country=GH&country=KE&mode=online.

    PROGRAMME is read anew when it changes. Ctrl+C stops.
    """
    try:
        from coecal.serve.app import feeds_app  # noqa: PLC0415 - starlette may be absent
        from coecal.serve.server import address_of, listen, run  # noqa: PLC0415 - uvicorn likewise
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"starlette", "uvicorn", "anyio", "h11"}:
            raise
        raise MissingExtraError.of("serving", "starlette and uvicorn", "serve") from None
    _start_log()
    first = load(programme)  # shows how long it takes
    waiting = iter((first,))
    keeper = Keeper(
        programme,
        lambda: next(waiting, None) or readers.read(programme),
        settings=Settings(vague=Vague(vague), url=url, locale=locale),
        now=time.time,
    )
    with listen(host, port) as listening:
        say(f"Serving {programme} at {address_of(listening)} (Ctrl+C stops)")
        sys.stdout.flush()
        run(feeds_app(keeper), listening, access_log=access_log)
    say("Stopped")


class _Lines(logging.Formatter):
    """Lines in which nothing can command a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def _start_log() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines("%(asctime)s %(message)s"))
    for name, level in (("coecal.serve", "INFO"), ("uvicorn.access", "INFO"), ("uvicorn.error", "WARNING")):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
