"""What steps keep about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fettle.facilities.tasks.models import Step
from fettle.kernel.history.erase import Erasing, Trace


def steps(erasing: Erasing) -> int:
    """Their names in what was to be done. That they did it stays under their mark."""
    return erasing.replace(Step.objects.all(), "title", "text", "remark", theirs=erasing.on_their_record)


TRACES: Iterable[Trace] = (Trace("steps", _("steps of records"), steps),)
