"""Owns `coecal next`: the "coming next" section of a newsletter."""

from __future__ import annotations

from coecal.cli.sections import section_command
from coecal.writers.section_lists import SectionName

_HELP = """Write the section "coming next".

What PROGRAMME plans stands there by month, each date in its own words. --from and --until are inclusive; without
them it is what lies after the day of the source, up to the end of its period.
"""

command = section_command("next", SectionName.COMING_NEXT, _HELP)
