"""Reads of complaints."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Participant, Record
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import SEE

__all__ = ["COMPLAINT", "of_the_portal"]


def of_the_portal(actor: Actor) -> QuerySet[Record]:
    """Those of the reader and of the organisations that they represent, the newest first; staff see their own here."""
    mine = Participant.objects.filter(person_id=actor.person_id or 0, part=Participant.Part.REQUESTER)
    reach = Q(pk__in=mine.values("record_id"))
    for scope in actor.scopes:
        if not scope.staff and SEE in scope.permissions:
            reach |= Q(organisation__path__startswith=scope.path)
    return visible(actor, COMPLAINT).filter(reach).select_related("complaint").order_by("-opened_at", "-pk")
