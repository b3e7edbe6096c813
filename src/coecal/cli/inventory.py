"""Owns `coecal inventory`: the "inventory of activities" section of a newsletter."""

from __future__ import annotations

from coecal.cli.sections import section_command
from coecal.writers.section_lists import SectionName

_HELP = """Write the section "inventory of activities".

What was held stands there by month, each date in its own words. --from and --until are inclusive; without them it
is the period of PROGRAMME up to the day of its source.
"""

command = section_command("inventory", SectionName.INVENTORY, _HELP)
