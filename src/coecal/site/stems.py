"""Owns the names of files made from keys: safe on every system, and never the same for two keys. Knows no feeds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from coecal.projects import slug

LONGEST_STEM: Final = 80
"""Characters in a name without its ending; a longer one is cut."""

# Names that Windows keeps for devices, whatever their ending.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def file_stems(keys: Iterable[str], held: Mapping[str, str | None] = MappingProxyType({})) -> Mapping[str, str]:
    """Return a name without its ending for each key; it does not depend on the order of the keys.

    A key that is safe as it stands keeps its name, and one that is not becomes its slug. Where a slug is cut, empty,
    reserved or that of another key, a part of the key's SHA-256 is put behind it, so that no file ever comes to
    hold what belongs to another key.

    Args:
        keys: the keys.
        held: the names that subscribers know, with the key of each; None: of one that is no longer there. A key
            keeps the slug that it holds when another comes near, and none takes a slug that another held.

    >>> file_stems(["well-plus", "South Asia", "CON"])
    {'well-plus': 'well-plus', 'South Asia': 'south-asia', 'CON': 'con-a3dbc4b6'}
    """
    wanted = {key: slug(key) for key in dict.fromkeys(keys)}
    marked = {key: marked_stem(key) for key in wanted}
    often, taken = Counter(wanted.values()), set(marked.values())
    return {
        key: stem
        if stem not in taken and _is_fit(key, stem) and (stem == key or _is_free(key, stem, often[stem], wanted, held))
        else marked[key]
        for key, stem in wanted.items()
    }


def _is_fit(key: str, stem: str) -> bool:
    if stem in _RESERVED or len(stem) > LONGEST_STEM:
        return False
    return stem == key or any(char.isascii() and char.isalnum() for char in key)


def _is_free(key: str, stem: str, often: int, keys: Container[str], held: Mapping[str, str | None]) -> bool:
    if stem in held:
        return held[stem] == key and stem not in keys
    return often == 1


def marked_stem(key: str) -> str:
    """Return a name without its ending that no other key has, with a part of the key's SHA-256 behind its slug.

    >>> marked_stem("South Asia")
    'south-asia-0f5fbbd8'
    """
    mark = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{slug(key)[: LONGEST_STEM - len(mark) - 1].rstrip('-')}-{mark}"
