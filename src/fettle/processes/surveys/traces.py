"""What satisfaction keeps about somebody. That they answered, and the score, stays: figures do not change; what they
wrote names nobody any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.surveys.models import Invitation, Key, Remark

WAITING = Invitation.State.WAITING


def remarks(erasing: Erasing) -> int:
    """Their names in what anybody wrote, and all that they wrote themselves."""
    own = Remark.objects.filter(invitation__person=erasing.person).exclude(text="").update(text="")
    return own + erasing.replace(Remark.objects.all(), "text", theirs=erasing.on_their_record)


def links(erasing: Erasing) -> int:
    """Links that were sent to them, and what they were to be asked."""
    gone = Key.objects.filter(invitation__person=erasing.person).delete()[0]
    return gone + Invitation.objects.filter(person=erasing.person, state=WAITING).delete()[0]


TRACES: Iterable[Trace] = (
    Trace("ratings", _("comments to ratings"), remarks),
    Trace("rating_links", _("links to rate"), links),
)
