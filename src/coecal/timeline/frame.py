"""Owns what every page begins with: its head, and the links to the pages beside it. Knows no content of any page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from coecal.timeline.text import content, quoted

GENERATOR: Final = '<meta name="generator" content="coecal">'
"""What tells a page of ours from those of others."""


def head(title: str, language: str, policy: str, *styles: str) -> Iterator[str]:
    """Yield the lines of a page up to its body.

    Args:
        title: the title for the browser.
        language: the language of the page, such as "fr".
        policy: its Content-Security-Policy.
        styles: its style sheets.
    """
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield GENERATOR
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{content(title)}</title>"
    yield from (f"<style>{style}</style>" for style in styles)
    yield "</head>"


def navigation(links: Mapping[str, str], here: str, label: str) -> Iterator[str]:
    """Yield links to pages, or nothing where there are none.

    Args:
        links: what each page is called, by its address.
        here: the address of this page.
        label: what the links are called together.
    """
    if links:
        yield f"<nav aria-label={quoted(label)}>"
        yield "<ul>"
        for address, called in links.items():
            current = ' aria-current="page"' if address == here else ""
            yield f"<li><a href={quoted(address)}{current}>{content(called)}</a></li>"
        yield "</ul>"
        yield "</nav>"
