"""What notifications keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.kernel.history.erase import Erasing, Trace

State = OutgoingMail.State
NOWHERE = "erased@invalid.invalid"
"""An address that no mail server takes (RFC 2606)."""


def their_mails(erasing: Erasing) -> int:
    """Mails to them: that there was one stays, its address and words go. One that has not left is withheld."""
    mine = OutgoingMail.objects.filter(Q(person=erasing.person) | Q(address__in=erasing.mails))
    mine.filter(state__in=(State.WAITING, State.SENDING)).update(
        state=State.WITHHELD, reason="left", ended_at=timezone.now()
    )
    kept = mine.exclude(address=NOWHERE)
    return kept.update(address=NOWHERE, subject=erasing.mark, body="", answer="")


def other_mails(erasing: Erasing) -> int:
    """Their names in mails to others."""
    return erasing.replace(
        OutgoingMail.objects.all(), "subject", "body", "answer", theirs=lambda mail: mail.record_id in erasing.records
    )


def lines_of_digests(erasing: Erasing) -> int:
    """What waited for their next digest goes nowhere."""
    waiting = NotificationDecision.objects.filter(person=erasing.person, leaves_at__isnull=False)
    return waiting.update(leaves_at=None, told=False, reason="left")


def notices(erasing: Erasing) -> int:
    """What stood on their screen."""
    return Notice.objects.filter(person=erasing.person).delete()[0]


TRACES: Iterable[Trace] = (
    Trace("their_mails", _("mails to them"), their_mails),
    Trace("other_mails", _("mails to others"), other_mails),
    Trace("lines_of_digests", _("what waited for their digest"), lines_of_digests),
    Trace("notices", _("notices on their screen"), notices),
)
