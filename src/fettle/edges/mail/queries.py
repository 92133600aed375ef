"""Reads of mails that came in. Who looks after the whole installation sees all of them; who looks after a part, those
that went to records which they see; staff, those behind the records that they work on.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fettle.edges.mail import wording
from fettle.edges.mail.models import IncomingMail
from fettle.edges.notify.queries import numbered
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere, require
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.errors import NotSeen
from fettle.kernel.records import numbers
from fettle.kernel.records.values import STAFF

SEE, DECIDE, ADMINISTER = "notify.see", "notify.manage", "notify.administer"
NOTES = (wording.NOTED, wording.REPORTED)
WAITING = (IncomingMail.State.HELD, IncomingMail.State.QUARANTINED)
ALL_WAITING = "waiting"
"""Asked for as a state: whatever is in one of those."""


def mails(actor: Actor, state: str = "", text: str = "", mailbox: str = "") -> QuerySet[IncomingMail]:
    """The log, newest first. Raises Forbidden."""
    require(actor, SEE)
    found = IncomingMail.objects.select_related("record", "person").order_by("-pk")
    if not everywhere(actor, SEE):
        found = found.filter(record__in=visible(actor))
    if state == ALL_WAITING:
        found = found.filter(state__in=WAITING)
    elif state:
        found = found.filter(state=state)
    if mailbox:
        found = found.filter(mailbox=mailbox)
    if text:
        there = Q(sender__icontains=text) | Q(subject__icontains=text)
        found = found.filter(there | numbered(text) if numbers.tidy(text) else there)
    return found


def may_see(actor: Actor) -> bool:
    """Whether somebody may look at the mail behind an entry of a record that they see."""
    return actor.is_staff


def mail(actor: Actor, pk: int) -> IncomingMail:
    """One mail: of the log, or behind a record that the actor reads as staff. Raises NotSeen."""
    rows = IncomingMail.objects.select_related("record__organisation", "person", "file", "settled_by")
    found = rows.filter(pk=pk).first()
    if found is None or not _sees(actor, found):
        raise NotSeen(_("There is no such mail, or it is not for you to see."))
    return found


def _sees(actor: Actor, found: IncomingMail) -> bool:
    if everywhere(actor, SEE):
        return True
    if found.record_id is None:
        return False
    record = visible(actor).select_related("organisation").filter(pk=found.record_id).first()
    return record is not None and STAFF in audiences(actor, record)


def whole(actor: Actor) -> bool:
    """Whether somebody may have mails as they came, with all that is in them beside the text."""
    return everywhere(actor, DECIDE) or everywhere(actor, ADMINISTER)


def waiting(actor: Actor) -> int:
    """How many mails wait for a decision that this actor may take; counted to a hundred."""
    if not everywhere(actor, DECIDE):
        return 0
    return IncomingMail.objects.filter(state__in=WAITING).order_by("-pk")[:100].count()
