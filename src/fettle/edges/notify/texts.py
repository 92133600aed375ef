"""Texts of mails: literal parts and named placeholders from one fixed list. No expressions, no calls, no engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = {
    "number": _("number of the record"),
    "title": _("its subject"),
    "state": _("its state in the reader's words"),
    "kind": _("what it is, such as incident"),
    "actor": _("who did it"),
    "did": _("what they did"),
    "requester": _("who asked"),
    "assignee": _("who works on it"),
    "team": _("the team it is with"),
    "service": _("the service"),
    "priority": _("its priority"),
    "due": _("when it is due, in the reader's time zone"),
    "reason": _("the reason that was given"),
    "link": _("address of its page"),
    "decide": _("address by which whoever is asked decides without signing in"),
}
LONGEST_VALUE = 500
ENDS = (".", "?", "!", "…")
"""With what a sentence ends."""
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Named:
    """A placeholder in a text."""

    name: str


def parse(text: str) -> list[str | Named]:
    """The literal parts and placeholders of a text. ``{{`` is a brace. Raises ValueError with a sentence."""
    parts: list[str | Named] = []
    at = 0
    for token in _TOKEN.finditer(text):
        parts.append(text[at : token.start()])
        at = token.end()
        if token[0] in ("{{", "}}"):
            parts.append(token[0][0])
        elif token[1] in PLACEHOLDERS:
            parts.append(Named(token[1]))
        elif token[1] is None:
            raise ValueError(_now("A single brace stands alone: write {{ or }} for a brace."))
        else:
            names = ", ".join(PLACEHOLDERS)
            sentence = _now("“%(name)s” is no placeholder. There are: %(names)s.")
            raise ValueError(sentence % {"name": token[1][:40], "names": names})
    return [part for part in [*parts, text[at:]] if part != ""]


def render(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled. A value is put in as it is, once: braces in it mean nothing. Where it ends
    a sentence by itself, the full stop that follows it in the text is left out.
    """
    filled = ""
    ended = False
    for part in parse(text):
        if isinstance(part, str):
            filled += part[1:] if ended and part.startswith(".") else part
            ended = False
        else:
            value = str(values.get(part.name) or "–")[:LONGEST_VALUE]
            filled, ended = filled + value, value.rstrip().endswith(ENDS)
    return filled


def one_line(text: str) -> str:
    """For a subject: no line breaks, no control characters, at most 200 characters."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.split())[:200]
