"""What approvals keep about somebody. That they decided, and how, stays: it is evidence; what they wrote stands in
comments, which have a trace of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.approvals.models import Delegation, Key, Round
from fettle.kernel.history.erase import Erasing, Trace


def questions(erasing: Erasing) -> int:
    """Their names in what was asked."""
    return erasing.replace(Round.objects.all(), "question", theirs=erasing.on_their_record)


def links(erasing: Erasing) -> int:
    """Links that were sent to them, and who stood in for them or for whom they stood in."""
    mine = {"person": erasing.person}
    gone = Key.objects.filter(**mine).delete()[0] + Delegation.objects.filter(**mine).delete()[0]
    return gone + Delegation.objects.filter(delegate=erasing.person).delete()[0]


TRACES: Iterable[Trace] = (
    Trace("approval_questions", _("questions for approval"), questions),
    Trace("approval_links", _("links to approve and delegates"), links),
)
