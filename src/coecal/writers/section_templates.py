"""Owns the templates of sections: those that ship, and those of a user's folder, which stand in their place.

A template is somebody else's program: it runs in jinja2's sandbox with what lays out a list and nothing else, reads
no file outside of its folder, and stops at limits. Whatever it writes is escaped for its format, so that none can
forget. Knows nothing of what a section says.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coecal.errors import InputError
from coecal.writers.section_signs import escape_markdown, escape_text

if TYPE_CHECKING:
    from jinja2 import Template

    from coecal.writers.section_sandbox import Sandbox

FORMATS: Final[Mapping[str, Callable[[object], str] | None]] = {"md": escape_markdown, "txt": escape_text, "html": None}
"""The formats by name, each with what escapes every value that its template writes; None: jinja2 does, for HTML."""

_FALLBACK: Final = "section"
# What the code of a template can raise beside jinja2's own errors. All of it is the template's fault.
_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, SyntaxError, TypeError,
                  ValueError)  # fmt: skip


def render(
    name: str,
    format: str,  # noqa: A002 - the word of the command line
    values: Mapping[str, object],
    *,
    size: int,
    templates: str | os.PathLike[str] | None = None,
) -> str:
    """Return what a template makes of some values.

    Args:
        name: the section, as files are called, such as "coming-next".
        format: a name of `FORMATS`.
        values: what the template can use.
        size: how many rows there are, to which the limits are set.
        templates: a folder with `NAME.FORMAT.jinja` or `section.FORMAT.jinja`; None: the templates that ship.

    Raises:
        InputError: the folder has neither, or its template cannot be used; `source` and `line` say where.
    """
    from jinja2 import TemplateError  # noqa: PLC0415 - loaded when first used

    from coecal.writers.section_sandbox import Budget  # noqa: PLC0415 - as above

    folder = None if templates is None else Path(templates)
    sandbox = _sandbox(format, None if folder is None else _folder(folder))
    budget = Budget.for_rows(size)
    try:
        template = _find(sandbox, name, format, folder)
        return "".join(map(budget.passed, template.generate({**values, Budget.NAME: budget})))
    except (TemplateError, *_FAULTS) as error:
        raise _refusal(error, folder) from error


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        msg = "there is no such folder of templates: give one that holds files such as section.md.jinja"
        raise InputError(msg, source=os.fspath(folder))
    return folder.resolve()


def _find(sandbox: Sandbox, name: str, form: str, folder: Path | None) -> Template:
    from jinja2 import TemplatesNotFound  # noqa: PLC0415 - loaded when first used

    wanted = [f"{name}.{form}.jinja", f"{_FALLBACK}.{form}.jinja"]
    try:
        return sandbox.select_template(wanted)
    except TemplatesNotFound as error:
        msg = f"the folder has no template for the format {form!r}: add {wanted[1]}, or {wanted[0]} for this section"
        raise InputError(msg, source=None if folder is None else os.fspath(folder)) from error


def _sandbox(form: str, folder: Path | None) -> Sandbox:
    return _shipped(form) if folder is None else _make(form, folder)


@cache
def _shipped(form: str) -> Sandbox:
    return _make(form, None)


def _make(form: str, folder: Path | None) -> Sandbox:
    from jinja2 import PackageLoader  # noqa: PLC0415 - loaded when first used

    from coecal.writers.section_sandbox import FolderLoader, Sandbox  # noqa: PLC0415 - as above

    own = None if folder is None else FolderLoader(folder)
    return Sandbox(PackageLoader("coecal.writers", "templates"), own, FORMATS[form])


def _refusal(error: Exception, folder: Path | None) -> InputError:
    """Return one sentence that says where in which template something is wrong, and what."""
    source, line = _place(error)
    reason = getattr(error, "message", None) or str(error) or type(error).__name__
    if isinstance(error, RecursionError):
        reason = "it goes too deep"
    msg = f"{' '.join(reason.split())}; docs/sections.md lists what a template can use"
    return InputError(msg, source=source or (None if folder is None else os.fspath(folder)), line=line)


def _place(error: Exception) -> tuple[str | None, int | None]:
    """Return the file and the line of a template in which an error came up."""
    filename, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if isinstance(filename, str) and isinstance(line, int) and filename.endswith(".jinja"):
        return filename, line
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next(((one.filename, one.lineno) for one in frames if one.filename.endswith(".jinja")), (None, None))
