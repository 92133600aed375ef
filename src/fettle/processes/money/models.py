"""Cost and budget. The service that each is about stands on its record. Sums are whole minor units of the base
currency, and ``base`` says which that was.
"""

from __future__ import annotations

from django.db import models

from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record


class Cost(models.Model):
    """``price`` is what was given, such as `USD 120.00`; ``amount`` what that is in the base currency, at ``rate``.
    One without ``ends`` is paid once, and useful for so many ``years``; ``until`` is the last day that
    bears a part of it.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="cost")
    nature = models.CharField(max_length=20)
    stage = models.CharField(max_length=20)
    component = models.CharField(max_length=120, blank=True)
    price = models.CharField(max_length=40)
    rate = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField()
    base = models.CharField(max_length=3)
    begins = models.DateField()
    ends = models.DateField(null=True)
    years = models.PositiveSmallIntegerField(null=True)
    until = models.DateField()
    supplier = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["until", "begins"], name="cost_bears"),
            models.Index(fields=["until"], name="cost_shared", condition=~models.Q(component="")),
        ]


class Budget(models.Model):
    """What may be spent in a financial year or a part of it. ``edition`` counts those of one service and period;
    ``told`` is the highest share in per cent of which somebody was told that it is reached.
    """

    record = models.OneToOneField(Record, models.PROTECT, primary_key=True, related_name="budget")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=4)
    begins = models.DateField()
    ends = models.DateField()
    price = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    base = models.CharField(max_length=3)
    edition = models.PositiveSmallIntegerField()
    notes = models.TextField(blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    told = models.PositiveIntegerField(default=0)
