"""Risk: what may happen, how likely and how bad it would be, and what is decided about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Risk(models.Model):
    """Title, organisation, service and owner (the assignee) stand on its record. ``inherent`` is the level without
    measures, ``residual`` the one that remains with them, ``rating`` the one that counts now; 1 is the most severe.
    ``warned_for``: the end of an acceptance of which the owner was told.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="risk")
    nature = models.CharField(max_length=20)
    description = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    likelihood = models.CharField(max_length=40, blank=True)
    impact = models.CharField(max_length=40, blank=True)
    inherent = models.PositiveSmallIntegerField(null=True)
    residual_likelihood = models.CharField(max_length=40, blank=True)
    residual_impact = models.CharField(max_length=40, blank=True)
    residual = models.PositiveSmallIntegerField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    treatment = models.CharField(max_length=20, blank=True)
    progress = models.CharField(max_length=9, blank=True)
    identified_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    accepted_until = models.DateField(null=True)
    justification = models.TextField(blank=True)
    warned_for = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["accepted_until"], condition=Q(accepted_until__isnull=False), name="risk_accepted_until"
            ),
        ]
