"""What the portal puts into pages of lower floors; named in ``site/assembly.py``."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from fettle.edges.pages.records import Verb
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.portal import queries
from fettle.processes.announcements.queries import ANNOUNCEMENT
from fettle.processes.customers.complaints.queries import COMPLAINT
from fettle.processes.incidents.queries import DESK
from fettle.processes.levels.records import AGREEMENT

KEYS = frozenset(kind.key for kind in DESK)


def as_requester(actor: Actor, record: Record) -> Verb | None:
    """For staff: see what the people on the record see."""
    if record.kind not in KEYS or not queries.looks_as_staff(actor, record):
        return None
    return Verb(_("View as requester"), reverse("portal-request", args=[record.number]), "eye", menu=True)


def page(actor: Actor, record: Record) -> str:
    """Where the people we serve read an incident, a request, a complaint, an agreement or an announcement."""
    if record.kind == ANNOUNCEMENT.key and not actor.is_staff:
        return reverse("portal-announcement", args=[record.number])
    if record.kind == COMPLAINT.key and not actor.is_staff:
        return reverse("portal-complaint", args=[record.number])
    if record.kind == AGREEMENT.key and not actor.is_staff:
        return reverse("portal-agreement", args=[record.number])
    return reverse("portal-request", args=[record.number]) if record.kind in KEYS and not actor.is_staff else ""
