"""Owns the words of "coming next" in each language: its headings, marks and footnote.

Names of months and words of dates are not here; `coecal.dates` has them.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coecal.activities import Mode
from coecal.errors import UnknownNameError


@attrs.frozen(kw_only=True)
class SectionWords:
    """The words of one language.

    Attributes:
        section: the heading of the section, before its period in parentheses.
        undated: the heading over activities without any day known.
        projects: the word before the names of the projects.
        postponed: the word before the title of a postponed activity.
        modes: how each mode is called.
        footnotes: each footnote, without its asterisk, by the words that call for it.
    """

    section: str
    undated: str
    projects: str
    postponed: str
    modes: Mapping[Mode, str]
    footnotes: Mapping[str, str]


_WORDS = {
    "en": SectionWords(
        section="Coming next",
        undated="Date to be confirmed",
        projects="Projects",
        postponed="POSTPONED",
        modes={mode: mode.value for mode in Mode},
        footnotes={
            # The formula that newsletters print; it refers to Resolution 1244 (1999).
            "Kosovo*": (
                "All references to Kosovo, whether to the territory, institutions or population, in this text shall be"
                " understood in full compliance with United Nations Security Council Resolution 1244 and without"
                " prejudice to the status of Kosovo."
            ),
        },
    ),
    "fr": SectionWords(
        section="À venir",
        undated="Date à confirmer",
        projects="Projets",
        postponed="REPORTÉ",
        modes={Mode.IN_PERSON: "en présentiel", Mode.ONLINE: "en ligne", Mode.HYBRID: "hybride"},
        footnotes={
            "Kosovo*": (
                "Toute référence au Kosovo dans ce texte, que ce soit à son territoire, à ses institutions ou à sa"
                " population, doit se comprendre en pleine conformité avec la Résolution 1244 du Conseil de sécurité"
                " des Nations Unies et sans préjuger du statut du Kosovo."
            ),
        },
    ),
}


def section_words(locale: str) -> SectionWords:
    """Return the words of a locale such as "en" or "en_GB".

    Raises:
        UnknownNameError: the section cannot be written in that language yet.

    >>> section_words("en").section
    'Coming next'
    """
    words = _WORDS.get(locale.replace("-", "_").split("_")[0].lower())
    if words is None:
        msg = f'"coming next" cannot be written in the locale {locale!r}: use one of {", ".join(_WORDS)}'
        raise UnknownNameError(msg)
    return words
