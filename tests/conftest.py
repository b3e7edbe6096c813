"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# The same examples on every run and machine; `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("coecal", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("coecal")
