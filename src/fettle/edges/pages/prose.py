"""Controlled text: Markdown as people write it, HTML as a page may show it."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "h2", "h3", "h4", "code", "pre", "blockquote", "a", "hr"} | {
    "table", "thead", "tbody", "tr", "th", "td"
}  # fmt: skip
_reader = MarkdownIt("commonmark", {"html": False}).enable("table")


def shown(text: str) -> SafeString:
    """Nothing but the tags above comes through, links lead to web pages and mail addresses only."""
    html = nh3.clean(
        _reader.render(text), tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return mark_safe(html)  # noqa: S308  (cleaned in the line above)
