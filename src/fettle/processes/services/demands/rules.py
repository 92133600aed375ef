"""The rules of demands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.kernel.records.models import Record


def something_is_to_meet_it(service: Record | None, agreement: Record | None) -> None:
    """What is taken up is met by something (PR1.I1, PR2.I2). Raises Invalid."""
    if service is None and agreement is None:
        raise Invalid({"service": _("Name the service that is to meet it, the agreement, or both.")})


def it_waits_to_be_taken_up(demand: Record, state: str) -> None:
    """A proposal answers a demand that nobody has taken up yet. Raises Invalid."""
    if demand.state != state:
        standing = demand.declared.flow.by_state[demand.state].label
        sentence = _("%(number)s is in “%(state)s”: only what is new is taken up.")
        raise Invalid({"demand": sentence % {"number": demand.number, "state": standing}})
