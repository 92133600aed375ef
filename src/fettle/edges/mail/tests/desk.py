"""The mailboxes of the tests, their rules, and mails to them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from fettle.edges.mail.mailboxes import FIELDS
from fettle.edges.mail.models import IncomingMail
from fettle.kernel.access.actor import Actor
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current

Send = Callable[..., IncomingMail]
EMPTY = {field.name: None for field in FIELDS}
DESK = {
    **EMPTY,
    "code": "desk",
    "label": "Service desk",
    "address": "desk@fettle.example",
    "route": "incident",
    "unknown": "open",
    "source": "none",
    "plus": True,
    "active": True,
    "bulk": False,
}
OTHER = {**DESK, "code": "it", "label": "IT", "address": "it@fettle.example", "route": "request"}
KEEPER = Actor.house("test", "notify.administer", "notify.manage", "settings.administer")


def set_up(*rows: dict[str, Any]) -> None:
    settings.redefine(KEEPER, "mail.mailboxes", value=list(rows))


def rules(**values: Any) -> None:
    """Change the rules for mails that come in."""
    settings.redefine(KEEPER, "mail.intake", value={**current()["mail.intake"], **values})


_numbers = itertools.count(1)


def source(
    text: str = "It does not work.",
    *,
    sender: str = "Maja Lind <maja@example.org>",
    to: str = "desk@fettle.example",
    subject: str = "Projector",
    headers: dict[str, str] | None = None,
    name: str = "",
) -> bytes:
    """A mail of one part. ``name`` is its Message-ID, a new one without it."""
    given = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Mon, 02 Nov 2026 10:00:00 +0000",
        "Message-ID": name or f"<{next(_numbers)}@client.example>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        **(headers or {}),
    }
    lines = [f"{key}: {value}" for key, value in given.items() if value]
    return ("\r\n".join([*lines, "", text, ""])).encode()


def codes(mail: IncomingMail) -> list[str]:
    return [code for code, _values in mail.reasons]
