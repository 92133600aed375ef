"""What is agreed still, of a service that is to be retired or a party with which the work is to end."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.facilities.relationships.queries import is_relationship
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels.models import Cover
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE
from fettle.processes.levels.workflow import NEGOTIATION
from fettle.processes.services import queries as services

SHOWN = 8
STANDS = (IN_FORCE, NEGOTIATION)


def still_agreed(actor: Actor, record: Record, verb: str) -> list[tuple[str, str]]:
    """The agreements that are in force or negotiated, the first of them by name."""
    if record.kind == services.SERVICE.key and verb == "retire":
        found = _covering(actor, record)
    elif is_relationship(record.declared) and verb == "end":
        found = visible(actor, AGREEMENT).filter(agreement_item__party=record.organisation_id)
    else:
        return []
    rows = found.filter(state__in=STANDS).order_by("title", "pk")[:SHOWN]
    return [(_said(one), addresses.of(one)) for one in rows]


def _said(agreement: Record) -> str:
    state = AGREEMENT.flow.by_state[agreement.state].label
    said = {"name": agreement.title, "number": agreement.number, "state": state}
    return _("Agreement “%(name)s” (%(number)s): %(state)s") % said


def _covering(actor: Actor, service: Record) -> QuerySet[Record]:
    """Those of which the version in force or the one that is negotiated names the service."""
    standing = Q(version__version=F("version__agreement__latest")) | Q(version__version=F("version__agreement__draft"))
    named = Cover.objects.filter(standing, service=service)
    return visible(actor, AGREEMENT).filter(pk__in=named.values("version__agreement_id"))
