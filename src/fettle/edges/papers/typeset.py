"""Markdown as data that the page of paper is set from: blocks and what is inside them. Pure.

What is too long or too deep is not read (``prose.read``). HTML in the text stays text, pictures are left out, headings
never skip a level (PDF/UA).
"""

from __future__ import annotations

from typing import Any

from markdown_it.tree import SyntaxTreeNode

from fettle.edges.pages import prose

Node = dict[str, Any]
TOP = 2
"""The level of the text's first headings: the title has level 1."""
LEAVES = {"text": "text", "code_inline": "code", "fence": "pre", "code_block": "pre"}
WEB = ("http://", "https://", "mailto:")


def blocks(text: str) -> list[Node]:
    """The blocks of a text, in order."""
    made = _inside(SyntaxTreeNode(prose.read(text)))
    level = TOP - 1
    for node in made:
        if node["t"] == "heading":
            level = node["level"] = max(TOP, min(node["level"], level + 1))
    return made


def _inside(node: SyntaxTreeNode) -> list[Node]:
    return [made for child in node.children for made in _node(child)]


def _node(node: SyntaxTreeNode) -> list[Node]:
    kind = node.type
    if kind == "inline":
        return _inside(node)
    if leaf := LEAVES.get(kind):
        return [{"t": leaf, "s": node.content.rstrip("\n")}]
    if kind == "heading":
        return [{"t": kind, "level": int(node.tag[1]), "c": _inside(node)}]
    if kind == "ordered_list":
        return [{"t": kind, "start": int(node.attrs.get("start", 1)), "c": _inside(node)}]
    if kind == "link":
        href = str(node.attrs.get("href", ""))
        return [{"t": "link", "href": href, "c": _inside(node)}] if href.startswith(WEB) else _inside(node)
    if kind == "table":
        rows = [row for part in node.children for row in part.children]
        return [{"t": kind, "rows": [[_inside(cell) for cell in row.children] for row in rows]}]
    if kind == "image":
        return [{"t": "text", "s": node.content}]
    return [{"t": kind, "c": _inside(node) if node.children else []}]
