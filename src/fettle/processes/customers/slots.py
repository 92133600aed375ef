"""What complaints put into pages of other rooms; named in ``site/assembly.py``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fettle.edges.pages.records import Verb
from fettle.facilities.relationships import queries as relationships
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.records.models import Record
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.complaints.workflow import RECORD
from fettle.processes.customers.records import CUSTOMER


def party(record: Record) -> Record | None:
    """Whose contacts may be told of a complaint."""
    return relationships.of(CUSTOMER, record.organisation) if record.kind == COMPLAINT.key else None


def complain(actor: Actor, record: Record) -> Verb | None:
    """For staff: write down a complaint about what somebody asked us for."""
    if "requester" not in record.declared.by_name or record.declared.may.register == "complaints.register":
        return None
    if not may(actor, RECORD, record):
        return None
    return Verb(_("Record a complaint"), f"/complaints/new?about={record.number}", "message-report", menu=True)
