"""Owns the words of "What changed since the last issue" in each language."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from coecal.changes import ChangeKind
from coecal.errors import UnknownNameError
from coecal.locales import language_of


@attrs.frozen(kw_only=True)
class ChangeWords:
    """The words of one language.

    Attributes:
        locale: the language.
        title: the heading of it all.
        headings: the heading over each kind of change.
        unsure: the heading over what nobody has answered yet.
        nothing: what stands where a date, place, mode or name was not given.
        none: the sentence where nothing changed.
        tally: the sentences that account for all rows and activities, with the fields of `coecal.changes.Tally`.
    """

    locale: str
    title: str
    headings: Mapping[ChangeKind, str]
    unsure: str
    nothing: str
    none: str
    tally: str


_WORDS = {
    "en": ChangeWords(
        locale="en",
        title="What changed since the last issue",
        headings={
            ChangeKind.NEW: "New",
            ChangeKind.FIRMED_UP: "Date now firmer",
            ChangeKind.LESS_FIRM: "Date less firm than before",
            ChangeKind.MOVED: "Moved to another date",
            ChangeKind.RELOCATED: "Place changed or added",
            ChangeKind.REWORDED: "Title reworded",
            ChangeKind.MODE: "Mode changed",
            ChangeKind.RUNNERS: "Run by others",
            ChangeKind.HELD: "Held",
            ChangeKind.POSTPONED: "Postponed",
            ChangeKind.CANCELLED: "Cancelled",
            ChangeKind.RESUMED: "Planned again",
            ChangeKind.UNSEEN: "Planned before, and not mentioned now",
            ChangeKind.JOINED: "Joined with another entry",
        },
        unsure="To be answered: are these the same?",
        nothing="not given",
        none="Nothing changed.",
        tally=(
            "All accounted for. Rows of this issue: {rows}, of which known {matched}, new {new}, open {unsure_rows}. "
            "Known before: {known}, of which in this issue {matched}, not mentioned {unseen}, not expected {kept}, "
            "open {unsure}, joined {joined}."
        ),
    ),
    "fr": ChangeWords(
        locale="fr",
        title="Ce qui a changé depuis le dernier numéro",
        headings={
            ChangeKind.NEW: "Nouveau",
            ChangeKind.FIRMED_UP: "Date précisée",
            ChangeKind.LESS_FIRM: "Date moins précise qu’auparavant",
            ChangeKind.MOVED: "Changement de date",
            ChangeKind.RELOCATED: "Lieu modifié ou ajouté",
            ChangeKind.REWORDED: "Titre reformulé",
            ChangeKind.MODE: "Changement de format",
            ChangeKind.RUNNERS: "Changement d’organisateurs",
            ChangeKind.HELD: "Réalisé",
            ChangeKind.POSTPONED: "Reporté",
            ChangeKind.CANCELLED: "Annulé",
            ChangeKind.RESUMED: "De nouveau prévu",
            ChangeKind.UNSEEN: "Prévu auparavant, non mentionné dans ce numéro",
            ChangeKind.JOINED: "Réuni avec une autre entrée",
        },
        unsure="À trancher : s’agit-il de la même activité ?",
        nothing="non indiqué",
        none="Rien n’a changé.",
        tally=(
            "Tout est pris en compte. Lignes de ce numéro : {rows}, dont connues {matched}, nouvelles {new}, "
            "à trancher {unsure_rows}. Connues auparavant : {known}, dont dans ce numéro {matched}, "
            "non mentionnées {unseen}, non attendues {kept}, à trancher {unsure}, réunies {joined}."
        ),
    ),
}


def change_words(locale: str) -> ChangeWords:
    """Return the words of a locale such as "en" or "fr_BE".

    Raises:
        UnknownNameError: there are none for the language.

    >>> change_words("fr").title
    'Ce qui a changé depuis le dernier numéro'
    """
    words = _WORDS.get(language_of(locale))
    if words is None:
        msg = f"changes cannot be written in the locale {locale!r}: use one of {', '.join(_WORDS)}"
        raise UnknownNameError(msg)
    return words
