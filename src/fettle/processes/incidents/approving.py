"""Approvals of incidents and requests: the policies of the process manager, and waiting while an approval is open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fettle.facilities.approvals import facts
from fettle.facilities.approvals.definitions import Policies, policies
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.actions import approving as actions
from fettle.processes.incidents.definitions import MANAGE
from fettle.processes.incidents.records import DESK

POLICIES = policies(
    "incidents.approval_policies",
    _("Approvals: who is asked for what"),
    may=MANAGE,
    default=defaults.APPROVAL_POLICIES,
    procedure=procedures.APPROVALS,
    process="PR9",
    fitsm=("PR9.S9",),
    hint=_("Rows with the same code are the steps of one policy; a step is asked when the one before is fulfilled."),
)
SOURCE = Policies(tuple(kind.key for kind in DESK), POLICIES.key, done=frozenset({"resolved"}))


def wait(entry: Entry) -> None:
    """What waits for an approval says so, if the desk has such a reason to wait."""
    if entry.record.kind in SOURCE.kinds:
        actions.wait_for_approval(_house(entry), entry.record.number)


def go_on(entry: Entry) -> None:
    """The approval has its outcome: those who work on it go on."""
    if entry.record.kind in SOURCE.kinds:
        actions.go_on_after_approval(_house(entry), entry.record.number)


def _house(entry: Entry) -> Actor:
    return Actor.house(gettext_noop("Clockwork"), "incidents.see", "incidents.work", RESTRICTED, caused_by=entry.pk)


REACTIONS = (
    Reaction("incidents.wait_for_approval", (facts.Asked.name,), wait),
    Reaction("incidents.go_on_after_approval", (facts.Approved.name, facts.Refused.name, facts.Cancelled.name), go_on),
)
