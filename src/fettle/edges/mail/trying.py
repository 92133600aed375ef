"""What would happen if this mail arrived: everything but the deed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fettle.edges.mail import deciding, queries, wording
from fettle.edges.mail.apart import read
from fettle.edges.mail.deciding import Verdict
from fettle.edges.mail.mailboxes import mailbox
from fettle.edges.mail.message import Message, Unreadable
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.errors import Invalid

MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class Trial:
    """``message`` and ``verdict`` are None for what cannot be read; ``decision`` and ``reasons`` are in words."""

    decision: str
    reasons: tuple[str, ...]
    message: Message | None = None
    verdict: Verdict | None = None


def attempt(actor: Actor, code: str, raw: bytes) -> Trial:
    """Raises Forbidden, Invalid."""
    require_everywhere(actor, queries.DECIDE)
    there = mailbox(code)
    if there is None:
        raise Invalid({"mailbox": _("Choose a mailbox.")})
    if not raw.strip():
        raise Invalid({"mail": _("Give a mail: its source with all headers, or a file.")})
    if len(raw) > MOST_BYTES:
        raise Invalid({"mail": _("This is too large to be tried: give one of at most 10 MB.")})
    try:
        with read(raw) as (message, _folder):
            verdict = deciding.decide(message, there)
    except Unreadable as problem:
        return Trial(str(wording.DECISIONS[wording.UNREADABLE]), (wording.reason(problem.reason, {}),))
    reasons = [wording.reason(code, values) for code, values in verdict.reasons]
    if verdict.watchers:
        reasons.append(wording.reason("watching", {"names": ", ".join(one.name for one in verdict.watchers)}))
    if verdict.others:
        reasons.append(wording.reason("not_added", {"addresses": ", ".join(verdict.others)}))
    return Trial(str(wording.DECISIONS[verdict.decision]), tuple(reasons), message, verdict)
