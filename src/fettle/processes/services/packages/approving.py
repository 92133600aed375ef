"""The package follows the round by which its approval is asked; named in ``site/assembly.py``."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from fettle.facilities.approvals import facts
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.processes.services.packages import actions
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SEE
from fettle.processes.services.workflow import MANAGE


def follow(entry: Entry) -> None:
    """Approved, refused, or no longer asked."""
    if entry.record.kind == PACKAGE.key:
        house = Actor.house(gettext_noop("Clockwork"), SEE, MANAGE, RESTRICTED, caused_by=entry.pk)
        actions.follow_the_round(house, entry.record.number)


REACTIONS = (
    Reaction("services.follow_the_round", (facts.Approved.name, facts.Refused.name, facts.Cancelled.name), follow),
)
