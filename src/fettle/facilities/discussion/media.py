"""What a file is, by its first bytes. The name it came with and the type a browser claims are never believed."""

from __future__ import annotations

ENOUGH = 4096
"""Bytes from the start that decide."""

OTHER = "application/octet-stream"
PLAIN = "text/plain"
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
INLINE = IMAGES | {"application/pdf", PLAIN}
"""What may be shown in the browser. Everything else, SVG and HTML before all, is only ever saved to disk."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_MARKUP = (b"<svg", b"<html", b"<script", b"<!doctype", b"<?xml", b"<body", b"<iframe")


def type_of(start: bytes) -> str:
    """The media type of a file that begins with these bytes (at most ENOUGH of them)."""
    for magic, found in _MAGIC:
        if start.startswith(magic):
            return found
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return PLAIN if _is_text(start) else OTHER


def _is_text(start: bytes) -> bool:
    """UTF-8 without control characters that is no markup: a log, a note, a table."""
    lowered = start.lower()
    if lowered.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or any(tag in lowered for tag in _MARKUP):
        return False
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if len(start) < ENOUGH or problem.start < len(start) - 3:
            return False
        text = start[: problem.start].decode()
    return bool(text) and all(char >= " " or char in "\t\r\n\f" for char in text)
