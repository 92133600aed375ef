"""Pictures that a mail names by an address elsewhere: which they are, and what is put in their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from html import unescape

MOST = 40
"""Pictures of one mail that are ever fetched: a newsletter has fewer."""
IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
"""As the cleaner writes them, so that nothing that only looks like one is found in a text or in another attribute."""
TINY = re.compile(r"\s*[01](?:px)?\s*")
SIDES = ("width", "height")
WEB = ("http://", "https://")


def name_of(address: str) -> str:
    """What a picture's row is known by; the address itself stays in the mail."""
    return sha256(address.encode()).hexdigest()


def pictures(html: str) -> list[str]:
    """The addresses in cleaned HTML, each once, in their order. Those too small to be seen are there to report that
    the mail is read, and no picture.
    """
    found: dict[str, None] = {}
    for image in IMAGE.finditer(html):
        given = _attributes(image[1])
        address = given.get("src", "")
        if address.lower().startswith(WEB) and not any(TINY.fullmatch(given.get(side, "")) for side in SIDES):
            found[address] = None
    return list(found)[:MOST]


def put(html: str, source: Callable[[str], str]) -> str:
    """The same with another source in each image: ``source`` gives it for what stands there, "" for none."""

    def image(found: re.Match[str]) -> str:
        return f"<img{ATTRIBUTE.sub(_attribute, found[1])}>"

    def _attribute(found: re.Match[str]) -> str:
        return f' src="{source(unescape(found[2]))}"' if found[1] == "src" else found[0]

    return IMAGE.sub(image, html)


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}
