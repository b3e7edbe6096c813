"""The layers of the package, read from its imports: each module imports from below, and outside packages are fenced."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import attrs
import pytest

import coecal

SOURCE = Path(__file__).parents[1] / "src" / "coecal"

# The first name after `coecal.`, and its layer. A module without one here is a question to answer, not to skip.
LAYERS = {
    "errors": 0,
    "typing": 0,
    "locales": 1,
    "ranges": 1,
    "nodes": 1,
    "toml_text": 1,
    "data": 1,
    "dates": 2,
    "places": 2,
    "activities": 3,
    "projects": 3,
    "reports": 3,
    "identity": 3,
    "sweep": 3,
    "ready": 3,
    "titles": 3,
    "likeness": 3,
    "changes": 3,
    "statistics": 4,
    "programme": 4,
    "matching": 4,
    "pairing": 4,
    "answers": 4,
    "joining": 4,
    "updates": 4,
    "overlaps": 4,
    "conflicts": 4,
    "merge": 4,
    "check": 4,
    "readers": 5,
    "writers": 5,
    "site": 6,
    "serve": 6,
    "timeline": 6,
    "frames": 6,
    "cli": 7,
    "__main__": 7,
}

# The only ways up, each opened inside a function when it is called.
UPWARD = {
    ("coecal.programme", "to_ical"),
    ("coecal.programme", "coming_next"),
    ("coecal.programme", "section"),
    ("coecal.programme", "timeline"),
    ("coecal.dates.value", "_repr_svg_"),
    ("coecal.dates.value", "_repr_html_"),
    ("coecal.overlaps", "_repr_svg_"),
    ("coecal.overlaps", "_repr_html_"),
}

# Outside packages, and the only places that import them.
FENCES = {
    "icalendar": ("coecal.readers.calendars", "coecal.writers.ical"),
    "recurring_ical_events": ("coecal.readers.calendars.expansion",),
    "babel": ("coecal.dates.cldr", "coecal.places", "coecal.conflicts.closed_days"),
    "pytz": ("coecal.dates.zones", "coecal.places", "coecal.writers.ical_zones"),
    "holidays": ("coecal.conflicts.closed_days",),
    "dateutil": ("coecal.dates",),
    "jinja2": ("coecal.writers", "coecal.site"),
    "click": ("coecal.cli",),
    "rich": ("coecal.cli",),
    "openpyxl": ("coecal.readers.tables.workbook", "coecal.writers.tables"),
    "bs4": ("coecal.readers.documents.html",),
    "mammoth": ("coecal.readers.documents.word",),
    "pdfplumber": ("coecal.readers.documents.pdf",),
    "pdfminer": ("coecal.readers.documents.pdf",),
    "docx": ("coecal.writers.section_docx",),
    "starlette": ("coecal.serve",),
    "uvicorn": ("coecal.serve.server",),
    "ibis": ("coecal.frames",),
    "duckdb": ("coecal.frames",),
    "pyarrow": ("coecal.frames",),
    "pandas": ("coecal.frames",),
    "polars": ("coecal.frames",),
    "resvg_py": ("coecal.timeline.png",),
    "attrs": ("coecal",),
}

# What reads the clock, the locale, the environment or chance. Only the command line may.
AMBIENT = {
    ("date", "today"),
    ("datetime", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("time", "localtime"),
    ("os", "environ"),
    ("os", "getenv"),
    ("locale", "getlocale"),
    ("locale", "setlocale"),
    ("uuid", "uuid1"),
    ("uuid", "uuid4"),
}


@attrs.frozen
class Import:
    """One import: who imports what, and the function that it stands in, None at the top of a module."""

    module: str
    target: str
    function: str | None


@cache
def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of each module of the package by its dotted name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = ("coecal", *path.relative_to(SOURCE).with_suffix("").parts)
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return found


@cache
def imports() -> tuple[Import, ...]:
    """Return every import of the package, but for those that only type checkers see."""
    return tuple(found for name, tree in modules().items() for found in _imports(name, tree, None))


def _imports(module: str, node: ast.AST, function: str | None) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(module, alias.name, function) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{module} imports by a relative name"
            yield from (Import(module, _target(child.module or "", alias.name), function) for alias in child.names)
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        else:
            inside = child.name if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else function
            yield from _imports(module, child, inside)


def _target(module: str, name: str) -> str:
    return f"{module}.{name}" if f"{module}.{name}" in modules() else module


def layer(module: str) -> int:
    """Return the layer of a module of the package, the root being above all."""
    first = module.split(".")[1] if "." in module else None
    return 8 if first is None else LAYERS[first]


def test_every_module_has_a_layer() -> None:
    """Every module and package at the top is named in the table."""
    assert {name.split(".")[1] for name in modules() if "." in name} <= set(LAYERS)


def test_imports_go_down() -> None:
    """A module imports from its own layer or from below, whatever stands between."""
    upward = {
        (found.module, found.function or found.target)
        for found in imports()
        if found.target.startswith("coecal") and layer(found.target) > layer(found.module)
    }
    assert upward == UPWARD


def test_there_is_no_circle() -> None:
    """Following the imports at the top of modules never leads back."""
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if found.function is None and found.target in graph and found.target != found.module:
            graph[found.module].add(found.target)
    while leaves := {name for name, targets in graph.items() if not targets}:
        graph = {name: targets - leaves for name, targets in graph.items() if name not in leaves}
    assert not graph


def test_nobody_imports_the_root() -> None:
    """Modules import by their full names, never `import coecal`."""
    assert [found for found in imports() if found.target == "coecal"] == []


@pytest.mark.parametrize(("one", "other"), [("readers", "writers"), ("writers", "readers")])
def test_readers_and_writers_do_not_know_one_another(one: str, other: str) -> None:
    """What reads a format imports nothing that writes, and the other way round."""
    here, there = f"coecal.{one}", f"coecal.{other}"
    assert [found for found in imports() if found.module.startswith(here) and found.target.startswith(there)] == []


def test_outside_packages_are_fenced() -> None:
    """Each outside package is imported in its own places alone, and no other is imported at all."""
    outside = [
        found
        for found in imports()
        if (top := found.target.split(".")[0]) != "coecal" and top not in sys.stdlib_module_names
    ]
    assert {found.target.split(".")[0] for found in outside} <= set(FENCES)
    escaped = [found for found in outside if not found.module.startswith(FENCES[found.target.split(".")[0]])]
    assert escaped == []


def test_nothing_below_the_command_line_reads_the_surroundings() -> None:
    """The clock, the locale, the environment and chance are read by the command line, or by nobody."""
    reading = [
        (name, ast.unparse(node))
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in AMBIENT
        and layer(name) < 7
    ]
    assert reading == []


def test_no_module_is_two() -> None:
    """A module of more than 500 lines is asking to be two, and no name says that it holds just anything."""
    long = {path.name: lines for path in SOURCE.rglob("*.py") if (lines := path.read_bytes().count(b"\n")) > 500}
    assert long == {}
    assert {name.rpartition(".")[2] for name in modules()}.isdisjoint({"utils", "helpers", "base", "constants"})


def test_modules_are_short_in_the_middle() -> None:
    """Half of the modules have fewer than 250 lines."""
    assert median(path.read_bytes().count(b"\n") for path in SOURCE.rglob("*.py")) < 250


def test_every_module_says_what_it_owns() -> None:
    """Its docstring begins with that, in a sentence; the root alone says what the whole is for."""
    docs = {name: ast.get_docstring(tree) or "" for name, tree in modules().items() if name != "coecal"}
    silent = {name for name, doc in docs.items() if re.match(r"Owns .{20,}\.", doc, re.DOTALL) is None}
    assert silent == set()


def test_the_picture_of_the_layers_shows_them() -> None:
    """docs/architecture.svg is what its tool draws, and each module stands in its layer."""
    drawn = runpy.run_path(str(SOURCE.parents[1] / "tools" / "make_architecture.py"))
    assert (SOURCE.parents[1] / "docs" / "architecture.svg").read_text("utf-8") == drawn["picture"]()
    shown = {name: number for number, _, lines in drawn["LAYERS"] for _, names in lines for name in names.split()}
    assert shown == LAYERS


# What takes long to load, of ours, of others and of Python itself: none of it is needed before something is read.
HEAVY = {
    "_decimal", "asyncio", "bs4", "click", "dateutil.rrule", "difflib", "docx", "email", "fractions", "holidays",
    "http", "importlib.metadata", "importlib.resources", "json", "mammoth", "numpy", "openpyxl", "pdfplumber", "rich",
    "resvg_py", "shutil", "starlette", "tempfile", "tomllib", "urllib.parse", "uvicorn", "zoneinfo",
    *(set(FENCES) - {"attrs", "dateutil"}),
}  # fmt: skip

# Imports each module first: with nothing of ours loaded before it. Those that a package loads itself are first with it.
ALONE = """
import sys
from importlib import import_module
from pathlib import Path

