"""Whether a machine sent it. Nothing automatic is ever answered, and nothing automatic reopens anything (RFC 3834)."""

from __future__ import annotations

import re
from email.message import EmailMessage

from fettle.edges.mail.message import Address
from fettle.edges.mail.reading.headers import ADDRESS, MESSAGE_ID, inner, raw

MACHINES = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+-].*)?@.*", re.IGNORECASE)
ANSWERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
BULK = ("bulk", "junk", "list")


def why(mail: EmailMessage, sender: Address) -> str:
    """The code of the first sign that it was not written by a person to us, "" where there is none."""
    if mail.get_content_type() == "multipart/report" or raw(mail, "Return-Path") == "<>":
        return "report"
    submitted = raw(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted == "auto-replied" or any(raw(mail, name) for name in ANSWERS):
        return "answered"
    if submitted not in ("", "no"):
        return "generated"
    if raw(mail, "List-Id") or raw(mail, "List-Unsubscribe"):
        return "list"
    precedence = raw(mail, "Precedence").strip().lower()
    if precedence == "auto_reply":
        return "answered"
    if precedence in BULK:
        return "bulk"
    if raw(mail, "X-Auto-Response-Suppress").strip().lower() not in ("", "none"):
        return "suppressed"
    if raw(mail, "X-Loop"):
        return "loop"
    return "machine" if MACHINES.fullmatch(sender.mail) else ""


def reported(mail: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """Of a report that a mail could not be delivered: that mail's identifier, and the addresses it did not reach."""
    if mail.get_content_type() != "multipart/report":
        return "", ()
    identifier, failed = "", []
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed += _failed(part)
        elif kind in ("text/rfc822-headers", "message/rfc822") and not identifier:
            identifier = _identifier(part)
    return identifier, tuple(dict.fromkeys(failed))[:100]


def _failed(part: EmailMessage) -> list[str]:
    found: list[str] = []
    for block in inner(part):
        if str(block.get("Action", "")).strip().lower() == "failed":
            address = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip().lower()
            found += [address] if ADDRESS.fullmatch(address) else []
    return found


def _identifier(part: EmailMessage) -> str:
    lines = [f"{name}: {value}\n" for one in inner(part)[:1] for name, value in one.raw_items()]
    text = "".join(lines) or str(part.get_payload())
    line = re.search(r"^message-id:\s*(\S+)", text[:100_000], re.IGNORECASE | re.MULTILINE)
    found = MESSAGE_ID.fullmatch(line[1]) if line else None
    return found[0] if found else ""
