"""Owns what no page writes by hand: parts of the reference that are made from the code when the pages are built.

`<!-- generated: PART -->` in a page stands for one of `PARTS`. Knows no page and nothing of Sphinx.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Final

import attrs
import click
from markdown_tables import coded, table
from schema_tables import schema

from coecal.cli.main import main

_MARK: Final = re.compile(r"^<!-- generated: (\S+)(.*) -->$", re.MULTILINE)
_HERE: Final = Path(__file__).parent
_KEPT: Final = "\b"
"""Begins a paragraph that click does not wrap."""


def fill(text: str) -> str:
    """Return a page with each comment `<!-- generated: PART -->` replaced by what it names.

    Raises:
        KeyError: there is no part of that name.
    """
    return _MARK.sub(lambda mark: PARTS[mark[1]](*mark[2].split()), text)


def inside(text: str, depth: int) -> str:
    """Return a page with the words alone of links that lead out of the documentation, to files of the repository.

    Args:
        text: the page.
        depth: how many folders it lies below that of the documentation.

    >>> inside("[dates](../dates.md), [how](../../CONTRIBUTING.md#cases)", depth=1)
    '[dates](../dates.md), how'
    """
    return re.sub(rf"\[([^\[\]]+)\]\((?:\.\./){{{depth + 1},}}[^()]*\)", r"\1", text)


def api(module: str, *names: str) -> str:
    """Return directives that show the docstrings of all public names of a module, or of some of its names."""
    shown = names or import_module(module).__all__
    return "\n".join(("```{eval-rst}", *(_directive(module, name) for name in shown), "```"))


def _directive(module: str, name: str) -> str:
    value: object = getattr(import_module(module), name)
    if inspect.isclass(value):
        return f".. auto{'exception' if issubclass(value, Exception) else 'class'}:: {module}.{name}"
    if callable(value):
        return f".. autofunction:: {module}.{name}"
    return f".. py:data:: {module}.{name}\n   :type: {type(value).__name__}\n\n   `{type(value).__name__}()`"


def commands() -> str:
    """Return all commands with their help and options, as `--help` says them."""
    context = click.Context(main, info_name="coecal", help_option_names=["-h", "--help"])
    return "\n\n".join(_command(context, name) for name in main.list_commands(context))


def _command(above: click.Context, name: str) -> str:
    command = main.get_command(above, name)
    if command is None:
        msg = f"the command {name} stands in the list and cannot be loaded"
        raise LookupError(msg)
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    options = (each for each in command.get_params(context) if isinstance(each, click.Option))
    records = filter(None, (each.get_help_record(context) for each in options))
    shown = table(("option", "meaning"), [(f"`{names}`", words) for names, words in records])
    return "\n\n".join((f"## coecal {name}", f"```text\n{usage}\n```", *_paragraphs(command.help or ""), shown))


def _paragraphs(text: str) -> Iterator[str]:
    """Return the paragraphs of a help; what click keeps as it stands stays so."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith(_KEPT):
            yield f"```text\n{paragraph.removeprefix(_KEPT).strip()}\n```"
        else:
            yield coded(re.sub(r"\{[^{}]+\}", r"`\g<0>`", paragraph))


def policies(*names: str) -> str:
    """Return the fields of policies, such as `coecal.Policy`, with their defaults and what they say."""
    return "\n\n".join(map(_policy, names))


def _policy(name: str) -> str:
    module, _, last = name.rpartition(".")
    policy: type[attrs.AttrsInstance] = getattr(import_module(module), last)
    summary, _, rest = inspect.getdoc(policy).partition("\n\nAttributes:\n")  # type: ignore[union-attr]
    said = dict(re.findall(r"^    (\w+): (.+(?:\n     .+)*)", rest, re.MULTILINE))
    rows = [(f"`{each.name}`", _default(each), said[each.name]) for each in attrs.fields(policy)]
    return "\n\n".join((f"## {name}", summary, table(("field", "default", "meaning"), rows)))


def _default(field: attrs.Attribute[object]) -> str:
    """Return a default as Python writes it, after what converts it."""
    if isinstance(field.default, Enum):
        return f"`{field.default.value!r}`"
    return "none" if field.default in (frozenset(), ()) else f"`{field.default!r}`"


def others() -> str:
    """Return the pages beside the index that it does not name, so that a new one has its place."""
    named = set(re.findall(r"^[\w-]+$", (_HERE / "index.md").read_text("utf-8"), re.MULTILINE))
    return "\n".join(sorted({path.stem for path in _HERE.glob("*.md")} - named - {"index"}))


PARTS: Final[Mapping[str, Callable[..., str]]] = {
    "api": api,
    "commands": commands,
    "others": others,
    "policies": policies,
    "schema": schema,
}
