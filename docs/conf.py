"""Owns how the documentation is built: `python -m sphinx -W -b html docs build/docs`. Knows no page from within."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from generated import fill, inside
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "coecal"
author = "The coecal maintainers"
copyright = author  # noqa: A001 - the name that Sphinx looks for
release = metadata.version("coecal")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["**/.*"]
html_theme = "furo"
html_title = "coecal"
html_copy_source = False
html_show_sphinx = False
html_extra_path = ["programme.schema.json"]

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]

default_role = "code"  # docstrings write `names` as Markdown does
autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_display_short_literal_types = True
python_maximum_signature_line_length = 88
add_module_names = False
toc_object_entries_show_parents = "hide"
nitpicky = True
# Types that a page shows lead to it. Those of the standard library and of outside packages have documentation of their
# own, which is not fetched to build this one; those of inner modules are not users' to make.
nitpick_ignore_regex = [("py:.*", r"(?!coecal\.\w+$).*")]


def _fill(_app: Sphinx, name: str, content: list[str]) -> None:
    content[0] = inside(fill(content[0]), depth=name.count("/"))


def _resolve(app: Sphinx, env: BuildEnvironment, node: pending_xref, inner: Element) -> Element | None:
    """Lead the name of a class in the module that owns it to the name under which it is public."""
    if node.get("refdomain") != "py":
        return None
    last = str(node["reftarget"]).rpartition(".")[2]
    found = [name for name, *_ in env.domains.python_domain.get_objects() if name.rpartition(".")[2] == last]
    if len(found) != 1:
        return None
    place = env.domains.python_domain.objects[found[0]]
    return make_refnode(app.builder, node["refdoc"], place.docname, place.node_id, inner, found[0])


def setup(app: Sphinx) -> None:
    """Fill what is generated into pages as they are read."""
    app.connect("source-read", _fill)
    app.connect("missing-reference", _resolve)
