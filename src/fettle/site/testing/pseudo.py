"""A language in which every text of the catalogue is told apart: ⟦in brackets, and longer⟧. What stands outside them on
a page was written by people, or forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
"""German is up to so much longer than English."""
HELD = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}|<[^>]*>|&\w+;")


def said(text: str) -> str:
    """The text in this language. Formats of dates and the like stay what they are."""
    if not re.search(r"[A-Za-z]{2}", HELD.sub("", text)):
        return text
    letters = len(HELD.sub("", text))
    words = max(1, round(letters * LONGER / 5))
    return f"{OPEN}{text}{' wxyz' * words}{CLOSE}"


class Pseudo:
    """Stands in for Django's catalogue of a language. Django's own texts (names of months) are told apart as well."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def gettext(self, message: str) -> str:
        plain = message.partition("\x04")[2] or message
        return said(plain) if not plain.isupper() else self.real.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        chosen = one if count == 1 else many
        return said(chosen.partition("\x04")[2] or chosen)


@contextmanager
def pseudo_locale(language: str) -> Iterator[None]:
    """While it lasts, whoever reads this language reads the pseudo-locale, in every thread."""
    trans_real.translation(language)
    kept: dict[str, Any] = vars(trans_real)["_translations"]  # Django has no door for a catalogue of one's own
    real = kept[language]
    kept[language] = Pseudo(real)
    try:
        yield
    finally:
        kept[language] = real


def outside(text: str) -> str:
    """What of a visible text stands in no brackets. Texts in texts are taken out from the innermost."""
    before = ""
    while before != text:
        before, text = text, re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
    return re.sub(rf"[{OPEN}{CLOSE}]", " ", text)