source, done, failed = Path(sys.argv[1]), set(), []
names = [".".join(path.relative_to(source.parent).with_suffix("").parts) for path in sorted(source.rglob("*.py"))]
for name in sorted((name.removesuffix(".__init__") for name in names), key=lambda name: name.count(".")):
    if name in done:
        continue
    for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] == "coecal"]:
        del sys.modules[loaded]
    try:
        module = import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
    else:
        inside = f"{name}." if hasattr(module, "__path__") else name
        done |= {name, *(loaded for loaded in sys.modules if loaded.startswith(inside))}
print(len(done), len(names), *failed, sep="\\n")
"""


def loaded_by(code: str) -> set[str]:
    """Return the modules that a new process has loaded after running some code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return set(done.stdout.split())


def test_importing_the_root_loads_nothing() -> None:
    """The root by itself loads no module of ours and no package that takes long."""
    loaded = loaded_by("import coecal") - loaded_by("import typing, importlib")
    assert {name for name in loaded if name.startswith("coecal")} == {"coecal"}
    assert loaded.isdisjoint(HEAVY)


def test_what_reads_no_file_loads_the_layers_0_to_4() -> None:
    """Dates, activities, places, programmes and overlaps load nothing that reads or writes files."""
    loaded = loaded_by("from coecal import Places, Programme, find_overlaps, parse_date")
    assert {"coecal.programme", "coecal.overlaps", "coecal.dates.parse"} <= loaded
    assert {name for name in loaded if name.startswith("coecal.") and layer(name) > 4} == set()
    assert loaded.isdisjoint(set(FENCES) - {"attrs", "dateutil"})


def test_each_module_can_be_imported_first(tmp_path: Path) -> None:
    """No module needs that another was loaded before it, which is how a circle shows."""
    compiled_once = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", ALONE, str(SOURCE)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=compiled_once)
    imported, there, *failed = done.stdout.split("\n")
    assert failed == [""]
    assert imported == there == str(len(modules()))


@pytest.mark.parametrize("name", coecal.__all__)
def test_every_name_of_the_root_is_there(name: str) -> None:
    """Every public name can be had, whether loaded at once or when first used, and `dir` knows it."""
    assert getattr(coecal, name) is not None
    assert name in dir(coecal)


@pytest.mark.parametrize("name", ["dates", "overlaps", "places", "programme", "readers"])
def test_modules_of_public_names_are_attributes_of_the_root(name: str) -> None:
    """`import coecal` is enough for `coecal.dates`, which is loaded when it is first asked for."""
    assert f"coecal.{name}" in loaded_by(f"import coecal; coecal.{name}")


def test_an_unknown_name_of_the_root_is_an_attribute_error() -> None:
    """The root does not invent names."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        coecal.__getattr__("nothing")
