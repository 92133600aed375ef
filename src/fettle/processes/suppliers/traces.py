"""What suppliers keep about somebody beside their records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.suppliers.models import Rating, Reliance


def ratings(erasing: Erasing) -> int:
    """Their names in what somebody remarked on a rating."""
    return erasing.replace(Rating.objects.all(), "remark", theirs=erasing.on_their_record)


def subcontractors(erasing: Erasing) -> int:
    """Their names in what a subcontractor does."""
    return erasing.replace(Reliance.objects.all(), "does", theirs=erasing.on_their_record)


TRACES: Iterable[Trace] = (
    Trace("supplier_ratings", _("ratings of suppliers"), ratings),
    Trace("subcontractors", _("subcontractors of suppliers"), subcontractors),
)
