"""What the portfolio keeps about somebody beside its records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.services.models import Component, Criterion, Party


def criteria(erasing: Erasing) -> int:
    """Their names in what had to be shown, and in what shows it. That they showed it stays under their mark."""
    return erasing.replace(
        Criterion.objects.all(), "title", "text", "evidence", "address", theirs=erasing.on_their_record
    )


def parties(erasing: Erasing) -> int:
    """Their names and addresses in what a party does and where it is reached; and in what components are called."""
    changed = erasing.replace(Party.objects.all(), "does", "contact_point", theirs=erasing.on_their_record)
    return changed + erasing.replace(Component.objects.all(), "name", "group", theirs=erasing.on_their_record)


TRACES: Iterable[Trace] = (
    Trace("criteria", _("acceptance criteria of packages"), criteria),
    Trace("parties", _("parties and components of services"), parties),
)
