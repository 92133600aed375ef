"""What REST keeps about somebody: answers for repeated requests, theirs and those that name them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.models import Answered
from fettle.kernel.history.erase import Erasing, Trace


def answers(erasing: Erasing) -> int:
    mine = Answered.objects.filter(person=erasing.person)
    return mine.delete()[0] + erasing.mentioned(Answered.objects.all(), "body", "headers").delete()[0]


TRACES: Iterable[Trace] = (Trace("answers", _("answers kept for repeated requests"), answers),)
