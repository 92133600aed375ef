"""Duty: something that is due again and again on a record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Duty(models.Model):
    """``code`` names the Cycle. Responsible is a person, or whoever has a role. ``told_soon`` and ``told_late`` are the
    due dates about which they were told already, before and after.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="duties")
    code = models.CharField(max_length=40)
    every = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6)
    due_on = models.DateField()
    lead_days = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    last_done_on = models.DateField(null=True)
    told_soon = models.DateField(null=True)
    told_late = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "code"], condition=Q(ended_at=None), name="duty_once"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(ended_at=None), name="duty_due")]
