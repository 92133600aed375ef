"""Controlled text: Markdown as people write it, HTML as a page may show it."""

from __future__ import annotations

from collections.abc import Iterable

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "h2", "h3", "h4", "code", "pre", "blockquote", "a", "hr"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip
LONGEST = 100_000
"""Characters, twice those of the longest text that a form takes."""
DEEPEST = 30
"""Levels of lists, quotations and emphasis inside each other. The cleaner's time grows with the square of the depth,
paper is set by descending into it, and the reader itself takes emphasis inside emphasis to any depth.
"""
_reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table")


def read(text: str) -> list[Token]:
    """The text as tokens. One that is longer or deeper than anybody writes is not read: it stands as it was written."""
    if len(text) <= LONGEST:
        tokens = _reader.parse(text)
        if _depth(tokens) <= DEEPEST:
            return tokens
    return [Token("code_block", "code", 0, content=text)]


def shown(text: str) -> SafeString:
    """Nothing but the tags above comes through, links lead to web pages and mail addresses only."""
    html = nh3.clean(
        _reader.renderer.render(read(text), _reader.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
    )
    return mark_safe(html)  # noqa: S308  (cleaned in the line above)


def _depth(tokens: Iterable[Token]) -> int:
    """How many stand inside each other at most."""
    level = deepest = 0
    for token in tokens:
        level += token.nesting
        deepest = max(deepest, level + (_depth(token.children) if token.children else 0))
    return deepest
