"""Owns the words of the sections in each language: their headings, marks and footnote.

Names of months and words of dates are not here; `coecal.dates` has them.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coecal.activities import Mode
from coecal.errors import UnknownNameError
from coecal.locales import language_of


@attrs.frozen(kw_only=True)
class SectionWords:
    """The words of one language.

    Attributes:
        headings: the headings of the sections, before their period in parentheses, by name.
        undated: the heading over planned activities without any day known.
        without_date: the heading over what has been held without any day known.
        others: the heading over what belongs under none of the others.
        projects: the word before the names of the projects.
        postponed: the word before the title of a postponed activity.
        colon: the colon after a word, with the space before it where the language has one.
        between_months: what stands between the first and the last month of a period.
        modes: how each mode is called.
        worldwide: what the scopes of projects that mean the whole world are called, by their English words.
        footnotes: each footnote, without its asterisk, by the words that call for it.
    """

    headings: Mapping[str, str]
    undated: str
    without_date: str
    others: str
    projects: str
    postponed: str
    colon: str
    between_months: str
    modes: Mapping[Mode, str]
    worldwide: Mapping[str, str]
    footnotes: Mapping[str, str]


_WORDS = {
    "en": SectionWords(
        headings={
            "coming next": "Coming next",
            "inventory": "Inventory of activities",
            "save the date": "Save the date",
        },
        undated="Date to be confirmed",
        without_date="Undated",
        others="Other activities",
        projects="Projects",
        postponed="POSTPONED",
        colon=":",
        between_months=" - ",
        modes={mode: mode.value for mode in Mode},
        worldwide={},
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
        headings={
            "coming next": "À venir",
            "inventory": "Inventaire des activités",
            "save the date": "Dates à retenir",
        },
        undated="Date à confirmer",
        without_date="Sans date",
        others="Autres activités",
        projects="Projets",
        postponed="REPORTÉ",
        colon="\N{NO-BREAK SPACE}:",
        between_months="-",
        modes={Mode.IN_PERSON: "en présentiel", Mode.ONLINE: "en ligne", Mode.HYBRID: "hybride"},
        worldwide=dict.fromkeys(("global", "worldwide", "world"), "monde entier"),
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
        UnknownNameError: sections cannot be written in that language yet.

    >>> section_words("fr_BE").headings["coming next"]
    'À venir'
    """
    words = _WORDS.get(language_of(locale))
    if words is None:
        msg = f"sections cannot be written in the locale {locale!r}: use one of {', '.join(_WORDS)}"
        raise UnknownNameError(msg)
    return words
