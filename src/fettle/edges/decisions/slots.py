"""What approvals put into pages of lower floors; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.decisions import drawn
from fettle.edges.pages.records import Verb
from fettle.facilities.approvals import queries
from fettle.facilities.approvals.definitions import is_done, key_of, verb_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.records.models import Record

SHOWN = 5
"""Waiting decisions above My work; the page of approvals has all."""


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The newest round of a record, and the earlier ones in a fold; nothing where approval was never asked."""
    if not key_of(record.kind):
        return None
    found = queries.rounds(record)
    if not found:
        return None
    rounds = [drawn.draw(actor, record, each) for each in found]
    return {"template": "decisions/panel.html", "newest": rounds[0], "earlier": rounds[1:], "record": record}


def mine(actor: Actor) -> dict[str, Any] | None:
    """What waits for my decision."""
    found = list(queries.waiting(actor)[: SHOWN + 1])
    return {"template": "decisions/mine.html", "seats": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def ask(actor: Actor, record: Record) -> Verb | None:
    """Ask for approval, on kinds that have policies and no verb of their own for it."""
    if (
        not key_of(record.kind)
        or verb_of(record.kind)
        or not record.is_open
        or is_done(record)
        or not may(actor, record.declared.may.revise, record)
    ):
        return None
    return Verb(_("Ask for approval"), f"/approvals/{record.number}/ask", "circle-check", menu=True)
