"""Announcement. Title, service, state and the organisation that it is for stand on the record."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from fettle.kernel.records.models import Record


class Announcement(models.Model):
    """``nature``: outage, planned work or notice. ``stage``: how far an outage is. ``about``: the number of the
    incident that it tells of, and no reference: whoever reads the announcement need not see that incident, and the wall
    between organisations shows no row that points at a record that is not seen.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="announcement")
    text = models.TextField(blank=True)
    nature = models.CharField(max_length=12)
    stage = models.CharField(max_length=20, blank=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
    next_update_at = models.DateTimeField(null=True)
    about = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about"], name="announcement_about", condition=~models.Q(about=""))]
