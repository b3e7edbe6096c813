"""Owns the fence around resvg, which makes PNG of SVG (extra `plot`)."""

from __future__ import annotations

import re
from typing import Final

from coecal.errors import MissingExtraError

_MOST_PIXELS: Final = 60_000_000
_SIZE: Final = re.compile(r' width="([\d.]+)" height="([\d.]+)"')


def to_png(svg: str, zoom: float) -> bytes:
    """Return a picture of ours in SVG as PNG, with the fonts of the machine.

    Args:
        svg: the picture; it begins with its size.
        zoom: how many pixels a pixel of it becomes; less where that would be more than 60 million.

    Raises:
        MissingExtraError: the extra `plot` is not installed.
    """
    try:
        import resvg_py  # noqa: PLC0415 - may be absent
    except ModuleNotFoundError as error:
        msg = 'PNG needs resvg: pip install "coecal[plot]", or write SVG'
        raise MissingExtraError(msg) from error
    size = _SIZE.search(svg)
    area = 1.0 if size is None else float(size[1]) * float(size[2])
    return resvg_py.svg_to_bytes(svg_string=svg, zoom=min(zoom, (_MOST_PIXELS / area) ** 0.5))
