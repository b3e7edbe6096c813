"""Owns the list of commands and how they start. Knows what they are called, not what they do."""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper

import click

from coecal.cli.output import refusing

COMMANDS = (
    "date",
    "read",
    "check",
    "merge",
    "overlaps",
    "feeds",
    "serve",
    "next",
    "inventory",
    "save-the-date",
    "timeline",
    "stats",
)
"""The commands in the order in which they are used; each is `command` of the module of its name."""


class Commands(click.Group):
    """A group that loads a command when it is used, and lets no error of an input become a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name, or None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"coecal.cli.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that the context names."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        with refusing():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coecal")
def main() -> None:
    """Activities whose dates are not firm yet: read them, compare them, subscribe to them, write them.

    Exit codes: 0 fine; 1 the input could not be read or used, or check found an error; 2 wrong usage.
    """
