"""What risks put on other records' pages; named in ``site/assembly.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages.records import Verb
from fettle.edges.risks import drawn
from fettle.facilities.risks import queries
from fettle.facilities.risks.rules import NOT_ABOUT
from fettle.facilities.risks.workflow import NOTE, SEE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

SHOWN = 8
"""So many risks stand there; the register has all."""
Part = Callable[[Actor, Record], dict[str, Any] | None]


def on(*kinds: Kind) -> Part:
    """The risks of a record of these kinds, for whoever sees risks there."""
    keys = frozenset(kind.key for kind in kinds)

    def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
        if record.kind not in keys or not may(actor, SEE, record) or STAFF not in audiences(actor, record):
            return None
        found = list(queries.of_record(actor, record)[: SHOWN + 1])
        return {
            "template": "risks/of_record.html",
            "record": record,
            "risks": [drawn.row(each) for each in found[:SHOWN]],
            "more": len(found) > SHOWN,
            "notes": may(actor, NOTE, record),
        }

    return of_record


def note(actor: Actor, record: Record) -> Verb | None:
    """Note a risk about any record but a risk or a setting."""
    if record.kind in NOT_ABOUT or not may(actor, NOTE, record):
        return None
    return Verb(_("Note a risk"), f"/risks/new?about={record.number}", "alert-triangle", menu=True)
