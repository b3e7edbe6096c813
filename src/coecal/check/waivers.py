"""Owns what an editor decided to live with: codes that are ignored, and waivers for single remarks."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from coecal.check.codes import Remark, codes, in_order
from coecal.nodes import Node
from coecal.typing import strings


@attrs.frozen(kw_only=True)
class Waiver:
    """One remark, or several of one code, that need no change.

    Attributes:
        code: the code of the remarks.
        reason: why they are right as they are.
        uids: the activities, all of which the remark has to be about; empty: any.
        words: words that its sentence has to hold; "": any.
    """

    code: str
    reason: str = attrs.field(validator=attrs.validators.min_len(1))
    uids: tuple[str, ...] = attrs.field(default=(), converter=strings)
    words: str = ""

    def fits(self, remark: Remark) -> bool:
        """Whether a remark is one of them."""
        return (
            remark.code == self.code
            and set(self.uids) <= set(remark.uids)
            and self.words.casefold() in remark.message.casefold()
        )


def _codes(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


@attrs.frozen(kw_only=True)
class CheckPolicy:
    """What is not to be told.

    Attributes:
        ignore: codes of which nothing is told.
        waivers: single remarks.
    """

    ignore: frozenset[str] = attrs.field(default=frozenset(), converter=_codes)
    waivers: tuple[Waiver, ...] = ()

    def left(self, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
        """Return the remarks that remain, with a note for each waiver that fits none."""
        found = [remark for remark in remarks if remark.code not in self.ignore]
        kept = [remark for remark in found if not any(waiver.fits(remark) for waiver in self.waivers)]
        idle = [waiver for waiver in self.waivers if not any(map(waiver.fits, found))]
        unused = codes()["waiver-unused"]
        if unused.code not in self.ignore:
            kept += [unused.about(words=waiver.code, reason=waiver.reason) for waiver in idle]
        return in_order(kept)


EVERYTHING = CheckPolicy()


def read_policy(data: object) -> CheckPolicy:
    """Return the policy that a parsed TOML file describes.

    >>> policy = read_policy({"ignore": ["deadline"], "waiver": [{"code": "duplicate", "reason": "two courses"}]})
    >>> policy.waivers[0].reason
    'two courses'

    Raises:
        InputError: it says something else than codes and waivers; the error has the path to it.
    """
    node = Node(data)
    node.check_keys((), ("ignore", "waiver"))
    return CheckPolicy(
        ignore=node.get("ignore", []).list_of(Node.text),
        waivers=node.get("waiver", []).list_of(_waiver),
    )


def _waiver(node: Node) -> Waiver:
    node.check_keys(("code", "reason"), ("uids", "words"))
    if not node.get("reason").text().strip():
        node.get("reason").fail("a waiver needs a reason; write why it is right as it is")
    return Waiver(
        code=node.get("code").text(),
        reason=node.get("reason").text(),
        uids=node.get("uids", []).list_of(Node.text),
        words=node.get("words", "").text(),
    )
