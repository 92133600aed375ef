"""Customer: an organisation with which there is such a relationship; and what customers complain of."""

from __future__ import annotations

from django.db import models

from fettle.facilities.relationships.models import Relationship
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Customer(Relationship):
    """Organisation, name and account manager stand on the record."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="customer")
    needs = models.TextField(blank=True)


class Complaint(models.Model):
    """What somebody is not content with, and what we answered. Organisation, service, owner and the day by which it is
    answered (``due_at``) stand on the record. ``progress`` counts the steps of what follows from it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="complaint")
    requester = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    details = models.TextField(blank=True)
    channel = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True)
    progress = models.CharField(max_length=9, blank=True, db_default="")
