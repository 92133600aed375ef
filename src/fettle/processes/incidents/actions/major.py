"""Declare a major incident, and look back at it when service is restored (PR9.S7, PR9.A1.7)."""

from __future__ import annotations

from django.db import transaction

from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.processes.incidents.actions import settled
from fettle.processes.incidents.facts import DeclaredMajor, ReviewedMajor
from fettle.processes.incidents.major import DECLARED, REVIEWED


@transaction.atomic
def declare_major(actor: Actor, number: str, *, criterion: str, reason: str) -> Record:
    """Say that it is a major incident and by which criterion. Raises Refusal when somebody said so already."""
    record = settled.begin(actor, number, "declare_major")
    fact = DeclaredMajor(criterion=criterion, reason=reason)
    settled.write(actor, record, fact, set={"major": DECLARED, "major_criterion": criterion})
    return record


@transaction.atomic
def review_major(actor: Actor, number: str, *, review: str) -> Record:
    """Keep what the look back found; a second review replaces the text, the history keeps the first."""
    record = settled.begin(actor, number, "review_major")
    settled.write(actor, record, ReviewedMajor(), set={"major": REVIEWED, "review": review})
    return record
