"""Markdown that is longer or deeper than anybody writes stands as it was written, on pages and on paper, at once."""

from __future__ import annotations

import re
import time
from itertools import accumulate

import pytest

from fettle.edges.pages.prose import DEEPEST, LONGEST, shown
from fettle.edges.papers.typeset import blocks

DEEP = {
    "quotations": ">" * 10_000 + "x",
    "lists": "\n".join("  " * at + "- x" for at in range(200)),
    "emphasis": "*a **b " * 2_000 + "b** a* " * 2_000,
    "stars": "**" * 10_000 + "x" + "**" * 10_000,
    "brackets": "[" * 10_000 + "x" + "](y)" * 10_000,
    "length": "a\n\n" * LONGEST,
}
OPENED = re.compile(r"<(/?)(?!br|hr)\w+")


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_it_stays_flat_and_quick(text: str) -> None:
    begun = time.process_time()
    html = str(shown(text))
    blocks(text)
    assert time.process_time() - begun < 5
    assert max(accumulate(-1 if found[1] else 1 for found in OPENED.finditer(html))) <= DEEPEST + 2


def test_what_people_write_is_read() -> None:
    assert "<strong>a <em>b</em></strong>" in shown("> - 1. **a *b*** c\n>     - x")
    assert shown("**" * 40 + "x" + "**" * 40).strip() == f"<pre><code>{'**' * 40}x{'**' * 40}</code></pre>"
