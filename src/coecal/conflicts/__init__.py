"""Owns planners' conflicts: rules as data, what they find, which dates to settle first, and where there is room."""

from __future__ import annotations

from coecal.conflicts.conflict import Conflict
from coecal.conflicts.finding import Conflicts, find_conflicts
from coecal.conflicts.reading import default_rules, read_rules
from coecal.conflicts.rules import Level, Rule, RuleKind, Rules, Unit, Waiver
from coecal.conflicts.settling import Settling, settle_first
from coecal.conflicts.windows import Window, free_windows

__all__ = [
    "Conflict",
    "Conflicts",
    "Level",
    "Rule",
    "RuleKind",
    "Rules",
    "Settling",
    "Unit",
    "Waiver",
    "Window",
    "default_rules",
    "find_conflicts",
    "free_windows",
    "read_rules",
    "settle_first",
]
