"""What waits for a decision in a demo, and a record whose steps are laid out and half done."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fettle.facilities.approvals import actions as approvals
from fettle.facilities.tasks import actions as tasks
from fettle.facilities.tasks import queries as steps
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Record
from fettle.processes.incidents.queries import DESK

DECIDES = ("incident_manager", "sms_manager", "representative")


def decide_and_step() -> None:
    """On records that somebody is working on; a demo without such records goes without."""
    _ask()
    _lay_out()


def _at_work() -> QuerySet[Record]:
    """No major incident that runs: what nobody approved yet would keep it from being solved."""
    found = Record.objects.filter(kind__in=[kind.key for kind in DESK], state="in_progress").exclude(assignee=None)
    found = found.exclude(incident__major="declared")
    return found.select_related("assignee", "organisation").order_by("-opened_at", "pk")


def _ask() -> None:
    """One approval that is asked of the process manager, or of the customer where nobody else decides."""
    grants = list(Grant.objects.filter(role__in=DECIDES).select_related("person", "organisation"))
    grants.sort(key=lambda grant: (DECIDES.index(grant.role), grant.person_id))
    for record in _at_work():
        theirs = {record.assignee_id, record.item.requester_id, record.item.affected_id}
        path = record.organisation.path
        near = (grant for grant in grants if path.startswith(grant.organisation.path))
        decider = next((grant.person for grant in near if grant.person_id not in theirs), None)
        if decider is not None and record.assignee is not None:
            question = _("A spare part for 89 euros. Repairing it would take a week.")
            approvals.ask(Actor.of(record.assignee), record.number, person=decider, hours=48, question=question)
            return


def _lay_out() -> None:
    """The steps that are known for a record, or three that somebody wrote; the first of them done."""
    found = [record for record in _at_work() if not record.approval_rounds.exists()]
    record = next((each for each in found if steps.workflows(each)), found[0] if found else None)
    if record is None or record.assignee is None:
        return
    actor = Actor.of(record.assignee)
    if known := steps.workflows(record):
        tasks.lay_out(actor, record.number, workflow=known[0].code)
    else:
        for title in (_("Ask since when, and for whom"), _("Try it from another place"), _("Tell everybody on it")):
            tasks.add(actor, record.number, title=title, waits=True)
    tasks.done(actor, record.number, step=steps.steps(record)[0].pk)
