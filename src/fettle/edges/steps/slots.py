"""What steps put into pages of lower floors; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages.records import Verb
from fettle.edges.steps import drawn
from fettle.facilities.tasks import queries
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF

SHOWN = 8


def of_record(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The steps of a record and what may be laid out; for staff and for those who own a step."""
    if queries.PROGRESS not in record.declared.by_name:
        return None
    staff = STAFF in audiences(actor, record)
    rows = queries.steps(record) if record.item.progress else []
    if not staff:
        rows = [row for row in rows if queries.is_mine(actor, row, record)]
    works = may(actor, record.declared.may.revise, record)
    offered = _offered(record, bool(rows)) if works and record.is_open else []
    if not rows and not offered:
        return None
    return {
        "template": "steps/panel.html",
        "record": record,
        "steps": drawn.draw(actor, record, rows, works),
        "progress": record.item.progress.replace("/", " / ") if staff else "",
        "offered": offered,
        "works": works and record.is_open,
    }


def _offered(record: Record, any_steps: bool) -> list[Any]:
    """The workflows that fit and were not laid out yet."""
    found = queries.workflows(record)
    done = queries.laid_out(record) if found and any_steps else set()
    return [each for each in found if each.code not in done]


def mine(actor: Actor) -> dict[str, Any] | None:
    """The steps that are mine."""
    found = list(queries.mine(actor)[: SHOWN + 1])
    return {"template": "steps/mine.html", "steps": found[:SHOWN], "more": len(found) > SHOWN} if found else None


def add(actor: Actor, record: Record) -> Verb | None:
    """Add a step, on kinds that keep how far they are."""
    if queries.PROGRESS not in record.declared.by_name or not record.is_open:
        return None
    if not may(actor, record.declared.may.revise, record):
        return None
    return Verb(_("Add a step"), f"/steps/{record.number}/add", "clipboard-check", menu=True)
