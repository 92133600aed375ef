"""A mail read whole: its parts sorted into text, HTML and files."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from fettle.edges.mail.message import File, Message, Unreadable
from fettle.edges.mail.reading import automatic, headers, letters, limits, markup, quoting

FORWARDED = "message/rfc822"
TEXTS = ("text/plain", "text/html")


@dataclass
class Sorted:
    """What has been found so far. Each way of saying the same (``multipart/alternative``) is in both lists."""

    folder: Path
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)

    def keep(self, content: bytes, name: str, media_type: str, cid: str = "") -> None:
        at = str(len(self.files))
        (self.folder / at).write_bytes(content)
        self.files.append(File(at, headers.one_line(name), media_type, len(content), cid))


def read(raw: bytes, folder: Path) -> Message:
    """The message, with the bytes of its files in ``folder`` under names of ours. Raises Unreadable; and whatever the
    library raises for bytes that it never expected, which the child process turns into Unreadable as well.
    """
    if len(raw) > limits.MOST_BYTES:
        raise Unreadable("large")
    mail = email.message_from_bytes(raw, policy=default)
    if not len(mail):
        raise Unreadable("no_headers")
    headers.counted(mail)
    found = Sorted(folder)
    for part in _leaves(mail):
        _sort(part, found)
    return _message(mail, found)


def _leaves(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Every part that holds something, in order. Raises Unreadable for more parts or deeper ones than we read."""
    waiting: list[tuple[EmailMessage, int]] = [(mail, 0)]
    seen = 0
    while waiting:
        part, level = waiting.pop()
        seen += 1
        if seen > limits.MOST_PARTS:
            raise Unreadable("parts")
        if level > limits.DEEPEST:
            raise Unreadable("deep")
        inside = headers.inner(part)
        if part.get_content_maintype() == "multipart" and inside:
            waiting += [(each, level + 1) for each in reversed(inside)]
        else:
            yield part


def _sort(part: EmailMessage, found: Sorted) -> None:
    kind = part.get_content_type()
    if kind == FORWARDED or part.get_content_maintype() == "message":
        found.keep(_inner(part), _name(part) or "message.eml", FORWARDED)
        return
    name, attached = _name(part), part.get_content_disposition() == "attachment"
    if kind in TEXTS and not attached and not name:
        (found.plain if kind == "text/plain" else found.html).append(letters.text_of(part))
        return
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and content:
        found.keep(content, name or _unnamed(kind), kind, _cid(part))


def _inner(part: EmailMessage) -> bytes:
    """A mail inside this one, as bytes. What cannot be put together again stays in the original."""
    try:
        if inside := headers.inner(part):
            return b"\n\n".join(each.as_bytes(policy=default) for each in inside[:10])
        return str(part.get_payload()).encode("utf-8", "surrogateescape")
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError, IndexError):
        return b""


def _name(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return "file"


def _unnamed(kind: str) -> str:
    return {"text/calendar": "invitation.ics", "image/png": "image.png", "image/jpeg": "image.jpg"}.get(kind, "file")


def _cid(part: EmailMessage) -> str:
    found = headers.MESSAGE_ID.fullmatch(str(part.get("Content-ID", "")).strip())
    return found[0][1:-1] if found else ""


def _message(mail: EmailMessage, found: Sorted) -> Message:
    sender = headers.sender(mail)
    html = "\n".join(found.html)
    too_much = markup.too_much(html)
    clean = "" if too_much else markup.cleaned(html)
    text = "\n".join(found.plain).strip() or (markup.without_tags(html) if too_much else markup.words(clean))
    said, quoted = quoting.parted(letters.cut(text))
    reported, failed_for = automatic.reported(mail)
    cut = [name for name, gone in (("text", len(text) > limits.LONGEST_TEXT), ("html", too_much)) if gone]
    return Message(
        sender=sender,
        subject=headers.one_line(headers.said(mail, "Subject"))[: limits.LONGEST_SUBJECT],
        said=said,
        reply_to=headers.addresses(mail, "Reply-To"),
        to=headers.addresses(mail, "To"),
        cc=headers.addresses(mail, "Cc"),
        delivered_to=_delivered_to(mail),
        message_id=headers.identifier(mail),
        references=headers.references(mail),
        sent_at=headers.sent_at(mail),
        quoted=quoted,
        html=clean,
        files=tuple(found.files),
        automatic=automatic.why(mail, sender),
        reported=reported,
        failed_for=failed_for,
        checked_by=headers.checked_by(mail),
        cut=tuple(cut),
    )


def _delivered_to(mail: EmailMessage) -> tuple[str, ...]:
    """The addresses under which the mail came to us, as the servers on its way wrote them down."""
    names = ("delivered-to", "x-original-to", "envelope-to")
    found = [str(value).strip().strip("<>").lower() for name, value in mail.raw_items() if name.lower() in names]
    return tuple(dict.fromkeys(each for each in found if headers.ADDRESS.fullmatch(each)))[:20]
