"""What controlled texts keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.models import Addressee, Version
from fettle.kernel.history.erase import Erasing, Trace


def texts(erasing: Erasing) -> int:
    """Their names in texts, and in the words about what is different. Versions and approvals stay."""
    return erasing.replace(Version.objects.all(), "text", "note", theirs=erasing.on_their_record)


def distribution(erasing: Erasing) -> int:
    """Their place on distribution lists. That they read something stays: it is evidence."""
    return Addressee.objects.filter(person=erasing.person).delete()[0]


TRACES: Iterable[Trace] = (
    Trace("texts", _("controlled texts"), texts),
    Trace("distribution", _("places on distribution lists"), distribution),
)
