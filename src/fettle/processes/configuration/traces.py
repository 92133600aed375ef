"""What configuration keeps about somebody beside its records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.configuration.models import Relation


def relations(erasing: Erasing) -> int:
    """Their names in what a group of relations is called."""
    return erasing.replace(Relation.objects.all(), "group")


TRACES: Iterable[Trace] = (Trace("relations", _("groups of relations of configuration items"), relations),)
