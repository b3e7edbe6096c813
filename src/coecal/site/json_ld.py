"""Owns an activity as a schema.org Event inside a page. What stands in it is for `coecal.writers.jsonld` to say."""

from __future__ import annotations

import json
import re
from typing import Final

from coecal.activities import Activity
from coecal.timeline.words import Words
from coecal.writers.jsonld import event_of

_WEB: Final = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def json_ld(activity: Activity, words: Words, address: str | None) -> str:
    """Return the JSON-LD of an activity, to stand inside a script element of HTML; nothing in it can end that.

    Args:
        activity: the activity.
        words: the language in which a date is told that has no days.
        address: where it is shown, which becomes its `@id`; None where that is not known.
    """
    identity = {} if address is None else {"@id": address}
    event = {"@context": "https://schema.org", **identity, **event_of(activity, locale=words.language)}
    text = json.dumps(event, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def is_web(address: str) -> bool:
    """Return whether an address is one of the web, which a page may link to.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return _WEB.match(address) is not None
