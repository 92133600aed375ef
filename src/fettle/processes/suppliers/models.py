"""Supplier: an organisation with which there is such a relationship."""

from __future__ import annotations

from django.db import models

from fettle.facilities.relationships.models import Relationship
from fettle.kernel.records.models import Record


class Supplier(Relationship):
    """Organisation, name and supplier relationship manager stand on the record."""

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="supplier")
    offerings = models.TextField(blank=True)
