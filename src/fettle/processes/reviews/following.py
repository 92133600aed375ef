"""What follows for reviews when a relationship ends: nobody meets a party with which it is over. Named in
``site/assembly.py``.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fettle.facilities.relationships.facts import Ended
from fettle.facilities.relationships.workflow import ENDED
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import RESTRICTED
from fettle.kernel.history.models import Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.records.models import Record
from fettle.processes.reviews import actions, queries
from fettle.processes.reviews.facts import Cancelled
from fettle.processes.reviews.workflow import SEE, WORK


def cancel_what_is_planned(entry: Entry) -> None:
    """The planned review is not held, unless the relationship was taken up again meanwhile."""
    relationship = Record.objects.get(pk=entry.record_id)
    planned = queries.planned(relationship)
    if relationship.state != ENDED or planned is None:
        return
    house = Actor.house(gettext_noop("Clockwork"), SEE, WORK, RESTRICTED, caused_by=entry.pk)
    reason = _("The relationship with %(name)s has ended.") % {"name": relationship.title}
    actions.cancel(house, planned.number, reason=reason)


REACTIONS = (Reaction("reviews.cancel_planned", (Ended.name,), cancel_what_is_planned, may_cause=(Cancelled.name,)),)
