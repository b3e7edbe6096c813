"""Owns the reference of `programme.json`: the JSON Schema beside it, as tables, an object each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from markdown_tables import coded, table

_Schema: TypeAlias = dict[str, Any]
_FILE: Final = Path(__file__).with_name("programme.schema.json")
_HERE: Final = "#/$defs/"


def schema() -> str:
    """Return every field of the format, object by object, then the values that are no objects."""
    whole: _Schema = json.loads(_FILE.read_text("utf-8"))
    defined: _Schema = whole["$defs"]
    objects = {"programme": whole} | {name: each for name, each in defined.items() if "properties" in each}
    values = {name: each for name, each in defined.items() if name not in objects}
    shown = (_object(name, each) for name, each in objects.items())
    return "\n\n".join((*shown, *(_value(name, each) for name, each in values.items())))


def _value(name: str, thing: _Schema) -> str:
    return f"## {name}\n\n{table(('is', 'meaning'), [(_kind(thing), _about(thing))])}"


def _object(name: str, thing: _Schema) -> str:
    parts = (f"## {name}", _about(thing), table(("field", "is", "needed", "meaning"), _fields(thing)))
    return "\n\n".join(filter(None, parts))


def _fields(thing: _Schema, above: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Return the rows of an object's fields, those of an object within it after it."""
    for name, each in thing["properties"].items():
        default = f"Default: `{json.dumps(each['default'])}`." if "default" in each else ""
        needed = "yes" if name in thing.get("required", ()) else ""
        yield f"`{above}{name}`", _kind(each), needed, " ".join(filter(None, (_about(each), default)))
        if "properties" in each:
            yield from _fields(each, f"{above}{name}.")


def _about(thing: _Schema) -> str:
    return coded(str(thing.get("description", "")))


def _kind(thing: _Schema) -> str:
    """Return what a value is, in words: a type, a name of this page, the only values that there are."""
    if "$ref" in thing:
        return _reference(thing["$ref"])
    if "const" in thing:
        return f"`{json.dumps(thing['const'])}`"
    if "enum" in thing:
        return ", ".join(f"`{json.dumps(value)}`" for value in thing["enum"])
    if "anyOf" in thing:
        return " or ".join(map(_kind, thing["anyOf"]))
    if thing["type"] == "array":
        return f"list of {_kind(thing['items'])}"
    return _simple(thing)


def _simple(thing: _Schema) -> str:
    kinds = [thing["type"]] if isinstance(thing["type"], str) else thing["type"]
    pattern = f", as `{thing['pattern']}`" if "pattern" in thing else ""
    return " or ".join(kinds) + pattern


def _reference(target: str) -> str:
    """Return the link to an object or value of the page; that of a part of one names the part."""
    name, _, part = target.removeprefix(_HERE).partition("/properties/")
    return f"[{name}](#{name})" if not part else f"`{part}` of [{name}](#{name})"
