"""The public surface: what it is, that each name says what it means, and that it shows itself in an example."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from enum import EnumType
from pathlib import Path

import attrs
import pytest

import coecal

GOLDEN = Path(__file__).parent / "golden" / "public.txt"
"""Every public name with its signature or values; it changes with a line in the changelog (docs/deprecation.md)."""

SECTIONS = re.compile(r"^(Args|Returns|Yields|Raises|Attributes):$", re.MULTILINE)


@attrs.frozen
class Public:
    """Something public: its name, where it belongs, what it is called with, and its docstring."""

    name: str
    owner: type | None
    function: Callable[..., object] = attrs.field(repr=False)
    is_property: bool = False

    @property
    def doc(self) -> str:
        """The docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def arguments(self) -> list[str]:
        """The names of what it takes."""
        return [name for name in inspect.signature(self.function).parameters if name not in ("self", "cls")]

    @property
    def source(self) -> str:
        """The lines of it."""
        return textwrap.dedent(inspect.getsource(inspect.unwrap(self.function)))


def functions() -> Iterator[Public]:
    """Yield the public functions, and the public methods and properties of public classes."""
    for name in coecal.__all__:
        value = getattr(coecal, name)
        if inspect.isfunction(value):
            yield Public(name, None, value)
        elif inspect.isclass(value):
            yield from _members(name, value)


def _members(name: str, owner: type) -> Iterator[Public]:
    for member, value in vars(owner).items():
        inner = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if not member.startswith("_") and inspect.isfunction(inner):
            yield Public(f"{name}.{member}", owner, inner, isinstance(value, property))


FUNCTIONS = list(functions())
CLASSES = [name for name in coecal.__all__ if inspect.isclass(getattr(coecal, name))]


def examples(owner: type) -> str:
    """Return all examples in the docstrings of a class and its members, and of its bases of ours."""
    texts = [inspect.getdoc(owner) or ""]
    texts += [public.doc for public in _members(owner.__name__, owner)]
    lines = [line for text in texts for line in text.splitlines() if line.startswith((">>> ", "... "))]
    return "\n".join(lines)


def surface() -> Iterator[str]:
    """Yield a line for each public name."""
    for name in coecal.__all__:
        value = getattr(coecal, name)
        if isinstance(value, EnumType):
            yield f"{name}: {', '.join(f'{member} = {value[member].value!r}' for member in value.__members__)}"
        elif inspect.isclass(value):
            bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
            called = "" if issubclass(value, Exception) else str(inspect.signature(value))
            yield f"class {name}{f'({bases})' if bases else ''}{called}"
        elif inspect.isfunction(value):
            yield f"{name}{inspect.signature(value)}"
        else:
            yield f"{name} = {type(value).__name__}()"
    for public in FUNCTIONS:
        if public.owner is not None:
            yield f"{public.name}" + ("" if public.is_property else str(inspect.signature(public.function)))


def test_the_surface_is_what_was_promised() -> None:
    """No name, argument, field or value changes by accident.

    After a change that is meant: `python tests/test_public.py`, and a line in the changelog.
    """
    assert list(surface()) == GOLDEN.read_text("utf-8").splitlines()


@pytest.mark.parametrize("public", FUNCTIONS, ids=lambda public: public.name)
def test_a_function_says_what_it_takes_gives_and_raises(public: Public) -> None:
    """Every argument has its line, what is given is named, and an error that it raises itself is listed."""
    parts = dict(zip(["", *SECTIONS.findall(public.doc)], SECTIONS.split(public.doc)[::2], strict=True))
    told = re.findall(r"^    (\w+): ", parts.get("Args", ""), re.MULTILINE)
    assert told == public.arguments
    gives = inspect.signature(public.function).return_annotation not in ("None", None)
    opening = public.doc.split()[0]
    assert not gives or public.is_property or "Returns" in parts or opening in ("Return", "Whether", "Yield")
    raised = set(re.findall(r"^\s+raise (\w+(?:Error|error))\(", public.source, re.MULTILINE))
    assert raised <= set(re.findall(r"^    (\w+): ", parts.get("Raises", ""), re.MULTILINE))


@pytest.mark.parametrize("public", FUNCTIONS, ids=lambda public: public.name)
def test_a_function_shows_itself(public: Public) -> None:
    """It has an example, or stands in one of its class."""
    if public.owner is None:
        assert ">>> " in public.doc
    else:
        assert re.search(rf"\.{public.name.partition('.')[2]}\b", examples(public.owner))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_says_what_its_fields_mean_and_shows_itself(name: str) -> None:
    """Every field stands in its docstring, every value of an enumeration too, and there is an example."""
    owner = getattr(coecal, name)
    doc = inspect.getdoc(owner) or ""
    assert ">>> " in doc
    if isinstance(owner, EnumType):
        assert [member for member in owner.__members__ if f"{member}: " not in doc] == []
        return
    parts = dict(zip(["", *SECTIONS.findall(doc)], SECTIONS.split(doc)[::2], strict=True))
    told = set(re.findall(r"^    (\w+): ", parts.get("Attributes", ""), re.MULTILINE))
    fields = {field.name.lstrip("_") for field in attrs.fields(owner) if field.init} if attrs.has(owner) else set()
    public = {field for field in fields if not isinstance(inspect.getattr_static(owner, field, None), property)}
    assert public & {field.name for field in attrs.fields(owner)} <= told if attrs.has(owner) else True


def test_constants_say_what_they_are() -> None:
    """What is neither a class nor a function is an instance of a public class."""
    rest = [name for name in coecal.__all__ if not inspect.isroutine(getattr(coecal, name)) and name not in CLASSES]
    assert [name for name in rest if type(getattr(coecal, name)).__name__ not in coecal.__all__] == []


if __name__ == "__main__":
    GOLDEN.write_text("\n".join(surface()) + "\n", "utf-8")
