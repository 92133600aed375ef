"""How long what people answered is kept: comments for as long as is settled, ratings with the record that they rate."""

from __future__ import annotations

from datetime import datetime, timedelta

from fettle.kernel.settings.read import current
from fettle.processes.surveys import keys
from fettle.processes.surveys.definitions import HANDLING_KEY
from fettle.processes.surveys.models import Invitation, Remark

MONTH = timedelta(days=30.44)
NOT_ASKED = timedelta(days=90)
"""Why somebody was not asked is known for so long."""


def forget(now: datetime) -> int:
    """Returns how many rows were forgotten."""
    old = now - current()[HANDLING_KEY]["keep_months"] * MONTH
    gone = Remark.objects.filter(at__lt=old).exclude(text="").update(text="")
    left_out = Invitation.objects.filter(state=Invitation.State.LEFT_OUT, made_at__lt=now - NOT_ASKED, asked_at=None)
    return gone + left_out.delete()[0] + keys.forget(now)
