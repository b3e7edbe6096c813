"""Owns `coecal save-the-date`: the "save the date" section of a newsletter."""

from __future__ import annotations

from coecal.cli.sections import section_command
from coecal.writers.section_lists import SectionName

_HELP = """Write the section "save the date".

What PROGRAMME announces stands there in order of time; where it announces nothing, the planned activities whose days
are firm. --from and --until are inclusive; without --from it is what lies after the day of the source.
"""

command = section_command("save-the-date", SectionName.SAVE_THE_DATE, _HELP)
