"""Reads of reviews."""

from __future__ import annotations

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.reviews.records import REVIEW
from fettle.processes.reviews.workflow import CLOSED, HELD, PLANNED

LISTED = 15
"""So many lines of a part of an agenda stand there; the others are counted."""


def planned(relationship: Record) -> Record | None:
    """The one that is to come."""
    return Record.objects.filter(kind=REVIEW.key, review__relationship=relationship, state=PLANNED).first()


def last_held(relationship: Record) -> Record | None:
    """The one that was held last."""
    held = Record.objects.filter(kind=REVIEW.key, review__relationship=relationship, state__in=(HELD, CLOSED))
    return held.select_related("review").order_by("-review__held_on", "-pk").first()


def last_held_before(review: Record) -> Record | None:
    """The one that was held before this one, with the same party."""
    relationship = review.item.relationship_id
    held = Record.objects.filter(kind=REVIEW.key, review__relationship=relationship, state__in=(HELD, CLOSED))
    found = held.exclude(pk=review.pk).filter(review__held_on__lte=review.item.held_on or review.item.planned_on)
    return found.order_by("-review__held_on", "-pk").first()


def of(actor: Actor, relationship: Record, count: int) -> list[Record]:
    """Those with a party, the newest first."""
    found = visible(actor, REVIEW).filter(review__relationship=relationship).select_related("review")
    return list(found.order_by("-review__planned_on", "-pk")[:count])
