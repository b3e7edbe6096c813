"""Stands for pip where the commands of pages are run: installs nothing, and refuses an extra that does not exist."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
if unknown := set(re.findall(r"(?<=[\[,])\w+(?=[\],])", " ".join(sys.argv))) - set(PROJECT["optional-dependencies"]):
    sys.exit(f"no such extra: {', '.join(sorted(unknown))}")
