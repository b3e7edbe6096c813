"""Owns the place in a list of tokens while the grammar reads it, and how far it ever got."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from coecal.dates.expression import Point, Span
from coecal.dates.tokens import Meanings, Token
from coecal.dates.words import Value

# How far rules look behind and ahead of the next token at most; beyond the ends of the text, nothing is there.
_REACH = 4
_NOTHING: Final[list[Meanings]] = [{}] * (_REACH + 1)


class Cursor:
    """A position in tokens that can be taken back.

    Attributes:
        tokens: the tokens.
        position: the index of the next one.
        text: the text that the tokens stand in.
        territory: the region of the locale, such as "US", or "".
        most_items: how many items a list may have, so that no text takes long however it is made.
        depth: how many points the next one stands in ("first week of the second half of October").
        sorts: all sorts that any token can mean, so that whole rules need not be tried.
        furthest: the highest index that was ever looked at without being taken.
        day_first: whether 3/10/2023 is 3 October.
        inner: the rule for a point inside another, since the grammar is recursive and its modules are not.
    """

    __slots__ = (
        "_meanings",
        "day_first",
        "depth",
        "furthest",
        "inner",
        "most_items",
        "position",
        "sorts",
        "territory",
        "text",
        "tokens",
    )

    _meanings: list[Meanings]
    day_first: bool
    depth: int
    furthest: int
    inner: Callable[[Cursor], Point | None]
    most_items: int
    position: int
    sorts: frozenset[str]
    territory: str
    text: str
    tokens: list[Token]

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        *,
        day_first: bool,
        inner: Callable[[Cursor], Point | None],
        territory: str = "",
        most_items: int = 100,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self._meanings = [token.meanings for token in tokens] + _NOTHING
        self.sorts = frozenset().union(*self._meanings)
        self.territory = territory
        self.most_items = most_items
        self.depth = 0
        self.position = 0
        self.furthest = 0
        self.day_first = day_first
        self.inner = inner

    def mark(self) -> tuple[int, int]:
        """Return where the cursor is, for `back_to` after an attempt that came to nothing."""
        return self.position, self.furthest

    def back_to(self, mark: tuple[int, int]) -> None:
        """Take an attempt back, as if it had never been made."""
        self.position, self.furthest = mark

    @property
    def at_end(self) -> bool:
        """Whether all tokens are taken."""
        return self.position >= len(self.tokens)

    def sees(self, *sorts: str, ahead: int = 0) -> bool:
        """Whether the token so many places ahead can mean one of the sorts."""
        meanings = self._meanings[self.position + ahead]  # before the first token, the nothing behind the last
        for sort in sorts:  # noqa: SIM110 - a loop takes half the time of any() here, and this is the hot path
            if sort in meanings:
                return True
        return False

    def sees_spaced(self, sort: str) -> bool:
        """Whether the next token can mean the sort and stands alone between two spaces, as a dash in a sentence."""
        index = self.position
        return (
            sort in self._meanings[index]
            and (index == 0 or self.tokens[index - 1].end < self.tokens[index].start)
            and (index + 1 < len(self.tokens) and self.tokens[index].end < self.tokens[index + 1].start)
        )

    def take(self, *sorts: str) -> Token | None:
        """Take the next token if it can mean one of the sorts."""
        position = self.position
        meanings = self._meanings[position]
        for sort in sorts:
            if sort in meanings:
                self.position = position + 1
                return self.tokens[position]
        if position > self.furthest:  # noqa: PLR1730 - max() takes twice the time, and this is the hot path
            self.furthest = position
        return None

    def take_number(self, sort: str) -> int | None:
        """Take the next token if it can mean the sort, and return the whole number that it then means."""
        token = self.take(sort)
        if token is None:
            return None
        number = token.meanings[sort]
        return number if isinstance(number, int) else int(str(number))

    def take_word(self, sort: str) -> str | None:
        """Take the next token if it can mean the sort, and return the name of what it then means."""
        token = self.take(sort)
        return None if token is None else str(token.meanings[sort])

    def pass_over(self, *sorts: str) -> None:
        """Go past the next token if it can mean one of the sorts; that it cannot is no sign of how far reading got."""
        if self.sees(*sorts):
            self.position += 1

    def skip(self, *sorts: str) -> None:
        """Take all next tokens that can mean one of the sorts."""
        while self.sees(*sorts):
            self.position += 1

    def starters(self) -> Meanings:
        """Return the meanings of the next token, none at the end."""
        return self._meanings[self.position]

    def value(self, sort: str, ahead: int = 0) -> Value | tuple[int, ...] | None:
        """Return what the token so many places ahead means in a sort, or None."""
        return self._meanings[self.position + ahead].get(sort)

    def touches(self) -> bool:
        """Whether no space stands between the last token taken and the next one."""
        return not self.at_end and self.tokens[self.position - 1].end == self.tokens[self.position].start

    def span_from(self, position: int) -> Span:
        """Return the place in the text of the tokens from an index up to the last one taken."""
        return self.tokens[position].start, self.tokens[max(position, self.position - 1)].end
