"""Supplier: an organisation with which there is such a relationship; how it was rated, on whom it
relies, and what it offers.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fettle.facilities.relationships.models import Relationship
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Supplier(Relationship):
    """Organisation, name and supplier relationship manager stand on the record. ``score``: how the newest period was
    rated, in per cent.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="supplier")
    offerings = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True)


class Rating(models.Model):
    """What somebody gave a supplier for one criterion and the days from ``first`` to ``last``: 1 to 5, the best."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    criterion = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    remark = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, db_index=False, related_name="+")
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "first", "last", "criterion"], name="rated_once"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=5), name="rated_with_one_to_five"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="rated_days_in_order"),
        ]


class Reliance(models.Model):
    """A supplier relies on another one, its subcontractor, for what it delivers to us; ``does`` says for what."""

    record = models.ForeignKey(Record, models.PROTECT, db_index=False, related_name="+")
    supplier = models.ForeignKey(Record, models.PROTECT, related_name="+")
    does = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "supplier"], name="relied_on_once")]


class Offering(models.Model):
    """Something that can be had from a supplier. Its name, the supplier's organisation and the service that it could
    support stand on the record.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="offering")
    supplier = models.ForeignKey(Record, models.PROTECT, related_name="+")
    description = models.TextField(blank=True)
    price = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="offering_ends_after_it_begins",
            ),
        ]
