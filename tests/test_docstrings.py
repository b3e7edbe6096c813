"""The examples in docstrings: each runs and shows what it says."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import coecal

MODULES = sorted(info.name for info in pkgutil.walk_packages(coecal.__path__, "coecal."))


@pytest.mark.parametrize("name", [name for name in MODULES if name != "coecal.__main__"])
def test_the_examples_of_a_module_run(name: str) -> None:
    """Every example of a module prints what stands under it."""
    failed, _ = doctest.testmod(import_module(name))
    assert failed == 0
