"""HTML of strangers: cleaned to what can be shown, and as plain text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import nh3

from fettle.edges.mail.reading import limits

# fmt: off
TAGS = {
    "a", "abbr", "b", "blockquote", "br", "center", "cite", "code", "dd", "del", "div", "dl", "dt", "em", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small",
    "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u",
    "ul"
}
# fmt: on
"""No svg, no math: every hole of the cleaner that is known needed them."""
ATTRIBUTES = {
    "a": {"href", "title"},
    "font": {"color", "face", "size"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width", "align", "bgcolor"},
    "td": {"colspan", "rowspan", "align", "valign", "width", "bgcolor"},
    "th": {"colspan", "rowspan", "align", "valign", "width", "bgcolor"},
    "tr": {"align", "valign", "bgcolor"},
}
SOURCES = ("cid:", "http://", "https://")
OPENING = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_CLOSED = frozenset(("br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source", "embed"))


def depth(html: str) -> int:
    """How many elements stand inside each other at most, or more than that: one look at each tag, in order."""
    level = deepest = 0
    for closes, name in OPENING.findall(html):
        if name.lower() in NEVER_CLOSED:
            continue
        level += -1 if closes else 1
        level = max(level, 0)
        deepest = max(deepest, level)
    return deepest


def too_much(html: str) -> bool:
    """Whether it is too long or too deep to be cleaned in good time: then its text alone is shown."""
    return len(html) > limits.LONGEST_HTML or depth(html) > limits.DEEPEST_HTML


def cleaned(html: str) -> str:
    """What of it may be shown: no script, style, form or frame. Images keep the address of what they show, in the mail
    (``cid:``) or elsewhere: whoever shows it puts something in its place (``elsewhere.put``).
    """
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "noscript", "template", "xmp", "iframe", "object", "textarea"},
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.lower().startswith(SOURCES) else None
    return None if tag == "a" and name == "href" and value.lower().startswith("cid:") else value


class _Words(HTMLParser):
    """Collects the words of clean HTML, with the line breaks that its tags make."""

    BLOCKS = frozenset(("p", "div", "tr", "li", "ul", "ol", "table", "blockquote", "pre", "center", "dd", "dt", "hr"))
    BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "br"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.quoted += 1
            self._break()
        elif tag in self.BLOCKS:
            self._break()
            if tag == "li":
                self.pieces.append("- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "img":
            alt = next((value for name, value in attrs if name == "alt"), None)
            self.pieces.append(f"[{alt.strip()}]" if alt and alt.strip() else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._break()
            self.quoted = max(0, self.quoted - 1)
        elif tag in self.BLOCKS and tag != "br":
            self._break()
        if tag == "p":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(re.sub(r"\s+", " ", data))

    def _break(self) -> None:
        self.pieces.append("\n" + "> " * min(self.quoted, 5))


def words(clean: str) -> str:
    """The text of what was cleaned, as somebody would read it out: what stands in a quotation is marked by ``>``.

    Python's parser takes for ever over tags that never end; what is clean has none.
    """
    reader = _Words()
    reader.feed(clean)
    reader.close()
    return _tidied("".join(reader.pieces))


def without_tags(html: str) -> str:
    """What stands between the tags of what is too much to be cleaned, in one pass."""
    pieces, skipping = [], ""
    for piece in html[: limits.LONGEST_HTML].split("<"):
        tag, _end, text = piece.partition(">")
        name = tag[:10].lower()
        if skipping:
            skipping = "" if name.startswith(f"/{skipping}") else skipping
        elif name.startswith(("script", "style")):
            skipping = "script" if name.startswith("script") else "style"
        if text and not skipping:
            pieces.append(text)
    return _tidied(unescape("\n".join(pieces)))


def _tidied(text: str) -> str:
    lines = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
