"""The letters of a part: which they are where its charset is wrong, missing or none, and lines that flow."""

from __future__ import annotations

import codecs
from email.message import EmailMessage

from fettle.edges.mail.reading import limits

GUESSES = ("utf-8", "cp1252")
NO_CHARSETS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"))
"""Codecs that no text travels in, and that are slow or make something else of it."""


def text_of(part: EmailMessage) -> str:
    """The part's text. It never fails: what no charset explains is shown as what it resembles most."""
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    charset = str(part.get_content_charset() or "utf-8")
    for name in (charset, *GUESSES):
        if (text := _decoded(raw, name)) is not None:
            break
    else:
        text = raw.decode("utf-8", "replace")
    flows = str(part.get_param("format", "") or "").lower() == "flowed"
    text = tidy(text)
    return flowed(text, delete=str(part.get_param("delsp", "") or "").lower() == "yes") if flows else text


def _decoded(raw: bytes, charset: str) -> str | None:
    """None where these are not the letters of this charset, or it is none of text."""
    try:
        return None if codecs.lookup(charset).name in NO_CHARSETS else raw.decode(charset)
    except (LookupError, ValueError):
        return None


def tidy(text: str) -> str:
    """Lines that end with ``\\n``, and nothing that no database keeps."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8") if _halves(text) else text


def _halves(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def flowed(text: str, *, delete: bool) -> str:
    """Paragraphs of lines that were broken for sending only, put together again (RFC 3676). ``delete``: the blank that
    marks the break is no blank of the text.
    """
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if depth == open_depth:
            paragraphs[-1].append(bare)
        else:
            paragraphs.append([f"{'>' * depth} {bare}" if depth else bare])
        goes_on = bare.endswith(" ") and bare != "-- "
        open_depth = depth if goes_on else -1
        if goes_on and delete:
            paragraphs[-1][-1] = paragraphs[-1][-1][:-1]
    return "\n".join("".join(pieces).rstrip() for pieces in paragraphs)


def cut(text: str, longest: int = limits.LONGEST_TEXT) -> str:
    """At most this much of it."""
    return text if len(text) <= longest else text[:longest]
