"""A text is printed whatever script it is in."""

from __future__ import annotations

import json

import pytest

from fettle.edges.pages.press import printed

DATA = {"language": "en", "organisation": "School", "facts": [["Document", "DOC-1"]], "foot": "DOC-1", "page": "{1}"}


@pytest.mark.parametrize(("text", "tagged"), [("Plain words", True), ("＜漢字＞ العربية", False)])
def test_what_the_font_has_is_tagged_and_the_rest_is_printed_too(text: str, tagged: bool) -> None:
    blocks = [{"t": "paragraph", "c": [{"t": "text", "s": text}]}]
    made = printed("fettle.edges.papers", "paper.typ", {"data": json.dumps(DATA | {"title": text, "blocks": blocks})})
    assert made.startswith(b"%PDF") and (b"pdfuaid" in made) is tagged
