"""Owns the reading of budgets and of who pays: words -> amount and names.

Knows nothing of projects.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from coecal.projects import Money
from coecal.readers.newsletter.markup import plain
from coecal.readers.newsletter.words import Words

_NUMBER = r"(?<![\d.,])(?P<number>\d{1,3}(?:[ ’']\d{3})+(?:[.,]\d{1,2})?|\d[\d.,]*\d|\d)"
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_LONGEST_NUMBER, _MOST_JOINED = 30, 20


def read_money(text: str, words: Words) -> Money | None:
    """Return the one amount that a text names, exactly, or None where there is none, several, or no currency.

    >>> from coecal.readers.newsletter.words import load_words
    >>> read_money("EUR: 4.945 Million", load_words("en"))
    Money(amount=Decimal('4945000'), currency='EUR')
    """
    powers = "|".join(sorted(map(re.escape, words.powers), key=len, reverse=True))
    found = list(re.finditer(rf"{_NUMBER}\s*(?P<power>{powers})(?![^\W\d_])", plain(text), re.IGNORECASE))
    currencies = _currencies(text, words)
    if len(found) != 1 or len(currencies) != 1:
        return None
    amount = _amount(found[0]["number"])
    if amount is None:
        return None
    exact = amount.scaleb(words.powers[found[0]["power"].lower()])
    whole = exact.to_integral_value()
    return Money(Decimal(int(whole)) if exact == whole else exact, currencies.pop())


def _currencies(text: str, words: Words) -> set[str]:
    """Return the codes of the currencies that a text names."""
    rest = text.lower()
    found: set[str] = set()
    for sign in sorted(words.currencies, key=len, reverse=True):
        is_named = re.search(rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])", rest)
        if is_named is not None:
            found.add(words.currencies[sign])
            rest = rest.replace(sign, " ")
    return found | set(_CODE.findall(text))


def _amount(digits: str) -> Decimal | None:
    """Return the number that digits with points and commas are, or None where they can be two numbers.

    The last sign parts the decimals when it stands once; groups of three after it make it a thousands sign. A
    point before three digits is a decimal point, as English writes it ("4.945").
    """
    if len(digits) > _LONGEST_NUMBER:
        return None
    digits = re.sub(r"[ ’']", "", digits)
    signs = re.sub(r"\d", "", digits)
    if not signs:
        return Decimal(digits)
    last = signs[-1]
    others = set(signs[:-1])
    groups = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) is not None
    if groups and set(signs) == {","}:
        return Decimal(digits.replace(",", ""))
    if groups and set(signs) == {"."} and len(signs) > 1:
        return Decimal(digits.replace(".", ""))
    if last in others:
        return None
    whole, _, decimals = digits.rpartition(last)
    if others and re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", whole) is None:
        return None
    return Decimal(f"{re.sub('[.,]', '', whole)}.{decimals}")


def read_funders(text: str, words: Words, is_name: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the names of those who pay, as far as the words name them; words in lower case name nobody.

    Args:
        text: such as "Joint project of the European Union (…) and the Council of Europe".
        words: the words of the language.
        is_name: whether a name that holds "and" is one name, such as that of a country.

    >>> from coecal.readers.newsletter.words import load_words
    >>> read_funders("Voluntary contributions by Canada, Japan and two cities", load_words("en"), str.isalpha)
    ('Canada', 'Japan')
    """
    rest = plain(_BRACKETS.sub("", text))
    opening = next((opening for opening in words.funding_opening if rest.lower().startswith(opening + " ")), "")
    rest = rest[len(opening) :].strip(" .")
    names: dict[str, None] = {}
    for part in re.split(r"[,;]", rest):
        for name in _joined(part.strip(), words, is_name):
            bare = (
                re.sub(r"(?:the|a|an)\s+", "", name.strip(), count=1)
                if name.startswith(("the ", "a ", "an "))
                else name
            )
            if bare[:1].isupper():
                names[bare] = None
    return tuple(names)


def _joined(part: str, words: Words, is_name: Callable[[str], bool]) -> list[str]:
    """Return the names that "and" joins in a part; one that holds "and" itself stays whole."""
    joints = "|".join(map(re.escape, words.funding_joints))
    bare = re.sub(rf"^(?:{joints})\s+", "", part)
    pieces = re.split(rf"(\s+(?:{joints})\s+)", bare)[: 2 * _MOST_JOINED + 1]
    names: list[str] = []
    at = 0
    while at < len(pieces):
        whole = next((end for end in range(len(pieces), at + 1, -2) if is_name("".join(pieces[at:end]))), at + 1)
        names.append("".join(pieces[at:whole]).strip())
        at = whole + 1
    return names
