"""Relationship: what the databases of customers and of suppliers keep alike. The party is the record's organisation,
and who looks after it is its assignee.
"""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Person


class Relationship(models.Model):
    """``contact`` is the person on their side, ``contact_point`` an address there that is nobody's own; one of the two
    is there. ``importance`` decides how often the relationship is reviewed.
    """

    contact = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    contact_point = models.CharField(max_length=200, blank=True)
    escalation = models.CharField(max_length=200, blank=True)
    channels = models.TextField(blank=True)
    importance = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    notes = models.TextField(blank=True)

    class Meta:
        abstract = True
