"""Review: two sides look at what was delivered."""

from __future__ import annotations

from django.db import models

from fettle.kernel.records.models import Record


class Review(models.Model):
    """``relationship`` is the record of the customer or the supplier; who leads it is the assignee. The agenda is what
    stood there when it was held: its figures are not computed again. ``progress`` counts the steps that follow from it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="review")
    relationship = models.ForeignKey(Record, models.PROTECT, related_name="+")
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    participants = models.TextField(blank=True)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    progress = models.CharField(max_length=9, blank=True, db_default="")
