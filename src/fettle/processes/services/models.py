"""Service: what is provided. Title, organisation and supporting team stand on the record."""

from __future__ import annotations

from django.db import models

from fettle.kernel.clock.models import Calendar
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Service(models.Model):
    """``requestable``: offered in the portal. ``calendar``: the hours in which it is supported, else those of the
    agreement. ``heading``: where it stands in the catalogue.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="service_item")
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, related_name="+")
    requestable = models.BooleanField(default=True)
    icon = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=40, blank=True)
