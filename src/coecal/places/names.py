"""Owns the key of a name: what is the same for all ways of writing one place. Knows no names."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN_LETTERS = str.maketrans(
    {
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        **dict.fromkeys("øØ", "o"),
        **dict.fromkeys("łŁ", "l"),
        **dict.fromkeys("đĐðÐ", "d"),
        **dict.fromkeys("ħĦ", "h"),
        **dict.fromkeys("ŋŊ", "n"),
        **dict.fromkeys("əƏ", "a"),
        **dict.fromkeys("æÆ", "ae"),
        **dict.fromkeys("œŒ", "oe"),
        **dict.fromkeys("þÞ", "th"),
        # Footnotes: superscript digits would become digits of the name.
        **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    }
)
_FOOTNOTE = re.compile(r"\[\d+\]")
_WORD = re.compile(r"[^\W_]+")
_WORD_KEYS = {"the": "", "and": "", "st": "saint", "ste": "sainte"}


def name_key(name: str) -> str:
    """Return what is the same for all ways of writing one place's name.

    Case, accents, spaces, punctuation, footnote marks, "the" and "and" do not count; "St" is "Saint".

    >>> name_key("Côte d'Ivoire*") == name_key("COTE D-IVOIRE")
    True
    >>> name_key("St. Kitts & Nevis"), name_key("The Hague")
    ('saintkittsnevis', 'hague')
    """
    if name.isascii():
        letters = name.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS)).casefold()
        letters = "".join([char for char in decomposed if not unicodedata.combining(char)])
    if "[" in letters:
        letters = _FOOTNOTE.sub(" ", letters)
    words = _WORD.findall(letters)
    return "".join([_WORD_KEYS.get(word, word) for word in words])
