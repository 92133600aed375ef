"""What articles put on other pages; named in ``site/assembly.py``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from fettle.edges.pages.records import Verb
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents.queries import DESK
from fettle.processes.knowledge import drawn, queries
from fettle.processes.knowledge.actions import WORK
from fettle.processes.knowledge.records import ARTICLE, SEE, WRITE

KEYS = frozenset(kind.key for kind in DESK)
SOLVED = ("resolved", "closed")


def write_article(actor: Actor, record: Record) -> Verb | None:
    """Of what is solved: write down how."""
    if record.kind not in KEYS or record.state not in SOLVED or not may(actor, WRITE) or not may(actor, WORK, record):
        return None
    return Verb(_("Write article"), f"/knowledge/new?of={record.number}", "book", menu=True)


def beside(actor: Actor, record: Record) -> dict[str, Any] | None:
    """Beside an article: what it brought."""
    if record.kind != ARTICLE.key:
        return None
    return {"template": "knowledge/brought.html", "counts": drawn.counts(record)}


def helping(actor: Actor, record: Record) -> dict[str, Any] | None:
    """With a record of the desk: articles that may solve it."""
    if record.kind not in KEYS or STAFF not in audiences(actor, record) or not may(actor, SEE):
        return None
    works = record.number if may(actor, WORK, record) else ""
    rows = drawn.rows(queries.suggested(actor, record.title), works)
    return {"template": "knowledge/aside.html", "rows": rows} if rows else None


def while_typing(actor: Actor, typed: str) -> dict[str, Any] | None:
    """Beside the form for a new record."""
    rows = drawn.rows(queries.suggested(actor, typed)) if may(actor, SEE) else []
    return {"template": "knowledge/typing.html", "rows": rows} if rows else None
