"""Owns the environment in which templates run: the parts of jinja2 that lay out a list, and limits for them.

Left out is whatever can compute without an end or fill the memory: calls, macros, assignments, arithmetic, literal
lists. What is left does as much work as its loops have turns, and those are counted. Knows no section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import attrs
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PrefixLoader,
    StrictUndefined,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateRuntimeError,
    nodes,
    pass_context,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from jinja2.runtime import Context

SHIPPED: Final = "coecal"
"""The name before a slash by which a template of a folder includes or extends one that ships."""

_LARGEST_FILE: Final = 262_144
_LONGEST_WORDS: Final = 1_000_000
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Concat, nodes.If, nodes.For, nodes.Include, nodes.Extends, nodes.Block, nodes.Keyword,
    nodes.Scope,
)  # fmt: skip
_FILTERS: Final = (
    "capitalize", "count", "default", "first", "last", "length", "lower", "title", "trim", "truncate", "upper",
)  # fmt: skip
_TESTS: Final = ("defined", "undefined", "none", "string", "even", "odd", "in", "eq", "ne")
_TURNS, _OPENED = "counted turns", "counted template"  # filters that no template can name


@attrs.define
class Budget:
    """What is left of the turns of loops and of the characters of one rendering."""

    NAME: ClassVar[str] = "_budget"

    turns: int
    characters: int

    @classmethod
    def for_rows(cls, rows: int) -> Budget:
        """Return what a section of so many rows may take, with room for any layout of it."""
        return cls(1_000_000 + 100 * rows, 10_000_000 + 20_000 * rows)

    def turn(self) -> None:
        """Take one turn of a loop, or one template that is opened.

        Raises:
            TemplateRuntimeError: none is left.
        """
        self.turns -= 1
        if self.turns < 0:
            msg = "its loops and the templates it includes go on for too long for what there is to write"
            raise TemplateRuntimeError(msg)

    def passed(self, piece: str) -> str:
        """Return a piece of output, if there is room for it.

        Raises:
            TemplateRuntimeError: there is none.
        """
        self.characters -= len(piece)
        if self.characters < 0:
            msg = "it writes too much for what there is to write"
            raise TemplateRuntimeError(msg)
        return piece


class FolderLoader(BaseLoader):
    """Loads templates from one folder and from nowhere else, whatever links stand in it."""

    def __init__(self, folder: Path) -> None:
        """Load from a folder, given by its real path."""
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """Return the text of a template and the name of its file."""
        path = self._folder / template
        real = path.resolve()
        if not real.is_relative_to(self._folder.resolve()):
            msg = f"{template!r} lies outside of the folder of templates"
            raise TemplateRuntimeError(msg)
        if not real.is_file():
            raise TemplateNotFound(template, f"there is no template {template!r}")
        with real.open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            msg = f"{template!r} is larger than a template may be, {_LARGEST_FILE:,} bytes"
            raise TemplateRuntimeError(msg)
        try:
            return data.decode("utf-8-sig"), str(path), lambda: True
        except UnicodeDecodeError as error:
            msg = f"{template!r} is not UTF-8: save it as that"
            raise TemplateRuntimeError(msg) from error


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of one format and folder."""

    def __init__(self, shipped: BaseLoader, own: BaseLoader | None, escape: Callable[[object], str] | None) -> None:
        """Prepare to run templates.

        Args:
            shipped: loads those that ship, which go by their names, or by these behind `coecal/` beside own ones.
            own: loads those of the user; None: there are none.
            escape: escapes every value that is written; None: for HTML.
        """
        super().__init__(  # values are escaped whatever the format: by jinja2 for HTML, else by `finalize`
            loader=shipped if own is None else ChoiceLoader([PrefixLoader({SHIPPED: shipped}), own]),
            autoescape=escape is None,
            finalize=escape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"join": _join, "replace": _replace, _TURNS: _turns, _OPENED: _opened}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compile(  # type: ignore[no-untyped-def]  # noqa: ANN201 - the signature of jinja2 has overloads
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,  # noqa: FBT001, FBT002 - as above
        defer_init: bool = False,  # noqa: FBT001, FBT002 - as above
    ):
        """Return the code of a template that uses nothing but what is allowed, with its loops counted."""
        try:
            tree = self.parse(source, name, filename) if isinstance(source, str) else source
            _check(tree, name, filename)
            _count(tree)
            return super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload]
        except (MemoryError, RecursionError, SyntaxError, ValueError) as error:
            reason = "it goes too deep" if isinstance(error, RecursionError) else str(error) or "it is too large"
            raise TemplateAssertionError(reason, 1, name, filename) from error


def _count(tree: nodes.Template) -> None:
    """Have the turns of all loops counted, and the templates that are opened."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _TURNS, [], [], None, None, lineno=loop.lineno)
    opening: list[nodes.Include | nodes.Extends] = [*tree.find_all(nodes.Include), *tree.find_all(nodes.Extends)]
    for opened in opening:
        opened.template = nodes.Filter(opened.template, _OPENED, [], [], None, None, lineno=opened.lineno)


def _check(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Refuse a template that uses more than what is allowed.

    Raises:
        TemplateAssertionError: with the line.
    """
    for node in _all_nodes(tree):
        fault = _fault(node)
        if fault:
            raise TemplateAssertionError(fault, node.lineno, name, filename)


def _all_nodes(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all_nodes(child)


def _fault(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        return f"{type(node).__name__!r} of jinja2 is not for templates of sections, which lay out and do not compute"
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return f"{node.name!r}: no name of a template begins with an underscore"
    if isinstance(node, nodes.For) and node.recursive:
        return "loops of sections are not recursive"
    if isinstance(node, nodes.Include) and not node.with_context:
        return "templates are included with their context"
    return ""


@pass_context
def _turns(context: Context, values: Iterable[object]) -> Iterator[object]:
    budget: Budget = context[Budget.NAME]
    for value in values:
        budget.turn()
        yield value


@pass_context
def _opened(context: Context, name: object) -> object:
    budget: Budget = context[Budget.NAME]
    budget.turn()
    return name


def _join(values: Iterable[object], between: str = "") -> str:
    """Join words, as jinja2's filter does, but only so many."""
    words = [str(value) for value in values]
    _bounded(sum(map(len, words)) + len(between) * len(words))
    return between.join(words)


def _replace(words: object, old: str, new: str) -> str:
    """Replace words, as jinja2's filter does, but not into very long ones."""
    text = str(words)
    if not old:
        msg = "there is nothing to replace: give the words"
        raise TemplateRuntimeError(msg)
    _bounded(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _bounded(length: int) -> None:
    if length > _LONGEST_WORDS:
        msg = f"words would become longer than {_LONGEST_WORDS:,} characters"
        raise TemplateRuntimeError(msg)
