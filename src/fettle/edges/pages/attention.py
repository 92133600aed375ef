"""The mark of what is recorded for somebody who needs particular attention: in words, and for staff alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fettle.edges.pages.lists import Tag
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF


def marked(actor: Actor, rows: QuerySet[Record], kinds: Iterable[Kind]) -> QuerySet[Record]:
    """Rows that a page draws, each with what ``tags`` reads, in their own statement."""
    told = [kind for kind in kinds if kind.about] if actor.is_staff else []
    if not told:
        return rows
    whether = Q()
    for kind in told:
        theirs = kind.model._default_manager.filter(record_id=OuterRef("pk"), **{f"{kind.about}__vip": True})
        whether |= Q(Exists(theirs))
    return rows.annotate(is_for_a_vip=ExpressionWrapper(whether, BooleanField()))


def tags(actor: Actor, record: Record) -> list[Tag]:
    """Of a row that was ``marked``."""
    told = getattr(record, "is_for_a_vip", False) and STAFF in audiences(actor, record)
    return [tag()] if told else []


def of(record: Record) -> list[Tag]:
    """Of a record with its own row and people, for staff."""
    kind = record.declared
    whom = kind.value(record, kind.about) if kind.about else None
    return [tag()] if whom and whom.vip else []


def tag() -> Tag:
    return Tag(_("VIP"), "violet")
