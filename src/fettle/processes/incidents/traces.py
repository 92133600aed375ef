"""What the desk keeps about somebody beside the records."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.kernel.history.erase import Erasing, Trace
from fettle.processes.incidents.models import OwnAnswer, Recalculation


def own_answers(erasing: Erasing) -> int:
    """The answers they saved for themselves."""
    return OwnAnswer.objects.filter(person=erasing.person).delete()[0]


def named_in_answers(erasing: Erasing) -> int:
    """Their name in what others saved."""
    return erasing.replace(OwnAnswer.objects.all(), "name", "text")


def recalculations(erasing: Erasing) -> int:
    """Their name in the reasons why records were counted anew."""
    return erasing.replace(Recalculation.objects.all(), "reason")


TRACES: Iterable[Trace] = (
    Trace("own_answers", _("saved answers of their own"), own_answers),
    Trace("named_in_answers", _("saved answers of others"), named_in_answers),
    Trace("recalculations", _("reasons of recalculations"), recalculations),
)
